/**
 * `node test/sandbox/model/run.ts [--interleavings N] [--seed N] [--without RULE]`: compares the sandbox with the model of its rules over
 * random interleavings, and prints the seed and how often each transition was seen. Exit code 1: they differ, or a run of 10,000
 * saw a transition less than 100 times. `--without`: a sandbox where that rule doesn't hold.
 */
import { parseArgs } from 'node:util';
import { RULES } from '../../../src/sandbox/partner/rules.ts';
import type { RuleId } from '../../../src/sandbox/partner/rules.ts';
import { explore } from './explore.ts';
import { rarer, table } from './transitions.ts';

const MANY = 10_000;
const OFTEN = 100;

const { values } = parseArgs({ options: { interleavings: { type: 'string', default: String(MANY) }, seed: { type: 'string', default: String(Date.now() % 1_000_000) }, without: { type: 'string' } } });
const count = numberOf('interleavings', values.interleavings);
const seed = numberOf('seed', values.seed);
const without = values.without as RuleId | undefined;
if (without !== undefined && !(without in RULES)) usage(`--without is "${without}", which is no rule.`);

console.log(`Seed ${seed}, ${count} interleavings.`);
const started = performance.now();
try {
  const seen = await explore({ count, seed, disabledRules: without ? [without] : [], onProgress: done => { if (done % 1000 === 0) console.log(`${done} after ${seconds()}`); } });
  console.log(`\n${table(seen)}\n\n${count} interleavings in ${seconds()}: the sandbox and the model agree.`);
  const rare = count >= MANY ? rarer(seen, OFTEN) : [];
  if (rare.length > 0) throw new Error(`Seen less than ${OFTEN} times: ${rare.join(', ')}`);
  process.exit(0);
} catch (error) {
  console.error(error);
  process.exit(1);
}

function seconds(): string {
  return `${Math.round((performance.now() - started) / 1000)} s`;
}

function numberOf(option: string, given: string): number {
  const number = Number(given);
  return Number.isInteger(number) && number >= 0 ? number : usage(`--${option} is "${given}", but must be a whole number.`);
}

function usage(message: string): never {
  console.error(message);
  process.exit(2);
}
