/**
 * Compares our parser with apex-parser: `npx node test/conformance/parser/compare.ts FOLDER… [--mutants 2000] [--seed 1]`.
 * Without `--mutants` it compares the files of the folders; with it, that many texts of them with one token changed.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../../support/random.ts';
import { mutate } from './mutants.ts';
import { compare, ourVerdict, type Disagreement, type Source } from './oracle.ts';
import { KINDS } from './samples.ts';

/** Files larger than this many UTF-16 units aren't mutated: the oracle takes most of a second for each. */
const MUTATED_SIZE = 20_000;

function readSources(folder: string): Source[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => KINDS[extname(path).toLowerCase()] && statSync(join(folder, path)).isFile())
    .sort()
    .map((path) => ({ name: join(folder, path), kind: KINDS[extname(path).toLowerCase()]!, text: readFileSync(join(folder, path), 'utf8') }));
}

function report(title: string, total: number, disagreements: readonly Disagreement[], milliseconds: number): void {
  for (const { name, ours, theirs, isKnown } of disagreements) {
    console.log(`${name}\n  ours:   ${ours ?? 'accepts'}${isKnown ? ' (a rule of the platform that apex-parser lacks)' : ''}\n  theirs: ${theirs ?? 'accepts'}`);
  }
  const percent = (different: number): string => `${((100 * (total - different)) / Math.max(total, 1)).toFixed(2)} %`;
  const unknown = disagreements.filter((found) => !found.isKnown).length;
  console.log(`${title}: ${total} texts, ${total - disagreements.length} same verdict (${percent(disagreements.length)}; ${percent(unknown)} but for known rules), ours took ${milliseconds.toFixed(0)} ms`);
}

function compareAll(title: string, sources: readonly Source[]): void {
  const started = performance.now();
  for (const source of sources) ourVerdict(source);
  const milliseconds = performance.now() - started;
  report(title, sources.length, sources.map(compare).filter((found) => found !== null), milliseconds);
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { mutants: { type: 'string' }, seed: { type: 'string', default: '1' } } });
if (!positionals.length) {
  console.error('Name at least one folder of .cls, .trigger or .apex files.');
  process.exit(2);
}
if (values.mutants === undefined) {
  for (const folder of positionals) compareAll(folder, readSources(folder));
} else {
  const random = seededRandom(Number(values.seed));
  const originals = positionals.flatMap(readSources).filter((source) => source.text.length <= MUTATED_SIZE && ourVerdict(source) === null);
  const mutants: Source[] = [];
  while (mutants.length < Number(values.mutants) && originals.length) {
    const original = originals[Math.floor(random() * originals.length)]!;
    const mutant = mutate(original.text, random);
    if (mutant) mutants.push({ name: `${original.name}: ${mutant.description}`, kind: original.kind, text: mutant.text });
  }
  compareAll(`seed ${values.seed}`, mutants);
}
