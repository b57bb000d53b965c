/** `npx node test/fuzz/run.ts [--minutes 60] [--seed N]`: fuzzes the parser and the compiler for so long, kind by kind, and says how much. */
import { parseArgs } from 'node:util';
import { compileAnonymous, compileUnit } from './support/compile.ts';
import { KINDS } from './support/kinds.ts';
import { checkParsers } from './support/parsers.ts';
import { fuzz } from './support/runs.ts';

/** A text that takes longer than this has hung. */
const HANG_MS = 10_000;
const BATCH = 50;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' }, seed: { type: 'string', default: String(Date.now() % 1e9) } } });
const end = Date.now() + Number(values.minutes) * 60_000;
const counts = new Map<string, { texts: number; compiled: number; slowest: number }>(KINDS.map(({ name }) => [name, { texts: 0, compiled: 0, slowest: 0 }]));
const failures: string[] = [];
console.log(`seed ${values.seed}`);
for (let seed = Number(values.seed); Date.now() < end; seed += BATCH) {
  for (const { name, make } of KINDS) {
    const count = counts.get(name)!;
    try {
      fuzz(BATCH, make, (text) => {
        const started = performance.now();
        checkParsers(text);
        if (compileUnit(text) === 'code') count.compiled++;
        compileAnonymous(text);
        const elapsed = performance.now() - started;
        count.texts++;
        count.slowest = Math.max(count.slowest, elapsed);
        if (elapsed > HANG_MS) throw new Error(`took ${(elapsed / 1000).toFixed(1)} s`);
      }, seed);
    } catch (error) {
      const cause = (error as Error).cause;
      failures.push(`${name}: ${(error as Error).message}\n  ${cause instanceof Error ? cause.stack : String(cause)}`);
      console.error(failures.at(-1));
      if (failures.length >= 20) break;
    }
  }
  if (failures.length >= 20) break;
}
for (const [name, { texts, compiled, slowest }] of counts) console.log(`${name}: ${texts} texts, ${compiled} compiled, slowest ${slowest.toFixed(0)} ms`);
console.log(`${failures.length} failures`);
process.exit(failures.length === 0 ? 0 : 1);
