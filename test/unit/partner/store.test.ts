import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { PartnerStore } from '../../../src/sandbox/partner/store.ts';
import type { SessionRow } from '../../../src/sandbox/partner/store.ts';
import { unsynced } from '../../../src/sandbox/partner/unsynced.ts';

const session = (id: string, extra: Partial<SessionRow> = {}): SessionRow => ({
  id, developer: 'kim@acme.example', orgId: '00D000000000001AAA', userId: '005000000000001AAA', loginId: 'login', startedAt: 1, lastActivity: 1, state: 'active',
  orphanedAt: null, filters: {}, endReason: null, resumeHash: '', endedAt: null, acknowledgedHash: '', ...extra,
});

describe('partner store', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'isv-store-'));
    file = join(directory, 'partner.db');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('keeps what happens at every step though the process is killed', () => {
    const program = `
      import { PartnerStore } from ${JSON.stringify(new URL('../../../src/sandbox/partner/store.ts', import.meta.url).href)};
      const store = new PartnerStore(${JSON.stringify(file)}, Buffer.alloc(32));
      const session = ${JSON.stringify(session('a'))};
      store.saveSession(session);
      store.journal.started({ sessionId: 'a', requestId: 'r', threadId: 1, type: 'anonymous', entryPoint: 'x', startedAt: 1 });
      for (let at = 2; at <= 2000; at++) {
        store.saveActivity({ ...session, lastActivity: at });
        store.journal.stopped('a', 1);
      }
      process.kill(process.pid, 'SIGKILL');`;
    const { signal, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program], { encoding: 'utf8' });
    assert.deepEqual([signal, stderr], ['SIGKILL', '']);
    const store = new PartnerStore(file, Buffer.alloc(32));
    assert.deepEqual([store.sessions().map(({ lastActivity }) => lastActivity), store.journal.of('a').map(({ stops }) => stops)], [[2000], [1999]]);
    store.close();
  });

  it('waits for the disk again after a write that didn\'t, also after one that failed', () => {
    const database = new DatabaseSync(file);
    const synchronous = (): unknown => database.prepare('PRAGMA synchronous').get()?.['synchronous'];
    let during: unknown;
    unsynced(database, () => { during = synchronous(); });
    assert.deepEqual([during, synchronous()], [1, 2]);
    assert.throws(() => unsynced(database, () => { throw new Error('full'); }), /full/);
    assert.equal(synchronous(), 2);
    database.close();
  });

  it('knows a session that has not ended, however many came and ended since', () => {
    const store = new PartnerStore(file, Buffer.alloc(32));
    store.saveSession(session('first'));
    for (let i = 0; i < 250; i++) store.saveSession(session(`later ${i}`, { state: 'ended', endReason: 'stopped', endedAt: 2 }));
    const found = store.sessions();
    assert.deepEqual([found.length, found[0]?.id, found[1]?.id], [200, 'first', 'later 249']);
    store.close();
  });
});
