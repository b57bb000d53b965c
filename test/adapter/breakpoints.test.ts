import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { sweep, type SweepResult } from '../conformance/breakpoints/sweep.ts';

describe('a breakpoint on every executable line of the sample package', function () {
  this.timeout(60_000);
  let home: string;
  let result: SweepResult;
  before(async () => {
    home = mkdtempSync(join(tmpdir(), 'isv-sweep-'));
    process.env['ISV_DEBUGGER_HOME'] = home;
    result = await sweep({ project: 'samples/packages/order-desk', variableStops: 40 });
  });
  after(() => {
    delete process.env['ISV_DEBUGGER_HOME'];
    rmSync(home, { recursive: true, force: true });
  });

  it('is verified on its line', () => {
    assert.ok(result.executable > 150, String(result.executable));
    assert.deepEqual(result.unverified, []);
  });

  it('stops wherever the tests come by, and nowhere else', () => {
    assert.ok(result.reached > 150, String(result.reached));
    assert.deepEqual([result.missed, result.unexpected], [[], []]);
    assert.equal(result.stopped, result.reached);
  });

  it('shows there what System.debug prints', () => {
    assert.ok(result.variables.length >= 40, String(result.variables.length));
    assert.deepEqual(result.variables.filter(each => !each.isEqual), []);
  });
});
