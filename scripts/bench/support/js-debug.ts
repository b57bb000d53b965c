/** The JavaScript debugger of VS Code (`ms-vscode.js-debug`), as it comes with the editor host of the tests. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { serverDirectory } from '../../../test/support/vscode/paths.ts';
import { SocketDapClient } from './socket-dap.ts';

/** Another copy of the extension, for machines without the editor host. */
export const FOLDER_VARIABLE = 'ISV_BENCH_JS_DEBUG';

/** The extension's folder; null: not there. */
export function findJsDebug(): string | null {
  const folder = process.env[FOLDER_VARIABLE] ?? join(serverDirectory, 'extensions/ms-vscode.js-debug');
  return existsSync(join(folder, 'src/extension.js')) ? folder : null;
}

interface Session { readonly socket: string; readonly configuration: { readonly request: 'launch' | 'attach' } }

/** A program stopped at a line under the debugger. */
export class JsDebugRun {
  readonly client: SocketDapClient;
  readonly threadId: number;
  readonly version: string;
  readonly #child: ChildProcess;
  readonly #root: SocketDapClient;

  private constructor(child: ChildProcess, root: SocketDapClient, client: SocketDapClient, threadId: number, version: string) {
    this.#child = child;
    this.#root = root;
    this.client = client;
    this.threadId = threadId;
    this.version = version;
  }

  static async start(folder: string, program: string, line: number): Promise<JsDebugRun> {
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    const child = spawn(process.execPath, [fileURLToPath(new URL('js-debug-host.cjs', import.meta.url)), folder, program], { stdio: ['pipe', 'pipe', 'ignore'] });
    const sessions = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    const next = async (): Promise<Session> => {
      const { value, done } = await sessions.next();
      if (done) throw new Error('the JavaScript debugger ended before it opened a session');
      return JSON.parse(value) as Session;
    };
    // The first session launches; the program itself is debugged in a second one.
    const root = await open(await next(), program, line);
    const session = await open(await next(), program, line);
    const stopped = await session.event('stopped');
    const { threadId } = stopped.body as { threadId: number };
    await session.request('setBreakpoints', { source: { path: program }, breakpoints: [] });
    return new JsDebugRun(child, root, session, threadId, version);
  }

  async close(): Promise<void> {
    const exited = new Promise<void>(resolve => { this.#child.once('exit', () => resolve()); });
    // Ends the program; the answer may not come any more.
    this.#root.request('terminate', {}).catch(() => undefined);
    await Promise.race([this.client.event('terminated'), exited]);
    this.#child.stdin?.end();
    await exited;
    this.client.close();
    this.#root.close();
  }
}

async function open({ socket, configuration }: Session, program: string, line: number): Promise<SocketDapClient> {
  const client = await SocketDapClient.connect(socket);
  await client.request('initialize', { adapterID: 'pwa-node', clientID: 'bench', linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path' });
  const launched = client.request(configuration.request, configuration);
  await client.event('initialized');
  await client.request('setBreakpoints', { source: { path: program }, breakpoints: [{ line }] });
  await client.request('setExceptionBreakpoints', { filters: [] });
  await client.request('configurationDone');
  await launched;
  return client;
}
