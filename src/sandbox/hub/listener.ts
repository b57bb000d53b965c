import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server as TlsServer } from 'node:https';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { MAX_MESSAGE_BYTES, RPC_PATH } from '../../protocol/discovery.ts';
import type { Refusal } from './gate.ts';

/** Beside its clients' WebSockets. */
const MAX_OTHER_CONNECTIONS = 192;
const HEADERS_TIMEOUT_MS = 10_000;
/** For the body too. */
const REQUEST_TIMEOUT_MS = 60_000;
const HEARTBEAT_MS = 30_000;
/** Of one message: what a peer makes us keep is more than its bytes. */
const MAX_FRAGMENTS = 1024;
const MAX_CHUNKS = 16_384;

/** `A`: what is known of a client once its token is accepted. */
export interface ListenerOptions<A> {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** PEM. Null: plain HTTP. */
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly maxClients: number;
  /** Of every request and upgrade; null: it may pass. */
  refuse(request: IncomingMessage, port: number): Refusal | null;
  /** Of upgrades at `/rpc`. */
  authorise(request: IncomingMessage): A | Refusal;
  readonly heartbeatMs?: number;
  /** Who hasn't sent its headers by then is cut off, milliseconds. */
  readonly headersTimeoutMs?: number;
  onClient(socket: WebSocket, authorised: A): void;
  /** A request that passed the gate, outside `/rpc`; it brings an authorisation of its own. */
  onRequest(request: IncomingMessage, response: ServerResponse): void;
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

/** A listener of the hub: WebSockets at `/rpc`, the orgs' HTTP elsewhere. */
export async function listen<A extends object>(options: ListenerOptions<A>): Promise<Listener> {
  let port = options.port;
  const headersTimeout = options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS;
  const settings = { maxHeaderSize: 16_384, headersTimeout, requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: headersTimeout / 2 };
  const receive = (request: IncomingMessage, response: ServerResponse): void => {
    const refusal = options.refuse(request, port);
    if (refusal) answer(response, refusal.status, refusal.message);
    else options.onRequest(request, response);
  };
  const server = options.tls ? createTlsServer({ ...settings, ...options.tls, minVersion: 'TLSv1.2' }, receive) : createServer(settings, receive);
  server.maxConnections = options.maxClients + MAX_OTHER_CONNECTIONS;
  server.on('clientError', (_error, socket) => socket.destroy());
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, maxFragments: MAX_FRAGMENTS, maxBufferedChunks: MAX_CHUNKS, perMessageDeflate: false, clientTracking: true });
  server.on('upgrade', (request, stream, head) => upgrade<A>({ request, stream, head, port, options, sockets }));
  const heartbeat = keepAlive(sockets, options.heartbeatMs ?? HEARTBEAT_MS);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: options.host, port: options.port, exclusive: true }, () => {
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

interface Upgrade<A> {
  readonly request: IncomingMessage;
  readonly stream: Duplex;
  readonly head: Buffer;
  readonly port: number;
  readonly options: ListenerOptions<A>;
  readonly sockets: WebSocketServer;
}

function upgrade<A extends object>({ request, stream, head, port, options, sockets }: Upgrade<A>): void {
  stream.on('error', () => stream.destroy());
  const refusal = options.refuse(request, port);
  if (refusal) return deny(stream, refusal.status, refusal.message);
  if (request.url !== RPC_PATH) return deny(stream, 404, `There is no WebSocket here, only at ${RPC_PATH}.`);
  const authorised = options.authorise(request);
  if ('status' in authorised) return deny(stream, (authorised as Refusal).status, (authorised as Refusal).message);
  if (sockets.clients.size >= options.maxClients) return deny(stream, 503, `${options.maxClients} clients are connected already.`);
  sockets.handleUpgrade(request, stream, head, socket => {
    // A broken frame or one too large also closes the socket, and that is what everyone waits for.
    socket.on('error', () => undefined);
    isAlive.set(socket, true);
    socket.on('pong', () => isAlive.set(socket, true));
    options.onClient(socket, authorised as A);
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

const reasons: Readonly<Record<number, string>> = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 429: 'Too Many Requests', 503: 'Service Unavailable' };

function deny(stream: Duplex, status: number, message: string): void {
  stream.end(`HTTP/1.1 ${status} ${reasons[status] ?? ''}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`, () => stream.destroy());
}

export function answer(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' }).end(message);
}

async function closeServer(server: Server | TlsServer, sockets: WebSocketServer): Promise<void> {
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
