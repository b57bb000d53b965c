/**
 * Masked partial copies of an org with random records in objects of every kind of text: no byte of the file, of its write-ahead
 * log or of its free pages has an unmasked value, no lookup leads nowhere, no object has more than 10,000 records (rule T12).
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'mocha';
import { isMasked } from '../../src/exchange/mask.ts';
import { copyStore } from '../../src/sandbox/data/copy/copy-store.ts';
import { Delta } from '../../src/sandbox/data/delta.ts';
import { seedRow } from '../../src/sandbox/data/bootstrap.ts';
import type { SeedValues } from '../../src/sandbox/data/bootstrap.ts';
import { makeId } from '../../src/sandbox/data/ids.ts';
import type { FieldSchema, ObjectSchema } from '../../src/sandbox/data/schema.ts';
import { openOrgStore } from '../../src/sandbox/data/store.ts';
import type { OrgStore } from '../../src/sandbox/data/store.ts';
import { openTestOrg, type TestOrg } from '../support/apex.ts';
import { seededRandom } from '../support/random.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const MANY = 10_300;
const FEW = 40;
const MAX_ROWS = 10_000;
const XML = 'xmlns="http://soap.sforce.com/2006/04/metadata"';
const fieldXml = (name: string, rest: string): string => `<CustomField ${XML}><fullName>${name}</fullName><label>${name}</label>${rest}</CustomField>`;
const FILES: Readonly<Record<string, string>> = {
  'objects/Visit__c/Visit__c.object-meta.xml': `<CustomObject ${XML}><label>Visit</label><pluralLabel>Visits</pluralLabel><nameField><type>Text</type><label>Name</label></nameField><sharingModel>ReadWrite</sharingModel></CustomObject>`,
  ...Object.fromEntries(Object.entries({
    Note__c: '<type>LongTextArea</type><length>32000</length>', Rich__c: '<type>Html</type><length>32000</length>', Mail__c: '<type>Email</type>', Call__c: '<type>Phone</type>', Site__c: '<type>Url</type>',
    Key__c: '<type>Text</type><length>80</length><unique>true</unique><externalId>true</externalId>', Area__c: '<type>TextArea</type>', Secret__c: '<type>EncryptedText</type><length>80</length>',
    Contact__c: '<type>Lookup</type><referenceTo>Contact</referenceTo><relationshipName>Visits</relationshipName>', Account__c: '<type>MasterDetail</type><referenceTo>Account</referenceTo><relationshipName>Visits</relationshipName>',
  }).map(([name, rest]) => [`objects/Visit__c/fields/${name}.field-meta.xml`, fieldXml(name, rest)])),
};
/** With how many records each. */
const OBJECTS: Readonly<Record<string, number>> = { Account: FEW, Contact: MANY, Lead: FEW, Case: FEW, Opportunity: FEW, Task: FEW, Visit__c: FEW, ContentVersion: FEW, Attachment: FEW, EmailMessage: FEW, Account__History: 0, AccountHistory: FEW };
const TEXTS: ReadonlySet<string> = new Set(['String', 'TextArea', 'LongTextArea', 'Html', 'EncryptedString', 'Email', 'Phone', 'Url', 'AnyType', 'Json', 'Base64']);

describe('masked partial copies of random records', function () {
  this.timeout(300_000);
  const random = seededRandom(SEED);
  let org: TestOrg;
  let folder: string;
  /** Values by `Object.Field`, and ids by object. */
  const values = new Map<string, string[]>();
  const ids = new Map<string, string[]>();

  const word = (length: number): string => Array.from({ length }, () => 'bcdfghjkmnpqrstvwxz'[Math.floor(random() * 19)]).join('');

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'masked-'));
    org = openTestOrg({ classes: ['public class Nothing {}'], files: FILES });
    const connection = org.store.connect();
    for (const [name, count] of Object.entries(OBJECTS)) {
      const object = org.store.schema.object(name);
      if (!object) continue;
      const delta = new Delta();
      for (let n = 1; n <= count; n++) {
        const id = makeId(object.keyPrefix ?? '017', n);
        ids.set(name, [...(n === 1 ? [] : ids.get(name)!), id].slice(-FEW));
        seedRow(org.store, connection, delta, name, id, rowOf(object, n, count));
      }
      connection.commit(delta);
    }
    // Pages that were used and are free now, and a recycle bin.
    const delta = new Delta();
    const layout = org.store.layoutOf(org.store.schema.object('Lead')!);
    for (const id of ids.get('Lead')!.slice(0, 10)) delta.put(layout, id, null, connection.readCommitted(layout, [id]).get(id) ?? null);
    connection.commit(delta);
    connection.close();
  });
  after(() => {
    org.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function rowOf(object: ObjectSchema, n: number, count: number): SeedValues {
    const row: Record<string, string | number | Uint8Array | null> = { CreatedDate: n * 1000 };
    for (const field of object.fields.values()) {
      if (field.formula !== null || field.name === 'Id') continue;
      // Large objects have few values, so that the test ends.
      if (TEXTS.has(field.type) && (count <= FEW || field.isNameField || ['LastName', 'Email', 'Phone', 'Description'].includes(field.name))) {
        const text = `${word(8)}${field.type === 'Email' ? `@${word(8)}.example` : ` ${word(8)}`}`;
        const key = `${object.name}.${field.name}`;
        values.set(key, [...(values.get(key) ?? []), text].slice(-2 * FEW));
        row[field.name] = field.type === 'Base64' ? Buffer.from(text) : text;
      } else if (field.referenceTo.length === 1 && ids.has(field.referenceTo[0]!)) {
        const targets = ids.get(field.referenceTo[0]!)!;
        row[field.name] = targets[Math.floor(random() * targets.length)] ?? null;
      } else if (field.type === 'MasterDetail' || (field.type === 'Reference' && field.isNillable && random() < 0.2)) {
        // Somebody who is in no copy.
        row[field.name] = makeId('001', 900_000 + n);
      }
    }
    return row;
  }

  const levels: readonly (readonly ['personal' | 'text', readonly string[] | null])[] = [['text', null], ['personal', null], ['text', ['Contact', 'Visit__c', 'Case']]];
  for (const [level, objects] of levels) {
    it(`masking ${level}${objects ? `, with ${objects.join(', ')} alone` : ''}`, async () => {
      const path = join(folder, `${level}${objects?.length ?? 0}.db`);
      const { rows } = await copyStore(org.store, { path, objects, maxRows: MAX_ROWS, mask: { level, key: Buffer.alloc(32, 9) }, sandboxName: 'uat' }, () => Promise.resolve());
      const copy = openOrgStore(path, org.store.schema);
      // In use, with a write-ahead log.
      const connection = copy.connect();
      const delta = new Delta();
      seedRow(copy, connection, delta, 'Account', makeId('001', 999_999), { Name: 'written later' });
      connection.commit(delta);
      try {
        const files = readdirSync(folder).filter(name => name.startsWith(`${level}${objects?.length ?? 0}.db`));
        assert.ok(existsSync(`${path}-wal`) && files.length >= 2);
        const bytes = files.map(name => readFileSync(join(folder, name), 'latin1').toLowerCase()).join('\n');
        const secrets = secretsOf(level, objects);
        assert.ok(secrets.length > 500, `${secrets.length}`);
        const parts = new Set(secrets.flatMap(each => each.toLowerCase().split(/[ @]/)).map(each => each.replace('.example', '')));
        // Windows of the bytes, not a search a secret: there are thousands.
        const found = new Set<string>();
        for (const [run] of bytes.matchAll(/[bcdfghjkmnpqrstvwxz]{8,}/g)) for (let at = 0; at + 8 <= run.length; at++) if (parts.has(run.slice(at, at + 8))) found.add(run.slice(at, at + 8));
        assert.deepEqual([...found].slice(0, 5).map(part => `${part} of ${[...values].find(([, all]) => all.some(each => each.includes(part)))?.[0]}`), []);
        assert.ok(bytes.includes('written later'), 'the scan sees what is there');
        assert.equal(rows['Contact'], MAX_ROWS);
        assert.deepEqual(Object.entries(rows).filter(([, count]) => count > MAX_ROWS), []);
        assert.deepEqual(dangling(copy, path), []);
      } finally {
        connection.close();
      }
    });
  }

  /** Values that must not be there: of masked fields, and of objects that stay behind. */
  function secretsOf(level: 'personal' | 'text', objects: readonly string[] | null): string[] {
    return [...values].flatMap(([key, all]) => {
      const [name = '', fieldName = ''] = key.split('.');
      const object = org.store.schema.object(name)!;
      const field: FieldSchema = org.store.schema.field(object, fieldName)!;
      return isMasked(object, field, level) || (objects && !objects.includes(name)) ? all : [];
    });
  }

  /** Lookups of the file that lead to no row of it. */
  function dangling(store: OrgStore, path: string): string[] {
    const database = new DatabaseSync(path, { readOnly: true });
    try {
      const tables = new Set(database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all().map(row => row['name'] as string));
      const present = [...store.schema.objects()].filter(({ name }) => tables.has(name)).map(object => store.layoutOf(object)).filter(layout => !layout.isDerived);
      const here = new Set(present.flatMap(({ object }) => database.prepare(`SELECT Id AS id FROM main."${object.name}"`).all().map(row => row['id'] as string)));
      const prefixes = new Set(present.flatMap(({ object }) => object.keyPrefix ?? []));
      return present.flatMap(({ object, columns }) => columns.filter(column => column.storage === 'id' && column.index > 0).flatMap(column => database.prepare(`SELECT DISTINCT ${column.sql} AS id FROM main."${object.name}" WHERE ${column.sql} IS NOT NULL`).all()
        .map(row => row['id'] as string).filter(id => prefixes.has(id.slice(0, 3)) && !here.has(id)).map(id => `${object.name}.${column.field.name} ${id}`)));
    } finally {
      database.close();
    }
  }
});
