/** Names that mean more than one thing, and what the compiler adds to results of the library. */
import { describe } from 'mocha';
import { evaluations } from '../stdlib/evaluations.ts';
import { programs } from './programs.ts';

describe('names of objects and classes', () => {
  evaluations([
    ['String.valueOf(new BusinessHours(Name = \'Day\').Name)', 'Day'], ['BusinessHours.SObjectType', 'BusinessHours'],
    ['((List<Network>) new List<Network>()).size()', '0'],
    ['Schema.SObjectType.Account.fields.Name.getName()', 'Name'], ['SObjectType.Case.Fields.ContactId.getName()', 'ContactId'],
    ['Account.SObjectType.getDescribe().fields.getMap().containsKey(\'name\')', 'true'],
    ['Account.SObjectType.fields.Name', 'Name'], ['Schema.Contact.SObjectType.fields.LastName.getDescribe().getLabel()', 'Last Name'], ['Account.SObjectType.fields.getMap().containsKey(\'name\')', 'true'],
    ['Account.Id.getDescribe().getType() == Schema.DisplayType.Id', 'true'], ["'a' + (+ 'b')", 'ab'], ["(Database.Error) null instanceof Database.DuplicateError", 'false'],
    ['Schema.AccountShare.RowCause.Manual', 'Manual'], ['Quiddity.UNDEFINED', 'UNDEFINED'], ['Schema.SoapType.DECIMAL', 'DECIMAL'], ['StatusCode.MALFORMED_ID', 'MALFORMED_ID'], ['new Map<Schema.DescribeSObjectResult, Integer>{ SObjectType.Account => 1 }.get(Account.SObjectType.getDescribe())', '1'], ['new Set<Schema.DescribeFieldResult>{ Account.Name.getDescribe(), Account.Name.getDescribe() }.size()', '1'], ['new Set<Schema.ChildRelationship>(SObjectType.Account.getChildRelationships()).containsAll(SObjectType.Account.getChildRelationships())', 'true'], ["Account.SObjectType.getDescribe().fields.getMap().containsKey('BillingStateCode')", 'false'], ['LoggingLevel.ERROR.ordinal() > LoggingLevel.INFO.ordinal()', 'true'], ['LoggingLevel.values()', '(NONE, INTERNAL, FINEST, FINER, FINE, DEBUG, INFO, WARN, ERROR)'],
  ]);
});

describe('Visualforce pages', () => {
  evaluations([['Page.Welcome.getUrl()', '/apex/welcome'], ['Page.SiteLogin.getUrl()', '/apex/sitelogin']], [], { 'pages/Welcome.page': '<apex:page/>' });
});

describe('dynamic queries for one record', () => {
  evaluations([
    ["((User) Database.query('SELECT Id FROM User LIMIT 1')).Id == UserInfo.getUserId()", 'true'],
    ["((Account) Database.query('SELECT Id FROM Account')).Id", '! System.QueryException: List has no rows for assignment to SObject'],
    ["((Profile) Database.query('SELECT Id FROM Profile')).Id", '! System.QueryException: List has more than 1 row for assignment to SObject'],
    ['Shop.first()', 'User'],
  ], ["public class Shop { public static String first() { User u = Database.queryWithBinds('SELECT Id FROM User WHERE Id = :id', new Map<String, Object>{ 'id' => UserInfo.getUserId() }, AccessLevel.SYSTEM_MODE); return String.valueOf(u.getSObjectType()); } }"]);
});

describe('binds of dynamic queries', () => {
  evaluations([['Shop.found(true)', '1'], ['Shop.found(false)', '0']], [`public class Shop {
    public static Integer found(Boolean byName) {
      insert new Account(Name = 'A');
      String soql = 'SELECT COUNT() FROM Account';
      if (byName) { String name = 'A'; soql += ' WHERE Name = :name'; } else { String none = 'B'; soql += ' WHERE Name = :none'; }
      return Database.countQuery(soql);
    }
  }`]);
});

describe('the rows of a query as a list of any records', () => {
  programs([{ name: 'are of the kind that was asked for', code: "insert new Account(Name = 'A'); List<SObject> l = [SELECT Id FROM Account]; System.debug(l.getSObjectType()); System.debug(l instanceof List<Account>);", prints: ['Account', 'true'] },
    { name: 'have the values of functions by their alias', code: "insert new Opportunity(Name = 'O', StageName = 's', CloseDate = Date.newInstance(2026, 5, 1)); SObject row = Database.query('SELECT FORMAT(CloseDate) shown FROM Opportunity')[0]; System.debug(row.get('shown'));", prints: ['5/1/2026'] },
    { name: 'names of a parent of any kind are as the object has them', code: "Account a = new Account(Name = 'A'); insert a; insert new Task(Subject = 's', WhatId = a.Id); SObject what = Database.query('SELECT what.name, what.type FROM Task')[0].getSObject('What'); System.debug(what.getPopulatedFieldsAsMap()); System.debug(what.get('Type'));", prints: [`{Id=001SB0000000002YAA, Name=A, Type=Account}`, 'Account'] }]);
});

describe('binds that are no ids', () => {
  evaluations([
    ["[SELECT COUNT() FROM Account WHERE Id IN :new Set<String>{ 'Fake Name' } OR Name = 'x']", '0'], ["[SELECT COUNT() FROM Account WHERE Id = :'Fake']", '0'], ["[SELECT COUNT() FROM Account WHERE Id = '0016G000000000000T']", '0'],
    ["Database.query('SELECT Id FROM Account WHERE Id = \\'Fake\\'')", '! System.QueryException: invalid ID field: Fake'], ['Contact.Name.getDescribe().getLabel()', 'Full Name'], ['Site.OptionsRequireHttps.getDescribe().getType()', 'BOOLEAN'], ['QuickText.Channel.getDescribe().getType()', 'MULTIPICKLIST'],
  ]);
});

describe('getters as fields', () => {
  evaluations([
    ['User.LocaleSidKey.getDescribe().type', 'PICKLIST'], ['Account.Name.getDescribe().name', 'Name'],
    ["Database.insert(new Account(Name = 'A'), false).success", 'true'], ["Database.insert(new Account(), false).errors[0].message", 'Required fields are missing: [Name]'],
  ]);
});

describe('options of DML', () => {
  evaluations([
    ['Shop.options().duplicateRuleHeader.allowSave', 'true'], ['Shop.options().assignmentRuleHeader.useDefaultRule', 'null'],
  ], ['public class Shop { public static Database.DMLOptions options() { Database.DMLOptions o = new Database.DMLOptions(); o.DuplicateRuleHeader.allowSave = true; return o; } }']);
});

describe('a class named like an object', () => {
  evaluations([
    // In its namespace the bare name means the class, `Schema.` the object.
    ['new User().greet()', 'hello'], ["new Schema.User(LastName = 'A').LastName", 'A'], ['Shop.recordOf()', 'Schema'], ['Shop.classOf()', 'class'],
    ["Shop.kindOf((Object) new Schema.User(LastName = 'A'))", 'object'], ['Shop.kindOf((Object) new User())', 'class'],
    ["new Schema.User(LastName = 'A').getSObjectType()", 'User'], ['[SELECT Id FROM User LIMIT 1].size()', '1'], ['Shop.listOf()', 'true,false'], ['Shop.mapOf()', '1'],
    ["Type.forName('User').newInstance() instanceof User", 'true'], ["Type.forName('Schema.User').newInstance() instanceof Schema.User", 'true'], ["Type.forName('Schema.User') == Schema.User.class", 'true'],
    ["Type.forName('List<Schema.User>').newInstance() instanceof List<SObject>", 'true'], ["Type.forName('List<User>') == List<User>.class", 'true'], ['User.class == Schema.User.class', 'false'],
    ["((List<Schema.User>) JSON.deserialize('[{\"LastName\":\"A\"}]', List<Schema.User>.class))[0].LastName", 'A'], ["((User) JSON.deserialize('{\"word\":\"ciao\"}', User.class)).greet()", 'ciao'],
    ['Account.ORDER', '1'], ['Shop.insertAccount()', '1'], ['Schema.Account.SObjectType', 'Account'], ['Schema.SObjectType.Account.getName()', 'Account'],
    ["(Object) new Map<Id, Schema.User>([SELECT Id FROM User LIMIT 1]).values() instanceof List<Schema.User>", 'true'], ['Shop.typed(new Holder())', 'A,hello'],
  ], [
    "public class User { public String word = 'hello'; public String greet() { return word; } }",
    'public class Account { public static final Integer ORDER = 1; }',
    "public class Holder { public Schema.User person = new Schema.User(LastName = 'A'); public User other = new User(); public List<Schema.User> people { get; set; } }",
    `public class Shop {
      public static String recordOf() { return over(new Schema.User()); }
      public static String classOf() { return over(new User()); }
      static String over(User u) { return 'class'; }
      static String over(Schema.User u) { return 'Schema'; }
      public static String kindOf(Object o) { return o instanceof User ? 'class' : o instanceof Schema.User ? 'object' : 'neither'; }
      public static String listOf() { Object found = [SELECT Id FROM User LIMIT 1]; return (found instanceof List<Schema.User>) + ',' + (found instanceof List<User>); }
      public static Integer mapOf() { Map<Schema.User, User> all = new Map<Schema.User, User>{ new Schema.User() => new User() }; return all.size(); }
      public static Integer insertAccount() { insert new Schema.Account(Name = 'A'); return [SELECT Id FROM Account].size(); }
      public static String typed(Holder h) { h = (Holder) JSON.deserialize(JSON.serialize(h), Holder.class); return h.person.LastName + ',' + h.other.greet(); }
    }`,
  ]);
});
