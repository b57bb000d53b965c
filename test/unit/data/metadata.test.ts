import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { FileFault } from '../../../src/exchange/file-fault.ts';
import { importTree } from '../../../src/sandbox/data/tree/import-tree.ts';
import { namedRecord, namedRecords, settingInstance, settingValues } from '../../../src/sandbox/data/settings.ts';
import { ask, fieldXml, insert, objectXml, ORG, USER, World } from './support/world.ts';

const using = (world: World, run: (world: World) => void): void => {
  try {
    run(world);
  } finally {
    world.close();
  }
};

describe('schema from metadata', () => {
  it('prefixes a package\'s names and keeps others', () => using(new World({
    'objects/Thing__c/Thing__c.object-meta.xml': objectXml('<nameField><type>Text</type><label>N</label></nameField>'),
    'objects/Thing__c/fields/Account__c.field-meta.xml': fieldXml('Account__c', 'Lookup', '<referenceTo>Account</referenceTo><relationshipName>Things</relationshipName>'),
    'objects/Account/fields/Level__c.field-meta.xml': fieldXml('Level__c', 'Text', '<length>10</length>'),
  }, 'acme'), ({ metadata: { schema } }) => {
    const thing = schema.object('Thing__c', 'acme')!;
    assert.equal(thing.name, 'acme__Thing__c');
    assert.equal(schema.object('Thing__c'), undefined);
    assert.equal(schema.parentRelationship(thing, 'Account__r', 'acme')!.referenceTo[0], 'Account');
    assert.equal(schema.childRelationship(schema.object('Account')!, 'Things__r', 'acme')!.childObject, 'acme__Thing__c');
    assert.equal(schema.field(schema.object('Account')!, 'acme__level__C')!.length, 10);
  }));

  it('reads metadata format, with its own fields and values', () => using(new World({
    'objects/Old__c.object': objectXml('<fields><fullName>Kind__c</fullName><label>Kind</label><type>Picklist</type><picklist><picklistValues><fullName>A</fullName><default>true</default></picklistValues></picklist></fields><nameField><type>Text</type><label>N</label></nameField>'),
  }), ({ metadata: { schema, errors } }) => {
    assert.deepEqual(errors, []);
    assert.deepEqual(schema.object('Old__c')!.fields.get('kind__c')!.picklistValues, [{ value: 'A', label: 'A', isDefault: true, isActive: true }]);
  }));

  it('reads characters by their number', () => using(new World({
    'labels/CustomLabels.labels-meta.xml': '<?xml version="1.0"?><CustomLabels xmlns="http://soap.sforce.com/2006/04/metadata"><labels><fullName>it</fullName><language>en_US</language><protected>false</protected><shortDescription>it</shortDescription><value>it&#39;s &#xe9; &amp;#39; &lt;</value></labels></CustomLabels>',
  }), ({ metadata: { schema } }) => assert.equal(schema.labels.get('it'), "it's \u00e9 &#39; <")));

  it('names file and element of what it can\'t read, and loads the rest', () => using(new World({
    'objects/A__c/fields/Bad__c.field-meta.xml': '<CustomField><fullName>Bad__c</fullName>',
    'objects/A__c/fields/Odd__c.field-meta.xml': fieldXml('Odd__c', 'Wobble'),
    'objects/A__c/fields/Good__c.field-meta.xml': fieldXml('Good__c', 'Text', '<length>5</length>'),
  }), ({ metadata: { schema, errors } }) => {
    assert.deepEqual(errors.map((error) => [error.file.replace(/.*\//, ''), error.element]), [['Bad__c.field-meta.xml', 'line 1'], ['Odd__c.field-meta.xml', 'type']]);
    assert.match(errors[1]!.message, /unknown type Wobble/);
    assert.ok(schema.object('A__c')!.fields.has('good__c'));
  }));

  it('has metadata records and settings, as their Apex methods give them', () => using(new World({
    'objects/Tier__mdt/Tier__mdt.object-meta.xml': objectXml(),
    'objects/Tier__mdt/fields/Percent__c.field-meta.xml': fieldXml('Percent__c', 'Number', '<precision>5</precision><scale>1</scale>'),
    'customMetadata/Tier.Gold.md-meta.xml': '<?xml version="1.0"?><CustomMetadata xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema"><label>Gold</label><values><field>Percent__c</field><value xsi:type="xsd:double">12.5</value></values></CustomMetadata>',
    'objects/Conf__c/Conf__c.object-meta.xml': objectXml('<customSettingsType>Hierarchy</customSettingsType>'),
    'objects/Conf__c/fields/A__c.field-meta.xml': fieldXml('A__c', 'Text', '<length>5</length>'),
    'objects/Conf__c/fields/B__c.field-meta.xml': fieldXml('B__c', 'Text', '<length>5</length>'),
  }, 'ns'), (world) => {
    const session = world.session();
    assert.deepEqual(ask(session, 'SELECT DeveloperName, ns__Percent__c FROM ns__Tier__mdt'), [{ DeveloperName: 'Gold', ns__Percent__c: '12.5' }]);
    const tier = world.store.schema.object('ns__Tier__mdt')!;
    assert.deepEqual([...namedRecords(session, tier).keys()], ['ns__Gold']);
    assert.equal(namedRecord(session, tier, 'gold')?.isReadOnly, true);
    assert.equal(namedRecord(session, tier, 'silver'), null);
    const conf = world.store.schema.object('ns__Conf__c')!;
    const owner = { userId: USER, profileId: '00eSBX000000001AAA', organizationId: ORG };
    assert.equal(settingValues(session, conf, ORG), null);
    insert(session, 'ns__Conf__c', [{ SetupOwnerId: ORG, ns__A__c: 'org', ns__B__c: 'org' }, { SetupOwnerId: USER, ns__A__c: 'user' }]);
    const merged = settingInstance(session, conf, owner);
    assert.deepEqual([merged.fields.get('ns__A__c'), merged.fields.get('ns__B__c')], ['user', 'org']);
  }));
});

describe('sObject tree files', () => {
  const tree = { records: [{ attributes: { type: 'Account', referenceId: 'a1' }, Name: 'Acme', AnnualRevenue: 1200, Contacts: { records: [{ attributes: { type: 'Contact', referenceId: 'c1' }, LastName: 'Ames' }] } }] };
  const file = (world: World, name: string, content: unknown): string => {
    const path = join(world.folder, name);
    writeFileSync(path, JSON.stringify(content, null, 2));
    return path;
  };

  it('imports a plan with references and nested children', () => using(new World({}), (world) => {
    const session = world.session();
    file(world, 'accounts.json', tree);
    file(world, 'cases.json', { records: [{ attributes: { type: 'Case', referenceId: 'k1' }, Subject: 'Help', AccountId: '@a1', ContactId: '@c1' }] });
    const plan = file(world, 'plan.json', [{ sobject: 'Account', saveRefs: true, files: ['accounts.json'] }, { sobject: 'Case', resolveRefs: true, files: ['cases.json'] }]);
    assert.equal(importTree(session, [plan], null).count, 3);
    assert.deepEqual(ask(session, "SELECT Subject FROM Case WHERE Account.Name = 'Acme' AND Contact.LastName = 'Ames'"), [{ Subject: 'Help' }]);
  }));

  it('imports records that refer to earlier ones of their file', () => using(new World({}), (world) => {
    const session = world.session();
    const path = file(world, 'family.json', { records: [{ attributes: { type: 'Account', referenceId: 'top' }, Name: 'Top' }, { attributes: { type: 'Account' }, Name: 'Branch', ParentId: '@top' }] });
    assert.equal(importTree(session, [path], null).count, 2);
    assert.deepEqual(ask(session, "SELECT Name FROM Account WHERE Parent.Name = 'Top'"), [{ Name: 'Branch' }]);
  }));

  it('leaves out of stored records what the org doesn\'t know, and asks no rule again', () => using(new World({ 'objects/Account.object': objectXml('<validationRules><fullName>No</fullName><active>true</active><errorConditionFormula>true</errorConditionFormula><errorMessage>no</errorMessage></validationRules>') }), (world) => {
    const session = world.session();
    const path = file(world, 'stored.json', { records: [
      { attributes: { type: 'Nothing__c', referenceId: 'n' }, Name: 'x' }, { attributes: { type: 'Account' }, Name: 'Kept', Unknown__c: 1 }, { attributes: { type: 'Contact' }, LastName: 'Kept', AccountId: '@n' },
    ] });
    assert.throws(() => importTree(session, [path], null), /the org has no object Nothing__c/);
    const { count, notes } = importTree(session, [path], null, true);
    assert.equal(count, 2);
    assert.deepEqual(notes, ['Left out: the org has no object Nothing__c.', 'Left out: Account has no field that can be imported Unknown__c.', 'Left out: the reference @n is not known; records that are referred to come first.']);
    assert.deepEqual(ask(session, 'SELECT LastName, AccountId FROM Contact'), [{ LastName: 'Kept', AccountId: null }]);
  }));

  const TYPED = { 'objects/Account/recordTypes/Client.recordType-meta.xml': '<RecordType xmlns="http://soap.sforce.com/2006/04/metadata"><active>true</active><label>Our client</label></RecordType>', 'objects/Contact/recordTypes/Person.recordType-meta.xml': '<RecordType xmlns="http://soap.sforce.com/2006/04/metadata"><active>false</active><label>Person</label></RecordType>' };
  it('takes record types by their developer names, inactive ones of stored records too', () => using(new World(TYPED), (world) => {
    const session = world.session();
    const path = file(world, 'typed.json', { records: [
      { attributes: { type: 'Account' }, Name: 'A', 'RecordType.DeveloperName': 'client' }, { attributes: { type: 'Account' }, Name: 'B', 'RecordType.DeveloperName': 'Person' }, { attributes: { type: 'Contact' }, LastName: 'C', 'RecordType.DeveloperName': 'Person' },
    ] });
    assert.throws(() => importTree(session, [path], null), /RecordType\.DeveloperName: Account has no record type Person/);
    assert.deepEqual(importTree(session, [path], null, true).notes, ['Left out: Account has no record type Person.']);
    assert.deepEqual([ask(session, "SELECT Name FROM Account WHERE RecordType.Name = 'Our client'"), ask(session, 'SELECT Name FROM Account WHERE RecordTypeId = null'), ask(session, "SELECT LastName FROM Contact WHERE RecordType.DeveloperName = 'Person'")], [[{ Name: 'A' }], [{ Name: 'B' }], [{ LastName: 'C' }]]);
  }));

  it('updates records by the references that they came with; of stored ones, those that are there', () => using(new World({}), (world) => {
    const session = world.session();
    const path = file(world, 'circle.json', { records: [
      { attributes: { type: 'Contact', referenceId: 'c1' }, LastName: 'One' }, { attributes: { type: 'Contact', referenceId: 'c2' }, LastName: 'Two', ReportsToId: '@c1' }, { attributes: { type: 'Nothing__c', referenceId: 'n' } },
      { attributes: { type: 'Contact' }, Id: '@c1', ReportsToId: '@c2', IsDeleted: true }, { attributes: { type: 'Contact' }, Id: '@n', ReportsToId: '@c1' },
    ] });
    const { count, notes } = importTree(session, [path], null, true);
    assert.equal(count, 3);
    assert.deepEqual(notes, ['Left out: the org has no object Nothing__c.', "Left out: Contact.IsDeleted can't be changed once a record is there.", 'Left out: the reference @n is not known; records that are referred to come first.']);
    assert.deepEqual(["LastName = 'One' AND ReportsTo.LastName = 'Two'", "LastName = 'Two' AND ReportsTo.LastName = 'One'"].map((where) => ask(session, `SELECT COUNT() FROM Contact WHERE ${where}`)), [1, 1]);
  }));

  const BAD: readonly (readonly [unknown, RegExp])[] = [
    [{ records: [{ attributes: { type: 'Acount' } }] }, /:3: the org has no object Acount/],
    [{ records: [{ attributes: { type: 'Account' }, Nme: 'x' }] }, /:7: Nme: Account has no field that can be imported Nme/],
    [{ records: [{ attributes: { type: 'Contact' }, LastName: 'x', AccountId: '@nope' }] }, /:8: AccountId: the reference @nope is not known/],
    [{ records: [{ attributes: { type: 'Account' }, Name: 'x', AnnualRevenue: 'lots' }] }, /:8: AnnualRevenue: "lots" is no value for the Currency field Account\.AnnualRevenue/],
    [{ records: [{ attributes: { type: 'Account', referenceId: 'r' } }] }, /:3: Name: REQUIRED_FIELD_MISSING: .*\(r\)$/],
    [{}, /:1: expected a list of records/],
  ];
  for (const [content, message] of BAD) {
    it(`refuses ${JSON.stringify(content)}`, () => using(new World({}), (world) => {
      const session = world.session();
      const path = file(world, 'bad.json', content);
      assert.throws(() => importTree(session, [path], null), (error: unknown) => error instanceof FileFault && error.message.startsWith(path) && message.test(error.message));
    }));
  }
});
