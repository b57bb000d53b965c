import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { DEVELOPER_TOKEN_VARIABLE, STATE_DIRECTORY_VARIABLE } from '../../../src/protocol/environment.ts';
import { runCli } from '../../support/cli.ts';
import type { CliOutcome } from '../../support/cli.ts';
import { RealOrg } from './support/real-org.ts';

const FILES = {
  'triggers/Stamp.trigger': "trigger Stamp on Account (before insert) { for (Account each : Trigger.new) { each.Site = 'stamped'; if (each.Name == 'Refused') each.AccountNumber.addError('no number'); } }",
  'objects/Account/fields/Key__c.field-meta.xml': '<?xml version="1.0"?><CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Key__c</fullName><label>Key</label><type>Text</type><length>20</length><externalId>true</externalId><unique>true</unique></CustomField>',
};

describe('isv-debugger data', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => {
    org = await RealOrg.start({ files: FILES });
    await cli('auth', 'login', 'kim@acme.example');
  });
  after(() => org.close());

  function cli(...args: readonly string[]): Promise<CliOutcome> {
    const { [DEVELOPER_TOKEN_VARIABLE]: _token, ...env } = { ...process.env } as Record<string, string>;
    return runCli(args, { cwd: org.folder, env: { ...env, [STATE_DIRECTORY_VARIABLE]: org.bench.state } });
  }
  const write = (name: string, text: string): void => writeFileSync(join(org.folder, name), text);
  const names = async (where: string): Promise<unknown[]> => (await org.query(`SELECT Name, Site FROM Account WHERE ${where} ORDER BY Name`)).map(row => [row['Name'], row['Site'] ?? null]);

  it('imports trees and CSV through triggers, raw, and by external id', async () => {
    write('tree.json', JSON.stringify({ records: [{ attributes: { type: 'Account', referenceId: 'a' }, Name: 'Tree', Contacts: { records: [{ attributes: { type: 'Contact' }, LastName: 'Leaf' }] } }] }));
    write('Account.csv', 'Name,acme__Key__c\nFirst,K-1\nSecond,K-2\n');
    const { code, out } = await cli('data', 'import', 'tree.json', 'Account.csv', '--org', 'north');
    assert.deepEqual([code, out], [0, 'Imported 4 records into North Clinic: 3 Account, 1 Contact.\n']);
    write('people.csv', 'LastName,Account.acme__Key__c\n"Ames, Ann",K-1\n');
    assert.equal((await cli('data', 'import', 'people.csv', '--object', 'Contact', '--org', 'north')).code, 0);
    assert.deepEqual((await org.query("SELECT Account.Name FROM Contact WHERE LastName = 'Ames, Ann'")).map(row => (row['Account'] as { Name: string }).Name), ['First']);
    write('Account.csv', 'Name,acme__Key__c\nRenamed,K-1\nThird,K-3\n');
    const upserted = await cli('data', 'import', 'Account.csv', '--upsert', 'acme__Key__c', '--org', 'north', '--json');
    assert.deepEqual(JSON.parse(upserted.out), { count: 2, byObject: { Account: 2 }, references: {} });
    write('Account.csv', 'Name\nRaw\n');
    assert.equal((await cli('data', 'import', 'Account.csv', '--raw', '--org', 'north')).code, 0);
    assert.deepEqual(await names('Id != null'), [['Raw', null], ['Renamed', 'stamped'], ['Second', 'stamped'], ['Third', 'stamped'], ['Tree', 'stamped']]);
  });

  it('names file, line and field of what is refused', async () => {
    write('bad.csv', 'Name,AnnualRevenue\nFine,1\nRefused,2\n\nWrong,lots\n');
    const wrong = await cli('data', 'import', 'bad.csv', '--object', 'Account', '--org', 'north');
    assert.deepEqual([wrong.code, wrong.out, wrong.err], [1, '', 'bad.csv:5: AnnualRevenue: "lots" is no value for the Currency field Account.AnnualRevenue\n']);
    write('bad.csv', 'Name,AccountNumber\nFine,1\nRefused,2\n');
    const refused = await cli('data', 'import', 'bad.csv', '--object', 'Account', '--org', 'north', '--json');
    assert.deepEqual([refused.code, JSON.parse(refused.out)], [1, { saved: 0, faults: [{ file: 'bad.csv', line: 3, field: 'AccountNumber', message: 'bad.csv:3: AccountNumber: FIELD_CUSTOM_VALIDATION_EXCEPTION: no number' }] }]);
    assert.deepEqual(await names("Name = 'Fine'"), []);
    write('bad.json', '{"records":[');
    const broken = await cli('data', 'import', 'bad.json', '--org', 'north');
    assert.equal(broken.code, 2);
    assert.match(broken.err, /^isv-debugger data: bad\.json(:1)?: no JSON/);
  });

  it('imports as a user with exactly that user\'s rights', async () => {
    write('Account.csv', 'Name\nBy Bo\n');
    const { code, err } = await cli('data', 'import', 'Account.csv', '--org', 'north', '--user', 'cy@north.example');
    assert.equal(code, 2);
    assert.match(err, /Cy North lacks "API Enabled"/);
    await cli('data', 'import', 'Account.csv', '--org', 'north', '--user', 'bo@north.example');
    assert.deepEqual((await org.query("SELECT Owner.Name FROM Account WHERE Name = 'By Bo'")).map(row => (row['Owner'] as { Name: string }).Name), ['Bo North']);
  });

  it('exports what it imports elsewhere, masked if wanted', async () => {
    const exported = await cli('data', 'export', '--org', 'north', '-q', "SELECT Id, Name, acme__Key__c, (SELECT LastName FROM Contacts) FROM Account WHERE acme__Key__c = 'K-1' OR Name = 'Tree'", '-d', 'out');
    assert.deepEqual([exported.code, exported.out], [0, 'Exported 4 records from North Clinic to out.\n']);
    const imported = await cli('data', 'import', 'out/plan.json', '--org', 'south');
    assert.deepEqual([imported.code, imported.out], [0, 'Imported 4 records into South Clinic: 2 Account, 2 Contact.\n']);
    const south = await org.kim.login('south');
    const { records } = await org.kim.request('query', { loginId: south.id, soql: 'SELECT LastName, Account.Name FROM Contact ORDER BY LastName' });
    assert.deepEqual(records.map(each => { const { LastName, Account } = each as { LastName: string; Account: { Name: string } }; return [LastName, Account.Name]; }), [['Ames, Ann', 'Renamed'], ['Leaf', 'Tree']]);
    const masked = await cli('data', 'export', '--org', 'north', '-q', 'SELECT Id, Name, Site FROM Account', '--mask', 'text', '-d', 'masked', '--format', 'csv');
    assert.equal(masked.code, 0);
    const text = readFileSync(join(org.folder, 'masked/Account.csv'), 'utf8');
    assert.deepEqual([readdirSync(join(org.folder, 'masked')), /Renamed|Second|stamped/.test(text), text.split('\n')[0]], [['Account.csv'], false, 'Name,Site']);
  });
});
