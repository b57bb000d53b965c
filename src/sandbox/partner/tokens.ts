import { createHash, randomBytes } from 'node:crypto';
import { WireError } from '../../protocol/errors.ts';
import type { TokenInfo } from '../../protocol/identity.ts';
import type { Clock } from './clock.ts';
import type { TokenRow } from './identity-store.ts';
import type { PartnerStore } from './store.ts';

export interface TokensOptions {
  readonly store: PartnerStore;
  readonly clock: Clock;
  /** Connections that it signed in are cut. */
  revoked(tokenId: string): void;
}

const DAY = 86_400_000;
/** How long a sign-in lasts on a machine. */
const SIGN_IN_MS = 30 * DAY;
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Tokens that sign a developer in: of a sign-in, and for machines (CI). Each can be listed and revoked. */
export class Tokens {
  readonly #options: TokensOptions;

  constructor(options: TokensOptions) {
    this.#options = options;
  }

  /** `lastsMs` null: until it is revoked. The token is told once. */
  create(developer: string, name: string, kind: TokenRow['kind'], lastsMs: number | null = SIGN_IN_MS): { token: string; info: TokenInfo } {
    const { store, clock } = this.#options;
    const token = randomBytes(32).toString('base64url');
    const hash = hashOf(token);
    const now = clock.now();
    const row: TokenRow = { id: hash.slice(0, 16), hash, developer, name, kind, createdAt: now, lastUsedAt: null, expiresAt: lastsMs === null ? null : now + lastsMs };
    store.identity.addToken(row);
    if (kind === 'service') store.audit.append({ at: now, actor: developer, action: 'token.create', orgId: null, detail: `${row.id} ${name}` });
    return { token, info: infoOf(row) };
  }

  /** Whom it signs in; null: nobody. */
  use(token: string): TokenRow | null {
    const { store, clock } = this.#options;
    const row = store.identity.tokenByHash(hashOf(token));
    if (!row || (row.expiresAt !== null && row.expiresAt <= clock.now())) return null;
    store.identity.useToken(row.id, clock.now());
    return row;
  }

  /** `developer` null: everyone's. */
  list(developer: string | null): TokenInfo[] {
    return this.#options.store.identity.tokens(developer).map(infoOf);
  }

  revoke(id: string, developer: string | null, by: string): void {
    const { store, clock, revoked } = this.#options;
    const row = store.identity.tokens(developer).find(each => each.id === id);
    if (!row) throw new WireError('invalidParams', `There is no token ${id}.`);
    store.identity.removeToken(id);
    store.audit.append({ at: clock.now(), actor: by, action: 'token.revoke', orgId: null, detail: `${id} ${row.name} of ${row.developer}` });
    revoked(id);
  }

  /** Signing out takes every sign-in back; machines' tokens stay. Returns the ids of those that are gone. */
  endSignIns(developer: string): string[] {
    const { store } = this.#options;
    const ids = store.identity.tokens(developer).filter(each => each.kind === 'signIn').map(({ id }) => id);
    for (const id of ids) store.identity.removeToken(id);
    return ids;
  }
}

function infoOf({ id, developer, name, kind, createdAt, lastUsedAt, expiresAt }: TokenRow): TokenInfo {
  return { id, developer, name, kind, createdAt, lastUsedAt, expiresAt };
}
