import assert from 'node:assert/strict';
import { afterEach, before, beforeEach, describe, it } from 'mocha';
import type { DebugCompiler } from '../../../src/sandbox/debugger/session.ts';
import { lineOf, makeCompiler, SHOP_PATH } from '../../support/debugger/apex.ts';
import { Bench } from '../../support/debugger/bench.ts';

describe('debugging compiled Apex', () => {
  let compiler: DebugCompiler;
  let bench: Bench;
  before(() => { compiler = makeCompiler(); });
  beforeEach(() => { bench = new Bench(undefined, { compiler, worker: new URL('../../support/debugger/apex-worker.ts', import.meta.url), path: SHOP_PATH }); });
  afterEach(() => bench.close());
  const place = (line: number): string => ['static', 'initialiser', 'constructor', 'sell', 'call', 'after', 'return', 'inside', 'inside2', 'run', 'try', 'caught'].find(marker => lineOf(marker) === line) ?? String(line);
  const outcome = async () => (await bench.outcome) as unknown as { result: unknown; sold: unknown; flags: number };

  it('runs without stops', async () => {
    bench.start([3]);
    const { result, sold, flags } = await outcome();
    assert.deepEqual([result, sold, flags], [33, 3, 0]);
  });

  it('shows every frame with its variables', async () => {
    await bench.break({ line: lineOf('inside2'), condition: 'index == 2' });
    bench.start([3]);
    const stop = await bench.expectStop('breakpoint');
    const { frames } = await bench.session.stackTrace({ sessionId: '', threadId: 1, startFrame: 0, levels: 20 });
    assert.deepEqual(frames.map(frame => [frame.name, place(frame.line)]), [['Shop.priceOf(Integer)', 'inside2'], ['Shop.sell(Integer)', 'call'], ['Shop.run(Integer)', 'try']]);
    const locals = async (frameId: number | undefined) => (await bench.variables((await bench.scope(frameId ?? 0, 'Local')).reference)).map(each => `${each.type} ${each.name} = ${each.value}`);
    assert.deepEqual(await locals(frames[0]?.id), ['Integer index = 2', 'Integer base = 10']);
    assert.deepEqual(await locals(frames[1]?.id), ['Integer count = 3', 'Integer total = 21', 'Integer i = 2']);
    assert.deepEqual(await locals(frames[2]?.id), ['Integer count = 3', 'Shop shop = Shop {prices=List<Integer> (1), state=OPEN}']);
    const own = await bench.variables((await bench.scope(stop.frameId, 'This')).reference);
    assert.deepEqual(own.map(each => [each.name, each.type, each.value]), [['prices', 'List<Integer>', 'List<Integer> (1) [10]'], ['state', 'Shop.Status', 'OPEN']]);
    const statics = await bench.variables((await bench.scope(stop.frameId, 'Static')).reference);
    assert.deepEqual(statics.map(each => [each.name, each.value, each.isReadOnly]), [['sold', '0', false], ['NAME', "'Corner'", true]]);
  });

  it("forgets a loop's variable behind the loop and shows maps and decimals", async () => {
    await bench.break(lineOf('after'));
    bench.start([2]);
    const stop = await bench.expectStop('breakpoint');
    const locals = await bench.variables((await bench.scope(stop.frameId, 'Local')).reference);
    assert.deepEqual(locals.map(each => [each.name, each.type, each.value]), [['count', 'Integer', '2'], ['total', 'Integer', '21'], ['byName', 'Map<String,Integer>', "Map<String,Integer> (2) {'a' => 21, 'b' => 2}"], ['anything', 'Decimal', '1.5']]);
  });

  it('steps through every statement, over and in and out', async () => {
    await bench.break(lineOf('run'));
    bench.start([1]);
    await bench.expectStop('breakpoint');
    const path: string[] = [];
    for (const kind of ['stepIn', 'stepIn', 'stepIn', 'stepIn', 'stepIn', 'stepIn', 'next', 'next', 'stepIn', 'stepOut', 'next'] as const) {
      await bench.resume(kind);
      path.push(place((await bench.expectStop('step')).line));
    }
    const loop = String(lineOf('sell') + 1);
    assert.deepEqual(path, ['initialiser', '5', 'constructor', 'try', 'sell', loop, loop, 'call', 'inside', String(lineOf('call') + 1), loop]);
  });

  it('stops where methods of a name begin', async () => {
    const functions = (...names: readonly (string | { name: string; condition?: string })[]) => bench.session.setFunctionBreakpoints({ sessionId: '', breakpoints: names.map((each, index) => ({ id: 50 + index, ...(typeof each === 'string' ? { name: each } : each) })) });
    const { breakpoints } = await functions({ name: 'shop.PRICEOF', condition: 'index == 1' }, 'Shop.run(Integer)', 'Shop', 'Shop.nothing', 'Nobody.run', { name: 'Shop.sell', condition: 'nobody' });
    assert.deepEqual(breakpoints.map(({ id, verified, line }) => [id, verified, line]), [[50, true, lineOf('inside')], [51, true, lineOf('choose')], [52, true, lineOf('constructor')], [53, false, null], [54, false, null], [55, false, null]]);
    assert.match(String(breakpoints[3]?.message), /Shop.nothing has no statement/);
    assert.match(String(breakpoints[4]?.message), /Nothing is called Nobody.run/);
    assert.match(String(breakpoints[5]?.message), /nobody/);
    await bench.break(lineOf('return'));
    bench.start([2]);
    const stops: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      const { line, hitBreakpointIds } = await bench.expectStop('breakpoint');
      stops.push([line, hitBreakpointIds]);
      if (i === 1) await functions('Shop.priceOf');
      await bench.resume('continue');
    }
    assert.deepEqual(stops, [[lineOf('choose'), [51]], [lineOf('constructor'), [52]], [lineOf('inside'), [50]], [lineOf('inside'), [50]]]);
    assert.equal((await bench.expectStop('breakpoint')).line, lineOf('return'));
    await functions();
    await bench.resume('continue');
    assert.deepEqual([(await outcome()).flags], [0]);
  });

  describe('step in targets', () => {
    async function stopAtNested() {
      await bench.break(lineOf('nested'));
      bench.start([77]);
      const stop = await bench.expectStop('breakpoint');
      return { ...stop, targets: (await bench.session.stepInTargets({ sessionId: '', frameId: stop.frameId })).targets };
    }

    it('are the calls of the statement, in the order in which they are made', async () => {
      const { targets, frameId } = await stopAtNested();
      assert.deepEqual(targets.map(({ id, label, line }) => [id, label, line]), [
        [0, 'plus(n, 1)', lineOf('nested')], [1, 'plus(n, 2)', lineOf('nested')], [2, 'new Shop(n)', lineOf('nested')], [3, 'new Shop(n).priceOf(0)', lineOf('nested')],
        [4, 'plus(plus(n, 1), n > 0 ? plus(n, 2) : new Shop(n).priceOf(0))', lineOf('nested')],
      ]);
      const { frames } = await bench.session.stackTrace({ sessionId: '', threadId: 1, startFrame: 0, levels: 5 });
      assert.deepEqual((await bench.session.stepInTargets({ sessionId: '', frameId: frames[1]?.id ?? 0 })).targets, [], 'of the innermost frame only');
      await assert.rejects(bench.session.resume({ sessionId: '', threadId: 1, kind: 'stepIn', targetId: 9 }), /no call 9/);
      assert.equal((await bench.evaluate(frameId, 'n')).value, '77');
    });

    for (const [id, locals] of [[0, '77, 1'], [1, '77, 2'], [4, '78, 79']] as const) {
      it(`leads into call ${id}`, async () => {
        await stopAtNested();
        await bench.session.resume({ sessionId: '', threadId: 1, kind: 'stepIn', targetId: id });
        const { frameId, line } = await bench.expectStop('step');
        assert.deepEqual([line, (await bench.evaluate(frameId, "a + ', ' + b")).value], [lineOf('plus'), `'${locals}'`]);
      });
    }

    it('end behind the statement if the call is not made', async () => {
      await stopAtNested();
      await bench.break();
      await bench.session.resume({ sessionId: '', threadId: 1, kind: 'stepIn', targetId: 3 });
      assert.equal((await bench.expectStop('step')).line, lineOf('nested') - 1);
      await bench.resume('continue');
      assert.equal((await outcome()).result, 157);
    });
  });

  it('evaluates with the scope, the privacy and the type of the frame', async () => {
    await bench.break(lineOf('after'));
    bench.start([2]);
    const { frameId } = await bench.expectStop('breakpoint');
    const values: readonly (readonly [string, string, string])[] = [
      ['total + count', '23', 'Integer'], ["'sum ' + total", "'sum 21'", 'String'], ['state', 'OPEN', 'Shop.Status'], ['state == Status.OPEN', 'true', 'Boolean'],
      ['prices[0]', '10', 'Integer'], ['this', 'Shop {prices=List<Integer> (1), state=OPEN}', 'Shop'], ['sold', '0', 'Integer'], ['null', 'null', 'Object'], ['anything', '1.5', 'Decimal'],
    ];
    for (const [expression, value, type] of values) {
      const result = await bench.evaluate(frameId, expression);
      assert.deepEqual([expression, result.value, result.type], [expression, value, type]);
    }
  });

  it('undoes what a watch does, keeps what the console does', async () => {
    await bench.break(lineOf('after'));
    bench.start([2]);
    const { frameId } = await bench.expectStop('breakpoint');
    assert.equal((await bench.evaluate(frameId, 'sell(1)')).value, '10');
    assert.equal((await bench.evaluate(frameId, 'sold')).value, '0');
    assert.equal((await bench.evaluate(frameId, 'total = 500')).value, '500');
    assert.equal((await bench.evaluate(frameId, 'total')).value, '21');
    await bench.evaluate(frameId, 'total = 500; sold = 7;', 'repl');
    assert.equal((await bench.evaluate(frameId, 'total + sold')).value, '507');
    await bench.resume('continue');
    const { result, sold } = await outcome();
    assert.deepEqual([result, sold], [500, 9]);
  });

  it('ends a watch that runs too long, and a condition', async () => {
    await bench.break({ line: lineOf('after'), condition: 'sell(100000000) > 0' }, lineOf('return'));
    bench.start([2]);
    const { frameId, line } = await bench.expectStop('breakpoint');
    assert.equal(place(line), 'return');
    assert.match(bench.outputs()[0] ?? '', /condition of a breakpoint failed: The evaluation took longer than 1000 ms/);
    await assert.rejects(bench.evaluate(frameId, 'sell(100000000)'), /took longer than 100 ms and was ended/);
    assert.equal((await bench.evaluate(frameId, 'sold')).value, '2');
  });

  it('stops a running loop by pause', async () => {
    bench.start([100_000_000]);
    await bench.session.pause({ sessionId: '', threadId: 1 });
    const stop = await bench.expectStop('pause');
    assert.match(stop.name, /^Shop\.(sell|priceOf|run|<init>)/);
  });

  it('answers in turn what is asked while the console evaluates for long, and stops nowhere in what it runs', async () => {
    await bench.break(lineOf('after'), lineOf('inside'));
    bench.start([0]);
    const { frameId } = await bench.expectStop('breakpoint');
    const { reference } = await bench.scope(frameId, 'Static');
    const sold = async (): Promise<string> => (await bench.variables(reference))[0]?.value ?? '';
    const order: string[] = [];
    const long = bench.evaluate(frameId, 'Integer turns = 0; while (turns < 1000000) { turns += priceOf(0) - 9; } sold = turns;', 'repl').then(() => order.push('long'));
    // The thread has been told where to evaluate, and so to evaluate, before it answers this.
    order.push(await sold());
    await Promise.all([long, sold().then(value => order.push(value))]);
    assert.deepEqual(order, ['0', 'long', '1000000']);
    assert.equal(bench.notifications.filter(({ name }) => name === 'debug/stopped').length, 1);
    await bench.resume('continue');
    assert.equal((await outcome()).sold, 1_000_000);
  });

  it('lets a session end while the console evaluates without an end', async () => {
    await bench.break(lineOf('after'));
    bench.start([0]);
    const { frameId } = await bench.expectStop('breakpoint');
    const { reference } = await bench.scope(frameId, 'Static');
    const endless = assert.rejects(bench.evaluate(frameId, 'Integer turns = 0; while (true) { turns = priceOf(turns) - 10; }', 'repl'), /The request has ended/);
    await bench.variables(reference);
    await bench.session.detach();
    await bench.close();
    await endless;
  });

  it('has the same outcome, steps and heap off, attached, stepping every statement, and watched', async () => {
    const make = (): Bench => new Bench(undefined, { compiler, worker: new URL('../../support/debugger/apex-worker.ts', import.meta.url), path: SHOP_PATH });
    const outcomes: unknown[] = [];
    for (const how of ['off', 'attached', 'stepping', 'watched'] as const) {
      const each = make();
      if (how === 'attached') await each.break({ line: lineOf('call'), condition: 'i > 100' });
      if (how === 'stepping') each.session.ready({ sessionId: '', stopOnEntry: true });
      if (how === 'watched') await each.break(lineOf('call'));
      each.start([4], how !== 'off');
      if (how === 'stepping') {
        await each.expectStop('entry');
        for (let stop = true; stop;) {
          await each.resume('stepIn');
          stop = await Promise.race([each.expectStop('step').then(() => true), (each.outcome ?? Promise.resolve()).then(() => false)]);
        }
      }
      if (how === 'watched') {
        for (let stops = 0; stops < 4; stops++) {
          const { frameId } = await each.expectStop('breakpoint');
          await each.evaluate(frameId, 'sell(2)');
          await each.evaluate(frameId, "new List<String>{ 'a' + total }");
          await each.resume('continue');
        }
      }
      outcomes.push(await each.outcome);
      await each.close();
    }
    assert.deepEqual(outcomes, outcomes.map(() => outcomes[0]));
  });

  it('sets variables with a conversion to their type', async () => {
    await bench.break(lineOf('after'));
    bench.start([2]);
    const { frameId } = await bench.expectStop('breakpoint');
    const { reference } = await bench.scope(frameId, 'Local');
    const set = (owner: number, name: string, value: string) => bench.session.setVariable({ sessionId: '', reference: owner, name, value });
    assert.equal((await set(reference, 'total', 'count * 50')).value, '100');
    await assert.rejects(set(reference, 'total', "'many'"), /String|Integer|Incompatible/);
    const own = (await bench.scope(frameId, 'This')).reference;
    assert.equal((await set(own, 'state', 'Status.CLOSED')).value, 'CLOSED');
    await bench.resume('continue');
    assert.equal((await outcome()).result, 100);
  });

  it("takes over what was set in a caller's frame, in that frame alone", async () => {
    await bench.break({ line: lineOf('inside2'), condition: 'index == 2' });
    bench.start([3]);
    await bench.expectStop('breakpoint');
    const { frames } = await bench.session.stackTrace({ sessionId: '', threadId: 1, startFrame: 0, levels: 20 });
    const { reference } = await bench.scope(frames[1]?.id ?? 0, 'Local');
    await bench.session.setVariable({ sessionId: '', reference, name: 'count', value: '5' });
    await bench.break();
    await bench.resume('continue');
    const { result, flags } = await outcome();
    assert.deepEqual([result, flags], [10 + 11 + 12 + 13 + 14, 0]);
  });

  it('stops where a caught exception is thrown, and not if only uncaught ones are wanted', async () => {
    await bench.session.setExceptionBreakpoints({ sessionId: '', filters: [{ filter: 'all' }] });
    bench.start([200]);
    const stop = await bench.expectStop('exception');
    assert.deepEqual([stop.text, stop.name], ['Shop.ShopException: Too much', 'Shop.sell(Integer)']);
    await bench.resume('next');
    assert.equal(place((await bench.expectStop('step')).line), 'caught');
    await bench.resume('continue');
    assert.deepEqual((await outcome()).result, -1);
    const other = new Bench(undefined, { compiler, worker: new URL('../../support/debugger/apex-worker.ts', import.meta.url), path: SHOP_PATH });
    await other.session.setExceptionBreakpoints({ sessionId: '', filters: [{ filter: 'uncaught' }] });
    other.start([200]);
    assert.equal(((await other.outcome) as unknown as { result: unknown }).result, -1);
    await other.close();
  });

  it('stops where an exception is thrown that nothing catches', async () => {
    await bench.session.setExceptionBreakpoints({ sessionId: '', filters: [{ filter: 'uncaught' }] });
    bench.start([-200]);
    const stop = await bench.expectStop('exception');
    assert.deepEqual([stop.text, stop.name, stop.description], ['Shop.ShopException: Too much', 'Shop.sell(Integer)', 'Paused on an uncaught exception']);
    const { frames } = await bench.session.stackTrace({ sessionId: '', threadId: 1, startFrame: 0, levels: 9 });
    assert.deepEqual(frames.map(frame => frame.name), ['Shop.sell(Integer)', 'Shop.run(Integer)']);
    const info = await bench.session.exceptionInfo({ sessionId: '', threadId: 1 });
    assert.deepEqual([info.typeName, info.breakMode], ['Shop.ShopException', 'unhandled']);
    await bench.resume('continue');
    assert.equal(((await outcome()).result as { type: string }).type, 'Shop.ShopException');
  });
});
