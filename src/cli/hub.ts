/** Connects to the hub that owns a world, or starts one that ends with this command. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HubClient } from '../protocol/client.ts';
import { DISCOVERY_FILE_NAME } from '../protocol/discovery.ts';
import type { DiscoveryFile } from '../protocol/discovery.ts';
import { entryPoint } from '../protocol/entry-points.ts';
import { DEVELOPER_TOKEN_VARIABLE, hubArguments, SERVER_VARIABLE, serverUrlProblem } from '../protocol/environment.ts';
import type { TeamArguments } from '../protocol/environment.ts';
import { readServerCa, SERVER_CA_VARIABLE, whyRefused } from '../protocol/server-ca.ts';
import type { SignInFactors } from '../protocol/identity.ts';
import type { DeveloperInfo } from '../protocol/rpc.ts';
import { CannotRun } from './failure.ts';
import { sandboxNode } from './sandbox-node.ts';
import type { World } from './world.ts';

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 25;
/** Keeps the developer signed in from one command to the next. */
const TOKEN_FILE = 'cli-developer';

export interface Hub {
  readonly client: HubClient;
  readonly world: World;
  readonly discovery: DiscoveryFile;
  /** The hub this command started; null if there was one. */
  readonly child: ChildProcess | null;
  /** A team's server: it has none of this machine's folders. */
  readonly isElsewhere: boolean;
  /** Null: nobody is signed in. */
  developer: DeveloperInfo | null;
  developerToken: string | null;
}

export async function connectHub(world: World, team?: TeamArguments): Promise<Hub> {
  const server = process.env[SERVER_VARIABLE];
  if (server !== undefined && server !== '' && team === undefined) return connectServer(world, server);
  const running = await tryConnect(world);
  const { client, discovery, child } = running ? { ...running, child: null } : await startHub(world, team);
  const developerToken = process.env[DEVELOPER_TOKEN_VARIABLE] ?? savedToken(world);
  const hello = await client.request('client/hello', { client: 'cli', version: '1', ...(developerToken === null ? {} : { developerToken }) });
  return { client, world, discovery, child, isElsewhere: false, developer: hello.developer, developerToken: hello.developer ? developerToken : null };
}

/** A team's server knows the developer by the token. */
async function connectServer(world: World, url: string): Promise<Hub> {
  const token = process.env[DEVELOPER_TOKEN_VARIABLE];
  if (token === undefined) throw new CannotRun(`${SERVER_VARIABLE} names a team's server; set ${DEVELOPER_TOKEN_VARIABLE} to the token you got for it.`);
  const problem = serverUrlProblem(url);
  if (problem !== null) throw new CannotRun(`${SERVER_VARIABLE}: ${problem}`);
  let client: HubClient;
  try {
    client = await HubClient.connectTo({ url, token, ca: serverCa() });
  } catch (error) {
    if (error instanceof CannotRun) throw error;
    throw new CannotRun(`The server ${url} refused the connection: ${whyRefused(error, SERVER_CA_VARIABLE)}`);
  }
  const { developer } = await client.request('client/hello', { client: 'cli', version: '1' });
  const discovery = { pid: 0, startedAt: 0, port: Number(new URL(url).port), token: '', pages: '', worldFile: null, version: '' };
  return { client, world, discovery, child: null, isElsewhere: true, developer, developerToken: token };
}

function serverCa(): string | undefined {
  try {
    return readServerCa(process.env[SERVER_CA_VARIABLE], SERVER_CA_VARIABLE, file => readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CannotRun((error as Error).message);
  }
}

export function closeHub(hub: Hub): void {
  hub.client.close();
  hub.child?.stdin?.end();
}

/** Signs in and remembers it for the commands to come. */
export async function signIn(hub: Hub, userName: string, factors: SignInFactors = {}): Promise<DeveloperInfo> {
  const { developer, token } = await hub.client.request('developer/signIn', { userName, ...factors });
  hub.developer = developer;
  hub.developerToken = token;
  mkdirSync(hub.world.stateDirectory, { recursive: true, mode: 0o700 });
  writeFileSync(join(hub.world.stateDirectory, TOKEN_FILE), token, { mode: 0o600 });
  return developer;
}

function savedToken(world: World): string | null {
  const file = join(world.stateDirectory, TOKEN_FILE);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

async function tryConnect(world: World): Promise<{ client: HubClient; discovery: DiscoveryFile } | null> {
  const discovery = readDiscovery(world);
  if (!discovery) return null;
  try {
    return { client: await HubClient.connect(discovery), discovery };
  } catch (error) {
    // Nobody listens: what is left of a hub that was killed.
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') return null;
    throw new CannotRun(`The sandbox at port ${discovery.port} refused the connection: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readDiscovery(world: World): DiscoveryFile | null {
  try {
    return JSON.parse(readFileSync(join(world.stateDirectory, DISCOVERY_FILE_NAME), 'utf8')) as DiscoveryFile;
  } catch {
    // Missing, or being written: the caller asks again.
    return null;
  }
}

export async function startHub(world: World, team?: TeamArguments): Promise<{ client: HubClient; discovery: DiscoveryFile; child: ChildProcess }> {
  const program = entryPoint('hub');
  if (!existsSync(program)) throw new CannotRun(`${program} is missing; build or install the product again.`);
  mkdirSync(world.stateDirectory, { recursive: true, mode: 0o700 });
  const { stateDirectory, worldFile } = world;
  const child = spawn(sandboxNode(program), [program, ...hubArguments({ stateDirectory, worldFile, exitWithStdin: true, ...(team ? { team } : {}) })], { stdio: ['pipe', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => { said = (said + chunk.toString('utf8')).slice(-4000); });
  const exit = new Promise<string>(done => {
    child.once('error', error => done(error.message));
    child.once('exit', (code, signal) => done(`It ended with ${code ?? signal ?? 'no code'}.`));
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const connected = await tryConnect(world);
    if (connected) return { ...connected, child };
    const ended = await Promise.race([exit, new Promise<null>(done => setTimeout(done, POLL_MS, null))]);
    if (ended !== null) {
      // Another process may have become the hub first.
      const other = await tryConnect(world);
      if (other) return { ...other, child };
      throw new CannotRun(`The sandbox could not start. ${said.trim() || ended}`);
    }
    if (performance.now() > deadline) {
      child.stdin.end();
      throw new CannotRun(`The sandbox didn't answer within ${START_TIMEOUT_MS / 1000} s. ${said.trim()}`);
    }
  }
}
