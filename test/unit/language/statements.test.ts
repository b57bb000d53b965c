import { describe } from 'mocha';
import { programs } from './programs.ts';

describe('statements', () => {
  programs([
    { name: 'if, while, do, for', code: 'Integer n = 0; for (Integer i = 0; i < 3; i++) { n += i; } while (n < 5) n++; do { n--; } while (n > 4); if (n == 4) System.debug(n); else System.debug(\'no\');', prints: ['4'] },
    { name: 'continue and break', code: 'for (Integer i = 0; i < 6; i++) { if (i == 1) continue; if (i == 4) break; System.debug(i); }', prints: ['0', '2', '3'] },
    { name: 'for each over a list and a set', code: "for (String s : new List<String>{'a', 'b'}) System.debug(s); for (Integer i : new Set<Integer>{3, 1}) System.debug(i);", prints: ['a', 'b', '3', '1'] },
    { name: 'switch on an Integer', code: "Integer i = 2; switch on i { when 1 { System.debug('one'); } when 2, 3 { System.debug('few'); } when else { System.debug('many'); } }", prints: ['few'] },
    { name: 'switch on a String is case-sensitive', code: "switch on 'a' { when 'A' { System.debug(1); } when else { System.debug(2); } }", prints: ['2'] },
    { name: 'switch on a type', code: "SObject r = new Contact(LastName = 'x'); switch on r { when Account a { System.debug('A'); } when Contact c { System.debug(c.LastName); } }", prints: ['x'] },
    { name: 'finally runs after return', code: "System.debug(Probe.order());", prints: ['try finally after'] },
    { name: 'catch by type', code: "try { Integer.valueOf('x'); } catch (MathException e) { System.debug('no'); } catch (TypeException e) { System.debug(e.getMessage()); }", prints: ['Invalid integer: x'] },
    { name: 'an exception in finally replaces the first', code: "try { try { throw new IllegalArgumentException('a'); } finally { Integer z = 0; Integer y = 1 / z; } } catch (Exception e) { System.debug(e.getTypeName()); }", prints: ['System.MathException'] },
    { name: 'null-safe navigation', code: 'String s; System.debug(s?.length()); System.debug(s ?? \'none\');', prints: ['null', 'none'] },
    { name: 'modification while iterating', code: 'List<Integer> l = new List<Integer>{1, 2}; for (Integer i : l) l.add(3);', throws: 'System.FinalException: Cannot modify a collection while it is being iterated.' },
    { name: 'list bounds', code: 'System.debug(new List<Integer>{1}[4]);', throws: 'System.ListException: List index out of bounds: 4' },
    { name: 'String equality ignores case, equals does not', code: "System.debug('A' == 'a'); System.debug('A'.equals('a'));", prints: ['true', 'false'] },
    { name: 'child initialisers run before those of the base', code: 'new Child();', prints: ['child field', 'base field', 'base constructor', 'child constructor'] },
    { name: 'virtual dispatch and super', code: 'System.debug(new Child().describe());', prints: ['child field', 'base field', 'base constructor', 'child constructor', 'child of base'] },
    { name: 'statics are fresh in each transaction', code: 'Counter.n++; System.debug(Counter.n);', prints: ['1'] },
    { name: 'statics are fresh in each transaction, again', code: 'Counter.n++; System.debug(Counter.n);', prints: ['1'] },
    { name: 'properties', code: 'Box b = new Box(); b.width = -2; System.debug(b.width); System.debug(b.area);', prints: ['0', '0'] },
    { name: 'enum', code: "System.debug(Color.values()); System.debug(Color.valueOf('green').ordinal());", prints: ['(RED, GREEN)', '1'] },
    { name: 'object text lists fields by name', code: 'System.debug(new Box());', prints: ['Box:[w=3]'] },
    { name: 'endless recursion ends', code: 'Counter.down(1);', throws: 'System.LimitException: Maximum stack depth reached: 1001' },
    { name: 'an endless loop ends at the CPU limit', code: 'while (true) {}', throws: 'System.LimitException: Apex CPU time limit exceeded' },
    { name: 'an endless loop around a short one ends', code: 'while (true) { for (Integer i = 0; i < 3; i++) {} }', throws: 'System.LimitException: Apex CPU time limit exceeded' },
    { name: 'an endless loop that calls what returns out of a loop ends', code: 'do { Counter.firstEven(); } while (true);', throws: 'System.LimitException: Apex CPU time limit exceeded' },
    { name: 'an endless loop around one that is left by an exception ends', code: "while (true) { try { for (;;) { throw new IllegalArgumentException('again'); } } catch (IllegalArgumentException e) {} }", throws: 'System.LimitException: Apex CPU time limit exceeded' },
    { name: 'getters that read each other end', code: 'Integer i = Counter.here;', throws: 'System.LimitException: Maximum stack depth reached: 1001' },
  ], [
    `public class Probe { public static String order() { List<String> l = new List<String>(); try { run(l); } finally { l.add('after'); } return String.join(l, ' '); }
      static Integer run(List<String> l) { try { l.add('try'); return 1; } finally { l.add('finally'); } } }`,
    `public virtual class Base { Integer a = Say.it('base field'); public Base() { Say.it('base constructor'); } public virtual String describe() { return 'base'; } }`,
    `public class Child extends Base { Integer b = Say.it('child field'); public Child() { super(); Say.it('child constructor'); } public override String describe() { return 'child of ' + super.describe(); } }`,
    'public class Say { public static Integer it(String text) { System.debug(text); return 1; } }',
    'public class Counter { public static Integer n = 0; public static Integer down(Integer i) { return down(i + 1) + 1; } public static Integer firstEven() { for (Integer i = 1; i < 5; i++) if (Math.mod(i, 2) == 0) return i; return 0; } public static Integer here { get { return there; } } static Integer there { get { return here; } } }',
    'public class Box { private Integer w = 3; public Integer width { get { return w; } set { w = value < 0 ? 0 : value; } } public Integer area { get { return width * width; } } }',
    'public enum Color { RED, GREEN }',
  ]);
});
