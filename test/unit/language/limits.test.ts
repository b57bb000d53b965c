import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';
import { programs } from './programs.ts';

describe('governor limits', () => {
  programs([
    { name: 'queries', code: 'for (Integer i = 0; i < 101; i++) { Integer n = [SELECT COUNT() FROM Account]; }', throws: 'System.LimitException: Too many SOQL queries: 101' },
    { name: 'DML statements', code: "for (Integer i = 0; i < 151; i++) insert new Account(Name = 'a');", throws: 'System.LimitException: Too many DML statements: 151' },
    { name: 'savepoints are DML statements', code: 'Savepoint s = Database.setSavepoint(); Database.rollback(s); System.debug(Limits.getDmlStatements()); System.debug(Limits.getDmlRows());', prints: ['2', '0'] },
    { name: 'queries of children', code: 'List<Account> a = [SELECT Id, (SELECT Id FROM Contacts), (SELECT Id FROM Opportunities) FROM Account]; System.debug(Limits.getQueries() + \' \' + Limits.getAggregateQueries() + \' \' + Limits.getLimitAggregateQueries());', prints: ['1 2 300'] },
    { name: 'aggregated rows', code: `insert new List<Account>{ new Account(Name = 'a', Site = 'x', NumberOfEmployees = 1), new Account(Name = 'b', Site = 'x', NumberOfEmployees = 2), new Account(Name = 'c', Site = 'y') };
      List<AggregateResult> r = [SELECT Site, SUM(NumberOfEmployees) FROM Account GROUP BY Site]; System.debug(Limits.getQueryRows()); r = [SELECT Site, COUNT(Id) FROM Account GROUP BY Site]; System.debug(Limits.getQueryRows());
      for (AggregateResult each : [SELECT MAX(Name) FROM Account]) System.debug(Limits.getQueryRows()); r = [SELECT COUNT(Id) FROM Account]; System.debug(Limits.getQueryRows());`, prints: ['3', '5', '8', '9'] },
    { name: 'rows of a query locator', code: "insert new Account(Name = 'a'); Database.QueryLocator l = Database.getQueryLocator('SELECT Id FROM Account'); System.debug(Limits.getQueryLocatorRows() > 0); System.debug(Limits.getQueryRows());", prints: ['true', '0'] },
    { name: 'searches', code: "for (Integer i = 0; i < 21; i++) { List<List<SObject>> f = [FIND 'abc' RETURNING Account]; }", throws: 'System.LimitException: Too many SOSL queries: 21' },
    { name: 'nobody catches a limit', code: "try { for (Integer i = 0; i < 101; i++) { Integer n = [SELECT COUNT() FROM Account]; } } catch (Exception e) { System.debug('caught'); }", throws: 'System.LimitException: Too many SOQL queries: 101' },
    ...['System.currentTimeMillis()', 'System.now().getTime()'].map((now) => ({
      name: `code that waits by ${now} uses as much CPU time as it waits`,
      code: `Long start = ${now}; while (${now} - start < 3000) { for (Integer i = 0; i < 100; i++) {} } Integer used = Limits.getCpuTime(); System.debug(used >= 1000 && used < 4000); System.debug(${now} - start >= 3000);`, prints: ['true', 'true'],
    })),
    { name: 'what is no longer limited', code: 'System.debug(Limits.getScriptStatements() + Limits.getFieldsDescribes() + Limits.getAsyncCalls());', prints: ['0'] },
    { name: 'cursors', code: 'System.debug(Limits.getLimitApexCursorRows() + \' \' + Limits.getLimitFetchCallsOnApexCursor());', prints: ['50000000 100'] },
  ]);
});

describe('governor limits of packages', () => {
  let org: TestOrg;
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'packages-'));
    const projects = ['one', 'two', 'lax'].map((namespace) => {
      const folder = join(directory, namespace);
      mkdirSync(folder);
      writeFileSync(join(folder, 'Worker.cls'), `global class Worker { global static Integer work(Integer n) { for (Integer i = 0; i < n; i++) { Integer c = [SELECT COUNT() FROM Account]; } return Limits.getQueries(); } global static Integer many(Integer n) { for (Integer i = 0; i < n; i++) Database.countQuery('SELECT COUNT() FROM Account'); return Limits.getQueries(); } }`);
      return { directory: folder, namespace };
    });
    org = openTestOrg({ projects, certifiedNamespaces: ['one', 'two'] });
  });
  after(() => {
    org.close();
    rmSync(directory, { recursive: true });
  });
  const cases: readonly [name: string, code: string, prints: readonly string[], throws: string | null][] = [
    ['certified ones count for themselves', "Integer n = [SELECT COUNT() FROM Account]; System.debug(one.Worker.work(100) + ' ' + two.Worker.many(100) + ' ' + Limits.getQueries());", ['100 100 1'], null],
    ['the others count with the org', "Integer n = [SELECT COUNT() FROM Account]; System.debug(lax.Worker.work(5) + ' ' + Limits.getQueries());", ['6 6'], null],
    ['their texts name the package', 'one.Worker.work(101);', [], 'one:Too many SOQL queries: 101'],
  ];
  for (const [name, code, prints, throws] of cases) {
    it(name, () => {
      const { output, exception } = org.run(code);
      assert.equal(exception?.message ?? null, throws);
      assert.deepEqual(output, prints);
    });
  }
});
