import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, afterEach, before, describe, it } from 'mocha';
import { DEVELOPER_TOKEN_VARIABLE, SERVER_VARIABLE } from '../../src/protocol/environment.ts';
import { SERVER_CA_VARIABLE } from '../../src/protocol/server-ca.ts';
import { makeCertificate } from '../sandbox/hub/support/certificate.ts';
import { Bench } from '../sandbox/hub/support/bench.ts';
import { Adapter } from '../support/dap/adapter.ts';

describe("adapter: a team's server", function () {
  this.timeout(60_000);
  let bench: Bench;
  let token: string;
  let adapter: Adapter;
  before(async () => {
    bench = await Bench.start({ team: { host: '127.0.0.1', port: 0, tls: null } });
    ({ token } = await (await bench.connect()).request('token/create', { name: 'Laptop', developer: 'lee@acme.example' }));
  });
  after(() => bench.close());
  afterEach(() => adapter.close());

  const url = (): string => `ws://127.0.0.1:${bench.hub.discovery.teamPort}`;
  function start(environment: NodeJS.ProcessEnv): Adapter {
    adapter = new Adapter({ stateDirectory: `${bench.folder}/none`, environment });
    return adapter;
  }

  it('debugs there, as whom the token is', async () => {
    await start({ [SERVER_VARIABLE]: url(), [DEVELOPER_TOKEN_VARIABLE]: token }).configured('attach', { org: 'north' });
    assert.deepEqual(bench.hub.context.sessions.list().map(each => [each.developer, each.state]), [['lee@acme.example', 'active']]);
    await adapter.request('disconnect');
    assert.deepEqual(bench.hub.context.sessions.list(), []);
  });

  const wrong: readonly [string, () => NodeJS.ProcessEnv, RegExp][] = [
    ['no token', () => ({ [SERVER_VARIABLE]: url(), [DEVELOPER_TOKEN_VARIABLE]: '' }), /needs the token that you got for it/],
    ['a token that is none', () => ({ [SERVER_VARIABLE]: url(), [DEVELOPER_TOKEN_VARIABLE]: 'x' }), /401/],
    ['an address that is none', () => ({ [SERVER_VARIABLE]: 'localhost:1', [DEVELOPER_TOKEN_VARIABLE]: token }), /must be like wss:/],
    ['another machine without TLS', () => ({ [SERVER_VARIABLE]: 'ws://acme.example:1', [DEVELOPER_TOKEN_VARIABLE]: token }), /over TLS, wss:/],
  ];
  for (const [what, environment, expected] of wrong) {
    it(`says what is wrong: ${what}`, async () => {
      start(environment());
      await adapter.initialize();
      assert.match((await adapter.expectError('attach', { org: 'north' })).format, expected);
      await adapter.request('disconnect');
    });
  }
});

describe("adapter: a team's server of a private authority", function () {
  this.timeout(60_000);
  const tls = makeCertificate();
  let bench: Bench;
  let token: string;
  let adapter: Adapter;
  before(async () => {
    bench = await Bench.start({ team: { host: '127.0.0.1', port: 0, tls } });
    ({ token } = await (await bench.connect()).request('token/create', { name: 'Laptop', developer: 'lee@acme.example' }));
    writeFileSync(`${bench.folder}/ca.pem`, tls.cert);
    writeFileSync(`${bench.folder}/other.pem`, makeCertificate().cert);
  });
  after(() => bench.close());
  afterEach(() => adapter.close());

  function start(file: string): Adapter {
    adapter = new Adapter({ stateDirectory: `${bench.folder}/none`, environment: { [SERVER_VARIABLE]: `wss://localhost:${bench.hub.discovery.teamPort}`, [DEVELOPER_TOKEN_VARIABLE]: token, [SERVER_CA_VARIABLE]: file === '' ? '' : `${bench.folder}/${file}` } });
    return adapter;
  }

  it('is debugged on where the environment names its certificate', async () => {
    await start('ca.pem').configured('attach', { org: 'north' });
    assert.equal(bench.hub.context.sessions.list()[0]?.developer, 'lee@acme.example');
    await adapter.request('disconnect');
  });

  const unknown = /self-signed certificate\. If an authority of your own signed the server's certificate, name the file of its certificate in ISV_DEBUGGER_SERVER_CA/;
  for (const [file, expected] of [['', unknown], ['other.pem', unknown], ['none.pem', /none\.pem can't be read/]] as const) {
    it(`is refused with ${file === '' ? 'none' : file}`, async () => {
      start(file);
      await adapter.initialize();
      assert.match((await adapter.expectError('attach', { org: 'north' })).format, expected);
      await adapter.request('disconnect');
    });
  }
});
