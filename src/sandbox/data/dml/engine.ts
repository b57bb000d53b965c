/** Runs DML statements: checks of the list, chunks of 200, partial success with its retries, all or nothing. */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { DataError, DmlFailure } from '../contract.ts';
import type { DmlOptions, DmlRowError, DmlRowResult } from '../contract.ts';
import { normalizeId } from '../ids.ts';
import { DELETED } from '../layout.ts';
import type { StoredRow, TableLayout } from '../layout.ts';
import type { FieldSchema, ObjectSchema } from '../schema.ts';
import { deleteChunk, undeleteChunk } from './delete.ts';
import { rowErrors } from './errors.ts';
import { Rows } from './host.ts';
import type { DmlHost, Work } from './host.ts';
import { MixedDmlGuard } from './mixed-dml.ts';
import { checkReached, checkRights } from './rights.ts';
import { RollUpFailure } from './rollups.ts';
import { recordOf } from './records.ts';
import { saveChunk, startRow } from './save.ts';
import type { SaveStep } from './save.ts';
import { isTriggerRecord } from './trigger-records.ts';
import { textOf } from '../../apex/runtime/text.ts';
import { toStored } from '../values.ts';

export type DmlOperation = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete';

const CHUNK = 200;
const ATTEMPTS = 3;
const MAXIMUM_RUNS = 10;
const VERBS = { insert: 'Insert', update: 'Update', upsert: 'Upsert', delete: 'Delete', undelete: 'Undelete', merge: 'Merge' } as const;

interface Item { readonly index: number; readonly record: SObjectRecord; readonly object: ObjectSchema; readonly action: Exclude<DmlOperation, 'upsert'>; readonly id: string | null; readonly hasOwnId: boolean; readonly errors: DmlRowError[] }

/** An id that the statement gave goes with it; one that the caller gave stays. */
function forgetId(item: Item): void {
  if (item.action === 'insert' && !item.hasOwnId) item.record.fields.delete('Id');
}

export class DmlEngine {
  readonly #host: DmlHost;
  readonly #rows: Rows;
  readonly mixed = new MixedDmlGuard();

  constructor(host: DmlHost) {
    this.#host = host;
    this.#rows = new Rows(host);
  }

  run(operation: DmlOperation, records: readonly SObjectRecord[], options: DmlOptions): DmlRowResult[] {
    if (records.length === 0) return [];
    this.#checkList(operation, records);
    const refused = options.accessLevel === 'user' ? checkRights(this.#host, operation, records, options) : null;
    const items = records.map((record, index) => this.#item(operation, record, index, options));
    for (const [index, error] of refused ?? []) items[index]!.errors.push(error);
    if (operation === 'upsert' && options.externalIdField !== null) this.#refuseTwins(items, options.externalIdField, options);
    if (options.isGeneric === true) checkChunks(items);
    const { delta } = this.#host;
    const mark = delta.mark();
    try {
      return this.#runItems(operation, items, options);
    } catch (error) {
      delta.rollbackTo(mark);
      for (const item of items) forgetId(item);
      throw error;
    }
  }

  /** What the platform refuses before it looks at any row. */
  #checkList(operation: DmlOperation, records: readonly SObjectRecord[]): void {
    if (records.some((record) => record === null)) throw new DataError('System.NullPointerException', 'Attempt to de-reference a null object');
    if (operation !== 'undelete' && records.some(isTriggerRecord)) throw new DataError('System.SObjectException', 'DML statement cannot operate on trigger.new or trigger.old');
    const isSave = operation === 'insert' || operation === 'upsert';
    if (isSave && new Set(records).size < records.length) {
      throw new DataError('System.ListException', 'Before Insert or Upsert list must not have two identically equal elements');
    }
    if (operation === 'insert') return;
    const seen = new Set<string>();
    for (const record of records) {
      const id = record.fields.get('Id');
      if (typeof id !== 'string') continue;
      const normal = normalizeId(id) ?? id;
      if (seen.has(normal)) throw new DataError('System.ListException', `Duplicate id in list: ${normal}`);
      seen.add(normal);
    }
  }

  #item(operation: DmlOperation, record: SObjectRecord, index: number, options: DmlOptions): Item {
    const { schema } = this.#host.store;
    const object = schema.object(record.objectName, options.callerNamespace);
    if (object === undefined) throw new DataError('System.TypeException', `DML operation ${operation.toUpperCase()} not allowed on ${record.objectName}`);
    if (!object.allowsDml && options.isGeneric === true) {
      return { index, record, object, action: operation === 'upsert' ? 'insert' : operation, id: null, hasOwnId: false, errors: [rowErrors.notAllowed(operation, object.label)] };
    }
    if (!object.allowsDml) throw new DataError('System.TypeException', `DML operation ${operation.toUpperCase()} not allowed on ${object.name}`);
    const errors: DmlRowError[] = [];
    const given = record.fields.get('Id');
    const id = typeof given === 'string' ? normalizeId(given) : null;
    let action: Item['action'];
    let rowId = id;
    if (operation === 'upsert') ({ action, id: rowId } = this.#upsertAction(record, object, id, options, errors));
    else action = operation;
    if (operation === 'insert' && given != null) errors.push(rowErrors.idOnInsert());
    if (operation === 'update' && id === null) errors.push(rowErrors.noIdOnUpdate());
    if ((operation === 'delete' || operation === 'undelete') && id === null) errors.push(rowErrors.noIdOnDelete());
    const clash = this.mixed.check(object, record, action, () => this.#changes(object, record, rowId));
    if (clash !== null) errors.push(rowErrors.mixed(object.name, clash));
    return { index, record, object, action, id: rowId, hasOwnId: given != null, errors };
  }

  /** Fields of an update whose value differs from the stored one, in lower case. */
  #changes(object: ObjectSchema, record: SObjectRecord, id: string | null): ReadonlySet<string> {
    const layout = this.#rows.layout(object);
    const row = id === null ? undefined : this.#rows.readOne(layout, id);
    const changed = new Set<string>();
    for (const [name, value] of record.fields) {
      const column = layout.byField.get(name.toLowerCase());
      if (column !== undefined && (row?.[column.index] ?? null) !== (toStored(column, this.#host.bridge.plain(value)) ?? null)) changed.add(name.toLowerCase());
    }
    return changed;
  }

  #upsertAction(record: SObjectRecord, object: ObjectSchema, id: string | null, options: DmlOptions, errors: DmlRowError[]): { action: 'insert' | 'update'; id: string | null } {
    const { schema, } = this.#host.store;
    if (options.externalIdField === null || options.externalIdField.toLowerCase() === 'id') return id === null ? { action: 'insert', id: null } : { action: 'update', id };
    const field = schema.field(object, options.externalIdField, options.callerNamespace);
    if (field === undefined) throw new DataError('System.SObjectException', `Invalid field ${options.externalIdField} for ${object.name}`);
    const matches = this.#externalMatches(record, object, field);
    if (matches === null) {
      // An id stands in for a field that isn't there, not for one that was emptied.
      if (id !== null && !record.fields.has(field.name)) return { action: 'update', id };
      errors.push({ statusCode: 'MISSING_ARGUMENT', message: `${field.name} not specified`, fields: [] });
      return { action: 'insert', id: null };
    }
    if (matches.length > 1) {
      errors.push(rowErrors.duplicateExternalId(field, matches));
      return { action: 'update', id: null };
    }
    return matches.length === 0 ? { action: 'insert', id: null } : { action: 'update', id: matches[0]! };
  }

  /** Two rows of one upsert may not have one external id. */
  #refuseTwins(items: readonly Item[], name: string, options: DmlOptions): void {
    const seen = new Set<string>();
    for (const { record, object, errors } of items) {
      const field = this.#host.store.schema.field(object, name, options.callerNamespace);
      const value = field === undefined ? null : (record.fields.get(field.name) ?? null);
      if (value === null || field!.name === 'Id') continue;
      const text = textOf(value);
      const key = `${object.name} ${field!.isCaseSensitive ? text : text.toLowerCase()}`;
      if (seen.has(key)) errors.push(rowErrors.externalIdTwice(field!, text));
      seen.add(key);
    }
  }

  /** Ids of live rows with the record's value; null if it has none. */
  #externalMatches(record: SObjectRecord, object: ObjectSchema, field: FieldSchema): string[] | null {
    const entry = [...record.fields].find(([name]) => name.toLowerCase() === field.name.toLowerCase());
    const plain = entry === undefined ? { kind: 'null' as const } : this.#host.bridge.plain(entry[1]);
    if (plain.kind === 'null' || (plain.kind === 'string' && plain.value === '')) return null;
    const layout = this.#rows.layout(object);
    const column = layout.byField.get(field.name.toLowerCase())!;
    let key: string;
    if (plain.kind === 'string') key = field.isCaseSensitive ? plain.value : plain.value.toLowerCase();
    else if (plain.kind === 'decimal') key = String(plain.unscaled * 10n ** BigInt(Math.max(0, column.scale - plain.scale)));
    else key = plain.kind === 'integer' || plain.kind === 'long' ? String(BigInt(plain.value) * 10n ** BigInt(column.scale)) : String(entry![1]);
    return this.#rows.findIds(layout, field.name, [key]).map((one) => one.id).filter((id) => {
      const row = this.#rows.readOne(layout, id);
      return row !== undefined && !this.#rows.isDeleted(layout, row);
    });
  }

  #runItems(operation: DmlOperation, items: readonly Item[], options: DmlOptions): DmlRowResult[] {
    const results = new Map<number, DmlRowResult>();
    // Runs of rows of one object and action, at most 200 each.
    let from = 0;
    while (from < items.length) {
      let to = from + 1;
      while (to < items.length && to - from < CHUNK && items[to]!.object === items[from]!.object && items[to]!.action === items[from]!.action) to++;
      for (const result of this.#chunk(items.slice(from, to), options)) results.set(result.index, result.result);
      from = to;
    }
    const ordered = items.map((item) => results.get(item.index)!);
    if (options.allOrNone && ordered.some((result) => !result.isSuccess)) throw failure(operation, items, ordered);
    return ordered;
  }

  #chunk(items: readonly Item[], options: DmlOptions): { index: number; result: DmlRowResult }[] {
    const { delta } = this.#host;
    const failed = new Map<Item, readonly DmlRowError[]>(items.filter((item) => item.errors.length > 0).map((item) => [item, item.errors]));
    let works: Map<Item, Work> = new Map();
    const resetLimits = options.allOrNone ? null : this.#host.markLimits();
    for (let attempt = 1; ; attempt++) {
      const rest = items.filter((item) => !failed.has(item));
      const mark = delta.mark();
      works = this.#attempt(rest, options);
      const bad = rest.filter((item) => works.get(item)!.errors.length > 0);
      for (const item of bad) failed.set(item, works.get(item)!.errors);
      if (bad.length === 0 || options.allOrNone) break;
      delta.rollbackTo(mark);
      for (const item of rest) forgetId(item);
      if (rest.length === bad.length) break;
      // A retry may use what the first attempt has used.
      resetLimits?.();
      if (attempt === ATTEMPTS) {
        for (const item of rest) if (!failed.has(item)) failed.set(item, [rowErrors.tooManyRetries()]);
        break;
      }
    }
    this.#tell(items.filter((item) => !failed.has(item)).map((item) => works.get(item)!), items[0]!);
    return items.map((item) => {
      const errors = failed.get(item);
      if (errors !== undefined) {
        forgetId(item);
        return { index: item.index, result: { id: item.action === 'insert' ? null : item.id, isSuccess: false, isCreated: false, errors } };
      }
      const id = works.get(item)!.id!;
      if (!item.record.fields.has('Id')) item.record.fields.set('Id', id);
      return { index: item.index, result: { id, isSuccess: true, isCreated: item.action === 'insert', errors: [] } };
    });
  }

  /** Whoever listens to changes hears of what is saved, as it is at the end of the save. */
  #tell(works: readonly Work[], { object, action }: Item): void {
    const { changes, bridge } = this.#host;
    if (works.length === 0 || !changes?.wants(object)) return;
    const { layout } = works[0]!;
    const rows = action === 'delete' ? new Map<string, StoredRow>() : this.#rows.read(layout, works.map((work) => work.id!));
    changes.saved(object, action, works.map(({ id, before }) => {
      const after = rows.get(id!);
      return { id: id!, before: before && recordOf(layout, before, bridge, true), after: after ? recordOf(layout, after, bridge, true) : null };
    }));
  }

  #attempt(items: readonly Item[], options: DmlOptions): Map<Item, Work> {
    const [first] = items;
    if (first === undefined) return new Map();
    const layout = this.#rows.layout(first.object);
    const isNew = first.action === 'insert';
    // Before they are read: what another request has just saved is seen, and kept.
    const isLocked = isNew || this.#lock(items);
    const stored = isNew ? new Map<string, StoredRow>() : this.#rows.read(layout, items.map((item) => item.id!));
    const works = new Map(items.map((item) => [item, this.#work(item, layout, stored)]));
    const step: SaveStep = { host: this.#host, rows: this.#rows, options };
    const all = [...works.values()];
    if (!isLocked) for (const work of all) if (work.errors.length === 0) work.errors.push(rowErrors.locked(items.map((item) => item.id!)));
    const before = this.#host.delta.mark();
    try {
      if (options.enforceSharing && !isNew) checkReached(this.#host, layout, first.action, all.filter((work) => work.errors.length === 0));
      const live = all.filter((work) => work.errors.length === 0);
      if (first.action === 'delete') deleteChunk(step, live);
      else if (first.action === 'undelete') undeleteChunk(step, live);
      else saveChunk(step, all);
    } catch (error) {
      if (!(error instanceof RollUpFailure)) throw error;
      this.#host.delta.rollbackTo(before);
      for (const work of all) if (work.errors.length === 0) work.errors.push(...error.errors);
    }
    return works;
  }

  #lock(items: readonly Item[]): boolean {
    return this.#host.locks.acquire(this.#host.transactionId, items.map((item) => `row:${item.id}`)) === 'granted';
  }

  #work(item: Item, layout: TableLayout, stored: ReadonlyMap<string, StoredRow>): Work {
    const isNew = item.action === 'insert';
    const before = isNew ? null : (stored.get(item.id!) ?? null);
    const work: Work = { index: item.index, record: item.record, layout, isNew, id: item.id, before, row: startRow(layout.columns.length, before), errors: [] };
    if (isNew) return work;
    const { triggers, triggerState } = this.#host;
    if (triggerState.busy.get(item.id!) === item.action) {
      work.errors.push(rowErrors.selfReference(item.id!, triggers.currentTrigger?.() ?? 'a trigger', item.action));
      return work;
    }
    const isGone = before !== null && this.#rows.isDeleted(layout, before);
    item.record.errors = null;
    if (item.action === 'undelete') {
      if (before === null || before[layout.isDeleted?.index ?? -1] !== DELETED || this.#rows.purged.has(item.id!)) work.errors.push(rowErrors.notUndeletable());
    } else if (isGone) work.errors.push(rowErrors.isDeleted());
    else if (before === null) work.errors.push(this.#rows.layoutOfId(item.id!) === layout ? (item.action === 'delete' ? rowErrors.isDeleted() : rowErrors.crossReferenceKey()) : rowErrors.crossReferenceKey());
    return work;
  }
}

/** Records of different objects are saved by runs of one object. Source: Apex Developer Guide, DML Statements vs. Database Class Methods (creating records of multiple types). */
function checkChunks(items: readonly Item[]): void {
  const runs = items.filter((item, i) => item.object !== items[i - 1]?.object).length;
  if (runs > MAXIMUM_RUNS) throw new DataError('System.TypeException', `Cannot have more than ${MAXIMUM_RUNS} chunks in a single operation. Please rearrange the data to reduce chunking.`);
}

/** The exception of a statement with `allOrNone`; its text names the first bad row only. */
export function failure(operation: keyof typeof VERBS, items: readonly { readonly id: string | null; readonly action: string }[], results: readonly DmlRowResult[]): DmlFailure {
  const rows = results.map((result, index) => ({ index, id: items[index]!.action === 'insert' ? null : result.id, errors: result.errors })).filter((row) => row.errors.length > 0);
  const [first] = rows;
  const [error] = first!.errors;
  const withId = first!.id === null ? '' : ` with id ${first!.id}`;
  return new DmlFailure(operation, rows, `${VERBS[operation]} failed. First exception on row ${first!.index}${withId}; first error: ${error!.statusCode}, ${error!.message}: [${error!.fields.join(', ')}]`);
}
