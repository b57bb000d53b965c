/** What a commit acknowledged survives `kill -9` of its process; what it didn't is there as a whole or not at all. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'mocha';
import { openOrgStore } from '../../../src/sandbox/data/store.ts';
import { familySchema } from '../../unit/data/support/mini-schema.ts';

const ROUNDS = 5;

describe('durability of the store', () => {
  let folder = '';
  before(() => { folder = mkdtempSync(join(tmpdir(), 'durability-')); });
  after(() => { rmSync(folder, { recursive: true }); });

  it('keeps every acknowledged commit of a killed process', async function () {
    this.timeout(60_000);
    const path = join(folder, 'org.db');
    const acknowledged = join(folder, 'acknowledged');
    for (let round = 1; round <= ROUNDS; round++) {
      const writer = spawn(process.execPath, [new URL('support/writer.ts', import.meta.url).pathname, path, acknowledged], { stdio: ['ignore', 'pipe', 'inherit'] });
      let commits = 0;
      for await (const line of createInterface(writer.stdout)) if (line === 'committed' && ++commits === 10 + 7 * round) writer.kill('SIGKILL');
      if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');
      assert.equal(writer.signalCode, 'SIGKILL');
      const store = openOrgStore(path, familySchema());
      const connection = store.connect();
      const ids = connection.database.prepare('SELECT "Id" FROM "Parent__c"').all().map((row) => row['Id'] as string);
      const told = readFileSync(acknowledged, 'utf8').trim().split('\n').flatMap((line) => line.split(','));
      const stored = new Set(ids);
      assert.deepEqual(told.filter((id) => !stored.has(id)), []);
      assert.equal(stored.size % 5, 0, 'a batch is whole');
      assert.ok(stored.size >= told.length && told.length >= commits * 5);
      assert.deepEqual(connection.database.prepare('PRAGMA integrity_check').all().map((row) => ({ ...row })), [{ integrity_check: 'ok' }]);
      connection.close();
    }
  });
});
