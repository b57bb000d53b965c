import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CannotRun } from '../failure.ts';

/** Throws where a folder has something already: it is not to be mixed with it. */
export function checkOutput(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found && (!found.isDirectory() || readdirSync(folder).length > 0)) throw new CannotRun(`--output ${folder} is there already. Name a new or an empty folder.`);
}

/** Customers' data: for this user's eyes. `files`: by path below the folder. */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [name, content] of files) {
    const path = join(resolve(folder), name);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, content, { mode: 0o600 });
  }
}
