import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ImportSet } from '../../../src/protocol/data.ts';
import { ImportRefused, importRecords } from '../../../src/exchange/import-records.ts';
import type { RecordNode } from '../../../src/exchange/record-node.ts';

const node = (fields: Readonly<Record<string, string>>, reference: string | null = null, children: readonly RecordNode[] = []): RecordNode => ({
  file: 'f.json', object: 'Account', reference, fields: new Map(Object.entries(fields)), children: children.length > 0 ? [{ relationship: 'ChildAccounts', nodes: children }] : [], line: field => (field === null ? 1 : 2),
});

async function sets(roots: readonly RecordNode[], externalId?: string): Promise<ImportSet[]> {
  const sent: ImportSet[] = [];
  let next = 0;
  await importRecords(roots, {
    ...(externalId === undefined ? {} : { externalId }), progress: () => undefined,
    send: set => {
      sent.push(set);
      return Promise.resolve({ ids: set.records.map(() => `id${next++}`), failures: [] });
    },
  });
  return sent;
}

describe('importing records', () => {
  it('sends at most 200 at once, whole trees', async () => {
    const roots = Array.from({ length: 150 }, (_, i) => node({ Name: String(i) }, null, [node({ Name: 'child' }), node({ Name: 'child' })]));
    const sent = await sets(roots);
    assert.deepEqual(sent.map(({ records }) => records.length), [198, 198, 54]);
    assert.deepEqual(sent[1]?.records.slice(0, 4).map(({ parent }) => parent?.index), [undefined, 0, 0, undefined]);
    assert.equal(sent[1]?.records[5]?.parent?.index, 3);
  });

  it('sends no more characters than a request may have', async () => {
    const sent = await sets(Array.from({ length: 6 }, () => node({ Description: 'x'.repeat(300_000) })));
    assert.deepEqual(sent.map(({ records }) => records.length), [3, 3]);
  });

  it('gives a record the ids of those it refers to, and no others', async () => {
    const sent = await sets([node({ Name: 'a' }, 'a'), node({ Name: 'b' }, 'b'), node({ ParentId: '@a', Name: '@nobody' }, 'c'), node({ ParentId: '@c' })]);
    assert.deepEqual(sent.map(({ records, references }) => [records.length, references]), [[2, {}], [1, { a: 'id0' }], [1, { c: 'id2' }]]);
  });

  it('updates rows with an Id, and upserts where that is wanted', async () => {
    assert.deepEqual((await sets([node({ Name: 'a' }), node({ ID: '001', Name: 'b' })])).map(({ operation }) => operation), ['insert', 'update']);
    const [set] = await sets([node({ Ext__c: 'a' })], 'Ext__c');
    assert.deepEqual([set?.operation, set?.externalId], ['upsert', 'Ext__c']);
  });

  it('tells where the refused records stand, and what was saved before', async () => {
    let calls = 0;
    const roots = Array.from({ length: 201 }, () => node({ name: 'x' }, 'ref'));
    await assert.rejects(importRecords(roots, { progress: () => undefined, send: set => Promise.resolve(calls++ === 0 ? { ids: set.records.map(() => 'x'), failures: [] } : { ids: [], failures: [{ index: 0, field: 'Name', message: 'too long' }] }) }), (error: unknown) => {
      assert.ok(error instanceof ImportRefused);
      assert.deepEqual([error.saved, error.message], [200, 'f.json:2: Name: too long (ref)']);
      return true;
    });
  });

  it('refuses a record with more children than a request takes', async () => {
    await assert.rejects(sets([node({}, null, Array.from({ length: 200 }, () => node({})))]), /f\.json:1: has 200 children, but a record comes with at most 199/);
  });
});
