/**
 * Steps and pauses of the built product beside those of another build, in turns, so that what else the machine does meets both:
 * `node scripts/bench/paired.ts FOLDER [--steps N] [--pauses N]`. FOLDER: a copy of the other build's `dist/`.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BuiltSandbox } from './support/built-sandbox.ts';
import { makeProject } from './support/one-class-project.ts';
import { printRow, quantile } from './support/rows.ts';
import { APEX, APEX_CLASS, MARKER } from './support/step-programs.ts';
import { StoppedRequest } from './support/stopped-request.ts';

const { values: options, positionals: [folder] } = parseArgs({ options: { steps: { type: 'string', default: '1000' }, pauses: { type: 'string', default: '100' } }, allowPositionals: true });
const steps = Number(options.steps);
const pauses = Number(options.pauses);
if (folder === undefined || !(steps >= 10) || !(pauses >= 10)) {
  console.error('paired: name the folder of the other build; --steps and --pauses must be 10 or more.');
  process.exit(2);
}
const A_TURN = 10;
/** A request ends when its CPU time is used up. */
const PAUSES_A_REQUEST = 2;
/** Not counted: the processes compile their code. */
const WARM_UP = 200;

const project = makeProject(APEX_CLASS, APEX);
const names = ['other', 'own'] as const;
const sandboxes = { other: await BuiltSandbox.start(null, { bundles: resolve(folder) }), own: await BuiltSandbox.start(null) };

const requests = { other: await steppingIn(sandboxes.other), own: await steppingIn(sandboxes.own) };
await compare('step', steps, WARM_UP, A_TURN, name => requests[name].step());
for (const name of names) await requests[name].close();

const looping = { other: await steppingIn(sandboxes.other), own: await steppingIn(sandboxes.own) };
await compare('pause', pauses, 0, PAUSES_A_REQUEST, async (name, isFirst) => {
  if (isFirst) {
    await looping[name].close();
    looping[name] = await steppingIn(sandboxes[name]);
  }
  return looping[name].pause();
});
for (const name of names) {
  await looping[name].close();
  await sandboxes[name].close();
}
project.remove();

function steppingIn(sandbox: BuiltSandbox): Promise<StoppedRequest> {
  return StoppedRequest.at(sandbox, project, MARKER, `${APEX_CLASS}.run(10000000);`);
}

/** `measure`: milliseconds of one; `isFirst`: of a turn. */
async function compare(what: string, count: number, warmUp: number, aTurn: number, measure: (name: (typeof names)[number], isFirst: boolean) => Promise<number>): Promise<void> {
  const times = { other: [] as number[], own: [] as number[] };
  for (let done = 0; done < warmUp + count; done += aTurn) {
    for (const name of names) {
      for (let i = 0; i < aTurn; i++) {
        const time = await measure(name, i === 0);
        if (done >= warmUp) times[name].push(time);
      }
    }
  }
  for (const share of [0.5, 0.9, 0.99]) {
    const [other, own] = [quantile(times.other, share), quantile(times.own, share)];
    printRow({ name: `${what}, p${share * 100} beside the other build`, value: own / other, unit: '×', note: `${own.toFixed(2)} and ${other.toFixed(2)} ms` });
  }
}
