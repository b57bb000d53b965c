import type { DatabaseSync } from 'node:sqlite';

/**
 * A write for which nobody waits for the disk: a crash of the process loses nothing of it, one of the machine what came since the
 * last other write. For what happens at every step of a debugger. Source: sqlite.org/pragma.html#pragma_synchronous.
 */
export function unsynced(database: DatabaseSync, write: () => void): void {
  database.exec('PRAGMA synchronous = NORMAL');
  try {
    write();
  } finally {
    database.exec('PRAGMA synchronous = FULL');
  }
}
