import { describe } from 'mocha';
import { compiles } from './compile.ts';

const COLUMN = "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.";
const RELATIONSHIP = "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.";

describe('compiling: queries', () => {
  compiles({
    rejected: [
      [299, 'Object o = [SELECT Nome FROM Account];', `1: \nSELECT Nome FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'Nome' on entity 'Account'. ${COLUMN}`],
      [299, '\nObject o = [SELECT Id FROM Invoice__c WHERE Total__c > 1];', `2: \nSELECT Id FROM Invoice__c WHERE Total__c > 1\n                                ^\nERROR at Row:1:Column:33\nNo such column 'Total__c' on entity 'Invoice__c'. ${COLUMN}`],
      [299, 'Object o = [SELECT Id FROM Account ORDER BY Nome];', '1: *'],
      [299, 'Object o = [SELECT Nome, COUNT(Id) FROM Account GROUP BY Nome];', '1: *'],
      [299, 'Object o = [SELECT SUM(Nome) FROM Account];', '1: *'],
      [299, 'Object o = [SELECT Id, (SELECT Nome FROM Contacts) FROM Account];', `1: \nSELECT Id, (SELECT Nome FROM Contacts) FROM Account\n                   ^\nERROR at Row:1:Column:20\nNo such column 'Nome' on entity 'Contact'. ${COLUMN}`],
      [299, 'Object o = [SELECT Account.Nome FROM Contact];', `1: \nSELECT Account.Nome FROM Contact\n       ^\nERROR at Row:1:Column:8\nNo such column 'Nome' on entity 'Account'. ${COLUMN}`],
      [299, 'Object o = [SELECT Id FROM Account WHERE Id IN (SELECT Nome FROM Contact)];', '1: *'],
      [299, 'Object o = [SELECT Customer__r.Nome FROM Invoice__c];', '1: *'],
      [299, 'for (Account a : [SELECT Nome FROM Account]) { }', '1: *'],
      [301, 'Object o = [SELECT Id FROM Nothing__c];', '1: Invalid type: Schema.Nothing__c'],
      [301, 'Object o =\n [SELECT Id FROM Acount];', '2: Invalid type: Schema.Acount'],
      [304, 'Object o = [SELECT Owned.Name FROM Account];', `1: \nSELECT Owned.Name FROM Account\n       ^\nERROR at Row:1:Column:8\nDidn't understand relationship 'Owned' in field path. ${RELATIONSHIP}`],
      [304, 'Object o = [SELECT Customer__c.Name FROM Invoice__c];', '1: *'],
      [305, 'Object o = [SELECT Id, (SELECT Id FROM Contact) FROM Account];', `1: \nSELECT Id, (SELECT Id FROM Contact) FROM Account\n                           ^\nERROR at Row:1:Column:28\nDidn't understand relationship 'Contact' in FROM part of query call. ${RELATIONSHIP}`],
      [312, 'List<Account> a = [SELECT COUNT(Id) FROM Account];', '1: Illegal assignment from List<AggregateResult> to List<Account>'],
      [313, 'List<Account> a = [SELECT COUNT() FROM Account];', '1: Illegal assignment from Integer to List<Account>'],
      [314, 'List<Contact> a = [SELECT Id FROM Account];', '1: Illegal assignment from List<Account> to List<Contact>'],
      [314, 'Integer i = [SELECT Id FROM Account];', '1: Illegal assignment from List<Account> to Integer'],
      [317, '// 67\nObject o = [SELECT Id FROM Account WITH SECURITY_ENFORCED];', '1: *'],
      [321, "List<Account> a = [FIND 'x' RETURNING Account];", '1: Illegal assignment from List<List<SObject>> to List<Account>'],
      [44, 'Object o = [SELECT Id FROM Account WHERE Name = :nome];', '1: Variable does not exist: nome'],
      [1, 'Object o = [SELECT Id FROM Account WHERE];', "1: Unexpected token ']'."],
      [1, 'Object o = [SELECT FROM Account];', "1: Unexpected token 'FROM'."],
    ],
    accepted: [
      [299, 'Object o = [SELECT Id, Name, Owner.Name, toLabel(Type), Account.Phone FROM Account];'], [299, "Object o = [SELECT Id, Amount__c, Customer__r.Name, Customer__r.Owner.Name FROM Invoice__c WHERE Key__c = 'x' ORDER BY Amount__c DESC NULLS LAST LIMIT 1];"], [299, 'Object o = [SELECT Id, (SELECT LastName, Account.Name FROM Contacts), (SELECT Amount__c FROM Invoices__r) FROM Account];'],
      [299, 'Object o = [SELECT Type kind, COUNT(Id) total FROM Account GROUP BY Type HAVING COUNT(Id) > 1 ORDER BY Type];'], [299, 'Object o = [SELECT Type, COUNT(Id) FROM Account GROUP BY Type ORDER BY COUNT(Id)];'], [299, 'Object o = [SELECT a.Name FROM Account a WHERE a.Phone != null];'], [299, 'Object o = [SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName != null)];'],
      [299, 'Object o = [SELECT Who.Name, What.Type, Owner.Username FROM Task];'], [301, 'Object o = [SELECT Id FROM Invoice__c];'], [304, 'Object o = [SELECT Owner.Name FROM Account];'], [305, 'Object o = [SELECT Id, (SELECT Id FROM Contacts) FROM Account];'], [312, 'List<AggregateResult> a = [SELECT COUNT(Id) FROM Account];'], [313, 'Integer i = [SELECT COUNT() FROM Account];'],
      [314, 'List<Account> a = [SELECT Id FROM Account]; Account b = [SELECT Id FROM Account]; List<SObject> c = [SELECT Id FROM Account]; String s = [SELECT Name FROM Account].Name;'], [317, '// 66\nObject o = [SELECT Id FROM Account WITH SECURITY_ENFORCED];'], [317, '// 67\nObject o = [SELECT Id FROM Account WITH USER_MODE];'], [321, "List<List<SObject>> a = [FIND 'x' RETURNING Account];"], [308, "String s; Object o = [SELECT Id FROM Account WHERE Name = :s.trim() AND Id IN :new Set<Id>() LIMIT :1 + 1 OFFSET :2];"],
    ],
  });
});
