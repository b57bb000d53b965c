/** Reading fields of records in memory and of queried ones. */
import { describe } from 'mocha';
import { evaluations } from '../stdlib/evaluations.ts';

describe('fields of records', () => {
  evaluations([
    ["new Account(Name = 'A') == new Account(Name = 'A', Id = null)", 'true'], ["new Account(Name = 'A') == new Account(Id = null)", 'false'],
    ["new Set<Account>{ new Account(Name = 'A'), new Account(Name = 'A', Site = null) }.size()", '1'],
    ["((Case) Case.SObjectType.newSObject(null, true)).Status", 'New'], ["((Case) Case.SObjectType.newSObject()).Status", 'null'], ['Shop.copy()', 'true'],
    ['new Contact().HasOptedOutOfEmail', 'false'], ["new Contact().get('HasOptedOutOfEmail')", 'null'], ['new Contact().Description', 'null'],
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
    public static Boolean copy() { Account a = [SELECT Name, CreatedDate, IsDeleted FROM Account WHERE Id = :make()]; Id old = a.Id; a.Id = null; insert a; return a.Id != old; }
    public static String parent() { Id id = make(); Contact c = [SELECT LastName FROM Contact WHERE AccountId = :id]; return c.Account.Name; }
  }`]);
});

describe('safe navigation', () => {
  evaluations([
    ['Door.none()?.next.text()', 'null'], ['Door.none()?.next.next.next.text().length()', 'null'], ['Door.none()?.all()[0].text()', 'null'], ['Door.none()?.all().size()', 'null'],
    ["((String) null)?.trim().length()", 'null'], ["' a '?.trim().length()", '1'], ['new Door()?.text().length()', '4'], ['new Door()?.all()[1].text()', 'door'],
    ['new Door()?.next?.next.next', 'null'], ['new Door()?.next.next', '! System.NullPointerException: Attempt to de-reference a null object'],
    ['new Door().next?.all().size()', 'null'], ["new Door()?.all().isEmpty() ? 'none' : 'some'", 'some'], ["Door.none()?.next.text() == null", 'true'],
    ["(Door.none()?.text() ?? 'nobody').length()", '6'], ['((Account) null)?.Owner.Name.length()', 'null'], ['new Door()?.amount().intValue()', '2'], ['Door.none()?.amount().intValue()', 'null'],
  ], [`public class Door {
    public Door next;
    public static Door none() { return null; }
    public String text() { return 'door'; }
    public Double amount() { return 2.5; }
    public List<Door> all() { return new List<Door>{ null, this }; }
  }`]);
});
