import { tokenize } from '../../../src/sandbox/apex/syntax/lexer.ts';

export interface Mutant {
  readonly text: string;
  /** What was done, with the text around it. */
  readonly description: string;
}

/** The text with one token deleted, swapped with its neighbour or doubled; null if it has fewer than two tokens. */
export function mutate(text: string, random: () => number): Mutant | null {
  const { starts, ends, count } = tokenize(text);
  const tokens = count - 1;
  if (tokens < 2) return null;
  const at = Math.floor(random() * (tokens - 1));
  const [start, end, nextStart, nextEnd] = [starts[at]!, ends[at]!, starts[at + 1]!, ends[at + 1]!];
  const token = text.slice(start, end);
  const next = text.slice(nextStart, nextEnd);
  const choice = Math.floor(random() * 3);
  // Neither deleting nor doubling may join two tokens to a third.
  const [middle, done] = choice === 0
    ? [` ${text.slice(end, nextEnd)}`, 'deleted']
    : choice === 1
      ? [` ${next}${text.slice(end, nextStart) || ' '}${token} `, 'swapped']
      : [`${token} ${text.slice(start, nextEnd)}`, 'doubled'];
  const mutant = text.slice(0, start) + middle + text.slice(nextEnd);
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start).trimStart() + middle + text.slice(nextEnd).split('\n', 1)[0]!;
  return { text: mutant, description: `${done} \`${token}\`: ${line.slice(0, 140)}` };
}
