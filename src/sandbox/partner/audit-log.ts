import { createHmac } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { AuditEntry, AuditFault } from '../../protocol/partner.ts';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS auditLog (
    sequence INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, orgId TEXT, detail TEXT NOT NULL,
    previous TEXT NOT NULL, seal TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS auditHead (one INTEGER PRIMARY KEY CHECK (one = 1), sequence INTEGER NOT NULL, seal TEXT NOT NULL) STRICT;
  CREATE TRIGGER IF NOT EXISTS auditLogKeepsRows BEFORE DELETE ON auditLog BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS auditLogKeepsContent BEFORE UPDATE ON auditLog BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
`;
const FIRST = '';

interface Row extends AuditEntry { readonly previous: string; readonly seal: string }

export type AuditRecord = Omit<AuditEntry, 'sequence'>;

/**
 * The partner's audit log: append-only, each row sealed together with the seal of the row before it, under a key that lies
 * outside the database. The head's seal says how many rows there are, so that rows missing at the end are noticed too.
 */
export class AuditLog {
  readonly #database: DatabaseSync;
  readonly #key: Buffer;

  constructor(database: DatabaseSync, key: Buffer) {
    this.#database = database;
    this.#key = key;
    database.exec(SCHEMA);
  }

  append({ at, actor, action, orgId, detail }: AuditRecord): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const head = this.#database.prepare('SELECT sequence, seal FROM auditLog ORDER BY sequence DESC LIMIT 1').get() as { sequence: number; seal: string } | undefined;
      const sequence = Math.max(head?.sequence ?? 0, this.#head()?.sequence ?? 0) + 1;
      const previous = head?.seal ?? FIRST;
      const seal = this.#seal({ sequence, at, actor, action, orgId, detail }, previous);
      this.#database.prepare('INSERT INTO auditLog VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(sequence, at, actor, action, orgId, detail, previous, seal);
      this.#database.prepare('INSERT OR REPLACE INTO auditHead VALUES (1, ?, ?)').run(sequence, this.#headSeal(sequence, seal));
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Newest first. */
  list({ orgId, actor, before, limit = 200 }: { orgId?: string; actor?: string; before?: number; limit?: number } = {}): AuditEntry[] {
    const rows = this.#database.prepare(`
      SELECT sequence, at, actor, action, orgId, detail FROM auditLog
      WHERE (?1 IS NULL OR orgId = ?1) AND (?2 IS NULL OR actor = ?2) AND (?3 IS NULL OR sequence < ?3) ORDER BY sequence DESC LIMIT ?4`);
    return rows.all(orgId ?? null, actor ?? null, before ?? null, limit).map(row => ({ ...row })) as unknown as AuditEntry[];
  }

  /** Finds every row that was edited, dropped or moved; in the order of the log. */
  verify(): { entries: number; faults: AuditFault[] } {
    const faults: AuditFault[] = [];
    let entries = 0;
    let last: Row | null = null;
    const missing = (from: number, to: number, more = ''): void => {
      if (to > from) faults.push({ sequence: from, kind: 'missing', message: (to - from === 1 ? `Row ${from} is missing` : `Rows ${from} to ${to - 1} are missing`) + `${more}.` });
    };
    for (const each of this.#database.prepare('SELECT * FROM auditLog ORDER BY sequence').iterate()) {
      const row = each as unknown as Row;
      entries++;
      const expected: number = (last?.sequence ?? 0) + 1;
      missing(expected, row.sequence);
      if (row.seal !== this.#seal(row, row.previous)) faults.push({ sequence: row.sequence, kind: 'edited', message: `Row ${row.sequence} is not what was written.` });
      else if (row.sequence === expected && row.previous !== (last?.seal ?? FIRST)) faults.push({ sequence: row.sequence, kind: 'unlinked', message: `Row ${row.sequence} does not follow the row before it.` });
      last = row;
    }
    this.#verifyHead(last, faults, missing);
    return { entries, faults };
  }

  #verifyHead(last: Row | null, faults: AuditFault[], missing: (from: number, to: number, more: string) => void): void {
    const head = this.#head();
    const end = last?.sequence ?? 0;
    if (head === null) {
      if (last) faults.push({ sequence: end, kind: 'unlinked', message: 'The head of the log is missing: rows may be missing at the end.' });
      return;
    }
    // Without its last row the head can't be checked: it may have known more.
    missing(end + 1, head.sequence + 1, ', and perhaps more behind');
    if (last && head.sequence === end && head.seal !== this.#headSeal(end, last.seal)) faults.push({ sequence: end, kind: 'unlinked', message: `The head of the log does not belong to row ${end}: rows may be missing behind it.` });
    if (head.sequence < end) faults.push({ sequence: head.sequence + 1, kind: 'unlinked', message: `The head of the log knows ${head.sequence} rows, but there are more.` });
  }

  #head(): { sequence: number; seal: string } | null {
    return (this.#database.prepare('SELECT sequence, seal FROM auditHead').get() as { sequence: number; seal: string } | undefined) ?? null;
  }

  #seal({ sequence, at, actor, action, orgId, detail }: AuditEntry, previous: string): string {
    return this.#mac([sequence, at, actor, action, orgId, detail, previous]);
  }

  #headSeal(sequence: number, seal: string): string {
    return this.#mac(['head', sequence, seal]);
  }

  #mac(content: readonly unknown[]): string {
    return createHmac('sha256', this.#key).update(JSON.stringify(content)).digest('hex');
  }
}
