import type { DatabaseSync } from 'node:sqlite';

/** What was changed in an org since its world was written: JSON values by name. */
export class OrgSettings {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec('CREATE TABLE IF NOT EXISTS orgSettings (orgId TEXT, name TEXT, value TEXT, PRIMARY KEY (orgId, name)) STRICT');
  }

  /** `T`: what `set` was given under that name. Null: never changed. */
  get<T>(orgId: string, name: string): T | null {
    const row = this.#database.prepare('SELECT value FROM orgSettings WHERE orgId = ? AND name = ?').get(orgId, name);
    return row ? (JSON.parse(row['value'] as string) as T) : null;
  }

  set(orgId: string, name: string, value: unknown): void {
    this.#database.prepare('INSERT OR REPLACE INTO orgSettings VALUES (?, ?, ?)').run(orgId, name, JSON.stringify(value));
  }
}
