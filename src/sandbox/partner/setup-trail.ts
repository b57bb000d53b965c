import type { DatabaseSync } from 'node:sqlite';
import type { SetupAuditEntry } from '../../protocol/partner.ts';

/** The subscribers' own logs (T9): what was changed in an org's setup, by whom, and by which delegate of the partner. */
export class SetupTrail {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec('CREATE TABLE IF NOT EXISTS setupTrail (orgId TEXT, at INTEGER, userName TEXT, delegate TEXT, section TEXT, action TEXT) STRICT');
  }

  add(orgId: string, { at, userName, delegate, section, action }: SetupAuditEntry): void {
    this.#database.prepare('INSERT INTO setupTrail VALUES (?, ?, ?, ?, ?, ?)').run(orgId, at, userName, delegate, section, action);
  }

  /** Newest first. */
  list(orgId: string, limit = 200): SetupAuditEntry[] {
    return this.#database.prepare('SELECT at, userName, delegate, section, action FROM setupTrail WHERE orgId = ? ORDER BY rowid DESC LIMIT ?').all(orgId, limit).map(row => ({ ...row })) as unknown as SetupAuditEntry[];
  }
}
