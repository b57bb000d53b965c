import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { Bench } from '../hub/support/bench.ts';
import { minutes } from '../hub/support/manual-clock.ts';
import { PageClient, textOf } from './support/page-client.ts';

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
