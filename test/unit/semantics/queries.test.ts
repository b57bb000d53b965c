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
      [49, `Object o = [SELECT Id FROM Account WHERE Name = '${'x'.repeat(100_000)}'];`, '1: Query is too large'],
      [306, 'Animal a; Object o = [SELECT Id FROM Account WHERE Id = :a];', '1: Invalid bind expression type of APEX_OBJECT for column of type Id'],
      [306, 'Object o = [SELECT Id\n FROM Contact WHERE Account.Name =\n :new OopsException()];', '3: Invalid bind expression type of APEX_OBJECT for column of type String'],
      [309, "String unit; Object o = [SELECT Id FROM Account WHERE DISTANCE(BillingAddress, GEOLOCATION(1, 2), :unit) < 20];", '1: *'],
      [310, 'Object o = [SELECT Name, COUNT(Id) FROM Account];', '1: \nSELECT Name, COUNT(Id) FROM Account\n       ^\nERROR at Row:1:Column:8\nField must be grouped or aggregated: Name'],
      [310, 'Object o = [SELECT Type, Name FROM Account GROUP BY Type];', '1: \nSELECT Type, Name FROM Account GROUP BY Type\n             ^\nERROR at Row:1:Column:14\nField must be grouped or aggregated: Name'],
      [310, 'Object o = [SELECT Account.Name, MAX(LastName) FROM Contact GROUP BY AccountId];', '1: *'],
      [319, 'Object o = [SELECT Id FROM Account ORDER BY Name FOR UPDATE];', '1: Explicit ORDER BY not allowed when locking rows (Id order is implied)'],
      [319, 'for (Account a :\n [SELECT Id FROM Account ORDER BY Name LIMIT 1 FOR UPDATE]) { }', '2: Explicit ORDER BY not allowed when locking rows (Id order is implied)'],
      [44, 'Object o = [SELECT Id FROM Account WHERE Name = :nome];', '1: Variable does not exist: nome'],
      [1, 'Object o = [SELECT Id FROM Account WHERE];', "1: Unexpected token ']'."],
      [1, 'Object o = [SELECT FROM Account];', "1: Unexpected token 'FROM'."],
    ],
    accepted: [
      [49, `Object o = [SELECT Id FROM Account WHERE Name = '${'x'.repeat(30_000)}'];`],
      [306, "Account a; Object o = [SELECT Id FROM Contact WHERE AccountId = :a.Id AND Account.Name = :a.Name AND CreatedDate > :Date.today() AND LastName IN :new List<String>{ 'a' }];"], [306, "Animal a = new Dog(); Object o = [SELECT Id FROM Account WHERE Name = :a.name];"], [306, 'Season s; Object o = [SELECT Id FROM Account WHERE Name = :s.name()];'], [306, 'Set<Id> ids; List<Account> all; Object o = [SELECT Id FROM Account WHERE Id IN :ids AND Id NOT IN :all];'],
      [309, "Object o = [SELECT Id FROM Account WHERE DISTANCE(BillingAddress, GEOLOCATION(1, 2), 'mi') < 20];"], [309, "Decimal lat; Decimal lon; Object o = [SELECT Id FROM Account WHERE DISTANCE(BillingAddress, GEOLOCATION(:lat, :lon), 'km') < 20];"],
      [310, 'Object o = [SELECT Type, COUNT(Id) FROM Account GROUP BY Type];'], [310, 'Object o = [SELECT Account.Type, Name, COUNT(Id) FROM Account GROUP BY type, Account.NAME];'], [310, 'Object o = [SELECT Owner.Name n, COUNT(Id) c FROM Account GROUP BY Owner.Name HAVING COUNT(Id) > 1 ORDER BY Owner.Name];'], [310, 'Object o = [SELECT MAX(CreatedDate), MIN(Name) FROM Account];'], [310, 'Object o = [SELECT CALENDAR_YEAR(CreatedDate), COUNT(Id) FROM Account GROUP BY CALENDAR_YEAR(CreatedDate)];'], [310, 'Object o = [SELECT Type, Industry, GROUPING(Type) FROM Account GROUP BY ROLLUP(Type, Industry)];'], [310, 'Object o = [SELECT Type FROM Account GROUP BY Type];'], [310, 'Integer i = [SELECT COUNT() FROM Account WHERE Name != null];'],
      [319, 'Object o = [SELECT Id FROM Account WHERE Name != null LIMIT 2 FOR UPDATE];'], [319, 'Object o = [SELECT Id FROM Account ORDER BY Name FOR VIEW];'], [319, 'Object o = [SELECT Id FROM Account ORDER BY Name FOR REFERENCE];'],
      [299, 'Object o = [SELECT Id, Name, Owner.Name, toLabel(Type), Account.Phone FROM Account];'], [299, "Object o = [SELECT Id, Amount__c, Customer__r.Name, Customer__r.Owner.Name FROM Invoice__c WHERE Key__c = 'x' ORDER BY Amount__c DESC NULLS LAST LIMIT 1];"], [299, 'Object o = [SELECT Id, (SELECT LastName, Account.Name FROM Contacts), (SELECT Amount__c FROM Invoices__r) FROM Account];'],
      [299, 'Object o = [SELECT Type kind, COUNT(Id) total FROM Account GROUP BY Type HAVING COUNT(Id) > 1 ORDER BY Type];'], [299, 'Object o = [SELECT Type, COUNT(Id) FROM Account GROUP BY Type ORDER BY COUNT(Id)];'], [299, 'Object o = [SELECT a.Name FROM Account a WHERE a.Phone != null];'], [299, 'Object o = [SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName != null)];'],
      [299, 'Object o = [SELECT Who.Name, What.Type, Owner.Username FROM Task];'], [301, 'Object o = [SELECT Id FROM Invoice__c];'], [304, 'Object o = [SELECT Owner.Name FROM Account];'], [305, 'Object o = [SELECT Id, (SELECT Id FROM Contacts) FROM Account];'], [312, 'List<AggregateResult> a = [SELECT COUNT(Id) FROM Account];'], [313, 'Integer i = [SELECT COUNT() FROM Account];'],
      [314, 'List<Account> a = [SELECT Id FROM Account]; Account b = [SELECT Id FROM Account]; List<SObject> c = [SELECT Id FROM Account]; String s = [SELECT Name FROM Account].Name;'], [317, '// 66\nObject o = [SELECT Id FROM Account WITH SECURITY_ENFORCED];'], [317, '// 67\nObject o = [SELECT Id FROM Account WITH USER_MODE];'], [321, "List<List<SObject>> a = [FIND 'x' RETURNING Account];"], [308, "String s; Object o = [SELECT Id FROM Account WHERE Name = :s.trim() AND Id IN :new Set<Id>() LIMIT :1 + 1 OFFSET :2];"],
    ],
  });
});
