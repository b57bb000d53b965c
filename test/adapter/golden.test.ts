import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { Adapter } from '../support/dap/adapter.ts';
import { assertGolden, transcript } from '../support/dap/golden.ts';
import { LiveHub } from '../support/debugger/live-hub.ts';
import { PATH } from '../support/debugger/program.ts';

type Frames = DebugProtocol.StackTraceResponse['body'];
type Scopes = DebugProtocol.ScopesResponse['body'];
type Variables = DebugProtocol.VariablesResponse['body'];

describe('adapter: sessions over a running agent', () => {
  let live: LiveHub;
  let adapter: Adapter;
  beforeEach(async () => {
    live = await LiveHub.start();
    adapter = new Adapter({ stateDirectory: live.hub.stateDirectory });
  });
  afterEach(async () => {
    await adapter.close();
    await live.close();
  });

  async function launched(breakpoints: readonly object[], filters: readonly string[] = []): Promise<void> {
    await adapter.start('launch', { run: { anonymous: 'new Counter().addAll(values);' } });
    await adapter.request('setBreakpoints', { source: { path: PATH }, breakpoints });
    await adapter.request('setExceptionBreakpoints', { filters });
    await adapter.request('configurationDone');
  }

  const scenarios: Readonly<Record<string, () => Promise<void>>> = {
    async 'breakpoint-look-step'() {
      await launched([{ line: 21 }]);
      const { body: { threadId } } = await adapter.expectStopped('breakpoint');
      const { stackFrames } = await adapter.request<Frames>('stackTrace', { threadId, startFrame: 0, levels: 1 });
      await adapter.request('stackTrace', { threadId, startFrame: 1, levels: 19 });
      const { scopes } = await adapter.request<Scopes>('scopes', { frameId: stackFrames[0]?.id });
      for (const scope of scopes) await adapter.request<Variables>('variables', { variablesReference: scope.variablesReference });
      await adapter.request('evaluate', { expression: 'a + b', frameId: stackFrames[0]?.id, context: 'watch' });
      await adapter.request('setVariable', { variablesReference: scopes[0]?.variablesReference, name: 'b', value: '10' });
      await adapter.request('next', { threadId });
      await adapter.expectStopped('step');
      await adapter.request('stepOut', { threadId });
      await adapter.expectStopped('step');
      await adapter.request('setBreakpoints', { source: { path: PATH }, breakpoints: [] });
      await adapter.request('continue', { threadId });
      await adapter.expectTerminated();
      await adapter.request('disconnect');
    },
    async 'exception'() {
      await launched([], ['all']);
      const { body: { threadId } } = await adapter.expectStopped('exception');
      await adapter.request('exceptionInfo', { threadId });
      await adapter.request('continue', { threadId });
      await adapter.expectTerminated();
      await adapter.request('disconnect');
    },
    async 'log-point-and-conditions'() {
      await launched([{ line: 21, logMessage: 'adding {b}' }, { line: 22, condition: 'b > 2' }, { line: 8, hitCondition: '>= 3' }, { line: 99 }]);
      const first = await adapter.expectStopped('breakpoint');
      await adapter.request('continue', { threadId: first.body.threadId });
      const second = await adapter.expectStopped('breakpoint');
      await adapter.request('continue', { threadId: second.body.threadId });
      await adapter.expectTerminated();
      await adapter.request('disconnect');
    },
    async 'step-in-target'() {
      await launched([{ line: 8 }]);
      const { body: { threadId } } = await adapter.expectStopped('breakpoint');
      const { stackFrames } = await adapter.request<Frames>('stackTrace', { threadId, startFrame: 0, levels: 1 });
      await adapter.request('stepInTargets', { frameId: stackFrames[0]?.id });
      await adapter.request('stepIn', { threadId, targetId: 0 });
      await adapter.expectStopped('step');
      await adapter.request('setBreakpoints', { source: { path: PATH }, breakpoints: [] });
      await adapter.request('continue', { threadId });
      await adapter.expectTerminated();
      await adapter.request('disconnect');
    },
    async 'data-breakpoint'() {
      await launched([{ line: 8 }]);
      const { body: { threadId } } = await adapter.expectStopped('breakpoint');
      await adapter.request('setBreakpoints', { source: { path: PATH }, breakpoints: [] });
      const { stackFrames } = await adapter.request<Frames>('stackTrace', { threadId, startFrame: 0, levels: 1 });
      const { scopes } = await adapter.request<Scopes>('scopes', { frameId: stackFrames[0]?.id });
      const { dataId } = await adapter.request<DebugProtocol.DataBreakpointInfoResponse['body']>('dataBreakpointInfo', { variablesReference: scopes[0]?.variablesReference, name: 'sum' });
      await adapter.request('dataBreakpointInfo', { variablesReference: scopes[0]?.variablesReference, name: 'nobody' });
      await adapter.request('dataBreakpointInfo', { frameId: stackFrames[0]?.id, name: 'sum + 1' });
      await adapter.request('setDataBreakpoints', { breakpoints: [{ dataId, accessType: 'write', hitCondition: '2' }, { dataId, condition: 'sum > 1' }] });
      await adapter.request('continue', { threadId });
      await adapter.expectStopped('data breakpoint');
      await adapter.request('setDataBreakpoints', { breakpoints: [] });
      await adapter.request('continue', { threadId });
      await adapter.expectTerminated();
      await adapter.request('disconnect');
    },
    async 'function-breakpoint-and-completions'() {
      await adapter.start('launch', { run: { anonymous: 'new Counter().addAll(values);' } });
      await adapter.request('setFunctionBreakpoints', { breakpoints: [{ name: 'Counter.add', condition: 'b > 2' }, { name: 'Counter.nothing' }] });
      await adapter.request('completions', { text: 'a', column: 2 });
      await adapter.request('configurationDone');
      const { body: { threadId } } = await adapter.expectStopped('function breakpoint');
      const { stackFrames } = await adapter.request<Frames>('stackTrace', { threadId, startFrame: 0, levels: 1 });
      await adapter.request('completions', { frameId: stackFrames[0]?.id, text: 'a + re', column: 7 });
      await adapter.request('completions', { frameId: stackFrames[0]?.id, text: 'a +\n b', line: 2, column: 2 });
      await adapter.request('continue', { threadId });
      await adapter.expectTerminated();
      await adapter.request('disconnect');
    },
  };
  for (const [name, play] of Object.entries(scenarios)) {
    it(name, async () => {
      await play();
      assertGolden(new URL(`./golden/${name}.txt`, import.meta.url), transcript(adapter.messages));
    });
  }

  it('lets the run go on when the client disconnects while stopped', async () => {
    await launched([{ line: 21 }]);
    await adapter.expectStopped('breakpoint');
    await adapter.request('disconnect', {});
    const outcome = await live.bench.outcome;
    assert.deepEqual([outcome?.result, outcome?.flags, outcome?.flagAll], [6, 0, false]);
  });

  it('changes nothing by being there: same result and statements attached and stepping every line', async () => {
    await launched([{ line: 6 }]);
    const { body: { threadId } } = await adapter.expectStopped('breakpoint');
    for (let steps = 1; steps < 17; steps++) {
      await adapter.request('stepIn', { threadId });
      await adapter.expectStopped('step');
    }
    await adapter.request('stepIn', { threadId });
    await adapter.expectTerminated();
    const other = await LiveHub.start();
    const attached = new Adapter({ stateDirectory: other.hub.stateDirectory });
    await attached.configured('launch', { run: { anonymous: 'x' } });
    await attached.expectTerminated();
    assert.deepEqual(live.outcomes, other.outcomes);
    await attached.close();
    await other.close();
  });
});
