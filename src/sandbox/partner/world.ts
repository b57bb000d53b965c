/** The simulated world as its file describes it, checked and with everything derived filled in. */
import type { FeatureParameterInfo, LicenseInfo, OrgPolicy } from '../../protocol/partner.ts';
import type { OrgKind, OrgUserInfo, PackageInfo } from '../../protocol/rpc.ts';

export type EngineerPermission = 'LogInToSubscriberOrganization' | 'ViewAndDebugManagedApex' | 'ModifyAllData';

export interface Engineer {
  readonly userName: string;
  readonly name: string;
  /** In the License Management Org. */
  readonly permissions: readonly EngineerPermission[];
}

export interface Policy {
  /** T14. */
  readonly idleMs: number;
  /** T15. */
  readonly lifetimeMs: number;
  /** T13: executing threads debugged at once. */
  readonly threads: number;
  /** D3: how long a session whose client went away can be resumed. */
  readonly orphanGraceMs: number;
  /** T8: how long a login waits for the subscriber's approval. */
  readonly approvalMs: number;
  /** T9: a login needs a case number and a reason. */
  readonly requiresCase: boolean;
}

export const DEFAULT_POLICY: Policy = { idleMs: 60 * 60_000, lifetimeMs: 240 * 60_000, threads: 2, orphanGraceMs: 120_000, approvalMs: 10 * 60_000, requiresCase: false };

export const DEFAULT_ORG_POLICY: OrgPolicy = { loginAccess: 'administratorsAndUsers', administratorsCanLogInAsAnyUser: false, requiresMfa: false };

export interface WorldUser extends OrgUserInfo {
  readonly email: string;
  readonly permissions: readonly string[];
  readonly permissionSets?: readonly string[];
  readonly role?: string | null;
  readonly timeZone: string;
  readonly locale: string;
}

/** Who acts in an org: a user, or a partner logged in as that user (T9). */
export interface Actor extends WorldUser {
  /** User name of the partner's developer. */
  readonly delegate?: string;
}

export interface WorldGrant {
  readonly userName: string;
  readonly durationMs: number;
  /** How long before the copy's first start it was granted. */
  readonly ageMs: number;
}

export interface WorldOrg {
  readonly id: string;
  readonly name: string;
  readonly alias: string | null;
  readonly kind: OrgKind;
  readonly instance: string;
  readonly isGovernment: boolean;
  readonly license: 'full' | 'platform' | 'none';
  /** Of the org itself: a project's; null in a subscriber's org. */
  readonly namespace: string | null;
  readonly packages: readonly PackageInfo[];
  /** Of packages with governor limits of their own. */
  readonly certifiedNamespaces: readonly string[];
  /** Absolute, in the order of installation. */
  readonly sources: readonly { readonly directory: string; readonly namespace: string | null; readonly package?: string | undefined }[];
  readonly dataFiles: readonly string[];
  /** The records of the data files were stored in an org: what it doesn't know of them is left out, and its rules don't ask again. */
  readonly isDataStored?: boolean;
  readonly users: readonly WorldUser[];
  readonly grants: readonly WorldGrant[];
  /** As the world was written; `LoginAccess.policy` has what holds now. */
  readonly policy: OrgPolicy;
  /** As the world was written, one per managed package; `Licenses.list` has what holds now. */
  readonly licenses: readonly LicenseInfo[];
  /** As the packages define them, with the world's values. */
  readonly features: readonly FeatureParameterInfo[];
  /** The org's own company information (T6). */
  readonly contact: { readonly name: string | null; readonly email: string | null; readonly phone: string | null };
}

/** A version that orgs can have installed. */
export interface WorldPackage {
  /** As clients see it. */
  readonly info: PackageInfo & { readonly namespace: string };
  /** Absolute. */
  readonly directories: readonly string[];
  /** It has governor limits of its own. */
  readonly isCertified: boolean;
  readonly features: readonly FeatureParameterInfo[];
}

export interface World {
  /** What `client/hello` calls it. */
  readonly name: string;
  readonly file: string | null;
  /** Null: a world of projects only. */
  readonly partner: { readonly name: string; readonly namespace: string; readonly engineers: readonly Engineer[]; readonly sessionsPerDeveloper: number; /** T8 */ readonly requiresMfa: boolean } | null;
  readonly policy: Policy;
  readonly packages: readonly WorldPackage[];
  readonly orgs: readonly WorldOrg[];
}

/** Who sits at the machine: the developer of sandboxes made from projects. */
export const LOCAL_DEVELOPER: Engineer = {
  userName: 'local@localhost', name: 'Local Developer', permissions: ['LogInToSubscriberOrganization', 'ViewAndDebugManagedApex', 'ModifyAllData'],
};
