/** What DML does to the records it was given, and to the recycle bin. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { openTestOrg, type TestOrg } from '../../support/apex.ts';
import { programs } from '../language/programs.ts';

describe('records of a DML statement', () => {
  programs([
    { name: 'a record that came with an id keeps it when its insert fails', prints: ['true false true'], code: `
        Account a = new Account(Name = 'A'); insert a; Id old = a.Id; List<Account> both = new List<Account>{ new Account(Name = 'B'), a };
        List<Database.SaveResult> results = Database.insert(both, false);
        System.debug(results[0].isSuccess() + ' ' + results[1].isSuccess() + ' ' + (a.Id == old && both[0].Id != null));` },
    { name: 'options of a record let its texts be cut', prints: ['255'], code: `
        Database.DMLOptions options = new Database.DMLOptions(); options.allowFieldTruncation = true;
        Account a = new Account(Name = 'a'.repeat(300)); a.setOptions(options); insert a;
        System.debug([SELECT Name FROM Account WHERE Id = :a.Id].Name.length());` },
    { name: 'emptying the recycle bin', prints: ['true', 'false INVALID_ID_FIELD', '1', '1', 'false UNDELETE_FAILED false'], code: `
        List<Account> two = new List<Account>{ new Account(Name = 'gone'), new Account(Name = 'here') }; insert two; delete two[0];
        Integer before = Limits.getDmlStatements();
        List<Database.EmptyRecycleBinResult> results = Database.emptyRecycleBin(two);
        System.debug(results[0].isSuccess()); System.debug(results[1].isSuccess() + ' ' + results[1].getErrors()[0].getStatusCode());
        System.debug([SELECT COUNT() FROM Account WHERE Name = 'gone' ALL ROWS]); System.debug(Limits.getDmlStatements() - before);
        Database.UndeleteResult back = Database.undelete(two[0], false); System.debug(back.isSuccess() + ' ' + back.getErrors()[0].getStatusCode() + ' ' + Database.emptyRecycleBin(two[0]).isSuccess());` },
    { name: 'what was emptied is gone with the transaction', prints: ['0'], code: `System.debug([SELECT COUNT() FROM Account WHERE Name = 'gone' ALL ROWS]);` },
    { name: 'by ids', prints: ['true'], code: `Account a = new Account(Name = 'x'); insert a; delete a; System.debug(Database.emptyRecycleBin(new List<Id>{ a.Id })[0].isSuccess());` },
    { name: 'a text and an id are a text', prints: ['none'], code: `Id nothing; String text = nothing == null ? 'none' : nothing; System.debug(text);` },
  ]);
});

describe('formulas in triggers', () => {
  let org: TestOrg;
  before(() => {
    const field = (name: string, type: string, formula: string): string => `<CustomField><fullName>${name}</fullName><label>${name}</label><type>${type}</type><formula>${formula}</formula></CustomField>`;
    org = openTestOrg({
      classes: ['trigger Seen on Contact (after insert, after update) { for (Contact c : Trigger.new) System.debug(c.Title__c + \' \' + c.get(\'HasOwner__c\') + (Trigger.old == null ? \'\' : \' was \' + Trigger.oldMap.get(c.Id).Title__c)); }'],
      files: {
        'objects/Contact/fields/Title__c.field-meta.xml': field('Title__c', 'Text', 'Account.Name &amp; &quot;/&quot; &amp; LastName'),
        'objects/Contact/fields/HasOwner__c.field-meta.xml': field('HasOwner__c', 'Checkbox', 'NOT(ISBLANK(OwnerId))'),
      },
    });
  });
  after(() => org.close());
  it('are worked out when they are read', () => {
    const { output, exception } = org.run("Account a = new Account(Name = 'Acme'); insert a; Contact c = new Contact(LastName = 'Ames', AccountId = a.Id); insert c; c.LastName = 'Boe'; update c;");
    assert.equal(exception, null);
    assert.deepEqual(output, ['Acme/Ames true', 'Acme/Boe true was Acme/Ames']);
  });
});

describe('triggers of a merge', () => {
  let org: TestOrg;
  before(() => {
    org = openTestOrg({ classes: ["trigger Gone on Contact (before delete, after delete) { for (Contact c : Trigger.old) System.debug(c.LastName + ' ' + (c.MasterRecordId == null ? 'goes' : 'merged')); }"] });
  });
  after(() => org.close());
  it('see the master after the delete, not before', () => {
    const { output, exception } = org.run("List<Contact> two = new List<Contact>{ new Contact(LastName = 'Stays'), new Contact(LastName = 'Goes') }; insert two; merge two[0] two[1]; System.debug([SELECT MasterRecordId FROM Contact WHERE Id = :two[1].Id ALL ROWS].MasterRecordId == two[0].Id);");
    assert.equal(exception, null);
    assert.deepEqual(output, ['Goes goes', 'Goes merged', 'true']);
  });
});
