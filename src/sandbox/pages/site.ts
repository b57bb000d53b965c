import type { LogInfo, TraceFlagInfo } from '../../protocol/partner.ts';
import type { Approvals } from '../partner/approvals.ts';
import type { Clock } from '../partner/clock.ts';
import type { Directory } from '../partner/directory.ts';
import type { Licenses } from '../partner/licenses.ts';
import type { LoginAccess } from '../partner/login-access.ts';
import type { Logins } from '../partner/logins.ts';
import type { Mfa } from '../partner/mfa.ts';
import type { OneTimeCodes } from '../partner/one-time-codes.ts';
import type { Passkeys } from '../partner/passkeys.ts';
import type { Rules } from '../partner/rules.ts';
import type { Sessions } from '../partner/sessions.ts';
import type { SignInCodes } from '../partner/sign-in-codes.ts';
import type { PartnerStore } from '../partner/store.ts';
import type { Actor, WorldOrg, WorldUser } from '../partner/world.ts';
import type { PageSessions } from './page-sessions.ts';

/** What the pages are made of. They show and ask; every rule is checked behind. */
export interface Site {
  readonly clock: Clock;
  readonly directory: Directory;
  readonly rules: Rules;
  readonly store: PartnerStore;
  readonly sessions: Sessions;
  readonly access: LoginAccess;
  readonly approvals: Approvals;
  readonly licenses: Licenses;
  readonly pageSessions: PageSessions;
  readonly signInCodes: SignInCodes;
  /** Ids of logins. */
  readonly loginTickets: OneTimeCodes<string>;
  readonly logins: Logins;
  readonly mfa: Mfa;
  readonly passkeys: Passkeys;
  /** `http://localhost:PORT` */
  readonly address: () => string;
  /** Where partners come from other machines, with a login of theirs: nobody chooses there whom to be. */
  readonly isForPartners: boolean;
  readonly records: RecordAccess;
  readonly debugLogs: DebugLogAccess;
  /** Of the packages whose code a partner may see in an org (T16). */
  readonly ownNamespaces: (orgId: string) => readonly string[];
}

/** The records of an org, as one of its users. */
export interface RecordAccess {
  /** REST on records; `path` from `/sobjects` or `/ui-api` on. What writes may be debugged, and takes as long as that does. */
  send(org: WorldOrg, user: Actor, request: RecordRequest): Promise<{ readonly status: number; readonly body: string }>;
  query(org: WorldOrg, user: WorldUser, soql: string): Promise<{ readonly totalSize: number; readonly records: readonly unknown[] }>;
}

/** The debug logs of an org, as one of its users may see them (T10, T16). */
export interface DebugLogAccess {
  /** Newest first. */
  list(org: WorldOrg, viewer: WorldUser): readonly LogInfo[];
  read(org: WorldOrg, viewer: WorldUser, logId: string, visibleNamespaces: readonly string[]): Promise<string>;
  /** 0 minutes take it back. */
  trace(org: WorldOrg, viewer: WorldUser, user: WorldUser, minutes: number): void;
  traceFlags(org: WorldOrg, viewer: WorldUser): readonly TraceFlagInfo[];
}

export interface RecordRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** What the debugger calls it: `Save Account`. */
  readonly entryPoint?: string;
}
