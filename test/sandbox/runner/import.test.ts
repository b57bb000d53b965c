import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { ImportRecord, ImportSet } from '../../../src/protocol/data.ts';
import { refused } from '../rules/support/rule.ts';
import { RealOrg } from './support/real-org.ts';

const FIELD = (name: string, rest: string): string => `<?xml version="1.0"?><CustomField xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>${name}</fullName><label>${name}</label>${rest}</CustomField>`;
const FILES = {
  'triggers/Stamp.trigger': `trigger Stamp on Account (before insert) {
  for (Account each : Trigger.new) {
    if (each.Name == 'Refused') each.Name.addError('not this one');
    if (each.Name == 'Broken') each.Name = 'x'.substring(5);
    each.Description = 'stamped';
  }
}`,
  'objects/Account/fields/Key__c.field-meta.xml': FIELD('Key__c', '<type>Text</type><length>20</length><externalId>true</externalId><unique>true</unique>'),
};

describe('importing into an org', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => { org = await RealOrg.start({ files: FILES }); });
  after(() => org.close());

  const importSet = (records: readonly ImportRecord[], more: Partial<ImportSet> & { raw?: boolean } = {}, loginId = org.login.id) => org.kim.request('data/import', { loginId, records, references: {}, operation: 'insert', ...more });
  const account = (fields: ImportRecord['fields']): ImportRecord => ({ object: 'Account', fields });

  it('saves trees as the user, through triggers', async () => {
    const { ids, failures } = await importSet([account({ Name: 'Top', NumberOfEmployees: 7 }), { object: 'Contact', fields: { LastName: 'Ames' }, parent: { index: 0, relationship: 'Contacts' } }, account({ Name: 'Second' })]);
    assert.deepEqual([ids.length, failures], [3, []]);
    assert.deepEqual(await org.query(`SELECT Name, Account.Description, CreatedBy.Name FROM Contact WHERE AccountId = '${ids[0]}'`).then(rows => rows.map(row => [row['Name'], (row['Account'] as { Description: string }).Description, (row['CreatedBy'] as { Name: string }).Name])), [['Ames', 'stamped', 'Ann North']]);
  });

  it('saves raw records without triggers, for who may do everything and not in production', async () => {
    const { ids } = await importSet([account({ Name: 'Raw' })], { raw: true });
    assert.deepEqual((await org.query(`SELECT Description FROM Account WHERE Id = '${ids[0]}'`)).map(row => row['Description'] ?? null), [null]);
    const bo = await org.kim.request('login/start', { org: 'north', user: 'bo@north.example' });
    await refused(importSet([account({ Name: 'Raw' })], { raw: true }, bo.id), 'missingPermission', 'T7', /Bo North lacks "Modify All Data"/);
    const live = await org.kim.login('live');
    await refused(importSet([account({ Name: 'Raw' })], { raw: true }, live.id), 'notDebuggable', 'T12', /is a production org/);
  });

  it('finds parents by their external id, and records by it in an upsert', async () => {
    await importSet([account({ Name: 'Keyed', acme__Key__c: 'K-1' })]);
    const { ids } = await importSet([{ object: 'Contact', fields: { LastName: 'Bell', 'Account.acme__Key__c': 'K-1' } }]);
    assert.deepEqual((await org.query(`SELECT Account.Name FROM Contact WHERE Id = '${ids[0]}'`)).map(row => (row['Account'] as { Name: string }).Name), ['Keyed']);
    await importSet([account({ Name: 'Renamed', acme__Key__c: 'K-1' }), account({ Name: 'New', acme__Key__c: 'K-2' })], { operation: 'upsert', externalId: 'acme__Key__c' });
    assert.deepEqual((await org.query("SELECT Name FROM Account WHERE acme__Key__c LIKE 'K-%' ORDER BY acme__Key__c")).map(row => row['Name']), ['Renamed', 'New']);
    const [first] = await org.query("SELECT Id FROM Account WHERE acme__Key__c = 'K-2'");
    await importSet([account({ Id: String(first?.['Id']), Name: 'Updated' })], { operation: 'update' });
    assert.deepEqual((await org.query("SELECT Name FROM Account WHERE acme__Key__c = 'K-2'")).map(row => row['Name']), ['Updated']);
  });

  const failures: readonly (readonly [string, readonly ImportRecord[], readonly unknown[]])[] = [
    ['an unknown object', [account({ Name: 'a' }), { object: 'Acount', fields: {} }], [[1, null, 'the org has no object Acount']]],
    ['unknown fields, all of them', [account({ Nme: 'a' }), account({ Name: 'b', Old__c: 1 })], [[0, 'Nme', 'Account has no field that can be imported Nme'], [1, 'Old__c', 'Account has no field that can be imported Old__c']]],
    ['a value of another type', [account({ Name: 'a', NumberOfEmployees: 'many' })], [[0, 'NumberOfEmployees', '"many" is no value for the Integer field Account.NumberOfEmployees']]],
    ['what a trigger refuses', [account({ Name: 'fine' }), account({ Name: 'Refused' })], [[1, 'Name', 'FIELD_CUSTOM_VALIDATION_EXCEPTION: not this one']]],
    ['what is missing', [{ object: 'Contact', fields: { FirstName: 'x' } }], [[0, 'LastName', 'REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]']]],
    ['a reference that isn\'t known', [account({ Name: 'a', ParentId: '@b' })], [[0, 'ParentId', 'the reference @b is not known; records that are referred to come first']]],
    ['a parent that isn\'t there', [{ object: 'Contact', fields: { LastName: 'x', 'Account.acme__Key__c': 'none' } }], [[0, null, 'INVALID_FIELD: Foreign key external ID: none not found for field acme__Key__c in entity Account']]],
    ['a field that is no external id', [{ object: 'Contact', fields: { LastName: 'x', 'Account.Name': 'none' } }], [[0, 'Account.Name', 'Account.Name is no external id']]],
    ['a child relationship that isn\'t there', [account({ Name: 'a' }), { object: 'Contact', fields: { LastName: 'x' }, parent: { index: 0, relationship: 'People' } }], [[1, null, 'Account has no child relationship People']]],
    ['a parent that comes later', [{ object: 'Contact', fields: { LastName: 'x' }, parent: { index: 1, relationship: 'Contacts' } }, account({ Name: 'a' })], [[0, null, "its parent doesn't come before it"]]],
  ];
  for (const [what, records, expected] of failures) {
    it(`refuses ${what}, and saves nothing`, async () => {
      const count = async (): Promise<unknown> => (await org.query('SELECT COUNT(Id) n FROM Account'))[0]?.['n'];
      const before = await count();
      const answer = await importSet(records);
      assert.deepEqual([answer.ids, answer.failures.map(({ index, field, message }) => [index, field, message])], [[], expected]);
      assert.equal(await count(), before);
    });
  }

  it('tells an exception of a trigger as the failure of its record', async () => {
    const { failures: [failure] } = await importSet([account({ Name: 'Broken' })]);
    assert.match(failure?.message ?? '', /^CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: acme\.Stamp: execution of BeforeInsert\s+caused by: System\.StringException/);
  });

  it('is a request that a session debugs, and leaves a row in the audit log', async () => {
    const session = await org.acquire();
    await org.kim.request('debug/setBreakpoints', { sessionId: session.id, path: org.path('triggers/Stamp.trigger'), breakpoints: [{ id: 1, line: 5 }] });
    const stopped = org.next('debug/stopped');
    const answer = importSet([account({ Name: 'Watched' })]);
    const { threadId } = await stopped;
    const { threads } = await org.kim.request('debug/threads', { sessionId: session.id });
    assert.match(threads[0]?.name ?? '', /^import of Account \(Ann North\)/);
    await org.kim.request('debug/resume', { sessionId: session.id, threadId, kind: 'continue' });
    assert.equal((await answer).ids.length, 1);
    await org.kim.request('session/end', { sessionId: session.id });
    assert.deepEqual((await org.kim.request('audit/list', { limit: 10 })).entries.filter(({ action }) => action === 'import').slice(0, 1).map(({ detail }) => detail), ['1 records of Account']);
  });

  it('takes no more than 200 records, and an external id for upserts only', async () => {
    await refused(importSet(Array.from({ length: 201 }, () => account({ Name: 'x' }))), 'tooLarge', null);
    await refused(importSet([account({ Name: 'x' })], { externalId: 'acme__Key__c' }), 'invalidParams', null);
  });
});
