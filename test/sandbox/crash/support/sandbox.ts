/** A sandbox in processes of its own, as the command line starts it, for a test that kills them. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { HubClient } from '../../../../src/protocol/client.ts';
import type { DiscoveryFile } from '../../../../src/protocol/discovery.ts';
import { entryPoint } from '../../../../src/protocol/entry-points.ts';
import { hubArguments } from '../../../../src/protocol/environment.ts';
import type { LoginInfo } from '../../../../src/protocol/rpc.ts';
import { JOB_CLASSES } from './jobs.ts';
import { childrenOf, gone, kill } from './processes.ts';

export class CrashSandbox {
  readonly stateDirectory: string;
  readonly #worldFile: string;
  #hub: ChildProcess | null = null;

  /** `folder`: where its world and its state go. */
  constructor(folder: string) {
    this.stateDirectory = join(folder, 'state');
    cpSync('test/support/worlds/clinic', join(folder, 'clinic'), { recursive: true });
    this.#worldFile = join(folder, 'clinic', 'world.json');
    for (const [name, source] of Object.entries(JOB_CLASSES)) writeFileSync(join(this.plannerFile, '..', `${name}.cls`), source);
  }

  get plannerFile(): string {
    return join(this.#worldFile, '../package/force-app/main/default/classes/VisitPlanner.cls');
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const hub = spawn(process.execPath, [entryPoint('hub'), ...hubArguments({ stateDirectory: this.stateDirectory, worldFile: this.#worldFile, exitWithStdin: true })], { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#hub = hub;
    let text = '';
    await new Promise<void>((resolve, reject) => {
      for (const stream of [hub.stdout, hub.stderr]) stream.on('data', (chunk: Buffer) => { text += chunk.toString(); if (text.includes('Listening')) resolve(); });
      hub.once('exit', () => reject(new Error(`The hub did not start: ${text}`)));
    });
  }

  /** A client signed in and logged in to the org. */
  async connect(): Promise<{ client: HubClient; login: LoginInfo }> {
    const client = await HubClient.connect(JSON.parse(readFileSync(join(this.stateDirectory, 'hub.json'), 'utf8')) as DiscoveryFile);
    await client.request('client/hello', { client: 'test', version: '1' });
    await client.request('developer/signIn', { userName: 'kim@clinicsoft.example' });
    return { client, login: await client.request('login/start', { org: 'north' }) };
  }

  /** Process ids of its parts; the hub's is null if it doesn't run. */
  processes(): { hub: number | null; runners: number[] } {
    const hub = this.#hub;
    const isRunning = hub?.pid !== undefined && hub.exitCode === null && hub.signalCode === null;
    return isRunning ? { hub: hub.pid!, runners: childrenOf(hub.pid!) } : { hub: null, runners: [] };
  }

  /** Kills everything; resolves when nothing of it runs. */
  async kill(): Promise<void> {
    const { hub, runners } = this.processes();
    if (hub === null) return;
    kill(hub);
    runners.forEach(kill);
    await gone([hub, ...runners]);
  }

  get orgDirectory(): string {
    const orgs = join(this.stateDirectory, 'orgs');
    return join(orgs, readdirSync(orgs)[0] ?? '');
  }

  /** Whether the org has begun to be made. */
  get hasDatabase(): boolean {
    return existsSync(join(this.stateDirectory, 'orgs')) && existsSync(this.databaseFile);
  }

  get databaseFile(): string {
    return join(this.orgDirectory, 'org.db');
  }

  /** `ok`, or what is wrong with the file. */
  integrity(): string {
    const database = new DatabaseSync(this.databaseFile, { readOnly: true });
    try {
      return database.prepare('PRAGMA integrity_check').all().map(row => Object.values(row).join()).join('; ');
    } finally {
      database.close();
    }
  }
}
