import { both, cached, either, not } from './character-sets.ts';
import type { Flags, PatternCursor } from './cursor.ts';
import { escapedCharacter, escapedSet } from './escapes.ts';
import type { CharacterTest } from './syntax.ts';

const isAsciiLetter = (c: number): boolean => (c >= 65 && c <= 90) || (c >= 97 && c <= 122);

/** Folds without regard to locale, as Java does for CASE_INSENSITIVE with UNICODE_CASE. */
export function foldUnicode(c: number): number {
  const upper = String.fromCodePoint(c).toUpperCase();
  const lower = ([...upper].length === 1 ? upper : String.fromCodePoint(c)).toLowerCase();
  return [...lower].length === 1 ? lower.codePointAt(0)! : c;
}

/** One character, with regard to case as the flags say. */
export function literalTest(point: number, flags: Flags): CharacterTest {
  if (!flags.ignoresCase) return (c) => c === point;
  if (flags.isUnicodeCase) {
    const folded = foldUnicode(point);
    return cached((c) => c === point || foldUnicode(c) === folded);
  }
  if (!isAsciiLetter(point)) return (c) => c === point;
  const lower = point | 32;
  return (c) => c === point || (c | 32) === lower && isAsciiLetter(c);
}

function rangeTest(from: number, to: number, flags: Flags): CharacterTest {
  const within = (c: number): boolean => c >= from && c <= to;
  if (!flags.ignoresCase) return within;
  if (flags.isUnicodeCase) return cached((c) => within(c) || within(foldUnicode(c)) || within(String.fromCodePoint(c).toUpperCase().codePointAt(0)!));
  return (c) => within(c) || (isAsciiLetter(c) && within(c ^ 32));
}

/** A class behind its `[`: unions, ranges, nested classes, `&&`, negation of the whole. */
export function parseClass(cursor: PatternCursor): CharacterTest {
  const isNegative = cursor.eat('^');
  let whole: CharacterTest | null = null;
  let operand: CharacterTest | null = null;
  const add = (test: CharacterTest): void => { operand = operand ? either(operand, test) : test; };
  const close = (): CharacterTest | null => (whole && operand ? both(whole, operand) : (operand ?? whole));
  for (;;) {
    if (cursor.isQuoted()) {
      add(rangeOrCharacter(cursor));
      continue;
    }
    const c = cursor.peek();
    if (c === '' && cursor.isAtEnd) cursor.fail('Unclosed character class', cursor.points.length - 1);
    if (c === ']' && close()) {
      cursor.at++;
      const test = cached(close()!);
      return isNegative ? not(test) : test;
    }
    if (c === '[') {
      cursor.at++;
      add(parseClass(cursor));
    } else if (c === '&' && cursor.points[cursor.at + 1] === '&') {
      cursor.at += 2;
      whole = close();
      operand = null;
      if (!whole && cursor.peek() === ']') cursor.fail('Bad class syntax');
    } else add(rangeOrCharacter(cursor));
  }
}

function rangeOrCharacter(cursor: PatternCursor): CharacterTest {
  const first = classAtom(cursor);
  if (typeof first !== 'number') return first;
  if (cursor.peek() !== '-') return literalTest(first, cursor.flags);
  const behind = cursor.points[cursor.at + 1] ?? '';
  if (behind === '[' || behind === ']' || behind === '') return literalTest(first, cursor.flags);
  cursor.at++;
  const last = classAtom(cursor);
  if (typeof last !== 'number') return either(either(literalTest(first, cursor.flags), literalTest(45, cursor.flags)), last);
  if (last < first) cursor.fail('Illegal character range');
  return rangeTest(first, last, cursor.flags);
}

/** A character, or the set of an escape like `\d`. */
function classAtom(cursor: PatternCursor): number | CharacterTest {
  if (cursor.isQuoted()) return cursor.points[cursor.at++]!.codePointAt(0)!;
  const c = cursor.take();
  if (c === '') return cursor.fail('Unclosed character class', cursor.points.length - 1);
  if (c !== '\\') return c.codePointAt(0)!;
  const letter = cursor.points[cursor.at++] ?? '';
  return escapedSet(cursor, letter) ?? escapedCharacter(cursor, letter);
}
