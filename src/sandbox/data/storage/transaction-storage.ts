/**
 * What one transaction asks of its org's file. All it learns there comes through its source, so that a recording holds it;
 * a replay never touches the file.
 */
import type { Determinism, OutsideValue } from '../../apex/runtime/contract.ts';
import { notSupported } from '../../apex/runtime/exception.ts';
import type { Delta } from '../delta.ts';
import type { StoredRow, StoredValue, TableLayout } from '../layout.ts';
import type { RowSources, StoreConnection } from './connection.ts';

/** The part of a transaction's source that the data layer needs. */
export type Outside = Pick<Determinism, 'ask' | 'note' | 'isReplay' | 'isAside'>;

/** Nothing is recorded. */
export const DIRECT: Outside = { ask: (_what, produce) => produce(), note: () => undefined, isReplay: false, isAside: false };

type Rows = readonly (readonly StoredValue[])[];

export class TransactionStorage {
  readonly #connection: StoreConnection;
  readonly #outside: Outside;

  constructor(connection: StoreConnection, outside: Outside) {
    this.#connection = connection;
    this.#outside = outside;
  }

  /** Where an object's rows are, for the text of a statement. In a replay no statement runs, so any answer will do. */
  sources(delta: Delta, layout: TableLayout): RowSources {
    if (this.#outside.isReplay) return { hasBase: true, hasDelta: (delta.of(layout)?.entries.size ?? 0) > 0 };
    return this.#connection.flush(delta, layout);
  }

  /** What statements find. `what` names the object, `question` holds what the statement is given. */
  rows(what: string, read: (connection: StoreConnection) => Rows, question: () => readonly OutsideValue[]): Rows {
    return this.#outside.ask(what, () => read(this.#connection), question);
  }

  /** Committed rows by id. */
  readCommitted(layout: TableLayout, ids: readonly string[]): Map<string, StoredRow> {
    if (ids.length === 0) return new Map();
    const rows = this.rows(`rows of ${layout.object.name}`, (connection) => [...connection.readCommitted(layout, ids).values()], () => ids);
    return new Map(rows.map((row) => [row[0] as string, row as StoredRow]));
  }

  /** Adds to a named counter at once, whatever becomes of the transaction, and gives the first of the new values. */
  advance(sequence: string, count: number): number {
    if (this.#outside.isAside) notSupported('a watch that draws an auto-number; evaluate it in the console');
    return this.#outside.ask(`number ${sequence}`, () => this.#connection.advance(sequence, count), () => [count]);
  }

  newRecordId(keyPrefix: string): string {
    return this.#connection.newRecordId(keyPrefix);
  }

  /** Makes a delta durable and empties it. */
  commit(delta: Delta): void {
    this.#note('commit', delta);
    this.#outside.ask('commit', () => {
      this.#connection.commit(delta);
      return null;
    });
    if (this.#outside.isReplay) delta.clear();
  }

  /** Throws a delta away. */
  discard(delta: Delta): void {
    this.#note('discard', delta);
    if (this.#outside.isReplay) delta.clear();
    else this.#connection.discard(delta);
  }

  /** All changes there are in the end. */
  #note(what: string, delta: Delta): void {
    this.#outside.note(what, () => {
      const changes: OutsideValue[] = [];
      for (const { layout, entries } of delta.objects()) for (const [id, { row }] of entries) changes.push([layout.object.name, id, row]);
      return changes;
    });
  }
}
