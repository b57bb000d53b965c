/** Field definitions of metadata as schema fields. */
import { field } from '../schema-parts.ts';
import type { FieldSketch } from '../schema-parts.ts';
import type { FieldSchema, FieldType, StatusMeaning } from '../schema.ts';
import { nameFault, qualify } from './names.ts';
import { children, flag, text, texts } from './xml.ts';
import type { MetadataError, XmlElement } from './xml.ts';

const TYPES: ReadonlyMap<string, FieldType> = new Map(Object.entries<FieldType>({
  Text: 'String', TextArea: 'TextArea', LongTextArea: 'LongTextArea', Html: 'Html', EncryptedText: 'EncryptedString', Email: 'Email', Phone: 'Phone',
  Url: 'Url', Picklist: 'Picklist', MultiselectPicklist: 'MultiPicklist', Checkbox: 'Boolean', Number: 'Double', Currency: 'Currency',
  Percent: 'Percent', Date: 'Date', DateTime: 'Datetime', Time: 'Time', Lookup: 'Reference', Hierarchy: 'Reference', MasterDetail: 'MasterDetail',
  MetadataRelationship: 'Reference', ExternalLookup: 'Reference', IndirectLookup: 'Reference', AutoNumber: 'AutoNumber', Location: 'Location', Summary: 'Double',
  File: 'Base64',
}));

export type PicklistValues = FieldSchema['picklistValues'];
export interface ValueSets { readonly global: ReadonlyMap<string, PicklistValues>; readonly standard: ReadonlyMap<string, PicklistValues> }

/** A field beside the name of its child relationship on the target. */
export interface LoadedField { readonly schema: FieldSchema; readonly childRelationship: string | null }

export function picklistValues(values: readonly XmlElement[]): PicklistValues {
  return values.map((one) => {
    const value = text(one, 'fullName') ?? '';
    const entry = { value, label: text(one, 'label') ?? value, isDefault: flag(one, 'default'), isActive: text(one, 'isActive') !== 'false' };
    return STATUS_PARTS.some((part) => one[part] !== undefined) ? { ...entry, meaning: statusMeaning(one) } : entry;
  });
}

/** Source: Metadata API Developer Guide, StandardValue. */
const STATUS_PARTS = ['closed', 'won', 'converted', 'highPriority', 'probability', 'forecastCategory'];

function statusMeaning(element: XmlElement): StatusMeaning {
  const probability = text(element, 'probability');
  return {
    isClosed: flag(element, 'closed'), isWon: flag(element, 'won'), isConverted: flag(element, 'converted'), isHighPriority: flag(element, 'highPriority'),
    probability: probability === null ? null : Number(probability), forecastCategory: text(element, 'forecastCategory'),
  };
}

const SUMMARY_OPERATIONS = new Set(['count', 'sum', 'min', 'max']);

export function loadField(element: XmlElement, objectName: string, namespace: string | null, valueSets: ValueSets, file: string, errors: MetadataError[], known: FieldSchema | undefined): LoadedField[] {
  const fullName = text(element, 'fullName');
  if (fullName === null) {
    errors.push({ file, element: 'fullName', message: 'a field needs a name' });
    return [];
  }
  const fault = nameFault(fullName, 'a field');
  if (fault !== null) {
    errors.push({ file, element: 'fullName', message: `"${fullName}" ${fault}` });
    return [];
  }
  const typeName = text(element, 'type');
  const type = typeName === null ? known?.type : TYPES.get(typeName);
  if (type === undefined) {
    // Source of a standard field may state nothing but what differs from the platform.
    if (typeName === null && !fullName.endsWith('__c')) return [];
    errors.push({ file, element: 'type', message: `field ${objectName}.${fullName} has ${typeName === null ? 'no type' : `the unknown type ${typeName}`}; expected one of ${[...TYPES.keys()].join(', ')}` });
    return [];
  }
  const name = qualify(fullName, namespace);
  const sketch: { -readonly [K in keyof FieldSketch]: FieldSketch[K] } = { ...known, name, type };
  sketch.label = text(element, 'label') ?? known?.label ?? fullName.replace(/__c$/, '').replaceAll('_', ' ');
  sketch.helpText = text(element, 'inlineHelpText') ?? known?.helpText ?? null;
  const formula = text(element, 'formula');
  const number = (key: string): number | undefined => (text(element, key) === null ? undefined : Number(text(element, key)));
  const isNumber = type === 'Double' || type === 'Currency' || type === 'Percent';
  if (isNumber) {
    sketch.precision = number('precision') ?? 18;
    sketch.scale = number('scale') ?? (known?.scale ?? 0);
  }
  if (number('length') !== undefined) sketch.length = number('length')!;
  if (known === undefined) sketch.isCustom = fullName.endsWith('__c');
  if (flag(element, 'required')) sketch.isNillable = false;
  if (flag(element, 'unique')) sketch.isUnique = true;
  if (flag(element, 'externalId')) sketch.isExternalId = true;
  if (flag(element, 'caseSensitive')) sketch.isCaseSensitive = true;
  sketch.defaultValue = text(element, 'defaultValue') ?? known?.defaultValue ?? null;
  if (formula !== null) {
    sketch.formula = formula;
    sketch.treatsBlanksAsZero = text(element, 'formulaTreatBlanksAs') !== 'BlankAsBlank';
    if (type === 'String') sketch.length = 1300;
    sketch.isNillable = type !== 'Boolean';
    sketch.isCreateable = false;
    sketch.isUpdateable = false;
  }
  if (type === 'AutoNumber') {
    sketch.displayFormat = text(element, 'displayFormat') ?? '{0}';
    sketch.startingNumber = number('startingNumber') ?? 1;
    sketch.isCreateable = false;
    sketch.isUpdateable = false;
  }
  let childRelationship: string | null = null;
  if (type === 'Reference' || type === 'MasterDetail') {
    const targets = texts(element, 'referenceTo').map((target) => qualify(target, namespace));
    if (targets.length > 0) sketch.referenceTo = targets;
    else if (typeName === 'Hierarchy') sketch.referenceTo = [objectName];
    else if (typeName === 'MetadataRelationship') sketch.referenceTo = ['EntityDefinition'];
    else if ((sketch.referenceTo ?? []).length === 0) errors.push({ file, element: 'referenceTo', message: `lookup ${objectName}.${fullName} doesn't say which object it refers to` });
    if (fullName.endsWith('__c')) sketch.relationshipName = name.replace(/__c$/i, '__r');
    // Which object the field is one of: `Rollup__mdt.Object__c`.
    const controlling = text(element, 'metadataRelationshipControllingField')?.split('.').at(-1);
    if (controlling !== undefined) sketch.controllingField = qualify(controlling, namespace);
    const own = text(element, 'relationshipName');
    if (own !== null) childRelationship = fullName.endsWith('__c') ? qualify(`${own}__r`, namespace) : own;
    sketch.lookupFilter = loadLookupFilter(element, namespace);
    if (type === 'MasterDetail') {
      sketch.isNillable = false;
      sketch.deleteBehavior = 'cascade';
      sketch.isReparentable = flag(element, 'reparentableMasterDetail');
      sketch.isUpdateable = sketch.isReparentable;
    } else if (fullName.endsWith('__c')) {
      const constraint = text(element, 'deleteConstraint');
      sketch.deleteBehavior = constraint === 'Cascade' ? 'cascade' : constraint === 'Restrict' ? 'restrict' : 'clear';
    }
  }
  if (typeName === 'Summary') sketch.summary = loadSummary(element, namespace, `${objectName}.${fullName}`, file, errors);
  if (sketch.summary != null) {
    sketch.isCreateable = false;
    sketch.isUpdateable = false;
  }
  if (type === 'Picklist' || type === 'MultiPicklist') loadValueSet(element, sketch, valueSets, namespace, file, errors);
  const loaded: LoadedField[] = [{ schema: field(sketch), childRelationship }];
  if (type === 'Location') {
    const stem = name.replace(/__c$/i, '');
    for (const part of ['Latitude', 'Longitude']) {
      loaded.push({ schema: field({ name: `${stem}__${part}__s`, label: `${sketch.label} (${part})`, type: 'Double', isCustom: true, precision: 18, scale: 15, isCreateable: true, isUpdateable: true }), childRelationship: null });
    }
  }
  return loaded;
}

/** null where there is none that is active. */
function loadLookupFilter(element: XmlElement, namespace: string | null): FieldSchema['lookupFilter'] {
  const [filter] = children(element, 'lookupFilter');
  if (filter === undefined || !flag(filter, 'active')) return null;
  const path = (written: string): string => written.split('.').map((part) => qualify(part, namespace)).join('.');
  return {
    isOptional: flag(filter, 'isOptional'), message: text(filter, 'errorMessage'), logic: text(filter, 'booleanFilter'),
    items: children(filter, 'filterItems').map((item) => {
      const other = text(item, 'valueField');
      return { field: path(text(item, 'field') ?? ''), operation: text(item, 'operation') ?? 'equals', value: text(item, 'value') ?? '', valueField: other === null ? null : path(other) };
    }),
  };
}

function loadSummary(element: XmlElement, namespace: string | null, name: string, file: string, errors: MetadataError[]): FieldSchema['summary'] {
  const operation = text(element, 'summaryOperation') ?? '';
  const [childObject, foreignKey] = (text(element, 'summaryForeignKey') ?? '').split('.');
  if (!SUMMARY_OPERATIONS.has(operation) || foreignKey === undefined) {
    errors.push({ file, element: 'summaryOperation', message: `roll-up ${name} needs summaryOperation (count, sum, min or max) and summaryForeignKey (Child__c.Lookup__c)` });
    return null;
  }
  const summarized = text(element, 'summarizedField');
  const own = (text_: string): string => qualify(text_.slice(text_.indexOf('.') + 1), namespace);
  return {
    operation: operation as 'count' | 'sum' | 'min' | 'max',
    childObject: qualify(childObject!, namespace),
    foreignKey: qualify(foreignKey, namespace),
    field: summarized === null ? null : own(summarized),
    filters: children(element, 'summaryFilterItems').map((item) => ({
      field: own(text(item, 'field') ?? ''), operation: text(item, 'operation') ?? 'equals', value: text(item, 'value') ?? '',
    })),
  };
}

/** What the controlling field allows, by value in lower case. */
function allowedBy(settings: readonly XmlElement[], nameOf: string, allowing: string): Map<string, string[]> {
  return new Map(settings.map((one) => [(text(one, nameOf) ?? '').toLowerCase(), texts(one, allowing)]));
}

function loadValueSet(element: XmlElement, sketch: { -readonly [K in keyof FieldSketch]: FieldSketch[K] }, valueSets: ValueSets, namespace: string | null, file: string, errors: MetadataError[]): void {
  loadValues(element, sketch, valueSets, namespace, file, errors);
  const [set = {}] = children(element, 'valueSet');
  const [picklist = {}] = children(element, 'picklist');
  const controlling = text(set, 'controllingField') ?? text(picklist, 'controllingField');
  if (controlling === null) return;
  sketch.controllingField = qualify(controlling, namespace);
  const allowed = new Map([...allowedBy(children(set, 'valueSettings'), 'valueName', 'controllingFieldValue'), ...allowedBy(children(picklist, 'picklistValues'), 'fullName', 'controllingFieldValues')]);
  sketch.picklistValues = (sketch.picklistValues ?? []).map((one) => ({ ...one, validFor: allowed.get(one.value.toLowerCase()) ?? [] }));
}

function loadValues(element: XmlElement, sketch: { -readonly [K in keyof FieldSketch]: FieldSketch[K] }, valueSets: ValueSets, namespace: string | null, file: string, errors: MetadataError[]): void {
  const [set] = children(element, 'valueSet');
  if (set !== undefined) {
    if (flag(set, 'restricted')) sketch.isRestrictedPicklist = true;
    const shared = text(set, 'valueSetName');
    if (shared !== null) {
      const standard = valueSets.standard.get(shared.toLowerCase());
      const values = valueSets.global.get(shared.toLowerCase()) ?? valueSets.global.get(`${namespace}__${shared}`.toLowerCase()) ?? standard;
      if (values === undefined) errors.push({ file, element: 'valueSetName', message: `value set ${shared} of field ${sketch.name} doesn't exist in the project` });
      else sketch.picklistValues = values;
      // Fields on a global value set are always restricted.
      if (values === undefined || values !== standard) sketch.isRestrictedPicklist = true;
      return;
    }
    const [definition] = children(set, 'valueSetDefinition');
    if (definition !== undefined) sketch.picklistValues = picklistValues(children(definition, 'value'));
    return;
  }
  // The older form, in metadata format.
  const [picklist] = children(element, 'picklist');
  if (picklist === undefined) return;
  sketch.picklistValues = picklistValues(children(picklist, 'picklistValues'));
  if (flag(picklist, 'restrictedPicklist')) sketch.isRestrictedPicklist = true;
}
