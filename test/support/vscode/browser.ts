import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheDirectory, hostDirectory } from './paths.ts';
import type { Browser, Chromium } from './playwright.ts';
import { run } from './run.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge', 'chrome'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Headless, without anything that talks to the network by itself. */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a browser that the tests drive. It is found, or installed where that needs no question. */
export async function launchBrowser(progress: (line: string) => void = () => {}): Promise<Browser> {
  const executablePath = await findChromium(progress);
  const require = createRequire(join(hostDirectory, 'package.json'));
  const { chromium } = require('playwright-core') as { chromium: Chromium };
  return chromium.launch({ executablePath, args: flags });
}

async function findChromium(progress: (line: string) => void): Promise<string> {
  const named = process.env['CHROMIUM_EXECUTABLE'];
  if (named) return named;
  const found = await firstThatRuns();
  if (found) return found;
  if (process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get')) {
    progress('installing chromium with apt-get, once');
    try {
      await run('apt-get', ['update'], { timeoutSeconds: 120 });
      await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']);
    } catch (error) {
      progress(`apt-get could not install chromium (${firstLine(error)}); trying the npm one`);
    }
    const installed = await firstThatRuns();
    if (installed) return installed;
    try {
      await run('apt-get', ['install', '-y', '--no-install-recommends', 'libnss3', 'libnspr4', 'libexpat1', 'fonts-dejavu-core']);
    } catch (error) {
      progress(`apt-get could not install the browser's libraries (${firstLine(error)})`);
    }
  }
  if (process.platform === 'linux') return fromNpm(progress);
  throw new Error('No Chromium or Chrome was found. Install one, or name it in CHROMIUM_EXECUTABLE.');
}

/** A stub that only tells people to use another package manager exists on PATH but doesn't run, so each is asked for its version. */
async function firstThatRuns(): Promise<string | undefined> {
  for (const candidate of [...names.map(onPath), ...places.filter(place => existsSync(place))]) {
    if (!candidate) continue;
    try {
      await run(candidate, ['--version', '--no-sandbox'], { timeoutSeconds: 20 });
      return candidate;
    } catch {
      continue;
    }
  }
  return undefined;
}

function onPath(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      continue;
    }
  }
  return undefined;
}

async function fromNpm(progress: (line: string) => void): Promise<string> {
  const folder = join(cacheDirectory, 'chromium');
  const entry = join(folder, 'node_modules/@sparticuz/chromium/build/index.js');
  if (!existsSync(entry)) {
    progress('installing @sparticuz/chromium from npm, once');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '@sparticuz/chromium@153.0.0'], { cwd: folder });
  }
  const resolved = createRequire(join(folder, 'package.json')).resolve('@sparticuz/chromium');
  const loaded = (await import(pathToFileURL(resolved).href)) as { default: { executablePath(): Promise<string> } };
  const executable = await loaded.default.executablePath();
  await run(executable, ['--version', '--no-sandbox'], { timeoutSeconds: 30 }).catch((error: unknown) => {
    throw new Error(`Chromium from npm does not start. Install your distribution's chromium, or name one in CHROMIUM_EXECUTABLE. ${firstLine(error)}`);
  });
  return executable;
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n').slice(0, 2).join(' ');
}
