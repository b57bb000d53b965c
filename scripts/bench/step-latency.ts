/**
 * Time from `next` to a stopped thread with stack, scopes and variables, as a client of the debug adapter sees it: adapter,
 * hub, runner and worker of the built product, beside the JavaScript debugger of VS Code on the same program in JavaScript.
 * `node scripts/bench/step-latency.ts [--steps N]`
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { BuiltSandbox } from './support/built-sandbox.ts';
import { findJsDebug, FOLDER_VARIABLE, JsDebugRun } from './support/js-debug.ts';
import { makeProject } from './support/one-class-project.ts';
import { printMissing, printRow, quantile } from './support/rows.ts';
import { APEX, APEX_CLASS, JAVASCRIPT, MARKER } from './support/step-programs.ts';
import { step, StoppedRequest } from './support/stopped-request.ts';

const { values: options } = parseArgs({ options: { steps: { type: 'string', default: '2000' } } });
const steps = Number(options.steps);
if (!Number.isInteger(steps) || steps < 10) {
  console.error(`step-latency: --steps ${options.steps} must be a number, 10 or more.`);
  process.exit(2);
}
/** The two take turns, so that what else the machine does meets both; of ours there are more, for the 99th percentile. */
const TURNS = 10;
const OURS_A_TURN = Math.ceil(steps / TURNS);
const THEIRS_A_TURN = Math.ceil(OURS_A_TURN / 10);
/** Turns not counted: the processes compile their code. */
const WARM_UP = 2;

const project = makeProject(APEX_CLASS, APEX);
const script = join(project.directory, 'basket.cjs');
writeFileSync(script, JAVASCRIPT);

const sandbox = await BuiltSandbox.start(null);
const request = await StoppedRequest.at(sandbox, project, MARKER, `${APEX_CLASS}.run(10000000);`);

const installed = findJsDebug();
const other = installed === null ? null : await JsDebugRun.start(installed, script, JAVASCRIPT.split('\n').findIndex(line => line.includes(MARKER)) + 1);

const ours: number[] = [];
const theirs: number[] = [];
for (let turn = 0; turn < WARM_UP + TURNS; turn++) {
  const isCounted = turn >= WARM_UP;
  for (let i = 0; i < OURS_A_TURN; i++) {
    const time = await request.step();
    if (isCounted) ours.push(time);
  }
  for (let i = 0; other && i < THEIRS_A_TURN; i++) {
    const time = await step(other.client, other.threadId);
    if (isCounted) theirs.push(time);
  }
}

await other?.close();
await request.close();
await sandbox.close();
project.remove();

printRow({ name: 'step (next → stopped, stackTrace, scopes, variables), p50', value: quantile(ours, 0.5), unit: 'ms', budget: 1.5 });
printRow({ name: 'step, p99', value: quantile(ours, 0.99), unit: 'ms', budget: 8 });
const COMPARED = 'step, p50 beside vscode-js-debug';
if (other) {
  printRow({ name: `step of vscode-js-debug ${other.version}, p50`, value: quantile(theirs, 0.5), unit: 'ms' });
  printRow({ name: `step of vscode-js-debug ${other.version}, p99`, value: quantile(theirs, 0.99), unit: 'ms' });
  // Node's inspector doesn't switch off TCP's Nagle algorithm: an event before an answer costs the delayed ACK of the other side.
  printRow({ name: COMPARED, value: quantile(ours, 0.5) / quantile(theirs, 0.5), unit: '×', budget: 1 });
  printRow({ name: 'step, p99 beside vscode-js-debug', value: quantile(ours, 0.99) / quantile(theirs, 0.99), unit: '×', budget: 1 });
} else {
  printMissing(COMPARED, `the extension isn't there. \`npm test -- --tier extension\` installs an editor that has it, or ${FOLDER_VARIABLE} names its folder.`);
}
