/** A hub at the wire level whose answers a test scripts: to see what the adapter makes of any answer, and in any order. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { DebugThread } from '../../../src/protocol/debug.ts';
import { DISCOVERY_FILE_NAME, RPC_PATH } from '../../../src/protocol/discovery.ts';
import { WIRE_ERROR_CODE, WireError } from '../../../src/protocol/errors.ts';
import type { HubMethod, HubNotification, HubNotifications, LoginInfo, ParamsOf, ResultOf, RunResult, SessionInfo } from '../../../src/protocol/rpc.ts';

export type Handlers = { [M in HubMethod]?: (params: ParamsOf<M>) => ResultOf<M> | Promise<ResultOf<M>> };

const user = { id: '005000000000001AAA', userName: 'ann@north.example.dev', name: 'Ann North', profile: 'System Administrator' };
export const login: LoginInfo = {
  id: 'login-1', developer: 'kim@clinic.example', org: { id: '00D000000000001AAA', name: 'North Clinic', alias: 'north', kind: 'full' }, user,
  accessToken: 'top-secret-token', instanceUrl: 'http://127.0.0.1:1/org/00D000000000001AAA', startedAt: 0, expiresAt: 1,
};
export const session: SessionInfo = {
  id: 'session-1', developer: 'kim@clinic.example', org: { id: login.org.id, name: login.org.name }, user, state: 'active', startedAt: 0,
  idleDeadline: 1, lifetimeDeadline: 2, filters: {}, endReason: null,
};
export const thread = (id: number): DebugThread => ({ id, name: `anonymous (Ann North) ${id}`, requestId: `request-${id}`, state: 'running' });
export const runResult = (extra: Partial<RunResult> = {}): RunResult => ({
  requestId: 'request-1', notDebugged: null, success: true, compileErrors: [], exception: null, debugLog: '', logId: null, response: null, tests: [], ...extra,
});

export const defaults: Handlers = {
  'client/hello': () => ({ hubVersion: '1', world: 'fake', developer: { userName: 'kim@clinic.example', name: 'Kim', permissions: [] }, now: 0, pages: 'http://localhost:1' }),
  'login/current': () => ({ login }),
  'login/start': () => login,
  'session/acquire': () => ({ ...session, resumeToken: 'token' }),
  'session/end': () => ({}),
  'orgs/list': () => ({ orgs: [] }),
  'debug/ready': () => ({}),
  'debug/resume': () => ({}),
  'debug/setExceptionBreakpoints': () => ({}),
  'debug/setBreakpoints': ({ breakpoints }) => ({
    breakpoints: breakpoints.map(({ id, line }) => ({ id, verified: true, message: null, line, column: 1, endLine: line, endColumn: 10 })),
  }),
};

export class FakeHub {
  readonly stateDirectory = mkdtempSync(join(tmpdir(), 'isv-fake-hub-'));
  /** Requests as they came. */
  readonly calls: { method: HubMethod; params: unknown }[] = [];
  readonly handlers: Handlers = { ...defaults };
  readonly #server: WebSocketServer;
  #socket: WebSocket | null = null;
  #waiting: { method: HubMethod; resolve: (params: unknown) => void }[] = [];

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', socket => {
      this.#socket = socket;
      socket.on('message', data => void this.#answer(socket, JSON.parse((data as Buffer).toString('utf8')) as { id: number; method: HubMethod; params: unknown }));
    });
  }

  static start(): Promise<FakeHub> {
    return new Promise(resolve => {
      const server = new WebSocketServer({ host: '127.0.0.1', port: 0, path: RPC_PATH }, () => {
        const hub = new FakeHub(server);
        const { port } = server.address() as AddressInfo;
        writeFileSync(join(hub.stateDirectory, DISCOVERY_FILE_NAME), JSON.stringify({ pid: process.pid, startedAt: 0, port, token: 'x'.repeat(64), pages: 'http://localhost:1', worldFile: null, version: '1' }));
        resolve(hub);
      });
    });
  }

  /** Scripts the answer to a method. */
  on<M extends HubMethod>(method: M, handler: (params: ParamsOf<M>) => ResultOf<M> | Promise<ResultOf<M>>): void {
    (this.handlers as Record<string, unknown>)[method] = handler;
  }

  notify<N extends HubNotification>(method: N, params: HubNotifications[N]): void {
    this.#socket?.send(JSON.stringify({ jsonrpc: '2.0', method, params }));
  }

  /** The parameters of the next call of a method, or of one that came already. */
  called<M extends HubMethod>(method: M): Promise<ParamsOf<M>> {
    const index = this.calls.findIndex(call => call.method === method);
    if (index >= 0) return Promise.resolve(this.calls.splice(index, 1)[0]?.params as ParamsOf<M>);
    return new Promise(resolve => this.#waiting.push({ method, resolve: params => resolve(params as ParamsOf<M>) }));
  }

  /** Starts a thread and stops it. */
  stop(threadId: number, extra: Partial<HubNotifications['debug/stopped']> = {}): void {
    this.notify('debug/threadStarted', { sessionId: session.id, thread: thread(threadId) });
    this.notify('debug/stopped', { sessionId: session.id, threadId, reason: 'breakpoint', description: null, text: null, hitBreakpointIds: [], view: null, ...extra });
  }

  dropConnection(): void {
    this.#socket?.terminate();
  }

  async close(): Promise<void> {
    this.#socket?.terminate();
    await new Promise(resolve => this.#server.close(resolve));
    rmSync(this.stateDirectory, { recursive: true, force: true });
  }

  async #answer(socket: WebSocket, { id, method, params }: { id: number; method: HubMethod; params: unknown }): Promise<void> {
    const waiting = this.#waiting.findIndex(candidate => candidate.method === method);
    if (waiting >= 0) this.#waiting.splice(waiting, 1)[0]?.resolve(params);
    else this.calls.push({ method, params });
    const handler = this.handlers[method] as ((params: unknown) => unknown) | undefined;
    try {
      if (!handler) throw new WireError('unknownMethod', `The fake hub has no "${method}".`);
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: await handler(params) }));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, error: { code: WIRE_ERROR_CODE, message: error.message, data: error.data } }));
    }
  }
}
