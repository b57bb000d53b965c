/** Random edits, drops, moves and forgeries of audit rows by somebody with other tools and without the key: `audit verify` names every one. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'mocha';
import type { AuditFault } from '../../src/protocol/partner.ts';
import { AuditLog } from '../../src/sandbox/partner/audit-log.ts';
import { seededRandom } from '../support/random.ts';
import type { Random } from './support/random-package.ts';

const RUNS = 20 * Number(process.env['FUZZ_RUNS'] ?? 12);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const COLUMNS = ['at', 'actor', 'action', 'orgId', 'detail', 'previous', 'seal'] as const;

interface Row { sequence: number; readonly [column: string]: string | number | null }
type Change = (database: DatabaseSync, rows: readonly Row[], random: Random) => void;

const pick = <T>(items: readonly T[], random: Random): T => items[Math.floor(random() * items.length)]!;
const renumber = (database: DatabaseSync, from: number, to: number): void => { database.prepare('UPDATE auditLog SET sequence = ? WHERE sequence = ?').run(to, from); };
const insert = (database: DatabaseSync, row: Row): void => { database.prepare('INSERT INTO auditLog VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(row.sequence, ...COLUMNS.map(column => row[column] ?? null)); };

const CHANGES: Readonly<Record<string, Change>> = {
  edit(database, rows, random) {
    const [column, row] = [pick(COLUMNS, random), pick(rows, random)];
    const value = column === 'at' ? Number(row['at']) + 1 : `${String(row[column] ?? '')}${random() < 0.5 ? ' ' : 'x'}`;
    database.prepare(`UPDATE auditLog SET ${column} = ? WHERE sequence = ?`).run(value, row.sequence);
  },
  drop(database, rows, random) { database.prepare('DELETE FROM auditLog WHERE sequence = ?').run(pick(rows, random).sequence); },
  dropAndCloseUp(database, rows, random) {
    const { sequence } = pick(rows, random);
    database.prepare('DELETE FROM auditLog WHERE sequence = ?').run(sequence);
    for (const row of rows) if (row.sequence > sequence) renumber(database, row.sequence, row.sequence - 1);
  },
  exchange(database, rows, random) {
    const [a, b] = [pick(rows, random).sequence, pick(rows, random).sequence];
    renumber(database, a, -1);
    renumber(database, b, a);
    renumber(database, -1, b);
  },
  copyOver(database, rows, random) {
    const [from, to] = [pick(rows, random), pick(rows, random)];
    database.prepare('DELETE FROM auditLog WHERE sequence = ?').run(to.sequence);
    insert(database, { ...from, sequence: to.sequence });
  },
  forgeAtTheEnd(database, rows, random) {
    const last = rows.at(-1)!;
    insert(database, { ...last, sequence: last.sequence + 1, previous: String(last['seal']), seal: random() < 0.5 ? String(last['seal']) : 'f'.repeat(64) });
    if (random() < 0.5) database.exec('UPDATE auditHead SET sequence = sequence + 1');
  },
  dropTheEnd(database, rows, random) {
    const { sequence } = pick(rows.slice(1), random);
    database.prepare('DELETE FROM auditLog WHERE sequence >= ?').run(sequence);
    if (random() < 0.5) database.prepare('UPDATE auditHead SET sequence = ?').run(sequence - 1);
  },
};

const rowsOf = (database: DatabaseSync): Row[] => database.prepare('SELECT * FROM auditLog ORDER BY sequence').all().map(row => ({ ...row })) as unknown as Row[];

/** `last`: of all rows there ever were. Where the head itself was changed, nobody knows any more how many there were. */
function named(faults: readonly AuditFault[], last: number): Set<number> {
  const found = new Set<number>();
  for (const { sequence, message } of faults) {
    const to = message.startsWith('The head of the log') || message.endsWith('perhaps more behind.') ? last : Number(/^Rows \d+ to (\d+) are missing/.exec(message)?.[1] ?? sequence);
    for (let each = sequence; each <= to; each++) found.add(each);
  }
  return found;
}

describe('the audit log, tampered with at random', () => {
  const used = new Set<string>();
  for (let run = 0; run < RUNS; run++) {
    const seed = SEED * 100_000 + run;
    it(`is found out, row by row (seed ${seed})`, () => {
      const random = seededRandom(seed);
      const database = new DatabaseSync(':memory:');
      const log = new AuditLog(database, Buffer.alloc(32, 7));
      const size = 3 + Math.floor(random() * 20);
      for (let at = 1; at <= size; at++) log.append({ at, actor: pick(['kim@acme.example', 'lee@acme.example'], random), action: pick(['login', 'logout', 'import'], random), orgId: random() < 0.3 ? null : '00D1', detail: random() < 0.2 ? '' : `row ${at}` });
      const before = new Map(rowsOf(database).map(row => [row.sequence, JSON.stringify(row)]));
      database.exec('DROP TRIGGER auditLogKeepsContent; DROP TRIGGER auditLogKeepsRows');
      const changes: string[] = [];
      for (let n = 1 + Math.floor(random() * 3); n > 0; n--) {
        const rows = rowsOf(database);
        if (rows.length < 2) break;
        const change = pick(Object.keys(CHANGES), random);
        changes.push(change);
        used.add(change);
        CHANGES[change]!(database, rows, random);
      }
      const after = new Map(rowsOf(database).map(row => [row.sequence, JSON.stringify(row)]));
      const changed = [...new Set([...before.keys(), ...after.keys()])].filter(sequence => before.get(sequence) !== after.get(sequence)).sort((a, b) => a - b);
      const { faults } = log.verify();
      const found = named(faults, Math.max(...before.keys(), ...after.keys()));
      assert.deepEqual(changed.filter(sequence => !found.has(sequence)), [], `${changes.join()}: ${JSON.stringify(faults)}`);
      // A row that is as it was written isn't called edited or missing.
      assert.deepEqual(faults.filter(({ sequence, kind }) => kind === 'edited' && !changed.includes(sequence)), []);
      if (changed.length === 0 && changes.every(each => each === 'exchange' || each === 'copyOver')) assert.deepEqual(faults, []);
      database.close();
    });
  }

  it('was tampered with in every way', () => assert.deepEqual([...used].sort(), Object.keys(CHANGES).sort()));
});
