import assert from 'node:assert/strict';
import { request } from 'node:https';
import { after, before, describe, it } from 'mocha';
import { startHub } from '../../../src/sandbox/hub/start.ts';
import { refused } from '../rules/support/rule.ts';
import { Bench, TestClient } from './support/bench.ts';
import { makeCertificate } from './support/certificate.ts';
import { HubClient } from '../../../src/protocol/client.ts';

describe("a team's server", () => {
  const tls = makeCertificate();
  const ca = tls.cert.toString();
  let bench: Bench;
  let operator: TestClient;
  before(async () => {
    bench = await Bench.start({ team: { host: '127.0.0.1', port: 0, tls } });
    operator = await bench.connect();
  });
  after(() => bench.close());

  const url = (): string => `wss://localhost:${bench.hub.discovery.teamPort}`;
  const tokenOf = (developer: string): Promise<{ token: string; info: { id: string } }> => operator.request('token/create', { name: 'Laptop', developer: `${developer}@acme.example` });

  async function join(developer: string): Promise<{ client: TestClient; id: string }> {
    const { token, info } = await tokenOf(developer);
    const client = new TestClient(await HubClient.connectTo({ url: url(), token, ca }));
    return { client, id: info.id };
  }

  function get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: string }> {
    return new Promise((resolve, reject) => {
      const asked = request(`https://localhost:${bench.hub.discovery.teamPort}${path}`, { ca, headers }, response => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; }).on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      });
      asked.on('error', reject).end();
    });
  }

  it('knows a developer by the token, who debugs as on the machine itself', async () => {
    const { client } = await join('lee');
    const { developer } = await client.request('client/hello', { client: 'test', version: '1' });
    assert.equal(developer?.userName, 'lee@acme.example');
    const { session, login } = await client.debug('south');
    await client.request('session/end', { sessionId: session.id });
    // Each client is told where it reaches the org itself.
    const local = await bench.connect('lee');
    const elsewhere = `https://localhost:${bench.hub.discovery.teamPort}/org/${login.org.id}`;
    assert.deepEqual([login.instanceUrl, (await client.request('login/current', {})).login?.instanceUrl], [elsewhere, elsewhere]);
    assert.equal((await local.request('login/current', {})).login?.instanceUrl, `http://127.0.0.1:${bench.hub.discovery.port}/org/${login.org.id}`);
    await local.login('south');
    assert.equal((await client.heard('login/changed')).at(-1)?.login?.instanceUrl, elsewhere);
    const { status, body } = await get(`/org/${login.org.id}/services/apexrest/orders`, { authorization: `Bearer ${login.accessToken}` });
    assert.deepEqual([status, JSON.parse(body)], [201, { echo: '', path: '/services/apexrest/orders' }]);
    client.hub.close();
  });

  it('lets nobody be somebody else, a customer, or who runs the server', async () => {
    const { client } = await join('lee');
    await refused(client.request('developer/signIn', { userName: 'kim@acme.example' }), 'unknownUser', null, /another developer's/);
    await refused(client.request('bundle/open', { path: bench.folder }), 'customerOnly', null, /on the machine that has them/);
    await refused(client.request('grant/set', { org: 'seats', user: 'ann@seats.example', duration: '1 year' }), 'customerOnly', 'T3');
    await refused(client.request('policy/set', { org: 'seats', user: 'ann@seats.example', change: { requiresMfa: true } }), 'customerOnly', 'T3');
    await refused(client.request('approval/list', { org: 'guarded' }), 'customerOnly', 'T3');
    await refused(client.request('maintenance/start', {}), 'customerOnly', 'D10');
    await refused(client.request('mfa/reset', { userName: 'lee@acme.example' }), 'missingPermission', 'T8');
    await refused(client.request('org/openProject', { projects: [bench.folder] }), 'customerOnly', null);
    assert.deepEqual((await client.request('developer/list', {})).developers.map(each => each.name), ['Lee']);
    assert.ok((await client.request('token/list', { all: true })).tokens.every(each => each.developer === 'lee@acme.example'));
    client.hub.close();
  });

  it('refuses wrong tokens, and the one of the machine itself', async () => {
    for (const token of ['wrong', bench.hub.discovery.token]) await assert.rejects(HubClient.connectTo({ url: url(), token, ca }), /401/);
    await assert.rejects(HubClient.connectTo({ url: url(), token: 'wrong' }), /certificate/);
  });

  it('cuts the connections of a revoked token at once, and their sessions can be resumed', async () => {
    const { client, id } = await join('lee');
    const { session } = await client.debug('south');
    const started = performance.now();
    const closed = new Promise<void>(resolve => client.hub.onClose(resolve));
    await operator.request('token/revoke', { id });
    await closed;
    assert.ok(performance.now() - started < 1000);
    await assert.rejects(client.request('orgs/list', {}));
    const { client: again } = await join('lee');
    const login = await again.login('south');
    assert.equal((await again.request('session/acquire', { loginId: login.id, resume: true })).id, session.id);
    await again.request('session/end', { sessionId: session.id });
    again.hub.close();
  });

  it('limits how fast a developer asks', async () => {
    const { client } = await join('mia');
    // What may wait for its answer at once is limited too, so they come in waves.
    const outcomes: string[] = [];
    for (let wave = 0; wave < 4; wave++) {
      const results = await Promise.allSettled(Array.from({ length: 150 }, () => client.request('maintenance/get', {})));
      outcomes.push(...results.map(result => (result.status === 'fulfilled' ? 'answered' : String((result.reason as { data?: { id: string } }).data?.id))));
    }
    assert.deepEqual([...new Set(outcomes)].sort(), ['answered', 'rateLimited']);
    assert.ok(outcomes.filter(each => each === 'answered').length >= 400);
    client.hub.close();
  });

  it('answers a monitor: health to everyone, metrics to who has a token', async () => {
    assert.deepEqual(await get('/healthz'), { status: 200, body: 'ok' });
    assert.equal((await get('/metrics')).status, 401);
    const { token } = await tokenOf('lee');
    for (const each of [token, bench.hub.discovery.token]) {
      const { status, body } = await get('/metrics', { authorization: `Bearer ${each}` });
      assert.equal(status, 200);
      assert.match(body, /# TYPE isv_debugger_sessions gauge\nisv_debugger_sessions \d+\n/);
      assert.match(body, /isv_debugger_requests_total [1-9]\d*\n/);
    }
    assert.equal((await get('/healthz', { origin: 'https://evil.example' })).status, 403);
  });

  it('slows down who guesses tokens', async () => {
    const statuses = new Set<number>();
    for (let attempt = 0; attempt < 30; attempt++) statuses.add((await get('/metrics', { authorization: 'Bearer guess' })).status);
    assert.deepEqual([...statuses], [401, 429]);
  });

  it('is refused without TLS off the loopback address', async () => {
    const other = await Bench.start();
    const state = `${other.folder}/other`;
    try {
      await assert.rejects(startHub({ state, world: null, team: { host: '0.0.0.0', port: 0, tls: null } }), /other machines connect over TLS only/);
    } finally {
      await other.close();
    }
  });
});
