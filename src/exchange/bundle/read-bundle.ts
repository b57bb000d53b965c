/** Reads a support bundle. It comes from somebody else: whatever doesn't fit is refused, and nothing is written. */
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { FileFault } from '../file-fault.ts';
import { parseJson } from '../read-tree.ts';
import { BUNDLE_FILE, BUNDLE_LIMITS, MANIFEST_NAME } from './manifest.ts';
import { zipEntries } from './zip-entries.ts';

export interface BundleFiles {
  /** As JSON has it: not checked yet. */
  readonly manifest: unknown;
  /** Text by name, without the manifest. */
  readonly texts: ReadonlyMap<string, string>;
}

/** `path`: a folder or a zip file. Throws `FileFault`. */
export function readBundle(path: string): BundleFiles {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) throw new FileFault(path, null, null, 'there is no such bundle');
  const contents = found.isDirectory() ? readFolder(path) : readZip(path, found.size);
  const manifestText = contents.get(MANIFEST_NAME);
  if (!manifestText) throw new FileFault(path, null, null, `is no bundle: it has no ${MANIFEST_NAME}`);
  const manifest = parseJson(`${path}/${MANIFEST_NAME}`, textOf(path, MANIFEST_NAME, manifestText));
  contents.delete(MANIFEST_NAME);
  checkListed(path, manifest, contents);
  return { manifest, texts: new Map([...contents].map(([name, bytes]) => [name, textOf(path, name, bytes)])) };
}

/** What was read is what was packed, all of it and no more: a bundle is changed by packing it again. */
function checkListed(path: string, manifest: unknown, contents: ReadonlyMap<string, Buffer>): void {
  const { files } = (manifest ?? {}) as { files?: unknown };
  if (!Array.isArray(files)) throw new FileFault(`${path}/${MANIFEST_NAME}`, null, 'files', 'expected a list of files');
  const listed = new Map((files as readonly { name?: unknown; sha256?: unknown }[]).map((each) => [each?.name, each?.sha256]));
  for (const [name, bytes] of contents) {
    if (!listed.has(name)) throw new FileFault(path, null, null, `has a file ${name} that its manifest doesn't list`);
    if (listed.get(name) !== createHash('sha256').update(bytes).digest('hex')) throw new FileFault(path, null, null, `${name} is not as it was packed`);
  }
  for (const name of listed.keys()) if (typeof name !== 'string' || !contents.has(name)) throw new FileFault(path, null, null, `lacks the file ${String(name)} that its manifest lists`);
}

/** Takes files in, up to the limits. */
class Contents extends Map<string, Buffer> {
  readonly #path: string;
  #names = new Set<string>();
  #bytes = 0;

  constructor(path: string) {
    super();
    this.#path = path;
  }

  /** Before anything of it is read. `bytes`: that it says to have. */
  admit(name: string, bytes: number): void {
    if (!BUNDLE_FILE.test(name)) throw new FileFault(this.#path, null, null, `has an entry ${JSON.stringify(name.slice(0, 200))}, which is no part of a bundle`);
    // File systems that don't tell case apart hold one of them.
    if (this.#names.has(name.toLowerCase())) throw new FileFault(this.#path, null, null, `has ${name} twice`);
    this.#names.add(name.toLowerCase());
    this.#bytes += bytes;
    const { files, fileBytes, totalBytes } = BUNDLE_LIMITS;
    if (this.#names.size > files) throw new FileFault(this.#path, null, null, `has more than ${files} files`);
    if (bytes > fileBytes) throw new FileFault(this.#path, null, null, `${name} has ${bytes} bytes; a file has at most ${fileBytes}`);
    if (this.#bytes > totalBytes) throw new FileFault(this.#path, null, null, `has more than ${totalBytes} bytes`);
  }
}

function readFolder(path: string): Contents {
  const contents = new Contents(path);
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(path, folder), { withFileTypes: true })) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && folder === '') walk(name);
      else {
        // Links may lead anywhere.
        if (!entry.isFile()) throw new FileFault(path, null, null, `has ${JSON.stringify(name)}, which is no plain file`);
        contents.admit(name, lstatSync(join(path, name)).size);
        contents.set(name, readFileSync(join(path, name)));
      }
    }
  };
  walk('');
  return contents;
}

function readZip(path: string, size: number): Contents {
  if (size > BUNDLE_LIMITS.zipBytes) throw new FileFault(path, null, null, `has ${size} bytes; at most ${BUNDLE_LIMITS.zipBytes} are read`);
  const contents = new Contents(path);
  const bytes = readFileSync(path);
  for (const { name, isFolder, method, uncompressed, data } of zipEntries(path, bytes)) {
    if (isFolder) continue;
    contents.admit(name, uncompressed);
    contents.set(name, unpack(path, name, method, uncompressed, data));
  }
  return contents;
}

/** Inflates no more than the entry says it has. */
function unpack(path: string, name: string, method: number, uncompressed: number, data: Buffer): Buffer {
  if (method !== 0 && method !== 8) throw new FileFault(path, null, null, `${name} is packed in a way (${method}) that isn't read`);
  let bytes: Buffer;
  try {
    bytes = method === 0 ? data : uncompressed === 0 ? Buffer.alloc(0) : inflateRawSync(data, { maxOutputLength: uncompressed });
  } catch (error) {
    throw new FileFault(path, null, null, `${name} can't be unpacked: ${(error as Error).message}`);
  }
  if (bytes.length !== uncompressed) throw new FileFault(path, null, null, `${name} has another size than it says`);
  return bytes;
}

function textOf(path: string, name: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileFault(path, null, null, `${name} is no text in UTF-8`);
  }
}
