import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { HubClient } from '../../../src/protocol/client.ts';
import type { DiscoveryFile } from '../../../src/protocol/discovery.ts';
import { entryPoint } from '../../../src/protocol/entry-points.ts';
import { hubArguments } from '../../../src/protocol/environment.ts';
import { startHub } from '../../../src/sandbox/hub/start.ts';
import { Bench, writeWorld } from './support/bench.ts';

describe("the hub's process", function () {
  this.timeout(20_000);
  let folder: string;
  let children: ChildProcess[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isv-hub-process-'));
    children = [];
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  const state = (): string => join(folder, 'state');
  const discovery = (): DiscoveryFile => JSON.parse(readFileSync(join(state(), 'hub.json'), 'utf8')) as DiscoveryFile;

  function start(args: readonly string[]): { child: ChildProcess; up: Promise<void>; ended: Promise<{ code: number | null; errors: string; output: string }> } {
    const child = spawn(process.execPath, [entryPoint('hub'), ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    children.push(child);
    let errors = '';
    let output = '';
    child.stderr?.on('data', (chunk: Buffer) => { errors += chunk.toString(); });
    const ended = new Promise<{ code: number | null; errors: string; output: string }>(resolve => child.once('close', code => resolve({ code, errors, output })));
    const up = new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('Listening')) resolve();
      });
      ended.then(({ errors: text }) => reject(new Error(text)), reject);
    });
    up.catch(() => undefined);
    return { child, up, ended };
  }
  const hub = (exitWithStdin = false): ReturnType<typeof start> => start(hubArguments({ stateDirectory: state(), worldFile: writeWorld(folder), exitWithStdin }));

  it('security 2, 15, 17: answers where its discovery file says, and tells its token nobody', async () => {
    const { child, up, ended } = hub();
    await up;
    const { token, pid } = discovery();
    assert.equal(pid, child.pid);
    const client = await HubClient.connect(discovery());
    assert.equal((await client.request('client/hello', { client: 'test', version: '1' })).world, 'Acme');
    client.close();
    for (const name of readdirSync(state())) assert.equal(statSync(join(state(), name)).mode & 0o077, 0, name);
    child.kill('SIGTERM');
    const { code, errors, output } = await ended;
    assert.equal(code, 0);
    assert.ok(!`${errors}${output}`.includes(token));
    assert.equal(existsSync(join(state(), 'hub.json')), false);
  });

  it('security 16: ends when its standard input does', async () => {
    const { child, up, ended } = hub(true);
    await up;
    child.stdin?.end();
    assert.equal((await ended).code, 0);
  });

  it('lets no other have its state directory, until it is killed', async () => {
    const first = hub();
    await first.up;
    const second = await hub().ended;
    assert.equal(second.code, 3);
    assert.match(second.errors, new RegExp(`belongs to a hub that is running \\(process ${first.child.pid}\\)`));
    await assert.rejects(startHub({ state: state(), world: null }), { name: 'StateInUse' });
    first.child.kill('SIGKILL');
    await first.ended;
    const third = hub();
    await third.up;
    assert.equal(discovery().pid, third.child.pid);
  });

  const wrong: readonly [string, readonly string[], RegExp, number][] = [
    ['no --state', [], /^--state is missing\. Usage: /, 2],
    ['a port that is none', ['--state', 'STATE', '--port', '70000'], /--port is "70000", but must be a number up to 65535/, 2],
    ['an unknown option', ['--state', 'STATE', '--fly'], /--fly/, 2],
    ['a world that is not there', ['--state', 'STATE', '--world', '/nowhere/world.json'], /The world file \/nowhere\/world\.json does not exist/, 1],
  ];
  for (const [title, args, message, code] of wrong) {
    it(`says what is wrong with ${title}`, async () => {
      const ended = await start(args.map(arg => (arg === 'STATE' ? state() : arg))).ended;
      assert.match(ended.errors, message);
      assert.equal(ended.code, code);
    });
  }

  it('takes the port it is given, and says if another has it', async () => {
    const bench = await Bench.start();
    try {
      const { code, errors } = await start(['--state', state(), '--port', String(bench.hub.discovery.port)]).ended;
      assert.equal(code, 1);
      assert.match(errors, new RegExp(`Port ${bench.hub.discovery.port} is in use`));
    } finally {
      await bench.close();
    }
  });
});
