import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { counters, poll, QUOTA, setPoll } from '../../../src/sandbox/apex/runtime/support.ts';
import { LookPace } from '../../../src/sandbox/debugger/look-pace.ts';

describe('looking for interrupts', () => {
  const { now } = performance;
  afterEach(() => {
    performance.now = now;
    setPoll(() => {});
    counters.n = 0;
  });

  /** As generated code counts. */
  function take(steps: number): void {
    for (let step = 0; step < steps; step++) if (++counters.n > counters.quota) poll();
  }

  for (const next of [1, 7, 2000, QUOTA, Infinity]) {
    it(`changes nothing of when CPU time is billed: every ${next} steps`, () => {
      counters.n = 0;
      let taken = 0;
      const bills: (readonly [number, number])[] = [];
      let looks = 0;
      setPoll(steps => bills.push([taken, steps]), () => {
        looks++;
        return next;
      });
      for (; taken < 3 * QUOTA + 10; taken++) take(1);
      assert.deepEqual(bills, [1, 2, 3].map(time => [time * (QUOTA + 1) - 1, QUOTA + 1]));
      assert.ok(looks >= (3 * QUOTA) / Math.min(next + 1, QUOTA + 1), String(looks));
    });
  }

  it('comes about every millisecond, whatever a step takes', () => {
    let time = 0;
    performance.now = () => time;
    const pace = new LookPace(2000);
    let steps = 1;
    /** Milliseconds between the looks of so many steps. */
    const looks = (count: number, millisecondsAStep: number): number[] => Array.from({ length: count }, () => {
      const passed = steps * millisecondsAStep;
      time += passed;
      steps = pace.next();
      return passed;
    });
    assert.deepEqual([looks(20, 0.000_01).length, steps], [20, 2000]);
    // A turn of the loop takes a while from now on: one look is late.
    assert.ok(Math.max(...looks(100, 0.1).slice(1)) <= 2);
    assert.ok(steps >= 5, String(steps));
    assert.deepEqual(looks(5, 30).slice(1), [30, 30, 30, 30]);
    looks(20, 0.000_01);
    assert.equal(steps, 2000);
  });
});
