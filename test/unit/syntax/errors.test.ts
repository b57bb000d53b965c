import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { LineMap } from '../../../src/sandbox/apex/syntax/line-map.ts';
import { parseAnonymous, parseCompilationUnit } from '../../../src/sandbox/apex/syntax/parser.ts';

const EXPRESSION_TOO_LONG = 'Expression is too long, please split this expression into multiple statements';

/** The body of a method, and the first error: column in the body, message. */
const IN_METHODS: readonly (readonly [string, string])[] = [
  // A `;` left out is reported at what follows; dotted names count as one token.
  ['a = 1 System.debug(a);', "7 Missing ';' at 'System.debug'"], ["c.A = 'x' c.B = 'y';", "11 Missing ';' at 'c.B'"], ['f() }', "5 Missing ';' at '}'"], ['f() return a;', "5 Missing ';' at 'return'"], ['f() return;', "5 Extra ';', at 'return'."],
  ['String body Foo.bar(x);', "8 Missing ';' at 'body'"], ["a = 'x' insert b;", "9 Unexpected token 'insert'."], ['a = b LIMIT 1;', "7 Expecting ';' but was: 'LIMIT'"], ['a = b, c;', "6 Expecting ';' but was: ','"],
  ['Integer i = 3_000;', "14 Extra ';', at '_000'."], ['f(a b);', "5 Extra ')', at 'b'."], ['f(a;', "4 Missing ')' at ';'"], ['if (a { }', "7 Missing ')' at '{'"], ['if a) { }', "4 Missing '(' at 'a'"], ['f(a FROM B);', "5 Expecting ')' but was: 'FROM'"], ['f(a }', "5 Expecting ')' but was: '}'"],
  ['a = ;', "5 Unexpected token ';'."], ['a = * b;', "5 Unexpected token '*'."], [';', "1 Unexpected token ';'."], ['f();;', "5 Unexpected token ';'."], ['catch (A a) { }', "1 Unexpected token 'catch'."], ['else f();', "1 Unexpected token 'else'."],
  ['a.;', "3 Unexpected token ';'."], ['do f(); while (a);', "4 Missing '{' at 'f'"], ['try { }', '1 Try block must have at least one catch block or a finally block'], ['switch on a { }', '1 Switch statement requires at least one when block'],
  ['switch on a { when true { } }', "20 Unexpected token 'true'."], ['System.runAs(u);', "16 Expecting '{' but was: ';'"], ['new A;', "6 Unexpected token ';'."], ['new List<String>{a,};', "20 Unexpected token '}'."],
  ['a;', '1 Expression cannot be a statement.'], ['a + b;', '1 Expression cannot be a statement.'], ['a == b;', '1 Expression cannot be a statement.'], ["'x';", '1 Expression cannot be a statement.'], ['(A) b;', '1 Expression cannot be a statement.'], ['-a;', '1 Expression cannot be a statement.'],
  ['public Integer a;', '16 public is not allowed on locals'], ['static A a = b;', '10 static is not allowed on locals'],
  // Literals and characters
  ['a = 2147483648;', '5 Illegal integer'], ['a = -2147483648;', '6 Illegal integer'], ['a = 9223372036854775808L;', '5 Illegal long'], [`a = 1.${'0'.repeat(50)};`, '5 Illegal decimal'],
  ["a = 'x\\q';", "5 Invalid string literal 'x\\q'. Illegal character sequence '\\q' in string literal."], ["a = '\\u12';", "5 Invalid string literal '\\u12'. Illegal unicode sequence. Less than four hex digits '\\12' in string literal."],
  ["a = '\\u12zz';", "5 Invalid string literal '\\u12zz'. Illegal unicode sequence. '\\u'12zz in string literal."], ["a = 'x\n';", '5 Line breaks are not allowed in string literals'], ["a = '''b''';", "8 Unexpected symbol 'b', was expecting '\\n'."],
  ['a = b % c;', "7 Found punctuation symbol or operator '%' that isn't valid in Apex."], ['a = b # c;', "7 Found punctuation symbol or operator '#' that isn't valid in Apex."], ['a = `b`;', "5 Found punctuation symbol or operator '`' that isn't valid in Apex."], ['a = "b";', `5 Found punctuation symbol or operator '"' that isn't valid in Apex.`],
  ['a = \u0001b;', "5 Found control character hex 0x1 (decimal 1) that isn't valid in Apex."], ['a = b → c;', "7 Unrecognized symbol '→', which is not a valid Apex identifier."],
  ['Integer größe;', "9 Invalid identifier 'größe'. Apex identifiers must start with an ASCII letter (a-z or A-Z) followed by any number of ASCII letters (a-z or A-Z), digits (0 - 9), '_'."],
  [`a = ${'('.repeat(500)}`, `402 ${EXPRESSION_TOO_LONG}`], [`a = ${'1 + '.repeat(2001)}1;`, `8007 ${EXPRESSION_TOO_LONG}`], [`a${'.b()'.repeat(2001)};`, `8002 ${EXPRESSION_TOO_LONG}`],
];

const UNITS: readonly (readonly [string, string])[] = [
  ['class A { void f() { ', "1:22 Expecting '}' but was: '<EOF>'"], ['class A {\n  void f() { }\n', "3:1 Expecting '}' but was: '<EOF>'"], ['', '1:1 Unexpected <EOF>'], ['public', '1:7 Unexpected <EOF>'], ['foo();', "1:1 Unexpected token 'foo'."],
  ['class A { } class B { }', "1:13 Missing '<EOF>' at 'class'"], ['class A { } }', "1:13 Missing '<EOF>' at '}'"], ['class A<T> { }', '1:7 Type parameters are not supported'], ['interface A<T, U> { void f(T t); }', '1:11 Type parameters are not supported'],
  ['class A { public List<B> cs[] { get; } }', "1:26 Unexpected token 'cs'."], ['class A { A a() }', "1:17 Expecting '{' but was: '}'"], ['class A { A(B b); }', "1:17 Expecting '{' but was: ';'"], ['class A { void; }', "1:15 Unexpected token ';'."],
  ['class A { if (a) { } }', "1:11 Unexpected token 'if'."], ['class A { public a; }', "1:19 Unexpected token ';'."], ['interface A { public Integer b; }', "1:15 Expecting '}' but was: 'public'"], ['interface A { void f() { } }', "1:24 Expecting ';' but was: '{'"],
  ['enum A { B, new }', "1:13 Unexpected token 'new'."], ['enum A { new, B }', "1:10 Expecting '}' but was: 'new'"], ['enum A { B C }', "1:12 Extra '}', at 'C'."], ['class A { Integer a { foo; } }', "1:23 Unexpected token 'foo'."], ['class class { }', "1:7 Unexpected token 'class'."],
  ['@IsTest(SeeAllData=true, isParallel=true) class A { }', "1:24 Expecting ')' but was: ','"], ['@IsTest(SeeAllData=1) class A { }', "1:20 Unexpected token '1'."], ['@JsonAccess(serializable=always) class A { }', "1:26 Unexpected token 'always'."], ['@a.b class A { }', "1:3 Unexpected token '.'."],
  ['trigger T on A (before merge) { }', "1:17 Unexpected token 'before'."], ['trigger T A (before insert) { }', "1:11 Expecting 'on' but was: 'A'"], ['class A { /* ', '1:11 Missing closing mark */ on multi-line comment.'], ["class A { String s = 'x", "1:22 Missing closing quote character ' on string."],
];

/** Names that declarations may not give, in a file whose syntax is right. */
const NAMES: readonly (readonly [string, string | null])[] = [
  ['class A { Integer b_; }', '1:19 Invalid character in identifier: b_'], ['class A { void f() { Integer b__c; } }', '1:30 Invalid character in identifier: b__c'], ['class _A { }', '1:7 Invalid character in identifier: _A'],
  ['class A { void f(Integer group) { } }', '1:26 Identifier name is reserved: group'], ['class A { void f() { for (B Desc : c) { } } }', '1:29 Identifier name is reserved: Desc'], ['class A { void group() { } }', null], ['enum A { B, exception }', '1:13 Identifier name is reserved: exception'],
  ['class A { void f() { try { } catch (B end) { } } }', '1:39 Identifier name is reserved: end'], ['class A { Integer system { get; } }', '1:19 Identifier name is reserved: system'], ['class Page { }', '1:7 Identifier type is reserved: Page'],
  [`class A { Integer ${'b'.repeat(256)}; }`, `1:19 Identifier name is too long: ${'b'.repeat(256)}`], [`enum A { ${Array.from({ length: 101 }, (_, i) => `b${i}`).join()} }`, '1:6 Maximum number of enum items exceeded: 100'],
  [`class A { void f(${Array.from({ length: 33 }, (_, i) => `B b${i}`).join()}) { } }`, '1:16 Invalid number of parameters exceeds: 32'], ['class A { Integer b_; Integer = 1; }', "1:31 Unexpected token '='."],
];

const ANONYMOUS: readonly (readonly [string, string | null])[] = [
  ["System.debug('x')", "1:18 Missing ';' at '<EOF>'"], ['Integer i = ', '1:13 Unexpected <EOF>'], ['f();\nprivate static void f() {\n  a = 1\n  b = 2;\n}', "2:1 Unexpected token 'private'."], ['void f() { a = ; }', "1:1 Unexpected token 'void'."], ['private Integer a;', null],
];

function firstOf(text: string, errors: readonly { start: number; message: string }[]): string | null {
  if (!errors.length) return null;
  const { line, column } = new LineMap(text).position(errors[0]!.start);
  return `${line}:${column} ${errors[0]!.message}`;
}

describe('syntax errors', () => {
  for (const [body, expected] of IN_METHODS) {
    it(body.length > 100 ? `${body.slice(0, 20)}… of ${body.length}` : body.replaceAll('\n', '⏎'), () => {
      const text = `class A { void f() {\n${body}\n} }`;
      assert.equal(firstOf(text, parseCompilationUnit(text).errors), `2:${expected}`);
    });
  }
  for (const [text, expected] of UNITS) {
    it(text.replaceAll('\n', '⏎') || 'nothing', () => { assert.equal(firstOf(text, parseCompilationUnit(text).errors), expected); });
  }
  for (const [text, expected] of NAMES) {
    it(text.length > 100 ? `${text.slice(0, 30)}… of ${text.length}` : text, () => { assert.equal(firstOf(text, parseCompilationUnit(text).errors), expected); });
  }
  for (const [text, expected] of ANONYMOUS) {
    it(`anonymous ${text.replaceAll('\n', '⏎')}`, () => { assert.equal(firstOf(text, parseAnonymous(text).errors), expected); });
  }

  it('counts a tab as one column', () => {
    const text = 'class A {\n\t\tInteger = 1;\n}';
    assert.equal(firstOf(text, parseCompilationUnit(text).errors), "2:11 Unexpected token '='.");
  });

  it('reports every wrong statement once, in the order of the text', () => {
    const text = 'class A { void f() { a = ; } void g() { b = ; } Integer 1; }';
    const { errors } = parseCompilationUnit(text);
    assert.deepEqual(errors.map((error) => text.slice(error.start, error.end)), [';', ';', '1']);
  });
});
