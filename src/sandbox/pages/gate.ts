import type { IncomingMessage } from 'node:http';
import type { AddressBy } from './names.ts';

export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/**
 * The one gate of the pages' listener. A browser that came by our own name is let in; what another page makes it send is
 * not, nor what the API's clients send. A string: our address by that name; it may pass.
 */
export function refuse(request: IncomingMessage, port: number, addressBy: AddressBy): Refusal | string {
  const { headers, rawHeaders } = request;
  const count = (name: string): number => rawHeaders.filter((value, index) => index % 2 === 0 && value.toLowerCase() === name).length;
  const address = count('host') === 1 ? addressBy(headers.host ?? '', port) : null;
  if (address === null) return { status: 403, message: `Host must be a name of ours, with the port ${port}.` };
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
  return address;
}
