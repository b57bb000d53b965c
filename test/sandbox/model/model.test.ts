import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { RuleId } from '../../../src/sandbox/partner/rules.ts';
import { Divergence, Driver } from './driver.ts';
import { Random } from './random.ts';

/** `ISV_MODEL_INTERLEAVINGS=10000 ISV_MODEL_SEED=7`: how many, and which. */
const interleavings = Number(process.env['ISV_MODEL_INTERLEAVINGS'] ?? 200);
const firstSeed = Number(process.env['ISV_MODEL_SEED'] ?? 1);
const STEPS = 12;
/** In one sandbox, one after another. */
const IN_ONE_WORLD = 20;
/** Where each transition has to be seen often. */
const MANY = 10_000;

/** Throws the first difference, with what leads to it. */
async function explore(count: number, seed: number, disabledRules: readonly RuleId[] = []): Promise<Map<string, number>> {
  const transitions = new Map<string, number>();
  for (let done = 0; done < count; done += IN_ONE_WORLD) {
    const worldSeed = seed + done;
    const trail: string[] = [];
    const driver = await Driver.start(new Random(worldSeed), what => {
      trail.push(what);
      transitions.set(what, (transitions.get(what) ?? 0) + 1);
    }, disabledRules);
    try {
      for (let step = 0; step < STEPS * Math.min(IN_ONE_WORLD, count - done); step++) await driver.step();
    } catch (error) {
      if (error instanceof Error) error.message += `\n  Seed ${worldSeed}, after: ${trail.slice(-15).join(', ')}`;
      throw error;
    } finally {
      await driver.close();
    }
  }
  return transitions;
}

describe('the rules as a model', () => {
  it(`agrees with the sandbox over ${interleavings} interleavings from seed ${firstSeed}`, async () => {
    const transitions = await explore(interleavings, firstSeed);
    const rare = [...transitions].filter(([, times]) => times < 100).map(([what, times]) => `${what} ${times}`);
    if (interleavings >= MANY) assert.deepEqual(rare, []);
    const needed = ['connect', 'disconnect with a session', 'login', 'login: T1', 'login: T2', 'login: T5', 'login waits', 'login: approve', 'login: deny: T8', 'logout', 'acquire', 'acquire: D1', 'acquire: D2', 'acquire: D10', 'takeOver', 'resume an orphan', 'end', 'activity', 'advance', 'sleep', 'set back', 'grant', 'grant: T4', 'revoke', 'policy', 'request debugged', 'request undebugged', 'request: T7', 'finish', 'maintenance', 'restart', 'crash'];
    assert.deepEqual(needed.filter(each => !transitions.has(each)), [], `of ${[...transitions].map(([what, times]) => `${what} ${times}`).join(', ')}`);
  }).timeout(Math.max(300_000, interleavings * 1000));

  for (const id of ['T1', 'T2', 'T4', 'T5', 'T7', 'T8', 'T11', 'T12', 'T13', 'T14', 'T15', 'D1', 'D2', 'D3', 'D7', 'D10', 'D11', 'D13'] satisfies RuleId[]) {
    it(`finds a sandbox where ${id} doesn't hold`, async () => {
      await assert.rejects(explore(400, firstSeed, [id]), (error: unknown) => error instanceof Divergence || error instanceof assert.AssertionError);
    }).timeout(600_000);
  }
});
