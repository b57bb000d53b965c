import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { printMissing, printRow, quantile, readRows, table } from '../../../scripts/bench/support/rows.ts';
import type { Measured, Row } from '../../../scripts/bench/support/rows.ts';

function printed(action: () => void): string {
  const log = console.log;
  let text = '';
  console.log = (line: string) => { text += line; };
  try {
    action();
  } finally {
    console.log = log;
  }
  return text;
}

const row = (name: string, measured: string, budget: string, verdict: Row['verdict']): Row => ({ name, measured, budget, verdict });

describe('rows of the budget table', () => {
  const measured: readonly (readonly [Measured, string, Row])[] = [
    [{ name: 'step, p50', value: 1.2345, unit: 'ms', budget: 1.5 }, 'step, p50: 1.23 ms (budget ≤ 1.5)', row('step, p50', '1.23 ms', '≤ 1.5 ms', 'ok')],
    [{ name: 'parse', value: 1.51, unit: 's', budget: 1.5, note: 'one thread (of 2)' }, 'parse: 1.51 s (budget ≤ 1.5) one thread (of 2)', row('parse', '1.51 s', '≤ 1.5 s', 'over')],
    [{ name: 'condition', value: 51, unit: 'M/s', budget: 50, atLeast: true }, 'condition: 51.0 M/s (budget ≥ 50)', row('condition', '51.0 M/s', '≥ 50 M/s', 'ok')],
    [{ name: 'condition', value: 49, unit: 'M/s', budget: 50, atLeast: true }, 'condition: 49.0 M/s (budget ≥ 50)', row('condition', '49.0 M/s', '≥ 50 M/s', 'over')],
    [{ name: 'made of the sample (1066 files, 326 k lines)', value: 0.0042, unit: 's', budget: 1 }, 'made of the sample (1066 files, 326 k lines): 0.0042 s (budget ≤ 1)', row('made of the sample (1066 files, 326 k lines)', '0.0042 s', '≤ 1 s', 'ok')],
    [{ name: 'step of another', value: 176.4, unit: 'ms' }, 'step of another: 176 ms (no budget)', row('step of another', '176 ms', '', '')],
    [{ name: 'nothing', value: 0, unit: 'ns', budget: 5 }, 'nothing: 0 ns (budget ≤ 5)', row('nothing', '0 ns', '≤ 5 ns', 'ok')],
  ];
  for (const [given, line, expected] of measured) {
    it(`prints and reads ${line}`, () => {
      assert.equal(printed(() => printRow(given)), line);
      assert.deepEqual(readRows(line), [expected]);
    });
  }

  const read: readonly (readonly [string, readonly Row[]])[] = [
    ['kernels, geometric mean: plain 1.25× (budget 1.5), debuggable 4.40× (budget 2.5), worst plain 2.70× (budget 2.5)', [
      row('kernels, geometric mean, plain', '1.25 ×', '≤ 1.5 ×', 'ok'), row('kernels, geometric mean, debuggable', '4.40 ×', '≤ 2.5 ×', 'over'), row('kernels, geometric mean, worst plain', '2.70 ×', '≤ 2.5 ×', 'over'),
    ]],
    ['false condition: on locals 60.5 M/s (budget ≥ 50), with fields 4 M/s (budget ≥ 5)', [row('false condition, on locals', '60.5 M/s', '≥ 50 M/s', 'ok'), row('false condition, with fields', '4 M/s', '≥ 5 M/s', 'over')]],
    ['kernel map            JavaScript 6.8 ms, plain 1.20×, debuggable 1.80×', []],
    ['Error: something: 5 ms', []],
    ['', []],
  ];
  for (const [line, expected] of read) it(`reads ${JSON.stringify(line)}`, () => assert.deepEqual(readRows(line), expected));

  it('says why a row is missing', () => {
    const line = printed(() => printMissing('activation', 'there is no editor: install one.'));
    assert.deepEqual(readRows(line), [row('activation', 'there is no editor: install one.', '', 'not measured')]);
  });

  it('lays rows out in columns', () => {
    assert.equal(table([row('a', '1 ms', '≤ 2 ms', 'ok'), row('longer', '10 ms', '≤ 2 ms', 'over')]), 'what    measured  budget\na       1 ms      ≤ 2 ms  ok\nlonger  10 ms     ≤ 2 ms  over');
  });

  it('takes quantiles', () => {
    assert.deepEqual([quantile([3, 1, 2], 0.5), quantile([1, 2], 0.99), quantile([5], 0)], [2, 2, 5]);
    assert.throws(() => quantile([], 0.5), /no values/);
  });
});
