import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packageDirectories } from '../sources.ts';

const SKIPPED = new Set(['node_modules', '.git', '.sfdx', '.sf', 'lwc', 'aura', '__tests__']);
/** A look at all files is repeated at most so often: a large project takes a while to look through. */
const REST_FACTOR = 10;

/** Tells whether an org's source files have changed since it was asked last. */
export class SourceState {
  readonly #directories: readonly string[];
  #seen: string | null = null;
  #nextLook = 0;

  constructor(directories: readonly string[]) {
    this.#directories = directories;
  }

  /** `isForced`: looks whenever it was asked last. The first answer is no. */
  hasChanged(isForced: boolean): boolean {
    const start = performance.now();
    if (!isForced && start < this.#nextLook) return false;
    const now = fingerprint(this.#directories);
    const end = performance.now();
    this.#nextLook = end + REST_FACTOR * (end - start);
    const hasChanged = this.#seen !== null && this.#seen !== now;
    this.#seen = now;
    return hasChanged;
  }

  /** The change that was seen couldn't be taken up: it is seen again. */
  forget(): void {
    this.#seen = '';
    this.#nextLook = 0;
  }
}

/** Of names, sizes and times of all files. */
export function fingerprint(directories: readonly string[]): string {
  const hash = createHash('sha256');
  const visit = (directory: string): void => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name)) visit(path);
        continue;
      }
      const status = statSync(path, { throwIfNoEntry: false });
      hash.update(`${path}\0${status?.size ?? -1}\0${status?.mtimeMs ?? -1}\n`);
    }
  };
  for (const project of directories) for (const directory of packageDirectories(project)) visit(directory);
  return hash.digest('hex');
}
