import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { RealOrg } from './support/real-org.ts';

describe('row locks across workers', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => { org = await RealOrg.start(); });
  after(() => org.close());

  const held = (name: string, change: string): string => [
    `Account a = [SELECT Id FROM Account WHERE Name = '${name}'];`,
    `${change} update a;`,
    'Integer witness = 42;',
    'System.debug(witness);',
  ].join('\n');

  it('a request waits for a row that a paused one has changed, and loses nothing of either', async () => {
    await org.output("insert new Account(Name = 'Shared', Description = 'old');");
    const paused = await org.pause(held('Shared', "a.Description = 'by the paused one';"), 4);
    await paused.check();
    let isDone = false;
    const other = org.output("Account a = [SELECT Id FROM Account WHERE Name = 'Shared']; a.Phone = '555'; update a;").then(() => { isDone = true; });
    // What touches other rows isn't held up.
    await org.output("insert new Account(Name = 'Other');");
    await paused.check();
    assert.equal(isDone, false);
    assert.equal((await paused.resume()).exception, null);
    await other;
    assert.deepEqual((await org.query("SELECT Description, Phone FROM Account WHERE Name = 'Shared'")).map(({ Description, Phone }) => [Description, Phone]), [['by the paused one', '555']]);
  });

  it('a counter that many requests raise under FOR UPDATE misses none', async () => {
    await org.output("insert new Account(Name = 'Counter', NumberOfEmployees = 0);");
    const raise = "Account a = [SELECT NumberOfEmployees FROM Account WHERE Name = 'Counter' FOR UPDATE]; a.NumberOfEmployees += 1; update a;";
    await Promise.all(Array.from({ length: 12 }, () => org.output(raise)));
    assert.deepEqual((await org.query("SELECT NumberOfEmployees FROM Account WHERE Name = 'Counter'")).map(each => each['NumberOfEmployees']), [12]);
  });

  it('requests that change different fields of a row at once lose none of them', async () => {
    const fields = ['Phone', 'Fax', 'Site', 'AccountNumber', 'TickerSymbol', 'BillingCity', 'ShippingCity', 'BillingStreet'];
    await org.output("insert new Account(Name = 'Wide');");
    await Promise.all(fields.map(field => org.output(`Account a = [SELECT Id FROM Account WHERE Name = 'Wide']; update new Account(Id = a.Id, ${field} = 'new');`)));
    const [row] = await org.query(`SELECT ${fields.join(', ')} FROM Account WHERE Name = 'Wide'`);
    assert.deepEqual(fields.map(field => row?.[field]), fields.map(() => 'new'));
  });

  it('locks of a cancelled request are free', async () => {
    const paused = await org.pause(held('Shared', "a.Description = 'never saved';"), 4);
    const { threads } = await org.kim.request('debug/threads', { sessionId: paused.session.id });
    await org.kim.request('run/cancel', { requestId: threads[0]!.requestId });
    assert.equal((await paused.result).exception?.message, 'The request was cancelled.');
    await org.output("Account a = [SELECT Id FROM Account WHERE Name = 'Shared']; a.Phone = '556'; update a;");
    assert.deepEqual((await org.query("SELECT Description, Phone FROM Account WHERE Name = 'Shared'")).map(({ Description, Phone }) => [Description, Phone]), [['by the paused one', '556']]);
  });
});
