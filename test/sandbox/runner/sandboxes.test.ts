import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { refused } from '../rules/support/rule.ts';
import { RealOrg } from './support/real-org.ts';

describe('sandboxes made of an org (T12)', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => {
    org = await RealOrg.start({ files: { 'classes/Counter.cls': 'public class Counter { public static Integer accounts() { return [SELECT COUNT() FROM Account]; } }' } });
    await org.output(`List<Account> all = new List<Account>(); for (Integer i = 0; i < 5; i++) all.add(new Account(Name = 'Clinic ' + i, Phone = '0301234567')); insert all;
      List<Contact> people = new List<Contact>(); for (Account each : all) people.add(new Contact(LastName = 'Smith', Email = 'smith@clinic.example', AccountId = each.Id)); insert people;`);
  });
  after(() => org.close());

  const accounts = 'System.debug([SELECT COUNT() FROM Account] + \' \' + [SELECT COUNT() FROM Contact WHERE AccountId != null]);';

  it('a full one has the data, users and package of its source, and goes its own way', async () => {
    const steps: string[] = [];
    org.kim.hub.on('sandbox/progress', ({ message }) => steps.push(message));
    const { org: made, rows } = await org.kim.request('sandbox/create', { loginId: org.login.id, name: 'UAT', kind: 'full' });
    assert.deepEqual([made.name, made.alias, made.kind, rows['Account'], rows['Contact']], ['North Clinic (UAT)', 'north-uat', 'full', 5, 5]);
    assert.deepEqual([steps[0], steps.at(-1)], ['Taking a snapshot', 'Writing the copy']);
    assert.deepEqual(made.grants.map(grant => grant.user.userName), ['ann@north.example.uat']);
    const login = await org.kim.login('north-uat');
    assert.deepEqual(await org.output(accounts, login), ['5 5']);
    assert.deepEqual(await org.output("delete [SELECT Id FROM Contact]; System.debug([SELECT COUNT() FROM User WHERE Email LIKE '%.invalid' AND Username LIKE '%.uat'] + ' ' + [SELECT COUNT() FROM Organization]);", login), ['3 1']);
    assert.deepEqual(await org.output(accounts), ['5 5']);
  });

  it('a masked partial copy has what its template names, and nobody in it', async () => {
    const { rows } = await org.kim.request('sandbox/create', { loginId: org.login.id, name: 'part', kind: 'partialCopy', objects: ['Contact'], mask: 'personal' });
    assert.equal(rows['Contact'], 5);
    assert.equal(rows['Account'], undefined);
    const login = await org.kim.login('north-part');
    assert.deepEqual(await org.output("System.debug([SELECT COUNT() FROM Contact WHERE AccountId = null AND LastName != 'Smith' AND Email LIKE '%@example.invalid']);", login), ['5']);
  });

  it('a developer sandbox has the metadata alone', async () => {
    await org.kim.request('sandbox/create', { loginId: org.login.id, name: 'dev', kind: 'developer' });
    const login = await org.kim.login('north-dev');
    assert.deepEqual(await org.output(accounts, login), ['0 0']);
    const deletable = async (): Promise<readonly unknown[]> => (await org.kim.request('orgs/list', {})).orgs.filter(each => each.notDeletable === null).map(each => each.alias);
    assert.deepEqual(await deletable(), ['north-uat', 'north-part', 'north-dev']);
    const { id: sessionId } = await org.kim.request('session/acquire', { loginId: login.id });
    assert.deepEqual(await deletable(), ['north-uat', 'north-part']);
    await refused(org.kim.request('sandbox/delete', { org: 'north-dev' }), 'orgBusy', 'D1');
    await org.kim.request('session/end', { sessionId });
    await org.kim.request('sandbox/delete', { org: 'north-dev' });
    await refused(org.kim.request('login/start', { org: 'north-dev' }), 'unknownOrg', null);
  });

  it('is refused where it can\'t be', async () => {
    const create = (name: string, loginId = org.login.id): Promise<unknown> => org.kim.request('sandbox/create', { loginId, name, kind: 'developer' });
    await refused(create('no spaces'), 'invalidParams', null, /no name of a sandbox/);
    await refused(create('uat'), 'orgBusy', 'T12', /has a sandbox uat already/);
    const bo = await org.kim.request('login/start', { org: 'north', user: 'bo@north.example' });
    await refused(create('mine', bo.id), 'missingPermission', 'T12', /Bo North may not make sandboxes/);
    await refused(org.kim.request('sandbox/delete', { org: 'north' }), 'invalidParams', null, /belongs to the world/);
    assert.match((await org.kim.request('orgs/list', {})).orgs.find(each => each.alias === 'north')?.notDeletable ?? '', /belongs to the world/);
    await org.kim.request('sandbox/cancel', { name: 'nothing' });
  });
});
