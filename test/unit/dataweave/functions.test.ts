import { describe } from 'mocha';
import { scripts, type Case } from './scripts.ts';

const using = (module: string, cases: readonly Case[]): readonly Case[] => cases.map(([body, expected]) => [`%dw 2.0\noutput application/json indent=false\nimport * from ${module}\n---\n${body}`, expected]);

describe('DataWeave core functions', () => {
  scripts([
    ['[3, 1, 2] map ($ * $$)', '[0,1,4]'], ['null map $', 'null'], ['[1, 2, 3, 4] filter ($ mod 2) == 0', '[2,4]'], ['"a1b2" filter isNumeric($)', '! Unable to resolve reference of: `isNumeric`.'],
    ['[{p: 5, n: "a"}, {p: 3, n: "b"}] filter $.p < 6 orderBy $.p map $.n', '["b","a"]'],
    ['[1, 2, 3] reduce ($$ + $)', '6'], ['["a", "b"] reduce ((item, acc = "z") -> acc ++ item)', '"zab"'], ['[] reduce ((item, acc = 7) -> acc)', '7'], ['[] reduce $', 'null'],
    ['[{k: "x", v: 1}, {k: "y", v: 2}, {k: "x", v: 3}] groupBy $.k', '{"x":[{"k":"x","v":1},{"k":"x","v":3}],"y":[{"k":"y","v":2}]}'],
    ['[1, 2, 1, 3] distinctBy $', '[1,2,3]'], ['{a: 1, b: 1, c: 2} distinctBy (v, k) -> v', '{"a":1,"c":2}'], ['[[1, 2], [3], 4] then flatten($)', '[1,2,3,4]'], ['[1, 2] flatMap [$, $ * 10]', '[1,10,2,20]'],
    ['{a: 1, b: 2} mapObject (v, k, i) -> {(k ++ i): v * 2}', '{"a0":2,"b1":4}'], ['{a: 1, b: 2} pluck $$', '["a","b"]'], ['{a: 1, b: 2} pluck ((v, k, i) -> [k, v, i])', '[["a",1,0],["b",2,1]]'], ['{a: 1, b: 2} filterObject $ > 1', '{"b":2}'],
    ['[keysOf({a: 1}), valuesOf({a: 1}), namesOf({a: 1}), entriesOf({a: 1})]', '[["a"],[1],["a"],[{"key":"a","value":1,"attributes":{}}]]'],
    ['["b", "a", "c"] orderBy $', '["a","b","c"]'], ['[3, 1, 2] orderBy -$', '[3,2,1]'], ['{b: 1, a: 2} orderBy ($$)', '{"a":2,"b":1}'], ['[max([1, 3, 2]), min([4, 2]), sum([1, 2.5]), avg([1, 2])]', '[3,2,3.5,1.5]'],
    ['[{a: 1}, {a: 5}] maxBy $.a', '{"a":5}'], ['[{a: 1}, {a: 5}] minBy $.a', '{"a":1}'], ['[1, 2] zip ["a", "b"]', '[[1,"a"],[2,"b"]]'], ['unzip([[1, "a"], [2, "b"]])', '[[1,2],["a","b"]]'],
    ['["a", 1, true] joinBy "-"', '"a-1-true"'], ['["a,b,,c" splitBy ",", "a1b22c" splitBy /\\d+/]', '[["a","b","","c"],["a","b","c"]]'],
    ['[upper("a"), lower("B"), trim("  x "), sizeOf("abc"), sizeOf([1]), sizeOf({a: 1}), sizeOf(null)]', '["A","b","x",3,1,1,0]'],
    ['["abc" contains "b", "abc" contains /[x-z]/, [1, 2] contains 2, "abc" startsWith "a", "abc" endsWith "x"]', '[true,false,true,true,false]'],
    ['["abcab" find "ab", "abcab" find /b/, [1, 2, 1] find 1, "abc" indexOf "c", "abab" lastIndexOf "a"]', '[[0,3],[[1,2],[4,5]],[0,2],2,2]'],
    ['["a1b2" replace /\\d/ with "#", "a.b" replace "." with "", "a1" replace /(\\w)(\\d)/ with ($[2] ++ $[1])]', '["a#b#","ab","1a"]'],
    ['["me@x.org" match /(.*)@(.*)/, "ab" matches /a./, "x1y2" scan /[a-z](\\d)/]', '[["me@x.org","me","x.org"],true,[["x1","1"],["y2","2"]]]'],
    ['[isEmpty([]), isEmpty({}), isEmpty(""), isEmpty(null), isBlank(" "), isBlank(null)]', '[true,true,true,true,true,true]'],
    ['[abs(-2), ceil(1.2), floor(-1.2), round(2.5), sqrt(16), pow(2, 10), 7 mod 3, isEven(2), isOdd(2), isInteger(1.0), isDecimal(1.5)]', '[2,2,-2,3,4,1024,1,true,false,true,true]'],
    ['[1 to 4, 3 to 1]', '[[1,2,3,4],[3,2,1]]'], ['[uuid(), random(), randomInt(8)]', '["00000000-0000-4000-8000-000000000000",0.25,2]'],
    ['read("{\\"a\\": [1]}", "application/json").a[0]', '1'], ['write({a: 1}, "application/json", {indent: false})', '"{\\"a\\":1}"'], ['[null onNull 1, 2 then $ + 1, null then $ + 1]', '[1,3,null]'],
    ['readUrl("http://x")', '! NotSupported: DataWeave readUrl: Apex gives scripts no access to their environment'],
  ]);
});

describe('DataWeave modules', () => {
  scripts(using('dw::core::Strings', [
    ['[capitalize("customer name"), camelize("a_big-day"), underscore("aBigDay"), dasherize("a big_day"), ordinalize(22)]', '["Customer Name","aBigDay","a_big_day","a-big-day","22nd"]'],
    ['["box", "cat", "deer", "die", "person", "datum", "city", "wife"] map pluralize($)', '["boxes","cats","deer","dice","people","data","cities","wives"]'], ['["boxes", "people", "cities"] map singularize($)', '["box","person","city"]'],
    ['[leftPad("7", 3, "0"), rightPad("7", 3), substringBefore("a-b-c", "-"), substringAfterLast("a-b-c", "-"), reverse("abc"), repeat("ab", 2)]', '["007","7  ","a","c","cba","abab"]'],
    ['[isAlpha("ab1"), isNumeric("12"), isUpperCase("AB"), words("a  b"), lines("a\\nb"), null then pluralize($), pluralize(null)]', '[false,true,true,["a","b"],["a","b"],null,null]'],
    ['["a1b2" countMatches /\\d/, levenshteinDistance("kitten", "sitting"), "abc" mapString ($ ++ $$), substring("hello", 1, 3), "aXbX" remove "X", withMaxSize("abc", 2)]', '[2,3,"a0b1c2","el","ab","ab"]'],
  ]));
  scripts(using('dw::core::Arrays', [
    ['[[1, 2, 3] countBy $ > 1, [1, 2, 3] sumBy $ * 2, [1, 2] some $ > 1, [1, 2] every $ > 1, [1, 2, 3, 4, 5] divideBy 2]', '[2,12,true,false,[[1,2],[3,4],[5]]]'],
    ['[take([1, 2, 3], 2), drop([1, 2, 3], 2), slice([1, 2, 3], 1, 2), [1, 2, 3] takeWhile $ < 3, [1, 2, 3] dropWhile $ < 3, [1, 2, 3] partition $ > 2]', '[[1,2],[3],[2],[1,2],[3],{"success":[3],"failure":[1,2]}]'],
    ['leftJoin([{id: 1}, {id: 2}], [{ref: 1}], (l) -> l.id, (r) -> r.ref)', '[{"l":{"id":1},"r":{"ref":1}},{"l":{"id":2}}]'],
    ['[firstWith([1, 2, 3], (n) -> n > 1), indexWhere([1, 2], (n) -> n == 2), splitAt([1, 2, 3], 1), splitWhere([1, 2, 3], $ == 2)]', '[2,1,{"l":[1],"r":[2,3]},{"l":[1],"r":[2,3]}]'],
  ]));
  scripts(using('dw::core::Objects', [['[{a: 1, b: 2} mergeWith {b: 3}, {a: 1} everyEntry ($ == 1), {a: 1} someEntry ($$ == "b"), {a: 1, b: 2} divideBy 1, nameSet({a: 1})]', '[{"a":1,"b":3},true,false,[{"a":1},{"b":2}],["a"]]']]));
  scripts(using('dw::core::Numbers', [['[toHex(255), fromHex("ff"), toBinary(5), fromBinary("101"), toRadixNumber(35, 36)]', '["ff",255,"101",5,"z"]']]));
  scripts(using('dw::core::Dates', [['[today(), tomorrow(), atBeginningOfMonth(|2026-02-03|), atBeginningOfHour(|10:20:30|), date({year: 2026, month: 2, day: 3})]', '["2026-01-31","2026-02-01","2026-02-01","10:00:00","2026-02-03"]']]));
  scripts(using('dw::core::Periods', [['[days(2), hours(1.5), years(1), between(|2026-03-01|, |2026-01-31|), |2026-01-01| + months(2)]', '["P2D","PT1H30M","P1Y","P1M1D","2026-03-01"]']]));
  scripts(using('dw::util::Math', [['[sin(0), log10(1000), acos(2), PI]', '[0,3,null,3.141592653589793]']]));
  scripts(using('dw::Crypto', [['[MD5("a" as Binary), SHA1("a" as Binary), HMACWith("key" as Binary, "The quick brown fox jumps over the lazy dog" as Binary, "HmacSHA256")]', '["0cc175b9c0f1b6a831c399e269772661","86f7e437faa5a7fce15d1ddcb9eaeaea377667b8","f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"]']]));
  scripts(using('dw::core::Binaries', [['[toBase64("hi" as Binary), fromBase64("aGk="), toHex("hi" as Binary), readLinesWith("a\\nb" as Binary, "UTF-8")]', '["aGk=","hi","6869",["a","b"]]']]));
  scripts(using('dw::core::URL', [['[encodeURIComponent("a b&c"), decodeURIComponent("a%20b")]', '["a%20b%26c","a b"]']]));
  scripts(using('dw::util::Coercions', [['[toNumber("5"), toString(1.5, "0.00"), toBoolean("true"), toDate("03.02.2026", "dd.MM.uuuu") as Date {format: "uuuu"}, toArray("ab")]', '[5,"1.50",true,"2026",["a","b"]]']]));
  scripts(using('dw::util::Values', [['[{a: 1, b: {a: 2}} mask "a" with "*", {a: {b: 1}} update ["a", "b"] with $ + 1]', '[{"a":"*","b":{"a":"*"}},{"a":{"b":2}}]']]));
  scripts(using('dw::util::Tree', [['[{a: 1, b: [2, {c: 3}]} mapLeafValues (v, path) -> v * 10, {a: 1} nodeExists $ == 1]', '[{"a":10,"b":[20,{"c":30}]},true]']]));
  scripts(using('dw::core::Types', [['[isStringType(String), isArrayType(Array<Number>), arrayItem(Array<Number>)]', '[true,true,"Number"]']]));
  scripts(using('dw::Runtime', [['[try(() -> 1), try(() -> fail("no")).error.message, try(() -> fail("no")) orElse "instead", failIf(1, (n) -> n > 1)]', '[{"success":true,"result":1},"no","instead",1]'], ['try(() -> fail("no")) orElse (() -> "instead")', '"instead"'], ['fail("stop")', '! stop']]));
  scripts([
    ['%dw 2.0\noutput application/json\nimport dw::core::Strings\n---\nStrings::repeat("a", 2)', '"aa"'], ['%dw 2.0\noutput application/json\nimport repeat as again from dw::core::Strings\n---\n"a" again 2', '"aa"'],
    ['%dw 2.0\noutput application/json\nimport dw::core::Strings as S\n---\n"a" S::repeat 3', '"aaa"'], ['dw::core::Strings::repeat("b", 2)', '"bb"'],
    ['%dw 2.0\noutput application/json\nimport * from modules::Mine\n---\n1', '! Unable to resolve module with identifier modules::Mine.'], ['%dw 2.0\noutput application/json\nimport * from dw::util::Timer\n---\n1', '! NotSupported: DataWeave module dw::util::Timer'],
  ]);
});
