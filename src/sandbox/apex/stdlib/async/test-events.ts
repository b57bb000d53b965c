/** The event bus of a test. Source: Platform Events Developer Guide, Testing Your Platform Event in Apex. */
import { ApexException } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass } from '../../runtime/library.ts';
import { current } from '../../runtime/transaction.ts';
import { asInnerTransaction } from './context.ts';
import { automatedProcess, deliveriesOf, failDelivery, runCallbacks, runDelivery } from './event-delivery.ts';
import { takeMessages, type Delivery, type EventMessage } from './event-queue.ts';

const RETRIES = '#eventRetries';

/** Deliveries that asked to be repeated: the next `deliver()` does. */
function retries(): Delivery[] {
  const { slots } = current();
  let waiting = slots.get(RETRIES) as Delivery[] | undefined;
  if (!waiting) slots.set(RETRIES, waiting = []);
  return waiting;
}

/** Delivers what is published so far; what that publishes in turn waits for the next time. */
export function deliverTestEvents(): void {
  const messages = takeMessages();
  tellCallbacks(messages, true);
  for (const delivery of [...retries().splice(0), ...deliveriesOf(messages)]) {
    for (let next: Delivery | null = delivery; next;) next = deliver(next);
  }
}

function deliver(delivery: Delivery): Delivery | null {
  const { data } = current();
  const savepoint = data.setSavepoint();
  let rest: Delivery | null = null;
  try {
    rest = inOwnTransaction(() => runDelivery(delivery));
  } catch (thrown) {
    // A subscriber's failure is nobody else's.
    data.rollback(savepoint);
    noteFailure(thrown);
    const again = failDelivery(delivery, thrown);
    if (again) retries().push(again);
  }
  data.releaseSavepoint(savepoint);
  return rest;
}

function inOwnTransaction<R>(body: () => R): R {
  return asInnerTransaction('event', 'synchronous', automatedProcess(current().user, current().org.id), body);
}

function tellCallbacks(messages: readonly EventMessage[], isSuccess: boolean): void {
  if (messages.some(({ callback }) => callback !== null)) inOwnTransaction(() => runCallbacks(messages, isSuccess));
}

function noteFailure(thrown: unknown): void {
  const { log } = current();
  if (!(thrown instanceof ApexException)) throw thrown;
  log.event('FATAL_ERROR', [`${thrown.$type.name}: ${thrown.message ?? ''}\n\n${thrown.stackTraceText}`], thrown.trace.find((line) => line.namespace)?.namespace ?? null);
}

defineLibraryClass({
  name: 'EventBus.TestBroker',
  members: {
    'void deliver()': () => deliverTestEvents(),
    'void fail()': () => tellCallbacks(takeMessages(), false),
  },
});

export const testBroker = (): ApexBean => new ApexBean('EventBus.TestBroker');
