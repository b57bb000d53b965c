/** A small Salesforce org: a server with recorded replies of its REST API, and a program that stands for `sf`, logged in to it. */
import { chmodSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describes, GLOBAL, replies, rows } from './replies.ts';
import type { Row } from './replies.ts';

export const TOKEN = '00D5g0000000001!AQ8AQFakeTokenOfTheCustomer_nobodyMayKeepIt';
const PAGE = 150;

export class FakeSalesforce {
  /** Paths asked for. */
  readonly asked: string[] = [];
  /** Path below the API → status and body, before what it says by itself. */
  readonly refusals = new Map<string, readonly [number, string]>();
  readonly #server: Server;
  readonly #folder: string;

  private constructor(server: Server, folder: string) {
    this.#server = server;
    this.#folder = folder;
  }

  /** `folder`: where the program goes. */
  static async start(folder: string): Promise<FakeSalesforce> {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const path = url.pathname.replace('/services/data/v64.0', '');
      fake.asked.push(path);
      const send = (status: number, body: unknown): void => { response.writeHead(status, { 'Content-Type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body)); };
      if (request.headers.authorization !== `Bearer ${TOKEN}`) return send(401, [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }]);
      const refusal = fake.refusals.get(path);
      if (refusal) return send(...refusal);
      const soql = url.searchParams.get('q');
      if (soql !== null) return send(...fake.#query(path, soql));
      if (path.startsWith('/query/')) return send(200, fake.#page(Number(path.split('-').at(-1))));
      const known = path === '/sobjects' ? GLOBAL : describes.get(path) ?? replies.get(path);
      return known ? send(200, known) : send(404, [{ errorCode: 'NOT_FOUND', message: 'The requested resource does not exist' }]);
    });
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
    const fake = new FakeSalesforce(server, folder);
    fake.sayOfLogin({});
    return fake;
  }

  get program(): string {
    return join(this.#folder, process.platform === 'win32' ? 'sf.cmd' : 'sf');
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Changes what `sf org display` says; `shown`: what `sf org auth show-access-token` does. */
  sayOfLogin(change: Readonly<Record<string, unknown>>, shown: unknown = null): void {
    const display = { status: 0, result: { id: '00D5g0000000001EAA', username: 'amy@harbor.example', instanceUrl: this.address, accessToken: TOKEN, ...change } };
    const script = `#!${process.execPath}\nconst args = process.argv.slice(2).join(' ');\nconst answers = ${JSON.stringify({ 'org display --target-org harbor --json': display, 'org auth show-access-token --target-org harbor --no-prompt --json': { status: shown === null ? 1 : 0, result: shown, message: 'no such command' } })};\n`
      + 'const answer = answers[args] ?? { status: 1, name: "NamedOrgNotFoundError", message: "No authorization information found for that org." };\nconsole.log(JSON.stringify(answer));\nprocess.exitCode = answer.status;\n';
    writeFileSync(this.program, script);
    chmodSync(this.program, 0o755);
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  readonly #pages: unknown[][] = [];

  #query(path: string, soql: string): [number, unknown] {
    const recorded = replies.get(`${path} ${soql.replace(/^.*? FROM /, '')}`);
    if (recorded) return [200, recorded];
    const [, fields = '', object = '', where = ''] = /^SELECT (.+?) FROM (\w+)(?: WHERE (\w+) IN)?/.exec(soql) ?? [];
    const table = rows.get(object);
    if (!table) return [400, [{ errorCode: 'INVALID_TYPE', message: `sObject type '${object}' is not supported.` }]];
    const ids = [...soql.matchAll(/'(\w+)'/g)].map(([, id]) => id);
    const found = table.filter(row => where === '' || ids.some(id => id !== undefined && String(row[where] ?? '').startsWith(id))).slice(0, Number(/LIMIT (\d+)/.exec(soql)?.[1] ?? 1_000_000));
    const names = fields.split(',').map(each => each.trim());
    const records = found.map((row: Row) => ({ attributes: { type: object, url: '' }, ...Object.fromEntries(names.map(name => [name, row[name] ?? null])) }));
    this.#pages.length = 0;
    for (let from = 0; from < records.length; from += PAGE) this.#pages.push(records.slice(from, from + PAGE));
    return [200, this.#page(0)];
  }

  #page(index: number): unknown {
    const isLast = index >= this.#pages.length - 1;
    return { totalSize: this.#pages.flat().length, done: isLast, records: this.#pages[index] ?? [], ...(isLast ? {} : { nextRecordsUrl: `/services/data/v64.0/query/01gFAKE-${index + 1}` }) };
  }
}

