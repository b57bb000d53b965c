import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { Bench } from '../hub/support/bench.ts';
import type { TestClient } from '../hub/support/bench.ts';
import { minutes } from '../hub/support/manual-clock.ts';
import { PageClient, textOf } from './support/page-client.ts';

describe("a partner in the org's pages, logged in through Login Access", () => {
  let bench: Bench;
  let kim: TestClient;
  before(async () => {
    bench = await Bench.start();
    kim = await bench.connect('kim');
  });
  after(() => bench.close());

  /** A browser in which kim is logged in as Ann. */
  async function enter(org: string, path?: string): Promise<PageClient> {
    const login = await kim.login(org);
    const browser = new PageClient(bench);
    const { url } = await kim.request('login/page', { loginId: login.id, ...(path === undefined ? {} : { path }) });
    assert.ok(url.startsWith(`${bench.hub.discovery.pages}/login-as?`));
    const answer = await browser.get(url.slice(bench.hub.discovery.pages.length));
    assert.deepEqual([answer.status, answer.headers['location']], [303, path ?? '/']);
    return browser;
  }

  it('T7: comes in as that user, and every page says who it is', async () => {
    const browser = await enter('south', '/setup/users');
    const page = await browser.open('/setup/users');
    assert.match(page.text, /<p class="delegate">kim@acme\.example is logged in as Ann south through Login Access\.<\/p>/);
    assert.doesNotMatch((await (await PageClient.as(bench, 'south', 'Ann')).open('/')).text, /class="delegate"/);
  });

  it('the link is good once, for a minute, and leads nowhere else', async () => {
    const login = await kim.login('south');
    const linkTo = async (path?: string): Promise<string> => (await kim.request('login/page', { loginId: login.id, ...(path === undefined ? {} : { path }) })).url.slice(bench.hub.discovery.pages.length);
    const link = await linkTo();
    assert.equal((await new PageClient(bench).get(link)).status, 303);
    assert.match(textOf(await new PageClient(bench).get(link)), /good once/);
    const late = await linkTo();
    bench.clock.advance(minutes(1));
    assert.equal((await new PageClient(bench).get(late)).status, 400);
    assert.equal((await new PageClient(bench).get('/login-as?ticket=x')).status, 400);
    assert.equal((await new PageClient(bench).get(await linkTo('//evil.example'))).headers['location'], '/');
    const lee = await bench.connect('lee');
    await assert.rejects(lee.request('login/page', { loginId: login.id }), /not logged in/);
  });

  it("T9: what is changed stands in the customer's audit trail, with the partner as delegate", async () => {
    const browser = await enter('south');
    const path = '/setup/login-access-policies';
    await browser.submit(path, path, { loginAccess: 'administratorsOnly' });
    await browser.submit(path, path, { loginAccess: 'administratorsAndUsers' });
    const trail = textOf(await (await PageClient.as(bench, 'south', 'Ann')).open('/setup/audit-trail'));
    assert.match(trail, /ann@south\.example kim@acme\.example Login Access Policies Changed loginAccess from administratorsOnly to administratorsAndUsers/);
  });

  it('T1: neither prolongs the access nor lets others in', async () => {
    const browser = await enter('south');
    const before = bench.hub.context.directory.activeGrants(bench.hub.context.directory.findOrg('south'));
    for (const duration of ['1 year', 'none']) assert.match(textOf(await browser.submit('/settings/login-access', '/settings/login-access', { duration })), /Only South Clinic decides who may log in/);
    assert.deepEqual(bench.hub.context.directory.activeGrants(bench.hub.context.directory.findOrg('south')), before);
  });

  it('T8: decides on no login', async () => {
    const lee = await bench.connect('lee');
    const first = kim.request('login/start', { org: 'guarded' });
    await kim.barrier();
    const ann = await PageClient.as(bench, 'guarded', 'Ann');
    const idOf = async (): Promise<string> => /name="id" value="([\w-]+)"/.exec((await ann.open('/settings/approvals')).text)?.[1] ?? assert.fail('nothing waits');
    await ann.submit('/settings/approvals', '/settings/approvals', { id: await idOf(), decision: 'approve' });
    await first;
    const browser = await enter('guarded');
    const second = assert.rejects(lee.request('login/start', { org: 'guarded' }), /denied/);
    await lee.barrier();
    const id = await idOf();
    assert.doesNotMatch(textOf(await browser.open('/settings/approvals')), /wants to log in/);
    assert.match(textOf(await browser.submit('/settings/approvals', '/settings/approvals', { id, decision: 'approve' })), /Only Guarded Clinic decides/);
    await ann.submit('/settings/approvals', '/settings/approvals', { id, decision: 'deny' });
    await second;
  });

  it('T1: the pages end with the access, at once', async () => {
    const there = await enter('south');
    const ann = await PageClient.as(bench, 'south', 'Ann');
    await ann.submit('/settings/login-access', '/settings/login-access', { duration: 'none' });
    const answer = await there.get('/records');
    assert.deepEqual([answer.status, answer.headers['location']], [303, '/login']);
    assert.match(textOf(await there.open('/login')), /Your login through Login Access has ended/);
    assert.equal((await ann.get('/')).status, 200);
  });
});
