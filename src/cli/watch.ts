import { watch } from 'node:fs';
import { join } from 'node:path';

/** What an editor or a branch switch writes comes in a burst. */
const QUIET_MS = 150;
const SKIPPED = /(^|[\\/])(node_modules|\.git|\.sf|\.sfdx|__tests__)([\\/]|$)/;

/** Source files below some folders that have changed since it was asked last. */
export class ChangedFiles {
  readonly #changed = new Set<string>();
  readonly #watchers;
  #timer: NodeJS.Timeout | null = null;
  #wake: (() => void) | null = null;

  constructor(folders: readonly string[]) {
    this.#watchers = folders.map(folder => watch(folder, { recursive: true }, (_event, name) => {
      if (name === null || SKIPPED.test(name)) return;
      this.#changed.add(join(folder, name));
      if (this.#timer) clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#wake?.(), QUIET_MS);
    }));
  }

  /** Waits for the next change, if none has been made since. */
  async next(): Promise<readonly string[]> {
    if (this.#changed.size === 0) await new Promise<void>(resolve => { this.#wake = resolve; });
    this.#wake = null;
    const changed = [...this.#changed];
    this.#changed.clear();
    return changed;
  }

  close(): void {
    for (const watcher of this.#watchers) watcher.close();
    if (this.#timer) clearTimeout(this.#timer);
  }
}
