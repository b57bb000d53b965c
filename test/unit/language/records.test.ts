/** Reading fields of records in memory and of queried ones. */
import { describe } from 'mocha';
import { evaluations } from '../stdlib/evaluations.ts';

describe('fields of records', () => {
  evaluations([
    ['new Contact().HasOptedOutOfEmail', 'false'], ["new Contact().get('HasOptedOutOfEmail')", 'false'], ['new Contact().Description', 'null'],
    ["new Contact().isSet('HasOptedOutOfEmail')", 'false'], ['new Contact().getPopulatedFieldsAsMap().size()', '0'],
    ['Shop.lookup()', 'Acme true'], ['Shop.children()', '0'],
    ['Shop.parent()', '! System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: Contact.Account'],
    ['new Shop(false).state', 'started'],
  ], [`public class Shop {
    public String state = 'new';
    public Shop(Boolean goesOn) { state = 'started'; if (!goesOn) return; state = 'went on'; }
    static Id make() { Account a = new Account(Name = 'Acme'); insert a; insert new Contact(LastName = 'Ames', AccountId = a.Id); return a.Id; }
    public static String lookup() { Id id = make(); Contact c = [SELECT Account.Name FROM Contact WHERE AccountId = :id]; return c.Account.Name + ' ' + (c.AccountId == id); }
    public static Integer children() { Id id = make(); Account a = [SELECT Name FROM Account WHERE Id = :id]; return a.Contacts.size(); }
    public static String parent() { Id id = make(); Contact c = [SELECT LastName FROM Contact WHERE AccountId = :id]; return c.Account.Name; }
  }`]);
});
