/**
 * Describe over REST: `/sobjects` and `/sobjects/<Object>/describe`. What Apex's describe calls say to the same user, under
 * the REST API's names. Sources: REST API Developer Guide, Describe Global and sObject Describe; SOAP API Developer Guide,
 * DescribeSObjectResult.
 */
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { ApexBean, findMember } from '../../apex/runtime/library.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { ApexEnum } from '../../apex/runtime/object.ts';
import { FieldDescribe, FieldToken, ObjectDescribe, ObjectToken } from '../../apex/runtime/tokens.ts';
import type { ObjectSchema, Schema } from '../../data/schema.ts';

const OBJECT = 'Schema.DescribeSObjectResult';
const FIELD = 'Schema.DescribeFieldResult';
const MAX_BATCH = 200;

/** REST's name → the member of Apex's describe result. */
const ofObject: Readonly<Record<string, string>> = {
  createable: 'Boolean isCreateable()', custom: 'Boolean isCustom()', customSetting: 'Boolean isCustomSetting()', deletable: 'Boolean isDeletable()', deprecatedAndHidden: 'Boolean isDeprecatedAndHidden()',
  feedEnabled: 'Boolean isFeedEnabled()', hasSubtypes: 'Boolean getHasSubtypes()', isInterface: 'Boolean getIsInterface()', isSubtype: 'Boolean getIsSubtype()', keyPrefix: 'String getKeyPrefix()',
  label: 'String getLabel()', labelPlural: 'String getLabelPlural()', mergeable: 'Boolean isMergeable()', mruEnabled: 'Boolean isMruEnabled()', name: 'String getName()',
  queryable: 'Boolean isQueryable()', searchable: 'Boolean isSearchable()', undeletable: 'Boolean isUndeletable()', updateable: 'Boolean isUpdateable()',
};

const ofField: Readonly<Record<string, string>> = {
  aggregatable: 'Boolean isAggregatable()', aiPredictionField: 'Boolean isAiPredictionField()', autoNumber: 'Boolean isAutoNumber()', byteLength: 'Integer getByteLength()', calculated: 'Boolean isCalculated()',
  calculatedFormula: 'String getCalculatedFormula()', cascadeDelete: 'Boolean isCascadeDelete()', caseSensitive: 'Boolean isCaseSensitive()', createable: 'Boolean isCreateable()', custom: 'Boolean isCustom()',
  controllerName: 'Schema.sObjectField getController()', defaultValueFormula: 'String getDefaultValueFormula()', defaultedOnCreate: 'Boolean isDefaultedOnCreate()', dependentPicklist: 'Boolean isDependentPicklist()', deprecatedAndHidden: 'Boolean isDeprecatedAndHidden()',
  digits: 'Integer getDigits()', encrypted: 'Boolean isEncrypted()', externalId: 'Boolean isExternalID()', filterable: 'Boolean isFilterable()', groupable: 'Boolean isGroupable()', htmlFormatted: 'Boolean isHtmlFormatted()',
  idLookup: 'Boolean isIdLookup()', inlineHelpText: 'String getInlineHelpText()', label: 'String getLabel()', length: 'Integer getLength()', name: 'String getName()', nameField: 'Boolean isNameField()',
  namePointing: 'Boolean isNamePointing()', nillable: 'Boolean isNillable()', permissionable: 'Boolean isPermissionable()', picklistValues: 'List<Schema.PicklistEntry> getPicklistValues()', precision: 'Integer getPrecision()',
  referenceTo: 'List<Schema.sObjectType> getReferenceTo()', relationshipName: 'String getRelationshipName()', relationshipOrder: 'Integer getRelationshipOrder()', restrictedDelete: 'Boolean isRestrictedDelete()',
  restrictedPicklist: 'Boolean isRestrictedPicklist()', scale: 'Integer getScale()', soapType: 'Schema.SOAPType getSOAPType()', sortable: 'Boolean isSortable()', type: 'Schema.DisplayType getType()', unique: 'Boolean isUnique()',
  updateable: 'Boolean isUpdateable()', writeRequiresMasterRead: 'Boolean isWriteRequiresMasterRead()',
};

/** Records a person works with have pages of their own; what the platform keeps about itself doesn't. */
const isLaidOut = ({ kind, isSetup }: ObjectSchema): boolean => (kind === 'standard' && !isSetup) || kind === 'custom';

/** What both resources say of an object. */
function summary(object: ObjectSchema, version: string): Record<string, unknown> {
  const base = `/services/data/v${version}/sobjects/${object.name}`;
  const isOpen = isLaidOut(object);
  return {
    activateable: false, ...read(OBJECT, new ObjectDescribe(object.name), ofObject), layoutable: isOpen, replicateable: isOpen, retrieveable: true, triggerable: object.allowsDml && object.kind !== 'customMetadata',
    urls: { sobject: base, describe: `${base}/describe`, rowTemplate: `${base}/{ID}` },
  };
}

/** `/sobjects` */
export function describeGlobal(schema: Schema, version: string): unknown {
  const isSeen = (object: ObjectSchema): boolean => find(OBJECT, 'Boolean isAccessible()', new ObjectDescribe(object.name)) === true;
  const sobjects = [...schema.objects()].filter(isSeen).sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1)).map((object) => summary(object, version));
  return { encoding: 'UTF-8', maxBatchSize: MAX_BATCH, sobjects };
}

/** `/sobjects/<Object>/describe`: with the fields that the user may see. */
export function describeSObject(object: ObjectSchema, version: string): unknown {
  const self = new ObjectDescribe(object.name);
  const fields = [...object.fields.values()].map((each) => new FieldDescribe(object.name, each.name)).filter((each) => find(FIELD, 'Boolean isAccessible()', each) === true);
  return {
    ...summary(object, version),
    childRelationships: plain(find(OBJECT, 'List<Schema.ChildRelationship> getChildRelationships()', self)),
    fields: fields.map((each) => fieldOf(each)),
    recordTypeInfos: plain(find(OBJECT, 'List<Schema.RecordTypeInfo> getRecordTypeInfos()', self)),
  };
}

function fieldOf(self: FieldDescribe): Record<string, unknown> {
  const found = read(FIELD, self, ofField);
  const type = String(found['type']).toLowerCase();
  const soapType = String(found['soapType']).toLowerCase();
  return { ...found, type: type === 'integer' ? 'int' : type === 'anytype' ? 'anyType' : type, soapType: SOAP_TYPES[soapType] ?? `xsd:${soapType}`, defaultValue: plain(find(FIELD, 'Object getDefaultValue()', self)) };
}

const SOAP_TYPES: Readonly<Record<string, string>> = { id: 'tns:ID', integer: 'xsd:int', datetime: 'xsd:dateTime', base64binary: 'xsd:base64Binary', anytype: 'xsd:anyType', address: 'urn:address', location: 'urn:location' };

function find(owner: string, member: string, self: ApexValue): ApexValue {
  return (findMember(owner, member) as (self: ApexValue) => ApexValue)(self);
}

function read(owner: string, self: ApexValue, members: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, plain(find(owner, member, self))]));
}

const BEAN_NAMES: Readonly<Record<string, readonly string[]>> = {
  'Schema.PicklistEntry': ['active', 'defaultValue', 'label', 'validFor', 'value'],
  'Schema.ChildRelationship': ['cascadeDelete', 'childSObject', 'deprecatedAndHidden', 'field', 'relationshipName', 'restrictedDelete'],
  'Schema.RecordTypeInfo': ['active', 'available', 'defaultRecordTypeMapping', 'developerName', 'master', 'name', 'recordTypeId'],
};

/** An Apex value of a describe result as JSON has it. */
function plain(value: ApexValue): unknown {
  if (value instanceof ApexList) return value.items.map(plain);
  if (value instanceof ObjectToken) return value.objectName;
  if (value instanceof FieldToken) return value.fieldName;
  if (value instanceof ApexEnum) return value.name;
  if (value instanceof ApexBean) return Object.fromEntries((BEAN_NAMES[value.$type.name] ?? []).map((name) => [name, plain(value.get(name))]));
  return value;
}
