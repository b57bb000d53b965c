import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bundledNode, hostDirectory, serverDirectory } from './paths.ts';
import { run } from './run.ts';

/** What is installed beside the project, pinned: the server carries VS Code 1.139.1. */
const packages = ['code-server@4.139.1', 'playwright-core@1.65.1'];

/** Native modules that would need a compiler. The server only logs and watches with them, so a few lines of JavaScript do. */
const replacements: Readonly<Record<string, string>> = {
  '@vscode/spdlog': `
class Logger {
  constructor() { this.level = 2; }
  setPattern() {} clearFormatters() {} flush() {} drop() {}
  setLevel(level) { this.level = level; } getLevel() { return this.level; }
  trace() {} debug() {} info() {} warn() {} error() {} critical() {}
}
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = async () => new Logger();
exports.createAsyncRotatingLogger = async () => new Logger();
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
  const wanted = JSON.stringify([packages, replacements]);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    progress(`installing VS Code for the tests (${packages.join(', ')}), once`);
    mkdirSync(hostDirectory, { recursive: true });
    writeFileSync(join(hostDirectory, 'package.json'), '{ "private": true }\n');
    const env = { ...process.env, PATH: `${dirname(bundledNode)}:${process.env['PATH'] ?? ''}` };
    const flags = ['--ignore-scripts', '--engine-strict=false', '--no-audit', '--no-fund'];
    await run('npm', ['install', ...flags, ...packages], { cwd: hostDirectory, env });
    for (const folder of [serverDirectory, join(serverDirectory, 'extensions')]) {
      await run('npm', ['install', '--omit=dev', ...flags], { cwd: folder, env });
    }
    for (const [name, source] of Object.entries(replacements)) {
      writeFileSync(join(serverDirectory, 'node_modules', name, 'index.js'), source);
    }
    writeFileSync(stamp, wanted);
  }
  const product = JSON.parse(readFileSync(join(serverDirectory, 'package.json'), 'utf8')) as { version: string };
  return { serverMain: join(serverDirectory, 'out/server-main.js'), version: product.version };
}
