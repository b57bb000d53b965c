/** Values that the platform itself gives a row: defaults, owner, audit fields, auto-numbers, compound names. */
import { parseFormula } from '../formula/parse.ts';
import { evaluateStored, rowContext } from '../formula/stored.ts';
import type { TableLayout } from '../layout.ts';
import { listsPicklist, offeredValues, recordTypeId } from '../record-types.ts';
import type { FieldSchema, RecordType } from '../schema.ts';
import { deriveFromRelated } from './derive-related.ts';
import { deriveFromStatus } from './derive-status.ts';
import type { DmlHost, Rows, Work } from './host.ts';

/** Before the caller's values are laid over: checkboxes, defaults, owner, record type. `type`: what the record starts as. */
export function applyDefaults(host: DmlHost, rows: Rows, work: Work, type: RecordType | null): void {
  const { layout, row } = work;
  for (const column of layout.columns) {
    const { field } = column;
    if (column.storage === 'boolean') row[column.index] = 0;
    if (listsPicklist(type, field)) row[column.index] = defaultOf(field, type);
    else if (field.defaultValue !== null) {
      const context = rowContext(host, rows, layout, row, null, true, layout.object.namespace);
      row[column.index] = evaluateStored({ ...column, isPercent: field.type === 'Percent' }, parseFormula(field.defaultValue), context);
    } else if (field.type === 'Picklist' || field.type === 'MultiPicklist') {
      row[column.index] = defaultOf(field, type);
    }
  }
  if (type !== null) set(work, 'RecordTypeId', recordTypeId(layout.object, type));
  set(work, 'OwnerId', host.userId);
  if (layout.object.kind === 'customSetting') set(work, 'SetupOwnerId', host.organizationId);
}

function defaultOf(field: FieldSchema, type: RecordType | null): string | null {
  const values = offeredValues(field, type).filter((one) => one.isDefault).map((one) => one.value);
  return (field.type === 'MultiPicklist' ? values.join(';') : values[0]) || null;
}

function set(work: Work, field: string, value: string | number): void {
  const column = work.layout.byField.get(field.toLowerCase());
  if (column !== undefined) work.row[column.index] = value;
}

/** On save: audit fields, with whole seconds. */
export function stampAudit(host: DmlHost, work: Work): void {
  const now = Math.floor(host.calendar().now / 1000) * 1000;
  if (work.isNew) {
    if (!hasValue(work, 'CreatedDate')) set(work, 'CreatedDate', now);
    if (!hasValue(work, 'CreatedById')) set(work, 'CreatedById', host.userId);
  }
  set(work, 'LastModifiedDate', now);
  set(work, 'LastModifiedById', host.userId);
  set(work, 'SystemModstamp', now);
}

function hasValue(work: Work, field: string): boolean {
  const column = work.layout.byField.get(field.toLowerCase());
  return column !== undefined && (work.row[column.index] ?? null) !== null;
}

/** `INV-{0000}` with a number; date parts `{YYYY}`, `{YY}`, `{MM}`, `{DD}`. */
export function formatAutoNumber(format: string, value: number, now: number): string {
  const date = new Date(now).toISOString();
  return format.replaceAll(/\{(0+|YYYY|YY|MM|DD)\}/g, (_, part: string) => {
    switch (part) {
      case 'YYYY': return date.slice(0, 4);
      case 'YY': return date.slice(2, 4);
      case 'MM': return date.slice(5, 7);
      case 'DD': return date.slice(8, 10);
      default: return String(value).padStart(part.length, '0');
    }
  });
}

/** Numbers are drawn for the whole batch at once, and are gone even if it fails. */
export function drawAutoNumbers(host: DmlHost, layout: TableLayout, works: readonly Work[]): void {
  for (const column of layout.columns) {
    if (column.field.type !== 'AutoNumber' || works.length === 0) continue;
    const first = host.storage.advance(`auto:${layout.object.name}.${column.field.name}`, works.length);
    works.forEach((work, i) => { work.row[column.index] = formatAutoNumber(column.field.displayFormat ?? '{0}', column.field.startingNumber - 1 + first + i, host.calendar().now); });
  }
}

/** Names made of other fields, and the few standard fields that follow from others. */
export function deriveStandardFields(host: DmlHost, rows: Rows, work: Work): void {
  const { layout, row } = work;
  const text = (field: string): string | null => {
    const column = layout.byField.get(field.toLowerCase());
    return column === undefined ? null : ((row[column.index] ?? null) as string | null);
  };
  const nameColumn = layout.byField.get('name');
  if (nameColumn !== undefined && layout.byField.has('lastname') && !nameColumn.field.isCreateable && layout.object.name !== 'Account') {
    row[nameColumn.index] = ['FirstName', 'MiddleName', 'LastName', 'Suffix'].map(text).filter((one) => one !== null).join(' ') || null;
  }
  deriveFromStatus(work);
  deriveFromRelated(host, rows, work);
  if (layout.object.name === 'Task' || layout.object.name === 'Event') deriveActivityAccount(rows, work);
  // A custom object's record without a name is called by its id.
  if (nameColumn?.field.isNameField && nameColumn.field.type === 'String' && (row[nameColumn.index] ?? null) === null && layout.object.kind === 'custom' && work.id !== null) {
    row[nameColumn.index] = work.id.slice(0, 15);
  }
}

/** The account of the related record, else of the contact. */
function deriveActivityAccount(rows: Rows, work: Work): void {
  const { layout, row } = work;
  const column = layout.byField.get('accountid');
  if (column === undefined) return;
  row[column.index] = null;
  for (const field of ['whatid', 'whoid']) {
    const id = row[layout.byField.get(field)!.index];
    if (typeof id !== 'string' || (row[column.index] ?? null) !== null) continue;
    if (id.startsWith('001')) row[column.index] = id;
    const target = rows.layoutOfId(id);
    const related = target === undefined ? undefined : rows.readOne(target, id);
    const account = target?.byField.get('accountid');
    if (related !== undefined && account !== undefined) row[column.index] = related[account.index] ?? null;
  }
}
