import { describe } from 'mocha';
import { scripts } from './scripts.ts';

const script = (input: string, output: string, body: string): string => `%dw 2.0\ninput payload ${input}\noutput ${output}\n---\n${body}`;

describe('DataWeave and JSON', () => {
  scripts([
    [script('application/json', 'application/json', 'payload'), '{\n  "b": 1.50,\n  "a": [\n    "x",\n    []\n  ],\n  "a": {}\n}'],
    [script('application/json', 'application/json indent=false, duplicateKeyAsArray=true', 'payload'), '{"b":1.50,"a":[["x",[]],{}]}'],
    [script('application/json', 'json indent=false, skipNullOn="everywhere"', '{n: null, l: [1, null]}'), '{"l":[1]}'],
  ], { payload: '{"b": 1.50, "a": ["x", []], "a": {}}' });
  scripts([[script('application/json', 'application/json', 'payload'), '! Unable to parse JSON: Unexpected end-of-input: expected close marker for OBJECT (from [line:1, column:3]']], { payload: '{' });
});

describe('DataWeave and CSV', () => {
  scripts([
    [script('application/csv', 'application/json indent=false', 'payload'), '[{"id":"1","name":"A, \\"B\\""},{"id":"2","name":"two\\nlines"}]'],
    [script('application/csv header=false', 'application/json indent=false', 'payload[0]'), '{"column_0":"id","column_1":"name"}'],
    [script('application/csv', 'application/csv', 'payload map {n: $.name, i: $.id}'), 'n,i\n"A, \\"B\\"",1\n"two\nlines",2\n'],
    [script('application/csv', "application/csv separator=';', header=false, quoteValues=true", '[{a: 1, b: null}]'), '"1";""\n'],
    [script('application/csv', 'application/csv', '1'), '! CSV format expects an array of objects, but it was Number (1)'],
  ], { payload: 'id,name\n1,"A, ""B"""\n\n2,"two\nlines"\n' });
  scripts([[script("application/csv separator=';'", 'application/json indent=false', 'payload'), '[{"a":"1","b":"x,y"}]']], { payload: 'a;b\r\n1;x,y' });
});

describe('DataWeave and XML', () => {
  const payload = '<?xml version="1.0"?><r xmlns:h="urn:h"><item id="1" on="y">a&lt;b</item><item id="2"/><h:x>t</h:x><c><![CDATA[<raw>]]></c><o z="9"><p>1</p></o></r>';
  scripts([
    [script('application/xml', 'application/json indent=false', 'payload.r'), '{"item":"a<b","item":null,"h:x":"t","c":"<raw>","o":{"p":"1"}}'],
    [script('application/xml', 'application/json indent=false', '[payload.r.item.@id, payload.r.*item.@id, payload.r.item.@, payload.r..@z, payload.r.o.@z, (payload.r.*item)[0].@on, payload.r.x.#]'), '["1",["1"],{"id":"1","on":"y"},["9"],"9","y","urn:h"]'],
    [script('application/xml', 'application/json indent=false', '[payload.r.c is CData, payload.r.item is CData, upper(payload.r.item)]'), '[true,false,"A<B"]'],
    [`%dw 2.0\noutput application/xml\nns h urn:h\n---\nroot @(a: 1, h#b: "\\"q\\""): {h#x: "<&>", list: [1, 2], empty: null, c: "x" as CData}`, "<?xml version='1.0' encoding='UTF-8'?>\n<root xmlns:h=\"urn:h\" a=\"1\" h:b=\"&quot;q&quot;\">\n  <h:x>&lt;&amp;></h:x>\n  <list>1</list>\n  <list>2</list>\n  <empty/>\n  <c><![CDATA[x]]></c>\n</root>"],
    ['%dw 2.0\noutput application/xml indent=false, writeDeclaration=false, skipNullOn="elements"\n---\n{a: {b: null, c: ""}}', '<a><c/></a>'],
    ['%dw 2.0\noutput application/xml\n---\n{a: 1, b: 2}', '! Trying to output second root, <b>, while writing Xml'],
    ['%dw 2.0\noutput application/xml\n---\n[1]', '! Trying to output non-whitespace characters outside main element tree (in prolog or epilog), while writing Xml: Array ([1])'],
    [script('application/xml', 'application/json indent=false', 'payload.r.*item map {id: $.@id, v: $}'), '[{"id":"1","v":"a<b"},{"id":null,"v":null}]'],
  ], { payload });
});

describe('DataWeave and other formats', () => {
  scripts([
    ['%dw 2.0\noutput application/dw\n---\n{a: [1], "b c": |2026-01-01|, d @(x: 1): null} as Object {class: "C"}', '{\n  a: [\n    1\n  ],\n  "b c": |2026-01-01|,\n  d @(x: 1): null\n} as Object {class: "C"}'],
    ['%dw 2.0\noutput text/plain\n---\n"a\\n" ++ 1', 'a\n1'],
    [script('application/x-www-form-urlencoded', 'application/x-www-form-urlencoded', 'payload ++ {n: null}'), 'a=1+2&b=%26&n'],
    ['%dw 2.0\noutput application/x-ndjson\n---\n[{a: 1}, {a: 2}]', '{"a":1}\n{"a":2}\n'],
    ['%dw 2.0\noutput application/octet-stream\n---\n"hi" as Binary', '6869'],
    ['%dw 2.0\noutput application/xlsx\n---\n1', '! Unknown content type `application/xlsx`'],
    ['%dw 2.0\noutput application/yaml\n---\n1', '! NotSupported: DataWeave content type application/yaml'],
    ['%dw 2.0\n---\n{a: "no output said"}', '{\n  "a": "no output said"\n}'],
    [script('application/java', 'application/json indent=false', 'payload'), '"a=1+2&b=%26"'],
  ], { payload: 'a=1+2&b=%26' });
});
