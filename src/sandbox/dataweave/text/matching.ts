/** Java regular expressions over texts. */
import { machineFor, matchesOf, type Match } from '../../apex/stdlib/regex/regex.ts';
import { groupText } from '../../apex/stdlib/regex/replace.ts';
import type { RegexValue, Value } from '../values/values.ts';

export const wholeMatch = ({ regex }: RegexValue, text: string): Match | null => regex.run(machineFor(text), 0, 'matches');
export const allMatches = ({ regex }: RegexValue, text: string): Match[] => [...matchesOf(regex, text)].map((match) => [...match]);
/** The whole and each group. */
export const groupsOf = (text: string, match: Match): Value[] => Array.from({ length: match.length / 2 }, (_, group) => groupText(text, match, group));
