import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DISCOVERY_FILE_NAME } from '../../protocol/discovery.ts';
import type { DiscoveryFile } from '../../protocol/discovery.ts';
import { entryPoint } from '../../protocol/entry-points.ts';
import { hubArguments } from '../../protocol/environment.ts';
import type { HubClient } from '../../protocol/client.ts';
import type { NodeExecutable } from './node.ts';
import type { World } from './world.ts';

export interface HubProcessOptions {
  readonly world: World;
  readonly node: () => Promise<NodeExecutable>;
  readonly log: (line: string) => void;
  readonly hide: (secret: string) => void;
}

const startTimeoutMs = 20_000;
const pollMs = 50;

/**
 * Connects to the hub that owns a world, or becomes its parent. A hub started here ends when this process does:
 * it watches its standard input.
 */
export class HubProcess {
  private child: ChildProcess | undefined;
  private readonly options: HubProcessOptions;

  constructor(options: HubProcessOptions) {
    this.options = options;
  }

  async connect(): Promise<HubClient> {
    const running = await this.tryConnect();
    if (running) return running;
    const ended = await this.start();
    const deadline = Date.now() + startTimeoutMs;
    for (;;) {
      const client = await this.tryConnect();
      if (client) return client;
      // Another window may have won the race for the world; then its hub answers above.
      if (ended.reason !== undefined && Date.now() > ended.at + 1000) throw new Error(ended.reason);
      if (Date.now() > deadline) throw new Error(`The sandbox did not start within ${startTimeoutMs / 1000} s. The log says more.`);
      await new Promise(resolve => setTimeout(resolve, pollMs));
    }
  }

  get stateDirectory(): string {
    return this.options.world.stateDirectory;
  }

  /** Ends the hub if it was started here. */
  stop(): void {
    this.child?.stdin?.end();
    this.child = undefined;
  }

  private async tryConnect(): Promise<HubClient | undefined> {
    const discovery = this.readDiscovery();
    if (!discovery || !isAlive(discovery.pid)) return undefined;
    this.options.hide(discovery.token);
    try {
      // Half of the bundle is the wire: activation doesn't wait for it.
      const { HubClient: Client } = await import('../../protocol/client.ts');
      return await Client.connect(discovery);
    } catch (error) {
      this.options.log(`The hub at port ${discovery.port} does not answer: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  private readDiscovery(): DiscoveryFile | undefined {
    try {
      return JSON.parse(readFileSync(join(this.options.world.stateDirectory, DISCOVERY_FILE_NAME), 'utf8')) as DiscoveryFile;
    } catch {
      // Missing, or being written: the caller asks again.
      return undefined;
    }
  }

  private async start(): Promise<{ reason: string | undefined; at: number }> {
    const { world, log } = this.options;
    const node = await this.options.node();
    mkdirSync(world.stateDirectory, { recursive: true, mode: 0o700 });
    const program = entryPoint('hub');
    if (!existsSync(program)) throw new Error(`${program} is missing. Build or install the extension again.`);
    const args = [program, ...hubArguments({ stateDirectory: world.stateDirectory, worldFile: world.worldFile, exitWithStdin: true })];
    log(`starting the sandbox: ${node.command} ${args.join(' ')}`);
    const child = spawn(node.command, args, { env: { ...process.env, ...node.env }, stdio: ['pipe', 'pipe', 'pipe'], cwd: world.stateDirectory });
    this.child = child;
    const state: { reason: string | undefined; at: number } = { reason: undefined, at: 0 };
    let lastLines = '';
    const read = (chunk: Buffer): void => {
      const text = chunk.toString();
      lastLines = (lastLines + text).slice(-2000);
      for (const line of text.split('\n')) if (line.trim()) log(`sandbox: ${line}`);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', error => {
      state.reason = `The sandbox could not start: ${error.message}`;
      state.at = Date.now();
    });
    child.on('exit', (code, signal) => {
      state.reason = `The sandbox ended with ${code ?? signal ?? 'no code'}. ${lastLines.trim()}`.trim();
      state.at = Date.now();
    });
    return state;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
