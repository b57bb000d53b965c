/** Reads custom settings and custom metadata the way their Apex methods do. */
import { SObjectRecord } from '../apex/runtime/sobject.ts';
import { recordOf } from './dml/records.ts';
import type { StoredRow, TableLayout } from './layout.ts';
import type { ObjectSchema } from './schema.ts';
import type { StoreSession } from './session.ts';

export interface SettingOwner { readonly userId: string; readonly profileId: string; readonly organizationId: string }

function rowOf(session: StoreSession, layout: TableLayout, ownerId: string): StoredRow | null {
  const [found] = session.rows.findIds(layout, 'SetupOwnerId', [ownerId]);
  return found === undefined ? null : (session.rows.readOne(layout, found.id) ?? null);
}

/** The row of exactly that owner, or null. */
export function settingValues(session: StoreSession, object: ObjectSchema, ownerId: string): SObjectRecord | null {
  const layout = session.rows.layout(object);
  const row = rowOf(session, layout, ownerId);
  return row === null ? null : recordOf(layout, row, session.host.bridge, false);
}

/** Never null: an empty record where the org has no row. */
export function settingOrgDefaults(session: StoreSession, object: ObjectSchema, organizationId: string): SObjectRecord {
  return settingValues(session, object, organizationId) ?? emptySetting(object, organizationId);
}

function emptySetting(object: ObjectSchema, ownerId: string): SObjectRecord {
  const record = new SObjectRecord(object.name);
  record.fields.set('SetupOwnerId', ownerId);
  return record;
}

/** Merged field by field, user over profile over organization; never null. */
export function settingInstance(session: StoreSession, object: ObjectSchema, owner: SettingOwner): SObjectRecord {
  const layout = session.rows.layout(object);
  const rows = [owner.userId, owner.profileId, owner.organizationId].map((id) => rowOf(session, layout, id)).filter((row) => row !== null);
  const [first] = rows;
  if (first === undefined) return emptySetting(object, owner.userId || owner.profileId || owner.organizationId);
  const merged = layout.columns.map((column) => {
    if (!column.field.isCustom || column.storage === 'boolean') return first[column.index] ?? null;
    for (const row of rows) if ((row[column.index] ?? null) !== null) return row[column.index]!;
    return null;
  });
  return recordOf(layout, merged, session.host.bridge, false);
}

/** List settings by Name; metadata records by DeveloperName, with the namespace where they have one. In that order. */
export function namedRecords(session: StoreSession, object: ObjectSchema): Map<string, SObjectRecord> {
  const layout = session.rows.layout(object);
  const isMetadata = object.kind === 'customMetadata';
  const nameColumn = layout.byField.get(isMetadata ? 'developername' : 'name')!;
  const found: [string, SObjectRecord][] = [];
  const { storage, delta } = session.host;
  const committed = storage.rows(`${object.name} by name`, (connection) => {
    const { hasBase } = connection.flush(delta, layout);
    return hasBase ? (connection.statements.get(`SELECT "Id" FROM ${layout.baseTable} ORDER BY 1`).all() as unknown as [string][]) : [];
  }, () => []);
  const ids = [...committed.map(([id]) => id as string), ...(delta.of(layout)?.entries.keys() ?? [])];
  for (const row of session.rows.read(layout, new Set(ids)).values()) {
    const name = row[nameColumn.index];
    if (typeof name !== 'string') continue;
    const prefix = isMetadata ? row[layout.byField.get('namespaceprefix')!.index] : null;
    found.push([prefix === null || prefix === undefined ? name : `${String(prefix)}__${name}`, recordOf(layout, row, session.host.bridge, isMetadata)]);
  }
  found.sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
  return new Map(found);
}

/** By DeveloperName or Name, qualified name, or Id; null for anything else. */
export function namedRecord(session: StoreSession, object: ObjectSchema, name: string | null): SObjectRecord | null {
  if (name === null || name.trim() === '') return null;
  const wanted = name.toLowerCase();
  for (const [key, record] of namedRecords(session, object)) {
    const bare = String(record.fields.get(object.kind === 'customMetadata' ? 'DeveloperName' : 'Name')).toLowerCase();
    if (key.toLowerCase() === wanted || bare === wanted || (record.fields.get('Id') as string).startsWith(name)) return record;
  }
  return null;
}
