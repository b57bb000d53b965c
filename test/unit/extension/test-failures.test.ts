import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { frameIn, frameLabel, readFailure } from '../../../src/extension/tests/failure.ts';

const trace = 'Class.nwd.Pricing.priceOf: line 12, column 1\nTrigger.nwd.OrderTrigger: line 3, column 1\nClass.nwd.OrderTest.Helper.fill: line 40, column 1\nClass.nwd.OrderTest.submits: line 8, column 1\nAnonymousBlock: line 1, column 1';

describe('what a failed test tells', () => {
  it('leads to the line in the test class, and names every frame', () => {
    const { frames } = readFailure('System.DmlException: no', trace);
    assert.deepEqual(frames.map(frameLabel), ['nwd.Pricing.priceOf', 'trigger nwd.OrderTrigger', 'nwd.OrderTest.Helper.fill', 'nwd.OrderTest.submits', 'anonymous Apex']);
    assert.equal(frameIn(frames, 'ordertest')?.line, 40);
    assert.equal(frameIn(frames, 'Pricing')?.line, 12);
    assert.equal(frameIn(frames, 'Order'), undefined);
  });

  const comparisons: readonly (readonly [string, string | null, string | null])[] = [
    ['System.AssertException: Assertion Failed: They differ: Expected: 2, Actual: 1', '2', '1'], ['System.AssertException: Assertion Failed: Expected: a\nb, Actual: , c', 'a\nb', ', c'],
    ['System.AssertException: Assertion Failed: Same value: null', null, null], ['System.NullPointerException: Attempt to de-reference a null object', null, null],
  ];
  for (const [message, expected, actual] of comparisons) {
    it(`compares ${expected ?? 'nothing'} in ${JSON.stringify(message)}`, () => {
      const { comparison } = readFailure(message, null);
      assert.deepEqual([comparison?.expected ?? null, comparison?.actual ?? null], [expected, actual]);
    });
  }

  it('says that nothing is said', () => assert.deepEqual(readFailure(null, null), { message: 'The test failed without a message.', frames: [], comparison: null }));
});
