/** The runner's end of one debug agent: commands as promises, events as they come. */
import { receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { WireError } from '../../protocol/errors.ts';
import type { ErrorId } from '../../protocol/errors.ts';
import { SIGNAL_COMMANDS } from './messages.ts';
import type { AgentCommand, AgentErrorId, AgentEvent, AgentMessage, AgentResults } from './messages.ts';

interface Pending { readonly resolve: (result: unknown) => void; readonly reject: (error: Error) => void }

const wireIds: Readonly<Record<AgentErrorId, ErrorId>> = {
  notPaused: 'notPaused', unknownReference: 'unknownReference', evaluateFailed: 'evaluateFailed', notSupported: 'notSupported', internal: 'internal',
};

export class AgentConnection {
  readonly #port: MessagePort;
  readonly #signal: Int32Array;
  readonly #pending = new Map<number, Pending>();
  readonly #onEvent: (event: AgentEvent) => void;
  #nextId = 1;
  #isClosed = false;

  constructor(port: MessagePort, signal: Int32Array, onEvent: (event: AgentEvent) => void) {
    this.#port = port;
    this.#signal = signal;
    this.#onEvent = onEvent;
    port.on('message', (message: AgentMessage) => this.#receive(message));
  }

  #receive(message: AgentMessage): void {
    if (message.kind !== 'reply' && message.kind !== 'error') return this.#onEvent(message);
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'reply') pending?.resolve(message.result);
    else pending?.reject(new WireError(wireIds[message.errorId], message.message));
  }

  ask<K extends AgentCommand['kind']>(command: Extract<AgentCommand, { kind: K }>): Promise<AgentResults[K]> {
    if (this.#isClosed) return Promise.reject(ended());
    const id = this.#nextId++;
    const answer = new Promise<unknown>((resolve, reject) => this.#pending.set(id, { resolve, reject }));
    this.#port.postMessage({ id, command });
    Atomics.add(this.#signal, SIGNAL_COMMANDS, 1);
    Atomics.notify(this.#signal, SIGNAL_COMMANDS);
    return answer as Promise<AgentResults[K]>;
  }

  /** The request is over, or its worker died: whoever waits is told. */
  close(): void {
    this.#isClosed = true;
    // That the request ended may be heard on another port before the agent's last words on this one.
    for (let last = receiveMessageOnPort(this.#port); last; last = receiveMessageOnPort(this.#port)) this.#receive(last.message as AgentMessage);
    for (const { reject } of this.#pending.values()) reject(ended());
    this.#pending.clear();
    this.#port.close();
  }
}

function ended(): WireError {
  return new WireError('unknownThread', 'The request has ended.');
}
