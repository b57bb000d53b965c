/** What a zip file has, by its central directory. Source: PKWARE's APPNOTE.TXT, 4.3. */
import { FileFault } from '../file-fault.ts';

export interface ZipEntry {
  readonly name: string;
  readonly isFolder: boolean;
  /** 0: stored, 8: deflated. */
  readonly method: number;
  /** Bytes, as the directory says. */
  readonly uncompressed: number;
  readonly data: Buffer;
}

const END = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;
const END_BYTES = 22;
const MAX_COMMENT = 0xffff;
const ENCRYPTED = 0x1;

/** Throws `FileFault`. Archives of several disks, of more than 4 GB, and encrypted ones are refused. */
export function* zipEntries(file: string, zip: Buffer): Generator<ZipEntry> {
  const fault = (message: string): FileFault => new FileFault(file, null, null, `is no zip file that can be read: ${message}`);
  const end = endOf(zip);
  if (end < 0) throw fault('its end is missing');
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  const until = at + zip.readUInt32LE(end + 12);
  if (until > end) throw fault('its directory lies outside of it');
  let taken = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > until || zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw fault('its directory is broken');
    const [flags, method, compressed, uncompressed] = [zip.readUInt16LE(at + 8), zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24)];
    const [nameLength, extraLength, commentLength, local] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)];
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString('utf8');
    if (flags & ENCRYPTED) throw fault(`${JSON.stringify(name)} is encrypted`);
    if (local + 30 > zip.length || zip.readUInt32LE(local) !== LOCAL_ENTRY) throw fault(`${JSON.stringify(name)} isn't where its directory says`);
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    if (from + compressed > zip.length) throw fault(`${JSON.stringify(name)} goes past its end`);
    // Entries that share their bytes unpack to far more than the file has.
    taken += compressed;
    if (taken > zip.length) throw fault('its entries overlap');
    yield { name, isFolder: name.endsWith('/') && uncompressed === 0, method, uncompressed, data: zip.subarray(from, from + compressed) };
    at += 46 + nameLength + extraLength + commentLength;
  }
}

function endOf(zip: Buffer): number {
  for (let at = zip.length - END_BYTES; at >= Math.max(0, zip.length - END_BYTES - MAX_COMMENT); at--) {
    if (zip.readUInt32LE(at) === END && zip.readUInt16LE(at + 20) === zip.length - at - END_BYTES) return at;
  }
  return -1;
}
