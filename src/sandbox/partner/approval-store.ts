import type { DatabaseSync } from 'node:sqlite';
import type { ApprovalInfo } from '../../protocol/partner.ts';

export interface ApprovalRow extends Omit<ApprovalInfo, 'org' | 'user'> {
  readonly orgId: string;
  readonly userId: string;
}

/** Approvals that logins wait for or waited for (T8). */
export class ApprovalStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`CREATE TABLE IF NOT EXISTS approvals (
      id TEXT PRIMARY KEY, developer TEXT, orgId TEXT, userId TEXT, caseNumber TEXT, reason TEXT, requestedAt INTEGER, expiresAt INTEGER, state TEXT, decidedBy TEXT) STRICT`);
  }

  save(row: ApprovalRow): void {
    this.#database.prepare('INSERT INTO approvals VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, decidedBy = excluded.decidedBy').run(
      row.id, row.developer, row.orgId, row.userId, row.caseNumber, row.reason, row.requestedAt, row.expiresAt, row.state, row.decidedBy,
    );
  }

  find(id: string): ApprovalRow | null {
    const row = this.#database.prepare('SELECT * FROM approvals WHERE id = ?').get(id);
    return row ? ({ ...row } as unknown as ApprovalRow) : null;
  }

  /** Newest first. */
  list(limit = 100): ApprovalRow[] {
    return this.#database.prepare('SELECT * FROM approvals ORDER BY rowid DESC LIMIT ?').all(limit).map(row => ({ ...row })) as unknown as ApprovalRow[];
  }
}
