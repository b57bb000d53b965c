import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { scripts, takeLog, written } from './scripts.ts';

/** A body under a header of its own lines. */
const under = (header: string, body: string): string => `%dw 2.0\noutput application/json indent=false\n${header}\n---\n${body}`;

describe('DataWeave values and operators', () => {
  scripts([
    ['{a: 1, "b c": [true, null, "x"], d: {}}', '{"a":1,"b c":[true,null,"x"],"d":{}}'],
    ['a: 1', '{"a":1}'],
    ['[x: 1, y: 2]', '[{"x":1},{"y":2}]'],
    ['1 + 2 * 3 - 4 / 2', '5'],
    ['[0.1 + 0.2, 30 * 8.76, 1 / 3, 10 / 4]', '[0.3,262.8,0.333333333333333333333333333333333,2.5]'],
    ['1 / 0', '! Division by zero'],
    ['-(2) - -3', '1'],
    ['"3" + 4', '7'],
    ['["a" ++ 1, [1] ++ [2], {a: 1} ++ {b: 2}]', '["a1",[1,2],{"a":1,"b":2}]'],
    ['[[1, 2, 1] - 1, {a: 1, b: 2} - "a", {a: 1, b: 2} -- ["b"], [1, 2, 3] -- [2]]', '[[2],{"b":2},{"a":1},[1,3]]'],
    ['[1 >> [2], [1] << 2, [1] + 2]', '[[1,2],[1,2],[1,2]]'],
    ['[1 == 1.0, "1" == 1, "1" ~= 1, [1] == [1], {a: 1} == {a: 1}, null == null]', '[true,false,true,true,true,true]'],
    ['[2 > 10, "2" > 10, 2 <= 2, true > false]', '[false,true,true,true]'],
    ['[true and not false or false, !true or true, not true or true]', '[true,true,false]'],
    ['[null default 1, 2 default 1, null.a.b default "none"]', '[1,2,"none"]'],
    ['if (1 > 2) "a" else if (2 > 1) "b" else "c"', '"b"'],
    ['[(1) if true, (2) if false, 3]', '[1,3]'],
    ['{(a: 1) if true, (b: 2) if false, ({c: 3}), (["d", "e"] map {($): $$})}', '{"a":1,"c":3,"d":0,"e":1}'],
    ['{("k" ++ 1): 2, "$(1 + 1)": 3}', '{"k1":2,"2":3}'],
    ['"sum: $(1 + 2), \\$5, \\u0041\\n"', '"sum: 3, $5, A\\n"'],
    ["'single' ++ `back`", '"singleback"'],
    ['using (a = 1, b = a + 1) a + b', '3'],
    ['do { var x = 2 fun twice(n) = n * 2 --- twice(x) }', '4'],
    ['/* before */ 1 // behind', '1'],
    ['1 +', '! Invalid input end of input, expected an expression'],
    ['nobody', '! Unable to resolve reference of: `nobody`.'],
    ['1 as Object', '! Cannot coerce Number (1) to Object'],
    ['"a" map $', "! You called the function 'map' with these arguments:"],
    [under('var a: Number = b * 2\nvar b = 21', 'a'), '42'],
    [under('fun f(a, b = 10) = a + b\nfun g(x = 1, y) = [x, y]', '[f(1), f(1, 2), g(5)]'), '[11,3,[1,5]]'],
    [under('fun kind(x: Any) = "any"\nfun size(x: String) = "text"\nfun size(x: Array) = "list"', '[kind(1), size("a"), size([1])]'), '["any","text","list"]'],
    [under('fun first(x: String) = "text"\nfun first(x: Any) = "any"', '[first("a"), first(1)]'), '["text","any"]'],
    [under('fun fac(n) = if (n <= 1) 1 else n * fac(n - 1)', 'fac(20)'), '2432902008176640000'],
    [under('fun apply(x, f: (Number) -> Number) = f(x)', '[apply(2, (n) -> n * n), 3 apply $ + 1]'), '[4,4]'],
    [under('var add = (a) -> (b) -> a + b', 'add(1)(2)'), '3'],
    [under('type Money = Number {format: "#,##0.00"}\ntype Pet = {name: String, age?: Number}', '["1,234.50" as Money, {name: "x"} is Pet, {age: 1} is Pet, 1 is String | Number]'), '[1234.50,true,false,true]'],
  ]);

  it('names the line of an error', () => {
    assert.throws(() => assert.equal(written('x'), ''), /Unable/);
    assert.match(written(under('var x = 1', '\n  x.y')), /^! You called the function 'Value Selector'/);
  });

  it('tells what log is given', () => {
    takeLog();
    assert.equal(written('log("seen", {a: [1]}).a[0] + log(1)'), '2');
    assert.deepEqual(takeLog(), ['seen - {\n  a: [\n    1\n  ]\n}', '1']);
  });
});

describe('DataWeave selectors', () => {
  const data = 'var p = {user: {name: "Ann", tags: ["x", "y", "z"], id: 1}, list: [{n: 1, m: {n: 9}}, {n: 2}, "s"], d: 1, d: 2}';
  scripts([
    [under(data, '[p.user.name, p."user".id, p["user"]["id"], p.nobody, p.nobody.more]'), '["Ann",1,1,null,null]'],
    [under(data, '[p.list.n, p.list.*n, p.list.nobody, p.*d, p.&d]'), '[[1,2],[1,2],null,[1,2],{"d":1}]'],
    [under(data, '[p..n, p..*d]'), '[[1,9,2],[1,2]]'],
    [under(data, 'p.user.tags[0] ++ p.user.tags[-1] ++ p.user.name[1]'), '"xzn"'],
    [under(data, '[p.user.tags[0 to 1], p.user.tags[-1 to 0], p.user.name[0 to 1], p.user.tags[5], p.user.tags[1 to 9]]'), '[["x","y"],["z","y","x"],"An",null,null]'],
    [under(data, '[p.user.name?, p.user.age?, p.list.n?]'), '[true,false,true]'],
    [under(data, 'p.user.age!'), "! There is no key named 'age'"],
    [under(data, '[p.list[?($ is Object and $.n == 2)], p.user[?($$ ~= "id")], p.list[?($ is Null)]]'), '[[{"n":2}],{"id":1},null]'],
    [under(data, 'p.user update { case name at .name -> upper(name) case .id -> $ + 1 case t at .tags[1] -> "!" case .new! -> "n" case .id if ($ > 9) -> 0 }'), '{"name":"ANN","tags":["x","!","z"],"id":2,"new":"n"}'],
    ['1.a', "! You called the function 'Value Selector' with these arguments:"],
  ]);
});

describe('DataWeave pattern matching', () => {
  const kind = (value: string): string => `${value} match { case "a" -> "literal" case n is Number if (1 == 1) -> "never" else -> "other" }`;
  scripts([
    ['"a" match { case "b" -> 1 case x: "a" -> x ++ "!" else -> 3 }', '"a!"'],
    ['[1, "s", null, [2], {k: 3}] map ($ match { case is Number -> "n" case is String -> "s" case is Null -> "0" case is Array -> "a" else -> $.k })', '["n","s","0","a",3]'],
    ['5 match { case n if n > 10 -> "big" case n if n > 3 -> "mid $(n)" else -> "small" }', '"mid 5"'],
    ['"k=v" match { case m matches /(\\w)=(\\w)/ -> m[2] ++ m[1] else -> $ }', '"vk"'],
    ['[[1, 2, 3], []] map ($ match { case [] -> "none" case [h ~ t] -> {h: h, t: t} })', '[{"h":1,"t":[2,3]},"none"]'],
    ['{a: 1, b: 2} match { case {} -> 0 case {k: v ~ rest} -> [k, v, rest] }', '["a",1,{"b":2}]'],
    ['"x" match { case "y" -> 1 }', '! Unable to match any pattern with value String ("x")'],
    [kind('"a"'), "! Invalid input 'i', expected '->'"],
    ['{first_name: "A"} mapObject (v, k) -> {(k match { case "first_name" -> "FirstName" else -> k }): v}', '{"FirstName":"A"}'],
  ]);
});

describe('DataWeave types and coercion', () => {
  scripts([
    ['[typeOf(1), typeOf("a"), typeOf(null), typeOf([]), typeOf({}), typeOf(|2026-01-01|), typeOf(() -> 1), typeOf(/a/)]', '["Number","String","Null","Array","Object","Date","Function","Regex"]'],
    ['["12.50" as Number, 12.5 as String, "true" as Boolean, 1 as String ++ "x", "abc" as Key]', '[12.50,"12.5",true,"1x","abc"]'],
    ['"abc" as Number', '! Cannot coerce String (abc) to Number'],
    ['[1234.5 as String {format: "#,##0.00"}, 0.256 as String {format: "0.0%"}, 5 as String {format: "000"}, "1.234,5" as Number {locale: "de", format: "#,##0.#"}]', '["1,234.50","25.6%","005",1234.5]'],
    ['[1 is Number, "a" is String, [1, 2] is Array<Number>, [1, "a"] is Array<Number>, {a: 1} is Object, null is Null, "a" is "a" | "b"]', '[true,true,true,false,true,true,true]'],
    ['(1 to 3) as Array', '[1,2,3]'],
    ['"AQI=" as Binary {base: "64"} as Binary', '"\\u0001\\u0002"'],
    ['({a: 1} as Object {class: "Contact"}).^class', '"Contact"'],
  ]);
});

describe('DataWeave dates and times', () => {
  scripts([
    ['[|2026-02-03|, |10:11:12|, |10:11:12Z|, |2026-02-03T10:11:12|, |2026-02-03T10:11:12-03:00|, |P1Y2M3D|, |PT1H30M|, |-03:00|]', '["2026-02-03","10:11:12","10:11:12Z","2026-02-03T10:11:12","2026-02-03T10:11:12-03:00","P1Y2M3D","PT1H30M","-03:00"]'],
    ['[|2026-01-31| + |P1M|, |2026-03-01| - |P1D|, |2026-01-01T23:30:00| + |PT1H|, |2026-01-03| - |2026-01-01|]', '["2026-02-28","2026-02-28","2026-01-02T00:30:00","PT48H"]'],
    ['|2026-02-03T10:11:12Z|.year ++ |2026-02-03|.dayOfWeek ++ |10:11:12|.minutes', '"2026211"'],
    ['|2026-07-01T12:00:00Z| >> "America/New_York"', '"2026-07-01T08:00:00-04:00"'],
    ['(|2026-02-03T15:04:05Z| >> "UTC") as String {format: "hh:mm:ss a, MMMM dd, uuuu"}', '"03:04:05 PM, February 03, 2026"'],
    ['["03/02/26" as Date {format: "dd/MM/yy"} as String {format: "uuuu-MM-dd"}, "20260203" as Date {format: "uuuuMMdd"} as String {format: "EEE d MMM"}, "1/2/2026 3:04 PM" as LocalDateTime {format: "M/d/uuuu h:mm a"}]', '["2026-02-03","Tue 3 Feb","1/2/2026 3:04 PM"]'],
    ['["02/30/2026" as Date {format: "MM/dd/uuuu"}, "02/30/2026" as Date {format: "MM/dd/uuuu", mode: "LENIENT"}]', '["02/28/2026","03/02/2026"]'],
    ['"02/30/2026" as Date {format: "MM/dd/uuuu", mode: "STRICT"}', "! Cannot coerce String (02/30/2026) to Date, caused by: Text '02/30/2026' could not be parsed: Invalid date 'FEBRUARY 30'"],
    ['"tomorrow" as Date', "! Cannot coerce String (tomorrow) to Date, caused by: Text 'tomorrow' could not be parsed"],
    ['[|2026-02-03T10:11:12Z| as Number, 1770113472 as DateTime, |2026-02-03T10:11:12Z| as Date, |2026-02-03| as LocalDateTime]', '[1770113472,"2026-02-03T10:11:12Z","2026-02-03","2026-02-03T00:00:00"]'],
    ['[|2026-02-03| ++ |10:00:00|, |2026-02-03T10:00:00| ++ |-03:00|, |2026-02-03| < |2026-02-04|, |10:00:00Z| == |07:00:00-03:00|]', '["2026-02-03T10:00:00","2026-02-03T10:00:00-03:00",true,true]'],
    ['[now(), now() as Number {unit: "milliseconds"}, daysBetween(|2026-01-01|, |2026-03-01|), isLeapYear(|2024-01-01|)]', '["2026-01-31T12:30:00Z",1769862600000,59,true]'],
    ['|2026-02-30|', '! Invalid date or period: |2026-02-30|'],
  ]);
});
