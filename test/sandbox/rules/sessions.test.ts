import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Bench, WORLD } from '../hub/support/bench.ts';
import type { TestClient } from '../hub/support/bench.ts';
import { hours, minutes } from '../hub/support/manual-clock.ts';
import { refused, rule } from './support/rule.ts';

describe('rules of debugging sessions', () => {
  rule('T11', 'a developer has one session at a time', async bench => {
    const kim = await bench.connect('kim');
    await kim.debug('north');
    const south = await kim.login('south');
    await refused(kim.request('session/acquire', { loginId: south.id }), 'sessionLimit', 'T11', /You have a debugging session in North Clinic/);
  });

  it("T11: the partner's entitlement raises the limit", async () => {
    const bench = await Bench.start({}, { ...WORLD, partner: { ...WORLD.partner, sessionsPerDeveloper: 2 } });
    try {
      const kim = await bench.connect('kim');
      await kim.debug('north');
      await kim.debug('south');
      assert.equal((await kim.request('session/list', {})).sessions.length, 2);
    } finally {
      await bench.close();
    }
  });

  rule('T11', 'of many who ask at once, one gets it', async bench => {
    const kim = await bench.connect('kim');
    const other = await bench.connect('kim');
    const north = await kim.login('north');
    const south = await kim.login('south');
    const results = await Promise.allSettled([north, south, north, south].map((login, index) => (index % 2 ? kim : other).request('session/acquire', { loginId: login.id })));
    assert.deepEqual(results.filter(result => result.status === 'fulfilled').length, 1);
  });

  rule('D1', 'an org has one session at a time', async bench => {
    const kim = await bench.connect('kim');
    const lee = await bench.connect('lee');
    const { session } = await kim.debug();
    const login = await lee.login();
    await refused(lee.request('session/acquire', { loginId: login.id }), 'orgBusy', 'D1', /kim@acme.example has a debugging session in North Clinic already/);
    const { orgs } = await lee.request('orgs/list', {});
    assert.deepEqual(orgs.filter(org => org.hasActiveSession).map(org => org.alias), ['north']);
    await kim.request('session/end', { sessionId: session.id });
    await lee.request('session/acquire', { loginId: login.id });
  });

  it("D1: who has the right ends a coworker's session", async () => {
    const bench = await Bench.start();
    try {
      const lee = await bench.connect('lee');
      const { session } = await lee.debug();
      const kim = await bench.connect('kim');
      const { sessions } = await kim.request('session/list', { org: 'north' });
      await kim.request('session/end', { sessionId: sessions[0]?.id ?? '' });
      const [ended] = await lee.heard('session/ended');
      assert.deepEqual([ended?.session.id, ended?.session.endReason], [session.id, 'endedByOther']);
      assert.ok(bench.hub.context.store.audit.list().some(entry => entry.actor === 'kim@acme.example' && entry.action === 'endOthersSession'));
    } finally {
      await bench.close();
    }
  });

  rule('D2', "without 'View and Debug Managed Apex' nobody debugs", async bench => {
    const mia = await bench.connect('mia');
    const login = await mia.login();
    await refused(mia.request('session/acquire', { loginId: login.id }), 'missingPermission', 'D2', /Mia lacks the permission "View and Debug Managed Apex"/);
  });

  rule('D2', "without 'Modify All Data' nobody ends a coworker's session", async bench => {
    const kim = await bench.connect('kim');
    const { session } = await kim.debug();
    const lee = await bench.connect('lee');
    await refused(lee.request('session/end', { sessionId: session.id }), 'missingPermission', 'D2');
    assert.deepEqual(await kim.heard('session/ended'), []);
  });

  rule('D3', 'a session whose client went away can be resumed, with its stopped threads', async bench => {
    const kim = await bench.connect('kim');
    const { login, session } = await kim.debug();
    const observer = await bench.connect('kim');
    await observer.request('debug/setBreakpoints', { sessionId: session.id, path: '/A.cls', breakpoints: [{ id: 1, line: 3 }] });
    const run = observer.request('run/anonymous', { loginId: login.id, code: 'hold' });
    await bench.runner().holds(1);
    assert.deepEqual((await kim.heard('debug/stopped')).map(({ threadId, view }) => [threadId, view?.totalFrames]), [[1, 0]]);
    kim.hub.close();
    await closed(bench, observer);
    assert.equal((await observer.request('session/list', {})).sessions[0]?.state, 'orphaned');
    bench.clock.advance(minutes(2) - 1);
    const again = await bench.connect('kim');
    const resumed = await again.request('session/acquire', { loginId: login.id, resume: true });
    assert.deepEqual([resumed.id, resumed.state], [session.id, 'active']);
    await again.request('debug/ready', { sessionId: session.id });
    assert.deepEqual((await again.heard('debug/threadStarted')).map(({ thread }) => [thread.id, thread.state]), [[1, 'paused']]);
    // What came with the stop may not hold any more.
    assert.deepEqual((await again.heard('debug/stopped')).map(({ threadId, reason, view }) => [threadId, reason, view]), [[1, 'breakpoint', null]]);
    bench.clock.advance(minutes(10));
    assert.deepEqual(await again.heard('session/ended'), []);
    await again.request('session/end', { sessionId: session.id });
    assert.equal((await run).notDebugged, null);
  });

  rule('D3', 'an orphan blocks the next session only until its grace is over', async bench => {
    const kim = await bench.connect('kim');
    const { session } = await kim.debug();
    const lee = await bench.connect('lee');
    const login = await lee.login();
    kim.hub.close();
    await closed(bench, lee);
    await refused(lee.request('session/acquire', { loginId: login.id }), 'orgBusy', 'D1', /whose client went away/);
    bench.clock.advance(minutes(2));
    await lee.request('session/acquire', { loginId: login.id });
    assert.equal(bench.hub.context.store.sessions().find(row => row.id === session.id)?.endReason, 'orphaned');
  });

  it('D3: an orphan is resumed only on demand', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const { login } = await kim.debug();
      const again = await bench.connect('kim');
      kim.hub.close();
      await closed(bench, again);
      await refused(again.request('session/acquire', { loginId: login.id }), 'orgBusy', 'D1', /You have a debugging session/);
    } finally {
      await bench.close();
    }
  });

  rule('D3', 'a resume token resumes its session from another window, once', async bench => {
    const kim = await bench.connect('kim');
    const login = await kim.login();
    const { id, resumeToken } = await kim.request('session/acquire', { loginId: login.id });
    const again = await bench.connect('kim');
    kim.hub.close();
    await closed(bench, again);
    await refused(again.request('session/acquire', { loginId: login.id, resumeToken: 'wrong' }), 'unknownSession', null);
    const resumed = await again.request('session/acquire', { loginId: login.id, resumeToken });
    assert.deepEqual([resumed.id, resumed.state], [id, 'active']);
    await again.request('debug/ready', { sessionId: id });
    await refused(again.request('session/acquire', { loginId: login.id, resumeToken }), 'unknownSession', null);
    await again.request('session/end', { sessionId: id });
    await refused(again.request('session/acquire', { loginId: login.id, resumeToken: resumed.resumeToken }), 'sessionEnded', null);
  }, { disabled: false });

  rule('D3', 'whoever lost the answer with the new resume token comes back with the one before, until the new one is acknowledged', async bench => {
    const kim = await bench.connect('kim');
    const login = await kim.login();
    const { id, resumeToken: first } = await kim.request('session/acquire', { loginId: login.id });
    const resume = async (resumeToken: string): Promise<{ client: TestClient; token: string }> => {
      const client = await bench.connect('kim');
      const lease = await client.request('session/acquire', { loginId: login.id, resumeToken });
      assert.equal(lease.id, id);
      return { client, token: lease.resumeToken };
    };
    const lost = await resume(first);
    const other = await resume(first);
    const current = await resume(other.token);
    // What was used is acknowledged.
    await refused(resume(first), 'unknownSession', null);
    await refused(resume(lost.token), 'unknownSession', null);
    // Who holds it no longer acknowledges nothing.
    await lost.client.request('session/activity', { sessionId: id });
    await bench.hub.stop();
    await bench.restart();
    const after = await resume(other.token);
    await after.client.request('session/activity', { sessionId: id });
    await refused(resume(other.token), 'unknownSession', null);
    await refused(resume(current.token), 'unknownSession', null);
    await resume(after.token);
  }, { disabled: false });

  it('D3: the token of another developer resumes nothing, and is in no list', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const login = await kim.login();
      const { resumeToken } = await kim.request('session/acquire', { loginId: login.id });
      const lee = await bench.connect('lee');
      const { id: loginId } = await lee.login();
      await refused(lee.request('session/acquire', { loginId, resumeToken }), 'unknownSession', null);
      assert.ok(!JSON.stringify([await kim.request('session/list', {}), await kim.heard('session/changed')]).includes(resumeToken));
    } finally {
      await bench.close();
    }
  });

  it('D3: a token resumes its session through a login to the same org as the same user only', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const north = await kim.login('north');
      const { resumeToken } = await kim.request('session/acquire', { loginId: north.id });
      for (const other of [await kim.login('south'), await kim.login('north', 'bo@north.example')]) {
        await refused(kim.request('session/acquire', { loginId: other.id, resumeToken }), 'unknownSession', null);
      }
      await kim.request('session/acquire', { loginId: north.id, resumeToken });
    } finally {
      await bench.close();
    }
  });

  it('T11: a developer takes over: the other session ends', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const { session } = await kim.debug('north');
      const window = await bench.connect('kim');
      const south = await window.login('south');
      const next = await window.request('session/acquire', { loginId: south.id, takeOver: true });
      assert.deepEqual((await kim.heard('session/ended')).map(each => each.session.id), [session.id]);
      const again = await window.request('session/acquire', { loginId: south.id, takeOver: true });
      assert.notEqual(again.id, next.id);
      assert.deepEqual((await window.request('session/list', {})).sessions.map(each => each.id), [again.id]);
    } finally {
      await bench.close();
    }
  });

  it("D1: taking over doesn't end a coworker's session", async () => {
    const bench = await Bench.start();
    try {
      const lee = await bench.connect('lee');
      await lee.debug();
      const kim = await bench.connect('kim');
      const login = await kim.login();
      await refused(kim.request('session/acquire', { loginId: login.id, takeOver: true }), 'orgBusy', 'D1');
      assert.deepEqual(await lee.heard('session/ended'), []);
    } finally {
      await bench.close();
    }
  });

  it('T11: a take-over that is refused ends nothing', async () => {
    const bench = await Bench.start();
    try {
      await (await bench.connect('lee')).debug('south');
      const kim = await bench.connect('kim');
      const { session } = await kim.debug('north');
      const login = await kim.login('south');
      await refused(kim.request('session/acquire', { loginId: login.id, takeOver: true }), 'orgBusy', 'D1');
      assert.deepEqual(await kim.heard('session/ended'), []);
      assert.equal((await kim.request('session/activity', { sessionId: session.id })).state, 'active');
    } finally {
      await bench.close();
    }
  });

  rule('D13', 'Return to Subscriber Overview ends the session', async bench => {
    const kim = await bench.connect('kim');
    const { session } = await kim.debug();
    await kim.request('login/end', {});
    const [ended] = await kim.heard('session/ended');
    assert.deepEqual([ended?.session.id, ended?.session.endReason], [session.id, 'loggedOut']);
    assert.equal((await kim.heard('login/changed')).at(-1)?.login, null);
  });

  rule('D14', 'an ended session is renewed with its filters and breakpoints', async bench => {
    const kim = await bench.connect('kim');
    const filters = { requestTypes: ['rest'] as const, entryPoint: 'orders' };
    const { session } = await kim.debug('north', filters);
    const breakpoints = [{ id: 7, line: 12, condition: 'n > 1' }];
    await kim.request('debug/setBreakpoints', { sessionId: session.id, path: '/A.cls', breakpoints });
    await kim.request('debug/setBreakpoints', { sessionId: session.id, path: '/Gone.cls', breakpoints });
    await kim.request('debug/setBreakpoints', { sessionId: session.id, path: '/Gone.cls', breakpoints: [] });
    await kim.request('debug/setExceptionBreakpoints', { sessionId: session.id, filters: [{ filter: 'all' }] });
    bench.clock.advance(hours(1));
    const before = bench.runner().calls.length;
    const renewed = await kim.request('session/renew', { sessionId: session.id });
    assert.notEqual(renewed.id, session.id);
    assert.deepEqual([renewed.state, renewed.filters, renewed.startedAt], ['active', filters, bench.clock.now()]);
    const calls = bench.runner().calls.slice(before).filter(call => call.method !== 'detachSession');
    assert.deepEqual(calls, [
      { method: 'attachSession', params: { sessionId: renewed.id, visibleNamespaces: ['acme'] } },
      { method: 'debug/setBreakpoints', params: { sessionId: renewed.id, path: '/A.cls', breakpoints } },
      { method: 'debug/setExceptionBreakpoints', params: { sessionId: renewed.id, filters: [{ filter: 'all' }] } },
    ]);
    assert.deepEqual((await kim.heard('debug/breakpointChanged')).map(each => [each.sessionId, each.breakpoint.id]), [[renewed.id, 7]]);
  });

  it('D14: an active session is not renewed, nor an unknown one', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const { session } = await kim.debug();
      await refused(kim.request('session/renew', { sessionId: session.id }), 'invalidParams', 'D14');
      await refused(kim.request('session/renew', { sessionId: 'none' }), 'unknownSession', null);
    } finally {
      await bench.close();
    }
  });
});

/** Until the hub knows that the other client has gone. */
async function closed(bench: Bench, observer: { barrier(): Promise<void> }): Promise<void> {
  const deadline = performance.now() + 2000;
  while (bench.hub.context.clients.count > 1 && performance.now() < deadline) await observer.barrier();
}
