/**
 * Transactions as their debug logs tell them, each held against a file that names the pages it follows.
 * `ISV_UPDATE_GOLDEN=1 npx mocha test/sandbox/transcripts` writes the files anew.
 */
import { after, before, describe, it } from 'mocha';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';
import { assertGolden } from '../../support/dap/golden.ts';
import { CLASSES, FILES } from './support/org.ts';
import { transcriptOf } from './support/transcript.ts';
import type { Transcript } from './support/transcript.ts';

const guide = (page: string, file: string): string => `Apex Developer Guide, ${page} (${file})`;
const ORDER = guide('Triggers and Order of Execution', 'apex_triggers_order_of_execution.htm');
const BULK = guide('Bulk DML Exception Handling', 'apex_dml_bulk_exceptions.htm');
const TRANSACTION = guide('Transaction Control', 'langCon_apex_transaction_control.htm');
const CALLOUTS = guide('Callout Limits and Limitations', 'apex_callouts_timeouts.htm');
const TEST_CALLOUTS = guide('Performing DML Operations and Mock Callouts', 'apex_testing_dml_mock_callouts.htm');

const TRANSCRIPTS: readonly Transcript[] = [
  { name: 'order-of-execution', pages: [ORDER], requests: [
    "insert new Region__c(Name = 'north');",
    "insert new Order__c(Name = 'first', Region__c = [SELECT Id FROM Region__c].Id);",
    "insert new Line__c(Name = 'big', Amount__c = 150, Order__c = [SELECT Id FROM Order__c].Id);",
    "Line__c line = [SELECT Id FROM Line__c];\nline.Amount__c = 50;\nupdate line;",
    "insert new Line__c(Name = 'bad', Amount__c = -1, Order__c = [SELECT Id FROM Order__c].Id);",
    "insert new Line__c(Name = 'too long', Code__c = '12345678901', Order__c = [SELECT Id FROM Order__c].Id);",
  ] },
  { name: 'flows', pages: [ORDER, 'Salesforce Help, Record-Triggered Flow Considerations', 'Salesforce Help, Define the Run Order of Record-Triggered Flows for an Object'], requests: [
    "insert new Shelf__c(Name = 'shelf');",
    "insert new Ware__c(Name = 'small', Shelf__c = [SELECT Id FROM Shelf__c].Id);",
    "Ware__c ware = [SELECT Id, Weight__c, Label__c FROM Ware__c];\nSystem.debug(ware.Weight__c + ' ' + ware.Label__c);\nware.Weight__c = 9;\nupdate ware;",
    "update new Ware__c(Id = [SELECT Id FROM Ware__c].Id, Name = 'bad');",
    "System.debug([SELECT Weight__c FROM Shelf__c].Weight__c + ' ' + [SELECT Name FROM Ware__c].Name);",
  ] },
  { name: 'cascade-delete', pages: [guide('Operations That Don\u2019t Invoke Triggers', 'apex_triggers_ignoring_operations.htm'), guide('Triggers and Recovered Records', 'apex_triggers_recovered_records.htm'), ORDER], requests: [
    "insert new Region__c(Name = 'south');\ninsert new Order__c(Name = 'second', Region__c = [SELECT Id FROM Region__c WHERE Name = 'south'].Id);\ninsert new Line__c(Name = 'one', Amount__c = 10, Order__c = [SELECT Id FROM Order__c WHERE Name = 'second'].Id);",
    "delete [SELECT Id FROM Order__c WHERE Name = 'second'];\nSystem.debug([SELECT COUNT() FROM Line__c WHERE Name = 'one'] + ' lines, total ' + [SELECT Total__c FROM Region__c WHERE Name = 'south'].Total__c);",
    "undelete [SELECT Id FROM Order__c WHERE Name = 'second' ALL ROWS];\nSystem.debug([SELECT COUNT() FROM Line__c WHERE Name = 'one'] + ' lines, total ' + [SELECT Total__c FROM Region__c WHERE Name = 'south'].Total__c);",
  ] },
  { name: 'sharing-rules', pages: [ORDER, 'Salesforce Help, Criteria-Based Sharing Rules', 'Object Reference for the Salesforce Platform, UserRecordAccess'], requests: [
    "insert new User(LastName = 'Reader', Alias = 'reader', Username = 'reader@transcripts.example', Email = 'reader@transcripts.example', ProfileId = [SELECT Id FROM Profile WHERE Name = 'Standard User'].Id, TimeZoneSidKey = 'GMT', LocaleSidKey = 'en_US', LanguageLocaleKey = 'en_US', EmailEncodingKey = 'UTF-8');\ninsert new PermissionSet(Name = 'Regions', Label = 'Regions');\ninsert new ObjectPermissions(ParentId = [SELECT Id FROM PermissionSet WHERE Name = 'Regions'].Id, SobjectType = 'Region__c', PermissionsRead = true, PermissionsEdit = true);\ninsert new PermissionSetAssignment(PermissionSetId = [SELECT Id FROM PermissionSet WHERE Name = 'Regions'].Id, AssigneeId = [SELECT Id FROM User WHERE Alias = 'reader'].Id);",
    "Region__c region = new Region__c(Name = 'east');\ninsert region;\nOrder__c order = new Order__c(Name = 'fourth', Region__c = region.Id);\ninsert order;\nUserRecordAccess access = [SELECT RecordId, HasReadAccess, HasEditAccess FROM UserRecordAccess WHERE UserId = :[SELECT Id FROM User WHERE Alias = 'reader'].Id AND RecordId = :region.Id];\nSystem.debug(access.HasReadAccess + ' ' + access.HasEditAccess);\ninsert new Line__c(Name = 'enough', Amount__c = 101, Order__c = order.Id);\naccess = [SELECT RecordId, HasReadAccess, HasEditAccess FROM UserRecordAccess WHERE UserId = :[SELECT Id FROM User WHERE Alias = 'reader'].Id AND RecordId = :region.Id];\nSystem.debug(access.HasReadAccess + ' ' + access.HasEditAccess);",
  ] },
  { name: 'duplicate-and-assignment-rules', pages: [ORDER, 'Apex Reference Guide, DuplicateError Class (apex_class_Database_DuplicateError.htm)', 'Apex Reference Guide, DMLOptions.DuplicateRuleHeader Class (apex_class_Database_DMLOptions_DuplicateRuleHeader.htm)', 'Apex Reference Guide, DmlOptions.AssignmentRuleHeader Class (apex_class_Database_AssignmentRuleHeader.htm)'], requests: [
    "insert new Lead(LastName = 'Smith', Company = 'Acme', Email = 'smith@example.test');",
    "Database.SaveResult result = Database.insert(new Lead(LastName = 'Smyth', Company = 'Acme', Email = 'smith@example.test'), false);\nCounter.tell(new List<Database.SaveResult>{ result });\nDatacloud.DuplicateResult found = ((Database.DuplicateError) result.getErrors()[0]).getDuplicateResult();\nSystem.debug(found.getDuplicateRule() + ' ' + found.isAllowSave() + ' ' + found.getMatchResults()[0].getMatchRecords()[0].getRecord().Id);",
    "Database.DMLOptions options = new Database.DMLOptions();\noptions.DuplicateRuleHeader.allowSave = true;\nDatabase.insert(new Lead(LastName = 'Smith', Company = 'Acme', Email = 'smith@example.test'), options);\nfor (DuplicateRecordSet each : [SELECT RecordCount, DuplicateRule.DeveloperName, (SELECT RecordId FROM DuplicateRecordItems) FROM DuplicateRecordSet]) System.debug(each.DuplicateRule.DeveloperName + ' ' + each.RecordCount + ' ' + each.DuplicateRecordItems.size());",
    "Database.DMLOptions options = new Database.DMLOptions();\noptions.assignmentRuleHeader.useDefaultRule = true;\nLead lead = new Lead(LastName = 'Jones', Company = 'Acme', LeadSource = 'Web');\nlead.setOptions(options);\ninsert lead;\nSystem.debug([SELECT Owner.Name FROM Lead WHERE Id = :lead.Id].Owner.Name);",
  ] },
  { name: 'partial-success', pages: [BULK, guide('Trigger Exceptions', 'apex_triggers_exceptions.htm')], requests: [
    "insert new Region__c(Name = 'west');\ninsert new Order__c(Name = 'third', Region__c = [SELECT Id FROM Region__c WHERE Name = 'west'].Id);",
    "Id third = [SELECT Id FROM Order__c WHERE Name = 'third'].Id;\nCounter.leavesNotes = true;\nCounter.tell(Database.insert(new List<Line__c>{ new Line__c(Name = 'good', Order__c = third), new Line__c(Name = 'refused', Order__c = third), new Line__c(Name = 'refused late', Order__c = third), new Line__c(Name = 'negative', Amount__c = -1, Order__c = third) }, false));\nSystem.debug(Counter.triggers + ' times a trigger, ' + [SELECT COUNT() FROM Account WHERE Name LIKE 'note of%'] + ' note, ' + Limits.getDmlStatements() + ' statements, ' + Limits.getDmlRows() + ' rows');",
    "Id third = [SELECT Id FROM Order__c WHERE Name = 'third'].Id;\ninsert new List<Line__c>{ new Line__c(Name = 'fine', Order__c = third), new Line__c(Name = 'refused', Order__c = third) };",
  ] },
  { name: 'rollback', pages: [TRANSACTION], requests: [
    "Savepoint first = Database.setSavepoint();\nAccount kept = new Account(Name = 'in memory');\ninsert kept;\nCounter.triggers = 7;\nSavepoint second = Database.setSavepoint();\nDatabase.rollback(first);\nSystem.debug((kept.Id != null) + ' ' + Counter.triggers + ' ' + [SELECT COUNT() FROM Account WHERE Name = 'in memory'] + ' ' + Limits.getDmlStatements() + ' ' + Limits.getDmlRows());\ntry { insert kept; } catch (DmlException e) { System.debug(e.getMessage()); }\ntry { update kept; } catch (DmlException e) { System.debug(e.getMessage()); }\ntry { Database.rollback(second); } catch (Exception e) { System.debug(e.getTypeName()); }",
    "Savepoint first = Database.setSavepoint();\nSavepoint second = Database.setSavepoint();\nDatabase.releaseSavepoint(first);\ntry { Database.rollback(second); } catch (Exception e) { System.debug(e.getTypeName()); }",
    "insert new Task(Subject = 'sets a savepoint');\ntry { insert new Task(Subject = 'uses it'); } catch (DmlException e) { System.debug(e.getDmlType(0)); }",
  ] },
  { name: 'callouts', pages: [CALLOUTS, TEST_CALLOUTS, TRANSACTION, guide('Locking Statements', 'langCon_apex_locking_statements.htm')], requests: ['@CalloutTest.afterChanges', '@CalloutTest.withSavepoints', '@CalloutTest.withLocks'] },
];

describe('transcripts of transactions', () => {
  let org: TestOrg;
  before(() => { org = openTestOrg({ classes: CLASSES, files: FILES }); });
  after(() => org.close());

  it('lock-time-out', () => {
    const id = org.run("Account held = new Account(Name = 'held'); insert held; System.debug(held.Id);").output[0]!;
    org.locks.table.request('another transaction', [`row:${id}`], 0, () => undefined);
    const transcript = transcriptOf(org, { name: '', pages: [guide('Locking Statements', 'langCon_apex_locking_statements.htm'), guide('Locking Records', 'langCon_apex_locking_records.htm')], requests: [
      "System.debug([SELECT Name FROM Account WHERE Name = 'held'].Name);",
      "Datetime begun = Datetime.now();\ntry { Account held = [SELECT Id FROM Account WHERE Name = 'held' FOR UPDATE]; } catch (QueryException e) { System.debug(e.getMessage()); }\nSystem.debug((Datetime.now().getTime() - begun.getTime()) / 1000 + ' seconds');",
      "Datetime begun = Datetime.now();\ntry { update new Account(Id = [SELECT Id FROM Account WHERE Name = 'held'].Id, Phone = '1'); } catch (DmlException e) { System.debug(e.getDmlType(0) + ' ' + e.getDmlMessage(0)); }\nSystem.debug((Datetime.now().getTime() - begun.getTime()) / 1000 + ' seconds');",
      "Counter.tell(Database.update(new List<Account>{ new Account(Id = [SELECT Id FROM Account WHERE Name = 'held'].Id, Phone = '1') }, false));",
    ] });
    org.locks.release('another transaction');
    assertGolden(new URL('./golden/lock-time-out.txt', import.meta.url), transcript);
  });

  for (const transcript of TRANSCRIPTS) {
    it(transcript.name, () => assertGolden(new URL(`./golden/${transcript.name}.txt`, import.meta.url), transcriptOf(org, transcript)));
  }
});
