/**
 * Memory of the hub and of an org's runner with its threads, a while after the last request. On Linux the proportional set
 * size, which counts a page that both share once; elsewhere what `ps` gives.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { repositoryRoot as root } from '../../test/support/vscode/paths.ts';
import { BuiltSandbox } from './support/built-sandbox.ts';
import { forEachProject } from './support/projects.ts';
import { printRow } from './support/rows.ts';

const WORLD = join(root, 'samples/world.json');
/** The engine gives memory back with some delay. */
const IDLE_MS = 15_000;
const isLinux = process.platform === 'linux';

/** Megabytes. */
function memoryOf(pid: number): number {
  if (!isLinux) return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
  const kilobytes = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

function processesOf(sandbox: BuiltSandbox): number[] {
  const children = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n').map(line => line.trim().split(/\s+/).map(Number));
  return [sandbox.pid, ...children.filter(([, parent]) => parent === sandbox.pid).map(([pid]) => pid!)];
}

async function print(name: string, sandbox: BuiltSandbox, budget: number): Promise<void> {
  await wait(IDLE_MS);
  const each = processesOf(sandbox).map(memoryOf);
  printRow({ name, value: each.reduce((sum, megabytes) => sum + megabytes, 0), unit: 'MB', budget, note: `hub ${each[0]!.toFixed(0)}, runner ${each.slice(1).map(one => one.toFixed(0)).join(', ')}${isLinux ? '' : ', shared pages counted twice'}` });
}

const sandbox = await BuiltSandbox.start(WORLD);
const { demo } = JSON.parse(readFileSync(WORLD, 'utf8')) as { demo: { engineer: string; org: string } };
await sandbox.signIn(demo.engineer);
await sandbox.logIn(demo.org);
await sandbox.client.request('org/check', { org: demo.org });
await print('memory, hub and sample org idle', sandbox, 150);
await sandbox.close();

await forEachProject(async ({ directory, title }) => {
  const large = await BuiltSandbox.start(null);
  const { login } = await large.client.request('org/openProject', { projects: [directory] });
  // An undebugged request and a session: a worker of either kind.
  await large.client.request('run/anonymous', { loginId: login.id, code: 'System.debug(1);' });
  const session = await large.client.request('session/acquire', { loginId: login.id });
  await large.client.request('debug/threads', { sessionId: session.id });
  await print(`memory, hub and ${title} with 2 warm workers`, large, 350);
  await large.client.request('session/end', { sessionId: session.id });
  await large.close();
});
