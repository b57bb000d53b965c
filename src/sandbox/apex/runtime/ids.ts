/** Salesforce record ids: 15 case-sensitive characters, or 18 with a checksum of their case. */
const SHAPE = /^[a-zA-Z0-9]{15}(?:[A-Z0-5]{3})?$/;
const CHECKSUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** Whether a text looks like an id that starts with a digit or letter prefix and holds at least one digit. */
export function isId(text: string): boolean {
  if (text.length !== 15 && text.length !== 18) return false;
  return SHAPE.test(text) && (text.length === 15 ? false : text.slice(15) === checksum(text));
}

/** The three checksum characters of a 15- or 18-character id. */
export function checksum(id: string): string {
  let result = '';
  for (let block = 0; block < 3; block++) {
    let bits = 0;
    for (let i = 0; i < 5; i++) {
      const c = id.charCodeAt(block * 5 + i);
      if (c >= 65 && c <= 90) bits |= 1 << i;
    }
    result += CHECKSUM[bits];
  }
  return result;
}

/** The 18-character form; other texts come back unchanged. */
export function to18(id: string): string {
  return id.length === 15 && SHAPE.test(id) ? id + checksum(id) : id;
}

/** The 18-character form of a text that must be an id; null if it isn't one. An 18-character id's case is repaired. */
export function parseId(text: string): string | null {
  if (text.length === 15 && /^[a-zA-Z0-9]{15}$/.test(text)) return text + checksum(text);
  if (text.length !== 18 || !/^[a-zA-Z0-9]{18}$/.test(text)) return null;
  return restoreCase(text);
}

function restoreCase(id: string): string {
  const suffix = id.slice(15).toUpperCase();
  let result = '';
  for (let block = 0; block < 3; block++) {
    const bits = CHECKSUM.indexOf(suffix[block]!);
    for (let i = 0; i < 5; i++) {
      const c = id[block * 5 + i]!;
      result += bits >= 0 && /[a-zA-Z]/.test(c) ? (bits & (1 << i) ? c.toUpperCase() : c.toLowerCase()) : c;
    }
  }
  return result + suffix;
}
