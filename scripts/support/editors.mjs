// Which VS Code `npm start` opens, and how it is started and ended.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './toolchain.mjs';
import { worldFolder } from './local-world.mjs';

const windows = process.platform === 'win32';
const editorFolder = join(worldFolder, 'editor');

/**
 * @returns {{ kind: 'desktop', command: string, reason: string } | { kind: 'served' | 'downloaded', reason: string }}
 */
export function chooseEditor() {
  const named = process.env.ISV_EDITOR;
  if (named && named !== 'browser') return { kind: 'desktop', command: named, reason: 'ISV_EDITOR names it' };
  const code = named === 'browser' ? undefined : onPath(windows ? 'code.cmd' : 'code');
  const reason = named === 'browser' ? 'ISV_EDITOR is "browser"' : whyNotDesktop(code);
  if (code && !reason) return { kind: 'desktop', command: code, reason: 'it is on your PATH' };
  if (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)) return { kind: 'served', reason };
  return { kind: 'downloaded', reason };
}

function whyNotDesktop(code) {
  if (!code) return 'no `code` is on PATH';
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return 'there is no display';
  const wanted = /\^(\d+)\.(\d+)/.exec(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.vscode);
  const found = /^(\d+)\.(\d+)/.exec(spawnSync(code, ['--version'], { encoding: 'utf8', shell: windows, timeout: 10_000 }).stdout ?? '');
  if (!found) return `\`${code}\` does not say its version`;
  const isOld = Number(found[1]) < Number(wanted[1]) || (found[1] === wanted[1] && Number(found[2]) < Number(wanted[2]));
  return isOld ? `your \`code\` is ${found[0]}, older than ${wanted[0].slice(1)}` : undefined;
}

/**
 * Opens a folder. Resolves when the editor is up.
 * @returns {Promise<{ description: string, closed: Promise<void>, stop(): Promise<void> }>}
 */
export async function openEditor(choice, { folder, vsix, environment }) {
  const env = { ...process.env, ...environment, ISV_DEBUGGER_WELCOME: '1' };
  return choice.kind === 'served' ? openServed(choice, folder, vsix, env) : openDesktop(choice, folder, vsix, env);
}

const settings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': false,
  'debug.openDebug': 'openOnDebugBreak',
};

async function openServed(choice, folder, vsix, env) {
  const { installExtension, installHost, startServer } = await import('../../test/support/vscode/index.ts');
  await installHost(line => console.log(line));
  const dataDirectory = join(editorFolder, 'server');
  // A fresh profile; installed extensions may stay.
  for (const name of ['data', 'token']) rmSync(join(dataDirectory, name), { recursive: true, force: true });
  mkdirSync(dataDirectory, { recursive: true });
  await installOnce(vsix, join(dataDirectory, 'extensions'), () => installExtension(dataDirectory, vsix));
  const server = await startServer({ dataDirectory, settings, env, requireToken: true });
  const url = server.windowUrl({ folder });
  const opened = openInBrowser(url);
  return {
    description: `VS Code ${server.version} in your browser, because ${choice.reason}. ${opened ? 'It opens at' : 'Open'} ${url}`,
    closed: new Promise(() => {}),
    stop: () => server.stop(),
  };
}

async function openDesktop(choice, folder, vsix, env) {
  let command = choice.command;
  let prefix = [];
  if (choice.kind === 'downloaded') {
    const { downloadAndUnzipVSCode, resolveCliArgsFromVSCodeExecutablePath } = await import('@vscode/test-electron');
    const executable = await downloadAndUnzipVSCode({ version: 'stable', cachePath: join(root, '.vscode-test') });
    [command, ...prefix] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  }
  const profile = join(editorFolder, 'profile');
  const extensions = join(editorFolder, 'extensions');
  rmSync(profile, { recursive: true, force: true });
  mkdirSync(join(profile, 'User'), { recursive: true });
  mkdirSync(extensions, { recursive: true });
  writeFileSync(join(profile, 'User/settings.json'), JSON.stringify(settings, null, 2));
  const places = ['--user-data-dir', profile, '--extensions-dir', extensions];
  await installOnce(vsix, extensions, () => {
    const result = spawnSync(command, [...prefix, ...places, '--install-extension', vsix, '--force'], { encoding: 'utf8', shell: windows, env });
    if (result.status !== 0) throw new Error(`${command} could not install the extension:\n${result.stdout}${result.stderr}`);
  });
  const child = spawn(command, [...prefix, ...places, '--new-window', '--wait', '--skip-welcome', '--skip-release-notes', '--disable-workspace-trust', folder], { stdio: 'ignore', shell: windows, env });
  const closed = new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', () => done());
  });
  return {
    description: `${choice.kind === 'downloaded' ? 'desktop VS Code, downloaded' : command}, because ${choice.reason}`,
    closed,
    async stop() {
      // The command line only waits; the window's own process is named by its profile's lock.
      const lock = join(profile, 'code.lock');
      const pid = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : child.pid;
      try {
        process.kill(pid, 'SIGTERM');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
      await Promise.race([closed, new Promise(done => setTimeout(done, 3000))]);
      child.kill('SIGKILL');
    },
  };
}

/** Installs when the VSIX is newer than what was installed. */
async function installOnce(vsix, extensions, install) {
  const stamp = join(extensions, '.installed-from');
  const version = String(statSync(vsix).mtimeMs);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return;
  await install();
  writeFileSync(stamp, version);
}

function openInBrowser(url) {
  const opener = process.platform === 'darwin' ? 'open' : onPath('xdg-open');
  if (!opener || (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)) return false;
  const child = spawn(opener, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => console.log(`${opener} could not open the browser.`));
  child.unref();
  return true;
}

function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      continue;
    }
  }
  return undefined;
}
