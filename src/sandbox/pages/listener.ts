import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuse } from './gate.ts';
import { byCertificate, byLocalhost } from './names.ts';

const MAX_CONNECTIONS = 128;
const HEADERS_TIMEOUT_MS = 10_000;
/** For the body too. */
const REQUEST_TIMEOUT_MS = 60_000;
/** A record with its longest texts fits; more is sent by no form of ours. */
export const MAX_FORM_BYTES = 512 * 1024;

export interface PagesListenerOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly headersTimeoutMs?: number;
  /** For browsers elsewhere, by the names of the certificate. PEM. Left out: of this machine, by the name localhost. */
  readonly elsewhere?: { readonly host: string; readonly tls: { readonly cert: Buffer; readonly key: Buffer } };
  /** Of a request that passed the gate. */
  answer(request: IncomingMessage, response: ServerResponse, address: string): Promise<void>;
  onError(error: unknown): void;
}

export interface PagesListener {
  /** `http://localhost:PORT`; elsewhere, by the name that is listened at. */
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** A listener of web pages: browsers only, by a name of ours. It upgrades nothing. */
export async function listenForPages(options: PagesListenerOptions): Promise<PagesListener> {
  let port = options.port;
  const headersTimeout = options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS;
  const { elsewhere } = options;
  const addressBy = elsewhere ? byCertificate(elsewhere.tls.cert) : byLocalhost;
  const settings = { maxHeaderSize: 16_384, headersTimeout, requestTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: headersTimeout / 2 };
  const receive = (request: IncomingMessage, response: ServerResponse): void => {
    const address = refuse(request, port, addressBy);
    if (typeof address !== 'string') return answerText(response, address.status, address.message);
    options.answer(request, response, address).catch((error: unknown) => {
      options.onError(error);
      if (response.headersSent) response.destroy();
      else answerText(response, 500, 'The sandbox failed on this page; its log says more.');
    });
  };
  const server = elsewhere ? createTlsServer({ ...settings, ...elsewhere.tls, minVersion: 'TLSv1.2' }, receive) : createServer(settings, receive);
  server.maxConnections = MAX_CONNECTIONS;
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('upgrade', (_request, stream) => {
    stream.on('error', () => stream.destroy());
    const message = 'There are no WebSockets here.';
    stream.end(`HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${message.length}\r\n\r\n${message}`, () => stream.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: elsewhere?.host ?? '127.0.0.1', port: options.port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  port = (server.address() as AddressInfo).port;
  return { address: elsewhere ? `https://${elsewhere.host}:${port}` : `http://localhost:${port}`, port, close: () => close(server) };
}

/** Of every answer. Nothing is loaded from elsewhere or framed; nothing is run, but where a passkey needs it, a script of ours. */
export function securityHeaders(hasScript = false): Record<string, string> {
  return {
    'Content-Security-Policy': `default-src 'none';${hasScript ? " script-src 'self';" : ''} style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // Stricter ones take the origin from our own forms.
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cache-Control': 'no-store',
  };
}

export function answerText(response: ServerResponse, status: number, message: string, headers: Record<string, string> = {}): void {
  // What is left of a body that nobody reads must not be taken for the next request.
  const rest = response.req.complete ? {} : { Connection: 'close' };
  response.writeHead(status, { ...securityHeaders(), 'Content-Type': 'text/plain; charset=utf-8', ...rest, ...headers }).end(message);
}

async function close(server: Server): Promise<void> {
  await new Promise(resolve => {
    server.close(resolve);
    server.closeIdleConnections();
    // A save that is held at a breakpoint ends with its org.
    setTimeout(() => server.closeAllConnections(), 500).unref();
  });
}
