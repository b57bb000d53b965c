/**
 * What record types are to records: their ids, and the picklist values that each offers. Records without one are of the
 * master record type, which offers all active values. Sources: Object Reference, RecordType; Salesforce Help, Tailor Business
 * Processes to Different Record Types Users.
 */
import { normalizeId } from './ids.ts';
import type { FieldSchema, ObjectSchema, PicklistValue, RecordType } from './schema.ts';
import { namedId } from './security/named-ids.ts';

/** It has no row, and is stored as no record type at all. */
export const MASTER_RECORD_TYPE = '012000000000000AAA';

const idsOf = new WeakMap<ObjectSchema, ReadonlyMap<string, RecordType>>();
const offers = new WeakMap<RecordType, Map<FieldSchema, readonly PicklistValue[]>>();

export const qualifiedName = ({ developerName, namespace }: Pick<RecordType, 'developerName' | 'namespace'>): string => (namespace === null ? developerName : `${namespace}__${developerName}`);

/** Of the RecordType row. */
export function recordTypeId({ name }: ObjectSchema, type: RecordType): string {
  return namedId('012', `${name}.${qualifiedName(type)}`);
}

/** The record type of a record by its RecordTypeId, of 15 or 18 characters; null: the master record type, or none of this object. */
export function recordTypeOf(object: ObjectSchema, id: unknown): RecordType | null {
  if (object.recordTypes.length === 0 || typeof id !== 'string') return null;
  let known = idsOf.get(object);
  if (known === undefined) idsOf.set(object, known = new Map(object.recordTypes.map((type) => [recordTypeId(object, type), type])));
  return known.get(id.length === 15 ? normalizeId(id) ?? id : id) ?? null;
}

/** By developer name, with or without the namespace. */
export function recordTypeByName({ recordTypes }: ObjectSchema, name: string): RecordType | null {
  const wanted = name.toLowerCase();
  return recordTypes.find((type) => [type.developerName, qualifiedName(type)].some((each) => each.toLowerCase() === wanted)) ?? null;
}

/** The active values that records of a type may have, with that type's default, in the field's order. Of the master record type for null. */
export function offeredValues(field: FieldSchema, type: RecordType | null): readonly PicklistValue[] {
  if (type === null) return field.picklistValues.filter((one) => one.isActive);
  let known = offers.get(type);
  if (known === undefined) offers.set(type, known = new Map());
  let values = known.get(field);
  if (values === undefined) known.set(field, values = makeOffer(field, type));
  return values;
}

function makeOffer(field: FieldSchema, { picklists }: RecordType): readonly PicklistValue[] {
  const active = field.picklistValues.filter((one) => one.isActive);
  const listed = picklists.get(field.name.toLowerCase());
  if (listed === undefined) return active;
  const byValue = new Map(listed.map((one) => [one.value.toLowerCase(), one]));
  return active.flatMap((one) => {
    const own = byValue.get(one.value.toLowerCase());
    return own === undefined ? [] : [{ ...one, isDefault: own.isDefault }];
  });
}

/** Whether a record type says itself what a picklist offers, and starts with. */
export function listsPicklist(type: RecordType | null, field: FieldSchema): boolean {
  return type?.picklists.has(field.name.toLowerCase()) === true;
}
