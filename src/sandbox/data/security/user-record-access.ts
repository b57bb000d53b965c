/** `SELECT … FROM UserRecordAccess WHERE UserId = … AND RecordId IN …`: computed, not stored. Source: Object Reference, UserRecordAccess. */
import type { SoqlBind, SoqlCondition, SoqlQuery, SoqlValue } from '../../apex/syntax/ast.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { normalizeId } from '../ids.ts';
import { queryError } from '../soql/errors.ts';
import type { ValueBridge } from '../values.ts';

export interface RecordAccessLevels { readonly read: boolean; readonly edit: boolean; readonly delete: boolean; readonly transfer: boolean }

export interface RecordAccessHost {
  readonly bridge: ValueBridge;
  readonly bindIndex: ReadonlyMap<SoqlBind, number>;
  /** What a user may do with each record; ids of no record have no access. */
  levels(userId: string, recordIds: readonly string[]): ReadonlyMap<string, RecordAccessLevels>;
}

export function isRecordAccessQuery(query: SoqlQuery): boolean {
  return query.from.name.path.length === 1 && query.from.name.path[0]!.name.toLowerCase() === 'userrecordaccess';
}

interface Filter { userIds: string[]; recordIds: string[]; readonly flags: { readonly field: string; readonly value: boolean }[] }

export function recordAccessRows(host: RecordAccessHost, query: SoqlQuery, binds: readonly unknown[]): SObjectRecord[] {
  const filter: Filter = { userIds: [], recordIds: [], flags: [] };
  if (query.where !== null) readCondition(host, query.where, binds, filter);
  const [userId] = filter.userIds;
  if (userId === undefined || filter.userIds.length > 1 || filter.recordIds.length === 0) throw queryError('Can only query UserRecordAccess by one UserId and by RecordIds');
  if (filter.recordIds.length > 200) throw queryError('Can only filter UserRecordAccess on up to 200 RecordIds');
  const levels = host.levels(userId, filter.recordIds);
  const fields = query.select.flatMap((item) => (item.kind === 'SoqlField' && item.field.kind === 'SoqlFieldName' ? [item.field.path.at(-1)!.name.toLowerCase()] : []));
  return filter.recordIds.flatMap((recordId) => {
    const values = valuesOf(userId, recordId, levels.get(recordId) ?? { read: false, edit: false, delete: false, transfer: false });
    if (filter.flags.some(({ field, value }) => values.get(field)?.[1] !== value)) return [];
    const record = new SObjectRecord('UserRecordAccess');
    record.isFromQuery = true;
    for (const field of fields) {
      const entry = values.get(field);
      if (entry !== undefined) record.fields.set(entry[0], entry[1]);
    }
    return [record];
  });
}

function valuesOf(userId: string, recordId: string, { read, edit, delete: remove, transfer }: RecordAccessLevels): Map<string, [string, unknown]> {
  const all = read && edit && remove && transfer;
  const level = all ? 'All' : transfer ? 'Transfer' : remove ? 'Delete' : edit ? 'Edit' : read ? 'Read' : 'None';
  const values: [string, unknown][] = [
    ['Id', null], ['UserId', userId], ['RecordId', recordId], ['HasReadAccess', read], ['HasEditAccess', edit], ['HasDeleteAccess', remove], ['HasTransferAccess', transfer], ['HasAllAccess', all], ['MaxAccessLevel', level],
  ];
  return new Map(values.map((entry) => [entry[0].toLowerCase(), entry]));
}

function readCondition(host: RecordAccessHost, condition: SoqlCondition, binds: readonly unknown[], filter: Filter): void {
  if (condition.kind === 'SoqlAnd') {
    for (const each of condition.conditions) readCondition(host, each, binds, filter);
    return;
  }
  if (condition.kind !== 'SoqlComparison' || condition.field.kind !== 'SoqlFieldName') throw queryError('Unsupported filter on UserRecordAccess');
  const field = condition.field.path.at(-1)!.name.toLowerCase();
  const values = Array.isArray(condition.value) ? (condition.value as readonly SoqlValue[]) : [condition.value as SoqlValue];
  const plain = values.flatMap((value): unknown[] => {
    if (value.kind === 'SoqlString' || value.kind === 'SoqlBoolean') return [value.value];
    if (value.kind !== 'SoqlBind') throw queryError('Unsupported filter on UserRecordAccess');
    const given = host.bridge.plain(binds[host.bindIndex.get(value)!]);
    return given.kind === 'list' ? [...given.items] : given.kind === 'string' || given.kind === 'boolean' ? [given.value] : [];
  });
  if (field === 'userid' || field === 'recordid') {
    const ids = plain.map((one) => (one instanceof SObjectRecord ? one.fields.get('Id') : one)).map((one) => (typeof one === 'string' ? normalizeId(one) : null)).filter((one) => one !== null);
    if (field === 'userid') filter.userIds.push(...ids);
    else filter.recordIds.push(...new Set(ids));
  } else if (typeof plain[0] === 'boolean') filter.flags.push({ field, value: plain[0] });
}
