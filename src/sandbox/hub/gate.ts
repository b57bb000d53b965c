import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/**
 * The one gate of the hub's listener, for plain requests and upgrades alike. The API's clients are no browsers: a page
 * that reached us by a name of its own, or says where it comes from, is refused. Null: may pass.
 */
export function refuse(request: IncomingMessage, port: number): Refusal | null {
  const { headers, rawHeaders } = request;
  const hosts = rawHeaders.filter((value, index) => index % 2 === 0 && value.toLowerCase() === 'host').length;
  if (hosts !== 1 || headers.host !== `127.0.0.1:${port}`) return { status: 403, message: `Host must be 127.0.0.1:${port}.` };
  return refuseBrowsers(request);
}

/** Where the name by which we are reached isn't known. */
export function refuseBrowsers({ headers }: IncomingMessage): Refusal | null {
  if (headers.origin !== undefined || headers['sec-fetch-site'] !== undefined) return { status: 403, message: 'Requests of web pages are not accepted.' };
  return null;
}

/** Of `Authorization: Bearer TOKEN`; null if there is none. */
export function bearerToken(request: IncomingMessage): string | null {
  const match = /^Bearer ([\x21-\x7e]{1,512})$/.exec(request.headers.authorization ?? '');
  return match?.[1] ?? null;
}

/** Takes the same time wherever two secrets differ, and whatever their lengths. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
  return timingSafeEqual(digest(given), digest(expected));
}
