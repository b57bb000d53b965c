import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installHost } from './install.ts';
import { leadToLocalPages } from './local-pages.ts';
import { leashed } from './leash.ts';
import { bundledNode } from './paths.ts';
import { run } from './run.ts';

export interface ServerOptions {
  /** Everything the server writes; fresh for every test run. */
  readonly dataDirectory: string;
  /** Merged over the quiet defaults of `userSettings`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  /** The switch without which a built VS Code runs no extension tests; it also suppresses toasts and dialogs. */
  readonly testDriver?: boolean;
  /** A page elsewhere in the user's browser must not reach an editor that people use. */
  readonly requireToken?: boolean;
  readonly port?: number;
  /** Restricted Mode until a person trusts the folder; else every folder is trusted. */
  readonly asksForTrust?: boolean;
}

export interface VSCodeServer {
  readonly port: number;
  readonly version: string;
  /** The process, and the id of the process group it leads, which ends with this one at the latest. */
  readonly processId: number;
  /** Address of a window on a folder, with the token where one is needed. */
  windowUrl(query: Readonly<Record<string, string>>): string;
  stop(): Promise<void>;
}

/** No tips, experiments, updates or assistants: a window looks the same in every run. */
export const userSettings: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  'chat.agentHost.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
};

/** Starts the VS Code server on a loopback port of its choice and waits until it listens. */
export async function startServer(options: ServerOptions): Promise<VSCodeServer> {
  const { serverMain, version } = await installHost();
  const token = options.requireToken ? randomBytes(32).toString('hex') : undefined;
  writeUserSettings(options.dataDirectory, options.settings ?? {});
  const localPages = await leadToLocalPages();
  const args = [
    serverMain,
    '--host=127.0.0.1',
    `--port=${options.port ?? 0}`,
    ...tokenArguments(options.dataDirectory, token),
    '--accept-server-license-terms',
    '--telemetry-level=off',
    ...(options.asksForTrust ? [] : ['--disable-workspace-trust']),
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
    ...directoryArguments(options.dataDirectory),
  ];
  const leash = leashed(bundledNode, args);
  const child = spawn(leash.command, leash.args, {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...options.env, VSCODE_PROXY_URI: localPages.template, EXTENSIONS_GALLERY: '{}' },
  });
  const processId = child.pid;
  if (processId === undefined) throw new Error(`The VS Code server did not start with ${bundledNode}.`);
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
  const port = await listeningPort(child, ended);
  // A pipe nobody reads fills up and blocks the server.
  child.stdout.resume();
  child.stderr.resume();
  return {
    port,
    version,
    processId,
    windowUrl(query) {
      const address = new URL(`http://127.0.0.1:${port}/`);
      if (token) address.searchParams.set('tkn', token);
      for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
      return address.href;
    },
    async stop() {
      endGroup(processId, 'SIGTERM');
      const killer = setTimeout(() => endGroup(processId, 'SIGKILL'), 3000);
      await ended;
      clearTimeout(killer);
      localPages.close();
      endGroup(processId, 'SIGKILL');
    },
  };
}

/** Installs a packaged extension the way a person does. */
export async function installExtension(dataDirectory: string, vsix: string): Promise<void> {
  const { serverMain } = await installHost();
  await run(bundledNode, [serverMain, ...directoryArguments(dataDirectory), '--install-extension', vsix, '--force'], {
    env: { ...process.env, EXTENSIONS_GALLERY: '{}' },
    timeoutSeconds: 120,
  });
}

function directoryArguments(dataDirectory: string): string[] {
  return ['--server-data-dir', dataDirectory, '--extensions-dir', join(dataDirectory, 'extensions')];
}

/** The token goes through a file only we can read, for argument lists are public. */
function tokenArguments(dataDirectory: string, token: string | undefined): string[] {
  if (!token) return ['--without-connection-token'];
  const file = join(dataDirectory, 'token');
  writeFileSync(file, token, { mode: 0o600 });
  return ['--connection-token-file', file];
}

function writeUserSettings(dataDirectory: string, settings: Readonly<Record<string, unknown>>): void {
  const folder = join(dataDirectory, 'data/User');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(dataDirectory, 'extensions'), { recursive: true });
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ...userSettings, ...settings }, null, 4));
}

function listeningPort(child: ReturnType<typeof spawn>, ended: Promise<void>): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`The VS Code server named no port within 60 s:\n${output}`)), 60_000);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const match = /(?:listening on |127\.0\.0\.1:)(\d+)/.exec(output);
      if (!match) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    void ended.then(() => {
      clearTimeout(timer);
      reject(new Error(`The VS Code server ended at once:\n${output}`));
    });
  });
}

function endGroup(processId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-processId, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
