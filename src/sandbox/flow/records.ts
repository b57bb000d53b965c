/** Fields of records as flows read and write them, through relationships too. */
import type { ApexValue } from '../apex/runtime/contract.ts';
import { SObjectRecord } from '../apex/runtime/sobject.ts';
import { current } from '../apex/runtime/transaction.ts';
import { rowsOf } from '../apex/stdlib/rows.ts';
import type { FieldSchema, ObjectSchema } from '../data/schema.ts';
import { FlowFault, formulaValueOf } from './fault.ts';
import { fieldValue, ofFormula } from './values.ts';

export function objectNamed(name: string, namespace: string | null): ObjectSchema {
  const object = current().schema.object(name, namespace);
  if (object === undefined) throw new FlowFault(`The flow refers to the object ${name}, which doesn't exist.`);
  return object;
}

/** A field of an object; null where the object has none of the name. */
export function fieldNamed(object: ObjectSchema, name: string, namespace: string | null): FieldSchema | null {
  return current().schema.field(object, name, namespace) ?? null;
}

const UNREAD: ReadonlySet<string> = new Set(['Base64', 'Location', 'Address']);

/** Names of the fields that a flow reads where it stores all of them; formulas are worked out when they are read. */
export function storedFields(object: ObjectSchema): string[] {
  return [...object.fields.values()].filter((field) => field.formula === null && !UNREAD.has(field.type)).map((field) => field.name);
}

/** Formula fields of a record are worked out when they are read. */
export function withFormulas(record: SObjectRecord, object: ObjectSchema): SObjectRecord {
  record.derive = (name) => {
    const field = object.fields.get(name.toLowerCase());
    return field === undefined || field.formula === null ? undefined : formulaField(record, field, object.namespace);
  };
  return record;
}

function formulaField(record: SObjectRecord, field: FieldSchema, namespace: string | null): ApexValue {
  return fieldValue(field, ofFormula(formulaValueOf(() => current().data.formulas.fieldOf(record, [field.name], false, namespace))));
}

/** A stored record with all its fields; null: there is none. */
export function storedRecord(id: string): SObjectRecord | null {
  const object = current().schema.objectByKeyPrefix(id.slice(0, 3));
  if (object === undefined) return null;
  const [record] = rowsOf(`SELECT ${storedFields(object).join(', ')} FROM ${object.name} WHERE Id = :id`, id);
  return record === undefined ? null : withFormulas(record, object);
}

/** undefined: nothing is at the path, because a parent on it is missing. */
export function readPath(record: SObjectRecord, path: readonly string[], namespace: string | null): ApexValue | undefined {
  const object = objectNamed(record.objectName, namespace);
  const [first, ...rest] = path;
  const field = fieldNamed(object, first!, namespace);
  if (field !== null && rest.length === 0) return readField(record, field, object);
  const parent = parentAt(record, object, first!, namespace);
  if (parent === null || rest.length === 0) return parent ?? undefined;
  return readPath(parent, rest, namespace);
}

function readField(record: SObjectRecord, field: FieldSchema, object: ObjectSchema): ApexValue {
  const known = record.fields.get(field.name) ?? record.derive?.(field.name);
  if (known !== undefined && known !== null) return known;
  if (field.formula !== null && !record.fields.has(field.name)) return formulaField(record, field, object.namespace);
  return field.type === 'Boolean' ? false : null;
}

/** `Account`, `Parent__r`, `Owner:User`: the parent that hangs at the record, or the stored one. */
function parentAt(record: SObjectRecord, object: ObjectSchema, name: string, namespace: string | null): SObjectRecord | null {
  const step = name.replace(/:.*$/, '');
  const lookup = current().schema.parentRelationship(object, step, namespace);
  if (lookup === undefined) throw new FlowFault(`The flow refers to the field ${name} of ${object.name}, which doesn't exist.`);
  const parent = record.relationships?.get(lookup.relationshipName!) as SObjectRecord | null | undefined;
  if (parent instanceof SObjectRecord) return parent;
  const id = record.fields.get(lookup.name);
  return typeof id === 'string' ? storedRecord(id) : null;
}

/** The API name of the field that was written. */
export function writeField(record: SObjectRecord, name: string, value: ApexValue, namespace: string | null): string {
  const field = fieldNamed(objectNamed(record.objectName, namespace), name, namespace);
  if (field === null) throw new FlowFault(`The flow refers to the field ${name} of ${record.objectName}, which doesn't exist.`);
  record.fields.set(field.name, fieldValue(field, value));
  return field.name;
}
