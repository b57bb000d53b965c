import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { describe, it } from 'mocha';

const LEASH = join(import.meta.dirname, '../../support/vscode/leash.ts');
/** Both say who they are, and would run on. */
const GRANDCHILD = 'console.log(`grandchild ${process.pid}`); setInterval(() => {}, 1000);';
const CHILD = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(GRANDCHILD)}], { stdio: 'inherit' }); console.log('child ' + process.pid); setInterval(() => {}, 1000);`;
const PARENT = `
  const { leashed } = await import(${JSON.stringify(LEASH)});
  const { spawn } = await import('node:child_process');
  const { command, args } = leashed(process.execPath, ['-e', ${JSON.stringify(CHILD)}]);
  const child = spawn(command, args, { detached: true, stdio: ['pipe', 'inherit', 'inherit'], env: { PATH: '' } });
  console.log('leader ' + child.pid);
  process.once('SIGUSR2', () => process.kill(-child.pid, 'SIGTERM'));
  child.once('exit', (code, signal) => { console.log('ended ' + signal); process.exit(); });`;

describe('a process group on a leash', () => {
  async function start(): Promise<{ parent: ChildProcessByStdio<null, Readable, Readable>; said: Map<string, string>; gone: Promise<unknown> }> {
    const parent = spawn(process.execPath, ['--input-type=module', '-e', PARENT], { stdio: ['ignore', 'pipe', 'pipe'] });
    // Its pipe is theirs, too: it closes when none of them is left.
    const gone = once(parent, 'close');
    const said = new Map<string, string>();
    await new Promise<void>(resolve => {
      createInterface({ input: parent.stdout }).on('line', line => {
        const [who = '', what = ''] = line.split(' ');
        said.set(who, what);
        if (said.size === 3) resolve();
      });
    });
    return { parent, said, gone };
  }

  it('ends with whoever holds it, though that was killed', async () => {
    const { parent, said, gone } = await start();
    assert.equal(said.get('child'), said.get('leader'), 'the program leads the group');
    parent.kill('SIGKILL');
    // Times out otherwise.
    await gone;
  });

  it('is ended by signals as before', async () => {
    const { parent, said, gone } = await start();
    parent.kill('SIGUSR2');
    await gone;
    assert.equal(said.get('ended'), 'SIGTERM');
  });
});
