/**
 * The parser on broken text: it never throws, always ends, takes time in proportion to the text, and keeps its positions
 * inside it. The seed is printed when a run fails; `FUZZ_SEED=n` repeats it.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { KINDS } from './support/kinds.ts';
import { checkParsers, PARSERS } from './support/parsers.ts';
import { fuzz } from './support/runs.ts';

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

  for (const { name, runs, make } of KINDS) it(`survives ${name}`, () => { fuzz(runs, make, checkParsers); });

  for (const [name, make] of ENDLESS) {
    it(`survives 5,000 × ${name.replaceAll('\n', '⏎')}`, () => { checkParsers(make(5_000)); });
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
        // Whatever else runs here makes single times long: growth of the parser's own shows every time.
        let factor = Infinity;
        for (let tries = 0; tries < 5 && factor > 100; tries++) factor = Math.min(factor, measure(16_000) / Math.max(measure(1_000), 0.5));
        if (factor > 100) slow.push(`${name} as ${entry}: ${factor.toFixed(0)} times`);
      }
    }
    assert.deepEqual(slow, []);
  });
});
