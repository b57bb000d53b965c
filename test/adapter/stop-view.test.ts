import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { DebugStackFrame, DebugStopView, DebugVariable } from '../../src/protocol/debug.ts';
import { WireError } from '../../src/protocol/errors.ts';
import { Adapter } from '../support/dap/adapter.ts';
import { DirectAdapter } from '../support/dap/direct-adapter.ts';
import { LiveHub } from '../support/debugger/live-hub.ts';
import { PATH } from '../support/debugger/program.ts';

type Frames = DebugProtocol.StackTraceResponse['body'];
type Scopes = DebugProtocol.ScopesResponse['body'];
type Variables = DebugProtocol.VariablesResponse['body'];

const variable = (name: string, value: string): DebugVariable => ({ name, value, type: 'Integer', reference: 0, namedCount: null, indexedCount: null, evaluateName: name, isReadOnly: false, kind: null });
const frame = (id: number): DebugStackFrame => ({ id, name: `run ${id}`, path: null, line: 1, column: 1, endLine: null, endColumn: null, isHidden: false });
const scope = (name: string, reference: number) => ({ name, reference, isExpensive: name === 'Limits', namedCount: 2, indexedCount: 0 });
/** Of a thread with 22 frames; its ids and references are its number in hundreds. */
const viewOf = (threadId: number): DebugStopView => ({
  frames: Array.from({ length: 20 }, (_, index) => frame(threadId * 100 + index)), totalFrames: 22,
  scopes: [scope('Local', threadId * 100 + 50), scope('Limits', threadId * 100 + 51)],
  variables: [{ reference: threadId * 100 + 50, variables: [variable('a', 'from the stop'), variable('b', '2')] }],
});

describe('adapter: what came with a stop', () => {
  let adapter: DirectAdapter;
  beforeEach(async () => {
    adapter = new DirectAdapter();
    Object.assign(adapter.handlers, {
      'debug/stackTrace': () => ({ frames: [frame(7)], totalFrames: 22 }),
      'debug/scopes': () => ({ scopes: [scope('Asked', 8)] }),
      'debug/variables': () => ({ variables: [variable('a', 'asked')] }),
      'debug/setVariable': () => variable('a', '3'),
      'debug/evaluate': () => ({ value: '1', type: 'Integer', reference: 0, namedCount: null, indexedCount: null }),
      'debug/exceptionInfo': () => { throw new WireError('notPaused', 'no exception'); },
    } satisfies DirectAdapter['handlers']);
    await adapter.configured();
  });

  /** Where the answers about a thread come from, in the order of stackTrace, scopes, variables. */
  async function sources(threadId: number): Promise<string> {
    adapter.calls.length = 0;
    await look(threadId);
    const asked = adapter.calls.map(({ method }) => method);
    return ['debug/stackTrace', 'debug/scopes', 'debug/variables'].map(method => (asked.includes(method as never) ? 'asked' : 'known')).join(' ');
  }
  async function look(threadId: number): Promise<Variables> {
    await adapter.request<Frames>('stackTrace', { threadId, startFrame: 0, levels: 20 });
    await adapter.request<Scopes>('scopes', { frameId: threadId * 100 });
    return adapter.request<Variables>('variables', { variablesReference: threadId * 100 + 50 });
  }
  const known = 'known known known';
  const asked = 'asked asked asked';

  it('answers as the sandbox would', async () => {
    adapter.stop(1, viewOf(1));
    adapter.calls.length = 0;
    const { stackFrames, totalFrames } = await adapter.request<Frames>('stackTrace', { threadId: 1, startFrame: 1, levels: 19 });
    assert.deepEqual([stackFrames.map(({ id }) => id), totalFrames], [Array.from({ length: 19 }, (_, index) => 101 + index), 22]);
    const { scopes } = await adapter.request<Scopes>('scopes', { frameId: 100 });
    assert.deepEqual(scopes.map(({ name, variablesReference, expensive }) => [name, variablesReference, expensive]), [['Local', 150, false], ['Limits', 151, true]]);
    const page = async (args: object) => (await adapter.request<Variables>('variables', { variablesReference: 150, ...args })).variables.map(({ name, value }) => `${name}=${value}`);
    assert.deepEqual([await page({}), await page({ filter: 'named', start: 1, count: 5 }), await page({ start: 2, count: 1 })], [['a=from the stop', 'b=2'], ['b=2'], []]);
    assert.deepEqual(adapter.calls, []);
  });

  const beyond: readonly (readonly [string, object, object])[] = [
    ['stackTrace', { threadId: 1, startFrame: 20, levels: 2 }, { threadId: 1, startFrame: 20, levels: 2 }],
    ['stackTrace', { threadId: 1, startFrame: 19, levels: 2 }, { threadId: 1, startFrame: 19, levels: 2 }],
    ['stackTrace', { threadId: 1 }, { threadId: 1, startFrame: 0, levels: 1000 }],
    ['scopes', { frameId: 101 }, { frameId: 101 }],
    ['variables', { variablesReference: 151 }, { reference: 151, start: 0, count: 10_000, byUser: false }],
    ['variables', { variablesReference: 150, filter: 'indexed', count: 5 }, { reference: 150, start: 0, count: 5, filter: 'indexed', byUser: false }],
  ];
  for (const [command, args, params] of beyond) {
    it(`asks for what is beyond it: ${command} ${JSON.stringify(args)}`, async () => {
      adapter.stop(1, viewOf(1));
      adapter.calls.length = 0;
      await adapter.request(command, args);
      assert.deepEqual(adapter.calls, [{ method: `debug/${command}`, params: { sessionId: 'session-1', ...params } }]);
    });
  }

  it('answers a short stack whatever is asked for', async () => {
    adapter.stop(1, { ...viewOf(1), frames: [frame(100), frame(101)], totalFrames: 2 });
    adapter.calls.length = 0;
    for (const [args, ids] of [[{}, [100, 101]], [{ startFrame: 1, levels: 50 }, [101]], [{ startFrame: 5, levels: 5 }, []]] as const) {
      assert.deepEqual((await adapter.request<Frames>('stackTrace', { threadId: 1, ...args })).stackFrames.map(({ id }) => id), ids);
    }
    assert.deepEqual(adapter.calls, []);
  });

  const harmless: readonly (readonly [string, object])[] = [
    ['evaluate', { expression: 'a', context: 'watch' }], ['evaluate', { expression: 'a', context: 'hover' }], ['evaluate', { expression: 'a', context: 'clipboard' }], ['evaluate', { expression: 'a', context: 'of a newer client' }],
    ['setBreakpoints', { source: { path: '/a.cls' }, breakpoints: [] }], ['exceptionInfo', { threadId: 1 }], ['pause', { threadId: 1 }], ['variables', { variablesReference: 7 }],
  ];
  for (const [command, args] of harmless) {
    it(`outlives ${command} ${JSON.stringify(args)}`, async () => {
      adapter.stop(1, viewOf(1));
      await adapter.send(command, args);
      assert.equal(await sources(1), known);
    });
  }

  const changing: readonly (readonly [string, object])[] = [
    ['setVariable', { variablesReference: 150, name: 'a', value: '3' }], ['setExpression', { expression: 'a', value: '3' }], ['evaluate', { expression: 'a = 3', context: 'repl' }], ['evaluate', { expression: 'a = 3' }],
  ];
  for (const [command, args] of changing) {
    const method = command === 'setVariable' ? 'debug/setVariable' : 'debug/evaluate';
    it(`doesn't outlive ${command} ${JSON.stringify(args)}, of no thread`, async () => {
      adapter.stop(1, viewOf(1));
      adapter.stop(2, viewOf(2));
      await adapter.request(command, args);
      assert.deepEqual([await sources(1), await sources(2)], [asked, asked]);
      assert.equal((await look(1)).variables[0]?.value, 'asked');
    });

    it(`doesn't outlive ${command} ${JSON.stringify(args)} that fails`, async () => {
      adapter.stop(1, viewOf(1));
      adapter.handlers[method] = () => { throw new WireError('evaluateFailed', 'after a change'); };
      assert.equal((await adapter.send(command, args)).success, false);
      assert.equal(await sources(1), asked);
    });

    it(`isn't used while ${command} ${JSON.stringify(args)} is under way, nor is one that comes meanwhile`, async () => {
      adapter.stop(1, viewOf(1));
      const held = Promise.withResolvers<never>();
      adapter.handlers[method] = () => held.promise;
      const change = adapter.send(command, args);
      assert.equal(await sources(1), asked);
      adapter.stop(2, viewOf(2));
      assert.equal(await sources(2), asked);
      held.resolve(variable('a', '3') as never);
      await change;
      assert.equal(await sources(2), asked);
    });
  }

  for (const command of ['continue', 'next', 'stepIn', 'stepOut']) {
    it(`goes with ${command}, and another thread's stays`, async () => {
      adapter.stop(1, viewOf(1));
      adapter.stop(2, viewOf(2));
      await adapter.request(command, { threadId: 1 });
      assert.deepEqual([await sources(1), await sources(2)], [asked, known]);
      adapter.stop(1, viewOf(1));
      assert.deepEqual([await sources(1), await sources(2)], [known, known]);
    });
  }

  it('is not there again after a resume that failed', async () => {
    adapter.stop(1, viewOf(1));
    adapter.handlers['debug/resume'] = () => { throw new WireError('runnerDied', 'gone'); };
    assert.equal((await adapter.send('next', { threadId: 1 })).success, false);
    assert.equal(await sources(1), asked);
  });

  it('goes with the thread, and with a resume by others', async () => {
    adapter.stop(1, viewOf(1));
    adapter.stop(2, viewOf(2));
    adapter.stop(3, viewOf(3));
    adapter.notify('debug/threadExited', { sessionId: 'session-1', threadId: 1 });
    adapter.notify('debug/continued', { sessionId: 'session-1', threadId: 2 });
    assert.deepEqual([await sources(1), await sources(2), await sources(3)], [asked, asked, known]);
  });

  it('may be missing', async () => {
    adapter.stop(1, null);
    assert.equal(await sources(1), asked);
  });

  it('answers no person, whose acts the sandbox counts (T14)', async () => {
    const { now } = performance;
    adapter.stop(1, viewOf(1));
    try {
      performance.now = () => now.call(performance) + 1001;
      assert.equal(await sources(1), 'known known asked');
      assert.deepEqual(adapter.calls.map(({ params }) => (params as { byUser?: boolean }).byUser), [true]);
    } finally {
      performance.now = now;
    }
  });

  it('is asked and the client leaves: one answer each', async () => {
    adapter.stop(1, viewOf(1));
    const answers = await Promise.all([
      adapter.send('stackTrace', { threadId: 1, startFrame: 0, levels: 20 }), adapter.send('scopes', { frameId: 100 }), adapter.send('variables', { variablesReference: 150 }), adapter.send('scopes', { frameId: 101 }), adapter.send('disconnect', {}),
      adapter.send('variables', { variablesReference: 150 }),
    ]);
    assert.deepEqual(answers.map(({ command, success }) => `${command} ${success}`), ['stackTrace true', 'scopes true', 'variables true', 'scopes true', 'disconnect true', 'variables true']);
    assert.equal(adapter.received.filter(({ type }) => type === 'response').length, 3 + answers.length);
    assert.equal((await adapter.send('variables', { variablesReference: 150 })).message, 'wrongState');
  });
});

describe('adapter: what came with a stop of a running agent', () => {
  let live: LiveHub;
  let adapter: Adapter;
  let threadId: number;
  beforeEach(async () => {
    live = await LiveHub.start();
    adapter = new Adapter({ stateDirectory: live.hub.stateDirectory });
    await adapter.start('launch', { run: { anonymous: 'new Counter().addAll(values);' } });
    await adapter.request('setBreakpoints', { source: { path: PATH }, breakpoints: [{ line: 21 }] });
    await adapter.request('configurationDone');
    ({ body: { threadId = 0 } } = await adapter.expectStopped('breakpoint'));
  });
  afterEach(async () => {
    await adapter.close();
    await live.close();
  });

  /** The locals, and whether the sandbox was asked for them. */
  async function locals(): Promise<{ frameId: number; reference: number; shown: string; isAsked: boolean }> {
    const before = live.hub.calls.length;
    const { stackFrames } = await adapter.request<Frames>('stackTrace', { threadId, startFrame: 0, levels: 20 });
    const frameId = stackFrames[0]?.id ?? 0;
    const reference = (await adapter.request<Scopes>('scopes', { frameId })).scopes[0]?.variablesReference ?? 0;
    const { variables } = await adapter.request<Variables>('variables', { variablesReference: reference });
    return { frameId, reference, shown: variables.map(({ name, value }) => `${name}=${value}`).join(' '), isAsked: live.hub.calls.length > before };
  }
  const shown = async () => {
    const found = await locals();
    return [found.shown, found.isAsked];
  };

  it('shows what a variable was set to', async () => {
    const { reference } = await locals();
    await adapter.request('setVariable', { variablesReference: reference, name: 'b', value: '40' });
    assert.deepEqual(await shown(), ['a=0 b=40', true]);
    await adapter.request('next', { threadId });
    await adapter.expectStopped('step');
    assert.deepEqual(await shown(), ['a=0 b=40 result=40', false]);
  });

  it('shows what an evaluation in the console has done', async () => {
    const { frameId } = await locals();
    assert.deepEqual(await shown(), ['a=0 b=1', false]);
    await adapter.request('evaluate', { frameId, expression: 'b = 50', context: 'repl' });
    assert.deepEqual(await shown(), ['a=0 b=50', true]);
    await adapter.request('setExpression', { frameId, expression: 'a', value: '2' });
    assert.deepEqual(await shown(), ['a=2 b=50', true]);
  });

  it('refuses frames and references of the stop before', async () => {
    const { frameId, reference } = await locals();
    await adapter.request('next', { threadId });
    await adapter.expectStopped('step');
    assert.equal((await adapter.expectError('scopes', { frameId })).word, 'unknownReference');
    assert.equal((await adapter.expectError('variables', { variablesReference: reference })).word, 'unknownReference');
  });
});
