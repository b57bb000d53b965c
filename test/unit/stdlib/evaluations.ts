/** Runs tables of Apex expressions and compares their texts; `! Type: message` is the exception expected. */
import assert from 'node:assert/strict';
import { after, before, it } from 'mocha';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';

export type Evaluation = readonly [expression: string, text: string];

/** One test an expression, all in one org made of `classes` and metadata `files`. */
export function evaluations(table: readonly Evaluation[], classes: readonly string[] = [], files: Readonly<Record<string, string>> = {}): void {
  let org: TestOrg;
  before(() => { org = openTestOrg({ classes: classes.length ? classes : ['public class Empty {}'], files }); });
  after(() => org.close());
  for (const [expression, text] of table) {
    it(`${expression} is ${text}`, () => {
      const result = org.run(`System.debug(${expression});`);
      assert.equal(result.exception ? `! ${result.exception.type}: ${result.exception.message}` : result.output.join('\n'), text);
    });
  }
}
