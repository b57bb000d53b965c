/** An adapter in this process over a hub whose answers a test scripts: the order of messages is the test's, and so is the time. */
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DebugSession } from '../../../debug-adapter/session.ts';
import type { HubMethod, HubNotification, HubNotifications, ParamsOf, ResultOf } from '../../../src/protocol/rpc.ts';
import { defaults, session, thread } from './fake-hub.ts';
import type { Handlers } from './fake-hub.ts';

export class DirectAdapter {
  /** What the hub was asked, in order. */
  readonly calls: { readonly method: HubMethod; readonly params: unknown }[] = [];
  readonly handlers: Handlers = { ...defaults };
  /** What the client got. */
  readonly received: DebugProtocol.ProtocolMessage[] = [];
  readonly #session: DebugSession;
  readonly #listeners = new Map<string, (params: never) => void>();
  readonly #waiting = new Map<number, (response: DebugProtocol.Response) => void>();
  #sequence = 1;

  constructor() {
    this.#session = new DebugSession({
      connector: async () => ({
        request: async <M extends HubMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> => {
          this.calls.push({ method, params });
          const handler = this.handlers[method] as ((params: ParamsOf<M>) => ResultOf<M> | Promise<ResultOf<M>>) | undefined;
          if (!handler) throw new Error(`nothing is scripted for "${method}"`);
          return handler(params);
        },
        on: (name, listener) => this.#listeners.set(name, listener as (params: never) => void),
        onClose: () => undefined,
        close: () => undefined,
      }),
      send: message => this.#receive(message),
      onDisconnected: () => undefined,
      log: line => { throw new Error(line); },
    });
  }

  async configured(): Promise<void> {
    await this.request('initialize', { adapterID: 'test' });
    await this.request('attach', {});
    await this.request('configurationDone');
  }

  async request<Body = unknown>(command: string, args?: unknown): Promise<Body> {
    const response = await this.send(command, args);
    if (!response.success) throw new Error(`${command}: ${response.message ?? 'failed'}`);
    return response.body as Body;
  }

  send(command: string, args?: unknown): Promise<DebugProtocol.Response> {
    const seq = this.#sequence++;
    const answered = new Promise<DebugProtocol.Response>(resolve => this.#waiting.set(seq, resolve));
    this.#session.handleMessage({ seq, type: 'request', command, arguments: args });
    return answered;
  }

  notify<N extends HubNotification>(name: N, params: HubNotifications[N]): void {
    this.#listeners.get(name)?.(params as never);
  }

  /** Starts a thread and stops it. */
  stop(threadId: number, view: HubNotifications['debug/stopped']['view']): void {
    this.notify('debug/threadStarted', { sessionId: session.id, thread: thread(threadId) });
    this.notify('debug/stopped', { sessionId: session.id, threadId, reason: 'breakpoint', description: null, text: null, hitBreakpointIds: [], view });
  }

  #receive(message: DebugProtocol.ProtocolMessage): void {
    this.received.push(message);
    if (message.type !== 'response') return;
    const response = message as DebugProtocol.Response;
    this.#waiting.get(response.request_seq)?.(response);
    this.#waiting.delete(response.request_seq);
  }
}
