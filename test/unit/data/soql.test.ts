/** Queries over a few accounts, contacts and opportunities: half of them committed, half in the transaction's delta. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { StoreSession } from '../../../src/sandbox/data/session.ts';
import { ask, date, decimal, fieldXml, insert, ORG, record, DML, USER, World } from './support/world.ts';

const FILES = {
  'objects/Account/fields/Score__c.field-meta.xml': fieldXml('Score__c', 'Number', '<precision>10</precision><scale>1</scale>'),
  'objects/Account/fields/Tags__c.field-meta.xml': fieldXml('Tags__c', 'MultiselectPicklist', '<valueSet><valueSetDefinition><value><fullName>Red</fullName></value><value><fullName>Green</fullName></value><value><fullName>Blue</fullName></value></valueSetDefinition></valueSet>'),
  'objects/Account/fields/Double_Score__c.field-meta.xml': fieldXml('Double_Score__c', 'Number', '<precision>10</precision><scale>1</scale><formula>Score__c * 2</formula>'),
  'objects/Contact/fields/Account_Label__c.field-meta.xml': fieldXml('Account_Label__c', 'Text', '<formula>UPPER(Account.Name) &amp; "!"</formula>'),
};

/** [query, binds, expected] */
const TABLE: readonly (readonly [string, readonly unknown[], unknown])[] = [
  ['SELECT Name FROM Account ORDER BY Name', [], [{ Name: 'acme' }, { Name: 'Beta' }, { Name: 'Gamma' }]],
  ['SELECT Name FROM Account', [], [{ Name: 'acme' }, { Name: 'Beta' }, { Name: 'Gamma' }]],
  ["SELECT Name FROM Account WHERE Name = 'ACME'", [], [{ Name: 'acme' }]],
  ["SELECT Name FROM Account WHERE Name != 'acme' ORDER BY Name DESC", [], [{ Name: 'Gamma' }, { Name: 'Beta' }]],
  ["SELECT Name FROM Account WHERE Name LIKE '_E%'", [], [{ Name: 'Beta' }]],
  ["SELECT Name FROM Account WHERE Name IN ('beta', 'gamma') AND (NOT Name = 'beta')", [], [{ Name: 'Gamma' }]],
  ['SELECT Name FROM Account WHERE Name LIKE :p', ['b%'], [{ Name: 'Beta' }]],
  ['SELECT Name FROM Account WHERE Name LIKE :p', ['%A'], [{ Name: 'Beta' }, { Name: 'Gamma' }]],
  ["SELECT Name FROM Account WHERE Name LIKE 'BET_'", [], [{ Name: 'Beta' }]],
  ['SELECT Name FROM Account WHERE Name LIKE :p', [['b%', '%MM%', null]], [{ Name: 'Beta' }, { Name: 'Gamma' }]],
  ['SELECT Name FROM Account WHERE Name = :n OR Score__c >= :s', ['acme', 30], [{ Name: 'acme' }, { Name: 'Gamma' }]],
  ['SELECT Name, Score__c FROM Account WHERE Score__c > 10.55', [], [{ Name: 'Beta', Score__c: '20.5' }, { Name: 'Gamma', Score__c: '30' }]],
  ['SELECT Name FROM Account WHERE Score__c = 20.54', [], []],
  ['SELECT Name FROM Account WHERE Phone = null AND Industry != null', [], [{ Name: 'Gamma' }]],
  ["SELECT Name FROM Account WHERE Industry != 'Banking'", [], [{ Name: 'acme' }, { Name: 'Beta' }, { Name: 'Gamma' }]],
  ["SELECT Name FROM Account WHERE Industry NOT IN ('Energy')", [], [{ Name: 'acme' }, { Name: 'Beta' }]],
  ['SELECT Name FROM Account ORDER BY Industry NULLS LAST, Name DESC', [], [{ Name: 'Gamma' }, { Name: 'Beta' }, { Name: 'acme' }]],
  ['SELECT Name FROM Account ORDER BY Name LIMIT 1 OFFSET 1', [], [{ Name: 'Beta' }]],
  ['SELECT COUNT() FROM Account', [], 3],
  ['SELECT COUNT() FROM Account WHERE Score__c < 30', [], 2],
  ['SELECT LastName, Account.Name FROM Contact ORDER BY LastName', [], [
    { LastName: 'Ames', AccountId: '001SB0000000001YAA', Account: { Name: 'acme' } }, { LastName: 'Boe', AccountId: '001SB0000000002YAA', Account: { Name: 'Beta' } }, { LastName: 'Cole', AccountId: null, Account: null }]],
  ["SELECT LastName FROM Contact WHERE Account.Name = 'beta'", [], [{ LastName: 'Boe' }]],
  ['SELECT LastName FROM Contact WHERE Account.Name = null', [], [{ LastName: 'Cole' }]],
  ['SELECT LastName, Account_Label__c FROM Contact WHERE Account_Label__c = \'beta!\'', [], [{ LastName: 'Boe', Account_Label__c: 'BETA!' }]],
  ['SELECT Name, Double_Score__c FROM Account WHERE Double_Score__c > 40.5 ORDER BY Double_Score__c DESC', [], [
    { Name: 'Gamma', Double_Score__c: '60' }, { Name: 'Beta', Double_Score__c: '41' }]],
  ['SELECT Name, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account WHERE Score__c <= 20.5', [], [
    { Name: 'acme', Contacts: [{ LastName: 'Ames' }] }, { Name: 'Beta', Contacts: [{ LastName: 'Boe' }] }]],
  ['SELECT Name FROM Contact WHERE AccountId IN (SELECT Id FROM Account WHERE Score__c < 15)', [], [{ Name: 'Al Ames' }].map((one) => ({ ...one }))],
  ['SELECT Name FROM Account WHERE Id NOT IN (SELECT AccountId FROM Contact)', [], [{ Name: 'Gamma' }]],
  ["SELECT Name FROM Account WHERE Tags__c INCLUDES ('Red;Blue', 'Green')", [], [{ Name: 'acme' }, { Name: 'Beta' }]],
  ['SELECT Name FROM Account WHERE Tags__c = null', [], [{ Name: 'Gamma' }]],
  ["SELECT Name FROM Account WHERE Tags__c EXCLUDES ('Green')", [], [{ Name: 'acme' }, { Name: 'Gamma' }]],
  ['SELECT StageName s, COUNT(Id) n, SUM(Amount) total, AVG(Amount) FROM Opportunity GROUP BY StageName ORDER BY COUNT(Id)', [], [
    { s: 'Closed Won', n: 1, total: '50', expr0: '50' }, { s: 'Prospecting', n: 2, total: '300.5', expr0: '150.25' }]],
  ['SELECT MAX(Name), MIN(Amount) m, COUNT_DISTINCT(StageName) FROM Opportunity', [], [{ expr0: 'Two', m: '50', expr1: 2 }]],
  ['SELECT StageName FROM Opportunity GROUP BY StageName HAVING COUNT(Id) > 1', [], [{ StageName: 'Prospecting' }]],
  ['SELECT Account.Name, COUNT(Id) n FROM Opportunity GROUP BY ROLLUP(Account.Name)', [], [{ Name: 'acme', n: 2 }, { Name: 'Beta', n: 1 }, { Name: null, n: 3 }]],
  ['SELECT CALENDAR_YEAR(CloseDate) y, COUNT(Id) n FROM Opportunity GROUP BY CALENDAR_YEAR(CloseDate)', [], [{ y: 2023, n: 1 }, { y: 2024, n: 2 }]],
  ['SELECT SUM(Amount) FROM Opportunity WHERE Amount > 1000', [], [{ expr0: null }]],
  ["SELECT FORMAT(convertCurrency(Amount)) a FROM Opportunity WHERE Name = 'Two'", [], [{ a: '200.50' }]],
  ['SELECT Name FROM Opportunity WHERE CloseDate = THIS_MONTH', [], [{ Name: 'One' }]],
  ['SELECT Name FROM Opportunity WHERE CloseDate > LAST_N_DAYS:10', [], [{ Name: 'One' }]],
  ['SELECT Name FROM Opportunity WHERE CloseDate >= 2024-03-01', [], [{ Name: 'One' }]],
  ['SELECT Name FROM Opportunity WHERE CloseDate < :d', [date('2024-01-01')], [{ Name: 'Two' }]],
  ['SELECT Name, Owner.Name FROM Account WHERE CreatedDate = TODAY LIMIT 1', [], [{ Name: 'acme', Owner: { Name: 'Amy Admin' }, OwnerId: USER }]],
  ['SELECT Subject, What.Name, TYPEOF What WHEN Account THEN Name, Score__c ELSE Name END FROM Task', [], [
    { Subject: 'Call', WhatId: undefined, What: { Name: 'acme', Score__c: '10' } }]],
];

/** [query, start of the error's text] */
const ERRORS: readonly (readonly [string, RegExp])[] = [
  ['SELECT Nope FROM Account', /^No such column 'Nope' on entity 'Account'\. If you are attempting/],
  ["SELECT Id FROM Contact WHERE LastName = 'x' OR AccountId IN (SELECT Id FROM Account)", /^Semi join sub-selects are not allowed with the 'OR' operator$/],
  ['SELECT Id FROM Acount', /^sObject type 'Acount' is not supported\. If you are/],
  ['SELECT Foo.Name FROM Account', /^Didn't understand relationship 'Foo' in field path\./],
  ["SELECT Id FROM Account WHERE Description = 'x'", /^field 'Description' can not be filtered in a query call$/],
  ['SELECT Id FROM Account ORDER BY Description', /^field 'Description' can not be sorted in a query call$/],
  ['SELECT Name, COUNT(Id) FROM Account GROUP BY Industry', /^Field must be grouped or aggregated: Name$/],
  ['SELECT MAX(Name) FROM Account LIMIT 1', /^Non-grouped query that uses overall aggregate functions cannot also use LIMIT$/],
  ['SELECT Id FROM Account LIMIT 5 OFFSET 2001', /^Maximum SOQL offset allowed is 2000$/],
  ['SELECT FIELDS(ALL) FROM Account', /^The SOQL FIELDS function must have a LIMIT of at most 200$/],
  ['SELECT What.Amount FROM Task', /^No such column 'Amount' on entity 'Name'/],
  ["SELECT Id FROM Account WHERE Id = 'abc'", /^invalid ID field: abc$/],
  ['SELECT Id FROM Account WHERE Name = 5', /^value of filter criterion for field 'Name' must be of type string/],
];

describe('SOQL', () => {
  let world: World;
  let session: StoreSession;
  before(() => {
    world = new World(FILES);
    assert.deepEqual(world.metadata.errors, []);
    session = world.session();
    const [acme, beta] = insert(session, 'Account', [
      { Name: 'acme', Score__c: decimal('10'), Tags__c: 'Blue;red' }, { Name: 'Betty', Score__c: decimal('20.5'), Tags__c: 'Green' }]);
    insert(session, 'Contact', [{ LastName: 'Ames', FirstName: 'Al', AccountId: acme }]);
    insert(session, 'Opportunity', [{ Name: 'Two', StageName: 'Prospecting', CloseDate: date('2023-12-31'), Amount: decimal('200.5'), AccountId: acme }]);
    session.commit();
    insert(session, 'Account', [{ Name: 'Gamma', Score__c: decimal('30'), Industry: 'Energy', Tags__c: ';' }]);
    session.dml('update', [record('Account', { Id: beta, Name: 'Beta' })], DML);
    insert(session, 'Contact', [{ LastName: 'Boe', AccountId: beta }, { LastName: 'Cole' }]);
    insert(session, 'Opportunity', [
      { Name: 'One', StageName: 'Prospecting', CloseDate: date('2024-03-31'), Amount: decimal('100'), AccountId: acme },
      { Name: 'Three', StageName: 'Closed Won', CloseDate: date('2024-02-01'), Amount: decimal('50'), AccountId: beta }]);
    insert(session, 'Task', [{ Subject: 'Call', WhatId: acme }]);
  });
  after(() => { world.close(); });

  for (const [query, binds, expected] of TABLE) {
    it(query, () => { assert.deepEqual(stripped(ask(session, query, binds)), stripped(expected)); });
  }
  for (const [query, message] of ERRORS) {
    it(`${query} fails`, () => { assert.throws(() => ask(session, query), { exceptionType: 'System.QueryException', message }); });
  }
});

/** Lookup ids that TYPEOF brings along differ from run to run. */
function stripped(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'WhatId' || key === 'Id' ? undefined : inner)));
}

describe('the fiscal year of the organization', () => {
  let world: World;
  before(() => {
    world = new World(FILES);
    const session = world.session();
    session.dml('update', [record('Organization', { Id: ORG, FiscalYearStartMonth: 2 })], DML);
    insert(session, 'Opportunity', ['2024-01-31', '2024-02-01'].map((day) => ({ Name: day, StageName: 'Prospecting', CloseDate: date(day) })));
    session.commit();
  });
  after(() => { world.close(); });
  it('is what literals go by', () => { assert.deepEqual(ask(world.session(), 'SELECT Name FROM Opportunity WHERE CloseDate = LAST_FISCAL_YEAR'), [{ Name: '2024-01-31' }]); });
  it('is called after the year it ends in, or begins in', () => {
    const years = (): unknown => ask(world.session(), 'SELECT FISCAL_YEAR(CloseDate) y, FISCAL_QUARTER(CloseDate) q FROM Opportunity GROUP BY FISCAL_YEAR(CloseDate), FISCAL_QUARTER(CloseDate)');
    assert.deepEqual(years(), [{ y: 2024, q: 4 }, { y: 2025, q: 1 }]);
    const session = world.session();
    session.dml('update', [record('Organization', { Id: ORG, UsesStartDateAsFiscalYearName: true })], DML);
    session.commit();
    assert.deepEqual(years(), [{ y: 2023, q: 4 }, { y: 2024, q: 1 }]);
  });
});
