/** A client of a debug adapter that runs as a child process and speaks over its standard input and output. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { frame, MessageReader } from '../../protocol/dap-framing.ts';

/** The adapter answered with `success: false`. */
export class DapError extends Error {
  readonly command: string;
  readonly response: DebugProtocol.Response;
  constructor(response: DebugProtocol.Response) {
    super(errorText(response));
    this.name = 'DapError';
    this.command = response.command;
    this.response = response;
  }
}

export interface DapClientOptions {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  /** Every message in both directions, as it passes. */
  readonly onMessage?: (direction: 'sent' | 'received', message: DebugProtocol.ProtocolMessage) => void;
  /** How long to wait for a response or an event, milliseconds. */
  readonly timeoutMs?: number;
}

interface Waiter {
  readonly accepts: (event: DebugProtocol.Event) => boolean;
  readonly resolve: (event: DebugProtocol.Event) => void;
  readonly reject: (error: Error) => void;
}

export class DapClient {
  readonly process: ChildProcess;
  /** Events that nobody has waited for yet, in order. */
  readonly pendingEvents: DebugProtocol.Event[] = [];
  /** What the adapter wrote to its standard error. */
  errorText = '';
  readonly exited: Promise<number | null>;
  readonly #options: DapClientOptions;
  readonly #responses = new Map<number, { resolve: (response: DebugProtocol.Response) => void; reject: (error: Error) => void }>();
  readonly #waiters: Waiter[] = [];
  #sequence = 1;
  #ended: Error | null = null;

  constructor(options: DapClientOptions) {
    this.#options = options;
    this.process = spawn(options.program, options.arguments, { stdio: ['pipe', 'pipe', 'pipe'], env: options.environment ?? process.env });
    const reader = new MessageReader(body => this.#receive(JSON.parse(body.toString('utf8')) as DebugProtocol.ProtocolMessage));
    this.process.stdout?.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        this.#end(error instanceof Error ? error : new Error(String(error)));
      }
    });
    this.process.stderr?.on('data', (chunk: Buffer) => { this.errorText += chunk.toString('utf8'); });
    this.process.stdin?.on('error', error => this.#end(error));
    this.exited = new Promise(resolve => {
      this.process.once('error', error => { this.#end(error); resolve(null); });
      this.process.once('close', code => {
        this.#end(new Error(`The debug adapter ended with ${code ?? 'a signal'}.${this.errorText ? ` It said: ${this.errorText.trim()}` : ''}`));
        resolve(code);
      });
    });
  }

  /** The response, whether it succeeded or not. */
  send(command: string, args?: unknown): Promise<DebugProtocol.Response> {
    return this.sendMessage({ seq: this.nextSequence(), type: 'request', command, ...(args === undefined ? {} : { arguments: args }) } as DebugProtocol.Request);
  }

  nextSequence(): number {
    return this.#sequence++;
  }

  sendMessage(message: DebugProtocol.Request): Promise<DebugProtocol.Response> {
    const answer = new Promise<DebugProtocol.Response>((resolve, reject) => {
      if (this.#ended) reject(this.#ended);
      else this.#responses.set(message.seq, { resolve, reject });
    });
    this.#options.onMessage?.('sent', message);
    this.process.stdin?.write(frame(message));
    return this.#within(answer, `the response to "${message.command}"`);
  }

  /** The body of a successful response. */
  async request<Body = unknown>(command: string, args?: unknown): Promise<Body> {
    const response = await this.send(command, args);
    if (!response.success) throw new DapError(response);
    return response.body as Body;
  }

  /** The first event not yet taken that fits; waits for it if need be. */
  event<E extends DebugProtocol.Event>(name: string | readonly string[], accepts: (event: E) => boolean = () => true): Promise<E> {
    const names = typeof name === 'string' ? [name] : name;
    const fits = (event: DebugProtocol.Event): boolean => names.includes(event.event) && accepts(event as E);
    const index = this.pendingEvents.findIndex(fits);
    if (index >= 0) return Promise.resolve(this.pendingEvents.splice(index, 1)[0] as E);
    const found = new Promise<DebugProtocol.Event>((resolve, reject) => {
      if (this.#ended) reject(this.#ended);
      else this.#waiters.push({ accepts: fits, resolve, reject });
    });
    return this.#within(found, `the event "${names.join('" or "')}"`) as Promise<E>;
  }

  /** Ends the adapter by ending its input; kills it if that isn't enough. */
  async close(): Promise<number | null> {
    this.process.stdin?.end();
    const timer = setTimeout(() => this.process.kill('SIGKILL'), 3000);
    const code = await this.exited;
    clearTimeout(timer);
    return code;
  }

  #receive(message: DebugProtocol.ProtocolMessage): void {
    this.#options.onMessage?.('received', message);
    if (message.type === 'response') {
      const response = message as DebugProtocol.Response;
      const waiting = this.#responses.get(response.request_seq);
      this.#responses.delete(response.request_seq);
      waiting?.resolve(response);
    } else if (message.type === 'event') {
      const event = message as DebugProtocol.Event;
      const index = this.#waiters.findIndex(waiter => waiter.accepts(event));
      if (index >= 0) this.#waiters.splice(index, 1)[0]?.resolve(event);
      else this.pendingEvents.push(event);
    }
  }

  #end(cause: Error): void {
    if (this.#ended) return;
    this.#ended = cause;
    for (const { reject } of this.#responses.values()) reject(cause);
    for (const { reject } of this.#waiters) reject(cause);
    this.#responses.clear();
    this.#waiters.length = 0;
  }

  async #within<T>(promise: Promise<T>, what: string): Promise<T> {
    const limit = this.#options.timeoutMs ?? 30_000;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${what} didn't come within ${limit} ms.`)), limit);
    });
    try {
      return await Promise.race([promise, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function errorText(response: DebugProtocol.Response): string {
  const { error } = (response as DebugProtocol.ErrorResponse).body ?? {};
  if (!error) return response.message ?? `"${response.command}" failed`;
  return error.format.replaceAll(/\{(\w+)\}/g, (whole, name: string) => error.variables?.[name] ?? whole);
}
