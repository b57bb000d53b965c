/** Runs inside the extension host: every test bundle beside this one, with the figures written where the runner reads them. */
import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import Mocha from 'mocha';

export async function run(): Promise<void> {
  const folder = dirname(fileURLToPath(import.meta.url));
  const root = join(folder, '../..');
  const Reporter = createRequire(import.meta.url)(join(root, 'scripts/support/mocha-reporter.cjs')) as Mocha.ReporterConstructor;
  // This host's console doesn't expand placeholders.
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => console.log(format(...args));
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, forbidOnly: true, reporter: Reporter });
  for (const name of readdirSync(folder, { recursive: true }).map(String).sort()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(join(folder, name));
  }
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
