/**
 * Every message between the hub and its clients (VS Code extension, debug adapter, command line): JSON-RPC 2.0 over one
 * WebSocket, `ws://127.0.0.1:PORT/rpc`, bearer token in the `Authorization` header of the upgrade.
 *
 * Times are milliseconds since the epoch by the hub's clock. Ids of orgs, users and records are 18 characters.
 */
import type { BreakpointSpec, BreakpointStatus, DataBreakpointSpec, DebugCompletion, DebugEvaluateResult, DebugExceptionInfo, DebugLocation, DebugScope, DebugStackFrame, DebugStepTarget, DebugStopView, DebugThread, DebugVariable, EvaluateContext, ExceptionFilter, FunctionBreakpointSpec, StopReason } from './debug.ts';
import type { DataRequests } from './data.ts';
import type { IdentityRequests } from './identity.ts';
import type { PartnerNotifications, PartnerRequests } from './partner.ts';
import type { WorkspaceRequests } from './workspace.ts';

export type OrgKind = 'production' | 'developer' | 'developerPro' | 'partialCopy' | 'full' | 'scratch' | 'project';

export interface DeveloperInfo {
  readonly userName: string;
  readonly name: string;
  /** Permissions in the License Management Org: `LogInToSubscriberOrganization`, `ViewAndDebugManagedApex`, `ModifyAllData`. */
  readonly permissions: readonly string[];
}

export interface GrantInfo {
  readonly user: OrgUserInfo;
  readonly grantedAt: number;
  readonly expiresAt: number;
}

export interface OrgUserInfo {
  readonly id: string;
  readonly userName: string;
  readonly name: string;
  readonly profile: string;
}

export interface PackageInfo {
  readonly namespace: string | null;
  readonly name: string;
  readonly version: string;
  /** Of a version that comes from git: the tag, and the commit that built it. */
  readonly tag?: string;
  readonly commit?: string;
}

/** A subscriber org as the partner sees it: present only while at least one user grants access. */
export interface OrgInfo {
  readonly id: string;
  readonly name: string;
  readonly alias: string | null;
  readonly kind: OrgKind;
  readonly instance: string;
  readonly grants: readonly GrantInfo[];
  readonly packages: readonly PackageInfo[];
  /** Null if a debugging session may start there, else the rule's reason (`T12: …`). */
  readonly notDebuggable: string | null;
  readonly hasActiveSession: boolean;
  /** Null if the developer may delete it now (`sandbox/delete`), else why not. */
  readonly notDeletable: string | null;
}

export interface LoginInfo {
  readonly id: string;
  readonly developer: string;
  readonly org: { readonly id: string; readonly name: string; readonly alias: string | null; readonly kind: OrgKind };
  readonly user: OrgUserInfo;
  /** Session id for HTTP requests to the org as this user: `Authorization: Bearer …`. A secret. */
  readonly accessToken: string;
  /** `http://127.0.0.1:PORT/org/<orgId>`; of a team's server, under the name that the client connected to. */
  readonly instanceUrl: string;
  readonly startedAt: number;
  /** When the grant ends. */
  readonly expiresAt: number;
}

export interface SessionFilters {
  /** User ids or names; default: the LoginAs user only (D7). */
  readonly userIds?: readonly string[];
  readonly requestTypes?: readonly RequestType[];
  /** Regular expression on the entry point. */
  readonly entryPoint?: string;
}

/** A debugging header: levels of the debug log by category. */
export type DebugLogLevels = Partial<Readonly<Record<'ApexCode' | 'ApexProfiling' | 'Callout' | 'DataAccess' | 'Database' | 'Nba' | 'System' | 'Validation' | 'Visualforce' | 'Wave' | 'Workflow', 'NONE' | 'ERROR' | 'WARN' | 'INFO' | 'DEBUG' | 'FINE' | 'FINER' | 'FINEST'>>>;

export type RequestType = 'anonymous' | 'rest' | 'test' | 'future' | 'queueable' | 'batch' | 'schedulable' | 'event' | 'ui' | 'api';

export type SessionEndReason =
  | 'stopped' | 'idle' | 'lifetime' | 'grantEnded' | 'grantRevoked' | 'loggedOut' | 'endedByOther' | 'endedByCustomer' | 'orphaned' | 'maintenance';

export interface SessionInfo {
  readonly id: string;
  readonly developer: string;
  readonly org: { readonly id: string; readonly name: string };
  readonly user: OrgUserInfo;
  readonly state: 'active' | 'orphaned' | 'ended';
  readonly startedAt: number;
  /** When it ends for want of activity, if nothing happens (T14). */
  readonly idleDeadline: number;
  /** When it ends in any case (T15). */
  readonly lifetimeDeadline: number;
  readonly filters: SessionFilters;
  readonly endReason: SessionEndReason | null;
}

/** What the client that holds a session gets. */
export interface SessionLease extends SessionInfo {
  /** Resumes the session after its client went away. A secret. */
  readonly resumeToken: string;
}

export interface RunResult {
  readonly requestId: string;
  /** Whether the request was debugged, and if not, why. */
  readonly notDebugged: string | null;
  readonly success: boolean;
  /** Compile errors (nothing ran), or the uncaught exception. */
  readonly compileErrors: readonly ProblemInfo[];
  readonly exception: { readonly type: string; readonly message: string; readonly stackTrace: string } | null;
  /** The end of it if it is long. */
  readonly debugLog: string;
  /** Of the whole log, which `log/read` gives. Absent: `debugLog` is all of it. */
  readonly logBytes?: number;
  readonly logId: string | null;
  /** HTTP requests: the response. */
  readonly response: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
  /** Tests. */
  readonly tests: readonly TestResult[];
  /** Records that were changed, where that was asked for. */
  readonly changes?: readonly RecordChange[];
  /** Tests that were asked for it. */
  readonly coverage?: readonly FileCoverage[];
}

export interface RecordChange {
  readonly object: string;
  readonly id: string;
  readonly kind: 'inserted' | 'updated' | 'deleted';
  /** By field: before and after. */
  readonly fields: Readonly<Record<string, readonly [string | number | boolean | null, string | number | boolean | null]>>;
}

/** Lines are 1-based and in order. */
export interface FileCoverage {
  readonly path: string;
  /** Of the class or trigger, with namespace. */
  readonly name: string;
  /** Those with statements. */
  readonly lines: readonly number[];
  readonly covered: readonly number[];
}

export interface TestRunOptions {
  /** Names of test suites. */
  readonly suites?: readonly string[];
  /** Nothing is started any more once a test has failed; what is left is skipped. */
  readonly failFast?: boolean;
  /** Files: tests that depend on them run before the others. */
  readonly changed?: readonly string[];
  /** Which lines they run; not while a session debugs them. */
  readonly coverage?: boolean;
  /** Each test too, by itself. */
  readonly isCoverageDetailed?: boolean;
}

export interface TestResult {
  readonly className: string;
  readonly methodName: string;
  readonly outcome: 'pass' | 'fail' | 'compileFail' | 'skip';
  readonly message: string | null;
  readonly stackTrace: string | null;
  readonly runTimeMs: number;
  readonly limits: Readonly<Record<string, number>>;
  /** Of runs that were asked for it: what this test alone has run, by path. */
  readonly coverage?: readonly { readonly path: string; readonly name: string; readonly covered: readonly number[] }[];
}

export interface ProblemInfo {
  readonly path: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

export interface CheckResult {
  readonly ready: number;
  readonly withErrors: number;
  readonly problems: readonly ProblemInfo[];
}

export interface ProjectSandboxOptions {
  /** SFDX project folders; the first is the main one. */
  readonly projects: readonly string[];
  readonly with?: readonly string[];
  /** sObject tree, plan or CSV files. */
  readonly data?: readonly string[];
  /** Throw the kept sandbox away first. */
  readonly reset?: boolean;
}

/** Requests from a client to the hub: name → parameters and result. */
export interface HubRequests extends PartnerRequests, IdentityRequests, DataRequests, WorkspaceRequests {
  'client/hello': { params: { client: string; version: string; developerToken?: string }; result: { hubVersion: string; world: string; developer: DeveloperInfo | null; now: number; /** address of the web pages: `http://localhost:PORT` */ pages: string } };
  'developer/list': { params: Record<string, never>; result: { developers: readonly DeveloperInfo[] } };
  /** Takes every sign-in of the developer back: other connections hear `developer/signedOut`. Machines' tokens stay. */
  'developer/signOut': { params: Record<string, never>; result: Record<string, never> };

  'orgs/list': { params: Record<string, never>; result: { orgs: readonly OrgInfo[] } };
  /** A developer sandbox made from folders, granted to the signed-in developer (or to the local user). */
  'org/openProject': { params: ProjectSandboxOptions; result: { org: OrgInfo; login: LoginInfo; check: CheckResult } };
  'org/check': { params: { org: string }; result: CheckResult };
  /** What is wrong with a file's text that nobody has saved; null: no file of this org. */
  'org/checkText': { params: { org: string; path: string; text: string }; result: { problems: readonly ProblemInfo[] | null } };
  /** Throws the org's own data away and builds it again from its sources. */
  'org/reset': { params: { org: string }; result: Record<string, never> };

  /** `org`: name, alias or id. `user`: user name; default: the only or first user who granted access. */
  /** Waits where the subscriber has to approve (T8); `approval/changed` tells of it. The case and reason are for both logs (T9). */
  'login/start': { params: { org: string; user?: string; caseNumber?: string; reason?: string }; result: LoginInfo };
  'login/current': { params: Record<string, never>; result: { login: LoginInfo | null } };
  /** The org's web pages as the login's user, for a browser: the address is good once, for a minute. A secret. */
  'login/page': { params: { loginId: string; path?: string }; result: { url: string } };
  /** Return to Subscriber Overview: ends the session too (D13). */
  'login/end': { params: Record<string, never>; result: Record<string, never> };

  /**
   * `resume`: also an own session in that org whose client went away; `resumeToken`: exactly the session that gave it (D3). Each answer has a
   * new token. The one before stays good until the client shows that it got the answer: by a `debug/…` or `session/activity` of that
   * session on the same connection, or by using the new one.
   * `takeOver`: ends the own sessions that stand in the way (T11, D1).
   */
  'session/acquire': { params: { loginId: string; filters?: SessionFilters; resume?: boolean; resumeToken?: string; takeOver?: boolean }; result: SessionLease };
  'session/list': { params: { org?: string }; result: { sessions: readonly SessionInfo[] } };
  'session/end': { params: { sessionId: string }; result: Record<string, never> };
  /** D14: every step again, with the same filters and breakpoints. */
  'session/renew': { params: { sessionId: string }; result: SessionLease };
  /** A person did something (T14); sent by the adapter for requests the hub can't classify by itself. */
  'session/activity': { params: { sessionId: string }; result: SessionInfo };

  'run/anonymous': { params: { loginId: string; code: string; path?: string; levels?: DebugLogLevels }; result: RunResult };
  /** `tests`: `Class` or `Class.method`; none, and no suites: all of the org's. `requestId`: a UUID of the client's, by which it can cancel the run. */
  'run/test': { params: { loginId: string; tests: readonly string[]; levels?: DebugLogLevels; requestId?: string } & TestRunOptions; result: RunResult };
  'run/request': { params: { loginId: string; method: string; path: string; headers?: Readonly<Record<string, string>>; body?: string }; result: RunResult };
  'run/cancel': { params: { requestId: string }; result: Record<string, never> };
  'query': { params: { loginId: string; soql: string }; result: { totalSize: number; records: readonly unknown[] } };

  'debug/setBreakpoints': { params: { sessionId: string; path: string; breakpoints: readonly BreakpointSpec[]; /** text of the client's file, to compare with the installed version */ sourceText?: string; /** the file's name in the commit that built that version, if it was another */ formerPath?: string }; result: { breakpoints: readonly BreakpointStatus[] } };
  'debug/setExceptionBreakpoints': { params: { sessionId: string; filters: readonly ExceptionFilter[] }; result: Record<string, never> };
  'debug/setFunctionBreakpoints': { params: { sessionId: string; breakpoints: readonly FunctionBreakpointSpec[] }; result: { breakpoints: readonly BreakpointStatus[] } };
  /** All of them; those of requests that have ended are not verified. */
  'debug/setDataBreakpoints': { params: { sessionId: string; breakpoints: readonly DataBreakpointSpec[] }; result: { breakpoints: readonly BreakpointStatus[] } };
  /** `dataId` null: the variable can't be watched. */
  'debug/dataBreakpointInfo': { params: { sessionId: string; reference: number; name: string }; result: { dataId: string | null; description: string } };
  'debug/breakpointLocations': { params: { sessionId: string; path: string; line: number; endLine?: number; sourceText?: string; formerPath?: string }; result: { locations: readonly DebugLocation[] } };
  /** Breakpoints are set: held requests may start. */
  'debug/ready': { params: { sessionId: string; stopOnEntry?: boolean }; result: Record<string, never> };
  'debug/threads': { params: { sessionId: string }; result: { threads: readonly DebugThread[] } };
  'debug/stackTrace': { params: { sessionId: string; threadId: number; startFrame: number; levels: number }; result: { frames: readonly DebugStackFrame[]; totalFrames: number } };
  'debug/scopes': { params: { sessionId: string; frameId: number }; result: { scopes: readonly DebugScope[] } };
  'debug/variables': { params: { sessionId: string; reference: number; start: number; count: number; filter?: 'indexed' | 'named'; byUser: boolean }; result: { variables: readonly DebugVariable[] } };
  'debug/setVariable': { params: { sessionId: string; reference: number; name: string; value: string }; result: DebugVariable };
  'debug/evaluate': { params: { sessionId: string; frameId?: number; expression: string; context: EvaluateContext }; result: DebugEvaluateResult };
  'debug/resume': { params: { sessionId: string; threadId: number; kind: 'continue' | 'next' | 'stepIn' | 'stepOut'; /** of `stepIn`: what `debug/stepInTargets` gave */ targetId?: number }; result: Record<string, never> };
  /** Empty but for the innermost frame of a thread. */
  'debug/stepInTargets': { params: { sessionId: string; frameId: number }; result: { targets: readonly DebugStepTarget[] } };
  'debug/pause': { params: { sessionId: string; threadId: number }; result: Record<string, never> };
  'debug/source': { params: { sessionId: string; path: string }; result: { content: string } };
  'debug/exceptionInfo': { params: { sessionId: string; threadId: number }; result: DebugExceptionInfo };
  /** `offset`: of the cursor in the text, UTF-16 units. Without a frame, of the only thread that is stopped. */
  'debug/completions': { params: { sessionId: string; frameId?: number; text: string; offset: number }; result: { completions: readonly DebugCompletion[] } };
}

/** Notifications from the hub. Debug ones go to the connection that holds the session, the others to all of the developer's. */
export interface HubNotifications extends PartnerNotifications {
  /** To connections that the developer's sign-in has signed in: nobody is any more. One that holds a session keeps it, and hears nothing. */
  'developer/signedOut': Record<string, never>;
  'orgs/changed': Record<string, never>;
  'login/changed': { login: LoginInfo | null; reason: string | null };
  'session/changed': { session: SessionInfo };
  /** Before it ends: idle or lifetime, with the milliseconds left. */
  'session/warning': { session: SessionInfo; cause: 'idle' | 'lifetime' | 'grant'; remainingMs: number; message: string };
  'session/ended': { session: SessionInfo; message: string };
  'debug/threadStarted': { sessionId: string; thread: DebugThread };
  'debug/threadExited': { sessionId: string; threadId: number };
  'debug/stopped': { sessionId: string; threadId: number; reason: StopReason; description: string | null; text: string | null; hitBreakpointIds: readonly number[]; /** null: ask */ view: DebugStopView | null };
  'debug/continued': { sessionId: string; threadId: number };
  'debug/output': { sessionId: string; category: 'stdout' | 'stderr' | 'console' | 'important'; text: string; path: string | null; line: number | null };
  'debug/breakpointChanged': { sessionId: string; breakpoint: BreakpointStatus };
  'run/progress': { requestId: string; message: string; done: number; total: number };
}

export type HubMethod = keyof HubRequests;
export type HubNotification = keyof HubNotifications;
export type ParamsOf<M extends HubMethod> = HubRequests[M]['params'];
export type ResultOf<M extends HubMethod> = HubRequests[M]['result'];
