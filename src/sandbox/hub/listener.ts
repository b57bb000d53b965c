import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { MAX_MESSAGE_BYTES, RPC_PATH } from '../../protocol/discovery.ts';
import { bearerToken, isSameSecret, refuse } from './gate.ts';

const MAX_CLIENTS = 64;
const MAX_CONNECTIONS = 256;
const HEADERS_TIMEOUT_MS = 10_000;
/** For the body too. */
const REQUEST_TIMEOUT_MS = 60_000;
const HEARTBEAT_MS = 30_000;
/** Of one message: what a peer makes us keep is more than its bytes. */
const MAX_FRAGMENTS = 1024;
const MAX_CHUNKS = 16_384;

export interface ListenerOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly token: string;
  readonly heartbeatMs?: number;
  /** Who hasn't sent its headers by then is cut off, milliseconds. */
  readonly headersTimeoutMs?: number;
  onClient(socket: WebSocket): void;
  /** A request that passed the gate, outside `/rpc`; it brings an authorisation of its own. */
  onRequest(request: IncomingMessage, response: ServerResponse): void;
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** The hub's one listener, on the loopback address: WebSockets at `/rpc`, the orgs' HTTP elsewhere. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  let port = options.port;
  const headersTimeout = options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS;
  const server = createServer({ maxHeaderSize: 16_384, headersTimeout, requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: headersTimeout / 2 }, (request, response) => {
    const refusal = refuse(request, port);
    if (refusal) answer(response, refusal.status, refusal.message);
    else options.onRequest(request, response);
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', (_error, socket) => socket.destroy());
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, maxFragments: MAX_FRAGMENTS, maxBufferedChunks: MAX_CHUNKS, perMessageDeflate: false, clientTracking: true });
  server.on('upgrade', (request, stream, head) => upgrade({ request, stream, head, port, options, sockets }));
  const heartbeat = keepAlive(sockets, options.heartbeatMs ?? HEARTBEAT_MS);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: options.port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  port = (server.address() as AddressInfo).port;
  return {
    port,
    close: () => {
      clearInterval(heartbeat);
      for (const socket of sockets.clients) socket.close(1001, 'The sandbox stops.');
      return closeServer(server, sockets);
    },
  };
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly stream: Duplex;
  readonly head: Buffer;
  readonly port: number;
  readonly options: ListenerOptions;
  readonly sockets: WebSocketServer;
}

function upgrade({ request, stream, head, port, options, sockets }: Upgrade): void {
  stream.on('error', () => stream.destroy());
  const refusal = refuse(request, port);
  if (refusal) return deny(stream, refusal.status, refusal.message);
  if (request.url !== RPC_PATH) return deny(stream, 404, `There is no WebSocket here, only at ${RPC_PATH}.`);
  const given = bearerToken(request);
  if (given === null || !isSameSecret(given, options.token)) return deny(stream, 401, 'The token is missing or wrong. It is in the discovery file.');
  if (sockets.clients.size >= MAX_CLIENTS) return deny(stream, 503, `${MAX_CLIENTS} clients are connected already.`);
  sockets.handleUpgrade(request, stream, head, socket => {
    // A broken frame or one too large also closes the socket, and that is what everyone waits for.
    socket.on('error', () => undefined);
    isAlive.set(socket, true);
    socket.on('pong', () => isAlive.set(socket, true));
    options.onClient(socket);
  });
}

const isAlive = new WeakMap<WebSocket, boolean>();

function keepAlive(sockets: WebSocketServer, everyMs: number): NodeJS.Timeout {
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (isAlive.get(socket) === false) socket.terminate();
      else {
        isAlive.set(socket, false);
        socket.ping();
      }
    }
  }, everyMs);
  timer.unref();
  return timer;
}

const reasons: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 503: 'Service Unavailable' };

function deny(stream: Duplex, status: number, message: string): void {
  stream.end(`HTTP/1.1 ${status} ${reasons[status] ?? ''}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`, () => stream.destroy());
}

export function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' }).end(message);
}

async function closeServer(server: Server, sockets: WebSocketServer): Promise<void> {
  // Who doesn't answer our goodbye is cut off.
  const cutOff = setTimeout(() => { for (const socket of sockets.clients) socket.terminate(); }, 500);
  sockets.close();
  await new Promise(resolve => {
    server.close(resolve);
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 500).unref();
  });
  clearTimeout(cutOff);
}
