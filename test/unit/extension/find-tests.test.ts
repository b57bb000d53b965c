import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { findTests, testAt } from '../../../src/extension/tests/find-tests.ts';

describe('tests in an Apex file', () => {
  it('finds class and methods with their lines, whatever the case and modifiers', () => {
    const found = findTests(`/** a */
@IsTest(SeeAllData=true)
private with sharing class OrderTest {
  @TestSetup static void setUp() {}
  @isTest
  static void submits() {}
  @IsTest(isParallel=true) private static void prices(){}
  static testMethod void legacy() {}
  void helper() {}
}`);
    assert.deepEqual(found, {
      name: 'OrderTest',
      line: 2,
      methods: [{ name: 'submits', line: 5 }, { name: 'prices', line: 6 }, { name: 'legacy', line: 7 }],
    });
  });

  for (const [what, text] of [
    ['a plain class', 'public class A { void run() {} }'],
    ['a commented test', '@isTest class A { /* @isTest static void a() {} */ // @isTest static void b() {}\n}'],
    ['a test in a string', "class A { String s = '@isTest static void a() {}'; }"],
    ['a test class without methods', '@isTest class A {}'],
    ['nothing', ''],
  ] as const) {
    it(`finds none in ${what}`, () => assert.equal(findTests(text), undefined));
  }

  it('chooses the method above the cursor, and the class before the first', () => {
    const found = { name: 'T', line: 1, methods: [{ name: 'a', line: 3 }, { name: 'b', line: 7 }] };
    assert.deepEqual([0, 2, 3, 6, 7, 99].map(line => testAt(found, line)), ['T', 'T', 'T.a', 'T.a', 'T.b', 'T.b']);
  });
});
