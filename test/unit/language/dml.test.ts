/** What DML statements do to rows, triggers and their caller. Sources: Apex Developer Guide, Triggers and Order of Execution; Bulk DML Exception Handling. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';
import { programs } from './programs.ts';

const xml = (root: string, content: string): string => `<?xml version="1.0"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;
const object = (label: string): string => xml('CustomObject', `<label>${label}</label><pluralLabel>${label}s</pluralLabel><sharingModel>ReadWrite</sharingModel><nameField><label>Name</label><type>Text</type></nameField>`);
const field = (name: string, type: string, content = ''): string => xml('CustomField', `<fullName>${name}</fullName><label>${name.replace('__c', '')}</label><type>${type}</type>${content}`);
const filterItem = (name: string, value: string): string => `<filterItems><field>${name}</field><operation>equals</operation>${value}</filterItems>`;

const FILES = {
  'objects/Job__c/Job__c.object-meta.xml': object('Job'),
  'objects/Job__c/fields/Needed__c.field-meta.xml': field('Needed__c', 'Text', '<length>5</length><required>true</required>'),
  'objects/Job__c/fields/Ext__c.field-meta.xml': field('Ext__c', 'Text', '<length>20</length><externalId>true</externalId><unique>true</unique>'),
  'objects/Job__c/fields/Key__c.field-meta.xml': field('Key__c', 'Text', '<length>20</length><externalId>true</externalId>'),
  'objects/Job__c/fields/Num__c.field-meta.xml': field('Num__c', 'Number', '<precision>4</precision><scale>1</scale>'),
  'objects/Job__c/fields/Filter__c.field-meta.xml': field('Filter__c', 'Lookup', `<referenceTo>Account</referenceTo><relationshipName>Jobs</relationshipName><lookupFilter><active>true</active><isOptional>false</isOptional><errorMessage>Not that one.</errorMessage>${filterItem('Account.Industry', '<value>Banking, Energy</value>')}${filterItem('Account.Name', '<valueField>$Source.Key__c</valueField>')}</lookupFilter>`),
  'objects/Job__c/validationRules/NoBad.validationRule-meta.xml': xml('ValidationRule', '<fullName>NoBad</fullName><active>true</active><errorConditionFormula>Needed__c = "bad"</errorConditionFormula><errorDisplayField>Needed__c</errorDisplayField><errorMessage>No bad.</errorMessage>'),
  'objects/Job__c/fields/Own__c.field-meta.xml': field('Own__c', 'Lookup', `<referenceTo>Account</referenceTo><relationshipName>Own_Jobs</relationshipName><lookupFilter><active>true</active><booleanFilter>1 OR 2</booleanFilter><isOptional>false</isOptional>${filterItem('Account.Industry', '<value>Energy</value>')}${filterItem('$Source.Key__c', '<value>any</value>')}</lookupFilter>`),
  'objects/Step__c/Step__c.object-meta.xml': object('Step'),
  'objects/Step__c/fields/Job__c.field-meta.xml': field('Job__c', 'MasterDetail', '<referenceTo>Job__c</referenceTo><relationshipName>Steps</relationshipName>'),
};

const CLASSES = [
  `trigger JobTrigger on Job__c (before insert, after insert, before update, after update, before delete, after delete, after undelete) {
    Log.add(Trigger.operationType + ' ' + Trigger.size);
    for (Job__c job : Trigger.new == null ? new List<Job__c>() : Trigger.new) {
      if (Trigger.isBefore && Trigger.isInsert) {
        if (job.Needed__c == 'err') job.addError('whole');
        if (job.Needed__c == 'field') job.Needed__c.addError('one');
        if (job.Needed__c == 'npe') { Account a; a.Name = 'x'; }
        if (job.Needed__c == 'fix') { Log.add('fixed, created ' + job.CreatedDate); job.Needed__c = 'ok'; }
      }
      if (Trigger.isAfter && Trigger.isInsert) {
        if (job.Needed__c == 'late') job.addError('late');
        if (job.Needed__c == 'ro') { try { job.Needed__c = 'x'; } catch (Exception e) { Log.add('caught inside'); } }
      }
    }
  }`,
  `public class Log {
    static List<String> lines = new List<String>();
    public static void add(String line) { lines.add(line); }
    public static void flush() { System.debug(String.join(lines, ', ')); lines.clear(); }
    public static void results(List<Database.SaveResult> all) { for (Database.SaveResult r : all) { String text = String.valueOf(r.isSuccess()); for (Database.Error e : r.getErrors()) text += ' ' + e.getStatusCode() + ' ' + e.getMessage() + ' ' + e.getFields(); System.debug(text); } }
    public static String of(Exception e) { return e.getTypeName() + ': ' + e.getMessage(); }
  }`,
];

const attempt = (statements: string): string => `try { ${statements} System.debug('done'); } catch (Exception e) { System.debug(Log.of(e)); }`;
const failed = (verb: string, rest: string): string => `System.DmlException: ${verb} failed. First exception on row ${rest}`;

const PROGRAMS: readonly (readonly [title: string, code: string, lines: readonly string[]])[] = [
  ['before triggers come before required fields and validation rules, without audit fields; after triggers after the save', `
    insert new Job__c(Needed__c = 'fix'); Log.flush(); Job__c job = [SELECT Id, Needed__c FROM Job__c]; System.debug(job.Needed__c); update job; delete job; undelete job; Log.flush();`,
  ['BEFORE_INSERT 1, fixed, created null, AFTER_INSERT 1', 'ok', 'BEFORE_UPDATE 1, AFTER_UPDATE 1, BEFORE_DELETE 1, AFTER_DELETE 1, AFTER_UNDELETE 1']],
  ['a partial save tells of each row, and fires triggers again for the good ones', `
    Log.results(Database.insert(new List<Job__c>{ new Job__c(Needed__c = 'a'), new Job__c(Needed__c = 'err'), new Job__c(Needed__c = 'field'), new Job__c(Needed__c = 'bad'), new Job__c(), new Job__c(Needed__c = 'toolong'), new Job__c(Needed__c = 'a', Num__c = 12345), new Job__c(Needed__c = 'late') }, false)); Log.flush();`, [
    'true', 'false FIELD_CUSTOM_VALIDATION_EXCEPTION whole ()', 'false FIELD_CUSTOM_VALIDATION_EXCEPTION one (Needed__c)', 'false FIELD_CUSTOM_VALIDATION_EXCEPTION No bad. (Needed__c)',
    'false REQUIRED_FIELD_MISSING Required fields are missing: [Needed__c] (Needed__c)', 'false STRING_TOO_LONG Needed: data value too large: toolong (max length=5) (Needed__c)',
    'false NUMBER_OUTSIDE_VALID_RANGE Num: value outside of valid range on numeric field: 12345 (Num__c)', 'false FIELD_CUSTOM_VALIDATION_EXCEPTION late ()',
    'BEFORE_INSERT 6, AFTER_INSERT 2, BEFORE_INSERT 1, AFTER_INSERT 1']],
  ['all or nothing looks at all rows and names the first bad one', `
    try { insert new List<Job__c>{ new Job__c(Needed__c = 'a'), new Job__c(Needed__c = 'err'), new Job__c(Needed__c = 'field') }; }
    catch (DmlException e) { System.debug(e.getMessage()); System.debug(e.getNumDml() + ' ' + e.getDmlIndex(0) + ' ' + e.getDmlIndex(1) + ' ' + e.getDmlFieldNames(1) + ' ' + e.getDmlMessage(1)); }`,
  ['Insert failed. First exception on row 1; first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, whole: []', '2 1 2 (Needed__c) one']],
  ['a retry starts with the limits as they were', `
    Integer used = Limits.getDmlStatements(); Database.insert(new List<Job__c>{ new Job__c(Needed__c = 'a'), new Job__c(Needed__c = 'err') }, false); System.debug(Limits.getDmlStatements() - used);`, ['1']],
  ['an exception in a trigger is the statement\'s; a write to a read-only record is caught outside of the trigger only', `
    ${attempt("insert new Job__c(Needed__c = 'npe');")} Log.flush(); ${attempt("insert new Job__c(Needed__c = 'ro');")} Log.flush();`, [
    failed('Insert', '0; first error: CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, JobTrigger: execution of BeforeInsert\n\ncaused by: System.NullPointerException: Attempt to de-reference a null object\n\nTrigger.JobTrigger: line 7, column 1: []'), 'BEFORE_INSERT 1',
    failed('Insert', '0; first error: CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, JobTrigger: execution of AfterInsert\n\ncaused by: System.FinalException: Record is read-only\n\nTrigger.JobTrigger: line 12, column 1: []'), 'BEFORE_INSERT 1, AFTER_INSERT 1']],
  ['ids where they may be and where they may not', `
    ${attempt("Job__c job = new Job__c(Needed__c = 'a'); insert job; insert job;")} ${attempt("update new Job__c(Needed__c = 'a');")} ${attempt("Savepoint s = Database.setSavepoint(); Job__c job = new Job__c(Needed__c = 'a'); insert job; Database.rollback(s); System.debug(job.Id != null); insert job;")}`, [
    failed('Insert', '0; first error: INVALID_FIELD_FOR_INSERT_UPDATE, cannot specify Id in an insert call: [Id]'), failed('Update', '0; first error: MISSING_ARGUMENT, Id not specified in an update call: []'),
    'true', failed('Insert', '0; first error: INVALID_FIELD_FOR_INSERT_UPDATE, cannot specify Id in an insert call: [Id]')]],
  ['upsert by external id', `
    insert new List<Job__c>{ new Job__c(Needed__c = 'a', Ext__c = '1'), new Job__c(Needed__c = 'a', Key__c = 'k'), new Job__c(Needed__c = 'a', Key__c = 'k') };
    for (Database.UpsertResult r : Database.upsert(new List<Job__c>{ new Job__c(Needed__c = 'b', Ext__c = '1'), new Job__c(Needed__c = 'b', Ext__c = '2') }, Job__c.Ext__c)) System.debug(r.isCreated());
    try { upsert new Job__c(Needed__c = 'a', Key__c = 'k') Key__c; } catch (DmlException e) { System.debug(e.getDmlType(0) + ' ' + e.getDmlId(0) + ' ' + e.getDmlFieldNames(0)); }
    ${attempt("upsert new List<Job__c>{ new Job__c(Needed__c = 'b', Ext__c = '9'), new Job__c(Needed__c = 'b', Ext__c = '9') } Ext__c;")}`,
  ['false', 'true', 'DUPLICATE_EXTERNAL_ID null (Key__c)', failed('Upsert', '1; first error: DUPLICATE_VALUE, Duplicate external id specified: 9: [Ext__c]')]],
  ['a lookup with a filter', `
    List<Account> all = new List<Account>{ new Account(Name = 'k', Industry = 'Energy'), new Account(Name = 'k', Industry = 'Media') }; insert all;
    ${attempt("insert new Job__c(Needed__c = 'a', Key__c = 'k', Filter__c = all[0].Id);")} ${attempt("insert new Job__c(Needed__c = 'a', Key__c = 'k', Filter__c = all[1].Id);")} ${attempt("insert new Job__c(Needed__c = 'a', Key__c = 'z', Filter__c = all[0].Id);")}`, [
    'done', failed('Insert', '0; first error: FIELD_FILTER_VALIDATION_EXCEPTION, Not that one.: [Filter__c]'), failed('Insert', '0; first error: FIELD_FILTER_VALIDATION_EXCEPTION, Not that one.: [Filter__c]')]],
  ['a filter of a lookup is asked at every save, of the record itself too', `
    Account a = new Account(Name = 'k', Industry = 'Energy'); insert a; Job__c j = new Job__c(Needed__c = 'a', Key__c = 'own', Own__c = a.Id); insert j; a.Industry = 'Media'; update a;
    try { update j; } catch (DmlException e) { System.debug(e.getDmlStatusCode(0) + ' ' + e.getDmlMessage(0)); }
    j.Key__c = 'any'; ${attempt('update j;')}`, ['FIELD_FILTER_VALIDATION_EXCEPTION Value does not exist or does not match filter criteria.', 'done']],
  ['a detail stays with its master, goes with it and comes back with it', `
    List<Job__c> jobs = new List<Job__c>{ new Job__c(Needed__c = 'a'), new Job__c(Needed__c = 'b') }; insert jobs; Step__c step = new Step__c(Name = 's', Job__c = jobs[0].Id); insert step;
    System.debug(Step__c.Job__c.getDescribe().isUpdateable());
    try { update new Step__c(Id = step.Id, Job__c = jobs[1].Id); } catch (DmlException e) { System.debug(e.getDmlType(0) + ' ' + e.getDmlFieldNames(0)); }
    ${attempt("insert new Step__c(Name = 's');")} delete jobs[0]; System.debug([SELECT COUNT() FROM Step__c]); undelete jobs[0]; System.debug([SELECT COUNT() FROM Step__c]);`, [
    'false', 'INVALID_FIELD_FOR_INSERT_UPDATE (Job__c)', failed('Insert', '0; first error: REQUIRED_FIELD_MISSING, Required fields are missing: [Job__c]: [Job__c]'), '0', '1']],
  ['records of many objects go in at most ten runs', `
    List<SObject> mixed = new List<SObject>(); for (Integer i = 0; i < 5; i++) { mixed.add(new Account(Name = 'a')); mixed.add(new Contact(LastName = 'b')); }
    ${attempt('insert mixed;')} mixed = mixed.deepClone(); mixed.add(new Account(Name = 'a')); ${attempt('insert mixed;')}`,
  ['done', 'System.TypeException: Cannot have more than 10 chunks in a single operation. Please rearrange the data to reduce chunking.']],
  ['fields that only the platform writes', `
    ${attempt("SObject job = new Job__c(); job.put('CreatedDate', Datetime.now());")} ${attempt("SObject job = new Job__c(); job.put('Needed__c', 1);")}`,
  ['System.SObjectException: Field CreatedDate is not editable', 'System.SObjectException: Illegal assignment from Integer to String']],
];

describe('DML', () => {
  let org: TestOrg;
  before(() => { org = openTestOrg({ classes: [...CLASSES, `@IsTest private class Programs {\n${PROGRAMS.map(([, code], i) => `@IsTest static void p${i}() {\n${code}\n}`).join('\n')}\n}`], files: FILES }); });
  after(() => { org.close(); });

  for (const [i, [title, , lines]] of PROGRAMS.entries()) {
    it(title, () => {
      const output: string[] = [];
      const { exception } = org.executor.runTest('Programs', `p${i}`, org.users[0]!, false, null, (text) => output.push(text));
      assert.equal(exception, null);
      assert.deepEqual(output, lines);
    });
  }
});

describe('validation rules about a number', () => {
  programs([{ name: 'let a blank pass that is compared with a value', code: "insert new Answer__c(Name = 'none'); insert new Answer__c(Name = 'right', Total__c = 42); System.debug('in'); insert new Answer__c(Name = 'wrong', Total__c = 41);", prints: ['in'], throws: 'System.DmlException: Insert failed. First exception on row 0; first error: FIELD_CUSTOM_VALIDATION_EXCEPTION, not 42: []' }], [], {
    'objects/Answer__c/Answer__c.object-meta.xml': '<CustomObject><label>Answer</label><nameField><type>Text</type><label>Name</label></nameField></CustomObject>',
    'objects/Answer__c/fields/Total__c.field-meta.xml': '<CustomField><fullName>Total__c</fullName><label>Total</label><type>Number</type><precision>18</precision><scale>2</scale></CustomField>',
    'objects/Answer__c/validationRules/Not_42.validationRule-meta.xml': '<ValidationRule><fullName>Not_42</fullName><active>true</active><errorConditionFormula>Total__c != 42</errorConditionFormula><errorMessage>not 42</errorMessage></ValidationRule>',
  });
});
