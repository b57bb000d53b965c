import { InsideModel } from './inside-model.ts';
import type { ModelCode } from './inside-model.ts';

/**
 * The rules of the world as a model: what is allowed and what follows, written from the rules alone. It knows nothing of the
 * product; whoever drives it asks both and compares.
 */
export interface ModelDeveloper { readonly name: string; readonly mayLogIn: boolean; readonly mayDebug: boolean; readonly mayModifyAll: boolean }
export interface ModelUser {
  readonly name: string;
  readonly isAdmin: boolean;
  readonly mayRunAnonymous: boolean;
  /** API Enabled */
  readonly mayUseApi: boolean;
  readonly seesSetup: boolean;
  /** View All Data (T10) */
  readonly seesLogs: boolean;
}
export interface ModelOrg {
  readonly name: string;
  readonly isProduction: boolean;
  /** T2 */
  readonly isClosed: boolean;
  readonly users: readonly ModelUser[];
  /** T4, D16; null: licensed to the entire org. */
  readonly seats: { readonly count: number; readonly users: readonly string[] } | null;
  readonly code: readonly ModelCode[];
}
export interface ModelPolicy { adminsOnly: boolean; adminsCanLogInAsAnyUser: boolean; requiresMfa: boolean }
export interface ModelLogin { readonly developer: string; readonly org: string; readonly user: string }
/** A window of a developer's. Only its identity counts. */
export type ModelClient = object;
export interface ModelSession extends ModelLogin {
  startedAt: number;
  lastActivity: number;
  orphanedAt: number | null;
  /** Who holds it; null: nobody. */
  client: ModelClient | null;
  /** D7: whose requests stop. */
  users: readonly string[];
  /** How often it was given out: the last token holds, and the last that its client is known to have. */
  leases: number;
  /** The latter; 0: none yet. */
  heard: number;
}
export interface ModelRequest { readonly org: string; readonly user: string; readonly session: ModelSession | null; readonly undebugged: Undebugged | null }
/** D3: its client went away. */
export type Undebugged = 'no session' | 'D7' | 'T13' | 'D3';
/** A login that waits for the subscriber (T8). */
export interface ModelApproval { readonly login: ModelLogin; readonly client: ModelClient; readonly until: number }
/** `why`: rules that may have ended it; `stop`: its developer did. `copies`: folders with the org's code that its developer had then (D9). */
export interface ModelEnd { readonly session: ModelSession; readonly why: readonly string[]; readonly copies: readonly string[] }
export interface Acquisition {
  readonly resume?: boolean;
  readonly takeOver?: boolean;
  /** Of a session, as it was given out that time. */
  readonly token?: { readonly session: ModelSession; readonly lease: number };
  readonly users?: readonly string[];
}

const MINUTE = 60_000;
export const IDLE = 60 * MINUTE;
export const LIFETIME = 240 * MINUTE;
const ORPHAN = 2 * MINUTE;
const APPROVAL = 10 * MINUTE;
const THREADS = 2;
const DAY = 1440 * MINUTE;
export const DURATIONS = { '1 day': DAY, '3 days': 3 * DAY, '1 week': 7 * DAY } as const;
export type ModelDuration = keyof typeof DURATIONS;

/** Rules that forbid it, or what is missing; empty: it has to work. */
export type Forbidden = readonly string[];

export class RulesModel {
  now: number;
  inMaintenance = false;
  /** When it is planned to begin. */
  maintenanceAt: number | null = null;
  sessions: readonly ModelSession[] = [];
  /** Oldest first: the last of a developer's is the current one. */
  logins: readonly ModelLogin[] = [];
  requests: readonly ModelRequest[] = [];
  approvals: readonly ModelApproval[] = [];
  /** Sessions that have ended, oldest first. */
  ended: readonly ModelEnd[] = [];
  readonly inside = new InsideModel();
  /** T9: the partner wants case and reason for every login. */
  readonly requiresCase: boolean;
  readonly #developers: readonly ModelDeveloper[];
  readonly #orgs: readonly ModelOrg[];
  #grants: ReadonlyMap<string, number> = new Map();
  #policies: ReadonlyMap<string, ModelPolicy>;
  #seats: ReadonlyMap<string, readonly string[]>;

  constructor(now: number, developers: readonly ModelDeveloper[], orgs: readonly ModelOrg[], requiresCase: boolean) {
    this.now = now;
    this.requiresCase = requiresCase;
    this.#developers = developers;
    this.#orgs = orgs;
    this.#policies = new Map(orgs.map(({ name }) => [name, { adminsOnly: false, adminsCanLogInAsAnyUser: false, requiresMfa: false }]));
    this.#seats = new Map(orgs.map(({ name, seats }) => [name, seats?.users ?? []]));
  }

  org(name: string): ModelOrg { return must(this.#orgs.find(each => each.name === name)); }
  developer(name: string): ModelDeveloper { return must(this.#developers.find(each => each.name === name)); }
  user(org: string, name: string): ModelUser { return must(this.org(org).users.find(each => each.name === name)); }
  policy(org: string): ModelPolicy { return must(this.#policies.get(org)); }

  /** Returns how to take back what is done from now on. */
  mark(): () => void {
    const { now, inMaintenance, maintenanceAt, sessions, logins, requests, approvals, ended } = this;
    const [grants, policies, seats] = [this.#grants, this.#policies, this.#seats];
    const before = sessions.map(each => ({ ...each }));
    const back = this.inside.mark();
    return () => {
      back();
      Object.assign(this, { now, inMaintenance, maintenanceAt, sessions, logins, requests, approvals, ended });
      [this.#grants, this.#policies, this.#seats] = [grants, policies, seats];
      for (const [index, session] of sessions.entries()) Object.assign(session, before[index]);
    };
  }

  // T1, T3, T4, D16

  mayGrant(orgName: string, userName: string): Forbidden {
    const org = this.org(orgName);
    const { isAdmin } = this.user(orgName, userName);
    const { adminsOnly, adminsCanLogInAsAnyUser } = this.policy(orgName);
    const isUnlicensed = org.seats !== null && !this.hasSeat(orgName, userName);
    const t4 = isUnlicensed || (adminsOnly && !isAdmin) || (org.seats === null && !isAdmin) || adminsCanLogInAsAnyUser;
    return [...(org.isClosed ? ['T2'] : []), ...(t4 ? ['T4'] : [])];
  }

  grant(org: string, user: string, duration: ModelDuration): void {
    this.inside.changedSetup(org, user);
    this.setGrant(org, user, this.now + DURATIONS[duration]);
  }

  setGrant(org: string, user: string, expiresAt: number): void { this.#grants = new Map(this.#grants).set(`${org}/${user}`, expiresAt); }

  revoke(org: string, user: string): void {
    if (this.hasAccess(org, user)) this.inside.changedSetup(org, user);
    this.setGrant(org, user, -Infinity);
    this.settle();
  }

  hasAccess(org: string, user: string): boolean { return this.#accessEnd({ org, user }) > this.now; }
  #accessEnd({ org, user }: Pick<ModelLogin, 'org' | 'user'>): number { return this.#grants.get(`${org}/${user}`) ?? -Infinity; }

  /** `org/user` of access that holds, in any order. */
  access(): string[] { return [...this.#grants].filter(([, expiresAt]) => expiresAt > this.now).map(([key]) => key); }

  /** When the last of the org's access ends; null: none holds. */
  accessUntil(org: string): number | null {
    const ends = this.org(org).users.map(({ name: user }) => this.#accessEnd({ org, user })).filter(end => end > this.now);
    return ends.length > 0 ? Math.max(...ends) : null;
  }

  /** By an admin of the org. */
  changePolicy(org: string, admin: string, change: Partial<ModelPolicy>): void {
    this.inside.changedSetup(org, admin);
    this.setPolicy(org, change);
  }

  setPolicy(org: string, change: Partial<ModelPolicy>): void { this.#policies = new Map(this.#policies).set(org, { ...this.policy(org), ...change }); }

  hasSeat(org: string, user: string): boolean { return must(this.#seats.get(org)).includes(user); }

  maySeat(orgName: string, user: string, isAssigned: boolean): Forbidden {
    const { seats } = this.org(orgName);
    const others = must(this.#seats.get(orgName)).filter(each => each !== user);
    return seats === null || (isAssigned && others.length >= seats.count) ? ['D16'] : [];
  }

  seat(org: string, admin: string, user: string, isAssigned: boolean): void {
    this.inside.changedSetup(org, admin);
    const others = must(this.#seats.get(org)).filter(each => each !== user);
    this.#seats = new Map(this.#seats).set(org, isAssigned ? [...others, user] : others);
  }

  seatsUsed(org: string): number { return this.org(org).seats === null ? this.org(org).users.length : must(this.#seats.get(org)).length; }

  // T2, T5, T8, T9

  /** `isExplained`: by case number and reason, which one that holds has already. */
  mayLogIn(login: ModelLogin, isExplained = true): Forbidden {
    const { developer, org, user } = login;
    const t9 = this.requiresCase && !isExplained && !this.isLoggedIn(login);
    return [...this.mayEnter(developer, org), ...(this.hasAccess(org, user) ? [] : ['T1']), ...(t9 ? ['T9'] : [])];
  }

  /** Whoever's access it is. */
  mayEnter(developer: string, org: string): Forbidden { return [...this.maySeeSubscribers(developer), ...(this.org(org).isClosed ? ['T2'] : [])]; }
  maySeeSubscribers(developer: string): Forbidden { return this.developer(developer).mayLogIn ? [] : ['T5']; }

  /** T8: one that holds goes on without. */
  needsApproval(login: ModelLogin): boolean { return this.policy(login.org).requiresMfa && !this.isLoggedIn(login); }
  isLoggedIn(login: ModelLogin): boolean { return this.logins.some(each => isSame(each, login)); }

  wait(login: ModelLogin, client: ModelClient): ModelApproval {
    const approval = { login, client, until: this.now + APPROVAL };
    this.approvals = [...this.approvals, approval];
    return approval;
  }

  waitNoLonger(approval: ModelApproval): void { this.approvals = this.approvals.filter(each => each !== approval); }

  logIn(login: ModelLogin): void {
    if (!this.isLoggedIn(login)) this.inside.loggedIn(login);
    this.logins = [...this.logins.filter(each => !isSame(each, login)), login];
  }

  /** D13 */
  logOut(developer: string): void {
    this.logins = this.logins.filter(each => each.developer !== developer);
    this.#end(session => (session.developer === developer ? ['D13'] : []));
  }

  current(developer: string): ModelLogin | null { return this.logins.filter(each => each.developer === developer).at(-1) ?? null; }

  // D1, D2, D3, D7, D10, D14, T11, T12

  mayAcquire(login: ModelLogin, { resume = false, takeOver = false, token, users = [] }: Acquisition = {}): Forbidden {
    if (!this.isLoggedIn(login)) return ['notLoggedIn'];
    const { mayDebug, mayModifyAll } = this.developer(login.developer);
    const isWide = users.some(each => each !== login.user) && !mayModifyAll;
    const always = [...(mayDebug ? [] : ['D2']), ...(this.org(login.org).isProduction ? ['T12'] : []), ...(this.inMaintenance ? ['D10'] : []), ...(isWide ? ['D7'] : [])];
    if (always.length > 0) return always;
    if (token) return [token.session.leases, token.session.heard].includes(token.lease) && this.sessions.includes(token.session) && isSame(token.session, login) ? [] : ['unknownSession', 'sessionEnded'];
    if (resume && this.orphanOf(login)) return [];
    const others = this.sessions.filter(each => !(takeOver && each.developer === login.developer));
    return [...(others.some(each => each.org === login.org) ? ['D1'] : []), ...(others.some(each => each.developer === login.developer) ? ['T11'] : [])];
  }

  orphanOf(login: ModelLogin): ModelSession | null { return this.sessions.find(each => each.orphanedAt !== null && isSame(each, login)) ?? null; }

  acquire(login: ModelLogin, { resume = false, takeOver = false, token, users = [login.user] }: Acquisition, client: ModelClient): ModelSession {
    const left = token?.session ?? (resume ? this.orphanOf(login) : null);
    if (left) return Object.assign(left, { client, users, orphanedAt: null, lastActivity: this.now, leases: left.leases + 1, heard: token?.lease ?? left.heard });
    if (takeOver) this.#end(session => (session.developer === login.developer ? ['stop'] : []));
    const session: ModelSession = { ...login, client, users, startedAt: this.now, lastActivity: this.now, orphanedAt: null, leases: 1, heard: 0 };
    this.sessions = [...this.sessions, session];
    return session;
  }

  mayEnd(developer: string, session: ModelSession): Forbidden {
    if (session.developer === developer) return [];
    if (!this.sessions.includes(session)) return ['unknownSession'];
    const { mayDebug, mayModifyAll } = this.developer(developer);
    return mayDebug && mayModifyAll ? [] : ['D2'];
  }

  end(session: ModelSession, by: string): void { this.#end(each => (each === session ? [session.developer === by ? 'stop' : 'D1'] : [])); }

  /** D1: by a user of the org, in its Setup. */
  mayEndInSetup(session: ModelSession, user: string): Forbidden { return [...(this.user(session.org, user).isAdmin ? [] : ['D1']), ...this.mayTouch(session)]; }

  endInSetup(session: ModelSession, user: string): void {
    this.inside.changedSetup(session.org, user);
    this.#end(each => (each === session ? ['D1'] : []));
  }

  /** T14 */
  mayTouch(session: ModelSession): Forbidden { return this.sessions.includes(session) ? [] : ['sessionEnded']; }
  touch(session: ModelSession, client: ModelClient): void {
    session.lastActivity = this.now;
    this.hear(session, client);
  }
  /** D3: who holds it asks something of it, and so has heard that it does. */
  hear(session: ModelSession, client: ModelClient): void { if (session.client === client) session.heard = session.leases; }

  /** D3: a window closes. */
  disconnect(client: ModelClient): void {
    for (const session of this.sessions) if (session.client === client) Object.assign(session, { client: null, orphanedAt: this.now });
    this.approvals = this.approvals.filter(each => each.client !== client);
  }

  planMaintenance(at: number): void {
    this.maintenanceAt = at;
    this.inMaintenance = false;
    this.settle();
  }

  endMaintenance(): void {
    this.maintenanceAt = null;
    this.inMaintenance = false;
  }

  // T7, T13, D5, D7, D11, T16

  mayRun({ org, user }: ModelLogin): Forbidden { return this.user(org, user).mayRunAnonymous ? [] : ['T7']; }
  mayCall({ org, user }: ModelLogin): Forbidden { return this.user(org, user).mayUseApi ? [] : ['T7']; }

  startRequest(org: string, user: string): ModelRequest {
    const session = this.sessions.find(each => each.org === org) ?? null;
    const isFull = this.requests.filter(each => each.session === session).length >= THREADS;
    const undebugged = session === null ? 'no session' : session.orphanedAt !== null ? 'D3' : !session.users.includes(user) ? 'D7' : isFull ? 'T13' : null;
    const request: ModelRequest = { org, user, session: undebugged === null ? session : null, undebugged };
    this.requests = [...this.requests, request];
    return request;
  }

  finish(request: ModelRequest): void { this.requests = this.requests.filter(each => each !== request); }

  // T1, T8, T14, T15, D3, D10

  /** What time does. `isLate`: nobody was awake when it happened, so of what is due any may have come first. */
  settle(isLate = false): void {
    const planned = this.maintenanceAt ?? Infinity;
    this.#end(session => {
      const due = ([[this.#accessEnd(session), 'T1'], [session.lastActivity + IDLE, 'T14'], [session.startedAt + LIFETIME, 'T15'], [(session.orphanedAt ?? Infinity) + ORPHAN, 'D3'], [planned, 'D10']] as const).filter(([at]) => at <= this.now);
      const first = Math.min(...due.map(([at]) => at));
      return due.filter(([at]) => isLate || at === first).map(([, rule]) => rule);
    });
    this.logins = this.logins.filter(each => this.hasAccess(each.org, each.user));
    this.approvals = this.approvals.filter(each => each.until > this.now);
    if (planned > this.now) return;
    this.inMaintenance = true;
    this.maintenanceAt = null;
  }

  /** The sandbox is gone, stopped or killed, and starts again later: what ran is over, and sessions wait for their clients (D3). */
  restart(): void {
    this.requests = [];
    this.approvals = [];
    for (const session of this.sessions) Object.assign(session, { client: null, orphanedAt: this.now });
    this.settle(true);
  }

  /** Those with a reason. D11: what they held runs to its end. */
  #end(whyOf: (session: ModelSession) => readonly string[]): void {
    const ends = this.sessions.map(session => ({ session, why: whyOf(session), copies: this.inside.copiesOf(session.developer, session.org) })).filter(({ why }) => why.length > 0);
    const gone = new Set(ends.map(({ session }) => session));
    this.ended = [...this.ended, ...ends];
    this.sessions = this.sessions.filter(each => !gone.has(each));
    this.requests = this.requests.filter(each => each.session === null || !gone.has(each.session));
  }
}

export function isSame(a: ModelLogin, b: ModelLogin): boolean {
  return a.developer === b.developer && a.org === b.org && a.user === b.user;
}

function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('The model knows no such thing.');
  return value;
}
