/**
 * What the hub and the runner process of one org say to each other. Everything but the functions survives structured
 * cloning, so it can be carried over a child process's channel. The hub decides who may do what, which requests are
 * debugged and in which session (D7, T13); the runner runs.
 *
 * Every promise rejects with a `WireError`; when the process is gone, with id `runnerDied`.
 */
import type { ImportAnswer, ImportSet } from '../../protocol/data.ts';
import type { FeatureParameterInfo, LicenseInfo, ProtectedSetting } from '../../protocol/partner.ts';
import type { CheckResult, DebugLogLevels, HubNotifications, HubRequests, OrgKind, ParamsOf, RequestType, ResultOf, RunResult, TestRunOptions } from '../../protocol/rpc.ts';

/** In an org's own folder: a JSON list of what was left out of its data files. */
export const IMPORT_NOTES_FILE = 'import-notes.json';

export interface OrgUserSetup {
  readonly id: string;
  readonly userName: string;
  readonly name: string;
  readonly email: string;
  readonly profile: string;
  /** API names: `AuthorApex`, `ApiEnabled`, `ModifyAllData`, … */
  readonly permissions: readonly string[];
  /** Permission sets and permission set groups. */
  readonly permissionSets?: readonly string[];
  /** Developer name of a role. */
  readonly role?: string | null;
  /** IANA name. */
  readonly timeZone: string;
  readonly locale: string;
}

export interface OrgPackageSetup {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  /** That it was built from; none: it comes from a folder. */
  readonly tag?: string;
  /** It has governor limits of its own. */
  readonly isCertified: boolean;
}

export interface OrgSetup {
  readonly orgId: string;
  readonly orgName: string;
  readonly kind: OrgKind;
  readonly isSandbox: boolean;
  /** `CS84` */
  readonly instance: string;
  /** Namespace of the org itself: that of a project's sandbox; null in a subscriber's org. Anonymous Apex runs in it (D18). */
  readonly namespace: string | null;
  /** Package directories in the order in which they are installed. Absolute paths. */
  readonly sources: readonly { readonly directory: string; readonly namespace: string | null; readonly package?: string | undefined }[];
  readonly packages: readonly OrgPackageSetup[];
  /** sObject tree, plan or CSV files, imported in this order without triggers when the org's database is made. Absolute paths. */
  readonly dataFiles: readonly string[];
  /** Their records were stored in an org: what this one doesn't know of them is left out and listed in `IMPORT_NOTES_FILE`; rules don't ask again. */
  readonly isDataStored: boolean;
  readonly users: readonly OrgUserSetup[];
  /** What the License Management Org has set (D16, D17). */
  readonly licensing: OrgLicensing;
  /** Holds the org's database; exists, belongs to the org alone, and is kept from one start to the next. */
  readonly stateDirectory: string;
  /** `http://127.0.0.1:PORT/org/<orgId>` */
  readonly baseUrl: string;
  /** A copy for one request: its clock stands still, its random numbers are the same ones each time, and work that is queued stays queued. */
  readonly throwAway?: { readonly now: number };
}

/** Licenses of installed packages, and their feature parameters with the values of this org. */
export interface OrgLicensing {
  readonly licenses: readonly LicenseInfo[];
  readonly features: readonly FeatureParameterInfo[];
}

/** The debugging of one run. Null instead: it runs undebugged. */
export interface RunDebug {
  readonly sessionId: string;
  /** Which of the session's threads, from 0 (T13). */
  readonly slot: number;
  /** Unique in the org's session; DAP's thread id, from 1. */
  readonly threadId: number;
  /** `POST /services/apexrest/… (Amy Admin)` */
  readonly threadName: string;
}

export interface RunContext {
  readonly requestId: string;
  readonly userId: string;
  readonly debug: RunDebug | null;
  /** Levels of the debug log that the caller asks for, by category. */
  readonly levels?: DebugLogLevels;
  /** The outcome tells of the records that were changed. */
  readonly tellsChanges?: boolean;
}

/** What a run came to; `requestId` and `notDebugged` are the hub's to add. */
export type RunOutcome = Omit<RunResult, 'requestId' | 'notDebugged'>;

export interface HttpRequestSetup {
  readonly method: string;
  /** Path and query within the org: `/services/apexrest/…?a=b`. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RecordWrite extends HttpRequestSetup {
  readonly entry: 'api' | 'ui';
}

/** A request the org starts by itself (future, queueable, batch, scheduled): the hub is asked whether it is debugged. */
export interface StartingRequest {
  readonly requestId: string;
  readonly userId: string;
  readonly type: RequestType;
  /** `OrderJob.execute` */
  readonly entryPoint: string;
}

export type DebugMethod = Extract<keyof HubRequests, `debug/${string}`>;
export type DebugNotification = Extract<keyof HubNotifications, `debug/${string}`>;

/** What a request that the org started by itself came to. */
export interface RequestEnding { readonly success: boolean; readonly logId: string | null; readonly logBytes: number }

export type RunnerEvent =
  | { [N in DebugNotification]: { readonly kind: 'debug'; readonly name: N; readonly params: HubNotifications[N] } }[DebugNotification]
  /** The log of a request that runs can be read so far. */
  | { readonly kind: 'log'; readonly requestId: string; readonly logId: string; readonly bytes: number; readonly generation: number }
  | ({ readonly kind: 'progress' } & HubNotifications['run/progress'])
  /** Apex set feature parameters, and committed (D17). */
  | { readonly kind: 'features'; readonly changes: readonly { readonly namespace: string; readonly name: string; readonly value: FeatureParameterInfo['value'] }[] }
  | { readonly kind: 'copied'; readonly id: string; readonly message: string; readonly done: number; readonly total: number }
  /** A request told of through `admit` has ended. */
  | { readonly kind: 'requestEnded'; readonly requestId: string; readonly ending?: RequestEnding }
  /** The process is gone without `stop`; told once. A later `start` needs a new runner. */
  | { readonly kind: 'died'; readonly message: string };

export interface RunnerListener {
  onEvent(event: RunnerEvent): void;
  /** May take as long as a session needs to get ready. */
  admit(request: StartingRequest): Promise<RunDebug | null>;
}

/** A record of a protected custom setting. `id` null: a new one; `values` null: it is deleted. */
export interface SettingWrite {
  readonly userId: string;
  /** Whose settings may be written. */
  readonly namespaces: readonly string[];
  readonly object: string;
  readonly id: string | null;
  readonly values: ProtectedSetting['records'][number]['values'] | null;
}

export interface TestRun extends TestRunOptions {
  readonly tests: readonly string[];
}

/** A copy of an org's data for a sandbox that is made of it (T12). */
export interface DataCopy {
  readonly id: string;
  /** In the org's own folder, where alone its runner may write. */
  readonly fileName: string;
  /** Null: every object. */
  readonly objects: readonly string[] | null;
  readonly maxRows: number | null;
  readonly mask: { readonly level: 'personal' | 'text'; readonly key: Uint8Array } | null;
  readonly sandboxName: string;
}

/** One org's runner. Made by `RunnerFactory`, started once. */
export interface OrgRunner {
  listen(listener: RunnerListener): void;
  /** Compiles the sources, makes the database at the first start. Problems in sources are in the result. */
  start(): Promise<CheckResult>;
  /** Reads the sources again if they changed. */
  check(): Promise<CheckResult>;
  /** Problems of a file if it had this text; null: no file of this org. */
  checkText(path: string, text: string): Promise<CheckResult['problems'] | null>;
  runAnonymous(context: RunContext, request: { readonly code: string; readonly path: string | null }): Promise<RunOutcome>;
  /** `tests`: `Class` or `Class.method`, with or without namespace. */
  runTests(context: RunContext, request: TestRun): Promise<RunOutcome>;
  /** Apex REST. */
  runRequest(context: RunContext, request: HttpRequestSetup): Promise<RunOutcome>;
  /** Requests from now on see it. */
  setLicensing(licensing: OrgLicensing): Promise<void>;
  /** Protected custom settings of these packages, with their records. */
  listSettings(namespaces: readonly string[]): Promise<readonly ProtectedSetting[]>;
  /** Resolves to the record's id. */
  writeSetting(write: SettingWrite): Promise<string>;
  /** Space that its data and files take, bytes. */
  usage(): Promise<{ readonly dataBytes: number; readonly fileBytes: number }>;
  /** Tells of `copied` as it goes on. Resolves to the number of rows by object. */
  copyData(copy: DataCopy): Promise<Readonly<Record<string, number>>>;
  /** All that is committed now, as a file in the org's own folder, where alone its runner may write. */
  snapshot(fileName: string): Promise<void>;
  /** Its promise rejects, and nothing of it is left. An unknown one is no error. */
  cancelCopy(id: string): Promise<void>;
  query(request: { readonly userId: string; readonly soql: string }): Promise<ResultOf<'query'>>;
  /** REST on records: `/services/data/vNN.N/sobjects/…`, and custom actions, `…/actions/custom/…`: the part behind the version in `path`. */
  restRecords(request: { readonly userId: string } & HttpRequestSetup): Promise<NonNullable<RunResult['response']>>;
  /** The same where it writes: triggers run, so it is a request like any other. `entry`: who asks, the API or a web page. */
  writeRecord(context: RunContext, request: RecordWrite): Promise<RunOutcome>;
  /** As a user, triggers and all: a request like any other. The response's body is an `ImportAnswer`. */
  importRecords(context: RunContext, set: ImportSet): Promise<RunOutcome>;
  /** As the platform itself: no rights, no triggers. */
  seedRecords(request: { readonly userId: string; readonly set: ImportSet }): Promise<ImportAnswer>;
  /** Ends a request as soon as it can be; its promise settles. Unknown and ended ones are no error. */
  cancel(requestId: string): Promise<void>;
  /** `visibleNamespaces`: whose code and state the session may look into (D8). */
  attachSession(session: { readonly sessionId: string; readonly visibleNamespaces: readonly string[] }): Promise<void>;
  /** Held threads go on undebugged (D11). */
  detachSession(sessionId: string): Promise<void>;
  debug<M extends DebugMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>>;
  /** Ends everything; idempotent. */
  stop(): Promise<void>;
}

export type RunnerFactory = (setup: OrgSetup) => OrgRunner;
