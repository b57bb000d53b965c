/** A new record as a form would start it. */
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { ObjectSchema } from '../schema.ts';
import type { StoreSession } from '../session.ts';
import { toApex } from '../values.ts';
import { applyDefaults } from './derive.ts';
import { startRow } from './save.ts';

/** Fields whose definition states a default, and nothing else. */
export function defaultRecord(session: StoreSession, object: ObjectSchema): SObjectRecord {
  const layout = session.rows.layout(object);
  const record = new SObjectRecord(object.name);
  const work = { index: 0, record, layout, isNew: true, id: null, before: null, row: startRow(layout.columns.length, null), errors: [] };
  applyDefaults(session.host, session.rows, work);
  for (const column of layout.columns) {
    const { field } = column;
    const value = work.row[column.index] ?? null;
    if (value !== null && (field.defaultValue !== null || field.type === 'Picklist')) record.fields.set(field.name, toApex(session.host.bridge, column.storage, column.scale, value));
  }
  return record;
}
