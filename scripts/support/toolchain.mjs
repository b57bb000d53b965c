// Must run on Node 20.19 with nothing installed: plain JavaScript, no dependencies.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const modules = join(root, 'node_modules');
const windows = process.platform === 'win32';
export const bundledNode = join(modules, 'node/bin', windows ? 'node.exe' : 'node');

/** Installs the dependencies when they are missing or older than the lock file. */
export function installDependencies() {
  const installed = join(modules, '.package-lock.json');
  const lock = join(root, 'package-lock.json');
  if (existsSync(installed) && existsSync(bundledNode) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs - 1000) return;
  const command = existsSync(installed) ? 'install' : 'ci';
  console.log(`installing dependencies: npm ${command}`);
  const result = spawnSync('npm', [command, '--no-audit', '--no-fund'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], shell: windows });
  if (result.status !== 0) throw new Error(`\`npm ${command}\` failed. Check the network and the npm registry, then run this again.`);
  if (existsSync(bundledNode)) return;
  // An npm that runs no install scripts leaves this one to us.
  spawnSync(process.execPath, ['installArchSpecificPackage.js'], { cwd: join(modules, 'node'), stdio: 'inherit' });
  if (!existsSync(bundledNode)) throw new Error(`npm installed no Node for ${process.platform} ${process.arch}. Use Node 24 itself, or let npm run the install script of the package "node".`);
}

/**
 * Makes the rest of the calling script run on the Node that the repository brings: the sandbox needs `node:sqlite`
 * and the sources need type stripping, which the Node that started us may lack. Resolves only on that Node.
 */
export async function onBundledNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Node ${process.versions.node} is too old: 20.19 or later is needed.`);
    process.exit(2);
  }
  installDependencies();
  const path = `${dirname(bundledNode)}${delimiter}${join(modules, '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  if (major >= 24) {
    process.env.PATH = path;
    return;
  }
  const child = spawn(bundledNode, process.argv.slice(1), { stdio: 'inherit', env: { ...process.env, PATH: path } });
  // The terminal signals the whole group; the child decides when both end.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const code = await new Promise(done => child.once('exit', (status, signal) => done(signal ? 1 : status)));
  process.exit(code);
}
