import { describe } from 'mocha';
import { programs } from '../language/programs.ts';

const SEED = "delete [SELECT Id FROM Account]; delete [SELECT Id FROM Task]; Account acme = new Account(Name = 'Acme'); insert acme; insert new Task(Subject = 'x', WhatId = acme.Id); ";

describe('queries in code', () => {
  programs([
    { name: 'a parent of any kind', code: `${SEED} Task t = [SELECT Id, TYPEOF What WHEN Account THEN Name, Phone ELSE Name END FROM Task LIMIT 1]; Account a = (Account) t.What; System.debug(a.Name); if (t.What instanceof Account) System.debug('yes'); Account b = t.What; System.debug(b.Id == acme.Id);`, prints: ['Acme', 'yes', 'true'] },
    { name: 'read through its name', code: `${SEED} Task t = [SELECT What.Type, What.Name, Owner.Name, Owner.Type FROM Task LIMIT 1]; System.debug(t.What.Type + ' ' + t.What.Name + ' ' + t.Owner.Type); SObject s = t.What; System.debug(s.get('Name'));`, prints: ['Account Acme User', 'Acme'] },
    { name: 'no row is null after ?. and before ??', code: `${SEED} Id x = [SELECT Id FROM Account WHERE Name = 'none']?.Id; System.debug(x); System.debug([SELECT Name FROM Account WHERE Name = 'none']?.Name ?? 'dflt'); System.debug(([SELECT Id FROM Account WHERE Name = 'none'] ?? acme).Name); System.debug([SELECT Name FROM Account WHERE Name = 'acme']?.Name);`, prints: ['null', 'dflt', 'Acme', 'Acme'] },
    { name: 'two rows are too many even there', code: `${SEED} insert new Account(Name = 'Acme'); System.debug([SELECT Id FROM Account]?.Id);`, throws: 'System.QueryException: List has more than 1 row for assignment to SObject' },
    { name: 'dynamic queries see what the code sees', code: `${SEED} Seen.ids.add(acme.Id); System.debug(new Seen().all('Acme').size() + ' ' + new Seen.Nested().some().size() + ' ' + new Seen().inLoop().size());`, prints: ['1 1 1'] },
    { name: 'binds of all kinds', code: `${SEED} Map<Id, Account> m = new Map<Id, Account>([SELECT Id FROM Account]); List<Account> l = m.values(); System.debug([SELECT COUNT() FROM Account WHERE Id IN :m.keySet() AND Id IN :l AND Id = :l[0].Id AND Id IN :new Set<Id>{ acme.Id } AND Name = :acme.Name.toUpperCase() AND CreatedDate >= :Date.today().addDays(-1)]); Integer n = 2; System.debug([SELECT Id FROM Account LIMIT :n - 1 OFFSET :n - 2].size());`, prints: ['1', '1'] },
    { name: 'comments of a feed', code: "System.debug([SELECT LinkUrl, (SELECT CommentBody FROM FeedComments) FROM AccountFeed].size()); System.debug([SELECT Number, EndDate, FiscalYearSettings.Name FROM Period WHERE Type = 'Week'].size());", prints: ['0', '0'] },
    { name: 'a list that is null has no rows to look in', code: 'List<String> none = null; System.debug([SELECT COUNT() FROM Account WHERE Name IN :none]);', throws: 'System.NullPointerException: Attempt to de-reference a null object' },
    { name: 'a parent that was not queried', code: `${SEED} insert new Contact(LastName = 'C', AccountId = acme.Id); Contact c = [SELECT AccountId FROM Contact LIMIT 1]; Contact full = [SELECT AccountId, Account.Name FROM Contact LIMIT 1]; System.debug(full.getSObject('Account').get('Name')); c.getSObject('Account');`, prints: ['Acme'], throws: 'System.SObjectException: SObject row was retrieved via SOQL without querying the requested field: Contact.Account' },
  ], [`public with sharing class Seen extends Above {
    public static Set<Id> ids = new Set<Id>(); public String prop { get { return 'Acme'; } set; } public static final String FIXED = 'Acme'; private Integer most = 1;
    public List<Account> all(String param) { String mine = 'Acme'; return Database.query('SELECT Id, Name FROM Account WHERE Name = :param AND Name = :mine AND Name = :prop AND Name = :FIXED AND Name = :inherited AND Name = :above AND Id IN :ids LIMIT :most'); }
    public class Nested { public String name = 'Acme'; public List<Account> some() { return Database.query('SELECT Id FROM Account WHERE Name = :name'); } }
    public List<Account> inLoop() { List<Account> found = new List<Account>(); for (String s : new List<String>{ 'Acme', 'Beta' }) found.addAll((List<Account>) Database.query('SELECT Id FROM Account WHERE Name = :s')); return found; }
  }`, `public virtual class Above { protected String inherited = 'Acme'; public static String above { get { return 'Acme'; } } }`]);
});
