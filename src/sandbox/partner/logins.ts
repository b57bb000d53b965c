import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { WireError } from '../../protocol/errors.ts';
import type { LoginInfo } from '../../protocol/rpc.ts';
import type { Clock } from './clock.ts';
import { userInfo } from './directory.ts';
import type { Directory } from './directory.ts';
import type { Rules } from './rules.ts';
import type { LoginRow, PartnerStore } from './store.ts';
import type { Engineer, WorldOrg, WorldUser } from './world.ts';

export interface Login extends LoginRow {
  readonly org: WorldOrg;
  readonly user: WorldUser;
  /** When the grant ends. */
  readonly expiresAt: number;
}

export interface LoginsOptions {
  readonly store: PartnerStore;
  readonly directory: Directory;
  readonly rules: Rules;
  readonly clock: Clock;
  /** A grant is over; the login no longer counts. */
  onExpired(login: Login): void;
}

/** Logins as users who granted access. They outlive connections and hubs, not their grants. */
export class Logins {
  readonly #options: LoginsOptions;
  readonly #logins = new Map<string, Login>();
  readonly #timers = new Map<string, () => void>();

  constructor(options: LoginsOptions) {
    this.#options = options;
    for (const row of options.store.logins()) this.#restore(row);
  }

  dispose(): void {
    for (const cancel of this.#timers.values()) cancel();
  }

  start(engineer: Engineer, orgName: string, userName: string | undefined): Login {
    const { directory, rules, store, clock } = this.#options;
    const org = directory.findOrg(orgName);
    rules.checkLogin(engineer, org);
    const grant = directory.grantFor(org, userName);
    const same = [...this.#logins.values()].find(login => login.developer === engineer.userName && login.orgId === org.id && login.userId === grant.userId);
    if (same) this.#forget(same.id);
    const row: LoginRow = same ?? { id: randomUUID(), developer: engineer.userName, orgId: org.id, userId: grant.userId, accessToken: `${org.id.slice(0, 15)}!${randomBytes(32).toString('base64url')}`, startedAt: clock.now() };
    const login: Login = { ...row, org, user: directory.userOf(org, grant.userId), expiresAt: grant.expiresAt };
    // The newest login is the current one.
    store.addLogin(row);
    this.#remember(login);
    store.audit({ at: clock.now(), developer: engineer.userName, action: 'login', orgId: org.id, detail: login.user.userName });
    return login;
  }

  /** Throws unless it is the developer's and still holds. */
  get(developer: string, id: string): Login {
    const login = this.#logins.get(id);
    if (!login || login.developer !== developer) throw new WireError('notLoggedIn', 'You are not logged in to that org any more. Log in again.');
    return login;
  }

  find(id: string): Login | null {
    return this.#logins.get(id) ?? null;
  }

  current(developer: string): Login | null {
    return [...this.#logins.values()].filter(login => login.developer === developer).at(-1) ?? null;
  }

  /** Takes the same time for any wrong token. */
  byAccessToken(orgId: string, token: string): Login | null {
    const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
    const given = digest(token);
    let found: Login | null = null;
    for (const login of this.#logins.values()) if (timingSafeEqual(digest(login.accessToken), given) && login.orgId === orgId) found = login;
    return found;
  }

  /** Return to Subscriber Overview. */
  endAll(developer: string): Login[] {
    const ended = [...this.#logins.values()].filter(login => login.developer === developer);
    for (const { id, orgId } of ended) {
      this.#forget(id);
      this.#options.store.audit({ at: this.#options.clock.now(), developer, action: 'logout', orgId, detail: '' });
    }
    return ended;
  }

  #restore(row: LoginRow): void {
    const { directory, store } = this.#options;
    const org = directory.orgs.find(each => each.id === row.orgId);
    const user = org?.users.find(each => each.id === row.userId);
    const grant = org && directory.activeGrants(org).find(each => each.userId === row.userId);
    if (!org || !user || !grant || !directory.findEngineer(row.developer)) store.removeLogin(row.id);
    else this.#remember({ ...row, org, user, expiresAt: grant.expiresAt });
  }

  #remember(login: Login): void {
    const { clock, rules, onExpired } = this.#options;
    this.#logins.set(login.id, login);
    if (!rules.holds('T1')) return;
    this.#timers.set(login.id, clock.schedule(login.expiresAt - clock.now(), () => {
      this.#forget(login.id);
      onExpired(login);
    }));
  }

  #forget(id: string): void {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
    this.#logins.delete(id);
    this.#options.store.removeLogin(id);
  }
}

export function loginInfo(login: Login, port: number): LoginInfo {
  const { id, developer, org, user, accessToken, startedAt, expiresAt } = login;
  return {
    id, developer, org: { id: org.id, name: org.name, alias: org.alias, kind: org.kind }, user: userInfo(user), accessToken,
    instanceUrl: instanceUrl(org.id, port), startedAt, expiresAt,
  };
}

export function instanceUrl(orgId: string, port: number): string {
  return `http://127.0.0.1:${port}/org/${orgId}`;
}
