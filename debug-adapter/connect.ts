/** Finds the hub of the world at hand, or starts it; signs in with the token the parent process passed on. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { HubClient } from '../src/protocol/client.ts';
import { DISCOVERY_FILE_NAME } from '../src/protocol/discovery.ts';
import type { DiscoveryFile } from '../src/protocol/discovery.ts';
import { entryPoint } from '../src/protocol/entry-points.ts';
import { DEVELOPER_TOKEN_VARIABLE, hubArguments, SERVER_VARIABLE, serverUrlProblem, STATE_DIRECTORY_VARIABLE, stateHome, WORLD_FILE_NAMES, worldStateDirectory } from '../src/protocol/environment.ts';
import { readServerCa, SERVER_CA_VARIABLE, whyRefused } from '../src/protocol/server-ca.ts';
import { hubUnavailable } from './errors.ts';

const START_TIMEOUT_MS = 20_000;
const POLL_MS = 25;

/** `anchor`: the main project folder of the launch configuration; without one, the working directory. */
export async function connect(anchor: string | null): Promise<HubClient> {
  const server = process.env[SERVER_VARIABLE];
  if (server !== undefined && server !== '') return connectServer(server);
  const folder = resolve(anchor ?? '.');
  const worldFile = WORLD_FILE_NAMES.map(name => join(folder, name)).find(file => existsSync(file)) ?? null;
  const named = process.env[STATE_DIRECTORY_VARIABLE];
  const stateDirectory = named ?? worldStateDirectory(stateHome(process.env, homedir(), process.platform), realpathSync(worldFile ?? folder));
  const client = (await tryConnect(stateDirectory)) ?? (await start(stateDirectory, worldFile));
  const developerToken = process.env[DEVELOPER_TOKEN_VARIABLE];
  await client.request('client/hello', { client: 'debug-adapter', version: '1', ...(developerToken ? { developerToken } : {}) });
  return client;
}

/** A team's server knows the developer by the token. */
async function connectServer(url: string): Promise<HubClient> {
  const problem = serverUrlProblem(url);
  if (problem !== null) throw hubUnavailable(problem);
  const token = process.env[DEVELOPER_TOKEN_VARIABLE];
  if (!token) throw hubUnavailable(`${url} needs the token that you got for it, in ${DEVELOPER_TOKEN_VARIABLE}`);
  try {
    const ca = readServerCa(process.env[SERVER_CA_VARIABLE], SERVER_CA_VARIABLE, file => readFileSync(file, 'utf8'));
    const client = await HubClient.connectTo({ url, token, ca });
    await client.request('client/hello', { client: 'debug-adapter', version: '1' });
    return client;
  } catch (error) {
    throw hubUnavailable(`${url}: ${whyRefused(error, SERVER_CA_VARIABLE)}`);
  }
}

async function tryConnect(stateDirectory: string): Promise<HubClient | null> {
  const discovery = readDiscovery(stateDirectory);
  if (!discovery) return null;
  try {
    return await HubClient.connect(discovery);
  } catch (error) {
    // Nobody listens: what is left of a hub that was killed.
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') return null;
    throw hubUnavailable(error instanceof Error ? error.message : String(error));
  }
}

function readDiscovery(stateDirectory: string): DiscoveryFile | null {
  try {
    return JSON.parse(readFileSync(join(stateDirectory, DISCOVERY_FILE_NAME), 'utf8')) as DiscoveryFile;
  } catch {
    // Missing, or being written: the caller asks again.
    return null;
  }
}

async function start(stateDirectory: string, worldFile: string | null): Promise<HubClient> {
  const program = entryPoint('hub');
  if (!existsSync(program)) throw hubUnavailable(`${program} is missing; build or install the product again.`);
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const child = spawn(process.execPath, [program, ...hubArguments({ stateDirectory, worldFile, exitWithStdin: true })], {
    cwd: dirname(program), stdio: ['pipe', 'ignore', 'pipe'], env: process.env,
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => { said = (said + chunk.toString('utf8')).slice(-2000); });
  const exit = exitOf(child);
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    const client = await tryConnect(stateDirectory);
    if (client) return client;
    const ended = await Promise.race([exit, new Promise<null>(done => setTimeout(done, POLL_MS, null))]);
    // Another process may have become the hub first.
    if (ended !== null) {
      const other = await tryConnect(stateDirectory);
      if (other) return other;
      throw hubUnavailable(`${ended} ${said.trim()}`.trim());
    }
    if (performance.now() > deadline) throw hubUnavailable(`it didn't answer within ${START_TIMEOUT_MS / 1000} s. ${said.trim()}`);
  }
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise(done => {
    child.once('error', error => done(error.message));
    child.once('exit', (code, signal) => done(`it ended with ${code ?? signal ?? 'no code'}.`));
  });
}
