/**
 * One worker's connection. It reads in autocommit: nothing that would hold a snapshot of the file outlives a call. The
 * only transaction is the one that applies a delta.
 */
import { DatabaseSync } from 'node:sqlite';
import * as dialect from '../dialect.ts';
import type { Delta, ObjectDelta } from '../delta.ts';
import { makeId } from '../ids.ts';
import type { StoredRow, TableLayout } from '../layout.ts';
import { insertRow, readRows, updateRow } from './rows.ts';
import { rollBack } from './roll-back.ts';
import { StatementCache } from './statements.ts';
import { createTable } from './tables.ts';

const ID_BLOCK = 256;

/** Where a query finds an object's rows: in the file, in the delta's mirror, in both, or nowhere. */
export interface RowSources { readonly hasBase: boolean; readonly hasDelta: boolean }

export type DerivedRows = (layout: TableLayout) => Iterable<StoredRow>;

export class StoreConnection {
  readonly database: DatabaseSync;
  readonly statements: StatementCache;
  readonly #knownBases = new Set<TableLayout>();
  readonly #mirrored = new Set<TableLayout>();
  /** Which delta the mirrors show. */
  #mirrorOwner: Delta | null = null;
  readonly #idBlocks = new Map<string, { next: number; end: number }>();

  readonly #derivedRows: DerivedRows;

  /** `derivedRows`: the rows of objects that are in no file. */
  constructor(path: string, derivedRows: DerivedRows = () => []) {
    this.#derivedRows = derivedRows;
    this.database = new DatabaseSync(path, dialect.CONNECTION_OPTIONS);
    for (const pragma of dialect.CONNECTION_PRAGMAS) this.database.exec(pragma);
    this.statements = new StatementCache(this.database);
  }

  hasBase(layout: TableLayout): boolean {
    if (this.#knownBases.has(layout)) return true;
    if (layout.isDerived) return this.#derive(layout);
    // Another worker may have created it since the last question.
    const row = this.statements.get('SELECT 1 FROM main._columns WHERE object = ?1 LIMIT 1').get(layout.object.name);
    if (row === undefined) return false;
    this.#knownBases.add(layout);
    return true;
  }

  #derive(layout: TableLayout): boolean {
    this.database.exec('BEGIN');
    try {
      for (const sql of dialect.createDerivedTable(layout)) this.database.exec(sql);
      for (const row of this.#derivedRows(layout)) insertRow(this.statements, layout.baseTable, layout, row);
    } finally {
      this.database.exec('COMMIT');
    }
    this.#knownBases.add(layout);
    return true;
  }

  /** Committed rows by id. */
  readCommitted(layout: TableLayout, ids: readonly string[]): Map<string, StoredRow> {
    return ids.length > 0 && this.hasBase(layout) ? readRows(this.statements, layout, ids) : new Map();
  }

  /** Brings the temporary tables of an object up to date with the delta. */
  flush(delta: Delta, layout: TableLayout): RowSources {
    if (this.#mirrorOwner !== delta) this.#takeOver(delta);
    const changes = delta.of(layout);
    if (changes === undefined) return { hasBase: this.hasBase(layout), hasDelta: false };
    if (changes.dirty.size > 0) this.#mirror(changes);
    return { hasBase: this.hasBase(layout), hasDelta: changes.entries.size > 0 };
  }

  #mirror(changes: ObjectDelta): void {
    const { layout, entries, dirty } = changes;
    const isNew = !this.#mirrored.has(layout);
    if (isNew) {
      for (const sql of dialect.createDeltaTables(layout)) this.database.exec(sql);
      this.#mirrored.add(layout);
    }
    const isLarge = dirty.size > 2;
    if (isLarge) this.database.exec('BEGIN');
    try {
      const removeRow = this.statements.get(`DELETE FROM temp.${layout.deltaName} WHERE "Id" = ?1`);
      const addGhost = this.statements.get(`INSERT OR IGNORE INTO temp.${layout.ghostName} VALUES (?1)`);
      const removeGhost = this.statements.get(`DELETE FROM temp.${layout.ghostName} WHERE "Id" = ?1`);
      for (const id of dirty) {
        const entry = entries.get(id);
        if (!isNew) removeRow.run(id);
        if (entry?.row != null) insertRow(this.statements, `temp.${layout.deltaName}`, layout, entry.row);
        if (entry?.base != null) addGhost.run(id);
        else if (!isNew) removeGhost.run(id);
      }
    } finally {
      if (isLarge) this.database.exec('COMMIT');
    }
    dirty.clear();
  }

  #takeOver(delta: Delta): void {
    this.#emptyMirrors();
    this.#mirrorOwner = delta;
    for (const changes of delta.objects()) for (const id of changes.entries.keys()) changes.dirty.add(id);
  }

  #emptyMirrors(): void {
    for (const layout of this.#mirrored) {
      this.statements.get(`DELETE FROM temp.${layout.deltaName}`).run();
      this.statements.get(`DELETE FROM temp.${layout.ghostName}`).run();
    }
  }

  /** Makes a delta durable and empties it. */
  commit(delta: Delta): void {
    if (!delta.isEmpty) {
      this.database.exec(dialect.DURABLE);
      try {
        this.database.exec(dialect.BEGIN_WRITE);
        try {
          for (const changes of delta.objects()) this.#apply(changes);
          this.database.exec('COMMIT');
        } catch (error) {
          rollBack(this.database);
          this.#knownBases.clear();
          throw error;
        }
      } finally {
        this.database.exec(dialect.RELAXED);
      }
    }
    this.discard(delta);
  }

  #apply(changes: ObjectDelta): void {
    const { layout, entries } = changes;
    if (entries.size === 0) return;
    if (!this.hasBase(layout)) {
      createTable(this.database, this.statements, layout);
      this.#knownBases.add(layout);
    }
    for (const [id, { base, row }] of entries) {
      if (base === null) {
        if (row !== null) insertRow(this.statements, layout.baseTable, layout, row);
      } else if (row === null) {
        this.statements.get(`DELETE FROM ${layout.baseTable} WHERE "Id" = ?1`).run(id);
      } else {
        updateRow(this.statements, layout, base, row);
      }
    }
  }

  /** Throws a delta away. */
  discard(delta: Delta): void {
    if (this.#mirrorOwner === delta) {
      this.#emptyMirrors();
      this.#mirrorOwner = null;
    }
    delta.clear();
  }

  /** Adds to a named counter at once, whatever becomes of the transaction, and gives the first of the new values. */
  advance(sequence: string, count: number): number {
    const row = this.statements.get(dialect.ADVANCE_SEQUENCE).get(sequence, count) as unknown as [number];
    return row[0] - count + 1;
  }

  /** A new record id; counters are taken from the file in blocks, so ids are unique among workers. */
  newRecordId(keyPrefix: string): string {
    let block = this.#idBlocks.get(keyPrefix);
    if (block === undefined || block.next === block.end) {
      const first = this.advance(`id:${keyPrefix}`, ID_BLOCK);
      this.#idBlocks.set(keyPrefix, block = { next: first, end: first + ID_BLOCK });
    }
    return makeId(keyPrefix, block.next++);
  }

  close(): void {
    this.statements.clear();
    this.database.close();
  }
}
