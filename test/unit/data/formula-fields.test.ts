import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { StoreSession } from '../../../src/sandbox/data/session.ts';
import { ask, insert, ORG, World } from './support/world.ts';

const custom = (name: string, type: string, rest: string): [string, string] => [`objects/Deal__c/fields/${name}.field-meta.xml`, `<CustomField><fullName>${name}</fullName><type>${type}</type>${rest}</CustomField>`];
const formula = (name: string, type: string, text: string, rest = ''): [string, string] => custom(name, type, `<formula>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</formula><precision>18</precision><scale>4</scale>${rest}`);
const FILES: Readonly<Record<string, string>> = Object.fromEntries([
  ['objects/Deal__c/Deal__c.object-meta.xml', '<CustomObject><label>Deal</label><nameField><type>Text</type><label>Name</label></nameField><sharingModel>ReadWrite</sharingModel></CustomObject>'],
  custom('Price__c', 'Currency', '<precision>16</precision><scale>2</scale>'), custom('Discount__c', 'Percent', '<precision>5</precision><scale>2</scale><defaultValue>0.25</defaultValue>'), custom('Zip__c', 'Text', '<length>20</length>'),
  custom('Account__c', 'Lookup', '<referenceTo>Account</referenceTo><relationshipName>Deals</relationshipName>'),
  formula('Net__c', 'Currency', 'Price__c * (1 - Discount__c)'), formula('Share__c', 'Percent', 'Price__c / 400'), formula('Broken__c', 'Number', 'Price__c / (Price__c - Price__c)'),
  formula('Zeroed__c', 'Number', 'Price__c + 1'), formula('Blank__c', 'Number', 'Price__c + 1', '<formulaTreatBlanksAs>BlankAsBlank</formulaTreatBlanksAs>'),
  formula('Twice__c', 'Currency', 'Net__c * 2'), formula('Link__c', 'Text', 'Account__r.Name & "/" & LEFT(Account__r.Owner.Name, 3)'), formula('Marks__c', 'Text', '$Setup.Settings__c.Prefix__c & $Label.Greeting & $CustomMetadata.Rate__mdt.Low.Text__c & $Profile.Name & $User.LastName'),
  formula('Short__c', 'Number', 'LEN(Id)'),
  ['objects/Deal__c/validationRules/Known_zip.validationRule-meta.xml', '<ValidationRule><fullName>Known_zip</fullName><active>true</active><errorConditionFormula>AND(NOT(ISBLANK(Zip__c)), ISBLANK(VLOOKUP($ObjectType.Zip__c.Fields.City__c, $ObjectType.Zip__c.Fields.Name, Zip__c)))</errorConditionFormula><errorMessage>no such zip</errorMessage></ValidationRule>'],
  ['objects/Zip__c/Zip__c.object-meta.xml', '<CustomObject><label>Zip</label><nameField><type>Text</type><label>Name</label></nameField></CustomObject>'],
  ['objects/Zip__c/fields/City__c.field-meta.xml', '<CustomField><fullName>City__c</fullName><type>Text</type><length>20</length></CustomField>'],
  ['objects/Settings__c/Settings__c.object-meta.xml', '<CustomObject><customSettingsType>Hierarchy</customSettingsType><label>Settings</label></CustomObject>'],
  ['objects/Settings__c/fields/Prefix__c.field-meta.xml', '<CustomField><fullName>Prefix__c</fullName><type>Text</type><length>20</length></CustomField>'],
  ['objects/Rate__mdt/Rate__mdt.object-meta.xml', '<CustomObject><label>Rate</label></CustomObject>'],
  ['objects/Rate__mdt/fields/Text__c.field-meta.xml', '<CustomField><fullName>Text__c</fullName><type>Text</type><length>20</length></CustomField>'],
  ['customMetadata/Rate.Low.md-meta.xml', '<CustomMetadata xmlns:xsi="x" xmlns:xsd="y"><label>Low</label><values><field>Text__c</field><value xsi:type="xsd:string">3%</value></values></CustomMetadata>'],
  ['labels/CustomLabels.labels-meta.xml', '<CustomLabels><labels><fullName>Greeting</fullName><language>en_US</language><value>hi</value></labels></CustomLabels>'],
]);

describe('formula fields', () => {
  let world: World;
  let session: StoreSession;
  before(() => {
    world = new World(FILES);
    session = world.session();
    const [account] = insert(session, 'Account', [{ Name: 'Acme' }]);
    insert(session, 'Settings__c', [{ SetupOwnerId: ORG, Prefix__c: 'p:' }]);
    insert(session, 'Zip__c', [{ Name: '80331', City__c: 'Munich' }]);
    insert(session, 'Deal__c', [{ Name: 'full', Price__c: 100, Zip__c: '80331', Account__c: account }, { Name: 'bare' }]);
  });
  after(() => world.close());

  const TABLE: readonly (readonly [string, unknown])[] = [
    ['Discount__c', ['25', '25']], ['Net__c', ['75', '0']], ['Twice__c', ['150', '0']], ['Share__c', ['25', '0']], ['Broken__c', [null, null]], ['Zeroed__c', ['101', '1']], ['Blank__c', ['101', null]],
    ['Link__c', ['Acme/Amy', '/']], ['Short__c', ['15', '15']], ['Marks__c', ['p:hi3%System AdministratorAdmin', 'p:hi3%System AdministratorAdmin']],
  ];
  for (const [name, expected] of TABLE) it(name, () => {
    assert.deepEqual((ask(session, `SELECT ${name} FROM Deal__c ORDER BY Name DESC`) as Record<string, unknown>[]).map((row) => row[name]), expected);
  });
  it('are what filters and orders go by', () => {
    assert.deepEqual(ask(session, "SELECT Name FROM Deal__c WHERE Net__c > 70 AND Link__c = 'ACME/amy'"), [{ Name: 'full' }]);
  });
  it('rules look values up', () => {
    assert.throws(() => insert(session, 'Deal__c', [{ Name: 'x', Zip__c: '1' }]), /no such zip/);
  });
});
