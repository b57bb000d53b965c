import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Bench } from '../hub/support/bench.ts';
import { days, minutes } from '../hub/support/manual-clock.ts';
import { refused, rule } from './support/rule.ts';

describe('rules of Login Access', () => {
  rule('T1', 'a grant that ended before lets nobody in, and hides the org', async bench => {
    const kim = await bench.connect('kim');
    await refused(kim.login('late'), 'grantExpired', 'T1', /ended at 2026-01-03T09:00:00.000Z.*grant it again/);
    const { orgs } = await kim.request('orgs/list', {});
    assert.deepEqual(orgs.map(org => org.name).filter(name => /Late|Silent/.test(name)), []);
  });

  rule('T1', 'when a grant ends, the login and its session end', async bench => {
    const kim = await bench.connect('kim');
    const { login, session } = await kim.debug('south');
    assert.equal(login.expiresAt, bench.clock.now() + days(6));
    bench.clock.advance(days(6) - minutes(1));
    assert.equal((await kim.request('login/current', {})).login?.id, login.id);
    bench.clock.advance(minutes(1));
    assert.equal((await kim.request('login/current', {})).login, null);
    await refused(kim.request('query', { loginId: login.id, soql: 'SELECT Id FROM Account' }), 'notLoggedIn', null);
    const changes = await kim.heard('login/changed');
    assert.match(changes.at(-1)?.reason ?? '', /Ann south to South Clinic has ended \(T1\)/);
    assert.equal((await kim.heard('session/ended')).at(-1)?.session.id, session.id);
  });

  rule('T1', 'a session ends with the grant, and its developer is warned before', async bench => {
    const kim = await bench.connect('kim');
    await kim.login('south');
    bench.clock.advance(days(6) - minutes(20));
    const { session } = await kim.debug('south');
    bench.clock.advance(minutes(11));
    const warnings = await kim.heard('session/warning');
    assert.deepEqual(warnings.map(({ cause, remainingMs }) => [cause, remainingMs]), [['grant', minutes(10)]]);
    bench.clock.advance(minutes(9));
    const ended = await kim.heard('session/ended');
    assert.deepEqual(ended.map(each => [each.session.id, each.session.endReason]), [[session.id, 'grantEnded']]);
  });

  for (const [alias, why] of [['county', /Government Cloud/], ['free', /no Salesforce or Salesforce Platform license/], ['scratch', /scratch org/]] as const) {
    rule('T2', `${alias} can't be logged in to`, async bench => {
      const kim = await bench.connect('kim');
      await refused(kim.login(alias), 'noAccess', 'T2', why);
      const { orgs } = await kim.request('orgs/list', {});
      assert.match(orgs.find(org => org.alias === alias)?.notDebuggable ?? '', why);
    });
  }

  rule('T5', "without 'Log in to Subscriber Organization' nobody logs in", async bench => {
    const noa = await bench.connect('noa');
    await refused(noa.login(), 'missingPermission', 'T5', /Log in to Subscriber Organization/);
    assert.deepEqual((await noa.request('orgs/list', {})).orgs, []);
  });

  rule('T7', 'Execute Anonymous needs Author Apex and API Enabled of the LoginAs user', async bench => {
    const kim = await bench.connect('kim');
    const bo = await kim.login('north', 'bo@north.example');
    await refused(kim.request('run/anonymous', { loginId: bo.id, code: '1;' }), 'missingPermission', 'T7', /Bo North lacks "Author Apex" in/);
    const cy = await kim.login('north', 'cy@north.example');
    await refused(kim.request('run/anonymous', { loginId: cy.id, code: '1;' }), 'missingPermission', 'T7', /Cy North lacks "Author Apex" and "API Enabled"/);
  });

  rule('T7', 'the HTTP API needs API Enabled of the LoginAs user', async bench => {
    const kim = await bench.connect('kim');
    const cy = await kim.login('north', 'cy@north.example');
    await refused(kim.request('run/request', { loginId: cy.id, method: 'GET', path: '/services/apexrest/acme/x' }), 'missingPermission', 'T7');
  });

  it('T7: a run is the LoginAs user\'s', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      const login = await kim.login('north', 'bo@north.example');
      await kim.request('query', { loginId: login.id, soql: 'SELECT Id FROM Account' });
      assert.deepEqual(bench.runner().called('query'), [{ userId: login.user.id, soql: 'SELECT Id FROM Account' }]);
    } finally {
      await bench.close();
    }
  });

  rule('T12', 'a production org can be logged in to but not debugged', async bench => {
    const kim = await bench.connect('kim');
    const login = await kim.login('live');
    await refused(kim.request('session/acquire', { loginId: login.id }), 'notDebuggable', 'T12', /Live Clinic is a production org/);
  });
});
