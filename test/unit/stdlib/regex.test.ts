import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Regex, machineFor, matchesOf } from '../../../src/sandbox/apex/stdlib/regex/regex.ts';
import { replaceMatches, splitText } from '../../../src/sandbox/apex/stdlib/regex/replace.ts';

/** All matches as texts; a group that took no part is null. */
const all = (pattern: string, text: string): (string | null)[][] => [...matchesOf(Regex.of(pattern), text)].map((match) => {
  const groups: (string | null)[] = [];
  for (let i = 0; i < match.length; i += 2) groups.push(match[i]! < 0 ? null : text.slice(match[i]!, match[i + 1]!));
  return groups;
});

describe('regular expressions: matches', () => {
  const table: readonly (readonly [pattern: string, text: string, expected: readonly (readonly (string | null)[])[]])[] = [
    ['a++a', 'aaa', []],
    ['(a|b)*c', 'ababc', [['ababc', 'b']]],
    ['(a|ab)(c|bcd)(d*)', 'abcd', [['abcd', 'a', 'bcd', '']]],
    ['(a?)*?b', 'aab', [['aab', 'a']]],
    ['(?>a*)ab', 'aab', []],
    ['(?<=ab)c|(?<!ab)d', 'abc abd cd', [['c'], ['d']]],
    ['foo(?!bar)\\w', 'foobar foox', [['foox']]],
    ['(?<=^|,)[^,]+', 'a,b', [['a'], ['b']]],
    ['[a-z&&[^m-p]]+', 'almnz', [['al'], ['z']]],
    ['[a-c[x-z]&&[^b]]+', 'abxyq', [['a'], ['xy']]],
    ['[^a[b]]', 'abc', [['c']]],
    ['[]a.]+', 'a].x', [['a].']]],
    ['[(?q)]+', 'q(?)', [['q(?)']]],
    ['[\\w-]+', 'a-b c', [['a-b'], ['c']]],
    ['(?<word>a)\\k<word>', 'aab', [['aa', 'a']]],
    ['(a)\\1', 'aAaa', [['aa', 'a']]],
    ['(?i)(a)\\1', 'aA', [['aA', 'a']]],
    ['(a)|b', 'ab', [['a', 'a'], ['b', null]]],
    ['((a)|b)+', 'ab', [['ab', 'b', 'a']]],
    ['\\Qa.b\\E+', 'a.bbb', [['a.bbb']]],
    ['(?x) a b # text\n c', 'abc', [['abc']]],
    ['a(?i)b|c', 'aB C', [['aB'], ['C']]],
    ['(?i:a)b', 'Ab AB', [['Ab']]],
    ['(?i)é', 'É', []],
    ['(?iu)é', 'É', [['É']]],
    ['^a$', 'a\n', [['a']]],
    ['(?m)^.$', 'a\nb\r\nc', [['a'], ['b'], ['c']]],
    ['a.b', 'a\nb a\u0085b', []],
    ['(?s)a.b', 'a\nb', [['a\nb']]],
    ['(?d)a.b', 'a\rb', [['a\rb']]],
    ['\\Aa|a\\z', 'aba', [['a'], ['a']]],
    ['\\Ga', 'aaba', [['a'], ['a']]],
    ['a\\R', 'a\r\na\n', [['a\r\n'], ['a\n']]],
    ['\\X', 'e\u0301x', [['e\u0301'], ['x']]],
    ['.', 'a😀', [['a'], ['😀']]],
    ['[😀-😂]+', 'x😁😂', [['😁😂']]],
    ['.{2,3}?', 'abcde', [['ab'], ['cd']]],
    ['(ab){2,}', 'ababab ab', [['ababab', 'ab']]],
    ['x{0}y', 'xy', [['y']]],
    ['\\p{Lu}\\p{javaLowerCase}+\\P{IsAlphabetic}', 'Ab1', [['Ab1']]],
    ['\\p{Alpha}+|\\pN', 'a1', [['a'], ['1']]],
    ['\\p{IsGreek}+', 'abγδ', [['γδ']]],
    ['\\x41\\u0042\\x{43}\\0104\\t', 'ABCD\t', [['ABCD\t']]],
    ['\\h+\\v', ' \t\n', [[' \t\n']]],
    ['\\w+', 'aé_1', [['a'], ['_1']]],
    ['\\bé', 'aé é', [['é']]],
    ['(.{0,5}x){1,3}', 'abxcdxefx', [['abxcdxefx', 'efx']]],
    ['(?:(?:a|b)c)*d', 'acbcd', [['acbcd']]],
    ['', 'ab', [[''], [''], ['']]],
  ];
  for (const [pattern, text, expected] of table) it(`${pattern} in ${JSON.stringify(text)}`, () => assert.deepEqual(all(pattern, text), expected));
});

describe('regular expressions: errors', () => {
  const table: readonly (readonly [pattern: string, message: string])[] = [
    ['(', 'Unclosed group near index 1\n('],
    ['[', 'Unclosed character class near index 0\n[\n^'],
    ['a)', "Unmatched closing ')' near index 0\na)\n^"],
    [')', "Unmatched closing ')'\n)"],
    ['*a', "Dangling meta character '*' near index 0\n*a\n^"],
    ['a{x', 'Illegal repetition near index 0\na{x\n^'],
    ['a{2', 'Unclosed counted closure near index 3\na{2'],
    ['a{2,1}', 'Illegal repetition range near index 5\na{2,1}\n     ^'],
    ['[z-a]', 'Illegal character range near index 3\n[z-a]\n   ^'],
    ['(?q)', 'Unknown inline modifier near index 2\n(?q)\n  ^'],
    ['(?<=a+)b', 'Look-behind group does not have an obvious maximum length near index 5\n(?<=a+)b\n     ^'],
    ['\\y', 'Illegal/unsupported escape sequence near index 1\n\\y\n ^'],
    ['\\p{Foo}', 'Unknown character property name {Foo} near index 6\n\\p{Foo}\n      ^'],
    ['(?<1a>b)', 'capturing group name does not start with a Latin letter near index 3\n(?<1a>b)\n   ^'],
    ['(?<a>b)(?<a>c)', 'Named capturing group <a> is already defined near index 11\n(?<a>b)(?<a>c)\n           ^'],
  ];
  for (const [pattern, message] of table) it(pattern, () => assert.throws(() => Regex.of(pattern), (thrown: { message: string }) => thrown.message === `Invalid regex: ${message}`));
});

describe('regular expressions: bounds', () => {
  const tooComplicated = (thrown: { message: string }): boolean => thrown.message === 'Regex too complicated';
  it('exponential backtracking ends', () => assert.throws(() => all('(x+x+)+y', 'x'.repeat(40)), tooComplicated));
  it('depth of recursion ends', () => assert.throws(() => all('(?:ab|cd)*x', 'abcd'.repeat(100_000)), tooComplicated));
  it('a long text is fine', () => assert.equal(all('[^,]+', 'ab,'.repeat(50_000)).length, 50_000));
  it('alternatives of one character repeat over long texts', () => assert.equal(all('(?:a|b)*c', `${'ab'.repeat(50_000)}c`).length, 1));
});

describe('regular expressions: split and replace', () => {
  const splits: readonly (readonly [text: string, pattern: string, limit: number, parts: readonly string[]])[] = [
    ['a,,b,', ',', 0, ['a', '', 'b']],
    ['a,,b,', ',', -1, ['a', '', 'b', '']],
    ['a,,b,', ',', 1, ['a,,b,']],
    ['a,,b,', ',', 2, ['a', ',b,']],
    ['abc', '', 0, ['a', 'b', 'c']],
    ['ab cd', '\\b', -1, ['ab', ' ', 'cd', '']],
    ['', ',', 0, ['']],
    [',', ',', 0, []],
    [',a', ',', 0, ['', 'a']],
    ['aXbYc', '(?=[A-Z])', 0, ['a', 'Xb', 'Yc']],
  ];
  for (const [text, pattern, limit, parts] of splits) it(`'${text}' by ${pattern}, ${limit}`, () => assert.deepEqual(splitText(Regex.of(pattern), text, limit), parts));

  const by = (pattern: string, text: string, replacement: string, asker: 'String' | 'Matcher' = 'Matcher'): string => replaceMatches(Regex.of(pattern), text, replacement, { isFirstOnly: false, asker });
  it('groups by number, as many digits as there are groups', () => assert.equal(by('(b)', 'abc', '[$12]'), 'a[b2]c'));
  it('groups by name', () => assert.equal(by('(?<x>b)', 'abc', '${x}${x}'), 'abbc'));
  it('escaped dollar', () => assert.equal(by('b', 'abc', '\\$1\\\\'), 'a$1\\c'));
  it('a group that took no part is empty', () => assert.equal(by('a|(b)', 'ab', '<$1>'), '<><b>'));
  it('matches without width', () => assert.equal(by('x*', 'ab', '-'), '-a-b-'));
  const advice = (why: string, replacement: string): string => `${why}  (Invalid replacement string: '${replacement}'.  '$' should be escaped if you do not intend to use a backreference.  Try using Matcher.quoteReplacement() for your argument)`;
  const errors: readonly (readonly [replacement: string, asker: 'String' | 'Matcher', message: string])[] = [
    ['$3', 'Matcher', 'No group 3'],
    ['$2', 'String', 'Index out of Bounds: No group 2'],
    ['$', 'Matcher', advice('Illegal group reference: group index is missing', '$')],
    ['\\', 'Matcher', advice('character to be escaped is missing', '\\')],
    ['${word}', 'Matcher', advice('No group with name {word}', '${word}')],
  ];
  for (const [replacement, asker, message] of errors) it(`${replacement} for ${asker}`, () => assert.throws(() => by('b', 'abc', replacement, asker), (thrown: { message: string }) => thrown.message === message));
});

describe('regular expressions: the end of the text', () => {
  const table: readonly (readonly [pattern: string, text: string, hitEnd: boolean, requireEnd: boolean])[] = [
    ['a$', 'a', true, true], ['a', 'ab', false, false], ['a+', 'a', true, false], ['a\\b', 'a', true, true], ['a(?!b)', 'a', true, true], ['b', 'a', true, false],
  ];
  for (const [pattern, text, hitEnd, requireEnd] of table) {
    it(`${pattern} in ${text}`, () => {
      const machine = machineFor(text);
      Regex.of(pattern).run(machine, 0, 'find');
      assert.deepEqual([machine.hitEnd, machine.requireEnd], [hitEnd, requireEnd]);
    });
  }
});
