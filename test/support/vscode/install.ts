import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundledNode, hostDirectory, serverDirectory } from './paths.ts';
import { run } from './run.ts';

/** What is installed beside the project, pinned: the server carries VS Code 1.139.1. */
const packages = ['code-server@4.139.1', 'playwright-core@1.65.1'];

/** Native modules that would need a compiler. The server only logs and watches with them (what it logs is what Output shows), so a few lines of JavaScript do. */
const replacements: Readonly<Record<string, string>> = {
  '@vscode/spdlog': `
const { appendFileSync, mkdirSync } = require('fs');
const { dirname } = require('path');
const names = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
class Logger {
  constructor(file) {
    this.file = file;
    this.level = 2;
    this.isPlain = false;
    if (file) mkdirSync(dirname(file), { recursive: true });
  }
  setPattern() { this.isPlain = false; } clearFormatters() { this.isPlain = true; } flush() {} drop() {}
  setLevel(level) { this.level = level; } getLevel() { return this.level; }
  write(level, text) {
    if (!this.file || level < this.level) return;
    const time = new Date().toISOString().replace('T', ' ').slice(0, -1);
    appendFileSync(this.file, this.isPlain ? text : time + ' [' + names[level] + '] ' + text + '\\n');
  }
}
names.forEach((name, level) => { Logger.prototype[name === 'warning' ? 'warn' : name] = function (text) { this.write(level, text); }; });
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async (_name, file) => new Logger(file);
exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
`,
  '@vscode/native-watchdog': 'exports.start = () => {};\nexports.exit = code => process.exit(code || 0);\n',
};

export interface InstalledHost {
  /** Absolute path of the server's entry file. */
  readonly serverMain: string;
  /** The VS Code version inside, such as "1.139.1". */
  readonly version: string;
}

/** Whether the served VS Code can run here at all; other platforms download the desktop one. */
export function canServe(): boolean {
  return process.platform === 'linux' && (process.arch === 'x64' || process.arch === 'arm64');
}

/** Installs the VS Code server once; later calls only read a stamp. No compiler and no root needed. */
export async function installHost(progress: (line: string) => void = () => {}): Promise<InstalledHost> {
  const stamp = join(hostDirectory, 'installed.json');
  if (!isInstalled(stamp)) {
    progress(`installing VS Code for the tests (${packages.join(', ')}), once`);
    mkdirSync(hostDirectory, { recursive: true });
    writeFileSync(join(hostDirectory, 'package.json'), '{ "private": true }\n');
    const env = { ...process.env, PATH: `${dirname(bundledNode)}:${process.env['PATH'] ?? ''}` };
    const flags = ['--ignore-scripts', '--engine-strict=false', '--no-audit', '--no-fund'];
    await run('npm', ['install', ...flags, ...packages], { cwd: hostDirectory, env });
    for (const folder of [serverDirectory, join(serverDirectory, 'extensions')]) {
      await run('npm', ['install', '--omit=dev', ...flags], { cwd: folder, env });
    }
    writeFileSync(stamp, JSON.stringify([packages]));
  }
  for (const [name, source] of Object.entries(replacements)) {
    const file = join(serverDirectory, 'node_modules', name, 'index.js');
    if (readFileSync(file, 'utf8') !== source) writeFileSync(file, source);
  }
  const product = JSON.parse(readFileSync(join(serverDirectory, 'package.json'), 'utf8')) as { version: string };
  return { serverMain: join(serverDirectory, 'out/server-main.js'), version: product.version };
}

function isInstalled(stamp: string): boolean {
  if (!existsSync(stamp)) return false;
  const [installed] = JSON.parse(readFileSync(stamp, 'utf8')) as [readonly string[]];
  return JSON.stringify(installed) === JSON.stringify(packages);
}
