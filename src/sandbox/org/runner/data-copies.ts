import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { WireError } from '../../../protocol/errors.ts';
import { copyStore } from '../../data/copy/copy-store.ts';
import type { OrgStore } from '../../data/store.ts';
import type { DataCopy, RunnerEvent } from '../contract.ts';

/** Copies of the org's data under way. The org stays in use: between two steps the runner serves whoever asks. */
export class DataCopies {
  readonly #emit: (event: RunnerEvent) => void;
  readonly #running = new Map<string, { isCancelled: boolean }>();

  constructor(emit: (event: RunnerEvent) => void) {
    this.#emit = emit;
  }

  async copy(store: OrgStore, directory: string, { id, fileName, ...options }: DataCopy): Promise<Readonly<Record<string, number>>> {
    const state = { isCancelled: false };
    this.#running.set(id, state);
    try {
      const { rows } = await copyStore(store, { ...options, path: join(directory, basename(fileName)) }, async (message, done, total) => {
        this.#emit({ kind: 'copied', id, message, done, total });
        await setImmediate();
        if (state.isCancelled) throw new WireError('requestFailed', 'The copy was called off.');
      });
      return rows;
    } finally {
      this.#running.delete(id);
    }
  }

  cancel(id: string): void {
    const state = this.#running.get(id);
    if (state) state.isCancelled = true;
  }
}
