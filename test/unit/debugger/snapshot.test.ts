import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import '../../../src/sandbox/apex/runtime/equality.ts';
import { ApexList } from '../../../src/sandbox/apex/runtime/list.ts';
import { ApexMap, ApexSet, KeySet } from '../../../src/sandbox/apex/runtime/map.ts';
import { ApexObject } from '../../../src/sandbox/apex/runtime/object.ts';
import { typeOf } from '../../../src/sandbox/apex/runtime/runtime-types.ts';
import { SObjectRecord } from '../../../src/sandbox/apex/runtime/sobject.ts';
import { textOf } from '../../../src/sandbox/apex/runtime/text.ts';
import { Snapshot } from '../../../src/sandbox/debugger/snapshot.ts';

class Box extends ApexObject {
  f_value: unknown = null;
}
Object.defineProperty(Box.prototype, '$type', { value: typeOf('Box') });

function world() {
  const record = new SObjectRecord('Account');
  record.fields.set('Name', 'Acme');
  const list = new ApexList(typeOf('List<Object>'), [1, 'two', record]);
  const map = new ApexMap(typeOf('Map<Object,Object>'));
  map.put('list', list);
  map.put(record, 'by record');
  const set = new ApexSet(typeOf('Set<String>'), ['a', 'b']);
  const box = new Box();
  box.f_value = map;
  const keys = new KeySet(typeOf('Set<Object>'), map);
  const locals: unknown[] = [5, box, set, keys];
  const statics: Record<string, unknown> = { f_count: 0, f_box: box };
  return { record, list, map, set, keys, box, locals, statics };
}

describe('undoing a trial', () => {
  const changes: readonly (readonly [string, (w: ReturnType<typeof world>) => void])[] = [
    ['nothing', () => undefined],
    ['a local', w => { w.locals[0] = 6; }],
    ['a static', w => { w.statics['f_count'] = 1; }],
    ['a field', w => { w.box.f_value = null; }],
    ['an element', w => w.list.set(0, 9)],
    ['a new element', w => w.list.add('more')],
    ['a removed element', w => w.list.remove(1)],
    ['a cleared list', w => w.list.clear()],
    ['an entry', w => { w.map.put('list', null); }],
    ['a new entry', w => { w.map.put('new', 1); }],
    ['a removed entry', w => { w.map.delete('list'); }],
    ['a set', w => { w.set.add('c'); w.set.delete('a'); }],
    ['a key removed through the set of keys', w => { w.keys.delete('list'); }],
    ['a set of keys that got one of its own', w => { w.keys.add('own'); w.map.put('later', 1); w.keys.delete('list'); }],
    ["a record's field, which is a key of a map", w => { w.record.fields.set('Name', 'Other'); w.record.fields.set('Rating', 'Hot'); w.map.delete(w.record); }],
    ['everything', w => { w.locals.length = 0; w.map.clear(); w.list.clear(); w.set.clear(); w.record.fields.clear(); w.statics['f_box'] = null; }],
  ];
  const shown = (w: ReturnType<typeof world>): unknown => [w.locals.map(value => (value instanceof Box ? 'box' : textOf(value))), textOf(w.map), textOf(w.list), textOf(w.set), textOf(w.keys), w.keys.source === w.map, w.keys.changes, textOf(w.record), w.statics['f_count'], w.statics['f_box'] === w.box, w.box.f_value === w.map, w.map.get(w.record), w.list.changes, w.map.changes];
  for (const [name, change] of changes) {
    it(`puts back ${name}`, () => {
      const w = world();
      const before = shown(w);
      const snapshot = new Snapshot([w.locals, w.statics]);
      change(w);
      if (name !== 'nothing') assert.notDeepEqual(shown(w), before);
      snapshot.restore();
      assert.deepEqual(shown(w), before);
    });
  }

  it('is refused where too much could change', () => {
    const big = new ApexList(typeOf('List<Object>'), Array.from({ length: 200_001 }, (_, index) => index));
    assert.throws(() => new Snapshot([[big]]), /could not be undone\. Evaluate it in the console/);
  });
});
