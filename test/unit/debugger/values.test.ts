import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import '../../../src/sandbox/apex/runtime/equality.ts';
import { ApexBlob } from '../../../src/sandbox/apex/runtime/blob.ts';
import { ApexDecimal } from '../../../src/sandbox/apex/runtime/decimal.ts';
import { ApexDouble } from '../../../src/sandbox/apex/runtime/double.ts';
import { ApexList } from '../../../src/sandbox/apex/runtime/list.ts';
import { ApexMap, ApexSet } from '../../../src/sandbox/apex/runtime/map.ts';
import { ApexEnum, ApexObject } from '../../../src/sandbox/apex/runtime/object.ts';
import { typeOf } from '../../../src/sandbox/apex/runtime/runtime-types.ts';
import { SObjectRecord } from '../../../src/sandbox/apex/runtime/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../../src/sandbox/apex/runtime/temporal.ts';
import '../../../src/sandbox/apex/stdlib/index.ts';
import { findMember } from '../../../src/sandbox/apex/runtime/library.ts';
import { fail } from '../../../src/sandbox/apex/runtime/exception.ts';
import type { AgentHost, FieldView } from '../../../src/sandbox/debugger/host.ts';
import { Presenter } from '../../../src/sandbox/debugger/values/present.ts';

const field = (name: string, access: FieldView['access'], value: unknown): FieldView => ({ name, type: 'Object', access, isFinal: false, read: () => value, write: () => undefined });
class Widget extends ApexObject {
  /** User code that the debugger must never run. */
  tostring$(): string { throw new Error('toString was called'); }
}
Object.defineProperty(Widget.prototype, '$type', { value: typeOf('ven.Widget') });

const runs: object[] = [];
const host = {
  fieldsOf: (value: unknown) => (value instanceof Widget ? [field('secret', 'private', 1), field('shared', 'public', 2), field('open', 'global', 3)] : null),
  namespaceOf: (name: string) => (name.includes('.') ? name.slice(0, name.indexOf('.')) : null),
  typeOfField: () => 'String',
  run: <T>(how: object, action: () => T): T => {
    runs.push(how);
    return action();
  },
} as unknown as AgentHost;
const presenter = new Presenter(host, ['nwd']);
const all = { start: 0, count: 100, filter: null } as const;

describe('values as the debugger shows them', () => {
  const record = new SObjectRecord('Account');
  record.fields.set('Name', "O'Neil");
  record.fields.set('AnnualRevenue', new ApexDecimal(1250n, 2));
  const map = new ApexMap(typeOf('Map<Object,Object>'));
  map.put('1', 'text');
  map.put(1, new Widget());

  const cases: readonly (readonly [unknown, string, string, string])[] = [
    [null, 'Account', 'null', 'Account'],
    [undefined, 'Integer', 'null', 'Integer'],
    [5, 'Integer', '5', 'Integer'],
    [5, 'Double', '5.0', 'Double'],
    [5, 'Object', '5', 'Integer'],
    [new ApexDouble(5), 'Object', '5.0', 'Double'],
    [5n, 'Long', '5', 'Long'],
    [true, 'Boolean', 'true', 'Boolean'],
    [new ApexDecimal(1250n, 2), 'Decimal', '12.50', 'Decimal'],
    ["it's\na \\", 'String', "'it\\'s\\na \\\\'", 'String'],
    [ApexDate.of(2024, 2, 29), 'Date', '2024-02-29', 'Date'],
    [new ApexDatetime(Date.UTC(2024, 1, 29, 10, 30)), 'Datetime', '2024-02-29T10:30:00.000Z', 'Datetime'],
    [new ApexTime(37_800_000), 'Time', '10:30:00.000Z', 'Time'],
    [ApexBlob.fromText('abc'), 'Blob', "Blob (3 bytes) 'abc'", 'Blob'],
    [new ApexBlob(new Uint8Array([0xff, 0x00])), 'Blob', 'Blob (2 bytes) ff00', 'Blob'],
    [new ApexBlob(new Uint8Array([1])), 'Blob', 'Blob (1 byte) 01', 'Blob'],
    [ApexBlob.fromText(''), 'Blob', 'Blob (0 bytes)', 'Blob'],
    [new ApexEnum(typeOf('Color'), 'RED', 0), 'Color', 'RED', 'Color'],
    [new ApexList(typeOf('List<String>'), ['a', null]), 'List<String>', "List<String> (2) ['a', null]", 'List<String>'],
    [new ApexList(typeOf('List<Integer>'), [1, 2, 3, 4, 5, 6]), 'Object', 'List<Integer> (6) [1, 2, 3, 4, 5, …]', 'List<Integer>'],
    [new ApexList(typeOf('List<Object>'), [new Widget()]), 'List<Object>', 'List<Object> (1)', 'List<Object>'],
    [new ApexSet(typeOf('Set<Integer>'), [3, 4]), 'Set<Integer>', 'Set<Integer> (2) {3, 4}', 'Set<Integer>'],
    [map, 'Map<Object,Object>', 'Map<Object,Object> (2)', 'Map<Object,Object>'],
    [record, 'SObject', "Account {Name='O\\'Neil', AnnualRevenue=12.50}", 'Account'],
    [new Widget(), 'Object', 'ven.Widget {open=3}', 'ven.Widget'],
  ];
  for (const [value, declared, text, type] of cases) {
    it(`${declared}: ${text}`, () => {
      const shown = presenter.present(value, declared, null);
      assert.deepEqual([shown.text, shown.type], [text, type]);
    });
  }

  it('cuts long texts', () => {
    const shown = presenter.present('x'.repeat(5000), 'String', null);
    assert.ok(shown.text.length < 1100);
    assert.equal(presenter.copy('x'.repeat(5000), 'String').length, 5000);
  });

  describe('copied', () => {
    const own = new Presenter({ ...host, namespaceOf: () => null }, []);
    const circle = new ApexList(typeOf('List<Object>'), [1]);
    circle.items.push(circle);
    const proto = new ApexMap(typeOf('Map<String,Object>'));
    proto.put('__proto__', 1);
    const copies: readonly (readonly [string, unknown, string, unknown])[] = [
      ['a text as it is', "it's\n", 'String', "it's\n"], ['a value as it is shown', ApexDate.of(2024, 2, 29), 'Date', '2024-02-29'], ['nothing', null, 'Account', 'null'],
      ['all of a list', new ApexList(typeOf('List<Integer>'), [1, 2, 3, 4, 5, 6, 7]), 'List<Integer>', [1, 2, 3, 4, 5, 6, 7]],
      ['a set', new ApexSet(typeOf('Set<String>'), ['a']), 'Set<String>', ['a']],
      ['a record', record, 'Account', { Name: "O'Neil", AnnualRevenue: 12.5 }],
      ['a map', proto, 'Map<String,Object>', JSON.parse('{"__proto__": 1}')],
      ['dates, Blobs and large numbers in it', new ApexList(typeOf('List<Object>'), [ApexDate.of(2024, 1, 1), ApexBlob.fromText('a'), 9007199254740993n, 5n, new ApexEnum(typeOf('Color'), 'RED', 0)]), 'List<Object>', ['2024-01-01', 'YQ==', '9007199254740993', 5, 'RED']],
      ['a circle', circle, 'List<Object>', [1, '(circular)']],
      ['an object', new Widget(), 'Widget', { secret: 1, shared: 2, open: 3 }],
    ];
    for (const [what, value, type, expected] of copies) {
      it(what, () => {
        const text = own.copy(value, type);
        if (typeof expected === 'string') assert.equal(text, expected);
        else assert.deepEqual(JSON.parse(text), expected);
      });
    }
    it("nothing hidden of another vendor's object (D8)", () => assert.deepEqual(JSON.parse(presenter.copy(new Widget(), 'ven.Widget')), { open: 3 }));
  });

  it('names children by valid Apex, with a cast where the static type knows less', () => {
    const shown = presenter.present(record, 'SObject', 'rec');
    assert.deepEqual(shown.container?.children(all).map(child => child.evaluateName), ['((Account) rec).Name', '((Account) rec).AnnualRevenue']);
    const entries = presenter.present(map, 'Map<Object,Object>', 'things').container?.children(all);
    assert.deepEqual(entries?.map(child => [child.name, child.evaluateName]), [["['1']", "things.get('1')"], ['[1]', 'things.get(1)']]);
  });

  it('keeps names of entries apart whose keys read alike', () => {
    const twins = new ApexMap(typeOf('Map<Object,Object>'));
    twins.put(new Widget(), 1);
    twins.put(new Widget(), 2);
    assert.deepEqual(presenter.present(twins, 'Object', null).container?.children(all).map(child => child.name), ['[ven.Widget]', '[ven.Widget] #2']);
  });

  it("shows of another vendor's object only global members (D8), of one's own all", () => {
    const foreign = presenter.present(new Widget(), 'ven.Widget', 'w').container?.children(all);
    assert.deepEqual(foreign?.map(child => child.name), ['open']);
    const own = new Presenter(host, ['VEN']).present(new Widget(), 'ven.Widget', 'w').container?.children(all);
    assert.deepEqual(own?.map(child => child.name), ['secret', 'shared', 'open']);
    assert.deepEqual([presenter.isForeign('ven.Widget'), presenter.isForeign('nwd.Thing'), presenter.isForeign('Unmanaged')], [true, false, false]);
  });

  it('looks into objects of the library by their getters, as a trial', () => {
    const request = findMember('System.HttpRequest', 'new()')() as ApexObject;
    (findMember('System.HttpRequest', 'void setEndpoint(String endpoint)') as (...args: unknown[]) => void)(request, 'https://desk.example.com');
    runs.length = 0;
    const { text, container } = presenter.present(request, 'System.HttpRequest', 'req');
    assert.equal(text, 'System.HttpRequest[Endpoint=https://desk.example.com, Method=null]');
    assert.deepEqual(runs, []);
    const endpoint = container?.children(all).find(({ name }) => name === 'endpoint');
    assert.deepEqual([endpoint?.value, endpoint?.type, endpoint?.evaluateName, endpoint?.isReadOnly], ['https://desk.example.com', 'String', 'req.getEndpoint()', true]);
    assert.deepEqual(runs, [{ milliseconds: 100, isUndone: false, ownLimits: true }]);
    assert.equal(container?.namedCount, container?.children(all).length);
  });

  it('computes a property only when it is asked for, and shows what went wrong', () => {
    let calls = 0;
    const property = (compute: () => unknown): FieldView => ({ name: 'legs', type: 'Integer', access: 'public', isFinal: false, read: () => null, write: null, compute });
    const shown = (compute: () => unknown) => new Presenter({ ...host, fieldsOf: () => [property(compute)], namespaceOf: () => null }, []).present(new Widget(), 'Widget', 'w');
    const { text, container } = shown(() => { calls++; return 4; });
    const [child] = container?.children(all) ?? [];
    assert.deepEqual([text, child?.text, child?.isLazy, child?.evaluateName, calls], ['ven.Widget', '(…)', true, '((ven.Widget) w).legs', 0]);
    assert.deepEqual(child?.container?.children(all), [{ name: 'legs', type: 'Integer', evaluateName: '((ven.Widget) w).legs', isReadOnly: true, kind: 'property', value: 4 }]);
    assert.equal(container?.reader('legs'), null);
    const [failing] = shown(() => fail('System.MathException', 'Divide by 0')).container?.children(all) ?? [];
    assert.equal(failing?.container?.children(all)[0]?.text, '(System.MathException: Divide by 0)');
  });
});
