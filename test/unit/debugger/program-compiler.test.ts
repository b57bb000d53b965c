import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import { generate } from '../../../src/sandbox/apex/codegen/generate.ts';
import { bindUnit } from '../../../src/sandbox/apex/semantics/bind-unit.ts';
import { Catalogue } from '../../../src/sandbox/apex/semantics/catalogue.ts';
import { Program } from '../../../src/sandbox/apex/semantics/program.ts';
import { loadSchema } from '../../../src/sandbox/data/metadata/load-schema.ts';
import type { Schema } from '../../../src/sandbox/data/schema.ts';
import { ProgramDebugCompiler } from '../../../src/sandbox/debugger/program-compiler.ts';
import type { UnitDebugInfo } from '../../../src/sandbox/debugger/contract.ts';

const text = `public class Basket {
  private static Integer made = 0;
  private List<String> names = new List<String>();
  private Map<Basket, Integer> others;
  public Integer total { get { made++; return made; } }
  public Boolean fill(Integer count, Object any) {
    String name = 'a';
    return names.size() > count;
  }
  public class Other { public Integer weight = 3; }
  public enum Kind { WOVEN, WIRE }
  public static Integer touch() { return made; }
}
`;
const at = (needle: string): number => text.indexOf(needle);
const unit: UnitDebugInfo = {
  path: '/app/classes/Basket.cls', unitName: 'Basket',
  statements: [
    { id: 0, methodId: 0, line: 7, column: 5, endLine: 7, endColumn: 23, start: at('String name') },
    { id: 1, methodId: 0, line: 8, column: 5, endLine: 8, endColumn: 33, start: at('return names') },
  ],
  methods: [{
    id: 0, className: 'Basket', traceName: 'fill', isStatic: false,
    locals: [
      { name: 'count', typeName: 'Integer', isParameter: true, scopeStart: 0, scopeEnd: 9999 }, { name: 'any', typeName: 'Object', isParameter: true, scopeStart: 0, scopeEnd: 9999 },
      { name: 'name', typeName: 'String', isParameter: false, scopeStart: at("'a';") + 3, scopeEnd: at('  public class Other') },
    ],
  }],
};
const source = (path: string, code: string) => ({ path, text: code, apiVersion: 64, namespace: null });
const schema = { object: () => null } as unknown as Schema;

describe('compiling in a frame', () => {
  let compiler: ProgramDebugCompiler;
  before(() => {
    const program = new Program({ schema, catalogue: Catalogue.load(), sources: [source(unit.path, text), source('/app/classes/Broken.cls', 'class Broken {')] });
    compiler = new ProgramDebugCompiler({
      program, anonymous: () => null, versionOf: () => null, generate: bound => bound,
      debugInfo: path => (path === unit.path ? { unit } : { problem: 'line 1: Unexpected token' }),
    });
  });
  const compile = (code: string, expected: string | null = null, statement = 1) => compiler.compile({ path: unit.path, methodId: 0, statement }, code, expected);

  const cases: readonly (readonly [string, string | null, boolean])[] = [
    ['count', 'Integer', true],
    ['count + 1', 'Integer', true],
    ["name + '!'", 'String', true],
    ['names.size() > count && made == 0', 'Boolean', true],
    ['names[0].toLowerCase()', 'String', true],
    ['this', 'Basket', true],
    ['Math.max(count, 2)', 'Integer', true],
    ['any instanceof String', 'Boolean', true],
    ['count > 1 ? names : null', 'List<String>', true],
    ['String.valueOf(any)', 'String', false],
    ['any + name', 'String', false],
    ['total', 'Integer', false],
    ['Basket.touch()', 'Integer', false],
    ['others.get(this)', 'Integer', false],
    ['new Basket.Other().weight', 'Integer', false],
    ['names.add(name)', null, false],
    ['count = 5', 'Integer', false],
    ['++made', 'Integer', false],
    ['Integer twice = count * 2; made = twice;', null, false],
  ];
  for (const [code, type, isPure] of cases) {
    it(`${code}: ${type ?? 'no value'}, ${isPure ? 'pure' : 'a trial'}`, () => {
      const artefact = compile(code);
      assert.deepEqual([artefact.resultType, artefact.isPure], [type, isPure]);
    });
  }

  const wrong: readonly (readonly [string, RegExp])[] = [['nope', /Variable does not exist: nope/], ['count +', /./], ['names.fly()', /fly/], ["Integer i = 'a';", /Illegal assignment/]];
  for (const [code, expected] of wrong) it(`refuses ${code}`, () => assert.throws(() => compile(code), expected));

  it('sees only the locals of the statement', () => assert.throws(() => compile('name', null, 0), /Variable does not exist: name/));
  it('converts a new value to the type it is set to', () => {
    assert.equal(compile('5', 'Decimal').resultType, 'Decimal');
    assert.equal(compile('null', 'String').resultType, 'String');
    assert.throws(() => compile("'five'", 'Integer'), /Incompatible types|Illegal|String/i);
  });

  // [type, as it is shown, whether it is taken]
  const shown: readonly (readonly [string, string, boolean])[] = [
    ['Date', '2024-02-29', true], ['Date', '2023-02-29', false], ['Date', '2024-2-9', false],
    ['Datetime', '2024-02-29T10:30:00.000Z', true], ['Datetime', '2024-02-29 10:30:00Z', true], ['Datetime', '2024-02-29T10:30:00+02:00', true], ['Datetime', '2024-02-30T10:30:00Z', false], ['Datetime', '2024-02-29 10:30:00', false],
    ['Time', '10:30:00.000Z', true], ['Time', '24:00:00.000Z', false], ['Long', '9007199254740993', true], ['Integer', '9007199254740993', false],
    ['Basket.Kind', 'WOVEN', true], ['Basket.Kind', 'plastic', false],
  ];
  for (const [type, text, isTaken] of shown) {
    it(`${isTaken ? 'takes' : 'refuses'} ${text} for a ${type}`, () => {
      if (isTaken) assert.equal(compile(text, type).resultType, type);
      else assert.throws(() => compile(text, type));
    });
  }

  const find = (path: string, text: string | null = null, formerPath: string | null = null) => compiler.findSource({ path, text, formerPath });
  it('finds the installed file of a path', () => {
    assert.equal(find(unit.path)?.unit, unit);
    assert.equal(find('/elsewhere/checkout/basket.cls')?.path, unit.path);
    assert.equal(find('/app/classes/Nobody.cls'), null);
    assert.deepEqual([find('/app/classes/Broken.cls')?.unit, find('/app/classes/Broken.cls')?.problem], [null, 'line 1: Unexpected token']);
  });
});

describe('compiling in a frame beside a class named like an object', () => {
  const code = "public class Desk { void run(Schema.User person, User other, List<Schema.User> people) { Integer i = 1; } }";
  const sources = [source('/app/classes/Desk.cls', code), source('/app/classes/User.cls', 'public class User { public Integer word; }')];
  const program = new Program({ schema: loadSchema({ projects: [], namespace: null }).schema, catalogue: Catalogue.load(), sources });
  const { debug } = generate(bindUnit(program, sources[0]!.path).unit!, 'debuggable');
  const compiler = new ProgramDebugCompiler({ program, anonymous: () => null, versionOf: () => null, generate: bound => bound, debugInfo: () => ({ unit: debug }) });
  const { id: statement, methodId } = debug.statements[0]!;
  for (const [expression, type] of [['person.LastName', 'String'], ['other.word', 'Integer'], ['people[0].Username', 'String']] as const) {
    it(`${expression} is ${type}`, () => assert.equal(compiler.compile({ path: sources[0]!.path, methodId, statement }, expression, null).resultType, type));
  }
});
