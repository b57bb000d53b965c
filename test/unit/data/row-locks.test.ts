/** What statements lock, seen by another transaction in the same moment: it would wait ten seconds, and fails. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { ask, decimal, DML, fieldXml, insert, objectXml, record, World } from './support/world.ts';
import type { StoreSession } from '../../../src/sandbox/data/session.ts';
import type { StoreConnection } from '../../../src/sandbox/data/storage/connection.ts';

const text = '<nameField><type>Text</type><label>Name</label></nameField>';
const FILES = {
  'objects/Box__c/Box__c.object-meta.xml': objectXml(text),
  'objects/Box__c/fields/Code__c.field-meta.xml': fieldXml('Code__c', 'Text', '<length>9</length><unique>true</unique>'),
  'objects/Box__c/fields/Total__c.field-meta.xml': fieldXml('Total__c', 'Summary', '<summaryForeignKey>Item__c.Box__c</summaryForeignKey><summaryOperation>sum</summaryOperation><summarizedField>Item__c.Amount__c</summarizedField>'),
  'objects/Item__c/Item__c.object-meta.xml': objectXml(text),
  'objects/Item__c/fields/Box__c.field-meta.xml': fieldXml('Box__c', 'MasterDetail', '<referenceTo>Box__c</referenceTo><relationshipName>Items</relationshipName><reparentableMasterDetail>true</reparentableMasterDetail>'),
  'objects/Item__c/fields/Amount__c.field-meta.xml': fieldXml('Amount__c', 'Number', '<precision>9</precision><scale>0</scale>'),
  'objects/Item__c/fields/Key__c.field-meta.xml': fieldXml('Key__c', 'Text', '<length>9</length><unique>true</unique>'),
  'objects/Tag__c/Tag__c.object-meta.xml': objectXml(text),
  'objects/Tag__c/fields/Account__c.field-meta.xml': fieldXml('Account__c', 'Lookup', '<referenceTo>Account</referenceTo><relationshipName>Tags</relationshipName><deleteConstraint>SetNull</deleteConstraint>'),
};

describe('locks of statements', () => {
  let world: World;
  let second: StoreConnection;
  let one: StoreSession;
  let other: StoreSession;
  let [box, empty, item, account, rival, tag]: string[] = [];
  beforeEach(() => {
    world = new World(FILES);
    second = world.store.connect();
    one = world.session();
    other = world.session({ connection: second });
    [box, empty] = insert(one, 'Box__c', [{ Name: 'box', Code__c: 'B' }, { Name: 'empty', Code__c: 'E' }]);
    [item] = insert(one, 'Item__c', [{ Name: 'item', Box__c: box, Amount__c: decimal('5'), Key__c: 'K' }]);
    [account, rival] = insert(one, 'Account', [{ Name: 'account' }, { Name: 'rival' }]);
    [tag] = insert(one, 'Tag__c', [{ Name: 'tag', Account__c: account }]);
    one.commit();
  });
  afterEach(() => {
    second.close();
    world.close();
  });

  const update = (session: StoreSession, object: string, fields: Readonly<Record<string, unknown>>): unknown => session.dml('update', [record(object, fields)], DML);
  const remove = (session: StoreSession, object: string, id: string): unknown => session.dml('delete', [record(object, { Id: id })], DML);
  const isHeld = (act: () => unknown): void => { assert.throws(act, /UNABLE_TO_LOCK_ROW/); };

  it('of a detail: its master, and the one it leaves', () => {
    update(one, 'Item__c', { Id: item, Name: 'renamed' });
    isHeld(() => update(other, 'Box__c', { Id: box, Name: 'x' }));
    one.discard();
    update(one, 'Item__c', { Id: item, Box__c: empty });
    isHeld(() => update(other, 'Box__c', { Id: box, Name: 'x' }));
    isHeld(() => update(other, 'Box__c', { Id: empty, Name: 'x' }));
  });

  it('of a unique value: the one that is taken, the one that is left, and that of a deleted row', () => {
    update(one, 'Box__c', { Id: empty, Code__c: 'N' });
    isHeld(() => insert(other, 'Box__c', [{ Name: 'x', Code__c: 'n' }]));
    isHeld(() => insert(other, 'Box__c', [{ Name: 'x', Code__c: 'e' }]));
    one.discard();
    remove(one, 'Box__c', box!);
    isHeld(() => insert(other, 'Box__c', [{ Name: 'x', Code__c: 'B' }]));
    isHeld(() => insert(other, 'Item__c', [{ Name: 'x', Box__c: empty, Key__c: 'K' }]));
    one.commit();
    insert(other, 'Box__c', [{ Name: 'x', Code__c: 'B' }]);
  });

  it('of a delete and a merge: the rows whose lookups change', () => {
    update(one, 'Tag__c', { Id: tag, Name: 'renamed' });
    isHeld(() => remove(other, 'Account', account!));
    assert.deepEqual(other.merge(record('Account', { Id: rival }), [account!], DML).errors.map(({ statusCode }) => statusCode), ['UNABLE_TO_LOCK_ROW']);
    one.commit();
    other.discard();
    other.merge(record('Account', { Id: rival }), [account!], DML);
    other.commit();
    assert.deepEqual(ask(one, "SELECT Name FROM Tag__c WHERE Account__r.Name = 'rival'"), [{ Name: 'renamed' }]);
  });

  it('a master brings back the details that went with it, not those that were deleted before', () => {
    const [first] = insert(one, 'Item__c', [{ Name: 'first', Box__c: box, Amount__c: decimal('2') }]);
    remove(one, 'Item__c', first!);
    remove(one, 'Box__c', box!);
    one.commit();
    assert.deepEqual(ask(other, 'SELECT Name, IsDeleted FROM Item__c WHERE IsDeleted = true ORDER BY Name ALL ROWS'), [{ Name: 'first', IsDeleted: true }, { Name: 'item', IsDeleted: true }]);
    assert.equal(ask(other, 'SELECT COUNT() FROM Item__c'), 0);
    other.dml('undelete', [record('Box__c', { Id: box })], DML);
    assert.deepEqual(ask(other, 'SELECT Name FROM Item__c WHERE Box__r.Total__c = 5'), [{ Name: 'item' }]);
    assert.throws(() => other.dml('undelete', [record('Item__c', { Id: first })], DML), /UNDELETE_FAILED, Entity is not in the recycle bin/);
  });

  it('a detail comes back only with the master that took it along, and only if nobody has its unique value', () => {
    remove(one, 'Box__c', box!);
    assert.throws(() => one.dml('undelete', [record('Item__c', { Id: item })], DML), /UNDELETE_FAILED/);
    insert(one, 'Item__c', [{ Name: 'heir', Box__c: empty, Key__c: 'k' }]);
    assert.throws(() => one.dml('undelete', [record('Box__c', { Id: box })], DML), /DUPLICATE_VALUE/);
    assert.equal(ask(one, "SELECT COUNT() FROM Item__c WHERE Key__c = 'K'"), 1);
  });
});
