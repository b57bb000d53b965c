/** Between rows and the records that triggers see, and from the caller's records to rows. */
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { StoredRow, StoredValue, TableLayout } from '../layout.ts';
import { MASTER_RECORD_TYPE } from '../record-types.ts';
import type { FieldSchema } from '../schema.ts';
import { isStoredFiner, toApex, toStored } from '../values.ts';
import type { ValueBridge } from '../values.ts';
import { rowErrors } from './errors.ts';
import type { Work } from './host.ts';

/** A record with every value of the row that isn't null; the others read as null. */
export function recordOf(layout: TableLayout, row: StoredRow, bridge: ValueBridge, isReadOnly: boolean): SObjectRecord {
  const record = new SObjectRecord(layout.object.name);
  for (const column of layout.columns) {
    const value = row[column.index];
    if (value === null || value === undefined) continue;
    record.fields.set(column.field.name, toApex(bridge, column.storage, column.scale, value, isStoredFiner(column.field)));
  }
  record.isReadOnly = isReadOnly;
  return record;
}

export type FieldLookup = (name: string) => FieldSchema | undefined;

/** Which of a record's fields may be written. */
export function isWriteable(field: FieldSchema, isNew: boolean): boolean {
  return isNew ? field.isCreateable : field.isUpdateable;
}

/** Written by the platform on save, whatever a copied record says. */
const STAMPED = new Set(['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp', 'IsDeleted']);

/**
 * Takes a record's populated fields into a row. Fields that can't be written are skipped when they hold what the row has
 * (a queried record carries them along), and are an error otherwise if `strict`; the platform's own saves write them.
 */
export function overlay(work: Work, record: SObjectRecord, fieldOf: FieldLookup, bridge: ValueBridge, mode: 'strict' | 'lenient' | 'platform'): void {
  const refused: string[] = [];
  for (const [name, value] of record.fields) {
    const field = fieldOf(name);
    if (field === undefined || field.name === 'Id') continue;
    const column = work.layout.byField.get(field.name.toLowerCase());
    if (column === undefined) continue;
    if (mode !== 'platform' && !isWriteable(field, work.isNew)) {
      if (mode === 'strict' && !work.isNew && field.type === 'MasterDetail' && (toStored(column, bridge.plain(value)) ?? null) !== (work.before?.[column.index] ?? null)) refused.push(field.name);
      if (mode === 'strict' && work.isNew && value !== null && !field.isNameField && field.summary === null && !STAMPED.has(field.name)) refused.push(field.name);
      continue;
    }
    const plain = bridge.plain(value);
    let stored = toStored(column, plain);
    if (stored === undefined) {
      work.errors.push(field.type === 'Reference' || field.type === 'MasterDetail' ? rowErrors.malformedId(field, String(value)) : rowErrors.wrongType(field));
      continue;
    }
    if (field.name === 'RecordTypeId') {
      // A new record without a record type has the user's default one by now.
      if (stored === null && work.isNew && mode !== 'lenient') continue;
      // The master record type is none.
      if (stored === MASTER_RECORD_TYPE) stored = null;
    }
    // A checkbox has no null.
    if (stored === null && column.storage === 'boolean') stored = 0;
    work.row[column.index] = typeof stored === 'string' ? normalizeText(field, stored) : stored;
  }
  if (refused.length > 0) work.errors.push(rowErrors.notWriteable(refused));
}

/** Picklists get the case, multi-select ones also the order, of their value set. */
function normalizeText(field: FieldSchema, text: string): StoredValue {
  if (field.picklistValues.length === 0) return text;
  const known = (one: string): string => field.picklistValues.find((entry) => entry.value.toLowerCase() === one.toLowerCase())?.value ?? one;
  if (field.type === 'Picklist') return known(text);
  if (field.type !== 'MultiPicklist') return text;
  const order = new Map(field.picklistValues.map((entry, i) => [entry.value, i]));
  const values = [...new Set(text.split(';').map((one) => known(one.trim())).filter((one) => one !== ''))];
  // Semicolons alone are no value.
  if (values.length === 0) return null;
  return values.sort((a, b) => (order.get(a) ?? Infinity) - (order.get(b) ?? Infinity) || 0).join(';');
}
