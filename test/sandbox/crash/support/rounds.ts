/** Rounds of killing the sandbox under a write load and looking at what is left. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HubClient } from '../../../../src/protocol/client.ts';
import type { LoginInfo } from '../../../../src/protocol/rpc.ts';
import { readAcknowledged } from './acknowledged.ts';
import { checkCommits, checkLocks, LOCKED } from './findings.ts';
import { checkJobs, unfinishedJobs } from './jobs.ts';
import { gone, kill } from './processes.ts';
import { CrashSandbox } from './sandbox.ts';
import { startWriteLoad } from './write-load.ts';
import type { WriteLoad } from './write-load.ts';
import { WriteAheadLog } from './write-ahead-log.ts';

export interface Round {
  readonly moment: 'anywhere' | 'inside a commit' | 'beside a paused thread';
  readonly victim: 'everything' | 'the hub' | 'the runner';
}

/** Of each ten, four inside a commit and one beside a paused thread. */
const TEN: readonly Round[] = [
  { moment: 'anywhere', victim: 'everything' },
  { moment: 'inside a commit', victim: 'everything' },
  { moment: 'inside a commit', victim: 'the runner' },
  { moment: 'beside a paused thread', victim: 'everything' },
  { moment: 'anywhere', victim: 'the runner' },
  { moment: 'inside a commit', victim: 'everything' },
  { moment: 'anywhere', victim: 'the hub' },
  { moment: 'inside a commit', victim: 'everything' },
  { moment: 'anywhere', victim: 'everything' },
  { moment: 'anywhere', victim: 'the hub' },
];
/** Who dies beside the paused threads, in turn. */
const PAUSED_VICTIMS: readonly Round['victim'][] = ['everything', 'the hub', 'the runner'];

export function planRounds(count: number): Round[] {
  let paused = 0;
  return Array.from({ length: count }, (_, index) => {
    const round = TEN[index % TEN.length]!;
    return round.moment === 'beside a paused thread' ? { ...round, victim: PAUSED_VICTIMS[paused++ % PAUSED_VICTIMS.length]! } : round;
  });
}

const SMALL = { rows: 5, bytes: 900 };
/** Its log takes some milliseconds to write: long enough to be seen from outside. */
const LARGE = { rows: 150, bytes: 30_000 };
/** Frames of a commit that has surely begun and is far from its end. */
const SEEN_FRAMES = 16;
const MAX_TRIES = 20;
/** Before a kill at any moment: some jobs long. */
const LONGEST_WAIT_MS = 400;

export class CrashRounds {
  readonly #folder = mkdtempSync(join(tmpdir(), 'isv-crash-'));
  readonly #sandbox = new CrashSandbox(this.#folder);
  readonly #listFile = join(this.#folder, 'acknowledged');
  #writers = 0;
  #load: WriteLoad | null = null;
  readonly #counts = { inside: 0, late: 0, paused: 0, unfinished: 0, everything: 0, 'the hub': 0, 'the runner': 0, total: 0 };
  #slowestStart = 0;
  #slowestAcquire = 0;

  /** Makes the org, so that it is old when it is killed. */
  async prepare(): Promise<void> {
    writeFileSync(this.#listFile, '');
    await this.#sandbox.start();
    const { client, login } = await this.#sandbox.connect();
    const { success } = await client.request('run/anonymous', { loginId: login.id, code: `insert new Account(Name = '${LOCKED}', NumberOfEmployees = 0);` });
    assert.ok(success);
    client.close();
  }

  /** Kills once, or, if a commit was over before its killer came, until it comes in time; checks after each. */
  async run(round: Round): Promise<void> {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const isInside = await this.#once(round);
      if (round.moment !== 'inside a commit' || isInside) return;
      this.#counts.late++;
    }
    throw new Error(`${MAX_TRIES} times the kill came too late for a commit.`);
  }

  async close(): Promise<void> {
    this.#load?.kill();
    await this.#sandbox.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  summary(): string {
    const { inside, late, paused, unfinished, total } = this.#counts;
    const acknowledged = readAcknowledged(this.#listFile);
    const queued = acknowledged.filter(({ kind }) => kind === 'jobs').length;
    return [
      `${total} kills (${this.#counts.everything} of everything, ${this.#counts['the hub']} of the hub alone, ${this.#counts['the runner']} of the runner alone): ${inside} inside a commit, ${paused} beside a paused thread, ${late} more came too late for a commit`,
      `${acknowledged.length} acknowledged commits: all there, none by half`,
      `${queued} of them queued jobs of each kind: each was done once; ${unfinished} jobs were waiting or under way after a kill`,
      `slowest start ${Math.round(this.#slowestStart)} ms, slowest session from there ${Math.round(this.#slowestAcquire)} ms`,
    ].join('\n');
  }

  async #once({ moment, victim }: Round): Promise<boolean> {
    const paused = moment === 'beside a paused thread' ? await this.#pause() : null;
    const load = this.#load = startWriteLoad({ stateDirectory: this.#sandbox.stateDirectory, listFile: this.#listFile, prefix: `w${++this.#writers}`, hasJobs: moment === 'anywhere', ...(moment === 'inside a commit' ? LARGE : SMALL) });
    // Not always behind the same number of commits.
    await load.acknowledged(moment === 'inside a commit' ? 1 : 5 + ((this.#writers * 7) % 23));
    const { hub, runners } = this.#sandbox.processes();
    assert.ok(hub !== null && runners.length === 1);
    const log = new WriteAheadLog(`${this.#sandbox.databaseFile}-wal`);
    if (moment === 'inside a commit') await commitBegins(log, load);
    if (moment === 'anywhere') await passing(Math.random() * LONGEST_WAIT_MS);
    const victims = { everything: [...runners, hub], 'the hub': [hub], 'the runner': runners }[victim];
    victims.forEach(kill);
    // A runner goes with its hub, killed or not.
    await gone(victim === 'the runner' ? runners : [...runners, hub]);
    await load.ended;
    const isInside = new WriteAheadLog(`${this.#sandbox.databaseFile}-wal`).openFrames() > 0;
    await paused?.ended(victim);
    await this.#check(victim !== 'the runner');
    this.#counts.total++;
    this.#counts[victim]++;
    if (paused) this.#counts.paused++;
    if (moment === 'inside a commit' && isInside) this.#counts.inside++;
    return isInside;
  }

  /** Leaves the sandbox running. */
  async #check(hasToStart: boolean): Promise<void> {
    const begun = performance.now();
    if (hasToStart) await this.#sandbox.start();
    const up = performance.now();
    const { client, login } = await this.#sandbox.connect();
    const session = await client.request('session/acquire', { loginId: login.id, resume: true });
    this.#slowestStart = Math.max(this.#slowestStart, up - begun);
    this.#slowestAcquire = Math.max(this.#slowestAcquire, performance.now() - up);
    assert.equal(session.state, 'active');
    await client.request('debug/ready', { sessionId: session.id });
    // Jobs that were left are run again, and are threads of their own.
    assert.deepEqual((await client.request('debug/threads', { sessionId: session.id })).threads.filter(({ state }) => state === 'paused'), []);
    await checkLocks(client, login);
    await client.request('session/end', { sessionId: session.id });
    this.#counts.unfinished += await unfinishedJobs(client, login);
    await checkJobs(client, login, readAcknowledged(this.#listFile));
    await checkCommits(client, login, readAcknowledged(this.#listFile), [SMALL.rows, LARGE.rows]);
    assert.equal(this.#sandbox.integrity(), 'ok');
    client.close();
  }

  /** A request that has changed and locked rows stands at a breakpoint in the package. */
  async #pause(): Promise<{ ended(victim: Round['victim']): Promise<void> }> {
    const { client, login } = await this.#sandbox.connect();
    const session = await client.request('session/acquire', { loginId: login.id });
    const path = this.#sandbox.plannerFile;
    const line = readFileSync(path, 'utf8').split('\n').findIndex(text => text.includes('// stop here')) + 1;
    const { breakpoints } = await client.request('debug/setBreakpoints', { sessionId: session.id, path, breakpoints: [{ id: 1, line }] });
    assert.equal(breakpoints[0]?.verified, true);
    await client.request('debug/ready', { sessionId: session.id });
    const stopped = new Promise(resolve => { client.on('debug/stopped', resolve); });
    const lost = assert.rejects(pausedRun(client, login));
    await stopped;
    return {
      ended: async victim => {
        await lost;
        // Its session outlives a runner, so the check can't have another until it is ended.
        if (victim === 'the runner') await client.request('session/end', { sessionId: session.id });
        client.close();
      },
    };
  }
}

function pausedRun(client: HubClient, login: LoginInfo): Promise<unknown> {
  return client.request('run/anonymous', { loginId: login.id, code: `
    Account a = [SELECT Id FROM Account WHERE Name = '${LOCKED}' FOR UPDATE];
    a.Description = 'paused';
    update a;
    insert new Account(Name = 'never', Site = 'paused');
    cln.VisitPlanner planner = new cln.VisitPlanner();
    planner.add('A', 1);
    planner.longest('A');` });
}

/** The clock goes on for so many milliseconds, while others work. */
async function passing(milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) await new Promise(resolve => { setImmediate(resolve); });
}

/** Resolves while a commit is being written. */
async function commitBegins(log: WriteAheadLog, load: WriteLoad): Promise<void> {
  while (log.openFrames() < SEEN_FRAMES) {
    if (!load.isRunning) await load.ended;
    await new Promise(resolve => { setImmediate(resolve); });
  }
}
