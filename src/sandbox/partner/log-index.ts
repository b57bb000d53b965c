import type { DatabaseSync } from 'node:sqlite';
import type { LogInfo } from '../../protocol/partner.ts';

export interface LogRow extends Omit<LogInfo, 'user'> {
  readonly userId: string;
}

/** T10: an org's logs are kept for 7 days. */
const KEPT_MS = 7 * 86_400_000;

/** What debug logs there are, and for whom trace flags are set; the logs themselves lie with their org. */
export class LogIndex {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS logs (id TEXT, orgId TEXT, userId TEXT, type TEXT, operation TEXT, success INTEGER, startedAt INTEGER, durationMs INTEGER, bytes INTEGER, PRIMARY KEY (orgId, id)) STRICT;
      CREATE TABLE IF NOT EXISTS traceFlags (orgId TEXT, userId TEXT, expiresAt INTEGER, PRIMARY KEY (orgId, userId)) STRICT;
    `);
  }

  add(row: LogRow): void {
    this.#database.prepare('DELETE FROM logs WHERE startedAt < ?').run(row.startedAt - KEPT_MS);
    this.#database.prepare('INSERT OR REPLACE INTO logs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)').run(row.id, row.orgId, row.userId, row.type, row.operation, row.success ? 1 : 0, row.startedAt, row.durationMs, row.bytes);
  }

  /** Newest first. */
  list(orgId: string): LogRow[] {
    return this.#database.prepare('SELECT * FROM logs WHERE orgId = ? ORDER BY startedAt DESC, rowid DESC LIMIT 500').all(orgId).map(row => ({ ...row, success: row['success'] === 1 })) as unknown as LogRow[];
  }

  /** The org was built anew: its logs are gone. */
  forget(orgId: string): void {
    this.#database.prepare('DELETE FROM logs WHERE orgId = ?').run(orgId);
  }

  setTraceFlag(orgId: string, userId: string, expiresAt: number): void {
    this.#database.prepare('INSERT OR REPLACE INTO traceFlags VALUES (?, ?, ?)').run(orgId, userId, expiresAt);
  }

  /** Those that hold. */
  traceFlags(orgId: string, now: number): { userId: string; expiresAt: number }[] {
    return this.#database.prepare('SELECT userId, expiresAt FROM traceFlags WHERE orgId = ? AND expiresAt > ? ORDER BY rowid').all(orgId, now).map(row => ({ ...row })) as unknown as { userId: string; expiresAt: number }[];
  }
}
