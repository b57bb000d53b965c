import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { byCertificate } from '../../../src/sandbox/pages/names.ts';
import { refused } from '../rules/support/rule.ts';
import { Bench } from '../hub/support/bench.ts';
import type { TestClient } from '../hub/support/bench.ts';
import { makeCertificate } from '../hub/support/certificate.ts';
import { RealOrg } from '../runner/support/real-org.ts';
import { PageClient, textOf } from './support/page-client.ts';

describe("a team server's web pages", () => {
  const tls = makeCertificate();
  let bench: Bench;
  let lee: TestClient;
  before(async () => {
    bench = await Bench.start({ team: { host: '127.0.0.1', port: 0, tls } });
    lee = await bench.connectRemotely('lee');
  });
  after(() => bench.close());

  const browser = (): PageClient => new PageClient(bench, tls.cert);
  const linkOf = async (client: TestClient, org: string): Promise<string> => (await client.request('login/page', { loginId: (await client.login(org)).id })).url;
  async function enter(org = 'south'): Promise<PageClient> {
    const there = browser();
    const url = await linkOf(lee, org);
    assert.ok(url.startsWith(`${there.address}/login-as?ticket=`), url);
    const answer = await there.get(url.slice(there.address.length));
    assert.deepEqual([answer.status, answer.headers['location']], [303, '/']);
    assert.match(String(answer.headers['set-cookie']), /^__Host-isv_pages_\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
    return there;
  }

  it('T7: are opened by a developer elsewhere as the user who granted access, and by nobody else', async () => {
    const there = await enter();
    assert.match((await there.open('/')).text, /lee@acme\.example is logged in as Ann south through Login Access/);
    for (const path of ['/', '/records', '/setup']) {
      const stranger = await browser().get(path);
      assert.deepEqual([stranger.status, String(stranger.headers['location']).startsWith('/login')], [303, true]);
    }
  });

  it('let nobody choose whom to be, nor sign in as an engineer', async () => {
    const there = browser();
    const entry = await there.open('/login');
    assert.match(textOf(entry), /Open the org from your editor/);
    assert.doesNotMatch(entry.text, /South Clinic|Ann south/);
    for (const path of ['/partner/sign-in', '/partner/verify', '/partner/factors', '/partner/enrol-app', '/partner/enrol-passkey']) assert.equal((await there.get(path)).status, 404);
    const org = bench.hub.context.directory.findOrg('south');
    assert.equal((await there.form('/login', { org: org.id, user: org.users[0]?.id ?? '' })).status, 405);
    assert.equal((await there.get(`/login?org=${org.id}`)).text, (await there.get('/login')).text);
  });

  it('share no session with the pages of the machine itself', async () => {
    const ann = await PageClient.as(bench, 'south', 'Ann');
    const there = browser();
    there.cookie = String(ann.cookie).replace(/^[^=]+/, `__Host-isv_pages_${bench.hub.discovery.teamPagesPort}`);
    assert.equal((await there.get('/')).status, 303);
  });

  it('T1: end with the access, at once', async () => {
    const there = await enter();
    const ann = await PageClient.as(bench, 'south', 'Ann');
    await ann.submit('/settings/login-access', '/settings/login-access', { duration: 'none' });
    const answer = await there.get('/records');
    assert.deepEqual([answer.status, answer.headers['location']], [303, '/login']);
    assert.match(textOf(await there.open('/login')), /Your login through Login Access has ended/);
    await ann.submit('/settings/login-access', '/settings/login-access', { duration: '1 week' });
  });

  it('end with the log-out of the browser', async () => {
    const there = await enter();
    const home = await there.open('/');
    assert.equal((await there.post('/logout', {}, home)).status, 303);
    assert.equal((await there.get('/')).headers['location'], '/login');
  });

  for (const host of ['evil.example:PORT', 'localhost', 'localhost:1', 'LOCALHOST:PORT', '127.0.0.2:PORT', 'localhost:PORT.evil.example', '*:PORT', '']) {
    it(`security 3: refuse Host ${JSON.stringify(host)}`, async () => {
      const there = browser();
      const { status } = await there.get('/login', { Host: host.replace('PORT', String(new URL(there.address).port)) });
      assert.ok([400, 403].includes(status), String(status));
    });
  }
  for (const origin of ['null', 'http://localhost:PORT', 'https://127.0.0.1:PORT', 'https://localhost', 'https://evil.example']) {
    it(`security 4: refuse Origin ${origin}, for reading and for forms`, async () => {
      const there = browser();
      const Origin = origin.replace('PORT', String(new URL(there.address).port));
      assert.equal((await there.get('/login', { Origin })).status, 403);
      assert.equal((await there.form('/logout', {}, { Origin })).status, 403);
    });
  }

  it('take no programs, and no plain HTTP', async () => {
    assert.equal((await browser().get('/login', { Authorization: 'Bearer x' })).status, 403);
    await assert.rejects(fetch(`http://localhost:${bench.hub.discovery.teamPagesPort}/login`));
  });

  it('are of no server without a certificate', async () => {
    const plain = await Bench.start({ team: { host: '127.0.0.1', port: 0, tls: null } });
    try {
      assert.equal(plain.hub.discovery.teamPagesPort, undefined);
    } finally {
      await plain.close();
    }
  });

  it('give who sits at the machine its own pages', async () => {
    const kim = await bench.connect('kim');
    assert.ok((await linkOf(kim, 'south')).startsWith(`${bench.hub.discovery.pages}/login-as?`));
    await refused(lee.request('login/page', { loginId: (await kim.login('south')).id }), 'notLoggedIn', null);
  });
});

describe('names of a certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'isv-names-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are the addresses by which the pages are reached', () => {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=x', '-addext', 'subjectAltName=DNS:sandbox.acme.example,DNS:*.team.example,IP:10.0.0.7,IP:::1', '-keyout', 'key.pem', '-out', 'cert.pem'], { cwd: folder, stdio: 'ignore' });
    const addressBy = byCertificate(readFileSync(join(folder, 'cert.pem')));
    const ours: readonly (readonly [host: string, port: number])[] = [['sandbox.acme.example:8443', 8443], ['sandbox.acme.example', 443], ['a.team.example:1', 1], ['10.0.0.7:8443', 8443], ['[::1]:8443', 8443]];
    for (const [host, port] of ours) assert.equal(addressBy(host, port), `https://${host}`);
    const others: readonly (readonly [host: string, port: number])[] = [
      ['sandbox.acme.example', 8443], ['sandbox.acme.example:443', 443], ['Sandbox.acme.example:8443', 8443], ['acme.example:8443', 8443], ['a.b.team.example:1', 1], ['10.0.0.8:8443', 8443], ['x:8443', 8443], ['x', 443],
      ['sandbox.acme.example:8443@evil', 8443], ['sandbox.acme.example.:8443', 8443], ['sandbox.acme.example:08443 ', 8443], ['', 443], ['[::2]:8443', 8443],
    ];
    for (const [host, port] of others) assert.equal(addressBy(host, port), null, host);
  });
});

describe("a save on a team server's web pages", function () {
  this.timeout(60_000);
  it('stops in the session of the developer elsewhere who made it, and goes on when resumed', async () => {
    const tls = makeCertificate();
    const org = await RealOrg.start({ files: { 'triggers/Named.trigger': 'trigger Named on Account (before insert) {\n  Trigger.new[0].Site = \'named\';\n}' }, team: { host: '127.0.0.1', port: 0, tls } });
    try {
      const lee = await org.bench.connectRemotely('lee');
      const login = await lee.login();
      const session = await lee.request('session/acquire', { loginId: login.id });
      await lee.request('debug/setBreakpoints', { sessionId: session.id, path: org.path('triggers/Named.trigger'), breakpoints: [{ id: 1, line: 2 }] });
      await lee.request('debug/ready', { sessionId: session.id });
      const there = new PageClient(org.bench, tls.cert);
      const { url } = await lee.request('login/page', { loginId: login.id, path: '/records/Account/new' });
      const form = await there.open(url.slice(there.address.length));
      const stopped = new Promise<number>(resolve => { lee.hub.on('debug/stopped', ({ threadId }) => resolve(threadId)); });
      const saved = there.post('/records/Account/new', { Name: 'From afar' }, form);
      await lee.request('debug/resume', { sessionId: session.id, threadId: await stopped, kind: 'continue' });
      assert.match(textOf(await there.open(String((await saved).headers['location']))), /From afar[\s\S]*named/);
    } finally {
      await org.close();
    }
  });
});
