/**
 * F5 to the first stop with the hub and the org's runner up, as an editor makes it: a new debug adapter, `launch`, breakpoints,
 * `configurationDone`, `stopped`. The adapter's process is started before: an editor starts it while it opens its debug view.
 * Every launch of a large project debugs another test, so its classes come in for the first time.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { SourceFile } from '../../src/sandbox/apex/semantics/types.ts';
import { repositoryRoot as root } from '../../test/support/vscode/paths.ts';
import { BuiltSandbox } from './support/built-sandbox.ts';
import { printMissing, printRow, quantile } from './support/rows.ts';
import { forEachProject } from './support/projects.ts';

const BUDGET_S = 1;
const LAUNCHES = 12;
const WORLD = join(root, 'samples/world.json');

interface Breakpoint { readonly path: string; readonly line: number }

/** Seconds from `launch` to `stopped`; null: the request ended without a stop. */
async function launch(sandbox: BuiltSandbox, configuration: object, breakpoint: Breakpoint | null): Promise<number | null> {
  const adapter = await sandbox.adapter();
  const started = performance.now();
  await Promise.all([adapter.request('launch', configuration), adapter.event('initialized')]);
  if (breakpoint) await adapter.request('setBreakpoints', { source: { path: breakpoint.path }, breakpoints: [{ line: breakpoint.line }] });
  await adapter.request('setExceptionBreakpoints', { filters: breakpoint ? [] : ['all'] });
  await adapter.request('configurationDone');
  const { event } = await adapter.event<DebugProtocol.Event>(['stopped', 'terminated']);
  const time = (performance.now() - started) / 1000;
  await adapter.request('disconnect', { terminateDebuggee: true });
  await adapter.close();
  return event === 'stopped' ? time : null;
}

async function sample(): Promise<void> {
  const { demo } = JSON.parse(readFileSync(WORLD, 'utf8')) as { demo: { engineer: string; org: string; user: string; run: object } };
  const sandbox = await BuiltSandbox.start(WORLD);
  await sandbox.signIn(demo.engineer);
  await sandbox.logIn(demo.org);
  await sandbox.client.request('org/check', { org: demo.org });
  const times: (number | null)[] = [];
  for (let i = 0; i < LAUNCHES; i++) times.push(await launch(sandbox, { org: demo.org, user: demo.user, run: demo.run }, null));
  await sandbox.close();
  print('warm F5 → stop, sample', times);
}

/** The line of the first test method; breakpoints move on to its first statement. */
function testLine({ text }: SourceFile): number | null {
  const found = /@\s*istest\b[^{;]*?\bstatic\s+(?:void\b[^;{]*)|\bstatic\s+(?:testmethod\s+void|void\s+testmethod)\b/i.exec(text.replace(/@\s*istest[^{;]*?\bclass\b/i, match => ' '.repeat(match.length)));
  return found ? text.slice(0, found.index + found[0].length).split('\n').length : null;
}

function print(name: string, times: readonly (number | null)[]): void {
  const stopped = times.filter(time => time !== null);
  if (stopped.length === 0) return printMissing(name, `none of ${times.length} requests stopped`);
  printRow({ name: `${name}, median of ${stopped.length}`, value: quantile(stopped, 0.5), unit: 's', budget: BUDGET_S });
  printRow({ name: `${name}, slowest`, value: Math.max(...stopped), unit: 's', budget: BUDGET_S });
}

await sample();
await forEachProject(async ({ directory, title, sources }) => {
  const sandbox = await BuiltSandbox.start(null);
  const started = performance.now();
  const { check } = await sandbox.client.request('org/openProject', { projects: [directory] });
  printRow({ name: `first start of ${title}`, value: (performance.now() - started) / 1000, unit: 's', note: `${check.ready} classes ready, ${check.withErrors} with errors` });
  const broken = new Set(check.problems.map(({ path }) => basename(path)));
  const tests = sources.flatMap(source => {
    const line = broken.has(basename(source.path)) || !/@\s*istest|testmethod/i.test(source.text) ? null : testLine(source);
    return line === null ? [] : [{ path: source.path, line }];
  });
  const times: (number | null)[] = [];
  // The tests of a broken class don't run: a few more are tried.
  for (let i = 0; i < tests.length && times.filter(time => time !== null).length < LAUNCHES && times.length < 2 * LAUNCHES; i++) {
    const test = tests[Math.floor((i * tests.length) / (2 * LAUNCHES)) % tests.length]!;
    times.push(await launch(sandbox, { project: directory, run: { test: basename(test.path).replace(/\.cls$/i, '') } }, test));
  }
  await sandbox.close();
  print(`warm F5 → stop, ${title}`, times);
});
