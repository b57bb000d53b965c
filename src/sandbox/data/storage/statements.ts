/** Prepared statements of one connection, by text; the least recently used ones go first. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';

const CAPACITY = 600;

export class StatementCache {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Rows come as arrays; `bigInts` makes every integer of theirs a bigint. */
  get(sql: string, bigInts = false): StatementSync {
    const key = bigInts ? `B${sql}` : sql;
    let statement = this.#statements.get(key);
    if (statement !== undefined) {
      this.#statements.delete(key);
      this.#statements.set(key, statement);
      return statement;
    }
    statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    if (bigInts) statement.setReadBigInts(true);
    this.#statements.set(key, statement);
    if (this.#statements.size > CAPACITY) this.#statements.delete(this.#statements.keys().next().value!);
    return statement;
  }

  clear(): void {
    this.#statements.clear();
  }
}
