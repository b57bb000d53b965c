import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseStatements } from '../../../src/sandbox/apex/syntax/parser.ts';
import { showStatement } from './support/show.ts';

/** A statement and the structure it must have; where that is null, it is the source. */
const TABLE: readonly (readonly [string, string | null])[] = [
  ['f();', null], ['a = 1;', '(a = 1);'], ['i++;', '(i++);'], ['--i;', '(--i);'], ['new A();', null], ['{ }', null], ['{ f(); { g(); } }', null],
  // Declarations and what only looks like one
  ['Integer i;', null], ['Integer i = 1, j, k = 2;', null], ['final A a = b;', null], ['transient A a;', null], ["@SuppressWarnings('x') A a;", '@SuppressWarnings("x") A a;'], ['List<A> a;', null],
  ['Map<Id, List<B.C>> a = b;', null], ['String[] a;', null], ['A.B[] c = d;', null], ['Set<Id> x;', null], ['a = b < c;', '(a = (b < c));'], ['List<A>.class.f();', null],
  ['Account acc;', null], ['get set;', null], ['when first = limit;', null],
  // Control flow
  ['if (a) f();', null], ['if (a) f(); else g();', null], ['if (a) f(); else if (b) g(); else h();', null], ['if (a) if (b) f(); else g();', null],
  ['while (a) f();', null], ['while (a);', 'while (a) ;'], ['do { f(); } while (a);', 'do { f(); } while (a)'],
  ['for (Integer i = 0, n = 5; i < n; i++) f();', 'for (Integer i = 0, n = 5; (i < n); (i++)) f();'], ['for (;;) f();', 'for (; ; ) f();'], ['for (i = 0, j = 1; ; i++, j++);', 'for ((i = 0), (j = 1); ; (i++), (j++)) ;'],
  ['for (A a : b) f();', null], ['for (List<A> a : [SELECT Id FROM A]) { }', null], ['for (A a : b) ;', null],
  ['return;', null], ['return a;', null], ['throw new A();', null], ['break;', null], ['continue;', null],
  ['try { } catch (A a) { }', null], ['try { } catch (a.B c) { f(); } catch (Exception e) { } finally { }', null], ['try { } finally { f(); }', null], ['try { } catch (final A a) { }', 'try { } catch (A a) { }'],
  // switch
  ['switch on a { when 1 { f(); } }', null], ["switch on a { when 'x', 'y' { } when null { } when else { f(); } }", 'switch on a { when "x", "y" { } when null { } when else { f(); } }'],
  ['switch on a { when -1, 2L { } }', 'switch on a { when (-1), 2L { } }'], ['switch on a { when RED, Color.BLUE { } }', null], ['switch on a { when Account b { } }', 'switch on a { when type Account b { } }'],
  ['switch on f(a) { when ns.B__c b { } when (1) { } }', 'switch on f(a) { when type ns.B__c b { } when paren 1 { } }'],
  // DML
  ['insert a;', null], ['update as user a;', null], ['delete as system a;', null], ['undelete new List<A>{b};', null], ['upsert a;', null], ['upsert a Ext__c;', 'upsert a by Ext__c;'],
  ['upsert a Account.Ext__c;', 'upsert a by Account.Ext__c;'], ['upsert as user a b.Fields.Ext__c;', 'upsert as user a by b.Fields.Ext__c;'], ['merge a b;', 'merge a with b;'], ['merge as user a new List<A>{b, c};', 'merge as user a with new List<A>{b, c};'],
  ['insert [SELECT Id FROM A];', null], ['INSERT a;', 'insert a;'],
  // System.runAs
  ['System.runAs(u) { f(); }', 'runAs (u) { f(); }'], ['system.RUNAS(new User()) { }', 'runAs (new User()) { }'], ['System.runAsX(u);', null],
];

describe('statements', () => {
  for (const [source, expected] of TABLE) {
    it(source, () => {
      const { tree, errors } = parseStatements(source);
      assert.deepEqual(errors, []);
      assert.equal(tree.map(showStatement).join(' '), expected ?? source);
    });
  }

  it('reads on behind a statement that is wrong', () => {
    const { tree, errors } = parseStatements('f(); a = ; g(); Integer = 5; h(); if ( ; i(); foo bar baz; j();');
    const calls = tree.filter((s) => s.kind === 'ExpressionStatement').map((s) => s.expression).filter((e) => e.kind === 'CallExpression').map((e) => e.name.name);
    assert.deepEqual(calls, ['f', 'g', 'h', 'i', 'j']);
    assert.ok(errors.length >= 3);
  });
});
