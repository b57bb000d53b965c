/**
 * What picklists of a form offer: the values of the record type, of a dependent one those that go with what its controlling
 * field holds. Source: User Interface API Developer Guide, Build UI for Picklists.
 */
import type { Typed } from './input.ts';
import { labelOf } from './objects.ts';
import type { DescribedObject, Field, Objects, RecordTypeInfo } from './objects.ts';

const MASTER = '012000000000000AAA';
const isPicklist = ({ type }: Field): boolean => type === 'picklist' || type === 'multipicklist';

/** The object with the picklist values of a record type; null: the master record type. */
export async function withPicklists(objects: Objects, object: DescribedObject, type: RecordTypeInfo | null): Promise<DescribedObject> {
  // Without record types and dependent picklists, a describe says it all.
  if (!object.fields.some(field => isPicklist(field) && (type !== null || field.dependentPicklist))) return object;
  const { picklistFieldValues } = await objects.picklists(object.name, type?.recordTypeId ?? MASTER);
  return { ...object, fields: object.fields.map(field => {
    const offered = picklistFieldValues[field.name];
    if (!offered) return field;
    const controllers = Object.entries(offered.controllerValues).sort(([, a], [, b]) => a - b).map(([name]) => name);
    const chosen = (field.type === 'multipicklist' ? offered.defaultValue?.value.split(';') : offered.defaultValue && [offered.defaultValue.value]) ?? [];
    return { ...field, picklistValues: offered.values.map(({ value, label, validFor }) => ({ value, label, active: true, defaultValue: chosen.includes(value), validFor: field.dependentPicklist ? validFor.flatMap(index => controllers[index] ?? []) : null })) };
  }) };
}

/** The field with the values that go with what the form holds. */
export function fitting(object: DescribedObject, field: Field, typed: ReadonlyMap<string, Typed>): Field {
  const controlling = field.dependentPicklist ? object.fields.find(each => each.name === field.controllerName) : undefined;
  if (!controlling) return field;
  const held = typed.get(controlling.name) ?? [];
  const name = controlling.type === 'boolean' ? String(held.length > 0) : held[0] ?? '';
  return { ...field, picklistValues: field.picklistValues.filter(({ validFor }) => !Array.isArray(validFor) || validFor.includes(name)) };
}

/** What fits: values of dependent picklists that don't are let go of, and so are those that depend on them. */
export function withoutMisfits(object: DescribedObject, typed: ReadonlyMap<string, Typed>): Map<string, Typed> {
  const kept = new Map(typed);
  for (let isSame = false; !isSame;) {
    isSame = true;
    for (const field of object.fields) {
      const held = kept.get(field.name) ?? [];
      const fits = field.dependentPicklist ? held.filter(value => fitting(object, field, kept).picklistValues.some(each => each.value === value)) : held;
      if (fits.length === held.length) continue;
      kept.set(field.name, fits);
      isSame = false;
    }
  }
  return kept;
}

/** What is wrong with a value that its controlling field doesn't allow; null: nothing. The platform's forms ask, its API doesn't. */
export function misfit(object: DescribedObject, field: Field, typed: ReadonlyMap<string, Typed>): string | null {
  const known = new Set(field.picklistValues.map(each => each.value));
  const allowed = new Set(fitting(object, field, typed).picklistValues.map(each => each.value));
  const wrong = (typed.get(field.name) ?? []).find(value => known.has(value) && !allowed.has(value));
  if (wrong === undefined) return null;
  const controlling = object.fields.find(each => each.name === field.controllerName)!;
  const held = controlling.type === 'boolean' ? null : typed.get(controlling.name)?.[0] ?? null;
  return `“${wrong}” doesn’t go with ${held === null ? 'the value' : `“${held}”`} of ${labelOf(controlling)}.`;
}

/** The fields that depend on another, by the name of that one. */
export const dependentsOf = (fields: readonly Field[]): ReadonlyMap<string, readonly Field[]> => Map.groupBy(fields.filter(each => each.dependentPicklist && each.controllerName !== null), each => each.controllerName!);
