import type { FeatureChange } from '../execution/executor.ts';
import type { LogSpan } from '../log-text.ts';
import type { MessagePort } from 'node:worker_threads';
import type { InvalidUnit, Shape, UnitArtifact } from '../../apex/codegen/artifact.ts';
import type { LogLevels, OrgInfo, RunningUser } from '../../apex/runtime/contract.ts';
import type { LockKey, LockOutcome } from '../../data/locks.ts';
import type { RecordChange } from '../../data/record-changes.ts';
import type { ObjectSchema } from '../../data/schema.ts';
import type { AgentOptions } from '../../debugger/messages.ts';
import type { ImportSet } from '../../../protocol/data.ts';
import type { TestResult } from '../../../protocol/rpc.ts';
import type { HttpRequestSetup } from '../contract.ts';
import type { TestMethodInfo, TriggerInfo } from '../compiler.ts';

/** Words of a worker's control memory. */
export const CONTROL_CANCEL = 0;
/** Grows with every answer of the runner; a worker that waits for one sleeps on it. */
export const CONTROL_ANSWERS = 1;
export const CONTROL_WORDS = 2;

/** What a worker has to know of its org to run code that the runner compiled. */
export interface ProgramSetup {
  readonly org: OrgInfo;
  /** What metadata defines; the rest is in the standard catalogue. */
  readonly objects: readonly ObjectSchema[];
  readonly labels: ReadonlyMap<string, string>;
  readonly triggers: readonly TriggerInfo[];
  readonly users: readonly RunningUser[];
  /** Files of the org's records, and of the store without records that tests see. */
  readonly storePath: string;
  readonly testStorePath: string;
  /** Milliseconds since the epoch: the clock stands there, and random numbers are the same ones each time. */
  readonly stillClock?: number;
}

export type WorkerShape = Shape;

/** Which statements of a unit have run. */
export interface UnitCoverage {
  readonly unitName: string;
  readonly path: string;
  /** One byte a statement. */
  readonly covered: Uint8Array;
}

export interface WorkerSetup {
  readonly program: ProgramSetup;
  readonly shape: WorkerShape;
  readonly control: Int32Array;
  readonly calls: MessagePort;
}

/** What a worker asks of its runner, and waits for. */
export interface RunnerCalls {
  unit: { params: { readonly name: string; readonly shape: Shape }; result: UnitArtifact | InvalidUnit | null };
  acquire: { params: { readonly owner: string; readonly keys: readonly LockKey[] }; result: LockOutcome };
}

export type RunnerCall = { [M in keyof RunnerCalls]: { readonly id: number; readonly method: M; readonly params: RunnerCalls[M]['params'] } }[keyof RunnerCalls];
/** Nobody waits for an answer. */
export interface ReleaseMessage { readonly method: 'release'; readonly owner: string; readonly keys: readonly LockKey[] | null }
export type ToRunnerThread = RunnerCall | ReleaseMessage;
export type CallAnswer = { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: string };

export interface RestCall {
  readonly className: string;
  readonly slot: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
  readonly returnType: string;
  readonly method: string;
  readonly path: string;
  readonly resourcePath: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
}

export type WorkerJob =
  | { readonly kind: 'anonymous'; readonly artifact: UnitArtifact; readonly code: string }
  | { readonly kind: 'test'; readonly test: TestMethodInfo; readonly failFast?: boolean; readonly isCoverageDetailed?: boolean }
  | { readonly kind: 'rest'; readonly call: RestCall }
  /** A part of the work in the org's queue. */
  | { readonly kind: 'work'; readonly id: string }
  /** Gives a part up that can't be run: it has failed. */
  | { readonly kind: 'abandon'; readonly id: string }
  /** Sends published event messages on their way. */
  | { readonly kind: 'distribute' }
  | { readonly kind: 'query'; readonly soql: string }
  | { readonly kind: 'import'; readonly set: ImportSet }
  | { readonly kind: 'record'; readonly request: HttpRequestSetup; readonly entry: 'api' | 'ui' };

export interface WorkerRequest {
  readonly userId: string;
  /** What its debug log tells; default: the usual. */
  readonly levels?: LogLevels;
  readonly tellsChanges?: boolean;
  /** Where its log goes if it gets long: the id, and the path without an ending. None: it is kept in the outcome. */
  readonly log?: { readonly id: string; readonly path: string };
  readonly job: WorkerJob;
  readonly debug: { readonly port: MessagePort; readonly signal: Int32Array; readonly options: AgentOptions } | null;
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'userDebug'; readonly text: string; readonly namespace: string | null; /** known of debuggable code */ readonly place: { readonly path: string; readonly line: number } | null }
  /** So much of its log can be read. */
  | { readonly kind: 'logged'; readonly id: string; readonly bytes: number; readonly generation: number }
  /** A test method has run. */
  | { readonly kind: 'progress'; readonly message: string }
  | { readonly kind: 'done'; readonly outcome: WorkerOutcome };

export interface WorkerOutcome {
  readonly success: boolean;
  readonly exception: { readonly type: string; readonly message: string; readonly stackTrace: string } | null;
  /** Empty if it is in a file. */
  readonly log: string;
  readonly logFile?: { readonly id: string; readonly bytes: number; readonly generation: number };
  readonly response: { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
  readonly tests: readonly TestResult[];
  readonly records: readonly unknown[] | null;
  readonly logSpans: readonly LogSpan[];
  /** Of tests that run in the coverage shape: units that came in, test classes too. */
  readonly coverage: readonly UnitCoverage[];
  /** What each of `tests` has run by itself, where it was asked for; `coverage` then has the rest. */
  readonly coverageByTest: readonly (readonly UnitCoverage[])[];
  /** Feature parameters that were set, and committed (rule D17). */
  readonly features: readonly FeatureChange[];
  /** If it was asked for. */
  readonly changes?: readonly RecordChange[];
}

export const NO_OUTCOME: WorkerOutcome = { success: true, exception: null, log: '', response: null, tests: [], records: null, logSpans: [], coverage: [], coverageByTest: [], features: [] };

/** A test that isn't run because one before it has failed. */
export const skipped = (className: string, methodName: string): TestResult => ({ className, methodName, outcome: 'skip', message: null, stackTrace: null, runTimeMs: 0, limits: {} });

export const CANCELLED = { type: 'System.UnexpectedException', message: 'The request was cancelled.', stackTrace: '' } as const;
