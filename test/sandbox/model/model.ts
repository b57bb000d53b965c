/**
 * The rules of the world as a model: what is allowed and what follows, written from the rules alone. It knows nothing of the
 * product; whoever drives it asks both and compares.
 */
export interface ModelDeveloper { readonly name: string; readonly mayLogIn: boolean; readonly mayDebug: boolean; readonly mayModifyAll: boolean }
export interface ModelUser { readonly name: string; readonly isAdmin: boolean; readonly mayRunAnonymous: boolean }
export interface ModelOrg {
  readonly name: string;
  readonly isProduction: boolean;
  /** T2 */
  readonly isClosed: boolean;
  readonly users: readonly ModelUser[];
  /** T4; null: licensed to the entire org. */
  readonly seatUsers: readonly string[] | null;
}
export interface ModelPolicy { adminsOnly: boolean; adminsCanLogInAsAnyUser: boolean; requiresMfa: boolean }
export interface ModelLogin { readonly developer: string; readonly org: string; readonly user: string }
export interface ModelSession extends ModelLogin { startedAt: number; lastActivity: number; orphanedAt: number | null }
export interface ModelRequest { readonly org: string; readonly session: ModelSession | null }

const MINUTE = 60_000;
const IDLE = 60 * MINUTE;
const LIFETIME = 240 * MINUTE;
const ORPHAN = 2 * MINUTE;
const THREADS = 2;
const DAY = 1440 * MINUTE;
export const DURATIONS = { '1 day': DAY, '3 days': 3 * DAY, '1 week': 7 * DAY } as const;
export type ModelDuration = keyof typeof DURATIONS;

/** Rules that forbid it; empty: it has to work. */
export type Forbidden = readonly string[];

export class RulesModel {
  now: number;
  inMaintenance = false;
  sessions: ModelSession[] = [];
  /** Oldest first: the last of a developer's is the current one. */
  logins: ModelLogin[] = [];
  requests: ModelRequest[] = [];
  readonly #developers: readonly ModelDeveloper[];
  readonly #orgs: readonly ModelOrg[];
  readonly #grants = new Map<string, number>();
  readonly #policies = new Map<string, ModelPolicy>();

  constructor(now: number, developers: readonly ModelDeveloper[], orgs: readonly ModelOrg[]) {
    this.now = now;
    this.#developers = developers;
    this.#orgs = orgs;
    for (const org of orgs) this.#policies.set(org.name, { adminsOnly: false, adminsCanLogInAsAnyUser: false, requiresMfa: false });
  }

  org(name: string): ModelOrg { return must(this.#orgs.find(each => each.name === name)); }
  developer(name: string): ModelDeveloper { return must(this.#developers.find(each => each.name === name)); }
  policy(org: string): ModelPolicy { return must(this.#policies.get(org)); }

  // T1, T3, T4

  mayGrant(orgName: string, userName: string): Forbidden {
    const org = this.org(orgName);
    const user = must(org.users.find(each => each.name === userName));
    const { adminsOnly, adminsCanLogInAsAnyUser } = this.policy(orgName);
    const isUnlicensed = org.seatUsers !== null && !org.seatUsers.includes(userName);
    const t4 = isUnlicensed || (adminsOnly && !user.isAdmin) || (org.seatUsers === null && !user.isAdmin) || adminsCanLogInAsAnyUser;
    return [...(org.isClosed ? ['T2'] : []), ...(t4 ? ['T4'] : [])];
  }

  grant(org: string, user: string, duration: ModelDuration): void { this.setGrant(org, user, this.now + DURATIONS[duration]); }
  setGrant(org: string, user: string, expiresAt: number): void { this.#grants.set(`${org}/${user}`, expiresAt); }

  revoke(org: string, user: string): void {
    this.#grants.delete(`${org}/${user}`);
    this.settle();
  }

  hasAccess(org: string, user: string): boolean { return (this.#grants.get(`${org}/${user}`) ?? -Infinity) > this.now; }

  /** `org/user` of access that holds, in any order. */
  access(): string[] { return [...this.#grants].filter(([, expiresAt]) => expiresAt > this.now).map(([key]) => key); }

  // T2, T5, T8

  mayLogIn(developer: string, org: string, user: string): Forbidden {
    return [...(this.developer(developer).mayLogIn ? [] : ['T5']), ...(this.org(org).isClosed ? ['T2'] : []), ...(this.hasAccess(org, user) ? [] : ['T1'])];
  }

  /** T8: one that holds goes on without. */
  needsApproval(developer: string, org: string, user: string): boolean {
    return this.policy(org).requiresMfa && !this.isLoggedIn({ developer, org, user });
  }

  isLoggedIn(login: ModelLogin): boolean { return this.logins.some(each => isSame(each, login)); }

  logIn(developer: string, org: string, user: string): void {
    const login = { developer, org, user };
    this.logins = [...this.logins.filter(each => !isSame(each, login)), login];
  }

  /** D13 */
  logOut(developer: string): void {
    this.logins = this.logins.filter(each => each.developer !== developer);
    this.#end(session => session.developer === developer);
  }

  current(developer: string): ModelLogin | null { return this.logins.filter(each => each.developer === developer).at(-1) ?? null; }

  // D1, D2, D3, D10, T11, T12

  mayAcquire(login: ModelLogin, { resume = false, takeOver = false } = {}): Forbidden {
    const always = [...(this.developer(login.developer).mayDebug ? [] : ['D2']), ...(this.org(login.org).isProduction ? ['T12'] : []), ...(this.inMaintenance ? ['D10'] : [])];
    if (always.length > 0 || (resume && this.orphanOf(login))) return always;
    const others = this.sessions.filter(each => !(takeOver && each.developer === login.developer));
    return [...(others.some(each => each.org === login.org) ? ['D1'] : []), ...(others.some(each => each.developer === login.developer) ? ['T11'] : [])];
  }

  orphanOf(login: ModelLogin): ModelSession | null { return this.sessions.find(each => each.orphanedAt !== null && isSame(each, login)) ?? null; }

  acquire(login: ModelLogin, { resume = false, takeOver = false } = {}): ModelSession {
    const orphan = resume ? this.orphanOf(login) : null;
    if (orphan) {
      orphan.orphanedAt = null;
      orphan.lastActivity = this.now;
      return orphan;
    }
    if (takeOver) this.#end(session => session.developer === login.developer);
    const session: ModelSession = { ...login, startedAt: this.now, lastActivity: this.now, orphanedAt: null };
    this.sessions.push(session);
    return session;
  }

  mayEnd(developer: string, session: ModelSession): Forbidden {
    const { mayDebug, mayModifyAll } = this.developer(developer);
    return session.developer === developer || (mayDebug && mayModifyAll) ? [] : ['D2'];
  }

  end(session: ModelSession): void { this.#end(each => each === session); }
  orphan(session: ModelSession): void { session.orphanedAt ??= this.now; }

  /** T14 */
  touch(session: ModelSession): void { session.lastActivity = this.now; }

  startMaintenance(): void {
    this.inMaintenance = true;
    this.#end(() => true);
  }

  // T7, T13, D7, D11

  mayRun(login: ModelLogin): Forbidden { return must(this.org(login.org).users.find(each => each.name === login.user)).mayRunAnonymous ? [] : ['T7']; }

  /** The session that debugs it, if any. */
  startRequest(login: ModelLogin): ModelRequest {
    const session = this.sessions.find(each => each.org === login.org && each.user === login.user && each.orphanedAt === null) ?? null;
    const isFull = session !== null && this.requests.filter(each => each.session === session).length >= THREADS;
    const request: ModelRequest = { org: login.org, session: isFull ? null : session };
    this.requests.push(request);
    return request;
  }

  finish(request: ModelRequest): void { this.requests = this.requests.filter(each => each !== request); }

  // T1, T14, T15, D3

  /** What time does. */
  settle(): void {
    const over = this.logins.filter(each => !this.hasAccess(each.org, each.user));
    this.logins = this.logins.filter(each => this.hasAccess(each.org, each.user));
    this.#end(session => over.some(each => isSame(each, session)) || session.lastActivity + IDLE <= this.now || session.startedAt + LIFETIME <= this.now || (session.orphanedAt !== null && session.orphanedAt + ORPHAN <= this.now));
  }

  /** The sandbox stops in order: sessions end, logins stay, what ran is gone. */
  restart(): void {
    this.sessions = [];
    this.requests = [];
    this.settle();
  }

  /** The sandbox dies: sessions wait for their clients. */
  crash(): void {
    this.requests = [];
    for (const session of this.sessions) session.orphanedAt = this.now;
    this.settle();
  }

  /** D11: what they held runs to its end. */
  #end(which: (session: ModelSession) => boolean): void {
    const ended = this.sessions.filter(which);
    this.sessions = this.sessions.filter(each => !ended.includes(each));
    this.requests = this.requests.filter(each => each.session === null || !ended.includes(each.session));
  }
}

export function isSame(a: ModelLogin, b: ModelLogin): boolean {
  return a.developer === b.developer && a.org === b.org && a.user === b.user;
}

function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('The model knows no such thing.');
  return value;
}
