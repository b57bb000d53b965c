import { describe } from 'mocha';
import { compiles, type Accepted, type Rejected } from './compile.ts';

/** What a variable takes without a cast, by its type, and the nearest things that it doesn't (Apex Developer Guide: Rules of Conversion). */
const ASSIGNED: readonly { readonly type: string; readonly from: readonly string[]; readonly refused: readonly (readonly [value: string, type: string])[] }[] = [
  { type: 'Long', from: ['1', '1L', "'a'.length()", 'null'], refused: [['1.5', 'Decimal'], ["'1'", 'String']] },
  { type: 'Double', from: ['1', '1L', '1.5', '1.5d'], refused: [["'1.5'", 'String'], ['true', 'Boolean']] },
  { type: 'Decimal', from: ['1', '1L', '1.5', '1.5d', 'new Invoice__c().Amount__c'], refused: [["'1'", 'String']] },
  { type: 'String', from: ["'a'", 'UserInfo.getUserId()', 'new Account().Id', 'null', "'a' + 1", '1 + null + \'\'', "'''\ntext'''"], refused: [['1', 'Integer'], ['Date.today()', 'Date'], ['Season.SPRING', 'Season']] },
  { type: 'Id', from: ["'001000000000001'", 'new Account().Id', 'UserInfo.getUserId()', 'new Contact().AccountId'], refused: [['1', 'Integer'], ['new Account()', 'Account']] },
  { type: 'Datetime', from: ['Date.today()', 'System.now()', 'new Account().CreatedDate'], refused: [['Time.newInstance(1, 2, 3, 4)', 'Time']] },
  { type: 'Date', from: ['Date.today()', 'Datetime.now().date()', 'Date.today() + 1'], refused: [['Datetime.now()', 'Datetime']] },
  { type: 'Object', from: ['1', "'a'", 'true', 'Date.today()', 'new Account()', 'new Animal()', 'new List<String>()', 'new Map<String, Integer>()', 'Season.SPRING', 'Animal.class', 'Account.SObjectType', '[SELECT Id FROM Account]'], refused: [] },
  { type: 'SObject', from: ['new Account()', 'new Invoice__c()', '[SELECT Id FROM Account]', 'new Contact().Account'], refused: [['new Animal()', 'Animal'], ["'a'", 'String']] },
  { type: 'Account', from: ['new Account()', '[SELECT Id FROM Account LIMIT 1]', 'new Contact().Account', '(Account) Account.SObjectType.newSObject()'], refused: [['new Contact()', 'Contact']] },
  { type: 'Animal', from: ['new Animal()', 'new Dog()', 'true ? new Dog() : new Animal()', '(Animal) (Object) new Dog()'], refused: [['new OopsException()', 'OopsException']] },
  { type: 'List<Object>', from: ['new List<String>()', 'new List<Integer>{ 1 }', 'new List<Account>()', 'new List<List<String>>()', 'new Object[]{ 1, \'a\', null }'], refused: [['new Set<String>()', 'Set<String>']] },
  { type: 'List<SObject>', from: ['new List<Account>()', '[SELECT Id FROM Account]', 'new SObject[]{ new Account(), new Contact() }', "Database.query('SELECT Id FROM Account')"], refused: [['new List<Animal>()', 'List<Animal>']] },
  { type: 'List<Account>', from: ['new List<SObject>()', '[SELECT Id FROM Account]', "Database.query('SELECT Id FROM Account')", 'new Account[3]'], refused: [['new List<Contact>()', 'List<Contact>']] },
  { type: 'List<Animal>', from: ['new List<Dog>()', 'new List<Animal>{ new Dog(), new Cat() }', 'new Dog[]{}'], refused: [['new Set<Animal>()', 'Set<Animal>']] },
  { type: 'Iterable<String>', from: ['new List<String>()', '(Iterable<String>) new List<String>()'], refused: [] },
  { type: 'Map<String, Object>', from: ['new Map<String, Object>{ \'a\' => 1, \'b\' => \'c\' }', 'new Map<String, Integer>()', 'new Account().getPopulatedFieldsAsMap()'], refused: [['new List<Object>()', 'List<Object>']] },
  { type: 'Map<Id, Account>', from: ['new Map<Id, Account>([SELECT Id FROM Account])', 'new Map<Id, Account>(new List<Account>())'], refused: [['new Map<Id, Contact>()', 'Map<Id,Contact>']] },
  { type: 'Exception', from: ['new OopsException()', "new OopsException('a', new OopsException())", 'new IllegalArgumentException(\'a\')'], refused: [] },
  { type: 'Type', from: ['Animal.class', 'List<Account>.class', 'Map<String, List<Integer>>.class', "Type.forName('Animal')", 'String.class'], refused: [] },
];

/** Casts that may turn out well, and operators on types that go together. */
const EXPRESSIONS: readonly (readonly [rule: number, expression: string])[] = [
  [239, '(Integer) 1.5'], [239, '(Integer) (Object) 1'], [239, '(Long) 1.5'], [239, '(Dog) new Animal()'], [239, '(Account) (SObject) new Account()'], [239, '(List<Account>) new List<SObject>()'], [239, '(Shape) new Animal()'], [239, '(Map<String, Object>) JSON.deserializeUntyped(\'{}\')'], [239, '(List<Animal>) JSON.deserialize(\'[]\', List<Animal>.class)'], [239, '(Set<Id>) (Object) new Set<Id>()'], [239, '(Id) \'001000000000001\''],
  [219, '1 == 1.5'], [219, '1L == 1'], [219, "'a' == null"], [219, 'new Account().Id == \'001000000000001\''], [219, 'Date.today() == Datetime.now()'], [219, 'new Animal() == new Dog()'], [219, '(Object) 1 == \'a\''], [219, 'Season.SPRING != null'], [219, 'new Account() == new Account()'],
  [220, "'a' < 'b'"], [220, '1 <= 1.5'], [220, 'Date.today() > Date.today().addDays(-1)'], [220, 'Datetime.now() >= Date.today()'], [221, 'new Animal() === new Animal()'], [221, 'new List<Integer>() !== null'],
  [226, '1 + 2L'], [226, '1 / 2.0'], [226, '1 * 1.5d'], [226, '-(1 - 2)'], [226, 'Date.today() + 5'], [226, 'Datetime.now() - 0.5'], [226, 'Time.newInstance(1, 2, 3, 4) + 5'], [226, "'a' + null + 1 + true + Season.SPRING + new Account()"],
  [231, '1 << 2'], [231, '1L >> 2'], [231, '1 >>> 2'], [232, 'true & false'], [232, '5 | 2L'], [232, 'true ^ false'], [225, '~1L'],
  [237, 'true ? 1 : 2.5'], [237, 'true ? null : 1'], [237, 'true ? new Animal() : new Dog()'], [237, 'true ? new Account() : null'], [237, 'true ? \'a\' : (String) null'], [237, 'true ? new List<SObject>() : new List<Account>()'], [238, "null ?? 'a'"], [238, 'new Account().Name ?? \'none\''], [238, 'new Animal() ?? new Dog()'], [238, '1 ?? 2.5'],
  [257, 'new Integer[]{ 1 }[0]'], [257, 'new List<List<String>>{ new List<String>{ \'a\' } }[0][0]'], [244, 'new Account().Owner?.Name'], [244, 'new Contact().Account?.Owner?.Name'], [244, 'Animal.make()?.name?.length()'],
];

describe('compiling: what goes together without a cast', () => {
  compiles({
    rejected: ASSIGNED.flatMap(({ type, refused }) => refused.map(([value, from]): Rejected => [168, `${type} x = ${value};`, `1: Illegal assignment from ${from} to ${type.replace(', ', ',')}`])),
    accepted: [
      ...ASSIGNED.flatMap(({ type, from }) => from.map((value): Accepted => [168, `${type} x = ${value};`])),
      ...EXPRESSIONS.map(([rule, expression]): Accepted => [rule, `Object o = ${expression};`]),
      // Arguments convert as assigned values do; a return and a field's initial value, too.
      [117, 'public class A { void take(Long a, Decimal b, Object c, List<SObject> d, SObject e, Datetime f) { } void b() { take(1, 2, 3, new List<Account>(), new Account(), Date.today()); } }'],
      [134, 'public class A { Decimal b() { return 1; } Object c() { return new Animal(); } Id d() { return \'001000000000001\'; } List<Account> e() { return [SELECT Id FROM Account]; } Account f() { return [SELECT Id FROM Account]; } Datetime g() { return Date.today(); } }'],
      [168, 'public class A { Long b = 1; Decimal c { get; set; } Object d = 1.5; static final Double E = 2; A() { c = 1; b += 1; } }'],
      [168, 'Decimal d = 1; d += 1; d -= 1L; d *= 1.5; d /= 2; String s = \'a\'; s += 1; Integer i = 1; i <<= 2; i |= 1; Long l = 1; l += i; Date t = Date.today(); t += 1;'],
    ],
  });
});
