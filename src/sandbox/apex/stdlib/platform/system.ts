import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass } from '../../runtime/library.ts';
import { callSlot } from '../../runtime/object.ts';
import { current } from '../../runtime/transaction.ts';

/** A job's id, as the platform gives AsyncApexJob rows. */
const newJobId = (): string => current().source.newRecordId('707');

function enqueue(job: ApexValue): string {
  if (job === null) failNull();
  current().limits.charge('queueableJobs', 1);
  const jobId = newJobId();
  const context = new ApexBean('System.QueueableContext');
  context.set('JobId', jobId);
  current().deferred.push({ kind: 'queueable', jobId, description: 'Queueable', run: () => { callSlot(job as object, 'execute$System.QueueableContext', context); } });
  return jobId;
}

defineLibraryClass({ name: 'System.QueueableContext', members: { 'ID getJobId()': (self: ApexBean) => self.get('JobId'), 'Id getJobId()': (self: ApexBean) => self.get('JobId') } });

/** Kinds of transaction, asked of System; the members about values are with the values. */
defineLibraryClass({
  name: 'System.System',
  members: {
    'static ID enqueueJob(Object queueableObj)': enqueue,
    'static Id enqueueJob(Object queueable, Integer delay)': (job: ApexValue) => enqueue(job),
    'static Boolean isBatch()': () => current().kind === 'batch',
    'static Boolean isFuture()': () => current().kind === 'future',
    'static Boolean isQueueable()': () => current().kind === 'queueable',
    'static Boolean isScheduled()': () => current().kind === 'schedulable',
    'static void abortJob(String jobId)': (jobId: string) => {
      const at = current().deferred.findIndex((work) => work.jobId === jobId);
      if (at < 0) fail('System.AsyncException', `Job does not exist or is already aborted: ${jobId}`);
      current().deferred.splice(at, 1);
    },
  },
});

defineLibraryClass({
  name: 'System.FeatureManagement',
  members: {
    'static Boolean checkPermission(String apiName)': (name: string | null) => current().user.permissions.has(name ?? failNull()),
  },
});
