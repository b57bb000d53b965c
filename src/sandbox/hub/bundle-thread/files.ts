import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { MANIFEST_NAME, PLAN_NAME } from '../../../exchange/bundle/manifest.ts';
import type { BundleManifest, BundleObject } from '../../../exchange/bundle/manifest.ts';
import { readBundle } from '../../../exchange/bundle/read-bundle.ts';
import { FileFault } from '../../../exchange/file-fault.ts';
import { parseJson } from '../../../exchange/read-tree.ts';
import { WireError } from '../../../protocol/errors.ts';
import { toLongId } from '../../partner/ids.ts';
import { findFaults } from '../json-schema.ts';
import type { JsonSchema } from '../json-schema.ts';
import { projectFiles, SOURCE_FOLDER } from './project-files.ts';
import { MANIFEST_SCHEMA, OBJECT_SCHEMA } from './schema.ts';

export interface CheckedBundle {
  readonly manifest: BundleManifest;
  readonly texts: ReadonlyMap<string, string>;
  readonly objects: readonly BundleObject[];
}

/** Throws `dataInvalid` that names what is wrong with it. */
export function readChecked(path: string): CheckedBundle {
  try {
    const bundle = readBundle(resolve(path));
    const manifest = checked(MANIFEST_SCHEMA, bundle.manifest, MANIFEST_NAME) as BundleManifest;
    if (toLongId(manifest.org.id.slice(0, 15)) !== manifest.org.id) throw new WireError('dataInvalid', `${MANIFEST_NAME}: org.id is "${manifest.org.id}", whose last three characters are not those of its first 15.`);
    if (!bundle.texts.has(PLAN_NAME)) throw new WireError('dataInvalid', `The bundle has no ${PLAN_NAME}.`);
    const objects = [...bundle.texts].filter(([name]) => name.startsWith('objects/')).map(([name, text]) => checked(OBJECT_SCHEMA, parseJson(name, text), name) as BundleObject);
    return { manifest, texts: bundle.texts, objects };
  } catch (error) {
    throw error instanceof FileFault ? new WireError('dataInvalid', error.message) : error;
  }
}

/** Writes its project, records and manifest. `installed`: namespaces of packages that bring their own metadata, in lower case. */
export function writeProject({ manifest, texts, objects }: CheckedBundle, folder: string, installed: ReadonlySet<string>): void {
  const code = new Map([...texts].flatMap(([name, text]) => (name.startsWith('code/') ? [[name.slice('code/'.length), text] as const] : [])));
  // There may be nothing to put there.
  mkdirSync(join(folder, SOURCE_FOLDER), { recursive: true, mode: 0o700 });
  for (const [name, text] of projectFiles(objects, code, installed)) write(folder, name, text);
  for (const [name, text] of texts) if (name.startsWith('records/')) write(folder, name, text);
  write(folder, MANIFEST_NAME, JSON.stringify(manifest));
}

function checked(schema: JsonSchema, value: unknown, file: string): unknown {
  const faults = findFaults(schema, value);
  if (faults.length > 0) throw new WireError('dataInvalid', `The bundle's ${file} is not valid: ${faults.slice(0, 5).map(({ path, message }) => `${path === '' ? 'it' : path} ${message.slice(0, 300)}`).join('; ')}.`, { details: faults.slice(0, 20) });
  return value;
}

function write(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, text, { mode: 0o600 });
}
