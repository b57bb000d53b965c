/** Runs tables of Apex test methods; what they expect, they assert themselves. */
import assert from 'node:assert/strict';
import { after, before, it } from 'mocha';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';

export interface TestProgram {
  readonly name: string;
  /** Body of a test method. */
  readonly code: string;
  /** `Type: message` of the exception that fails it. */
  readonly throws?: string | RegExp;
}

export function testPrograms(table: readonly TestProgram[], classes: readonly string[] = [], files: Readonly<Record<string, string>> = {}): void {
  let org: TestOrg;
  before(() => {
    const methods = table.map(({ code }, i) => `@IsTest static void t${i}() { ${code} }`);
    org = openTestOrg({ files, classes: [...classes, `@IsTest private class Programs { ${methods.join('\n')} }`] });
    const problems = org.compiler.check().diagnostics.map(({ path, line, message }) => `${path}:${line} ${message}`);
    assert.deepEqual(problems, []);
  });
  after(() => org.close());
  table.forEach(({ name, throws }, i) => {
    it(name, () => {
      const [{ result }] = org.runTests([`Programs.t${i}`]) as [ReturnType<TestOrg['runTests']>[number]];
      const ended = result.exception ? `${result.exception.type}: ${result.exception.message}` : null;
      if (throws instanceof RegExp) assert.match(ended ?? '', throws);
      else assert.equal(ended, throws ?? null);
    });
  });
}
