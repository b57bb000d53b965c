/** Ids of rows that metadata makes: the same for a name in every org and at every start, outside the range of the counters. */
import { base62, idSuffix } from '../ids.ts';

/** Third and fourth of the characters behind the prefix; counters have another reserved digit. */
const MARK = 'SBM';

export function namedId(keyPrefix: string, name: string): string {
  const id15 = `${keyPrefix}${MARK}${base62(hash53(name.toLowerCase()), 9)}`;
  return id15 + idSuffix(id15);
}

/** Whether `namedId` has made it. */
export function isNamedId(id: string): boolean {
  return id.slice(3, 6) === MARK;
}

/** 53 bits, of two multiplicative hashes side by side. */
function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (high & 0x1fffff) * 0x100000000 + (low >>> 0);
}
