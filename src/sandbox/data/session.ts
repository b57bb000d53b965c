/** One transaction's view of the data: queries, DML, savepoints, commit. */
import type { SoqlQuery, SoslQuery } from '../apex/syntax/ast.ts';
import type { SObjectRecord } from '../apex/runtime/sobject.ts';
import type { DuplicateFinding } from './automation/duplicate-rules.ts';
import { searchDuplicates } from './automation/duplicate-search.ts';
import { DataError } from './contract.ts';
import type { ChangeListener, DataSession, DmlOptions, DmlRowResult, FlowRunner, QueryCursor, QueryOptions, QueryResult, SearchOptions, SessionUser, TriggerRunner } from './contract.ts';
import { Delta } from './delta.ts';
import { DmlEngine } from './dml/engine.ts';
import type { DmlOperation } from './dml/engine.ts';
import type { DmlHost, ValidationLog } from './dml/host.ts';
import { Rows } from './dml/host.ts';
import { emptyRecycleBin } from './dml/recycle-bin.ts';
import { mergeRecords } from './dml/merge.ts';
import { globalValue } from './formula/globals.ts';
import { SessionPlatformRows } from './platform-rows.ts';
import { FormulaRuntime } from './formula/records.ts';
import { FormulaRegistry } from './formula/sql.ts';
import type { LockKey, LockManager } from './locks.ts';
import { Savepoints } from './savepoints.ts';
import { Calendar } from './soql/calendar.ts';
import type { CalendarSettings } from './soql/calendar.ts';
import { formatValue } from './soql/format.ts';
import { bindsOf, QueryEngine } from './soql/query-engine.ts';
import type { QueryRun } from './soql/query-engine.ts';
import type { AccessRights } from './soql/environment.ts';
import type { OrgStore } from './store.ts';
import type { StoreConnection } from './storage/connection.ts';
import { DIRECT, TransactionStorage } from './storage/transaction-storage.ts';
import type { Outside } from './storage/transaction-storage.ts';
import { searchRecords } from './sosl/search.ts';
import { sharingCondition } from './security/record-sharing.ts';
import { SessionSecurity } from './security/session-security.ts';
import { isRecordAccessQuery, recordAccessRows } from './security/user-record-access.ts';
import { UserRights } from './security/user-rights.ts';
import type { ValueBridge } from './values.ts';

export interface SessionOptions {
  readonly connection: StoreConnection;
  /** Owner of the locks; one per transaction. */
  readonly transactionId: string;
  readonly user: SessionUser;
  readonly organizationId: string;
  /** Where the org's pages are: `https://…`. */
  readonly baseUrl: string;
  readonly bridge: ValueBridge;
  readonly triggers: TriggerRunner;
  readonly flows?: FlowRunner | null;
  readonly locks: LockManager;
  /** Milliseconds since 1970. */
  now(): number;
  /** Where validation rules tell how they went, if anybody wants to know. */
  readonly log?: ValidationLog | null;
  readonly workflowLog?: ValidationLog | null;
  /** Told of what is saved, statement by statement. */
  readonly changes?: ChangeListener | null;
  /** Where answers from outside are recorded or come from; default: nothing is recorded. */
  readonly outside?: Outside;
  /** Default: ids of the store's own counters. */
  newRecordId?(keyPrefix: string): string;
  /** Rights in user mode; default: those that the org's rows give the user. */
  readonly access?: AccessRights;
  /** Default: false. */
  readonly isTest?: boolean;
  /** Partial success: retries start with the limits as they were. */
  markLimits?(): () => void;
  /** Changes to start from: a test method starts with a copy of its setup's. */
  readonly delta?: Delta;
}

const SYSTEM: QueryOptions = { accessLevel: 'system', callerNamespace: null, enforceSharing: false };
const LOCKED = 'Record Currently Unavailable: The record you are attempting to edit, or one of its related records, is currently being modified by another user. Please try again.';

export class StoreSession implements DataSession {
  readonly delta: Delta;
  readonly rows: Rows;
  readonly platform: SessionPlatformRows;
  readonly formulas: FormulaRuntime;
  readonly #options: SessionOptions;
  readonly #storage: TransactionStorage;
  readonly #outside: Outside;
  readonly #queries: QueryEngine;
  readonly #dml: DmlEngine;
  readonly #formulas: FormulaRegistry;
  readonly #lockLog: LockKey[] = [];
  readonly host: DmlHost;
  readonly security: SessionSecurity;
  #user: SessionUser;
  readonly #savepoints = new Savepoints();
  /** Rows that queries have locked, while nothing of the transaction waits for its commit. */
  readonly #queryLocks: LockKey[] = [];
  #calendar: Calendar | null = null;
  #fiscal: Pick<CalendarSettings, 'fiscalYearStartMonth' | 'isFiscalYearNamedByStart'> | null = null;
  /** Null between statements, and in one until it asks for the time. */
  #statementNow: number | null = null;
  /** Statements under way: triggers run inside one. */
  #statements = 0;

  constructor(store: OrgStore, options: SessionOptions) {
    this.#options = options;
    this.#user = options.user;
    this.delta = options.delta ?? new Delta();
    const { connection } = options;
    const userId = (): string => this.#user.id;
    const security = (): SessionSecurity => this.security;
    this.#outside = options.outside ?? DIRECT;
    this.#storage = new TransactionStorage(connection, this.#outside);
    this.#formulas = FormulaRegistry.of(connection);
    const common = { store, storage: this.#storage, delta: this.delta, bridge: options.bridge, calendar: () => this.#now() };
    this.host = {
      ...common,
      get userId() { return userId(); },
      transactionId: options.transactionId,
      organizationId: options.organizationId,
      baseUrl: options.baseUrl,
      isTest: options.isTest ?? false,
      accessOf: (permissionSetId) => this.#accessOf(permissionSetId),
      get security() { return security(); },
      markLimits: () => options.markLimits?.() ?? (() => undefined),
      purged: new Set(), triggerState: { depth: 0, invocation: 0, invocations: 0, busy: new Map(), saving: new Set() },
      triggers: options.triggers,
      flows: options.flows ?? null,
      log: options.log ?? null,
      workflowLog: options.workflowLog ?? null,
      changes: options.changes ?? null,
      locks: { acquire: (owner, keys) => this.#acquire(owner, keys), release: (owner, keys) => this.#release(owner, keys) },
      newRecordId: (prefix) => (options.newRecordId === undefined ? this.#storage.newRecordId(prefix) : options.newRecordId(prefix)),
      hasPermission: (name) => this.rights.hasCustomPermission(name) || this.rights.has(name),
    };
    this.rows = new Rows(this.host);
    this.security = new SessionSecurity({ rows: this.rows, dml: this.host, ids: (query) => this.query(query, [], SYSTEM).records.map((record) => record.fields.get('Id') as string) });
    this.platform = new SessionPlatformRows(this.host, this.rows);
    this.formulas = new FormulaRuntime(this.host, this.rows);
    this.#dml = new DmlEngine(this.host);
    this.#queries = new QueryEngine({
      ...common,
      get userId() { return userId(); },
      accessOf: (permissionSetId) => this.#accessOf(permissionSetId),
      sharingContext: this.security,
      format: (expression, value) => formatValue(options.bridge, this.#user.locale, expression, value),
      formula: (field, object, resolve) => this.#formulas.expression(field, object, resolve),
      sharing: (scope, rights) => sharingCondition(scope.environment, rights instanceof UserRights ? rights : this.rights, scope.layout, scope.alias, 'read'),
    });
  }

  /** What the current user may do. */
  get rights(): UserRights {
    return this.security.of(this.#user.id);
  }

  get restrictsRecords(): boolean {
    return !this.rights.has('ModifyAllData');
  }

  #accessOf(permissionSetId: string | null): AccessRights {
    return this.#options.access ?? (permissionSetId === null ? this.rights : this.rightsWith(permissionSetId));
  }

  rightsWith(permissionSetId: string): UserRights {
    return this.security.withPermissionSet(this.#user.id, permissionSetId);
  }

  /** The clock is read anew for each statement, and is one value within it. */
  #now(): Calendar {
    const now = this.#statementNow ?? this.#options.now();
    if (this.#statements > 0) this.#statementNow = now;
    if (this.#calendar?.now !== now) {
      this.#calendar = new Calendar({
        timeZone: this.#user.timeZone, firstDayOfWeek: /_(US|CA|MX|BR|JP|IL)$/.test(this.#user.locale) ? 0 : 1,
        ...(this.#fiscal ??= this.#fiscalYear()),
      }, now);
    }
    return this.#calendar;
  }

  /** As the organization has it. */
  #fiscalYear(): Pick<CalendarSettings, 'fiscalYearStartMonth' | 'isFiscalYearNamedByStart'> {
    const layout = this.rows.layoutOfId(this.#options.organizationId);
    const row = layout && this.rows.readOne(layout, this.#options.organizationId);
    const value = (field: string): unknown => row?.[layout!.byField.get(field)!.index] ?? null;
    return { fiscalYearStartMonth: Number(value('fiscalyearstartmonth') ?? 1), isFiscalYearNamedByStart: value('usesstartdateasfiscalyearname') === 1 };
  }

  #acquire(owner: string, keys: readonly LockKey[]): ReturnType<LockManager['acquire']> {
    const outcome = this.#outside.ask('locks', () => this.#options.locks.acquire(owner, keys), () => keys);
    if (outcome === 'granted') this.#lockLog.push(...keys);
    return outcome;
  }

  #release(owner: string, keys?: readonly LockKey[]): void {
    if (!this.#outside.isReplay) this.#options.locks.release(owner, keys);
  }

  #statement<T>(run: () => T): T {
    const outer = this.#statementNow;
    this.#statementNow = null;
    this.#statements++;
    try {
      return run();
    } finally {
      this.#statements--;
      this.#statementNow = outer;
    }
  }

  #withFormulas<T>(run: () => T): T {
    const before = this.#formulas.surroundings;
    this.#formulas.surroundings = {
      calendar: () => this.#now(),
      global: (path, namespace) => globalValue(this.host, this.rows, path, namespace),
      objectNameOf: (prefix) => this.host.store.schema.objectByKeyPrefix(prefix)?.name ?? null,
    };
    try {
      return run();
    } finally {
      this.#formulas.surroundings = before;
    }
  }

  #run(query: SoqlQuery, binds: readonly unknown[], options: QueryOptions): QueryRun {
    if (isRecordAccessQuery(query)) {
      const records = recordAccessRows({ bridge: this.#options.bridge, bindIndex: bindsOf(query), levels: (userId, ids) => this.security.levels(userId, ids) }, query, binds);
      return { rows: records.map(() => []), count: null, parentColumn: null, records: (from, to) => records.slice(from, to) };
    }
    const find = (): QueryRun => this.#withFormulas(() => this.#queries.run(query, binds, options));
    let run = find();
    if (!query.forClause.includes('update')) return run;
    // Rows that were waited for are read again: they are as their last writer left them, and may not be found any more.
    const locked = new Set<LockKey>();
    for (;;) {
      const keys = run.rows.map((_row, i) => `row:${run.records(i, i + 1)[0]!.fields.get('Id') as string}`).filter((key) => !locked.has(key));
      if (keys.length === 0) return run;
      if (this.#acquire(this.#options.transactionId, keys) !== 'granted') throw new DataError('System.QueryException', LOCKED);
      for (const key of keys) locked.add(key);
      this.#queryLocks.push(...keys);
      run = find();
    }
  }

  query(query: SoqlQuery, binds: readonly unknown[], options: QueryOptions): QueryResult {
    return this.#statement(() => this.#query(query, binds, options));
  }

  #query(query: SoqlQuery, binds: readonly unknown[], options: QueryOptions): QueryResult {
    const run = this.#run(query, binds, options);
    if (run.count !== null) return { records: [], count: run.count, rowCount: 1 };
    const records = this.#withFormulas(() => run.records(0, run.rows.length));
    return { records, count: null, rowCount: run.aggregatedRows ?? records.reduce((sum, record) => sum + this.#rowsOf(record), 0) };
  }

  #rowsOf(record: SObjectRecord): number {
    let count = 1;
    for (const value of record.relationships?.values() ?? []) {
      const plain = this.#options.bridge.plain(value);
      if (plain.kind === 'list') count += plain.items.length;
    }
    return count;
  }

  openCursor(query: SoqlQuery, binds: readonly unknown[], options: QueryOptions): QueryCursor {
    const run = this.#statement(() => this.#run(query, binds, options));
    let position = 0;
    return {
      size: run.rows.length,
      rowCount: run.aggregatedRows ?? null,
      next: (count) => {
        const from = position;
        position = Math.min(run.rows.length, from + count);
        return this.#statement(() => this.#withFormulas(() => run.records(from, position)));
      },
    };
  }

  search(query: SoslQuery, binds: readonly unknown[], options: SearchOptions): readonly (readonly SObjectRecord[])[] {
    return this.#statement(() => this.#withFormulas(() => searchRecords({ engine: this.#queries, rows: this.rows, host: this.host }, query, binds, options)));
  }

  dml(operation: DmlOperation, records: readonly SObjectRecord[], options: DmlOptions): readonly DmlRowResult[] {
    const isSetup = records.some((record) => record !== null && this.host.store.schema.object(record.objectName)?.isSetup);
    const results = this.#statement(() => this.#dml.run(operation, records, options));
    if (isSetup) this.security.forget();
    this.#outside.note(`${operation}`, () => results.map(({ id, isSuccess, errors }, i) => [records[i]!.objectName, id, isSuccess, ...errors.map((error) => `${error.statusCode} ${error.message}`)]));
    return results;
  }

  merge(master: SObjectRecord, duplicates: readonly string[], options: DmlOptions): DmlRowResult {
    const result = this.#statement(() => mergeRecords(this.#dml, this.host, this.rows, master, duplicates, options));
    this.#outside.note('merge', () => [master.objectName, result.id, result.isSuccess, ...duplicates]);
    return result;
  }

  findDuplicates(records: readonly SObjectRecord[]): readonly (readonly DuplicateFinding[])[] {
    return this.#statement(() => searchDuplicates(this.host, this.rows, records));
  }

  emptyRecycleBin(ids: readonly string[]): readonly DmlRowResult[] {
    const results = this.#statement(() => emptyRecycleBin(this.rows, ids));
    this.#outside.note('empty recycle bin', () => results.map(({ id, isSuccess }) => [id, isSuccess]));
    return results;
  }

  setCreatedDate(id: string, millis: number): boolean {
    const layout = this.rows.layoutOfId(id);
    const row = layout && this.rows.readOne(layout, id);
    const column = layout?.byField.get('createddate');
    if (layout === undefined || row === undefined || column === undefined) return false;
    this.rows.put(layout, id, row.with(column.index, millis));
    this.#outside.note('set created date', () => [id, millis]);
    return true;
  }

  get changes(): number {
    return this.delta.mark();
  }

  /** `System.runAs`: statements are the other user's from now on, and may mix setup objects with others; call the result at its end. */
  runAs(user: SessionUser): () => void {
    const before = this.#user;
    const resume = this.#dml.mixed.suspend();
    this.#become(user);
    return () => {
      resume();
      this.#become(before);
    };
  }

  enterJob(user: SessionUser): () => void {
    const before = this.#user;
    const resume = this.#dml.mixed.enter();
    this.#become(user);
    return () => {
      resume();
      this.#become(before);
    };
  }

  #become(user: SessionUser): void {
    this.#user = user;
    this.#calendar = null;
  }

  setSavepoint(isCodes = false): number {
    return this.#savepoints.set({ mark: this.delta.mark(), locks: this.#lockLog.length, invocation: this.host.triggerState.invocation, isCodes });
  }

  rollback(savepoint: number): void {
    const { mark, locks } = this.#savepoints.rollBackTo(savepoint, this.host.triggerState.invocation);
    this.delta.rollbackTo(mark);
    this.security.forget();
    const freed = this.#lockLog.splice(locks).filter((key) => !this.#lockLog.includes(key));
    if (freed.length > 0) this.#release(this.#options.transactionId, freed);
  }

  releaseSavepoint(savepoint: number): void {
    this.#savepoints.release(savepoint, this.host.triggerState.invocation);
  }

  get hasSavepoints(): boolean {
    return this.#savepoints.hasCodes;
  }

  releaseAllSavepoints(): boolean {
    return this.#savepoints.releaseCodes();
  }

  releaseQueryLocks(): string | null {
    const keys = this.#queryLocks.splice(0);
    const last = keys.at(-1);
    if (last === undefined) return null;
    this.#release(this.#options.transactionId, keys);
    for (const key of keys) {
      const at = this.#lockLog.lastIndexOf(key);
      if (at >= 0) this.#lockLog.splice(at, 1);
    }
    return this.rows.layoutOfId(last.slice('row:'.length))?.object.name ?? null;
  }

  commit(): void {
    this.rows.removePurged();
    this.#storage.commit(this.delta);
    this.#end();
  }

  discard(): void {
    this.#storage.discard(this.delta);
    this.#end();
  }

  #end(): void {
    this.#savepoints.clear();
    this.#lockLog.length = 0;
    this.#queryLocks.length = 0;
    this.#release(this.#options.transactionId);
  }
}

export function createSession(store: OrgStore, options: SessionOptions): StoreSession {
  return new StoreSession(store, options);
}
