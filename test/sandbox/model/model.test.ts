import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { RULES } from '../../../src/sandbox/partner/rules.ts';
import type { RuleId } from '../../../src/sandbox/partner/rules.ts';
import { explore } from './explore.ts';
import { Divergence } from './scene.ts';
import { rarer, table } from './transitions.ts';

/** `node test/sandbox/model/run.ts` does more of them. */
const INTERLEAVINGS = 300;
describe('the rules as a model', () => {
  it(`agrees with the sandbox over ${INTERLEAVINGS} interleavings`, async () => {
    const seen = await explore({ count: INTERLEAVINGS, seed: 1 });
    assert.deepEqual(rarer(seen, 1), [], table(seen));
  }).timeout(300_000);

  for (const id of Object.keys(RULES) as RuleId[]) {
    it(`finds a sandbox where ${id} doesn't hold`, async () => {
      await assert.rejects(explore({ count: INTERLEAVINGS, seed: 1, disabledRules: [id] }), Divergence);
    }).timeout(120_000);
  }
});
