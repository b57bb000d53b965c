import type { Literal } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { TokenKind } from './tokens.ts';

/** A number or string. `true`, `false` and `null` are words. */
export function parseLiteral(c: Cursor): Literal {
  const start = c.start;
  const end = c.end;
  const raw = c.textAt();
  const kind = c.kind;
  // The magnitude of the smallest Long is a literal only behind its sign; that of the smallest Integer never is.
  const negative = c.follows('-') ? 1 : 0;
  c.advance();
  const make = (literal: Literal['literal']): Literal => ({ kind: 'Literal', literal, start, end });
  if (kind === TokenKind.Integer) {
    const value = Number(raw);
    if (value > 2147483647) c.error('Illegal integer', start, end);
    return make({ type: 'Integer', value: value | 0 });
  }
  if (kind === TokenKind.Long) {
    const value = BigInt(raw.slice(0, -1));
    if (value > 9223372036854775807n + BigInt(negative)) c.error('Illegal long', start, end);
    return make({ type: 'Long', value: BigInt.asIntN(64, value) });
  }
  if (kind === TokenKind.Double) return make({ type: 'Double', value: Number(raw.slice(0, -1)) });
  if (kind === TokenKind.Decimal) {
    if (raw.length > 50) c.error('Illegal decimal', start, end);
    return make({ type: 'Decimal', text: raw });
  }
  return make({ type: 'String', value: parseString(c, raw, start, end) });
}

/** The value of a string literal of Apex, with an error where an escape is illegal. */
export function parseString(c: Cursor, literal: string, start: number, end: number): string {
  const decoded = decodeString(literal);
  if (decoded.problem) c.error(decoded.problem, start, end);
  return decoded.value;
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', "'": "'", '"': '"', '\\': '\\',
};

/** The value of a string literal (quotes included) and what is wrong with it, if anything. */
export function decodeString(literal: string): { readonly value: string; readonly problem: string | null } {
  const isMultiLine = literal.startsWith("'''");
  const quotes = isMultiLine ? 3 : 1;
  const isClosed = literal.length >= 2 * quotes && literal.endsWith("'".repeat(quotes));
  const raw = literal.slice(quotes, isClosed ? -quotes : undefined);
  const body = isMultiLine ? stripIndent(raw.replace(/^(\r\n|\r|\n)/, '')) : raw;
  if (!body.includes('\\')) return { value: body, problem: null };
  let value = '';
  let problem: string | null = null;
  const illegal = (message: string): void => { problem ??= `Invalid string literal '${raw}'. ${message}`; };
  for (let i = 0; i < body.length; i++) {
    const c = body[i]!;
    if (c !== '\\') { value += c; continue; }
    const e = body[++i] ?? '';
    const plain = ESCAPES[e.toLowerCase()];
    if (plain !== undefined) {
      value += plain;
    } else if (e === 'u' || e === 'U') {
      const hex = body.slice(i + 1, i + 5);
      if (hex.length < 4) illegal(`Illegal unicode sequence. Less than four hex digits '\\${hex}' in string literal.`);
      else if (!/^[0-9a-fA-F]{4}$/.test(hex)) illegal(`Illegal unicode sequence. '\\u'${hex} in string literal.`);
      else value += String.fromCharCode(parseInt(hex, 16));
      i += 4;
    } else if (isMultiLine && e === 's') {
      value += ' ';
    } else if (!isMultiLine || e !== '\n') {
      illegal(e === '' ? " '\\' is not allowed as the last character in a string literal." : `Illegal character sequence '\\${e}' in string literal.`);
    }
  }
  return { value, problem };
}

/**
 * The value of a string in the text of a dynamic query. `\_` and `\%` stay as they are for `LIKE` to read; any other
 * unknown escape is illegal.
 */
export function decodeQueryString(literal: string): { readonly value: string; readonly problem: string | null } {
  const kept = literal.replace(/\\([\s\S])/g, (pair, e: string) => (e === '_' || e === '%' ? `\\${pair}` : pair));
  return decodeString(kept);
}

/** A multi-line string loses the indentation that all its lines share. */
function stripIndent(body: string): string {
  const lines = body.split(/\r\n|\r|\n/);
  const indents = lines.filter((line, at) => line.trim() !== '' || at === lines.length - 1).map((line) => /^[ \t]*/.exec(line)![0].length);
  const common = indents.length ? Math.min(...indents) : 0;
  return lines.map((line) => line.slice(common)).join('\n');
}
