import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass, typed } from '../runtime/library.ts';
import { ApexObject } from '../runtime/object.ts';
import { ApexPattern } from './pattern.ts';
import { groupText, replaceMatches } from './regex/replace.ts';
import { machineFor, type Match, type MatchMode } from './regex/regex.ts';
import type { Machine } from './regex/machine.ts';

/** A pattern's walk over one text. */
export class ApexMatcher extends ApexObject {
  pattern: ApexPattern;
  private machine: Machine;
  match: Match | null = null;
  /** Where the next find begins; null at the end. */
  private next: number | null = 0;
  hasAnchoringBounds = true;
  hasTransparentBounds = false;

  constructor(pattern: ApexPattern, text: string) {
    super();
    this.pattern = pattern;
    this.machine = machineFor(text);
  }

  get text(): string { return this.machine.text; }
  get from(): number { return this.machine.from; }
  get to(): number { return this.machine.to; }
  get hitEnd(): boolean { return this.machine.hitEnd; }
  get requireEnd(): boolean { return this.machine.requireEnd; }

  reset(text: string): this {
    this.machine = machineFor(text);
    this.match = null;
    this.next = 0;
    return this;
  }

  region(from: number, to: number): this {
    if (from < 0 || from > this.text.length) fail('System.StringException', 'start');
    if (to < from || to > this.text.length) fail('System.StringException', 'end');
    this.reset(this.text);
    this.machine.from = from;
    this.machine.to = to;
    this.machine.previousEnd = from;
    this.next = from;
    return this;
  }

  private run(from: number, mode: MatchMode): boolean {
    const { machine } = this;
    machine.anchorFrom = this.hasAnchoringBounds ? machine.from : 0;
    machine.anchorTo = this.hasAnchoringBounds ? machine.to : this.text.length;
    machine.lookFrom = this.hasTransparentBounds ? 0 : machine.from;
    machine.lookTo = this.hasTransparentBounds ? this.text.length : machine.to;
    this.match = this.pattern.regex.run(machine, from, mode);
    if (this.match) {
      machine.previousEnd = this.match[1]!;
      this.next = this.match[1]! === this.match[0]! ? this.match[1]! + 1 : this.match[1]!;
    } else if (mode === 'find') this.next = null;
    return this.match !== null;
  }

  fromStart(mode: 'lookingAt' | 'matches'): boolean {
    return this.run(this.machine.from, mode);
  }

  find(): boolean {
    if (this.next === null || this.next > this.machine.to) {
      this.match = null;
      return false;
    }
    return this.run(this.next, 'find');
  }

  findFrom(index: number): boolean {
    if (index < 0 || index > this.text.length) fail('System.StringException', 'Illegal start index');
    this.reset(this.text);
    return this.run(index, 'find');
  }

  /** Start and end of a group, -1 if it took no part. */
  range(group: number): readonly [number, number] {
    const match = this.match ?? fail('System.StringException', 'No match available');
    this.check(group);
    return [match[group * 2]!, match[group * 2 + 1]!];
  }

  group(group: number): string | null {
    const match = this.match ?? fail('System.StringException', 'No match found');
    this.check(group);
    return groupText(this.text, match, group);
  }

  private check(group: number): void {
    if (group < 0 || group > this.pattern.regex.tree.groupCount) fail('System.StringException', `No group ${group}`);
  }

  replace(by: string, isFirstOnly: boolean): string {
    this.reset(this.text);
    this.next = null;
    return replaceMatches(this.pattern.regex, this.text, by, { isFirstOnly, asker: 'Matcher' });
  }

  use(pattern: ApexPattern): this {
    this.pattern = pattern;
    this.match = null;
    return this;
  }
}
typed(ApexMatcher, 'System.Matcher');

const required = <T>(value: T | null): T => value ?? failNull('Argument cannot be null.');

/** Source: Apex Reference, Matcher Class. */
defineLibraryClass({
  name: 'System.Matcher',
  members: {
    'Boolean matches()': (self: ApexMatcher) => self.fromStart('matches'),
    'Boolean lookingAt()': (self: ApexMatcher) => self.fromStart('lookingAt'),
    'Boolean find()': (self: ApexMatcher) => self.find(),
    'Boolean find(Integer group)': (self: ApexMatcher, from: number | null) => self.findFrom(required(from)),
    'String group()': (self: ApexMatcher) => self.group(0),
    'String group(Integer groupIndex)': (self: ApexMatcher, group: number | null) => self.group(required(group)),
    'Integer groupCount()': (self: ApexMatcher) => self.pattern.regex.tree.groupCount,
    'Integer start()': (self: ApexMatcher) => self.range(0)[0],
    'Integer start(Integer groupIndex)': (self: ApexMatcher, group: number | null) => self.range(required(group))[0],
    'Integer end()': (self: ApexMatcher) => self.range(0)[1],
    'Integer end(Integer groupIndex)': (self: ApexMatcher, group: number | null) => self.range(required(group))[1],
    'Boolean hitEnd()': (self: ApexMatcher) => self.hitEnd,
    'Boolean requireEnd()': (self: ApexMatcher) => self.requireEnd,
    'Matcher reset()': (self: ApexMatcher) => self.reset(self.text),
    'Matcher reset(String inputSequence)': (self: ApexMatcher, text: string | null) => self.reset(required(text)),
    'Matcher region(Integer start, Integer end)': (self: ApexMatcher, from: number | null, to: number | null) => self.region(required(from), required(to)),
    'Integer regionStart()': (self: ApexMatcher) => self.from,
    'Integer regionEnd()': (self: ApexMatcher) => self.to,
    'Boolean hasAnchoringBounds()': (self: ApexMatcher) => self.hasAnchoringBounds,
    'Boolean hasTransparentBounds()': (self: ApexMatcher) => self.hasTransparentBounds,
    'object useAnchoringBounds(Boolean anchoringBounds)': (self: ApexMatcher, value: boolean | null) => {
      self.hasAnchoringBounds = required(value);
      return self;
    },
    'object useTransparentBounds(Boolean transparentBounds)': (self: ApexMatcher, value: boolean | null) => {
      self.hasTransparentBounds = required(value);
      return self;
    },
    'Matcher usePattern(Pattern pattern)': (self: ApexMatcher, pattern: ApexPattern | null) => self.use(required(pattern)),
    'String replaceAll(String replacementString)': (self: ApexMatcher, by: string | null) => self.replace(required(by), false),
    'String replaceFirst(String replacementString)': (self: ApexMatcher, by: string | null) => self.replace(required(by), true),
    'static String quoteReplacement(String inputString)': (text: string | null) => required(text).replace(/[\\$]/g, (c) => `\\${c}`),
    'Pattern pattern()': (self: ApexMatcher) => new ApexPattern(self.pattern.regex.source),
  },
});
