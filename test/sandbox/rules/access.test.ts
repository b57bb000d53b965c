import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Bench, WORLD } from '../hub/support/bench.ts';
import { days, minutes } from '../hub/support/manual-clock.ts';
import { refused, rule } from './support/rule.ts';

const ann = { org: 'seats', user: 'ann@seats.example' };
const bo = { org: 'seats', user: 'bo@seats.example' };

describe("rules of the customer's side", () => {
  for (const [duration, length] of [['1 day', 1], ['3 days', 3], ['1 week', 7], ['1 month', 30], ['1 year', 365]] as const) {
    rule('T1', `access granted for ${duration} ends after it`, async bench => {
      const kim = await bench.connect('kim');
      const { expiresAt } = await kim.request('grant/set', { ...bo, duration });
      assert.equal(expiresAt, bench.clock.now() + days(length));
      const login = await kim.login('seats');
      bench.clock.advance(days(length) - 1);
      assert.equal((await kim.request('login/current', {})).login?.id, login.id);
      bench.clock.advance(1);
      assert.equal((await kim.request('login/current', {})).login, null);
      assert.equal((await kim.request('grant/page', bo)).expiresAt, null);
    });
  }

  rule('T1', 'no other duration is accepted', async bench => {
    const kim = await bench.connect('kim');
    await refused(kim.request('grant/set', { ...bo, duration: '2 years' as '1 year' }), 'invalidParams', 'T1', /must be one of 1 day, 3 days/);
  });

  rule('T1', 'a customer who revokes ends the login and its session at once; held requests run on', async bench => {
    const kim = await bench.connect('kim');
    const window = await bench.connect('kim');
    const { login, session } = await kim.debug('south');
    const run = kim.request('run/anonymous', { loginId: login.id, code: 'hold' });
    await bench.runner('South Clinic').holds(1);
    await window.request('grant/revoke', { org: 'south', user: 'ann@south.example' });
    assert.deepEqual((await window.heard('session/ended')).map(each => [each.session.id, each.session.endReason]), [[session.id, 'grantRevoked']]);
    for (const client of [kim, window]) assert.match((await client.heard('login/changed')).at(-1)?.reason ?? '', /^Ann south revoked the Login Access to South Clinic \(T1\)/);
    assert.equal((await run).success, true);
    assert.deepEqual((await window.request('orgs/list', {})).orgs.filter(org => org.alias === 'south'), []);
  }, { disabled: false });

  it('T1: who is logged in is warned 10 and 2 minutes before the end', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const { id } = await kim.login('south');
      bench.clock.advance(days(6) - minutes(2));
      assert.deepEqual((await kim.heard('login/warning')).map(({ loginId, remainingMs }) => [loginId, remainingMs]), [[id, minutes(10)], [id, minutes(2)]]);
    } finally {
      await bench.close();
    }
  });

  it('T1: access granted again while in use goes on', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const login = await kim.login('south');
      await kim.request('grant/set', { org: 'south', user: 'ann@south.example', duration: '1 month' });
      bench.clock.advance(days(7));
      assert.equal((await kim.request('login/current', {})).login?.id, login.id);
    } finally {
      await bench.close();
    }
  });

  rule('T3', 'a user grants access for a duration, and the partner sees the org', async bench => {
    const kim = await bench.connect('kim');
    const page = await kim.request('grant/page', bo);
    assert.deepEqual([page.supportOrganization, page.isListed, page.durations, page.expiresAt], ['Acme', true, ['1 day', '3 days', '1 week', '1 month', '1 year'], null]);
    await kim.request('grant/set', { ...bo, duration: '3 days' });
    assert.equal((await kim.heard('orgs/changed')).length, 1);
    const { orgs } = await kim.request('orgs/list', {});
    assert.deepEqual(orgs.find(org => org.alias === 'seats')?.grants.map(grant => [grant.user.userName, grant.expiresAt]), [['bo@seats.example', bench.clock.now() + days(3)]]);
  }, { disabled: false });

  rule('T4', 'who has no license for the package cannot grant access', async bench => {
    const kim = await bench.connect('kim');
    const cy = { org: 'seats', user: 'cy@seats.example' };
    await refused(kim.request('grant/set', { ...cy, duration: '1 day' }), 'grantRefused', 'T4', /Cy Seats has no license for Acme's package/);
  });

  rule('T4', 'with "administrators only" in Login Access Policies, only an admin grants access', async bench => {
    const kim = await bench.connect('kim');
    await kim.request('policy/set', { ...ann, change: { loginAccess: 'administratorsOnly' } });
    await kim.request('grant/set', { ...ann, duration: '1 day' });
    await refused(kim.request('grant/set', { ...bo, duration: '1 day' }), 'grantRefused', 'T4', /available to administrators only/);
  });

  rule('T4', 'with a site license, a sandbox\'s default, only an admin grants access, until seats are set', async bench => {
    const kim = await bench.connect('kim');
    const boNorth = { org: 'north', user: 'bo@north.example' };
    await kim.request('grant/set', { org: 'north', user: 'ann@north.example', duration: '1 day' });
    await refused(kim.request('grant/set', { ...boNorth, duration: '1 day' }), 'grantRefused', 'T4', /licensed to the entire org, so only an admin with Manage Users can grant/);
  });

  rule('T4', 'while administrators can log in as any user, nobody grants access', async bench => {
    const kim = await bench.connect('kim');
    await kim.request('policy/set', { ...ann, change: { administratorsCanLogInAsAnyUser: true } });
    await refused(kim.request('grant/set', { ...ann, duration: '1 day' }), 'grantRefused', 'T4', /"Administrators Can Log in as Any User" is enabled/);
  });

  it('T4: the page names every condition, and which is missing', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      await kim.request('policy/set', { ...ann, change: { administratorsCanLogInAsAnyUser: true } });
      const page = await kim.request('grant/page', { org: 'seats', user: 'cy@seats.example' });
      assert.equal(page.isListed, false);
      assert.deepEqual(page.conditions.map(({ id, rule: rule_, holds }) => [id, rule_, holds]), [['orgLicense', 'T2', true], ['userLicense', 'T4', false], ['loginAccessPolicy', 'T4', true], ['siteLicense', 'T4', true], ['administratorsLogIn', 'T4', false]]);
    } finally {
      await bench.close();
    }
  });

  it('T2: nobody grants access in an org that cannot be logged in to', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      await refused(kim.request('grant/set', { org: 'county', user: 'ann@county.example', duration: '1 day' }), 'grantRefused', 'T2', /Government Cloud/);
    } finally {
      await bench.close();
    }
  });

  it('T4: only an admin changes the policies, and the Setup Audit Trail says so', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      await refused(kim.request('policy/set', { ...bo, change: { requiresMfa: true } }), 'missingPermission', null, /"Manage Users"/);
      await kim.request('policy/set', { ...ann, change: { requiresMfa: true } });
      await kim.request('policy/set', { ...ann, change: { requiresMfa: true } });
      const { entries } = await kim.request('setupAudit/list', { org: 'seats' });
      assert.deepEqual(entries.map(({ userName, delegate, section, action }) => [userName, delegate, section, action]), [['ann@seats.example', null, 'Login Access Policies', 'Changed requiresMfa from false to true']]);
    } finally {
      await bench.close();
    }
  });

  rule('T8', 'where the subscriber requires it, a login waits for approval', async bench => {
    const kim = await bench.connect('kim');
    const customer = await bench.connect();
    const login = kim.login('guarded');
    login.catch(() => undefined);
    await kim.barrier();
    const { approvals } = await customer.request('approval/list', { org: 'guarded' });
    assert.deepEqual(approvals.map(each => [each.developer, each.user.userName, each.state]), [['kim@acme.example', 'ann@guarded.example', 'pending']]);
    assert.equal((await kim.request('login/current', {})).login, null);
    await customer.request('approval/decide', { id: approvals[0]?.id ?? '', user: 'ann@guarded.example', approve: true });
    assert.equal((await login).org.alias, 'guarded');
    assert.deepEqual((await kim.heard('approval/changed')).map(({ approval }) => approval.state), ['pending', 'approved']);
    // One that holds needs no other approval.
    await kim.login('guarded');
  });

  const outcomes = [['denied', 'approvalDenied'], ['cancelled', 'approvalCancelled'], ['timed out', 'approvalTimedOut']] as const;
  for (const [what, id] of outcomes) {
    rule('T8', `a login whose approval is ${what} is refused`, async bench => {
      const kim = await bench.connect('kim');
      const other = await bench.connect('kim');
      const login = kim.login('guarded');
      login.catch(() => undefined);
      await kim.barrier();
      const [approval] = (await other.request('approval/list', {})).approvals;
      if (what === 'denied') await other.request('approval/decide', { id: approval?.id ?? '', user: 'ann@guarded.example', approve: false });
      else if (what === 'cancelled') await other.request('approval/cancel', { id: approval?.id ?? '' });
      else bench.clock.advance(minutes(10));
      await refused(login, id, 'T8');
      assert.equal((await kim.request('login/current', {})).login, null);
    });
  }

  rule('T9', 'where the partner wants it, a login names case and reason', async bench => {
    const kim = await bench.connect('kim');
    await refused(kim.request('login/start', { org: 'north', caseNumber: '0017' }), 'caseRequired', 'T9');
    await kim.request('login/start', { org: 'north', caseNumber: '0017', reason: 'Orders fail' });
    // It is known for the login that holds, and half of it changes only that half.
    await kim.login('north');
    await kim.request('login/start', { org: 'north', caseNumber: '0018' });
    // Renewing takes all the steps again, with the case of before.
    const { id } = await kim.request('session/acquire', { loginId: (await kim.login('north')).id });
    await kim.request('login/end', {});
    await kim.request('session/renew', { sessionId: id });
  }, { world: { ...WORLD, policy: { requireCase: true } } });

  it('T9: both sides keep a log of a login, the subscriber\'s with the delegate', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      await kim.request('login/start', { org: 'north', caseNumber: '0017', reason: 'Orders fail' });
      const { entries } = await kim.request('audit/list', { org: 'north' });
      assert.deepEqual(entries.map(({ actor, action, detail }) => [actor, action, detail]), [['kim@acme.example', 'login', 'ann@north.example (case 0017: Orders fail)']]);
      const setup = await kim.request('setupAudit/list', { org: 'north' });
      assert.deepEqual(setup.entries.map(({ userName, delegate, action }) => [userName, delegate, action]), [['ann@north.example', 'kim@acme.example', 'Logged in through Login Access (case 0017: Orders fail)']]);
      const { grants } = await kim.request('grant/list', { org: 'north' });
      assert.deepEqual(grants[0]?.logins.map(({ developer, at, caseNumber }) => [developer, at, caseNumber]), [['kim@acme.example', bench.clock.now(), '0017']]);
    } finally {
      await bench.close();
    }
  });

  it("T9: others' rows of the partner's log need Modify All Data", async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      await kim.login();
      const lee = await bench.connect('lee');
      await lee.login('south');
      assert.deepEqual((await lee.request('audit/list', {})).entries.map(each => each.actor), ['lee@acme.example']);
      await refused(lee.request('audit/list', { developer: 'kim@acme.example' }), 'missingPermission', 'T9');
      assert.deepEqual((await kim.request('audit/list', {})).entries.map(each => each.actor), ['lee@acme.example', 'kim@acme.example']);
    } finally {
      await bench.close();
    }
  });
});
