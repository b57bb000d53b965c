/** The flex queue: batch jobs that wait for their turn. Source: Apex Reference, FlexQueue and Test Classes. */
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, listOf } from '../../runtime/library.ts';
import { current } from '../../runtime/transaction.ts';
import { rememberUser } from './context.ts';
import { addJobRow, newJobId, readJobRow } from './job-rows.ts';
import { addJob, continueJob, waitingJobs, type BatchJob } from './work.ts';

/** Ids of the jobs that hold, first in the queue first. */
function order(): string[] {
  return waitingJobs().filter((job): job is BatchJob => job.kind === 'batch' && readJobRow(job.id)?.['Status'] === 'Holding').sort((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
}

/** Puts a job at a place of the queue; false: it was there. Jobs keep their place by when they are due. */
function move(id: string | null, placeOf: (others: readonly string[]) => number): boolean {
  if (id === null) failNull();
  const before = order();
  if (!before.includes(id)) fail('System.InvalidParameterValueException', `Invalid job: ${id}`);
  const others = before.filter((each) => each !== id);
  const after = others.toSpliced(placeOf(others), 0, id);
  if (after.every((each, i) => each === before[i])) return false;
  const jobs = new Map(waitingJobs().map((job) => [job.id, job]));
  const times = before.map((each) => jobs.get(each)!.dueAt).sort((a, b) => a - b);
  const first = times[0]!;
  after.forEach((each, i) => continueJob({ ...jobs.get(each)!, dueAt: Math.min(first, current().source.now()) - after.length + i }));
  return true;
}

function placeOf(others: readonly string[], id: string | null): number {
  const at = others.indexOf(id ?? failNull());
  return at >= 0 ? at : fail('System.InvalidParameterValueException', `Invalid job: ${String(id)}`);
}

defineLibraryClass({
  name: 'System.FlexQueue',
  members: {
    'static Boolean moveJobToFront(Id jobId)': (id: string | null) => move(id, () => 0),
    'static Boolean moveJobToEnd(Id jobId)': (id: string | null) => move(id, (others) => others.length),
    'static Boolean moveBeforeJob(Id jobToMoveId, Id jobInQueueId)': (id: string | null, other: string | null) => move(id, (others) => placeOf(others, other)),
    'static Boolean moveAfterJob(Id jobToMoveId, Id jobInQueueId)': (id: string | null, other: string | null) => move(id, (others) => placeOf(others, other) + 1),
  },
});

defineLibraryClass({
  name: 'System.Test',
  members: {
    // Jobs that do nothing, to fill the queue with.
    'static List<Id> enqueueBatchJobs(Integer numberOfJobs)': (count: number | null) => {
      const { test, user, source } = current();
      if (!test) fail('System.TypeException', 'Test.enqueueBatchJobs() can only be called from test methods');
      const ids = Array.from({ length: count ?? failNull() }, () => {
        const id = newJobId();
        rememberUser();
        const active = waitingJobs().filter((job) => job.kind === 'batch').length;
        addJobRow(id, 'BatchApex', active < 5 ? 'Queued' : 'Holding', test.className);
        addJob({ kind: 'batch', id, userId: user.id, className: test.className, dueAt: source.now(), isNested: true, state: '', phase: 'start', scopeSize: 1, isLocator: false, scopes: [], done: 0, errors: 0 });
        return id;
      });
      return listOf('Id', ids);
    },
    'static List<Id> getFlexQueueOrder()': () => listOf('Id', order()),
  },
});
