import { LockTable } from '../../data/locks.ts';
import type { LockKey, LockOutcome } from '../../data/locks.ts';

/** The row locks of an org: one table for all workers. Transactions of different workers may have the same name. */
export class OrgLocks {
  readonly #table = new LockTable();
  /** Transactions with locks or waits, by worker. */
  readonly #owners = new Map<number, Set<string>>();
  readonly #waiting = new Set<number>();
  #timer: NodeJS.Timeout | null = null;

  acquire(worker: number, owner: string, keys: readonly LockKey[]): Promise<LockOutcome> {
    let owners = this.#owners.get(worker);
    if (!owners) this.#owners.set(worker, owners = new Set());
    owners.add(owner);
    return new Promise(resolve => {
      this.#waiting.add(worker);
      this.#table.request(`${worker}.${owner}`, keys, performance.now(), outcome => {
        this.#waiting.delete(worker);
        resolve(outcome);
      });
      this.#arm();
    });
  }

  release(worker: number, owner: string, keys: readonly LockKey[] | null): void {
    if (keys === null) this.#owners.get(worker)?.delete(owner);
    this.#table.release(`${worker}.${owner}`, keys ?? undefined);
    this.#arm();
  }

  /** The worker is gone, or its request is: what its transactions held is free. */
  releaseAll(worker: number): void {
    for (const owner of this.#owners.get(worker) ?? []) this.#table.release(`${worker}.${owner}`);
    this.#owners.delete(worker);
    this.#waiting.delete(worker);
    this.#arm();
  }

  isWaiting(worker: number): boolean {
    return this.#waiting.has(worker);
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #arm(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const deadline = this.#table.nextDeadline();
    if (deadline === null) return;
    this.#timer = setTimeout(() => {
      this.#table.expire(performance.now());
      this.#arm();
    }, Math.max(0, Math.ceil(deadline - performance.now())));
  }
}
