import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, describe, it } from 'mocha';
import { MAX_FORM_BYTES } from '../../../src/sandbox/pages/listener.ts';
import { PageSessions } from '../../../src/sandbox/pages/page-sessions.ts';
import { Bench, WORLD } from '../hub/support/bench.ts';
import { minutes } from '../hub/support/manual-clock.ts';
import { PageClient, textOf, tokenOf } from './support/page-client.ts';

const HOSTILE = `<img src=x onerror=alert(1)>"'&\``;
const { partner, packages, orgs } = WORLD;

describe("the web pages' listener", () => {
  let bench: Bench;
  before(async () => {
    bench = await Bench.start({}, { partner, packages, orgs: [...orgs, { ...orgs[1], name: HOSTILE, alias: 'hostile', users: [{ userName: 'x@hostile.example', name: HOSTILE, profile: HOSTILE, permissions: ['ManageUsers'] }], grants: [] }] });
  });
  after(() => bench.close());

  const port = (): number => Number(new URL(bench.hub.discovery.pages).port);
  const client = (): PageClient => new PageClient(bench);

  /** Status line of the answer; empty: cut off without one. */
  function raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(port(), '127.0.0.1', () => socket.write(text.replaceAll('PORT', String(port()))));
      const done = (): void => {
        socket.destroy();
        resolve(answer.split('\r\n')[0] ?? '');
      };
      socket.on('data', chunk => {
        answer += chunk.toString('latin1');
        if (answer.includes('\r\n')) done();
      });
      socket.on('close', done);
      socket.on('error', error => ((error as NodeJS.ErrnoException).code === 'ECONNRESET' ? done() : reject(error)));
    });
  }

  it('is told of in the discovery file and by client/hello', async () => {
    assert.match(bench.hub.discovery.pages, /^http:\/\/localhost:\d+$/);
    const { hub } = await bench.connect();
    assert.equal((await hub.request('client/hello', { client: 'test', version: '1' })).pages, bench.hub.discovery.pages);
  });

  it('security 1: listens on the loopback address only', async () => {
    for (const address of Object.values(networkInterfaces()).flatMap(each => each ?? [])) {
      if (address.internal || address.family !== 'IPv4') continue;
      await assert.rejects(new Promise((resolve, reject) => connect(port(), address.address, () => resolve(null)).on('error', reject)), /ECONNREFUSED/);
    }
  });

  const hosts = ['localhost', '127.0.0.1:PORT', 'localhost6:PORT', 'localhost.:PORT', 'LOCALHOST:PORT', 'localhost:1', '[::1]:PORT', 'evil.example:PORT', 'localhost:PORT.evil.example', 'localhost:PORT@evil', ' '];
  for (const host of hosts) {
    it(`security 3: refuses Host ${JSON.stringify(host)}`, async () => {
      assert.match(await raw(`GET /login HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`), /^HTTP\/1.1 40[03]/);
    });
  }

  it('security 3: refuses no Host and two Hosts', async () => {
    assert.match(await raw('GET /login HTTP/1.1\r\n\r\n'), /^HTTP\/1.1 40[03]|^$/);
    assert.match(await raw('GET /login HTTP/1.1\r\nHost: localhost:PORT\r\nHost: localhost:PORT\r\n\r\n'), /^HTTP\/1.1 40[03]|^$/);
  });

  for (const origin of ['null', 'http://127.0.0.1:PORT', 'http://localhost', 'http://localhost:1', 'https://localhost:PORT', 'https://evil.example', 'http://localhost:PORT.evil.example', '']) {
    it(`security 4: refuses Origin ${JSON.stringify(origin)}, for reading and for forms`, async () => {
      const Origin = origin.replace('PORT', String(port()));
      assert.equal((await client().get('/login', { Origin })).status, 403);
      const browser = client();
      const token = tokenOf(await browser.get(`/login?org=north`));
      assert.equal((await browser.form('/login', { csrf: token }, { Origin })).status, 403);
    });
  }

  it('security 4: refuses a form without an origin', async () => {
    const browser = client();
    const token = tokenOf(await browser.get('/login?org=north'));
    const body = `csrf=${token}`;
    assert.equal((await browser.send('POST', '/login', { 'Content-Type': 'application/x-www-form-urlencoded' }, body)).status, 403);
  });

  it('security 4: other pages may lead a person here, but load and send nothing', async () => {
    const site = (dest: string, mode: string, method = 'GET'): Promise<{ status: number }> => client().send(method, '/login', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': mode, 'Sec-Fetch-Dest': dest });
    assert.equal((await site('document', 'navigate')).status, 200);
    assert.equal((await site('iframe', 'navigate')).status, 403);
    assert.equal((await site('image', 'no-cors')).status, 403);
    assert.equal((await site('empty', 'cors')).status, 403);
    assert.equal((await site('document', 'navigate', 'POST')).status, 403);
  });

  it('a link from another page takes one step more, so that the session there is stays', async () => {
    const answer = await client().get('/records/Account?q=a%22b', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' });
    assert.deepEqual([answer.status, answer.headers['set-cookie']], [200, undefined]);
    assert.match(answer.text, /<meta http-equiv="refresh" content="0;url=\/records\/Account\?q=a%22b">/);
    for (const path of ['/.//evil.example', '/x/..//evil.example', '/.\\/evil.example', '/%2e//evil.example']) assert.equal((await client().get(path)).status, 400, path);
    const elsewhere = await client().get('/x;url=https://evil.example', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' });
    assert.match(elsewhere.text, /content="0;url=\/x;url=https:\/\/evil\.example"/);
  });

  it('takes no token of the API, and no WebSocket', async () => {
    assert.equal((await client().get('/login', { Authorization: `Bearer ${bench.hub.discovery.token}` })).status, 403);
    assert.equal((await client().get('/rpc')).status, 404);
    assert.equal((await client().get('/org/00D000000000001EAA/services/data')).status, 404);
    assert.equal(await raw(`GET /rpc HTTP/1.1\r\nHost: localhost:PORT\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer ${bench.hub.discovery.token}\r\n\r\n`), 'HTTP/1.1 404 Not Found');
  });

  it("the API's listener takes no page's cookie", async () => {
    const browser = await PageClient.as(bench, 'north', 'Ann');
    const answer = await fetch(`http://127.0.0.1:${bench.hub.discovery.port}/records`, { headers: { Cookie: browser.cookie ?? '' } });
    assert.equal(answer.status, 404);
    assert.equal((await fetch(`http://127.0.0.1:${bench.hub.discovery.port}/org/${bench.hub.context.directory.findOrg('north').id}/services/data/v64.0/sobjects`, { headers: { Cookie: browser.cookie ?? '' } })).status, 401);
  });

  const malformed = ['GARBAGE\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', `GET / HTTP/1.1\r\n${'a'.repeat(20_000)}: b\r\n\r\n`, 'GET http://evil.example/ HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n', 'GET //evil.example/ HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n', 'GET /\\evil HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n', 'GET /records/%00 HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n', 'GET /records/%E0%A4%A HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n', 'OPTIONS * HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost:PORT\r\n\r\n'];
  malformed.forEach((text, index) => it(`security 6: survives malformed request ${index + 1}`, async () => {
    assert.doesNotMatch(await raw(text), / (200|500) /);
    assert.equal((await client().get('/login')).status, 200);
  }));

  it('security 7: has no CORS headers and answers no preflight', async () => {
    const answer = await client().send('OPTIONS', '/login', { Origin: bench.hub.discovery.pages });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers['allow'], 'GET, HEAD, POST');
    assert.deepEqual(Object.keys(answer.headers).filter(name => name.startsWith('access-control')), []);
  });

  for (const method of ['PUT', 'DELETE', 'PATCH', 'TRACE', 'OPTIONS']) {
    it(`refuses ${method}`, async () => {
      for (const path of ['/', '/login', '/records', '/pages.css']) assert.equal((await client().send(method, path, { Origin: bench.hub.discovery.pages })).status, 405, path);
    });
  }

  it('every answer forbids scripts, frames and requests elsewhere', async () => {
    const browser = await PageClient.as(bench, 'north', 'Ann');
    for (const path of ['/login', '/', '/pages.css', '/nothing', '/records']) {
      const { headers } = await browser.get(path);
      assert.equal(headers['content-security-policy'], "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", path);
      assert.deepEqual([headers['x-content-type-options'], headers['x-frame-options'], headers['referrer-policy'], headers['cross-origin-resource-policy'], headers['cross-origin-opener-policy']], ['nosniff', 'DENY', 'same-origin', 'same-origin', 'same-origin'], path);
    }
    assert.match(String((await browser.get('/passkey.js')).headers['content-type']), /^text\/javascript/);
    assert.doesNotMatch((await browser.open('/')).text, /<script|style=|\son\w+=|(src|href)="(https?:)?\/\//);
  });

  it("the session's cookie is HttpOnly and SameSite=Strict, and of this port only", async () => {
    const { headers } = await client().get('/login');
    assert.match(String(headers['set-cookie']), new RegExp(`^isv_pages_${port()}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`));
    assert.equal(headers['cache-control'], 'no-store');
  });

  it('every form needs the token of its session', async () => {
    const browser = await PageClient.as(bench, 'north', 'Ann');
    const other = await PageClient.as(bench, 'north', 'Ann');
    for (const csrf of ['', 'x', tokenOf(await other.get('/'))]) {
      assert.equal((await browser.form('/logout', { csrf })).status, 403);
      assert.equal((await browser.form('/login', { csrf, org: 'x', user: 'y' })).status, 403);
    }
    assert.equal((await client().form('/logout', { csrf: tokenOf(await other.get('/')) })).status, 403);
    assert.equal((await browser.get('/')).status, 200);
  });

  it('a login gets a session of its own: one that was planted before is of no use', async () => {
    const attacker = client();
    await attacker.get('/login');
    const planted = attacker.cookie;
    const victim = client();
    victim.cookie = planted;
    const org = bench.hub.context.directory.findOrg('north');
    const answer = await victim.post('/login', { org: org.id, user: org.users[0]?.id ?? '' }, await victim.get('/login?org=north'));
    assert.equal(answer.status, 303);
    assert.notEqual(victim.cookie, planted);
    assert.equal((await victim.get('/')).status, 200);
    assert.equal((await attacker.get('/')).status, 303);
    const made = client();
    made.cookie = `isv_pages_${port()}=${'A'.repeat(43)}`;
    await made.get('/login');
    assert.notEqual(made.cookie, `isv_pages_${port()}=${'A'.repeat(43)}`);
  });

  it('logging out ends the session at once, for whoever has its cookie', async () => {
    const browser = await PageClient.as(bench, 'north', 'Ann');
    const copy = client();
    copy.cookie = browser.cookie;
    assert.equal((await browser.post('/logout', {}, await browser.get('/'))).headers['location'], '/login');
    assert.equal(browser.cookie, null);
    assert.equal((await copy.get('/')).headers['location'], '/login');
  });

  it('a session nobody uses for two hours ends', async () => {
    const browser = await PageClient.as(bench, 'north', 'Ann');
    bench.clock.advance(minutes(119));
    assert.equal((await browser.get('/')).status, 200);
    bench.clock.advance(minutes(120));
    assert.equal((await browser.get('/')).headers['location'], '/login');
  });

  it('keeps a bounded number of sessions, and those of visitors push nobody out', () => {
    const sessions = new PageSessions(bench.clock);
    const user = sessions.open({ orgId: 'o', userId: 'u' });
    const first = sessions.open();
    for (let count = 0; count < 500; count++) sessions.open();
    assert.deepEqual([sessions.find(user.id)?.id, sessions.find(first.id)], [user.id, null]);
  });

  it('goes on where a person wanted to, but nowhere else', async () => {
    const browser = client();
    assert.equal((await browser.get('/records/Account?q=a')).headers['location'], '/login?next=%2Frecords%2FAccount%3Fq%3Da');
    const org = bench.hub.context.directory.findOrg('north');
    for (const [next, to] of [['/records/Account?q=a', '/records/Account?q=a'], ['//evil.example', '/'], ['https://evil.example', '/'], ['/\\evil.example', '/'], ['javascript:alert(1)', '/'], ['/x\r\nSet-Cookie: a=b', '/']] as const) {
      const answer = await browser.post('/login', { org: org.id, user: org.users[0]?.id ?? '', next }, await browser.get('/login?org=north'));
      assert.equal(answer.headers['location'], to);
    }
  });

  it('takes forms only, and no large ones', async () => {
    const browser = client();
    const csrf = tokenOf(await browser.get('/login?org=north'));
    assert.equal((await browser.form('/login', { csrf }, { 'Content-Type': 'application/json' })).status, 415);
    assert.equal((await browser.form('/login', { csrf }, { 'Content-Type': 'text/plain' })).status, 415);
    assert.equal((await browser.form('/login', { csrf, org: 'x'.repeat(MAX_FORM_BYTES) })).status, 413);
    // Without a length in front.
    assert.equal((await browser.send('POST', '/login', { Origin: browser.address, 'Content-Type': 'application/x-www-form-urlencoded', 'Transfer-Encoding': 'chunked' }, `csrf=${csrf}&org=${'x'.repeat(MAX_FORM_BYTES)}`)).status, 413);
    assert.equal((await client().get('/login')).status, 200);
  });

  it('security 18: names that an org supplies are text, never markup', async () => {
    const browser = client();
    const login = await browser.get('/login');
    const users = await browser.get('/login?org=hostile');
    const home = await (await PageClient.as(bench, 'hostile', 'img')).get('/');
    for (const { text } of [login, users, home]) {
      assert.ok(text.includes('&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;&#96;'));
      assert.doesNotMatch(text, /<img/);
    }
    assert.match(textOf(home), /<img src=x onerror=alert\(1\)>/);
    assert.doesNotMatch((await browser.get('/login?org=%3Cscript%3E')).text, /<script/);
    assert.doesNotMatch((await browser.get('/<script>')).text, /<script/);
  });

  it('answers HEAD as GET, without a body', async () => {
    const answer = await client().send('HEAD', '/login');
    assert.deepEqual([answer.status, answer.text, answer.headers['content-type']], [200, '', 'text/html; charset=utf-8']);
  });

  it('security 8: cuts off who stops in the headers', async () => {
    const quick = await Bench.start({ headersTimeoutMs: 50 });
    try {
      const quickPort = Number(new URL(quick.hub.discovery.pages).port);
      await new Promise<void>((resolve, reject) => {
        const socket = connect(quickPort, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: localh'));
        socket.on('close', () => resolve());
        socket.on('error', error => ((error as NodeJS.ErrnoException).code === 'ECONNRESET' ? resolve() : reject(error)));
        socket.resume();
      });
    } finally {
      await quick.close();
    }
  });

  it('an error of the sandbox shows no insides', async () => {
    const browser = await PageClient.as(bench, 'north', 'Ann');
    // The runner of this bench has no objects: what it answers is no describe.
    const answer = await browser.get('/records');
    assert.equal(answer.status, 500);
    assert.match(textOf(answer), /its log says more/);
    assert.doesNotMatch(answer.text, /TypeError|at \w+|\.ts/);
    assert.match(bench.errors.at(-1) ?? '', /TypeError/);
  });
});
