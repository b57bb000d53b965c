import assert from 'node:assert/strict';
import { before, describe, it } from 'mocha';
import type { DebugCompletion } from '../../../src/protocol/debug.ts';
import { generate } from '../../../src/sandbox/apex/codegen/generate.ts';
import { bindUnit } from '../../../src/sandbox/apex/semantics/bind-unit.ts';
import { Catalogue } from '../../../src/sandbox/apex/semantics/catalogue.ts';
import { Program } from '../../../src/sandbox/apex/semantics/program.ts';
import { loadSchema } from '../../../src/sandbox/data/metadata/load-schema.ts';
import { receiverOf } from '../../../src/sandbox/debugger/completions.ts';
import { ProgramDebugCompiler } from '../../../src/sandbox/debugger/program-compiler.ts';

const desk = `public class Desk extends Furniture {
  public enum Wood { OAK, PINE }
  private static Integer built = 0;
  private List<Contact> owners;
  public String label { get; set; }
  public void polish(Integer times, Account customer) {
    Map<String, Desk> byName = new Map<String, Desk>();
    Integer i = times;
  }
  private Desk copy(String name) { return this; }
  public static Desk make() { return new Desk(); }
}`;
const source = (path: string, text: string, namespace: string | null = null) => ({ path, text, apiVersion: 64, namespace });
const sources = [
  source('/app/classes/Desk.cls', desk), source('/app/classes/Furniture.cls', 'public virtual class Furniture { protected Integer legs; public virtual void move(Integer metres) {} }'),
  source('/app/triggers/OnAccount.trigger', 'trigger OnAccount on Account (before insert) { Integer i = 1; }'),
  source('/foreign/classes/Vault.cls', 'global class Vault { private static String secret = null; global static String open(String key) { return key; } }', 'other'),
  source('/foreign/classes/Hidden.cls', 'public class Hidden { }', 'other'),
];

describe('completions', () => {
  let compiler: ProgramDebugCompiler;
  let program: Program;
  before(() => {
    program = new Program({ schema: loadSchema({ projects: [], namespace: null }).schema, catalogue: Catalogue.load(), sources });
    const debugInfo = (path: string) => ({ unit: generate(bindUnit(program, path).unit!, 'debuggable').debug });
    compiler = new ProgramDebugCompiler({ program, anonymous: () => null, versionOf: () => null, generate: bound => bound, debugInfo });
  });
  /** `|` is the cursor. */
  function at(text: string, { path = '/app/classes/Desk.cls', line = 8, sees = (namespace: string | null): boolean => namespace === null } = {}): readonly DebugCompletion[] {
    const { debug } = generate(bindUnit(program, path).unit!, 'debuggable');
    const statement = debug.statements.findLast(each => each.line === line)!;
    return compiler.completions({ path, methodId: statement.methodId, statement: statement.id }, text.replace('|', ''), text.indexOf('|'), sees);
  }
  const labels = (found: readonly DebugCompletion[]): string[] => found.map(({ label }) => label);

  const cases: readonly (readonly [text: string, some: readonly string[], none: readonly string[]])[] = [
    ['|', ['times', 'customer', 'byName', 'this', 'label', 'owners', 'built', 'polish(Integer times, Account customer)', 'legs', 'Wood', 'Desk', 'Furniture', 'Account', 'System', 'new'], ['Vault', 'i']],
    ['ti|', ['times'], ['customer', 'built']],
    ['by|Name', ['byName'], ['times']],
    ['this.|', ['label', 'owners', 'legs', 'copy(String name)', 'move(Integer metres)'], ['built', 'make()', 'times']],
    ['Desk.|', ['built', 'make()', 'Wood'], ['label', 'polish(Integer times, Account customer)']],
    ['Desk.Wood.|', ['OAK', 'PINE', 'values()'], []],
    ['customer.|', ['Name', 'AnnualRevenue', 'Owner', 'Contacts', 'getSObjectType()'], ['times']],
    ['customer.Owner.|', ['LastName', 'getSObjectType()'], ['AnnualRevenue']],
    ['owners[0].|', ['LastName', 'Account'], ['AnnualRevenue']],
    ["byName.get('a.b(').copy(label).|", ['label', 'copy(String name)'], []],
    ['label?.|', ['length()', 'toLowerCase()'], ['valueOf(Date d)']],
    ['times + label.to|', ['toLowerCase()', 'toUpperCase()'], ['length()']],
    ['byName.|', ['get(String key)', 'size()'], []],
    ['new Desk().la|', ['label'], ['built']],
    ['Math.|', ['max(Integer i1, Integer i2)'], []],
    ['System.|', ['debug(Object msg)', 'Math'], []],
    ['other.|', ['Vault'], ['Hidden']],
    ['other.Vault.|', ['open(String key)'], ['secret']],
    ["'no name in a |", [], ['times']],
    ["label == 'a' && |", ['times'], []],
    ['nobody.|', [], ['times', 'label']],
  ];
  for (const [text, some, none] of cases) {
    it(`at ${text}`, () => {
      // What the library calls its parameters is of no interest here.
      const plain = (label: string): string => label.replaceAll(/\b(\w+) \w+(?=[,)])/g, '$1');
      const found = labels(at(text)).map(plain);
      assert.deepEqual(some.map(plain).filter(label => !found.includes(label)), [], `missing; there are ${found.slice(0, 60).join(' ')}`);
      assert.deepEqual(none.map(plain).filter(label => found.includes(label)), []);
    });
  }

  it('begins with what is nearest: locals, then the class and what it inherits, then types', () => {
    const all = labels(at('|'));
    const order = ['byName', 'label', 'legs', 'Furniture', 'System'].map(label => all.indexOf(label));
    assert.deepEqual(order, order.toSorted((a, b) => a - b));
  });

  it('puts the cursor between the parentheses of what takes something', () => {
    const found = at('this.|');
    assert.deepEqual(found.find(({ label }) => label === 'copy(String name)'), { kind: 'method', label: 'copy(String name)', text: 'copy()', detail: 'Desk', cursor: 5 });
    assert.equal(at('customer.getSObjectT|')[0]?.cursor, null);
  });

  it('knows the variables of a trigger', () => {
    const found = labels(at('Trigger.|', { path: '/app/triggers/OnAccount.trigger', line: 1 }));
    assert.deepEqual(found.slice(0, 4), ['new', 'old', 'newMap', 'oldMap']);
  });

  it("shows a partner everything of the partner's own package", () => {
    const own = { sees: () => true };
    assert.ok(labels(at('other.|', own)).includes('Hidden'));
    assert.ok(labels(at('other.Vault.|', own)).includes('secret'));
  });

  const receivers: readonly (readonly [string, string | null])[] = [
    ['a.', 'a'], ['a', null], ['x + a.b.', 'a.b'], ['f(a, g(b)).', 'f(a, g(b))'], ["f(')').", "f(')')"], ["m['a'].", "m['a']"], ['new A(b).', 'new A(b)'], [').', ''], ["'text'.", "'text'"], ['a?.b?.', 'a?.b'], ['(A) b.', 'b'], ['((A) b).', '((A) b)'],
  ];
  for (const [text, receiver] of receivers) it(`takes ${JSON.stringify(receiver)} for what stands before the dot of ${text}`, () => assert.equal(receiverOf(text), receiver));
});
