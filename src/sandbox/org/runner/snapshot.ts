import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { OrgStore } from '../../data/store.ts';

/** Everything in an org's file as it is committed now, in a file of its own. `path` must not exist. */
export function takeSnapshot(store: OrgStore, path: string): void {
  // A connection of its own: those of the store may not attach files, which is what this does inside.
  const source = new DatabaseSync(store.path, { readOnly: true });
  try {
    source.prepare('VACUUM INTO ?').run(path);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    source.close();
  }
}
