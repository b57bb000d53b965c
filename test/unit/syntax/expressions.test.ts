import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseExpression } from '../../../src/sandbox/apex/syntax/parser.ts';
import { showExpression } from './support/show.ts';

/** Source and the structure it must have. */
const TABLE: readonly (readonly [string, string])[] = [
  // Literals
  ['1', '1'], ['2147483647', '2147483647'], ['10L', '10L'], ['9223372036854775807l', '9223372036854775807L'],
  ['1.50', '1.50m'], ['.5', '.5m'], ['1.0d', '1d'], ["'a'", '"a"'], ["''", '""'], ['TRUE', 'true'], ['False', 'false'], ['NULL', 'null'],
  ["'it\\'s \\\"x\\\" \\\\ \\t\\n\\u0041'", JSON.stringify('it\'s "x" \\ \t\nA')],
  ["'''\n  a 'quoted'\n    b\n  '''", JSON.stringify("a 'quoted'\n  b\n")],
  ["'''\n\\tx'''", JSON.stringify('\tx')],
  // Precedence and associativity
  ['1 + 2 * 3', '(1 + (2 * 3))'], ['1 - 2 - 3', '((1 - 2) - 3)'], ['a << 1 + b', '(a << (1 + b))'], ['a < b == c > d', '((a < b) == (c > d))'],
  ['a & b ^ c | d', '(((a & b) ^ c) | d)'], ['a || b && c', '(a || (b && c))'], ['a ?? b ?? c', '((a ?? b) ?? c)'], ['a ?? b || c', '(a ?? (b || c))'],
  ['a = b = c', '(a = (b = c))'], ['a ? b : c ? d : e', '(a ? b : (c ? d : e))'], ['a ? b ? c : d : e', '(a ? (b ? c : d) : e)'], ['a = b ? c : d', '(a = (b ? c : d))'],
  ['a instanceof B && c', '((a instanceof B) && c)'], ['!a instanceof B', '((!a) instanceof B)'], ['a === b', '(a === b)'], ['a !== b', '(a !== b)'], ['a <> b', '(a <> b)'],
  ['a >> b', '(a >> b)'], ['a >>> b', '(a >>> b)'], ['a >= b', '(a >= b)'], ['a > > b', '(a >> b)'], ['a < = b', '(a <= b)'], ['a > > = b', '((a >> <error>) = b)'], ['a >>= 1', '(a >>= 1)'], ['a >>>= 1', '(a >>>= 1)'], ['a <<= 1', '(a <<= 1)'],
  ['a += b -= c *= d /= e', '(a += (b -= (c *= (d /= e))))'], ['a |= b &= c ^= d', '(a |= (b &= (c ^= d)))'],
  ['-a.b', '(-a.b)'], ['- -a', '(-(-a))'], ['-a++', '(-(a++))'], ['++a.b', '(++a.b)'], ['~a', '(~a)'], ['a--', '(a--)'],
  // Access and calls
  ['a.b.c', 'a.b.c'], ['a?.b', 'a?.b'], ['a?.b()?.c[0]', 'a?.b()?.c[0]'], ['a.new', 'a.new'], ['Trigger.new[0].Id', 'Trigger.new[0].Id'], ['f(a, b)', 'f(a, b)'], ['this.f()', 'this.f()'],
  ['this(1)', 'this(1)'], ['super(a)', 'super(a)'], ['super.f()', 'super.f()'], ['a[0][1]', 'a[0][1]'], ['Database.insert(x)', 'Database.insert(x)'], ['Account.SObjectType', 'Account.SObjectType'],
  ['Account.fields.Name', 'Account.fields.Name'], ['a /* x */ . b // y', 'a.b'],
  // Types as values
  ['Foo.class', 'Foo.class'], ['a.b.Foo.class', 'a.b.Foo.class'], ['List<A>.class', 'List<A>.class'], ['Map<Id, List<A.B>>.class', 'Map<Id, List<A.B>>.class'], ['String[].class', 'String[].class'], ['void.class', 'void.class'],
  ['Foo.class.getName()', 'Foo.class.getName()'],
  // Creation
  ['new Foo()', 'new Foo()'], ['new a.Foo(1)', 'new a.Foo(1)'], ["new Account(Name = 'x', Age__c = 1)", 'new Account(Name: "x", Age__c: 1)'], ['new Foo(a = 1, b)', 'new Foo((a = 1), b)'],
  ['new List<String>{a, b}', 'new List<String>{a, b}'], ['new String[]{a, b,}', 'new String[]{a, b}'], ['new String[3]', 'new String[] of 3'], ['new Set<Id>{}', 'new Set<Id>{}'],
  ['new Map<Id, List<String>>{a => b, c => d}', 'new Map<Id, List<String>>{a => b, c => d}'], ['new Foo().bar()', 'new Foo().bar()'], ['new Foo[]', 'new Foo[]{}'],
  // Casts and parentheses
  ['(A) b', 'cast<A>(b)'], ['(a)', 'paren a'], ['(a) + b', '(paren a + b)'], ['(a) - b', '(paren a - b)'], ['(Integer) -1', 'cast<Integer>((-1))'], ['(List<A>) -b', 'cast<List<A>>((-b))'],
  ['(a).b()', 'paren a.b()'], ['(A) b.c()', 'cast<A>(b.c())'], ['((A) b).c', 'paren cast<A>(b).c'], ['(A) (B) c', 'cast<A>(cast<B>(c))'], ['(A[]) b', 'cast<A[]>(b)'], ['(Map<Id, A>) b', 'cast<Map<Id, A>>(b)'],
  ['(A) !b', 'cast<A>((!b))'], ["(A) 'x'", 'cast<A>("x")'], ['(A) [SELECT Id FROM B]', 'cast<A>([SELECT Id FROM B])'], ['(a) instanceof B', '(paren a instanceof B)'], ['(a)++', '(paren a++)'], ['(A) ++b', 'cast<A>((++b))'],
  ['(a < b)', 'paren(a < b)'], ['(a ? b : c)', 'paren(a ? b : c)'], ['(A) b == c', '(cast<A>(b) == c)'], ['(A) new B()', 'cast<A>(new B())'], ['(a.b) - c', '(paren a.b - c)'], ['(a)[0]', 'paren a[0]'],
  // Names that are keywords elsewhere
  ['when + then + group + limit + order', '((((when + then) + group) + limit) + order)'], ['get.set', 'get.set'], ['system.user', 'system.user'], ['today', 'today'], ['count(x)', 'count(x)'],
  // Queries
  ['[SELECT Id FROM A].size()', '[SELECT Id FROM A].size()'], ["[FIND 'x' RETURNING A(Id)][0]", '[FIND "x" RETURNING A(Id)][0]'], ['[SELECT COUNT() FROM A] > 0', '([SELECT COUNT() FROM A] > 0)'],
  ['[SELECT Id FROM A WHERE Id IN :(ids) AND B = :(c) LIMIT 1]', '[SELECT Id FROM A WHERE (Id in :paren ids AND B = :paren c) LIMIT 1]'],
  ['[SELECT Id FROM A WHERE B = :x.y(1)[0] + 2 AND C IN :new Set<Id>{d}]', '[SELECT Id FROM A WHERE (B = :(x.y(1)[0] + 2) AND C in :new Set<Id>{d})]'],
];

describe('expressions', () => {
  for (const [source, expected] of TABLE) {
    it(source.replaceAll('\n', '⏎'), () => {
      const { tree, errors } = parseExpression(source);
      assert.equal(showExpression(tree), expected);
      if (!expected.includes('<error>')) assert.deepEqual(errors, []);
    });
  }

  it('gives every node the span of its text', () => {
    const source = ' (A) b . c ( d ) ';
    const { tree } = parseExpression(source);
    assert.equal(source.slice(tree.start, tree.end), '(A) b . c ( d )');
    assert.ok(tree.kind === 'CastExpression');
    assert.equal(source.slice(tree.type.start, tree.type.end), 'A');
    assert.equal(source.slice(tree.operand.start, tree.operand.end), 'b . c ( d )');
  });
});
