/** Random Apex by its grammar: what it makes can be read, and is often of the wrong type. */
type Random = () => number;

/** Productions by name; `<name>` stands for one of another, `<name*>` for none to three. */
const GRAMMAR: Readonly<Record<string, readonly string[]>> = {
  unit: [
    'public class A { <member> <member> }', 'public class A { <method> }', 'public class A { <method> <method> }', '<modifier*> class A<supertypes> { <member*> <member*> <member> }',
    'trigger T on Account (before insert, after update) { <statement*> <statement*> }', 'public interface I { <signature*> }', 'public enum A { ONE, TWO }',
  ],
  method: ['public void run(Integer i, String s, Account r, List<Integer> l) { <statement> <statement*> }', 'public static Object run(Boolean b, Decimal d, Map<String, Object> m, SObject o) { <statement*> return <expression>; }'],
  modifier: ['public', 'global', 'virtual', 'abstract', 'with sharing', 'without sharing', '@IsTest', "@SuppressWarnings('x')"],
  supertypes: ['', '', ' extends Exception', ' implements Comparable', ' implements Database.Batchable<SObject>', ' extends B', ' implements Iterable<A>'],
  member: [
    '<access> <static> <type> <name> <init>;', '<access> <static> <type> <name> { get; set; }', '<access> <static> <type> <name> { get { <statement*> return <expression>; } set { <statement*> <name> = value; } }',
    '<access> <static> <type> <name>(<parameters>) { <statement*> return <expression>; }', '<access> <static> void <name>(<parameters>) { <statement*> <statement*> }', '<access> A(<parameters>) { <statement*> }', 'static { <statement*> }', '{ <statement*> }',
    '<access> class <typeName> { <member*> }', '<access> enum <typeName> { X, Y }', '@TestVisible private <static> <type> <name>;', '@AuraEnabled public static <type> <name>(<parameters>) { return <expression>; }', '@future static void <name>() { <statement*> }',
  ],
  signature: ['<type> <name>(<parameters>);', 'void <name>();'],
  access: ['public', 'private', 'protected', 'global', 'public virtual', 'public override', 'public abstract', ''],
  static: ['', '', 'static', 'final', 'transient', 'static final'],
  parameters: ['', '', '<type> a', '<type> a, <type> b', 'final <type> a'],
  init: ['', '', '= <expression>'],
  typeName: ['A', 'B', 'C', 'D'],
  name: ['a', 'b', 'c', 'i', 's', 'r', 'l', 'd', 'm', 'o', 'size', 'Name', 'System', 'account'],
  type: ['Integer', 'Long', 'Double', 'Decimal', 'String', 'Boolean', 'Id', 'Date', 'Datetime', 'Object', 'SObject', 'Account', 'Contact', 'A', 'B', 'List<<type>>', 'Set<<type>>', 'Map<<type>, <type>>', '<type>[]', 'Blob', 'Schema.SObjectType', 'Exception', 'A.C', 'Iterator<<type>>'],
  statement: [
    '<type> <name> <init>;', '<type> <name> = <expression>, <name>;', '<expression>;', '<name> = <expression>;', 'if (<expression>) <statement> else <statement>', 'if (<expression>) { <statement*> }', 'while (<expression>) { <statement*> break; }', 'do { <statement*> } while (<expression>);',
    'for (Integer i = 0; <expression>; i++) { <statement*> continue; }', 'for (<type> <name> : <expression>) { <statement*> }', 'for (Account x : [SELECT Id, Name FROM Account WHERE Name = :<expression>]) { <statement*> }', 'return <expression>;', 'return;', 'throw <expression>;', 'throw new DmlException();',
    'try { <statement*> } catch (Exception x) { <statement*> } finally { <statement*> }', 'try { <statement*> } catch (DmlException x) { }', 'switch on <expression> { when <literal>, <literal> { <statement*> } when else { <statement*> } }', 'switch on <expression> { when Account x { <statement*> } when null { } }',
    'insert <expression>;', 'update as user <expression>;', 'upsert <expression> Id;', 'delete <expression>;', '{ <statement*> }', ';', 'System.runAs(<expression>) { <statement*> }', 'break;', 'continue;', '<expression>++;', 'this(<expression>);', 'super();', 'System.debug(<expression>);', '<name> += <expression>;',
  ],
  expression: [
    '<name>', '<name>', '<literal>', '<literal>', '<expression> <operator> <expression>', '(<expression>)', '!<expression>', '-<expression>', '<expression> ? <expression> : <expression>', '(<type>) <expression>', '<expression> instanceof <type>', 'new <type>()', 'new <type>(<expression>)', 'new List<<type>>{ <expression>, <expression> }', 'new Map<String, <type>>{ \'k\' => <expression> }',
    'new Account(Name = <expression>, <name> = <expression>)', '<expression>.<name>', '<expression>?.<name>', '<expression>.<name>(<expression>)', '<name>(<expression>, <expression>)', '<expression>[<expression>]', '<expression> ?? <expression>', '[SELECT Id, (SELECT Id FROM Contacts) FROM Account WHERE Id IN :<expression> LIMIT 3]', '[SELECT COUNT() FROM Contact]', '[FIND :<expression> IN ALL FIELDS RETURNING Account(Id)]',
    'String.valueOf(<expression>)', 'Math.max(<expression>, <expression>)', '<type>.class', 'Account.Name', 'Trigger.new', 'this', 'super.<name>()', '<name> = <expression>', '<name>++', 'System.now().addDays(<expression>)', 'JSON.deserialize(<expression>, <type>.class)', "String.format('{0}', new List<Object>{ <expression> })",
  ],
  operator: ['+', '-', '*', '/', '&&', '||', '==', '!=', '===', '<', '<=', '>', '>=', '&', '|', '^', '<<', '>>', '>>>'],
  literal: ['1', '0', '2147483648', '5L', '1.50', '2.0d', "'text'", "''", 'true', 'false', 'null', "'''\nlines'''", 'E.ONE'],
};

/** Small programs are right more often. */
export function randomUnit(random: Random): string {
  return grow('unit', random, 3 + Math.floor(random() * 7));
}

/** `depth`: how many further levels may grow; then productions are taken that don't. */
function grow(name: string, random: Random, depth: number): string {
  const all = GRAMMAR[name]!;
  const short = all.filter((production) => !/<\w+\*?>/.test(production) || name === 'supertypes');
  const choices = depth <= 0 && short.length > 0 ? short : all;
  const production = choices[Math.floor(random() * choices.length)]!;
  return production.replaceAll(/<([a-z]\w*)(\*?)>/gi, (whole, next: string, many: string) => {
    if (!(next in GRAMMAR)) return whole;
    if (many === '') return grow(next, random, depth - 1);
    const count = depth <= 0 ? 0 : Math.floor(random() * 4);
    return Array.from({ length: count }, () => grow(next, random, depth - 1)).join(' ');
  });
}
