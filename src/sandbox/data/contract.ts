/**
 * What a transaction asks of the data layer. One `DataSession` per transaction; its changes are a delta over the committed
 * rows and become visible to others at `commit`.
 *
 * Errors are thrown as `DataError` and become Apex exceptions at the library's border (`QueryException`, `DmlException`…).
 */
import type { SoqlQuery, SoslQuery } from '../apex/syntax/ast.ts';
import type { SaveHeaders, SObjectRecord } from '../apex/runtime/sobject.ts';
import type { DuplicateFinding } from './automation/duplicate-rules.ts';
import type { FormulaRuntime } from './formula/records.ts';
import type { ObjectSchema } from './schema.ts';
import type { UserRights } from './security/user-rights.ts';

export interface QueryOptions {
  readonly accessLevel: 'user' | 'system';
  /** Namespace of the code that asks: its own prefix may be omitted in names. */
  readonly callerNamespace: string | null;
  /** Whether record sharing applies (the sharing declaration of the running class). */
  readonly enforceSharing: boolean;
  /** User mode with the rights of a permission set beside the user's own (`AccessLevel.withPermissionSetId`). */
  readonly permissionSetId?: string | null;
}

export interface SearchOptions extends QueryOptions {
  /** Tests: the only records that a search can find; null searches the text. */
  readonly fixedResultIds?: readonly string[] | null;
}

export interface QueryResult {
  /** Records, or `AggregateResult` records. */
  readonly records: readonly SObjectRecord[];
  /** For `SELECT COUNT()`. */
  readonly count: number | null;
  /** Rows that count against the limit: records, their children, 1 for a count. */
  readonly rowCount?: number;
}

/** A query read in chunks by a SOQL for-loop or a query locator; holds no database cursor open between chunks. */
export interface QueryCursor {
  readonly size: number;
  /** Rows that count against the limit, where it isn't those that are read: of an aggregation. */
  readonly rowCount: number | null;
  /** The next at most `count` records; empty at the end. */
  next(count: number): readonly SObjectRecord[];
}

export interface DmlOptions {
  readonly allOrNone: boolean;
  readonly accessLevel: 'user' | 'system';
  readonly enforceSharing: boolean;
  readonly callerNamespace: string | null;
  /** Upsert. */
  readonly externalIdField: string | null;
  /** The list may hold records of any object: one that allows no DML is an error of its row. */
  readonly isGeneric?: boolean;
  readonly permissionSetId?: string | null;
  /** Database.DMLOptions of the statement; they come before those of its records. */
  readonly headers?: SaveHeaders;
  /** `platform`: fields that code can't write are written; `withoutRules`: validation rules, lookup filters and duplicate rules have been asked before. */
  readonly extra?: ReadonlyMap<string, unknown>;
}

export interface DmlRowError {
  /** `REQUIRED_FIELD_MISSING` */
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
  /** What a duplicate rule has found. */
  readonly duplicates?: DuplicateFinding;
}

export interface DmlRowResult {
  readonly id: string | null;
  readonly isSuccess: boolean;
  /** Upsert. */
  readonly isCreated: boolean;
  readonly errors: readonly DmlRowError[];
}

export type TriggerOperation =
  | 'BEFORE_INSERT' | 'BEFORE_UPDATE' | 'BEFORE_DELETE' | 'AFTER_INSERT' | 'AFTER_UPDATE' | 'AFTER_DELETE' | 'AFTER_UNDELETE';

/** Called by DML for each chunk of at most 200 records; implemented by the Apex side. Errors are put on records by addError. */
export interface TriggerContext {
  readonly object: ObjectSchema;
  readonly operation: TriggerOperation;
  readonly newRecords: readonly SObjectRecord[] | null;
  readonly oldRecords: readonly SObjectRecord[] | null;
}

export interface TriggerRunner {
  hasTriggers(object: ObjectSchema, operation: TriggerOperation): boolean;
  /** Name of the trigger that runs at the moment, with its namespace; for the text of self-reference errors. */
  currentTrigger?(): string | null;
  /** Runs every trigger of the object for the operation. An exception that Apex code threw passes through unchanged. */
  run(context: TriggerContext): void;
  /** Names of the object's triggers for the operation. */
  names(object: ObjectSchema, operation: TriggerOperation): readonly string[];
  runOne(name: string, context: TriggerContext): void;
}

/** When a flow runs that a record triggers. */
export type FlowTiming = 'beforeSave' | 'afterSave' | 'beforeDelete';

/** Records of one chunk, by index. */
export interface FlowTriggerContext {
  readonly object: ObjectSchema;
  readonly timing: FlowTiming;
  readonly isNew: boolean;
  /** As they are when the next flow starts; null: it isn't there any more. Before a save, what a flow assigns to them is saved. */
  readonly records: () => readonly (SObjectRecord | null)[];
  /** As they were before the save; null: new ones. */
  readonly priors: readonly (SObjectRecord | null)[];
}

/** Called by saves and deletes for each chunk of at most 200 records. */
export interface FlowRunner {
  hasFlows(object: ObjectSchema, timing: FlowTiming): boolean;
  /** Runs the object's flows; the errors of each record. */
  run(context: FlowTriggerContext): readonly (readonly DmlRowError[])[];
  /** Full names of the flows that an event triggers. */
  eventFlows(event: ObjectSchema): readonly string[];
  /** Runs one of them for messages. */
  deliver(name: string, event: ObjectSchema, messages: readonly SObjectRecord[]): void;
}

/** A record before and after it was saved; null: it wasn't there, or isn't any more. */
export interface SavedChange { readonly id: string; readonly before: SObjectRecord | null; readonly after: SObjectRecord | null }

/** Told of saved records of the objects it wants to hear of. */
export interface ChangeListener {
  wants(object: ObjectSchema): boolean;
  saved(object: ObjectSchema, action: 'insert' | 'update' | 'delete' | 'undelete', changes: readonly SavedChange[]): void;
}

/** Values by field name; dates and datetimes as they are stored. */
export type PlatformValues = Readonly<Record<string, string | number | boolean | null>>;

/** Rows that the platform itself keeps (jobs, cron triggers): no triggers, rules or rights. */
export interface PlatformRows {
  /** Audit fields are filled in. */
  insert(object: ObjectSchema, id: string, values: PlatformValues): void;
  /** A row that isn't there is left alone. */
  update(object: ObjectSchema, id: string, values: PlatformValues): void;
  remove(object: ObjectSchema, id: string): void;
  read(object: ObjectSchema, id: string): PlatformValues | null;
  /** Ids of the rows with the value in a text or id field, in their order. */
  find(object: ObjectSchema, field: string, value: string): string[];
  /** Names of the triggers that get an event's messages, and of the flows: `flow:Name`. */
  triggersOf(event: ObjectSchema): readonly string[];
  /** Runs one of them for messages. */
  deliver(event: ObjectSchema, trigger: string, messages: readonly SObjectRecord[]): void;
}

/** Whom a transaction's statements are made by. */
export interface SessionUser {
  readonly id: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly locale: string;
}

export interface DataSession {
  readonly platform: PlatformRows;
  /** Changes that wait for the commit; a rollback takes them back. */
  readonly changes: number;
  /** Formulas over values in memory. */
  readonly formulas: FormulaRuntime;
  /** `System.runAs`: from now on the statements are another user's; call the result at the block's end. */
  runAs(user: SessionUser): () => void;
  /** A job of a test: another user's statements, with a ledger of their own for mixed DML; call the result at the job's end. */
  enterJob(user: SessionUser): () => void;
  /** Whether there may be records that the user can't reach. */
  readonly restrictsRecords: boolean;
  /** What the user may do, before sharing. */
  readonly rights: UserRights;
  /** The user's rights with those of one more permission set. */
  rightsWith(permissionSetId: string): UserRights;
  query(query: SoqlQuery, binds: readonly unknown[], options: QueryOptions): QueryResult;
  openCursor(query: SoqlQuery, binds: readonly unknown[], options: QueryOptions): QueryCursor;
  search(query: SoslQuery, binds: readonly unknown[], options: SearchOptions): readonly (readonly SObjectRecord[])[];
  /** Results in the order of `records`. With `allOrNone`, a row error is thrown as `DmlFailure` after undoing the statement. */
  dml(
    operation: 'insert' | 'update' | 'upsert' | 'delete' | 'undelete',
    records: readonly SObjectRecord[],
    options: DmlOptions,
  ): readonly DmlRowResult[];
  merge(master: SObjectRecord, duplicates: readonly string[], options: DmlOptions): DmlRowResult;
  /** What the active duplicate rules find for records, saved or not. */
  findDuplicates(records: readonly SObjectRecord[]): readonly (readonly DuplicateFinding[])[];
  /** Deleted rows go for good; a row that isn't in the recycle bin is an error of its own. */
  emptyRecycleBin(ids: readonly string[]): readonly DmlRowResult[];
  /** Tests: gives a record another CreatedDate, in milliseconds since 1970. false: there is no such record. */
  setCreatedDate(id: string, millis: number): boolean;
  /** Opaque; rolling back to one makes later ones invalid. `isCodes`: Apex has set it. */
  setSavepoint(isCodes?: boolean): number;
  rollback(savepoint: number): void;
  /** With the later ones. */
  releaseSavepoint(savepoint: number): void;
  /** Of Apex. */
  readonly hasSavepoints: boolean;
  /** Those of Apex; whether there were any. */
  releaseAllSavepoints(): boolean;
  /** Frees what queries have locked, as a callout does; the object that was locked last, or null. */
  releaseQueryLocks(): string | null;
  /** Makes the delta durable, in one write transaction. The session can go on afterwards with an empty delta. */
  commit(): void;
  /** Throws the delta away. */
  discard(): void;
}

/** An error of the data layer; `exceptionType` is the Apex exception it becomes (`System.QueryException`). */
export class DataError extends Error {
  readonly exceptionType: string;
  /** For names that a query's object doesn't know: where the name stands in the query's text; -1 until it is found out. */
  at: number | null = null;
  /** User mode: fields that the user may not use, by object. */
  readonly inaccessibleFields: ReadonlyMap<string, ReadonlySet<string>> | null;
  constructor(exceptionType: string, message: string, inaccessibleFields: DataError['inaccessibleFields'] = null) {
    super(message);
    this.exceptionType = exceptionType;
    this.inaccessibleFields = inaccessibleFields;
  }
}

/** DML failed with `allOrNone`: every row's outcome; failed rows in order. Becomes `System.DmlException`. */
export class DmlFailure extends DataError {
  readonly operation: string;
  readonly rows: readonly { readonly index: number; readonly id: string | null; readonly errors: readonly DmlRowError[] }[];
  constructor(operation: string, rows: DmlFailure['rows'], message: string) {
    super('System.DmlException', message);
    this.operation = operation;
    this.rows = rows;
  }
}
