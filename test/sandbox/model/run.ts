/**
 * `node test/sandbox/model/run.ts [--interleavings N] [--seed N] [--without RULE]`: compares the sandbox with the model of its rules over
 * random interleavings, and prints the seed and how often each transition was seen. Exit code 1: they differ, or a run of 10,000
 * saw a transition less than 100 times. `--without`: a sandbox where that rule doesn't hold.
 */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { RULES } from '../../../src/sandbox/partner/rules.ts';
import type { RuleId } from '../../../src/sandbox/partner/rules.ts';
import { explore } from './explore.ts';
import { rarer, table } from './transitions.ts';

interface Part { readonly count: number; readonly seed: number; readonly disabledRules: readonly RuleId[] }
type Report = { readonly done: true } | { readonly seen: ReadonlyMap<string, number> } | { readonly difference: string };

const MANY = 10_000;
const OFTEN = 100;
const TELL_EVERY = 1000;

if (isMainThread) process.exit(await main());
await explorePart(workerData as Part);

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { interleavings: { type: 'string', default: String(MANY) }, seed: { type: 'string', default: String(Date.now() % 1_000_000) }, without: { type: 'string' } } });
  const count = numberOf('interleavings', values.interleavings);
  const seed = numberOf('seed', values.seed);
  const without = values.without as RuleId | undefined;
  if (without !== undefined && !(without in RULES)) return usage(`--without is "${without}", which is no rule.`);
  console.log(`Seed ${seed}, ${count} interleavings.`);
  const started = performance.now();
  const seconds = (): string => `${Math.round((performance.now() - started) / 1000)} s`;
  const seen = new Map<string, number>();
  let done = 0;
  const onReport = (report: Report): void => {
    if ('done' in report && ++done % TELL_EVERY === 0) console.log(`${done} after ${seconds()}`);
    if ('seen' in report) for (const [what, times] of report.seen) seen.set(what, (seen.get(what) ?? 0) + times);
    if ('difference' in report) {
      console.error(report.difference);
      process.exit(1);
    }
  };
  await Promise.all(parts({ count, seed, disabledRules: without ? [without] : [] }).map(part => once(new Worker(import.meta.filename, { workerData: part }).on('message', onReport), 'exit')));
  console.log(`\n${table(seen)}\n\n${count} interleavings in ${seconds()}: the sandbox and the model agree.`);
  const rare = count >= MANY ? rarer(seen, OFTEN) : [];
  if (rare.length > 0) console.error(`Seen less than ${OFTEN} times: ${rare.join(', ')}`);
  return rare.length > 0 ? 1 : 0;
}

/** One for each processor. */
function parts({ count, seed, disabledRules }: Part): Part[] {
  const size = Math.ceil(count / availableParallelism());
  return Array.from({ length: Math.ceil(count / size) }, (_each, index) => ({ seed: seed + index * size, count: Math.min(size, count - index * size), disabledRules }));
}

async function explorePart(part: Part): Promise<void> {
  const tell = (report: Report): void => parentPort?.postMessage(report);
  try {
    tell({ seen: await explore({ ...part, onProgress: () => tell({ done: true }) }) });
  } catch (error) {
    tell({ difference: error instanceof Error ? error.stack ?? error.message : String(error) });
  }
}

function numberOf(option: string, given: string): number {
  const number = Number(given);
  return Number.isInteger(number) && number >= 0 ? number : usage(`--${option} is "${given}", but must be a whole number.`);
}

function usage(message: string): never {
  console.error(message);
  process.exit(2);
}
