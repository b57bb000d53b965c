import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'mocha';
import type { LoginInfo } from '../../../src/protocol/rpc.ts';
import { Bench } from './support/bench.ts';
import type { TestClient } from './support/bench.ts';

describe("an org's HTTP API", () => {
  let bench: Bench;
  let kim: TestClient;
  let login: LoginInfo;
  before(async () => {
    bench = await Bench.start();
    kim = await bench.connect('kim');
  });
  beforeEach(async () => { login = await kim.login('north', 'ann@north.example'); });
  after(() => bench.close());

  const send = (path: string, init: RequestInit = {}, token = login.accessToken): Promise<Response> =>
    fetch(`${login.instanceUrl}${path}`, { ...init, headers: { Authorization: `Bearer ${token}`, ...init.headers } });
  const last = (method: string): unknown => bench.runner().called(method).at(-1);

  it('sends Apex REST requests to the org, and its answer back', async () => {
    const response = await send('/services/apexrest/acme/orders/1?a=%20b', { method: 'POST', body: '{"ä":1}', headers: { 'X-Trace': '7' } });
    assert.equal(response.status, 201);
    assert.equal(response.headers.get('x-org'), 'yes');
    assert.deepEqual(await response.json(), { echo: '{"ä":1}', path: '/services/apexrest/acme/orders/1?a=%20b' });
    const request = last('runRequest') as { method: string; headers: Record<string, string>; context: { userId: string } };
    assert.deepEqual([request.method, request.headers['x-trace'], request.headers['authorization'], request.context.userId], ['POST', '7', undefined, login.user.id]);
  });

  it('lets no answer of an org frame itself or let web pages in', async () => {
    const response = await send('/services/apexrest/acme/x');
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    assert.equal((await response.text()).length > 1, true);
  });

  it('debugs requests that come over HTTP', async () => {
    const session = await kim.request('session/acquire', { loginId: login.id });
    await kim.request('debug/ready', { sessionId: session.id });
    await send('/services/apexrest/acme/x');
    const { context } = last('runRequest') as { context: { debug: unknown } };
    assert.deepEqual(context.debug, { sessionId: session.id, slot: 0, threadId: 1, threadName: 'GET /services/apexrest/acme/x (Ann North)' });
    await kim.request('session/end', { sessionId: session.id });
  });

  it('answers queries', async () => {
    const response = await send(`/services/data/v60.0/query?q=${encodeURIComponent('SELECT Name FROM Account')}`);
    assert.deepEqual(await response.json(), { totalSize: 1, done: true, records: [{ Name: 'Acme' }] });
    assert.deepEqual(last('query'), { userId: login.user.id, soql: 'SELECT Name FROM Account' });
  });

  it('passes requests on records on, with what is behind the version', async () => {
    await send('/services/data/v60.0/sobjects/Account/001?fields=Name');
    const { path, method, userId } = last('restRecords') as { path: string; method: string; userId: string };
    assert.deepEqual([path, method, userId], ['/sobjects/Account/001?fields=Name', 'GET', login.user.id]);
  });

  it('debugs what writes records', async () => {
    const session = await kim.request('session/acquire', { loginId: login.id });
    await kim.request('debug/ready', { sessionId: session.id });
    assert.equal((await send('/services/data/v60.0/sobjects/Account/001', { method: 'PATCH', body: '{}' })).status, 204);
    const { path, method, entry, context } = last('writeRecord') as { path: string; method: string; entry: string; context: { debug: unknown } };
    assert.deepEqual([path, method, entry], ['/sobjects/Account/001', 'PATCH', 'api']);
    assert.deepEqual(context.debug, { sessionId: session.id, slot: 0, threadId: 1, threadName: 'PATCH /services/data/v60.0/sobjects/Account/001 (Ann North)' });
    await kim.request('session/end', { sessionId: session.id });
  });

  it('executes anonymous Apex', async () => {
    const response = await send(`/services/data/v60.0/tooling/executeAnonymous/?anonymousBody=${encodeURIComponent('Integer i = 1;')}`);
    assert.deepEqual(await response.json(), { line: -1, column: -1, compiled: true, success: true, compileProblem: null, exceptionStackTrace: null, exceptionMessage: null });
    assert.equal((last('runAnonymous') as { code: string }).code, 'Integer i = 1;');
  });

  const refusals: readonly [string, string, RequestInit, number, string][] = [
    ['a query that is wrong', '/services/data/v60.0/query?q=BAD', {}, 400, 'MALFORMED_QUERY'],
    ['no query', '/services/data/v60.0/query', {}, 400, 'MALFORMED_QUERY'],
    ['no anonymous Apex', '/services/data/v60.0/tooling/executeAnonymous', {}, 400, 'MISSING_ARGUMENT'],
    ['a query by POST', '/services/data/v60.0/query?q=SELECT', { method: 'POST' }, 405, 'METHOD_NOT_ALLOWED'],
    ['a resource there is not', '/services/data/v60.0/limits', {}, 404, 'NOT_FOUND'],
    ['a version there is not', '/services/data/latest/query', {}, 404, 'NOT_FOUND'],
    ['a body that is too large', '/services/apexrest/acme/x', { method: 'POST', body: 'x'.repeat(6 * 1024 * 1024 + 1) }, 413, 'REQUEST_LIMIT_EXCEEDED'],
  ];
  for (const [title, path, init, status, errorCode] of refusals) {
    it(`refuses ${title}`, async () => {
      const response = await send(path, init);
      assert.equal(response.status, status);
      const [error] = await response.json() as { errorCode: string; message: string }[];
      assert.equal(error?.errorCode, errorCode);
      assert.notEqual(error?.message, '');
    });
  }

  it('lets only a login in, and only into its org', async () => {
    const south = await kim.login('south');
    for (const token of ['', 'x', south.accessToken, bench.hub.discovery.token, `${login.accessToken}x`]) {
      const response = await send('/services/data/v60.0/query?q=SELECT', {}, token);
      assert.equal(response.status, 401);
      assert.deepEqual(await response.json(), [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }]);
    }
  });

  it('lets nobody in after the login ended', async () => {
    const token = login.accessToken;
    await kim.request('login/end', {});
    assert.equal((await send('/services/apexrest/acme/x', {}, token)).status, 401);
  });

  it("has the permissions of the login's user", async () => {
    const cy = await kim.login('north', 'cy@north.example');
    const response = await send('/services/apexrest/acme/x', {}, cy.accessToken);
    assert.deepEqual([response.status, (await response.json() as { errorCode: string }[])[0]?.errorCode], [403, 'API_DISABLED_FOR_ORG']);
  });

  for (const path of ['/', '/rpc', '/org/', '/org/x/services/apexrest/a', '/org/00D000000000001EAA', '/org/00D000000000001EAA/lightning', '/..%2f..%2fetc/passwd']) {
    it(`has nothing at ${path}`, async () => {
      const response = await fetch(`http://127.0.0.1:${bench.hub.discovery.port}${path}`);
      assert.equal(response.status, 404);
    });
  }
});
