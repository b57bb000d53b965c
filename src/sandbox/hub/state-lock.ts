import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DISCOVERY_FILE_NAME } from '../../protocol/discovery.ts';

const LOCK_FILE_NAME = 'hub.lock';

/** Another hub owns the state directory. */
export class StateInUse extends Error {
  override readonly name = 'StateInUse';
}

/**
 * Makes this process the owner of a state directory, until `release` or its end: the operating system drops the lock of
 * a process that dies, however it dies. Throws `StateInUse`.
 */
export function lockState(directory: string): { release(): void } {
  // An open exclusive transaction holds an operating system's lock on the file, on every platform.
  const database = new DatabaseSync(join(directory, LOCK_FILE_NAME));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!/locked|busy/i.test((error as Error).message)) throw error;
    throw new StateInUse(`The state directory ${directory} belongs to a hub that is running${ownerOf(directory)}. Connect to it, stop it, or choose another directory with --state.`);
  }
  return { release: () => database.close() };
}

function ownerOf(directory: string): string {
  try {
    const { pid } = JSON.parse(readFileSync(join(directory, DISCOVERY_FILE_NAME), 'utf8')) as { pid?: unknown };
    return typeof pid === 'number' ? ` (process ${pid})` : '';
  } catch {
    // Its discovery file is not written yet, or gone already.
    return '';
  }
}
