/** The compiler on random and broken programs. `npx node test/fuzz/run.ts --minutes 60` goes on for so long. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { compileAnonymous, compileUnit } from './support/compile.ts';
import { KINDS } from './support/kinds.ts';
import { fuzz } from './support/runs.ts';

describe('compiler on random programs', function () {
  this.timeout(60_000);
  for (const { name, runs, make } of KINDS) {
    it(`survives ${name}`, () => { fuzz(runs, make, (text) => { compileUnit(text); compileAnonymous(text); }); });
  }
  it('compiles some of those by the grammar', () => {
    let compiled = 0;
    fuzz(400, KINDS.find(({ name }) => name === 'programs by the grammar')!.make, (text) => { if (compileUnit(text) === 'code') compiled++; }, 1);
    assert.ok(compiled >= 40, `${compiled} of 400`);
  });
});
