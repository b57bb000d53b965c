/** A client's connection to the hub: JSON-RPC over one WebSocket, typed by `HubRequests` and `HubNotifications`. */
import { AbstractMessageReader, AbstractMessageWriter, createMessageConnection, ResponseError } from 'vscode-jsonrpc/node';
import type { DataCallback, Disposable, Message, MessageConnection } from 'vscode-jsonrpc/node';
import WebSocket from 'ws';
import { MAX_ANSWER_BYTES, MAX_MESSAGE_BYTES, RPC_PATH } from './discovery.ts';
import type { DiscoveryFile } from './discovery.ts';
import { WireError } from './errors.ts';
import type { WireErrorData } from './errors.ts';
import type { HubMethod, HubNotification, HubNotifications, ParamsOf, ResultOf } from './rpc.ts';

const openTimeoutMs = 5000;
/** What JSON-RPC puts around the parameters of a request. */
const envelopeBytes = 256;

/** One authenticated connection to the hub. Ends when either side does; it is not reused afterwards. */
export class HubClient {
  private readonly socket: WebSocket;
  private readonly connection: MessageConnection;
  private readonly closeListeners = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.socket = socket;
    this.connection = createMessageConnection(new SocketReader(socket), new SocketWriter(socket));
    this.connection.onError(() => socket.close());
    socket.on('close', () => {
      this.connection.dispose();
      for (const listener of this.closeListeners) listener();
    });
    this.connection.listen();
  }

  static connect({ port, token }: Pick<DiscoveryFile, 'port' | 'token'>): Promise<HubClient> {
    return HubClient.connectTo({ url: `ws://127.0.0.1:${port}`, token });
  }

  /** `url`: `wss://host:port` of a team's server. `ca`: PEM of the authority that signed its certificate, where the system doesn't know it. */
  static connectTo({ url, token, ca }: { url: string; token: string; ca?: string | undefined }): Promise<HubClient> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`${url.replace(/\/$/, '')}${RPC_PATH}`, {
        headers: { Authorization: `Bearer ${token}` }, ...(ca === undefined ? {} : { ca }),
        handshakeTimeout: openTimeoutMs,
        maxPayload: MAX_ANSWER_BYTES,
        perMessageDeflate: false,
      });
      socket.once('error', reject);
      socket.once('open', () => {
        socket.removeListener('error', reject);
        // A broken connection also closes, and that is what listeners wait for.
        socket.on('error', () => undefined);
        resolve(new HubClient(socket));
      });
    });
  }

  /** Rejects with a WireError that says what to do; other errors mean the connection broke. */
  async request<M extends HubMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    // The hub would cut the connection, and with it the session.
    const bytes = Buffer.byteLength(JSON.stringify(params));
    if (bytes > MAX_MESSAGE_BYTES - envelopeBytes) throw new WireError('tooLarge', `The request ${method} has ${bytes} bytes; the sandbox takes at most ${MAX_MESSAGE_BYTES}. Send less at once.`);
    try {
      return await this.connection.sendRequest<ResultOf<M>>(method, params);
    } catch (error) {
      if (error instanceof ResponseError && isWireErrorData(error.data)) {
        const { id, rule, audience, details } = error.data;
        throw new WireError(id, error.message, { ...(rule ? { rule } : {}), audience, details });
      }
      throw error;
    }
  }

  on<N extends HubNotification>(name: N, listener: (params: HubNotifications[N]) => void): Disposable {
    return this.connection.onNotification(name, listener);
  }

  onClose(listener: () => void): void {
    this.closeListeners.add(listener);
  }

  close(): void {
    this.closeListeners.clear();
    this.socket.close();
  }
}

function isWireErrorData(data: unknown): data is WireErrorData {
  return typeof data === 'object' && data !== null && 'id' in data && 'audience' in data;
}

class SocketReader extends AbstractMessageReader {
  private readonly socket: WebSocket;

  constructor(socket: WebSocket) {
    super();
    this.socket = socket;
    socket.on('close', () => this.fireClose());
  }

  listen(callback: DataCallback): Disposable {
    const receive = (data: WebSocket.RawData): void => {
      try {
        callback(JSON.parse((data as Buffer).toString('utf8')) as Message);
      } catch (error) {
        this.fireError(error);
      }
    };
    this.socket.on('message', receive);
    return { dispose: () => this.socket.off('message', receive) };
  }
}

class SocketWriter extends AbstractMessageWriter {
  private readonly socket: WebSocket;

  constructor(socket: WebSocket) {
    super();
    this.socket = socket;
  }

  write(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.send(JSON.stringify(message), error => (error ? reject(error) : resolve()));
    });
  }

  end(): void {
    this.socket.close();
  }
}
