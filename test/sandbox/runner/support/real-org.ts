/** A hub with real runner processes, spoken to over the wire; orgs made of classes given as text. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HubNotification, HubNotifications, LoginInfo, RunResult, SessionInfo } from '../../../../src/protocol/rpc.ts';
import type { HubOptions } from '../../../../src/sandbox/hub/start.ts';
import { startRunnerProcess } from '../../../../src/sandbox/org/runner-process.ts';
import type { RunnerProcess } from '../../../../src/sandbox/org/runner-process.ts';
import { Bench, WORLD, writeWorld } from '../../hub/support/bench.ts';
import type { TestClient } from '../../hub/support/bench.ts';

export interface RealOrgOptions {
  /** Of the package, by path below its source folder: `classes/A.cls`. */
  readonly files?: Readonly<Record<string, string>>;
  /** sObject tree files of the org, by name. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Beside it, a team's server. */
  readonly team?: HubOptions['team'];
}

export class RealOrg {
  readonly folder: string;
  readonly bench: Bench;
  readonly processes: RunnerProcess[];
  readonly kim: TestClient;
  readonly login: LoginInfo;

  private constructor(folder: string, bench: Bench, processes: RunnerProcess[], kim: TestClient, login: LoginInfo) {
    this.folder = folder;
    this.bench = bench;
    this.processes = processes;
    this.kim = kim;
    this.login = login;
  }

  static async start({ files = {}, data = {}, team }: RealOrgOptions = {}): Promise<RealOrg> {
    const processes: RunnerProcess[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'isv-org-'));
    for (const [name, content] of Object.entries(data)) writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
    const orgs = WORLD.orgs.map(org => ((org as { alias?: string }).alias === 'north' ? { ...org, data: Object.keys(data) } : org));
    const world = writeWorld(folder, { ...WORLD, orgs });
    for (const [path, text] of Object.entries(files)) writeSource(folder, path, text);
    const bench = await Bench.start({
      world, ...(team ? { team } : {}),
      runnerFactory: setup => {
        const runner = startRunnerProcess(setup);
        processes.push(runner);
        return runner;
      },
    });
    const kim = await bench.connect('kim');
    return new RealOrg(folder, bench, processes, kim, await kim.login('north'));
  }

  path(file: string): string {
    return sourcePath(this.folder, file);
  }

  write(file: string, text: string): void {
    writeSource(this.folder, file, text);
  }

  remove(file: string): void {
    rmSync(this.path(file));
  }

  anonymous(code: string, login = this.login): Promise<RunResult> {
    return this.kim.request('run/anonymous', { loginId: login.id, code });
  }

  /** The lines that the code said with System.debug; fails if it failed. */
  async output(code: string, login = this.login): Promise<string[]> {
    const result = await this.anonymous(code, login);
    assert.deepEqual([result.compileErrors, result.exception], [[], null]);
    return debugLines(result);
  }

  async query(soql: string): Promise<Record<string, unknown>[]> {
    const { records } = await this.kim.request('query', { loginId: this.login.id, soql });
    return records as Record<string, unknown>[];
  }

  /** The next of its kind that the client is told. */
  next<N extends HubNotification>(name: N): Promise<HubNotifications[N]> {
    return new Promise(resolve => {
      const listening = this.kim.hub.on(name, params => {
        listening.dispose();
        resolve(params);
      });
    });
  }

  async acquire(): Promise<SessionInfo> {
    const session = await this.kim.request('session/acquire', { loginId: this.login.id });
    await this.kim.request('debug/ready', { sessionId: session.id });
    return session;
  }

  /** A session with a request stopped at line 2 of `WATCHED`. */
  async pause(code = WATCHED, line = 2): Promise<PausedRequest> {
    const session = (await this.kim.request('session/list', { org: 'north' })).sessions[0] ?? await this.acquire();
    const path = join(this.folder, `watched${++pausedCount}.apex`);
    await this.kim.request('debug/setBreakpoints', { sessionId: session.id, path, breakpoints: [{ id: pausedCount, line }] });
    const stopped = this.next('debug/stopped');
    const result = this.kim.request('run/anonymous', { loginId: this.login.id, code, path });
    const { threadId } = await stopped;
    return new PausedRequest(this.kim, session, threadId, result);
  }

  async close(): Promise<void> {
    await this.bench.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const sourcePath = (folder: string, file: string): string => join(folder, 'desk', 'force-app', file);

function writeSource(folder: string, file: string, text: string): void {
  const path = sourcePath(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

let pausedCount = 0;
const WATCHED = 'Integer witness = 42;\nSystem.debug(witness);';

export function debugLines(result: RunResult): string[] {
  return result.debugLog.split('\n').filter(line => line.includes('|USER_DEBUG|')).map(line => line.split('|').at(-1) ?? '');
}

export class PausedRequest {
  readonly session: SessionInfo;
  readonly threadId: number;
  readonly result: Promise<RunResult>;
  readonly #client: TestClient;

  constructor(client: TestClient, session: SessionInfo, threadId: number, result: Promise<RunResult>) {
    this.#client = client;
    this.session = session;
    this.threadId = threadId;
    this.result = result;
  }

  /** It still stands where it stood, and answers. */
  async check(): Promise<void> {
    const sessionId = this.session.id;
    const { threads } = await this.#client.request('debug/threads', { sessionId });
    assert.equal(threads.find(each => each.id === this.threadId)?.state, 'paused');
    const { frames } = await this.#client.request('debug/stackTrace', { sessionId, threadId: this.threadId, startFrame: 0, levels: 1 });
    const { value } = await this.#client.request('debug/evaluate', { sessionId, frameId: frames[0]!.id, expression: 'witness + 1', context: 'watch' });
    assert.equal(value, '43');
  }

  async resume(): Promise<RunResult> {
    await this.#client.request('debug/resume', { sessionId: this.session.id, threadId: this.threadId, kind: 'continue' });
    return this.result;
  }
}
