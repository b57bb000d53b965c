import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import type { PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server';
import { codeAt, stepAt } from '../../../src/sandbox/partner/totp.ts';
import { fromBase32 } from '../../support/base32.ts';
import { Authenticator } from '../hub/support/authenticator.ts';
import { Bench, WORLD } from '../hub/support/bench.ts';
import { minutes } from '../hub/support/manual-clock.ts';
import { PageClient, textOf } from './support/page-client.ts';
import type { PageResponse } from './support/page-client.ts';

const PATH = '/partner/sign-in';

describe("the partner's sign-in in the browser", () => {
  let bench: Bench;
  before(async () => { bench = await Bench.start(); });
  after(() => bench.close());

  const state = randomBytes(16).toString('base64url');
  const newVerifier = (): string => randomBytes(32).toString('base64url');
  const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');
  const start = (verifier: string, extra = ''): string => `${PATH}?state=${state}&challenge=${challengeOf(verifier)}${extra}`;

  /** The link back to the editor. */
  async function signIn(browser: PageClient, verifier: string, engineer = 'lee@acme.example', extra = ''): Promise<URL> {
    const answer = await browser.post(PATH, { engineer }, await browser.open(start(verifier, extra)));
    assert.equal(answer.status, 200, textOf(answer));
    const links = [...answer.text.matchAll(/(?:href="|url=)([a-z-]+:\/\/isv[^"]*)"/g)].map(([, link]) => link?.replaceAll('&amp;', '&') ?? '');
    assert.deepEqual([links.length, links[0]], [2, links[1]]);
    return new URL(links[0] ?? '');
  }

  it('leads back to the editor with a code, which signs the editor in and no one else', async () => {
    const verifier = newVerifier();
    const browser = new PageClient(bench);
    const page = await browser.open(start(verifier));
    assert.match(textOf(page), /^Sign in to Acme .*Kim kim@acme\.example Log In To Subscriber Organization/);
    const link = await signIn(browser, verifier);
    assert.deepEqual([link.protocol, link.host, link.pathname, link.searchParams.get('state')], ['vscode:', 'isv-debugger.isv-customer-debugger', '/auth', state]);
    const client = await bench.connect();
    const code = link.searchParams.get('code') ?? '';
    const { developer, token } = await client.request('developer/redeem', { code, verifier });
    assert.equal(developer.userName, 'lee@acme.example');
    assert.equal((await client.request('orgs/list', {})).orgs.length > 0, true);
    const other = await bench.connect();
    assert.equal((await other.request('client/hello', { client: 'test', version: '1', developerToken: token })).developer?.userName, 'lee@acme.example');
    await assert.rejects(other.request('developer/redeem', { code, verifier }), /used already/);
  });

  it('a code is of no use without the verifier, or after two minutes, and only once', async () => {
    const verifier = newVerifier();
    const client = await bench.connect();
    const stolen = (await signIn(new PageClient(bench), verifier)).searchParams.get('code') ?? '';
    await assert.rejects(client.request('developer/redeem', { code: stolen, verifier: newVerifier() }), /Sign in again/);
    await assert.rejects(client.request('developer/redeem', { code: stolen, verifier }), /Sign in again/);
    const late = (await signIn(new PageClient(bench), verifier)).searchParams.get('code') ?? '';
    bench.clock.advance(minutes(2));
    await assert.rejects(client.request('developer/redeem', { code: late, verifier }), /took too long/);
    await assert.rejects(client.request('developer/redeem', { code: 'x', verifier }), /Sign in again/);
  });

  it('goes back to editors only', async () => {
    const verifier = newVerifier();
    assert.equal((await signIn(new PageClient(bench), verifier, 'kim@acme.example', '&scheme=vscode-insiders')).protocol, 'vscode-insiders:');
    for (const scheme of ['https', 'javascript', 'evil', 'vscode:', '']) assert.equal((await new PageClient(bench).get(start(verifier, `&scheme=${scheme}`))).status, 400, scheme);
  });

  it('takes no incomplete link, and nothing that no editor asked for', async () => {
    const challenge = challengeOf(newVerifier());
    for (const query of ['', '?state=x', `?state=${state}`, `?state=short&challenge=${challenge}`, `?state=${state}&challenge=short`, `?state=${state}<b>&challenge=${challenge}`]) assert.equal((await new PageClient(bench).get(PATH + query)).status, 400, query);
    const browser = new PageClient(bench);
    const page = await browser.open('/login?org=north');
    assert.match(String((await browser.post(PATH, { engineer: 'kim@acme.example' }, page)).headers['location']), /^\/partner\/sign-in$/);
    assert.equal((await browser.form(PATH, { engineer: 'kim@acme.example', csrf: 'x' })).status, 403);
  });

  it('shows the code where no link leads back to the editor', async () => {
    const verifier = newVerifier();
    const browser = new PageClient(bench);
    const answer = await browser.post(PATH, { engineer: 'lee@acme.example' }, await browser.open(start(verifier, '&show=code')));
    assert.doesNotMatch(answer.text, /:\/\/isv|http-equiv/);
    const [, code = ''] = /<code[^>]*>([\w-]{43})<\/code>/.exec(answer.text) ?? [];
    assert.equal((await (await bench.connect()).request('developer/redeem', { code, verifier })).developer.userName, 'lee@acme.example');
  });

  it('who is named by a link alone is not signed in: without a second factor, the page asks', async () => {
    const page = await new PageClient(bench).open(start(newVerifier(), '&login_hint=lee@acme.example'));
    assert.match(textOf(page), /^Sign in to Acme/);
  });

  it('a sign-in is done once', async () => {
    const verifier = newVerifier();
    const browser = new PageClient(bench);
    const page = await browser.open(start(verifier));
    assert.equal((await browser.post(PATH, { engineer: 'kim@acme.example' }, page)).status, 200);
    assert.equal((await browser.post(PATH, { engineer: 'lee@acme.example' }, page)).status, 303);
    assert.match((await new PageClient(bench).get(PATH)).text, /Nothing waits for a sign-in/);
  });

  it('an unknown engineer is none', async () => {
    const browser = new PageClient(bench);
    const page = await browser.open(start(newVerifier()));
    assert.match(textOf(await browser.open(String((await browser.post(PATH, { engineer: 'evil@acme.example' }, page)).headers['location']))), /There is no such engineer/);
  });
});

describe("an engineer's factors in the browser (T8)", () => {
  let bench: Bench;
  before(async () => { bench = await Bench.start({}, { ...WORLD, partner: { ...WORLD.partner, requireMfa: true } }); });
  after(() => bench.close());

  const FACTORS = '/partner/factors';
  const VERIFY = '/partner/verify';
  const optionsOf = <T>(page: PageResponse): T => JSON.parse((/data-options="([^"]*)"/.exec(page.text)?.[1] ?? assert.fail(page.text)).replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as T;

  /** Opens the page of the factors as an engineer; the first passkey is set up on the way. */
  async function prove(engineer: string, authenticator: Authenticator): Promise<{ browser: PageClient; page: PageResponse }> {
    const browser = new PageClient(bench);
    const who = await browser.open(FACTORS);
    assert.match(textOf(who), /Whose second factors do you want to manage/);
    let verify = await browser.submit('/partner/sign-in', '/partner/sign-in', { engineer });
    if (/Set up your second factor/.test(textOf(verify))) verify = await add(browser, 'First', authenticator);
    const before = browser.cookie;
    const answer = await browser.post(VERIFY, { passkey: JSON.stringify(authenticator.signIn(optionsOf<PublicKeyCredentialRequestOptionsJSON>(verify))) }, verify);
    assert.deepEqual([answer.status, answer.headers['location']], [303, FACTORS], textOf(answer));
    assert.notEqual(browser.cookie, before, 'the session is another one');
    return { browser, page: await browser.open(FACTORS) };
  }

  async function add(browser: PageClient, name: string, authenticator: Authenticator): Promise<PageResponse> {
    const page = await browser.open('/partner/enrol-passkey');
    const answer = await browser.post('/partner/enrol-passkey', { name, passkey: JSON.stringify(authenticator.register(optionsOf<PublicKeyCredentialCreationOptionsJSON>(page))) }, page);
    return browser.open(String(answer.headers['location']));
  }
  const idOf = (page: PageResponse, name: string): string => new RegExp(`name="remove" value="([^"]+)" aria-label="Remove ${name}"`).exec(page.text)?.[1] ?? assert.fail(page.text);

  it('a second passkey is added and the first removed, but not the last one', async () => {
    const [first, second] = [new Authenticator(bench.hub.discovery.pages), new Authenticator(bench.hub.discovery.pages)];
    const { browser, page } = await prove('kim@acme.example', first);
    assert.match(textOf(page), /Your second factors You are Kim.* First .* Remove/);
    assert.doesNotMatch(textOf(page), /Authenticator app|Recovery codes/, 'codes do not count for who may modify all data');
    assert.match(textOf(await browser.submit(FACTORS, FACTORS, { remove: idOf(page, 'First') })), /“First” is the only factor/);
    const both = await add(browser, 'Spare', second);
    assert.match(textOf(both), /“Spare” is set up\. .*First.*Spare/);
    assert.match(textOf(await browser.submit(FACTORS, FACTORS, { remove: idOf(both, 'First') })), /“First” no longer signs you in/);
    assert.match(textOf(await browser.submit(FACTORS, FACTORS, { remove: 'unknown' })), /no such passkey/);
    await prove('kim@acme.example', second);
    await assert.rejects(prove('kim@acme.example', first));
  });

  it('an app is set up beside the passkey, with recovery codes that can be renewed', async () => {
    const { browser, page } = await prove('lee@acme.example', new Authenticator(bench.hub.discovery.pages));
    assert.match(textOf(page), /No app is set up.*There are none/);
    const app = await browser.open('/partner/enrol-app');
    const secret = fromBase32((/Key: <code>([A-Z2-7 ]+)<\/code>/.exec(app.text)?.[1] ?? '').replaceAll(' ', ''));
    const codesOf = (answer: PageResponse): string[] => [...answer.text.matchAll(/<code>([0-9a-f-]{11})<\/code>/g)].map(([, each]) => each ?? '');
    const codes = codesOf(await browser.post('/partner/enrol-app', { code: codeAt(secret, stepAt(bench.clock.now())) }, app));
    const overview = await browser.open(FACTORS);
    assert.match(textOf(overview), /An app is set up.*10 left/);
    const renewed = codesOf(await browser.post(FACTORS, { renew: 'recoveryCodes' }, overview));
    assert.deepEqual([codes.length, renewed.length, codes.some(each => renewed.includes(each))], [10, 10, false]);
  });

  it('what was proved lasts ten minutes; then it is asked again, and nothing is changed', async () => {
    const { browser, page } = await prove('lee@acme.example', await leesKey());
    bench.clock.advance(minutes(10));
    const answer = await browser.post(FACTORS, { renew: 'recoveryCodes' }, page);
    assert.equal(answer.headers['location'], '/partner/sign-in');
    assert.equal((await browser.get('/partner/enrol-passkey')).status, 400);
  });

  /** Lee lost the key, and starts anew. */
  async function leesKey(): Promise<Authenticator> {
    await (await bench.connect()).request('mfa/reset', { userName: 'lee@acme.example' });
    return new Authenticator(bench.hub.discovery.pages);
  }

  it('of whom no factor is asked, none is managed', async () => {
    const browser = new PageClient(bench);
    await browser.open(FACTORS);
    assert.match(textOf(await browser.submit('/partner/sign-in', '/partner/sign-in', { engineer: 'noa@acme.example' })), /No second factor is asked of Noa/);
  });
});

describe("the partner's second factor in the browser (T8)", () => {
  let bench: Bench;
  before(async () => { bench = await Bench.start({}, { ...WORLD, partner: { ...WORLD.partner, requireMfa: true } }); });
  after(() => bench.close());

  const VERIFY = '/partner/verify';
  const LEE = 'lee@acme.example';
  const KIM = 'kim@acme.example';

  /** A browser in which the engineer was chosen, and the page that follows. */
  async function choose(engineer: string): Promise<{ browser: PageClient; page: PageResponse }> {
    const browser = new PageClient(bench);
    const challenge = createHash('sha256').update('verifier').digest('base64url');
    const answer = await browser.post(PATH, { engineer }, await browser.open(`${PATH}?state=${'s'.repeat(22)}&challenge=${challenge}`));
    assert.equal(answer.headers['location'], VERIFY, textOf(answer));
    return { browser, page: await browser.open(VERIFY) };
  }
  const optionsOf = <T>(page: PageResponse): T => JSON.parse((/data-options="([^"]*)"/.exec(page.text)?.[1] ?? assert.fail(page.text)).replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as T;
  const done = async (answer: PageResponse, engineer: string): Promise<void> => {
    const code = /[?&;]code=([\w-]+)/.exec(answer.text)?.[1] ?? assert.fail(textOf(answer));
    assert.equal((await (await bench.connect()).request('developer/redeem', { code, verifier: 'verifier' })).developer.userName, engineer);
  };
  const shownAfter = async (browser: PageClient, answer: PageResponse): Promise<string> => textOf(await browser.open(String(answer.headers['location'])));

  it('sets up an authenticator app by QR code or key, and takes its codes once', async () => {
    const { browser, page } = await choose(LEE);
    assert.match(textOf(page), /Set up your second factor .*Passkey or security key .*Authenticator app/);
    const app = await browser.open('/partner/enrol-app');
    assert.match(app.text, /<svg class="qr" role="img" aria-label="QR code for lee@acme\.example"/);
    const key = /Key: <code>([A-Z2-7 ]+)<\/code>/.exec(app.text)?.[1] ?? '';
    // A wrong code leaves the key as it is.
    assert.match(await shownAfter(browser, await browser.post('/partner/enrol-app', { code: '000000' }, app)), new RegExp(`The code is wrong.*Key: ${key}`));
    const secret = fromBase32(key.replaceAll(' ', ''));
    const code = (): string => codeAt(secret, stepAt(bench.clock.now()));
    const codes = await browser.post('/partner/enrol-app', { code: code() }, app);
    const recovery = [...codes.text.matchAll(/<code>([0-9a-f-]{11})<\/code>/g)].map(([, each]) => each ?? '');
    assert.equal(recovery.length, 10);
    const verify = await browser.open(VERIFY);
    assert.match(textOf(verify), /^Someone else Prove that you are Lee One-time code/);
    assert.match(await shownAfter(browser, await browser.post(VERIFY, { code: code() }, verify)), /wrong, or was used before/);
    bench.clock.advance(30_000);
    await done(await browser.post(VERIFY, { code: code() }, verify), LEE);
    const again = await choose(LEE);
    await done(await again.browser.post(VERIFY, { recoveryCode: recovery[0] ?? '' }, again.page), LEE);
    assert.match(textOf((await choose(LEE)).page), /Recovery code \(9 left\)/);
  });

  it('goes on at once with whom the editor names', async () => {
    const browser = new PageClient(bench);
    const challenge = createHash('sha256').update('verifier').digest('base64url');
    const answer = await browser.get(`${PATH}?state=${'s'.repeat(22)}&challenge=${challenge}&login_hint=${KIM}`);
    assert.equal(answer.headers['location'], VERIFY);
    assert.match(textOf(await browser.open(VERIFY)), /Set up your second factor/);
  });

  it('nobody else sets up another factor for who has one', async () => {
    const { browser, page } = await choose(LEE);
    for (const path of ['/partner/enrol-app', '/partner/enrol-passkey']) {
      assert.equal((await browser.get(path)).status, 400);
      assert.equal((await browser.post(path, { code: '1', passkey: '{}' }, page)).status, 303);
    }
    assert.deepEqual((await (await bench.connect()).request('mfa/status', { userName: LEE })).passkeys, []);
  });

  it('who may modify all data needs a passkey, sets it up, and signs in with it', async () => {
    const { browser, page } = await choose(KIM);
    assert.doesNotMatch(textOf(page), /Authenticator app/);
    const authenticator = new Authenticator(bench.hub.discovery.pages);
    const enrol = await browser.open('/partner/enrol-passkey');
    assert.match(String(enrol.headers['content-security-policy']), /script-src 'self';/);
    assert.match(enrol.text, /<script src="\/passkey\.js" defer><\/script>/);
    const registered = await browser.post('/partner/enrol-passkey', { name: 'Key <1>', passkey: JSON.stringify(authenticator.register(optionsOf<PublicKeyCredentialCreationOptionsJSON>(enrol))) }, enrol);
    assert.match(await shownAfter(browser, registered), /“Key <1>” is set up/);
    const verify = await browser.open(VERIFY);
    assert.doesNotMatch(textOf(verify), /One-time code/);
    for (const passkey of ['', 'x', 'null', '{}', '{"id":5}', '{"id":"x"}']) assert.match((await browser.open(String((await browser.post(VERIFY, { passkey }, verify)).headers['location']))).text, /class="message error"/, passkey);
  });

  it('a passkey of this page signs in; five wrong answers lock out', async () => {
    bench.clock.advance(minutes(16));
    const { browser, page } = await choose(KIM);
    const stranger = new Authenticator(bench.hub.discovery.pages);
    let said = '';
    for (let attempt = 0; attempt < 6; attempt++) said = await shownAfter(browser, await browser.post(VERIFY, { passkey: JSON.stringify(stranger.signIn(optionsOf<PublicKeyCredentialRequestOptionsJSON>(page))) }, page));
    assert.match(said, /too often\. Wait 15 minutes/);
  });

  it('no code without the factor: the editor gets none by leaving pages out', async () => {
    const { browser, page } = await choose(LEE);
    assert.match(await shownAfter(browser, await browser.post(VERIFY, {}, page)), /Prove that you are Lee/);
    const fresh = new PageClient(bench);
    assert.equal((await fresh.get(VERIFY)).status, 400);
    const challenge = createHash('sha256').update('verifier').digest('base64url');
    const start = await fresh.open(`${PATH}?state=${'s'.repeat(22)}&challenge=${challenge}`);
    assert.equal((await fresh.post(VERIFY, { code: '123456' }, start)).status, 303);
    assert.equal((await fresh.get(VERIFY)).status, 400);
  });
});
