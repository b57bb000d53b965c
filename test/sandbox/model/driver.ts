import assert from 'node:assert/strict';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { WireError } from '../../../src/protocol/errors.ts';
import type { LoginInfo } from '../../../src/protocol/rpc.ts';
import type { RuleId } from '../../../src/sandbox/partner/rules.ts';
import type { Bench, TestClient } from '../hub/support/bench.ts';
import { hours, minutes } from '../hub/support/manual-clock.ts';
import { DURATIONS } from './model.ts';
import type { Forbidden, ModelDuration, ModelLogin, ModelRequest, ModelSession, RulesModel } from './model.ts';
import type { Random } from './random.ts';
import { DEVELOPERS, ORGS, startWorld } from './world.ts';

interface Window { readonly developer: string; readonly client: TestClient; readonly held: Set<ModelSession> }
interface Pending { readonly login: ModelLogin; readonly window: Window; readonly outcome: Promise<LoginInfo> }

/** The model's and the server's answers differ. */
export class Divergence extends Error {
  override readonly name = 'Divergence';
}

const MAX_WINDOWS = 6;
const userName = ({ org, user }: { org: string; user: string }): string => `${user}@${org}.example`;

/** Does random things to a server and to the model of its rules, and compares after each. */
export class Driver {
  readonly #bench: Bench;
  readonly #model: RulesModel;
  readonly #random: Random;
  readonly #count: (transition: string) => void;
  #observer!: TestClient;
  #windows: Window[] = [];
  readonly #sessionIds = new Map<ModelSession, string>();
  readonly #loginIds = new Map<string, string>();
  #pending: Pending[] = [];
  /** The server's id of each request of the model's. */
  readonly #requestIds = new Map<ModelRequest, string>();

  private constructor(bench: Bench, model: RulesModel, random: Random, count: (transition: string) => void) {
    this.#bench = bench;
    this.#model = model;
    this.#random = random;
    this.#count = count;
  }

  static async start(random: Random, count: (transition: string) => void, disabledRules: readonly RuleId[] = []): Promise<Driver> {
    const { bench, model } = await startWorld(disabledRules);
    const driver = new Driver(bench, model, random, count);
    driver.#observer = await bench.connect('obs');
    return driver;
  }

  close(): Promise<void> {
    for (const { outcome } of this.#pending) outcome.catch(() => undefined);
    return this.#bench.close();
  }

  async step(): Promise<void> {
    const actions: readonly (readonly [weight: number, act: () => Promise<void>])[] = [
      [this.#windows.length < 3 ? 40 : 4, () => this.#connect()], [3, () => this.#disconnect()], [16, () => this.#logIn()], [2, () => this.#logOut()], [20, () => this.#acquire()], [4, () => this.#end()], [5, () => this.#touch()], [3, () => this.#workOn()],
      [12, () => this.#time()], [5, () => this.#grant()], [2, () => this.#revoke()], [4, () => this.#setPolicy()], [8, () => this.#decide()], [14, () => this.#request()], [5, () => this.#finish()],
      [this.#model.inMaintenance ? 15 : 2, () => this.#maintain()], [1, () => this.#restart()], [1, () => this.#crash()],
    ];
    let at = this.#random.below(actions.reduce((sum, [weight]) => sum + weight, 0));
    const [, act] = actions.find(([weight]) => (at -= weight) < 0) ?? [];
    await within(act?.() ?? Promise.resolve());
    await within(this.#compare());
  }

  /** Asks the server for what the model allows or forbids. */
  async #ask<T>(what: string, forbidden: Forbidden, action: Promise<T>): Promise<T | null> {
    const [outcome] = await Promise.allSettled([action]);
    if (outcome.status === 'fulfilled') {
      if (forbidden.length > 0) throw new Divergence(`${what} was allowed, but ${forbidden.join(' and ')} forbid it.`);
      this.#count(what);
      return outcome.value;
    }
    const error: unknown = outcome.reason;
    const rule = error instanceof WireError ? error.data.rule ?? error.data.id : String(error);
    if (!forbidden.includes(rule)) throw new Divergence(`${what} was refused (${rule}: ${error instanceof Error ? error.message : ''}), but ${forbidden.length === 0 ? 'no rule forbids it' : `only ${forbidden.join(', ')} forbid it`}.`);
    this.#count(`${what}: ${rule}`);
    return null;
  }

  #window(): Window | null {
    return this.#windows.length === 0 ? null : this.#random.pick(this.#windows);
  }

  async #connect(): Promise<void> {
    if (this.#windows.length >= MAX_WINDOWS) return;
    const orphan = this.#model.sessions.find(each => each.orphanedAt !== null);
    const developer = orphan && this.#random.chance(60) ? orphan.developer : this.#random.pick(this.#random.chance(60) ? DEVELOPERS.slice(0, 2) : DEVELOPERS).name;
    this.#windows.push({ developer, client: await this.#bench.connect(developer), held: new Set() });
    this.#count('connect');
  }

  async #disconnect(): Promise<void> {
    const window = this.#window();
    if (!window) return;
    window.client.hub.close();
    this.#windows = this.#windows.filter(each => each !== window);
    const deadline = performance.now() + 5000;
    while (this.#bench.hub.context.clients.count > this.#windows.length + 1 && performance.now() < deadline) await this.#observer.barrier();
    for (const session of window.held) this.#model.orphan(session);
    for (const pending of this.#pending.filter(each => each.window === window)) pending.outcome.catch(() => undefined);
    this.#pending = this.#pending.filter(each => each.window !== window);
    this.#count(window.held.size > 0 ? 'disconnect with a session' : 'disconnect');
  }

  async #logIn(): Promise<void> {
    const window = this.#window();
    if (!window || this.#pending.some(each => each.window.developer === window.developer)) return;
    const access = this.#model.access();
    const org = this.#random.pick(ORGS);
    // Mostly where it may work.
    const [name = '', user = ''] = (access.length > 0 && this.#random.chance(70) ? this.#random.pick(access) : `${org.name}/${this.#random.pick(org.users).name}`).split('/');
    const login: ModelLogin = { developer: window.developer, org: name, user };
    const forbidden = this.#model.mayLogIn(login.developer, login.org, login.user);
    const asked = window.client.request('login/start', { org: login.org, user: userName(login) });
    if (forbidden.length === 0 && this.#model.needsApproval(login.developer, login.org, login.user)) {
      asked.catch(() => undefined);
      const isWaiting = await Promise.race([asked.then(() => false, () => false), window.client.barrier().then(() => true)]);
      if (!isWaiting) throw new Divergence(`The login to ${login.org} did not wait for approval (T8).`);
      this.#pending.push({ login, window, outcome: asked });
      return this.#count('login waits');
    }
    await this.#loggedIn('login', login, forbidden, asked);
  }

  async #loggedIn(what: string, login: ModelLogin, forbidden: Forbidden, asked: Promise<LoginInfo>): Promise<void> {
    const info = await this.#ask(what, forbidden, asked);
    if (!info) return;
    this.#model.logIn(login.developer, login.org, login.user);
    this.#loginIds.set(keyOf(login), info.id);
  }

  async #logOut(): Promise<void> {
    const window = this.#window();
    if (!window) return;
    await this.#ask('logout', [], window.client.request('login/end', {}));
    this.#model.logOut(window.developer);
  }

  /** T8: the subscriber approves or denies, the developer cancels, or nobody does anything. */
  async #decide(): Promise<void> {
    const [pending] = this.#pending;
    if (!pending) return;
    const { login, window, outcome } = pending;
    this.#pending = this.#pending.filter(each => each !== pending);
    const { approvals } = await window.client.request('approval/list', {});
    const [approval] = approvals;
    if (!approval) throw new Divergence(`No approval is pending for ${login.developer}.`);
    const { id } = approval;
    const what = this.#random.pick(['approve', 'approve', 'deny', 'cancel', 'time out'] as const);
    if (what === 'cancel') await window.client.request('approval/cancel', { id });
    else if (what === 'time out') this.#advance(Math.max(0, approval.expiresAt - this.#bench.clock.now()));
    else await this.#observer.request('approval/decide', { id, user: `ann@${login.org}.example`, approve: what === 'approve' });
    await this.#loggedIn(`login: ${what}`, login, what === 'approve' ? this.#model.mayLogIn(login.developer, login.org, login.user) : ['T8'], outcome);
  }

  async #acquire(): Promise<void> {
    const windows = this.#windows.filter(each => this.#model.logins.some(login => login.developer === each.developer));
    if (windows.length === 0) return;
    const window = this.#random.pick(windows);
    const own = this.#model.logins.filter(each => each.developer === window.developer);
    const login = own.find(each => this.#model.orphanOf(each) !== null && this.#random.chance(70)) ?? this.#random.pick(own);
    const options = this.#random.pick([{}, {}, { resume: true }, { resume: true }, { takeOver: true }]);
    const [what] = [...Object.keys(options), 'acquire'];
    const isResumed = 'resume' in options && this.#model.orphanOf(login) !== null;
    const lease = await this.#ask(isResumed ? 'resume an orphan' : what ?? '', this.#model.mayAcquire(login, options), window.client.request('session/acquire', { loginId: this.#loginIds.get(keyOf(login)) ?? '', ...options }));
    if (!lease) return;
    const session = this.#model.acquire(login, options);
    if (isResumed && this.#sessionIds.get(session) !== lease.id) throw new Divergence('Another session was resumed.');
    this.#sessionIds.set(session, lease.id);
    for (const each of this.#windows) each.held.delete(session);
    window.held.add(session);
    await window.client.request('debug/ready', { sessionId: lease.id });
  }

  async #end(): Promise<void> {
    const window = this.#window();
    if (!window || this.#model.sessions.length === 0) return;
    const session = this.#random.pick(this.#model.sessions);
    const isOwn = session.developer === window.developer;
    if ((await this.#ask(isOwn ? 'end' : "end another's", this.#model.mayEnd(window.developer, session), window.client.request('session/end', { sessionId: this.#sessionIds.get(session) ?? '' }))) !== null) this.#model.end(session);
  }

  async #touch(): Promise<void> {
    const window = this.#window();
    const session = this.#model.sessions.find(each => each.developer === window?.developer);
    if (!window || !session) return;
    await this.#ask('activity', [], window.client.request('session/activity', { sessionId: this.#sessionIds.get(session) ?? '' }));
    this.#model.touch(session);
  }

  /** A day's work: something every 50 minutes, for longer than a session lasts. */
  async #workOn(): Promise<void> {
    const window = this.#random.pick([...this.#windows, null]);
    for (let round = 0; window && round < 5; round++) {
      const session = this.#model.sessions.find(each => each.developer === window.developer);
      if (!session) return;
      await this.#ask('activity', [], window.client.request('session/activity', { sessionId: this.#sessionIds.get(session) ?? '' }));
      this.#model.touch(session);
      this.#advance(minutes(50));
      await this.#compare();
    }
  }

  #advance(milliseconds: number): void {
    this.#bench.clock.advance(milliseconds);
    // Each end comes at its own time, but none depends on another: what is over at the end is what ended.
    this.#model.now = this.#bench.clock.now();
    this.#model.settle();
    this.#expirePending();
  }

  async #time(): Promise<void> {
    const kind = this.#random.pick(['advance', 'advance', 'advance', 'sleep', 'set back'] as const);
    const length = this.#random.pick([1000, minutes(1), minutes(2), minutes(10), minutes(30), minutes(59), hours(1), hours(this.#random.chance(20) ? 24 : 2)]);
    if (kind === 'set back') {
      this.#bench.clock.setBack(Math.min(length, minutes(30)));
      this.#model.now = this.#bench.clock.now();
    } else if (kind === 'sleep') {
      this.#bench.clock.sleep(length);
      this.#model.now = this.#bench.clock.now();
      this.#model.settle();
      this.#expirePending();
    } else this.#advance(length);
    this.#count(kind);
  }

  /** Approvals wait for ten minutes; any that went by are asked for no more. */
  #expirePending(): void {
    const open = this.#bench.hub.context.approvals.list({}).map(each => `${each.developer} ${each.org.id}`);
    for (const pending of this.#pending) if (!open.some(each => each.startsWith(`${pending.login.developer}@`))) pending.outcome.catch(() => undefined);
    this.#pending = this.#pending.filter(pending => open.some(each => each.startsWith(`${pending.login.developer}@`)));
  }

  async #grant(): Promise<void> {
    const org = this.#random.pick(ORGS);
    const user = this.#random.pick(org.users).name;
    const duration = this.#random.pick(Object.keys(DURATIONS) as ModelDuration[]);
    const granted = await this.#ask('grant', this.#model.mayGrant(org.name, user), this.#observer.request('grant/set', { org: org.name, user: userName({ org: org.name, user }), duration }));
    if (granted) this.#model.grant(org.name, user, duration);
  }

  async #revoke(): Promise<void> {
    const access = this.#model.access();
    if (access.length === 0) return;
    const [org = '', user = ''] = this.#random.pick(access).split('/');
    await this.#ask('revoke', [], this.#observer.request('grant/revoke', { org, user: userName({ org, user }) }));
    this.#model.revoke(org, user);
  }

  async #setPolicy(): Promise<void> {
    const { name } = this.#random.pick(ORGS);
    const policy = this.#model.policy(name);
    const which = this.#random.pick(['adminsOnly', 'adminsCanLogInAsAnyUser', 'requiresMfa'] as const);
    const value = !policy[which];
    const change = which === 'adminsOnly' ? { loginAccess: value ? 'administratorsOnly' as const : 'administratorsAndUsers' as const } : which === 'requiresMfa' ? { requiresMfa: value } : { administratorsCanLogInAsAnyUser: value };
    await this.#ask('policy', [], this.#observer.request('policy/set', { org: name, user: `ann@${name}.example`, change }));
    policy[which] = value;
  }

  async #request(): Promise<void> {
    const windows = this.#windows.filter(each => this.#model.logins.some(login => login.developer === each.developer));
    if (windows.length === 0 || this.#model.requests.length >= 5) return;
    const window = this.#random.pick(windows);
    const own = this.#model.logins.filter(each => each.developer === window.developer);
    const login = own.find(each => this.#model.sessions.some(session => session.org === each.org && session.user === each.user) && this.#random.chance(60)) ?? this.#random.pick(own);
    const asked = window.client.request('run/anonymous', { loginId: this.#loginIds.get(keyOf(login)) ?? '', code: 'hold' });
    asked.catch(() => undefined);
    const forbidden = this.#model.mayRun(login);
    if (forbidden.length > 0) return void (await this.#ask('request', forbidden, asked));
    const request = this.#model.startRequest(login);
    const count = this.#model.requests.filter(each => each.org === login.org).length;
    const isHeld = await Promise.race([asked.then(() => false, () => false), this.#held(login.org, count)]);
    if (!isHeld) throw new Divergence(`The request of ${login.developer} in ${login.org} did not run.`);
    const known = [...this.#requestIds.values()];
    const found = [...this.#bench.runner(orgName(login.org)).held.values()].find(each => !known.includes(each.context.requestId));
    const sessionId = request.session ? this.#sessionIds.get(request.session) ?? '' : null;
    if ((found?.context.debug?.sessionId ?? null) !== sessionId) throw new Divergence(`The request of ${login.user} in ${login.org} is debugged by ${found?.context.debug?.sessionId ?? 'none'} instead of ${sessionId ?? 'none'} (T13, D7).`);
    this.#requestIds.set(request, found?.context.requestId ?? '');
    this.#count(request.session ? 'request debugged' : 'request undebugged');
  }

  async #held(org: string, count: number): Promise<boolean> {
    for (let tries = 0; tries < 50 && !this.#bench.runners.some(each => each.setup.orgName === orgName(org) && !each.isStopped); tries++) await this.#observer.barrier();
    await this.#bench.runner(orgName(org)).holds(count);
    return true;
  }

  async #finish(): Promise<void> {
    if (this.#model.requests.length === 0) return;
    const request = this.#random.pick(this.#model.requests);
    this.#bench.runner(orgName(request.org)).held.get(this.#requestIds.get(request) ?? '')?.finish();
    await this.#observer.barrier();
    this.#model.finish(request);
    this.#count('finish');
  }

  async #maintain(): Promise<void> {
    await this.#ask('maintenance', [], this.#observer.request(this.#model.inMaintenance ? 'maintenance/end' : 'maintenance/start', {}));
    if (this.#model.inMaintenance) this.#model.inMaintenance = false;
    else this.#model.startMaintenance();
  }

  async #restart(): Promise<void> {
    await this.#stop();
    this.#model.restart();
    await this.#again('restart');
  }

  /** What a hub that is killed leaves behind: its database as it was. */
  async #crash(): Promise<void> {
    const file = `${this.#bench.state}/partner.db`;
    const parts = ['', '-wal'].filter(suffix => existsSync(file + suffix));
    for (const suffix of parts) copyFileSync(file + suffix, `${file}${suffix}.kept`);
    await this.#stop();
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    for (const suffix of parts) copyFileSync(`${file}${suffix}.kept`, file + suffix);
    this.#model.crash();
    await this.#again('crash');
  }

  async #stop(): Promise<void> {
    for (const { outcome } of this.#pending) outcome.catch(() => undefined);
    this.#pending = [];
    this.#windows = [];
    await this.#bench.hub.stop();
  }

  async #again(what: string): Promise<void> {
    await this.#bench.restart();
    this.#observer = await this.#bench.connect('obs');
    this.#count(what);
  }

  /** What the server shows is what the model says. */
  async #compare(): Promise<void> {
    const { sessions } = await this.#observer.request('session/list', {});
    const { orgs } = await this.#observer.request('orgs/list', {});
    const alias = (id: string): string => orgs.find(each => each.id === id)?.alias ?? this.#bench.hub.context.directory.orgById(id).alias ?? '';
    const shown = sessions.map(each => `${each.developer.split('@')[0]} ${alias(each.org.id)} ${each.user.userName.split('@')[0]} ${each.state}`).sort();
    const expected = this.#model.sessions.map(each => `${each.developer} ${each.org} ${each.user} ${each.orphanedAt === null ? 'active' : 'orphaned'}`).sort();
    same('sessions', shown, expected);
    const known = new Set(ORGS.map(each => each.name));
    same('access', orgs.filter(each => known.has(each.alias ?? '')).flatMap(each => each.grants.map(grant => `${each.alias}/${grant.user.userName.split('@')[0]}`)).sort(), this.#model.access().sort());
    for (const window of this.#windows) {
      const { login } = await window.client.request('login/current', {});
      const current = this.#model.current(window.developer);
      same(`login of ${window.developer}`, login ? [`${login.org.alias}/${login.user.userName.split('@')[0]}`] : [], current ? [`${current.org}/${current.user}`] : []);
    }
    for (const request of [...this.#requestIds.keys()]) if (!this.#model.requests.includes(request)) this.#requestIds.delete(request);
    assert.deepEqual(this.#bench.errors, []);
  }
}

const ANSWER_MS = 8000;

/** A step that hangs is a difference, too. */
async function within(step: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => reject(new Divergence(`No answer within ${ANSWER_MS / 1000} s.`)), ANSWER_MS); });
  try {
    await Promise.race([step, late]);
  } finally {
    clearTimeout(timer);
  }
}

const keyOf = ({ developer, org, user }: ModelLogin): string => `${developer} ${org} ${user}`;
const orgName = (alias: string): string => ({ north: 'North Clinic', south: 'South Clinic', live: 'Live Clinic', seats: 'Seat Clinic', guarded: 'Guarded Clinic', silent: 'Silent Org', county: 'County' })[alias] ?? alias;

function same(what: string, shown: readonly string[], expected: readonly string[]): void {
  if (JSON.stringify(shown) !== JSON.stringify(expected)) throw new Divergence(`${what}: the server has ${JSON.stringify(shown)}, the model ${JSON.stringify(expected)}.`);
}
