import { TokenKind, type Tokens } from './tokens.ts';

const SPACE = new Uint8Array(128);
const WORD_START = new Uint8Array(128);
const WORD = new Uint8Array(128);
for (const c of [9, 10, 12, 13, 32]) SPACE[c] = 1;
for (let c = 0; c < 128; c++) {
  const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === 36;
  if (letter) WORD_START[c] = 1;
  if (letter || (c >= 48 && c <= 57)) WORD[c] = 1;
}

const LETTER = /\p{L}/u;
const isDigit = (c: number): boolean => c >= 48 && c <= 57;

/** Operators of one to three characters; `>` combinations are left to the parser. */
const ONE = new Uint8Array(128);
for (const symbol of '{}()[];,.:?=<>!~+-*/&|^@') ONE[symbol.charCodeAt(0)] = 1;
const LONG_OPERATORS = [
  '===', '!==', '<<=', '==', '!=', '<>', '<=', '&&', '||', '++', '--', '+=', '-=', '*=', '/=', '&=', '|=', '^=', '<<', '=>', '?.', '??',
];
const LONG_BY_FIRST: string[][] = [];
for (const operator of LONG_OPERATORS) (LONG_BY_FIRST[operator.charCodeAt(0)] ??= []).push(operator);

function operatorLength(text: string, at: number): number {
  const c = text.charCodeAt(at);
  for (const operator of LONG_BY_FIRST[c] ?? []) if (text.startsWith(operator, at)) return operator.length;
  return ONE[c]!;
}

/** Splits a text into tokens; never throws. What can't be a token becomes one of kind `Invalid` beside an error. */
export function tokenize(text: string): Tokens {
  const length = text.length;
  let capacity = (length >> 2) + 16;
  let kinds = new Uint8Array(capacity);
  let starts = new Int32Array(capacity);
  let ends = new Int32Array(capacity);
  let count = 0;
  const errors: Errors = [];

  const push = (kind: number, start: number, end: number): void => {
    if (count === capacity) {
      capacity *= 2;
      const grow = <T extends Uint8Array | Int32Array>(old: T, next: T): T => { next.set(old as never); return next; };
      kinds = grow(kinds, new Uint8Array(capacity));
      starts = grow(starts, new Int32Array(capacity));
      ends = grow(ends, new Int32Array(capacity));
    }
    kinds[count] = kind;
    starts[count] = start;
    ends[count] = end;
    count++;
  };

  let i = 0;
  while (i < length) {
    const c = text.charCodeAt(i);
    if (c < 128 ? SPACE[c] : c === 0xfeff && i === 0) { i++; continue; }
    const start = i;
    if (c < 128 && WORD_START[c]) {
      i++;
      while (WORD[text.charCodeAt(i)]) i++;
      if (text.charCodeAt(i) >= 128 && LETTER.test(String.fromCodePoint(text.codePointAt(i)!))) i = scanInvalid(text, start, push, errors);
      else push(TokenKind.Identifier, start, i);
      continue;
    }
    if (c === 47 && text.charCodeAt(i + 1) === 47) {
      i += 2;
      while (i < length && text.charCodeAt(i) !== 10 && text.charCodeAt(i) !== 13) i++;
      continue;
    }
    if (c === 47 && text.charCodeAt(i + 1) === 42) {
      const close = text.indexOf('*/', i + 2);
      if (close < 0) {
        errors.push({ start, end: length, message: 'Missing closing mark */ on multi-line comment.' });
        i = length;
      } else {
        i = close + 2;
      }
      continue;
    }
    if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(i + 1)) && !endsOperand(text, kinds, ends, count, i))) {
      i = scanNumber(text, i, push);
      continue;
    }
    if (c === 39) {
      i = scanString(text, i, push, errors);
      continue;
    }
    const size = c < 128 ? operatorLength(text, i) : 0;
    if (size > 0) {
      i += size;
      push(TokenKind.Punctuation, start, i);
    } else {
      i = scanInvalid(text, i, push, errors);
    }
  }
  push(TokenKind.EndOfFile, length, length);
  return { text, kinds, starts, ends, count, errors };
}

/** `a.5` can't be a number after a name or a closing bracket that touches the point. */
function endsOperand(text: string, kinds: Uint8Array, ends: Int32Array, count: number, at: number): boolean {
  if (count === 0 || ends[count - 1] !== at) return false;
  const last = text[at - 1]!;
  return kinds[count - 1] === TokenKind.Identifier || last === ')' || last === ']';
}

type Push = (kind: number, start: number, end: number) => void;
type Errors = { start: number; end: number; message: string }[];

/** A name with letters beyond ASCII, or one character that starts no token. */
function scanInvalid(text: string, start: number, push: Push, errors: Errors): number {
  const c = text.charCodeAt(start);
  if (LETTER.test(String.fromCodePoint(text.codePointAt(start)!))) {
    const name = /[\p{L}\p{N}_$]+/uy;
    name.lastIndex = start;
    const end = start + name.exec(text)![0].length;
    errors.push({
      start, end,
      message: `Invalid identifier '${text.slice(start, end)}'. Apex identifiers must start with an ASCII letter (a-z or A-Z) followed by any number of ASCII letters (a-z or A-Z), digits (0 - 9), '_'.`,
    });
    push(TokenKind.Identifier, start, end);
    return end;
  }
  const symbol = String.fromCodePoint(text.codePointAt(start)!);
  const end = start + symbol.length;
  const message = c < 32 || c === 127
    ? `Found control character hex 0x${c.toString(16).toUpperCase()} (decimal ${c}) that isn't valid in Apex.`
    : c < 128
      ? `Found punctuation symbol or operator '${symbol}' that isn't valid in Apex.`
      : `Unrecognized symbol '${symbol}', which is not a valid Apex identifier.`;
  errors.push({ start, end, message });
  push(TokenKind.Invalid, start, end);
  return end;
}

/** `1`, `1L`, `1.5`, `.5`, `1.5d`. */
function scanNumber(text: string, start: number, push: Push): number {
  let i = start;
  let kind: number = TokenKind.Integer;
  while (isDigit(text.charCodeAt(i))) i++;
  if (text[i] === '.' && isDigit(text.charCodeAt(i + 1))) {
    kind = TokenKind.Decimal;
    i++;
    while (isDigit(text.charCodeAt(i))) i++;
  }
  const suffix = text[i];
  if (kind === TokenKind.Integer && (suffix === 'l' || suffix === 'L')) {
    kind = TokenKind.Long;
    i++;
  } else if (kind === TokenKind.Decimal && (suffix === 'd' || suffix === 'D')) {
    kind = TokenKind.Double;
    i++;
  }
  push(kind, start, i);
  return i;
}

function scanString(text: string, start: number, push: Push, errors: Errors): number {
  if (text.startsWith("'''", start)) return scanMultiLine(text, start, push, errors);
  let i = start + 1;
  for (;;) {
    const c = text.charCodeAt(i);
    if (i >= text.length || c === 10 || c === 13) {
      const end = Math.min(i, text.length);
      errors.push({ start, end, message: i >= text.length ? "Missing closing quote character ' on string." : 'Line breaks are not allowed in string literals' });
      push(TokenKind.String, start, end);
      return end;
    }
    if (c === 92 && text.charCodeAt(i + 1) !== 10 && text.charCodeAt(i + 1) !== 13) { i += 2; continue; }
    i++;
    if (c === 39) {
      push(TokenKind.String, start, i);
      return i;
    }
  }
}

/** A string in triple quotes; its text starts on the next line. */
function scanMultiLine(text: string, start: number, push: Push, errors: Errors): number {
  let i = start + 3;
  const first = text[i] ?? '';
  if (first !== '\n' && first !== '\r') {
    errors.push({ start: i, end: Math.min(i + 1, text.length), message: `Unexpected symbol '${first}', was expecting '\\n'.` });
    // Read on as one string only if it closes on this line: else a stray quote would swallow the rest.
    const close = text.indexOf("'''", i);
    const lineEnd = text.indexOf('\n', i);
    const end = close >= 0 && (lineEnd < 0 || close < lineEnd) ? close + 3 : i;
    push(TokenKind.String, start, end);
    return end;
  }
  while (i < text.length && !text.startsWith("'''", i)) i += text[i] === '\\' ? 2 : 1;
  if (i >= text.length) errors.push({ start, end: text.length, message: "Missing closing quote character ''' on string." });
  const end = Math.min(i + 3, text.length);
  push(TokenKind.String, start, end);
  return end;
}
