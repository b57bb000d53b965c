/** The hub's process: `--state DIR [--world FILE] [--port N] [--pages-port N] [--host HOST --team-port N --team-pages-port N --tls-cert FILE --tls-key FILE] [--exit-with-stdin]`. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { WireError } from '../../protocol/errors.ts';
import { startHub } from './start.ts';
import type { HubOptions, RunningHub } from './start.ts';
import { StateInUse } from './state-lock.ts';

const USAGE = 'Usage: hub --state DIR [--world FILE] [--port N] [--pages-port N] [--host HOST --team-port N --team-pages-port N --tls-cert FILE --tls-key FILE] [--exit-with-stdin]';
const EXIT_USAGE = 2;
const EXIT_IN_USE = 3;

function fail(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

function readArguments(): { state: string; world: string | null; port: number; pagesPort: number; exitWithStdin: boolean; team?: NonNullable<HubOptions['team']> } {
  try {
    const { values } = parseArgs({ options: { state: { type: 'string' }, world: { type: 'string' }, port: { type: 'string' }, 'pages-port': { type: 'string' }, host: { type: 'string' }, 'team-port': { type: 'string' }, 'team-pages-port': { type: 'string' }, 'tls-cert': { type: 'string' }, 'tls-key': { type: 'string' }, 'exit-with-stdin': { type: 'boolean' } } });
    if (!values.state) return fail(`--state is missing. ${USAGE}`, EXIT_USAGE);
    const { host, 'tls-cert': cert, 'tls-key': key } = values;
    if ((cert === undefined) !== (key === undefined)) return fail(`--tls-cert and --tls-key come together. ${USAGE}`, EXIT_USAGE);
    if (host === undefined && (cert !== undefined || values['team-port'] !== undefined)) return fail(`--host is missing. ${USAGE}`, EXIT_USAGE);
    const tls = cert === undefined || key === undefined ? null : { cert: pemOf('--tls-cert', cert), key: pemOf('--tls-key', key) };
    return { ...(host === undefined ? {} : { team: { host, port: portOf('--team-port', values['team-port']), pagesPort: portOf('--team-pages-port', values['team-pages-port']), tls } }), state: values.state, world: values.world ?? null, port: portOf('--port', values.port), pagesPort: portOf('--pages-port', values['pages-port']), exitWithStdin: values['exit-with-stdin'] === true };
  } catch (error) {
    return fail(`${(error as Error).message} ${USAGE}`, EXIT_USAGE);
  }
}

function pemOf(option: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    return fail(`${option} ${file} can't be read: ${(error as Error).message}`, EXIT_USAGE);
  }
}

function portOf(option: string, port = '0'): number {
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return fail(`${option} is "${port}", but must be a number up to 65535. ${USAGE}`, EXIT_USAGE);
  return Number(port);
}

async function main(): Promise<void> {
  const { exitWithStdin, ...options } = readArguments();
  let hub: RunningHub;
  try {
    hub = await startHub({ ...options, log: line => process.stderr.write(`${line}\n`) });
  } catch (error) {
    if (error instanceof StateInUse) return fail(error.message, EXIT_IN_USE);
    if (error instanceof WireError) return fail(error.message, 1);
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return fail(`Port ${(error as { port?: number }).port} is in use. Choose another with --port or --pages-port, or leave it out.`, 1);
    throw error;
  }
  process.stdout.write(`Listening on 127.0.0.1:${hub.discovery.port}, web pages at ${hub.discovery.pages}\n`);
  const stop = (): void => {
    hub.stop().then(() => process.exit(0), (error: unknown) => fail(error instanceof Error ? error.message : String(error), 1));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (exitWithStdin) process.stdin.on('end', stop).on('error', stop).resume();
}

// Secrets lie in what it writes.
process.umask(0o077);
await main();
