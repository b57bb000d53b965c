import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { TypeDeclaration } from '../../../src/sandbox/apex/syntax/ast.ts';
import { parseAnonymous, parseCompilationUnit } from '../../../src/sandbox/apex/syntax/parser.ts';
import { showMember, showStatement } from './support/show.ts';

/** A file and its structure; where that is null, it is the source. */
const TYPES: readonly (readonly [string, string | null])[] = [
  ['class A { }', 'class A {  }'], ['public with sharing class A extends B implements C, d.E<F> {}', 'public with sharing class A extends B implements C, d.E<F> {  }'],
  ['GLOBAL Without  Sharing Virtual class A {}', 'global without sharing virtual class A {  }'], ['inherited sharing abstract class A {}', 'inherited sharing abstract class A {  }'],
  ['@IsTest(SeeAllData=true isParallel=false) private class A {}', '@IsTest(SeeAllData=true isParallel=false) private class A {  }'],
  ["@RestResource(urlMapping='/a/*') global class A {}", '@RestResource(urlMapping="/a/*") global class A {  }'], ["@SuppressWarnings('x') class A {}", '@SuppressWarnings("x") class A {  }'],
  ['interface A extends B, C { void f(); List<D> g(E e); }', 'interface A extends B, C { method void f(); method List<D> g(E e) }'],
  ['public enum A { B, C }', null], ['enum A {}', 'enum A {  }'],
];

const MEMBERS: readonly (readonly [string, string])[] = [
  ['Integer a;', 'field Integer a'], ['private static final List<A> a = new List<A>(), b;', 'field private static final List<A> a = new List<A>(), b'], ['transient String[] a;', 'field transient String[] a'],
  ['@TestVisible private Integer a = 1;', 'field @TestVisible private Integer a = 1'], ['public Integer get;', 'field public Integer get'],
  ['public Integer a { get; set; }', 'property public Integer a { get; set; }'], ['A a { get { return b; } private set { b = value; } }', 'property A a { get { return b; } private set { (b = value); } }'],
  ['static A a { set; }', 'property static A a { set; }'], ['A a {}', 'property A a { }'],
  ['void f() {}', 'method void f() { }'], ['abstract A f(final B b, C[] c);', 'method abstract A f(final B b, C[] c)'], ['static testMethod void f() { g(); }', 'method static testmethod void f() { g(); }'],
  ['webservice static String f() { return null; }', 'method webservice static String f() { return null; }'], ["@InvocableMethod(label='a' description='b') public static void f() {}", 'method @InvocableMethod(label="a" description="b") public static void f() { }'],
  ['A() {}', 'constructor A() { }'], ['public A(B b) { this(b, 1); }', 'constructor public A(B b) { this(b, 1); }'], ['public Outer.A() {}', 'constructor public Outer.A() { }'],
  ['{ f(); }', 'initializer { f(); }'], ['static { f(); }', 'static initializer { f(); }'],
  ['private class B extends C { Integer a; }', 'private class B extends C { field Integer a }'], ['enum B { C }', 'enum B { C }'], ['interface B { void f(); }', 'interface B { method void f() }'],
  [';', ''], ['public override String toString() { return a; }', 'method public override String toString() { return a; }'],
];

describe('declarations', () => {
  for (const [source, expected] of TYPES) {
    it(source, () => {
      const { tree, errors } = parseCompilationUnit(source);
      assert.deepEqual(errors, []);
      assert.equal(showMember(tree as TypeDeclaration), expected ?? source);
    });
  }
  for (const [source, expected] of MEMBERS) {
    it(`in a class: ${source}`, () => {
      const { tree, errors } = parseCompilationUnit(`class A { ${source} }`);
      assert.deepEqual(errors, []);
      assert.equal(showMember(tree as TypeDeclaration), `class A { ${expected} }`);
    });
  }

  it('reads a trigger with its events, statements and members', () => {
    const { tree, errors } = parseCompilationUnit('trigger T on ns__A__c (before insert, AFTER UnDelete) { f(); static Integer n = 1; void f() {} class B {} for (A a : Trigger.new) {} }');
    assert.deepEqual(errors, []);
    assert.ok(tree.kind === 'TriggerDeclaration');
    assert.deepEqual([tree.name.name, tree.object.name, tree.events], ['T', 'ns__A__c', ['before insert', 'after undelete']]);
    assert.deepEqual(tree.body.statements.map(showStatement), ['f();', 'static Integer n = 1;', 'for (A a : Trigger.new) { }']);
    assert.deepEqual(tree.members.map(showMember), ['method void f() { }', 'class B {  }']);
  });

  it('reads Execute Anonymous with its statements and members in any order', () => {
    const { tree, errors } = parseAnonymous("Integer a = f(1);\nInteger f(Integer b) { return b; }\n@Deprecated public class B { }\nstatic String s;\nA p { get; }\nSystem.debug(a);\n");
    assert.deepEqual(errors, []);
    assert.deepEqual(tree.statements.map(showStatement), ['Integer a = f(1);', 'static String s;', 'System.debug(a);']);
    assert.deepEqual(tree.members.map(showMember), ['method Integer f(Integer b) { return b; }', '@Deprecated public class B {  }', 'property A p { get; }']);
  });

  it('reads on behind a member that is wrong', () => {
    const { tree, errors } = parseCompilationUnit('class A { void f() { a = ; } Integer 5; void g() {} public B[ c; void h( { } void i() {} @ void j() {} int k [] { get; } void l() {} }');
    assert.ok(tree.kind === 'ClassDeclaration');
    const names = tree.members.filter((m) => m.kind === 'MethodDeclaration').map((m) => m.name.name);
    for (const name of ['f', 'g', 'i', 'l']) assert.ok(names.includes(name), `${name} of ${names.join()}`);
    assert.ok(errors.length >= 4);
  });
});
