/** The rows of who may do what: permission sets with what they grant, roles, groups, queues, assignments of the org's users. */
import { isNamedId, namedId } from './named-ids.ts';
import { seedRow } from '../bootstrap.ts';
import type { BootstrapUser, SeedValues } from '../bootstrap.ts';
import { Delta } from '../delta.ts';
import type { OrgStore } from '../store.ts';
import type { StoreConnection } from '../storage/connection.ts';
import type { Grantee, ObjectRights, PermissionHolder, SecurityMetadata } from './contract.ts';
import { OrgSchema } from '../org-schema.ts';
import { COMMON_OBJECTS, STANDARD_USER, standardProfile } from './standard-profiles.ts';
import { licenseOf, USER_LICENSES } from './user-licenses.ts';

export interface SecurityBootstrap {
  readonly metadata: SecurityMetadata;
  readonly users: readonly BootstrapUser[];
  readonly userIds: ReadonlyMap<string, string>;
  readonly profileIds: ReadonlyMap<string, string>;
  readonly now: number;
}

/** Objects whose rows are as metadata says: those of metadata that is gone go. */
const MANAGED = ['PermissionSet', 'ObjectPermissions', 'FieldPermissions', 'SetupEntityAccess', 'PermissionSetGroup', 'PermissionSetGroupComponent', 'MutingPermissionSet', 'CustomPermission', 'UserRole', 'Group', 'GroupMember', 'QueueSobject', 'PermissionSetAssignment'];

/** Of each user license: a world has as many users as it likes. */
const SEATS = 100;

/** The permission set that stands behind a profile. */
export const profileSetId = (profileId: string): string => namedId('0PS', `profile ${profileId}`);
export const roleId = (name: string): string => namedId('00E', name);

const qualified = (one: { readonly name: string; readonly namespace: string | null }): string => (one.namespace === null ? one.name : `${one.namespace}__${one.name}`);

/** Runs after the rows of users, profiles and classes are there. */
export function bootstrapSecurity(store: OrgStore, connection: StoreConnection, options: SecurityBootstrap): void {
  new Seeder(store, connection, options).run();
}

class Seeder {
  readonly #store: OrgStore;
  readonly #connection: StoreConnection;
  readonly #options: SecurityBootstrap;
  readonly #delta = new Delta();
  readonly #seeded = new Set<string>();

  constructor(store: OrgStore, connection: StoreConnection, options: SecurityBootstrap) {
    this.#store = store;
    this.#connection = connection;
    this.#options = options;
  }

  #seed(object: string, id: string, values: SeedValues): void {
    const { now, userIds } = this.#options;
    const admin = [...userIds.values()][0] ?? null;
    const audit = { CreatedDate: now, LastModifiedDate: now, SystemModstamp: now, CreatedById: admin, LastModifiedById: admin };
    seedRow(this.#store, this.#connection, this.#delta, object, id, { ...audit, ...values });
    this.#seeded.add(id);
  }

  run(): void {
    const { metadata } = this.#options;
    for (const permission of metadata.customPermissions) {
      this.#seed('CustomPermission', namedId('0CP', qualified(permission)), { DeveloperName: permission.name, MasterLabel: permission.label, Description: permission.description, NamespacePrefix: permission.namespace, Language: 'en_US' });
    }
    for (const { name, key } of USER_LICENSES) this.#seed('UserLicense', namedId('100', name), { Name: name, MasterLabel: name, LicenseDefinitionKey: key, Status: 'Active', TotalLicenses: SEATS, UsedLicenses: 0 });
    this.#profiles();
    for (const holder of metadata.holders) if (holder.kind !== 'profile') this.#permissionSet(holder);
    this.#permissionSetGroups();
    this.#roles();
    this.#groups();
    this.#assignments();
    this.#removeGone();
    this.#connection.commit(this.#delta);
  }

  #profiles(): void {
    const { metadata, profileIds } = this.#options;
    const described = new Map(metadata.holders.filter((one) => one.kind === 'profile').map((one) => [one.name.toLowerCase(), one]));
    for (const [name, profileId] of profileIds) {
      const holder = described.get(name.toLowerCase());
      const permissions = flagsOf([...((holder === undefined ? (standardProfile(name) ?? standardProfile(STANDARD_USER)) : standardProfile(name))?.userPermissions ?? []), ...(holder?.userPermissions ?? [])]);
      const id = profileSetId(profileId);
      this.#seed('Profile', profileId, { Name: name, UserType: standardProfile(name)?.userType ?? 'Standard', UserLicenseId: namedId('100', licenseOf(name).name), Description: holder?.description ?? null, ...permissions });
      this.#seed('PermissionSet', id, { Name: `X${profileId}`, Label: profileId, ProfileId: profileId, IsOwnedByProfile: true, IsCustom: standardProfile(name) === undefined, Type: 'Profile', ...permissions });
      if (holder !== undefined) this.#grants(id, holder);
      // Described, and without rights: not like a profile that nothing describes.
      if (holder?.objects.size === 0 && standardProfile(name) === undefined) this.#seed('ObjectPermissions', namedId('110', `${id} none`), { ParentId: id, SobjectType: 'Account' });
      this.#standardRights(id, name, holder);
    }
  }

  /** Rows of what a standard profile grants by itself, for those who look for them. */
  #standardRights(parentId: string, profile: string, described: PermissionHolder | undefined): void {
    const standard = standardProfile(profile);
    if (standard === undefined) return;
    const { schema } = this.#store;
    const own = schema instanceof OrgSchema ? [...schema.definedObjects()].filter((object) => object.kind === 'custom' || object.kind === 'platformEvent') : [];
    for (const object of [...COMMON_OBJECTS.map((name) => schema.object(name)), ...own]) {
      if (object === undefined || described?.objects.has(object.name)) continue;
      const rights = standard.objectRights(object);
      if (rights.read) this.#seed('ObjectPermissions', namedId('110', `${parentId} ${object.name}`), { ParentId: parentId, SobjectType: object.name, ...objectFlags(rights) });
    }
  }

  #permissionSet(holder: PermissionHolder): void {
    const { kind, name, label, namespace, description } = holder;
    if (kind === 'mutingPermissionSet') {
      const id = namedId('0QM', qualified(holder));
      this.#seed('MutingPermissionSet', id, { DeveloperName: name, MasterLabel: label, NamespacePrefix: namespace, Language: 'en_US', ...flagsOf(holder.userPermissions) });
      this.#grants(id, holder);
      return;
    }
    const id = namedId('0PS', qualified(holder));
    this.#seed('PermissionSet', id, {
      Name: name, Label: label, NamespacePrefix: namespace, Description: description, IsCustom: true, IsOwnedByProfile: false, HasActivationRequired: holder.needsActivation,
      Type: holder.needsActivation ? 'Session' : 'Regular', ...flagsOf(holder.userPermissions),
    });
    this.#grants(id, holder);
  }

  #grants(parentId: string, holder: PermissionHolder): void {
    for (const [object, rights] of holder.objects) this.#seed('ObjectPermissions', namedId('110', `${parentId} ${object}`), { ParentId: parentId, SobjectType: object, ...objectFlags(rights) });
    for (const [field, rights] of holder.fields) {
      this.#seed('FieldPermissions', namedId('01k', `${parentId} ${field}`), { ParentId: parentId, SobjectType: field.split('.')[0]!, Field: field, PermissionsRead: rights.read || rights.edit, PermissionsEdit: rights.edit });
    }
    const classIds = this.#classIds();
    for (const name of holder.classes) {
      const id = classIds.get(`${holder.namespace ?? ''}.${name}`.toLowerCase()) ?? classIds.get(name.replace('__', '.').toLowerCase()) ?? classIds.get(`.${name}`.toLowerCase());
      if (id !== undefined) this.#seed('SetupEntityAccess', namedId('0J0', `${parentId} ${id}`), { ParentId: parentId, SetupEntityId: id, SetupEntityType: 'ApexClass' });
    }
    for (const name of holder.customPermissions) {
      const known = this.#options.metadata.customPermissions.find((one) => [one.name, qualified(one)].some((each) => each.toLowerCase() === name.toLowerCase()));
      if (known === undefined) continue;
      const id = namedId('0CP', qualified(known));
      this.#seed('SetupEntityAccess', namedId('0J0', `${parentId} ${id}`), { ParentId: parentId, SetupEntityId: id, SetupEntityType: 'CustomPermission' });
    }
  }

  #knownClasses: ReadonlyMap<string, string> | null = null;

  /** By `namespace.name` in lower case. */
  #classIds(): ReadonlyMap<string, string> {
    if (this.#knownClasses !== null) return this.#knownClasses;
    const object = this.#store.schema.object('ApexClass');
    const layout = object && this.#store.layoutOf(object);
    const rows = layout === undefined || !this.#connection.hasBase(layout) ? []
      : this.#connection.statements.get(`SELECT "Id", "NamespacePrefix", "Name" FROM ${layout.baseTable}`).all() as unknown as [string, string | null, string][];
    return (this.#knownClasses = new Map(rows.map(([id, namespace, name]) => [`${namespace ?? ''}.${name}`.toLowerCase(), id])));
  }

  #permissionSetGroups(): void {
    for (const group of this.#options.metadata.permissionSetGroups) {
      const id = namedId('0PG', qualified(group));
      this.#seed('PermissionSetGroup', id, { DeveloperName: group.name, MasterLabel: group.label, Description: group.description, NamespacePrefix: group.namespace, Status: 'Updated', Language: 'en_US' });
      this.#seed('PermissionSet', namedId('0PS', `group ${id}`), { Name: group.name, Label: group.label, NamespacePrefix: group.namespace, PermissionSetGroupId: id, Type: 'Group', IsCustom: true, IsOwnedByProfile: false });
      for (const [names, prefix] of [[group.permissionSets, '0PS'], [group.mutingPermissionSets, '0QM']] as const) {
        for (const name of names) {
          const full = name.includes('__') || group.namespace === null ? name : `${group.namespace}__${name}`;
          const memberId = namedId(prefix, full);
          this.#seed('PermissionSetGroupComponent', namedId('0PM', `${id} ${memberId}`), { PermissionSetGroupId: id, PermissionSetId: memberId });
        }
      }
    }
  }

  #roles(): void {
    for (const role of this.#options.metadata.roles) {
      this.#seed('UserRole', roleId(role.name), { Name: role.label, DeveloperName: role.name, ParentRoleId: role.parent === null ? null : roleId(role.parent), PortalType: 'None' });
      for (const type of ['Role', 'RoleAndSubordinates']) this.#seed('Group', groupIdOf({ kind: type === 'Role' ? 'role' : 'roleAndSubordinates', name: role.name }), { Type: type, RelatedId: roleId(role.name), DeveloperName: role.name });
    }
    this.#seed('Group', groupIdOf({ kind: 'allInternalUsers', name: '' }), { Type: 'Organization', DeveloperName: 'AllInternalUsers', Name: null });
  }

  #groups(): void {
    for (const group of this.#options.metadata.groups) {
      const id = groupIdOf({ kind: group.kind === 'Queue' ? 'queue' : 'group', name: group.name });
      this.#seed('Group', id, { Name: group.label, DeveloperName: group.name, Type: group.kind, Email: group.email, DoesIncludeBosses: group.includesBosses });
      for (const object of group.objects) this.#seed('QueueSobject', namedId('03g', `${id} ${object}`), { QueueId: id, SobjectType: object });
      for (const member of group.members) {
        const memberId = member.kind === 'user' ? this.#options.userIds.get(member.name) : groupIdOf(member);
        if (memberId !== undefined) this.#seed('GroupMember', namedId('011', `${id} ${memberId}`), { GroupId: id, UserOrGroupId: memberId });
      }
    }
  }

  /** Permissions that a user was given beside the profile come through a permission set of the user's own. */
  #assignments(): void {
    const { users, userIds, profileIds, metadata } = this.#options;
    const assign = (userId: string, setId: string, isGroup: boolean): void => {
      this.#seed('PermissionSetAssignment', namedId('0Pa', `${userId} ${setId}`), { AssigneeId: userId, [isGroup ? 'PermissionSetGroupId' : 'PermissionSetId']: setId, IsActive: true });
    };
    for (const [profile, profileId] of profileIds) for (const user of users) if (user.profile === profile) assign(userIds.get(user.userName)!, profileSetId(profileId), false);
    for (const user of users) {
      const userId = userIds.get(user.userName)!;
      const profile = standardProfile(user.profile);
      const extra = (user.permissions ?? []).filter((one) => !profile?.userPermissions.includes(one));
      if (extra.length > 0) {
        const id = namedId('0PS', `user ${userId}`);
        this.#seed('PermissionSet', id, { Name: `Permissions_of_${user.userName.replaceAll(/\W+/g, '_')}`, Label: `Permissions of ${user.name}`, Type: 'Regular', IsCustom: true, IsOwnedByProfile: false, ...flagsOf(extra) });
        assign(userId, id, false);
      }
      for (const name of user.permissionSets ?? []) {
        const same = (one: { readonly name: string; readonly namespace: string | null }): boolean => [one.name, qualified(one)].some((each) => each.toLowerCase() === name.toLowerCase());
        const set = metadata.holders.find((one) => one.kind === 'permissionSet' && same(one));
        const group = metadata.permissionSetGroups.find(same);
        if (set !== undefined) assign(userId, namedId('0PS', qualified(set)), false);
        else if (group !== undefined) assign(userId, namedId('0PG', qualified(group)), true);
      }
    }
  }

  #removeGone(): void {
    for (const name of MANAGED) {
      const object = this.#store.schema.object(name);
      const layout = object && this.#store.layoutOf(object);
      if (layout === undefined || !this.#connection.hasBase(layout)) continue;
      const stored = this.#connection.statements.get(`SELECT "Id" FROM ${layout.baseTable}`).all() as unknown as [string][];
      for (const [id] of stored) {
        if (isNamedId(id) && !this.#seeded.has(id)) this.#delta.put(layout, id, null, this.#connection.readCommitted(layout, [id]).get(id) ?? null);
      }
    }
  }
}

/** The row of the group that metadata names. */
export function groupIdOf({ kind, name }: Grantee): string {
  return namedId('00G', kind === 'allInternalUsers' ? 'all internal users' : `${kind === 'queue' || kind === 'group' ? 'group' : kind} ${name}`);
}

function flagsOf(permissions: readonly string[]): SeedValues {
  return Object.fromEntries(permissions.map((name) => [`Permissions${name}`, true]));
}

function objectFlags(rights: ObjectRights): SeedValues {
  return {
    PermissionsCreate: rights.create, PermissionsRead: rights.read, PermissionsEdit: rights.edit, PermissionsDelete: rights.delete, PermissionsViewAllRecords: rights.viewAll,
    PermissionsModifyAllRecords: rights.modifyAll, PermissionsViewAllFields: rights.viewAllFields,
  };
}

