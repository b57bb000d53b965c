/** Runs tables of small Apex programs and compares what they print. */
import assert from 'node:assert/strict';
import { after, before, it } from 'mocha';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';

export interface Program {
  readonly name: string;
  readonly code: string;
  /** What `System.debug` printed, line by line. */
  readonly prints?: readonly string[];
  /** `Type: message` of the exception that ended it. */
  readonly throws?: string;
}

/** One test a program, all in one org made of `classes` and metadata `files`. */
export function programs(table: readonly Program[], classes: readonly string[] = [], files: Readonly<Record<string, string>> = {}): void {
  let org: TestOrg;
  before(() => { org = openTestOrg({ classes: classes.length ? classes : ['public class Empty {}'], files }); });
  after(() => org.close());
  for (const { name, code, prints, throws } of table) {
    it(name, () => {
      const result = org.run(code);
      const ended = result.exception ? `${result.exception.type}: ${result.exception.message}` : null;
      assert.equal(ended, throws ?? null);
      if (prints) assert.deepEqual(result.output, prints);
    });
  }
}
