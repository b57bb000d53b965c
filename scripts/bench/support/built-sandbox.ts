/** The processes of the built product, as an editor starts them: a hub on a state directory of its own, and adapters. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DapClient } from '../../../src/cli/dap/client.ts';
import { HubClient } from '../../../src/protocol/client.ts';
import { DISCOVERY_FILE_NAME } from '../../../src/protocol/discovery.ts';
import type { DiscoveryFile } from '../../../src/protocol/discovery.ts';
import { DEVELOPER_TOKEN_VARIABLE, hubArguments, STATE_DIRECTORY_VARIABLE } from '../../../src/protocol/environment.ts';
import type { LoginInfo } from '../../../src/protocol/rpc.ts';
import { repositoryRoot as root } from '../../../test/support/vscode/paths.ts';

/** Far beyond every budget: a large project compiles at its first start. */
const TIMEOUT_MS = 180_000;
const BUNDLES = join(root, 'dist');

export class BuiltSandbox {
  readonly client: HubClient;
  readonly stateDirectory: string;
  readonly #child: ChildProcess;
  readonly #isOwnState: boolean;
  readonly #bundles: string;
  #developerToken: string | null = null;

  private constructor(client: HubClient, child: ChildProcess, stateDirectory: string, isOwnState: boolean, bundles: string) {
    this.#bundles = bundles;
    this.client = client;
    this.#child = child;
    this.stateDirectory = stateDirectory;
    this.#isOwnState = isOwnState;
  }

  /** `worldFile`: null for projects only. `stateDirectory`: to take up what an earlier one left; it is kept then. `bundles`: of another build. */
  static async start(worldFile: string | null, { stateDirectory, bundles = BUNDLES }: { stateDirectory?: string; bundles?: string } = {}): Promise<BuiltSandbox> {
    const state = stateDirectory ?? mkdtempSync(join(tmpdir(), 'isv-bench-'));
    const child = spawn(process.execPath, [join(bundles, 'hub.mjs'), ...hubArguments({ stateDirectory: state, worldFile, exitWithStdin: true })], { stdio: ['pipe', 'pipe', 'inherit'] });
    await new Promise<void>((resolve, reject) => {
      child.stdout?.once('data', () => resolve());
      child.once('exit', code => reject(new Error(`The hub ended with ${code ?? 'a signal'}.`)));
    });
    const discovery = JSON.parse(readFileSync(join(state, DISCOVERY_FILE_NAME), 'utf8')) as DiscoveryFile;
    const client = await HubClient.connect(discovery);
    await client.request('client/hello', { client: 'bench', version: '1' });
    return new BuiltSandbox(client, child, state, stateDirectory === undefined, bundles);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  async signIn(userName: string): Promise<void> {
    this.#developerToken = (await this.client.request('developer/signIn', { userName })).token;
  }

  /** As the user who granted access. */
  logIn(org: string): Promise<LoginInfo> {
    return this.client.request('login/start', { org });
  }

  /** A debug adapter that is initialised and waits for its launch. */
  async adapter(): Promise<DapClient> {
    const environment = { ...process.env, [STATE_DIRECTORY_VARIABLE]: this.stateDirectory, ...(this.#developerToken === null ? {} : { [DEVELOPER_TOKEN_VARIABLE]: this.#developerToken }) };
    const adapter = new DapClient({ program: process.execPath, arguments: [join(this.#bundles, 'adapter.mjs')], environment, timeoutMs: TIMEOUT_MS });
    await adapter.request('initialize', { adapterID: 'isv-apex', linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path' });
    return adapter;
  }

  async close(): Promise<void> {
    this.client.close();
    const exited = new Promise<void>(resolve => { this.#child.once('exit', () => resolve()); });
    this.#child.stdin?.end();
    await exited;
    if (this.#isOwnState) rmSync(this.stateDirectory, { recursive: true, force: true });
  }
}
