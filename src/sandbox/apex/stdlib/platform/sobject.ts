import type { FieldSchema, ObjectSchema } from '../../../data/schema.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { apexEquals, hashOf } from '../../runtime/equality.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, enumConstant, listOf } from '../../runtime/library.ts';
import { libraryCaller } from '../../runtime/library-caller.ts';
import type { ApexList } from '../../runtime/list.ts';
import { ApexMap } from '../../runtime/map.ts';
import { dynamicField, getByName, getDynamic, getRelated, putDynamic, schemaOf, setRelated } from '../../runtime/records.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { textOf } from '../../runtime/text.ts';
import type { FieldToken} from '../../runtime/tokens.ts';
import { objectToken } from '../../runtime/tokens.ts';
import { saveHeadersOf } from './dml-options.ts';
import { current } from '../../runtime/transaction.ts';

const clones = new WeakMap<SObjectRecord, SObjectRecord>();
const AUDIT = new Set(['CreatedById', 'CreatedDate', 'LastModifiedById', 'LastModifiedDate', 'SystemModstamp']);

/** A copy of a record as `clone` makes it. Ids, audit fields and auto-numbers only come along where asked for. */
export function cloneRecord(self: SObjectRecord, keepsId = false, isDeep = false, keepsAudit = false, keepsAutonumber = false): SObjectRecord {
  const copy = new SObjectRecord(self.objectName);
  const schema = schemaOf(self);
  for (const [name, value] of self.fields) {
    if (name === 'Id' && !keepsId) continue;
    if (AUDIT.has(name) && !keepsAudit) continue;
    if (!keepsAutonumber && schema?.fields.get(name.toLowerCase())?.type === 'AutoNumber') continue;
    copy.fields.set(name, value);
  }
  if (self.relationships) {
    copy.relationships = new Map([...self.relationships].map(([name, value]) => [name, isDeep && value instanceof SObjectRecord ? cloneRecord(value, true, true, true, true) : value]));
  }
  copy.isFromQuery = self.isFromQuery;
  clones.set(copy, self);
  return copy;
}

function addError(self: SObjectRecord, message: string | null, field: string | null): void {
  if (self.isReadOnly && field === null && self.errors === null) self.errors = [];
  (self.errors ??= []).push({ message: message ?? '', field });
}

const messageOf = (cause: ApexValue): string => (cause as { message?: string | null }).message ?? '';

/** A lookup by its relationship's name or its own; a package's code leaves its prefix out. */
function lookupOf(schema: ObjectSchema, name: string): FieldSchema | undefined {
  const { namespace } = libraryCaller();
  return current().schema.parentRelationship(schema, name, namespace) ?? current().schema.field(schema, name, namespace);
}

/** A parent record by relationship or by its lookup field. */
function parentOf(self: SObjectRecord, name: string): ApexValue {
  const schema = schemaOf(self);
  const field = schema && lookupOf(schema, name);
  if (!field?.relationshipName) fail('System.SObjectException', `Invalid relationship ${name} for ${self.objectName}`);
  return getRelated(self, field.relationshipName);
}

function putParent(self: SObjectRecord, name: string, value: ApexValue): ApexValue {
  const schema = schemaOf(self);
  const field = schema && lookupOf(schema, name);
  if (!field?.relationshipName) fail('System.SObjectException', `${self.objectName}.${name} is not a relationship`);
  setRelated(self, field.relationshipName, value);
  return value;
}

const nameOf = (field: FieldToken | null): string => (field ?? failNull('Argument cannot be null.')).fieldName;

/** Source: Apex Reference, SObject Class. */
defineLibraryClass({
  name: 'System.SObject',
  members: {
    'void addError(String message)': (self: SObjectRecord, message: string) => addError(self, message, null),
    'void addError(String message, Boolean escape)': (self: SObjectRecord, message: string) => addError(self, message, null),
    'void addError(Exception cause)': (self: SObjectRecord, cause: ApexValue) => addError(self, messageOf(cause), null),
    'void addError(Exception cause, Boolean escape)': (self: SObjectRecord, cause: ApexValue) => addError(self, messageOf(cause), null),
    'void addError(String field, String message)': (self: SObjectRecord, field: string, message: string) => addError(self, message, dynamicField(self, field).name),
    'void addError(String field, String message, Boolean escape)': (self: SObjectRecord, field: string, message: string) => addError(self, message, dynamicField(self, field).name),
    'void addError(Schema.SObjectField field, String message)': (self: SObjectRecord, field: FieldToken | null, message: string) => addError(self, message, nameOf(field)),
    'void addError(Schema.SObjectField field, String message, Boolean escape)': (self: SObjectRecord, field: FieldToken | null, message: string) => addError(self, message, nameOf(field)),
    'void clear()': (self: SObjectRecord) => { self.fields.clear(); self.relationships = null; },
    'SObject clone()': (self: SObjectRecord) => cloneRecord(self),
    'SObject clone(Boolean preserveId)': (self: SObjectRecord, id: boolean) => cloneRecord(self, id),
    'SObject clone(Boolean preserveId, Boolean isDeepClone)': (self: SObjectRecord, id: boolean, deep: boolean) => cloneRecord(self, id, deep),
    'SObject clone(Boolean preserveId, Boolean isDeepClone, Boolean preserveReadonlyTimestamps)': (self: SObjectRecord, id: boolean, deep: boolean, audit: boolean) => cloneRecord(self, id, deep, audit),
    'SObject clone(Boolean preserveId, Boolean isDeepClone, Boolean preserveReadonlyTimestamps, Boolean preserveAutonumber)':
      (self: SObjectRecord, id: boolean, deep: boolean, audit: boolean, autonumber: boolean) => cloneRecord(self, id, deep, audit, autonumber),
    'Boolean equals(Object other)': (self: SObjectRecord, other: ApexValue) => apexEquals(self, other),
    'Object get(String field)': (self: SObjectRecord, field: string) => getDynamic(self, field),
    'Object get(Schema.SObjectField field)': (self: SObjectRecord, field: FieldToken | null) => getByName(self, nameOf(field)),
    'Id getCloneSourceId()': (self: SObjectRecord) => clones.get(self)?.fields.get('Id') ?? null,
    'List<Database.Error> getErrors()': (self: SObjectRecord) => listOf('Database.Error', (self.errors ?? []).map((error) => {
      const bean = new ApexBean('Database.Error');
      bean.set('message', error.message);
      bean.set('fields', listOf('String', error.field ? [error.field] : []));
      bean.set('statusCode', enumConstant('System.StatusCode', 'FIELD_CUSTOM_VALIDATION_EXCEPTION'));
      return bean;
    })),
    'Boolean hasErrors()': (self: SObjectRecord) => (self.errors?.length ?? 0) > 0,
    'Map<String,Object> getPopulatedFieldsAsMap()': (self: SObjectRecord) => {
      const map = new ApexMap(typeOf('Map<String,Object>'));
      for (const [name, value] of self.fields) map.put(name, value);
      for (const [name, value] of self.relationships ?? []) map.put(name, value);
      return map;
    },
    'SObject getSObject(String relationship)': (self: SObjectRecord, name: string) => parentOf(self, name),
    'SObject getSObject(Schema.SObjectField field)': (self: SObjectRecord, field: FieldToken | null) => parentOf(self, nameOf(field)),
    'List<SObject> getSObjects(String relationship)': (self: SObjectRecord, name: string) => {
      const schema = schemaOf(self);
      const child = schema && current().schema.childRelationship(schema, name, libraryCaller().namespace);
      if (!child?.name) fail('System.SObjectException', `Invalid aggregate relationship ${name} for ${self.objectName}`);
      const found = self.relationships?.get(child.name) as ApexList | undefined;
      // Children of definitions are there even if there are none.
      return found && (found.size > 0 || self.objectName === 'EntityDefinition') ? found : self.isFromQuery ? null : (getRelated(self, child.name) as ApexList).size > 0 ? getRelated(self, child.name) : null;
    },
    'Schema.SObjectType getSObjectType()': (self: SObjectRecord) => objectToken(self.objectName),
    'Integer hashCode()': (self: SObjectRecord) => hashOf(self),
    'Boolean isClone()': (self: SObjectRecord) => clones.has(self),
    'Boolean isSet(String field)': (self: SObjectRecord, field: string) => self.fields.has(dynamicField(self, field).name),
    'Boolean isSet(Schema.SObjectField field)': (self: SObjectRecord, field: FieldToken | null) => self.fields.has(nameOf(field)),
    'Object put(String field, Object value)': (self: SObjectRecord, field: string, value: ApexValue) => putDynamic(self, field, value),
    'Object put(Schema.SObjectField field, Object value)': (self: SObjectRecord, field: FieldToken | null, value: ApexValue) => putDynamic(self, nameOf(field), value),
    'SObject putSObject(String relationship, SObject value)': (self: SObjectRecord, name: string, value: ApexValue) => putParent(self, name, value),
    'SObject putSObject(Schema.SObjectField field, SObject value)': (self: SObjectRecord, field: FieldToken | null, value: ApexValue) => putParent(self, nameOf(field), value),
    'void setOptions(Database.DMLOptions options)': (self: SObjectRecord, options: ApexBean | null) => {
      recordOptions.set(self, options);
      self.saveHeaders = options === null ? null : saveHeadersOf(options);
    },
    'Database.DMLOptions getOptions()': (self: SObjectRecord) => recordOptions.get(self) ?? null,
    'String toString()': (self: SObjectRecord) => textOf(self),
  },
});

const recordOptions = new WeakMap<SObjectRecord, ApexValue>();
