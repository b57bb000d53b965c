/** Work of the org's queue outside of tests: jobs, deliveries of events, news for callbacks. Each part has a transaction of its own. */
import { decodeState } from '../../runtime/object-state.ts';
import type { ApexObject } from '../../runtime/object.ts';
import { current } from '../../runtime/transaction.ts';
import type { JobContext } from './context.ts';
import { deliveriesOf, failDelivery, runCallbacks, runDelivery } from './event-delivery.ts';
import { newMessageId, takeMessages, type Delivery } from './event-queue.ts';
import { failJob, runJob } from './run-job.ts';
import { addEventWork, continueJob, removeJob, type EventWork, type Job, type Work } from './work.ts';

/** Before an event is delivered again. */
const RETRY_MS = 5000;

/** The body of the transaction that does a part of the work; what is left of it is in the queue at its end. */
export function runWork(work: Work, context: JobContext | null): void {
  if (work.kind !== 'event') return runJob(context!);
  if ('published' in work.task) {
    runCallbacks(work.task.published, true);
    return removeJob(work.id);
  }
  goOn(work, runDelivery(work.task.delivery), current().source.now());
}

/** The body of the transaction that comes after the work's own failed. */
export function failWork(work: Work, context: JobContext | null, thrown: unknown): void {
  if (work.kind !== 'event') return failJob(context!, thrown);
  if ('published' in work.task) return removeJob(work.id);
  goOn(work, failDelivery(work.task.delivery, thrown), current().source.now() + RETRY_MS);
}

function goOn(work: EventWork, rest: Delivery | null, dueAt: number): void {
  if (rest) continueJob({ ...work, dueAt, task: { delivery: rest } });
  else removeJob(work.id);
}

export function contextOf(work: Work): JobContext | null {
  return work.kind === 'event' ? null : { job: work as Job, finalizer: null, requestId: '' };
}

/** Sends published messages on their way, to all triggers and callbacks that want them. */
export function distributeMessages(): void {
  const messages = takeMessages();
  const dueAt = current().source.now();
  for (const delivery of deliveriesOf(messages)) {
    addEventWork({ kind: 'event', id: newMessageId(), userId: delivery.messages[0]!.userId, className: delivery.trigger, dueAt, task: { delivery } });
  }
  for (const published of Map.groupBy(messages.filter(({ callback }) => callback !== null), ({ callback }) => callback!.publication).values()) {
    const target = decodeState(published[0]!.callback!.state) as ApexObject;
    addEventWork({ kind: 'event', id: newMessageId(), userId: published[0]!.userId, className: target.$type.name, dueAt, task: { published } });
  }
}
