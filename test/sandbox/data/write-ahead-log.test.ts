/** Two requests paused in a SOQL for-loop hold no snapshot: the log stays small however much others write meanwhile. */
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { parseSoql } from '../../../src/sandbox/apex/syntax/parser.ts';
import { insert, QUERY, record, World, DML } from '../../unit/data/support/world.ts';

const MAXIMUM = 64 * 1024 * 1024;

describe('write-ahead log', () => {
  let world: World;
  before(() => { world = new World({}); });
  after(() => { world.close(); });

  it('stays below 64 MB under load while two cursors are half read', function () {
    this.timeout(60_000);
    const writer = world.session();
    const ids = insert(writer, 'Account', Array.from({ length: 2000 }, (_, i) => ({ Name: `a${i}`, Site: 'x'.repeat(80) })));
    writer.commit();
    const readers = [1, 2].map(() => {
      const connection = world.store.connect();
      const cursor = world.session({ connection }).openCursor(parseSoql('SELECT Id, Name FROM Account').tree, [], QUERY);
      assert.equal(cursor.next(200).length, 200);
      return { connection, cursor };
    });
    let largest = 0;
    for (let round = 0; round < 40; round++) {
      writer.dml('update', ids.map((id) => record('Account', { Id: id, Name: `round ${round}`, Site: String(round % 10).repeat(80) })), DML);
      writer.commit();
      largest = Math.max(largest, statSync(join(world.folder, 'org.db-wal')).size);
    }
    assert.ok(largest < MAXIMUM, `${largest} bytes`);
    assert.ok(largest > 0);
    for (const { connection, cursor } of readers) {
      assert.equal(cursor.next(5000).length, 1800);
      connection.close();
    }
  });
});
