import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { confinement } from '../../../src/sandbox/org/confinement.ts';
import { RealOrg } from '../runner/support/real-org.ts';

/** The command line of a process, as everybody on the machine can read it. */
function commandLine(pid: number): string {
  return process.platform === 'linux' ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') : spawnSync('ps', ['-o', 'args=', '-ww', '-p', String(pid)], { encoding: 'utf8' }).stdout;
}

describe('processes', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => { folder = mkdtempSync(join(tmpdir(), 'isv-fence-')); });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Under a runner's arguments: what a script prints. */
  function confined(script: string): string {
    const { stdout, stderr, status } = spawnSync(process.execPath, [...confinement(folder), '-e', script], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return stdout.trim();
  }
  const attempt = (act: string): string => `try { ${act}; console.log('done'); } catch (error) { console.log(error.code ?? error.message); }`;

  it('security 11: a runner may write in the folder of its org', () => assert.equal(confined(attempt(`require('fs').writeFileSync(${JSON.stringify(join(folder, 'a'))}, '')`)), 'done'));
  const fences: readonly (readonly [string, string])[] = [
    ['write beside it', `require('fs').writeFileSync(${JSON.stringify(join(tmpdir(), 'isv-beyond-the-fence'))}, '')`],
    ['start a program', "require('child_process').spawnSync('true').error && (() => { throw require('child_process').spawnSync('true').error; })()"],
    ['load native code', "process.dlopen({ exports: {} }, '/nowhere.node')"],
  ];
  for (const [what, act] of fences) it(`security 11: it can't ${what}`, () => assert.match(confined(attempt(act)), /^ERR_(ACCESS_DENIED|DLOPEN_DISABLED)$/));
  it('security 11: nor can its workers', () => {
    const inner = attempt(`require('fs').writeFileSync(${JSON.stringify(join(tmpdir(), 'isv-beyond-the-fence'))}, '')`);
    assert.equal(confined(`new (require('worker_threads').Worker)(${JSON.stringify(inner)}, { eval: true });`), 'ERR_ACCESS_DENIED');
  });

  it('security 2, 11, 16, 17: a running org is confined to its folder, which is its owner\'s only, and no command line tells a token', async () => {
    const org = await RealOrg.start({ files: { 'classes/A.cls': 'public class A {}' } });
    try {
      await org.kim.request('run/anonymous', { loginId: org.login.id, code: 'System.debug(1);' });
      const pid = org.processes[0]?.pid;
      assert.ok(pid);
      const line = commandLine(pid);
      const writable = /--allow-fs-write=(\S+)/.exec(line)?.[1] ?? '';
      assert.match(line, /--permission /);
      assert.ok(writable.startsWith(realpathSync(org.bench.state)), writable);
      assert.notEqual(writable, realpathSync(org.bench.state));
      assert.equal(statSync(org.bench.state).mode & 0o077, 0);
      for (const secret of [org.bench.hub.discovery.token, org.login.accessToken]) assert.ok(!line.includes(secret));
    } finally {
      await org.close();
    }
  });
});
