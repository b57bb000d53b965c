/** Flows that records and events trigger. Sources: Apex Developer Guide, Triggers and Order of Execution; Salesforce Help, Record-Triggered Flow Considerations; Metadata API Developer Guide, Flow (FlowStart). */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openTestOrg } from '../../support/apex.ts';
import { programs } from '../language/programs.ts';
import type { Program } from '../language/programs.ts';
import { ALL, assignment, decision, element, fields, filters, flow, formula, inputs, lookup, loop, outputs, trigger, variable } from './flow-xml.ts';

const file = (name: string): string => `flows/${name}.flow-meta.xml`;
const xml = (root: string, content: string): string => `<?xml version="1.0"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;
const before = (object: string, on: string, more = ''): { start: string } => ({ start: trigger(object, 'RecordBeforeSave', on, more) });
const after = (object: string, on: string, more = ''): { start: string } => ({ start: trigger(object, 'RecordAfterSave', on, more) });

const FILES = {
  'objects/Lead/fields/Steps__c.field-meta.xml': xml('CustomField', '<fullName>Steps__c</fullName><label>Steps</label><type>Text</type><length>255</length>'),
  // Before saves.
  [file('Lead_Defaults')]: flow('Rate', [decision('Rate', [['Is_Web', [['$Record.LeadSource', 'EqualTo', 'Web']], 'Set_Hot']], 'Set_Cold'), assignment('Set_Hot', [['$Record.Rating', 'Assign', 'Hot']]),
    element('recordUpdates', 'Set_Cold', '<inputReference>$Record</inputReference>' + fields({ Rating: 'Cold', Description: '{!$Record.LastName} of {!$Record.Company}' }))], { ...before('Lead', 'CreateAndUpdate'), more: '<triggerOrder>2</triggerOrder>' }),
  [file('Lead_First')]: flow('Mark', [formula('Longer', 'String', '{!$Record.Steps__c} & IF(ISNEW(), "new", IF(ISCHANGED({!$Record.LastName}), ", was " & PRIORVALUE({!$Record.LastName}), ", same"))'), assignment('Mark', [['$Record.Steps__c', 'Assign', '@Longer']])], { ...before('Lead', 'CreateAndUpdate'), more: '<triggerOrder>1</triggerOrder>' }),
  [file('Lead_Refuse')]: flow('Tell', [element('customErrors', 'Tell', '<customErrorMessages><errorMessage>Not {!$Record.LastName}.</errorMessage><fieldSelection>LastName</fieldSelection><isFieldError>true</isFieldError></customErrorMessages><customErrorMessages><errorMessage>No.</errorMessage><isFieldError>false</isFieldError></customErrorMessages>')],
    before('Lead', 'CreateAndUpdate', filters([['LastName', 'StartsWith', 'refused']]))),
  // After saves.
  [file('Case_Task')]: flow('Make', [element('recordCreates', 'Make', '<object>Task</object>' + fields({ Subject: 'Call about {!$Record.Subject}', WhatId: '@$Record.Id', OwnerId: '@$Record.OwnerId' }))], after('Case', 'Create', filters([['Priority', 'EqualTo', 'High'], ['Origin', 'EqualTo', 'Web']], '1 OR 2'))),
  [file('Case_Escalated')]: flow('Count', [element('recordUpdates', 'Count', '<inputReference>$Record</inputReference>' + fields({ Reason: '{!$Record__Prior.Status} {!$Record.Status}' }))],
    after('Case', 'Update', filters([['Status', 'EqualTo', 'Escalated']]) + '<doesRequireRecordChangedToMeetCriteria>true</doesRequireRecordChangedToMeetCriteria>')),
  [file('Case_Formula')]: flow('Note', [element('recordUpdates', 'Note', '<object>Account</object>' + filters([['Id', 'EqualTo', '@$Record.AccountId']]) + fields({ Site: '{!$Record.Account.Name}: {!$Record.Subject}' }))],
    after('Case', 'CreateAndUpdate', '<filterFormula>AND(NOT(ISBLANK({!$Record.AccountId})), OR(ISNEW(), ISCHANGED({!$Record.Subject})))</filterFormula>')),
  [file('Case_Changed')]: flow('Note', [element('recordCreates', 'Note', '<object>Task</object>' + fields({ Subject: 'type changed', WhatId: '@$Record.Id' }))], after('Case', 'CreateAndUpdate', filters([['Type', 'IsChanged', true]]))),
  [file('Account_Contacts')]: flow('Set', [element('recordUpdates', 'Set', '<inputReference>$Record.Contacts</inputReference>' + filters([['LastName', 'NotEqualTo', 'left']]) + fields({ Department: '{!$Record.Name}' }))], after('Account', 'Update', filters([['Name', 'IsChanged', true]]))),
  [file('Contact_Parent')]: flow('Set', [element('recordUpdates', 'Set', '<inputReference>$Record.Account</inputReference>' + fields({ Phone: '@$Record.Phone' }))], after('Contact', 'Create', filters([['AccountId', 'IsNull', false]]))),
  [file('Contract_Bad')]: flow('Make', [element('recordCreates', 'Make', '<object>Contact</object>' + fields({ FirstName: '@$Record.Name' }))], { ...after('Contract', 'Create'), label: 'Bad one' }),
  [file('Opportunity_Bulk')]: flow('Same', [
    variable('answer', 'String'), variable('tasks', 'Task[]'), variable('task', 'Task'), lookup('Same', 'Account', ALL + filters([['Name', 'EqualTo', '@$Record.NextStep']]), 'Ask'),
    element('actionCalls', 'Ask', '<actionName>Asked</actionName><actionType>apex</actionType>' + inputs('inputParameters', { name: '@$Record.Name' }) + outputs('outputParameters', { output: 'answer' }), 'Which'),
    decision('Which', [['Even', [['answer', 'EndsWith', '0']], 'Skip']], 'Fill'), assignment('Skip', [['$Record.Description', 'Assign', 'even']], 'Last'), assignment('Fill', [['task.Subject', 'Assign', '@answer'], ['task.WhatId', 'Assign', '@$Record.Id'], ['tasks', 'Add', '@task']], 'Save'),
    element('recordCreates', 'Save', '<inputReference>tasks</inputReference>', 'Last'), element('recordUpdates', 'Last', '<inputReference>$Record</inputReference>'),
  ], after('Opportunity', 'Create')),
  [file('Product_Keep')]: flow('Refuse', [element('customErrors', 'Refuse', '<customErrorMessages><errorMessage>Keep {!$Record.Name}.</errorMessage><isFieldError>false</isFieldError></customErrorMessages>')], { start: trigger('Product2', 'RecordBeforeDelete', 'Delete', filters([['IsActive', 'EqualTo', true]])) }),
  [file('Campaign_Off')]: flow('Make', [element('recordCreates', 'Make', '<object>Contact</object>')], { ...after('Campaign', 'Create'), status: 'Obsolete' }),
  [file('Campaign_Later')]: flow('Mark', [element('recordUpdates', 'Mark', '<inputReference>$Record</inputReference>' + fields({ Description: 'now' })), element('recordCreates', 'Never', '<object>Contact</object>')],
    after('Campaign', 'Create', '<scheduledPaths><name>Later</name><connector><targetReference>Never</targetReference></connector><offsetNumber>1</offsetNumber><offsetUnit>Days</offsetUnit><timeSource>RecordTriggerEvent</timeSource></scheduledPaths>')),
  [file('Campaign_Stages')]: flow('Stage', [element('orchestratedStages', 'Stage', '<label>Stage</label>')], { ...after('Campaign', 'Create'), processType: 'Orchestrator' }),
  [file('Asset_Chain')]: flow('Next', [element('recordCreates', 'Next', '<object>Asset</object>' + fields({ Name: '{!$Record.Name}+', AccountId: '@$Record.AccountId' }))], after('Asset', 'Create')),
  // A process of Process Builder.
  [file('Order_Process')]: `<?xml version="1.0"?><Flow xmlns="http://soap.sforce.com/2006/04/metadata">${decision('myDecision', [['myRule_1', [['myVariable_current.Description', 'EqualTo', 'go']], 'myRule_1_A1']])}
    ${element('recordUpdates', 'myRule_1_A1', '<object>Order</object>' + filters([['Id', 'EqualTo', '@myVariable_current.Id']]) + fields({ PoNumber: 'from the process' }))}<label>Process</label><processType>Workflow</processType>
    <processMetadataValues><name>ObjectType</name><value><stringValue>Order</stringValue></value></processMetadataValues><processMetadataValues><name>ObjectVariable</name><value><elementReference>myVariable_current</elementReference></value></processMetadataValues>
    <processMetadataValues><name>OldObjectVariable</name><value><elementReference>myVariable_old</elementReference></value></processMetadataValues><processMetadataValues><name>TriggerType</name><value><stringValue>onAllChanges</stringValue></value></processMetadataValues>
    <startElementReference>myDecision</startElementReference><status>Active</status>${variable('myVariable_current', 'Order')}${variable('myVariable_old', 'Order')}</Flow>`,
  [file('Idea_Condition')]: flow('Nothing', [assignment('Nothing', [])], { ...after('Pricebook2', 'Create', filters([['Description', 'EqualTo', '@$Record.Nothing__c']])), label: 'Condition' }),
  // Events.
  'objects/News__e/News__e.object-meta.xml': xml('CustomObject', '<label>News</label><pluralLabel>News</pluralLabel><eventType>HighVolume</eventType><publishBehavior>PublishAfterCommit</publishBehavior>'),
  'objects/News__e/fields/Text__c.field-meta.xml': xml('CustomField', '<fullName>Text__c</fullName><label>Text</label><type>Text</type><length>50</length>'),
  [file('Tell')]: flow('Publish', [variable('text', 'String'), element('recordCreates', 'Publish', '<object>News__e</object>' + fields({ Text__c: '@text' }))]),
  [file('On_News')]: flow('Note', [element('recordCreates', 'Note', '<object>Account</object>' + fields({ Name: '{!$Record.Text__c} heard' }))], { start: trigger('News__e', 'PlatformEvent', null, filters([['Text__c', 'NotEqualTo', 'quiet']])) }),
  [file('News_Process')]: `<?xml version="1.0"?><Flow xmlns="http://soap.sforce.com/2006/04/metadata">${element('recordLookups', 'Find', '<object>User</object>' + filters([['Id', 'EqualTo', '@myVariable_myEvent.CreatedById']]) + '<outputReference>users</outputReference>', 'Each')}${loop('Each', 'users', 'Note', undefined, '<assignNextValueToReference>user</assignNextValueToReference>')}
    ${element('recordCreates', 'Note', '<object>Contact</object>' + fields({ LastName: '{!user.Username} told {!myVariable_myEvent.Text__c}' }), 'Each')}<label>Process</label><processType>CustomEvent</processType><processMetadataValues><name>EventType</name><value><stringValue>News__e</stringValue></value></processMetadataValues>
    <processMetadataValues><name>ObjectType</name><value><stringValue>User</stringValue></value></processMetadataValues><startElementReference>Find</startElementReference><status>Active</status>${variable('users', 'User[]')}${variable('user', 'User')}${variable('myVariable_myEvent', 'News__e')}</Flow>`,
};

const CLASSES = [
  `trigger Leads on Lead (before insert, before update, after insert) { for (Lead each : Trigger.new) System.debug(Trigger.operationType + ' ' + each.Rating + ' ' + each.Steps__c); }`,
  `public class Asked { public static Integer calls = 0; @InvocableMethod public static List<String> ask(List<String> names) { calls++; List<String> all = new List<String>(); for (String each : names) all.add('answer ' + each); return all; } }`,
  `@IsTest private class NewsTest { @IsTest static void heard() { Test.startTest(); Flow.Interview i = Flow.Interview.createInterview('Tell', new Map<String, Object>{ 'text' => 'first' }); i.start(); EventBus.publish(new News__e(Text__c = 'quiet')); Test.stopTest(); System.assertEquals('first heard', [SELECT Name FROM Account].Name); System.assertEquals(UserInfo.getUserName() + ' told quiet', [SELECT LastName FROM Contact ORDER BY LastName DESC LIMIT 1].LastName); System.assertEquals(2, [SELECT COUNT() FROM Contact]); } }`,
];

const PROGRAMS: readonly Program[] = [
  { name: 'before a save, in their order, before the triggers', code: `
    Lead l = new Lead(LastName = 'a', Company = 'b', LeadSource = 'Web'); insert l; l.LastName = 'c'; update l; l.LeadSource = 'Other'; update l; l = [SELECT Rating, Description FROM Lead WHERE Id = :l.Id]; System.debug(l.Rating + ' ' + l.Description);`,
  prints: ['BEFORE_INSERT Hot new', 'AFTER_INSERT Hot new', 'BEFORE_UPDATE Hot new, was a', 'BEFORE_UPDATE Cold new, was a, same', 'Cold c of b'] },
  { name: 'custom errors', code: `
    for (Database.Error each : Database.insert(new List<Lead>{ new Lead(LastName = 'fine', Company = 'x'), new Lead(LastName = 'Refused', Company = 'x') }, false)[1].getErrors()) System.debug(each.getStatusCode() + ' ' + each.getMessage() + ' ' + each.getFields());`,
  prints: ['BEFORE_INSERT Cold new', 'AFTER_INSERT Cold new', 'BEFORE_INSERT Cold new', 'AFTER_INSERT Cold new', 'FIELD_CUSTOM_VALIDATION_EXCEPTION Not Refused. (LastName)', 'FIELD_CUSTOM_VALIDATION_EXCEPTION No. ()'] },
  { name: 'after a save: conditions with logic', code: `
    Case a = new Case(Subject = 'a', Priority = 'High'), b = new Case(Subject = 'b', Origin = 'Web'), c = new Case(Subject = 'c', Priority = 'Low'); insert new List<Case>{ a, b, c };
    for (Task each : [SELECT Subject, WhatId FROM Task ORDER BY Subject]) System.debug(each.Subject + ' ' + (each.WhatId == a.Id) + ' ' + (each.WhatId == b.Id));`, prints: ['Call about a true false', 'Call about b false true'] },
  { name: 'only when the record comes to meet the conditions', code: `
    Case a = new Case(Subject = 'a', Status = 'Escalated'); insert a; System.debug([SELECT Reason FROM Case WHERE Id = :a.Id].Reason); a.Status = 'New'; update a; a.Status = 'Escalated'; update a; System.debug([SELECT Reason FROM Case WHERE Id = :a.Id].Reason);
    a.Reason = null; a.Subject = 'b'; update a; System.debug([SELECT Reason FROM Case WHERE Id = :a.Id].Reason);`, prints: ['null', 'New Escalated', 'null'] },
  { name: 'a formula as condition; fields of a parent', code: `
    Account p = new Account(Name = 'P'); insert p; Case a = new Case(Subject = 'one', AccountId = p.Id); insert a; System.debug([SELECT Site FROM Account WHERE Id = :p.Id].Site); update new Account(Id = p.Id, Site = null); a.Priority = 'Low'; update a; System.debug([SELECT Site FROM Account WHERE Id = :p.Id].Site);
    a.Subject = 'two'; update a; System.debug([SELECT Site FROM Account WHERE Id = :p.Id].Site);`, prints: ['P: one', 'null', 'P: two'] },
  { name: 'a changed field; a new record has none', code: "Case a = new Case(Type = 'Problem'); insert a; a.Subject = 'x'; update a; System.debug([SELECT COUNT() FROM Task WHERE WhatId = :a.Id]); a.Type = null; update a; System.debug([SELECT COUNT() FROM Task WHERE WhatId = :a.Id]);", prints: ['0', '1'] },
  { name: 'records that hang on the record', code: `
    Account p = new Account(Name = 'P'); insert p; insert new List<Contact>{ new Contact(LastName = 'stays', AccountId = p.Id, Phone = '7'), new Contact(LastName = 'left', AccountId = p.Id) }; System.debug([SELECT Phone FROM Account WHERE Id = :p.Id].Phone);
    p.Name = 'Q'; update p; for (Contact each : [SELECT LastName, Department FROM Contact WHERE AccountId = :p.Id ORDER BY LastName]) System.debug(each.LastName + ' ' + each.Department);`, prints: ['null', 'left null', 'stays Q'] },
  { name: 'an unhandled fault refuses the record', code: `
    Account p = new Account(Name = 'P'); insert p; try { insert new Contract(AccountId = p.Id, Name = 'c'); } catch (DmlException e) { System.debug(e.getDmlStatusCode(0) + ' ' + e.getDmlMessage(0)); System.debug([SELECT COUNT() FROM Contract]); }`,
  prints: ['CANNOT_EXECUTE_FLOW_TRIGGER We can\'t save this record because the \u201CBad one\u201D process failed. Give your Salesforce admin these details. This error occurred when the flow tried to create records: REQUIRED_FIELD_MISSING: Required fields are missing: [LastName]. You can look up ExceptionCode values in the SOAP API Developer Guide.', '0'] },
  { name: 'interviews of a chunk run together', code: `
    insert new Account(Name = 'x'); List<Opportunity> all = new List<Opportunity>(); for (Integer i = 0; i < 210; i++) all.add(new Opportunity(Name = 'o' + i, StageName = 'Prospecting', CloseDate = Date.today(), NextStep = 'x'));
    Integer queries = Limits.getQueries(), statements = Limits.getDmlStatements(), rows = Limits.getDmlRows(); insert all; System.debug((Limits.getQueries() - queries) + ' ' + (Limits.getDmlStatements() - statements) + ' ' + (Limits.getDmlRows() - rows) + ' ' + Asked.calls);
    System.debug([SELECT COUNT() FROM Task WHERE Subject LIKE 'answer%'] + ' ' + [SELECT COUNT() FROM Opportunity WHERE StageName = 'Prospecting' AND Name LIKE 'o%0']);`, prints: ['2 7 609 2', '189 21'] },
  { name: 'before a delete', code: `
    Product2 kept = new Product2(Name = 'kept', IsActive = true), gone = new Product2(Name = 'gone'); insert new List<Product2>{ kept, gone }; for (Database.DeleteResult each : Database.delete(new List<Product2>{ kept, gone }, false)) System.debug(each.isSuccess() ? 'gone' : each.getErrors()[0].getMessage());`,
  prints: ['Keep kept.', 'gone'] },
  { name: 'flows that are not active, paths for later, and orchestrations', code: "Campaign c = new Campaign(Name = 'c'); insert c; System.debug([SELECT Description FROM Campaign WHERE Id = :c.Id].Description);", prints: ['now'] },
  { name: 'flows that start each other without end', code: "Account p = new Account(Name = 'P'); insert p; try { insert new Asset(Name = 'a', AccountId = p.Id); } catch (DmlException e) { System.debug(e.getMessage().contains('maximum trigger depth exceeded')); System.debug([SELECT COUNT() FROM Asset]); }", prints: ['true', '0'] },
  { name: 'conditions that can not be worked out', code: "try { insert new Pricebook2(Name = 'p'); } catch (DmlException e) { System.debug(e.getDmlMessage(0)); }", prints: ["We can't save this record because the \u201CCondition\u201D process failed. Give your Salesforce admin these details. The flow refers to the field Nothing__c of Pricebook2, which doesn't exist."] },
  { name: 'a process', code: "Account p = new Account(Name = 'P'); insert p; Order o = new Order(AccountId = p.Id, EffectiveDate = Date.today(), Status = 'Draft', Description = 'go'); insert o; System.debug([SELECT PoNumber FROM Order WHERE Id = :o.Id].PoNumber);", prints: ['from the process'] },
];

describe('flows that records trigger', () => { programs(PROGRAMS, CLASSES, FILES); });

describe('flows that events trigger', () => {
  it('run for the messages that meet their conditions', () => {
    const org = openTestOrg({ classes: CLASSES, files: FILES });
    try {
      assert.deepEqual(org.runTests().map(({ name, result }) => [name, result.exception]), [['NewsTest.heard', null]]);
    } finally {
      org.close();
    }
  });
});

describe('the debug log of flows', () => {
  it('tells of interviews and their elements', () => {
    const org = openTestOrg({ classes: CLASSES, files: FILES });
    try {
      org.executor.levels = { ...org.executor.levels, Workflow: 'FINER' };
      const { log } = org.run("insert new Campaign(Name = 'c');");
      const told = log.split('\n').map((line) => line.replace(/^[^|]*\|/, '').replace(/[0-9a-f-]{36}/, 'GUID').replaceAll(/\b30[01]\w{12}\b/g, (id) => id.slice(0, 3))).filter((line) => /^(FLOW|CODE_UNIT)/.test(line) && !line.includes('FINISHED_LIMIT'));
      assert.deepEqual(told, [
        'CODE_UNIT_STARTED|[EXTERNAL]|execute_anonymous_apex', 'CODE_UNIT_STARTED|[EXTERNAL]|Flow:Campaign', 'FLOW_CREATE_INTERVIEW_BEGIN|00D000000000001|300|301', 'FLOW_CREATE_INTERVIEW_END|GUID|Small flow', 'FLOW_START_INTERVIEWS_BEGIN|1',
        'FLOW_START_INTERVIEW_BEGIN|GUID|Small flow', 'FLOW_ELEMENT_DEFERRED|FlowRecordUpdate|Mark', 'FLOW_BULK_ELEMENT_BEGIN|FlowRecordUpdate|Mark', 'FLOW_BULK_ELEMENT_LIMIT_USAGE|1 DML statements, total 2 out of 150', 'FLOW_BULK_ELEMENT_END|FlowRecordUpdate|Mark|1|0',
        'FLOW_INTERVIEW_FINISHED|GUID|Small flow', 'FLOW_START_INTERVIEW_END|GUID|Small flow', 'FLOW_START_INTERVIEWS_END|1', 'CODE_UNIT_FINISHED|Flow:Campaign', 'CODE_UNIT_FINISHED|execute_anonymous_apex',
      ]);
    } finally {
      org.close();
    }
  });
});
