/** Names and texts that mean something to JavaScript mean nothing in Apex. */
import { describe } from 'mocha';
import { programs } from './programs.ts';

const NAMES = ['constructor', 'prototype', 'eval', 'arguments', 'hasOwnProperty', 'toString', 'valueOf', 'process', 'require', 'globalThis', 'undefined', 'NaN', 'await', 'yield', 'async', 'let', 'var', 'function', 'typeof', 'debugger', 'apply', 'caller', 'length', 'name', 'values', 'unit', 'hook'];
/** Those that may also name a class: what belongs to every object or to the library is left out. */
const CLASSES = ['Constructor', 'Prototype', 'Eval', 'Arguments', 'HasOwnProperty', 'Process', 'Require', 'GlobalThis', 'NaN', 'Await', 'Function', 'Proxy', 'Reflect', 'Symbol', 'Promise', 'Error'];

const TEXTS: readonly (readonly [apex: string, printed: string])[] = [
  ['${process.exit(1)}', '${process.exit(1)}'], ['`', '`'], ['*/ x /*', '*/ x /*'], ['</script>', '</script>'], ['"; process.exit(1); "', '"; process.exit(1); "'], ['\\\\', '\\'], ["\\'", "'"], ['\\u2028|\\u2029', '\u2028|\u2029'], ['__proto__', '__proto__'], ['%s%d', '%s%d'],
];

const method = (name: string): string => (name === 'toString' ? 'public override String toString() { return \'text\'; }' : `public Integer ${name}(Integer x) { return x + 1; }`);

describe('security 12: names and texts that generated code must not take for its own', () => {
  programs([
    ...NAMES.map(name => ({ name: `a local called ${name}`, code: `Integer ${name} = 1; ${name} += 2; for (Integer i = 0; i < 1; i++) { ${name}++; } System.debug(${name});`, prints: ['4'] })),
    ...NAMES.map(name => ({ name: `a field, a static and a property called ${name}`, code: `Holder_${name} h = new Holder_${name}(); h.${name} = 3; System.debug(h.${name} + Statics_${name}.${name}); System.debug(new Properties_${name}().${name});`, prints: ['8', '7'] })),
    ...NAMES.filter(name => name !== 'toString').map(name => ({ name: `a method called ${name}`, code: `System.debug(new Methods_${name}().${name}(1));`, prints: ['2'] })),
    { name: 'a method called then, which makes no object wait', code: 'System.debug(new Waiting().then(1));', prints: ['2'] },
    { name: 'an object that overrides toString', code: 'System.debug(String.valueOf(new Methods_toString()));', prints: ['text'] },
    ...CLASSES.map(name => ({ name: `a class called ${name}`, code: `System.debug(new ${name}().go());`, prints: [name] })),
    ...NAMES.map(name => ({ name: `a key called ${name}`, code: `Map<String, Integer> m = new Map<String, Integer>(); System.debug(m.get('${name}')); m.put('${name}', 1); System.debug(m.get('${name}')); System.debug(new Set<String>{ '${name}' }.contains('x')); System.debug(((Map<String, Object>) JSON.deserializeUntyped('{"${name}": 5}')).get('${name}'));`, prints: ['null', '1', 'false', '5'] })),
    { name: 'a key called __proto__', code: "Map<String, Object> m = (Map<String, Object>) JSON.deserializeUntyped('{\"__proto__\": {\"polluted\": true}}'); System.debug(m.size()); System.debug(new Map<String, Object>().get('polluted')); System.debug(JSON.serialize(m));", prints: ['1', 'null', '{"__proto__":{"polluted":true}}'] },
    ...TEXTS.map(([text, printed]) => ({ name: `the text ${JSON.stringify(text)}`, code: `System.debug('${text}'); Object o = '${text}'; System.debug(o);`, prints: [printed, printed] })),
  ], [
    ...NAMES.map(name => `public class Holder_${name} { public Integer ${name}; }`),
    ...NAMES.map(name => `public class Statics_${name} { public static Integer ${name} = 5; }`),
    ...NAMES.map(name => `public class Properties_${name} { public Integer ${name} { get { return 7; } } }`),
    ...NAMES.map(name => `public class Methods_${name} { ${method(name)} }`),
    `public class Waiting { ${method('then')} }`,
    ...CLASSES.map(name => `public class ${name} { public String go() { return '${name}'; } }`),
  ]);
});

const PROBES: readonly (readonly [what: string, code: string, prints: readonly string[], throws?: string])[] = [
  ['a type', "System.debug(Type.forName('constructor')); System.debug(Type.forName('__proto__'));", ['null', 'null']],
  ['an object', "System.debug(Schema.getGlobalDescribe().get('constructor')); System.debug(Schema.getGlobalDescribe().containsKey('__proto__'));", ['null', 'false']],
  ['a field', "new Account().get('constructor');", [], 'System.SObjectException: Invalid field constructor for Account'],
  ['a protocol', "new Url('constructor://a.example/');", [], 'System.StringException: unknown protocol: constructor'],
  ['the kind of a file', "ContentVersion v = new ContentVersion(Title = 'a', PathOnClient = 'a.constructor', VersionData = Blob.valueOf('x')); insert v; System.debug([SELECT FileType FROM ContentVersion WHERE Id = :v.Id].FileType);", ['UNKNOWN']],
  ['a distance', "try { System.debug(Location.newInstance(1, 1).getDistance(Location.newInstance(1, 2), 'constructor')); } catch (Exception e) { System.debug('refused'); }", ['refused']],
  ['a digest', "try { System.debug(Crypto.generateDigest('constructor', Blob.valueOf('a')).size()); } catch (Exception e) { System.debug('refused'); }", ['refused']],
  ['a signature', "try { System.debug(Crypto.sign('constructor', Blob.valueOf('a'), Blob.valueOf('b')).size()); } catch (Exception e) { System.debug('refused'); }", ['refused']],
  ['a mac', "try { System.debug(Crypto.generateMac('__proto__', Blob.valueOf('a'), Blob.valueOf('b')).size()); } catch (Exception e) { System.debug('refused'); }", ['refused']],
  ['an entity of XML', "try { Dom.Document d = new Dom.Document(); d.load('<a>&constructor;</a>'); System.debug(d.getRootElement().getText().contains('native')); } catch (Exception e) { System.debug('refused'); }", ['refused']],
  ['a query', "Database.query('SELECT constructor FROM Account');", [], "System.QueryException: \nSELECT constructor FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'constructor' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names."],
  ['an object of a query', "try { Database.query('SELECT Id FROM constructor'); System.debug('found'); } catch (QueryException e) { System.debug('refused'); }", ['refused']],
  ['a function of a query', "try { Database.query('SELECT constructor(Id) FROM Account'); System.debug('found'); } catch (QueryException e) { System.debug('refused'); }", ['refused']],
  ['a date literal', "try { Database.query('SELECT Id FROM Account WHERE CreatedDate = constructor'); System.debug('found'); } catch (QueryException e) { System.debug('refused'); }", ['refused']],
  ['a member of JSON', "Plain p = (Plain) JSON.deserialize('{\"constructor\": 1, \"__proto__\": {\"a\": 2}, \"toString\": 3, \"a\": 4}', Plain.class); System.debug(p.a); System.debug(JSON.serialize(p));", ['4', '{"a":4}']],
  ['a zone', "TimeZone.getTimeZone('constructor');", [], 'System.StringException: Invalid time zone: constructor'],
  ['a limit', "System.debug(OrgLimits.getMap().get('constructor'));", ['null']],
  ['a label', "try { System.debug(System.Label.get('', 'constructor')); } catch (Exception e) { System.debug('refused'); }", ['refused']],
  ['a formula function', "try { System.debug(Formula.builder().withFormula('constructor(1)').withType(Schema.Account.class).withReturnType(FormulaEval.FormulaReturnType.INTEGER).build().evaluate(new Account())); } catch (Exception e) { System.debug('refused'); }", ['refused']],
];

describe('security 12: names that every JavaScript object has are unknown where Apex asks for one', () => {
  programs(PROBES.map(([name, code, prints, throws]) => ({ name, code, prints, ...(throws === undefined ? {} : { throws }) })), ['public class Plain { public Integer a; }']);
});
