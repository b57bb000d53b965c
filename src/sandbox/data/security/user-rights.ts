/**
 * What one user may do, from the rows of the org: profile, permission sets, their groups, what these grant. The rows are the
 * only truth, so permission sets that code makes count like those of metadata.
 */
import type { Rows } from '../dml/host.ts';
import { valueOf } from '../layout.ts';
import type { StoredRow, TableLayout } from '../layout.ts';
import type { FieldSchema, ObjectSchema, RecordType, RecordTypeVisibility, Schema } from '../schema.ts';
import type { AccessRights } from '../soql/environment.ts';
import { NO_RIGHTS } from './contract.ts';
import type { FieldRights, ObjectRights } from './contract.ts';
import { Memberships } from './memberships.ts';
import { namedId } from './named-ids.ts';
import { ACTIVITIES, BOUGHT_DATA, isPermissionable, permissionedObject, permissionField, securesFields } from './permissioned.ts';
import { STANDARD_USER, standardProfile } from './standard-profiles.ts';
import type { StandardProfile } from './standard-profiles.ts';

/** What nobody may delete. Source: Object Reference, User (users are deactivated) and Organization. */
const NEVER_DELETED = new Set(['User', 'Organization']);
/** Seen by who may look into setup. */
const CODE: ReadonlySet<string> = new Set(['ApexClass', 'ApexTrigger', 'ApexPage', 'ApexComponent']);

/** Permission sets that are looked at together: what `muted` ones grant is taken away. */
interface Grants { readonly ids: readonly string[]; readonly muted: readonly string[] }

type Right = keyof ObjectRights;
const RIGHTS: Readonly<Record<Right, string>> = {
  create: 'permissionscreate', read: 'permissionsread', edit: 'permissionsedit', delete: 'permissionsdelete', viewAll: 'permissionsviewallrecords', modifyAll: 'permissionsmodifyallrecords',
  viewAllFields: 'permissionsviewallfields',
};
const ALL: ObjectRights = { create: true, read: true, edit: true, delete: true, viewAll: true, modifyAll: true, viewAllFields: true };

export interface RightsSource { readonly rows: Rows; readonly schema: Schema; now(): number }

/** What a user may give new records of an object. */
export interface UserRecordTypes {
  /** Active ones, in the object's order. */
  readonly available: readonly RecordType[];
  /** Of records whose creator names none; null: the master record type. */
  readonly byDefault: RecordType | null;
}

/** A permission set's row with the rows below it. */
class HolderRows {
  objects: Map<string, ObjectRights> | null = null;
  fields: Map<string, FieldRights> | null = null;
  isProfile = false;
  /** Of a profile that every org has: what it grants by itself. */
  template: StandardProfile | null = null;
}

export class UserRights implements AccessRights {
  readonly userId: string;
  readonly memberships: Memberships;
  readonly #source: RightsSource;
  readonly #grants: Grants[] = [];
  readonly #holders = new Map<string, HolderRows>();
  readonly #permissions = new Map<string, boolean>();
  readonly #crud = new Map<ObjectSchema, ObjectRights>();
  readonly #entities = new Map<string, ReadonlySet<string>>();
  readonly #recordTypes = new Map<ObjectSchema, UserRecordTypes>();
  #profile: string | null = null;
  #key: string | null = null;

  constructor(source: RightsSource, userId: string) {
    this.#source = source;
    this.userId = userId;
    this.memberships = new Memberships(source, userId);
    this.#load();
  }

  /** The rights of a permission set alone, for the user who holds it for the length of an operation. */
  static ofPermissionSet(source: RightsSource, userId: string, permissionSetId: string): UserRights {
    const rights = new UserRights(source, userId);
    rights.#addGrants({ ids: [permissionSetId], muted: [] });
    return rights;
  }

  #layout(name: string): TableLayout {
    return this.#source.rows.layout(this.#source.schema.object(name)!);
  }

  #below(objectName: string, field: string, ids: readonly string[]): { layout: TableLayout; rows: StoredRow[] } {
    const layout = this.#layout(objectName);
    const found = this.#source.rows.findIds(layout, field, ids).map((one) => one.id);
    return { layout, rows: [...this.#source.rows.read(layout, found).values()] };
  }

  #load(): void {
    const { rows } = this.#source;
    const sets = this.#layout('PermissionSet');
    const [profileId] = rows.fields(this.#layout('User'), [this.userId], ['ProfileId']).get(this.userId) ?? [];
    if (typeof profileId === 'string') {
      const [name] = rows.fields(this.#layout('Profile'), [profileId], ['Name']).get(profileId) ?? [];
      this.#profile = String(name).toLowerCase();
      for (const { id } of rows.findIds(sets, 'ProfileId', [profileId])) {
        this.#addGrants({ ids: [id], muted: [] });
        Object.assign(this.#holders.get(id)!, { isProfile: true, template: standardProfile(String(name)) ?? null });
      }
    }
    const { layout, rows: found } = this.#below('PermissionSetAssignment', 'AssigneeId', [this.userId]);
    const assignments = found.filter((row) => {
      const expires = valueOf(layout, row, 'ExpirationDate');
      return expires === null || Number(expires) >= this.#source.now();
    }).map((row) => ({ groupId: valueOf(layout, row, 'PermissionSetGroupId') as string | null, setId: valueOf(layout, row, 'PermissionSetId') as string | null }));
    // A group may be assigned by the permission set that stands for it.
    const groups = rows.fields(sets, assignments.flatMap(({ setId }) => setId ?? []), ['PermissionSetGroupId']);
    for (const { groupId, setId } of assignments) {
      const group = groupId ?? (setId === null ? null : (groups.get(setId)?.[0] ?? null));
      if (group !== null) this.#addGrants(this.#grantsOfGroup(group as string));
      else if (setId !== null) this.#addGrants({ ids: [setId], muted: [] });
    }
  }

  #grantsOfGroup(groupId: string): Grants {
    const { layout, rows } = this.#below('PermissionSetGroupComponent', 'PermissionSetGroupId', [groupId]);
    const ids = rows.map((row) => valueOf(layout, row, 'PermissionSetId') as string);
    const muting = this.#layout('MutingPermissionSet').object.keyPrefix;
    return { ids: ids.filter((id) => !id.startsWith(muting!)), muted: ids.filter((id) => id.startsWith(muting!)) };
  }

  #addGrants(grants: Grants): void {
    this.#grants.push(grants);
    for (const id of [...grants.ids, ...grants.muted]) if (!this.#holders.has(id)) this.#holders.set(id, new HolderRows());
    this.#crud.clear();
    this.#entities.clear();
    this.#permissions.clear();
    this.#recordTypes.clear();
    this.#key = null;
  }

  #loadObjects(): void {
    const missing = [...this.#holders].filter(([, holder]) => holder.objects === null);
    if (missing.length === 0) return;
    for (const [, holder] of missing) holder.objects = new Map();
    const muted = new Set(this.#grants.flatMap((grants) => grants.muted));
    const { layout, rows } = this.#below('ObjectPermissions', 'ParentId', missing.map(([id]) => id));
    for (const row of rows) {
      const rights = Object.fromEntries(Object.entries(RIGHTS).map(([right, field]) => [right, valueOf(layout, row, field) === 1])) as unknown as ObjectRights;
      const parentId = valueOf(layout, row, 'ParentId') as string;
      this.#holders.get(parentId)!.objects!.set(String(valueOf(layout, row, 'SobjectType')).toLowerCase(), muted.has(parentId) ? rights : implied(rights));
    }
    // A profile that nothing describes works like the one for standard users.
    for (const [, holder] of missing) if (holder.isProfile && holder.objects!.size === 0) holder.template ??= standardProfile(STANDARD_USER)!;
  }

  /** Equal for users whom queries and DML treat alike, as far as rights go. */
  get key(): string {
    return (this.#key ??= this.#makeKey());
  }

  #makeKey(): string {
    this.#loadObjects();
    this.#loadFields();
    const parts = this.#grants.map(({ ids, muted }) => [...ids, '-', ...muted].map((id) => {
      const holder = this.#holders.get(id);
      if (holder === undefined) return id;
      const flags = (rights: object): string => Object.values(rights).map(Number).join('');
      return `${id}${holder.template?.name ?? ''}{${[...holder.objects!].map(([name, rights]) => name + flags(rights)).join()};${[...holder.fields!].map(([name, rights]) => name + flags(rights)).join()}}`;
    }).join());
    return `${this.has('ViewAllData')}${this.has('ModifyAllData')}${this.has('ManageUsers')}${parts.join('|')}`;
  }

  /** A user permission: `ModifyAllData`. */
  has(permission: string): boolean {
    const key = permission.toLowerCase();
    let isGiven = this.#permissions.get(key);
    if (isGiven === undefined) {
      const values = this.#source.rows.fields(this.#layout('PermissionSet'), [...this.#holders.keys()], [`Permissions${permission}`]);
      const given = (id: string): boolean => values.get(id)?.[0] === 1;
      this.#permissions.set(key, isGiven = this.#grants.some(({ ids, muted }) => ids.some(given) && !muted.some(given)));
    }
    return isGiven;
  }

  /** Ids of what the user was given access to: classes, custom permissions. */
  #entitiesOf(type: string): ReadonlySet<string> {
    let ids = this.#entities.get(type);
    if (ids === undefined) {
      const { layout, rows } = this.#below('SetupEntityAccess', 'ParentId', this.#grants.flatMap((grants) => grants.ids));
      this.#entities.set(type, ids = new Set(rows.filter((row) => valueOf(layout, row, 'SetupEntityType') === type).map((row) => valueOf(layout, row, 'SetupEntityId') as string)));
    }
    return ids;
  }

  /** By DeveloperName, with the namespace where the permission has one. */
  hasCustomPermission(name: string): boolean {
    const layout = this.#layout('CustomPermission');
    for (const row of this.#source.rows.read(layout, this.#entitiesOf('CustomPermission')).values()) {
      const prefix = valueOf(layout, row, 'NamespacePrefix');
      const developerName = String(valueOf(layout, row, 'DeveloperName'));
      if ([developerName, `${String(prefix)}__${developerName}`].some((one) => one.toLowerCase() === name.toLowerCase())) return true;
    }
    return false;
  }

  /** Whether requests of this user may enter an Apex class. */
  mayUseClass(name: string, namespace: string | null): boolean {
    if (this.has('AuthorApex') || this.has('ModifyAllData') || this.has('CustomizeApplication')) return true;
    this.#loadObjects();
    if (namespace !== null && [...this.#holders.values()].some(({ template }) => template !== null && template.fields !== 'none')) return true;
    const layout = this.#layout('ApexClass');
    const bare = (name.split('.').at(-1) ?? name).toLowerCase();
    for (const row of this.#source.rows.read(layout, this.#entitiesOf('ApexClass')).values()) {
      const prefix = (valueOf(layout, row, 'NamespacePrefix') as string | null) ?? null;
      if (String(valueOf(layout, row, 'Name')).toLowerCase() === bare && (prefix ?? '').toLowerCase() === (namespace ?? '').toLowerCase()) return true;
    }
    return false;
  }

  /** Rights on an object, before sharing. */
  objectRights(object: ObjectSchema): ObjectRights {
    let rights = this.#crud.get(object);
    if (rights === undefined) {
      rights = this.#computeRights(object);
      if (NEVER_DELETED.has(object.name)) rights = { ...rights, delete: false };
      this.#crud.set(object, rights);
    }
    return rights;
  }

  #computeRights(object: ObjectSchema): ObjectRights {
    const decisive = permissionedObject(this.#source.schema, object);
    if (decisive === null) {
      if (CODE.has(object.name) && !this.has('ViewSetup') && !this.has('AuthorApex')) return NO_RIGHTS;
      const isAdministered = object.kind === 'customMetadata' || (object.kind === 'customSetting' && !this.has('CustomizeApplication') && !this.has('ModifyAllData'))
        || (object.isSetup && !this.has('ManageUsers') && !this.has('ModifyAllData'));
      return isAdministered ? { ...NO_RIGHTS, read: true, viewAll: true } : { ...ALL, viewAll: this.has('ViewAllData'), modifyAll: this.has('ModifyAllData'), viewAllFields: false };
    }
    this.#loadObjects();
    const name = decisive.name.toLowerCase();
    const of = (id: string): ObjectRights => {
      const holder = this.#holders.get(id)!;
      return holder.objects!.get(name) ?? holder.template?.objectRights(decisive) ?? NO_RIGHTS;
    };
    let rights = NO_RIGHTS;
    for (const { ids, muted } of this.#grants) {
      const given = ids.reduce((sum, id) => either(sum, of(id)), NO_RIGHTS);
      rights = either(rights, muted.length === 0 ? given : consistent(muted.reduce((sum, id) => without(sum, of(id)), given)));
    }
    if (this.has('ViewAllData') || this.has('ModifyAllData')) rights = either(rights, { ...NO_RIGHTS, read: true, viewAll: true });
    if (this.has('ModifyAllData')) rights = either(rights, { ...ALL, viewAllFields: false });
    return rights;
  }

  /**
   * Profiles and permission sets give record types, profiles the default one, which is the master record type if they name
   * none. No row says so: metadata does. A profile that says nothing of an object's record types gives them all.
   * Source: Salesforce Help, How Is Record Type Access Specified?
   */
  recordTypes(object: ObjectSchema): UserRecordTypes {
    let types = this.#recordTypes.get(object);
    if (types === undefined) this.#recordTypes.set(object, types = this.#computeRecordTypes(object));
    return types;
  }

  #computeRecordTypes({ recordTypes }: ObjectSchema): UserRecordTypes {
    const ofProfile = (type: RecordType): readonly RecordTypeVisibility[] => type.visibilities.filter(({ holder, name }) => holder === 'profile' && name.toLowerCase() === this.#profile);
    const isDescribed = recordTypes.some((type) => ofProfile(type).length > 0);
    const isGranted = ({ holder, name, isVisible }: RecordTypeVisibility): boolean => isVisible && holder === 'permissionSet' && this.#grants.some(({ ids }) => ids.includes(namedId('0PS', name)));
    const available = recordTypes.filter((type) => type.isActive && (!isDescribed || ofProfile(type).some((one) => one.isVisible) || type.visibilities.some(isGranted)));
    return { available, byDefault: available.find((type) => ofProfile(type).some((one) => one.isVisible && one.isDefault)) ?? null };
  }

  #loadFields(): void {
    const missing = [...this.#holders].filter(([, holder]) => holder.fields === null);
    if (missing.length === 0) return;
    for (const [, holder] of missing) holder.fields = new Map();
    const { layout, rows } = this.#below('FieldPermissions', 'ParentId', missing.map(([id]) => id));
    for (const row of rows) {
      const rights = { read: valueOf(layout, row, 'PermissionsRead') === 1 || valueOf(layout, row, 'PermissionsEdit') === 1, edit: valueOf(layout, row, 'PermissionsEdit') === 1 };
      this.#holders.get(valueOf(layout, row, 'ParentId') as string)!.fields!.set(String(valueOf(layout, row, 'Field')).toLowerCase(), rights);
    }
  }

  #fieldGranted(object: ObjectSchema, field: FieldSchema, right: keyof FieldRights): boolean {
    this.#loadObjects();
    this.#loadFields();
    const name = permissionField(object, field);
    const key = `${object.name.toLowerCase()}.${name}`;
    const of = (id: string): boolean => {
      const { fields, objects, template } = this.#holders.get(id)!;
      // Custom fields of activities are one field of both.
      const explicit = fields!.get(key) ?? (field.isCustom && ACTIVITIES.has(object.name) ? fields!.get(`activity.${name}`) : undefined);
      if (explicit !== undefined) return explicit[right];
      if (right === 'read' && objects!.get(object.name.toLowerCase())?.viewAllFields) return true;
      return template !== null && grantedByTemplate(template, object, field, name);
    };
    return this.#grants.some(({ ids, muted }) => ids.some(of) && !muted.some(of));
  }

  canReadObject(object: ObjectSchema): boolean {
    return this.objectRights(object).read;
  }

  canWriteObject(object: ObjectSchema, right: 'create' | 'edit' | 'delete'): boolean {
    return this.objectRights(object)[right];
  }

  canReadField(object: ObjectSchema, field: FieldSchema): boolean {
    if (!this.canReadObject(object)) return false;
    return !securesFields(this.#source.schema, object) || !isPermissionable(object, field) || this.#fieldGranted(object, field, 'read');
  }

  canEditField(object: ObjectSchema, field: FieldSchema): boolean {
    return !securesFields(this.#source.schema, object) || !isPermissionable(object, field) || this.#fieldGranted(object, field, 'edit');
  }

  /** Whether every record of an object is the user's to see, or to change. */
  seesAll(object: ObjectSchema): boolean {
    const rights = this.objectRights(object);
    return rights.viewAll || rights.modifyAll || this.has('ViewAllData') || this.has('ModifyAllData');
  }

  changesAll(object: ObjectSchema): boolean {
    return this.objectRights(object).modifyAll || this.has('ModifyAllData');
  }
}

function grantedByTemplate(template: StandardProfile, object: ObjectSchema, field: FieldSchema, name: string): boolean {
  if (template.fields === 'all') return true;
  if (template.fields === 'none' || !template.objectRights(object).read || BOUGHT_DATA.has(name)) return false;
  // An org's own fields are granted one by one; a package's come with it.
  return !field.isCustom || /^\w+?__\w+__[a-z]$/i.test(field.name);
}


/** Higher rights bring the lower ones with them. */
function implied(rights: ObjectRights): ObjectRights {
  const modifyAll = rights.modifyAll;
  const viewAll = rights.viewAll || modifyAll;
  const edit = rights.edit || rights.delete || modifyAll;
  return { create: rights.create, edit, delete: rights.delete || modifyAll, read: rights.read || rights.create || edit || viewAll, viewAll, modifyAll, viewAllFields: rights.viewAllFields };
}

/** What is left when lower rights were taken away: the higher ones go with them. */
function consistent(rights: ObjectRights): ObjectRights {
  if (!rights.read) return NO_RIGHTS;
  const isWriting = rights.edit && rights.delete;
  return { ...rights, delete: isWriting, modifyAll: rights.modifyAll && isWriting && rights.viewAll };
}

const either = (a: ObjectRights, b: ObjectRights): ObjectRights => Object.fromEntries(Object.entries(a).map(([right, given]) => [right, given || b[right as Right]])) as unknown as ObjectRights;
const without = (a: ObjectRights, b: ObjectRights): ObjectRights => Object.fromEntries(Object.entries(a).map(([right, given]) => [right, given && !b[right as Right]])) as unknown as ObjectRights;
