import { AbstractMessageReader, AbstractMessageWriter, createMessageConnection, ResponseError } from 'vscode-jsonrpc/node';
import type { DataCallback, Disposable, Message, MessageConnection } from 'vscode-jsonrpc/node';
import type WebSocket from 'ws';
import { MAX_ANSWER_BYTES } from '../../protocol/discovery.ts';
import { WIRE_ERROR_CODE, WireError } from '../../protocol/errors.ts';
import type { WireErrorData } from '../../protocol/errors.ts';
import type { HubNotification, HubNotifications } from '../../protocol/rpc.ts';
import { isRecord } from './json-schema.ts';
import type { TokenBucket } from './rate-limit.ts';

/** Requests of one client that may wait for their answers at once. */
const MAX_PENDING = 256;
/** What a client that doesn't read may have us hold, bytes. */
const MAX_UNSENT_BYTES = 64 * 1024 * 1024;
const CLOSE_INVALID = 1007;

export type AnswerRequest = (connection: ClientConnection, method: string, params: unknown) => Promise<unknown>;

export interface ConnectionOptions {
  readonly isOperator: boolean;
  /** Where it reaches the orgs over HTTP: `https://host:port`. */
  readonly address: string;
  onError(error: unknown): void;
  /** One was answered. */
  onRequest(isFailure: boolean): void;
  /** One came too fast. */
  onLimited(): void;
  /** Default: none. */
  readonly limit?: () => TokenBucket;
}

/** One authenticated client. Answers every request exactly once; ends when either side does. */
export class ClientConnection {
  /** User name of the developer signed in here; null: nobody. */
  developer: string | null = null;
  /** Id of the token that signed it in; null: none did. */
  tokenId: string | null = null;
  /** Whoever runs the world: this machine's user. Not the developers of a team's server. */
  readonly isOperator: boolean;
  readonly address: string;
  readonly #socket: WebSocket;
  readonly #rpc: MessageConnection;
  #pending = 0;

  constructor(socket: WebSocket, answer: AnswerRequest, { isOperator, address, onError, onRequest, onLimited, limit }: ConnectionOptions) {
    this.#socket = socket;
    this.isOperator = isOperator;
    this.address = address;
    const bucket = limit?.() ?? null;
    this.#rpc = createMessageConnection(new Reader(socket), new Writer(socket, onError));
    this.#rpc.onError(() => socket.close(CLOSE_INVALID));
    this.#rpc.onRequest(async (method: string, params: unknown) => {
      try {
        if (bucket?.take(performance.now()) === false) {
          onLimited();
          throw new WireError('rateLimited', 'Too many requests in a short time. Send fewer, and wait for the answers.', { audience: 'log' });
        }
        if (this.#pending >= MAX_PENDING) throw new WireError('tooLarge', `More than ${MAX_PENDING} requests wait for an answer. Send fewer at once.`, { audience: 'log' });
        this.#pending++;
        try {
          const result = await answer(this, method, params ?? {});
          onRequest(false);
          return result;
        } finally {
          this.#pending--;
        }
      } catch (error) {
        onRequest(true);
        if (error instanceof WireError) return new ResponseError(WIRE_ERROR_CODE, error.message, error.data);
        onError(error);
        return new ResponseError(WIRE_ERROR_CODE, `${method} failed inside the sandbox: ${error instanceof Error ? error.message : String(error)}`, { id: 'internal', audience: 'log' });
      }
    });
    this.#rpc.listen();
  }

  signedIn(developer: string | null, tokenId: string | null): void {
    this.developer = developer;
    this.tokenId = tokenId;
  }

  /** At once; requests on their way get no answer. */
  cut(): void {
    this.#socket.terminate();
  }

  notify<N extends HubNotification>(name: N, params: HubNotifications[N]): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    // A failure closes the socket, and its close is what everyone hears of.
    this.#rpc.sendNotification(name, params).catch(() => this.#socket.terminate());
  }

  /** Calls when it closes; the returned function takes that back. */
  onClosed(listener: () => void): () => void {
    this.#socket.once('close', listener);
    return () => this.#socket.off('close', listener);
  }

  dispose(): void {
    this.#rpc.dispose();
  }
}

class Reader extends AbstractMessageReader {
  readonly #socket: WebSocket;

  constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
    socket.on('close', () => this.fireClose());
  }

  listen(callback: DataCallback): Disposable {
    const receive = (data: WebSocket.RawData, isBinary: boolean): void => {
      const message = isBinary ? null : parse(data as Buffer);
      if (message) callback(message);
      else this.#socket.close(CLOSE_INVALID, 'Not a JSON-RPC 2.0 message.');
    };
    this.#socket.on('message', receive);
    return { dispose: () => this.#socket.off('message', receive) };
  }
}

/** Null: not a JSON-RPC message. */
function parse(data: Buffer): Message | null {
  let value: unknown;
  try {
    value = JSON.parse(data.toString('utf8'));
  } catch {
    return null;
  }
  if (!isRecord(value) || value['jsonrpc'] !== '2.0') return null;
  const { id, method, params } = value;
  if (id !== undefined && id !== null && typeof id !== 'number' && typeof id !== 'string') return null;
  if (method !== undefined && typeof method !== 'string') return null;
  if (params !== undefined && (typeof params !== 'object' || params === null)) return null;
  return value as unknown as Message;
}

class Writer extends AbstractMessageWriter {
  readonly #socket: WebSocket;
  readonly #onError: (error: unknown) => void;

  constructor(socket: WebSocket, onError: (error: unknown) => void) {
    super();
    this.#socket = socket;
    this.#onError = onError;
  }

  write(message: Message): Promise<void> {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) return Promise.resolve();
    if (socket.bufferedAmount > MAX_UNSENT_BYTES) {
      socket.terminate();
      return Promise.resolve();
    }
    const text = this.#serialise(message);
    if (text === null) return Promise.resolve();
    return new Promise(resolve => {
      // An answer to a client that has gone isn't missed by anyone.
      socket.send(text, () => resolve());
    });
  }

  /** A client that gets more than it takes at once ends its connection: it gets an error instead. Null: nothing to send. */
  #serialise(message: Message): string | null {
    const text = JSON.stringify(message);
    const bytes = Buffer.byteLength(text);
    if (bytes <= MAX_ANSWER_BYTES) return text;
    if (!('id' in message)) {
      this.#onError(new Error(`A notification of ${bytes} bytes was not sent.`));
      return null;
    }
    const data: WireErrorData = { id: 'tooLarge', audience: 'user' };
    return JSON.stringify({ jsonrpc: '2.0', id: message.id, error: { code: WIRE_ERROR_CODE, message: `The answer has ${bytes} bytes, more than the ${MAX_ANSWER_BYTES} of one message. Ask for fewer rows or fields.`, data } });
  }

  end(): void {
    this.#socket.close();
  }
}
