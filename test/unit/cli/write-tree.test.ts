/** The order in which records are written, and the lookups that close circles. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DescribedObjects } from '../../../src/cli/data/described-objects.ts';
import { RecordSet } from '../../../src/cli/data/record-set.ts';
import { treeFiles } from '../../../src/cli/data/write-tree.ts';

const lookup = (name: string, more: object = {}): object => ({ name, type: 'reference', createable: true, updateable: true, calculated: false, nillable: true, referenceTo: ['Thing__c'], ...more });
const THING = { name: 'Thing__c', childRelationships: [], fields: [lookup('A__c'), lookup('B__c'), lookup('Must__c', { nillable: false }), lookup('Once__c', { updateable: false }), { name: 'Name', type: 'string', createable: true, calculated: false }] };

/** `a.A__c=b b.A__c=a`: records by what they are called, and their lookups. */
async function setOf(lookups: string): Promise<RecordSet> {
  const set = new RecordSet(new DescribedObjects({ name: 'org', get: () => Promise.resolve(THING) }), null);
  const records = new Map<string, Record<string, unknown>>();
  const record = (id: string): Record<string, unknown> => records.get(id) ?? records.set(id, { attributes: { type: 'Thing__c' }, Id: id, Name: id }).get(id)!;
  for (const [, from, field, to] of lookups.matchAll(/(\w+)\.(\w+)=(\w+)/g)) {
    record(from!)[field!] = to;
    record(to!);
  }
  for (const each of records.values()) await set.add(each);
  return set;
}

type Written = Readonly<Record<string, unknown>>;

/** Files as `a b(A__c=a)`: an inserted record by its name, an updated one by its id. */
function shown({ files }: ReturnType<typeof treeFiles>): string[] {
  const plan = JSON.parse(files.get('plan.json')!) as { files: string[] }[];
  return plan.flatMap(each => each.files).map(name => (JSON.parse(files.get(name)!) as { records: Written[] }).records.map(({ Id, Name, ...rest }) => {
    const lookups = Object.entries(rest).filter(([field]) => field.endsWith('__c')).map(([field, value]) => `${field}=${String(value).replace('@', '')}`).join();
    return `${Id === undefined ? String(Name) : String(Id)}${lookups === '' ? '' : `(${lookups})`}`;
  }).join(' '));
}

const EXTRAS = { recordTypes: new Map(), hasUpdates: true };
const TABLE: readonly (readonly [title: string, lookups: string, files: readonly string[], notes: readonly RegExp[]])[] = [
  ['a chain needs no updates', 'a.A__c=b b.A__c=c', ['c', 'b(A__c=c)', 'a(A__c=b)'], []],
  ['of two that look each other up, one is updated', 'a.A__c=b b.A__c=a', ['b', 'a(A__c=b)', '@b(A__c=a)'], []],
  ['several lookups of a record make one update', 'a.A__c=b b.A__c=a b.B__c=a', ['b', 'a(A__c=b)', '@b(B__c=a,A__c=a)'], []],
  ['a lookup that has to be there is never the one', 'a.A__c=b b.Must__c=a', ['a', 'b(Must__c=a)', '@a(A__c=b)'], []],
  ['nor in a longer circle', 'a.Must__c=b b.A__c=c c.Must__c=a', ['b', 'a(Must__c=b)', 'c(Must__c=a)', '@b(A__c=c)'], []],
  ['what can\'t be changed later is left out', 'a.A__c=b b.Once__c=a', ['b', 'a(A__c=b)'], [/^Thing__c\.Once__c closes a circle of records and is left out of b\.$/]],
  ['a record that looks itself up is left alone', 'a.A__c=a', ['a'], [/^Thing__c\.A__c closes a circle .* of a\.$/]],
];

describe('records as tree files', () => {
  for (const [title, lookups, files, notes] of TABLE) {
    it(title, async () => {
      const written = treeFiles(await setOf(lookups), EXTRAS);
      assert.deepEqual(shown(written), files);
      assert.equal(written.notes.length, notes.length);
      for (const [i, note] of notes.entries()) assert.match(written.notes[i]!, note);
    });
  }

  it('for other tools have no updates: lookups that close a circle are left out', async () => {
    const written = treeFiles(await setOf('a.A__c=b b.A__c=a'));
    assert.deepEqual([shown(written), written.notes], [['b', 'a(A__c=b)'], ['Thing__c.A__c closes a circle of records and is left out of b.']]);
  });

  it('writes long circles without running out of stack', async () => {
    const size = 20_000;
    const written = treeFiles(await setOf(Array.from({ length: size }, (_, i) => `r${i}.A__c=r${(i + 1) % size}`).join(' ')), EXTRAS);
    assert.equal(shown(written).at(-1), `@r${size - 1}(A__c=r0)`);
  });
});
