import { describe } from 'mocha';
import { evaluations } from './evaluations.ts';

describe('String', () => {
  evaluations([
    ["'abc'.hashCode()", '96354'], ["'abc'.compareTo('ABC')", '32'],
    ["'abc'.left(-1)", ''], ["'abc'.left(2)", 'ab'], ["'abc'.right(-1)", ''], ["'abc'.right(2)", 'bc'], ["'abcdef'.mid(-1, 2)", 'ab'], ["'abcdef'.mid(2, 10)", 'cdef'], ["'ab'.repeat(-1)", ''], ["'ab'.repeat('-', 3)", 'ab-ab-ab'],
    ["'abcdef'.abbreviate(5)", 'ab...'], ["'abcdef'.abbreviate(8)", 'abcdef'], ["'abcdef'.abbreviate(5, 2)", 'ab...'], ["'abcdef'.abbreviate(3)", '! System.StringException: Minimum abbreviation width is 4'],
    ["'abc'.center(6)", ' abc  '], ["'abc'.center(6, '')", ' abc  '], ["'abc'.center(2)", 'abc'], ["'abc'.center(8, 'xy')", 'xyabcxyx'],
    ["'abc'.capitalize()", 'Abc'], ["' AbC'.capitalize()", ' AbC'], ["'Abc'.uncapitalize()", 'abc'], ["'aBc'.swapCase()", 'AbC'],
    ["'aaa'.countMatches('aa')", '1'], ["'aaa'.countMatches('')", '0'],
    ["'abc'.equals(null)", 'false'], ["'abc'.equalsIgnoreCase('ABC')", 'true'], ["'abc'.contains(null)", '! System.NullPointerException: Argument cannot be null.'],
    ["'kitten'.getLevenshteinDistance('sitting')", '3'], ["'kitten'.getLevenshteinDistance('sitting', 2)", '-1'], ["'a'.getLevenshteinDistance('b', -1)", '! System.StringException: Threshold must not be negative'],
    ["'abc'.difference('abx')", 'x'], ["'abc'.difference('abc')", ''], ["'abcde'.indexOfDifference('abxde')", '2'], ["'abc'.indexOfDifference('abc')", '-1'],
    ["' AbC abc\\t '.splitByCharacterType()", '( , A, b, C,  , abc, \t,  )'], ["' AbC abc\\t '.splitByCharacterTypeCamelCase()", '( , Ab, C,  , abc, \t,  )'],
    ["''.isNumeric()", 'false'], ["''.isAlpha()", 'false'], ["''.isWhitespace()", 'true'], ["'12'.isNumeric()", 'true'], ["'1.2'.isNumeric()", 'false'], ["'a b'.isAlphaSpace()", 'true'], ["'a1'.isAlphanumeric()", 'true'],
    ['String.isBlank(null)', 'true'], ["String.isBlank(' ')", 'true'], ["String.isEmpty(' ')", 'false'], ["String.isNotBlank('a')", 'true'],
    ["'\\u00a0a '.trim()", '\u00a0a'], ["'\\u00a0'.isWhitespace()", 'false'], ["'\\u00a0a'.deleteWhitespace()", '\u00a0a'], ["'\\u00a0a  b '.normalizeSpace()", 'a b'],
    ["'stra\\u00dfe'.toUpperCase()", 'STRASSE'], ["'i'.toUpperCase('tr')", '\u0130'],
    ["'abc'.charAt(1)", '98'], ["'abc'.charAt(9)", '! System.StringException: Specified index is invalid.'], ["'abc'.reverse()", 'cba'], ["'a\\ud83d\\ude00'.reverse()", '😀a'],
    ["'abc'.substring(1)", 'bc'], ["'abc'.substring(1, 2)", 'b'], ["'a'.substring(2)", '! System.StringException: Starting position out of bounds: 2'], ["'abc'.substring(1, 99)", '! System.StringException: Ending position out of bounds: 99'], ["'abc'.substring(2, 1)", '! System.StringException: Ending position out of bounds: 1'],
    ["'abc'.codePointAt(3)", '! System.StringException: Starting position out of bounds: 3'], ["'abc'.codePointCount(0, 99)", '! System.StringException: End position out of bounds: 99'],
    ["String.fromCharArray(new List<Integer>{65, 66})", 'AB'], ["String.join(new List<String>{'a', null, 'b'}, ',')", 'a,,b'], ["String.join(new List<Integer>{1, 2}, '-')", '1-2'],
    ["String.escapeSingleQuotes('it\\'s \\\\')", "it\\'s \\\\"], ["String.escapeSingleQuotes(null)", '! System.NullPointerException: Argument cannot be null.'],
    ["'<a href=\"x\">\\'&\\u00e9'.escapeHtml4()", '&lt;a href=&quot;x&quot;&gt;&#39;&amp;&eacute;'], ["'&lt;&eacute;&euro;'.unescapeHtml4()", '<é€'], ["'&euro;&lt;'.unescapeHtml3()", '&euro;<'], ["'\\u20ac'.escapeHtml3()", '€'], ["'\\u20ac\\u2665'.escapeHtml4()", '&euro;&hearts;'], ["'&#65;&#x42;&#1114112;'.unescapeXml()", 'AB&#1114112;'],
    ["'<a>'.escapeXml()", '&lt;a&gt;'], ["'a,\"b'.escapeCsv()", '"a,""b"'], ["'a\\n\\'\"'.escapeJava()", "a\\n'\\\""], ["'a\\'/'.escapeEcmaScript()", "a\\'\\/"],
    ["'a.b.c'.substringAfter('.')", 'b.c'], ["'a.b.c'.substringAfterLast('.')", 'c'], ["'a.b.c'.substringBefore('.')", 'a'], ["'a.b.c'.substringBeforeLast('.')", 'a.b'], ["'[x]'.substringBetween('[', ']')", 'x'], ["'|x|'.substringBetween('|')", 'x'], ["'x'.substringBetween('|')", 'null'], ["'abc'.substringAfter('x')", ''], ["'abc'.substringBefore('x')", 'abc'],
    ["'abcabc'.remove('b')", 'acac'], ["'abc'.removeEnd('c')", 'ab'], ["'abc'.removeStartIgnoreCase('A')", 'bc'], ["'abc'.leftPad(5)", '  abc'], ["'abc'.rightPad(6, 'xy')", 'abcxyx'],
    ["'a-b'.replace('-', '$')", 'a$b'], ["'abc'.replaceAll('(b)', '[$1]')", 'a[b]c'], ["'aXbX'.replaceFirst('x|X', '-')", 'a-bX'], ["'abc'.replaceAll('b', '$2')", '! System.StringException: Index out of Bounds: No group 2'],
    ["'a,,b,'.split(',')", '(a, , b)'], ["'a,,b,'.split(',', -1)", '(a, , b, )'], ["'abc'.split('')", '(a, b, c)'], ["'a'.split('(')", '! System.StringException: Invalid regex: Unclosed group near index 1\n('],
    ["String.format('a\\'\\'{0}\\'\\'b {1}', new List<Object>{'X', 1})", "a'X'b 1"], ["String.format('a\\'{0}\\'b {1}', new List<Object>{'X', 'Y'})", 'a{0}b Y'], ["String.format('{0} {2}', new List<Object>{'X'})", 'X {2}'],
    ["String.valueOf(1.20)", '1.20'], ["String.valueOf(Date.newInstance(2024, 2, 29))", '2024-02-29'], ["String.valueOf((Object) null)", 'null'], ["String.valueOf(Datetime.newInstance(2024, 2, 29, 12, 30, 0))", '2024-02-29 12:30:00'], ["String.valueOfGmt(Datetime.newInstanceGmt(2024, 2, 29, 12, 30, 0))", '2024-02-29 12:30:00'],
    ["String.getCommonPrefix(new List<String>{'abc', 'abd'})", 'ab'], ["String.getCommonPrefix(new List<String>{'abc', null})", ''], ["'a-B'.containsAny('xB')", 'true'], ["'abc'.containsNone('x')", 'true'], ["'abab'.containsOnly('ab')", 'true'],
    ["'a b'.indexOfAny('b')", '2'], ["'abcb'.lastIndexOf('b')", '3'], ["'abcb'.lastIndexOf('b', 2)", '1'], ["'abc'.indexOf('')", '0'], ["'ABC'.indexOfIgnoreCase('b')", '1'], ["'aab'.indexOfAnyBut('a')", '2'], ["'abc'.endsWithIgnoreCase('BC')", 'true'],
    ["'a  b'.stripHtmlTags()", 'a  b'], ["'<b>x</b>'.stripHtmlTags()", 'x'], ["'abc'.getChars()", '(97, 98, 99)'], ["'abc'.toUpperCase().toLowerCase()", 'abc'], ["'a'.isAsciiPrintable()", 'true'], ["'aB'.isAllLowerCase()", 'false'], ["'AB'.isAllUpperCase()", 'true'],
  ]);
});

describe('Pattern and Matcher', () => {
  evaluations([
    ["Pattern.matches('a+', 'aaa')", 'true'], ["Pattern.matches(null, 'a')", '! System.NullPointerException: Null regex'], ["Pattern.matches('a', null)", '! System.NullPointerException: Script-thrown exception'],
    ["Pattern.compile('(a)(b)?').matcher('a').groupCount()", '2'], ["Pattern.quote('a\\\\Eb')", '\\Qa\\E\\\\E\\Qb\\E'], ["Matcher.quoteReplacement('$1')", '\\$1'], ["Pattern.compile('a').matcher('a').group()", '! System.StringException: No match found'],
    ["Pattern.compile('a').matcher('b').reset(null)", '! System.NullPointerException: Argument cannot be null.'], ["Pattern.compile('b').matcher('abc').replaceAll('$3')", '! System.StringException: No group 3'],
    ["Pattern.compile(',').split('a,b')", '(a, b)'], ["Pattern.compile('a').pattern()", 'a'],
  ]);
});
