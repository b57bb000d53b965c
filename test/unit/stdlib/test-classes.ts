/** Runs tables of Apex test methods; a method that fails fails its test. */
import assert from 'node:assert/strict';
import { after, before, it } from 'mocha';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';

export interface TestBody { readonly name: string; readonly code: string; readonly seesAllData?: boolean }

/** One Apex test method a body, all in one class of an org made of `classes` and metadata `files`. */
export function testClasses(table: readonly TestBody[], classes: readonly string[] = [], files: Readonly<Record<string, string>> = {}): void {
  let org: TestOrg;
  const methods = table.map(({ code, seesAllData }, i) => `@IsTest${seesAllData ? '(SeeAllData=true)' : ''} static void m${i}() { ${code} }`);
  before(() => { org = openTestOrg({ classes: [...classes, `@IsTest private class Bodies { ${methods.join('\n')} }`], files }); });
  after(() => org.close());
  table.forEach(({ name }, i) => {
    it(name, () => {
      const [outcome] = org.runTests([`Bodies.m${i}`]);
      assert.ok(outcome, org.compiler.diagnosticsOf('Bodies').map(({ line, message }) => `${line}: ${message}`).join('\n'));
      assert.equal(outcome.result.exception && `${outcome.result.exception.type}: ${outcome.result.exception.message}`, null);
    });
  });
}
