import type { IncomingMessage, ServerResponse } from 'node:http';
import { WireError } from '../../protocol/errors.ts';
import type { RunResult } from '../../protocol/rpc.ts';
import type { Logins } from '../partner/logins.ts';
import { bearerToken } from './gate.ts';
import { errorResponse } from './org-http.ts';
import type { OrgHttp } from './org-http.ts';

/** The largest body an Apex REST request may have. */
const MAX_BODY_BYTES = 6 * 1024 * 1024;
const METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD']);

export interface HttpRequestsOptions {
  readonly logins: Logins;
  readonly orgHttp: OrgHttp;
  onError(error: unknown): void;
}

/** Requests over HTTP to `/org/<orgId>/services/…`, authorised by the access token of a login. */
export async function answerHttp(options: HttpRequestsOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let answer: NonNullable<RunResult['response']>;
  try {
    answer = await handle(options, request);
  } catch (error) {
    if (!(error instanceof WireError)) options.onError(error);
    answer = errorResponse(error instanceof WireError ? error : new WireError('internal', 'The sandbox failed on this request; its log says more.'));
  }
  if (response.destroyed) return;
  const headers: Record<string, string> = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
  for (const [name, value] of Object.entries(answer.headers)) {
    // What would frame the message or let web pages in is ours to say.
    if (!/^(content-length|transfer-encoding|connection|access-control-.*)$/i.test(name)) headers[name.toLowerCase()] = value.replace(/[^\t\x20-\x7e\x80-\xff]/g, ' ');
  }
  if (!request.complete) headers['connection'] = 'close';
  response.writeHead(answer.status, headers).end(request.method === 'HEAD' ? undefined : answer.body);
}

async function handle({ logins, orgHttp }: HttpRequestsOptions, request: IncomingMessage): Promise<NonNullable<RunResult['response']>> {
  const match = /^\/org\/(00D[A-Za-z0-9]{15})(\/services(?:\/.*)?)$/.exec(request.url ?? '');
  const [, orgId, path] = match ?? [];
  if (!orgId || !path) return text(404, 'There is nothing here. An org answers at /org/<id>/services/….');
  const method = request.method ?? '';
  if (!METHODS.has(method)) return text(405, `The method ${method} is not accepted.`);
  const token = bearerToken(request);
  const login = token === null ? null : logins.byAccessToken(orgId, token);
  if (!login) throw new WireError('notLoggedIn', 'Session expired or invalid');
  const body = await readBody(request);
  const headers = Object.fromEntries(Object.entries(request.headers).flatMap(([name, value]) => (name === 'authorization' || typeof value !== 'string' ? [] : [[name, value]])));
  const result = await orgHttp.handle(login, { method, path, headers, body });
  return result.response ?? text(500, 'The request had no response.');
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) throw new WireError('tooLarge', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function text(status: number, body: string): NonNullable<RunResult['response']> {
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}
