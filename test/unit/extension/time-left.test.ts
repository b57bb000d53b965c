import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { describeRemaining, formatCountdown } from '../../../src/extension/session/time-left.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('time left', () => {
  for (const [milliseconds, expected] of [
    [-5, '0 s'], [999, '0 s'], [59 * second, '59 s'], [minute, '1 min'], [hour - 1, '59 min'], [hour, '1 h'], [hour + minute, '1 h 1 min'],
    [day - 1, '23 h 59 min'], [day, '1 d'], [day + 3 * hour, '1 d 3 h'], [2 * day - 1, '1 d 23 h'], [5 * day + 3 * hour, '5 d'],
  ] as const) {
    it(`says ${expected} for ${milliseconds} ms`, () => assert.equal(describeRemaining(milliseconds), expected));
  }

  for (const [milliseconds, expected] of [[-1, '0:00'], [59 * second, '0:59'], [hour - second, '59:59'], [4 * hour, '4:00:00'], [3 * hour + 5 * minute + 7 * second, '3:05:07']] as const) {
    it(`counts ${expected} for ${milliseconds} ms`, () => assert.equal(formatCountdown(milliseconds), expected));
  }
});
