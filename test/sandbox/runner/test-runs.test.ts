/** Which tests of an org run, in what order, and when the run stops. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import type { ParamsOf } from '../../../src/protocol/rpc.ts';
import { RealOrg } from './support/real-org.ts';

const suite = (...classes: readonly string[]): string => `<ApexTestSuite xmlns="http://soap.sforce.com/2006/04/metadata">${classes.map(name => `<testClassName>${name}</testClassName>`).join('')}</ApexTestSuite>`;
const testOf = (name: string, ...bodies: readonly string[]): string => `@IsTest private class ${name} {\n${bodies.map((body, i) => `  @IsTest static void m${i}() { ${body} }`).join('\n')}\n}`;

describe('runs of tests', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => {
    org = await RealOrg.start({
      files: {
        'classes/Price.cls': 'public class Price {\n  public static Integer of(Integer count) {\n    return count * 10;\n  }\n}',
        'classes/Cart.cls': 'public class Cart {\n  public static Integer total() {\n    return Price.of(2);\n  }\n}',
        'classes/Unrelated.cls': 'public class Unrelated {\n  public static Integer one() {\n    return 1;\n  }\n}',
        'triggers/OnAccount.trigger': "trigger OnAccount on Account (before insert) {\n  for (Account each : Trigger.new) each.Description = 'x';\n}",
        'classes/ATest.cls': testOf('ATest', 'Assert.areEqual(1, Unrelated.one());'),
        'classes/BTest.cls': testOf('BTest', 'Assert.areEqual(20, Cart.total());', 'Assert.areEqual(30, Price.of(3)); Unrelated.one();'),
        'classes/CTest.cls': testOf('CTest', "insert new Account(Name = 'a');"),
        'classes/DTest.cls': testOf('DTest', 'Assert.isTrue(true);', "Assert.fail('no');", 'Assert.isTrue(true);'),
        'classes/ETest.cls': testOf('ETest', 'Assert.isTrue(true);'),
        'classes/Endless.cls': testOf('Endless', 'while (true) { }'),
        'testSuites/Shop.testSuite-meta.xml': suite('BTest', 'CTest'),
        'testSuites/Empty.testSuite-meta.xml': suite(),
      },
    });
  });
  after(() => org.close());

  async function run(options: Omit<ParamsOf<'run/test'>, 'loginId' | 'tests'> & { readonly tests?: readonly string[] }): Promise<readonly string[]> {
    const { tests } = await org.kim.request('run/test', { loginId: org.login.id, tests: [], ...options });
    return tests.map(({ className, methodName, outcome }) => `${className.replace('acme.', '')}.${methodName} ${outcome}`);
  }

  it('are those of a suite, beside those that are named', async () => {
    assert.deepEqual(await run({ suites: ['shop'] }), ['BTest.m0 pass', 'BTest.m1 pass', 'CTest.m0 pass']);
    assert.deepEqual(await run({ suites: ['Shop'], tests: ['ATest'] }), ['ATest.m0 pass', 'BTest.m0 pass', 'BTest.m1 pass', 'CTest.m0 pass']);
  });

  it('tell of a suite that is not there, or empty', async () => {
    await assert.rejects(run({ suites: ['Nothing'] }), /There is no test suite Nothing\. The org has Empty, Shop/);
    await assert.rejects(run({ suites: ['Empty'] }), /No test matches Empty/);
  });

  it('end at the first failure if that is wanted; the rest is skipped', async () => {
    const tests = ['DTest', 'ETest'];
    assert.deepEqual(await run({ tests, failFast: true }), ['DTest.m0 pass', 'DTest.m1 fail', 'DTest.m2 skip', 'ETest.m0 skip']);
    assert.deepEqual(await run({ tests }), ['DTest.m0 pass', 'DTest.m1 fail', 'DTest.m2 pass', 'ETest.m0 pass']);
  });

  it('end when their client says so, by the id that it gave them', async () => {
    const request = { loginId: org.login.id, tests: ['Endless'], requestId: randomUUID() };
    const running = org.kim.request('run/test', request).then(({ tests, exception }) => tests[0]?.message ?? exception?.message ?? '', (error: Error) => error.message);
    await assert.rejects(org.kim.request('run/test', request), /runs already/);
    await org.kim.request('run/cancel', { requestId: request.requestId });
    assert.match(await running, /cancelled/);
  });

  const changes: readonly (readonly [file: string, first: readonly string[]])[] = [
    ['classes/Price.cls', ['BTest']], ['classes/Cart.cls', ['BTest']], ['classes/Unrelated.cls', ['ATest', 'BTest']], ['classes/CTest.cls', ['CTest']], ['triggers/OnAccount.trigger', ['CTest']], ['objects/Nothing__c/Nothing__c.object-meta.xml', []],
  ];
  for (const [file, first] of changes) {
    it(`begin with those that depend on ${file}`, async () => {
      const classes = [...new Set((await run({ tests: ['ATest', 'BTest', 'CTest', 'ETest'], changed: [org.path(file)] })).map(line => line.split('.')[0]))];
      assert.deepEqual(classes, [...first, ...['ATest', 'BTest', 'CTest', 'ETest'].filter(name => !first.includes(name))]);
    });
  }

  it('tell what each test runs by itself', async () => {
    const { tests, coverage } = await org.kim.request('run/test', { loginId: org.login.id, tests: ['BTest', 'CTest'], coverage: true, isCoverageDetailed: true });
    const linesOf = (files: readonly { readonly name: string; readonly covered: readonly number[] }[] | undefined): Record<string, readonly number[]> => Object.fromEntries((files ?? []).map(({ name, covered }) => [name.replace('acme.', ''), covered]));
    assert.deepEqual(tests.map(each => linesOf(each.coverage)), [{ Cart: [3], Price: [3] }, { Price: [3], Unrelated: [3] }, { OnAccount: [2] }]);
    assert.deepEqual(linesOf(coverage), { Price: [3], Cart: [3], Unrelated: [3], OnAccount: [2] });
  });
});
