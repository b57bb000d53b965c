import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { RealOrg } from './support/real-org.ts';

const PRICES = `public class Prices {
  public static Integer of(Integer count) {
    if (count > 10) {
      return count * 9;
    }
    return count * 10;
  }
  public static void unused() {
    System.debug(1);
  }
}`;

describe('code coverage of tests', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => {
    org = await RealOrg.start({
      files: {
        'classes/Prices.cls': PRICES,
        'classes/Never.cls': 'public class Never {\n  public void run() {\n    System.debug(2);\n  }\n}',
        'triggers/OnAccount.trigger': 'trigger OnAccount on Account (before insert) {\n  for (Account each : Trigger.new) each.Description = \'x\';\n}',
        'classes/PricesTest.cls': '@IsTest private class PricesTest {\n  @IsTest static void few() { Assert.areEqual(20, Prices.of(2)); insert new Account(Name = \'a\'); }\n  @IsTest static void many() { Assert.areEqual(99, Prices.of(11)); }\n}',
      },
    });
  });
  after(() => org.close());

  async function coverage(...tests: readonly string[]): Promise<Readonly<Record<string, readonly (readonly number[])[]>>> {
    const result = await org.kim.request('run/test', { loginId: org.login.id, tests, coverage: true });
    assert.deepEqual(result.tests.filter(test => test.outcome !== 'pass'), []);
    return Object.fromEntries((result.coverage ?? []).map(({ name, lines, covered }) => [name, [lines, covered]]));
  }

  it('tells the lines with statements, and which of them ran; test classes do not count', async () => {
    assert.deepEqual(await coverage(), {
      'acme.Never': [[3], []], 'acme.Prices': [[3, 4, 6, 9], [3, 4, 6]], 'acme.OnAccount': [[2], [2]],
    });
  });

  it('counts each run by itself', async () => {
    assert.deepEqual((await coverage('PricesTest.many'))['acme.Prices'], [[3, 4, 6, 9], [3, 4]]);
    assert.deepEqual((await coverage('PricesTest.few'))['acme.Prices'], [[3, 4, 6, 9], [3, 6]]);
  });

  it('is told only where it is asked for', async () => {
    assert.equal((await org.kim.request('run/test', { loginId: org.login.id, tests: [] })).coverage, undefined);
  });
});
