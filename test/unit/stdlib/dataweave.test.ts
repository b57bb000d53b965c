import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openTestOrg } from '../../support/apex.ts';
import { programs } from '../language/programs.ts';

const META = '<DataWeaveResource xmlns="http://soap.sforce.com/2006/04/metadata"><apiVersion>62.0</apiVersion><isGlobal>false</isGlobal></DataWeaveResource>';

/** `dw/name.dwl` with its description. */
const files = (scripts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(scripts).flatMap(([name, source]) => [[`dw/${name}.dwl`, source], [`dw/${name}.dwl-meta.xml`, META]]));

const APEX = '%dw 2.0\ninput rows application/json\noutput application/apex\n---\n';

describe('DataWeave in Apex', () => {
  programs([
    { name: 'runs the class of a script', code: "DataWeave.Script s = new DataWeaveScriptResource.hello(); System.debug(s.execute(new Map<String, Object>{ 'who' => 'Ann' }).getValueAsString());", prints: ['"Hello Ann"'] },
    { name: 'runs a script by name', code: "System.debug(DataWeave.Script.createScript('HELLO').execute(new Map<String, Object>{ 'who' => 1 }).getValue()); System.debug(DataWeave.Script.createScript(null, 'constant').execute().getValue());", prints: ['"Hello 1"', '42'] },
    { name: 'refuses a name without a script', code: "DataWeave.Script.createScript('nobody');", throws: 'System.DataWeaveScriptException: Script not found: nobody' },
    { name: 'throws what goes wrong in a script', code: "try { new DataWeaveScriptResource.wrong().execute(); } catch (DataWeaveScriptException e) { System.debug(e.getMessage()); }", prints: ['Division by zero\n\n4| 1 / 0\n   ^\nTrace:\n  at main (line: 4, column: 1)'] },
    { name: 'throws for what is no script', code: "DataWeave.Script.createScript('broken');", throws: "System.DataWeaveScriptException: Invalid input end of input, expected an expression\n\n2| ---\n     ^\nTrace:\n  at main (line: 2, column: 3)" },
    { name: 'sees records and objects by their fields', code: "Account a = new Account(Name = 'A'); Contact c = new Contact(LastName = 'L', Birthdate = Date.newInstance(2000, 1, 2), Account = a); Box b = new Box(); b.n = 1.5; b.kind = Box.Kind.Big; System.debug(new DataWeaveScriptResource.show().execute(new Map<String, Object>{ 'value' => new List<Object>{ c, b, new Map<String, Object>{ 'k' => new Set<Integer>{ 7 } }, Datetime.newInstanceGmt(2026, 1, 2, 3, 4, 5), Blob.valueOf('x'), null } }).getValueAsString());", prints: ['[{"LastName":"L","Birthdate":"2000-01-02","Account":{"Name":"A"}},{"n":1.5,"kind":"Big","nested":null,"made":null,"held":null},{"k":[7]},"2026-01-02T03:04:05Z","x",null]'] },
    { name: 'makes records', code: `String rows = '[{"n":"A","d":"2026-01-02","a":"12.5"},{"n":"B"}]'; List<Opportunity> made = (List<Opportunity>) new DataWeaveScriptResource.toRecords().execute(new Map<String, Object>{ 'rows' => rows }).getValue(); System.debug(made[0].Name + made[0].CloseDate + made[0].Amount + made[1].Name + made[1].Amount);`, prints: ['A2026-01-02 00:00:0012.5Bnull'] },
    { name: 'makes objects of classes', code: `List<Box> made = (List<Box>) new DataWeaveScriptResource.toBoxes().execute(new Map<String, Object>{ 'rows' => '[{"n": 3}]' }).getValue(); System.debug(made[0].n + ' ' + made[0].kind + ' ' + made[0].nested.n + ' ' + made[0].made);`, prints: ['3.0 Small 9.0 2026-01-02 00:00:00'] },
    { name: 'makes maps, lists and simple values', code: `Map<String, Object> m = (Map<String, Object>) new DataWeaveScriptResource.toMap().execute(new Map<String, Object>{ 'rows' => '{}' }).getValue(); System.debug(m.get('i') instanceof Integer); System.debug(m.get('l') instanceof Long); System.debug(m.get('d') instanceof Decimal); System.debug(m.get('t')); System.debug(m.get('s') instanceof Set<Object>); System.debug((List<Object>) m.get('s'));`, prints: ['true', 'true', 'true', '2026-01-02 00:00:00', 'false', '(1, x)'] },
    { name: 'a member of type SObject is a record of the class written', code: "Box b = (Box) DataWeave.Script.createScript('holding').execute(new Map<String, Object>()).getValue(); System.debug(b.held);", prints: ['Account:{Name=A}'] },
    { name: 'fields that are not kept', code: "Box b = (Box) DataWeave.Script.createScript('fleeting').execute(new Map<String, Object>()).getValue(); System.debug(b.quick);", prints: ['5'] },
    { name: 'refuses a field that a class lacks', code: `new DataWeaveScriptResource.lacking().execute(new Map<String, Object>{ 'rows' => '{}' });`, throws: "System.DataWeaveScriptException: Unable to find property 'nothing' in class Box" },
    { name: 'gives bytes for binary output', code: "System.debug(((Blob) new DataWeaveScriptResource.bytes().execute().getValue()).toString());", prints: ['hi'] },
    { name: 'has rows for its scripts', code: "System.debug([SELECT COUNT() FROM DataWeaveResource WHERE DeveloperName = 'hello']);", prints: ['1'] },
    { name: 'says by name what is not supported', code: "new DataWeaveScriptResource.yaml().execute();", throws: 'NotSupported: NotSupported: DataWeave content type application/yaml' },
  ], [
    'public class Box { public enum Kind { Small, Big } public Double n; public Kind kind; public Box nested; public Date made { get; set; } public transient Integer quick; public SObject held; }',
  ], files({
    hello: '%dw 2.0\n---\n"Hello $(who)"',
    constant: '42',
    wrong: '%dw 2.0\noutput application/json\n---\n1 / 0',
    broken: '%dw 2.0\n---',
    show: '%dw 2.0\ninput value application/apex\noutput application/json indent=false\n---\nvalue',
    toRecords: `${APEX}rows map (r) -> {Name: r.n, CloseDate: r.d, Amount: r.a} as Object {class: "Opportunity"}`,
    toBoxes: `${APEX}rows map (r) -> {n: r.n, kind: "small", made: |2026-01-02|, nested: {n: 9} as Object {class: "Box"}} as Object {class: "Box"}`,
    toMap: `${APEX}{i: 1, l: 3000000000, d: 1.5, t: |2026-01-02|, s: [1, "x"]}`,
    holding: `${APEX}{held: {Name: "A"} as Object {class: "Account"}} as Object {class: "Box"}`,
    fleeting: `${APEX}{quick: 5} as Object {class: "Box"}`,
    lacking: `${APEX}{nothing: 1} as Object {class: "Box"}`,
    bytes: '%dw 2.0\noutput application/octet-stream\n---\n"hi" as Binary',
    yaml: '%dw 2.0\noutput application/yaml\n---\n1',
  }));

  it('refuses a class without a script', () => {
    const org = openTestOrg({ classes: ['public class Empty {}'], files: files({ there: '1' }) });
    try {
      assert.equal(org.run('DataWeave.Script s = new DataWeaveScriptResource.there();').exception, null);
      assert.throws(() => org.run('DataWeave.Script s = new DataWeaveScriptResource.nobody();'), /Invalid type: DataWeaveScriptResource\.nobody/);
    } finally {
      org.close();
    }
  });
});
