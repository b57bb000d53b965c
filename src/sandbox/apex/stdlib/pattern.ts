import type { ApexValue } from '../runtime/contract.ts';
import { EQUALS_SLOT, HASH_SLOT, stringHash } from '../runtime/equality.ts';
import { failNull } from '../runtime/exception.ts';
import { defineLibraryClass, listOf, typed } from '../runtime/library.ts';
import { ApexObject } from '../runtime/object.ts';
import { replaceMatches, splitText } from './regex/replace.ts';
import { Regex } from './regex/regex.ts';
import { ApexMatcher } from './matcher.ts';

export const replaceAllByRegex = (text: string, pattern: string, by: string): string => replaceMatches(Regex.of(pattern), text, by, { isFirstOnly: false, asker: 'String' });
export const replaceFirstByRegex = (text: string, pattern: string, by: string): string => replaceMatches(Regex.of(pattern), text, by, { isFirstOnly: true, asker: 'String' });
export const splitByRegex = (text: string, pattern: string, limit: number): string[] => splitText(Regex.of(pattern), text, limit);

export class ApexPattern extends ApexObject {
  readonly regex: Regex;
  constructor(source: string | null) {
    super();
    this.regex = Regex.of(source ?? failNull('Null regex'));
  }
  toApexText(): string { return this.regex.source; }
  [EQUALS_SLOT](other: ApexValue): boolean { return other instanceof ApexPattern && other.regex.source === this.regex.source; }
  [HASH_SLOT](): number { return stringHash(this.regex.source); }
}
typed(ApexPattern, 'System.Pattern');

const matcher = (pattern: ApexPattern, text: string | null): ApexMatcher => new ApexMatcher(pattern, text ?? failNull('Script-thrown exception'));
const split = (self: ApexPattern, text: string | null, limit: number | null): ApexValue => listOf('String', splitText(self.regex, text ?? failNull('Argument cannot be null.'), limit ?? failNull('Argument cannot be null.')));

/** Source: Apex Reference, Pattern Class. */
defineLibraryClass({
  name: 'System.Pattern',
  members: {
    'static Pattern compile(String regExp)': (source: string | null) => new ApexPattern(source),
    'Matcher matcher(String stringtoMatch)': matcher,
    'static Boolean matches(String regExp, String stringtoMatch)': (source: string | null, text: string | null) => matcher(new ApexPattern(source), text).fromStart('matches'),
    'String pattern()': (self: ApexPattern) => self.regex.source,
    'static String quote(String yourString)': (text: string | null) => `\\Q${(text ?? failNull('Argument cannot be null.')).replaceAll('\\E', '\\E\\\\E\\Q')}\\E`,
    'String[] split(String regExp)': (self: ApexPattern, text: string | null) => split(self, text, 0),
    'String[] split(String regExp, Integer limit)': split,
    'String toString()': (self: ApexPattern) => self.regex.source,
  },
});
