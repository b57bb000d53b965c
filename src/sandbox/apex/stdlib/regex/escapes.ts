import { isDigit, isHorizontalSpace, isSpace, isVerticalSpace, isWord, not, propertyTest, testOf } from './character-sets.ts';
import type { PatternCursor } from './cursor.ts';
import type { CharacterTest } from './syntax.ts';

const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 };
const CLASSES: Readonly<Record<string, CharacterTest>> = { d: isDigit, s: isSpace, w: isWord, h: isHorizontalSpace, v: isVerticalSpace };
const UNICODE_CLASSES: Readonly<Record<string, CharacterTest>> = {
  d: testOf('\\p{Nd}'), s: testOf('\\p{White_Space}'), w: testOf('\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}'), h: isHorizontalSpace, v: isVerticalSpace,
};

/** The set that `\d`, `\W`, `\p{…}` stand for; null if `letter` is another escape. The letter is taken already. */
export function escapedSet(cursor: PatternCursor, letter: string): CharacterTest | null {
  const lower = letter.toLowerCase();
  if (lower === 'p') {
    const test = property(cursor);
    return letter === 'P' ? not(test) : test;
  }
  const test = (cursor.flags.isUnicodeClass ? UNICODE_CLASSES : CLASSES)[lower];
  if (!test) return null;
  return letter === lower ? test : not(test);
}

function property(cursor: PatternCursor): CharacterTest {
  let name = cursor.take();
  if (name === '{') {
    const start = cursor.at;
    while (!cursor.isAtEnd && cursor.points[cursor.at] !== '}') cursor.at++;
    if (cursor.isAtEnd) cursor.fail('Unclosed character family');
    name = cursor.points.slice(start, cursor.at++).join('');
    if (!name) cursor.fail('Empty character family');
  }
  const test = propertyTest(name);
  if (test) return test;
  const [key, value] = name.split('=') as [string, string?];
  if (value !== undefined) return cursor.fail(`Unknown Unicode property {name=<${key}>, value=<${value}>}`);
  if (name.startsWith('In')) return cursor.fail(`Unknown character block name {${name.slice(2)}}`);
  return cursor.fail(`Unknown character property name {${name}}`);
}

const isHex = (c: string): boolean => /^[\da-fA-F]$/.test(c);

function hexDigits(cursor: PatternCursor, count: number, description: string): number {
  let value = 0;
  for (let i = 0; i < count; i++) {
    const c = cursor.points[cursor.at++] ?? '';
    if (!isHex(c)) cursor.fail(description);
    value = value * 16 + parseInt(c, 16);
  }
  return value;
}

/** The character that an escape stands for. The letter behind the backslash is taken already. */
export function escapedCharacter(cursor: PatternCursor, letter: string): number {
  if (letter === '') return cursor.fail('Unescaped trailing backslash', cursor.points.length);
  const control = CONTROLS[letter];
  if (control !== undefined) return control;
  switch (letter) {
    case 'x': {
      if (cursor.points[cursor.at] !== '{') return hexDigits(cursor, 2, 'Illegal hexadecimal escape sequence');
      cursor.at++;
      let value = 0;
      while (isHex(cursor.points[cursor.at] ?? '')) {
        value = value * 16 + parseInt(cursor.points[cursor.at++]!, 16);
        if (value > 0x10ffff) cursor.fail('Hexadecimal codepoint is too big');
      }
      if (cursor.points[cursor.at++] !== '}') cursor.fail('Unclosed hexadecimal escape sequence');
      return value;
    }
    case 'u': {
      const high = hexDigits(cursor, 4, 'Illegal Unicode escape sequence');
      const before = cursor.at;
      if (high >= 0xd800 && high < 0xdc00 && cursor.eatAll('\\u')) {
        const low = hexDigits(cursor, 4, 'Illegal Unicode escape sequence');
        if (low >= 0xdc00 && low < 0xe000) return (high - 0xd800) * 1024 + (low - 0xdc00) + 0x10000;
        cursor.at = before;
      }
      return high;
    }
    case '0': {
      const digits = /^(?:[0-3][0-7]{0,2}|[0-7]{1,2})/.exec(cursor.points.slice(cursor.at, cursor.at + 3).join(''))?.[0];
      if (!digits) return cursor.fail('Illegal octal escape sequence', cursor.at);
      cursor.at += digits.length;
      return parseInt(digits, 8);
    }
    case 'c': {
      const c = cursor.points[cursor.at++];
      return c === undefined ? cursor.fail('Illegal control escape sequence') : c.codePointAt(0)! ^ 64;
    }
    default:
      // Every letter that isn't an escape is kept for later ones; other characters stand for themselves.
      return /^[a-zA-Z0-9]$/.test(letter) ? cursor.fail('Illegal/unsupported escape sequence') : letter.codePointAt(0)!;
  }
}
