import type { DatabaseSync } from 'node:sqlite';
import type { TokenInfo } from '../../protocol/identity.ts';

/** A token is kept as its hash. */
export interface TokenRow extends TokenInfo {
  readonly hash: string;
}

export interface PasskeyRow {
  readonly id: string;
  readonly developer: string;
  readonly name: string;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: number;
  readonly createdAt: number;
}

export interface TotpRow { readonly secret: Uint8Array; readonly isConfirmed: boolean; readonly lastStep: number }
export interface AttemptRow { readonly failures: number; readonly lockedUntil: number }

/** Who may sign in as a developer: tokens, one-time codes, recovery codes, passkeys; and who tried too often. */
export class IdentityStore {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(`
      CREATE TABLE IF NOT EXISTS tokens (id TEXT PRIMARY KEY, hash TEXT UNIQUE, developer TEXT, name TEXT, kind TEXT, createdAt INTEGER, lastUsedAt INTEGER, expiresAt INTEGER) STRICT;
      CREATE TABLE IF NOT EXISTS totp (developer TEXT PRIMARY KEY, secret BLOB, isConfirmed INTEGER, lastStep INTEGER) STRICT;
      CREATE TABLE IF NOT EXISTS recoveryCodes (developer TEXT, hash TEXT, PRIMARY KEY (developer, hash)) STRICT;
      CREATE TABLE IF NOT EXISTS passkeys (id TEXT PRIMARY KEY, developer TEXT, name TEXT, publicKey BLOB, counter INTEGER, createdAt INTEGER) STRICT;
      CREATE TABLE IF NOT EXISTS signInAttempts (developer TEXT PRIMARY KEY, failures INTEGER, lockedUntil INTEGER) STRICT;
    `);
  }

  addToken(row: TokenRow): void {
    this.#database.prepare('INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(row.id, row.hash, row.developer, row.name, row.kind, row.createdAt, row.lastUsedAt, row.expiresAt);
  }

  tokenByHash(hash: string): TokenRow | null {
    const row = this.#database.prepare('SELECT * FROM tokens WHERE hash = ?').get(hash);
    return row ? ({ ...row } as unknown as TokenRow) : null;
  }

  useToken(id: string, at: number): void {
    this.#database.prepare('UPDATE tokens SET lastUsedAt = ? WHERE id = ?').run(at, id);
  }

  removeToken(id: string): void {
    this.#database.prepare('DELETE FROM tokens WHERE id = ?').run(id);
  }

  /** Oldest first; null: everyone's. */
  tokens(developer: string | null): TokenRow[] {
    return this.#database.prepare('SELECT * FROM tokens WHERE ?1 IS NULL OR developer = ?1 ORDER BY createdAt, rowid').all(developer).map(row => ({ ...row })) as unknown as TokenRow[];
  }

  totp(developer: string): TotpRow | null {
    const row = this.#database.prepare('SELECT * FROM totp WHERE developer = ?').get(developer);
    return row ? { secret: row['secret'] as Uint8Array, isConfirmed: row['isConfirmed'] === 1, lastStep: row['lastStep'] as number } : null;
  }

  saveTotp(developer: string, { secret, isConfirmed, lastStep }: TotpRow): void {
    this.#database.prepare('INSERT OR REPLACE INTO totp VALUES (?, ?, ?, ?)').run(developer, secret, Number(isConfirmed), lastStep);
  }

  replaceRecoveryCodes(developer: string, hashes: readonly string[]): void {
    this.#database.prepare('DELETE FROM recoveryCodes WHERE developer = ?').run(developer);
    for (const hash of hashes) this.#database.prepare('INSERT INTO recoveryCodes VALUES (?, ?)').run(developer, hash);
  }

  /** False: no such code, or used before. */
  useRecoveryCode(developer: string, hash: string): boolean {
    return this.#database.prepare('DELETE FROM recoveryCodes WHERE developer = ? AND hash = ?').run(developer, hash).changes === 1;
  }

  recoveryCodesLeft(developer: string): number {
    return this.#database.prepare('SELECT COUNT(*) AS n FROM recoveryCodes WHERE developer = ?').get(developer)?.['n'] as number;
  }

  passkeys(developer: string): PasskeyRow[] {
    return this.#database.prepare('SELECT * FROM passkeys WHERE developer = ? ORDER BY createdAt').all(developer).map(row => ({ ...row })) as unknown as PasskeyRow[];
  }

  savePasskey(row: PasskeyRow): void {
    this.#database.prepare('INSERT OR REPLACE INTO passkeys VALUES (?, ?, ?, ?, ?, ?)').run(row.id, row.developer, row.name, row.publicKey, row.counter, row.createdAt);
  }

  removePasskey(developer: string, id: string): void {
    this.#database.prepare('DELETE FROM passkeys WHERE developer = ? AND id = ?').run(developer, id);
  }

  attempts(developer: string): AttemptRow {
    const row = this.#database.prepare('SELECT failures, lockedUntil FROM signInAttempts WHERE developer = ?').get(developer);
    return row ? ({ ...row } as unknown as AttemptRow) : { failures: 0, lockedUntil: 0 };
  }

  saveAttempts(developer: string, { failures, lockedUntil }: AttemptRow): void {
    this.#database.prepare('INSERT OR REPLACE INTO signInAttempts VALUES (?, ?, ?)').run(developer, failures, lockedUntil);
  }

  /** Every factor of the developer; tokens stay. */
  removeFactors(developer: string): void {
    for (const table of ['totp', 'recoveryCodes', 'passkeys', 'signInAttempts']) this.#database.prepare(`DELETE FROM ${table} WHERE developer = ?`).run(developer);
  }
}
