/** Fills in what a description of a field or an object leaves open with the platform's usual values. */
import { NO_AUTOMATION } from './automation/contract.ts';
import type { FieldSchema, FieldType, ObjectSchema } from './schema.ts';

export type FieldSketch = Partial<FieldSchema> & { readonly name: string; readonly type: FieldType };

const LENGTHS: Partial<Record<FieldType, number>> = {
  Id: 18, Reference: 18, MasterDetail: 18, String: 255, TextArea: 255, LongTextArea: 32768, Html: 32768, EncryptedString: 175, Email: 80,
  Phone: 40, Url: 255, Picklist: 255, MultiPicklist: 4099, Combobox: 255, AutoNumber: 30, AnyType: 255,
};

export function field(sketch: FieldSketch): FieldSchema {
  const isNumber = sketch.type === 'Double' || sketch.type === 'Currency' || sketch.type === 'Percent';
  const isDerived = sketch.formula != null || sketch.summary != null || sketch.type === 'AutoNumber' || sketch.type === 'Id'
    || sketch.type === 'Address' || sketch.type === 'Location';
  return {
    label: sketch.name.replace(/__c$/, '').replaceAll('_', ' '),
    isCustom: sketch.name.endsWith('__c') || sketch.name.endsWith('__s'),
    isNillable: sketch.type !== 'Boolean' && sketch.type !== 'Id' && sketch.type !== 'MasterDetail',
    isUnique: false, isCaseSensitive: false, isExternalId: false,
    isCreateable: !isDerived, isUpdateable: !isDerived,
    length: LENGTHS[sketch.type] ?? 0,
    precision: isNumber ? 18 : 0,
    scale: isNumber ? 2 : 0,
    referenceTo: [], relationshipName: null, deleteBehavior: null, isReparentable: true,
    picklistValues: [], isRestrictedPicklist: false, controllingField: null, helpText: null,
    defaultValue: null, formula: null, treatsBlanksAsZero: true, summary: null, displayFormat: null, startingNumber: 1,
    isNameField: false, lookupFilter: null,
    ...sketch,
  };
}

/** Standard fields by which another record may name one, beside external ids. Source: Object Reference, property idLookup. */
const ID_LOOKUPS: ReadonlySet<string> = new Set(['Profile.Name', 'User.Username', 'User.Email', 'Contact.Email', 'Lead.Email']);

/** Whether a record may be named by the value of a field where its id is wanted. */
export function isIdLookup(object: ObjectSchema, { name, type, isExternalId, isNameField }: FieldSchema): boolean {
  return type === 'Id' || isExternalId || (isNameField && object.kind === 'custom') || ID_LOOKUPS.has(`${object.name}.${name}`);
}

/** English as the platform names its own objects. */
const pluralOf = (label: string): string => (/[^aeiou]y$/i.test(label) ? `${label.slice(0, -1)}ies` : /(s|x|ch|sh)$/i.test(label) ? `${label}es` : `${label}s`);

export type ObjectSketch = Partial<Omit<ObjectSchema, 'fields'>> & { readonly name: string; readonly fields: Iterable<FieldSchema> };

export function objectSchema(sketch: ObjectSketch): ObjectSchema {
  const fields = new Map<string, FieldSchema>();
  for (const one of sketch.fields) fields.set(one.name.toLowerCase(), one);
  const label = sketch.label ?? sketch.name.replace(/__(c|mdt|e|b)$/, '').replaceAll('_', ' ');
  return {
    labelPlural: pluralOf(label), keyPrefix: null, kind: 'custom', customSettingType: null, isProtected: false, namespace: null,
    sharingModel: 'ReadWrite', sharingRules: [], childRelationships: [], validationRules: [], automation: NO_AUTOMATION, recordTypes: [], businessProcesses: [], fieldSets: new Map(),
    isSetup: false, allowsDml: true, publishesImmediately: false,
    ...sketch, label, fields,
  };
}

/** The fields that the platform itself keeps on almost every object. */
export function systemFields(): FieldSchema[] {
  const kept = { isCreateable: false, isUpdateable: false, isNillable: false };
  const user = { ...kept, referenceTo: ['User'] };
  return [
    field({ name: 'Id', label: 'Record ID', type: 'Id' }),
    field({ name: 'IsDeleted', label: 'Deleted', type: 'Boolean', ...kept }),
    field({ name: 'CreatedDate', label: 'Created Date', type: 'Datetime', ...kept }),
    field({ name: 'CreatedById', label: 'Created By ID', type: 'Reference', relationshipName: 'CreatedBy', ...user }),
    field({ name: 'LastModifiedDate', label: 'Last Modified Date', type: 'Datetime', ...kept }),
    field({ name: 'LastModifiedById', label: 'Last Modified By ID', type: 'Reference', relationshipName: 'LastModifiedBy', ...user }),
    field({ name: 'SystemModstamp', label: 'System Modstamp', type: 'Datetime', ...kept }),
  ];
}
