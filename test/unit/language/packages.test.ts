/** What code sees of the packages it depends on: their names, labels and fields, in source and in metadata format. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { projectArgument } from '../../../src/protocol/project-argument.ts';
import { readProject } from '../../../src/sandbox/hub/project-folder.ts';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';
import { projectFolder } from '../../support/folders.ts';

const label = (name: string, value: string): string => `<CustomLabels><labels><fullName>${name}</fullName><language>en_US</language><value>${value}</value></labels></CustomLabels>`;

describe('packages under a namespace', () => {
  let org: TestOrg;
  let folders: string[];
  before(() => {
    folders = [projectFolder({
      'src/labels/CustomLabels.labels': label('Hello', 'from the package'),
      'src/objects/Activity.object': '<CustomObject><fields><fullName>Weight__c</fullName><label>Weight</label><type>Number</type><precision>5</precision><scale>0</scale></fields></CustomObject>',
      'src/objects/Account.object': '<CustomObject><fields><fullName>Level__c</fullName><label>Level</label><type>Text</type><length>10</length></fields></CustomObject>',
      'src/objects/Thing__c.object': '<CustomObject><label>Thing</label><pluralLabel>Things</pluralLabel><nameField><type>Text</type><label>Name</label></nameField></CustomObject>',
      'src/classes/Names.cls': `global class Names {
        global static List<Object> own() {
          Account a = new Account();
          a.put('Level__c', '5');
          return new List<Object>{ a.get('Level__c'), Thing__c.SObjectType.getDescribe().getLocalName(), Account.Level__c.getDescribe().getLocalName(), Account.SObjectType.getDescribe().getLocalName(),
            Schema.getGlobalDescribe().get('Thing__c'), Account.SObjectType.getDescribe().fields.getMap().containsKey('level__c'), Type.forName('Door'), Schema.describeSObjects(new List<String>{ 'Thing__c' })[0].getName() };
        }
      }`,
      'src/classes/Door.cls': 'global class Door { global static String text() { return Label.Hello + \' \' + Label.c.Hello + \' \' + new Account(Level__c = \'7\').Level__c; } }',
    }), projectFolder({
      'labels/CustomLabels.labels': label('Hello', 'own'),
      'classes/Row.cls': 'public class Row { public String text; public Row(Account a) { text = a.Name; } public Row(String s, Account a) { text = s + a.Name; } public Row(String s) { text = s; } }',
    })];
    org = openTestOrg({ projects: [{ directory: folders[0]!, namespace: 'dep' }, { directory: folders[1]!, namespace: null }] });
  });
  after(() => {
    org.close();
    for (const folder of folders) rmSync(folder, { recursive: true });
  });
  const table: readonly (readonly [expression: string, text: string])[] = [
    ['System.Label.dep.Hello', 'from the package'], ['Label.dep.Hello', 'from the package'], ['System.Label.Hello', 'own'], ['Label.Hello', 'own'],
    ['dep.Door.text()', 'from the package from the package 7'],
    ['dep.Names.own()', '(5, Thing__c, Level__c, Account, dep__Thing__c, true, dep.Door, dep__Thing__c)'],
    ['dep__Thing__c.SObjectType.getDescribe().getLocalName()', 'dep__Thing__c'], ['Account.dep__Level__c.getDescribe().getLocalName()', 'dep__Level__c'],
    ["Schema.getGlobalDescribe().containsKey('Thing__c')", 'false'], ["new Account().get('Level__c')", 'Invalid field Level__c for Account'], ["Type.forName('Door')", 'null'],
    ['new Task(dep__Weight__c = 3).dep__Weight__c', '3'], ['Event.dep__Weight__c.getDescribe().getLabel()', 'Weight'],
    ['new Account(dep__Level__c = \'x\').dep__Level__c', 'x'],
  ];
  for (const [expression, text] of table) {
    it(`${expression} is ${text}`, () => {
      const { output, exception } = org.run(`System.debug(${expression});`);
      assert.equal(exception?.message ?? output.join(), text);
    });
  }
  it('takes the only row of a dynamic query for the parameter that is a record', () => {
    const { output } = org.run("insert new Account(Name = 'A'); System.debug(new Row(Database.query('SELECT Name FROM Account')).text); System.debug(new Row('the ', Database.query('SELECT Name FROM Account')).text);");
    assert.deepEqual(output, ['A', 'the A']);
  });
  it('has no label of a package without its namespace', () => {
    const other = openTestOrg({ projects: [{ directory: folders[0]!, namespace: 'dep' }], classes: ['public class Mine {}'] });
    assert.throws(() => other.run('System.debug(Label.Hello);'), /External string does not exist: Hello/);
    other.close();
  });
  it('takes the namespace that is named before the folder', () => {
    assert.equal(readProject(`other=${folders[0]}`).namespace, 'other');
    assert.equal(readProject(folders[0]!).namespace, null);
    assert.deepEqual(projectArgument('./a=b'), { namespace: null, folder: './a=b' });
  });
});
