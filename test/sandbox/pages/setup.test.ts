import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { readCaseQuery, readForceIdeLink } from '../../../src/extension/links/case-link.ts';
import { EXTENSION_ID } from '../../../src/sandbox/pages/editor-links.ts';
import { routes } from '../../../src/sandbox/pages/routes.ts';
import { Bench } from '../hub/support/bench.ts';
import { days, minutes } from '../hub/support/manual-clock.ts';
import { PageClient, textOf } from './support/page-client.ts';

describe("the customer's settings and Setup", () => {
  let bench: Bench;
  before(async () => { bench = await Bench.start(); });
  after(() => bench.close());

  const as = (org: string, user: string): Promise<PageClient> => PageClient.as(bench, org, user);
  const text = async (client: PageClient, path: string): Promise<string> => textOf(await client.open(path));
  const GRANT = '/settings/login-access';

  describe('Grant Login Access', () => {
    it('T1, T3: grants access for a duration, and the partner sees the org at once', async () => {
      const kim = await bench.connect('kim');
      const ann = await as('silent', 'Ann');
      assert.equal((await kim.request('orgs/list', {})).orgs.some(each => each.name === 'Silent Org'), false);
      const page = await ann.open(GRANT);
      assert.match(textOf(page), /Acme Support No access --No Access-- 1 day 3 days 1 week 1 month 1 year/);
      const done = textOf(await ann.submit(GRANT, GRANT, { duration: '3 days' }));
      assert.match(done, /Acme can log in as you until Jan \d+, 2026/);
      assert.match(done, /3 days left/);
      const [grant] = (await kim.request('orgs/list', {})).orgs.find(each => each.name === 'Silent Org')?.grants ?? [];
      assert.equal((grant?.expiresAt ?? 0) - bench.clock.now(), days(3));
      assert.equal((await kim.heard('orgs/changed')).length > 0, true);
    });

    it('T1: revokes it, and who is logged in is out at once', async () => {
      const kim = await bench.connect('kim');
      const login = await kim.login('silent');
      const ann = await as('silent', 'Ann');
      assert.match(await text(ann, GRANT), /Who used it .*kim@acme\.example/);
      assert.match(textOf(await ann.submit(GRANT, GRANT, { duration: 'none' })), /Nobody can log in as you any more/);
      await assert.rejects(kim.request('run/anonymous', { loginId: login.id, code: 'x' }), /not logged in/);
      assert.match(await text(ann, GRANT), /You grant no access now/);
    });

    it('changes nothing without a choice, and takes no other durations', async () => {
      const ann = await as('south', 'Ann');
      const before = bench.hub.context.directory.activeGrants(bench.hub.context.directory.findOrg('south'))[0]?.expiresAt;
      await ann.submit(GRANT, GRANT, { duration: '' });
      assert.match(textOf(await ann.submit(GRANT, GRANT, { duration: '2 years' })), /must be one of 1 day, 3 days, 1 week, 1 month, 1 year/);
      assert.equal(bench.hub.context.directory.activeGrants(bench.hub.context.directory.findOrg('south'))[0]?.expiresAt, before);
    });

    const missing: readonly [string, string, string, RegExp][] = [
      ['T2: the org is on Government Cloud', 'county', 'Ann', /Missing: County is on Government Cloud/],
      ['T4: no license', 'seats', 'Cy', /Missing: Cy Seats has no license for Acme's package/],
      ['T4: a site license and no admin', 'north', 'Cy', /Missing: The package is licensed to the entire org/],
    ];
    for (const [title, org, user, reason] of missing) {
      it(`explains why the partner is absent: ${title}`, async () => {
        const client = await as(org, user);
        const page = await client.open(GRANT);
        assert.match(textOf(page), reason);
        assert.equal(page.text.includes('value="1 day"'), false);
        const refused = await client.submit('/', GRANT, { duration: '1 day' });
        assert.match(refused.text, /<p class="message error" role="alert">/);
        assert.doesNotMatch(textOf(refused), /can log in as you until/);
      });
    }

    it('T4: the policy and "Administrators Can Log in as Any User" keep the partner out, and say so', async () => {
      const ann = await as('seats', 'Ann');
      const bo = await as('seats', 'Bo');
      assert.match(await text(bo, GRANT), /1 day 3 days/);
      const policies = '/setup/login-access-policies';
      assert.match(textOf(await ann.submit(policies, policies, { loginAccess: 'administratorsOnly' })), /policies were saved/);
      assert.match(await text(bo, GRANT), /Missing: .*administrators only/);
      await ann.submit(policies, policies, { loginAccess: 'administratorsAndUsers', administratorsCanLogInAsAnyUser: 'on' });
      assert.match(await text(bo, GRANT), /Missing: "Administrators Can Log in as Any User" is enabled/);
      await ann.submit(policies, policies, { loginAccess: 'administratorsAndUsers' });
      assert.match(await text(bo, GRANT), /1 day 3 days/);
    });
  });

  describe('Login Approvals', () => {
    const PATH = '/settings/approvals';
    it('T8: a login waits until the user approves it, and the page counts it', async () => {
      const kim = await bench.connect('kim');
      const ann = await as('guarded', 'Ann');
      const login = kim.request('login/start', { org: 'guarded', caseNumber: '0042', reason: 'Orders <fail>' });
      await kim.barrier();
      const page = await ann.open('/');
      assert.match(page.text, /Login Approvals <span class="count">1<span class="unseen"> waiting/);
      const waiting = await ann.open(PATH);
      assert.match(textOf(waiting), /kim@acme\.example wants to log in as Ann guarded Case 0042: Orders <fail> Waits for another 10 minutes/);
      const done = await ann.submit(PATH, PATH, { id: idOf(waiting.text), decision: 'approve' });
      assert.match(textOf(done), /login of kim@acme\.example was approved/);
      assert.equal((await login).user.name, 'Ann guarded');
      assert.match(await text(ann, PATH), /Decided .* Approved ann@guarded\.example/);
    });

    it('T8: denied, the login fails; too late is no error', async () => {
      const lee = await bench.connect('lee');
      const ann = await as('guarded', 'Ann');
      const login = assert.rejects(lee.request('login/start', { org: 'guarded' }), /denied the login/);
      await lee.barrier();
      const id = idOf((await ann.open(PATH)).text);
      assert.match(textOf(await ann.submit(PATH, PATH, { id, decision: 'deny' })), /was denied/);
      await login;
      assert.match(textOf(await ann.submit(PATH, PATH, { id, decision: 'approve' })), /Too late: denied/);
    });

    it('T8: nobody decides for another org', async () => {
      const kim = await bench.connect('lee');
      const login = assert.rejects(kim.request('login/start', { org: 'guarded' }), /cancelled|approved/);
      await kim.barrier();
      const guarded = await as('guarded', 'Ann');
      const other = await as('south', 'Ann');
      const id = idOf((await guarded.open(PATH)).text);
      assert.doesNotMatch(await text(other, PATH), /wants to log in/);
      assert.match(textOf(await other.submit(PATH, PATH, { id, decision: 'approve' })), /There is no such login/);
      assert.match(await text(guarded, PATH), /wants to log in/);
      bench.clock.advance(minutes(11));
      await login;
      assert.match(textOf(await guarded.submit(PATH, PATH, { id, decision: 'approve' })), /Too late: nobody decided in time/);
    });

    it('T8: the org\'s own requirement is a setting', async () => {
      const ann = await as('south', 'Ann');
      const path = '/setup/identity-verification';
      await ann.submit(path, path, { requiresMfa: 'on' });
      assert.equal(bench.hub.context.access.policy(bench.hub.context.directory.findOrg('south')).requiresMfa, true);
      assert.match((await ann.open(path)).text, /name="requiresMfa" checked/);
      await ann.submit(path, path);
      assert.equal(bench.hub.context.access.policy(bench.hub.context.directory.findOrg('south')).requiresMfa, false);
    });
  });

  describe('Setup', () => {
    it('is for administrators', async () => {
      const bo = await as('north', 'Bo');
      assert.doesNotMatch((await bo.open('/')).text, /href="\/setup"/);
      for (const { path, method, access } of routes.filter(each => each.access === 'setup')) {
        const at = path.replace(':namespace', 'acme').replace(/:\w+/, 'x');
        const answer = method === 'GET' ? await bo.get(at) : await bo.post(at, {}, await bo.open('/'));
        assert.deepEqual([access, at, answer.status], ['setup', at, 403]);
      }
    });

    it('every page needs a login, and every form its token', async () => {
      const nobody = new PageClient(bench);
      const ann = await as('north', 'Ann');
      for (const { path, method, access } of routes) {
        const at = path.replace(/:\w+/g, 'Account');
        if (method === 'POST') assert.equal((await ann.form(at, { csrf: 'wrong' })).status, 403, at);
        else if (access !== 'anyone') assert.match(String((await nobody.get(at)).headers['location']), /^\/login/, at);
      }
    });

    it('T6: shows the company information that the partner sees', async () => {
      const org = bench.hub.context.directory.findOrg('seats');
      assert.match(await text(await as('seats', 'Ann'), '/setup/company'), new RegExp(`Seat Clinic .*${org.id} .*Primary Contact Seat Clinic Ltd Email office@seats\\.example Phone –`));
    });

    it('lists users with licenses and grants', async () => {
      assert.match(await text(await as('seats', 'Ann'), '/setup/users'), /Ann Seats ann@seats\.example System Administrator acme .* Cy Seats cy@seats\.example Standard User – 0/);
    });

    it('D16: shows packages and their licenses, and assigns seats', async () => {
      const ann = await as('seats', 'Ann');
      assert.match(await text(ann, '/setup/packages'), /Desk acme 1\.2 Active 2 of 2 used Does not expire Manage Licenses/);
      assert.match(await text(await as('north', 'Ann'), '/setup/packages'), /Desk acme 1\.2 Active Site License/);
      const path = '/setup/packages/acme';
      const { users } = bench.hub.context.directory.findOrg('seats');
      const idOfUser = (name: string): string => users.find(each => each.name.startsWith(name))?.id ?? '';
      assert.match(textOf(await ann.submit(path, path, { user: idOfUser('Cy'), assigned: 'yes' })), /All 2 licenses of acme in Seat Clinic are assigned/);
      assert.match(textOf(await ann.submit(path, path, { user: idOfUser('Bo'), assigned: 'no' })), /Bo Seats has no license any more/);
      assert.match(textOf(await ann.submit(path, path, { user: idOfUser('Cy'), assigned: 'yes' })), /Cy Seats has a license now/);
      assert.match(await text(await as('seats', 'Cy'), GRANT), /1 day 3 days/);
      assert.equal((await ann.get('/setup/packages/other')).status, 400);
    });

    it('D1: shows the debugging session, and an admin ends it, whoever\'s it is', async () => {
      const kim = await bench.connect('kim');
      const { session } = await kim.debug('north');
      const ann = await as('north', 'Ann');
      const path = '/setup/apex-debugger';
      assert.match(await text(ann, path), /kim@acme\.example Ann North Active .* in 1 hour, if nothing happens End/);
      const south = await as('south', 'Ann');
      assert.match(textOf(await south.submit(path, path, { session: session.id })), /ended already/);
      assert.match(textOf(await ann.submit(path, path, { session: session.id })), /The session was ended/);
      const [ended] = await kim.heard('session/ended');
      assert.deepEqual([ended?.session.endReason, /an admin there ended it in Setup → Apex Debugger/.test(ended?.message ?? '')], ['endedByCustomer', true]);
      assert.match(await text(ann, path), /Nobody is debugging/);
      assert.match(await text(ann, '/setup/audit-trail'), /ann@north\.example – Apex Debugger Ended the debugging session of kim@acme\.example/);
    });

    it('D12: leads into VS Code, by links that the extension takes and that hold no secret', async () => {
      const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { publisher: string; name: string };
      assert.equal(EXTENSION_ID, `${manifest.publisher}.${manifest.name}`);
      const ann = await as('north', 'Ann');
      const page = await ann.open('/setup/apex-debugger');
      const org = bench.hub.context.directory.findOrg('north');
      const link = new URL(/href="(vscode:[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') ?? '');
      assert.equal(link.host, EXTENSION_ID);
      assert.deepEqual(readCaseQuery(link.search.slice(1)), { org: org.id, user: 'ann@north.example', unit: null, line: null, breakpoints: [] });
      assert.equal(readForceIdeLink(/forceide:[^<\s]*/.exec(page.text)?.[0].replaceAll('&amp;', '&') ?? '').org, org.id);
      assert.match(await text(await as('live', 'Ann'), '/setup/apex-debugger'), /Live Clinic is a production org/);
      assert.match(await text(await as('late', 'Ann'), '/setup/apex-debugger'), /You have not granted login access/);
    });

    it('T10: trace flags are set and taken back, for a day at most', async () => {
      const ann = await as('north', 'Ann');
      const path = '/setup/debug-logs';
      const bo = bench.hub.context.directory.findOrg('north').users[1]?.id ?? '';
      assert.match(await text(ann, path), /There are no debug logs/);
      assert.match(textOf(await ann.submit(path, path, { user: bo, minutes: '9999' })), /Requests of Bo North leave debug logs now.*Bo North 1 day left Remove/);
      assert.match(textOf(await ann.submit(path, path, { user: bo, minutes: '0' })), /leave no logs any more/);
      for (const fields of [{ user: bo, minutes: '-1' }, { user: bo, minutes: 'x' }, { user: 'x', minutes: '30' }]) assert.match((await ann.submit(path, path, fields)).text, /class="message error"/);
      for (const at of ['07L000000000001', '07L000000000001/download']) assert.equal((await ann.get(`${path}/${at}`)).status, 404);
      assert.equal((await ann.get(`${path}/..%2f..%2fpartner`)).status, 404);
    });

    it('T9: the Setup Audit Trail names the partner as delegate', async () => {
      const org = bench.hub.context.directory.findOrg('south');
      bench.hub.context.store.setupTrail.add(org.id, { at: bench.clock.now(), userName: 'ann@south.example', delegate: 'kim@acme.example', section: 'Custom <Settings>', action: 'Changed Limit' });
      assert.match(await text(await as('south', 'Ann'), '/setup/audit-trail'), /ann@south\.example kim@acme\.example Custom <Settings> Changed Limit/);
    });
  });
});

function idOf(page: string): string {
  return /name="id" value="([\w-]+)"/.exec(page)?.[1] ?? assert.fail('nothing waits');
}
