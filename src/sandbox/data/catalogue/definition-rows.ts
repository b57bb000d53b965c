/**
 * Rows of the objects that tell of objects: EntityDefinition, FieldDefinition, EntityParticle. They follow from the schema
 * and are never stored. Source: Object Reference, EntityDefinition and FieldDefinition.
 */
import type { FieldSchema, FieldType, ObjectSchema, Schema } from '../schema.ts';

/** A value by field name. */
export type DefinitionRow = Readonly<Record<string, string | number | boolean | null>>;

export const DEFINITIONS: ReadonlySet<string> = new Set(['EntityDefinition', 'FieldDefinition', 'EntityParticle']);

export function* definitionRows(schema: Schema, objectName: string): Iterable<DefinitionRow> {
  for (const object of schema.objects()) {
    if (DEFINITIONS.has(object.name)) continue;
    if (objectName === 'EntityDefinition') yield entityRow(object);
    else for (const field of object.fields.values()) yield fieldRow(object, field);
  }
}

const bare = (name: string, namespace: string | null): string => (namespace !== null && name.startsWith(`${namespace}__`) ? name.slice(namespace.length + 2) : name).replace(/__\w+$/, '');
const publisher = (isCustom: boolean, namespace: string | null): string => namespace ?? (isCustom ? '<local>' : 'System');

function entityRow(object: ObjectSchema): DefinitionRow {
  const isData = object.kind === 'standard' || object.kind === 'custom';
  const isCustom = /__\w+$/.test(object.name);
  return {
    Id: object.name, DurableId: object.name, QualifiedApiName: object.name, DeveloperName: bare(object.name, object.namespace), NamespacePrefix: object.namespace,
    Label: object.label, MasterLabel: object.label, PluralLabel: object.labelPlural, KeyPrefix: object.keyPrefix, PublisherId: publisher(isCustom, object.namespace),
    IsCustomSetting: object.kind === 'customSetting', IsCustomizable: isData, IsQueryable: true, IsSearchable: isData && !object.isSetup, IsTriggerable: isData && object.allowsDml,
    IsApexTriggerable: isData && object.allowsDml, IsLayoutable: isData && !object.isSetup, IsWorkflowEnabled: isData && !object.isSetup, IsRetrieveable: true, IsReplicateable: object.allowsDml,
    IsEverCreatable: object.allowsDml, IsEverUpdatable: object.allowsDml, IsEverDeletable: object.allowsDml, IsIdEnabled: true, IsFeedEnabled: false,
    InternalSharingModel: object.sharingModel, ExternalSharingModel: object.sharingModel === 'ControlledByParent' ? 'ControlledByParent' : 'Private', DeploymentStatus: isCustom ? 'Deployed' : null,
  };
}

const TYPE_NAMES: Partial<Record<FieldType, string>> = {
  Email: 'Email', Phone: 'Phone', Picklist: 'Picklist', MultiPicklist: 'Picklist (Multi-Select)', Combobox: 'Picklist', Boolean: 'Checkbox', Date: 'Date', Datetime: 'Date/Time', Time: 'Time',
  Location: 'Geolocation', Address: 'Address', AutoNumber: 'Auto Number', Base64: 'Base64',
};
const SIZED: Partial<Record<FieldType, string>> = { String: 'Text', TextArea: 'Text Area', LongTextArea: 'Long Text Area', Html: 'Rich Text Area', EncryptedString: 'Text (Encrypted)', Url: 'URL' };
const NUMBERS: Partial<Record<FieldType, string>> = { Double: 'Number', Currency: 'Currency', Percent: 'Percent' };
const FORMULA_NAMES: Partial<Record<FieldType, string>> = { String: 'Text', Double: 'Number', Currency: 'Currency', Percent: 'Percent', Boolean: 'Checkbox', Date: 'Date', Datetime: 'Date/Time', Time: 'Time' };

/** The type as Setup shows it: `Text(80)`, `Lookup(Account)`, `Formula (Number)`. */
function shownType(field: FieldSchema): string {
  if (field.formula !== null) return `Formula (${FORMULA_NAMES[field.type] ?? 'Text'})`;
  if (field.summary !== null) return `Roll-Up Summary (${field.summary.operation.toUpperCase()} ${field.summary.childObject})`;
  if (field.type === 'Id') return 'Text(18)';
  if (field.type === 'Reference') return `Lookup(${field.referenceTo.join(',')})`;
  if (field.type === 'MasterDetail') return `Master-Detail(${field.referenceTo.join(',')})`;
  if (field.type === 'Integer' || field.type === 'Long') return 'Number(9, 0)';
  if (NUMBERS[field.type] !== undefined) return `${NUMBERS[field.type]}(${field.precision - field.scale}, ${field.scale})`;
  if (SIZED[field.type] !== undefined) return field.type === 'Url' ? 'URL(255)' : `${SIZED[field.type]}(${field.length})`;
  return TYPE_NAMES[field.type] ?? field.type;
}

const VALUE_TYPES: Partial<Record<FieldType, string>> = {
  Id: 'id', Reference: 'id', MasterDetail: 'id', Boolean: 'boolean', Integer: 'int', Long: 'long', Double: 'double', Currency: 'double', Percent: 'double', Date: 'date', Datetime: 'datetime', Time: 'time',
  Base64: 'base64', Address: 'address', Location: 'location',
};

function fieldRow(object: ObjectSchema, field: FieldSchema): DefinitionRow {
  const isLong = field.type === 'LongTextArea' || field.type === 'Html' || field.type === 'EncryptedString' || field.type === 'Base64';
  const namespace = /^([A-Za-z]\w*?)__\w+?__\w+$/.exec(field.name)?.[1] ?? null;
  const developerName = field.referenceTo.length > 0 ? bare(field.name, namespace).replace(/(?<=.)Id$/, '') : bare(field.name, namespace);
  return {
    Id: `${object.name}.${field.name}`, DurableId: `${object.name}.${developerName}`, QualifiedApiName: field.name, Name: field.name, DeveloperName: developerName,
    NamespacePrefix: namespace, Label: field.label, MasterLabel: field.label, EntityDefinitionId: object.name, FieldDefinitionId: `${object.name}.${field.name}`,
    PublisherId: publisher(field.isCustom, namespace), DataType: shownType(field), ValueTypeId: VALUE_TYPES[field.type] ?? 'string', Length: field.length, Precision: field.precision, Scale: field.scale,
    RelationshipName: field.relationshipName, IsNameField: field.isNameField, IsNillable: field.isNillable, IsCalculated: field.formula !== null || field.summary !== null, IsUnique: field.isUnique,
    IsCompound: field.type === 'Address' || field.type === 'Location', IsPolymorphicForeignKey: field.referenceTo.length > 1, IsHtmlFormatted: field.type === 'Html', IsCaseSensitive: field.isCaseSensitive,
    IsApiFilterable: !isLong, IsApiGroupable: !isLong && field.type !== 'Datetime', IsApiSortable: !isLong, IsIndexed: field.type === 'Id' || field.type === 'Reference' || field.type === 'MasterDetail' || field.isUnique || field.isExternalId || field.isNameField,
    IsCreatable: field.isCreateable, IsUpdatable: field.isUpdateable, IsAutonumber: field.type === 'AutoNumber', IsEncrypted: field.type === 'EncryptedString', IsLayoutable: field.type !== 'Id',
    ReferenceTo: field.referenceTo.length === 0 ? null : JSON.stringify({ referenceTo: field.referenceTo }),
  };
}
