import type { RunningUser } from '../../apex/runtime/contract.ts';
import { InProcessLocks } from '../../data/locks.ts';
import { OrgSchema } from '../../data/org-schema.ts';
import { openOrgStore } from '../../data/store.ts';
import { Executor } from '../execution/executor.ts';
import { libraryCatalogue } from '../execution/library-catalogue.ts';
import type { WorkerSetup } from './messages.ts';
import { RunnerLocks, RunnerPort } from './runner-calls.ts';

/** Mulberry32: good enough to be no pattern, and the same for the same seed. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000;
  };
}

/** An executor for this thread: code comes compiled from the runner, and so do the row locks. */
export function openWorkerExecutor({ program, shape, control, calls }: WorkerSetup): { executor: Executor; users: readonly RunningUser[] } {
  const { org, objects, labels, triggers, users, storePath, testStorePath, stillClock } = program;
  const schema = new OrgSchema(org.namespace, objects, labels);
  const runner = new RunnerPort(calls, control);
  const executor = new Executor({
    schema, org, store: openOrgStore(storePath, schema), testStore: openOrgStore(testStorePath, schema), users, triggers,
    source: (name, wanted) => runner.call('unit', { name, shape: wanted }), shape, locks: new RunnerLocks(runner),
    // Tests see records of their own only: nobody else's locks concern them, nor theirs anybody.
    testLocks: new InProcessLocks({ now: () => performance.now(), advance: () => undefined }),
    ...(stillClock === undefined ? { clock: () => Date.now() } : { clock: () => stillClock, random: seededRandom(stillClock) }), catalogue: libraryCatalogue,
  });
  return { executor, users };
}
