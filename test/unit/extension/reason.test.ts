import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readReason } from '../../../src/extension/login/reason.ts';

describe('case number and reason in one line', () => {
  for (const [typed, expected] of [
    ['', {}], ['   ', {}],
    ['00012345 Orders fail', { caseNumber: '00012345', reason: 'Orders fail' }],
    ['#00012345: Orders fail ', { caseNumber: '00012345', reason: 'Orders fail' }],
    ['SUP-4711, twice', { caseNumber: 'SUP-4711', reason: 'twice' }],
    ['00012345', { caseNumber: '00012345' }],
    ['Orders fail since 2024', { reason: 'Orders fail since 2024' }],
  ] as const) {
    it(JSON.stringify(typed), () => assert.deepEqual(readReason(typed), expected));
  }
});
