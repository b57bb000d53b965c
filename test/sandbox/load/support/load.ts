/** Developers who work on the sandboxes of one server at once, while tokens are revoked and the server is restarted. */
import { setTimeout as think } from 'node:timers/promises';
import { HubClient } from '../../../../src/protocol/client.ts';
import { Random } from '../../model/random.ts';
import { Developer } from './developer.ts';
import { Figures } from './figures.ts';
import { LeaseBook } from './lease-book.ts';
import { developerName, TeamServer } from './team-server.ts';

export interface LoadOptions {
  readonly developers: number;
  readonly sandboxes: number;
  readonly seconds: number;
  readonly seed: number;
}

export interface LoadResult {
  readonly figures: Figures;
  readonly book: LeaseBook;
  /** What should not have been; empty: all is well. */
  readonly failures: readonly string[];
}

const CUT_MS = 1000;
const LIST_EVERY_MS = 100;
const REVOKE_EVERY_MS = 1500;
/** How long a developer who had a session may take to have it again. */
const RESUME_MS = 50_000;

export async function load(options: LoadOptions): Promise<LoadResult> {
  const { developers: count, sandboxes, seconds, seed } = options;
  const figures = new Figures();
  const book = new LeaseBook();
  const server = new TeamServer({ developers: count, sandboxes });
  try {
    await server.start();
    const developers = Array.from({ length: count }, (_each, index) => new Developer({ name: developerName(index + 1), server, sandboxes, random: new Random(seed + index), book, figures }));
    for (const each of developers) await each.newToken();
    const world = new Operator(server, developers, new Random(seed + count), book, figures);
    const end = performance.now() + seconds * 1000;
    let isOver = false;
    const work = developers.map(each => each.work(() => isOver));
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await world.watch(performance.now() + (end - performance.now()) / (signal === 'SIGTERM' ? 3 : 2));
      // Until one of those who held a session has it again: whoever was just about to end it proves nothing.
      do await world.restart(signal); while (figures.failures.length === 0 && figures.times(`resumed after ${signal}`).length === 0);
    }
    await world.watch(end);
    isOver = true;
    await Promise.all(work);
    if (server.errors !== '') figures.fail(`The server complained: ${server.errors.slice(0, 2000)}`);
    return { figures, book, failures: [...figures.failures, ...book.violations, ...book.overlaps()] };
  } finally {
    await server.stop('SIGTERM');
    server.remove();
  }
}

/** Who runs the server, and looks at what it lists. */
class Operator {
  readonly #server: TeamServer;
  readonly #developers: readonly Developer[];
  readonly #random: Random;
  readonly #book: LeaseBook;
  readonly #figures: Figures;

  constructor(server: TeamServer, developers: readonly Developer[], random: Random, book: LeaseBook, figures: Figures) {
    this.#server = server;
    this.#developers = developers;
    this.#random = random;
    this.#book = book;
    this.#figures = figures;
  }

  async watch(until: number): Promise<void> {
    let nextRevoke = performance.now() + REVOKE_EVERY_MS;
    while (performance.now() < until) {
      const { sessions } = await this.#server.operator.request('session/list', {});
      this.#book.listed(sessions.map(each => ({ developer: each.developer, org: each.org.name })));
      if (performance.now() >= nextRevoke) {
        await this.#revoke();
        nextRevoke = performance.now() + REVOKE_EVERY_MS;
      }
      await think(LIST_EVERY_MS);
    }
  }

  /** Mostly of somebody in a session. */
  async #revoke(): Promise<void> {
    const inSession = this.#developers.filter(each => each.client && each.lease);
    const developer = this.#random.pick(inSession.length > 0 && this.#random.chance(70) ? inSession : this.#developers);
    const { client } = developer;
    if (!client) return;
    const old = await developer.loseToken();
    const started = performance.now();
    await this.#server.operator.request('token/revoke', { id: developer.tokenId });
    while (developer.client === client && performance.now() - started <= CUT_MS) await think(1);
    this.#figures.took('cut of a revoked token', performance.now() - started);
    if (performance.now() - started > CUT_MS) this.#figures.fail(`A revoked token was not cut within ${CUT_MS} ms.`);
    await HubClient.connectTo({ url: this.#server.url, token: old, ca: this.#server.ca }).then(
      again => { this.#figures.fail('A revoked token was taken.'); again.close(); },
      (error: Error) => { if (!/401|429/.test(error.message)) this.#figures.fail(`A revoked token was refused in an odd way: ${error.message}`); },
    );
    await developer.newToken();
  }

  /** Sessions of then have to be there again, for the same developers. */
  async restart(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const held = (): Developer[] => this.#developers.filter(each => each.client && each.lease);
    while (held().length === 0) await think(1);
    const before = held().map(developer => ({ developer, id: developer.lease?.id ?? '' }));
    await this.#server.stop(signal);
    const started = performance.now();
    await this.#server.start();
    this.#figures.took(`start after ${signal}`, performance.now() - started);
    for (const { developer, id } of before) {
      // It may have been about to end it.
      while (developer.lease?.id === id && developer.leasedAt < started && performance.now() - started < RESUME_MS) await think(1);
      if (developer.leasedAt >= started) this.#figures.took(`resumed after ${signal}`, developer.leasedAt - started);
      else if (developer.lease?.id === id) this.#figures.fail(`${developer.name} did not get its session back within ${RESUME_MS / 1000} s after ${signal}.`);
    }
  }
}
