/** Wire types of Login Access and the License Management App: what partner and customer see of each other. */
import type { DebugLogLevels, OrgInfo, OrgKind, OrgUserInfo, PackageInfo, RunResult } from './rpc.ts';
import type { SentWorkspace } from './workspace.ts';

/** T1: the durations a customer chooses from. */
export const GRANT_DURATIONS = ['1 day', '3 days', '1 week', '1 month', '1 year'] as const;
export type GrantDuration = (typeof GRANT_DURATIONS)[number];

/** What must hold for a user to grant Login Access (T2, T4), with a sentence that says whether it does and what to do. */
export interface GrantCondition {
  readonly id: 'orgLicense' | 'userLicense' | 'loginAccessPolicy' | 'siteLicense' | 'administratorsLogIn';
  readonly rule: 'T2' | 'T4';
  readonly holds: boolean;
  readonly reason: string;
}

/** The page "Grant Login Access" of one user (T3). */
export interface GrantPage {
  /** The partner's name, as the page lists it. */
  readonly supportOrganization: string;
  readonly user: OrgUserInfo;
  readonly durations: readonly GrantDuration[];
  /** False: the partner isn't listed; `conditions` says why. */
  readonly isListed: boolean;
  readonly conditions: readonly GrantCondition[];
  /** When the access that holds now ends; null: No Access. */
  readonly expiresAt: number | null;
}

/** Access that a user granted, with who used it and when. */
export interface GrantUse {
  readonly user: OrgUserInfo;
  readonly grantedAt: number;
  readonly expiresAt: number;
  /** Newest first. */
  readonly logins: readonly { readonly developer: string; readonly at: number; readonly caseNumber: string | null; readonly reason: string | null }[];
}

/** What an admin of the subscriber org sets. */
export interface OrgPolicy {
  /** Setup → Login Access Policies, the partner's row. */
  readonly loginAccess: 'administratorsAndUsers' | 'administratorsOnly';
  readonly administratorsCanLogInAsAnyUser: boolean;
  /** T8: a login of the partner waits for the subscriber's approval. */
  readonly requiresMfa: boolean;
}

export type ApprovalState = 'pending' | 'approved' | 'denied' | 'cancelled' | 'timedOut';

/** A login that waits for the subscriber, or waited (T8). */
export interface ApprovalInfo {
  readonly id: string;
  readonly developer: string;
  readonly org: { readonly id: string; readonly name: string };
  readonly user: OrgUserInfo;
  readonly caseNumber: string | null;
  readonly reason: string | null;
  readonly requestedAt: number;
  readonly expiresAt: number;
  readonly state: ApprovalState;
  /** User name of who decided. */
  readonly decidedBy: string | null;
}

/** A row of the partner's audit log, or of a subscriber's Setup Audit Trail. */
export interface AuditEntry {
  readonly sequence: number;
  readonly at: number;
  /** User name: a developer's, or a customer's user. */
  readonly actor: string;
  readonly action: string;
  readonly orgId: string | null;
  readonly detail: string;
}

export interface SetupAuditEntry {
  readonly at: number;
  readonly userName: string;
  /** T9: user name of the partner's developer who acted as that user. */
  readonly delegate: string | null;
  readonly section: string;
  readonly action: string;
}

export interface AuditFault {
  /** Of the row, or of the first one that is missing. */
  readonly sequence: number;
  readonly kind: 'edited' | 'missing' | 'unlinked';
  readonly message: string;
}

export type LicenseStatus = 'trial' | 'active' | 'suspended' | 'uninstalled';

/** D16: the license of one of the partner's packages in one org. */
export interface LicenseInfo {
  readonly namespace: string;
  readonly status: LicenseStatus;
  /** Null: a site license. */
  readonly seats: number | null;
  /** Ids of the users who have a seat; empty with a site license. */
  readonly userIds: readonly string[];
  readonly expiresAt: number | null;
}

/** D17 */
export interface FeatureParameterInfo {
  readonly namespace: string;
  readonly name: string;
  readonly type: 'boolean' | 'integer' | 'date';
  readonly direction: 'lmoToSubscriber' | 'subscriberToLmo';
  /** A date is `2026-01-31`. */
  readonly value: boolean | number | string;
}

/** T6: a row of LMA → Subscribers. */
export interface SubscriberInfo {
  readonly id: string;
  readonly name: string;
  readonly alias: string | null;
  readonly kind: OrgKind;
  readonly instance: string;
  /** This LMA's only. */
  readonly packages: readonly PackageInfo[];
  /** Users who grant access now. */
  readonly grants: number;
  /** When the last of them ends. */
  readonly expiresAt: number | null;
}

/** Use of something that is limited. `percent`: rounded down. */
export interface LimitUse {
  readonly name: 'fileSpace' | 'dataSpace' | 'apiRequests';
  readonly used: number;
  readonly maximum: number;
  readonly percent: number;
}

/** T6: the subscriber's page. */
export interface OrgDetails extends SubscriberInfo {
  /** The org's own company information. */
  readonly contact: { readonly name: string | null; readonly email: string | null; readonly phone: string | null };
  /** Null: its runner hasn't measured it yet. */
  readonly limits: readonly LimitUse[] | null;
  readonly access: readonly GrantUse[];
  readonly licenses: readonly (LicenseInfo & { readonly packageName: string; readonly version: string; readonly usedSeats: number })[];
  readonly features: readonly FeatureParameterInfo[];
  readonly notDebuggable: string | null;
}

/** A class or trigger of an org, as a login sees it (D2, D8, T16). */
export interface CodeFile {
  /** As stack frames name it. */
  readonly path: string;
  readonly name: string;
  readonly kind: 'class' | 'trigger';
  readonly namespace: string | null;
  /** `global`: another vendor's, of which only global signatures are shown. */
  readonly access: 'full' | 'global';
}

/** A line of an installed source, and of a client's copy of it. */
export interface CodePlace {
  readonly file: CodeFile;
  /** `ns.Order`, `Order`. */
  readonly unit: string;
  /** The client's text is the installed one. */
  readonly isSame: boolean;
  /** The line asked for, in the other of the two; null: the other one doesn't have it. */
  readonly line: number | null;
}

/** Opaque; 0: the beginning. */
export type LogPosition = number | string;

export interface LogPart {
  readonly text: string;
  readonly next: LogPosition;
  readonly isComplete: boolean;
}

export interface LogInfo {
  readonly id: string;
  readonly orgId: string;
  readonly user: OrgUserInfo;
  readonly type: string;
  /** The entry point: `POST /services/apexrest/…`. */
  readonly operation: string;
  /** Null: its request still runs. */
  readonly success: boolean | null;
  readonly startedAt: number;
  /** So far, if it still runs. */
  readonly durationMs: number;
  readonly bytes: number;
}

/** T10: until then, requests of that user leave debug logs. */
export interface TraceFlagInfo {
  readonly user: OrgUserInfo;
  readonly expiresAt: number;
}

/** A protected custom setting of the partner's package (T16, D19), with its records. */
export interface ProtectedSetting {
  readonly object: string;
  readonly label: string;
  readonly type: 'Hierarchy' | 'List';
  readonly fields: readonly { readonly name: string; readonly label: string; readonly type: string }[];
  readonly records: readonly { readonly id: string; readonly values: Readonly<Record<string, string | number | boolean | null>> }[];
}

/** One request on the installed version of a package and on the workspace's, each in a copy of the org. */
export interface WorkspaceComparison {
  readonly installed: RunResult;
  readonly workspace: RunResult;
  /** In words; empty: nothing that can be seen. */
  readonly changes: readonly string[];
  /** All of it, for a person. */
  readonly markdown: string;
}

/** What a session came to; for the case, values redacted. */
export interface SessionReport {
  readonly sessionId: string;
  readonly durationMs: number;
  readonly requests: readonly { readonly type: string; readonly entryPoint: string; readonly startedAt: number; readonly durationMs: number | null; readonly success: boolean | null; readonly stops: number }[];
  readonly stops: number;
  readonly markdown: string;
}

/** D10: while it lasts, no session starts. */
export interface MaintenanceInfo {
  readonly startsAt: number;
  readonly message: string;
}

/** T12: what a sandbox gets of the org it is made of. */
export const SANDBOX_KINDS = ['developer', 'developerPro', 'partialCopy', 'full'] as const;
export type SandboxKind = (typeof SANDBOX_KINDS)[number];

/** Requests about access: name → parameters and result. `user`: user name or id of who acts in the org. */
export interface PartnerRequests {
  'grant/page': { params: { org: string; user: string }; result: GrantPage };
  /** T3. */
  'grant/set': { params: { org: string; user: string; duration: GrantDuration }; result: { expiresAt: number } };
  /** Back to No Access (T1). Without access it is no error. */
  'grant/revoke': { params: { org: string; user: string }; result: Record<string, never> };
  'grant/list': { params: { org: string }; result: { grants: readonly GrantUse[] } };
  'policy/get': { params: { org: string }; result: OrgPolicy };
  'policy/set': { params: { org: string; user: string; change: Partial<OrgPolicy> }; result: OrgPolicy };

  /** Pending ones; with `all`, the last 100. A developer sees the own ones, the customer an org's. */
  'approval/list': { params: { org?: string; all?: boolean }; result: { approvals: readonly ApprovalInfo[] } };
  'approval/decide': { params: { id: string; user: string; approve: boolean }; result: ApprovalInfo };
  /** The developer no longer wants to log in. One that isn't pending is no error. */
  'approval/cancel': { params: { id: string }; result: ApprovalInfo };

  /** Newest first. `before`: a sequence number to go on from. */
  'audit/list': { params: { org?: string; developer?: string; before?: number; limit?: number }; result: { entries: readonly AuditEntry[] } };
  'audit/verify': { params: Record<string, never>; result: { entries: number; faults: readonly AuditFault[] } };
  /** The subscriber's own log, newest first (T9). */
  'setupAudit/list': { params: { org: string; limit?: number }; result: { entries: readonly SetupAuditEntry[] } };

  /** T6. `search`: part of the name, or an org id of 15 or 18 characters. */
  'subscribers/list': { params: { search?: string }; result: { subscribers: readonly SubscriberInfo[] } };
  'org/details': { params: { org: string }; result: OrgDetails };
  /** D16: what the LMA sets. `seats` null: a site license. */
  'license/set': { params: { org: string; namespace: string; change: { status?: LicenseStatus; seats?: number | null; expiresAt?: number | null } }; result: LicenseInfo };
  /** What an admin of the org sets: who has a seat. */
  'license/assign': { params: { org: string; namespace: string; user: string; userId: string; assigned: boolean }; result: LicenseInfo };
  /** T16: the installed version of every package, and the org's own code. */
  'code/list': { params: { loginId: string }; result: { files: readonly CodeFile[] } };
  'code/read': { params: { loginId: string; path: string }; result: { content: string; access: CodeFile['access'] } };
  /**
   * Where a line of a class or trigger is. `unit` as a stack trace names it: `ns.Outer.Inner`. `line` is one of `of`, the installed source or the
   * client's `text`. Null: the login sees no such code.
   */
  'code/locate': { params: { loginId: string; unit: string; kind?: CodeFile['kind']; line: number; of: 'installed' | 'client'; text?: string }; result: { place: CodePlace | null } };
  /** T10, T16; newest first. */
  'log/list': { params: { loginId: string }; result: { logs: readonly LogInfo[] } };
  /**
   * A part of a log, in whole lines: from `from`, which is 0 or what the part before gave as `next`; at most so many bytes (default and most: 4 MB).
   * `isComplete`: its request has ended, and this is the last part. A log that was cut since comes from its beginning again.
   */
  'log/read': { params: { loginId: string; logId: string; from?: LogPosition; maxBytes?: number }; result: LogPart };
  /** `minutes` 0: no longer. At most 24 hours. */
  'traceFlag/set': { params: { loginId: string; user: string; minutes: number }; result: { flags: readonly TraceFlagInfo[] } };
  'traceFlag/list': { params: { loginId: string }; result: { flags: readonly TraceFlagInfo[] } };
  /** T16: of the partner's packages only. */
  'setting/list': { params: { loginId: string }; result: { settings: readonly ProtectedSetting[] } };
  /** Without `id` a record is made. */
  'setting/save': { params: { loginId: string; object: string; id?: string; values: ProtectedSetting['records'][number]['values'] }; result: { id: string } };
  'setting/delete': { params: { loginId: string; object: string; id: string }; result: Record<string, never> };
  /** T16: never through Login Access. */
  'oauth/grant': { params: { loginId: string; clientId: string }; result: Record<string, never> };
  /** The login's last request again: what it came to then and now. */
  'run/again': { params: { loginId: string }; result: { before: RunResult; after: RunResult; changes: readonly string[] } };

  /**
   * The login's last request, or this code, on the installed version and on the workspace's: `projects` are folders of the hub's machine,
   * `DIR` or `NAMESPACE=DIR`, for who runs it; `sent` are those of another machine (`workspace/send`), of the partner's own packages, as a user who
   * may write Apex there. Nothing is committed in the org.
   */
  'run/onWorkspaceVersion': { params: { loginId: string; projects: readonly string[]; sent?: readonly SentWorkspace[]; code?: string; path?: string; levels?: DebugLogLevels }; result: WorkspaceComparison };

  /** D12: a project with the org's code and its packages' (D8), in a folder of the hub's machine. */
  'project/retrieve': { params: { loginId: string; folder: string }; result: { folder: string; files: number } };
  'project/list': { params: Record<string, never>; result: { projects: readonly { readonly folder: string; readonly orgId: string; readonly retrievedAt: number }[] } };
  /** D9 */
  'project/remove': { params: { folder: string }; result: Record<string, never> };
  /** D12: the org that a `forceide://` link of a subscriber names. */
  'link/resolve': { params: { link: string }; result: { org: { id: string; name: string; alias: string | null } } };
  /**
   * T12: a sandbox made of the org that one is logged in to, as a user who may customise it. Developer sandboxes get its metadata
   * and users; a partial copy the `objects` (default: all), 10,000 records of each at most. `sandbox/progress` tells how
   * far it is.
   */
  'sandbox/create': { params: { loginId: string; name: string; kind: SandboxKind; objects?: readonly string[]; mask?: 'personal' | 'text' }; result: { org: OrgInfo; rows: Readonly<Record<string, number>> } };
  /** One that isn't being made is no error. */
  'sandbox/cancel': { params: { name: string }; result: Record<string, never> };
  /** Only of those that were made here. */
  'sandbox/delete': { params: { org: string }; result: Record<string, never> };

  'session/report': { params: { sessionId: string }; result: SessionReport };
  /** For who runs the world (D10). Without `inMinutes`, now. */
  'maintenance/start': { params: { message?: string; inMinutes?: number }; result: MaintenanceInfo };
  'maintenance/end': { params: Record<string, never>; result: Record<string, never> };
  'maintenance/get': { params: Record<string, never>; result: { maintenance: MaintenanceInfo | null } };

  /** D17. */
  'feature/set': { params: { org: string; namespace: string; name: string; value: boolean | number | string }; result: FeatureParameterInfo };
}

export interface PartnerNotifications {
  /** To the developer who waits. */
  'approval/changed': { approval: ApprovalInfo };
  /** To developers logged in to its org: its request has ended. */
  'log/added': { log: LogInfo };
  /** The same while its request runs. */
  'log/grew': { log: LogInfo };
  /** To the developer who makes it. */
  'sandbox/progress': { name: string; message: string; done: number; total: number };
  'maintenance/changed': { maintenance: MaintenanceInfo | null };
  /** Before access ends while a login is in use (T1). */
  'login/warning': { loginId: string; remainingMs: number; message: string };
}
