import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { measureHeap, realHeap } from '../../../src/sandbox/org/execution/heap.ts';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';

/** Growth without end of each kind of value is a LimitException, never the end of the process. */
const GROWTH: readonly (readonly [string, string])[] = [
  ['a list', 'List<Integer> l = new List<Integer>(); while (true) l.add(1);'],
  ['a set', 'Set<Integer> s = new Set<Integer>(); Integer i = 0; while (true) s.add(i++);'],
  ['a map', 'Map<Integer, Integer> m = new Map<Integer, Integer>(); Integer i = 0; while (true) m.put(i++, i);'],
  ['a string', "String s = 'x'; while (true) s += s;"],
  ['a Blob', "Blob b = Blob.valueOf('x'); String s = 'xxxxxxxxxxxxxxxx'; while (true) { s = s + s; b = Blob.valueOf(s); }"],
  ['records', 'List<Account> l = new List<Account>(); while (true) l.add(new Account(Name = \'a\'));'],
];

describe('heap limit', () => {
  let org: TestOrg;
  before(() => { org = openTestOrg({ classes: ['public class Empty {}'] }); });
  after(() => org.close());
  for (const [what, code] of GROWTH) {
    it(`ends ${what} that grows without end`, () => {
      const { exception } = org.run(code);
      assert.equal(exception?.type, 'System.LimitException');
      assert.match(exception.message, /^(Apex heap size too large: \d+|Apex CPU time limit exceeded)$/);
    });
  }

  it('lets garbage go before it refuses what is to come', () => {
    const limit = 6_000_000;
    const coming = 2_000_000;
    const baseline = realHeap();
    makeGarbage();
    const used = measureHeap(baseline, limit, coming);
    assert.ok(used + coming <= limit, `${used} in use`);
  });
});

/** About 60 MB: less than what has the engine's heap collected in any case. */
function makeGarbage(): number {
  return new Float64Array(7_500_000).fill(0.5).length;
}
