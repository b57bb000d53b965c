import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { RealOrg } from './support/real-org.ts';
import type { PausedRequest } from './support/real-org.ts';

/** What would go on without end, and how it ends. */
const endless: Readonly<Record<string, { code: string; message: RegExp }>> = {
  'a loop': { code: 'Integer n = 0; while (true) { n++; }', message: /^Apex CPU time limit exceeded$/ },
  'a loop that catches everything': { code: 'Integer n = 0; while (true) { try { n++; } catch (Exception e) { n--; } }', message: /^Apex CPU time limit exceeded$/ },
  'calls': { code: 'class A { void go() { while (true) { stay(); } } void stay() {} } new A().go();', message: /^Apex CPU time limit exceeded$/ },
  'recursion': { code: 'class A { Integer down(Integer n) { return down(n + 1) + 1; } } new A().down(0);', message: /^Maximum stack depth reached: 1001$/ },
  'a list': { code: "List<String> all = new List<String>(); while (true) { all.add('x' + all.size()); }", message: /^Apex heap size too large: \d+$/ },
  'a set': { code: 'Set<Integer> all = new Set<Integer>(); Integer n = 0; while (true) { all.add(n++); }', message: /^Apex heap size too large: \d+$/ },
  'a map': { code: 'Map<Integer, List<Integer>> all = new Map<Integer, List<Integer>>(); Integer n = 0; while (true) { all.put(n, new List<Integer>{ n, n + 1 }); n++; }', message: /^Apex heap size too large: \d+$/ },
  'a string': { code: "String s = 'x'; while (true) { s += s; }", message: /^Apex heap size too large: \d+$/ },
  'a Blob': { code: "String s = 'x'.repeat(100000); List<Blob> all = new List<Blob>(); while (true) { all.add(Blob.valueOf(s)); }", message: /^Apex heap size too large: \d+$/ },
  'records': { code: "List<Account> all = new List<Account>(); while (true) { all.add(new Account(Name = 'n' + all.size(), Description = 'some text')); }", message: /^Apex heap size too large: \d+$/ },
  'queries': { code: 'while (true) { List<Account> found = [SELECT Id FROM Account]; }', message: /^Too many SOQL queries: 101$/ },
};

describe('what would go on without end, beside a paused request', function () {
  this.timeout(120_000);
  let org: RealOrg;
  let paused: PausedRequest;
  before(async () => {
    org = await RealOrg.start();
    paused = await org.pause();
  });
  after(() => org.close());

  for (const [what, { code, message }] of Object.entries(endless)) {
    it(`${what} ends with a LimitException`, async () => {
      const login = await org.kim.login('north', 'ann@north.example');
      const result = await org.anonymous(code, login);
      assert.deepEqual([result.compileErrors, result.exception?.type], [[], 'System.LimitException']);
      assert.match(result.exception?.message ?? '', message);
      await paused.check();
      assert.deepEqual(await org.output('System.debug(1 + 1);'), ['2']);
    });
  }

  it('the paused request goes on as if nothing had been', async () => {
    const result = await paused.resume();
    assert.equal(result.success, true);
    assert.equal(org.processes.length, 1);
  });
});

describe('queries of the API', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => { org = await RealOrg.start(); });
  after(() => org.close());

  it('have none of the limits of Apex', async () => {
    const insert = "List<Lead> all = new List<Lead>(); for (Integer i = 0; i < 9000; i++) all.add(new Lead(LastName = 'L' + i, Company = 'C')); insert all;";
    for (let part = 0; part < 6; part++) await org.output(insert);
    const [{ exception }, rows] = await Promise.all([org.anonymous("AggregateResult r = [SELECT MAX(LastName) m FROM Lead];"), org.query('SELECT MAX(LastName) m FROM Lead')]);
    assert.equal(exception?.message, 'Too many query rows: 54000');
    assert.deepEqual(rows.map(({ m }) => m), ['L999']);
  });
});
