import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { tokenize } from '../../../src/sandbox/apex/syntax/lexer.ts';
import { TokenKind } from '../../../src/sandbox/apex/syntax/tokens.ts';

const LETTERS = new Map<number, string>([
  [TokenKind.Identifier, 'w'], [TokenKind.Integer, 'i'], [TokenKind.Long, 'l'], [TokenKind.Decimal, 'd'], [TokenKind.Double, 'D'], [TokenKind.String, 's'], [TokenKind.Punctuation, 'p'], [TokenKind.Invalid, '!'],
]);

/** A text and its tokens: the letter of the kind, a colon and the text. */
const TABLE: readonly (readonly [string, string])[] = [
  ['a.b?.c ?? d', 'w:a p:. w:b p:?. w:c p:?? w:d'], ['a ? .5 : 1.5d', 'w:a p:? d:.5 p:: D:1.5d'], ['1 1L 1.0 1.50D 007', 'i:1 l:1L d:1.0 D:1.50D i:007'], ['1.a 1. 1d', 'i:1 p:. w:a i:1 p:. i:1 w:d'], ['a[0].b', 'w:a p:[ i:0 p:] p:. w:b'],
  ['List<List<A>>', 'w:List p:< w:List p:< w:A p:> p:>'], ['a>>>=b', 'w:a p:> p:> p:> p:= w:b'], ['a<<=b<=c<d', 'w:a p:<<= w:b p:<= w:c p:< w:d'], ['===!==<>=>', 'p:=== p:!== p:<> p:=>'], ['a+++b', 'w:a p:++ p:+ w:b'],
  ["'a\\'b' ''", "s:'a\\'b' s:''"], ["'''\na'b''' c", "s:'''\na'b''' w:c"], ['a// b\nc/* d */e/**/f', 'w:a w:c w:e w:f'], ["'// a' /* ' */", "s:'// a'"], ['a//', 'w:a'], ['@IsTest', 'p:@ w:IsTest'], ['\uFEFFa\r\n\tb\f', 'w:a w:b'],
  ['ünd #', 'w:ünd !:#'], ['a 𝒳 😀', 'w:a w:𝒳 !:😀'], ["'a\nb", "s:'a w:b"],
];

describe('lexer', () => {
  for (const [text, expected] of TABLE) {
    it(JSON.stringify(text), () => {
      const { kinds, starts, ends, count } = tokenize(text);
      const tokens = Array.from({ length: count - 1 }, (_, i) => `${LETTERS.get(kinds[i]!)}:${text.slice(starts[i], ends[i])}`);
      assert.equal(tokens.join(' '), expected);
      assert.deepEqual([kinds[count - 1], starts[count - 1], ends[count - 1]], [TokenKind.EndOfFile, text.length, text.length]);
    });
  }
});
