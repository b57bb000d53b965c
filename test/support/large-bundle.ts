import { createHash, randomBytes } from 'node:crypto';
import { BUNDLE_FORMAT, BUNDLE_VERSION, MANIFEST_NAME, PLAN_NAME } from '../../src/exchange/bundle/manifest.ts';
import type { BundleManifest } from '../../src/exchange/bundle/manifest.ts';

const RECORD_BYTES = 30_000;
const FILE_BYTES = 4_000_000;
const CLASSES = 1000;

/** The files of a valid support bundle of so many bytes by name: accounts with long descriptions, and a thousand classes. */
export function largeBundle(totalBytes: number): Map<string, string> {
  const files = new Map<string, string>();
  for (let index = 0; index < CLASSES; index++) files.set(`code/Class${index}.cls`, `public class Class${index} { public static Integer number() { return ${index}; } }\n`);
  const perFile = Math.floor(FILE_BYTES / RECORD_BYTES);
  const count = Math.floor(totalBytes / FILE_BYTES);
  const names = Array.from({ length: count }, (_each, index) => `${String(index + 1).padStart(3, '0')}-Account.json`);
  for (const [index, name] of names.entries()) {
    const records = Array.from({ length: perFile }, (_each, place) => ({
      attributes: { type: 'Account', referenceId: `account${index * perFile + place}` }, Name: `Account ${index * perFile + place}`, Description: randomBytes(RECORD_BYTES * 3 / 4).toString('base64'),
    }));
    files.set(`records/${name}`, JSON.stringify({ records }));
  }
  files.set(PLAN_NAME, JSON.stringify([{ sobject: 'Account', saveRefs: true, resolveRefs: true, files: names }]));
  const manifest: BundleManifest = {
    format: BUNDLE_FORMAT, version: BUNDLE_VERSION, createdAt: '2026-01-05T10:00:00.000Z', org: { id: '00D5g0000000001EAA', name: 'Large', instance: 'EU1', isSandbox: false },
    user: { profile: 'Standard User', timeZone: 'Europe/Berlin', locale: 'de_DE' }, packages: [], roots: [], depth: 0, mask: 'none', records: { Account: count * perFile }, notes: [],
    files: [...files].map(([name, text]) => ({ name, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') })),
  };
  return new Map([[MANIFEST_NAME, JSON.stringify(manifest)], ...files]);
}
