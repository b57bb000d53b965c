/** Runs one part of a job in a transaction that somebody else has opened, and says what becomes of the job when it fails. */
import { newException } from '../../runtime/exception.ts';
import { ApexException } from '../../runtime/exception.ts';
import { failBatch, failureOf, runBatch } from './batch.ts';
import { inJob, type JobContext } from './context.ts';
import { runFinalizer } from './finalizer.ts';
import { runFuture } from './future.ts';
import { current } from '../../runtime/transaction.ts';
import { allowCallouts } from '../platform/callout.ts';
import { endJobRow, updateJobRow } from './job-rows.ts';
import { endQueueable, runQueueable } from './queueable.ts';
import { failScheduled, runScheduled } from './schedule.ts';
import { removeJob } from './work.ts';

export function runJob(context: JobContext): void {
  const { job } = context;
  context.requestId = current().id;
  inJob(context, () => {
    if (job.kind !== 'finalizer' && job.kind !== 'schedulable') updateJobRow(job.id, { Status: 'Processing' });
    // The platform's own changes aren't the job's.
    allowCallouts();
    switch (job.kind) {
      case 'future': return runFuture(job);
      case 'queueable': return runQueueable(job);
      case 'finalizer': return runFinalizer(job);
      case 'batch': return runBatch(job);
      case 'schedulable': return runScheduled(job);
    }
  });
}

/** In a transaction of its own, after the job's was rolled back. */
export function failJob(context: JobContext, thrown: unknown): void {
  const { job } = context;
  const failure = failureOf(thrown);
  const exception = thrown instanceof ApexException ? thrown : newException(failure.type, failure.message);
  inJob(context, () => {
    switch (job.kind) {
      case 'future': case 'queueable':
        endJobRow(job.id, 'Failed', { ExtendedStatus: failure.message.slice(0, 1000), NumberOfErrors: 1 });
        if (job.kind === 'queueable') endQueueable(job, exception);
        else removeJob(job.id);
        break;
      case 'finalizer': removeJob(job.id); break;
      case 'batch': failBatch(job, failure); break;
      case 'schedulable': failScheduled(job, failure.message); break;
    }
  });
}
