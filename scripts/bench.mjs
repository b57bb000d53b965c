// Prints the budget table with what is measured here: `npm run bench [-- [PROJECT] [--only NAME]]`. PROJECT: a checkout of a
// large project, measured beside one made of the sample. Benchmarks are no tests: what is over its budget is shown, and only
// what can't be measured at all ends with 1.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { onBundledNode, root } from './support/toolchain.mjs';

/** One file each in bench/, in the order of the budget table. */
const names = ['kernels', 'operators', 'conditional-breakpoint', 'step-latency', 'stopped-thread', 'data', 'bundle', 'large-org', 'compile', 'warm-stop', 'memory', 'vsix', 'activation'];
/** Deep recursion over large trees needs it, as in the runner. */
const flags = ['--disable-warning=ExperimentalWarning', '--stack-size=8000'];

await onBundledNode();
const { readRows, table } = await import('./bench/support/rows.ts');
const { only, project } = readArguments();
if (project) process.env.ISV_BENCH_PROJECT = project;
const started = performance.now();
await build({ log: () => {} });

const rows = [];
let failures = 0;
for (const name of names.filter(each => only === undefined || each === only)) {
  const found = (await run(name)).flatMap(readRows);
  if (found.length === 0) found.push(...readRows(`${name}: not measured: it printed no row`));
  rows.push(...found);
}
console.log(`\n${table(rows)}\n\n${rows.length} rows in ${Math.round((performance.now() - started) / 1000)} s: ${count('ok')} ok, ${count('over')} over, ${count('not measured')} not measured`);
process.exit(failures === 0 ? 0 : 1);

function count(verdict) {
  return rows.filter(row => row.verdict === verdict).length;
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true });
    if (positionals.length > 1) throw new Error('name one project at most.');
    if (values.only !== undefined && !names.includes(values.only)) throw new Error(`--only takes one of ${names.join(', ')}.`);
    const named = positionals[0] === undefined ? undefined : resolve(positionals[0]);
    if (named !== undefined && !existsSync(named)) throw new Error(`there is no folder ${named}.`);
    return { only: values.only, project: named };
  } catch (error) {
    console.error(`bench: ${error.message}`);
    process.exit(2);
  }
}

/** Runs a benchmark by itself; its rows are shown as they come, the rest only if it fails. */
async function run(name) {
  const file = join(root, 'scripts/bench', `${name}.ts`);
  if (!existsSync(file)) return [`${name}: not measured: there is no ${basename(file)}`];
  const child = spawn(process.execPath, [...flags, file], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  const exited = new Promise(done => { child.once('close', done); });
  const keep = line => {
    lines.push(line);
    if (readRows(line).length > 0) console.log(line);
  };
  await Promise.all([child.stdout, child.stderr].map(async stream => { for await (const line of createInterface({ input: stream })) keep(line); }));
  const code = await exited;
  if (code === 0) return lines;
  failures++;
  console.error(lines.join('\n'));
  return [...lines, `${name}: not measured: it ended with ${code ?? 'a signal'}`];
}
