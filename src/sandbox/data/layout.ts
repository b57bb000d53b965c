/** How an object's fields lie in its table: one column a stored field, in a fixed order, the Id first. */
import { DEFINITIONS } from './catalogue/definition-rows.ts';
import { foldText, quote } from './dialect.ts';
import type { FieldSchema, ObjectSchema } from './schema.ts';

/**
 * What a column holds. Decimals are int64 scaled by the field's scale (bigint in JavaScript), dates are days and datetimes
 * milliseconds since 1970, times milliseconds since midnight, booleans 0 or 1.
 */
export type StorageClass =
  | 'id' | 'text' | 'longText' | 'boolean' | 'integer' | 'long' | 'decimal' | 'double' | 'date' | 'datetime' | 'time' | 'blob';
export type StoredValue = string | number | bigint | Uint8Array | null;
/**
 * Of a row: it is there; it lies in the recycle bin; its master took it along, and alone brings it back; it was in the recycle
 * bin when its master was deleted, and doesn't come back. Source: Salesforce Help, "Unable to Restore a Deleted Salesforce
 * Record from the Recycle Bin".
 */
export const [NOT_DELETED, DELETED, DELETED_ALONG, DELETED_FOR_GOOD] = [0, 1, 2, 3] as const;
/** Values by column index. Rows are never changed in place once they are in a delta. */
export type StoredRow = readonly StoredValue[];

export interface Column {
  readonly index: number;
  readonly field: FieldSchema;
  readonly storage: StorageClass;
  readonly scale: number;
  /** Quoted names of the column and of its folded key. */
  readonly sql: string;
  readonly key: string | null;
  readonly isIndexed: boolean;
}

export interface TableLayout {
  readonly object: ObjectSchema;
  readonly columns: readonly Column[];
  /** By lower-case field name. */
  readonly byField: ReadonlyMap<string, Column>;
  /** Rows follow from the schema and are in no file. */
  readonly isDerived: boolean;
  /** `main."Account"`, `"delta.Account"`, `"ghosts.Account"`. */
  readonly baseTable: string;
  readonly deltaName: string;
  readonly ghostName: string;
  /** Holds one of the numbers above. */
  readonly isDeleted: Column | null;
  /** Columns read as bigint: statements that select one must ask for them. */
  readonly hasBigInts: boolean;
}

const TEXT_TYPES: ReadonlySet<string> = new Set(['String', 'TextArea', 'Email', 'Phone', 'Url', 'Picklist', 'MultiPicklist', 'Combobox', 'AutoNumber', 'AnyType']);

/** null for fields that have no column: formulas and compound fields are derived when read. */
export function storageOf(field: FieldSchema): StorageClass | null {
  if (field.formula !== null) return null;
  switch (field.type) {
    case 'Id': case 'MasterDetail': return 'id';
    // Definitions are known by names, not by ids.
    case 'Reference': return field.referenceTo.some((name) => DEFINITIONS.has(name)) ? 'text' : 'id';
    case 'LongTextArea': case 'Html': case 'EncryptedString': case 'Json': return 'longText';
    case 'Boolean': return 'boolean';
    case 'Integer': return 'integer';
    case 'Long': return 'long';
    case 'Double': case 'Currency': case 'Percent': return 'decimal';
    case 'Date': return 'date';
    case 'Datetime': return 'datetime';
    case 'Time': return 'time';
    case 'Base64': return 'blob';
    case 'Location': case 'Address': case 'IdList': return null;
    default: return TEXT_TYPES.has(field.type) ? 'text' : null;
  }
}

const AUDIT_REFERENCES: ReadonlySet<string> = new Set(['createdbyid', 'lastmodifiedbyid']);
const INDEXED_TEXT: ReadonlySet<string> = new Set(['name', 'email', 'username', 'developername', 'casenumber']);

function isIndexed(field: FieldSchema, storage: StorageClass): boolean {
  const name = field.name.toLowerCase();
  if (storage === 'id') return field.type !== 'Id' && !AUDIT_REFERENCES.has(name);
  if (field.isUnique || field.isExternalId) return storage !== 'longText' && storage !== 'blob';
  return storage === 'text' && (field.isNameField || INDEXED_TEXT.has(name));
}

export function createLayout(object: ObjectSchema): TableLayout {
  const columns: Column[] = [];
  const byField = new Map<string, Column>();
  const add = (field: FieldSchema): void => {
    const storage = storageOf(field);
    if (storage === null || byField.has(field.name.toLowerCase())) return;
    const column: Column = {
      index: columns.length, field, storage,
      // Amounts of standard fields that show none keep their cents.
      scale: storage !== 'decimal' ? 0 : field.type === 'Currency' && !field.isCustom ? Math.max(2, field.scale) : Math.max(0, field.scale),
      sql: quote(field.name),
      // A case-sensitive field compares as it is.
      key: storage === 'text' && !field.isCaseSensitive ? quote(`${field.name}.key`) : null,
      isIndexed: isIndexed(field, storage),
    };
    columns.push(column);
    byField.set(field.name.toLowerCase(), column);
  };
  const isDerived = DEFINITIONS.has(object.name);
  const id = object.fields.get('id');
  if (id === undefined) throw new Error(`Object ${object.name} has no Id field`);
  add(id);
  for (const field of object.fields.values()) add(field);
  return {
    object, columns, byField, isDerived,
    baseTable: `${isDerived ? 'temp' : 'main'}.${quote(object.name)}`,
    deltaName: quote(`delta.${object.name}`),
    ghostName: quote(`ghosts.${object.name}`),
    isDeleted: byField.get('isdeleted') ?? null,
    hasBigInts: columns.some((column) => column.storage === 'decimal' || column.storage === 'long'),
  };
}

/** The folded key of a stored value; what `column.key` holds. */
export function keyOfStored(value: StoredValue): StoredValue {
  return typeof value === 'string' ? foldText(value) : value;
}

/** Brings what the database gave for a column to the form that rows have in JavaScript. */
export function fromDatabase(column: Column, value: StoredValue): StoredValue {
  if (value === null) return null;
  if (column.storage === 'decimal' || column.storage === 'long') return typeof value === 'bigint' ? value : BigInt(value as number);
  return typeof value === 'bigint' ? Number(value) : value;
}

/** A row's value by field name; null where the object has no such field. */
export function valueOf(layout: TableLayout, row: StoredRow, field: string): StoredValue {
  const column = layout.byField.get(field.toLowerCase());
  return column === undefined ? null : (row[column.index] ?? null);
}
