/** Nothing that comes over the wire becomes SQL, and the file lets nobody past its tables. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { openOrgStore } from '../../../src/sandbox/data/store.ts';
import type { StoreConnection } from '../../../src/sandbox/data/storage/connection.ts';
import { familySchema } from '../../unit/data/support/mini-schema.ts';
import { RealOrg } from '../runner/support/real-org.ts';

/** Texts that mean something to SQL, SOQL, JSON or JavaScript. */
const HOSTILE = [
  `'`, `''`, `"`, `\\`, `\\'`, `' OR Name != '`, `'; DROP TABLE Account; --`, `"; DROP TABLE "Account"; --`, `%`, `_`, `*`, `?1`, `:x`, `\u0000`, '\u2028', '`${1}`', '$1', '{"a":1}', `x' UNION SELECT 1 --`, `') --`, '/*', '*/', '--', '\r\n',
];
const apexText = (text: string): string => `'${[...text].map(each => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}'`;

describe('the data behind an org', function () {
  this.timeout(60_000);
  let org: RealOrg;
  before(async () => {
    org = await RealOrg.start();
    await org.output(`List<Account> all = new List<Account>(); for (String each : new List<String>{ ${HOSTILE.map(apexText).join(', ')} }) all.add(new Account(Name = 'n' + each + 'n')); insert all; insert new Account(Name = 'plain');`);
  });
  after(() => org.close());

  const names = async (): Promise<unknown[]> => (await org.query('SELECT Name FROM Account')).map(each => each['Name']);

  it('security 13: values are stored and found as they are, bound or escaped', async () => {
    assert.deepEqual(new Set(await names()), new Set([...HOSTILE.map(each => `n${each}n`), 'plain']));
    for (const each of HOSTILE) {
      const bound = await org.output(`String wanted = 'n' + ${apexText(each)} + 'n';
        System.debug([SELECT COUNT() FROM Account WHERE Name = :wanted]);
        update [SELECT Id, Name FROM Account WHERE Name = :wanted];`);
      assert.deepEqual(bound, ['1'], JSON.stringify(each));
      // A literal of SOQL has no line ends.
      if (/[\r\n]/.test(each)) continue;
      const literal = await org.output(`String wanted = String.escapeSingleQuotes('n' + ${apexText(each)} + 'n');
        System.debug(Database.query('SELECT Id FROM Account WHERE Name = \\'' + wanted + '\\'').size());
        System.debug(Database.query('SELECT Id FROM Account WHERE Name LIKE \\'' + wanted.replace('%', '\\\\%').replace('_', '\\\\_') + '\\'').size());`);
      // In a pattern, a backslash is an escape of its own.
      assert.deepEqual(literal, each.includes('\\') ? ['1', literal[1]] : ['1', '1'], JSON.stringify(each));
    }
  });

  const statements = [
    'DROP TABLE Account', "ATTACH '/tmp/x.db' AS x", 'PRAGMA journal_mode', 'SELECT 1', 'SELECT Id FROM sqlite_master', 'SELECT Id FROM main._sequences', 'SELECT sql FROM Account',
    'SELECT Id FROM Account; DROP TABLE Account', 'SELECT Id FROM Account WHERE Name = "plain"', 'SELECT Id, rowid FROM Account', "SELECT load_extension('x') FROM Account", 'SELECT Id FROM "Account"',
    'SELECT Id FROM Account UNION SELECT Id FROM User', "SELECT Id FROM Account WHERE Name = '' OR 1 = 1", 'SELECT Id FROM Account ORDER BY (SELECT 1)', 'SELECT Id FROM Account LIMIT 1 + 1', 'SELECT Id FROM Account -- x', 'SELECT Id x"y FROM Account',
    'SELECT COUNT(Id) "x" FROM Account', 'SELECT Id FROM Account a"b', 'WITH x AS (SELECT 1) SELECT Id FROM x',
  ];
  for (const soql of statements) {
    it(`security 13: ${soql} is no query`, async () => {
      await assert.rejects(org.query(soql), { name: 'WireError' });
      const result = await org.anonymous(`Database.query(${apexText(soql)});`);
      assert.equal(result.exception?.type, 'System.QueryException', JSON.stringify(result));
      assert.equal((await names()).length, HOSTILE.length + 1);
    });
  }

  it('security 13: a name out of metadata is a name or an error', async () => {
    for (const [file, text] of [
      [`objects/Evil"__c/Evil"__c.object-meta.xml`, '<CustomObject><label>x</label></CustomObject>'],
      ['objects/sqlite_x__c/sqlite_x__c.object-meta.xml', '<CustomObject><label>x</label></CustomObject>'],
      ['objects/Box__c/Box__c.object-meta.xml', '<CustomObject><label>x</label></CustomObject>'],
      ['objects/Box__c/fields/A__c.field-meta.xml', '<CustomField><fullName>A" TEXT); DROP TABLE Account; --__c</fullName><type>Text</type><length>5</length></CustomField>'],
    ] as const) org.write(file, text);
    const { problems } = await org.kim.request('org/check', { org: 'north' });
    assert.deepEqual(problems.map(each => each.message).toSorted(), [
      'fullName: "A" TEXT); DROP TABLE Account; --__c" is no name of a field: it begins with a letter and has letters, digits and underscores only',
      'file name: "Evil"__c" is no name of an object: it begins with a letter and has letters, digits and underscores only',
      'file name: "sqlite_x__c" is no name of an object: names that begin with sqlite_ are the database\'s own',
    ].toSorted());
    await org.output("insert new acme__Box__c(); System.debug([SELECT COUNT() FROM acme__Box__c]);");
    assert.equal((await names()).length, HOSTILE.length + 1);
  });
});

describe("an org's file", () => {
  let folder: string;
  let connection: StoreConnection;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'isv-storage-'));
    connection = openOrgStore(join(folder, 'org.db'), familySchema()).connect();
  });
  after(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });

  it('security 13: attaches nothing, loads nothing, and its schema is written by SQL alone', () => {
    writeFileSync(join(folder, 'other.db'), '');
    assert.throws(() => connection.database.exec(`ATTACH '${join(folder, 'other.db')}' AS other`), /too many attached databases/);
    assert.throws(() => connection.database.prepare("SELECT load_extension('x')").get(), /not authorized|no such function/);
    connection.database.exec('PRAGMA writable_schema = ON');
    assert.throws(() => connection.database.exec("UPDATE sqlite_schema SET sql = ''"), /may not be modified/);
    const [trusted] = connection.statements.get('PRAGMA trusted_schema').get() as unknown as [number];
    assert.equal(trusted, 0);
  });
});
