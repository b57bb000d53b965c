import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RuleId } from '../../../src/sandbox/partner/rules.ts';
import { explore } from './explore.ts';
import { Divergence } from './scene.ts';
import { rarer, table } from './transitions.ts';

/** `node test/sandbox/model/run.ts` does more of them. */
const INTERLEAVINGS = 300;
const PLANTED = ['T1', 'T2', 'T4', 'T5', 'T7', 'T8', 'T11', 'T12', 'T13', 'T14', 'T15', 'T16', 'D1', 'D2', 'D3', 'D4', 'D5', 'D7', 'D10', 'D11', 'D13', 'D14', 'D16'] satisfies RuleId[];

describe('the rules as a model', () => {
  it(`agrees with the sandbox over ${INTERLEAVINGS} interleavings`, async () => {
    const seen = await explore({ count: INTERLEAVINGS, seed: 1 });
    assert.deepEqual(rarer(seen, 1), [], table(seen));
  }).timeout(300_000);

  for (const id of PLANTED) {
    it(`finds a sandbox where ${id} doesn't hold`, async () => {
      await assert.rejects(explore({ count: INTERLEAVINGS, seed: 1, disabledRules: [id] }), Divergence);
    }).timeout(120_000);
  }
});
