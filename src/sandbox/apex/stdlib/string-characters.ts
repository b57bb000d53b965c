import { fail, failNull } from '../runtime/exception.ts';
import { listOf, type LibraryFunction } from '../runtime/library.ts';

const required = <T>(value: T | null): T => (value === null ? failNull('Argument cannot be null.') : value);
const all = (pattern: RegExp) => (self: string): boolean => pattern.test(self);
const outOfBounds = (at: number): never => fail('System.StringException', `Starting position out of bounds: ${at}`);

/** Splits where the kind of character changes; camel case keeps an upper-case letter with the lower-case ones behind it. */
function byCharacterType(text: string, isCamelCase: boolean): string[] {
  const kind = (c: string): string => (/\p{Lu}/u.test(c) ? 'u' : /\p{Ll}/u.test(c) ? 'l' : /\p{Nd}/u.test(c) ? 'd' : c === ' ' ? 's' : /\s/.test(c) ? `w${c}` : 'o');
  const parts: string[] = [];
  for (const c of text) {
    const last = parts.at(-1);
    const before = last ? kind(last.at(-1)!) : '';
    if (last && before === kind(c)) parts[parts.length - 1] = last + c;
    else if (isCamelCase && last && before === 'u' && kind(c) === 'l') {
      if (last.length > 1) parts[parts.length - 1] = last.slice(0, -1);
      else parts.pop();
      parts.push(last.at(-1)! + c);
    } else parts.push(c);
  }
  return parts;
}

/** Members of String that look at single characters. Source: Apex Reference, String Class. */
export const characterMembers: Record<string, LibraryFunction> = {
  'Integer charAt(Integer index)': (self: string, at: number) => (required(at) < 0 || at >= self.length ? fail('System.StringException', 'Specified index is invalid.') : self.charCodeAt(at)),
  'Integer codePointAt(Integer index)': (self: string, at: number) => (required(at) < 0 || at >= self.length ? outOfBounds(at) : self.codePointAt(at)!),
  'Integer codePointBefore(Integer index)': (self: string, at: number) => {
    if (required(at) < 1 || at > self.length) outOfBounds(at);
    const low = self.charCodeAt(at - 1);
    return low >= 0xdc00 && low < 0xe000 && at > 1 ? self.codePointAt(at - 2)! : low;
  },
  'Integer codePointCount(Integer beginIndex, Integer endIndex)': (self: string, from: number, to: number) => {
    if (required(from) < 0 || from > self.length) outOfBounds(from);
    if (required(to) > self.length || to < from) fail('System.StringException', `End position out of bounds: ${to}`);
    return [...self.slice(from, to)].length;
  },
  'Integer offsetByCodePoints(Integer index, Integer codePointOffset)': (self: string, index: number, offset: number) => {
    if (required(index) < 0 || index > self.length) outOfBounds(index);
    let at = index;
    for (let i = 0; i < Math.abs(required(offset)); i++) {
      if (offset > 0) at += self.codePointAt(at)! > 0xffff ? 2 : 1;
      else at -= at >= 2 && self.charCodeAt(at - 1) >= 0xdc00 && self.charCodeAt(at - 1) < 0xe000 ? 2 : 1;
      if (at < 0 || at > self.length) fail('System.StringException', `Code point offset out of bounds: ${offset}`);
    }
    return at;
  },
  'Boolean containsAny(String inputString)': (self: string, chars: string) => [...required(chars)].some((c) => self.includes(c)),
  'Boolean containsNone(String inputString)': (self: string, chars: string) => ![...required(chars)].some((c) => self.includes(c)),
  'Boolean containsOnly(String inputString)': (self: string, chars: string) => [...self].every((c) => required(chars).includes(c)),
  'Boolean containsWhitespace()': all(/[\t-\r\u001c-\u0020\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]/),
  'String deleteWhitespace()': (self: string) => self.replace(/[\t-\r\u001c-\u0020\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]/g, ''),
  'String normalizeSpace()': (self: string) => self.replace(/[\s\u00a0]+/g, ' ').trim(),
  'List<Integer> getChars()': (self: string) => listOf('Integer', self.split('').map((c) => c.charCodeAt(0))),
  'Integer indexOfAny(String substring)': (self: string, chars: string) => [...self].findIndex((c) => required(chars).includes(c)),
  'Integer indexOfAnyBut(String substring)': (self: string, chars: string) => [...self].findIndex((c) => !required(chars).includes(c)),
  'Integer indexOfChar(Integer character)': (self: string, c: number) => self.indexOf(String.fromCodePoint(required(c))),
  'Integer indexOfChar(Integer character, Integer startIndex)': (self: string, c: number, from: number) => self.indexOf(String.fromCodePoint(required(c)), required(from)),
  'Integer lastIndexOfChar(Integer character)': (self: string, c: number) => self.lastIndexOf(String.fromCodePoint(required(c))),
  'Integer lastIndexOfChar(Integer character, Integer endIndex)': (self: string, c: number, to: number) => (to < 0 ? -1 : self.lastIndexOf(String.fromCodePoint(required(c)), required(to))),
  'Boolean isAllLowerCase()': all(/^\p{Ll}+$/u),
  'Boolean isAllUpperCase()': all(/^\p{Lu}+$/u),
  'Boolean isAlpha()': all(/^\p{L}+$/u),
  'Boolean isAlphaSpace()': all(/^[\p{L} ]*$/u),
  'Boolean isAlphanumeric()': all(/^[\p{L}\p{Nd}]+$/u),
  'Boolean isAlphanumericSpace()': all(/^[\p{L}\p{Nd} ]*$/u),
  'Boolean isAsciiPrintable()': all(/^[ -~]*$/),
  'Boolean isNumeric()': all(/^\p{Nd}+$/u),
  'Boolean isNumericSpace()': all(/^[\p{Nd} ]*$/u),
  'Boolean isWhitespace()': all(/^[\t-\r\u001c-\u0020\u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/),
  'List<String> splitByCharacterType()': (self: string) => listOf('String', byCharacterType(self, false)),
  'List<String> splitByCharacterTypeCamelCase()': (self: string) => listOf('String', byCharacterType(self, true)),
};
