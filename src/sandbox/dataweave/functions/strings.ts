/** Source: DataWeave Reference, Strings (dw::core::Strings). */
import { moduleOf } from '../evaluate/functions-of.ts';
import { camelize, capitalize, dasherize, ordinalize, pluralize, singularize, underscore } from '../text/inflection.ts';
import { allMatches } from '../text/matching.ts';
import { textOrNull } from '../evaluate/coerce.ts';
import { whole, type Decimal, type FunctionValue, type RegexValue, type Value } from '../values/values.ts';
import { occurrences } from './core-text.ts';
import { callWith, holds, index, intOf } from './helpers.ts';

type Table = Record<string, (...args: never[]) => Value>;

/** Functions of a text that make null of null. */
const overTexts = (table: Readonly<Record<string, (text: string, ...rest: never[]) => Value>>): Table =>
  Object.fromEntries(Object.entries(table).flatMap(([signature, run]): [string, (...args: never[]) => Value][] => [[signature, run], [signature.replace(/\(String/, '(Null').replaceAll(/, [^,)?]+(\??)/g, ', Any$1'), () => null]]));

/** How many single changes make one text the other. */
function levenshtein(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** A wrapper on one side only goes to the other. */
function unwrap(text: string, wrapper: string): string {
  const [isBefore, isBehind] = [text.startsWith(wrapper), text.endsWith(wrapper)];
  if (isBefore && isBehind) return text.slice(wrapper.length, text.length - wrapper.length);
  if (isBefore) return text.slice(wrapper.length) + wrapper;
  return isBehind ? wrapper + text.slice(0, text.length - wrapper.length) : text;
}

export const STRINGS = moduleOf({
  ...overTexts({
    'appendIfMissing(String, String)': (text, suffix: string) => (text.endsWith(suffix) ? text : text + suffix),
    'camelize(String)': camelize,
    'capitalize(String)': capitalize,
    'charCode(String)': (text) => whole(text.charCodeAt(0)),
    'charCodeAt(String, Number)': (text, at: Decimal) => whole(text.charCodeAt(intOf(at))),
    'collapse(String)': (text) => text.match(/(.)\1*/gsu) ?? [],
    'countCharactersBy(String, Function)': (text, predicate: FunctionValue) => whole([...text].filter((c) => holds(predicate, c)).length),
    'countMatches(String, String)': (text, wanted: string) => whole(wanted === '' ? 0 : occurrences(text, wanted).length),
    'countMatches(String, Regex)': (text, regex: RegexValue) => whole(allMatches(regex, text).length),
    'dasherize(String)': dasherize,
    'first(String, Number)': (text, amount: Decimal) => text.slice(0, Math.max(0, intOf(amount))),
    'last(String, Number)': (text, amount: Decimal) => (intOf(amount) <= 0 ? '' : text.slice(-intOf(amount))),
    'leftPad(String, Number, String?)': (text, size: Decimal, fill?: string) => text.padStart(intOf(size), fill ?? ' '),
    'rightPad(String, Number, String?)': (text, size: Decimal, fill?: string) => text.padEnd(intOf(size), fill ?? ' '),
    'lines(String)': (text) => text.split(/\r\n|\n|\r/),
    'mapString(String, Function)': (text, mapper: FunctionValue) => [...text].map((c, at) => textOrNull(callWith(mapper, c, index(at))) ?? '').join(''),
    'pluralize(String)': pluralize,
    'singularize(String)': singularize,
    'prependIfMissing(String, String)': (text, prefix: string) => (text.startsWith(prefix) ? text : prefix + text),
    'remove(String, String)': (text, wanted: string) => (wanted === '' ? text : text.split(wanted).join('')),
    'repeat(String, Number)': (text, times: Decimal) => text.repeat(Math.max(0, intOf(times))),
    'replaceAll(String, String, String)': (text, wanted: string, instead: string) => text.split(wanted).join(instead),
    'reverse(String)': (text) => [...text].reverse().join(''),
    'substring(String, Number, Number)': (text, from: Decimal, until: Decimal) => text.slice(Math.max(0, intOf(from)), Math.max(0, intOf(until))),
    'substringAfter(String, String)': (text, separator: string) => (separator === '' ? text.slice(1) : text.includes(separator) ? text.slice(text.indexOf(separator) + separator.length) : ''),
    'substringAfterLast(String, String)': (text, separator: string) => (separator === '' ? null : text.includes(separator) ? text.slice(text.lastIndexOf(separator) + separator.length) : ''),
    'substringBefore(String, String)': (text, separator: string) => (text.includes(separator) ? text.slice(0, text.indexOf(separator)) : ''),
    'substringBeforeLast(String, String)': (text, separator: string) => (separator === '' ? text.slice(0, -1) : text.includes(separator) ? text.slice(0, text.lastIndexOf(separator)) : ''),
    'substringBy(String, Function)': (text, predicate: FunctionValue) => {
      const parts = [''];
      [...text].forEach((c, at) => {
        if (holds(predicate, c, index(at))) parts.push('');
        else parts[parts.length - 1] += c;
      });
      return parts;
    },
    'substringEvery(String, Number)': (text, amount: Decimal) => text.match(new RegExp(`.{1,${intOf(amount)}}`, 'gsu')) ?? [],
    'underscore(String)': underscore,
    'unwrap(String, String)': (text, wrapper: string) => unwrap(text, wrapper),
    'withMaxSize(String, Number)': (text, size: Decimal) => (intOf(size) <= 0 || text.length <= intOf(size) ? text : text.slice(0, intOf(size))),
    'words(String)': (text) => text.split(/\s+/).filter((word) => word !== ''),
    'wrapIfMissing(String, String)': (text, wrapper: string) => {
      const begun = text.startsWith(wrapper) ? text : wrapper + text;
      return begun.endsWith(wrapper) ? begun : begun + wrapper;
    },
    'wrapWith(String, String)': (text, wrapper: string) => wrapper + text + wrapper,
  }),
  'everyCharacter(String, Function)': (text: string, condition: FunctionValue) => [...text].every((c) => holds(condition, c)),
  'everyCharacter(Null, Any)': () => true,
  'someCharacter(String, Function)': (text: string, condition: FunctionValue) => [...text].some((c) => holds(condition, c)),
  'someCharacter(Null, Any)': () => false,
  'fromCharCode(Number)': (code: Decimal) => String.fromCharCode(intOf(code)),
  'fromCharCode(Null)': () => null,
  'hammingDistance(String, String)': (a: string, b: string) => (a.length === b.length ? whole([...a].filter((c, at) => c !== b[at]).length) : null),
  'levenshteinDistance(String, String)': (a: string, b: string) => whole(levenshtein(a, b)),
  'isAlpha(String)': (text: string) => /^\p{L}+$/u.test(text),
  'isAlpha(Null)': () => false,
  'isAlphanumeric(String)': (text: string) => /^[\p{L}\p{Nd}]+$/u.test(text),
  'isAlphanumeric(Null)': () => false,
  'isLowerCase(String)': (text: string) => /^\p{Ll}+$/u.test(text),
  'isLowerCase(Null)': () => false,
  'isNumeric(String)': (text: string) => /^\p{Nd}+$/u.test(text),
  'isNumeric(Null)': () => false,
  'isUpperCase(String)': (text: string) => /^\p{Lu}+$/u.test(text),
  'isUpperCase(Null)': () => false,
  'isWhitespace(String)': (text: string) => /^\s*$/.test(text),
  'isWhitespace(Null)': () => false,
  'ordinalize(Number)': (number: Decimal) => ordinalize(number.toBigInt()),
  'ordinalize(Null)': () => null,
});
