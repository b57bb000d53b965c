/** The hub process: `--state DIR [--world FILE] [--port N] [--exit-with-stdin]`. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { entryPoint } from '../../protocol/entry-points.ts';
import { startHub } from './hub.ts';

const { values } = parseArgs({
  options: { state: { type: 'string' }, world: { type: 'string' }, port: { type: 'string', default: '0' }, 'exit-with-stdin': { type: 'boolean', default: false } },
});

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  if (values.state === undefined) throw new Error('--state DIR is missing: the folder that holds what this sandbox knows.');
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`--port ${values.port}: not a port.`);
  const onError = (error: unknown): void => void process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
  const hub = await startHub({ stateDirectory: resolve(values.state), worldFile: values.world === undefined ? null : resolve(values.world), port, version: ownVersion(), onError });
  const stop = (): void => void hub.stop().then(() => process.exit(0), (error: unknown) => {
    onError(error);
    process.exit(1);
  });
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (values['exit-with-stdin']) process.stdin.once('close', stop).resume();
}

/** Of the package this file is in, bundled or not. */
function ownVersion(): string {
  for (let folder = dirname(entryPoint('hub')); ; folder = dirname(folder)) {
    try {
      return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version;
    } catch (error) {
      if (folder === dirname(folder)) throw error;
    }
  }
}
