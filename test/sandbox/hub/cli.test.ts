import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { DEVELOPER_TOKEN_VARIABLE, SERVER_VARIABLE, STATE_DIRECTORY_VARIABLE } from '../../../src/protocol/environment.ts';
import { SERVER_CA_VARIABLE } from '../../../src/protocol/server-ca.ts';
import { runCli } from '../../support/cli.ts';
import type { CliOutcome } from '../../support/cli.ts';
import { Bench } from './support/bench.ts';
import { makeCertificate } from './support/certificate.ts';

const admin = 'ann@seats.example';

describe('command line beside a hub', () => {
  let bench: Bench;
  before(async () => { bench = await Bench.start(); });
  after(() => bench.close());

  const cli = (...args: string[]): Promise<CliOutcome> => runCli(args, { cwd: bench.folder, env: { [STATE_DIRECTORY_VARIABLE]: bench.state } });

  /** In order: each goes on from what the others did. */
  const steps: readonly (readonly [args: readonly string[], code: number, said: RegExp])[] = [
    [['auth'], 0, /Nobody is signed in/],
    [['auth', 'login', 'kim@acme.example'], 0, /Signed in as Kim/],
    [['auth'], 0, /Kim \(kim@acme.example\).*ModifyAllData/],
    [['subscribers', 'clinic'], 0, /seats {2}.*Seat Clinic/],
    [['subscribers', 'nobody'], 0, /No subscriber matches "nobody"/],
    [['grant', 'seats', 'cy@seats.example'], 0, /✘ Cy Seats has no license for Acme's package.*\(T4\)/],
    [['grant', 'seats', 'cy@seats.example', '1 day'], 2, /no license/],
    [['license', 'seats', 'acme', '--seats', '3'], 0, /acme: active, 2 of 3 seats used/],
    [['license', 'seats', 'acme', '--assign', 'cy@seats.example', '--as', admin], 0, /3 of 3 seats/],
    [['license', 'seats', 'acme', '--status', 'trial'], 2, /never goes back to trial/],
    [['license', 'seats', 'acme'], 2, /Say what to change/],
    [['grant', 'seats', 'cy@seats.example', '1', 'day'], 0, /Granted until 2026-01-06/],
    [['org', 'show', 'seats'], 0, /Contact: Seat Clinic Ltd, office@seats.example[\s\S]*Data space: 30 %[\s\S]*cy@seats.example[\s\S]*Desk {5}1.2 {6}active {3}3 {5}3/],
    [['login-as', 'seats', '--case', '0042', '--reason', 'Prices are wrong'], 0, /Logged in to Seat Clinic as Cy Seats/],
    [['audit', '--org', 'seats', '--limit', '1'], 0, /login .*cy@seats.example \(case 0042: Prices are wrong\)/],
    [['audit', 'verify'], 0, /All \d+ rows are as they were written/],
    [['feature', 'seats'], 0, /define none/],
    [['feature', 'seats', 'acme.Fast', 'true'], 2, /no feature parameter acme.Fast/],
    [['grant', 'seats', 'cy@seats.example', '--revoke'], 0, /No Access/],
    [['approve', 'guarded'], 0, /No login waits/],
    [['auth', 'create-token', 'CI', '--days', '7'], 0, /^[\w-]{43}\n$/],
    [['auth', 'tokens'], 0, /CI {5,}service {2}kim@acme.example/],
    [['maintenance', 'start', 'New', 'disks.'], 0, /: New disks\./],
    [['maintenance', 'end'], 0, /There is no maintenance/],
    [['auth', 'logout'], 0, /Signed out/],
    [['subscribers'], 2, /Nobody is signed in/],
  ];
  for (const [args, code, said] of steps) {
    it(`${args.join(' ')} → ${code}`, async () => {
      const result = await cli(...args);
      assert.equal(result.code, code, result.out + result.err);
      assert.match(code === 2 ? result.err : result.out, said);
    });
  }

  it('prints JSON', async () => {
    await cli('auth', 'login', 'kim@acme.example');
    const { out } = await cli('audit', 'verify', '--json');
    assert.deepEqual((JSON.parse(out) as { faults: unknown }).faults, []);
  });
});

describe("command line and a team's server of a private authority", () => {
  const tls = makeCertificate();
  let bench: Bench;
  let token: string;
  before(async () => {
    bench = await Bench.start({ team: { host: '127.0.0.1', port: 0, tls } });
    ({ token } = await (await bench.connect()).request('token/create', { name: 'Laptop', developer: 'lee@acme.example' }));
    writeFileSync(`${bench.folder}/ca.pem`, tls.cert);
  });
  after(() => bench.close());

  const auth = (ca: Readonly<Record<string, string>>, args: readonly string[] = ['auth']): Promise<CliOutcome> => runCli(args, { cwd: bench.folder, env: { [SERVER_VARIABLE]: `wss://localhost:${bench.hub.discovery.teamPort}`, [DEVELOPER_TOKEN_VARIABLE]: token, ...ca } });

  it('connects where the environment names its certificate, and nowhere else', async () => {
    const { code, out, err } = await auth({ [SERVER_CA_VARIABLE]: `${bench.folder}/ca.pem` });
    assert.deepEqual([code, /Lee \(lee@acme\.example\)/.test(out)], [0, true], out + err);
    const without = await auth({});
    assert.equal(without.code, 2);
    assert.match(without.err, /name the file of its certificate in ISV_DEBUGGER_SERVER_CA/);
    assert.match((await auth({ [SERVER_CA_VARIABLE]: 'ca.pem' })).err, /The file ca\.pem is not named by an absolute path/);
  });

  it('sends the workspace whose version is to be run', async () => {
    const project = join(bench.folder, 'desk');
    // The server read it: it refuses the namespace.
    const { code, err } = await auth({ [SERVER_CA_VARIABLE]: `${bench.folder}/ca.pem` }, ['exec', '--org', 'north', '-e', '1;', '--workspace-version', `zed=${project}`]);
    assert.equal(code, 2, err);
    assert.ok(err.includes(`${project} has the namespace zed, but your packages in North Clinic are acme`), err);
    const missing = await auth({ [SERVER_CA_VARIABLE]: `${bench.folder}/ca.pem` }, ['exec', '--org', 'north', '-e', '1;', '--workspace-version', join(bench.folder, 'nowhere')]);
    assert.deepEqual([missing.code, /nowhere: there is no such project folder/.test(missing.err)], [2, true], missing.err);
  });
});
