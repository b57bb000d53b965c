/** Behaviour of the platform that surprises its users. Source of the list: ChuckJonas/wtfapex; each program is our own. */
import { describe } from 'mocha';
import { programs } from './programs.ts';

describe('oddities', () => {
  programs([
    { name: 'a null Boolean is neither true nor false', code: "Boolean b; System.debug(b != true); System.debug(b != false); System.debug(b == null);", prints: ['true', 'true', 'true'] },
    { name: 'and no condition', code: 'Boolean b; if (b) { System.debug(1); }', throws: 'System.NullPointerException: Attempt to de-reference a null object' },
    { name: 'texts that are equal need not be the same', code: "System.debug('Abc' == 'aBC'); System.debug('Abc'.equals('aBC')); System.assertEquals('Abc', 'aBC');", prints: ['true', 'false'], throws: 'System.AssertException: Assertion Failed: Expected: Abc, Actual: aBC' },
    { name: 'equals is called by what the variable is declared as', code: "Coin c = new Coin(); System.debug(c.equals('a')); Object o = c; System.debug(o.equals('a'));", prints: ['asked', 'true', 'false'] },
    { name: '== asks the equals of a class', code: 'System.debug(new Coin() == new Coin()); System.debug(new Coin() === new Coin());', prints: ['asked', 'true', 'false'] },
    { name: 'a class of your own hides one of the system', code: "System.debug(Crypto.hello()); System.debug(System.Crypto.getRandomInteger() != null);", prints: ['own', 'true'] },
    { name: 'an inner class that is not there is its outer class', code: 'System.debug(Coin.Nothing.class == Coin.class); System.debug(Coin.Nothing.class);', prints: ['true', 'Coin'] },
    { name: 'an Id of 15 characters is one of 18', code: "Id a = '0012F00000YIc48'; Id b = '0012F00000YIc48QAD'; System.debug(a == b); System.debug(new List<Id>{ a }.contains(b)); System.debug(new Set<Id>{ a }.contains(b));", prints: ['true', 'true', 'true'] },
    { name: 'final parameters take other values', code: "System.debug(Coin.change('x'));", prints: ['changed'] },
    { name: 'a static method implements an interface', code: 'Coin c = new Coin(); c.start(); Coin.Starter s = c; s.start();', prints: ['started', 'started'] },
    { name: 'a dynamic query gives a list or its only row', code: "insert new Account(Name = 'A'); Account a = Database.query('SELECT Name FROM Account'); List<Account> l = Database.query('SELECT Name FROM Account'); System.debug(a.Name + l.size());", prints: ['A1'] },
    { name: 'the values of a map stand for one record', code: 'List<Task> l = new List<Task>{ new Map<Id, Task>().values() };', throws: 'System.QueryException: List has no rows for assignment to SObject' },
    { name: 'a local of a branch without braces reaches the other branch', code: "if (false) String a = 'x'; else a = 'y'; System.debug(1);", prints: ['1'] },
    { name: 'a set can be joined', code: "System.debug(String.join(new Set<String>{ 'a', 'b' }, ','));", prints: ['a,b'] },
    { name: 'format reads quotes', code: "System.debug(String.format('Hello, \\'{0}\\'', new List<String>{ 'World' })); System.debug(String.format('Hello, \\'\\'{0}\\'\\'', new List<String>{ 'World' }));", prints: ['Hello, {0}', "Hello, 'World'"] },
    { name: 'a static call may break before its dot', code: 'System.debug(Coin\n  .change(\'x\'));', prints: ['changed'] },
    { name: 'a record that changes is lost in a set', code: "Account a = new Account(Name = 'x'); Set<Account> s = new Set<Account>{ a }; a.Name = 'y'; System.debug(s.contains(a)); s.add(a); System.debug(s.size());", prints: ['false', '2'] },
    { name: 'reserved words are names in JSON without a class', code: "Map<String, Object> m = (Map<String, Object>) JSON.deserializeUntyped('{\"from\": 1, \"select\": 2}'); System.debug(m.get('from')); System.debug(m.get('select'));", prints: ['1', '2'] },
    { name: 'an Integer is every kind of number', code: 'Object x = 42; System.debug(x instanceof Integer); System.debug(x instanceof Long); System.debug(x instanceof Double); System.debug(x instanceof Decimal);', prints: ['true', 'true', 'true', 'true'] },
    { name: 'rounding wraps around', code: 'Decimal d = 214748364656.6; Integer i = Math.round(d); System.debug(i);', prints: ['-143'] },
    { name: 'an abstract class is not made from JSON', code: "JSON.deserialize('{\"a\": 1}', Half.class);", throws: 'System.JSONException: Type cannot be constructed: Half' },
    { name: 'a zone that is not there is GMT', code: "System.debug(Datetime.newInstanceGmt(2026, 1, 2, 3, 4, 5).format('HH:mm z', 'Nowhere'));", prints: ['03:04 GMT'] },
    { name: 'a constant has its value above its declaration', code: 'System.debug(Coin.LENGTH);', prints: ['3'] },
    { name: 'equal dates are two objects', code: 'Object a = Date.today(), b = Date.today(), c = a; System.debug(a === b); System.debug(a === c);', prints: ['false', 'true'] },
    { name: 'groups are AggregateResults even where there are none', code: "System.debug(((List<AggregateResult>) Database.query('SELECT Type FROM Opportunity GROUP BY Type')).size());", prints: ['0'] },
    { name: 'no field is no argument', code: 'new Account().put((String) null, 1);', throws: 'System.NullPointerException: Argument cannot be null.' },
    { name: 'a text is a text before it is an id, whatever else is converted', code: "System.debug(Pick.one(20, 'GAU 2') + Pick.one(20, UserInfo.getUserId()) + Pick.one(20, (Id) UserInfo.getUserId()));", prints: ['texttextid'] },
    { name: 'this() means the constructor of the class itself', code: "System.debug(new Loud('a', 'b').text);", prints: ['a/b/none'] },
    { name: 'format asks every argument for its text once', code: "System.debug(String.format('{2} {0} {0}', new List<Object>{ new Counted(), new Counted(), new Counted() }));", prints: ['3 1 1'] },
    { name: 'a member by this. is asked for fields even if it is null', code: 'System.debug(new Held().byThis()); new Held().bare();', prints: ['null'], throws: 'System.NullPointerException: Attempt to de-reference a null object' },
    { name: 'the hash of a record knows its parents', code: "Contact c = new Contact(Account = new Account(Name = 'a')); Integer before = c.hashCode(); c.Account.Name = 'b'; System.debug(before == c.hashCode()); System.debug(new Contact(Account = new Account(Name = 'b')).hashCode() == c.hashCode());", prints: ['false', 'true'] },
    { name: 'a checkbox is never null by a dot, but by get', code: "Contact c = new Contact(DoNotCall = null); System.debug(c.DoNotCall); System.debug(c.get('DoNotCall')); System.debug(c.get(Contact.HasOptedOutOfFax)); c.HasOptedOutOfFax = c.DoNotCall; System.debug(c.get('HasOptedOutOfFax'));", prints: ['false', 'null', 'null', 'false'] },
    { name: 'a Datetime does not change', code: 'Datetime a = Datetime.newInstanceGmt(2024, 1, 1); Datetime b = a; b = b.addDays(1); System.debug(a.dayGmt() + \' \' + b.dayGmt());', prints: ['1 2'] },
  ], [
    "public class Pick { public static String one(Decimal a, Id b) { return 'id'; } public static String one(Decimal a, String b) { return 'text'; } }",
    `public class Coin implements Starter { public static final Integer LENGTH = NAME.length(); private static final String NAME = 'abc'; public Boolean equals(Object o) { System.debug('asked'); return true; } public Integer hashCode() { return 1; }
      public static String change(final String s) { s = 'changed'; return s; } public static void start() { System.debug('started'); } public interface Starter { void start(); } }`,
    'public class Held { Account a; public String byThis() { return this.a.Name; } public String bare() { return a.Name; } }',
    'public class Counted { static Integer count = 0; public override String toString() { return String.valueOf(++count); } }',
    "public virtual class Quiet { public String text; public Quiet(String a, String b) { this(a, b, 'none'); } public Quiet(String a, String b, String c) { text = a + '/' + b + '/' + c; } }",
    "public class Loud extends Quiet { public Loud(String a, String b) { super(a, b); } public Loud(String a, String b, String c) { super(c, b); text = 'wrong'; } }",
    "public class Crypto { public static String hello() { return 'own'; } }",
    'public abstract class Half { public Integer a; }',
  ]);
});
