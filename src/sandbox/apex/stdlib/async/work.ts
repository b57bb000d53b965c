/** Jobs that wait for a transaction of their own, as they are kept: with the transaction that queued them, or not at all. */
import { QUEUED_WORK } from '../../../data/queued-work.ts';
import { current } from '../../runtime/transaction.ts';
import type { Delivery, EventMessage } from './event-queue.ts';

interface AnyJob {
  /** Of its AsyncApexJob row. */
  readonly id: string;
  readonly userId: string;
  /** Full name of the class that is called. */
  readonly className: string;
  /** Milliseconds since the epoch: not before. */
  readonly dueAt: number;
  /** Queued by a job that a test runs: the test doesn't run it too. */
  readonly isNested: boolean;
}

export interface FutureJob extends AnyJob {
  readonly kind: 'future';
  readonly slot: string;
  /** State of the list of arguments. */
  readonly args: string;
}

/** What a chain of queueables hands on. */
export interface QueueableChain {
  /** From 1. */
  readonly depth: number;
  readonly maximumDepth: number | null;
  readonly delayMinutes: number;
}

export interface QueueableJob extends AnyJob {
  readonly kind: 'queueable';
  readonly state: string;
  readonly chain: QueueableChain;
  readonly signature: string | null;
  /** Times in a row that a finalizer queued it again. */
  readonly retries: number;
}

export interface FinalizerJob extends AnyJob {
  readonly kind: 'finalizer';
  readonly state: string;
  /** State of the exception that ended the job; null: none did. */
  readonly exception: string | null;
  readonly requestId: string;
  readonly chain: QueueableChain;
  readonly retries: number;
}

export interface BatchJob extends AnyJob {
  readonly kind: 'batch';
  readonly state: string;
  readonly phase: 'start' | 'execute' | 'finish';
  readonly scopeSize: number;
  readonly isLocator: boolean;
  /** Ids of the scopes that are still to be worked on. */
  readonly scopes: readonly string[];
  readonly done: number;
  readonly errors: number;
}

export interface ScheduledJob extends AnyJob {
  readonly kind: 'schedulable';
  readonly state: string;
  readonly cronTriggerId: string;
  /** null: runs once (`System.scheduleBatch`), and `scopeSize` goes with the batch job. */
  readonly cron: string | null;
  readonly scopeSize: number;
}

export type Job = FutureJob | QueueableJob | FinalizerJob | BatchJob | ScheduledJob;

/** Event messages on their way to one trigger, or news of their publishing to a callback. */
export interface EventWork {
  readonly kind: 'event';
  readonly id: string;
  /** Who published the first of them. */
  readonly userId: string;
  /** Name of the trigger, or of the callback's class. */
  readonly className: string;
  readonly dueAt: number;
  readonly task: { readonly delivery: Delivery } | { readonly published: readonly EventMessage[] };
}

export type Work = Job | EventWork;

export function addEventWork(work: EventWork): void {
  current().data.platform.insert(QUEUED_WORK, work.id, { Queue: 'delivery', Body: JSON.stringify(work) });
}

export function addJob(job: Job): void {
  current().data.platform.insert(QUEUED_WORK, job.id, { Queue: 'job', Body: JSON.stringify(job) });
}

/** The job goes on with its next part, after this transaction. */
export function continueJob(job: Work): void {
  current().data.platform.update(QUEUED_WORK, job.id, { Body: JSON.stringify(job) });
}

/** With what a batch job hasn't worked on. */
export function removeJob(id: string): void {
  const { platform } = current().data;
  const job = readJob(id);
  if (job?.kind === 'batch') for (const scope of job.scopes) removeScope(scope);
  platform.remove(QUEUED_WORK, id);
}

export function readJob(id: string): Job | null {
  const row = current().data.platform.read(QUEUED_WORK, id);
  return row && row['Queue'] === 'job' ? (JSON.parse(row['Body'] as string) as Job) : null;
}

/** A scope of a batch job: the state of a list of records or values. Returns its id. */
export function addScope(state: string): string {
  const { data, source } = current();
  const id = source.newRecordId('0sc');
  data.platform.insert(QUEUED_WORK, id, { Queue: 'scope', Body: state });
  return id;
}

/** null: the job was aborted meanwhile. */
export function readScope(id: string): string | null {
  return (current().data.platform.read(QUEUED_WORK, id)?.['Body'] as string | undefined) ?? null;
}

export function removeScope(id: string): void {
  current().data.platform.remove(QUEUED_WORK, id);
}

/** In the order in which they were queued. One that another request has ended since it was found is left out. */
export function waitingJobs(): Job[] {
  return current().data.platform.find(QUEUED_WORK, 'Queue', 'job').sort().map(readJob).filter((job) => job !== null);
}

/** The work of a row in the queue; null: it is a message that isn't on its way yet. */
export function workOf(queue: string, body: string): Work | null {
  return queue === 'message' ? null : (JSON.parse(body) as Work);
}

/** `OrderJob.execute`, as threads and filters of a session name it. */
export function entryPointOf(job: Work): string {
  if (job.kind === 'event') return 'delivery' in job.task ? `${job.className} on ${job.task.delivery.objectName}` : `${job.className}.onSuccess`;
  if (job.kind === 'future') return `${job.className}.${job.slot.split('$')[0]!}`;
  return `${job.className}.${job.kind === 'batch' ? job.phase : 'execute'}`;
}
