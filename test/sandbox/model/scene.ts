import { copyFileSync, existsSync, rmSync } from 'node:fs';
import type { HubNotifications, LoginInfo, SessionEndReason } from '../../../src/protocol/rpc.ts';
import type { RuleId } from '../../../src/sandbox/partner/rules.ts';
import type { Bench, TestClient } from '../hub/support/bench.ts';
import type { ModelApproval, ModelLogin, ModelRequest, ModelSession, RulesModel } from './model.ts';
import type { Random } from './random.ts';
import { aliasOf, startWorld } from './world.ts';

/** The model's and the server's answers differ. */
export class Divergence extends Error {
  override readonly name = 'Divergence';
}

/** `isRemote`: on another machine, through the team's listener. */
export interface Window { readonly developer: string; readonly client: TestClient; readonly isRemote: boolean }
/** A request that runs until it is told to end. */
export interface Held { readonly id: string; readonly isOver: () => boolean; finish(): void }

/** What the rules say has ended it. */
const RULE_OF: { readonly [R in SessionEndReason]?: string } = { stopped: 'stop', idle: 'T14', lifetime: 'T15', grantEnded: 'T1', grantRevoked: 'T1', loggedOut: 'D13', endedByOther: 'D1', endedByCustomer: 'D1', orphaned: 'D3', maintenance: 'D10' };
export const before = (userName: string): string => userName.split('@')[0] ?? '';
export const userName = ({ org, user }: { readonly org: string; readonly user: string }): string => `${user}@${org}.example`;
export const keyOf = ({ developer, org, user }: ModelLogin): string => `${developer} ${org} ${user}`;

/** A server with clients at work, and the model of its rules beside it: who is there, and which of the model's things has which id. */
export class Scene {
  readonly bench: Bench;
  readonly model: RulesModel;
  readonly random: Random;
  readonly count: (transition: string) => void;
  /** Sees every org and session, and is the customers and the operator. */
  observer!: TestClient;
  windows: readonly Window[] = [];
  readonly loginIds = new Map<string, string>();
  readonly sessionIds = new Map<ModelSession, string>();
  /** Newest last. */
  readonly tokens: { readonly session: ModelSession; readonly lease: number; readonly token: string }[] = [];
  readonly held = new Map<ModelRequest, Held>();
  readonly pending = new Map<ModelApproval, Promise<LoginInfo>>();

  #endsCounted = 0;
  /** Whose messages were compared. */
  #endsTold = 0;

  private constructor(bench: Bench, model: RulesModel, random: Random, count: (transition: string) => void) {
    this.bench = bench;
    this.model = model;
    this.random = random;
    this.count = count;
  }

  static async start(random: Random, count: (transition: string) => void, disabledRules: readonly RuleId[]): Promise<Scene> {
    const { bench, model } = await startWorld(disabledRules, random.chance(50));
    const scene = new Scene(bench, model, random, count);
    scene.observer = await bench.connect('obs');
    return scene;
  }

  close(): Promise<void> {
    return this.bench.close();
  }

  async open(developer: string): Promise<Window> {
    const isRemote = this.random.chance(30);
    const window = { developer, isRemote, client: await (isRemote ? this.bench.connectRemotely(developer) : this.bench.connect(developer)) };
    this.windows = [...this.windows, window];
    return window;
  }

  async shut(window: Window): Promise<void> {
    window.client.hub.close();
    this.windows = this.windows.filter(each => each !== window);
    while (this.bench.hub.context.clients.count > this.windows.length + 1) await this.observer.barrier();
  }

  /** The server is gone for a while. `isKilled`: it leaves its database as it is. */
  async restart(isKilled: boolean, goneMs: number): Promise<void> {
    const file = `${this.bench.state}/partner.db`;
    const parts = isKilled ? ['', '-wal'].filter(suffix => existsSync(file + suffix)) : [];
    for (const suffix of parts) copyFileSync(file + suffix, `${file}${suffix}.kept`);
    this.windows = [];
    await this.bench.hub.stop();
    if (isKilled) for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    for (const suffix of parts) copyFileSync(`${file}${suffix}.kept`, file + suffix);
    this.bench.clock.sleep(goneMs);
    this.model.now = this.bench.clock.now();
    await this.bench.restart();
    // What was due meanwhile.
    this.bench.clock.advance(0);
    this.observer = await this.bench.connect('obs');
    this.held.clear();
  }

  /** A window whose developer is logged in somewhere. */
  windowWithLogin(): Window | null {
    return this.#any(this.windows.filter(each => this.model.current(each.developer) !== null));
  }

  window(): Window | null {
    return this.#any(this.windows);
  }

  #any<T>(items: readonly T[]): T | null {
    return items.length === 0 ? null : this.random.pick(items);
  }

  loginsOf({ developer }: Window): ModelLogin[] {
    return this.model.logins.filter(each => each.developer === developer);
  }

  /** `wrong`: why what the server shows isn't what the rules say. */
  mustShow(wrong: string | null): void {
    if (wrong !== null) throw new Divergence(wrong);
  }

  /** What follows from what was done: logins that waited too long are refused, held requests run on. */
  async settle(): Promise<void> {
    for (const [approval, outcome] of this.pending) {
      if (this.model.approvals.includes(approval)) continue;
      this.pending.delete(approval);
      const isRefused = await this.isOver(outcome);
      if (!isRefused) throw new Divergence(`The login of ${keyOf(approval.login)} still waits (T8).`);
      if (approval.until <= this.model.now) this.count('login: timed out (T8)');
    }
    for (const request of this.held.keys()) if (!this.model.requests.includes(request)) await this.#letGo(request);
  }

  /** Whether it has its answer by now. */
  async isOver(outcome: Promise<unknown>): Promise<boolean> {
    let isOver = false;
    outcome.then(() => { isOver = true; }, () => { isOver = true; });
    for (let tries = 0; tries < 10 && !isOver; tries++) await this.observer.barrier();
    return isOver;
  }

  /** D11 */
  async #letGo(request: ModelRequest): Promise<void> {
    const held = this.held.get(request);
    this.held.delete(request);
    for (let tries = 0; tries < 20 && held && !held.isOver(); tries++) await this.observer.barrier();
    if (held && !held.isOver()) throw new Divergence(`A request in ${request.org} is still held though its session has ended (D11).`);
  }

  countEnds({ ends }: Observation): void {
    for (; this.#endsCounted < this.model.ended.length; this.#endsCounted++) {
      const session = this.model.ended[this.#endsCounted]?.session;
      const rule = session && ends.get(this.sessionIds.get(session) ?? '');
      if (rule !== undefined) this.count(`session ends (${rule})`);
    }
  }

  /** What the server shows. */
  async observe(): Promise<Observation> {
    const [{ sessions }, { orgs }] = await Promise.all([this.observer.request('session/list', {}), this.observer.request('orgs/list', {})]);
    const logins = new Map<string, string>();
    for (const { developer, client } of this.windows) {
      const { login } = await client.request('login/current', {});
      logins.set(developer, login ? `${login.org.alias}/${before(login.user.userName)}` : 'none');
    }
    const told = this.model.ended.length > this.#endsTold ? (await Promise.all(this.windows.map(each => each.client.heard('session/ended')))).flat() : [];
    this.#endsTold = this.model.ended.length;
    return {
      told,
      sessions: sessions.map(each => [each.id, before(each.developer), aliasOf(each.org.name), before(each.user.userName), each.state, each.idleDeadline, each.lifetimeDeadline].join(' ')).sort(),
      access: orgs.flatMap(each => each.grants.map(grant => `${each.alias}/${before(grant.user.userName)}`)).sort(),
      logins,
      ends: new Map(this.bench.hub.context.store.sessions().flatMap(({ id, endReason }) => (endReason === null ? [] : [[id, RULE_OF[endReason] ?? endReason]]))),
    };
  }
}

export interface Observation {
  readonly sessions: readonly string[];
  readonly access: readonly string[];
  /** Developer → the current one. */
  readonly logins: ReadonlyMap<string, string>;
  /** Session that has ended → the rule that ended it, or `stop`. */
  readonly ends: ReadonlyMap<string, string>;
  /** That sessions have ended, to windows that are open; empty: none has since the last look. */
  readonly told: readonly HubNotifications['session/ended'][];
}
