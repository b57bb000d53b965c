/** DML: statuses and texts, save order, cascades, roll-ups, partial success, savepoints, locks. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { parseSosl, parseSoql } from '../../../src/sandbox/apex/syntax/parser.ts';
import type { DmlRowResult } from '../../../src/sandbox/data/contract.ts';
import { DmlFailure } from '../../../src/sandbox/data/contract.ts';
import type { StoreSession } from '../../../src/sandbox/data/session.ts';
import { ask, date, decimal, DML, fieldXml, insert, objectXml, record, USER, World } from './support/world.ts';

const FILES = {
  'objects/Order__c/Order__c.object-meta.xml': objectXml('<nameField><type>AutoNumber</type><displayFormat>O-{0000}</displayFormat><startingNumber>40</startingNumber><label>Number</label></nameField>'),
  'objects/Order__c/fields/Total__c.field-meta.xml': fieldXml('Total__c', 'Summary', '<summaryForeignKey>Line__c.Order__c</summaryForeignKey><summaryOperation>sum</summaryOperation><summarizedField>Line__c.Price__c</summarizedField>'),
  'objects/Order__c/fields/Big__c.field-meta.xml': fieldXml('Big__c', 'Summary', '<summaryForeignKey>Line__c.Order__c</summaryForeignKey><summaryOperation>count</summaryOperation><summaryFilterItems><field>Line__c.Price__c</field><operation>greaterThan</operation><value>10</value></summaryFilterItems>'),
  'objects/Order__c/fields/Status__c.field-meta.xml': fieldXml('Status__c', 'Picklist', '<valueSet><restricted>true</restricted><valueSetDefinition><value><fullName>Open</fullName><default>true</default></value><value><fullName>Done</fullName></value></valueSetDefinition></valueSet>'),
  'objects/Order__c/fields/Code__c.field-meta.xml': fieldXml('Code__c', 'Text', '<length>5</length><unique>true</unique><externalId>true</externalId>'),
  'objects/Order__c/fields/Due__c.field-meta.xml': fieldXml('Due__c', 'Date', '<defaultValue>TODAY() + 7</defaultValue>'),
  'objects/Order__c/fields/Account__c.field-meta.xml': fieldXml('Account__c', 'Lookup', '<referenceTo>Account</referenceTo><relationshipName>Orders</relationshipName><deleteConstraint>Restrict</deleteConstraint>'),
  'objects/Order__c/validationRules/Done_Needs_Account.validationRule-meta.xml': '<?xml version="1.0"?><ValidationRule xmlns="http://soap.sforce.com/2006/04/metadata"><fullName>Done_Needs_Account</fullName><active>true</active><errorConditionFormula>AND(ISPICKVAL(Status__c, "Done"), ISBLANK(Account__c))</errorConditionFormula><errorDisplayField>Account__c</errorDisplayField><errorMessage>No account.</errorMessage></ValidationRule>',
  'objects/Line__c/Line__c.object-meta.xml': objectXml('<nameField><type>Text</type><label>Name</label></nameField>'),
  'objects/Line__c/fields/Order__c.field-meta.xml': fieldXml('Order__c', 'MasterDetail', '<referenceTo>Order__c</referenceTo><relationshipName>Lines</relationshipName>'),
  'objects/Order__c/fields/Most__c.field-meta.xml': fieldXml('Most__c', 'Summary', '<summaryForeignKey>Line__c.Order__c</summaryForeignKey><summaryOperation>max</summaryOperation><summarizedField>Line__c.Double__c</summarizedField><summaryFilterItems><field>Line__c.Is_Small__c</field><operation>equals</operation><value>True</value></summaryFilterItems>'),
  'objects/Line__c/fields/Double__c.field-meta.xml': fieldXml('Double__c', 'Currency', '<formula>Price__c * 2</formula><precision>18</precision><scale>2</scale>'),
  'objects/Line__c/fields/Is_Small__c.field-meta.xml': fieldXml('Is_Small__c', 'Checkbox', '<formula>Price__c &lt; 10</formula>'),
  'objects/Line__c/fields/Price__c.field-meta.xml': fieldXml('Price__c', 'Currency', '<precision>10</precision><scale>2</scale>'),
};

describe('DML', () => {
  let world: World;
  let session: StoreSession;
  beforeEach(() => { world = new World(FILES); session = world.session(); });
  afterEach(() => { world.close(); });

  const fails = (run: () => unknown, message: string): void => {
    assert.throws(run, (error: unknown) => {
      assert.ok(error instanceof DmlFailure, String(error));
      assert.equal(error.message, message);
      return true;
    });
  };
  const partial = (operation: 'insert' | 'update' | 'delete', rows: ReturnType<typeof record>[]): readonly DmlRowResult[] => session.dml(operation, rows, { ...DML, allOrNone: false });

  /** [fields of an Order__c, message after `first error: `] */
  const BAD: readonly (readonly [Record<string, unknown>, string])[] = [
    [{ Code__c: 'toolong' }, 'STRING_TOO_LONG, Code: data value too large: toolong (max length=5): [Code__c]'],
    [{ Status__c: 'Nope' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST, Status: bad value for restricted picklist field: Nope: [Status__c]'],
    [{ Status__c: 'done' }, 'FIELD_CUSTOM_VALIDATION_EXCEPTION, No account.: [Account__c]'],
    [{ Account__c: '001SB0000000zzzQAA' }, 'MALFORMED_ID, Account: id value of incorrect type: 001SB0000000zzzQAA: [Account__c]'],
    [{ Account__c: '001SB0000000zzz' }, 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY, insufficient access rights on cross-reference id: 001SB0000000zzz: []'],
    [{ Account__c: '003SB0000000zzz' }, 'FIELD_INTEGRITY_EXCEPTION, Account: id value of incorrect type: 003SB0000000zzzYAA: [Account__c]'],
    [{ Id: 'a00000000000001' }, 'INVALID_FIELD_FOR_INSERT_UPDATE, cannot specify Id in an insert call: [Id]'],
  ];
  for (const [fields, message] of BAD) {
    it(`refuses ${JSON.stringify(fields)}`, () => {
      fails(() => insert(session, 'Order__c', [fields]), `Insert failed. First exception on row 0; first error: ${message}`);
      assert.equal(ask(session, 'SELECT COUNT() FROM Order__c'), 0);
    });
  }

  it('names required fields that are missing', () => {
    fails(() => insert(session, 'Opportunity', [{ Name: 'x', StageName: 'Prospecting', CloseDate: date('2024-01-01') }, { Name: 'y' }]),
      'Insert failed. First exception on row 1; first error: REQUIRED_FIELD_MISSING, Required fields are missing: [CloseDate, StageName]: [CloseDate, StageName]');
    assert.equal(ask(session, 'SELECT COUNT() FROM Opportunity'), 0);
  });

  it('gives defaults, auto-numbers, owner and audit fields', () => {
    insert(session, 'Order__c', [{}, { Code__c: '  A1 ' }]);
    assert.deepEqual(plain(ask(session, "SELECT Name, Status__c, Code__c, Due__c, Owner.Name, CreatedBy.Alias, CreatedDate, Total__c FROM Order__c WHERE Code__c = 'a1'")), [plain({
      Name: 'O-0041', Status__c: 'Open', Code__c: 'A1', Due__c: '2024-03-22', CreatedDate: '2024-03-15T10:30:00.000Z', Total__c: '0', Owner: { Name: 'Amy Admin' }, OwnerId: USER, CreatedBy: { Alias: 'admin' }, CreatedById: USER,
    })]);
  });

  it('keeps unique fields unique, in the list and against stored rows', () => {
    const [id] = insert(session, 'Order__c', [{ Code__c: 'X' }]);
    fails(() => insert(session, 'Order__c', [{ Code__c: 'x' }]), `Insert failed. First exception on row 0; first error: DUPLICATE_VALUE, duplicate value found: Code__c duplicates value on record with id: ${id!.slice(0, 15)}: []`);
    fails(() => insert(session, 'Order__c', [{ Code__c: 'Y' }, { Code__c: 'y' }]), 'Insert failed. First exception on row 1; first error: DUPLICATE_VALUE, duplicate value found: <unknown> duplicates value on record with id: <unknown>: []');
  });

  it('rolls up sums and filtered counts, through update and delete', () => {
    const [order] = insert(session, 'Order__c', [{}]);
    const [line] = insert(session, 'Line__c', [{ Order__c: order, Price__c: decimal('12.345') }, { Order__c: order, Price__c: decimal('5') }]);
    const state = () => ask(session, 'SELECT Total__c, Big__c FROM Order__c');
    assert.deepEqual(state(), [{ Total__c: '17.35', Big__c: '1' }]);
    session.dml('update', [record('Line__c', { Id: line, Price__c: decimal('1') })], DML);
    assert.deepEqual(state(), [{ Total__c: '6', Big__c: '0' }]);
    session.dml('delete', [record('Line__c', { Id: line })], DML);
    assert.deepEqual(state(), [{ Total__c: '5', Big__c: '0' }]);
    session.dml('undelete', [record('Line__c', { Id: line })], DML);
    assert.deepEqual(state(), [{ Total__c: '6', Big__c: '0' }]);
  });

  it('rolls up formula fields', () => {
    const [order] = insert(session, 'Order__c', [{}]);
    const [line] = insert(session, 'Line__c', [{ Order__c: order, Price__c: decimal('9.5') }, { Order__c: order, Price__c: decimal('12') }, { Order__c: order, Price__c: decimal('3') }]);
    assert.deepEqual(ask(session, 'SELECT Most__c FROM Order__c'), [{ Most__c: '19' }]);
    session.dml('update', [record('Line__c', { Id: line, Price__c: decimal('1') })], DML);
    assert.deepEqual(ask(session, 'SELECT Most__c FROM Order__c'), [{ Most__c: '6' }]);
  });

  it('deletes details with the master, restricts where the lookup says so, and undeletes both', () => {
    const [account] = insert(session, 'Account', [{ Name: 'Acme' }]);
    const [order] = insert(session, 'Order__c', [{ Account__c: account }]);
    insert(session, 'Line__c', [{ Order__c: order }]);
    fails(() => session.dml('delete', [record('Account', { Id: account })], DML),
      `Delete failed. First exception on row 0 with id ${account}; first error: DELETE_FAILED, Your attempt to delete Acme could not be completed because it is associated with the following things.: []`);
    session.dml('delete', [record('Order__c', { Id: order })], DML);
    assert.equal(ask(session, 'SELECT COUNT() FROM Line__c'), 0);
    assert.equal(ask(session, 'SELECT COUNT() FROM Line__c WHERE IsDeleted = true ALL ROWS'), 1);
    fails(() => session.dml('update', [record('Order__c', { Id: order })], DML), `Update failed. First exception on row 0 with id ${order}; first error: ENTITY_IS_DELETED, entity is deleted: []`);
    session.dml('undelete', [record('Order__c', { Id: order })], DML);
    assert.equal(ask(session, 'SELECT COUNT() FROM Line__c'), 1);
  });

  it('upserts by external id', () => {
    insert(session, 'Order__c', [{ Code__c: 'A' }]);
    const results = session.dml('upsert', [record('Order__c', { Code__c: 'a', Status__c: 'Open' }), record('Order__c', { Code__c: 'B' })], { ...DML, externalIdField: 'Code__c' });
    assert.deepEqual(results.map((result) => result.isCreated), [false, true]);
    assert.equal(ask(session, 'SELECT COUNT() FROM Order__c'), 2);
  });

  it('runs triggers around the save in chunks of 200, on records of their own', () => {
    world.trigger = ({ operation, newRecords }) => {
      if (operation !== 'BEFORE_INSERT') return;
      for (const one of newRecords!) one.fields.set('Phone', '1');
    };
    const rows = Array.from({ length: 201 }, (_, i) => record('Account', { Name: `n${i}` }));
    session.dml('insert', rows, DML);
    assert.deepEqual(world.triggerCalls, ['BEFORE_INSERT Account 200', 'AFTER_INSERT Account 200', 'BEFORE_INSERT Account 1', 'AFTER_INSERT Account 1']);
    assert.equal(ask(session, "SELECT COUNT() FROM Account WHERE Phone = '1'"), 201);
    assert.deepEqual([...rows[0]!.fields.keys()], ['Name', 'Id']);
  });

  it('retries the good rows of a partial success without the bad ones', () => {
    world.trigger = ({ operation, newRecords }) => {
      for (const one of newRecords!) if (operation === 'BEFORE_INSERT' && one.fields.get('Name') === 'bad') one.errors = [{ message: 'no', field: 'Name' }];
    };
    const results = partial('insert', [record('Account', { Name: 'good' }), record('Account', { Name: 'bad' })]);
    assert.deepEqual(results.map((one) => [one.isSuccess, one.errors]), [[true, []], [false, [{ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'no', fields: ['Name'] }]]]);
    assert.deepEqual(world.triggerCalls, ['BEFORE_INSERT Account 2', 'AFTER_INSERT Account 1', 'BEFORE_INSERT Account 1', 'AFTER_INSERT Account 1']);
    assert.equal(ask(session, 'SELECT COUNT() FROM Account'), 1);
  });

  it('refuses the same instance or id twice, and setup beside other objects', () => {
    const one = record('Account', { Name: 'x' });
    assert.throws(() => session.dml('insert', [one, one], DML), { exceptionType: 'System.ListException', message: 'Before Insert or Upsert list must not have two identically equal elements' });
    const [id] = insert(session, 'Account', [{ Name: 'y' }]);
    assert.throws(() => session.dml('update', [record('Account', { Id: id }), record('Account', { Id: id!.slice(0, 15) })], DML), { message: `Duplicate id in list: ${id}` });
    fails(() => insert(session, 'UserRole', [{ Name: 'r' }]), 'Insert failed. First exception on row 0; first error: MIXED_DML_OPERATION, DML operation on setup object is not permitted after you have updated a non-setup object (or vice versa): UserRole, original object: Account: []');
  });

  it('goes back to a savepoint and makes later ones invalid', () => {
    insert(session, 'Account', [{ Name: 'a' }]);
    const first = session.setSavepoint();
    insert(session, 'Account', [{ Name: 'b' }]);
    const second = session.setSavepoint();
    session.rollback(first);
    assert.deepEqual(ask(session, 'SELECT Name FROM Account'), [{ Name: 'a' }]);
    assert.throws(() => session.rollback(second), { exceptionType: 'System.InvalidOperationException' });
  });

  it('keeps changes to itself until commit, and rows it changed locked', () => {
    const [id] = insert(session, 'Account', [{ Name: 'a' }]);
    session.commit();
    const second = world.store.connect();
    const other = world.session({ connection: second });
    session.dml('update', [record('Account', { Id: id, Name: 'b' })], DML);
    assert.deepEqual(ask(other, 'SELECT Name FROM Account'), [{ Name: 'a' }]);
    fails(() => other.dml('update', [record('Account', { Id: id, Name: 'c' })], DML), `Update failed. First exception on row 0 with id ${id}; first error: UNABLE_TO_LOCK_ROW, unable to obtain exclusive access to this record: []`);
    assert.throws(() => ask(other, 'SELECT Id FROM Account FOR UPDATE'), { exceptionType: 'System.QueryException', message: /^Record Currently Unavailable/ });
    session.commit();
    assert.deepEqual(ask(other, 'SELECT Name FROM Account'), [{ Name: 'b' }]);
    other.dml('update', [record('Account', { Id: id, Name: 'c' })], DML);
    other.commit();
    assert.deepEqual(ask(session, 'SELECT Name FROM Account'), [{ Name: 'c' }]);
    second.close();
  });

  it('refuses to update a row from its own before trigger, and stops at sixteen nested triggers', () => {
    const [id] = insert(session, 'Account', [{ Name: 'a' }]);
    world.trigger = ({ operation }) => { if (operation === 'BEFORE_UPDATE') session.dml('update', [record('Account', { Id: id, Name: 'b' })], DML); };
    fails(() => session.dml('update', [record('Account', { Id: id, Phone: '1' })], DML),
      `Update failed. First exception on row 0 with id ${id}; first error: SELF_REFERENCE_FROM_TRIGGER, Object (id = ${id!.slice(0, 15)}) is currently in trigger a trigger, therefore it cannot recursively update itself: []`);
    world.trigger = ({ operation }) => { if (operation === 'AFTER_INSERT') insert(session, 'Account', [{ Name: 'n' }]); };
    fails(() => insert(session, 'Account', [{ Name: 'n' }]), 'Insert failed. First exception on row 0; first error: CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, maximum trigger depth exceeded: []');
    assert.equal(ask(session, 'SELECT COUNT() FROM Account'), 1);
  });

  it('applies rights in user mode to queries and DML', () => {
    const limited = world.session({ access: { canReadObject: (object) => object.name !== 'Lead', canReadField: (_object, field) => field.name !== 'Phone', canWriteObject: (object) => object.name !== 'Contact', canEditField: (_object, field) => field.name !== 'Fax' } });
    const user = { ...DML, accessLevel: 'user' as const };
    const find = (soql: string) => limited.query(parseSoql(soql).tree, [], { accessLevel: 'user', callerNamespace: null, enforceSharing: true });
    assert.throws(() => find('SELECT Id FROM Lead'), { message: /^sObject type 'Lead' is not supported/ });
    assert.throws(() => find('SELECT Phone FROM Account'), { message: /^No such column 'Phone' on entity 'Account'/ });
    assert.throws(() => limited.dml('insert', [record('Contact', { LastName: 'x' })], user), { exceptionType: 'System.SecurityException', message: "Access to entity 'Contact' denied" });
    assert.throws(() => limited.dml('insert', [record('Account', { Name: 'x', Fax: '1' })], user), { message: 'Operation failed due to fields being inaccessible on Sobject Account, check errors on Exception or Result!' });
  });

  it('finds words by SOSL, and only fixed results in tests', () => {
    const [, second] = insert(session, 'Account', [{ Name: 'Blue Harbor' }, { Name: 'Harboring' }]);
    const search = (text: string, fixed?: string[]) => session.search(parseSosl(text).tree, [], { accessLevel: 'system', callerNamespace: null, enforceSharing: false, fixedResultIds: fixed ?? null })
      .map((list) => list.map((one) => one.fields.get('Name')));
    assert.deepEqual(search("FIND {harbor} IN ALL FIELDS RETURNING Account(Name), Contact(Name)"), [['Blue Harbor'], []]);
    assert.deepEqual(search("FIND {harb*} RETURNING Account(Name WHERE Name LIKE 'H%')"), [['Harboring']]);
    assert.deepEqual(search("FIND {nothing} RETURNING Account(Name)", [second!]), [['Harboring']]);
  });

  it('merges contacts: children move, losers go, the winner stays', () => {
    const [a, b] = insert(session, 'Account', [{ Name: 'a' }, { Name: 'b' }]);
    insert(session, 'Contact', [{ LastName: 'c', AccountId: b }]);
    session.merge(record('Account', { Id: a, Phone: '7' }), [b!], DML);
    assert.deepEqual(ask(session, 'SELECT Name, Phone, (SELECT LastName FROM Contacts) FROM Account'), [{ Name: 'a', Phone: '7', Contacts: [{ LastName: 'c' }] }]);
  });
});

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
