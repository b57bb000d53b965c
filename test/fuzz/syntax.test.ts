/**
 * The parser on broken text: it never throws, always ends, takes time in proportion to the text, and keeps its positions
 * inside it. The seed is printed when a run fails; `FUZZ_SEED=n` repeats it.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Node, SyntaxError } from '../../src/sandbox/apex/syntax/ast.ts';
import { tokenize } from '../../src/sandbox/apex/syntax/lexer.ts';
import { parseAnonymous, parseCompilationUnit, parseExpression, parseSoql, parseSosl, parseStatements } from '../../src/sandbox/apex/syntax/parser.ts';
import { mutate, seededRandom } from '../conformance/parser/mutants.ts';
import { readSamples } from '../conformance/parser/samples.ts';
import { checkPositions } from '../unit/syntax/support/invariants.ts';

type Parse = (text: string) => { readonly tree: Node | readonly Node[]; readonly errors: readonly SyntaxError[] };
const PARSERS: readonly (readonly [string, Parse])[] = [
  ['unit', parseCompilationUnit], ['anonymous', parseAnonymous], ['expression', parseExpression], ['statements', parseStatements], ['SOQL', parseSoql], ['SOSL', parseSosl],
];
const samples = readSamples().map(({ text }) => text);

function check(text: string): void {
  for (const [, parse] of PARSERS) {
    const { tree, errors } = parse(text);
    checkPositions(text, Array.isArray(tree) ? tree as readonly Node[] : [tree as Node], errors);
  }
}

/** Runs of one kind of damage, each with a seed of its own. */
function fuzz(runs: number, damage: (text: string, random: () => number) => string): void {
  const first = Number(process.env['FUZZ_SEED'] ?? 1);
  for (let seed = first; seed < first + runs; seed++) {
    const random = seededRandom(seed);
    const text = damage(samples[Math.floor(random() * samples.length)]!, random);
    try {
      check(text);
    } catch (error) {
      throw new Error(`FUZZ_SEED=${seed}: ${JSON.stringify(text.slice(0, 2000))}`, { cause: error });
    }
  }
}

/** Productions that nest or chain without end, unclosed and closed. */
const ENDLESS: readonly (readonly [string, (n: number) => string])[] = ([
  ['(', '1', ')'], ['f(', 'a', ')'], ['(A)', 'b', ''], ['a[', '0', ']'], ['-', '1', ''], ['! ', 'a', ''], ['1 + ', '1', ''], ['a = ', '1', ''], ['a ? b : ', 'c', ''], ['a ? ', 'b', ' : c'], ['a', '', '.b()'], ['a', '', '[0]'], ['a.', 'b', ''],
  ['a < ', 'b', ''], ['a<b,', 'c', ''], ['a<b<c>,', 'd', ''], ['List<', 'A', '>'], ['new A{', '', '}'], ['new A<', 'B', '>()'], ['new Map<A, B>{a => ', 'b', '}'], ['a instanceof ', 'A', ''], ['A<A>.', 'class', ''], ['A<A>[].B<A,', 'C', ''],
  ['{', '', '}'], ['if (a) ', 'f();', ''], ['if (a) f(); else ', 'g();', ''], ['while (a) ', ';', ''], ['do ', 'f();', ''], ['do {', '', '} while (a);'], ['for (', ';;', ')'], ['for (A a : b) ', 'f();', ''], ['try {', '', '} finally { }'], ['switch on a { when 1 {', '', '} }'],
  ['switch on a { when (', '1', ') { } }'], ['System.runAs(', 'a', ') { }'], ['class A {', '', '}'], ['class A { void f() {', '', '} }'], ['A a { get {', '', '} }'], ['@A(', 'true', ') '], ['@', 'A', ''], ["@A('b') ", 'void f() {}', ''],
  ['[SELECT (', 'SELECT Id FROM A', ') FROM B]'], ['[SELECT Id FROM A WHERE B IN (SELECT C FROM D WHERE E IN (', '', '))]'], ['[SELECT Id FROM A WHERE ', 'B = 1', ']'], ['SELECT Id FROM A WHERE (', 'B = 1', ')'], ['SELECT format(', 'A', ') FROM B'], ['NOT ', 'A = 1', ''],
  ['} ', '', ''], [') ', '', ''], [', ', '', ''], ['a ', '', ''], ["'", '', ''], ["'''a ", '', ''], ["'''\n", '', ''], ['/*', '', ''], ['/* */', '', ''], ['//\n', '', ''], ['\\', '', ''], ['ü', '', ''], ['1.', '', ''], ['1.2.', '', ''], ['\u0000', '', ''], ['A[]', ' a;', ''],
] as const).map(([open, middle, close]) => [`${open}…${middle}…${close}`, (n: number) => open.repeat(n) + middle + close.repeat(n)]);

describe('parser on broken text', function () {
  this.timeout(60_000);

  it('survives texts cut off anywhere', () => { fuzz(150, (text, random) => text.slice(0, Math.floor(random() * text.length))); });
  it('survives texts that start anywhere', () => { fuzz(60, (text, random) => text.slice(Math.floor(random() * text.length))); });
  it('survives changed tokens', () => {
    fuzz(200, (text, random) => {
      let changed = text;
      for (let i = Math.floor(random() * 12); i >= 0; i--) changed = mutate(changed, random)?.text ?? changed;
      return changed;
    });
  });
  it('survives random tokens', () => {
    const vocabulary = [...new Set(samples.flatMap((text) => {
      const { starts, ends, count } = tokenize(text);
      return Array.from({ length: count - 1 }, (_, i) => text.slice(starts[i], ends[i]));
    }))];
    fuzz(200, (_, random) => Array.from({ length: Math.floor(random() * 200) }, () => vocabulary[Math.floor(random() * vocabulary.length)]).join(' '));
  });
  it('survives random characters', () => {
    fuzz(200, (text, random) => Array.from({ length: Math.floor(random() * 400) }, () => (random() < 0.7 ? text[Math.floor(random() * text.length)] : String.fromCharCode(Math.floor(random() * (random() < 0.5 ? 128 : 65536))))).join(''));
  });

  for (const [name, make] of ENDLESS) {
    it(`survives 5,000 × ${name.replaceAll('\n', '⏎')}`, () => { check(make(5_000)); });
  }

  it('takes time in proportion to the text', () => {
    const slow: string[] = [];
    for (const [name, make] of ENDLESS) {
      for (const [entry, parse] of PARSERS) {
        const measure = (n: number): number => {
          const text = make(n);
          const started = performance.now();
          parse(text);
          return performance.now() - started;
        };
        // 16 times the text may take 16 times as long; quadratic growth takes 256 times. Short times say nothing.
        if (measure(16_000) < 100) continue;
        const factor = Math.min(measure(16_000), measure(16_000)) / Math.max(measure(1_000), 0.5);
        if (factor > 100) slow.push(`${name} as ${entry}: ${factor.toFixed(0)} times`);
      }
    }
    assert.deepEqual(slow, []);
  });
});
