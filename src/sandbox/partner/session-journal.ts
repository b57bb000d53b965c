import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { unsynced } from './unsynced.ts';

export interface JournalRow {
  readonly sessionId: string;
  readonly requestId: string;
  readonly threadId: number;
  readonly type: string;
  readonly entryPoint: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly success: boolean | null;
  readonly stops: number;
}

/** The requests that sessions debugged, with how often each stopped: what a session's report tells. */
export class SessionJournal {
  readonly #database: DatabaseSync;
  readonly #countStop: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`CREATE TABLE IF NOT EXISTS sessionRequests (
      sessionId TEXT, requestId TEXT, threadId INTEGER, type TEXT, entryPoint TEXT, startedAt INTEGER, endedAt INTEGER, success INTEGER, stops INTEGER, PRIMARY KEY (sessionId, requestId)) STRICT`);
    this.#countStop = database.prepare('UPDATE sessionRequests SET stops = stops + 1 WHERE sessionId = ? AND threadId = ?');
  }

  started(row: Pick<JournalRow, 'sessionId' | 'requestId' | 'threadId' | 'type' | 'entryPoint' | 'startedAt'>): void {
    this.#database.prepare('INSERT OR REPLACE INTO sessionRequests VALUES (?, ?, ?, ?, ?, ?, NULL, NULL, 0)').run(row.sessionId, row.requestId, row.threadId, row.type, row.entryPoint, row.startedAt);
  }

  stopped(sessionId: string, threadId: number): void {
    unsynced(this.#database, () => this.#countStop.run(sessionId, threadId));
  }

  /** `success` null: unknown. */
  ended(requestId: string, endedAt: number, success: boolean | null): void {
    this.#database.prepare('UPDATE sessionRequests SET endedAt = ?, success = ? WHERE requestId = ?').run(endedAt, success === null ? null : Number(success), requestId);
  }

  /** Oldest first. */
  of(sessionId: string): JournalRow[] {
    return this.#database.prepare('SELECT * FROM sessionRequests WHERE sessionId = ? ORDER BY rowid').all(sessionId).map(row => ({ ...row, success: row['success'] === null ? null : row['success'] === 1 })) as unknown as JournalRow[];
  }
}
