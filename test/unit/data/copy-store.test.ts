import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'mocha';
import { copyStore, type CopyOptions } from '../../../src/sandbox/data/copy/copy-store.ts';
import { isMasked, Masker } from '../../../src/exchange/mask.ts';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';

describe('a copy of an org', () => {
  let org: TestOrg;
  let folder: string;
  let copies = 0;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'copy-'));
    org = openTestOrg({ classes: ['public class Later implements Queueable { String who = \'Wilhelmina\'; public void execute(QueueableContext c) {} }'] });
    const { success, exception } = org.run(`
      Account parent = new Account(Name = 'Grandmother Holding', Phone = '+49 30 1234567');
      insert parent;
      List<Account> accounts = new List<Account>();
      for (Integer i = 0; i < 30; i++) accounts.add(new Account(Name = 'Branch ' + i, ParentId = parent.Id, Description = 'Owed by Wilhelmina'));
      insert accounts;
      List<Contact> contacts = new List<Contact>();
      for (Account each : accounts) contacts.add(new Contact(LastName = 'Featherstonehaugh', FirstName = 'Marmaduke', Email = 'marmaduke@featherstone.example', AccountId = each.Id));
      insert contacts;
      System.enqueueJob(new Later());
      Account gone = new Account(Name = 'Recycled Ltd'); insert gone; delete gone;
      insert new Opportunity(Name = 'Zanzibar Deal', StageName = 'Prospecting', CloseDate = Date.newInstance(2026, 1, 1), AccountId = parent.Id);`);
    assert.ok(success, exception?.message);
  });
  after(() => {
    org.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function copy(options: Partial<CopyOptions>): Promise<{ path: string; rows: Readonly<Record<string, number>>; query: (sql: string) => readonly Record<string, unknown>[] }> {
    const path = join(folder, `copy${copies++}.db`);
    const { rows } = await copyStore(org.store, { path, objects: null, maxRows: null, mask: null, sandboxName: 'uat', ...options }, () => Promise.resolve());
    return {
      path, rows,
      query(sql) {
        const database = new DatabaseSync(path, { readOnly: true });
        try {
          return database.prepare(sql).all().map(row => ({ ...row }));
        } finally {
          database.close();
        }
      },
    };
  }

  it('has all records but the recycle bin, and users of its own', async () => {
    const { rows, query } = await copy({});
    assert.deepEqual(rows, { Account: 31, Contact: 30, Opportunity: 1, Pricebook2: 1 });
    const users = query('SELECT Username, "Username.key" AS folded, Email FROM User WHERE Username LIKE \'admin%\'');
    assert.deepEqual(users, [{ Username: 'admin@test.example.uat', folded: 'admin@test.example.uat', Email: 'admin@test.example.invalid' }]);
    assert.deepEqual(query('SELECT count(*) AS n FROM Organization'), [{ n: 0 }]);
  });

  it('has what its template names, no object over its bound, and no lookup that leads nowhere', async () => {
    const { rows, query } = await copy({ objects: ['account', 'contact'], maxRows: 10 });
    assert.deepEqual(rows, { Account: 10, Contact: 10 });
    assert.deepEqual(query('SELECT count(*) AS n FROM Account WHERE ParentId IS NOT NULL AND ParentId NOT IN (SELECT Id FROM Account)'), [{ n: 0 }]);
    assert.deepEqual(query('SELECT count(*) AS n FROM Contact WHERE AccountId IS NOT NULL AND AccountId NOT IN (SELECT Id FROM Account)'), [{ n: 0 }]);
  });

  const secrets = ['Featherstonehaugh', 'Marmaduke', 'marmaduke@featherstone', '1234567', 'Grandmother'];
  it('has no byte of what was masked, nor of what stayed behind', async () => {
    const { path, query } = await copy({ mask: { level: 'personal', key: Buffer.alloc(32, 7) } });
    const bytes = readFileSync(path, 'latin1').toLowerCase();
    assert.deepEqual(secrets.filter(secret => bytes.includes(secret.toLowerCase())), []);
    assert.ok(bytes.includes('owed by wilhelmina'), 'free text is masked only where that is wanted');
    assert.deepEqual(query(`SELECT count(*) AS n FROM "$QueuedWork"`), [{ n: 0 }]);
    const text = readFileSync((await copy({ mask: { level: 'text', key: Buffer.alloc(32, 7) }, objects: ['Account'] })).path, 'latin1').toLowerCase();
    assert.deepEqual([...secrets, 'Wilhelmina', 'Recycled', 'Zanzibar'].filter(secret => text.includes(secret.toLowerCase())), []);
  });

  it('keeps equal values equal, and finds them by name', async () => {
    const { query } = await copy({ mask: { level: 'personal', key: Buffer.alloc(32, 7) } });
    const names = query('SELECT DISTINCT LastName, "LastName.key" AS folded FROM Contact');
    assert.equal(names.length, 1);
    assert.equal(names[0]?.['folded'], String(names[0]?.['LastName']).toLowerCase());
  });

  it('leaves nothing behind when it is called off', async () => {
    const path = join(folder, 'cancelled.db');
    let steps = 0;
    await assert.rejects(copyStore(org.store, { path, objects: null, maxRows: null, mask: null, sandboxName: 'x' }, () => (++steps > 3 ? Promise.reject(new Error('called off')) : Promise.resolve())), /called off/);
    assert.equal(existsSync(path), false);
    assert.deepEqual(readdirSync(folder).filter(name => name.startsWith('cancelled')), []);
  });
});

describe('masking', () => {
  const fields: readonly (readonly [object: string, field: string, type: string, personal: boolean, text: boolean])[] = [
    ['Contact', 'LastName', 'String', true, true], ['Contact', 'MailingStreet', 'TextArea', true, true], ['Contact', 'Description', 'LongTextArea', false, true], ['Contact', 'LeadSource', 'Picklist', false, false],
    ['Visit__c', 'Name', 'String', false, true], ['Visit__c', 'Mail__c', 'Email', true, true], ['Task', 'Subject', 'Combobox', false, true], ['Case', 'SuppliedName', 'String', true, true], ['Case', 'Subject', 'String', true, true],
    ['EmailMessage', 'ToAddress', 'String', true, true], ['EmailMessage', 'HtmlBody', 'Html', true, true], ['Lead', 'Company', 'String', true, true], ['ContentVersion', 'VersionData', 'Base64', true, true], ['Opportunity', 'Amount', 'Currency', false, false],
    ['Account', 'Type', 'String', false, false], ['User', 'FirstName', 'String', true, true],
  ];
  for (const [name, field, type, personal, text] of fields) {
    it(`${name}.${field}: ${personal ? 'personal' : text ? 'text' : 'kept'}`, () => {
      const masked = (level: 'personal' | 'text'): boolean => isMasked({ name, isSetup: name === 'User', kind: 'standard' }, { name: field, type }, level);
      assert.deepEqual([masked('personal'), masked('text')], [personal, text]);
    });
  }
  it('of a history: what its fields had before', () => assert.equal(isMasked({ name: 'AccountHistory', isSetup: false, kind: 'history' }, { name: 'OldValue', type: 'AnyType' }, 'personal'), true));
  const masker = new Masker(Buffer.alloc(32, 1));
  for (const value of ['Anna', '+49 (30) 12-34', 'a', '0', 'Zoë', '東京 7', 'x'.repeat(500)]) {
    it(`keeps the form of ${value.slice(0, 20)} and none of its letters in place`, () => {
      const masked = masker.text(value, 'String');
      assert.equal(masked.length, value.length);
      for (let i = 0; i < value.length; i++) {
        const isPlain = /[\s()+-]/.test(value[i] ?? '');
        assert.equal(masked[i] === value[i], isPlain, `${value} became ${masked}`);
      }
      assert.equal(masker.text(value, 'String'), masked);
      assert.notEqual(new Masker(Buffer.alloc(32, 2)).text(`${value}abcdefgh`, 'String'), masker.text(`${value}abcdefgh`, 'String'));
    });
  }
  it('sends no mail', () => assert.match(masker.text('amy@harbor.example', 'Email'), /^[a-z]{3}@example\.invalid$/));
});
