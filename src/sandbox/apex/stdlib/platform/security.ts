/** `Security.stripInaccessible`. Source: Apex Reference, Security Class; Apex Developer Guide, Enforce Security with the stripInaccessible Method. */
import type { UserRights } from '../../../data/security/user-rights.ts';
import type { FieldSchema, ObjectSchema } from '../../../data/schema.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass, typed } from '../../runtime/library.ts';
import { ApexList } from '../../runtime/list.ts';
import { ApexSet } from '../../runtime/map.ts';
import type { ApexEnum } from '../../runtime/object.ts';
import { ApexObject } from '../../runtime/object.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { current } from '../../runtime/transaction.ts';
import { fieldsByObject } from '../exception.ts';

type AccessType = 'READABLE' | 'CREATABLE' | 'UPDATABLE' | 'UPSERTABLE';

class AccessDecision extends ApexObject {
  readonly records: ApexList;
  readonly removed: ReadonlyMap<string, ReadonlySet<string>>;
  readonly modified: readonly number[];
  constructor(records: ApexList, removed: AccessDecision['removed'], modified: readonly number[]) {
    super();
    this.records = records;
    this.removed = removed;
    this.modified = modified;
  }
}
typed(AccessDecision, 'System.SObjectAccessDecision');

/** Copies records without what the user may not use. */
class Stripper {
  readonly #rights: UserRights;
  readonly removed = new Map<string, Set<string>>();

  constructor(rights: UserRights) {
    this.#rights = rights;
  }

  mayUseObject(object: ObjectSchema, access: AccessType): boolean {
    const { read, create, edit } = this.#rights.objectRights(object);
    switch (access) {
      case 'READABLE': return read;
      case 'CREATABLE': return create;
      case 'UPDATABLE': return edit;
      default: return create && edit;
    }
  }

  #mayUseField(object: ObjectSchema, field: FieldSchema, access: AccessType): boolean {
    // The Id is never taken away.
    if (field.name === 'Id') return true;
    if (access === 'READABLE') return this.#rights.canReadField(object, field);
    const isWriteable = access === 'CREATABLE' ? field.isCreateable : access === 'UPDATABLE' ? field.isUpdateable : field.isCreateable && field.isUpdateable;
    return isWriteable && this.#rights.canEditField(object, field);
  }

  #remove(object: ObjectSchema, name: string): void {
    this.removed.set(object.name, (this.removed.get(object.name) ?? new Set()).add(name));
  }

  /** The copy, and whether anything is missing in it. */
  strip(record: SObjectRecord, access: AccessType): { readonly copy: SObjectRecord; readonly isModified: boolean } {
    const { schema } = current();
    const object = schema.object(record.objectName);
    const copy = new SObjectRecord(record.objectName);
    copy.isFromQuery = record.isFromQuery;
    let isModified = false;
    for (const [name, value] of record.fields) {
      const field = object && schema.field(object, name);
      if (object === undefined || field === undefined || this.#mayUseField(object, field, access)) copy.fields.set(name, value);
      else {
        isModified = true;
        this.#remove(object, field.name);
      }
    }
    for (const [name, value] of record.relationships ?? []) {
      const kept = object === undefined ? { value, isModified: false } : this.#related(object, name, value);
      isModified ||= kept.isModified;
      if (kept.value !== undefined) (copy.relationships ??= new Map()).set(name, kept.value);
    }
    return { copy, isModified };
  }

  /** A parent or children: they are read, whatever is done to the record itself. Undefined: taken away as a whole. */
  #related(object: ObjectSchema, name: string, value: ApexValue): { readonly value: ApexValue | undefined; readonly isModified: boolean } {
    const { schema } = current();
    const lookup = schema.parentRelationship(object, name);
    const isLookupHidden = lookup !== undefined && !this.#rights.canReadField(object, lookup);
    const records = value instanceof ApexList ? (value.items as SObjectRecord[]) : value instanceof SObjectRecord ? [value] : [];
    const childName = lookup === undefined ? schema.childRelationship(object, name)?.childObject : records[0]?.objectName;
    const other = childName === undefined ? undefined : schema.object(childName);
    if (isLookupHidden || (other !== undefined && !this.mayUseObject(other, 'READABLE'))) {
      this.#remove(object, lookup?.name ?? name);
      return { value: undefined, isModified: true };
    }
    const stripped = records.map((each) => this.strip(each, 'READABLE'));
    const isModified = stripped.some((each) => each.isModified);
    if (value instanceof ApexList) return { value: new ApexList(value.$type, stripped.map((each) => each.copy)), isModified };
    return { value: stripped[0]?.copy ?? value, isModified };
  }
}

function stripInaccessible(access: ApexEnum | null, source: ApexList | null, enforceRoot: boolean | null = true, permissionSetId: string | null = null): AccessDecision {
  if (access === null || source === null) failNull();
  const type = access.name as AccessType;
  const { data, schema } = current();
  const stripper = new Stripper(permissionSetId === null ? data.rights : data.rightsWith(permissionSetId));
  const modified: number[] = [];
  const records = source.items.map((item, i) => {
    const record = (item ?? failNull()) as SObjectRecord;
    const object = schema.object(record.objectName);
    if (enforceRoot !== false && object !== undefined && !stripper.mayUseObject(object, type)) fail('System.NoAccessException', `No access to entity: ${object.name}`);
    const { copy, isModified } = stripper.strip(record, type);
    if (isModified) modified.push(i);
    return copy;
  });
  return new AccessDecision(new ApexList(source.$type, records), stripper.removed, modified);
}

defineLibraryClass({
  name: 'System.Security',
  members: {
    'static System.SObjectAccessDecision stripInaccessible(System.AccessType accessCheckType, List<SObject> sourceRecords)': stripInaccessible,
    'static System.SObjectAccessDecision stripInaccessible(System.AccessType accessCheckType, List<SObject> sourceRecords, Boolean enforceRootObjectCRUD)': stripInaccessible,
    'static System.SObjectAccessDecision stripInaccessible(System.AccessType accessCheckType, List<SObject> sourceRecords, Boolean enforceRootObjectCRUD, Id permissionSetId)': stripInaccessible,
  },
});
defineLibraryClass({
  name: 'System.SObjectAccessDecision',
  members: {
    'List<SObject> getRecords()': (self: AccessDecision) => self.records,
    'Map<String,Set<String>> getRemovedFields()': (self: AccessDecision) => fieldsByObject(self.removed),
    'Set<Integer> getModifiedIndexes()': (self: AccessDecision) => new ApexSet(typeOf('Set<Integer>'), [...self.modified]),
  },
});
