import assert from 'node:assert/strict';
import { it } from 'mocha';
import type { ErrorId } from '../../../../src/protocol/errors.ts';
import { WireError } from '../../../../src/protocol/errors.ts';
import type { HubOptions } from '../../../../src/sandbox/hub/start.ts';
import type { RuleId } from '../../../../src/sandbox/partner/rules.ts';
import { Bench } from '../../hub/support/bench.ts';

export interface RuleOptions {
  readonly world?: object;
  /** Writes what the world names. */
  readonly prepare?: (folder: string) => void;
  readonly options?: Partial<HubOptions>;
  readonly disabled?: boolean;
}

/**
 * Proves a rule over the wire, and that the proof fails in a hub where the rule doesn't hold. `disabled` false: what the
 * test shows is what the rule gives, not what it refuses, so there is nothing to turn off.
 */
export function rule(id: RuleId, title: string, proof: (bench: Bench) => Promise<void>, { world, prepare, options = {}, disabled = true }: RuleOptions = {}): void {
  const run = async (disabledRules: RuleId[]): Promise<void> => {
    const bench = await Bench.start({ ...options, disabledRules }, world, prepare);
    try {
      await proof(bench);
      assert.deepEqual(bench.errors, []);
    } finally {
      await bench.close();
    }
  };
  it(`${id}: ${title}`, () => run([]));
  if (!disabled) return;
  it(`${id}: … and this fails where the rule does not hold (${title})`, async () => {
    await assert.rejects(run([id]), (error: unknown) => error instanceof assert.AssertionError || error instanceof WireError);
  });
}

export async function refused(action: Promise<unknown>, id: ErrorId, ruleId: RuleId | null, message?: RegExp): Promise<void> {
  await assert.rejects(action, (error: unknown) => {
    assert.ok(error instanceof WireError, String(error));
    assert.deepEqual([error.data.id, error.data.rule ?? null], [id, ruleId]);
    if (message) assert.match(error.message, message);
    return true;
  });
}
