/** Text functions. A result without characters is blank. Source: Salesforce Help, "Formula Operators and Functions by Context". */
import { ApexDecimal } from '../../../apex/runtime/decimal.ts';
import { parseRegex } from '../../../apex/stdlib/regex/parse.ts';
import { Regex, machineFor } from '../../../apex/stdlib/regex/regex.ts';
import { RegexSyntaxError } from '../../../apex/stdlib/regex/syntax.ts';
import { normalizeId } from '../../ids.ts';
import { parseNumber } from '../numbers.ts';
import { FormulaError } from '../parse.ts';
import { FormulaEvaluationError, integerOf, isBlank, numberOf, textOf, typeNameOf } from '../values.ts';
import type { FormulaValue } from '../values.ts';
import { define } from './define.ts';

/** A text parameter; picklists and ids are text too. */
function text(value: FormulaValue | undefined, name: string): string {
  if (value === null || value === undefined || typeof value === 'string') return value ?? '';
  throw new FormulaError(`Incorrect parameter type for function '${name}()'. Expected Text, received ${typeNameOf(value)}`);
}
/** A count of characters; null where it is blank, which makes the result blank. */
function count(value: FormulaValue | undefined, name: string): number | null {
  const number = numberOf(value, `function '${name}()'`);
  return number === null ? null : integerOf(number);
}

define('TEXT', 1, 1, ([value]) => {
  if (typeof value === 'boolean') throw new FormulaError("Incorrect parameter type for function 'TEXT()'. Expected Number, Date, DateTime, received Boolean");
  return textOf(value);
});
define('VALUE', 1, 1, ([value]) => {
  const source = text(value, 'VALUE');
  if (source === '') return null;
  const number = parseNumber(source);
  if (number === null) throw new FormulaEvaluationError('Invalid numeric value');
  return number;
});
define('ISNUMBER', 1, 1, ([value]) => !isBlank(value!) && parseNumber(text(value, 'ISNUMBER')) !== null);
define('LEN', 1, 1, ([value]) => ApexDecimal.fromInteger(text(value, 'LEN').length));
define('LEFT', 2, 2, ([value, length]) => text(value, 'LEFT').slice(0, Math.max(0, count(length, 'LEFT') ?? 0)));
define('RIGHT', 2, 2, ([value, length]) => {
  const n = count(length, 'RIGHT') ?? 0;
  return n <= 0 ? '' : text(value, 'RIGHT').slice(-n);
});
define('MID', 3, 3, ([value, start, length]) => {
  const [from, n] = [count(start, 'MID'), count(length, 'MID')];
  if (from === null || n === null) return '';
  const first = Math.max(1, from) - 1;
  return text(value, 'MID').slice(first, first + Math.max(0, n));
});
// Whether a blank text contains something isn't known.
define('CONTAINS', 2, 2, ([value, part]) => contains(text(value, 'CONTAINS'), text(part, 'CONTAINS'), (a, b) => a.includes(b)));
define('BEGINS', 2, 2, ([value, part]) => contains(text(value, 'BEGINS'), text(part, 'BEGINS'), (a, b) => a.startsWith(b)));
function contains(value: string, part: string, test: (value: string, part: string) => boolean): boolean | null {
  if (part === '') return true;
  return value === '' ? null : test(value, part);
}
define('FIND', 2, 3, ([part, value, start]) => {
  const [wanted, source] = [text(part, 'FIND'), text(value, 'FIND')];
  if (wanted === '' || source === '') return ApexDecimal.ZERO;
  return ApexDecimal.fromInteger(source.indexOf(wanted, Math.max(0, (count(start, 'FIND') ?? 1) - 1)) + 1);
});
define('SUBSTITUTE', 3, 3, ([value, old, next]) => {
  const wanted = text(old, 'SUBSTITUTE');
  return wanted === '' ? '' : text(value, 'SUBSTITUTE').replaceAll(wanted, () => text(next, 'SUBSTITUTE'));
});
define('UPPER', 1, 2, ([value, locale]) => inLocale(textOf(locale), (tag) => text(value, 'UPPER').toLocaleUpperCase(tag)));
define('LOWER', 1, 2, ([value, locale]) => inLocale(textOf(locale), (tag) => text(value, 'LOWER').toLocaleLowerCase(tag)));
function inLocale(locale: string, change: (tag: string) => string): string {
  return change(/^[a-z]{2,3}([-_][A-Za-z0-9]+)*$/.test(locale) ? locale.replaceAll('_', '-') : 'en');
}
define('TRIM', 1, 1, ([value]) => text(value, 'TRIM').replace(/^ +| +$/g, ''));
define('REVERSE', 1, 1, ([value]) => [...text(value, 'REVERSE')].reverse().join(''));
define('INITCAP', 1, 1, ([value]) => text(value, 'INITCAP').replaceAll(/[\p{Lu}\p{Ll}\p{Nd}]+/gu, (word) =>
  word.replaceAll(/(?<=[\p{L}\p{Nd}])\p{Lu}/gu, (c) => c.toLowerCase()).replace(/^\p{Ll}/u, (c) => c.toUpperCase())));
define('LPAD', 2, 3, ([value, length, pad]) => padded('LPAD', value, length, pad, (target, n, padding) => target.padStart(n, padding)));
define('RPAD', 2, 3, ([value, length, pad]) => padded('RPAD', value, length, pad, (target, n, padding) => target.padEnd(n, padding)));
function padded(name: string, value: FormulaValue | undefined, length: FormulaValue | undefined, pad: FormulaValue | undefined, fill: (target: string, length: number, padding: string) => string): string {
  const [target, n] = [text(value, name), count(length, name)];
  if (n === null || n <= 0 || target === '') return '';
  return fill(target, n, pad === undefined ? ' ' : text(pad, name)).slice(0, n);
}
define('ASCII', 1, 1, ([value]) => {
  const source = text(value, 'ASCII');
  return source === '' ? null : ApexDecimal.fromInteger(source.codePointAt(0)!);
});
define('CHR', 1, 1, ([value]) => {
  const code = count(value, 'CHR');
  return code === null || code <= 0 || code > 0x10ffff ? '' : String.fromCodePoint(code);
});
define('CASESAFEID', 1, 1, ([value]) => {
  const id = text(value, 'CASESAFEID');
  return normalizeId(id) ?? id;
});
define('REGEX', 2, 2, ([value, pattern]) => {
  const source = text(pattern, 'REGEX');
  try {
    parseRegex(source);
  } catch (error) {
    if (error instanceof RegexSyntaxError) throw new FormulaEvaluationError(`Invalid regex: ${error.message}`);
    throw error;
  }
  return Regex.of(source).run(machineFor(text(value, 'REGEX')), 0, 'matches') !== null;
});

define('BR', 0, 0, () => '<br>');
define('HYPERLINK', 2, 3, ([url, label, target]) => `<a href="${textOf(url)}" target="${isBlank(target ?? null) ? '_blank' : textOf(target)}">${textOf(label)}</a>`);
define('IMAGE', 2, 4, ([url, alternative, height, width]) => {
  const size = isBlank(height ?? null) && isBlank(width ?? null) ? '' : ` style="height:${textOf(height)}px; width:${textOf(width)}px;"`;
  return `<img src="${textOf(url)}" alt="${textOf(alternative)}"${size} border="0"/>`;
});
const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&#39;' };
const html = (value: string): string => value.replaceAll(/[<>&"']/g, (c) => HTML[c]!);
const SCRIPT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '<': '\\u003C', '>': '\\u003E' };
const script = (value: string): string => value.replaceAll(/[\n\r<>"'\\]/g, (c) => SCRIPT[c] ?? `\\${c}`);
define('HTMLENCODE', 1, 1, ([value]) => html(textOf(value)));
define('JSENCODE', 1, 1, ([value]) => script(textOf(value)));
define('JSINHTMLENCODE', 1, 1, ([value]) => script(html(textOf(value))));
define('URLENCODE', 1, 1, ([value]) => encodeURIComponent(textOf(value)).replaceAll('%20', '+').replaceAll(/[!'()~]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`));
