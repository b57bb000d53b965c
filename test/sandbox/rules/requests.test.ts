import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RequestType, SessionFilters } from '../../../src/protocol/rpc.ts';
import type { RunContext } from '../../../src/sandbox/org/contract.ts';
import { Bench } from '../hub/support/bench.ts';
import type { TestClient } from '../hub/support/bench.ts';
import { refused, rule } from './support/rule.ts';

const tooMany = 'Too many concurrent debugged requests. This request will not be debugged';
const contexts = (bench: Bench): RunContext[] => bench.runner().calls.flatMap(call => (call.method.startsWith('run') ? [(call.params as { context: RunContext }).context] : []));

describe('rules of debugged requests', () => {
  rule('T13', 'a third concurrent request runs undebugged, and the console says so', async bench => {
    const kim = await bench.connect('kim');
    const { login, session } = await kim.debug();
    const runs = [1, 2].map(() => kim.request('run/anonymous', { loginId: login.id, code: 'hold' }));
    await bench.runner().holds(2);
    assert.deepEqual(contexts(bench).map(({ debug }) => [debug?.slot, debug?.threadId]), [[0, 1], [1, 2]]);
    const third = await kim.request('run/anonymous', { loginId: login.id, code: '1;' });
    assert.equal(third.notDebugged, tooMany);
    assert.deepEqual((await kim.heard('debug/output')).map(({ sessionId, text }) => [sessionId, text]), [[session.id, tooMany]]);
    for (const { finish } of bench.runner().held.values()) finish();
    assert.deepEqual((await Promise.all(runs)).map(run => run.notDebugged), [null, null]);
  });

  rule('T13', 'the third stays undebugged though a slot gets free; the next takes it', async bench => {
    const kim = await bench.connect('kim');
    const { login } = await kim.debug();
    const runs = [1, 2, 3].map(() => kim.request('run/anonymous', { loginId: login.id, code: 'hold' }));
    await bench.runner().holds(3);
    const [first, , third] = [...bench.runner().held.values()];
    assert.equal(third?.context.debug, null);
    first?.finish();
    assert.equal((await runs[0])?.notDebugged, null);
    const next = await kim.request('run/anonymous', { loginId: login.id, code: '1;' });
    assert.equal(next.notDebugged, null);
    assert.deepEqual([contexts(bench).at(-1)?.debug?.slot, contexts(bench).at(-1)?.debug?.threadId], [0, 3]);
    for (const { finish } of bench.runner().held.values()) finish();
    assert.equal((await runs[2])?.notDebugged, tooMany);
  });

  rule('T13', 'a test run is one request, and the org\'s own requests take slots', async bench => {
    const kim = await bench.connect('kim');
    const { login, session } = await kim.debug();
    await kim.request('run/test', { loginId: login.id, tests: ['ATest', 'BTest.works'] });
    assert.deepEqual(bench.runner().called('runTests').length, 1);
    const job = (requestId: string): Parameters<ReturnType<typeof bench.runner>['listener']['admit']>[0] => ({ requestId, userId: login.user.id, type: 'queueable', entryPoint: 'Job.execute' });
    const { listener } = bench.runner();
    const admitted = [await listener.admit(job('a')), await listener.admit(job('b')), await listener.admit(job('c'))];
    assert.deepEqual(admitted.map(debug => debug?.threadName ?? null), ['Job.execute (Ann North)', 'Job.execute (Ann North)', null]);
    bench.runner().emit({ kind: 'requestEnded', requestId: 'a' });
    assert.deepEqual((await listener.admit(job('d')))?.sessionId, session.id);
  });

  rule('D7', "only the LoginAs user's requests are debugged", async bench => {
    const kim = await bench.connect('kim');
    await kim.debug();
    const other = await kim.login('north', 'bo@north.example');
    const run = await kim.request('run/request', { loginId: other.id, method: 'GET', path: '/services/apexrest/acme/x' });
    assert.match(run.notDebugged ?? 'debugged', /other users' requests only \(D7\)/);
    assert.equal(contexts(bench)[0]?.debug, null);
  });

  rule('D7', "an explicit filter on other users needs 'Modify All Data'", async bench => {
    const lee = await bench.connect('lee');
    const login = await lee.login();
    await refused(lee.request('session/acquire', { loginId: login.id, filters: { userIds: ['bo@north.example'] } }), 'missingPermission', 'D7');
  });

  it('D7: an explicit filter widens it, and is audited', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      await kim.debug('north', { userIds: ['BO@north.example'] });
      const other = await kim.login('north', 'bo@north.example');
      assert.equal((await kim.request('run/request', { loginId: other.id, method: 'GET', path: '/services/apexrest/acme/x' })).notDebugged, null);
      const audited = bench.hub.context.store.audit.list().filter(entry => entry.action === 'widenFilter');
      assert.deepEqual(audited.map(({ actor, detail }) => [actor, detail]), [['kim@acme.example', 'bo@north.example']]);
    } finally {
      await bench.close();
    }
  });

  const filtered: readonly [SessionFilters, RequestType, boolean][] = [
    [{ requestTypes: ['rest'] }, 'rest', true], [{ requestTypes: ['rest'] }, 'anonymous', false], [{ requestTypes: ['test', 'anonymous'] }, 'anonymous', true],
    [{ entryPoint: 'orders/\\d+$' }, 'rest', true], [{ entryPoint: '^GET' }, 'rest', false], [{ entryPoint: 'OrderTest' }, 'test', true], [{ entryPoint: 'OrderTest', requestTypes: ['rest'] }, 'test', false],
  ];
  for (const [filters, type, isDebugged] of filtered) {
    it(`D7: filters ${JSON.stringify(filters)} ${isDebugged ? 'let' : 'keep'} a request of type ${type} ${isDebugged ? 'stop' : 'from stopping'}`, async () => {
      const bench = await Bench.start();
      try {
        const kim = await bench.connect('kim');
        const { login } = await kim.debug('north', filters);
        const run = await runOf(kim, login.id, type);
        assert.equal(run.notDebugged === null, isDebugged, run.notDebugged ?? 'debugged');
      } finally {
        await bench.close();
      }
    });
  }

  it('D7: a filter that is no regular expression, or names nobody, is refused', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const { id: loginId } = await kim.login();
      await refused(kim.request('session/acquire', { loginId, filters: { entryPoint: '(' } }), 'invalidParams', null, /entryPointFilter: "\(" is no regular expression/);
      await refused(kim.request('session/acquire', { loginId, filters: { userIds: ['zed'] } }), 'unknownUser', null, /userIdFilter: North Clinic has no user "zed"/);
      assert.deepEqual((await kim.request('session/list', {})).sessions, []);
    } finally {
      await bench.close();
    }
  });

  rule('D11', 'an explicit stop lets held threads run to their end', async bench => {
    const kim = await bench.connect('kim');
    const { login, session } = await kim.debug();
    const run = kim.request('run/anonymous', { loginId: login.id, code: 'hold' });
    run.catch(() => undefined);
    await bench.runner().holds(1);
    await kim.request('session/end', { sessionId: session.id });
    assert.deepEqual(bench.runner().called('detachSession'), [session.id]);
    assert.equal((await run).success, true);
  });

  rule('D11', 'a request that waits for the breakpoints starts undebugged when the session ends', async bench => {
    const kim = await bench.connect('kim');
    const login = await kim.login();
    const session = await kim.request('session/acquire', { loginId: login.id });
    const run = kim.request('run/anonymous', { loginId: login.id, code: '1;' });
    run.catch(() => undefined);
    await kim.barrier();
    assert.deepEqual(bench.runner().called('runAnonymous'), []);
    await kim.request('session/end', { sessionId: session.id });
    await kim.barrier();
    await kim.barrier();
    assert.equal(bench.runner().called('runAnonymous').length, 1);
    assert.match((await run).notDebugged ?? 'debugged', /ended before the request started/);
  });
});

function runOf(kim: TestClient, loginId: string, type: RequestType): ReturnType<typeof kim.request<'run/test'>> {
  if (type === 'rest') return kim.request('run/request', { loginId, method: 'POST', path: '/services/apexrest/acme/orders/17?x=1', body: '{}' });
  return type === 'test' ? kim.request('run/test', { loginId, tests: ['OrderTest.works'] }) : kim.request('run/anonymous', { loginId, code: '1;' });
}
