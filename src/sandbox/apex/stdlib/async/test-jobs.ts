/** Jobs that a test has queued run inside it. Source: Apex Developer Guide, Using Limits, startTest, and stopTest. */
import { current } from '../../runtime/transaction.ts';
import { asInnerTransaction, limitContextOf, rememberedUser, type JobContext } from './context.ts';
import { failJob, runJob } from './run-job.ts';
import { readJob, removeJob, waitingJobs, type Job } from './work.ts';

const ORDER: readonly Job['kind'][] = ['future', 'queueable', 'finalizer', 'batch', 'schedulable'];

/**
 * Runs what the test itself has queued so far, and batch jobs that those start when they finish; what else they queue in turn
 * stays in the queue. The first exception ends it.
 */
export function runTestJobs(): void {
  const jobs = waitingJobs().filter((job) => !job.isNested);
  for (const job of jobs.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.id < b.id ? -1 : 1))) runToEnd(job);
  // Chains run to their end: of batch jobs, and of queueables with a bound.
  if (waitingJobs().some((job) => !job.isNested)) runTestJobs();
}

function runToEnd(first: Job): void {
  let failure: { readonly thrown: unknown } | null = null;
  for (let job: Job | null = first; job; job = job.kind === 'schedulable' ? null : readJob(job.id)) {
    failure = runPart(job) ?? failure;
    // The finalizer runs all the same.
    if (failure && readJob(job.id)?.kind !== 'finalizer') {
      removeJob(job.id);
      break;
    }
  }
  if (failure) throw failure.thrown;
}

function runPart(job: Job): { readonly thrown: unknown } | null {
  const { data } = current();
  const context: JobContext = { job, finalizer: null, requestId: '' };
  const savepoint = data.setSavepoint();
  try {
    asInnerTransaction(job.kind, limitContextOf(job.kind), rememberedUser(job.userId), () => runJob(context));
    data.releaseSavepoint(savepoint);
    return null;
  } catch (thrown) {
    data.rollback(savepoint);
    data.releaseSavepoint(savepoint);
    failJob(context, thrown);
    return { thrown };
  }
}
