import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { canServe, installHost } from './install.ts';
import { bundledNode, cacheDirectory, repositoryRoot } from './paths.ts';

export interface EditorHost {
  /** What `runTests({ vscodeExecutablePath })` starts. */
  readonly executable: string;
  /** One line for people: which editor runs the tests, and why. */
  readonly description: string;
}

/** Chooses the VS Code that the extension tests run in: one that is named, else the desktop's, else the served one. */
export async function chooseEditor(progress: (line: string) => void): Promise<EditorHost> {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named) return { executable: named, description: `${named} (VSCODE_EXECUTABLE)` };
  if (process.env['VSCODE_HOST'] !== 'server') {
    const version = desktopVersion();
    try {
      progress(`looking for desktop VS Code ${version}`);
      const executable = await downloadAndUnzipVSCode({ version, cachePath: cacheDirectory, timeout: 15_000, reporter: { report() {}, error() {} } });
      if (hasDisplay()) return { executable, description: `desktop VS Code ${version}` };
      progress('desktop VS Code needs a display; start the tests under `xvfb-run -a` to use it');
    } catch (error) {
      progress(`desktop VS Code cannot be had here (${error instanceof Error ? error.message.split('\n')[0] : String(error)})`);
    }
  }
  if (!canServe()) throw new Error('No VS Code to test in: the desktop cannot be downloaded, and the served one runs on Linux only. Name an executable in VSCODE_EXECUTABLE.');
  const { version } = await installHost(progress);
  const reason = process.env['VSCODE_HOST'] === 'server' ? 'VSCODE_HOST=server' : 'no desktop VS Code here';
  return { executable: writeShim(), description: `VS Code ${version} served to headless Chromium (${reason})` };
}

/** The newest desktop whose extension API the manifest's types describe is what most people run. */
function desktopVersion(): string {
  const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as { engines: { vscode: string } };
  return process.env['VSCODE_VERSION'] ?? (manifest.engines.vscode.startsWith('^') ? 'stable' : manifest.engines.vscode);
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** An executable file with absolute paths in it, because the tests may run with no `node` on PATH. */
function writeShim(): string {
  const file = join(cacheDirectory, 'vscode-shim');
  const shim = join(dirname(fileURLToPath(import.meta.url)), 'shim.ts');
  mkdirSync(cacheDirectory, { recursive: true });
  writeFileSync(file, `#!/bin/sh\nexec "${bundledNode}" "${shim}" "$@"\n`, { mode: 0o755 });
  return file;
}
