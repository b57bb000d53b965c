import { describe } from 'mocha';
import { programs } from '../language/programs.ts';

const field = (name: string, rest: string): [string, string] => [`objects/Line__c/fields/${name}.field-meta.xml`, `<CustomField><fullName>${name}</fullName><label>${name}</label>${rest}</CustomField>`];
const value = (name: string, more = ''): string => `<value><fullName>${name}</fullName><label>${name.toUpperCase()}</label>${more}</value>`;
const FILES = Object.fromEntries([
  ['objects/Line__c/Line__c.object-meta.xml', '<CustomObject><label>Line</label><nameField><type>Text</type><label>Name</label></nameField><fieldSets><fullName>Main</fullName><label>Main</label><description>d</description><displayedFields><field>Order__r.Name</field></displayedFields><displayedFields><field>City__c</field><isRequired>true</isRequired></displayedFields></fieldSets></CustomObject>'],
  field('Country__c', `<type>Picklist</type><inlineHelpText>where</inlineHelpText><valueSet><valueSetDefinition>${value('de', '<default>true</default>')}${value('fr')}${value('uk', '<isActive>false</isActive>')}</valueSetDefinition></valueSet>`),
  field('City__c', `<type>Picklist</type><valueSet><controllingField>Country__c</controllingField><valueSetDefinition>${value('Bonn')}${value('Lyon')}${value('Nowhere')}</valueSetDefinition><valueSettings><controllingFieldValue>de</controllingFieldValue><valueName>Bonn</valueName></valueSettings><valueSettings><controllingFieldValue>de</controllingFieldValue><controllingFieldValue>fr</controllingFieldValue><valueName>Lyon</valueName></valueSettings></valueSet>`),
  field('Order__c', '<type>MasterDetail</type><referenceTo>Account</referenceTo><relationshipName>Lines</relationshipName>'),
  field('Second__c', '<type>MasterDetail</type><referenceTo>Contact</referenceTo><relationshipName>Lines</relationshipName>'),
  field('Kept__c', '<type>Lookup</type><referenceTo>Case</referenceTo><relationshipName>Lines</relationshipName><deleteConstraint>Restrict</deleteConstraint>'),
  field('Place__c', '<type>Location</type><scale>5</scale>'), field('Amount__c', '<type>Number</type><precision>10</precision><scale>2</scale>'), field('Rich__c', '<type>Html</type><length>1000</length>'),
  field('Code__c', '<type>Text</type><length>5</length><defaultValue>"x1"</defaultValue>'), field('Sum__c', '<type>Number</type><precision>18</precision><scale>2</scale><formula>Amount__c</formula><formulaTreatBlanksAs>BlankAsBlank</formulaTreatBlanksAs>'),
]);

describe('field describes', () => {
  programs([
    { name: 'only active values', code: 'List<String> all = new List<String>(); for (Schema.PicklistEntry e : Line__c.Country__c.getDescribe().getPicklistValues()) all.add(e.getLabel() + e.isDefaultValue()); System.debug(String.join(all, \',\'));', prints: ['DEtrue,FRfalse'] },
    { name: 'dependent picklists', code: 'Schema.DescribeFieldResult f = Line__c.City__c.getDescribe(); System.debug(f.isDependentPicklist() + \' \' + f.getController()); for (Schema.PicklistEntry e : f.getPicklistValues()) { Map<String, Object> m = (Map<String, Object>) JSON.deserializeUntyped(JSON.serialize(e)); System.debug(m.get(\'value\') + \' \' + m.get(\'validFor\')); }', prints: ['true Country__c', 'Bonn gAAA', 'Lyon wAAA', 'Nowhere AAAA'] },
    { name: 'master-details in their order', code: 'System.debug(Line__c.Order__c.getDescribe().getRelationshipOrder() + \' \' + Line__c.Second__c.getDescribe().getRelationshipOrder() + \' \' + Line__c.Kept__c.getDescribe().getRelationshipOrder());', prints: ['0 1 null'] },
    { name: 'parts of compounds', code: 'System.debug(Line__c.Place__Latitude__s.getDescribe().getCompoundFieldName() + \' \' + Account.BillingCity.getDescribe().getCompoundFieldName() + \' \' + Contact.LastName.getDescribe().getCompoundFieldName() + \' \' + Account.Name.getDescribe().getCompoundFieldName());', prints: ['Place__c BillingAddress Name null'] },
    { name: 'help, defaults, lengths', code: 'Schema.DescribeFieldResult f = Line__c.Country__c.getDescribe(); System.debug(f.getInlineHelpText() + \' \' + f.getDefaultValue() + \' \' + Line__c.Code__c.getDescribe().getDefaultValue() + \' \' + Line__c.Amount__c.getDescribe().getLength() + \' \' + Line__c.Code__c.getDescribe().getLength() + \' \' + Line__c.Sum__c.getDescribe().isFormulaTreatNullNumberAsZero());', prints: ['where de x1 0 5 false'] },
    { name: 'what can be sorted, grouped, filtered', code: 'Schema.DescribeFieldResult r = Line__c.Rich__c.getDescribe(); Schema.DescribeFieldResult a = Line__c.Amount__c.getDescribe(); System.debug(r.isSortable() + \' \' + r.isFilterable() + \' \' + a.isSortable() + \' \' + a.isGroupable() + \' \' + Line__c.Code__c.getDescribe().isGroupable());', prints: ['false false true false true'] },
    { name: 'field sets reach parents', code: 'for (Schema.FieldSetMember m : SObjectType.Line__c.FieldSets.Main.getFields()) System.debug(m.getFieldPath() + \' \' + m.getLabel() + \' \' + m.getType() + \' \' + m.getRequired());', prints: ['Order__r.Name Account Name STRING false', 'City__c City__c PICKLIST true'] },
    { name: 'child relationships that restrict', code: 'for (Schema.ChildRelationship c : Case.SObjectType.getDescribe().getChildRelationships()) if (c.getRelationshipName() == \'Lines__r\') System.debug(c.isRestrictedDelete() + \' \' + c.isCascadeDelete() + \' \' + c.getField());', prints: ['true false Kept__c'] },
    { name: 'several objects', code: "System.debug(Schema.describeSObjects(new List<String>{ 'Account', 'line__c' }, SObjectDescribeOptions.DEFERRED)[1].getName());", prints: ['Line__c'] },
  ], [], FILES);
});
