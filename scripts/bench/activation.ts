/**
 * Activation of the extension in VS Code's own extension host: loading the bundle and `activate()`. The host runs a copy of
 * the extension that nothing activates but the benchmark.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { chooseEditor, hostDirectory } from '../../test/support/vscode/index.ts';
import { repositoryRoot as root } from '../../test/support/vscode/paths.ts';
import { printMissing, printRow, quantile } from './support/rows.ts';

const NAME = "activation in VS Code's extension host";
const STARTS = 3;

interface Times { readonly loading: number; readonly activating: number }

async function time(executable: string): Promise<Times> {
  const scratch = mkdtempSync(join(tmpdir(), 'isv-bench-host-'));
  try {
    const extension = join(scratch, 'extension');
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { publisher: string; name: string; activationEvents: string[] };
    for (const name of ['dist', 'media', 'syntaxes', 'README.md']) if (existsSync(join(root, name))) cpSync(join(root, name), join(extension, name), { recursive: true });
    writeFileSync(join(extension, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
    const workspace = join(scratch, 'workspace');
    mkdirSync(workspace);
    const result = join(scratch, 'result');
    await runTests({
      vscodeExecutablePath: executable, extensionDevelopmentPath: extension, extensionTestsPath: fileURLToPath(new URL('extension-host/activate.cjs', import.meta.url)),
      launchArgs: [workspace, '--disable-extensions', `--user-data-dir=${join(scratch, 'user')}`],
      extensionTestsEnv: { ISV_BENCH_EXTENSION: `${manifest.publisher}.${manifest.name}`, ISV_BENCH_RESULT: result, ISV_DEBUGGER_HOME: join(scratch, 'home') },
    });
    return JSON.parse(readFileSync(result, 'utf8')) as Times;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (process.env['VSCODE_EXECUTABLE'] === undefined && !existsSync(hostDirectory)) {
  printMissing(NAME, 'there is no editor to run it in; `npm test -- --tier extension` installs one.');
} else {
  const editor = await chooseEditor(() => undefined);
  const times: Times[] = [];
  for (let start = 0; start < STARTS; start++) times.push(await time(editor.executable));
  const median = (of: (each: Times) => number): number => quantile(times.map(of), 0.5);
  const parts = `loading ${median(each => each.loading).toFixed(0)}, activate() ${median(each => each.activating).toFixed(0)}`;
  printRow({ name: NAME, value: median(({ loading, activating }) => loading + activating), unit: 'ms', budget: 50, note: `${parts}; median of ${STARTS} starts of ${editor.description}` });
}
