import assert from 'node:assert/strict';
import { request } from 'node:http';
import { request as requestOverTls } from 'node:https';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Bench } from '../../hub/support/bench.ts';

export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** What a browser does with the pages over real HTTP: keeps the cookie, sends origins, fills in forms. Follows nothing by itself. */
export class PageClient {
  readonly address: string;
  cookie: string | null = null;

  readonly #ca: Buffer | null;

  /** `ca`: of the pages for developers elsewhere. */
  constructor(bench: Bench, ca: Buffer | null = null) {
    this.#ca = ca;
    this.address = ca === null ? bench.hub.discovery.pages : `https://localhost:${bench.hub.discovery.teamPagesPort}`;
  }

  /** Logged in. `user`: part of the user's name. */
  static async as(bench: Bench, orgName: string, user: string): Promise<PageClient> {
    const client = new PageClient(bench);
    const org = bench.hub.context.directory.findOrg(orgName);
    const found = org.users.find(each => each.name.includes(user)) ?? assert.fail(`${orgName} has no user ${user}`);
    const page = await client.get(`/login?org=${org.id}`);
    const answer = await client.post('/login', { org: org.id, user: found.id }, page);
    assert.equal(answer.status, 303);
    return client;
  }

  send(method: string, path: string, headers: OutgoingHttpHeaders = {}, body?: string | Buffer): Promise<PageResponse> {
    const { port } = new URL(this.address);
    return new Promise((resolve, reject) => {
      const given = { Host: `localhost:${port}`, ...(this.cookie === null ? {} : { Cookie: this.cookie }), ...headers };
      const send = this.#ca === null ? request : requestOverTls;
      const sent = send({ host: '127.0.0.1', port, method, path, headers: given, setHost: false, agent: false, ...(this.#ca === null ? {} : { ca: this.#ca, servername: 'localhost' }) }, response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          for (const line of response.headers['set-cookie'] ?? []) this.cookie = line.includes('Max-Age=0') ? null : line.split(';')[0] ?? null;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') });
        });
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  get(path: string, headers: OutgoingHttpHeaders = {}): Promise<PageResponse> {
    return this.send('GET', path, headers);
  }

  /** The page after all redirects. */
  async open(path: string): Promise<PageResponse> {
    let answer = await this.get(path);
    for (let hops = 0; answer.status === 303 && hops < 5; hops++) answer = await this.get(String(answer.headers['location']));
    assert.equal(answer.status, 200, answer.text);
    return answer;
  }

  /** Sends a form with the token that `page` gave. */
  post(path: string, fields: Readonly<Record<string, string | readonly string[]>>, page: PageResponse): Promise<PageResponse> {
    return this.form(path, { ...fields, csrf: tokenOf(page) });
  }

  form(path: string, fields: Readonly<Record<string, string | readonly string[]>>, headers: OutgoingHttpHeaders = {}): Promise<PageResponse> {
    const body = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each]))).toString();
    return this.send('POST', path, { Origin: this.address, 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body), ...headers }, body);
  }

  /** Opens a page, sends a form from it, and opens where that leads. */
  async submit(path: string, action: string, fields: Readonly<Record<string, string | readonly string[]>> = {}): Promise<PageResponse> {
    const answer = await this.post(action, fields, await this.open(path));
    assert.equal(answer.status, 303, textOf(answer));
    return this.open(String(answer.headers['location']));
  }
}

export function tokenOf(page: PageResponse): string {
  return /name="csrf" value="([\w-]{43})"/.exec(page.text)?.[1] ?? assert.fail(`There is no form on this page: ${page.text}`);
}

/** What a person reads. */
export function textOf({ text }: PageResponse): string {
  return /<main[^>]*>([\s\S]*)<\/main>/.exec(text)?.[1]?.replace(/<[^>]*>/g, ' ').replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&').replace(/\s+/g, ' ').trim() ?? text;
}
