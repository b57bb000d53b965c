/** Interviews that run together, in packages, and for users who may not reach everything. Sources: Salesforce Help, Flow Bulkification in Transactions and "Which User Context Do Flows Run In?"; Metadata API Developer Guide, Flow (runInMode). */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openTestOrg } from '../../support/apex.ts';
import { programs } from '../language/programs.ts';
import type { Program } from '../language/programs.ts';
import { ALL, assignment, decision, element, fields, filters, flow, inputs, lookup, loop, outputs, trigger, variable } from './flow-xml.ts';

const file = (name: string): string => `flows/${name}.flow-meta.xml`;
const xml = (root: string, content: string): string => `<?xml version="1.0"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;
const after = (object: string, on: string, more = ''): { start: string } => ({ start: trigger(object, 'RecordAfterSave', on, more) });

const FILES = {
  // Two contacts for each account, of which one may have no name: then the other isn't saved either.
  [file('Two_Contacts')]: flow('One', [
    variable('contact', 'Contact'), variable('contacts', 'Contact[]'), assignment('One', [['contact.LastName', 'Assign', '{!$Record.Name} first'], ['contact.AccountId', 'Assign', '@$Record.Id'], ['contacts', 'Add', '@contact'], ['contact.LastName', 'Assign', '@$Record.Site'], ['contacts', 'Add', '@contact']], 'Save'),
    element('recordCreates', 'Save', '<inputReference>contacts</inputReference>', undefined, 'Tell'), element('recordUpdates', 'Tell', '<inputReference>$Record</inputReference>' + fields({ Description: '@$Flow.FaultMessage' })),
  ], after('Account', 'Create', filters([['Type', 'EqualTo', 'Other']]))),
  // Several cases change one account.
  [file('Count_Cases')]: flow('Find', [
    variable('n', 'Number', 0), lookup('Find', 'Case', ALL + filters([['AccountId', 'EqualTo', '@$Record.AccountId']]), 'Size'), assignment('Size', [['n', 'AssignCount', '@Find']], 'Set'),
    element('recordUpdates', 'Set', '<inputReference>$Record.Account</inputReference>' + fields({ NumberOfEmployees: '@n' })),
  ], after('Case', 'Create')),
  // Interviews take different ways to the same element.
  [file('Ways')]: flow('Which', [
    variable('names', 'String[]'), variable('text', 'String', ''), decision('Which', [['Has', [['$Record.LeadSource', 'EqualTo', 'Web']], 'Ask']], 'Save'),
    element('actionCalls', 'Ask', '<actionName>Asked</actionName><actionType>apex</actionType>' + inputs('inputParameters', { name: '@$Record.LastName' }) + outputs('outputParameters', { output: 'text' }), 'Save', 'Failed'),
    assignment('Failed', [['text', 'Assign', '@$Flow.FaultMessage']], 'Save'), element('recordCreates', 'Save', '<object>Task</object>' + fields({ Subject: '{!$Record.LastName} {!text}', WhoId: '@$Record.Id' })),
  ], after('Lead', 'Create')),
  // What users reach.
  'objects/Secret__c/Secret__c.object-meta.xml': xml('CustomObject', '<label>Secret</label><pluralLabel>Secrets</pluralLabel><sharingModel>Private</sharingModel><nameField><label>Name</label><type>Text</type></nameField>'),
  'permissionsets/Secrets.permissionset-meta.xml': xml('PermissionSet', '<label>Secrets</label><objectPermissions><allowCreate>true</allowCreate><allowDelete>true</allowDelete><allowEdit>true</allowEdit><allowRead>true</allowRead><modifyAllRecords>false</modifyAllRecords><object>Secret__c</object><viewAllRecords>false</viewAllRecords></objectPermissions>'),
  ...Object.fromEntries(['DefaultMode', 'SystemModeWithSharing', 'SystemModeWithoutSharing'].map((mode) => [file(mode), flow('Find', [variable('n', 'Number'), lookup('Find', 'Secret__c', ALL, 'Size'), assignment('Size', [['n', 'AssignCount', '@Find']])], { more: `<runInMode>${mode}</runInMode>` })])),
  [file('Endless')]: flow('Set', [variable('n', 'Number', 0), assignment('Set', [['n', 'Add', 1]], 'Set')]),
  [file('Nested')]: flow('Each', [variable('names', 'String[]'), variable('all', 'String', ''), loop('Each', 'names', 'Call'), element('subflows', 'Call', '<flowName>Shout</flowName><storeOutputAutomatically>true</storeOutputAutomatically>' + inputs('inputAssignments', { word: '@Each' }), 'Add'), assignment('Add', [['all', 'Add', '@Call.loud']], 'Each')]),
  [file('Shout')]: flow('Set', [variable('word', 'String'), variable('loud', 'String'), assignment('Set', [['loud', 'Assign', '{!word}!']])]),
};

const CLASSES = [
  `public class Asked { public static Integer calls = 0; @InvocableMethod public static List<String> ask(List<String> names) { calls++; List<String> all = new List<String>(); for (String each : names) { if (each == 'bad') throw new IllegalArgumentException('bad name'); all.add('asked'); } return all; } }`,
  `public with sharing class Sharing { public static Object count(String name) { return Without.count(name); } public static Object own(String name) { Flow.Interview i = Flow.Interview.createInterview(name, new Map<String, Object>()); i.start(); return i.getVariableValue('n'); } }`,
  `public without sharing class Without { public static Object count(String name) { Flow.Interview i = Flow.Interview.createInterview(name, new Map<String, Object>()); i.start(); return i.getVariableValue('n'); } }`,
];

const PROGRAMS: readonly Program[] = [
  { name: 'what fails one interview leaves the others be, and keeps none of its records', code: `
    insert new List<Account>{ new Account(Name = 'a', Type = 'Other', Site = 'second'), new Account(Name = 'b', Type = 'Other'), new Account(Name = 'c', Type = 'Other', Site = 'third') };
    for (Account each : [SELECT Name, Description, (SELECT LastName FROM Contacts ORDER BY LastName) FROM Account ORDER BY Name]) { String text = each.Name + ' ' + (each.Description == null ? '' : each.Description.left(11)); for (Contact one : each.Contacts) text += ' ' + one.LastName; System.debug(text); }`,
  prints: ['a  a first second', 'b This error ', 'c  c first third'] },
  { name: 'a record that several interviews change is saved as often', code: `
    Account a = new Account(Name = 'x'); insert a; Integer before = Limits.getDmlStatements(); insert new List<Case>{ new Case(AccountId = a.Id), new Case(AccountId = a.Id), new Case(AccountId = a.Id) };
    System.debug([SELECT NumberOfEmployees FROM Account WHERE Id = :a.Id].NumberOfEmployees + ' ' + (Limits.getDmlStatements() - before));`, prints: ['3 4'] },
  { name: 'interviews that take different ways meet again', code: `
    insert new List<Lead>{ new Lead(LastName = 'a', Company = 'x', LeadSource = 'Web'), new Lead(LastName = 'b', Company = 'x'), new Lead(LastName = 'c', Company = 'x', LeadSource = 'Web') }; System.debug(Asked.calls);
    for (Task each : [SELECT Subject FROM Task ORDER BY Subject]) System.debug(each.Subject);`, prints: ['1', 'a asked', 'b', 'c asked'] },
  { name: 'what an action throws fails it for all', code: "insert new List<Lead>{ new Lead(LastName = 'd', Company = 'x', LeadSource = 'Web'), new Lead(LastName = 'bad', Company = 'x', LeadSource = 'Web') }; for (Task each : [SELECT Subject FROM Task WHERE Subject LIKE '%IllegalArgument%' ORDER BY Subject]) System.debug(each.Subject);",
    prints: ['bad An Apex error occurred: System.IllegalArgumentException: bad name', 'd An Apex error occurred: System.IllegalArgumentException: bad name'] },
  { name: 'subflows in a loop', code: "Flow.Interview i = Flow.Interview.createInterview('Nested', new Map<String, Object>{ 'names' => new List<String>{ 'a', 'b' } }); i.start(); System.debug(i.getVariableValue('all'));", prints: ['a!b!'] },
  { name: 'a flow without end takes its time', code: "Flow.Interview.createInterview('Endless', null).start();", throws: 'System.LimitException: Apex CPU time limit exceeded' },
];

describe('flows in bulk', () => { programs(PROGRAMS, CLASSES, FILES); });

describe('whose records flows reach', () => {
  it('those that the class which starts them reaches, unless they say otherwise', () => {
    const org = openTestOrg({ files: FILES, classes: [...CLASSES, `@IsTest private class ReachTest { @IsTest static void reach() {
      Profile p = [SELECT Id FROM Profile WHERE Name = 'Standard User'];
      User u = new User(LastName = 'Reader', Alias = 'reader', Username = 'reader@flows.example', Email = 'reader@flows.example', ProfileId = p.Id, TimeZoneSidKey = 'GMT', LocaleSidKey = 'en_US', LanguageLocaleKey = 'en_US', EmailEncodingKey = 'UTF-8');
      insert u; insert new PermissionSetAssignment(AssigneeId = u.Id, PermissionSetId = [SELECT Id FROM PermissionSet WHERE Name = 'Secrets'].Id); System.runAs(new User(Id = UserInfo.getUserId())) { insert new Secret__c(Name = 'not yours'); }
      List<Object> found = new List<Object>(); System.runAs(u) { insert new Secret__c(Name = 'mine'); for (String mode : new List<String>{ 'DefaultMode', 'SystemModeWithSharing', 'SystemModeWithoutSharing' }) { found.add(Sharing.own(mode)); found.add(Without.count(mode)); } }
      System.assertEquals('(1, 2, 1, 1, 2, 2)', String.valueOf(found)); } }`] });
    try {
      assert.deepEqual(org.runTests(['ReachTest']).map(({ result }) => result.exception), [null]);
    } finally {
      org.close();
    }
  });
});

describe('flows of a package', () => {
  it('name what is theirs without its namespace, and are named with it from outside', () => {
    const org = openTestOrg({ namespace: 'pkg', files: {
      'objects/Thing__c/Thing__c.object-meta.xml': xml('CustomObject', '<label>Thing</label><pluralLabel>Things</pluralLabel><nameField><label>Name</label><type>Text</type></nameField>'),
      'objects/Thing__c/fields/Size__c.field-meta.xml': xml('CustomField', '<fullName>Size__c</fullName><label>Size</label><type>Number</type><precision>10</precision><scale>0</scale>'),
      [file('Grow')]: flow('Bigger', [assignment('Bigger', [['$Record.Size__c', 'Add', 2]])], { start: trigger('Thing__c', 'RecordBeforeSave', 'Create', filters([['Size__c', 'IsNull', false]])) }),
      [file('Find')]: flow('Find', [variable('n', 'Number'), lookup('Find', 'Thing__c', '<getFirstRecordOnly>true</getFirstRecordOnly>' + filters([['Size__c', 'GreaterThan', 1]]), 'Ask'), element('actionCalls', 'Ask', '<actionName>Twice</actionName><actionType>apex</actionType>' + inputs('inputParameters', { n: '@Find.Size__c' }) + outputs('outputParameters', { output: 'n' }))]),
      [file('Outer')]: flow('In', [variable('n', 'Number'), element('subflows', 'In', '<flowName>Find</flowName>' + outputs('outputAssignments', { n: 'n' }))]),
    }, classes: ['public class Twice { @InvocableMethod public static List<Integer> run(List<Integer> n) { return new List<Integer>{ n[0] * 2 }; } }'] });
    try {
      const result = org.run(`insert new Thing__c(Name = 'x', Size__c = 3); for (String each : new List<String>{ 'Outer', 'pkg__Outer' }) { Flow.Interview i = Flow.Interview.createInterview(each, null); i.start(); System.debug(i.getVariableValue('n')); }
        Flow.Interview.Outer a = new Flow.Interview.Outer(new Map<String, Object>()); a.start(); Flow.Interview.pkg.Outer b = new Flow.Interview.pkg.Outer(new Map<String, Object>()); b.start(); System.debug(a.getVariableValue('n') == b.getVariableValue('n')); System.debug(Flow.Interview.createInterview('pkg', 'Outer', null) != null);`);
      assert.equal(result.exception, null);
      assert.deepEqual(result.output, ['10', '10', 'true', 'true']);
    } finally {
      org.close();
    }
  });
});
