import { randomUuid } from '../uuid.ts';
import { addressParts } from '../../../data/soql/compound.ts';
import { picklistEntries } from './describe-picklists.ts';
import { isPermissionable } from '../../../data/security/permissioned.ts';
import type { FieldSchema, ObjectSchema } from '../../../data/schema.ts';
import { MASTER_RECORD_TYPE, recordTypeId } from '../../../data/record-types.ts';
import { isIdLookup } from '../../../data/schema-parts.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineBean, defineLibraryClass, enumConstant, listOf, typed, type LibraryField, type LibraryFunction } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { ApexMap, CaseInsensitiveMap, NamedMap } from '../../runtime/map.ts';
import { ApexObject } from '../../runtime/object.ts';
import { newRecord, setField } from '../../runtime/records.ts';
import { libraryCaller } from '../../runtime/library-caller.ts';
import { settings } from '../../runtime/settings-access.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { FieldDescribe, fieldToken, ObjectDescribe, objectToken, type FieldToken, type ObjectToken } from '../../runtime/tokens.ts';
import { current } from '../../runtime/transaction.ts';

const objectOf = (name: string): ObjectSchema => current().schema.object(name) ?? fail('System.SObjectException', `Invalid sObject ${name}`);
const fieldOf = (self: FieldDescribe): FieldSchema => {
  const object = objectOf(self.objectName);
  return current().schema.field(object, self.fieldName) ?? fail('System.SObjectException', `Invalid field ${self.fieldName} for ${self.objectName}`);
};

defineLibraryClass({
  name: 'Schema.SObjectType',
  members: {
    'Schema.DescribeSObjectResult getDescribe()': (self: ObjectToken) => new ObjectDescribe(self.objectName),
    'Schema.DescribeSObjectResult getDescribe(Schema.SObjectDescribeOptions options)': (self: ObjectToken) => new ObjectDescribe(self.objectName),
    'SObject newSObject()': (self: ObjectToken) => newRecord(self.objectName, []),
    'SObject newSObject(Id recordId)': (self: ObjectToken, id: ApexValue) => {
      const record = newRecord(self.objectName, []);
      if (id !== null) setField(record, 'Id', id);
      return record;
    },
    'SObject newSObject(Id recordTypeId, Boolean loadDefaults)': (self: ObjectToken, recordTypeId: ApexValue, loads: boolean | null) => {
      const object = objectOf(self.objectName);
      const record = loads ? settings().defaults(current(), object, recordTypeId as string | null) : newRecord(object.name, []);
      if (recordTypeId !== null) setField(record, 'RecordTypeId', recordTypeId);
      if (loads && object.kind === 'platformEvent') setField(record, 'EventUuid', randomUuid());
      return record;
    },
    'Boolean equals(Object other)': (self: ObjectToken, other: ApexValue) => self === other,
    'Integer hashCode()': (self: ObjectToken) => self.objectName.length,
    'String toString()': (self: ObjectToken) => self.objectName,
  },
});

defineLibraryClass({
  name: 'Schema.SObjectField',
  members: {
    'Schema.DescribeFieldResult getDescribe()': (self: FieldToken) => new FieldDescribe(self.objectName, self.fieldName),
    'Schema.DescribeFieldResult getDescribe(Object options)': (self: FieldToken) => new FieldDescribe(self.objectName, self.fieldName),
    'Boolean equals(Object other)': (self: FieldToken, other: ApexValue) => self === other,
    'Integer hashCode()': (self: FieldToken) => self.fieldName.length,
    'String toString()': (self: FieldToken) => self.fieldName,
  },
});

const PERSON = /^(Person.*|IsPersonAccount|FirstName|LastName|MiddleName|Suffix|Salutation|.*__pc)$/;
/** What there is without person accounts and state picklists: code asks for their fields to learn whether the org has them. */
function describedFields(object: ObjectSchema): FieldSchema[] {
  const fields = [...object.fields.values()].filter(({ name, isCustom }) => isCustom || !/(State|Country)Code$/.test(name));
  if (current().schema.object('PersonAccount')) return fields;
  return fields.filter(({ name }) => !(object.name === 'Account' && PERSON.test(name)) && !(object.name === 'Contact' && name === 'IsPersonAccount'));
}

/** `describe.fields`: tokens of all fields. */
class FieldTokens extends ApexObject {
  readonly objectName: string;
  constructor(objectName: string) {
    super();
    this.objectName = objectName;
  }
}
typed(FieldTokens, 'Schema.SObjectTypeFields');
defineLibraryClass({
  name: 'Schema.SObjectTypeFields',
  members: {
    'Map<String,Schema.SObjectField> getMap()': (self: FieldTokens) => {
      const map = new NamedMap(typeOf('Map<String,Schema.SObjectField>'), libraryCaller().namespace);
      for (const field of describedFields(objectOf(self.objectName))) map.put(field.name, fieldToken(self.objectName, field.name));
      return map;
    },
  },
});
defineLibraryClass({
  name: 'Schema.SObjectTypeFieldSets',
  members: {
    'Map<String,Schema.FieldSet> getMap()': (self: FieldTokens) => fieldSets(self.objectName),
    // No member of the platform: what `SObjectType.Account.FieldSets.Main` is compiled to.
    'static Schema.FieldSet byName(String object, String name)': (object: string, name: string) => fieldSets(object).get(name) ?? null,
  },
});

function fieldSets(objectName: string): ApexMap {
  const map = new NamedMap(typeOf('Map<String,Schema.FieldSet>'), libraryCaller().namespace);
  for (const [name, set] of objectOf(objectName).fieldSets) {
    const bean = new ApexBean('Schema.FieldSet');
    const prefix = name.includes('__') ? name.slice(0, name.indexOf('__')) : '';
    bean.set('name', prefix ? name.slice(prefix.length + 2) : name);
    bean.set('namespace', prefix);
    bean.set('label', set.label);
    bean.set('description', set.description);
    bean.set('fields', listOf('Schema.FieldSetMember', set.fields.map(({ path, isRequired }) => {
      const member = new ApexBean('Schema.FieldSetMember');
      const owner = ownerOf(objectName, path);
      const field = owner && current().schema.field(owner, path.split('.').at(-1)!);
      member.set('fieldPath', path);
      member.set('label', field?.label ?? path);
      member.set('type', field ? displayType(field) : null);
      member.set('required', isRequired);
      member.set('dbRequired', field ? !field.isNillable : false);
      member.set('sobjectField', field ? fieldToken(owner!.name, field.name) : null);
      return member;
    })));
    bean.set('sobjectType', objectToken(objectName));
    map.put(name, bean);
  }
  return map;
}
defineBean({ name: 'Schema.FieldSet', accessors: ['String getName()', 'String getLabel()', 'String getNamespace()', 'String getDescription()', 'List<FieldSetMember> getFields()', 'Schema.SObjectType getSObjectType()'] });
defineBean({ name: 'Schema.FieldSetMember', fields: ['dbRequired', 'fieldPath', 'label', 'required', 'type'], accessors: ['String getFieldPath()', 'String getLabel()', 'Schema.DisplayType getType()', 'Boolean getRequired()', 'Boolean getDBRequired()', 'Schema.sObjectField getSObjectField()'] });

const recordTypeInfos = (self: ObjectDescribe): ApexBean[] => {
  const object = objectOf(self.objectName);
  const make = (values: Record<string, ApexValue>): ApexBean => {
    const bean = new ApexBean('Schema.RecordTypeInfo');
    for (const [name, value] of Object.entries(values)) bean.set(name, value);
    return bean;
  };
  const { available, byDefault } = current().data.rights.recordTypes(object);
  const master = make({ DeveloperName: 'Master', Name: 'Master', RecordTypeId: MASTER_RECORD_TYPE, Active: true, Available: true, DefaultRecordTypeMapping: byDefault === null, Master: true });
  return [...object.recordTypes.map((type) => make({
    DeveloperName: type.developerName, Name: type.label, RecordTypeId: recordTypeId(object, type), Active: type.isActive, Available: available.includes(type), DefaultRecordTypeMapping: type === byDefault, Master: false,
  })), master];
};

defineBean({ name: 'Schema.RecordTypeInfo', fields: ['active', 'available', 'defaultRecordTypeMapping', 'developerName', 'master', 'name', 'recordTypeId'], accessors: ['String getDeveloperName()', 'String getName()', 'ID getRecordTypeId()', 'Boolean isActive()', 'Boolean isAvailable()', 'Boolean isDefaultRecordTypeMapping()', 'Boolean isMaster()'] });

const mapBy = (self: ObjectDescribe, type: string, key: string): ApexMap => {
  const map = new ApexMap(typeOf(`Map<${type},Schema.RecordTypeInfo>`));
  for (const info of recordTypeInfos(self)) map.put(info.get(key), info);
  return map;
};

/** Without the namespace of the code that asks; those of other packages stay. */
function localName(name: string): string {
  const own = `${libraryCaller().namespace ?? current().org.namespace ?? ''}__`;
  return own.length > 2 && name.toLowerCase().startsWith(own.toLowerCase()) ? name.slice(own.length) : name;
}

const may = (allowed: (object: ObjectSchema) => boolean) => (self: ObjectDescribe): boolean => allowed(objectOf(self.objectName));
/** What the platform allows and the running user may do. */
const mayDo = (right: 'create' | 'read' | 'edit' | 'delete') => may((object) => (right === 'read' || isData(object)) && current().data.rights.objectRights(object)[right]);
const isData = (object: ObjectSchema): boolean => object.allowsDml && object.kind !== 'customMetadata';
/** The same each time: code keeps them as keys. */
const relationshipsOf = new WeakMap<ObjectSchema, readonly ApexBean[]>();
function childRelationships(object: ObjectSchema): readonly ApexBean[] {
  const known = relationshipsOf.get(object);
  if (known) return known;
  const hasPersons = current().schema.object('PersonAccount') !== undefined;
  const made = object.childRelationships.filter(({ name }) => hasPersons || object.name !== 'Account' || name === null || !/^Person[A-Z]/.test(name)).map((child) => {
    const bean = new ApexBean('Schema.ChildRelationship');
    bean.set('childSObject', objectToken(child.childObject));
    bean.set('field', fieldToken(child.childObject, child.field));
    bean.set('relationshipName', child.name);
    bean.set('cascadeDelete', child.isCascadeDelete);
    bean.set('deprecatedAndHidden', false);
    bean.set('restrictedDelete', restricts(child));
    return bean;
  });
  relationshipsOf.set(object, made);
  return made;
}

const describeMembers: Record<string, LibraryFunction> = {
  'String getName()': (self: ObjectDescribe) => objectOf(self.objectName).name,
  'String getLocalName()': (self: ObjectDescribe) => localName(objectOf(self.objectName).name),
  'String getLabel()': (self: ObjectDescribe) => objectOf(self.objectName).label,
  'String getLabelPlural()': (self: ObjectDescribe) => objectOf(self.objectName).labelPlural,
  'String getKeyPrefix()': (self: ObjectDescribe) => objectOf(self.objectName).keyPrefix,
  'Schema.SObjectType getSobjectType()': (self: ObjectDescribe) => objectToken(objectOf(self.objectName).name),
  'Schema.SObjectTypeFields getFields()': (self: ObjectDescribe) => new FieldTokens(self.objectName),
  'List<Schema.ChildRelationship> getChildRelationships()': (self: ObjectDescribe) => listOf('Schema.ChildRelationship', [...childRelationships(objectOf(self.objectName))]),
  'List<Schema.RecordTypeInfo> getRecordTypeInfos()': (self: ObjectDescribe) => listOf('Schema.RecordTypeInfo', recordTypeInfos(self)),
  'Map<String,Schema.RecordTypeInfo> getRecordTypeInfosByDeveloperName()': (self: ObjectDescribe) => mapBy(self, 'String', 'DeveloperName'),
  'Map<String,Schema.RecordTypeInfo> getRecordTypeInfosByName()': (self: ObjectDescribe) => mapBy(self, 'String', 'Name'),
  'Map<Id,Schema.RecordTypeInfo> getRecordTypeInfosById()': (self: ObjectDescribe) => mapBy(self, 'Id', 'RecordTypeId'),
  'Boolean isAccessible()': mayDo('read'),
  'Boolean isQueryable()': () => true,
  'Boolean isSearchable()': may(isData),
  'Boolean isCreateable()': mayDo('create'),
  'Boolean isUpdateable()': mayDo('edit'),
  'Boolean isDeletable()': mayDo('delete'),
  'Boolean isUndeletable()': mayDo('create'),
  'Boolean isMergeable()': (self: ObjectDescribe) => ['Account', 'Contact', 'Lead', 'Case'].includes(self.objectName),
  'Boolean isCustom()': (self: ObjectDescribe) => objectOf(self.objectName).kind !== 'standard',
  'Boolean isCustomSetting()': (self: ObjectDescribe) => objectOf(self.objectName).kind === 'customSetting',
  'Schema.SObjectTypeFieldSets getFieldSets()': (self: ObjectDescribe) => (fieldsOfDescribe['FieldSets'] as LibraryField).get(self),
  'Boolean getIsSubtype()': () => false,
  'String getAssociateEntityType()': () => null,
  'String getAssociateParentEntity()': () => null,
  'Schema.SObjectDescribeOptions getSObjectDescribeOption()': () => enumConstant('Schema.SObjectDescribeOptions', 'FULL'),
  'Boolean getHasSubtypes()': () => false,
  'Boolean getDataTranslationEnabled()': () => false,
  'String getDefaultImplementation()': () => null,
  'String getImplementedBy()': () => null,
  'String getImplementsInterfaces()': () => null,
  'Boolean getIsInterface()': () => false,
  'Boolean isFeedEnabled()': () => false,
  'Boolean isMruEnabled()': () => false,
  'Boolean isDeprecatedAndHidden()': () => false,
  'Boolean equals(Object obj)': (self: ObjectDescribe, other: ApexValue) => other instanceof ObjectDescribe && other.objectName === self.objectName,
  'Integer hashCode()': (self: ObjectDescribe) => self.objectName.length,
};
const fieldsOfDescribe: Record<string, LibraryField> = {
  Fields: { get: (self) => new FieldTokens((self as ObjectDescribe).objectName) },
  FieldSets: { get: (self) => Object.defineProperty(new FieldTokens((self as ObjectDescribe).objectName), '$type', { value: typeOf('Schema.SObjectTypeFieldSets') }) },
};
// What a method without parameters gives is a property, too.
for (const [key, member] of Object.entries(describeMembers)) {
  const name = /^\S+ (?:get|is)(\w+)\(\)$/.exec(key)?.[1];
  if (name !== undefined) fieldsOfDescribe[name] ??= { get: member as (self: ApexValue) => ApexValue };
}
defineLibraryClass({ name: 'Schema.DescribeSObjectResult', members: describeMembers, fields: fieldsOfDescribe });
defineBean({ name: 'Schema.ChildRelationship', accessors: ['Schema.SObjectType getChildSObject()', 'Schema.SObjectField getField()', 'String getRelationshipName()', 'Boolean isCascadeDelete()', 'Boolean isDeprecatedAndHidden()', 'Boolean isRestrictedDelete()'] });

const DISPLAY: Readonly<Partial<Record<FieldSchema['type'], string>>> = { Reference: 'REFERENCE', MasterDetail: 'REFERENCE', AutoNumber: 'STRING', LongTextArea: 'TEXTAREA', Html: 'TEXTAREA', AnyType: 'ANYTYPE' };
const displayType = (field: FieldSchema): ApexValue => enumConstant('Schema.DisplayType', DISPLAY[field.type] ?? field.type.toUpperCase());

/** Source: Apex Reference, SOAPType Enum. */
const SOAP: Readonly<Partial<Record<FieldSchema['type'], string>>> = {
  Id: 'ID', Reference: 'ID', MasterDetail: 'ID', Boolean: 'BOOLEAN', Integer: 'INTEGER', Long: 'LONG', Double: 'DOUBLE', Currency: 'DOUBLE', Percent: 'DOUBLE', Date: 'DATE', Datetime: 'DATETIME',
  Time: 'TIME', Base64: 'BASE64BINARY', AnyType: 'ANYTYPE', Address: 'ADDRESS', Location: 'LOCATION',
};
/** Of a standard field that says nothing else. */
const WHOLE_DIGITS = 9;
/** Bytes: three for a character at most. */
const byteLength = (field: FieldSchema): number => (SOAP[field.type] === 'ID' ? 18 : SOAP[field.type] === undefined ? field.length * 3 : 0);

/** A field is written with its object: that has to be allowed too. */
function mayWrite(self: FieldDescribe, right: 'create' | 'edit'): boolean {
  const object = objectOf(self.objectName);
  const { rights } = current().data;
  return rights.canWriteObject(object, right) && rights.canEditField(object, fieldOf(self));
}

const simple = (read: (field: FieldSchema) => ApexValue): LibraryFunction => (self: FieldDescribe) => read(fieldOf(self));
defineLibraryClass({
  name: 'Schema.DescribeFieldResult',
  members: {
    'String getName()': simple((field) => field.name),
    'String getLocalName()': simple((field) => localName(field.name)),
    'String getLabel()': simple((field) => field.label),
    'Schema.DisplayType getType()': simple(displayType),
    'Integer getLength()': simple((field) => (SOAP[field.type] === undefined || SOAP[field.type] === 'ID' ? field.length : 0)),
    'Integer getByteLength()': simple(byteLength),
    'Schema.SOAPType getSOAPType()': simple((field) => enumConstant('Schema.SOAPType', SOAP[field.type] ?? 'STRING')),
    'String getDefaultValueFormula()': simple((field) => field.defaultValue),
    'Integer getRelationshipOrder()': (self: FieldDescribe) => relationshipOrder(objectOf(self.objectName), fieldOf(self)),
    'String getReferenceTargetField()': () => null,
    'Schema.sObjectField getController()': (self: FieldDescribe) => {
      const { controllingField } = fieldOf(self);
      return controllingField === null ? null : fieldToken(self.objectName, controllingField);
    },
    'String getCompoundFieldName()': (self: FieldDescribe) => compoundOf(objectOf(self.objectName), fieldOf(self)),
    'String getMask()': () => null,
    'String getMaskType()': () => null,
    'Schema.FilteredLookupInfo getFilteredLookupInfo()': () => null,
    'Integer getPrecision()': simple((field) => field.precision),
    'Integer getScale()': simple((field) => field.scale),
    'Integer getDigits()': simple((field) => (field.type === 'Integer' ? field.precision || WHOLE_DIGITS : 0)),
    'String getRelationshipName()': simple((field) => field.relationshipName),
    'List<Schema.sObjectType> getReferenceTo()': simple((field) => listOf('Schema.SObjectType', (field.name === 'WhatId' && field.referenceTo.includes('Name') ? ACTIVITY_PARENTS : field.referenceTo).map(objectToken))),
    'List<Schema.PicklistEntry> getPicklistValues()': (self: FieldDescribe) => picklistEntries(objectOf(self.objectName), fieldOf(self)),
    'Schema.sObjectField getSObjectField()': (self: FieldDescribe) => fieldToken(self.objectName, fieldOf(self).name),
    'Schema.SObjectField getSobjectField()': (self: FieldDescribe) => fieldToken(self.objectName, fieldOf(self).name),
    'Schema.SObjectType getSObjectType()': (self: FieldDescribe) => objectToken(self.objectName),
    'String getCalculatedFormula()': simple((field) => field.formula),
    'String getInlineHelpText()': simple((field) => field.helpText),
    'Object getDefaultValue()': simple(defaultValue),
    'Boolean isAccessible()': (self: FieldDescribe) => current().data.rights.canReadField(objectOf(self.objectName), fieldOf(self)),
    'Boolean isCreateable()': (self: FieldDescribe) => fieldOf(self).isCreateable && mayWrite(self, 'create'),
    'Boolean isUpdateable()': (self: FieldDescribe) => fieldOf(self).isUpdateable && mayWrite(self, 'edit'),
    'Boolean isNillable()': simple((field) => field.isNillable),
    'Boolean isPermissionable()': (self: FieldDescribe) => isPermissionable(objectOf(self.objectName), fieldOf(self)),
    'Boolean isCustom()': simple((field) => field.isCustom),
    'Boolean isUnique()': simple((field) => field.isUnique),
    'Boolean isExternalID()': simple((field) => field.isExternalId),
    'Boolean isCalculated()': simple((field) => field.formula !== null || field.summary !== null),
    'Boolean isAutoNumber()': simple((field) => field.type === 'AutoNumber'),
    'Boolean isNameField()': simple((field) => field.isNameField),
    'Boolean isIdLookup()': (self: FieldDescribe) => isIdLookup(objectOf(self.objectName), fieldOf(self)),
    'Boolean isCaseSensitive()': simple((field) => field.isCaseSensitive),
    'Boolean isFilterable()': simple((field) => !UNSORTED.has(field.type)),
    'Boolean isGroupable()': simple((field) => !UNSORTED.has(field.type) && !UNGROUPED.has(field.type) && field.formula === null),
    'Boolean isSortable()': simple((field) => !UNSORTED.has(field.type) && field.type !== 'MultiPicklist'),
    'Boolean isDefaultedOnCreate()': simple((field) => field.defaultValue !== null || field.type === 'Boolean'),
    'Boolean isRestrictedPicklist()': simple((field) => field.isRestrictedPicklist),
    'Boolean isNamePointing()': simple((field) => field.referenceTo.length > 1 || field.referenceTo.includes('Name')),
    'Boolean isHtmlFormatted()': simple((field) => field.type === 'Html'),
    'Boolean isEncrypted()': simple((field) => field.type === 'EncryptedString'),
    'Boolean isCascadeDelete()': simple((field) => field.deleteBehavior === 'cascade'),
    'Boolean isWriteRequiresMasterRead()': () => false,
    'Boolean isDependentPicklist()': simple((field) => field.controllingField !== null),
    'Boolean isDeprecatedAndHidden()': () => false,
    'Boolean isRestrictedDelete()': simple((field) => field.deleteBehavior === 'restrict'),
    'Boolean isSearchPrefilterable()': () => false,
    'Boolean isAiPredictionField()': () => false,
    'Boolean isAggregatable()': simple((field) => !['LongTextArea', 'Html', 'Base64', 'Boolean'].includes(field.type)),
    'Boolean isHighScaleNumber()': () => false,
    'Boolean isQueryByDistance()': simple((field) => field.type === 'Location'),
    'Boolean isDisplayLocationInDecimal()': () => false,
    'Boolean isFormulaTreatNullNumberAsZero()': simple((field) => field.formula !== null && field.treatsBlanksAsZero),
  },
});

/** Standard objects that an activity may be about. Source: Object Reference, Task, WhatId. */
const ACTIVITY_PARENTS = ['Account', 'Asset', 'Campaign', 'Case', 'Contract', 'Opportunity', 'Order', 'Product2', 'Solution'];
const UNSORTED: ReadonlySet<FieldSchema['type']> = new Set(['LongTextArea', 'Html', 'EncryptedString', 'Base64', 'Address', 'Location']);
const UNGROUPED: ReadonlySet<FieldSchema['type']> = new Set(['Double', 'Currency', 'Percent', 'Datetime', 'Time', 'MultiPicklist', 'TextArea']);

/** The record at the end of a field set's path: `Account.Owner.Name`. */
function ownerOf(objectName: string, path: string): ObjectSchema | undefined {
  const { schema } = current();
  let object: ObjectSchema | undefined = objectOf(objectName);
  for (const step of path.split('.').slice(0, -1)) {
    const lookup: FieldSchema | undefined = object && schema.parentRelationship(object, step);
    object = lookup && schema.object(lookup.referenceTo[0] ?? '');
  }
  return object;
}

function restricts(child: ObjectSchema['childRelationships'][number]): boolean {
  const { schema } = current();
  const object = schema.object(child.childObject);
  return object !== undefined && schema.field(object, child.field)?.deleteBehavior === 'restrict';
}

/** 0 for the first master-detail of an object, 1 for the second. */
function relationshipOrder(object: ObjectSchema, field: FieldSchema): number | null {
  return field.type === 'MasterDetail' ? [...object.fields.values()].filter((one) => one.type === 'MasterDetail').indexOf(field) : null;
}

/** `BillingAddress` of `BillingCity`, `Name` of `LastName`; null for fields that are no part. */
function compoundOf(object: ObjectSchema, field: FieldSchema): string | null {
  if (object.fields.has('lastname') && ['firstname', 'lastname', 'middlename', 'suffix', 'salutation'].includes(field.name.toLowerCase())) return 'Name';
  for (const one of object.fields.values()) {
    if ((one.type === 'Address' || one.type === 'Location') && addressParts(one).some((part) => part.field === field.name)) return one.name;
  }
  return null;
}

/** Values that are written out; formulas are worked out when a record is made. */
function defaultValue(field: FieldSchema): ApexValue {
  if (field.type === 'Boolean') return /^true$/i.test(field.defaultValue ?? '');
  const text = /^(["'])(.*)\1$/s.exec(field.defaultValue ?? '');
  return text === null ? (field.picklistValues.find((one) => one.isDefault && one.isActive)?.value ?? null) : text[2]!;
}

const SHARED: ReadonlySet<string> = new Set(['Account', 'Asset', 'Campaign', 'Case', 'Contact', 'Lead', 'Opportunity', 'User']);
/** The share object of what records of are shared: not of custom ones that are open to all. */
function shareOf(object: ObjectSchema): ObjectSchema | undefined {
  if (object.kind === 'custom' ? !object.fields.has('ownerid') || !['Private', 'Read'].includes(object.sharingModel) : !SHARED.has(object.name)) return undefined;
  return current().schema.object(object.kind === 'custom' ? `${object.name.slice(0, -1)}Share` : `${object.name}Share`);
}

const globalDescribes = new WeakMap<object, ApexMap>();
defineLibraryClass({
  name: 'System.Schema',
  members: {
    'static Map<String,Schema.SObjectType> getGlobalDescribe()': () => {
      const { schema } = current();
      let map = globalDescribes.get(schema);
      if (!map) {
        map = new CaseInsensitiveMap(typeOf('Map<String,Schema.SObjectType>'));
        for (const object of schema.objects()) for (const one of [object, shareOf(object)]) if (one !== undefined) map.put(one.name, objectToken(one.name));
        globalDescribes.set(schema, map);
      }
      const copy = new NamedMap(map.$type, libraryCaller().namespace);
      for (const [key, value] of map.entries()) copy.put(key, value);
      return copy;
    },
    'static List<Schema.DescribeSObjectResult> describeSObjects(List<String> sObjectTypes)': describeAll,
    'static List<Schema.DescribeSObjectResult> describeSObjects(List<String> SObjectTypes, Object SObjectDescribeOptions)': describeAll,
  },
});

function describeAll(names: ApexList | null): ApexList {
  if (!names) failNull();
  return listOf('Schema.DescribeSObjectResult', names.items.map((name) => {
    const object = current().schema.object(name as string, libraryCaller().namespace);
    if (!object) fail('System.InvalidParameterValueException', `Invalid sobject provided. The Schema.describeSObject() methods does not support the ${String(name)} sobject as a parameter.`);
    return new ObjectDescribe(object.name);
  }));
}
