/**
 * A worker of an org whose requests go on only when the driver says so: each `System.debug` stands at a gate, which is a lock
 * that the driver grants.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { InProcessLocks } from '../../../../src/sandbox/data/locks.ts';
import { OrgSchema } from '../../../../src/sandbox/data/org-schema.ts';
import { openOrgStore } from '../../../../src/sandbox/data/store.ts';
import { Executor } from '../../../../src/sandbox/org/execution/executor.ts';
import { libraryCatalogue } from '../../../../src/sandbox/org/execution/library-catalogue.ts';
import { runJob } from '../../../../src/sandbox/org/worker/jobs.ts';
import type { WorkerMessage, WorkerRequest, WorkerSetup } from '../../../../src/sandbox/org/worker/messages.ts';
import { RunnerLocks, RunnerPort } from '../../../../src/sandbox/org/worker/runner-calls.ts';

const { program, shape, control, calls } = workerData as WorkerSetup;
const { org, objects, labels, triggers, users, storePath, testStorePath } = program;
const schema = new OrgSchema(org.namespace, objects, labels);
const runner = new RunnerPort(calls, control);
const executor = new Executor({
  schema, org, store: openOrgStore(storePath, schema), testStore: openOrgStore(testStorePath, schema), users, triggers, source: (name, wanted) => runner.call('unit', { name, shape: wanted }), shape,
  locks: new RunnerLocks(runner), testLocks: new InProcessLocks({ now: () => performance.now(), advance: () => undefined }), clock: () => Date.now(), catalogue: libraryCatalogue,
});
const say = (text: string): void => { runner.call('acquire', { owner: 'gate', keys: [text] }); };
const post = (message: WorkerMessage): void => parentPort!.postMessage(message);

parentPort!.on('message', ({ userId, job }: WorkerRequest) => post({ kind: 'done', outcome: runJob({ executor, user: users.find(({ id }) => id === userId)!, users, say, progress: () => undefined }, job) }));
