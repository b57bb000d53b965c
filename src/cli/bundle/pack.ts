import { createHash, randomBytes } from 'node:crypto';
import { BUNDLE_FILE, BUNDLE_FORMAT, BUNDLE_VERSION, MANIFEST_NAME } from '../../exchange/bundle/manifest.ts';
import type { BundleManifest } from '../../exchange/bundle/manifest.ts';
import { Masker } from '../../exchange/mask.ts';
import { CannotRun } from '../failure.ts';
import { DescribedObjects } from '../data/described-objects.ts';
import { RecordSet } from '../data/record-set.ts';
import type { SalesforceOrg } from '../data/salesforce-api.ts';
import { treeFiles } from '../data/write-tree.ts';
import { OrgReader } from './gather-org.ts';
import { gatherRecords } from './gather-records.ts';

export interface PackOptions {
  readonly roots: readonly string[];
  readonly depth: number;
  readonly mask: BundleManifest['mask'];
  /** With the org's own code. */
  readonly hasCode: boolean;
  readonly maxRecords: number;
  readonly maxBytes: number;
  /** ISO 8601. */
  readonly createdAt: string;
  progress(message: string): void;
}

/** Reads it all from the org; the files of the bundle by name, the manifest first. */
export async function pack(api: SalesforceOrg, options: PackOptions): Promise<{ manifest: BundleManifest; files: Map<string, string> }> {
  const { roots, depth, mask, progress } = options;
  const objects = new DescribedObjects(api);
  const set = new RecordSet(objects, mask === 'none' ? null : { level: mask, masker: new Masker(randomBytes(32)) });
  const reader = new OrgReader(api, set.notes);
  progress('Reading the org');
  const [org, user, packages] = [await reader.org(), await reader.user(), await reader.packages()];
  await gatherRecords(api, objects, set, { roots, depth, maxRecords: options.maxRecords, progress });
  const files = new Map<string, string>();
  const described = [...new Set(set.records.map(each => each.object))];
  for (const each of described) {
    progress(`Describing ${each.labelPlural}`);
    files.set(`objects/${each.name}.json`, `${JSON.stringify(await reader.object(each), null, 2)}\n`);
  }
  if (options.hasCode) {
    progress('Reading code');
    for (const [name, text] of await reader.code(new Set(described.map(each => each.name.toLowerCase())))) files.set(`code/${name}`, text);
  }
  const tree = treeFiles(set, { recordTypes: reader.recordTypes, hasUpdates: true });
  for (const [name, text] of tree.files) files.set(`records/${name}`, text);
  const strange = [...files.keys()].find(name => !BUNDLE_FILE.test(name));
  if (strange !== undefined) throw new CannotRun(`${api.name} has something of the name ${strange}, which a bundle can't hold.`);
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > options.maxBytes) throw new CannotRun(`The bundle would have ${megabytes(bytes)}, more than ${megabytes(options.maxBytes)}. Ask for fewer records or a smaller --depth, or allow more by --max-size.`);
  const records: Record<string, number> = {};
  for (const { object } of set.records) records[object.name] = (records[object.name] ?? 0) + 1;
  const manifest: BundleManifest = {
    format: BUNDLE_FORMAT, version: BUNDLE_VERSION, createdAt: options.createdAt, org, user, packages, roots, depth, mask, records, notes: tree.notes,
    files: [...files].map(([name, text]) => ({ name, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') })),
  };
  return { manifest, files: new Map([[MANIFEST_NAME, `${JSON.stringify(manifest, null, 2)}\n`], ...files]) };
}

export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
