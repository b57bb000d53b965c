import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Mutex } from 'async-mutex';
import { WireError } from '../../protocol/errors.ts';
import type { HubNotifications, SessionEndReason, SessionFilters, SessionInfo, SessionLease } from '../../protocol/rpc.ts';
import type { Clock } from './clock.ts';
import { deadlines, endMessage, idleDeadline, lifetimeDeadline, warningMessage, warningTimes } from './deadlines.ts';
import type { WarningTime } from './deadlines.ts';
import { userInfo } from './directory.ts';
import type { Directory } from './directory.ts';
import { checkAdmin } from './login-access.ts';
import type { Login } from './logins.ts';
import type { Rules } from './rules.ts';
import type { PartnerStore, SessionRow } from './store.ts';
import type { Actor, Engineer, WorldOrg } from './world.ts';

/** What a session needs of the org's runner, and whom it tells. */
export interface SessionHooks {
  attach(row: SessionRow): Promise<void>;
  /** Held threads go on undebugged. */
  detach(row: SessionRow): Promise<void>;
  changed(session: SessionInfo): void;
  warning(params: HubNotifications['session/warning']): void;
  ended(session: SessionInfo, message: string): void;
}

export interface SessionsOptions {
  readonly store: PartnerStore;
  readonly directory: Directory;
  readonly rules: Rules;
  readonly clock: Clock;
  readonly hooks: SessionHooks;
  /** When the grant behind a login ends; null: the login is gone. */
  readonly grantEnd: (loginId: string) => number | null;
  /** Throws while no session may start (D10). */
  readonly checkMaintenance: () => void;
}

export interface AcquireRequest {
  readonly filters: SessionFilters;
  readonly resume?: boolean | undefined;
  readonly resumeToken?: string | undefined;
  readonly takeOver?: boolean | undefined;
}

interface Wanted extends Pick<SessionRow, 'loginId' | 'filters'> {
  readonly userIds: readonly string[] | null;
  readonly entryPoint: RegExp | null;
}

interface LiveSession {
  row: SessionRow;
  /** The org's runner knows of it. */
  isAttached: boolean;
  /** Takes it back from who asked for it and has no answer yet. */
  undo: () => void;
  /** `idle 1700000000000 1699999400000`: a deadline is warned of once at a time. */
  readonly warned: Set<string>;
  cancelTimer: () => void;
  /** Null: everyone's requests stop. */
  userIds: readonly string[] | null;
  entryPoint: RegExp | null;
}

/** The debugging sessions and their durable leases. Acquiring is serialised. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #live = new Map<string, LiveSession>();
  readonly #mutex = new Mutex();

  constructor(options: SessionsOptions) {
    this.#options = options;
    const { clock, store } = options;
    for (const row of store.sessions()) {
      if (row.state === 'ended') continue;
      const engineer = options.directory.findEngineer(row.developer);
      const org = options.directory.orgs.find(each => each.id === row.orgId);
      const user = org?.users.find(each => each.id === row.userId);
      if (!engineer || !org || !user || options.grantEnd(row.loginId) === null) {
        store.saveSession({ ...row, state: 'ended', endReason: 'grantEnded', endedAt: clock.now() });
        continue;
      }
      // The hub that held it is gone: its client may come back.
      this.#keep({ ...row, state: 'orphaned', orphanedAt: clock.now() }, options.rules.filteredUsers(engineer, org, user, row.filters));
    }
  }

  /** Who gets what is decided one after another; an org that is slow to start keeps only those waiting who want it. */
  async acquire(engineer: Engineer, login: Login, request: AcquireRequest): Promise<SessionLease> {
    const { hooks } = this.#options;
    const { session, resumeToken } = await this.#mutex.runExclusive(() => this.#begin(engineer, login, request));
    const { id } = session.row;
    try {
      if (!session.isAttached) await hooks.attach(session.row);
    } catch (error) {
      session.undo();
      throw error;
    }
    if (!this.#live.has(id)) throw this.#gone(id);
    session.isAttached = true;
    session.undo = () => undefined;
    const info = this.info(session.row);
    hooks.changed(info);
    return { ...info, resumeToken };
  }

  async #begin(engineer: Engineer, login: Login, request: AcquireRequest): Promise<{ session: LiveSession; resumeToken: string }> {
    const { rules, checkMaintenance } = this.#options;
    checkMaintenance();
    rules.checkDebug(engineer, login.org);
    const wanted: Wanted = { userIds: rules.filteredUsers(engineer, login.org, login.user, request.filters), entryPoint: entryPointOf(request.filters), filters: request.filters, loginId: login.id };
    const left = this.#toResume(engineer, login, request);
    const replaced = left || request.takeOver !== true ? [] : this.#replaced(engineer, login);
    // A refusal ends nothing.
    if (!left) this.#checkFree(engineer, login, replaced);
    for (const row of replaced) await this.end(row.id, 'stopped');
    if (this.#options.grantEnd(login.id) === null) throw notLoggedIn();
    const resumeToken = newToken();
    return { session: left ? this.#resume(left, wanted, request.resumeToken, resumeToken) : this.#start(engineer, login, wanted, resumeToken), resumeToken };
  }

  /** The session whose client went away and comes back (D3), through a login as the same user; null: a new one is wanted. */
  #toResume(engineer: Engineer, login: Login, { resume, resumeToken }: AcquireRequest): LiveSession | null {
    const own = [...this.#live.values()].filter(({ row }) => row.developer === engineer.userName && row.orgId === login.orgId && row.userId === login.userId);
    if (resumeToken !== undefined) {
      const hash = hashOf(resumeToken);
      const found = own.find(({ row }) => isToken(row, hash));
      if (found) return found;
      throw this.#gone(this.#options.store.sessions().find(row => isToken(row, hash) && row.developer === engineer.userName)?.id ?? '');
    }
    return (resume === true && own.find(({ row }) => row.state === 'orphaned')) || null;
  }

  #start(engineer: Engineer, login: Login, { userIds, entryPoint, filters }: Wanted, resumeToken: string): LiveSession {
    const { clock, directory, store } = this.#options;
    const now = clock.now();
    const row: SessionRow = {
      id: randomUUID(), developer: engineer.userName, orgId: login.orgId, userId: login.userId, loginId: login.id,
      startedAt: now, lastActivity: now, state: 'active', orphanedAt: null, filters, endReason: null, resumeHash: hashOf(resumeToken), acknowledgedHash: '', endedAt: null,
    };
    if (userIds === null || userIds.some(id => id !== login.userId)) {
      store.audit.append({ at: now, actor: engineer.userName, action: 'widenFilter', orgId: login.orgId, detail: (userIds ?? []).map(id => directory.userOf(login.org, id).userName).join(', ') });
    }
    store.audit.append({ at: now, actor: engineer.userName, action: 'startSession', orgId: login.orgId, detail: row.id });
    const session = this.#keep(row, userIds);
    session.entryPoint = entryPoint;
    session.undo = () => this.#drop(session, 'stopped');
    return session;
  }

  /** The developer's sessions that keep a new one from starting. */
  #replaced(engineer: Engineer, login: Login): SessionRow[] {
    const own = this.list().filter(row => row.developer === engineer.userName);
    const inOrg = own.filter(row => row.orgId === login.orgId);
    const surplus = own.length - inOrg.length >= this.#limit ? own.filter(row => row.orgId !== login.orgId).slice(0, own.length - inOrg.length - this.#limit + 1) : [];
    return [...inOrg, ...surplus];
  }

  get #limit(): number {
    return this.#options.directory.world.partner?.sessionsPerDeveloper ?? 1;
  }

  /** The developer's session that has not ended. */
  get(developer: string, id: string): SessionRow {
    const session = this.#live.get(id);
    if (!session) throw this.#gone(id);
    if (session.row.developer !== developer) throw unknown(id);
    return session.row;
  }

  /** A session that has not ended, whoever's; null: none. */
  find(id: string): SessionRow | null {
    return this.#live.get(id)?.row ?? null;
  }

  /** A session that has ended, and can be renewed. */
  findEnded(developer: string, id: string): SessionRow {
    if (this.#live.has(id)) throw new WireError('invalidParams', 'The session is active; there is nothing to renew.', { rule: 'D14' });
    const row = this.#options.store.sessions().find(each => each.id === id && each.developer === developer);
    if (!row) throw unknown(id);
    return row;
  }

  list(): SessionRow[] {
    return [...this.#live.values()].map(({ row }) => row);
  }

  /** Sessions in the org, with what they stop at. */
  inOrg(orgId: string): { row: SessionRow; userIds: readonly string[] | null; entryPoint: RegExp | null }[] {
    return [...this.#live.values()].filter(({ row }) => row.orgId === orgId);
  }

  /** A person did something (T14). */
  touch(id: string): void {
    const session = this.#live.get(id);
    if (!session) return;
    session.row = { ...session.row, lastActivity: this.#options.clock.now() };
    this.#options.store.saveActivity(session.row);
    this.#arm(session);
  }

  /** Its client has the token that it was given last: earlier ones are good no longer. */
  acknowledge(id: string): void {
    const session = this.#live.get(id);
    if (!session || session.row.acknowledgedHash === session.row.resumeHash) return;
    session.row = { ...session.row, acknowledgedHash: session.row.resumeHash };
    this.#options.store.saveSession(session.row);
  }

  /** Its client went away (D3). */
  orphan(id: string): void {
    const session = this.#live.get(id);
    if (!session || session.row.state !== 'active') return;
    session.row = { ...session.row, state: 'orphaned', orphanedAt: this.#options.clock.now() };
    this.#options.store.saveSession(session.row);
    this.#arm(session);
    this.#options.hooks.changed(this.info(session.row));
  }

  /** Resolves when held threads are on their way (D11). An ended session is no error. */
  async end(id: string, reason: SessionEndReason): Promise<void> {
    const session = this.#live.get(id);
    if (!session) return;
    this.#drop(session, reason);
    const info = this.info(session.row);
    this.#options.hooks.changed(info);
    this.#options.hooks.ended(info, endMessage(info.org.name, reason, this.#options.directory.world.policy));
    if (this.#options.rules.holds('D11')) await this.#options.hooks.detach(session.row);
  }

  /** D1: in the org's own Setup → Apex Debugger, an admin ends a session there, whoever's. */
  async endByCustomer(org: WorldOrg, admin: Actor, id: string): Promise<void> {
    const row = this.find(id);
    if (row?.orgId !== org.id) throw new WireError('unknownSession', `The debugging session in ${org.name} has ended already.`);
    checkAdmin(admin, org, 'Apex Debugger');
    const { store, clock } = this.#options;
    store.setupTrail.add(org.id, { at: clock.now(), userName: admin.userName, delegate: admin.delegate ?? null, section: 'Apex Debugger', action: `Ended the debugging session of ${row.developer}` });
    await this.end(id, 'endedByCustomer');
  }

  async endAll(reason: SessionEndReason, which: (row: SessionRow) => boolean = () => true): Promise<void> {
    await Promise.all(this.list().filter(which).map(row => this.end(row.id, reason)));
  }

  /** The hub stops: held threads go on, and the clients may come back to the next one (D3). */
  async suspend(): Promise<void> {
    const { store, clock, hooks } = this.#options;
    for (const session of this.#live.values()) session.undo();
    const suspended = [...this.#live.values()];
    for (const session of suspended) {
      session.undo = () => undefined;
      session.cancelTimer();
      session.row = { ...session.row, state: 'orphaned', orphanedAt: clock.now() };
      store.saveSession(session.row);
    }
    await Promise.all(suspended.map(({ row }) => hooks.detach(row)));
  }

  info(row: SessionRow): SessionInfo {
    const { directory } = this.#options;
    const org = directory.orgById(row.orgId);
    return {
      id: row.id, developer: row.developer, org: { id: org.id, name: org.name }, user: userInfo(directory.userOf(org, row.userId)), state: row.state, startedAt: row.startedAt,
      idleDeadline: idleDeadline(row, directory.world.policy), lifetimeDeadline: lifetimeDeadline(row, directory.world.policy), filters: row.filters, endReason: row.endReason,
    };
  }

  /**
   * The token changes with every client: who held it before has lost it. But the answer with the new one may be lost on its way, so the one
   * before stays good until the new one is acknowledged. To use one is to acknowledge it.
   */
  #resume(session: LiveSession, { userIds, entryPoint, ...change }: Wanted, usedToken: string | undefined, resumeToken: string): LiveSession {
    const { store, clock } = this.#options;
    const before = { ...session };
    const set = (to: Pick<LiveSession, 'row' | 'userIds' | 'entryPoint'>): void => {
      Object.assign(session, to);
      store.saveSession(session.row);
      this.#arm(session);
    };
    session.undo = () => { if (this.#live.has(session.row.id)) set({ row: before.row, userIds: before.userIds, entryPoint: before.entryPoint }); };
    set({ userIds, entryPoint, row: { ...session.row, ...change, state: 'active', orphanedAt: null, lastActivity: clock.now(), resumeHash: hashOf(resumeToken), acknowledgedHash: usedToken === undefined ? session.row.acknowledgedHash : hashOf(usedToken) } });
    return session;
  }

  #checkFree(engineer: Engineer, login: Login, replaced: readonly SessionRow[]): void {
    const { rules, directory } = this.#options;
    const rows = this.list().filter(row => !replaced.includes(row));
    const limit = this.#limit;
    const own = rows.filter(row => row.developer === engineer.userName);
    const inOrg = rows.find(row => row.orgId === login.orgId);
    if (inOrg && rules.holds('D1')) {
      const whose = inOrg.developer === engineer.userName ? 'You have' : `${inOrg.developer} has`;
      throw new WireError('orgBusy', `${whose} a debugging session in ${login.org.name} already${inOrg.state === 'orphaned' ? ', whose client went away' : ''}. An org has one at a time: end it first.`, { rule: 'D1', details: { sessionId: inOrg.id } });
    }
    if (own.length >= limit && own[0] && rules.holds('T11')) {
      const other = directory.orgById(own[0].orgId).name;
      throw new WireError('sessionLimit', `You have a debugging session in ${other}${own[0].state === 'orphaned' ? ', whose client went away' : ''}; ${limit === 1 ? 'a developer debugs one customer at a time' : `a developer has at most ${limit} at once`}. End it first.`, { rule: 'T11', details: { sessionId: own[0].id } });
    }
  }

  #keep(row: SessionRow, userIds: readonly string[] | null): LiveSession {
    const session: LiveSession = { row, isAttached: false, undo: () => undefined, warned: new Set(), cancelTimer: () => undefined, userIds, entryPoint: entryPointOf(row.filters) };
    this.#options.store.saveSession(row);
    this.#live.set(row.id, session);
    this.#arm(session);
    return session;
  }

  #drop(session: LiveSession, reason: SessionEndReason): void {
    session.cancelTimer();
    session.undo = () => undefined;
    this.#live.delete(session.row.id);
    session.row = { ...session.row, state: 'ended', endReason: reason, endedAt: this.#options.clock.now() };
    this.#options.store.saveSession(session.row);
  }

  #arm(session: LiveSession): void {
    const { clock, rules, directory, grantEnd } = this.#options;
    session.cancelTimer();
    const { policy } = directory.world;
    const now = clock.now();
    const warnings = warningTimes(session.row, policy, rules, grantEnd(session.row.loginId)).filter(each => !session.warned.has(keyOf(each)));
    const [end] = deadlines(session.row, policy, rules);
    const next = Math.min(end?.at ?? Infinity, ...warnings.map(each => each.at));
    if (next === Infinity) return;
    session.cancelTimer = clock.schedule(Math.max(0, next - now), () => this.#tick(session, warnings, end?.at === next ? end.reason : null));
  }

  #tick(session: LiveSession, warnings: ReturnType<typeof warningTimes>, reason: SessionEndReason | null): void {
    const { clock, directory, hooks } = this.#options;
    // Its failures are told where it is detached.
    if (reason !== null) return void this.end(session.row.id, reason);
    const now = clock.now();
    const due = warnings.filter(warning => warning.at <= now);
    // Of two that are due at once (the machine slept), the later one tells more.
    for (const warning of due) {
      session.warned.add(keyOf(warning));
      const remainingMs = warning.deadline - now;
      if (due.some(other => other.cause === warning.cause && other.at > warning.at)) continue;
      hooks.warning({ session: this.info(session.row), cause: warning.cause, remainingMs, message: warningMessage(directory.orgById(session.row.orgId).name, warning, remainingMs) });
    }
    this.#arm(session);
  }

  #gone(id: string): WireError {
    const row = this.#options.store.sessions().find(each => each.id === id);
    if (!row?.endReason) return unknown(id);
    const { directory } = this.#options;
    const orgName = directory.orgs.find(each => each.id === row.orgId)?.name ?? row.orgId;
    return new WireError('sessionEnded', endMessage(orgName, row.endReason, directory.world.policy), { details: { reason: row.endReason } });
  }
}

function entryPointOf(filters: SessionFilters): RegExp | null {
  if (filters.entryPoint === undefined) return null;
  try {
    return new RegExp(filters.entryPoint, 'i');
  } catch (error) {
    throw new WireError('invalidParams', `entryPointFilter: "${filters.entryPoint}" is no regular expression: ${(error as Error).message}`);
  }
}

const keyOf = ({ cause, deadline, at }: WarningTime): string => `${cause} ${deadline} ${at}`;
const newToken = (): string => randomBytes(24).toString('base64url');
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const isToken = (row: SessionRow, hash: string): boolean => row.resumeHash === hash || row.acknowledgedHash === hash;

function notLoggedIn(): WireError {
  return new WireError('notLoggedIn', 'You are not logged in to that org any more. Log in again.');
}

function unknown(id: string): WireError {
  return new WireError('unknownSession', `There is no debugging session ${id}. Attach again.`);
}
