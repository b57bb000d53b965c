/**
 * How Apex values look in JavaScript, and what a running transaction offers to generated code, the library, the data
 * layer and the debugger.
 *
 * Representation of values (files in this folder):
 *
 * | Apex              | JavaScript                                                                                   |
 * |-------------------|----------------------------------------------------------------------------------------------|
 * | null              | `null` (never undefined)                                                                     |
 * | Boolean           | boolean                                                                                      |
 * | Integer           | number, always int32 (`| 0`)                                                                 |
 * | Long              | bigint, wrapped by `BigInt.asIntN(64, …)`                                                    |
 * | Double            | number in variables, fields and expressions typed Double; `ApexDouble` (double.ts) wherever   |
 * |                   | the static type is Object or a type parameter: a bare number there means Integer. So elements |
 * |                   | of `List<Double>` and results of `Map<X, Double>.get` are boxed, and codegen unboxes them.    |
 * | Decimal           | `ApexDecimal` {unscaled: bigint, scale: int} (decimal.ts), immutable                          |
 * | String            | string                                                                                       |
 * | Id                | string of 18 characters (normalised when it becomes an Id)                                    |
 * | Date, Datetime, Time, Blob | `ApexDate`, `ApexDatetime`, `ApexTime`, `ApexBlob` (one file each), immutable        |
 * | enum              | `ApexEnum` instance, one per constant {type, name, ordinal}; compared by identity              |
 * | class instance    | instance of the generated class; base `ApexObject`; fields are own properties named by slot    |
 * | exception         | generated or built-in class over `ApexException` (exception.ts); thrown as itself               |
 * | List, Set, Map    | `ApexList`, `ApexSet`, `ApexMap` (collections); each knows its `RuntimeType`                     |
 * | SObject           | `SObjectRecord` (sobject.ts): object name, fields by API name, relationships                    |
 * | Type, SObjectType, SObjectField, describe results | library objects over `ApexObject`                                |
 *
 * `RuntimeType` objects are interned by type name (`typeName` of semantics: `List<Account>`, `Map<String,Object>`,
 * `ns.Outer.Inner`), know their supertypes, and answer `isInstance(value)`. Everything with a dynamic type (collections,
 * objects, records, enums) is asked through `runtimeTypeOf(value)`.
 *
 * Equality, hashing, ordering and text of values are in equality.ts, ordering.ts, text.ts: `apexEquals` (`==`),
 * `identical` (`===`), `keyOf` (Map and Set keys), `compareValues` (sort), `textOf` (String.valueOf, concatenation).
 */
import type { DataSession } from '../../data/contract.ts';
import type { Schema } from '../../data/schema.ts';
import type { FlowDefinition } from '../../flow/contract.ts';

/** Any value as generated code and the library pass it around. */
export type ApexValue = unknown;

/**
 * The one transaction that runs on this worker. It is a module-level slot (see `transaction.ts`: `current()`), set before
 * any initialiser runs; class statics belong to it.
 */
export interface Transaction {
  readonly id: string;
  readonly kind: 'anonymous' | 'rest' | 'test' | 'future' | 'queueable' | 'finalizer' | 'batch' | 'schedulable' | 'event' | 'ui' | 'api';
  readonly user: RunningUser;
  readonly org: OrgInfo;
  readonly schema: Schema;
  readonly program: ProgramDirectory;
  readonly source: Determinism;
  readonly limits: LimitLedger;
  readonly data: DataSession;
  readonly log: LogSink;
  /** Non-null while a test method (or its setup) runs. */
  readonly test: TestState | null;
  /** Free for library classes' own per-transaction state (RestContext, ApexPages…), by class name. */
  readonly slots: Map<string, unknown>;
}

export interface RunningUser {
  readonly id: string;
  readonly userName: string;
  readonly name: string;
  readonly email: string;
  readonly profileId: string;
  readonly profileName: string;
  readonly roleId: string | null;
  /** IANA name. */
  readonly timeZone: string;
  /** `en_US` */
  readonly locale: string;
  readonly language: string;
  readonly userType: string;
  /** API names of user permissions: `AuthorApex`, `ModifyAllData`. */
  readonly permissions: ReadonlySet<string>;
}

export interface OrgInfo {
  readonly id: string;
  readonly name: string;
  readonly instance: string;
  readonly isSandbox: boolean;
  readonly type: string;
  readonly namespace: string | null;
  /** `https://…my.salesforce.com` shape of the simulated org. */
  readonly baseUrl: string;
  readonly multiCurrency: boolean;
  readonly defaultCurrency: string;
  /** Packages with governor limits of their own. */
  readonly certifiedNamespaces: readonly string[];
  readonly cachePartitions: readonly CachePartition[];
  /** Whether metadata brings approval processes, which don't run here. */
  readonly hasApprovalProcesses: boolean;
  /** Flows that metadata brings. */
  readonly flows: readonly FlowDefinition[];
  readonly dataWeaveScripts: readonly { readonly namespace: string | null; readonly name: string; readonly source: string; readonly isGlobal: boolean }[];
  /** What the org's own metadata defines; those of installed packages are in `licensing`, with their values. */
  readonly featureParameters: readonly (Omit<FeatureParameter, 'namespace'> & { readonly namespace: string | null })[];
  /** Absent: everyone is licensed, and there are no feature parameters. */
  readonly licensing?: Licensing;
}

/** What the License Management Org has set in this org (rules D16, D17). */
export interface Licensing {
  readonly licenses: readonly PackageLicense[];
  readonly features: readonly FeatureParameter[];
}

export interface PackageLicense {
  readonly namespace: string;
  readonly status: 'trial' | 'active' | 'suspended' | 'uninstalled';
  /** Null: for the entire org. */
  readonly seats: number | null;
  /** Ids of the users who have a seat. */
  readonly userIds: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | null;
}

export interface FeatureParameter {
  readonly namespace: string;
  readonly name: string;
  readonly type: 'boolean' | 'integer' | 'date';
  readonly direction: 'lmoToSubscriber' | 'subscriberToLmo';
  /** A date is `2026-01-31`. */
  readonly value: boolean | number | string;
}

/** A partition of Platform Cache, as metadata defines it. */
export interface CachePartition {
  readonly namespace: string | null;
  readonly name: string;
  readonly isDefault: boolean;
}

/** What can be told and asked over the border of a transaction: plain data that a recording keeps. */
export type OutsideValue = null | boolean | number | string | bigint | Uint8Array | readonly OutsideValue[];

/**
 * Everything a transaction learns from outside its own code, so that it can be recorded and run again. Nothing may read a
 * clock or a random number past it. What the transaction itself does is noted here too, for a second run to be compared with.
 */
export interface Determinism {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Nanoseconds of virtual CPU time since the transaction started. Follows from the code that has run: it is no answer from outside. */
  cpuNanos(): bigint;
  /** In [0, 1). */
  random(): number;
  randomBytes(count: number): Uint8Array;
  /** A new 18-character record id. */
  newRecordId(keyPrefix: string): string;
  /**
   * Any other answer from outside, recorded by name: committed rows, a callout's reply, a lock's outcome, the engine's heap.
   * `question`: what the answer is to; asked only while something is recorded. The answer must not be changed afterwards.
   */
  ask<T extends OutsideValue>(what: string, produce: () => T, question?: () => readonly OutsideValue[]): T;
  /** Something the transaction did or said. `content` is asked only while something is recorded. */
  note(what: string, content: () => readonly OutsideValue[]): void;
  /**
   * Something a person did to the transaction at a stop: recorded with the place where it was done, for a replay to do it
   * again. `place` is the call depth, the unit and the statement; `deed` what to do, in the words of who does it.
   */
  act(place: ActPlace, deed: string): void;
  /** What is learned and noted inside is the debugger's business, not the transaction's. */
  aside<R>(action: () => R): R;
  /** Every so often while Apex runs. What `serve` throws ends the transaction, and is recorded. */
  pulse(serve: () => void): void;
  /** Answers come from a recording: the org's data are out of reach, and nothing is saved. */
  readonly isReplay: boolean;
  /** Inside `aside`: what can't be taken back must not be asked for. */
  readonly isAside: boolean;
}

/** A moment of debuggable code: with the count of steps it names exactly one, for between two steps code only goes forward. */
export interface ActPlace {
  readonly unit: string;
  readonly statement: number;
  readonly depth: number;
  /** Before the statement, or where it throws. */
  readonly at: 'statement' | 'throw';
}

/** Counters of one transaction; `charge` throws `System.LimitException` with the platform's text past the limit. */
export interface LimitLedger {
  charge(limit: LimitName, amount: number): void;
  used(limit: LimitName): number;
  maximum(limit: LimitName): number;
  /** Charges heap before an allocation, in bytes. */
  allocate(bytes: number): void;
  /** Nothing used: between `Test.startTest` and `stopTest`, or (with a context) for a job that a test runs. */
  fresh(context?: LimitContext): LimitLedger;
  /** Remembers what is used; call the result to go back to it. CPU time and heap go on. */
  mark(): () => void;
}

/** What kinds of transaction have maxima of their own; scheduled Apex and event triggers have the synchronous ones. */
export type LimitContext = 'synchronous' | 'queueable' | 'future' | 'batch' | 'finalizer';

export type LimitName =
  | 'queries' | 'queryRows' | 'aggregateQueries' | 'queryLocatorRows' | 'soslQueries' | 'dmlStatements' | 'dmlRows'
  | 'callouts' | 'futureCalls' | 'queueableJobs' | 'emailInvocations' | 'mobilePushApexCalls' | 'publishImmediateDml'
  | 'apexCursors' | 'apexCursorRows' | 'paginationCursors' | 'paginationCursorRows' | 'cursorFetches'
  | 'cpuTime' | 'heapSize' | 'findSimilarCalls' | 'runAs' | 'savepoints' | 'savepointRollbacks';

export type LogCategory =
  | 'ApexCode' | 'ApexProfiling' | 'Callout' | 'DataAccess' | 'Database' | 'Nba' | 'System' | 'Validation' | 'Visualforce' | 'Wave' | 'Workflow';
export type LogLevel = 'NONE' | 'ERROR' | 'WARN' | 'INFO' | 'DEBUG' | 'FINE' | 'FINER' | 'FINEST';

export type LogLevels = Readonly<Record<LogCategory, LogLevel>>;

export interface LogSink {
  isOn(category: LogCategory, level: LogLevel): boolean;
  /** One log event: `USER_DEBUG`, fields after the time stamp and name: `['[12]', 'DEBUG', 'text']`. `namespace`: of the code that causes it. */
  event(name: string, fields: readonly string[], namespace?: string | null): void;
}

export interface TestState {
  readonly className: string;
  readonly methodName: string;
  readonly seeAllData: boolean;
  phase: 'before' | 'started' | 'stopped';
  /** Callout and other mocks, by kind. */
  readonly mocks: Map<string, unknown>;
}

/** What reflection needs of the program: `Type.forName`, `newInstance`, test discovery, entry points. */
export interface ProgramDirectory {
  /** A class by name as `Type.forName` resolves it from a caller's namespace; null if there is none. */
  findType(namespace: string | null, name: string): RuntimeTypeInfo | null;
}

export interface RuntimeTypeInfo {
  /** The runtime's type key: `ns.Outer.Inner`. */
  readonly name: string;
  readonly namespace: string | null;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly isAbstract: boolean;
  /** Itself and the class around it: only then other namespaces see it. */
  readonly isGlobal: boolean;
  /** null if there is no public no-argument constructor. */
  newInstance: (() => ApexValue) | null;
}
