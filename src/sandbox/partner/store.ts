import type { SandboxKind } from '../../protocol/partner.ts';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import type { SessionEndReason, SessionFilters } from '../../protocol/rpc.ts';
import { ApprovalStore } from './approval-store.ts';
import { AuditLog } from './audit-log.ts';
import { IdentityStore } from './identity-store.ts';
import { LogIndex } from './log-index.ts';
import { OrgSettings } from './org-settings.ts';
import { RetrievedStore } from './retrieved-store.ts';
import { SessionJournal } from './session-journal.ts';
import { SetupTrail } from './setup-trail.ts';
import { unsynced } from './unsynced.ts';

export interface GrantRow { readonly orgId: string; readonly userId: string; readonly grantedAt: number; readonly expiresAt: number; readonly revokedAt: number | null }
export interface LoginRow {
  readonly id: string;
  readonly developer: string;
  readonly orgId: string;
  readonly userId: string;
  readonly accessToken: string;
  readonly startedAt: number;
  readonly caseNumber: string | null;
  readonly reason: string | null;
}
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
  /** SHA-256 of the token that resumes it, hexadecimal: of the one given out last. */
  readonly resumeHash: string;
  /** Of the last one whose client has shown that it got it; empty: none. Good until the one after it is acknowledged, too. */
  readonly acknowledgedHash: string;
  readonly endedAt: number | null;
}

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS grants (orgId TEXT, userId TEXT, grantedAt INTEGER, expiresAt INTEGER, PRIMARY KEY (orgId, userId)) STRICT;
  CREATE TABLE IF NOT EXISTS logins (id TEXT PRIMARY KEY, developer TEXT, orgId TEXT, userId TEXT, accessToken TEXT, startedAt INTEGER) STRICT;
  CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, developer TEXT, orgId TEXT, userId TEXT, loginId TEXT, startedAt INTEGER, lastActivity INTEGER,
    state TEXT, orphanedAt INTEGER, filters TEXT, endReason TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS loginHistory (developer TEXT, orgId TEXT, userId TEXT, at INTEGER, caseNumber TEXT, reason TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS sandboxes (orgId TEXT PRIMARY KEY, sourceId TEXT, name TEXT, kind TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS projects (orgId TEXT PRIMARY KEY, options TEXT) STRICT;
`;
/** What an older file lacks; its number of them is the file's `user_version`. */
const MIGRATIONS = [
  'ALTER TABLE logins ADD COLUMN caseNumber TEXT; ALTER TABLE logins ADD COLUMN reason TEXT; DROP TABLE IF EXISTS audit;',
  "ALTER TABLE sessions ADD COLUMN resumeHash TEXT NOT NULL DEFAULT ''; ALTER TABLE sessions ADD COLUMN endedAt INTEGER;",
  'DROP TABLE IF EXISTS developerTokens;',
  'ALTER TABLE grants ADD COLUMN revokedAt INTEGER;',
  "ALTER TABLE sessions ADD COLUMN acknowledgedHash TEXT NOT NULL DEFAULT '';",
];

export interface SandboxRow {
  readonly orgId: string;
  readonly sourceId: string;
  readonly name: string;
  readonly kind: SandboxKind;
}

/** Grants, logins, approvals, leases of sessions and both logs: one SQLite file in the state directory. */
export class PartnerStore {
  readonly #database: DatabaseSync;
  /** Asked of every org whenever orgs are listed. */
  readonly #grantsOf: StatementSync;
  /** Told at every step. */
  readonly #touch: StatementSync;

  readonly audit: AuditLog;
  readonly setupTrail: SetupTrail;
  readonly orgSettings: OrgSettings;
  readonly approvals: ApprovalStore;
  readonly logs: LogIndex;
  readonly identity: IdentityStore;
  readonly journal: SessionJournal;
  readonly retrieved: RetrievedStore;

  /** `auditKey`: seals the audit log; kept outside the file. */
  constructor(file: string, auditKey: Buffer) {
    this.#database = new DatabaseSync(file);
    this.#database.exec(SCHEMA);
    this.#migrate();
    this.#grantsOf = this.#database.prepare('SELECT * FROM grants WHERE orgId = ? ORDER BY rowid');
    this.#touch = this.#database.prepare('UPDATE sessions SET lastActivity = ? WHERE id = ?');
    this.audit = new AuditLog(this.#database, auditKey);
    this.setupTrail = new SetupTrail(this.#database);
    this.orgSettings = new OrgSettings(this.#database);
    this.approvals = new ApprovalStore(this.#database);
    this.identity = new IdentityStore(this.#database);
    this.logs = new LogIndex(this.#database);
    this.retrieved = new RetrievedStore(this.#database);
    this.journal = new SessionJournal(this.#database);
  }

  #migrate(): void {
    const done = this.#database.prepare('PRAGMA user_version').get()?.['user_version'] as number;
    for (const migration of MIGRATIONS.slice(done)) this.#database.exec(migration);
    this.#database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  }

  close(): void {
    this.#database.close();
  }

  /** Kept as it is if there is one already: time goes on in a copy of a world. */
  addGrant(grant: GrantRow): void {
    this.#database.prepare('INSERT OR IGNORE INTO grants VALUES (?, ?, ?, ?, ?)').run(grant.orgId, grant.userId, grant.grantedAt, grant.expiresAt, grant.revokedAt);
  }

  replaceGrant(grant: GrantRow): void {
    this.#database.prepare('INSERT OR REPLACE INTO grants VALUES (?, ?, ?, ?, ?)').run(grant.orgId, grant.userId, grant.grantedAt, grant.expiresAt, grant.revokedAt);
  }

  grants(orgId: string): GrantRow[] {
    return this.#grantsOf.all(orgId) as unknown as GrantRow[];
  }

  addLogin(login: LoginRow): void {
    this.#database.prepare('INSERT INTO logins VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(login.id, login.developer, login.orgId, login.userId, login.accessToken, login.startedAt, login.caseNumber, login.reason);
  }

  removeLogin(id: string): void {
    this.#database.prepare('DELETE FROM logins WHERE id = ?').run(id);
  }

  /** Newest first: logins as the user since a time. */
  usesOf(orgId: string, userId: string, since: number): { developer: string; at: number; caseNumber: string | null; reason: string | null }[] {
    return this.#database.prepare('SELECT developer, at, caseNumber, reason FROM loginHistory WHERE orgId = ? AND userId = ? AND at >= ? ORDER BY rowid DESC LIMIT 50').all(orgId, userId, since).map(row => ({ ...row })) as unknown as ReturnType<PartnerStore['usesOf']>;
  }

  recordLogin({ developer, orgId, userId, caseNumber, reason }: LoginRow, at: number): void {
    this.#database.prepare('INSERT INTO loginHistory VALUES (?, ?, ?, ?, ?, ?)').run(developer, orgId, userId, at, caseNumber, reason);
  }

  /** Oldest first. */
  logins(): LoginRow[] {
    return this.#database.prepare('SELECT * FROM logins ORDER BY rowid').all() as unknown as LoginRow[];
  }

  saveSession(row: SessionRow): void {
    this.#database.prepare('INSERT OR REPLACE INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
      row.id, row.developer, row.orgId, row.userId, row.loginId, row.startedAt, row.lastActivity, row.state, row.orphanedAt, JSON.stringify(row.filters), row.endReason, row.resumeHash, row.endedAt, row.acknowledgedHash,
    );
  }

  saveActivity({ id, lastActivity }: SessionRow): void {
    unsynced(this.#database, () => this.#touch.run(lastActivity, id));
  }

  /** All that have not ended, and those that ended last. */
  sessions(): SessionRow[] {
    const rows = this.#database.prepare("SELECT * FROM sessions ORDER BY state = 'ended', rowid DESC LIMIT 200").all() as unknown as (Omit<SessionRow, 'filters'> & { filters: string })[];
    return rows.map(row => ({ ...row, filters: JSON.parse(row.filters) as SessionFilters }));
  }

  saveProject(orgId: string, options: unknown): void {
    this.#database.prepare('INSERT OR REPLACE INTO projects VALUES (?, ?)').run(orgId, JSON.stringify(options));
  }

  /** Sandboxes made of orgs of the world (T12). */
  saveSandbox(row: SandboxRow): void {
    this.#database.prepare('INSERT OR REPLACE INTO sandboxes VALUES (?, ?, ?, ?)').run(row.orgId, row.sourceId, row.name, row.kind);
  }

  removeSandbox(orgId: string): void {
    this.#database.prepare('DELETE FROM sandboxes WHERE orgId = ?').run(orgId);
    this.#database.prepare('DELETE FROM grants WHERE orgId = ?').run(orgId);
  }

  sandboxes(): SandboxRow[] {
    return this.#database.prepare('SELECT * FROM sandboxes ORDER BY rowid').all() as unknown as SandboxRow[];
  }

  projects(): { orgId: string; options: unknown }[] {
    const rows = this.#database.prepare('SELECT * FROM projects').all() as unknown as { orgId: string; options: string }[];
    return rows.map(({ orgId, options }) => ({ orgId, options: JSON.parse(options) as unknown }));
  }
}
