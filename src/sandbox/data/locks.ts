/**
 * Row locks. A transaction holds what it changes until it ends. Workers ask through `LockManager` once per DML statement;
 * the table of locks lives in one place per org.
 */

/** `row:001…`, `unique:Object.Field:key`. */
export type LockKey = string;
export type LockOutcome = 'granted' | 'timeout' | 'deadlock';

/** How long a request waits, in milliseconds. */
export const LOCK_WAIT = 10_000;

/** What a session asks of the locks; blocks its worker until the outcome is known. */
export interface LockManager {
  acquire(owner: string, keys: readonly LockKey[]): LockOutcome;
  /** Frees everything of an owner that ended or died, or with `keys` only those (rollback to a savepoint). */
  release(owner: string, keys?: readonly LockKey[]): void;
}

export interface LockRequest {
  readonly owner: string;
  readonly keys: readonly LockKey[];
  /** Clock reading at which it gives up. */
  readonly deadline: number;
  readonly settle: (outcome: LockOutcome) => void;
}

/** The state of all locks of an org. Grants whole batches in the order of asking; knows no clock but the one it is told. */
export class LockTable {
  readonly #owners = new Map<LockKey, string>();
  readonly #held = new Map<string, Set<LockKey>>();
  #waiting: LockRequest[] = [];

  /** Settles at once if the batch is free or if waiting would close a circle. */
  request(owner: string, keys: readonly LockKey[], now: number, settle: (outcome: LockOutcome) => void): void {
    if (this.#isFree(owner, keys)) {
      this.#grant(owner, keys);
      settle('granted');
      return;
    }
    const request: LockRequest = { owner, keys, deadline: now + LOCK_WAIT, settle };
    if (this.#wouldDeadlock(request)) {
      settle('deadlock');
      return;
    }
    this.#waiting.push(request);
  }

  release(owner: string, keys?: readonly LockKey[]): void {
    const held = this.#held.get(owner);
    for (const key of keys ?? held ?? []) {
      if (this.#owners.get(key) !== owner) continue;
      this.#owners.delete(key);
      held?.delete(key);
    }
    if (keys === undefined) {
      this.#held.delete(owner);
      this.#waiting = this.#waiting.filter((request) => request.owner !== owner);
    }
    this.#grantWaiting();
  }

  /** Gives up what has waited too long. */
  expire(now: number): void {
    const late = this.#waiting.filter((request) => request.deadline <= now);
    this.#waiting = this.#waiting.filter((request) => request.deadline > now);
    for (const request of late) request.settle('timeout');
  }

  /** When `expire` has something to do next; null while nobody waits. */
  nextDeadline(): number | null {
    return this.#waiting.length === 0 ? null : Math.min(...this.#waiting.map((request) => request.deadline));
  }

  holderOf(key: LockKey): string | null {
    return this.#owners.get(key) ?? null;
  }

  #isFree(owner: string, keys: readonly LockKey[]): boolean {
    return keys.every((key) => {
      const holder = this.#owners.get(key);
      return holder === undefined || holder === owner;
    });
  }

  #grant(owner: string, keys: readonly LockKey[]): void {
    let held = this.#held.get(owner);
    if (held === undefined) this.#held.set(owner, held = new Set());
    for (const key of keys) {
      this.#owners.set(key, owner);
      held.add(key);
    }
  }

  #grantWaiting(): void {
    const still: LockRequest[] = [];
    for (const request of this.#waiting) {
      if (this.#isFree(request.owner, request.keys)) {
        this.#grant(request.owner, request.keys);
        request.settle('granted');
      } else still.push(request);
    }
    this.#waiting = still;
  }

  /** Whether those who hold what is asked for wait, in the end, for the asker. */
  #wouldDeadlock(request: LockRequest): boolean {
    const seen = new Set<string>();
    const holdersOf = (one: LockRequest): string[] => one.keys.map((key) => this.#owners.get(key)).filter((holder) => holder !== undefined && holder !== one.owner) as string[];
    const open = holdersOf(request);
    for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
      if (holder === request.owner) return true;
      if (seen.has(holder)) continue;
      seen.add(holder);
      for (const waiting of this.#waiting) if (waiting.owner === holder) open.push(...holdersOf(waiting));
    }
    return false;
  }
}

/** Locks for sessions that share one thread: nobody can free a lock while another waits, so a wait always times out. */
export class InProcessLocks implements LockManager {
  readonly table = new LockTable();
  readonly #clock: { now(): number; advance(milliseconds: number): void };

  constructor(clock: { now(): number; advance(milliseconds: number): void }) {
    this.#clock = clock;
  }

  acquire(owner: string, keys: readonly LockKey[]): LockOutcome {
    let outcome: LockOutcome | null = null;
    this.table.request(owner, keys, this.#clock.now(), (settled) => { outcome = settled; });
    if (outcome !== null) return outcome;
    this.#clock.advance(LOCK_WAIT);
    this.table.expire(this.#clock.now());
    return outcome ?? 'timeout';
  }

  release(owner: string, keys?: readonly LockKey[]): void {
    this.table.release(owner, keys);
  }
}
