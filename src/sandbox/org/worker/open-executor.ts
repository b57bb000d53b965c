import type { RunningUser } from '../../apex/runtime/contract.ts';
import { InProcessLocks } from '../../data/locks.ts';
import { OrgSchema } from '../../data/org-schema.ts';
import { openOrgStore } from '../../data/store.ts';
import { Executor } from '../execution/executor.ts';
import { libraryCatalogue } from '../execution/library-catalogue.ts';
import type { WorkerSetup } from './messages.ts';
import { RunnerLocks, RunnerPort } from './runner-calls.ts';

/** An executor for this thread: code comes compiled from the runner, and so do the row locks. */
export function openWorkerExecutor({ program, shape, control, calls }: WorkerSetup): { executor: Executor; users: readonly RunningUser[] } {
  const { org, objects, labels, triggers, users, storePath, testStorePath } = program;
  const schema = new OrgSchema(org.namespace, objects, labels);
  const runner = new RunnerPort(calls, control);
  const executor = new Executor({
    schema, org, store: openOrgStore(storePath, schema), testStore: openOrgStore(testStorePath, schema), users, triggers,
    source: (name, wanted) => runner.call('unit', { name, shape: wanted }), shape, locks: new RunnerLocks(runner),
    // Tests see records of their own only: nobody else's locks concern them, nor theirs anybody.
    testLocks: new InProcessLocks({ now: () => performance.now(), advance: () => undefined }),
    clock: () => Date.now(), catalogue: libraryCatalogue,
  });
  return { executor, users };
}
