import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { HubClient } from '../../../src/protocol/client.ts';
import { PartnerStore } from '../../../src/sandbox/partner/store.ts';
import { refused } from '../rules/support/rule.ts';
import { Bench } from './support/bench.ts';
import { days, minutes } from './support/manual-clock.ts';

async function withBench(test: (bench: Bench) => Promise<void>): Promise<void> {
  const bench = await Bench.start();
  try {
    await test(bench);
  } finally {
    await bench.close();
  }
}

describe('what a world keeps', () => {
  it('keeps sign-ins and logins from one hub to the next', () => withBench(async bench => {
    const kim = await bench.connect();
    const { token } = await kim.request('developer/signIn', { userName: 'KIM@acme.example' });
    const login = await kim.login();
    await bench.hub.stop();
    await bench.restart();
    const client = await HubClient.connect(bench.hub.discovery);
    const hello = await client.request('client/hello', { client: 'test', version: '1', developerToken: token });
    assert.equal(hello.developer?.userName, 'kim@acme.example');
    const { login: current } = await client.request('login/current', {});
    assert.deepEqual([current?.id, current?.accessToken], [login.id, login.accessToken]);
    await client.request('developer/signOut', {});
    client.close();
    const again = await HubClient.connect(bench.hub.discovery);
    assert.equal((await again.request('client/hello', { client: 'test', version: '1', developerToken: token })).developer, null);
    again.close();
  }));

  it('signs a developer out of every window at once, but of no machine and no running session', () => withBench(async bench => {
    const [kim, window, debugging, lee] = [await bench.connect('kim'), await bench.connect('kim'), await bench.connect('kim'), await bench.connect('lee')];
    const { session } = await debugging.debug();
    const machine = await bench.connect();
    const { token } = await kim.request('token/create', { name: 'CI' });
    await machine.request('client/hello', { client: 'test', version: '1', developerToken: token });
    await kim.request('developer/signOut', {});
    assert.deepEqual(await window.heard('developer/signedOut'), [{}]);
    await refused(window.request('login/start', { org: 'north' }), 'notSignedIn', null);
    for (const other of [kim, debugging, lee, machine]) assert.deepEqual(await other.heard('developer/signedOut'), []);
    await debugging.request('debug/threads', { sessionId: session.id });
    for (const other of [lee, machine]) await other.login('south');
  }));

  it('lets a grant go on from the first start of the copy', () => withBench(async bench => {
    const first = await (await bench.connect('kim')).login('south');
    await bench.hub.stop();
    bench.clock.advance(days(3));
    await bench.restart();
    const kim = await bench.connect('kim');
    assert.equal((await kim.login('south')).expiresAt, first.expiresAt);
    await bench.hub.stop();
    bench.clock.advance(days(3));
    await bench.restart();
    const late = await bench.connect('kim');
    await refused(late.login('south'), 'grantExpired', 'T1');
    assert.equal((await late.request('login/current', {})).login, null);
  }));

  it('lets a session be resumed after a restart, and releases what it held', () => withBench(async bench => {
    const kim = await bench.connect('kim');
    const login = await kim.login();
    const { id, resumeToken } = await kim.request('session/acquire', { loginId: login.id });
    await bench.hub.stop();
    assert.deepEqual(bench.runner().called('detachSession'), [id]);
    await bench.restart();
    const again = await bench.connect('kim');
    assert.deepEqual((await again.request('session/list', {})).sessions.map(each => [each.id, each.state]), [[id, 'orphaned']]);
    assert.equal((await again.request('session/acquire', { loginId: login.id, resumeToken })).id, id);
    assert.deepEqual(bench.runner().called('attachSession'), [{ sessionId: id, visibleNamespaces: ['acme'] }]);
  }));

  it('ends the sessions of a hub that came back in a maintenance planned before', () => withBench(async bench => {
    const kim = await bench.connect('kim');
    const { session } = await kim.debug();
    await kim.request('maintenance/start', { inMinutes: 1 });
    await bench.hub.stop();
    bench.clock.advance(minutes(1));
    await bench.restart();
    const again = await bench.connect('kim');
    await refused(again.request('debug/threads', { sessionId: session.id }), 'sessionEnded', null, /for maintenance/);
    assert.deepEqual(bench.errors, []);
  }));

  it('lets a session of a hub that died be resumed, for its grace', () => withBench(async bench => {
    const kim = await bench.connect('kim');
    const { login, session } = await kim.debug();
    const row = bench.hub.context.sessions.get('kim@acme.example', session.id);
    await bench.hub.stop();
    // What a hub that is killed leaves behind.
    const store = new PartnerStore(`${bench.state}/partner.db`, Buffer.alloc(32));
    store.saveSession({ ...row, state: 'active', endReason: null });
    store.close();
    await bench.restart();
    const again = await bench.connect('kim');
    assert.deepEqual((await again.request('session/list', {})).sessions.map(each => each.state), ['orphaned']);
    const resumed = await again.request('session/acquire', { loginId: login.id, resume: true });
    assert.equal(resumed.id, session.id);
    assert.deepEqual(bench.runner().called('attachSession'), [{ sessionId: session.id, visibleNamespaces: ['acme'] }]);
    again.hub.close();
    const observer = await bench.connect('kim');
    while (bench.hub.context.clients.count > 1) await observer.barrier();
    bench.clock.advance(minutes(2));
    assert.deepEqual((await observer.request('session/list', {})).sessions, []);
  }));

  it('tells a session that its runner died, and gives the next one its breakpoints', () => withBench(async bench => {
    const kim = await bench.connect('kim');
    const { login, session } = await kim.debug();
    await kim.request('debug/setBreakpoints', { sessionId: session.id, path: '/A.cls', breakpoints: [{ id: 3, line: 8 }] });
    const run = kim.request('run/anonymous', { loginId: login.id, code: 'hold' });
    const died = refused(run, 'runnerDied', null);
    await bench.runner().holds(1);
    bench.runner().die();
    await died;
    assert.deepEqual((await kim.heard('debug/threadExited')).map(each => each.threadId), [1]);
    assert.match((await kim.heard('debug/output'))[0]?.text ?? '', /process that ran this org's Apex ended/);
    assert.equal((await kim.request('run/anonymous', { loginId: login.id, code: '1;' })).notDebugged, null);
    assert.equal(bench.runners.length, 2);
    assert.deepEqual(bench.runner().calls.slice(0, 3).map(call => call.method), ['start', 'attachSession', 'debug/setBreakpoints']);
  }));

  it('keeps other orgs when one dies', () => withBench(async bench => {
    const kim = await bench.connect('kim');
    const north = await kim.login('north');
    const south = await kim.login('south');
    await kim.request('query', { loginId: north.id, soql: 'SELECT Id FROM Account' });
    const run = kim.request('run/anonymous', { loginId: south.id, code: 'hold' });
    await kim.barrier();
    await bench.runner('South Clinic').holds(1);
    bench.runner('North Clinic').die();
    for (const { finish } of bench.runner('South Clinic').held.values()) finish();
    assert.equal((await run).success, true);
  }));

  it('throws an org\'s data away only while nobody debugs it', () => withBench(async bench => {
    const kim = await bench.connect('kim');
    const { session } = await kim.debug();
    await refused(kim.request('org/reset', { org: 'north' }), 'orgBusy', 'D1');
    await kim.request('session/end', { sessionId: session.id });
    const old = bench.runner();
    await kim.request('org/reset', { org: 'north' });
    assert.equal(old.isStopped, true);
    assert.deepEqual(await kim.request('org/check', { org: 'north' }), { ready: 3, withErrors: 0, problems: [] });
    assert.notEqual(bench.runner(), old);
  }));
});
