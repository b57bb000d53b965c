import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import type { DataBreakpointSpec } from '../../../src/protocol/debug.ts';
import type { DebugCompiler } from '../../../src/sandbox/debugger/session.ts';
import { lineOf, makeCompiler, SHOP_PATH } from '../../support/debugger/apex.ts';
import { Bench } from '../../support/debugger/bench.ts';

describe('data breakpoints', () => {
  let compiler: DebugCompiler;
  let bench: Bench;
  before(() => { compiler = makeCompiler(); });
  beforeEach(() => { bench = new Bench(undefined, { compiler, worker: new URL('../../support/debugger/apex-worker.ts', import.meta.url), path: SHOP_PATH }); });
  afterEach(() => bench.close());

  async function info(frameId: number, scope: string, name: string) {
    const { reference } = await bench.scope(frameId, scope);
    return bench.session.dataBreakpointInfo({ sessionId: '', reference, name });
  }
  const watch = async (...specs: readonly Omit<DataBreakpointSpec, 'id'>[]) =>
    (await bench.session.setDataBreakpoints({ sessionId: '', breakpoints: specs.map((spec, index) => ({ id: 70 + index, ...spec })) })).breakpoints;
  async function stopIn(marker: string, count: number): Promise<number> {
    await bench.break(lineOf(marker));
    bench.start([count]);
    return (await bench.expectStop('breakpoint')).frameId;
  }
  async function runOn(): Promise<unknown> {
    await bench.resume('continue');
    const { line, text, description, hitBreakpointIds } = await bench.expectStop('data breakpoint');
    return [line, text, description, hitBreakpointIds];
  }
  const outcome = async () => (await bench.outcome) as unknown as { result: unknown; sold: unknown; flags: number };

  it('stop behind the statement that changes a local, until its call has ended', async () => {
    const frameId = await stopIn('call', 2);
    const { dataId, description } = await info(frameId, 'Local', 'total');
    assert.equal(description, 'total');
    assert.deepEqual((await watch({ dataId: dataId ?? '' })).map(({ id, verified }) => [id, verified]), [[70, true]]);
    await bench.break();
    const loop = lineOf('sell') + 1;
    assert.deepEqual(await runOn(), [loop, 'total: 0 → 10', 'Paused on a changed value', [70]]);
    assert.deepEqual(await runOn(), [loop, 'total: 10 → 21', 'Paused on a changed value', [70]]);
    await bench.resume('continue');
    assert.deepEqual([(await outcome()).result, (await outcome()).flags], [21, 0]);
    assert.deepEqual(bench.outputs().slice(0, 2), ['total: 0 → 10', 'total: 10 → 21']);
  });

  it('watch static and instance fields, elements of lists and limits; several at once', async () => {
    const frameId = await stopIn('sell', 1);
    const sold = await info(frameId, 'Static', 'sold');
    const state = await info(frameId, 'This', 'state');
    const queries = await info(frameId, 'Limits', 'SOQL queries');
    assert.deepEqual([sold.description, state.description, queries.description], ['Shop.sold', 'this.state', 'SOQL queries']);
    const prices = (await bench.variables((await bench.scope(frameId, 'This')).reference)).find(({ name }) => name === 'prices');
    const element = await bench.session.dataBreakpointInfo({ sessionId: '', reference: prices?.reference ?? 0, name: '[0]' });
    assert.equal(element.description, 'this.prices[0]');
    assert.ok((await watch(...[sold, state, queries, element].map(({ dataId }) => ({ dataId: dataId ?? '' })))).every(({ verified }) => verified));
    await bench.evaluate(frameId, 'prices[0] = 5', 'repl');
    assert.deepEqual(await runOn(), [lineOf('after') + 1, 'Shop.sold: 0 → 1', 'Paused on a changed value', [70]]);
    await watch();
    await bench.resume('continue');
    assert.deepEqual((await outcome()).result, 5);
  });

  it('count hits', async () => {
    const frameId = await stopIn('call', 3);
    const { dataId } = await info(frameId, 'Local', 'total');
    const [bad] = await watch({ dataId: dataId ?? '', hitCondition: 'often' });
    assert.deepEqual([bad?.verified, bad?.message], [false, 'The hit count "often" must be a number, or one of >, >=, <, <=, ==, % and a number.']);
    await watch({ dataId: dataId ?? '', hitCondition: '3' });
    await bench.break();
    assert.deepEqual((await runOn() as unknown[])[1], 'total: 21 → 33');
  });

  it('cost nothing where there are none, and change nothing but the stops', async () => {
    const frameId = await stopIn('call', 2);
    const { dataId } = await info(frameId, 'Local', 'price');
    assert.equal(dataId, null);
    const total = await info(frameId, 'Local', 'total');
    await watch({ dataId: total.dataId ?? '' });
    await watch();
    await bench.break();
    await bench.resume('continue');
    const { result, sold, flags } = await outcome();
    assert.deepEqual([result, sold, flags], [21, 2, 0]);
  });

  it('end with their request, and say so', async () => {
    const frameId = await stopIn('return', 1);
    const { dataId } = await info(frameId, 'Static', 'sold');
    await watch({ dataId: dataId ?? '' });
    await bench.resume('continue');
    await outcome();
    const told = bench.notifications.filter(({ name }) => name === 'debug/breakpointChanged').map(({ params }) => (params as { breakpoint: { id: number; verified: boolean } }).breakpoint);
    assert.deepEqual(told.map(({ id, verified }) => [id, verified]), [[70, false]]);
    assert.deepEqual((await watch({ dataId: dataId ?? '' })).map(({ verified }) => verified), [false]);
  });
});
