/** Threads as the client knows them: one per Apex request. */
import type { DebugThread } from '../../src/protocol/debug.ts';

/** Shown while no request runs, so that a client has something to pause and to look at. */
export const PLACEHOLDER_THREAD_ID = 0x7fffffff;

interface ThreadEntry {
  info: DebugThread;
  isStopped: boolean;
  /** performance.now() of the last stop. */
  stoppedAt: number;
  /** The last act on the thread: the next one waits for it. */
  tail: Promise<unknown>;
  /** The act that waits or runs, by kind: a duplicate joins it. */
  pending: Map<string, Promise<void>>;
  isResuming: boolean;
}

export class Threads {
  readonly #entries = new Map<number, ThreadEntry>();

  get isAnyStopped(): boolean {
    return [...this.#entries.values()].some(entry => entry.isStopped);
  }

  get ids(): readonly number[] {
    return [...this.#entries.keys()];
  }

  isStopped(id: number): boolean {
    return this.#entries.get(id)?.isStopped ?? false;
  }

  /** performance.now() of the most recent stop of any thread. */
  get lastStopAt(): number {
    return Math.max(-Infinity, ...[...this.#entries.values()].map(entry => entry.stoppedAt));
  }

  add(info: DebugThread): void {
    const entry = this.#entries.get(info.id);
    if (entry) entry.info = info;
    else this.#entries.set(info.id, { info, isStopped: info.state === 'paused', stoppedAt: -Infinity, tail: Promise.resolve(), pending: new Map(), isResuming: false });
  }

  remove(id: number): boolean {
    return this.#entries.delete(id);
  }

  clear(): void {
    this.#entries.clear();
  }

  list(): readonly DebugThread[] {
    return [...this.#entries.values()].map(entry => entry.info);
  }

  stopped(id: number): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.isStopped = true;
    entry.stoppedAt = performance.now();
  }

  continued(id: number): void {
    const entry = this.#entries.get(id);
    if (entry) entry.isStopped = false;
  }

  /** One act after another on a thread; the same act asked for twice is done once. */
  serialise(id: number, kind: string, act: () => Promise<void>): Promise<void> {
    const entry = this.#entries.get(id);
    if (!entry) return act();
    const same = entry.pending.get(kind);
    if (same) return same;
    const run = entry.tail.then(act, act).finally(() => entry.pending.delete(kind));
    entry.pending.set(kind, run);
    entry.tail = run.catch(() => undefined);
    return run;
  }

  isResuming(id: number): boolean {
    return this.#entries.get(id)?.isResuming ?? false;
  }

  setResuming(id: number, isResuming: boolean): void {
    const entry = this.#entries.get(id);
    if (entry) entry.isResuming = isResuming;
  }
}
