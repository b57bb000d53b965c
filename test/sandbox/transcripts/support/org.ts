/** The org of the transcripts: three levels of objects with roll-ups, and rules of each kind that a save runs; two more levels with flows. */
import { assignment, decision, element, fields, filters, flow, trigger as flowTrigger } from '../../../unit/flow/flow-xml.ts';

const xml = (root: string, content: string): string => `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://soap.sforce.com/2006/04/metadata">${content}</${root}>`;
const object = (label: string, sharing: string): string => xml('CustomObject', `<label>${label}</label><pluralLabel>${label}s</pluralLabel><sharingModel>${sharing}</sharingModel><nameField><label>Name</label><type>Text</type></nameField>`);
const field = (name: string, type: string, content = ''): string => xml('CustomField', `<fullName>${name}</fullName><label>${name.replace('__c', '')}</label><type>${type}</type>${content}`);
const sum = (child: string, lookup: string, summed: string): string => `<summarizedField>${child}.${summed}</summarizedField><summaryForeignKey>${child}.${lookup}</summaryForeignKey><summaryOperation>sum</summaryOperation>`;
const amount = '<precision>12</precision><scale>2</scale>';

export const FILES: Readonly<Record<string, string>> = {
  'objects/Region__c/Region__c.object-meta.xml': object('Region', 'Private'),
  'objects/Region__c/fields/Total__c.field-meta.xml': field('Total__c', 'Summary', sum('Order__c', 'Region__c', 'Total__c')),
  'objects/Order__c/Order__c.object-meta.xml': object('Order', 'ControlledByParent'),
  'objects/Order__c/fields/Region__c.field-meta.xml': field('Region__c', 'MasterDetail', '<referenceTo>Region__c</referenceTo><relationshipName>Orders</relationshipName>'),
  'objects/Order__c/fields/Total__c.field-meta.xml': field('Total__c', 'Summary', sum('Line__c', 'Order__c', 'Amount__c')),
  'objects/Line__c/Line__c.object-meta.xml': object('Line', 'ControlledByParent'),
  'objects/Line__c/fields/Order__c.field-meta.xml': field('Order__c', 'MasterDetail', '<referenceTo>Order__c</referenceTo><relationshipName>Lines</relationshipName>'),
  'objects/Line__c/fields/Amount__c.field-meta.xml': field('Amount__c', 'Currency', amount),
  'objects/Line__c/fields/Code__c.field-meta.xml': field('Code__c', 'Text', '<length>10</length><externalId>true</externalId><unique>true</unique>'),
  'objects/Line__c/fields/Size__c.field-meta.xml': field('Size__c', 'Text', '<length>20</length>'),
  'objects/Line__c/fields/Checked__c.field-meta.xml': field('Checked__c', 'Checkbox', '<defaultValue>false</defaultValue>'),
  'objects/Line__c/validationRules/Not_Negative.validationRule-meta.xml': xml('ValidationRule', '<fullName>Not_Negative</fullName><active>true</active><errorConditionFormula>Amount__c &lt; 0</errorConditionFormula><errorMessage>No less than nothing.</errorMessage>'),
  'workflows/Line__c.workflow-meta.xml': xml('Workflow', `
    <fieldUpdates><fullName>Set_Size</fullName><field>Size__c</field><formula>IF(Amount__c > 100, "large", "small")</formula><name>Set Size</name><operation>Formula</operation><reevaluateOnChange>true</reevaluateOnChange></fieldUpdates>
    <fieldUpdates><fullName>Check</fullName><field>Checked__c</field><literalValue>1</literalValue><name>Check</name><operation>Literal</operation></fieldUpdates>
    <rules><fullName>Size of new ones</fullName><actions><name>Set_Size</name><type>FieldUpdate</type></actions><active>true</active><criteriaItems><field>Line__c.Amount__c</field><operation>greaterThan</operation><value>0</value></criteriaItems><triggerType>onAllChanges</triggerType></rules>
    <rules><fullName>Check large ones</fullName><actions><name>Check</name><type>FieldUpdate</type></actions><active>true</active><formula>Size__c = "large"</formula><triggerType>onCreateOrTriggeringUpdate</triggerType></rules>`),
  'objects/Shelf__c/Shelf__c.object-meta.xml': object('Shelf', 'ReadWrite'),
  'objects/Shelf__c/fields/Weight__c.field-meta.xml': field('Weight__c', 'Summary', sum('Ware__c', 'Shelf__c', 'Weight__c')),
  'objects/Shelf__c/fields/Note__c.field-meta.xml': field('Note__c', 'Text', '<length>50</length>'),
  'objects/Ware__c/Ware__c.object-meta.xml': object('Ware', 'ControlledByParent'),
  'objects/Ware__c/fields/Shelf__c.field-meta.xml': field('Shelf__c', 'MasterDetail', '<referenceTo>Shelf__c</referenceTo><relationshipName>Wares</relationshipName>'),
  'objects/Ware__c/fields/Weight__c.field-meta.xml': field('Weight__c', 'Number', amount),
  'objects/Ware__c/fields/Label__c.field-meta.xml': field('Label__c', 'Text', '<length>50</length>'),
  'objects/Ware__c/validationRules/Light.validationRule-meta.xml': xml('ValidationRule', '<fullName>Light</fullName><active>true</active><errorConditionFormula>Weight__c &gt; 100</errorConditionFormula><errorMessage>Too heavy.</errorMessage>'),
  'workflows/Ware__c.workflow-meta.xml': xml('Workflow', '<fieldUpdates><fullName>Label</fullName><field>Label__c</field><formula>Label__c &amp; " by a rule"</formula><name>Label</name><operation>Formula</operation></fieldUpdates><rules><fullName>Label new ones</fullName><actions><name>Label</name><type>FieldUpdate</type></actions><active>true</active><formula>true</formula><triggerType>onCreateOnly</triggerType></rules>'),
  'flows/Weigh.flow-meta.xml': flow('Is_Weighed', [decision('Is_Weighed', [['Is_Not', [['$Record.Weight__c', 'IsNull', true]], 'Weigh']]), assignment('Weigh', [['$Record.Weight__c', 'Assign', 5], ['$Record.Label__c', 'Assign', 'weighed']])], { label: 'Weigh', start: flowTrigger('Ware__c', 'RecordBeforeSave', 'CreateAndUpdate') }),
  'flows/Heavier.flow-meta.xml': flow('Add', [element('recordUpdates', 'Add', '<inputReference>$Record</inputReference>' + fields({ Weight__c: 7, Label__c: '{!$Record.Label__c}, then by a flow' }))], { label: 'Heavier', more: '<triggerOrder>1</triggerOrder>', start: flowTrigger('Ware__c', 'RecordAfterSave', 'Create', filters([['Weight__c', 'EqualTo', 5]])) }),
  'flows/Tell_Shelf.flow-meta.xml': flow('Tell', [element('recordUpdates', 'Tell', '<inputReference>$Record.Shelf__r</inputReference>' + fields({ Note__c: '{!$Record.Name} weighs {!$Record.Weight__c}' }))], { label: 'Tell Shelf', start: flowTrigger('Ware__c', 'RecordAfterSave', 'CreateAndUpdate') }),
  'flows/Fail.flow-meta.xml': flow('Make', [element('recordCreates', 'Make', '<object>Contact</object>' + fields({ FirstName: '@$Record.Name' }))], { label: 'Fail', start: flowTrigger('Ware__c', 'RecordAfterSave', 'Update', filters([['Name', 'EqualTo', 'bad']])) }),
  'matchingRules/Lead.matchingRule-meta.xml': xml('MatchingRules', '<matchingRules><fullName>Same_Person</fullName><label>Same person</label><ruleStatus>Active</ruleStatus><matchingRuleItems><fieldName>LastName</fieldName><matchingMethod>LastName</matchingMethod><blankValueBehavior>NullNotAllowed</blankValueBehavior></matchingRuleItems><matchingRuleItems><fieldName>Email</fieldName><matchingMethod>Exact</matchingMethod><blankValueBehavior>NullNotAllowed</blankValueBehavior></matchingRuleItems></matchingRules>'),
  'duplicateRules/Lead.Warn.duplicateRule-meta.xml': xml('DuplicateRule', '<actionOnInsert>Allow</actionOnInsert><actionOnUpdate>Allow</actionOnUpdate><alertText>You know that one.</alertText><duplicateRuleMatchRules><matchRuleSObjectType>Lead</matchRuleSObjectType><matchingRule>Same_Person</matchingRule></duplicateRuleMatchRules><isActive>true</isActive><masterLabel>Warn</masterLabel><operationsOnInsert>Alert</operationsOnInsert><operationsOnInsert>Report</operationsOnInsert><operationsOnUpdate>Alert</operationsOnUpdate><securityOption>EnforceSharingRules</securityOption><sortOrder>1</sortOrder>'),
  'sharingRules/Region__c.sharingRules-meta.xml': xml('SharingRules', '<sharingCriteriaRules><fullName>Large_Ones</fullName><accessLevel>Edit</accessLevel><label>Large ones</label><sharedTo><allInternalUsers></allInternalUsers></sharedTo><criteriaItems><field>Total__c</field><operation>greaterThan</operation><value>100</value></criteriaItems></sharingCriteriaRules>'),
  'queues/Callers.queue-meta.xml': xml('Queue', '<name>Callers</name><queueSobject><sobjectType>Lead</sobjectType></queueSobject>'),
  'assignmentRules/Lead.assignmentRules-meta.xml': xml('AssignmentRules', '<assignmentRule><fullName>Standard</fullName><active>true</active><ruleEntry><assignedTo>Callers</assignedTo><assignedToType>Queue</assignedToType><criteriaItems><field>Lead.LeadSource</field><operation>equals</operation><value>Web, Phone Inquiry</value></criteriaItems></ruleEntry></assignmentRule>'),
};

const trigger = (name: string, objectName: string, fields: string, body = ''): string => `trigger ${name} on ${objectName} (before insert, after insert, before update, after update, before delete, after delete, after undelete) {
  for (${objectName} each : Trigger.new == null ? Trigger.old : Trigger.new) {
    System.debug(Trigger.operationType + ' ' + ${fields} + (Trigger.isUpdate ? ' (was ' + ${fields.replaceAll('each.', `Trigger.oldMap.get(each.Id).`)} + ')' : ''));
    ${body}
  }
}`;

export const CLASSES: readonly string[] = [
  trigger('Regions', 'Region__c', "each.Name + ' ' + each.Total__c"),
  trigger('Orders', 'Order__c', "each.Name + ' ' + each.Total__c"),
  trigger('Lines', 'Line__c', "each.Name + ' ' + each.Size__c + ' ' + each.Checked__c", `
    Counter.triggers++;
    if (Trigger.isBefore && Trigger.isInsert && each.Name == 'refused') each.addError('No.');
    if (Trigger.isAfter && Trigger.isInsert && each.Name == 'refused late') each.addError('Not now.');
    if (Trigger.isAfter && Trigger.isInsert && Counter.leavesNotes) insert new Account(Name = 'note of ' + each.Name);`),
  trigger('Shelfs', 'Shelf__c', "each.Name + ' ' + each.Weight__c + ' ' + each.Note__c"),
  trigger('Wares', 'Ware__c', "each.Name + ' ' + each.Weight__c + ' ' + each.Label__c"),
  `trigger Leads on Lead (before insert, after insert) { for (Lead each : Trigger.new) System.debug(Trigger.operationType + ' ' + each.LastName + ' owner ' + each.OwnerId); }`,
  `public class Counter { public static Integer triggers = 0; public static Boolean leavesNotes = false; public static Savepoint point;
    public static void tell(List<Database.SaveResult> results) { for (Database.SaveResult each : results) { String text = each.isSuccess() ? 'saved' : ''; for (Database.Error error : each.getErrors()) text += error.getStatusCode() + ' ' + error.getMessage() + ' ' + error.getFields(); System.debug(text); } } }`,
  `trigger Tasks on Task (before insert) { if (Counter.point != null) Database.rollback(Counter.point); else Counter.point = Database.setSavepoint(); }`,
  `public class Caller { public static String call() { HttpRequest request = new HttpRequest(); request.setEndpoint('https://example.test/'); request.setMethod('GET'); try { return 'status ' + new Http().send(request).getStatusCode(); } catch (CalloutException e) { return e.getMessage(); } } }`,
  `@IsTest private class CalloutTest {
    class Mock implements HttpCalloutMock { public HttpResponse respond(HttpRequest request) { HttpResponse response = new HttpResponse(); response.setStatusCode(200); return response; } }
    @IsTest static void afterChanges() { Test.setMock(HttpCalloutMock.class, new Mock()); insert new Account(Name = 'before'); System.debug(Caller.call()); Test.startTest(); System.debug(Caller.call()); insert new Account(Name = 'within'); System.debug(Caller.call()); Test.stopTest(); }
    @IsTest static void withSavepoints() { Test.setMock(HttpCalloutMock.class, new Mock()); Savepoint point = Database.setSavepoint(); insert new Account(Name = 'gone'); System.debug(Caller.call()); Database.rollback(point); System.debug(Caller.call()); Database.releaseSavepoint(point); System.debug(Caller.call()); }
    @IsTest static void withLocks() { Test.setMock(HttpCalloutMock.class, new Mock()); insert new Account(Name = 'held'); Test.startTest(); Account held = [SELECT Id FROM Account FOR UPDATE]; System.debug(Caller.call()); Test.stopTest(); }
  }`,
];
