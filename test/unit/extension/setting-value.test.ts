import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { settingValue } from '../../../src/extension/subscriber/setting-value.ts';

describe('what is typed for a field of a custom setting', () => {
  for (const [type, typed, expected] of [
    ['Text', ' a b ', { value: ' a b ' }], ['Text', '', { value: null }], ['Checkbox', 'TRUE', { value: true }], ['Boolean', 'no', { problem: 'true or false' }],
    ['Number', '12.5', { value: 12.5 }], ['Currency', '-3', { value: -3 }], ['Percent', '1e5', { problem: 'a number, as 12 or 12.5' }],
    ['Date', '2026-01-31', { value: '2026-01-31' }], ['Date', '2026-02-30', { problem: 'a date, as 2026-01-31' }],
    ['DateTime', '2026-01-31T10:00:00Z', { value: '2026-01-31T10:00:00Z' }], ['Datetime', 'tomorrow', { problem: 'a date and time, as 2026-01-31T10:00:00Z' }],
  ] as const) {
    it(`${type} "${typed}"`, () => assert.deepEqual(settingValue(type, typed), expected));
  }
});
