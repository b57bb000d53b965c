import type { ApexValue } from '../runtime/contract.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass, listOf, typed } from '../runtime/library.ts';
import { ApexObject } from '../runtime/object.ts';
import { translate } from './regex/translate.ts';

const compiled = new Map<string, RegExp>();

/** The expression for a Java pattern, compiled once. */
function regexOf(pattern: string | null): RegExp {
  const text = pattern ?? failNull('Null regex');
  let regex = compiled.get(text);
  if (!regex) compiled.set(text, (regex = translate(text)));
  regex.lastIndex = 0;
  return regex;
}

/** Java replacement syntax: `$1`, `${name}`, `\$`. */
function expand(replacement: string, match: RegExpExecArray, isOnString: boolean): string {
  let out = '';
  for (let i = 0; i < replacement.length; i++) {
    const c = replacement[i]!;
    if (c === '\\') { out += replacement[++i] ?? ''; continue; }
    if (c !== '$') { out += c; continue; }
    const named = /^\$\{(\w+)\}/.exec(replacement.slice(i));
    if (named) { out += match.groups?.[named[1]!] ?? ''; i += named[0].length - 1; continue; }
    let n = Number(replacement[++i]);
    if (!Number.isInteger(n)) fail('System.StringException', 'Illegal group reference');
    if (n >= match.length) fail('System.StringException', isOnString ? `Index out of Bounds: No group ${n}` : `No group ${n}`);
    while (i + 1 < replacement.length && /\d/.test(replacement[i + 1]!) && n * 10 + Number(replacement[i + 1]) < match.length) n = n * 10 + Number(replacement[++i]);
    out += match[n] ?? '';
  }
  return out;
}

function replace(text: string, regex: RegExp, replacement: string, isFirstOnly: boolean, isOnString: boolean): string {
  let out = '';
  let from = 0;
  regex.lastIndex = 0;
  for (let match = regex.exec(text); match; match = regex.exec(text)) {
    out += text.slice(from, match.index) + expand(replacement, match, isOnString);
    from = match.index + match[0].length;
    if (match[0] === '') regex.lastIndex++;
    if (isFirstOnly) break;
  }
  return out + text.slice(from);
}

export const replaceAllByRegex = (text: string, pattern: string, by: string): string => replace(text, regexOf(pattern), by, false, true);
export const replaceFirstByRegex = (text: string, pattern: string, by: string): string => replace(text, regexOf(pattern), by, true, true);

/** Java's String.split: limit 0 drops empty texts at the end, a match of no width at the start yields nothing. */
export function splitByRegex(text: string, pattern: string, limit: number): string[] {
  const regex = regexOf(pattern);
  const parts: string[] = [];
  let from = 0;
  for (let match = regex.exec(text); match; match = regex.exec(text)) {
    if (limit > 0 && parts.length === limit - 1) break;
    const end = match.index + match[0].length;
    if (match[0] === '') regex.lastIndex++;
    if (end === 0 || (match[0] === '' && match.index >= text.length)) {
      if (limit < 0 && match.index >= text.length && match.index > 0) { parts.push(text.slice(from)); from = text.length; }
      continue;
    }
    parts.push(text.slice(from, match.index));
    from = end;
  }
  parts.push(text.slice(from));
  if (limit === 0) while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}

class ApexPattern extends ApexObject {
  readonly source: string;
  constructor(source: string) {
    super();
    this.source = source;
    regexOf(source);
  }
  toApexText(): string { return this.source; }
}
typed(ApexPattern, 'System.Pattern');

class ApexMatcher extends ApexObject {
  pattern: ApexPattern;
  text: string;
  match: RegExpExecArray | null = null;
  next = 0;
  start = 0;
  end: number;
  appended = 0;
  constructor(pattern: ApexPattern, text: string) {
    super();
    this.pattern = pattern;
    this.text = text;
    this.end = text.length;
  }

  /** Tries at `from`: anywhere behind it, or (anchored) only there. */
  run(from: number, mode: 'find' | 'lookingAt' | 'matches'): boolean {
    const base = regexOf(this.pattern.source);
    const source = mode === 'matches' ? `(?:${base.source})(?![^])` : base.source;
    const regex = mode === 'find' ? base : new RegExp(source, base.flags.replace('g', '') + 'y');
    regex.lastIndex = from;
    this.match = regex.exec(this.text.slice(0, this.end));
    this.next = this.match ? this.match.index + (this.match[0].length || 1) : this.text.length + 1;
    return this.match !== null;
  }

  current(): RegExpExecArray {
    return this.match ?? fail('System.StringException', 'No match found');
  }

  group(n: number): string | null {
    const match = this.current();
    if (n < 0 || n >= match.length) fail('System.StringException', `No group ${n}`);
    return match[n] ?? null;
  }

  /** Start of a group; needs the positions that the expression records. */
  position(n: number, isEnd: boolean): number {
    const match = this.current();
    if (n < 0 || n >= match.length) fail('System.StringException', `No group ${n}`);
    const range = (match as RegExpExecArray & { indices?: ([number, number] | undefined)[] }).indices?.[n];
    return range ? range[isEnd ? 1 : 0] : -1;
  }

  reset(text: string): void {
    this.text = text;
    this.match = null;
    this.next = 0;
    this.start = 0;
    this.end = text.length;
    this.appended = 0;
  }
}
typed(ApexMatcher, 'System.Matcher');

/** Source: Apex Reference, Pattern Class. */
defineLibraryClass({
  name: 'System.Pattern',
  members: {
    'static Pattern compile(String regExp)': (text: string | null) => new ApexPattern(text ?? failNull('Null regex')),
    'Matcher matcher(String stringtoMatch)': (self: ApexPattern, text: string | null) => new ApexMatcher(self, text ?? failNull('Script-thrown exception')),
    'static Boolean matches(String regExp, String stringtoMatch)': (regex: string | null, text: string | null) => new ApexMatcher(new ApexPattern(regex ?? failNull('Null regex')), text ?? failNull('Script-thrown exception')).run(0, 'matches'),
    'String pattern()': (self: ApexPattern) => self.source,
    'static String quote(String yourString)': (text: string) => `\\Q${text}\\E`,
    'String[] split(String regExp)': (self: ApexPattern, text: string) => listOfStrings(splitByRegex(text, self.source, 0)),
    'String[] split(String regExp, Integer limit)': (self: ApexPattern, text: string, limit: number) => listOfStrings(splitByRegex(text, self.source, limit)),
    'String toString()': (self: ApexPattern) => self.source,
  },
});

/** Source: Apex Reference, Matcher Class. */
defineLibraryClass({
  name: 'System.Matcher',
  members: {
    'Boolean matches()': (self: ApexMatcher) => self.run(self.start, 'matches'),
    'Boolean lookingAt()': (self: ApexMatcher) => self.run(self.start, 'lookingAt'),
    'Boolean find()': (self: ApexMatcher) => self.next <= self.end && self.run(self.next, 'find'),
    'Boolean find(Integer group)': (self: ApexMatcher, from: number) => {
      if (from < 0 || from > self.text.length) fail('System.StringException', 'Illegal start index');
      return self.run(from, 'find');
    },
    'String group()': (self: ApexMatcher) => self.group(0),
    'String group(Integer groupIndex)': (self: ApexMatcher, n: number) => self.group(n),
    'Integer groupCount()': (self: ApexMatcher) => new RegExp(`${regexOf(self.pattern.source).source}|`, regexOf(self.pattern.source).flags).exec('')!.length - 1,
    'Integer start()': (self: ApexMatcher) => self.position(0, false),
    'Integer start(Integer groupIndex)': (self: ApexMatcher, n: number) => self.position(n, false),
    'Integer end()': (self: ApexMatcher) => self.position(0, true),
    'Integer end(Integer groupIndex)': (self: ApexMatcher, n: number) => self.position(n, true),
    'Boolean hitEnd()': (self: ApexMatcher) => self.match === null || self.position(0, true) === self.end,
    'Matcher reset()': (self: ApexMatcher) => { self.reset(self.text); return self; },
    'Matcher reset(String inputSequence)': (self: ApexMatcher, text: string) => { self.reset(text ?? failNull('Argument cannot be null.')); return self; },
    'Matcher region(Integer start, Integer end)': (self: ApexMatcher, start: number, end: number): ApexValue => { self.reset(self.text); self.start = start; self.next = start; self.end = end; return self; },
    'Integer regionStart()': (self: ApexMatcher) => self.start,
    'Integer regionEnd()': (self: ApexMatcher) => self.end,
    'String replaceAll(String replacementString)': (self: ApexMatcher, by: string | null) => replace(self.text, regexOf(self.pattern.source), by ?? failNull('Argument cannot be null.'), false, false),
    'String replaceFirst(String replacementString)': (self: ApexMatcher, by: string | null) => replace(self.text, regexOf(self.pattern.source), by ?? failNull('Argument cannot be null.'), true, false),
    'static String quoteReplacement(String inputString)': (text: string | null) => (text ?? failNull('Argument cannot be null.')).replace(/[\\$]/g, (c) => `\\${c}`),
    'Pattern pattern()': (self: ApexMatcher) => self.pattern,
  },
});

const listOfStrings = (items: string[]): ApexValue => listOf('String', items);
