/** A client of a debug adapter that listens on a socket. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { frame, MessageReader } from '../../../src/protocol/dap-framing.ts';

interface Waiting { resolve(value: never): void; reject(error: Error): void }

export class SocketDapClient {
  readonly #socket: Socket;
  readonly #responses = new Map<number, Waiting>();
  readonly #waiters: { readonly name: string; readonly resolve: (event: DebugProtocol.Event) => void }[] = [];
  readonly #events: DebugProtocol.Event[] = [];
  #sequence = 1;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const reader = new MessageReader(body => this.#receive(JSON.parse(body.toString('utf8')) as DebugProtocol.ProtocolMessage));
    socket.on('data', (chunk: Buffer) => reader.push(chunk));
    socket.once('close', () => { for (const { reject } of this.#responses.values()) reject(new Error('The debug adapter closed its socket.')); });
  }

  static connect(path: string): Promise<SocketDapClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(path);
      socket.once('error', reject);
      socket.once('connect', () => resolve(new SocketDapClient(socket)));
    });
  }

  request<Body = unknown>(command: string, args?: unknown): Promise<Body> {
    const seq = this.#sequence++;
    this.#socket.write(frame({ seq, type: 'request', command, ...(args === undefined ? {} : { arguments: args }) }));
    return new Promise((resolve, reject) => { this.#responses.set(seq, { resolve: resolve as Waiting['resolve'], reject }); });
  }

  event(name: string): Promise<DebugProtocol.Event> {
    const index = this.#events.findIndex(event => event.event === name);
    if (index >= 0) return Promise.resolve(this.#events.splice(index, 1)[0]!);
    return new Promise(resolve => { this.#waiters.push({ name, resolve }); });
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(message: DebugProtocol.ProtocolMessage): void {
    if (message.type === 'event') {
      const event = message as DebugProtocol.Event;
      const index = this.#waiters.findIndex(waiter => waiter.name === event.event);
      if (index >= 0) this.#waiters.splice(index, 1)[0]!.resolve(event);
      else this.#events.push(event);
    } else if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      const waiting = this.#responses.get(response.request_seq);
      this.#responses.delete(response.request_seq);
      if (response.success) waiting?.resolve(response.body as never);
      else waiting?.reject(new Error(`${response.command}: ${response.message ?? 'failed'}`));
    }
  }
}
