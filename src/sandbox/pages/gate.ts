import type { IncomingMessage } from 'node:http';

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/**
 * The one gate of the pages' listener. A browser that came by our own name is let in; what another page makes it send is
 * not, nor what the API's clients send. Null: may pass.
 */
export function refuse(request: IncomingMessage, port: number): Refusal | null {
  const { headers, rawHeaders } = request;
  const count = (name: string): number => rawHeaders.filter((value, index) => index % 2 === 0 && value.toLowerCase() === name).length;
  const address = `http://localhost:${port}`;
  if (count('host') !== 1 || headers.host !== `localhost:${port}`) return { status: 403, message: `Host must be localhost:${port}.` };
  if (headers.authorization !== undefined) return { status: 403, message: 'Programs are not accepted here. The API has a listener of its own.' };
  if (count('origin') > 1 || (headers.origin !== undefined && headers.origin !== address)) return { status: 403, message: 'Requests of other web pages are not accepted.' };
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  // A browser names the origin of every form that is sent.
  if (!isReading && headers.origin !== address) return { status: 403, message: `Origin must be ${address}.` };
  const site = headers['sec-fetch-site'];
  const isOwn = site === undefined || site === 'same-origin' || site === 'none';
  // Following a link to a page is the one thing that others may make a browser do.
  const isNavigation = isReading && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  if (!isOwn && !isNavigation) return { status: 403, message: 'Requests of other web pages are not accepted.' };
  return null;
}
