/** A developer at work: logs in to a sandbox, gets its session when it is free, debugs, loses the connection now and then, comes back. */
import { setTimeout as think } from 'node:timers/promises';
import { HubClient } from '../../../../src/protocol/client.ts';
import { WireError } from '../../../../src/protocol/errors.ts';
import type { SessionLease } from '../../../../src/protocol/rpc.ts';
import type { Random } from '../../model/random.ts';
import type { Figures } from './figures.ts';
import type { LeaseBook } from './lease-book.ts';
import type { TeamServer } from './team-server.ts';
import { sandboxName } from './team-server.ts';

/** The longest that a developer looks at something before the next click, ms. */
const THINK_MS = 250;
/** Before asking again for what somebody else has. */
const ASK_AGAIN_MS = 3000;
const RECONNECT_MS = 50;

export interface DeveloperSetup {
  readonly name: string;
  readonly server: TeamServer;
  readonly sandboxes: number;
  readonly random: Random;
  readonly book: LeaseBook;
  readonly figures: Figures;
}

export class Developer {
  readonly #setup: DeveloperSetup;
  #client: HubClient | null = null;
  #token = Promise.withResolvers<string>();
  tokenId = '';
  /** The session it has, as far as it knows. */
  lease: SessionLease | null = null;
  /** When it was told so last. */
  leasedAt = 0;
  /** By sandbox; they outlive connections and servers. */
  readonly #logins = new Map<string, string>();
  #shouldTakeOver = false;

  constructor(setup: DeveloperSetup) {
    this.#setup = setup;
  }

  get name(): string {
    return this.#setup.name;
  }

  /** Null: not connected now. */
  get client(): HubClient | null {
    return this.#client;
  }

  /** From the operator. */
  async newToken(): Promise<void> {
    const { token, info } = await this.#setup.server.operator.request('token/create', { name: 'Laptop', developer: this.name });
    this.tokenId = info.id;
    this.#token.resolve(token);
  }

  /** Its next connection waits for a new one. Returns the old one. */
  async loseToken(): Promise<string> {
    const old = await this.#token.promise;
    this.#token = Promise.withResolvers();
    return old;
  }

  async work(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      try {
        await this.#connect(isOver);
        await this.#debug();
      } catch (error) {
        if (error instanceof WireError) await this.#refused(error);
        // The connection broke: by ourselves, with the server, or with the token.
        else this.#client = null;
      }
      await this.#think();
    }
    this.#client?.close();
    this.#client = null;
  }

  async #refused({ data }: WireError): Promise<void> {
    this.#setup.figures.count(`refused: ${data.rule ?? data.id}`);
    if (data.rule === 'D1') await think(this.#setup.random.below(ASK_AGAIN_MS));
    if (data.id === 'notLoggedIn') this.#logins.clear();
    this.#shouldTakeOver = data.rule === 'T11';
    if (!this.lease || !['sessionEnded', 'unknownSession'].includes(data.id)) return;
    this.#setup.figures.fail(`${this.name} lost its session (${data.id}), though nothing ended it.`);
    this.lease = null;
  }

  async #connect(isOver: () => boolean): Promise<void> {
    const { server, figures } = this.#setup;
    while (!this.#client && !isOver()) {
      const token = await this.#token.promise;
      try {
        const client = await HubClient.connectTo({ url: server.url, token, ca: server.ca });
        client.onClose(() => { if (this.#client === client) this.#client = null; });
        this.#client = client;
        await client.request('client/hello', { client: 'load', version: '1' });
        figures.count('connections');
      } catch {
        // The server is away, or the token was revoked meanwhile.
        await think(RECONNECT_MS);
      }
    }
  }

  async #debug(): Promise<void> {
    const { random, sandboxes, figures, book } = this.#setup;
    const client = this.#client;
    if (!client) return;
    const org = this.lease ? this.lease.org.name.replace('Sandbox ', '') : sandboxName(1 + random.below(sandboxes));
    const loginId = this.#logins.get(org) ?? (await client.request('login/start', { org })).id;
    this.#logins.set(org, loginId);
    const left = this.lease;
    const started = performance.now();
    const lease = await client.request('session/acquire', { loginId, ...(left ? { resumeToken: left.resumeToken } : this.#shouldTakeOver ? { takeOver: true, resume: true } : {}) });
    figures.took(left ? 'resume' : 'acquire', performance.now() - started);
    if (left && left.id !== lease.id) figures.fail(`${this.name} wanted ${left.id} back and got ${lease.id}.`);
    this.#shouldTakeOver = false;
    this.lease = lease;
    this.leasedAt = performance.now();
    book.held(lease.id, this.name, lease.org.id);
    await client.request('debug/ready', { sessionId: lease.id });
    for (let rounds = 1 + random.below(4); rounds > 0; rounds--) {
      await this.#look(client, lease, loginId);
      await this.#think();
    }
    if (random.chance(25)) {
      // The network is gone; the session waits.
      client.close();
      this.#client = null;
      return;
    }
    this.lease = null;
    await client.request('session/end', { sessionId: lease.id });
  }

  /** Something that a person does in a session. */
  async #look(client: HubClient, { id: sessionId }: SessionLease, loginId: string): Promise<void> {
    const { random, book, figures } = this.#setup;
    const sentAt = performance.now();
    if (random.chance(30)) {
      const { success, notDebugged } = await client.request('run/anonymous', { loginId, code: 'System.assertEquals(4, acme.Desk.twice(2));' });
      if (!success || notDebugged !== null) figures.fail(`A request of ${this.name} ${success ? `was not debugged: ${notDebugged}` : 'failed'}.`);
      figures.took('request', performance.now() - sentAt);
    } else await client.request('session/activity', { sessionId });
    book.lasted(sessionId, sentAt);
  }

  #think(): Promise<void> {
    return think(this.#setup.random.below(THINK_MS));
  }
}
