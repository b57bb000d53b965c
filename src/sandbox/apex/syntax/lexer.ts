import { TokenKind, type Tokens } from './tokens.ts';

const SPACE = new Uint8Array(128);
const WORD_START = new Uint8Array(128);
const WORD = new Uint8Array(128);
for (const c of [9, 10, 11, 12, 13, 32]) SPACE[c] = 1;
for (let c = 0; c < 128; c++) {
  const letter = (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95 || c === 36;
  if (letter) WORD_START[c] = 1;
  if (letter || (c >= 48 && c <= 57)) WORD[c] = 1;
}

const isDigit = (c: number): boolean => c >= 48 && c <= 57;

/** Operators of two and three characters; `>` combinations are left to the parser. */
const LONG_OPERATORS = new Set([
  '===', '!==', '<<=', '==', '!=', '<>', '<=', '&&', '||', '++', '--', '+=', '-=', '*=', '/=', '&=', '|=', '^=', '<<', '=>', '?.', '??',
]);

/** Splits a text into tokens; never throws. What can't be a token becomes one of kind `Invalid` beside an error. */
export function tokenize(text: string): Tokens {
  const length = text.length;
  let capacity = (length >> 2) + 16;
  let kinds = new Uint8Array(capacity);
  let starts = new Int32Array(capacity);
  let ends = new Int32Array(capacity);
  let count = 0;
  const errors: { start: number; end: number; message: string }[] = [];

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
    if (c < 128 ? SPACE[c] : c === 0xa0 || c === 0xfeff || c === 0x2028 || c === 0x2029) { i++; continue; }
    const start = i;
    if (c < 128 && WORD_START[c]) {
      i++;
      while (i < length && (text.charCodeAt(i) < 128) && WORD[text.charCodeAt(i)]) i++;
      push(TokenKind.Identifier, start, i);
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
        errors.push({ start, end: length, message: 'Missing closing mark \'*/\' on multi-line comment.' });
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
    const three = text.substr(i, 3);
    const size = LONG_OPERATORS.has(three) ? 3 : LONG_OPERATORS.has(three.slice(0, 2)) ? 2 : 1;
    if (size === 1 && !'{}()[];,.:?=<>!~+-*/&|^%@'.includes(text[i]!)) {
      errors.push({ start, end: start + 1, message: `Unrecognized symbol '${text[i]}', which is not a valid Apex identifier.` });
      push(TokenKind.Invalid, start, start + 1);
      i++;
      continue;
    }
    i += size;
    push(TokenKind.Punctuation, start, i);
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

function scanNumber(text: string, start: number, push: (kind: number, start: number, end: number) => void): number {
  let i = start;
  let kind: number = TokenKind.Integer;
  while (isDigit(text.charCodeAt(i))) i++;
  if (text[i] === '.' && isDigit(text.charCodeAt(i + 1))) {
    kind = TokenKind.Decimal;
    i++;
    while (isDigit(text.charCodeAt(i))) i++;
  } else if (text[i] === '.' && i > start && !WORD_START[text.charCodeAt(i + 1)] && text[i + 1] !== '.') {
    kind = TokenKind.Decimal;
    i++;
  }
  const suffix = text[i];
  if (suffix === 'l' || suffix === 'L') {
    if (kind === TokenKind.Integer) { kind = TokenKind.Long; i++; }
  } else if (suffix === 'd' || suffix === 'D') {
    kind = TokenKind.Double;
    i++;
  }
  push(kind, start, i);
  return i;
}

function scanString(
  text: string, start: number,
  push: (kind: number, start: number, end: number) => void,
  errors: { start: number; end: number; message: string }[],
): number {
  if (text.startsWith("'''", start) && (text[start + 3] === '\n' || text[start + 3] === '\r')) {
    const close = text.indexOf("'''", start + 3);
    const end = close < 0 ? text.length : close + 3;
    if (close < 0) errors.push({ start, end, message: 'Missing closing quote character \'\'\'\' on string.' });
    push(TokenKind.String, start, end);
    return end;
  }
  let i = start + 1;
  for (;;) {
    const c = text.charCodeAt(i);
    if (i >= text.length || c === 10 || c === 13) {
      errors.push({ start, end: i, message: 'Line breaks are not allowed in string literals' });
      push(TokenKind.String, start, i);
      return i;
    }
    if (c === 92) { i += 2; continue; }
    i++;
    if (c === 39) {
      push(TokenKind.String, start, i);
      return i;
    }
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', "'": "'", '"': '"', '\\': '\\', '/': '/',
};

/** The value of a string literal (quotes included), or the offset of the first illegal escape. */
export function decodeString(literal: string): { readonly value: string } | { readonly illegalAt: number } {
  if (literal.startsWith("'''") && literal.length >= 6) {
    const body = literal.slice(literal.indexOf('\n') + 1, -3);
    return { value: stripIndent(body) };
  }
  if (!literal.includes('\\')) return { value: literal.slice(1, literal.endsWith("'") && literal.length > 1 ? -1 : undefined) };
  let value = '';
  const end = literal.endsWith("'") ? literal.length - 1 : literal.length;
  for (let i = 1; i < end; i++) {
    const c = literal[i]!;
    if (c !== '\\') { value += c; continue; }
    const e = literal[++i] ?? '';
    if (e === 'u') {
      const hex = literal.slice(i + 1, i + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) return { illegalAt: i - 1 };
      value += String.fromCharCode(parseInt(hex, 16));
      i += 4;
      continue;
    }
    const plain = ESCAPES[e] ?? ESCAPES[e.toLowerCase()];
    if (plain === undefined) return { illegalAt: i - 1 };
    value += plain;
  }
  return { value };
}

/** A multi-line string loses the indentation that all its lines share. */
function stripIndent(body: string): string {
  const lines = body.split(/\r\n|\r|\n/);
  const indents = lines.filter((line, at) => line.trim() !== '' || at === lines.length - 1).map((line) => /^[ \t]*/.exec(line)![0].length);
  const common = indents.length ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(common)).join('\n');
}
