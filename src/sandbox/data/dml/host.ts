/** What the steps of a DML statement share: rows as the transaction sees them, the clock, ids, triggers, locks. */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { ChangeListener, DmlOptions, DmlRowError, FlowRunner, TriggerRunner } from '../contract.ts';
import type { Delta } from '../delta.ts';
import { NOT_DELETED } from '../layout.ts';
import type { StoredRow, StoredValue, TableLayout } from '../layout.ts';
import type { LockManager } from '../locks.ts';
import type { ObjectSchema } from '../schema.ts';
import type { Calendar } from '../soql/calendar.ts';
import type { SessionSecurity } from '../security/session-security.ts';
import type { AccessRights } from '../soql/environment.ts';
import type { OrgStore } from '../store.ts';
import type { TransactionStorage } from '../storage/transaction-storage.ts';
import type { ValueBridge } from '../values.ts';

/** Where validation rules tell how they went. `namespace`: of the object's package; customers don't see what its rules say (rule T16). */
export interface ValidationLog { event(name: string, fields: readonly string[], namespace?: string | null): void }

/** Triggers that run at the moment. */
export interface TriggerState {
  /** Nested trigger frames. */
  depth: number;
  /** Number of the trigger invocation under way; 0: none is. */
  invocation: number;
  /** Of the last one that began. */
  invocations: number;
  /** Rows whose own statement is in a trigger that forbids doing the same to them again. */
  readonly busy: Map<string, 'update' | 'delete'>;
  /** Rows that are being saved: saved again by their own triggers, they skip what the outer save does for them. */
  readonly saving: Set<string>;
}

export interface DmlHost {
  readonly store: OrgStore;
  readonly storage: TransactionStorage;
  readonly delta: Delta;
  readonly bridge: ValueBridge;
  readonly transactionId: string;
  readonly userId: string;
  readonly organizationId: string;
  readonly baseUrl: string;
  readonly triggers: TriggerRunner;
  /** null: the org has none. */
  readonly flows: FlowRunner | null;
  /** Deleted rows that aren't in the recycle bin any more. */
  readonly purged: Set<string>;
  readonly locks: LockManager;
  /** Rights of the running user, applied in user mode. */
  accessOf(permissionSetId: string | null): AccessRights;
  readonly security: SessionSecurity;
  /** In a test. */
  readonly isTest: boolean;
  /** Remembers what the transaction has used of its limits; call the result to go back to it. */
  markLimits(): () => void;
  calendar(): Calendar;
  /** Tells the debug log; null: nobody listens. */
  readonly log: ValidationLog | null;
  /** The same for workflow and duplicate rules. */
  readonly workflowLog: ValidationLog | null;
  readonly changes: ChangeListener | null;
  newRecordId(keyPrefix: string): string;
  readonly triggerState: TriggerState;
  /** Whether the running user has a custom permission. */
  hasPermission(apiName: string): boolean;
}

/** One row on its way through a statement. */
export interface Work {
  readonly index: number;
  /** The caller's record; gains only the Id. */
  readonly record: SObjectRecord;
  readonly layout: TableLayout;
  readonly isNew: boolean;
  id: string | null;
  /** The row before the statement, null for an insert. */
  before: StoredRow | null;
  /** The row as it will be stored. */
  row: StoredValue[];
  readonly errors: DmlRowError[];
}

export type SaveOptions = Pick<DmlOptions, 'allOrNone' | 'callerNamespace' | 'extra' | 'enforceSharing' | 'headers'>;

/** Rows as the transaction sees them: its own changes over the committed ones. */
export class Rows {
  readonly #host: Pick<DmlHost, 'store' | 'storage' | 'delta' | 'purged'>;

  constructor(host: Pick<DmlHost, 'store' | 'storage' | 'delta' | 'purged'>) {
    this.#host = host;
  }

  layout(object: ObjectSchema): TableLayout {
    return this.#host.store.layoutOf(object);
  }

  /** Rows by id, deleted ones of the recycle bin too; missing ones are absent. */
  read(layout: TableLayout, ids: Iterable<string>): Map<string, StoredRow> {
    const { delta, storage } = this.#host;
    const found = new Map<string, StoredRow>();
    const missing: string[] = [];
    for (const id of ids) {
      const row = delta.get(layout, id);
      if (row === undefined) missing.push(id);
      else if (row !== null) found.set(id, row);
    }
    for (const [id, row] of storage.readCommitted(layout, missing)) found.set(id, row);
    return found;
  }

  /** A few fields of rows, for objects that have very many. */
  fields(layout: TableLayout, ids: readonly string[], names: readonly string[]): Map<string, readonly StoredValue[]> {
    const { delta, storage } = this.#host;
    const columns = names.map((name) => layout.byField.get(name.toLowerCase()));
    const found = new Map<string, readonly StoredValue[]>();
    const missing: string[] = [];
    for (const id of ids) {
      const row = delta.get(layout, id);
      if (row === undefined) missing.push(id);
      else if (row !== null) found.set(id, columns.map((column) => (column === undefined ? null : (row[column.index] ?? null))));
    }
    if (missing.length === 0) return found;
    const list = columns.map((column) => column?.sql ?? 'NULL').join(', ');
    const rows = storage.rows(`${names.join()} of ${layout.object.name}`, (connection) => (
      connection.hasBase(layout) ? connection.statements.get(`SELECT "Id", ${list} FROM ${layout.baseTable} WHERE "Id" IN (SELECT value FROM json_each(?1))`).all(JSON.stringify(missing)) as unknown as [string, ...StoredValue[]][] : []
    ), () => missing);
    for (const [id, ...values] of rows) found.set(id as string, values);
    return found;
  }

  readOne(layout: TableLayout, id: string): StoredRow | undefined {
    return this.read(layout, [id]).get(id);
  }

  /** The object an id belongs to. */
  layoutOfId(id: string): TableLayout | undefined {
    const object = this.#host.store.schema.objectByKeyPrefix(id.slice(0, 3));
    return object === undefined ? undefined : this.layout(object);
  }

  put(layout: TableLayout, id: string, row: StoredRow | null): void {
    const { delta, storage } = this.#host;
    const known = delta.get(layout, id);
    const base = known === undefined ? (storage.readCommitted(layout, [id]).get(id) ?? null) : null;
    delta.put(layout, id, row, base);
  }

  /** A row that can't be committed yet: no need to look for one. */
  insert(layout: TableLayout, id: string, row: StoredRow): void {
    this.#host.delta.put(layout, id, row, null);
  }

  /** Ids of rows whose column (its folded key, for text) has one of the values; deleted rows too. */
  findIds(layout: TableLayout, field: string, keys: readonly string[]): { id: string; key: string }[] {
    const column = layout.byField.get(field.toLowerCase());
    if (column === undefined || keys.length === 0) return [];
    const name = column.key ?? column.sql;
    const condition = `${name} IN (SELECT value FROM json_each(?1))`;
    const list = `[${keys.map((key) => (column.storage === 'id' || column.storage === 'text' ? JSON.stringify(key) : key)).join(',')}]`;
    const { storage, delta } = this.#host;
    const rows = storage.rows(`${layout.object.name} by ${column.field.name}`, (connection) => {
      const { hasBase, hasDelta } = connection.flush(delta, layout);
      const parts: string[] = [];
      if (hasBase) parts.push(`SELECT "Id", ${name} FROM ${layout.baseTable} WHERE ${condition}${hasDelta ? ` AND "Id" NOT IN (SELECT "Id" FROM temp.${layout.ghostName})` : ''}`);
      if (hasDelta) parts.push(`SELECT "Id", ${name} FROM temp.${layout.deltaName} WHERE ${condition}`);
      if (parts.length === 0) return [];
      return connection.statements.get(`${parts.join(' UNION ALL ')} ORDER BY 1`).all(list) as unknown as [string, StoredValue][];
    }, () => keys);
    return rows.map(([id, key]) => ({ id: id as string, key: String(key) }));
  }

  /** Every row of a small object. */
  all(layout: TableLayout): StoredRow[] {
    const { storage, delta } = this.#host;
    const committed = storage.rows(`all of ${layout.object.name}`, (connection) => (
      connection.hasBase(layout) ? connection.statements.get(`SELECT "Id" FROM ${layout.baseTable} ORDER BY 1`).all() as unknown as [string][] : []
    ), () => []);
    return [...this.read(layout, new Set([...committed.map(([id]) => id as string), ...(delta.of(layout)?.entries.keys() ?? [])])).values()].filter((row) => !this.isDeleted(layout, row));
  }

  isDeleted(layout: TableLayout, row: StoredRow): boolean {
    return layout.isDeleted !== null && Number(row[layout.isDeleted.index] ?? NOT_DELETED) !== NOT_DELETED;
  }

  /** Deleted rows that are no longer in the recycle bin: `ALL ROWS` finds them until the transaction ends. */
  get purged(): Set<string> { return this.#host.purged; }

  /** What is purged goes for good. */
  removePurged(): void {
    for (const id of this.purged) {
      const layout = this.layoutOfId(id)!;
      const row = this.readOne(layout, id);
      if (row !== undefined && this.isDeleted(layout, row)) this.put(layout, id, null);
    }
  }
}
