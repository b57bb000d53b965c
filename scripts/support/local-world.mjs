// The copy of the sample world that `npm start` works on, and its hub.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './toolchain.mjs';

/** Tests work on a world of their own. */
export const worldFolder = process.env.ISV_WORLD_FOLDER ?? join(root, '.world');
export const worldHome = join(worldFolder, 'home');
const samples = join(worldFolder, 'samples');

/** Copies the samples where they are not yet; `reset` throws the copy and its data away first. */
export function prepareWorld({ reset = false } = {}) {
  if (reset) rmSync(worldFolder, { recursive: true, force: true });
  if (!existsSync(join(samples, 'world.json'))) {
    mkdirSync(worldFolder, { recursive: true });
    cpSync(join(root, 'samples'), samples, { recursive: true });
  }
  const worldFile = realpathSync(join(samples, 'world.json'));
  const description = JSON.parse(readFileSync(worldFile, 'utf8'));
  return { worldFile, packageFolder: join(samples, description.packages[0].path) };
}

/** Environment under which editor, hub and command line find the world's state. */
export function worldEnvironment() {
  return { ISV_DEBUGGER_HOME: worldHome };
}

/**
 * Starts the hub and resolves when it answers: its discovery file is there.
 * @returns {Promise<{ pid: number, stop(): Promise<void>, ended: Promise<string> }>}
 */
export async function startHub(worldFile) {
  const { hubArguments, worldStateDirectory } = await import('../../src/protocol/environment.ts');
  const { DISCOVERY_FILE_NAME } = await import('../../src/protocol/discovery.ts');
  const stateDirectory = worldStateDirectory(worldHome, worldFile);
  const discovery = join(stateDirectory, DISCOVERY_FILE_NAME);
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  const args = [join(root, 'dist/hub.mjs'), ...hubArguments({ stateDirectory, worldFile, exitWithStdin: true })];
  // Its input is a pipe of ours: should this process be killed, the hub ends by itself.
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...worldEnvironment() }, detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (output = (output + chunk).slice(-4000)));
  const ended = new Promise(done => child.once('close', (code, signal) => done(`The sandbox ended with ${code ?? signal}.\n${output}`.trim())));
  const isUp = () => existsSync(discovery) && JSON.parse(readFileSync(discovery, 'utf8')).pid === child.pid;
  const deadline = Date.now() + 20_000;
  while (!isUp()) {
    const reason = await Promise.race([ended, new Promise(done => setTimeout(() => done(undefined), 25))]);
    if (reason) throw new Error(reason);
    if (Date.now() > deadline) throw new Error(`The sandbox did not start within 20 s.\n${output}`);
  }
  return {
    pid: child.pid,
    ended,
    async stop() {
      child.stdin.end();
      const timer = setTimeout(() => process.kill(child.pid, 'SIGKILL'), 3000);
      await ended;
      clearTimeout(timer);
    },
  };
}
