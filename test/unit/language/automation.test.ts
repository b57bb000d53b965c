/** Rules from metadata in saves. Sources: Metadata API Developer Guide, Workflow, AssignmentRules, DuplicateRule, MatchingRule; Apex Developer Guide, Triggers and Order of Execution. */
import { describe } from 'mocha';
import { programs } from './programs.ts';
import type { Program } from './programs.ts';

const xml = (root: string, content: string): string => `<?xml version="1.0"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;
const update = (name: string, field: string, operation: string, more = ''): string => `<fieldUpdates><fullName>${name}</fullName><field>${field}</field><name>${name}</name><operation>${operation}</operation>${more}</fieldUpdates>`;
const rule = (name: string, trigger: string, criteria: string, ...actions: readonly string[]): string => `<rules><fullName>${name}</fullName>${actions.map((each) => `<actions><name>${each}</name><type>FieldUpdate</type></actions>`).join('')}<active>true</active>${criteria}<triggerType>${trigger}</triggerType></rules>`;
const item = (field: string, operation: string, value: string): string => `<criteriaItems><field>${field}</field><operation>${operation}</operation><value>${value}</value></criteriaItems>`;
const matching = (name: string, ...items: readonly (readonly [field: string, method: string, blanks?: string])[]): string => `<matchingRules><fullName>${name}</fullName><label>${name}</label><ruleStatus>Active</ruleStatus>${items.map(([field, method, blanks = 'NullNotAllowed']) => `<matchingRuleItems><fieldName>${field}</fieldName><matchingMethod>${method}</matchingMethod><blankValueBehavior>${blanks}</blankValueBehavior></matchingRuleItems>`).join('')}</matchingRules>`;
const duplicates = (insert: string, operations: string, match: string, more = ''): string => xml('DuplicateRule', `<actionOnInsert>${insert}</actionOnInsert><actionOnUpdate>Block</actionOnUpdate>${operations}${match}<isActive>true</isActive><masterLabel>r</masterLabel><securityOption>BypassSharingRules</securityOption><sortOrder>1</sortOrder>${more}`);

const FILES = {
  'objects/Case/fields/Note__c.field-meta.xml': xml('CustomField', '<fullName>Note__c</fullName><label>Note</label><type>Text</type><length>20</length>'),
  'workflows/Case.workflow-meta.xml': xml('Workflow', [
    update('Next', 'Status', 'NextValue'), update('Say', 'Note__c', 'Formula', '<formula>PRIORVALUE(Subject) + "!"</formula>'), update('Blank', 'SuppliedPhone', 'Null'), update('Owner', 'OwnerId', 'LookupValue', '<lookupValue>Helpers</lookupValue><lookupValueType>Queue</lookupValueType>'),
    update('Of_Account', 'Rating', 'Literal', '<literalValue>Hot</literalValue><targetObject>AccountId</targetObject>'), update('Too_Long', 'Note__c', 'Literal', '<literalValue>123456789012345678901</literalValue>'),
    rule('Next', 'onCreateOnly', item('Case.Origin', 'equals', 'Web, Phone'), 'Next', 'Blank'), rule('Say', 'onAllChanges', '<formula>ISCHANGED(Subject)</formula>', 'Say'),
    rule('Owner', 'onCreateOrTriggeringUpdate', `<booleanFilter>1 AND (2 OR 3)</booleanFilter>${item('Case.Priority', 'equals', 'High')}${item('Case.Subject', 'contains', 'urgent')}${item('Case.Subject', 'startsWith', 'now')}`, 'Owner'),
    rule('Account', 'onAllChanges', item('Case.Reason', 'notEqual', ''), 'Of_Account'), rule('Long', 'onAllChanges', item('Case.Type', 'equals', 'Problem'), 'Too_Long'),
    '<tasks><fullName>Call</fullName><assignedToType>owner</assignedToType><dueDateOffset>3</dueDateOffset><priority>High</priority><status>Not Started</status><subject>Call them</subject></tasks><rules><fullName>Call</fullName><actions><name>Call</name><type>Task</type></actions><actions><name>Mail</name><type>Alert</type></actions><active>true</active><formula>ISNEW() &amp;&amp; ISPICKVAL(Priority, "Low")</formula><triggerType>onCreateOnly</triggerType></rules>',
    '<rules><fullName>Off</fullName><actions><name>Say</name><type>FieldUpdate</type></actions><active>false</active><formula>true</formula><triggerType>onAllChanges</triggerType></rules>',
  ].join('')),
  'queues/Helpers.queue-meta.xml': xml('Queue', '<name>Helpers</name><queueSobject><sobjectType>Case</sobjectType></queueSobject>'),
  'assignmentRules/Case.assignmentRules-meta.xml': xml('AssignmentRules', `<assignmentRule><fullName>Old</fullName><active>false</active><ruleEntry><assignedTo>Helpers</assignedTo><assignedToType>Queue</assignedToType></ruleEntry></assignmentRule><assignmentRule><fullName>Now</fullName><active>true</active><ruleEntry><assignedTo>Helpers</assignedTo><assignedToType>Queue</assignedToType>${item('Case.Origin', 'equals', 'Email')}</ruleEntry></assignmentRule>`),
  'matchingRules/Account.matchingRule-meta.xml': xml('MatchingRules', matching('Same_Site', ['Name', 'CompanyName'], ['Site', 'Exact', 'MatchBlanks'])),
  'matchingRules/Contact.matchingRule-meta.xml': xml('MatchingRules', matching('Same_Mail', ['Email', 'Exact'])),
  'duplicateRules/Account.Block.duplicateRule-meta.xml': duplicates('Block', '', '<duplicateRuleMatchRules><matchRuleSObjectType>Account</matchRuleSObjectType><matchingRule>Same_Site</matchingRule></duplicateRuleMatchRules>', '<duplicateRuleFilter><duplicateRuleFilterItems><field>Type</field><operation>notEqual</operation><value>Other</value><sortOrder>1</sortOrder><table>Account</table></duplicateRuleFilterItems></duplicateRuleFilter>'),
  'duplicateRules/Lead.Contacts.duplicateRule-meta.xml': duplicates('Allow', '<operationsOnInsert>Report</operationsOnInsert>', '<duplicateRuleMatchRules><matchRuleSObjectType>Contact</matchRuleSObjectType><matchingRule>Same_Mail</matchingRule><objectMapping><inputObject>Lead</inputObject><mappingFields><inputField>Email</inputField><outputField>Email</outputField></mappingFields><outputObject>Contact</outputObject></objectMapping></duplicateRuleMatchRules>'),
};

const CLASSES = [
  `trigger Cases on Case (before update, after update) { for (Case each : Trigger.new) Seen.lines.add(Trigger.operationType + ' ' + each.Status); }`,
  `public class Seen { public static List<String> lines = new List<String>(); public static void flush() { System.debug(String.join(lines, ', ')); lines.clear(); } }`,
];

const PROGRAMS: readonly Program[] = [
  { name: 'a workflow rule on creation updates fields and fires update triggers once', code: `
    Case c = new Case(Origin = 'phone', Status = 'New', SuppliedPhone = '1'); insert c; Seen.flush(); c = [SELECT Status, SuppliedPhone, Note__c FROM Case WHERE Id = :c.Id]; System.debug(c.Status + ' ' + c.SuppliedPhone + ' ' + c.Note__c);
    update new Case(Id = c.Id, SuppliedPhone = '2'); Seen.flush(); System.debug([SELECT SuppliedPhone FROM Case WHERE Id = :c.Id].SuppliedPhone);`,
  prints: ['BEFORE_UPDATE Working, AFTER_UPDATE Working', 'Working null null', 'BEFORE_UPDATE Working, AFTER_UPDATE Working', '2'] },
  { name: 'a formula sees the change', code: `Case c = new Case(Subject = 'a'); insert c; c.Subject = 'b'; update c; System.debug([SELECT Note__c FROM Case WHERE Id = :c.Id].Note__c);`, prints: ['a!'] },
  { name: 'criteria with logic; an update fires a rule that did not fit before', code: `
    Case c = new Case(Priority = 'High', Subject = 'later'); insert c; System.debug([SELECT Owner.Name FROM Case WHERE Id = :c.Id].Owner.Name); c.Subject = 'NOW'; update c; System.debug([SELECT Owner.Name FROM Case WHERE Id = :c.Id].Owner.Name);
    c.OwnerId = UserInfo.getUserId(); update c; System.debug([SELECT Owner.Name FROM Case WHERE Id = :c.Id].Owner.Name);`, prints: ['Test Admin', 'Helpers', 'Test Admin'] },
  { name: 'a task is created', code: "Case c = new Case(Priority = 'Low'); insert c; Task t = [SELECT Subject, Priority, ActivityDate, OwnerId FROM Task WHERE WhatId = :c.Id]; System.debug(t.Subject + ' ' + t.Priority + ' ' + Date.today().daysBetween(t.ActivityDate) + ' ' + (t.OwnerId == UserInfo.getUserId()));", prints: ['Call them High 3 true'] },
  { name: 'a parent is updated', code: `Account a = new Account(Name = 'parent', Type = 'Other'); insert a; insert new Case(AccountId = a.Id, Reason = 'Performance'); System.debug([SELECT Rating FROM Account WHERE Id = :a.Id].Rating);`, prints: ['Hot'] },
  { name: 'an update that the system refuses fails the save', code: "try { insert new Case(Type = 'Problem'); } catch (DmlException e) { System.debug(e.getDmlType(0) + ' ' + [SELECT COUNT() FROM Case WHERE Type = 'Problem']); }", prints: ['STRING_TOO_LONG 0'] },
  { name: 'assignment rules run when they are asked for', code: `
    Case c = new Case(Origin = 'Email'); insert c; System.debug([SELECT Owner.Name FROM Case WHERE Id = :c.Id].Owner.Name);
    Database.DMLOptions options = new Database.DMLOptions(); options.assignmentRuleHeader.useDefaultRule = true; Case d = new Case(Origin = 'Email'); Database.insert(d, options); Case e = new Case(Origin = 'Web'); Database.insert(e, options);
    options = new Database.DMLOptions(); options.assignmentRuleHeader.assignmentRuleId = [SELECT Id FROM AssignmentRule WHERE Name = 'Old' AND SobjectType = 'Case'].Id; Case f = new Case(); f.setOptions(options); insert f;
    for (Case each : [SELECT Owner.Name FROM Case WHERE Id IN (:d.Id, :e.Id, :f.Id) ORDER BY Id]) System.debug(each.Owner.Name);`, prints: ['Test Admin', 'Helpers', 'Test Admin', 'Helpers'] },
  { name: 'a duplicate rule blocks inserts and updates, whatever they allow, unless its filter leaves them out', code: `
    insert new Account(Name = 'Acme Inc'); Database.DMLOptions options = new Database.DMLOptions(); options.DuplicateRuleHeader.allowSave = true;
    Database.SaveResult result = Database.insert(new Account(Name = 'The Acme Corp.'), options); System.debug(result.getErrors()[0]);
    System.debug(Database.insert(new Account(Name = 'Acme', Site = 'elsewhere'), false).isSuccess() + ' ' + Database.insert(new Account(Name = 'Acme', Type = 'Other'), false).isSuccess());
    Account other = new Account(Name = 'Initech'); insert other; other.Phone = '1'; update other; other.Name = 'Acme';
    try { update other; } catch (DmlException e) { System.debug(e.getMessage().replace(other.Id, 'Id')); }`,
  prints: ['Database.Error[getFields=();getMessage=Use one of these records?;getStatusCode=DUPLICATES_DETECTED;]', 'true true', 'Update failed. First exception on row 0 with id Id; first error: DUPLICATES_DETECTED, Use one of these records?: []'] },
  { name: 'duplicates of another object are reported', code: `
    Contact c = new Contact(LastName = 'Known', Email = 'known@example.test'); insert c; Lead l = new Lead(LastName = 'x', Company = 'x', Email = 'KNOWN@example.test'); insert l; insert new Lead(LastName = 'y', Company = 'y', Email = 'known@example.test');
    DuplicateRecordSet found = [SELECT RecordCount, DuplicateRule.DeveloperName, (SELECT RecordId FROM DuplicateRecordItems) FROM DuplicateRecordSet]; Set<Id> ids = new Set<Id>(); for (DuplicateRecordItem each : found.DuplicateRecordItems) ids.add(each.RecordId);
    System.debug(found.DuplicateRule.DeveloperName + ' ' + found.RecordCount + ' ' + ids.contains(c.Id) + ' ' + ids.contains(l.Id));`, prints: ['Contacts 3 true true'] },
  { name: 'code looks for duplicates of records and of ids', code: `
    Account a = new Account(Name = 'Umbrella Ltd'); insert a;
    Datacloud.DuplicateResult found = Datacloud.FindDuplicates.findDuplicates(new List<SObject>{ new Account(Name = 'umbrella') })[0].getDuplicateResults()[0]; Datacloud.MatchResult matched = found.getMatchResults()[0];
    System.debug(found.getDuplicateRule() + ' ' + found.isAllowSave() + ' ' + found.getDuplicateRuleEntityType() + ' ' + matched.getRule() + ' ' + matched.getMatchEngine() + ' ' + matched.getSize() + ' ' + (matched.getMatchRecords()[0].getRecord().Id == a.Id));
    System.debug(Datacloud.FindDuplicatesByIds.findDuplicatesByIds(new List<Id>{ a.Id })[0].getDuplicateResults().size());
    try { Datacloud.FindDuplicates.findDuplicates(new List<SObject>{ new Contact() }); } catch (Exception e) { System.debug(e.getMessage()); }`,
  prints: ['Block false Account Same_Site FuzzyMatchEngine 1 true', '0', 'No active duplicate rules are defined for the Contact object type.'] },
  { name: 'a set of duplicates counts its records', code: "Account a = new Account(Name = 'Counted Site'); insert a; DuplicateRecordSet s = new DuplicateRecordSet(DuplicateRuleId = [SELECT Id FROM DuplicateRule WHERE SobjectType = 'Account' LIMIT 1].Id); insert s; insert new DuplicateRecordItem(DuplicateRecordSetId = s.Id, RecordId = a.Id); System.debug([SELECT RecordCount FROM DuplicateRecordSet WHERE Id = :s.Id].RecordCount);", prints: ['1'] },
  { name: 'the rules are rows, beside those that every org has', code: "System.debug([SELECT COUNT() FROM DuplicateRule WHERE DeveloperName LIKE 'Standard%' AND IsActive = false] + ' ' + [SELECT DeveloperName FROM DuplicateRule WHERE SobjectType = 'Account' AND IsActive = true].DeveloperName + ' ' + [SELECT COUNT() FROM MatchingRuleItem WHERE MatchingRule.DeveloperName = 'Same_Site'] + ' ' + [SELECT Active FROM AssignmentRule WHERE Name = 'Now'].Active);", prints: ['3 Block 2 true'] },
];

describe('rules of an org in saves', () => { programs(PROGRAMS, CLASSES, FILES); });
