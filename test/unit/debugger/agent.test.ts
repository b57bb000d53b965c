import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Bench } from '../../support/debugger/bench.ts';
import { PATH } from '../../support/debugger/program.ts';

describe('debug agent', () => {
  let bench: Bench;
  beforeEach(() => { bench = new Bench(); });
  afterEach(() => bench.close());

  it('runs to the end where nothing is set, and leaves no flags', async () => {
    bench.start();
    assert.deepEqual(await bench.outcome, { result: 6, statements: 17, runs: [], flags: 0, flagAll: false });
  });

  it('stops at a breakpoint and shows frames, scopes and variables', async () => {
    await bench.break(21);
    bench.start();
    const stop = await bench.expectStop('breakpoint');
    assert.deepEqual([stop.line, stop.name, stop.hitBreakpointIds], [21, 'Counter.add(Integer, Integer)', [1]]);
    const { frames, totalFrames } = await bench.session.stackTrace({ sessionId: '', threadId: 1, startFrame: 1, levels: 10 });
    assert.equal(totalFrames, 2);
    assert.deepEqual(frames.map(frame => [frame.name, frame.path, frame.line]), [['Counter.addAll(List<Integer>)', PATH, 8]]);
    const { scopes } = await bench.session.scopes({ sessionId: '', frameId: stop.frameId });
    assert.deepEqual(scopes.map(scope => scope.name), ['Local', 'This', 'Static', 'Limits']);
    const locals = await bench.variables(scopes[0]?.reference ?? 0);
    assert.deepEqual(locals.map(each => [each.name, each.type, each.value, each.evaluateName]), [['a', 'Integer', '0', 'a'], ['b', 'Integer', '1', 'b']]);
    const limits = await bench.variables(scopes[3]?.reference ?? 0);
    assert.deepEqual(limits.map(each => [each.name, each.value, each.isReadOnly]), [['SOQL queries', '3 of 100', true]]);
    const outer = await bench.variables((await bench.scope(frames[0]?.id ?? 0, 'Local')).reference);
    assert.deepEqual(outer.map(each => [each.name, each.value]), [['values', 'List<Integer> (3) [1, 2, 3]'], ['sum', '0'], ['value', '1']]);
  });

  it('keeps the breakpoints of two files of the client that show one class', async () => {
    await bench.break(21);
    await bench.breakElsewhere(7, 11);
    bench.start([1]);
    assert.deepEqual((await bench.expectStop('breakpoint')).hitBreakpointIds, [1]);
    await bench.break();
    await bench.resume('continue');
    assert.deepEqual((await bench.expectStop('breakpoint')).hitBreakpointIds, [7]);
  });

  it("forgets a loop's variable behind the loop", async () => {
    await bench.break(11);
    bench.start();
    const stop = await bench.expectStop('breakpoint');
    const locals = await bench.variables((await bench.scope(stop.frameId, 'Local')).reference);
    assert.deepEqual(locals.map(each => each.name), ['values', 'sum', 'acc']);
  });

  it('opens lists in pages, records, maps and this', async () => {
    await bench.break(13);
    bench.start(Array.from({ length: 1000 }, (_, index) => index));
    const stop = await bench.expectStop('breakpoint');
    const [values, , account] = await bench.variables((await bench.scope(stop.frameId, 'Local')).reference);
    assert.equal(values?.indexedCount, 1000);
    const page = await bench.variables(values?.reference ?? 0, { start: 998, count: 10 });
    assert.deepEqual(page.map(each => [each.name, each.value, each.evaluateName]), [['[998]', '998', 'values[998]'], ['[999]', '999', 'values[999]']]);
    assert.equal(account?.value, "Account {Name='Acme'}");
    const fields = await bench.variables(account?.reference ?? 0);
    assert.deepEqual(fields.map(each => [each.name, each.type, each.value, each.evaluateName]), [['Name', 'String', "'Acme'", 'acc.Name'], ['Parent', 'Map<String,Integer>', "Map<String,Integer> (1) {'one' => 1}", 'acc.Parent']]);
    const entries = await bench.variables(fields[1]?.reference ?? 0);
    assert.deepEqual(entries.map(each => [each.name, each.value]), [["['one']", '1']]);
    const own = await bench.variables((await bench.scope(stop.frameId, 'This')).reference);
    assert.deepEqual(own.map(each => [each.name, each.value, each.evaluateName]), [['total', '499500', 'this.total']]);
  });

  it('steps over, in and out', async () => {
    await bench.break(8);
    bench.start([1, 2]);
    assert.equal((await bench.expectStop('breakpoint')).line, 8);
    await bench.break();
    const path: number[] = [];
    for (const kind of ['stepIn', 'next', 'next', 'stepIn', 'stepOut', 'next', 'next', 'stepIn', 'next'] as const) {
      await bench.resume(kind);
      path.push((await bench.expectStop('step')).line);
    }
    assert.deepEqual(path, [21, 22, 8, 21, 10, 11, 13, 26, 15]);
    await bench.resume('continue');
    assert.equal((await bench.outcome)?.result, 3);
  });

  it('steps over what has a breakpoint inside only to the breakpoint', async () => {
    await bench.break(8, 22);
    bench.start([1]);
    await bench.expectStop('breakpoint');
    await bench.resume('next');
    assert.equal((await bench.expectStop('breakpoint')).line, 22);
  });

  const conditions: readonly (readonly [object, readonly number[]])[] = [
    [{ condition: 'b > 3' }, [4, 5]],
    [{ hitCondition: '3' }, [3]],
    [{ hitCondition: '>= 4' }, [4, 5]],
    [{ hitCondition: '<3' }, [1, 2]],
    [{ hitCondition: '% 2' }, [2, 4]],
    [{ condition: 'b > 1', hitCondition: '>2' }, [4, 5]],
    [{ condition: 'impure, b === 2', }, []],
    [{ logMessage: 'b is {b}' }, []],
  ];
  for (const [breakpoint, expected] of conditions) {
    it(`stops where ${JSON.stringify(breakpoint)} says`, async () => {
      await bench.break({ line: 21, ...breakpoint });
      bench.start([1, 2, 3, 4, 5]);
      const seen: number[] = [];
      for (const value of expected) {
        const stop = await bench.expectStop('breakpoint');
        const [, b] = await bench.variables((await bench.scope(stop.frameId, 'Local')).reference);
        seen.push(Number(b?.value));
        assert.equal(seen.at(-1), value);
        await bench.resume('continue');
      }
      assert.equal((await bench.outcome)?.result, 15);
      assert.deepEqual(seen, expected);
      if ('logMessage' in breakpoint) assert.deepEqual(bench.outputs(), ['b is 1', 'b is 2', 'b is 3', 'b is 4', 'b is 5']);
      if ('condition' in breakpoint && String(breakpoint.condition).startsWith('impure')) assert.match(bench.outputs().join('|'), /^The condition of a breakpoint failed: impure is not defined$/);
    });
  }

  it('says what is wrong with a breakpoint', async () => {
    const { breakpoints } = await bench.break({ line: 21, condition: 'nope' }, { line: 21, condition: 'a + 1' }, { line: 21, hitCondition: 'often' }, { line: 21, logMessage: 'a {b' }, 99);
    assert.deepEqual(breakpoints.map(each => [each.verified, each.message]), [
      [false, 'Variable does not exist: nope'],
      [false, 'The condition must be a Boolean, but is Integer.'],
      [false, 'The hit count "often" must be a number, or one of >, >=, <, <=, ==, % and a number.'],
      [false, 'A { of the log message is not closed; write \\{ for the character.'],
      [false, 'There is no code on this line or after it.'],
    ]);
  });

  it('takes breakpoints while Apex runs, and takes them back', async () => {
    await bench.break(6);
    bench.start([1, 2, 3]);
    await bench.expectStop('breakpoint');
    await bench.break(17);
    await bench.resume('continue');
    assert.equal((await bench.expectStop('breakpoint')).line, 17);
  });

  it('stops on entry and on pause', async () => {
    bench.session.ready({ sessionId: '', stopOnEntry: true });
    bench.start(Array.from({ length: 200_000 }, () => 1));
    assert.equal((await bench.expectStop('entry')).line, 6);
    await bench.resume('continue');
    await bench.session.pause({ sessionId: '', threadId: 1 });
    const stop = await bench.expectStop('pause');
    assert.ok([7, 8, 21, 22].includes(stop.line), `line ${stop.line}`);
  });

  describe('exceptions', () => {
    const filters: readonly (readonly [string, readonly object[], boolean])[] = [
      ['all', [{ filter: 'all' }], true],
      ['uncaught, and it is caught', [{ filter: 'uncaught' }], false],
      ['its type', [{ filter: 'type', condition: 'DmlException, TypeException' }], true],
      ['its type with the namespace', [{ filter: 'type', condition: 'system.typeexception' }], true],
      ['its supertype', [{ filter: 'type', condition: 'Exception' }], true],
      ['another type', [{ filter: 'type', condition: 'DmlException' }], false],
      ['nothing', [], false],
    ];
    for (const [name, wanted, stops] of filters) {
      it(`by ${name}: ${stops ? 'stops' : 'runs on'}`, async () => {
        await bench.session.setExceptionBreakpoints({ sessionId: '', filters: wanted as never });
        bench.start([1]);
        if (stops) {
          const stop = await bench.expectStop('exception');
          assert.deepEqual([stop.line, stop.text], [26, 'System.TypeException: caught']);
          const info = await bench.session.exceptionInfo({ sessionId: '', threadId: 1 });
          assert.deepEqual([info.typeName, info.message, info.breakMode], ['System.TypeException', 'caught', 'always']);
          const facts = await bench.variables((await bench.scope(stop.frameId, 'Exception')).reference);
          assert.deepEqual(facts.map(each => each.name), ['message', 'cause', 'stackTrace']);
          await bench.resume('continue');
        }
        assert.equal((await bench.outcome)?.result, 1);
      });
    }
  });

  it('evaluates: a watch that may change something as a trial, the console in the transaction', async () => {
    await bench.break(21);
    bench.start([4]);
    const stop = await bench.expectStop('breakpoint');
    assert.deepEqual(await bench.evaluate(stop.frameId, 'a + b * 2'), { value: '8', type: 'Integer', reference: 0, namedCount: null, indexedCount: null });
    await assert.rejects(bench.evaluate(stop.frameId, 'nope'), /Variable does not exist: nope/);
    await bench.evaluate(stop.frameId, '/*impure*/ a');
    await bench.evaluate(stop.frameId, '/*impure*/ a', 'repl');
    await bench.resume('continue');
    assert.deepEqual((await bench.outcome)?.runs, [
      { milliseconds: 100, isUndone: false, ownLimits: true }, { milliseconds: 100, isUndone: true, ownLimits: true }, { milliseconds: null, isUndone: false, ownLimits: false },
    ]);
  });

  it('sets locals, elements, fields of records and objects, entries of maps, statics', async () => {
    await bench.break(10, 13);
    bench.start([1, 2]);
    const stop = await bench.expectStop('breakpoint');
    const { reference } = await bench.scope(stop.frameId, 'Local');
    const set = (owner: number, name: string, value: string) => bench.session.setVariable({ sessionId: '', reference: owner, name, value });
    assert.equal((await set(reference, 'sum', '40 + 2')).value, '42');
    const [values] = await bench.variables(reference);
    assert.equal((await set(values?.reference ?? 0, '[1]', '7')).value, '7');
    await assert.rejects(set(values?.reference ?? 0, '[9]', '7'), /\[9\] can't be set/);
    await assert.rejects(set(reference, 'value', '7'), /value can't be set/);
    assert.equal((await set((await bench.scope(stop.frameId, 'This')).reference, 'total', '5')).value, '5');
    assert.equal((await set((await bench.scope(stop.frameId, 'Static')).reference, 'runs', '9')).value, '9');
    await bench.resume('continue');
    const next = await bench.expectStop('breakpoint');
    const [list, sum, account] = await bench.variables((await bench.scope(next.frameId, 'Local')).reference);
    assert.deepEqual([list?.value, sum?.value], ['List<Integer> (2) [1, 7]', '42']);
    assert.equal((await set(account?.reference ?? 0, 'Name', "'Other'")).value, "'Other'");
    const parent = (await bench.variables(account?.reference ?? 0))[1];
    assert.equal((await set(parent?.reference ?? 0, "['one']", '11')).value, '11');
    await bench.resume('continue');
    assert.equal((await bench.outcome)?.result, 42);
  });

  it('refuses the references of an earlier pause', async () => {
    await bench.break(8);
    bench.start([1, 2]);
    const first = await bench.expectStop('breakpoint');
    const scope = await bench.scope(first.frameId, 'Local');
    await bench.resume('continue');
    await bench.expectStop('breakpoint');
    await assert.rejects(bench.variables(scope.reference), /no variable \d+ in this pause/);
    await assert.rejects(bench.session.scopes({ sessionId: '', frameId: first.frameId }), /no frame \d+ in this pause/);
  });

  it('lets a held thread run to its end undebugged when the session ends', async () => {
    await bench.break(8, 21, 22);
    bench.start([1, 2]);
    await bench.expectStop('breakpoint');
    await bench.session.detach();
    assert.deepEqual(await bench.outcome, { result: 3, statements: 14, runs: [], flags: 0, flagAll: false });
  });

  it('gives the same result and statements off, attached, and stepping every line', async () => {
    const outcomes = [];
    for (const how of ['off', 'attached', 'stepping'] as const) {
      const each = new Bench();
      if (how === 'attached') await each.break({ line: 8, condition: 'false' });
      if (how === 'stepping') each.session.ready({ sessionId: '', stopOnEntry: true });
      each.start([3, 4, 5]);
      if (how === 'stepping') {
        await each.expectStop('entry');
        for (let steps = 0; steps < 16; steps++) {
          await each.resume('stepIn');
          await each.expectStop('step');
        }
        await each.resume('stepIn');
      }
      outcomes.push(await each.outcome);
      await each.close();
    }
    assert.deepEqual(outcomes[1], outcomes[0]);
    assert.deepEqual(outcomes[2], outcomes[0]);
  });
});
