import { DatabaseSync } from 'node:sqlite';
import type { SessionEndReason, SessionFilters } from '../../protocol/rpc.ts';

export interface GrantRow { readonly orgId: string; readonly userId: string; readonly grantedAt: number; readonly expiresAt: number }
export interface LoginRow { readonly id: string; readonly developer: string; readonly orgId: string; readonly userId: string; readonly accessToken: string; readonly startedAt: number }
export interface SessionRow {
  readonly id: string;
  readonly developer: string;
  readonly orgId: string;
  readonly userId: string;
  readonly loginId: string;
  readonly startedAt: number;
  readonly lastActivity: number;
  readonly state: 'active' | 'orphaned' | 'ended';
  readonly orphanedAt: number | null;
  readonly filters: SessionFilters;
  readonly endReason: SessionEndReason | null;
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS grants (orgId TEXT, userId TEXT, grantedAt INTEGER, expiresAt INTEGER, PRIMARY KEY (orgId, userId)) STRICT;
  CREATE TABLE IF NOT EXISTS developerTokens (hash TEXT PRIMARY KEY, developer TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS logins (id TEXT PRIMARY KEY, developer TEXT, orgId TEXT, userId TEXT, accessToken TEXT, startedAt INTEGER) STRICT;
  CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, developer TEXT, orgId TEXT, userId TEXT, loginId TEXT, startedAt INTEGER, lastActivity INTEGER,
    state TEXT, orphanedAt INTEGER, filters TEXT, endReason TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS projects (orgId TEXT PRIMARY KEY, options TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS audit (at INTEGER, developer TEXT, action TEXT, orgId TEXT, detail TEXT) STRICT;
`;

/** Grants, logins, leases of sessions and the audit trail: one SQLite file in the state directory. */
export class PartnerStore {
  readonly #database: DatabaseSync;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(SCHEMA);
  }

  close(): void {
    this.#database.close();
  }

  /** Kept as it is if there is one already: time goes on in a copy of a world. */
  addGrant(grant: GrantRow): void {
    this.#database.prepare('INSERT OR IGNORE INTO grants VALUES (?, ?, ?, ?)').run(grant.orgId, grant.userId, grant.grantedAt, grant.expiresAt);
  }

  replaceGrant(grant: GrantRow): void {
    this.#database.prepare('INSERT OR REPLACE INTO grants VALUES (?, ?, ?, ?)').run(grant.orgId, grant.userId, grant.grantedAt, grant.expiresAt);
  }

  grants(orgId: string): GrantRow[] {
    return this.#database.prepare('SELECT * FROM grants WHERE orgId = ? ORDER BY rowid').all(orgId) as unknown as GrantRow[];
  }

  addDeveloperToken(hash: string, developer: string): void {
    this.#database.prepare('INSERT INTO developerTokens VALUES (?, ?)').run(hash, developer);
  }

  developerOf(hash: string): string | null {
    const row = this.#database.prepare('SELECT developer FROM developerTokens WHERE hash = ?').get(hash);
    return (row?.['developer'] as string | undefined) ?? null;
  }

  removeDeveloperTokens(developer: string): void {
    this.#database.prepare('DELETE FROM developerTokens WHERE developer = ?').run(developer);
  }

  addLogin(login: LoginRow): void {
    this.#database.prepare('INSERT INTO logins VALUES (?, ?, ?, ?, ?, ?)').run(login.id, login.developer, login.orgId, login.userId, login.accessToken, login.startedAt);
  }

  removeLogin(id: string): void {
    this.#database.prepare('DELETE FROM logins WHERE id = ?').run(id);
  }

  /** Oldest first. */
  logins(): LoginRow[] {
    return this.#database.prepare('SELECT * FROM logins ORDER BY rowid').all() as unknown as LoginRow[];
  }

  saveSession(row: SessionRow): void {
    this.#database.prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
      row.id, row.developer, row.orgId, row.userId, row.loginId, row.startedAt, row.lastActivity, row.state, row.orphanedAt, JSON.stringify(row.filters), row.endReason,
    );
  }

  sessions(): SessionRow[] {
    const rows = this.#database.prepare('SELECT * FROM sessions ORDER BY rowid DESC LIMIT 200').all() as unknown as (Omit<SessionRow, 'filters'> & { filters: string })[];
    return rows.map(row => ({ ...row, filters: JSON.parse(row.filters) as SessionFilters }));
  }

  saveProject(orgId: string, options: unknown): void {
    this.#database.prepare('INSERT OR REPLACE INTO projects VALUES (?, ?)').run(orgId, JSON.stringify(options));
  }

  projects(): { orgId: string; options: unknown }[] {
    const rows = this.#database.prepare('SELECT * FROM projects').all() as unknown as { orgId: string; options: string }[];
    return rows.map(({ orgId, options }) => ({ orgId, options: JSON.parse(options) as unknown }));
  }

  audit(entry: { at: number; developer: string; action: string; orgId: string; detail: string }): void {
    this.#database.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?)').run(entry.at, entry.developer, entry.action, entry.orgId, entry.detail);
  }

  auditTrail(): { at: number; developer: string; action: string; orgId: string; detail: string }[] {
    return this.#database.prepare('SELECT * FROM audit ORDER BY rowid').all() as unknown as { at: number; developer: string; action: string; orgId: string; detail: string }[];
  }
}
