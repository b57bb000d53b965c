/** Kinds of random text for the compiler: damaged samples, random tokens and characters, and programs by the grammar. */
import { tokenize } from '../../../src/sandbox/apex/syntax/lexer.ts';
import { mutate } from '../../conformance/parser/mutants.ts';
import { readSamples } from '../../conformance/parser/samples.ts';
import { randomUnit } from './grammar.ts';

type Random = () => number;

const samples = readSamples().map(({ text }) => text);
const vocabulary = [...new Set(samples.flatMap((text) => {
  const { starts, ends, count } = tokenize(text);
  return Array.from({ length: count - 1 }, (_, i) => text.slice(starts[i], ends[i]));
}))];

const pick = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)]!;

function withChangedTokens(text: string, random: Random): string {
  let changed = text;
  for (let i = Math.floor(random() * 12); i >= 0; i--) changed = mutate(changed, random)?.text ?? changed;
  return changed;
}

/** `runs`: how many of a kind the normal tests make. */
export const KINDS: readonly { readonly name: string; readonly runs: number; make(random: Random): string }[] = [
  { name: 'texts cut off anywhere', runs: 150, make: (random) => { const text = pick(samples, random); return text.slice(0, Math.floor(random() * text.length)); } },
  { name: 'texts that start anywhere', runs: 60, make: (random) => { const text = pick(samples, random); return text.slice(Math.floor(random() * text.length)); } },
  { name: 'changed tokens', runs: 200, make: (random) => withChangedTokens(pick(samples, random), random) },
  { name: 'random tokens', runs: 200, make: (random) => Array.from({ length: Math.floor(random() * 200) }, () => pick(vocabulary, random)).join(' ') },
  {
    name: 'random characters', runs: 200,
    make: (random) => { const text = pick(samples, random); return Array.from({ length: Math.floor(random() * 400) }, () => (random() < 0.7 ? text[Math.floor(random() * text.length)] : String.fromCharCode(Math.floor(random() * (random() < 0.5 ? 128 : 65536))))).join(''); },
  },
  { name: 'programs by the grammar', runs: 300, make: randomUnit },
  { name: 'changed programs by the grammar', runs: 100, make: (random) => withChangedTokens(randomUnit(random), random) },
];
