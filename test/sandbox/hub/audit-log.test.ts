import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'mocha';
import { AuditLog } from '../../../src/sandbox/partner/audit-log.ts';
import { Bench } from './support/bench.ts';

const key = Buffer.alloc(32, 7);
const ROWS = 6;

function written(): { database: DatabaseSync; log: AuditLog } {
  const database = new DatabaseSync(':memory:');
  const log = new AuditLog(database, key);
  for (let at = 1; at <= ROWS; at++) log.append({ at, actor: 'kim@acme.example', action: 'login', orgId: at % 2 ? '00D1' : null, detail: `row ${at}` });
  return { database, log };
}

describe('audit log', () => {
  it('verifies what was written, also of another start', () => {
    const { database, log } = written();
    assert.deepEqual(log.verify(), { entries: ROWS, faults: [] });
    const again = new AuditLog(database, key);
    again.append({ at: 9, actor: 'lee@acme.example', action: 'logout', orgId: null, detail: '' });
    assert.deepEqual(again.verify(), { entries: ROWS + 1, faults: [] });
    assert.deepEqual(again.list({ limit: 2 }).map(each => each.sequence), [7, 6]);
    assert.deepEqual(again.list({ actor: 'kim@acme.example', orgId: '00D1', before: 5 }).map(each => each.sequence), [3, 1]);
  });

  it('refuses to change or drop a row', () => {
    const { database } = written();
    assert.throws(() => database.exec("UPDATE auditLog SET detail = 'x' WHERE sequence = 2"), /append-only/);
    assert.throws(() => database.exec('DELETE FROM auditLog WHERE sequence = 2'), /append-only/);
  });

  for (const column of ['at', 'actor', 'action', 'orgId', 'detail', 'previous', 'seal']) {
    for (let row = 1; row <= ROWS; row++) {
      it(`finds row ${row} with ${column} edited`, () => {
        const { faults } = tampered(`UPDATE auditLog SET ${column} = ${column === 'at' ? '99' : "'edited'"} WHERE sequence = ${row}`);
        assert.ok(faults.some(fault => fault.sequence === row && fault.kind === 'edited'), JSON.stringify(faults));
      });
    }
  }

  for (let row = 1; row <= ROWS; row++) {
    it(`finds row ${row} dropped`, () => {
      assert.deepEqual(tampered(`DELETE FROM auditLog WHERE sequence = ${row}`).faults.map(fault => [fault.sequence, fault.kind]), [[row, 'missing']]);
    });
    it(`finds row ${row} dropped and the later ones moved up`, () => {
      const { faults } = tampered(`DELETE FROM auditLog WHERE sequence = ${row}; UPDATE auditLog SET sequence = sequence - 1 WHERE sequence > ${row}`);
      assert.ok(faults.length > 0);
      assert.deepEqual(faults.filter(fault => fault.kind === 'edited').map(fault => fault.sequence), Array.from({ length: ROWS - row }, (_, index) => row + index));
    });
    for (let other = row + 1; other <= ROWS; other++) {
      it(`finds rows ${row} and ${other} exchanged`, () => {
        const { faults } = tampered(`UPDATE auditLog SET sequence = -1 WHERE sequence = ${row}; UPDATE auditLog SET sequence = ${row} WHERE sequence = ${other}; UPDATE auditLog SET sequence = ${other} WHERE sequence = -1`);
        const found = faults.map(fault => fault.sequence);
        assert.ok(found.includes(row) && found.includes(other), JSON.stringify(faults));
      });
    }
  }

  it('finds the last rows dropped with their head set back, or the head dropped', () => {
    assert.ok(tampered(`DELETE FROM auditLog WHERE sequence > 3; UPDATE auditHead SET sequence = 3`).faults.length > 0);
    assert.ok(tampered(`DELETE FROM auditHead`).faults.length > 0);
    assert.ok(tampered(`DELETE FROM auditLog`).faults.length > 0);
  });

  it('finds a row written without the key', () => {
    const { database, log } = written();
    new AuditLog(database, Buffer.alloc(32, 8)).append({ at: 9, actor: 'x', action: 'login', orgId: null, detail: '' });
    assert.ok(log.verify().faults.length > 0);
  });

  it('is verified over the wire', async () => {
    const bench = await Bench.start();
    try {
      const kim = await bench.connect('kim');
      await kim.login();
      assert.deepEqual(await kim.request('audit/verify', {}), { entries: 1, faults: [] });
      await bench.hub.stop();
      const database = new DatabaseSync(`${bench.state}/partner.db`);
      database.exec("DROP TRIGGER auditLogKeepsContent; UPDATE auditLog SET actor = 'lee@acme.example'");
      database.close();
      await bench.restart();
      const again = await bench.connect('kim');
      assert.deepEqual((await again.request('audit/verify', {})).faults.map(fault => [fault.sequence, fault.kind]), [[1, 'edited']]);
    } finally {
      await bench.close();
    }
  });
});

/** The log of a database that somebody changed with other tools. */
function tampered(sql: string): ReturnType<AuditLog['verify']> {
  const { database, log } = written();
  database.exec(`DROP TRIGGER auditLogKeepsContent; DROP TRIGGER auditLogKeepsRows; ${sql}`);
  return log.verify();
}
