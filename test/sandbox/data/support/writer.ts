/** Commits batches of five rows without end; says on stdout, after each commit, which ids it has been told are durable. */
import { fsyncSync, openSync, writeSync } from 'node:fs';
import { Delta } from '../../../../src/sandbox/data/delta.ts';
import { openOrgStore } from '../../../../src/sandbox/data/store.ts';
import { familySchema } from '../../../unit/data/support/mini-schema.ts';

const [path, acknowledged] = process.argv.slice(2) as [string, string];
const store = openOrgStore(path, familySchema());
const connection = store.connect();
const layout = store.layoutOf(store.schema.object('Parent__c')!);
const log = openSync(acknowledged, 'a');
for (;;) {
  const delta = new Delta();
  const ids = Array.from({ length: 5 }, () => connection.newRecordId('a00'));
  for (const id of ids) delta.put(layout, id, layout.columns.map((column) => (column.index === 0 ? id : column.field.name === 'Name' ? 'x'.repeat(500) : null)), null);
  connection.commit(delta);
  writeSync(log, `${ids.join(',')}\n`);
  fsyncSync(log);
  writeSync(1, 'committed\n');
}
