import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalPages {
  /** What the server's VSCODE_PROXY_URI takes: a valid address even before a port is put into it. */
  readonly template: string;
  close(): void;
}

/**
 * Leads the browser from the address under which a served editor opens a page of this machine, to the page itself: the
 * browser is on this machine too, and a page is to have its own origin. (`http://localhost:{{port}}` is no valid address.)
 */
export async function leadToLocalPages(): Promise<LocalPages> {
  const server = createServer((request, response) => {
    const [, port, rest] = /^\/(\d{1,5})(\/.*)$/s.exec(request.url ?? '') ?? [];
    if (port === undefined || rest === undefined) response.writeHead(404).end();
    else response.writeHead(302, { Location: `http://localhost:${port}${rest}` }).end();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  server.unref();
  return {
    template: `http://127.0.0.1:${(server.address() as AddressInfo).port}/{{port}}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
