import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { parseSosl } from '../../../src/sandbox/apex/syntax/parser.ts';
import type { StoreSession } from '../../../src/sandbox/data/session.ts';
import { matchesSearch, parseSearch, wordsOf } from '../../../src/sandbox/data/sosl/terms.ts';
import { insert, QUERY, show, World } from './support/world.ts';

/** [search, fields of a record, whether it is found] */
const TERMS: readonly (readonly [string, readonly string[], boolean])[] = [
  ['acme', ['Acme Inc.'], true], ['ACM', ['Acme Inc.'], false], ['acm*', ['Acme Inc.'], true], ['a?me', ['Acme'], true], ['*cme', ['Acme'], true],
  ['joe smith', ['Joe', 'Smith'], true], ['joe AND smith', ['Joe'], false], ['joe OR smith', ['Joe'], true], ['joe AND NOT smith', ['Joe Smith'], false], ['joe AND NOT smith', ['Joe'], true],
  ['"joe smith"', ['Joe', 'Smith'], false], ['"joe smith"', ['Mr Joe  Smith'], true], ['"joe sm*"', ['Joe Smythe'], true], ['(joe OR amy) smith', ['Amy Smith'], true], ['(joe OR amy) smith', ['Smith'], false],
  ['acme\\-inc', ['acme inc'], true], ['acme-inc', ['acme, big inc'], false], ['"and"', ['this and that'], true], ['müller', ['MÜLLER'], true], ['a@b.co', ['mail A@B.CO now'], true], ['joe )', ['Joe'], true],
];

describe('SOSL', () => {
  for (const [term, fields, expected] of TERMS) it(`${term} in ${fields.join(' | ')}`, () => { assert.equal(matchesSearch(parseSearch(term), fields.map(wordsOf)), expected); });
  it('a search of one character', () => { assert.throws(() => parseSearch('x*'), /search term must be longer than one character: x\*/); });

  let world: World;
  let session: StoreSession;
  let ids: string[];
  before(() => {
    world = new World({});
    const first = world.session();
    ids = insert(first, 'Account', [{ Name: 'Acme North', Phone: '555-1234', Description: 'makes anvils' }, { Name: 'Acme South', Website: 'anvil.test' }, { Name: 'Beta' }]);
    first.commit();
    session = world.session();
    insert(session, 'Contact', [{ LastName: 'Acme', Email: 'joe@acme.test', AccountId: ids[0] }, { LastName: 'Smith', FirstName: 'Joe' }]);
    const book = insert(session, 'Pricebook2', [{ Name: 'Special', IsActive: true }]);
    const products = insert(session, 'Product2', [{ Name: 'Anvil one' }, { Name: 'Anvil two' }]);
    const standard = '01sSBX000000001YBA';
    insert(session, 'PricebookEntry', products.map((id) => ({ Product2Id: id, Pricebook2Id: standard, UnitPrice: 1, IsActive: true })));
    insert(session, 'PricebookEntry', [{ Product2Id: products[1], Pricebook2Id: book[0], UnitPrice: 1, IsActive: true }]);
    bookId = book[0]!;
  });
  let bookId = '';
  after(() => world.close());
  const find = (text: string, fixed: readonly string[] | null = null): unknown[][] => {
    const { tree, errors } = parseSosl(text);
    assert.deepEqual(errors, []);
    return session.search(tree, [], { ...QUERY, fixedResultIds: fixed }).map((records) => records.map((one) => show(one, false)));
  };
  const TABLE: readonly (readonly [string, unknown])[] = [
    ["FIND 'acme' RETURNING Account(Name ORDER BY Name DESC), Contact(LastName)", [[{ Name: 'Acme South' }, { Name: 'Acme North' }], [{ LastName: 'Acme' }]]],
    ['FIND {anvil*} RETURNING Account(Name)', [[{ Name: 'Acme North' }, { Name: 'Acme South' }]]],
    ["FIND 'acme' IN EMAIL FIELDS RETURNING Contact(Email), Account(Name)", [[{ Email: 'joe@acme.test' }], []]],
    ["FIND '555-1234' IN PHONE FIELDS RETURNING Account(Name)", [[{ Name: 'Acme North' }]]],
    ["FIND 'anvils' IN NAME FIELDS RETURNING Account(Name)", [[]]],
    ["FIND 'acme' RETURNING Account(Name WHERE Name LIKE '%north'), Account(Id), Contact", [[{ Name: 'Acme North' }], [{}]]],
    ["FIND 'acme' RETURNING Account(Name LIMIT 1 OFFSET 1)", [[{ Name: 'Acme South' }]]],
    ["FIND 'acme' RETURNING Account(Name), Contact(LastName) LIMIT 2", [[{ Name: 'Acme North' }], [{ LastName: 'Acme' }]]],
    ["FIND 'joe AND smith' RETURNING Contact(Name, Account.Name)", [[{ Name: 'Joe Smith', Account: null, AccountId: null }]]],
    ["FIND 'acme' WITH HIGHLIGHT", undefined],
  ];
  for (const [text, expected] of TABLE) it(text, () => { if (expected === undefined) assert.equal(find(text).length, 2); else assert.deepEqual(find(text), expected); });
  it('only products of a price book', () => { assert.deepEqual(find(`FIND 'anvil' RETURNING Product2(Name) WITH PRICEBOOKID = '${bookId}'`), [[{ Name: 'Anvil two' }]]); });
  it('in tests only fixed ids, filtered', () => {
    assert.deepEqual(find("FIND 'nothing' RETURNING Account(Name WHERE Name != 'Beta'), Contact", ids), [[{ Name: 'Acme North' }, { Name: 'Acme South' }], []]);
    assert.deepEqual(find("FIND 'acme' RETURNING Account(Name)", []), [[]]);
  });
  const ERRORS: readonly (readonly [string, RegExp])[] = [
    ["FIND 'acme' RETURNING Account LIMIT 2001", /maximum limit of search results is 2000/], ["FIND 'acme' RETURNING Account(Id LIMIT 2001)", /Maximum entity limit is 2000/],
    ["FIND 'acme' RETURNING Account(Id LIMIT 1 OFFSET 2001)", /SOSL offset should be between 0 and 2000/], ["FIND 'acme' RETURNING Acount", /sObject type 'Acount' is not supported/],
    ["FIND 'acme' RETURNING Account(Name, Name)", /duplicate field selected: Name/], ["FIND 'acme' RETURNING Account WITH DIVISION = 'x'", /NotSupported: WITH DIVISION/],
  ];
  for (const [text, message] of ERRORS) it(`${text} fails`, () => { assert.throws(() => find(text), message); });
});
