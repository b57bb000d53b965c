import type { ApexValue } from '../runtime/contract.ts';
import type { ApexDecimal } from '../runtime/decimal.ts';
import { doubleText } from '../runtime/double.ts';
import { hashOf } from '../runtime/equality.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { iterate } from '../runtime/iteration.ts';
import { defineLibraryClass, listOf, type LibraryFunction } from '../runtime/library.ts';
import type { ApexList } from '../runtime/list.ts';
import type { ApexDate, ApexDatetime} from '../runtime/temporal.ts';
import { pad, zoneOffset } from '../runtime/temporal.ts';
import { textOf } from '../runtime/text.ts';
import { current } from '../runtime/transaction.ts';
import { allocate } from '../runtime/accounting.ts';
import { replaceAllByRegex, replaceFirstByRegex, splitByRegex } from './pattern.ts';
import { escapeMembers } from './string-escapes.ts';
import { characterMembers } from './string-characters.ts';

const required = <T>(value: T | null): T => (value === null ? failNull('Argument cannot be null.') : value);
const made = (text: string): string => {
  allocate(text.length * 2);
  return text;
};

/** `2024-02-29 12:30:00` in a zone. */
export function datetimeText(value: ApexDatetime, zone: string): string {
  const wall = new Date(value.millis + zoneOffset(zone, value.millis));
  return `${pad(wall.getUTCFullYear(), 4)}-${pad(wall.getUTCMonth() + 1)}-${pad(wall.getUTCDate())} ${pad(wall.getUTCHours())}:${pad(wall.getUTCMinutes())}:${pad(wall.getUTCSeconds())}`;
}

function substring(self: string, start: number, end: number | null): string {
  const to = end ?? self.length;
  if (start < 0 || start > self.length) fail('System.StringException', `Starting position out of bounds: ${start}`);
  if (to > self.length || to < start) fail('System.StringException', `Ending position out of bounds: ${to}`);
  return made(self.slice(start, to));
}

function padded(self: string, size: number, fill: string | null, side: 'left' | 'right'): string {
  const missing = size - self.length;
  if (missing <= 0) return self;
  const unit = fill || ' ';
  const filler = unit.repeat(Math.ceil(missing / unit.length)).slice(0, missing);
  return made(side === 'left' ? filler + self : self + filler);
}

function center(self: string, size: number, fill: string | null): string {
  const missing = size - self.length;
  if (missing <= 0) return self;
  return padded(padded(self, self.length + (missing >> 1), fill, 'left'), size, fill, 'right');
}

function abbreviate(self: string, width: number, offset = 0): string {
  if (width < 4) fail('System.StringException', 'Minimum abbreviation width is 4');
  if (self.length <= width) return self;
  const at = Math.min(offset, self.length - (width - 3));
  if (at <= 4) return `${self.slice(0, width - 3)}...`;
  if (width < 7) fail('System.StringException', 'Minimum abbreviation width with offset is 7');
  return at + width - 3 < self.length ? `...${abbreviate(self.slice(at), width - 3)}` : `...${self.slice(self.length - (width - 3))}`;
}

/** java.text.MessageFormat on texts: quotes protect, `{n}` is replaced. Every argument is asked for its text once, wanted or not. */
export function formatMessage(pattern: string, args: readonly ApexValue[]): string {
  let result = '';
  let isQuoted = false;
  const texts = args.map((argument) => textOf(argument));
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i]!;
    if (c === "'") {
      if (pattern[i + 1] === "'") { result += "'"; i++; } else isQuoted = !isQuoted;
      continue;
    }
    const match = !isQuoted && c === '{' ? /^\{\s*(\d+)[^}]*\}/.exec(pattern.slice(i)) : null;
    if (match) {
      const n = Number(match[1]);
      result += texts[n] ?? match[0];
      i += match[0].length - 1;
    } else result += c;
  }
  return made(result);
}

function join(source: ApexValue, separator: string | null): string {
  const parts: string[] = [];
  const iterator = iterate(required(source));
  for (let item = iterator.next(); item !== undefined; item = iterator.next()) parts.push(item === null ? '' : textOf(item));
  return made(parts.join(required(separator)));
}

const upper = (text: string, locale?: string | null): string => made(locale ? text.toLocaleUpperCase(locale.replace('_', '-')) : text.toUpperCase());
const lower = (text: string, locale?: string | null): string => made(locale ? text.toLocaleLowerCase(locale.replace('_', '-')) : text.toLowerCase());

function after(self: string, separator: string | null, at: number): string {
  return separator === null || at < 0 ? '' : made(self.slice(at + separator.length));
}

const members: Record<string, LibraryFunction> = {
  'new()': () => '',
  'String abbreviate(Integer maxWidth)': (self: string, width: number) => abbreviate(self, required(width)),
  'String abbreviate(Integer maxWidth, Integer offset)': (self: string, width: number, offset: number) => abbreviate(self, required(width), required(offset)),
  'String capitalize()': (self: string) => self.slice(0, 1).toUpperCase() + self.slice(1),
  'String uncapitalize()': (self: string) => self.slice(0, 1).toLowerCase() + self.slice(1),
  'String center(Integer size)': (self: string, size: number) => center(self, required(size), null),
  'String center(Integer size, String paddingString)': (self: string, size: number, fill: string) => center(self, required(size), fill),
  'Integer compareTo(String secondString)': (self: string, other: string | null) => {
    const b = required(other);
    for (let i = 0; i < Math.min(self.length, b.length); i++) if (self.charCodeAt(i) !== b.charCodeAt(i)) return self.charCodeAt(i) - b.charCodeAt(i);
    return self.length - b.length;
  },
  'Boolean contains(String substring)': (self: string, part: string) => self.includes(required(part)),
  'Boolean containsIgnoreCase(String substring)': (self: string, part: string) => self.toLowerCase().includes(required(part).toLowerCase()),
  'Integer countMatches(String substring)': (self: string, part: string) => (required(part) === '' ? 0 : self.split(part).length - 1),
  'String difference(String secondString)': (self: string, other: string) => {
    let i = 0;
    while (i < self.length && i < required(other).length && self[i] === other[i]) i++;
    return other.slice(i);
  },
  'Boolean endsWith(String suffix)': (self: string, part: string) => self.endsWith(required(part)),
  'Boolean endsWithIgnoreCase(String suffix)': (self: string, part: string) => self.toLowerCase().endsWith(required(part).toLowerCase()),
  'Boolean equals(String secondString)': (self: string, other: ApexValue) => self === other,
  'Boolean equals(Object stringOrId)': (self: string, other: ApexValue) => self === other,
  'Boolean equalsIgnoreCase(String secondString)': (self: string, other: string | null) => other !== null && self.toLowerCase() === other.toLowerCase(),
  'static String format(String stringToFormat, List<Object> formattingArguments)': (pattern: string, args: ApexList | null) => formatMessage(required(pattern), args?.items ?? []),
  'static String fromCharArray(List<Integer> charArray)': (codes: ApexList) => String.fromCharCode(...(required(codes).items as number[])),
  'static String getCommonPrefix(List<String> strings)': (list: ApexList) => {
    const items = required(list).items as (string | null)[];
    if (!items.length || items.some((item) => item === null)) return '';
    let prefix = items[0]!;
    for (const item of items) while (!item!.startsWith(prefix)) prefix = prefix.slice(0, -1);
    return prefix;
  },
  'Integer hashCode()': (self: string) => hashOf(self),
  'Integer indexOf(String substring)': (self: string, part: string) => self.indexOf(required(part)),
  'Integer indexOf(String substring, Integer index)': (self: string, part: string, from: number) => self.indexOf(required(part), required(from)),
  'Integer indexOfIgnoreCase(String substring)': (self: string, part: string) => self.toLowerCase().indexOf(required(part).toLowerCase()),
  'Integer indexOfIgnoreCase(String substring, Integer startPosition)': (self: string, part: string, from: number) => self.toLowerCase().indexOf(required(part).toLowerCase(), required(from)),
  'Integer lastIndexOf(String substring)': (self: string, part: string) => self.lastIndexOf(required(part)),
  'Integer lastIndexOf(String substring, Integer endPosition)': (self: string, part: string, to: number) => (to < 0 ? -1 : self.lastIndexOf(required(part), to)),
  'Integer lastIndexOfIgnoreCase(String substring)': (self: string, part: string) => self.toLowerCase().lastIndexOf(required(part).toLowerCase()),
  'Integer lastIndexOfIgnoreCase(String substring, Integer endPosition)': (self: string, part: string, to: number) => (to < 0 ? -1 : self.toLowerCase().lastIndexOf(required(part).toLowerCase(), to)),
  'Integer indexOfDifference(String stringToCompare)': (self: string, other: string) => {
    if (self === required(other)) return -1;
    let i = 0;
    while (i < self.length && i < other.length && self[i] === other[i]) i++;
    return i;
  },
  'Integer getLevenshteinDistance(String stringToCompare)': (self: string, other: string) => distance(self, required(other)),
  'Integer getLevenshteinDistance(String stringToCompare, Integer threshold)': (self: string, other: string, threshold: number) => {
    if (required(threshold) < 0) fail('System.StringException', 'Threshold must not be negative');
    const d = distance(self, required(other));
    return d > threshold ? -1 : d;
  },
  'static Boolean isBlank(String inputString)': (text: string | null) => text === null || /^\s*$/.test(text.replace(/[\u00a0\u2007\u202f]/g, 'x')),
  'static Boolean isNotBlank(String inputString)': (text: string | null) => !(text === null || /^\s*$/.test(text.replace(/[\u00a0\u2007\u202f]/g, 'x'))),
  'static Boolean isEmpty(String inputString)': (text: string | null) => text === null || text === '',
  'static Boolean isNotEmpty(String inputString)': (text: string | null) => text !== null && text !== '',
  'static String join(Object iterableObj, String separator)': join,
  'String left(Integer length)': (self: string, n: number) => self.slice(0, Math.max(required(n), 0)),
  'String right(Integer length)': (self: string, n: number) => (required(n) <= 0 ? '' : self.slice(-n)),
  'String mid(Integer startIndex, Integer length)': (self: string, start: number, n: number) => (required(n) < 0 || start > self.length ? '' : self.slice(Math.max(required(start), 0), Math.max(start, 0) + n)),
  'String leftPad(Integer length)': (self: string, n: number) => padded(self, required(n), null, 'left'),
  'String leftPad(Integer length, String padStr)': (self: string, n: number, fill: string) => padded(self, required(n), fill, 'left'),
  'String rightPad(Integer length)': (self: string, n: number) => padded(self, required(n), null, 'right'),
  'String rightPad(Integer length, String padStr)': (self: string, n: number, fill: string) => padded(self, required(n), fill, 'right'),
  'Integer length()': (self: string) => self.length,
  'String remove(String substring)': (self: string, part: string) => (required(part) === '' ? self : made(self.replaceAll(part, () => ''))),
  'String removeEnd(String substring)': (self: string, part: string) => (required(part) !== '' && self.endsWith(part) ? self.slice(0, -part.length) : self),
  'String removeEndIgnoreCase(String substring)': (self: string, part: string) => (required(part) !== '' && self.toLowerCase().endsWith(part.toLowerCase()) ? self.slice(0, -part.length) : self),
  'String removeStart(String substring)': (self: string, part: string) => (self.startsWith(required(part)) ? self.slice(part.length) : self),
  'String removeStartIgnoreCase(String substring)': (self: string, part: string) => (self.toLowerCase().startsWith(required(part).toLowerCase()) ? self.slice(part.length) : self),
  'String repeat(Integer numberOfTimes)': (self: string, n: number) => {
    const count = Math.max(required(n), 0);
    allocate(self.length * count * 2);
    return self.repeat(count);
  },
  'String repeat(String separator, Integer numberOfTimes)': (self: string, separator: string, n: number) => made(new Array<string>(Math.max(required(n), 0)).fill(self).join(separator ?? '')),
  'String replace(String target, String replacement)': (self: string, target: string, by: string) => made(self.replaceAll(required(target), () => required(by))),
  'String replaceAll(String regExp, String replacement)': (self: string, regex: string, by: string) => made(replaceAllByRegex(self, required(regex), required(by))),
  'String replaceFirst(String regExp, String replacement)': (self: string, regex: string, by: string) => made(replaceFirstByRegex(self, required(regex), required(by))),
  'String reverse()': (self: string) => [...self].reverse().join(''),
  'String[] split(String regExp)': (self: string, regex: string) => listOf('String', splitByRegex(self, required(regex), 0)),
  'String[] split(String regExp, Integer limit)': (self: string, regex: string, limit: number) => listOf('String', splitByRegex(self, required(regex), required(limit))),
  'Boolean startsWith(String prefix)': (self: string, part: string) => self.startsWith(required(part)),
  'Boolean startsWithIgnoreCase(String prefix)': (self: string, part: string) => self.toLowerCase().startsWith(required(part).toLowerCase()),
  'String substring(Integer startIndex)': (self: string, start: number) => substring(self, required(start), null),
  'String substring(Integer startIndex, Integer endIndex)': (self: string, start: number, end: number) => substring(self, required(start), required(end)),
  'String substringAfter(String separator)': (self: string, separator: string | null) => (separator === '' ? self : after(self, separator, separator === null ? -1 : self.indexOf(separator))),
  'String substringAfterLast(String separator)': (self: string, separator: string | null) => (separator === '' ? '' : after(self, separator, separator === null ? -1 : self.lastIndexOf(separator))),
  'String substringBefore(String separator)': (self: string, separator: string | null) => (separator === null || !self.includes(separator) ? self : self.slice(0, self.indexOf(separator))),
  'String substringBeforeLast(String separator)': (self: string, separator: string | null) => (!separator || !self.includes(separator) ? self : self.slice(0, self.lastIndexOf(separator))),
  'String substringBetween(String tag)': (self: string, tag: string | null) => between(self, tag, tag),
  'String substringBetween(String open, String close)': between,
  'String swapCase()': (self: string) => [...self].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join(''),
  'String toLowerCase()': (self: string) => lower(self),
  'String toLowerCase(String locale)': (self: string, locale: string) => lower(self, locale),
  'String toUpperCase()': (self: string) => upper(self),
  'String toUpperCase(String locale)': (self: string, locale: string) => upper(self, locale),
  'String toString()': (self: string) => self,
  'String trim()': (self: string) => made(self.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '')),
  'static String valueOf(Date dateToConvert)': (value: ApexDate | null) => value?.toIso() ?? null,
  'static String valueOf(Datetime datetimeToConvert)': (value: ApexDatetime | null) => value && datetimeText(value, current().user.timeZone),
  'static String valueOf(Decimal decimalToConvert)': (value: ApexDecimal | null) => (value === null ? 'null' : value.toText()),
  'static String valueOf(Double doubleToConvert)': (value: number | null) => (value === null ? 'null' : doubleText(value)),
  'static String valueOf(Integer integerToConvert)': (value: number | null) => String(value),
  'static String valueOf(Long longToConvert)': (value: bigint | null) => String(value),
  'static String valueOf(Object toConvert)': (value: ApexValue) => (value === null ? null : made(textOf(value))),
  'static String valueOfGmt(Datetime datetimeToConvert)': (value: ApexDatetime | null) => datetimeText(required(value), 'GMT'),
};

function between(self: string, open: string | null, close: string | null): string | null {
  if (open === null || close === null) return null;
  const start = self.indexOf(open);
  const end = start < 0 ? -1 : self.indexOf(close, start + open.length);
  return end < 0 ? null : self.slice(start + open.length, end);
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}

/** Source: Apex Reference, String Class. */
defineLibraryClass({ name: 'System.String', members: { ...members, ...characterMembers, ...escapeMembers } });
