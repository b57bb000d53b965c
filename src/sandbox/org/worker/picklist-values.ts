/**
 * `/ui-api/object-info/<Object>/picklist-values/<RecordTypeId>[/<Field>]`: what a record type offers of each picklist.
 * Source: User Interface API Developer Guide, Get Values for All Picklist Fields of a Record Type, Get Values for a Picklist
 * Field; responses Picklist Values Collection, Picklist Values, Picklist Value.
 */
import type { Transaction } from '../../apex/runtime/contract.ts';
import { MASTER_RECORD_TYPE, offeredValues, recordTypeOf } from '../../data/record-types.ts';
import type { FieldSchema, ObjectSchema, PicklistValue, RecordType, Schema } from '../../data/schema.ts';
import { normalizeId } from '../../data/ids.ts';

/** null: there is no such record type or picklist, or the user may not see it. */
export function picklistValues({ schema, data }: Transaction, object: ObjectSchema, id: string, fieldName: string | undefined, version: string): unknown {
  const longId = normalizeId(id);
  const type = recordTypeOf(object, longId);
  if (type === null && longId !== MASTER_RECORD_TYPE) return null;
  const base = `/services/data/v${version}/ui-api/object-info/${object.name}/picklist-values/${longId}`;
  const valuesOf = (field: FieldSchema): unknown => ({ ...values(schema, object, field, type), url: `${base}/${field.name}` });
  const isSeen = (field: FieldSchema): boolean => (field.type === 'Picklist' || field.type === 'MultiPicklist') && data.rights.canReadField(object, field);
  if (fieldName === undefined) return { picklistFieldValues: Object.fromEntries([...object.fields.values()].filter(isSeen).map((field) => [field.name, valuesOf(field)])), url: base };
  const field = schema.field(object, fieldName);
  return field !== undefined && isSeen(field) ? valuesOf(field) : null;
}

function values(schema: Schema, object: ObjectSchema, field: FieldSchema, type: RecordType | null): Record<string, unknown> {
  const controlling = field.controllingField === null ? undefined : schema.field(object, field.controllingField);
  const controllers = controlling === undefined ? [] : controlling.type === 'Boolean' ? ['false', 'true'] : offeredValues(controlling, type).map((one) => one.value);
  const indexes = new Map(controllers.map((name, i) => [name.toLowerCase(), i]));
  // Metadata names the states of a checkbox otherwise.
  const indexOf = (name: string): number | undefined => indexes.get({ unchecked: 'false', checked: 'true' }[name.toLowerCase()] ?? name.toLowerCase());
  const shown = (one: PicklistValue): unknown => ({ attributes: null, label: one.label, validFor: (controlling === undefined ? [] : (one.validFor ?? [])).flatMap((name) => indexOf(name) ?? []).sort((a, b) => a - b), value: one.value });
  const offered = offeredValues(field, type);
  const defaults = offered.filter((one) => one.isDefault);
  const [first] = defaults;
  // Several defaults of a multi-select picklist are one value.
  const byDefault = first && (field.type === 'MultiPicklist' ? { ...first, value: defaults.map((one) => one.value).join(';'), label: defaults.map((one) => one.label).join(';') } : first);
  return { controllerValues: Object.fromEntries(controllers.map((name, i) => [name, i])), defaultValue: byDefault === undefined ? null : shown(byDefault), values: offered.map(shown) };
}
