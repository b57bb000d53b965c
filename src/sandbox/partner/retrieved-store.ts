import type { DatabaseSync } from 'node:sqlite';

export interface RetrievedRow { readonly folder: string; readonly developer: string; readonly orgId: string; readonly at: number }

/** Where copies of subscribers' code lie (D9). */
export class RetrievedStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec('CREATE TABLE IF NOT EXISTS retrieved (folder TEXT PRIMARY KEY, developer TEXT, orgId TEXT, at INTEGER) STRICT');
  }

  save({ folder, developer, orgId, at }: RetrievedRow): void {
    this.#database.prepare('INSERT OR REPLACE INTO retrieved VALUES (?, ?, ?, ?)').run(folder, developer, orgId, at);
  }

  remove(folder: string): void {
    this.#database.prepare('DELETE FROM retrieved WHERE folder = ?').run(folder);
  }

  list(developer: string): RetrievedRow[] {
    return this.#database.prepare('SELECT * FROM retrieved WHERE developer = ? ORDER BY at, folder').all(developer).map(row => ({ ...row })) as unknown as RetrievedRow[];
  }
}
