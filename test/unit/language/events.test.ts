import { describe } from 'mocha';
import { testPrograms } from './test-programs.ts';

const event = (behaviour: string): string => `<?xml version="1.0" encoding="UTF-8"?><CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><deploymentStatus>Deployed</deploymentStatus><eventType>HighVolume</eventType><label>Ping</label><pluralLabel>Pings</pluralLabel><publishBehavior>${behaviour}</publishBehavior>
  <fields><fullName>Text__c</fullName><label>Text</label><length>10</length><required>true</required><type>Text</type></fields></CustomObject>`;

const FILES = { 'objects/Ping__e.object': event('PublishAfterCommit'), 'objects/Now__e.object': event('PublishImmediately') };

const CLASSES = [
  'public class Trace { public static List<String> lines = new List<String>(); public static Integer fails = 0; public static void say(String line) { lines.add(line); } }',
  `trigger Pings on Ping__e (after insert) { List<String> texts = new List<String>(); for (Ping__e p : Trigger.new) texts.add(p.Text__c);
    Trace.say(String.join(texts, ' ') + ' ' + (Trigger.new[0].ReplayId != null) + ' ' + (Trigger.new[0].EventUuid != null) + ' ' + (Trigger.new[0].CreatedDate != null) + ' ' + Trigger.isAfter + ' ' + UserInfo.getName() + ' ' + EventBus.TriggerContext.currentContext().retries);
    if (texts[0] == 'break') { insert new Account(Name = 'lost'); throw new IllegalArgumentException('broken'); }
    if (texts[0] == 'retry' && EventBus.TriggerContext.currentContext().retries < 2) throw new EventBus.RetryableException('again');
    if (texts[0] == 'resume') EventBus.TriggerContext.currentContext().setResumeCheckpoint(Trigger.new[0].ReplayId);
    if (texts[0] == 'more') EventBus.publish(new Ping__e(Text__c = 'second')); }`,
  'trigger Nows on Now__e (after insert) { Trace.say(\'now \' + Trigger.new.size()); }',
  `public class Listener implements EventBus.EventPublishSuccessCallback, EventBus.EventPublishFailureCallback { String name; public Listener(String name) { this.name = name; }
    public void onSuccess(EventBus.SuccessResult r) { Trace.say(name + ' success ' + r.getEventUuids().size()); } public void onFailure(EventBus.FailureResult r) { Trace.say(name + ' failure ' + r.getEventUuids().size()); } }`,
  `public class Raiser implements Database.Batchable<SObject>, Database.RaisesPlatformEvents { public Database.QueryLocator start(Database.BatchableContext c) { return Database.getQueryLocator('SELECT Id FROM Account'); }
    public void execute(Database.BatchableContext c, List<Account> scope) { throw new IllegalArgumentException('in batch'); } public void finish(Database.BatchableContext c) {} }`,
  'trigger Errors on BatchApexErrorEvent (after insert) { for (BatchApexErrorEvent e : Trigger.new) Trace.say(e.Phase + \' \' + e.ExceptionType + \' \' + e.Message + \' \' + e.JobScope.length() + \' \' + e.DoesExceedJobScopeMaxLength); }',
];

describe('platform events in tests', () => {
  testPrograms([
    { name: 'messages are delivered at stopTest, together', code: "Test.startTest(); EventBus.publish(new List<Ping__e>{ new Ping__e(Text__c = 'a'), new Ping__e(Text__c = 'b') }); System.assertEquals(0, Trace.lines.size()); Test.stopTest(); System.assertEquals(new List<String>{'a b true true true true Automated Process 0'}, Trace.lines);" },
    { name: 'deliver() delivers at once, and each message once', code: "EventBus.publish(new Ping__e(Text__c = 'a')); Test.getEventBus().deliver(); Test.getEventBus().deliver(); System.assertEquals(1, Trace.lines.size());" },
    { name: 'the result names the operation, and the record its UUID', code: "Ping__e p = new Ping__e(Text__c = 'a'); Database.SaveResult r = EventBus.publish(p); System.assert(r.isSuccess()); System.assertEquals(StatusCode.OPERATION_ENQUEUED, r.getErrors()[0].getStatusCode()); System.assertEquals(p.EventUuid, EventBus.getOperationId(r)); System.assertEquals(null, p.ReplayId);" },
    { name: 'a missing field fails a message alone', code: "List<Database.SaveResult> r = EventBus.publish(new List<Ping__e>{ new Ping__e(), new Ping__e(Text__c = 'b'), new Ping__e(Text__c = 'far too long') }); System.assertEquals('You must enter a value: Text__c', r[0].getErrors()[0].getMessage()); System.assert(r[1].isSuccess()); System.assertEquals(StatusCode.STRING_TOO_LONG, r[2].getErrors()[0].getStatusCode());" },
    { name: 'publishing after the commit is DML', code: "EventBus.publish(new Ping__e(Text__c = 'a')); System.assertEquals(1, Limits.getDmlStatements()); EventBus.publish(new Now__e(Text__c = 'a')); System.assertEquals(1, Limits.getDmlStatements()); System.assertEquals(1, Limits.getPublishImmediateDml());" },
    { name: 'a rollback takes messages back, but not immediate ones', code: "Savepoint s = Database.setSavepoint(); EventBus.publish(new Ping__e(Text__c = 'a')); EventBus.publish(new Now__e(Text__c = 'a')); Database.rollback(s); Test.getEventBus().deliver(); System.assertEquals(new List<String>{'now 1'}, Trace.lines);" },
    { name: 'a failing trigger is rolled back and fails nobody else', code: "Test.startTest(); EventBus.publish(new Ping__e(Text__c = 'break')); Test.stopTest(); System.assertEquals(1, Trace.lines.size()); System.assertEquals(0, [SELECT COUNT() FROM Account]);" },
    { name: 'a RetryableException asks for the same messages again', code: "EventBus.publish(new Ping__e(Text__c = 'retry')); Test.getEventBus().deliver(); EventBusSubscriber s = [SELECT Retries, LastError FROM EventBusSubscriber WHERE Topic = 'Ping__e' AND Name = 'Pings']; System.assertEquals(1, s.Retries); System.assertEquals('again', s.LastError); Test.getEventBus().deliver(); Test.getEventBus().deliver(); Test.getEventBus().deliver(); System.assertEquals(3, Trace.lines.size()); System.assert(Trace.lines[2].endsWith(' 2'));" },
    { name: 'behind a checkpoint the trigger starts anew', code: "EventBus.publish(new List<Ping__e>{ new Ping__e(Text__c = 'resume'), new Ping__e(Text__c = 'b') }); Test.getEventBus().deliver(); System.assertEquals(2, Trace.lines.size()); System.assert(Trace.lines[1].startsWith('b '));" },
    { name: 'what a trigger publishes waits for the next delivery', code: "EventBus.publish(new Ping__e(Text__c = 'more')); Test.getEventBus().deliver(); System.assertEquals(1, Trace.lines.size()); Test.getEventBus().deliver(); System.assertEquals(2, Trace.lines.size());" },
    { name: 'callbacks hear of success, once a call', code: "EventBus.publish(new List<Ping__e>{ new Ping__e(Text__c = 'a'), new Ping__e(Text__c = 'b') }, new Listener('l')); Test.getEventBus().deliver(); System.assertEquals('l success 2', Trace.lines[0]);" },
    { name: 'callbacks hear of failure, and nothing is delivered', code: "EventBus.publish(new Ping__e(Text__c = 'a'), new Listener('l')); Test.getEventBus().fail(); Test.getEventBus().deliver(); System.assertEquals(new List<String>{'l failure 1'}, Trace.lines);" },
    { name: 'newSObject with defaults has a UUID', code: 'Ping__e p = (Ping__e) Ping__e.SObjectType.newSObject(null, true); System.assertNotEquals(null, p.EventUuid); String before = p.EventUuid; p.Text__c = \'a\'; EventBus.publish(p); System.assertEquals(before, p.EventUuid);' },
    { name: 'other objects are no events', code: "EventBus.publish(new Account(Name = 'a'));", throws: /The specified sObject or list of sObjects contains objects that aren’t platform events\./ },
    { name: 'the 501st message of a test fails', code: "List<Ping__e> all = new List<Ping__e>(); for (Integer i = 0; i < 501; i++) all.add(new Ping__e(Text__c = 'a')); List<Database.SaveResult> r = EventBus.publish(all); System.assert(r[499].isSuccess()); System.assertEquals(StatusCode.LIMIT_EXCEEDED, r[500].getErrors()[0].getStatusCode());" },
    { name: 'a failing batch job that raises events publishes one', code: "insert new Account(Name = 'a'); Test.startTest(); Database.executeBatch(new Raiser()); try { Test.stopTest(); } catch (IllegalArgumentException e) {} Test.getEventBus().deliver(); System.assertEquals(new List<String>{'EXECUTE System.IllegalArgumentException in batch 18 false'}, Trace.lines);" },
    { name: 'Apex publishes no error events', code: 'EventBus.publish(new BatchApexErrorEvent());', throws: 'System.TypeException: DML operation INSERT not allowed on BatchApexErrorEvent' },
  ], CLASSES, FILES);
});

describe('change data capture in tests', () => {
  testPrograms([
    { name: 'saved records become events once it is enabled', code: "insert new Account(Name = 'before'); Test.enableChangeDataCapture(); Account a = new Account(Name = 'a', Phone = '1'); insert a; a.Phone = null; a.Name = 'b'; update a; Test.getEventBus().deliver(); delete a; undelete a; Test.getEventBus().deliver(); System.assertEquals(new List<String>{'CREATE Account a ' + true, 'UPDATE Account b ' + true, 'DELETE Account null ' + true, 'UNDELETE Account b ' + true}, Trace.kinds); System.assert(Trace.lines[1].contains('Name') && Trace.lines[1].contains('Phone') && !Trace.lines[1].contains('Industry'), Trace.lines[1]); System.assertEquals('Phone', Trace.lines[1].substringAfter(' nulled ')); System.assertEquals(a.Id, Trace.ids[0]);" },
    { name: 'a rollback takes them back', code: "Test.enableChangeDataCapture(); Savepoint s = Database.setSavepoint(); insert new Account(Name = 'a'); Database.rollback(s); Test.getEventBus().deliver(); System.assertEquals(0, Trace.kinds.size());" },
    { name: 'without it nothing is captured', code: "Test.startTest(); insert new Account(Name = 'a'); Test.stopTest(); System.assertEquals(0, Trace.kinds.size());" },
    { name: 'a test publishes change events of its own', code: "AccountChangeEvent e = new AccountChangeEvent(); EventBus.ChangeEventHeader h = new EventBus.ChangeEventHeader(); h.entityName = 'Account'; h.changeType = 'CREATE'; h.recordIds = new List<String>{ '001000000000001AAA' }; e.ChangeEventHeader = h; e.Name = 'own'; System.assert(EventBus.publish(e).isSuccess()); Test.getEventBus().deliver(); System.assertEquals('CREATE Account own false', Trace.kinds[0]);" },
  ], [
    'public class Trace { public static List<String> kinds = new List<String>(); public static List<String> lines = new List<String>(); public static List<String> ids = new List<String>(); }',
    `trigger Changes on AccountChangeEvent (after insert) { for (AccountChangeEvent e : Trigger.new) { EventBus.ChangeEventHeader h = e.ChangeEventHeader; Trace.kinds.add(h.getChangeType() + ' ' + h.entityName + ' ' + e.Name + ' ' + (h.transactionKey != null)); Trace.lines.add(String.join(h.getChangedFields(), ',') + ' nulled ' + String.join(h.nulledFields, ',')); Trace.ids.addAll(h.getRecordIds()); } }`,
  ]);
});

describe('the platform\'s own user', () => {
  testPrograms([
    { name: 'has no profile', code: "User auto = [SELECT Id FROM User WHERE Alias = 'autoproc']; System.runAs(auto) { System.assertEquals(null, UserInfo.getProfileId()); System.assertEquals(auto.Id, UserInfo.getUserId()); }" },
  ]);
});
