import { describe } from 'mocha';
import { compiles, type Accepted, type Rejected } from './compile.ts';

/** Words that no declaration may give (Apex Developer Guide: Reserved Keywords); methods may have some of them. */
const RESERVED = ['activate', 'any', 'array', 'begin', 'bulk', 'byte', 'case', 'cast', 'char', 'collect', 'commit', 'const', 'default', 'desc', 'end', 'exception', 'exit', 'export', 'float', 'goto', 'group', 'having', 'hint', 'import', 'inner', 'int', 'into', 'join', 'loop', 'number', 'object', 'of', 'outer', 'package', 'parallel', 'pragma', 'retrieve', 'rollback', 'short', 'sort', 'switch', 'synchronized', 'system', 'then', 'transaction', 'when'];
const KEYWORDS = ['and', 'as', 'asc', 'by', 'from', 'in', 'like', 'limit', 'not', 'nulls', 'or', 'select', 'using', 'where'];
/** Words of the language that are names all the same. */
const FREE = ['after', 'before', 'count', 'excludes', 'first', 'includes', 'last', 'order', 'sharing', 'with', 'type', 'search', 'today', 'tomorrow', 'future', 'stat', 'savepoint', 'get', 'value', 'offset', 'data', 'category', 'scope', 'reference', 'view', 'rows', 'returning'];

const reserved: readonly Rejected[] = [
  ...RESERVED.map((word): Rejected => [33, `public class A { Integer ${word}; }`, `1: Identifier name is reserved: ${word}`]),
  ...KEYWORDS.map((word): Rejected => [34, `public class A { Integer ${word}; }`, `1: Identifier cannot be a keyword: ${word}`]),
];
const free: readonly Accepted[] = [
  ...RESERVED.map((word): Accepted => [33, `public class A { void ${word}() { } }`]),
  ...FREE.map((word): Accepted => [33, `public class A { Integer ${word}; void f(String ${word}) { ${word} = null; } }`]),
];

describe('compiling: names', () => {
  compiles({
    rejected: [
      ...reserved,
      [32, 'Integer a__b;', '1: Invalid character in identifier: a__b'],
      [32, 'Integer a_;', '1: Invalid character in identifier: a_'],
      [32, 'public class A_ { }', '1: Invalid character in identifier: A_'],
      [32, 'public class A { void b__c() { } }', '1: Invalid character in identifier: b__c'],
      [32, 'public enum A { B_ }', '1: Invalid character in identifier: B_'],
      [33, 'public class A { void b(Integer group) { } }', '1: Identifier name is reserved: group'],
      [33, 'for (Integer number = 0; number < 1; number++) { }', '1: Identifier name is reserved: number'],
      [33, 'for (String desc : new List<String>()) { }', '1: Identifier name is reserved: desc'],
      [33, 'public enum A { B, DEFAULT }', '1: Identifier name is reserved: DEFAULT'],
      [34, 'public class A { void from() { } }', '1: Identifier cannot be a keyword: from'],
      [34, 'for (Integer by : new List<Integer>()) { }', '1: Identifier cannot be a keyword: by'],
      [35, 'public class Page { }', '1: Identifier type is reserved: Page'],
      [35, 'public interface ApexPages { }', '1: Identifier type is reserved: ApexPages'],
      [36, `Integer ${'a'.repeat(256)};`, `1: Identifier name is too long: ${'a'.repeat(256)}`],
      [55, `public enum A { ${Array.from({ length: 101 }, (_, i) => `B${i}`).join(', ')} }`, '1: Maximum number of enum items exceeded: 100'],
      [99, '// 32\npublic class A { @InvocableMethod public static void b() { } }', '1: InvocableMethod methods must be in version 33 or higher'],
      [99, '// 32\npublic class A { @InvocableVariable public Integer b; }', '1: InvocableVariable fields must be in version 33 or higher'],
      [99, '// 42\n@NamespaceAccessible public class A { }', '1: NamespaceAccessible classes must be in version 43 or higher'],
      [336, '// 39\n@IsTest(IsParallel=true) class A { }', '1: Annotation property, IsParallel on IsTest, must be in version 40 or higher'],
      [344, "@IsTest(testFor='Orders') class A { }", '1: *'],
      [345, "@IsTest(testFor='ApexClass:') class A { }", '1: Invalid value for property testFor, expected Apex class name is missing or empty'],
      [274, 'new Map<Id, Account>().putAll(new Map<Id, Contact>());', '1: Invalid putAll type Map<Id,Contact> found for Map<Id,Account>'],
      [274, 'new Map<String, Integer>().putAll(new List<String>());', '1: Invalid putAll type List<String> found for Map<String,Integer>'],
      [275, 'new List<Integer>().addAll(new List<String>());', '1: Illegal all method call for argument type, List<String>, for collection: List<Integer>'],
      [292, 'Map<String, Rate__c> r = Rate__c.getAll();', '1: Method only supports list type Custom Settings: Rate__c'],
      [296, 'new Account().recalculateFormulas();', '1: SObject.recalculateFormulas() is deprecated as of API version 57.0. Use Formula.recalculateFormulas() instead'],
      [285, 'insert new Profile();', '1: *'],
      [285, 'delete new RecordType();', '1: *'],
    ],
    accepted: [
      ...free,
      [32, 'Integer a_b; Integer a1;'], [36, `Integer ${'a'.repeat(255)};`], [55, `public enum A { ${Array.from({ length: 100 }, (_, i) => `B${i}`).join(', ')} }`], [35, 'public class A { Integer page; Integer apexPages; }'],
      [99, '// 33\npublic class A { @InvocableMethod public static void b() { } }'], [336, '// 40\n@IsTest(IsParallel=true) class A { }'], [345, "@IsTest(testFor='ApexClass:Orders, ApexTrigger:OrderTrigger') class A { }\n---\npublic class Orders { }\n---\ntrigger OrderTrigger on Account (before insert) { }"], [274, 'new Map<Id, Account>().putAll(new List<Account>()); new Map<Object, Object>().putAll(new Map<String, Integer>());'], [292, 'Rate__c r = Rate__c.getInstance(); r = Rate__c.getOrgDefaults();'], [296, '// 56\nnew Account().recalculateFormulas();'],
      // Nearest neighbours of what other tables refuse.
      [1, 'Object o = [SELECT Id FROM Account WHERE Id != null];'], [42, 'public class A { List<String> b; }'], [66, 'public class A extends Animal { Animal[] b; }'], [88, "@RestResource(urlMapping='/a') global class A { global class B { } }"], [93, 'public class A { @RemoteAction public static void b() { } }'], [93, 'global class A { webservice static void b() { } }'],
      [103, "@RestResource(urlMapping='/a') global class A { @HttpGet global static void b() { } @HttpPost global static void c() { } @HttpPut global static void d() { } @HttpPatch global static void e() { } }"], [106, "@RestResource(urlMapping='/a') global class A { @HttpPost global static void b(String c) { } }"], [146, 'public class A extends Animal { void b() { super.speak(); } }'], [159, 'SObject o = new Account();'],
      [192, 'for (SObject s : [SELECT Id FROM Account]) { }'], [197, 'switch on 1 { when else { } }'], [200, 'SObject s; switch on s { when Invoice__c a { } }'], [201, 'SObject s; switch on s { when Account a { } }'], [202, "switch on 'x' { when 'y' { } }"], [202, 'switch on 1L { when 5L, 6 { } }'], [204, 'Season s; switch on s { when spring { } }'], [207, 'switch on 1 { when (1), -2 { } }'], [211, 'switch on 1 { when null { } }'],
      [218, 'try { run(); } catch (OopsException f) { } catch (Exception e) { }'], [234, 'Long l = 1; --l;'], [235, 'Double d = 1; d++;'], [236, 'Integer x = 1; Integer y = -(x++);'], [240, 'Object o = (Object) 1;'], [242, 'Boolean b = Animal.make() instanceof Cat;'], [248, "Account a; a.Name.addError('x'); a?.addError('x');"], [257, 'List<String> l; Integer i = 0; Object o = l[i + 1];'],
      [258, 'Object o = Animal.make();'], [259, 'Object o = Animal.class;'], [271, "Object o = new Map<String, Integer>{ 'x' => 1 };"], [283, 'public interface A { List<String> b(); }'], [286, 'Invoice__c s; upsert s Key__c;'], [289, 'Contact a, b; merge a b;'], [290, 'Lead a, b; merge a b;'], [325, 'trigger T on Account (after undelete) { }'], [326, 'trigger T on Account (before insert, after insert) { }'], [327, 'trigger T on Account (before insert) { }'],
      [335, "@RestResource(urlMapping='/a') global class A { }"], [356, '@IsTest(SeeAllData=true IsParallel=false) class A { }'], [357, 'public class A { @AuraEnabled(cacheable=true) public static void b() { } }'], [365, 'public class A { @AuraEnabled public String getB() { return null; } }'], [369, 'public class A { @AuraEnabled public static String b() { return null; } }'], [369, 'global class A { @AuraEnabled global static String b() { return null; } }'],
      [371, 'public class A { @AuraEnabled public static void b(List<Id> c) { } }'], [372, 'public class A { @AuraEnabled public List<Id> b; }'], [373, 'public class A { @AuraEnabled public Integer b; }'], [378, 'public class A { @InvocableMethod @Deprecated public static void b() { } }'], [379, 'public class A { @InvocableMethod public static void b() { } }'], [382, "@RestResource(urlMapping='/') global class A { }"], [383, `@RestResource(urlMapping='/${'a'.repeat(254)}') global class A { }`],
      [386, "@RestResource(urlMapping='/a/*') global class A { }"], [387, "@RestResource(urlMapping='/*/b') global class A { }"], [388, "@RestResource(urlMapping='/a') global class A { @HttpGet global static void b() { } }"], [389, "@JsonAccess(serializable='never') public class A { }"], [395, 'global class A { webservice static void b() { } webservice static void c() { } static void b(String d) { } }'], [397, "public class A { @SuppressWarnings('a') void b() { } @SuppressWarnings('b') void c() { } }"],
      [405, '@IsTest class A { @TestSetup static void b() { } }'], [406, '@IsTest(SeeAllData=false) class A { @TestSetup static void b() { } }'], [407, '@IsTest class A { @TestSetup static void b() { } @IsTest(SeeAllData=false) static void c() { } }'], [409, '@IsTest(IsParallel=true) class A { @IsTest static void b() { } }'], [411, '@IsTest class A { @IsTest static void b() { } }'], [412, '@IsTest public class A { }'], [413, '@IsTest class A { @TestSetup static void b() { } static void c() { } }'], [414, '@IsTest class A { @IsTest static void b() { } @TestSetup static void c() { } }'],
      [434, 'public class A implements Comparable { public Integer compareTo(Object o) { return 1; } }'],
      // One conversion, operator or statement each.
      ...['Long l = 1;', 'Decimal d = 1L;', 'Decimal d = 1.5;', 'Double d = 1.5;', 'Double d = 1;', "Id i = 'x';", 'Datetime d = Date.today();', 'Object o = 1;', 'Object o = new List<String>();', 'Animal a = new Dog();', 'SObject s = new Account();', 'List<SObject> l = new List<Account>();', 'List<Account> l = new List<SObject>();', 'List<Object> l = new List<String>();', 'Iterable<String> i = new List<String>();', 'Exception e = new OopsException();', 'Boolean b = null;', 'Integer i = null;', 'Map<String, Object> m = new Map<String, Object>();', 'Date d = Date.today().addDays(1);'].map((program): Accepted => [168, program]),
      ...["Boolean b = 'a' == 'b';", 'Boolean b = 1 == 1L;', 'Boolean b = 1.5 != 2;', 'Boolean b = null == null;', 'Boolean b = Season.SPRING == Season.SUMMER;', 'Object o; Boolean b = o == Season.SPRING;', 'Boolean b = new Account() == new Account();', 'Boolean b = new List<String>() == new List<String>();', 'SObject s; Boolean b = s != new Contact();', 'Shape s; Boolean b = s == Animal.make();'].map((program): Accepted => [219, program]),
      ...['Boolean b = 1 < 2L;', 'Boolean b = 1.5 >= 2;', "Boolean b = 'a' > 'b';", 'Boolean b = Date.today() < Datetime.now();', 'Time t; Boolean b = t <= t;', 'Boolean b = null < 1;'].map((program): Accepted => [220, program]),
      ...['Integer i = 7 / 2 - 1 * 3;', "String s = 1 + 'x';", "String s = 'x' + Date.today();", "String s = 'x' + new Animal();", "String s = null + 'x';", 'Decimal d = 1 * 1.5;', 'Long l = 1 + 1L;', 'Double e; Decimal d = e + 1.5;'].map((program): Accepted => [226, program]),
      ...['Object o = true ? 1 : 1.5;', 'Object o = true ? null : new Dog();', "String s = true ? 'x' : null;", 'Animal a = true ? new Dog() : new Animal();', 'Object o = true ? (Object) 1 : (Object) \'x\';', 'SObject s = true ? (SObject) new Account() : new Contact();', 'Id i = true ? (Id) null : UserInfo.getUserId();'].map((program): Accepted => [237, program]),
      ...['Integer i = (Integer) 1L;', 'Long l = (Long) 1;', 'Decimal d = (Decimal) 1;', "String s = (String) (Object) 'x';", 'Account a = (Account) (SObject) new Account();', 'Dog d = (Dog) Animal.make();', 'Shape s = (Shape) Animal.make();', 'Object o = (Object) new Dog();', 'List<Object> l = (List<Object>) (Object) new List<Object>();', 'Set<String> s = (Set<String>) (Object) new Set<String>();', "Season s = (Season) (Object) Season.SPRING;"].map((program): Accepted => [239, program]),
      ...['Object o; Boolean b = o instanceof List<String>;', 'Object o; Boolean b = o instanceof Map<String, Object>;', 'Object o; Boolean b = o instanceof Season;', 'SObject s; Boolean b = s instanceof Invoice__c;', 'Shape s; Boolean b = s instanceof Animal;', 'Exception e; Boolean b = e instanceof OopsException;', 'Boolean b = !(Animal.make() instanceof Dog);'].map((program): Accepted => [241, program]),
      ...['insert new Account();', 'update new Account();', 'upsert new Account();', 'delete new Account();', 'undelete new Account();', 'insert new List<SObject>();', 'insert new Account[]{};', 'update [SELECT Id FROM Account];', 'delete new Map<Id, Account>().values();', 'insert as system new Account();', 'insert new Invoice__c(Amount__c = 1);'].map((program): Accepted => [284, program]),
      ...['while (true) { if (true) { break; } }', 'do { run(); } while (false);', 'for (;;) { return; }', 'for (Integer i = 0, j = 1; i < j; i++, j--) { run(); }', 'if (true) run(); else if (false) run(); else run();', 'try { run(); } catch (DmlException e) { } catch (Exception e) { } finally { }', '{ { run(); } }', 'switch on 1 { when 1 { } when 2, 3 { } when else { } }', 'Integer i, j = 1, k;', 'return;', 'throw new OopsException();', 'System.runAs(new User(Id = UserInfo.getUserId())) { run(); }'].map((program): Accepted => [187, program]),
    ],
  });
});
