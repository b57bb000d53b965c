import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The processes of the product, each with the source file that starts it. */
const sources = {
  hub: 'src/sandbox/hub/main.ts',
  runner: 'src/sandbox/org/runner/main.ts',
  worker: 'src/sandbox/org/worker/main.ts',
  bundle: 'src/sandbox/hub/bundle-thread/main.ts',
  adapter: 'debug-adapter/main.ts',
  cli: 'src/cli/main.ts',
} as const;

export type EntryPoint = keyof typeof sources;

/**
 * Absolute path of the file that starts a process or worker: the TypeScript source when this code runs from sources,
 * else the bundle beside the running bundle.
 */
export function entryPoint(name: EntryPoint): string {
  const here = fileURLToPath(import.meta.url);
  const folder = dirname(here);
  return here.endsWith('.ts') ? resolve(folder, '../..', sources[name]) : join(folder, `${name}.mjs`);
}
