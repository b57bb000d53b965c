import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { LOCK_WAIT, LockTable } from '../../../src/sandbox/data/locks.ts';
import type { LockOutcome } from '../../../src/sandbox/data/locks.ts';

/** Steps `owner asks a b`, `owner ends`, `owner frees a`, `time n` (ms); outcomes as they fall, `owner:outcome`. */
const TABLE: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['a free lock is granted, and again to its holder', ['A asks x', 'A asks x y'], ['A:granted', 'A:granted']],
  ['who comes second waits until the holder ends', ['A asks x', 'B asks x', 'A ends'], ['A:granted', 'B:granted']],
  ['a batch is granted as a whole', ['A asks x', 'B asks x y', 'C asks y', 'A ends'], ['A:granted', 'C:granted']],
  ['waiting ends after ten seconds', ['A asks x', 'B asks x', `time ${LOCK_WAIT - 1}`, 'time 1'], ['A:granted', 'B:timeout']],
  ['a circle of two is refused to the one who closes it', ['A asks x', 'B asks y', 'A asks y', 'B asks x'], ['A:granted', 'B:granted', 'B:deadlock']],
  ['a circle of three too', ['A asks x', 'B asks y', 'C asks z', 'A asks y', 'B asks z', 'C asks x'], ['A:granted', 'B:granted', 'C:granted', 'C:deadlock']],
  ['a waiter that dies frees nobody and is forgotten', ['A asks x', 'B asks x', 'B ends', 'A ends', 'C asks x'], ['A:granted', 'C:granted']],
  ['single locks can be freed', ['A asks x y', 'B asks x', 'A frees x', 'C asks y'], ['A:granted', 'B:granted']],
];

describe('locks', () => {
  for (const [name, steps, expected] of TABLE) {
    it(name, () => {
      const table = new LockTable();
      const outcomes: string[] = [];
      let now = 0;
      for (const step of steps) {
        const [who, verb, ...keys] = step.split(' ');
        if (who === 'time') table.expire(now += Number(verb));
        else if (verb === 'asks') table.request(who!, keys, now, (outcome: LockOutcome) => { outcomes.push(`${who}:${outcome}`); });
        else if (verb === 'ends') table.release(who!);
        else table.release(who!, keys);
      }
      assert.deepEqual(outcomes, expected);
    });
  }
});
