import assert from 'node:assert/strict';
import { describe } from 'mocha';
import { hours, minutes } from '../hub/support/manual-clock.ts';
import { refused, rule } from './support/rule.ts';

describe('rules of time', () => {
  rule('T14', 'a session ends after an hour without activity, with a warning before', async bench => {
    const kim = await bench.connect('kim');
    const { session } = await kim.debug();
    assert.equal(session.idleDeadline, bench.clock.now() + hours(1));
    bench.clock.advance(minutes(50) - 1);
    assert.deepEqual(await kim.heard('session/warning'), []);
    bench.clock.advance(1);
    bench.clock.advance(minutes(8));
    assert.deepEqual((await kim.heard('session/warning')).map(({ cause, remainingMs }) => [cause, remainingMs]), [['idle', minutes(10)], ['idle', minutes(2)]]);
    bench.clock.advance(minutes(2) - 1);
    assert.deepEqual(await kim.heard('session/ended'), []);
    bench.clock.advance(1);
    const [ended] = await kim.heard('session/ended');
    assert.equal(ended?.session.endReason, 'idle');
    assert.match(ended?.message ?? '', /nothing was done for 60 minutes \(T14\)/);
    await refused(kim.request('debug/threads', { sessionId: session.id }), 'sessionEnded', null, /60 minutes/);
  });

  const byPerson = ['debug/resume', 'debug/pause', 'evaluate', 'hover', 'debug/setVariable', 'debug/setBreakpoints', 'debug/setExceptionBreakpoints', 'expand', 'session/activity'] as const;
  const byClient = ['watch', 'refresh', 'debug/threads', 'debug/stackTrace', 'debug/scopes', 'run', 'query', 'session/list'] as const;
  for (const [acts, keeps] of [[byPerson, true], [byClient, false]] as const) {
    for (const act of acts) {
      rule('T14', `${act} ${keeps ? 'keeps' : 'does not keep'} a session`, async bench => {
        const kim = await bench.connect('kim');
        const { session, login } = await kim.debug();
        const sessionId = session.id;
        bench.clock.advance(minutes(59));
        switch (act) {
          case 'debug/resume': await kim.request(act, { sessionId, threadId: 1, kind: 'next' }); break;
          case 'debug/pause': await kim.request(act, { sessionId, threadId: 1 }); break;
          case 'evaluate': await kim.request('debug/evaluate', { sessionId, expression: 'x', context: 'repl' }); break;
          case 'hover': await kim.request('debug/evaluate', { sessionId, expression: 'x', context: 'hover' }); break;
          case 'watch': await kim.request('debug/evaluate', { sessionId, expression: 'x', context: 'watch' }); break;
          case 'debug/setVariable': await kim.request(act, { sessionId, reference: 1, name: 'x', value: '1' }); break;
          case 'debug/setBreakpoints': await kim.request(act, { sessionId, path: '/A.cls', breakpoints: [] }); break;
          case 'debug/setExceptionBreakpoints': await kim.request(act, { sessionId, filters: [] }); break;
          case 'expand': await kim.request('debug/variables', { sessionId, reference: 1, start: 0, count: 10, byUser: true }); break;
          case 'refresh': await kim.request('debug/variables', { sessionId, reference: 1, start: 0, count: 10, byUser: false }); break;
          case 'session/activity': await kim.request(act, { sessionId }); break;
          case 'debug/threads': await kim.request(act, { sessionId }); break;
          case 'debug/stackTrace': await kim.request(act, { sessionId, threadId: 1, startFrame: 0, levels: 20 }); break;
          case 'debug/scopes': await kim.request(act, { sessionId, frameId: 1 }); break;
          case 'run': await kim.request('run/anonymous', { loginId: login.id, code: '1;' }); break;
          case 'query': await kim.request('query', { loginId: login.id, soql: 'SELECT Id FROM Account' }); break;
          case 'session/list': await kim.request(act, {}); break;
        }
        bench.clock.advance(minutes(1));
        const isOver = (): Promise<boolean> => kim.heard('session/ended').then(ended => ended.length > 0);
        assert.equal(await isOver(), !keeps);
        bench.clock.advance(minutes(59));
        assert.equal(await isOver(), true);
      });
    }
  }

  rule('T15', 'a session ends after four hours, whatever the activity, with a warning before', async bench => {
    const kim = await bench.connect('kim');
    const { session } = await kim.debug();
    assert.equal(session.lifetimeDeadline, bench.clock.now() + hours(4));
    for (let passed = 0; passed < 230; passed += 10) {
      bench.clock.advance(minutes(10));
      await kim.request('session/activity', { sessionId: session.id });
    }
    const warnings = await kim.heard('session/warning');
    assert.deepEqual(warnings.map(({ cause, remainingMs }) => [cause, remainingMs]), [['lifetime', minutes(10)]]);
    bench.clock.advance(minutes(10) - 1);
    assert.deepEqual(await kim.heard('session/ended'), []);
    bench.clock.advance(1);
    const [ended] = await kim.heard('session/ended');
    assert.equal(ended?.session.endReason, 'lifetime');
    assert.match(ended?.message ?? '', /240 minutes.*\(T15\)/);
  });
});
