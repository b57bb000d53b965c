/** Core functions over texts, and what texts share with arrays. Source: DataWeave Reference, Core (dw::Core). */
import { equals } from '../evaluate/equality.ts';
import { moduleOf } from '../evaluate/functions-of.ts';
import { textOrNull } from '../evaluate/coerce.ts';
import { allMatches, groupsOf, wholeMatch } from '../text/matching.ts';
import { FunctionValue, whole, type BinaryValue, type ObjectValue, type RegexValue, type Value } from '../values/values.ts';
import { callWith, index, list, type List } from './helpers.ts';

/** Where a text stands in another, each time. */
export function occurrences(text: string, wanted: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + Math.max(1, wanted.length))) {
    found.push(at);
    if (wanted === '') break;
  }
  return found;
}

/** Waits for what `with` gives it. */
const replacing = (text: string, matches: readonly { readonly from: number; readonly to: number; readonly groups: readonly Value[] }[]): FunctionValue =>
  new FunctionValue(['replacer'], ([replacer]) => {
    let out = '';
    let from = 0;
    matches.forEach((match, at) => {
      const made = replacer instanceof FunctionValue ? callWith(replacer, match.groups, index(at)) : (replacer ?? null);
      out += text.slice(from, match.from) + (made === null ? '' : (textOrNull(made) ?? ''));
      from = match.to;
    });
    return out + text.slice(from);
  });

export const CORE_TEXT = moduleOf({
  'upper(String)': (text: string) => text.toUpperCase(),
  'upper(Null)': () => null,
  'lower(String)': (text: string) => text.toLowerCase(),
  'lower(Null)': () => null,
  'trim(String)': (text: string) => text.trim(),
  'trim(Null)': () => null,
  'contains(String, String)': (text: string, wanted: string) => text.includes(wanted),
  'contains(String, Regex)': (text: string, regex: RegexValue) => allMatches(regex, text).length > 0,
  'contains(Array, Any)': (items: List, wanted: Value) => list(items).some((item) => equals(item, wanted)),
  'contains(Null, Any)': () => false,
  'startsWith(String, String)': (text: string, prefix: string) => text.startsWith(prefix),
  'startsWith(Null, Any)': () => false,
  'endsWith(String, String)': (text: string, suffix: string) => text.endsWith(suffix),
  'endsWith(Null, Any)': () => false,
  'find(Array, Any)': (items: List, wanted: Value) => list(items).flatMap((item, at) => (equals(item, wanted) ? [whole(at)] : [])),
  'find(String, Regex)': (text: string, regex: RegexValue) => allMatches(regex, text).map((match) => [whole(match[0]!), whole(match[1]!)]),
  'find(String, String)': (text: string, wanted: string) => occurrences(text, wanted).map(whole),
  'find(Null, Any)': () => [],
  'indexOf(Array, Any)': (items: List, wanted: Value) => whole(list(items).findIndex((item) => equals(item, wanted))),
  'indexOf(String, String)': (text: string, wanted: string) => whole(text.indexOf(wanted)),
  'indexOf(Null, Any)': () => whole(-1),
  'lastIndexOf(Array, Any)': (items: List, wanted: Value) => whole(list(items).findLastIndex((item) => equals(item, wanted))),
  'lastIndexOf(String, String)': (text: string, wanted: string) => whole(text.lastIndexOf(wanted)),
  'lastIndexOf(Null, Any)': () => whole(-1),
  'splitBy(String, Regex)': (text: string, regex: RegexValue) => splitAt(text, allMatches(regex, text).map((match) => [match[0]!, match[1]!])),
  'splitBy(String, String)': (text: string, separator: string) => (separator === '' ? [...text] : text.split(separator)),
  'splitBy(Null, Any)': () => null,
  'matches(String, Regex)': (text: string, regex: RegexValue) => wholeMatch(regex, text) !== null,
  'matches(Null, Any)': () => false,
  'match(String, Regex)': (text: string, regex: RegexValue) => {
    const match = wholeMatch(regex, text);
    return match ? groupsOf(text, match) : [];
  },
  'match(Null, Any)': () => null,
  'scan(String, Regex)': (text: string, regex: RegexValue) => allMatches(regex, text).map((match) => groupsOf(text, match)),
  'scan(Null, Any)': () => null,
  'replace(String, Regex)': (text: string, regex: RegexValue) => replacing(text, allMatches(regex, text).map((match) => ({ from: match[0]!, to: match[1]!, groups: groupsOf(text, match) }))),
  'replace(String, String)': (text: string, wanted: string) => replacing(text, wanted === '' ? [] : occurrences(text, wanted).map((at) => ({ from: at, to: at + wanted.length, groups: [wanted] }))),
  'replace(Null, Any)': () => new FunctionValue(['replacer'], () => null),
  'with(Function, Any)': (waiting: FunctionValue, replacer: Value) => callWith(waiting, replacer),
  'isBlank(String)': (text: string) => text.trim() === '',
  'isBlank(Null)': () => true,
  'isEmpty(Array)': (items: List) => list(items).length === 0,
  'isEmpty(String)': (text: string) => text === '',
  'isEmpty(Object)': (object: ObjectValue) => object.members.length === 0,
  'isEmpty(Null)': () => true,
  'sizeOf(Array)': (items: List) => whole(list(items).length),
  'sizeOf(String)': (text: string) => whole(text.length),
  'sizeOf(Binary)': (binary: BinaryValue) => whole(binary.bytes.length),
  'sizeOf(Object)': (object: ObjectValue) => whole(object.members.length),
  'sizeOf(Null)': () => whole(0),
});

/** Empty parts at the end are left out, as Java's split does. */
function splitAt(text: string, separators: readonly (readonly [number, number])[]): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const [start, end] of separators) {
    if (end === 0) continue;
    parts.push(text.slice(from, start));
    from = end;
  }
  parts.push(text.slice(from));
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}
