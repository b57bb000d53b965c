/** What metadata says about who may do what; names are API names with their namespace. */

/** Rights on an object, as a profile or permission set grants them. */
export interface ObjectRights {
  readonly create: boolean;
  readonly read: boolean;
  readonly edit: boolean;
  readonly delete: boolean;
  readonly viewAll: boolean;
  readonly modifyAll: boolean;
  readonly viewAllFields: boolean;
}

export const NO_RIGHTS: ObjectRights = { create: false, read: false, edit: false, delete: false, viewAll: false, modifyAll: false, viewAllFields: false };

export interface FieldRights { readonly read: boolean; readonly edit: boolean }

/** A profile, permission set or muting permission set. */
export interface PermissionHolder {
  readonly kind: 'profile' | 'permissionSet' | 'mutingPermissionSet';
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly namespace: string | null;
  readonly needsActivation: boolean;
  readonly objects: ReadonlyMap<string, ObjectRights>;
  /** By `Account.Industry`. */
  readonly fields: ReadonlyMap<string, FieldRights>;
  readonly classes: readonly string[];
  readonly customPermissions: readonly string[];
  /** `ModifyAllData` */
  readonly userPermissions: readonly string[];
  /** Record types that new records may get, by the name that metadata has. */
  readonly recordTypes: readonly { readonly object: string; readonly recordType: string; readonly isVisible: boolean; readonly isDefault: boolean }[];
}

export interface PermissionSetGroupInfo {
  readonly name: string;
  readonly label: string;
  readonly description: string | null;
  readonly namespace: string | null;
  readonly permissionSets: readonly string[];
  readonly mutingPermissionSets: readonly string[];
}

export interface CustomPermissionInfo { readonly name: string; readonly label: string; readonly description: string | null; readonly namespace: string | null }

export interface RoleInfo { readonly name: string; readonly label: string; readonly parent: string | null }

/** Whom metadata names: `{ kind: 'role', name: 'Sales' }`. */
export interface Grantee { readonly kind: 'role' | 'roleAndSubordinates' | 'group' | 'queue' | 'user' | 'allInternalUsers'; readonly name: string }

export interface GroupInfo {
  readonly kind: 'Regular' | 'Queue';
  readonly name: string;
  readonly label: string;
  readonly email: string | null;
  readonly includesBosses: boolean;
  readonly members: readonly Grantee[];
  /** Objects whose records a queue may own. */
  readonly objects: readonly string[];
}

export interface SharingRuleInfo {
  readonly object: string;
  readonly name: string;
  readonly access: 'Read' | 'Edit' | 'All';
  readonly sharedTo: readonly Grantee[];
  /** Owner rules: whose records; criteria rules: null. */
  readonly sharedFrom: readonly Grantee[] | null;
  readonly criteria: readonly { readonly field: string; readonly operation: string; readonly value: string }[];
  /** `1 AND (2 OR 3)`; null joins all by AND. */
  readonly logic: string | null;
}

export interface SecurityMetadata {
  readonly holders: readonly PermissionHolder[];
  readonly permissionSetGroups: readonly PermissionSetGroupInfo[];
  readonly customPermissions: readonly CustomPermissionInfo[];
  readonly roles: readonly RoleInfo[];
  readonly groups: readonly GroupInfo[];
  readonly sharingRules: readonly SharingRuleInfo[];
}

export const NO_SECURITY_METADATA: SecurityMetadata = { holders: [], permissionSetGroups: [], customPermissions: [], roles: [], groups: [], sharingRules: [] };
