/** Event messages that are published and not delivered yet. */
import { QUEUED_WORK } from '../../../data/queued-work.ts';
import { current } from '../../runtime/transaction.ts';

export interface EventMessage {
  /** Rises in the order of publishing. */
  readonly id: string;
  readonly objectName: string;
  /** State of the record. */
  readonly state: string;
  /** Change events have none. */
  readonly uuid: string | null;
  readonly userId: string;
  readonly publishedAt: number;
  /** State of the object that is told how the publishing went, and what its call published. */
  readonly callback: { readonly state: string; readonly publication: string } | null;
}

/** Messages on their way to one trigger. */
export interface Delivery {
  readonly trigger: string;
  readonly objectName: string;
  readonly messages: readonly EventMessage[];
  readonly retries: number;
  readonly lastError: string | null;
}

const ID_PREFIX = '0ev';
const IMMEDIATE = '#immediateEvents';

export function newMessageId(): string {
  return current().source.newRecordId(ID_PREFIX);
}

/** With the transaction: lost when it is rolled back. */
export function queueAfterCommit(message: EventMessage): void {
  current().data.platform.insert(QUEUED_WORK, message.id, { Queue: 'message', Body: JSON.stringify(message) });
}

/** At once, whatever becomes of the transaction. */
export function queueImmediately(message: EventMessage): void {
  immediateMessages().push(message);
}

/** Of the running transaction; whoever ends it sees to their delivery. */
export function immediateMessages(): EventMessage[] {
  const { slots } = current();
  let messages = slots.get(IMMEDIATE) as EventMessage[] | undefined;
  if (!messages) slots.set(IMMEDIATE, messages = []);
  return messages;
}

/** Takes all messages out of the queue, in the order in which they were published. */
export function takeMessages(): EventMessage[] {
  const { platform } = current().data;
  const ids = platform.find(QUEUED_WORK, 'Queue', 'message');
  const messages = ids.map((id) => JSON.parse(platform.read(QUEUED_WORK, id)!['Body'] as string) as EventMessage);
  for (const id of ids) platform.remove(QUEUED_WORK, id);
  return [...messages, ...immediateMessages().splice(0)].sort((a, b) => (a.id < b.id ? -1 : 1));
}
