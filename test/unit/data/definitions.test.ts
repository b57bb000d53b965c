import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import type { StoreSession } from '../../../src/sandbox/data/session.ts';
import { ask, World } from './support/world.ts';

const field = (object: string, name: string, rest: string): [string, string] => [`objects/${object}/fields/${name}.field-meta.xml`, `<CustomField><fullName>${name}</fullName><label>${name} label</label>${rest}</CustomField>`];
const FILES = Object.fromEntries([
  ['objects/Deal__c/Deal__c.object-meta.xml', '<CustomObject><label>Deal</label><pluralLabel>Deals</pluralLabel><nameField><type>AutoNumber</type><displayFormat>D-{0000}</displayFormat><label>Name</label></nameField><sharingModel>Private</sharingModel></CustomObject>'],
  field('Deal__c', 'Sum__c', '<type>Currency</type><precision>16</precision><scale>2</scale>'), field('Deal__c', 'Note__c', '<type>LongTextArea</type><length>5000</length>'), field('Deal__c', 'Twice__c', '<type>Number</type><precision>18</precision><scale>2</scale><formula>Sum__c * 2</formula>'),
  field('Deal__c', 'Account__c', '<type>Lookup</type><referenceTo>Account</referenceTo><relationshipName>Deals</relationshipName>'),
  ['objects/Watch__mdt/Watch__mdt.object-meta.xml', '<CustomObject><label>Watch</label></CustomObject>'],
  field('Watch__mdt', 'Object__c', '<type>MetadataRelationship</type><referenceTo>EntityDefinition</referenceTo><relationshipName>Watches</relationshipName>'),
  field('Watch__mdt', 'Field__c', '<type>MetadataRelationship</type><referenceTo>FieldDefinition</referenceTo><metadataRelationshipControllingField>Watch__mdt.Object__c</metadataRelationshipControllingField><relationshipName>Watchers</relationshipName>'),
  field('Watch__mdt', 'Part__c', '<type>MetadataRelationship</type><referenceTo>EntityParticle</referenceTo><metadataRelationshipControllingField>Watch__mdt.Object__c</metadataRelationshipControllingField><relationshipName>Watchings</relationshipName>'),
  field('Watch__mdt', 'Next__c', '<type>MetadataRelationship</type><referenceTo>Watch__mdt</referenceTo><relationshipName>Previous</relationshipName>'),
  ['customMetadata/Watch.First.md-meta.xml', '<CustomMetadata xmlns:xsi="x" xmlns:xsd="y"><label>First</label><values><field>Next__c</field><value xsi:type="xsd:string">Deals</value></values></CustomMetadata>'],
  ['customMetadata/Watch.Deals.md-meta.xml', '<CustomMetadata xmlns:xsi="x" xmlns:xsd="y"><label>Deals</label><values><field>Object__c</field><value xsi:type="xsd:string">Deal__c</value></values><values><field>Field__c</field><value xsi:type="xsd:string">Sum__c</value></values><values><field>Part__c</field><value xsi:type="xsd:string">Sum__c</value></values></CustomMetadata>'],
]);

describe('definitions', () => {
  let world: World;
  let session: StoreSession;
  before(() => {
    world = new World(FILES);
    session = world.session();
  });
  after(() => world.close());
  const TABLE: readonly (readonly [string, unknown])[] = [
    ["SELECT QualifiedApiName, DeveloperName, Label, PluralLabel, InternalSharingModel, PublisherId FROM EntityDefinition WHERE QualifiedApiName = 'deal__c'", [{ QualifiedApiName: 'Deal__c', DeveloperName: 'Deal', Label: 'Deal', PluralLabel: 'Deals', InternalSharingModel: 'Private', PublisherId: '<local>' }]],
    ["SELECT KeyPrefix FROM EntityDefinition WHERE DurableId = 'Contact'", [{ KeyPrefix: '003' }]],
    ["SELECT DeveloperName, DataType FROM FieldDefinition WHERE EntityDefinition.QualifiedApiName = 'Deal__c' AND QualifiedApiName LIKE '%\\_\\_c' ORDER BY DeveloperName", [
      { DeveloperName: 'Account', DataType: 'Lookup(Account)' }, { DeveloperName: 'Note', DataType: 'Long Text Area(5000)' }, { DeveloperName: 'Sum', DataType: 'Currency(14, 2)' }, { DeveloperName: 'Twice', DataType: 'Formula (Number)' }]],
    ["SELECT QualifiedApiName, EntityDefinition.Label FROM FieldDefinition WHERE EntityDefinitionId = 'Contact' AND RelationshipName = 'Account'", [{ QualifiedApiName: 'AccountId', EntityDefinitionId: 'Contact', EntityDefinition: { Label: 'Contact' } }]],
    ["SELECT DurableId, (SELECT QualifiedApiName FROM Fields WHERE IsNameField = TRUE) FROM EntityDefinition WHERE DeveloperName = 'Deal'", [{ DurableId: 'Deal__c', Fields: [{ QualifiedApiName: 'Name' }] }]],
    ["SELECT COUNT() FROM EntityParticle WHERE EntityDefinition.QualifiedApiName = 'Deal__c' AND IsCalculated = TRUE", 1],
    ["SELECT Object__r.QualifiedApiName, Object__c FROM Watch__mdt WHERE Object__r.Label = 'Deal'", [{ Object__r: { QualifiedApiName: 'Deal__c' }, Object__c: 'Deal__c' }]],
    ["SELECT Field__r.QualifiedApiName FROM Watch__mdt WHERE Object__c != NULL", [{ Field__r: { QualifiedApiName: 'Sum__c' }, Field__c: 'Deal__c.Sum__c' }]],
    ["SELECT Part__r.QualifiedApiName FROM Watch__mdt WHERE Object__c != NULL", [{ Part__r: { QualifiedApiName: 'Sum__c' }, Part__c: 'Deal__c.Sum__c' }]],
    ["SELECT DeveloperName, (SELECT DeveloperName FROM Previous__r) FROM Watch__mdt WHERE DeveloperName = 'Deals'", [{ DeveloperName: 'Deals', Previous__r: [{ DeveloperName: 'First' }] }]],
    ['SELECT Name, IsDefault FROM BusinessHours WHERE MondayStartTime = 00:00:00Z', [{ Name: 'Default', IsDefault: true }]],
  ];
  for (const [soql, expected] of TABLE) it(soql, () => { assert.deepEqual(ask(session, soql), expected); });
});
