/**
 * Runs the work that waits in an org's queue (jobs, deliveries of events), each part as a request of its own. The queue is in
 * the org's database, so what was committed is run, whatever happens to this process in between.
 */
import { randomUUID } from 'node:crypto';
import type { RequestType } from '../../../protocol/rpc.ts';
import { entryPointOf, workOf, type Work } from '../../apex/stdlib/async/work.ts';
import { committedWork, type QueuedRow } from '../../data/queued-work.ts';
import type { OrgStore } from '../../data/store.ts';
import type { StoreConnection } from '../../data/storage/connection.ts';
import type { RunContext, RunDebug, RunOutcome, StartingRequest } from '../contract.ts';
import { MAX_PLAIN } from './pool.ts';

/** Parts that run at once; more wait. One thread is left for those who wait for an answer. */
const MAX_RUNNING = Math.min(5, MAX_PLAIN - 1);
/** A part that leaves no trace (its thread ended) is tried so often. */
const MAX_ATTEMPTS = 3;
/** Before a failed distribution is tried again. */
const RETRY_MS = 5000;
/** Timers can't wait longer than some weeks: it is looked again before. */
const MAX_WAIT_MS = 3_600_000;

export interface SchedulerOptions {
  readonly store: OrgStore;
  /** Ids of the org's users; the first stands in for the platform's own. */
  readonly userIds: readonly string[];
  /** Runs a part in a worker. */
  work(context: RunContext, workId: string): Promise<RunOutcome>;
  /** Sends published events on their way. */
  distribute(userId: string): Promise<unknown>;
  /** Gives a part up that can't be run. */
  abandon(userId: string, workId: string): Promise<unknown>;
  admit(request: StartingRequest): Promise<RunDebug | null>;
  /** `outcome` null: it did not come to one. */
  ended(requestId: string, outcome: RunOutcome | null): void;
}

export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #connection: StoreConnection;
  readonly #running = new Set<string>();
  /** Parts that were run and are still there as they were. */
  readonly #attempts = new Map<string, { readonly body: string; readonly count: number }>();
  #isDistributing = false;
  #isLooking = false;
  #isClosed = false;
  #timer: NodeJS.Timeout | null = null;
  #retry: NodeJS.Timeout | null = null;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#connection = options.store.connect();
  }

  /** Something may have been committed. */
  look(): void {
    if (this.#isLooking || this.#isClosed) return;
    this.#isLooking = true;
    // The end of one request may be told of more than once.
    setImmediate(() => {
      this.#isLooking = false;
      if (!this.#isClosed) this.#start();
    });
  }

  #start(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const now = Date.now();
    let next = Infinity;
    for (const row of committedWork(this.#options.store, this.#connection)) {
      const work = workOf(row.queue, row.body);
      if (!work) this.#distribute();
      else if (this.#running.has(work.id)) continue;
      else if (work.dueAt > now) next = Math.min(next, work.dueAt);
      else if (this.#running.size < MAX_RUNNING) void this.#run(work, row);
    }
    if (next < Infinity) this.#timer = setTimeout(() => this.#start(), Math.min(MAX_WAIT_MS, next - now));
  }

  #userOf(work: Work): string {
    return this.#options.userIds.includes(work.userId) ? work.userId : this.#options.userIds[0]!;
  }

  #distribute(): void {
    if (this.#isDistributing) return;
    this.#isDistributing = true;
    const end = (): void => {
      this.#isDistributing = false;
      this.look();
    };
    this.#options.distribute(this.#options.userIds[0]!).then(end, () => { this.#retry = setTimeout(end, RETRY_MS); });
  }

  async #run(work: Work, { body }: QueuedRow): Promise<void> {
    this.#running.add(work.id);
    const userId = this.#userOf(work);
    const requestId = randomUUID();
    const known = this.#attempts.get(work.id);
    const count = known?.body === body ? known.count + 1 : 1;
    this.#attempts.set(work.id, { body, count });
    let outcome: RunOutcome | null = null;
    try {
      if (count > MAX_ATTEMPTS) {
        await this.#options.abandon(userId, work.id);
        this.#attempts.delete(work.id);
      } else {
        const debug = await this.#options.admit({ requestId, userId, type: typeOf(work), entryPoint: entryPointOf(work) });
        outcome = await this.#options.work({ requestId, userId, debug }, work.id);
      }
    } catch {
      // Its thread has ended: the work is still in the queue, and is tried again.
    } finally {
      this.#running.delete(work.id);
      this.#options.ended(requestId, outcome);
      this.look();
    }
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#retry) clearTimeout(this.#retry);
    this.#connection.close();
  }
}

const typeOf = (work: Work): RequestType => (work.kind === 'finalizer' ? 'queueable' : work.kind);
