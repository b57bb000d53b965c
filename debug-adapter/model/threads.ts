/** Threads as the client knows them: one per Apex request. */
import type { DebugStopView, DebugThread } from '../../src/protocol/debug.ts';
import { StopView } from './stop-view.ts';

/** Shown while no request runs, so that a client has something to pause and to look at. */
export const PLACEHOLDER_THREAD_ID = 0x7fffffff;

interface ThreadEntry {
  info: DebugThread;
  isStopped: boolean;
  /** What came with its stop, as long as it holds. */
  view: StopView | null;
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
  /** Acts under way that may change what a stopped thread shows. */
  #changes = 0;

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
    else this.#entries.set(info.id, { info, isStopped: info.state === 'paused', view: null, stoppedAt: -Infinity, tail: Promise.resolve(), pending: new Map(), isResuming: false });
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

  stopped(id: number, view: DebugStopView | null = null): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.isStopped = true;
    entry.view = view && new StopView(view);
    entry.stoppedAt = performance.now();
  }

  continued(id: number): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    entry.isStopped = false;
    entry.view = null;
  }

  /** Of the thread's stop; null: the sandbox has to be asked. */
  viewOf(id: number): StopView | null {
    return this.#changes > 0 ? null : this.#entries.get(id)?.view ?? null;
  }

  /** Of all stopped threads: frame ids and references are of one of them. */
  get views(): readonly StopView[] {
    return this.ids.flatMap(id => this.viewOf(id) ?? []);
  }

  /** What came with stops doesn't hold from the act's beginning: it may change values, also those of a stop told of meanwhile. */
  async changing<T>(act: () => Promise<T>): Promise<T> {
    this.#changes++;
    try {
      return await act();
    } finally {
      this.#changes--;
      for (const entry of this.#entries.values()) entry.view = null;
    }
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
