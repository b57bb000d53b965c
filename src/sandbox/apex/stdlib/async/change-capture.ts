/** Change data capture: saved records become change events. Source: Change Data Capture Developer Guide, Change Event Message Structure; Apex Reference, Test.enableChangeDataCapture. */
import type { SavedChange } from '../../../data/contract.ts';
import type { ObjectSchema } from '../../../data/schema.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { apexEquals } from '../../runtime/equality.ts';
import { fail } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, listOf } from '../../runtime/library.ts';
import { encodeState } from '../../runtime/object-state.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { current } from '../../runtime/transaction.ts';
import { randomUuid } from '../uuid.ts';
import { rememberUser } from './context.ts';
import { newMessageId, queueAfterCommit } from './event-queue.ts';

const ENABLED = '#changeDataCapture';
const TRANSACTION = '#changeTransaction';
const TYPES = { insert: 'CREATE', update: 'UPDATE', delete: 'DELETE', undelete: 'UNDELETE' } as const;
/** What an event has in its header, or not at all. */
const LEFT_OUT: ReadonlySet<string> = new Set(['Id', 'IsDeleted', 'SystemModstamp', 'LastViewedDate', 'LastReferencedDate', 'LastActivityDate']);

/** `AccountChangeEvent`, `Thing__ChangeEvent`. */
export function changeEventOf(objectName: string): string {
  return objectName.endsWith('__c') ? `${objectName.slice(0, -1)}ChangeEvent` : `${objectName}ChangeEvent`;
}

/** One event a record. In a test only after `Test.enableChangeDataCapture()`. */
export function captureChanges(object: ObjectSchema, action: keyof typeof TYPES, changes: readonly SavedChange[]): void {
  const { test, slots, user, source } = current();
  if (test && slots.get(ENABLED) !== true) return;
  const event = current().schema.object(changeEventOf(object.name));
  if (!event) return;
  let transaction = slots.get(TRANSACTION) as { key: string; sequence: number } | undefined;
  if (!transaction) slots.set(TRANSACTION, transaction = { key: randomUuid(), sequence: 0 });
  rememberUser();
  for (const { id, before, after } of changes) {
    const record = new SObjectRecord(event.name);
    const names = after === null ? [] : changedFields(event, action === 'update' ? before : null, after);
    const nulled = names.filter((name) => (after!.fields.get(name) ?? null) === null);
    for (const name of names) record.fields.set(name, after!.fields.get(name) ?? null);
    transaction.sequence++;
    const isUpdate = action === 'update';
    record.fields.set('ChangeEventHeader', header({
      EntityName: object.name, ChangeType: TYPES[action], ChangeOrigin: '', TransactionKey: transaction.key, SequenceNumber: transaction.sequence, CommitTimestamp: BigInt(source.now()), CommitNumber: BigInt(transaction.sequence),
      CommitUser: user.id, RecordIds: listOf('String', [id]), ChangedFields: listOf('String', isUpdate ? names : []), NulledFields: listOf('String', isUpdate ? nulled : []), DiffFields: listOf('String', []),
    }));
    queueAfterCommit({ id: newMessageId(), objectName: event.name, state: encodeState(record), uuid: null, userId: user.id, publishedAt: source.now(), callback: null });
  }
}

/** Fields that hold something new; of a new record all that hold anything. */
function changedFields(event: ObjectSchema, before: SObjectRecord | null, after: SObjectRecord): string[] {
  return [...new Set([...after.fields.keys(), ...(before?.fields.keys() ?? [])])].filter((name) => {
    if (LEFT_OUT.has(name) || !event.fields.has(name.toLowerCase())) return false;
    const value = after.fields.get(name) ?? null;
    return before === null ? value !== null : !apexEquals(value, before.fields.get(name) ?? null);
  });
}

function header(values: Readonly<Record<string, ApexValue>>): ApexBean {
  const bean = new ApexBean('EventBus.ChangeEventHeader');
  for (const [name, value] of Object.entries(values)) bean.set(name, value);
  return bean;
}

defineLibraryClass({
  name: 'System.Test',
  members: {
    'static void enableChangeDataCapture()': () => {
      if (!current().test) fail('System.TypeException', 'Test.enableChangeDataCapture() can only be called from test methods');
      current().slots.set(ENABLED, true);
    },
  },
});
