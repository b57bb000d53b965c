// The copy of the sample world that `npm start` works on, and its hub.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { root } from './toolchain.mjs';

/** Tests work on a world of their own. */
export const worldFolder = process.env.ISV_WORLD_FOLDER ?? join(root, '.world');
export const worldHome = join(worldFolder, 'home');
const samples = join(worldFolder, 'samples');

/**
 * The world to open. Without `file` it is a copy of the samples, so that nobody's experiments change them; `reset` throws
 * the copy and all data away first. A world of one's own is used where it lies.
 * @returns {{ worldFile: string, packageFolder: string, kept: string[] }} kept: sample files that changed both here and there
 */
export function prepareWorld({ reset = false, file } = {}) {
  if (reset) rmSync(worldFolder, { recursive: true, force: true });
  mkdirSync(worldFolder, { recursive: true });
  const kept = file ? [] : copySamples();
  const worldFile = realpathSync(file ?? join(samples, 'world.json'));
  const description = JSON.parse(readFileSync(worldFile, 'utf8'));
  const [first] = description.packages ?? [];
  return { worldFile, packageFolder: first ? resolve(dirname(worldFile), first.path) : dirname(worldFile), kept };
}

/** Brings the copy up to date with the samples; what was edited in the copy stays. Returns the files that changed in both. */
function copySamples() {
  const manifest = join(worldFolder, 'samples-copied.json');
  const copied = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
  const now = {};
  const kept = [];
  for (const name of filesBelow(join(root, 'samples'))) {
    const [from, to] = [join(root, 'samples', name), join(samples, name)];
    now[name] = hashOf(from);
    if (copied[name] === now[name]) continue;
    if (existsSync(to) && hashOf(to) !== (copied[name] ?? now[name])) { kept.push(name); continue; }
    mkdirSync(dirname(to), { recursive: true });
    cpSync(from, to);
  }
  for (const name of Object.keys(copied)) {
    if (now[name] === undefined && existsSync(join(samples, name)) && hashOf(join(samples, name)) === copied[name]) rmSync(join(samples, name));
  }
  writeFileSync(manifest, JSON.stringify(now, null, 1));
  return kept;
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true }).map(String).filter(name => statSync(join(folder, name)).isFile());
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Environment under which editor, hub and command line find the world's state. */
export function worldEnvironment() {
  return { ISV_DEBUGGER_HOME: worldHome };
}

/**
 * Starts the hub and resolves when it answers: its discovery file is there.
 * @returns {Promise<{ pid: number, pages: string, stop(): Promise<void>, ended: Promise<string> }>}
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
    pages: JSON.parse(readFileSync(discovery, 'utf8')).pages,
    ended,
    async stop() {
      child.stdin.end();
      const timer = setTimeout(() => process.kill(child.pid, 'SIGKILL'), 3000);
      await ended;
      clearTimeout(timer);
    },
  };
}
