import { createHash } from 'node:crypto';

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The 18-character form of an id: three characters tell which of the 15 are upper case. */
export function toLongId(id: string): string {
  if (id.length !== 15) return id;
  let suffix = '';
  for (let chunk = 0; chunk < 15; chunk += 5) {
    let bits = 0;
    for (let index = 0; index < 5; index++) if (/[A-Z]/.test(id[chunk + index] ?? '')) bits |= 1 << index;
    suffix += digits[bits];
  }
  return id + suffix;
}

/** The same id for the same words, always. `prefix`: the object's three characters. */
export function deriveId(prefix: string, ...words: readonly string[]): string {
  const hash = createHash('sha256').update(words.join('\u0000')).digest();
  let id = prefix;
  for (let index = 0; id.length < 15; index++) id += base62[(hash[index] ?? 0) % base62.length];
  return toLongId(id);
}
