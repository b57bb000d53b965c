import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { DebugScope, DebugStopView, DebugVariable } from '../../../src/protocol/debug.ts';
import type { Frame, UnitDebugInfo } from '../../../src/sandbox/debugger/contract.ts';
import { Handles } from '../../../src/sandbox/debugger/handles.ts';
import type { AgentHost } from '../../../src/sandbox/debugger/host.ts';
import { Pause } from '../../../src/sandbox/debugger/pause.ts';
import type { Handle } from '../../../src/sandbox/debugger/pause.ts';
import { Presenter } from '../../../src/sandbox/debugger/values/present.ts';
import { Bench } from '../../support/debugger/bench.ts';

/** References are new each time scopes are asked for. */
const scopesOf = (scopes: readonly DebugScope[]): object[] => scopes.map(scope => ({ ...scope, reference: 0 }));
const variablesOf = (variables: readonly DebugVariable[]): object[] => variables.map(variable => ({ ...variable, reference: Math.sign(variable.reference) }));

describe('what comes with a stop', () => {
  let bench: Bench;
  beforeEach(() => { bench = new Bench(); });
  afterEach(() => bench.close());

  async function viewAt(reason: string): Promise<DebugStopView> {
    const { view } = await bench.expectStop(reason);
    assert.ok(view);
    return view;
  }

  it('is what the requests answer', async () => {
    await bench.break(21, 13);
    bench.start([7]);
    for (const line of [21, 13]) {
      const view = await viewAt('breakpoint');
      const { frames, totalFrames } = await bench.session.stackTrace({ sessionId: '', threadId: 1, startFrame: 0, levels: 20 });
      assert.deepEqual([view.frames, view.totalFrames, view.frames[0]?.line], [frames, totalFrames, line]);
      const { scopes } = await bench.session.scopes({ sessionId: '', frameId: view.frames[0]?.id ?? 0 });
      assert.deepEqual(scopesOf(view.scopes), scopesOf(scopes));
      assert.deepEqual(view.variables.map(({ reference }) => reference), view.scopes.filter(({ isExpensive }) => !isExpensive).map(({ reference }) => reference));
      for (const { reference, variables } of view.variables) {
        // By its own reference, and by that of the scope asked for now.
        const name = view.scopes.find(scope => scope.reference === reference)?.name;
        for (const asked of [reference, scopes.find(scope => scope.name === name)?.reference ?? 0]) assert.deepEqual(variablesOf(variables), variablesOf(await bench.variables(asked)));
      }
      await bench.resume('continue');
    }
  });

  it('has references that can be opened and set', async () => {
    await bench.break(13);
    bench.start([1, 2]);
    const { variables } = await viewAt('breakpoint');
    const list = variables[0]?.variables.find(({ name }) => name === 'values');
    assert.deepEqual((await bench.variables(list?.reference ?? 0)).map(({ value }) => value), ['1', '2']);
    await bench.session.setVariable({ sessionId: '', reference: variables[0]?.reference ?? 0, name: 'sum', value: '10' });
    await bench.resume('continue');
    assert.equal((await bench.outcome)?.result, 10);
  });

  it('is left out where a value can\'t be shown; who asks for that value hears why', async () => {
    await bench.break(10);
    bench.start([1]);
    const { frameId } = await bench.expectStop('breakpoint');
    const { reference: before } = await bench.scope(frameId, 'Local');
    const nonsense = { data: { id: 'internal', audience: 'user' } };
    await assert.rejects(bench.session.setVariable({ sessionId: '', reference: before, name: 'sum', value: 'new Proxy({}, { getPrototypeOf() { throw Error("broken"); } })' }), nonsense);
    await bench.resume('next');
    const stop = await bench.expectStop('step');
    assert.equal(stop.view, null);
    const { reference } = await bench.scope(stop.frameId, 'Local');
    await assert.rejects(bench.variables(reference), nonsense);
  });

  it('is of twenty frames, and of scopes that hold a hundred variables', () => {
    const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `v${index}`);
    const pause = (depth: number, locals: number): Pause => {
      const method = { id: 0, className: 'Deep', traceName: 'run', isStatic: true, locals: names(locals).map(name => ({ name, typeName: 'Integer', isParameter: true, scopeStart: 0, scopeEnd: 1 })) };
      const unit: UnitDebugInfo = { path: '/Deep.cls', unitName: 'Deep', statements: [{ id: 0, methodId: 0, line: 1, column: 1, endLine: 1, endColumn: 2, start: 0 }], methods: [method] };
      let frame: Frame | null = null;
      for (let base = 0; base < depth; base++) frame = { base, unit, method, parent: frame, self: null, statement: 0, local: index => index, setLocal: () => undefined, isDirty: false };
      assert.ok(frame);
      const host = { staticsOf: () => [], namespaceOf: () => null, limits: () => [] } as unknown as AgentHost;
      return new Pause(host, new Presenter(host, []), new Handles<Handle>(0), frame, null);
    };
    const shallow = pause(20, 100).view();
    assert.deepEqual([shallow.frames.length, shallow.totalFrames, shallow.variables.map(({ variables }) => variables.length)], [20, 20, [100]]);
    const deep = pause(21, 101).view();
    assert.deepEqual([deep.frames.length, deep.totalFrames, deep.scopes[0]?.namedCount, deep.variables], [20, 21, 101, []]);
  });
});
