import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { WireError } from '../../protocol/errors.ts';
import { ClientConnection } from './connection.ts';
import type { AnswerRequest } from './connection.ts';
import type { HubContext } from './context.ts';
import { bearerToken, isSameSecret, refuseBrowsers } from './gate.ts';
import type { Refusal } from './gate.ts';
import { answer, listen } from './listener.ts';
import type { Listener } from './listener.ts';
import type { Metrics } from './metrics.ts';
import { PeerLimit, TokenBucket } from './rate-limit.ts';

export interface TeamServerOptions {
  /** Address to listen at, beside the loopback one. */
  readonly host: string;
  readonly port: number;
  /** PEM. Null only on the loopback address. */
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  /** Of its web pages, which are served over TLS only; 0 or left out: any free one. */
  readonly pagesPort?: number;
  readonly heartbeatMs?: number;
  readonly headersTimeoutMs?: number;
}

export interface TeamServerParts {
  readonly hub: HubContext;
  readonly metrics: Metrics;
  readonly operatorToken: string;
  readonly dispatch: AnswerRequest;
  connect(client: ClientConnection): void;
  /** Requests to orgs. */
  orgRequest(request: IncomingMessage, response: ServerResponse): void;
  onError(error: unknown): void;
}

/** 50 developers with several windows each, and their machines. */
const MAX_CLIENTS = 1024;
/** Connections and requests without a valid token, of one address. */
const REFUSALS_AT_ONCE = 20;
const REFUSALS_PER_SECOND = 0.5;

/**
 * A team's server: developers connect from elsewhere, each with a token of their own (`isv-debugger auth create-token`), over
 * TLS. Who runs the world, and plays its customers, still connects on the machine itself.
 */
export async function startTeamServer(options: TeamServerOptions, parts: TeamServerParts): Promise<Listener> {
  const { hub, metrics } = parts;
  if (options.tls === null && !isLoopback(options.host)) throw new WireError('invalidParams', `${options.host} is no loopback address: other machines connect over TLS only. Give --tls-cert FILE and --tls-key FILE.`);
  const refusals = new PeerLimit(now => new TokenBucket(REFUSALS_AT_ONCE, REFUSALS_PER_SECOND, now));
  const refused = (request: IncomingMessage): Refusal => {
    metrics.refused();
    if (!refusals.take(request.socket.remoteAddress ?? '', performance.now())) return { status: 429, message: 'Too many attempts. Wait a little.' };
    return { status: 401, message: 'The token is missing, wrong or revoked. Who runs the server makes one: isv-debugger auth create-token NAME.' };
  };
  return listen<{ readonly developer: string; readonly tokenId: string; readonly address: string }>({
    ...options, maxClients: MAX_CLIENTS,
    refuse: refuseBrowsers,
    authorise: request => {
      const given = bearerToken(request);
      const token = given === null ? null : hub.tokens.use(given);
      const engineer = token ? hub.directory.findEngineer(token.developer) : null;
      return token && engineer ? { developer: engineer.userName, tokenId: token.id, address: addressOf(request, options.tls !== null) } : refused(request);
    },
    onClient: (socket, { developer, tokenId, address }) => {
      const client = new ClientConnection(socket, parts.dispatch, { isOperator: false, address, onError: parts.onError, onRequest: metrics.request, onLimited: metrics.limited, limit: () => new TokenBucket(400, 100, performance.now()) });
      client.signedIn(developer, tokenId);
      parts.connect(client);
    },
    onRequest: (request, response) => {
      if (request.url === '/healthz' && request.method === 'GET') return answer(response, 200, 'ok');
      if (request.url === '/metrics' && request.method === 'GET') {
        const given = bearerToken(request);
        const mayRead = given !== null && (isSameSecret(given, parts.operatorToken) || hub.tokens.use(given) !== null);
        if (mayRead) return answer(response, 200, metrics.text(hub));
        const { status, message } = refused(request);
        return answer(response, status, message);
      }
      return parts.orgRequest(request, response);
    },
  });
}

/** The name by which the client reached us: only it is told. */
function addressOf({ headers, socket }: IncomingMessage, isTls: boolean): string {
  return `${isTls ? 'https' : 'http'}://${headers.host ?? `${socket.localAddress ?? ''}:${socket.localPort ?? ''}`}`;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
