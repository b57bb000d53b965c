import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { WireError } from '../../src/protocol/errors.ts';
import { Adapter } from '../support/dap/adapter.ts';
import { FakeHub, runResult, session } from '../support/dap/fake-hub.ts';

describe('adapter: requests by state', () => {
  let hub: FakeHub;
  let adapter: Adapter;

  beforeEach(async () => {
    hub = await FakeHub.start();
    adapter = new Adapter({ stateDirectory: hub.stateDirectory });
  });

  afterEach(async () => {
    await adapter.close();
    await hub.close();
  });

  const stoppedOnly: readonly (readonly [string, object])[] = [
    ['stackTrace', { threadId: 1 }], ['scopes', { frameId: 1 }], ['variables', { variablesReference: 1 }], ['evaluate', { expression: '1' }],
    ['setVariable', { variablesReference: 1, name: 'a', value: '1' }], ['setExpression', { expression: 'a', value: '1' }], ['exceptionInfo', { threadId: 1 }],
    ['stepInTargets', { frameId: 1 }], ['dataBreakpointInfo', { variablesReference: 1, name: 'a' }], ['continue', { threadId: 1 }], ['next', { threadId: 1 }], ['stepIn', { threadId: 1 }], ['stepOut', { threadId: 1 }],
  ];
  const sessionOnly: readonly (readonly [string, object | undefined])[] = [
    ['setBreakpoints', { source: { path: '/a.cls' }, breakpoints: [] }], ['setExceptionBreakpoints', { filters: [] }],
    ['breakpointLocations', { source: { path: '/a.cls' }, line: 1 }], ['source', { sourceReference: 1 }], ['threads', undefined], ['configurationDone', undefined],
    ['pause', { threadId: 1 }], ['setFunctionBreakpoints', { breakpoints: [] }], ['setDataBreakpoints', { breakpoints: [] }], ['completions', { text: '', column: 1 }], ['terminateThreads', { threadIds: [1] }],
  ];

  it('refuses everything before initialize', async () => {
    for (const [command, args] of [...stoppedOnly, ...sessionOnly, ['launch', {}] as const, ['attach', {}] as const]) {
      const error = await adapter.expectError(command, args);
      assert.equal(error.id, 1002, command);
      assert.match(error.format, /send "initialize" first/);
    }
  });

  it('refuses what needs a session before launch', async () => {
    await adapter.initialize();
    for (const [command, args] of [...stoppedOnly, ...sessionOnly]) {
      const error = await adapter.expectError(command, args);
      assert.equal(error.id, 1002, command);
      assert.match(error.format, /send "launch" or "attach" first/);
    }
  });

  it('refuses what needs a stop while running', async () => {
    await adapter.configured('attach');
    for (const [command, args] of stoppedOnly) {
      const error = await adapter.expectError(command, args);
      assert.equal(error.id, 1002, command);
      assert.match(error.format, /no thread is stopped/);
    }
  });

  it('refuses initialize, attach, launch and configurationDone the second time', async () => {
    await adapter.initialize();
    assert.equal((await adapter.expectError('initialize', { adapterID: 'x' })).id, 1002);
    await adapter.request('attach', {});
    assert.equal((await adapter.expectError('attach', {})).id, 1002);
    assert.equal((await adapter.expectError('launch', {})).id, 1002);
    await adapter.request('configurationDone');
    assert.equal((await adapter.expectError('configurationDone')).id, 1002);
  });

  it('refuses everything but leaving after the end', async () => {
    await adapter.configured('attach');
    hub.notify('session/ended', { session: { ...session, state: 'ended', endReason: 'idle' }, message: 'The session ended: an hour without activity.' });
    await adapter.expectOutput(/an hour without activity/);
    await adapter.expectTerminated();
    for (const [command, args] of [...stoppedOnly, ...sessionOnly, ['attach', {}] as const]) {
      assert.match((await adapter.expectError(command, args)).format, /the session has ended/);
    }
    await adapter.request('terminate');
    await adapter.request('disconnect');
  });

  for (const [clientID, category] of [['neovim', 'important'], ['vscode', 'console']] as const) {
    it(`tells ${clientID} of the session's end once (${category})`, async () => {
      await adapter.initialize({ clientID });
      await Promise.all([adapter.request('attach', {}), adapter.client.event('initialized')]);
      await adapter.request('configurationDone');
      hub.notify('session/ended', { session: { ...session, state: 'ended', endReason: 'idle' }, message: 'The session ended: an hour without activity.' });
      assert.equal((await adapter.expectOutput(/an hour without activity/)).body.category, category);
    });
  }

  it('answers a request it does not know', async () => {
    const error = await adapter.expectError('gotoTargets', { source: { path: 'a' }, line: 1 });
    assert.equal(error.id, 1001);
    assert.match(error.format, /doesn't know the request "gotoTargets"/);
  });

  for (const name of ['constructor', '__proto__', 'toString']) {
    it(`doesn't take the name ${name} for a request`, async () => {
      const bad = new Adapter({ stateDirectory: hub.stateDirectory, sendsBadRequests: true });
      assert.equal((await bad.expectError(name)).id, 1001);
      await bad.close();
    });
  }

  const wrongArguments: readonly (readonly [string, object, RegExp])[] = [
    ['stackTrace', { threadId: 'one' }, /threadId is "one", but must be an integer/],
    ['stackTrace', {}, /threadId is missing, but must be an integer/],
    ['scopes', { frameId: 1.5 }, /frameId is 1.5, but must be an integer/],
    ['variables', { variablesReference: 1, start: -1 }, /start is -1, but must be an integer, 0 or more/],
    ['evaluate', { expression: 7 }, /expression is 7, but must be a text/],
    ['setBreakpoints', { source: 'a.cls' }, /source is "a.cls", but must be an object/],
    ['setBreakpoints', { source: { path: '/a.cls' }, breakpoints: [1] }, /breakpoints\[0\] is 1, but must be an object/],
    ['disconnect', { terminateDebuggee: 'yes' }, /terminateDebuggee is "yes", but must be true or false/],
    ['next', [1], /arguments is \[1\], but must be an object/],
  ];
  for (const [command, args, expected] of wrongArguments) {
    it(`names the wrong argument: ${command} ${JSON.stringify(args)}`, async () => {
      const bad = new Adapter({ stateDirectory: hub.stateDirectory, sendsBadRequests: true });
      await bad.configured('attach');
      hub.stop(1);
      await bad.expectStopped();
      const error = await bad.expectError(command, args);
      assert.equal(error.id, 1003);
      assert.match(error.format, expected);
      await bad.close();
    });
  }

  it('answers a handler that fails with what the sandbox said, quietly in a watch and aloud elsewhere', async () => {
    hub.on('debug/evaluate', () => { throw new WireError('evaluateFailed', 'Variable does not exist: nope'); });
    hub.on('debug/resume', () => { throw new WireError('runnerDied', 'The org stopped. Make the request again.'); });
    await adapter.configured('attach');
    hub.stop(1);
    await adapter.expectStopped('breakpoint');
    const watch = await adapter.expectError('evaluate', { expression: 'nope', frameId: 1, context: 'watch' });
    assert.deepEqual([watch.id, watch.word, watch.showUser, watch.format], [1319, 'evaluateFailed', false, 'Variable does not exist: nope']);
    const next = await adapter.expectError('next', { threadId: 1 });
    assert.deepEqual([next.id, next.showUser], [1326, true]);
  });

  it('keeps the session when the sandbox answers nonsense', async () => {
    hub.on('debug/scopes', () => JSON.parse('{"scopes": null}') as never);
    await adapter.configured('attach');
    hub.stop(1);
    await adapter.expectStopped();
    const error = await adapter.expectError('scopes', { frameId: 1 });
    assert.equal(error.id, 1000);
    assert.equal(error.showUser, false);
    assert.equal((await adapter.request<{ threads: unknown[] }>('threads')).threads.length, 1);
  });

  it('cancels a request in flight, and only that', async () => {
    let finish = (): void => undefined;
    hub.on('debug/evaluate', () => new Promise(resolve => { finish = () => resolve({ value: '1', type: 'Integer', reference: 0, namedCount: null, indexedCount: null }); }));
    await adapter.configured('attach');
    hub.stop(1);
    await adapter.expectStopped();
    const seq = adapter.client.nextSequence();
    const slow = adapter.client.sendMessage({ seq, type: 'request', command: 'evaluate', arguments: { expression: 'slow()', context: 'watch' } });
    await hub.called('debug/evaluate');
    await adapter.request('cancel', { requestId: seq });
    const response = await slow;
    assert.deepEqual([response.success, response.message], [false, 'cancelled']);
    finish();
    await adapter.request('cancel', { requestId: 999 });
    await adapter.request('threads');
  });

  describe('disconnect', () => {
    const states: readonly (readonly [string, () => Promise<unknown>, boolean])[] = [
      ['uninitialised', () => Promise.resolve(), false],
      ['initialised', () => adapter.initialize(), false],
      ['configuring', () => adapter.start('attach'), true],
      ['running', () => adapter.configured('attach'), true],
      ['stopped', async () => { await adapter.configured('attach'); hub.stop(1); await adapter.expectStopped(); }, true],
      ['ended', async () => { await adapter.configured('attach'); await adapter.request('terminate'); await adapter.expectTerminated(); }, true],
    ];
    for (const [state, reach, endsSession] of states) {
      it(`while ${state} is answered, ends the session and the process`, async () => {
        await reach();
        await adapter.request('disconnect', {});
        assert.equal(await adapter.client.exited, 0);
        assert.equal(hub.calls.filter(call => call.method === 'session/end').length, endsSession ? 1 : 0);
      });
    }

    it('is answered though the sandbox is not answering', async () => {
      hub.on('session/end', () => new Promise(() => undefined));
      await adapter.configured('attach');
      const disconnect = adapter.request('disconnect', {});
      await adapter.expectOutput(/didn't answer within 3 s/);
      await disconnect;
      assert.equal(await adapter.client.exited, 0);
    }).timeout(10_000);

    it('while starting doesn\'t leave a session behind', async () => {
      let acquire = (): void => undefined;
      hub.on('session/acquire', () => new Promise(resolve => { acquire = () => resolve({ ...session, resumeToken: 'token' }); }));
      await adapter.initialize();
      const attach = adapter.client.send('attach', {});
      await hub.called('session/acquire');
      const disconnect = adapter.client.send('disconnect', {});
      acquire();
      assert.equal((await disconnect).success, true);
      await attach;
      assert.equal(await adapter.client.exited, 0);
    });
  });

  it('ends the run when it is told to terminate', async () => {
    let endRun = (): void => undefined;
    hub.on('run/anonymous', () => new Promise(resolve => { endRun = () => resolve(runResult({ success: false })); }));
    hub.on('run/cancel', () => { endRun(); return {}; });
    await adapter.configured('launch', { run: { anonymous: 'while (true) {}' } });
    await hub.called('run/anonymous');
    hub.stop(1);
    await adapter.expectStopped();
    await adapter.request('terminate');
    await adapter.expectTerminated();
    assert.deepEqual((await hub.called('run/cancel')), { requestId: 'request-1' });
  });

  it('ends the request of one thread, and the session goes on', async () => {
    hub.on('run/cancel', () => ({}));
    await adapter.configured('attach');
    hub.stop(1);
    await adapter.expectStopped();
    await adapter.expectError('terminateThreads', { threadIds: [77] });
    await adapter.request('terminateThreads', { threadIds: [1] });
    assert.deepEqual(await hub.called('run/cancel'), { requestId: 'request-1' });
    await adapter.request('threads');
  });

  it('tells that the sandbox is gone', async () => {
    await adapter.configured('attach');
    hub.dropConnection();
    await adapter.expectOutput(/connection to the sandbox is lost/);
    await adapter.expectTerminated();
    await adapter.request('disconnect');
  });
});
