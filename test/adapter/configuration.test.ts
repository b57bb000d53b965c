import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { WireError } from '../../src/protocol/errors.ts';
import { Adapter } from '../support/dap/adapter.ts';
import { FakeHub, login, runResult, session, thread } from '../support/dap/fake-hub.ts';

const run = { anonymous: 'System.debug(1);' };

describe('adapter: launch configuration', () => {
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

  const wrong: readonly (readonly ['launch' | 'attach', object, string])[] = [
    ['launch', { run, org: 7 }, 'The attribute "org" is 7, but must be a text.'],
    ['launch', { run, user: ['a'] }, 'The attribute "user" is ["a"], but must be a text.'],
    ['launch', { run, project: 1 }, 'The attribute "project" is 1, but must be a text or a list of texts.'],
    ['launch', { run, project: ['a', 2] }, 'The attribute "project" is ["a",2], but must be a text or a list of texts.'],
    ['launch', { run, with: 'dir' }, 'The attribute "with" is "dir", but must be a list of texts.'],
    ['launch', { run, with: ['a', null] }, 'The attribute "with[1]" is null, but must be a text.'],
    ['launch', { run, data: {} }, 'The attribute "data" is {}, but must be a list of texts.'],
    ['launch', {}, 'A launch configuration needs the attribute "run" ({"anonymous": …}, {"test": …} or {"request": …}). To wait for requests made elsewhere, use "request": "attach".'],
    ['launch', { run: 'code' }, 'The attribute "run" is "code", but must be an object.'],
    ['launch', { run: {} }, 'The attribute "run" is {}, but must be an object with exactly one of "anonymous", "test", "request".'],
    ['launch', { run: { anonymous: 'a', test: 'B' } }, 'The attribute "run" is {"anonymous":"a","test":"B"}, but must be an object with exactly one of "anonymous", "test", "request".'],
    ['launch', { run: { tests: 'B' } }, 'The attribute "run" has no "tests"; there are "anonymous", "test", "request".'],
    ['launch', { run: { test: 5 } }, 'The attribute "run.test" is 5, but must be a text.'],
    ['launch', { run: { request: { path: '/x' } } }, 'The attribute "run.request" needs "method", one of "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD".'],
    ['launch', { run: { request: { method: 'get', path: '/x' } } }, 'The attribute "run.request.method" is "get", but must be one of "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD".'],
    ['launch', { run: { request: { method: 'GET', path: '/x', body: {} } } }, 'The attribute "run.request.body" is {}, but must be a text.'],
    ['launch', { run, userIdFilter: 'a' }, 'The attribute "userIdFilter" is "a", but must be a list of texts.'],
    ['launch', { run, requestTypeFilter: ['web'] }, 'The attribute "requestTypeFilter[0]" is "web", but must be one of "anonymous", "rest", "test", "future", "queueable", "batch", "schedulable", "event", "ui", "api".'],
    ['launch', { run, entryPointFilter: '(' }, 'The attribute "entryPointFilter" is "(", but must be a regular expression.'],
    ['launch', { run, stopOnEntry: 'yes' }, 'The attribute "stopOnEntry" is "yes", but must be true or false.'],
    ['launch', { run, exceptionTypes: 'System.DmlException' }, 'The attribute "exceptionTypes" is "System.DmlException", but must be a list of texts.'],
    ['launch', { run, exceptionTypes: ['no type'] }, 'The attribute "exceptionTypes[0]" is "no type", but must be the name of an exception type, as System.DmlException.'],
    ['launch', { run, trace: 1 }, 'The attribute "trace" is 1, but must be true or false.'],
    ['attach', { run }, 'The attribute "run" belongs to a launch configuration, but this is an attach configuration.'],
    ['attach', { org: null }, 'The attribute "org" is null, but must be a text.'],
  ];
  for (const [request, configuration, expected] of wrong) {
    it(`says what is wrong with ${JSON.stringify(configuration)}`, async () => {
      await adapter.initialize();
      const error = await adapter.expectError(request, configuration);
      assert.ok(error.format.includes(expected), `${error.format}\ndoesn't include\n${expected}`);
      assert.deepEqual([error.id, error.showUser], [1101, true]);
      assert.equal(hub.calls.length, 0, 'nothing was asked of the sandbox');
      // The mistake mended, the same session goes on.
      await adapter.request('attach', {});
    });
  }

  it('names every fault at once', async () => {
    await adapter.initialize();
    const error = await adapter.expectError('launch', { org: 1, trace: 'x', run });
    assert.match(error.format, /"org" is 1.*"trace" is "x"/);
  });

  it('warns of an attribute nobody knows', async () => {
    await adapter.start('attach', { stoponentry: true, type: 'isv-apex', name: 'x', request: 'attach', __sessionId: 'y' });
    await adapter.expectOutput(/"stoponentry" is not known and is ignored. Did you mean "stopOnEntry"\?/);
  });

  const refused: readonly (readonly [string, WireError, number, RegExp])[] = [
    ['login/start', new WireError('unknownOrg', 'No subscriber org is named "nowhere".'), 1303, /No subscriber org is named "nowhere"/],
    ['login/start', new WireError('noAccess', 'Silent Partners grants no access.', { rule: 'T1' }), 1304, /grants no access\. \(rule T1\)/],
    ['session/acquire', new WireError('notDebuggable', 'T12: production orgs cannot be debugged.', { rule: 'T12' }), 1307, /^T12: production/],
    ['session/acquire', new WireError('sessionLimit', 'You debug another org.', { rule: 'T11' }), 1308, /another org/],
  ];
  for (const [method, failure, number, expected] of refused) {
    it(`passes on what the sandbox refuses: ${failure.data.id}`, async () => {
      hub.on(method as 'login/start', () => { throw failure; });
      await adapter.initialize();
      const error = await adapter.expectError('attach', { org: 'nowhere' });
      assert.deepEqual([error.id, error.showUser], [number, true]);
      assert.match(error.format, expected);
    });
  }

  it('offers VS Code to take over from the own session that is in the way, and does so', async () => {
    const refusal = new WireError('sessionLimit', 'You debug another org.', { rule: 'T11' });
    hub.on('session/acquire', params => { if (params.takeOver !== true) throw refusal; return { ...session, resumeToken: 'r' }; });
    await adapter.initialize({ clientID: 'vscode' });
    const error = await adapter.expectError('attach', {});
    assert.deepEqual([error.url, error.urlLabel], ['command:isvDebugger.takeOver', 'End It and Debug Here']);
    await adapter.request('attach', { __takeOver: true });
  });

  it('says that nothing was chosen', async () => {
    hub.on('login/current', () => ({ login: null }));
    await adapter.initialize();
    assert.equal((await adapter.expectError('attach', {})).id, 1102);
  });

  it('uses the login there is, and logs in where it is another org or user', async () => {
    for (const [configuration, expected] of [[{}, null], [{ org: 'NORTH' }, null], [{ org: 'South' }, { org: 'South' }], [{ user: 'bob@x' }, { org: login.org.id, user: 'bob@x' }]] as const) {
      const each = new Adapter({ stateDirectory: hub.stateDirectory });
      await each.start('attach', configuration);
      const starts = hub.calls.filter(call => call.method === 'login/start').map(call => call.params);
      assert.deepEqual(starts, expected === null ? [] : [expected]);
      hub.calls.length = 0;
      await each.close();
    }
  });

  it('makes a sandbox of a project where there is no login', async () => {
    hub.on('login/current', () => ({ login: null }));
    hub.on('org/openProject', () => ({ org: {} as never, login, check: { ready: 1042, withErrors: 14, problems: [] } }));
    await adapter.start('attach', { project: '/code/app', with: ['/code/lib'] });
    assert.deepEqual(await hub.called('org/openProject'), { projects: ['/code/app'], with: ['/code/lib'] });
    await adapter.expectOutput(/1042 classes ready, 14 with errors/);
  });

  it("stops at the configuration's exception types besides the editor's", async () => {
    await adapter.initialize();
    await adapter.request('attach', { exceptionTypes: ['System.DmlException', 'OrderException'] });
    await adapter.request('setExceptionBreakpoints', { filters: ['uncaught'] });
    assert.deepEqual((await hub.called('debug/setExceptionBreakpoints')).filters, [{ filter: 'uncaught' }, { filter: 'type', condition: 'System.DmlException,OrderException' }]);
  });

  it('passes filters on', async () => {
    await adapter.configured('attach', { userIdFilter: ['bob@x'], requestTypeFilter: ['rest'], entryPointFilter: '^POST', stopOnEntry: true });
    assert.deepEqual((await hub.called('session/acquire')).filters, { userIds: ['bob@x'], requestTypes: ['rest'], entryPoint: '^POST' });
    assert.equal((await hub.called('debug/ready')).stopOnEntry, true);
  });

  it('runs only after the configuration is done, tells the result, and ends', async () => {
    hub.on('run/test', () => runResult({
      success: false, notDebugged: null,
      tests: [
        { className: 'ATest', methodName: 'works', outcome: 'pass', message: null, stackTrace: null, runTimeMs: 3, limits: {} },
        { className: 'ATest', methodName: 'fails', outcome: 'fail', message: 'System.AssertException: Assertion Failed', stackTrace: 'Class.ATest.fails: line 7, column 1\nClass.rival.Door.open: line 3, column 1\n(acme)', runTimeMs: 1, limits: {} },
      ],
    }));
    hub.on('code/locate', ({ unit, line }) => ({ place: unit === 'ATest' ? { file: { path: '/org/classes/ATest.cls', name: 'ATest', kind: 'class', namespace: null, access: 'full' }, unit, isSame: true, line } : null }));
    await adapter.start('launch', { run: { test: 'ATest' } });
    assert.equal(hub.calls.some(call => call.method === 'run/test'), false);
    await adapter.request('configurationDone');
    const failure = await adapter.expectOutput(/^fail ATest\.fails \(1 ms\): System.AssertException: Assertion Failed\n$/);
    const line = await adapter.expectOutput(/^ {4}Class\.ATest\.fails: line 7, column 1\n$/);
    for (const { body } of [failure, line]) assert.deepEqual([body.source?.path, body.line], ['/org/classes/ATest.cls', 7]);
    const hidden = await adapter.expectOutput(/^ {4}Class\.rival\.Door\.open: line 3, column 1\n$/);
    assert.equal(hidden.body.source, undefined);
    assert.equal((await adapter.expectOutput(/^ {4}\(acme\)/)).body.source, undefined);
    await adapter.expectOutput(/1 passed, 1 failed/);
    const exited = await adapter.client.event('exited');
    assert.deepEqual(exited.body, { exitCode: 1 });
    await adapter.expectTerminated();
    assert.deepEqual(await hub.called('session/end'), { sessionId: session.id });
  });

  it('says which file of anonymous Apex cannot be read', async () => {
    await adapter.configured('launch', { project: '/code/app', run: { anonymous: 'scripts/missing.apex' } });
    await adapter.expectOutput(/file "\/code\/app\/scripts\/missing\.apex" of attribute "run\.anonymous" can't be read/);
    await adapter.expectTerminated();
  });

  it('security 15: traces messages without secrets', async () => {
    await adapter.configured('attach', { trace: true });
    hub.notify('debug/output', { sessionId: session.id, category: 'stdout', text: 'Authorization: Bearer 00Dxx!abc.def and ?sid=12345', path: null, line: null });
    await adapter.expectOutput(/Bearer \*\*\* and \?sid=\*\*\*/);
    await adapter.request('threads');
    await adapter.expectOutput(/^→ .*"command":"threads"/);
    const all = JSON.stringify(adapter.messages);
    assert.equal(/top-secret-token|00Dxx!abc|12345/.test(all), false);
  });

  it('shows warnings, log output with its place, and threads as they come and go', async () => {
    await adapter.configured('attach');
    const waiting = await adapter.request<{ threads: { name: string }[] }>('threads');
    assert.deepEqual(waiting.threads.map(each => each.name), ['Waiting for a request of Ann North']);
    const error = await adapter.expectError('pause', { threadId: 0x7fffffff });
    assert.equal(error.id, 1203);
    hub.notify('session/warning', { session, cause: 'idle', remainingMs: 60000, message: 'The session ends in a minute.' });
    await adapter.expectOutput(/ends in a minute/);
    hub.notify('debug/threadStarted', { sessionId: session.id, thread: thread(4) });
    assert.deepEqual((await adapter.client.event('thread')).body, { reason: 'started', threadId: 4 });
    hub.notify('debug/output', { sessionId: session.id, category: 'stdout', text: 'DEBUG|hello', path: '/nowhere/Foo.cls', line: 12 });
    const output = await adapter.expectOutput(/DEBUG\|hello/);
    assert.deepEqual([output.body.line, output.body.source?.name, (output.body.source?.sourceReference ?? 0) > 0], [12, 'Foo.cls', true]);
    hub.notify('debug/threadExited', { sessionId: session.id, threadId: 4 });
    assert.deepEqual((await adapter.client.event('thread')).body, { reason: 'exited', threadId: 4 });
  });

  it('ignores what belongs to another session', async () => {
    await adapter.configured('attach');
    hub.notify('debug/threadStarted', { sessionId: 'other', thread: thread(9) });
    hub.notify('session/ended', { session: { ...session, id: 'other' }, message: 'not ours' });
    hub.stop(1);
    const stopped = await adapter.expectStopped();
    assert.equal(stopped.body.threadId, 1);
    assert.equal((await adapter.request<{ threads: unknown[] }>('threads')).threads.length, 1);
  });

  it('never shows a stop before the response that led to it', async () => {
    await adapter.configured('attach');
    hub.stop(1);
    await adapter.expectStopped('breakpoint');
    hub.on('debug/resume', () => {
      hub.notify('debug/stopped', { sessionId: session.id, threadId: 1, reason: 'step', description: null, text: null, hitBreakpointIds: [], view: null });
      return {};
    });
    for (let step = 0; step < 5; step++) {
      await adapter.request('next', { threadId: 1 });
      await adapter.expectStopped('step');
    }
    const kinds = adapter.messages.filter(entry => entry.direction === 'received').map(({ message }) => ('command' in message ? message.command : 'event' in message ? message.event : ''));
    const steps = kinds.filter(kind => kind === 'next' || kind === 'stopped').slice(1);
    assert.deepEqual(steps, Array.from({ length: 5 }, () => ['next', 'stopped']).flat());
  });
});
