/** Reading and writing fields of records as Apex code does. */
import { current } from './transaction.ts';
import type { ApexValue } from './contract.ts';
import { ApexDecimal } from './decimal.ts';
import { ApexDouble } from './double.ts';
import { fail, failNull } from './exception.ts';
import { ApexList } from './list.ts';
import { listTypeOf, sobjectType } from './runtime-types.ts';
import { SObjectRecord } from './sobject.ts';
import { allocate } from './accounting.ts';
import { libraryCaller } from './library-caller.ts';
import { runtimeTypeOf } from './type-checks.ts';
import { ApexDate, ApexDatetime } from './temporal.ts';
import { idFromText } from './conversions.ts';
import { parseId } from './ids.ts';
import type { FieldSchema, ObjectSchema } from '../../data/schema.ts';

export function newRecord(objectName: string, fields: readonly ApexValue[]): SObjectRecord {
  allocate(64);
  const record = new SObjectRecord(objectName);
  for (let i = 0; i < fields.length; i += 3) {
    if (fields[i + 1]) setRelated(record, fields[i] as string, fields[i + 2]);
    else setField(record, fields[i] as string, fields[i + 2]);
  }
  return record;
}

/** A field by its API name. Queried records refuse fields that weren't selected; a checkbox without a value is false. */
export function getField(record: SObjectRecord, name: string): ApexValue {
  const value = record.fields.get(name);
  if (value !== undefined && value !== null) return value;
  const derived = value === undefined ? record.derive?.(name) : undefined;
  if (derived !== undefined) return derived;
  if (record.isFromQuery && !record.fields.has(name) && name !== 'Id') {
    fail('System.SObjectException', `SObject row was retrieved via SOQL without querying the requested field: ${record.objectName}.${name}`);
  }
  return schemaOf(record)?.fields.get(name.toLowerCase())?.type === 'Boolean' ? false : null;
}

export function setField(record: SObjectRecord, name: string, value: ApexValue): ApexValue {
  if (record.isReadOnly) fail('System.FinalException', 'Record is read-only');
  allocate(16);
  record.fields.set(name, value instanceof ApexDouble ? ApexDecimal.fromDouble(value.value) : value);
  return value;
}

export function getRelated(record: SObjectRecord, name: string): ApexValue {
  const value = record.relationships?.get(name);
  if (value !== undefined) return value;
  const schema = current().schema.object(record.objectName);
  const child = schema?.childRelationships.find((relationship) => relationship.name?.toLowerCase() === name.toLowerCase());
  // Children that weren't queried are none; a parent that wasn't is an error.
  if (child) return new ApexList(listTypeOf(sobjectType(child.childObject)));
  if (record.isFromQuery) fail('System.SObjectException', `SObject row was retrieved via SOQL without querying the requested field: ${record.objectName}.${name}`);
  return null;
}

export function setRelated(record: SObjectRecord, name: string, value: ApexValue): ApexValue {
  if (record.isReadOnly) fail('System.FinalException', 'Record is read-only');
  record.relationships ??= new Map();
  record.relationships.set(name, value);
  return value;
}

export function schemaOf(record: SObjectRecord): ObjectSchema | undefined {
  return current().schema.object(record.objectName);
}

/** A field by a name given at run time. */
export function dynamicField(record: SObjectRecord, name: string | null): FieldSchema {
  if (name === null) failNull('Argument cannot be null.');
  const schema = schemaOf(record);
  const field = schema && current().schema.field(schema, name, libraryCaller().namespace);
  return field ?? fail('System.SObjectException', `Invalid field ${name} for ${record.objectName}`);
}

/** `record.get(name)`. */
export function getDynamic(record: SObjectRecord, name: string): ApexValue {
  if (record.objectName === 'AggregateResult') {
    for (const [key, value] of record.fields) if (key.toLowerCase() === name.toLowerCase()) return value;
    fail('System.SObjectException', `Invalid field ${name} for AggregateResult`);
  }
  // What a query gives a name of its own is had by that name.
  if (record.isFromQuery) for (const [key, value] of record.fields) if (key.toLowerCase() === name.toLowerCase()) return value;
  return record.isFromQuery && hasAlias(record, name) ? record.fields.get(name)! : getByName(record, dynamicField(record, name).name);
}

/** A field by its API name for `get`: unlike by a dot, a checkbox that nobody set is null. Observed in assertions of public test suites. */
export function getByName(record: SObjectRecord, name: string): ApexValue {
  const isUnset = !record.isFromQuery && (record.fields.get(name) ?? null) === null && record.derive?.(name) === undefined;
  return isUnset && schemaOf(record)?.fields.get(name.toLowerCase())?.type === 'Boolean' ? null : getField(record, name);
}

/** `SELECT FORMAT(Amount) shown FROM …`: a row has the value by its alias, which is no field. */
function hasAlias(record: SObjectRecord, name: string | null): boolean {
  if (name === null || !record.fields.has(name)) return false;
  const schema = schemaOf(record);
  return schema === undefined || schema === null || current().schema.field(schema, name, libraryCaller().namespace) === undefined;
}

/** `record.put(name, value)`: the value is checked against the field's type. Returns the old value. */
export function putDynamic(record: SObjectRecord, name: string, value: ApexValue): ApexValue {
  const field = dynamicField(record, name);
  if (!field.isCreateable && !field.isUpdateable && field.name !== 'Id') fail('System.SObjectException', `Field ${field.name} is not editable`);
  const old = record.fields.get(field.name) ?? null;
  setField(record, field.name, fieldValue(field, value));
  return old;
}

function fieldValue(field: FieldSchema, value: ApexValue): ApexValue {
  if (value === null) return null;
  const illegal = (target: string): never => fail('System.SObjectException', `Illegal assignment from ${runtimeTypeOf(value).name} to ${target}`);
  switch (field.type) {
    case 'Id': case 'Reference': case 'MasterDetail':
      if (typeof value === 'string' && field.referenceTo.some((name) => /^(Entity|Field)(Definition|Particle)$/.test(name))) return value;
      // A text that is no id stays what it is until it is saved.
      if (typeof value === 'string' && field.type !== 'Id') return parseId(value) ?? value;
      return typeof value === 'string' ? idFromText(value) : illegal('Id');
    case 'Boolean': return typeof value === 'boolean' ? value : illegal('Boolean');
    case 'Integer': return typeof value === 'number' ? value : illegal('Integer');
    case 'Double': case 'Currency': case 'Percent':
      if (value instanceof ApexDecimal) return value;
      if (typeof value === 'number' || typeof value === 'bigint') return ApexDecimal.fromInteger(value);
      return value instanceof ApexDouble ? ApexDecimal.fromDouble(value.value) : illegal('Decimal');
    case 'Date': return value instanceof ApexDate ? value : value instanceof ApexDatetime ? new ApexDate(Math.floor(value.millis / 86_400_000)) : illegal('Date');
    case 'Datetime': return value instanceof ApexDatetime ? value : value instanceof ApexDate ? new ApexDatetime(value.days * 86_400_000) : illegal('Datetime');
    case 'Time': case 'Base64': case 'Location': case 'Address': case 'AnyType': case 'Long': return value;
    default: return typeof value === 'string' ? value : illegal('String');
  }
}
