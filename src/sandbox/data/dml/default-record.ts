/** A new record as a form would start it. */
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { ObjectSchema } from '../schema.ts';
import type { StoreSession } from '../session.ts';
import { recordTypeOf, recordTypeId } from '../record-types.ts';
import { isStoredFiner, toApex } from '../values.ts';
import { applyDefaults } from './derive.ts';
import { userRecordTypes } from './record-types.ts';
import { startRow } from './save.ts';

/**
 * Fields whose definition or record type states a default, and nothing else. `id`: of the record type; null: the user's
 * default one, if there is one beside the master record type. Source: Apex Reference, SObjectType Class, newSObject.
 */
export function defaultRecord(session: StoreSession, object: ObjectSchema, id: string | null): SObjectRecord {
  const layout = session.rows.layout(object);
  const record = new SObjectRecord(object.name);
  const work = { index: 0, record, layout, isNew: true, id: null, before: null, row: startRow(layout.columns.length, null), errors: [] };
  const type = id === null ? userRecordTypes(session.host, object).byDefault : recordTypeOf(object, id);
  applyDefaults(session.host, session.rows, work, type);
  for (const column of layout.columns) {
    const { field } = column;
    const value = work.row[column.index] ?? null;
    if (value !== null && (field.defaultValue !== null || field.type === 'Picklist' || field.type === 'MultiPicklist')) record.fields.set(field.name, toApex(session.host.bridge, column.storage, column.scale, value, isStoredFiner(column.field)));
  }
  const given = id ?? (type === null ? null : recordTypeId(object, type));
  if (given !== null) record.fields.set('RecordTypeId', given);
  return record;
}
