import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { openTestOrg } from '../../support/apex.ts';
import { evaluations } from '../stdlib/evaluations.ts';

describe('equality of Datetimes', () => {
  evaluations([
    ['Datetime.newInstance(1000) == Datetime.newInstance(1999)', 'true'], ['Datetime.newInstance(1000) == Datetime.newInstance(2000)', 'false'],
    ['Datetime.newInstance(1000) < Datetime.newInstance(1999)', 'true'], ['new Set<Datetime>{ Datetime.newInstance(1000), Datetime.newInstance(1999) }.size()', '1'],
    ['Datetime.newInstance(-1) == Datetime.newInstance(0)', 'false'],
  ]);
});

describe('the order of Ids', () => {
  const id = (last: string): string => `Id.valueOf('00100000000000${last}')`;
  evaluations([
    // As sorted lists and queries have them.
    [`${id('Z')} < ${id('a')}`, 'true'], [`${id('a')} > ${id('Z')}`, 'true'], [`${id('A')} <= Id.valueOf('00100000000000AAAQ')`, 'true'], [`${id('B')} >= ${id('C')}`, 'false'],
    [`(Id) null < ${id('A')}`, 'false'],
  ]);
});

describe('instanceof', () => {
  evaluations([
    ['(Object) Date.today() instanceof Datetime', 'true'], ['(Object) Datetime.now() instanceof Date', 'false'], ['(Object) Date.today() instanceof Date', 'true'],
    ['(Object) null instanceof Account', 'false'],
    ['new List<Object>{ ((List<Datetime>) new List<Datetime>{ Date.newInstance(2024, 2, 29) })[0] }', '(2024-02-29 00:00:00)'],
  ]);

  it('takes null for an instance of everything in code before API version 32', () => {
    const directory = mkdtempSync(join(tmpdir(), 'isv-old-'));
    const put = (name: string, version: string): void => {
      writeFileSync(join(directory, `${name}.cls`), `public class ${name} { public static Boolean check(Object o) { return o instanceof Account; } }`);
      writeFileSync(join(directory, `${name}.cls-meta.xml`), `<ApexClass><apiVersion>${version}</apiVersion></ApexClass>`);
    };
    put('Old', '31.0');
    put('Later', '32.0');
    const org = openTestOrg({ projects: [{ directory, namespace: null }] });
    try {
      const { output } = org.run("System.debug(Old.check(null) + ' ' + Old.check('x') + ' ' + Later.check(null));");
      assert.deepEqual(output, ['true false false']);
    } finally {
      org.close();
      rmSync(directory, { recursive: true });
    }
  });
});

describe('JSON of tokens', () => {
  evaluations([
    ['JSON.serialize(Account.Name)', '! System.JSONException: Apex Type unsupported in JSON: Schema.SObjectField'],
    ['JSON.serialize(Account.SObjectType)', '! System.JSONException: Apex Type unsupported in JSON: Schema.SObjectType'],
  ]);
});

describe('ApexClass and ApexTrigger', () => {
  evaluations([
    ["[SELECT Status FROM ApexClass WHERE Name = 'Shop' AND NamespacePrefix = NULL].Status", 'Active'],
    ["[SELECT Body FROM ApexClass WHERE Name = 'Shop'].Body", 'public class Shop { /* a */ }'], ["[SELECT LengthWithoutComments FROM ApexClass WHERE Name = 'Shop'].LengthWithoutComments", '22'],
    ['[SELECT TableEnumOrId FROM ApexTrigger WHERE UsageBeforeInsert = TRUE AND UsageAfterInsert = FALSE].TableEnumOrId', 'Account'],
  ], ['public class Shop { /* a */ }', 'trigger T on Account (before insert, before update) { }']);
});
