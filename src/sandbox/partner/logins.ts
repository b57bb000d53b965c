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

/** T9: why somebody logs in. */
export interface LoginCase {
  readonly caseNumber: string | null;
  readonly reason: string | null;
}

export interface LoginsOptions {
  readonly store: PartnerStore;
  readonly directory: Directory;
  readonly rules: Rules;
  readonly clock: Clock;
  /** Before its grant ends. */
  onWarning(login: Login, remainingMs: number): void;
  /** A grant is over, by its time or `isRevoked` by the customer; the login no longer counts. */
  onExpired(login: Login, isRevoked: boolean): void;
}

/** Before a grant ends while its login is in use. */
const WARN_MS = [10 * 60_000, 2 * 60_000];

/** Logins as users who granted access. They outlive connections and hubs, not their grants. */
export class Logins {
  readonly #options: LoginsOptions;
  readonly #logins = new Map<string, Login>();
  readonly #timers = new Map<string, (() => void)[]>();

  constructor(options: LoginsOptions) {
    this.#options = options;
    for (const row of options.store.logins()) this.#restore(row);
  }

  dispose(): void {
    for (const id of this.#timers.keys()) this.#disarm(id);
  }

  /** Who would be logged in as, if every rule allows it. Throws the rule's reason. */
  check(engineer: Engineer, orgName: string, userName: string | undefined, { caseNumber, reason }: LoginCase): { org: WorldOrg; user: WorldUser; expiresAt: number } {
    const { directory, rules } = this.#options;
    const org = directory.findOrg(orgName);
    rules.checkLogin(engineer, org);
    const grant = directory.grantFor(org, userName);
    const user = directory.userOf(org, grant.userId);
    // One that holds was explained when it began.
    const held = this.same(engineer, org, user);
    if (org.kind !== 'project') rules.checkCase(directory.world.policy, caseNumber ?? held?.caseNumber ?? null, reason ?? held?.reason ?? null);
    return { org, user, expiresAt: grant.expiresAt };
  }

  /** The developer's login as that user that holds now; null: none. */
  same(engineer: Engineer, org: WorldOrg, user: WorldUser): Login | null {
    return [...this.#logins.values()].find(login => login.developer === engineer.userName && login.orgId === org.id && login.userId === user.id) ?? null;
  }

  start(engineer: Engineer, orgName: string, userName: string | undefined, why: LoginCase = { caseNumber: null, reason: null }): Login {
    const { store, clock } = this.#options;
    const { org, user, expiresAt } = this.check(engineer, orgName, userName, why);
    const before = this.same(engineer, org, user);
    if (before) this.#forget(before.id);
    const row: LoginRow = {
      ...(before ?? { id: randomUUID(), developer: engineer.userName, orgId: org.id, userId: user.id, accessToken: `${org.id.slice(0, 15)}!${randomBytes(32).toString('base64url')}`, startedAt: clock.now() }),
      caseNumber: why.caseNumber ?? before?.caseNumber ?? null, reason: why.reason ?? before?.reason ?? null,
    };
    const login: Login = { ...row, org, user, expiresAt };
    // The newest login is the current one.
    store.addLogin(row);
    this.#remember(login);
    if (!before) this.#record(login);
    return login;
  }

  /** T9: two logs, two owners. */
  #record(login: Login): void {
    const { store, clock } = this.#options;
    const { developer, org, user, caseNumber, reason } = login;
    const why = [caseNumber === null ? [] : [`case ${caseNumber}`], reason === null ? [] : [reason]].flat().join(': ');
    store.recordLogin(login, clock.now());
    store.audit.append({ at: clock.now(), actor: developer, action: 'login', orgId: org.id, detail: why === '' ? user.userName : `${user.userName} (${why})` });
    if (org.kind !== 'project') store.setupTrail.add(org.id, { at: clock.now(), userName: user.userName, delegate: developer, section: 'Login Access', action: why === '' ? 'Logged in through Login Access' : `Logged in through Login Access (${why})` });
  }

  /** Throws unless it is the developer's and still holds. */
  get(developer: string, id: string): Login {
    const login = this.find(id);
    if (!login || login.developer !== developer) throw new WireError('notLoggedIn', 'You are not logged in to that org any more. Log in again.');
    return login;
  }

  /** When the grant behind it ends; null: there is no such login. */
  grantEnd(id: string): number | null {
    return this.#logins.get(id)?.expiresAt ?? null;
  }

  find(id: string): Login | null {
    const login = this.#logins.get(id);
    if (!login || !this.#isOver(login)) return login ?? null;
    this.#expire(login);
    return null;
  }

  /** Its timer may be late: the machine slept. */
  #isOver({ expiresAt }: Login): boolean {
    return this.#options.rules.holds('T1') && expiresAt <= this.#options.clock.now();
  }

  current(developer: string): Login | null {
    return [...this.#logins.values()].filter(login => login.developer === developer).at(-1) ?? null;
  }

  get count(): number {
    return this.#logins.size;
  }

  inOrg(orgId: string): Login[] {
    return [...this.#logins.values()].filter(login => login.orgId === orgId);
  }

  /** Takes the same time for any wrong token. */
  byAccessToken(orgId: string, token: string): Login | null {
    const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
    const given = digest(token);
    let found: Login | null = null;
    for (const login of this.#logins.values()) if (timingSafeEqual(digest(login.accessToken), given) && login.orgId === orgId) found = login;
    return found && this.find(found.id);
  }

  /** Return to Subscriber Overview. */
  endAll(developer: string): Login[] {
    const ended = [...this.#logins.values()].filter(login => login.developer === developer);
    for (const { id, orgId } of ended) {
      this.#forget(id);
      this.#options.store.audit.append({ at: this.#options.clock.now(), actor: developer, action: 'logout', orgId, detail: '' });
    }
    return ended;
  }

  /** The customer granted anew or revoked: logins as that user get their new end, or end now. */
  grantChanged(org: WorldOrg, user: WorldUser): void {
    const grant = this.#options.directory.activeGrants(org).find(each => each.userId === user.id);
    for (const login of [...this.#logins.values()].filter(each => each.orgId === org.id && each.userId === user.id)) {
      if (grant) this.#remember({ ...login, expiresAt: grant.expiresAt });
      else this.#expire(login);
    }
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
    const { clock, rules, onWarning } = this.#options;
    this.#disarm(login.id);
    this.#logins.set(login.id, login);
    if (!rules.holds('T1')) return;
    const left = login.expiresAt - clock.now();
    this.#timers.set(login.id, [
      ...WARN_MS.filter(each => each < left).map(each => clock.schedule(left - each, () => onWarning(login, each))),
      clock.schedule(left, () => this.#expire(login)),
    ]);
  }

  #expire(login: Login): void {
    const isRevoked = login.expiresAt > this.#options.clock.now();
    this.#forget(login.id);
    this.#options.onExpired(login, isRevoked);
  }

  #disarm(id: string): void {
    for (const cancel of this.#timers.get(id) ?? []) cancel();
    this.#timers.delete(id);
  }

  #forget(id: string): void {
    this.#disarm(id);
    this.#logins.delete(id);
    this.#options.store.removeLogin(id);
  }
}

/** `address`: where whoever is told reaches the orgs, `https://host:port`. */
export function loginInfo(login: Login, address: string): LoginInfo {
  const { id, developer, org, user, accessToken, startedAt, expiresAt } = login;
  return {
    id, developer, org: { id: org.id, name: org.name, alias: org.alias, kind: org.kind }, user: userInfo(user), accessToken,
    instanceUrl: instanceUrl(org.id, address), startedAt, expiresAt,
  };
}

export function instanceUrl(orgId: string, address: string): string {
  return `${address}/org/${orgId}`;
}

/** On the machine itself. */
export function localAddress(port: number): string {
  return `http://127.0.0.1:${port}`;
}
