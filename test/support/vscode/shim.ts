/**
 * Stands where the desktop's executable stands: understands the arguments that @vscode/test-electron gives to VS Code,
 * serves the same VS Code to a headless browser and ends with the extension tests' exit code.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from './browser.ts';
import { startServer } from './server.ts';

interface DesktopArguments {
  readonly developmentPaths: readonly string[];
  readonly testsPath: string;
  readonly folder: string | undefined;
}

function parse(args: readonly string[]): DesktopArguments {
  const developmentPaths: string[] = [];
  let testsPath = '';
  let folder: string | undefined;
  for (const argument of args) {
    const [name, value] = argument.split(/=(.*)/s) as [string, string | undefined];
    if (name === '--extensionDevelopmentPath' && value) developmentPaths.push(value);
    else if (name === '--extensionTestsPath' && value) testsPath = value;
    else if (!argument.startsWith('--')) folder = argument;
  }
  if (!testsPath) throw new Error('The VS Code shim runs extension tests only: --extensionTestsPath is missing.');
  return { developmentPaths, testsPath, folder };
}

/** The web's payload takes one extension under development; the others are put where installed ones lie. */
function addExtension(dataDirectory: string, folder: string): void {
  const { publisher, name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<'publisher' | 'name' | 'version', string>;
  const extensions = join(dataDirectory, 'extensions');
  mkdirSync(extensions, { recursive: true });
  cpSync(folder, join(extensions, `${publisher}.${name}-${version}`), { recursive: true });
}

/** What the workbench itself logs in every run. */
function isNoise(args: readonly unknown[]): boolean {
  const first = String(args[0]);
  return !process.env['ISV_TEST_VERBOSE'] && /^\[[A-Z]|^\[reconnection|socket|connection token|builtin extensions|workbench contribution/.test(first);
}

async function main(): Promise<number> {
  const { developmentPaths, testsPath, folder } = parse(process.argv.slice(2));
  const dataDirectory = mkdtempSync(join(tmpdir(), 'isv-vscode-'));
  const [tested, ...others] = developmentPaths;
  others.forEach(folder => addExtension(dataDirectory, folder));
  const server = await startServer({ dataDirectory, testDriver: true });
  const browser = await launchBrowser(line => console.log(line));
  const close = async (): Promise<void> => {
    await browser.close();
    await server.stop();
    rmSync(dataDirectory, { recursive: true, force: true });
  };
  process.once('SIGINT', () => void close().finally(() => process.exit(130)));
  process.once('SIGTERM', () => void close().finally(() => process.exit(143)));
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const limitSeconds = Number(process.env['VSCODE_TEST_TIMEOUT_SECONDS'] ?? 300);
    const code = await new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`The extension host reported no result within ${limitSeconds} s.`)), limitSeconds * 1000);
      const finish = (result: number): void => {
        clearTimeout(timer);
        resolve(result);
      };
      page.on('crash', () => reject(new Error('The browser page crashed.')));
      const remote = (path: string): string => `vscode-remote://127.0.0.1:${server.port}${path}`;
      const payload = [
        ...(tested ? [['extensionDevelopmentPath', remote(tested)]] : []),
        ['extensionTestsPath', remote(testsPath)],
      ];
      const query = { ...(folder ? { folder } : { ew: 'true' }), payload: JSON.stringify(payload) };
      void (async () => {
        await page.exposeFunction('codeAutomationExit', finish);
        await page.exposeFunction('codeAutomationLog', (kind: string, args: unknown[]) => {
          if (isNoise(args)) return;
          const stream = kind === 'error' ? process.stderr : process.stdout;
          stream.write(`${args.map(argument => (typeof argument === 'string' ? argument : JSON.stringify(argument))).join(' ')}\n`);
        });
        await page.goto(server.windowUrl(query), { waitUntil: 'domcontentloaded' });
      })().catch(reject);
    });
    return code;
  } finally {
    await close();
  }
}

process.exit(await main());
