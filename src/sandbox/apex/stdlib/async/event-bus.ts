/** Publishing of platform events. Source: Apex Reference, EventBus Class; Platform Events Developer Guide, Publish Event Messages with Apex. */
import type { DmlRowError, DmlRowResult } from '../../../data/contract.ts';
import type { ObjectSchema } from '../../../data/schema.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, listOf } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { encodeState } from '../../runtime/object-state.ts';
import type { SObjectRecord } from '../../runtime/sobject.ts';
import { current } from '../../runtime/transaction.ts';
import { RowResult } from '../platform/row-result.ts';
import { randomUuid } from '../uuid.ts';
import { rememberUser } from './context.ts';
import { newMessageId, queueAfterCommit, queueImmediately } from './event-queue.ts';

const NO_EVENTS = 'The specified sObject or list of sObjects contains objects that aren’t platform events. You can publish only platform event objects using EventBus.publish. Ensure the type of the specified sObject is a platform event.';
/** The id that a published event shows: its record is never stored. */
const EVENT_ID = 'e02xx0000000001AAA';
const TEST_MAXIMUM = 500;
const KEPT_BY_BUS: ReadonlySet<string> = new Set(['id', 'replayid', 'eventuuid', 'createddate', 'createdbyid']);

function eventObject(record: SObjectRecord): ObjectSchema {
  const { schema, org, test } = current();
  const object = schema.object(record.objectName, org.namespace);
  if (object?.kind === 'platformEvent' && object.name === 'BatchApexErrorEvent') fail('System.TypeException', `DML operation INSERT not allowed on ${object.name}`);
  if (!object || (object.kind !== 'platformEvent' && !(object.kind === 'changeEvent' && test))) fail('System.UnexpectedException', NO_EVENTS);
  return object;
}

function rowErrors(object: ObjectSchema, record: SObjectRecord): DmlRowError[] {
  if (object.kind === 'changeEvent') return [];
  const errors: DmlRowError[] = [];
  if ((record.fields.get('Id') ?? null) !== null) errors.push({ statusCode: 'INVALID_FIELD_FOR_INSERT_UPDATE', message: "The event can't be published because it contains an ID value.", fields: [] });
  for (const field of object.fields.values()) {
    if (KEPT_BY_BUS.has(field.name.toLowerCase())) continue;
    const value = record.fields.get(field.name) ?? null;
    if ((value === null || value === '') && !field.isNillable && field.type !== 'Boolean' && field.defaultValue === null) errors.push({ statusCode: 'REQUIRED_FIELD_MISSING', message: `You must enter a value: ${field.name}`, fields: [] });
    if (typeof value === 'string' && field.length > 0 && value.length > field.length) errors.push({ statusCode: 'STRING_TOO_LONG', message: `${field.label}: data value too large: ${value} (max length=${field.length})`, fields: [field.name] });
  }
  return errors;
}

const countKey = '#publishedEvents';

/** `isErased`: the records come in a list that says nothing of their type. */
export function publishAll(records: readonly SObjectRecord[], callback: ApexValue, isErased: boolean): DmlRowResult[] {
  if (records.length === 0) return [];
  for (const record of records) if (record === null) failNull();
  const objects = records.map(eventObject);
  const { limits, source, user, test, slots } = current();
  // Published as `List<SObject>`, an event's own behaviour isn't known to the compiler.
  const isImmediate = !isErased && objects[0]!.publishesImmediately;
  if (isImmediate) limits.charge('publishImmediateDml', 1);
  else {
    limits.charge('dmlStatements', 1);
    limits.charge('dmlRows', records.length);
  }
  rememberUser();
  const publication = newMessageId();
  const callbackOf = callback === null ? null : { state: encodeState(callback), publication };
  return records.map((record, i) => {
    const object = objects[i]!;
    const errors = rowErrors(object, record);
    const count = (slots.get(countKey) as number | undefined) ?? 0;
    if (test && count >= TEST_MAXIMUM) errors.push({ statusCode: 'LIMIT_EXCEEDED', message: `The number of platform event messages published from an Apex test context exceeded the limit of ${TEST_MAXIMUM}.`, fields: [] });
    if (errors.length > 0) return { id: null, isSuccess: false, isCreated: false, errors };
    slots.set(countKey, count + 1);
    const uuid = (record.fields.get('EventUuid') as string | null | undefined) ?? randomUuid();
    record.fields.set('EventUuid', uuid);
    const message = { id: newMessageId(), objectName: object.name, state: encodeState(record), uuid, userId: user.id, publishedAt: source.now(), callback: callbackOf };
    if (object.publishesImmediately) queueImmediately(message);
    else queueAfterCommit(message);
    return { id: EVENT_ID, isSuccess: true, isCreated: true, errors: [{ statusCode: callback === null ? 'OPERATION_ENQUEUED' : 'OPERATION_WITH_CALLBACK_ENQUEUED', message: uuid, fields: [] }] };
  });
}

/** What the platform itself publishes: charged to nobody. */
export function publishPlatformEvent(record: SObjectRecord): void {
  const { source, user } = current();
  const uuid = randomUuid();
  record.fields.set('EventUuid', uuid);
  rememberUser();
  queueAfterCommit({ id: newMessageId(), objectName: record.objectName, state: encodeState(record), uuid, userId: user.id, publishedAt: source.now(), callback: null });
}

const RESULT = 'Database.SaveResult';
const publishOne = (record: SObjectRecord | null, callback: ApexValue): ApexValue => new RowResult(RESULT, publishAll([record ?? failNull()], callback, false)[0]!);
const publishMany = (records: ApexList | null, callback: ApexValue): ApexValue => {
  if (!records) failNull();
  return listOf(RESULT, publishAll(records.items as SObjectRecord[], callback, records.$type.element?.name === 'SObject').map((row) => new RowResult(RESULT, row)));
};

defineLibraryClass({
  name: 'System.EventBus',
  members: {
    'static Database.SaveResult publish(SObject event)': (record: SObjectRecord | null) => publishOne(record, null),
    'static List<Database.SaveResult> publish(List<SObject> events)': (records: ApexList | null) => publishMany(records, null),
    'static Database.SaveResult publish(SObject event, Object callback)': publishOne,
    'static List<Database.SaveResult> publish(List<SObject> sobjects, Object callback)': publishMany,
    'static Database.SaveResult publishWithAccessLevel(SObject event, AccessLevel accesslevel)': (record: SObjectRecord | null) => publishOne(record, null),
    'static List<Database.SaveResult> publishWithAccessLevel(List<SObject> events, AccessLevel accesslevel)': (records: ApexList | null) => publishMany(records, null),
    'static String getOperationId(Object result)': (result: ApexValue) => {
      if (result === null) failNull();
      return (result as RowResult).row.errors.find(({ statusCode }) => statusCode.startsWith('OPERATION_'))?.message ?? null;
    },
  },
});
