/** Record ids: 15 characters, case-sensitive, or 18 with a check suffix that makes them safe to compare without case. */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The three check characters of a 15-character id. */
export function idSuffix(id15: string): string {
  let suffix = '';
  for (let block = 0; block < 15; block += 5) {
    let bits = 0;
    for (let i = 0; i < 5; i++) {
      const code = id15.charCodeAt(block + i);
      if (code >= 65 && code <= 90) bits |= 1 << i;
    }
    suffix += SUFFIX[bits];
  }
  return suffix;
}

/** The 18-character form of a well-formed id; null if the text is none. */
export function normalizeId(text: string): string | null {
  if (text.length !== 15 && text.length !== 18) return null;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (!((code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122))) return null;
  }
  if (text.length === 15) return text + idSuffix(text);
  return idSuffix(text.slice(0, 15)) === text.slice(15) ? text : null;
}

/** The number in base 62, padded to `width` digits; ids made from rising numbers rise in code-unit order too. */
export function base62(value: number, width: number): string {
  let text = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) text = DIGITS[rest % 62]! + text;
  return text.padStart(width, '0');
}

/** An id of the simulated instance: key prefix, pod, reserved digit, nine digits of a counter, check suffix. */
export function makeId(keyPrefix: string, counter: number): string {
  const id15 = `${keyPrefix}SB0${base62(counter, 9)}`;
  return id15 + idSuffix(id15);
}
