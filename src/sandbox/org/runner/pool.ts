import { availableParallelism } from 'node:os';
import type { WorkerMessage, WorkerRequest, WorkerShape } from '../worker/messages.ts';
import { WorkerThread } from './worker-thread.ts';
import type { RunningJob, WorkerProgram, WorkerServices } from './worker-thread.ts';

/** Undebugged requests that run at once; more wait their turn. Debugged ones are few by rule T13. */
export const MAX_PLAIN = Math.max(4, 2 * availableParallelism());
/** Idle threads of a shape that are kept. */
const MAX_IDLE = 2;
const BUSY_LIMIT_MS = 10 * 60_000;

interface Waiting {
  readonly request: WorkerRequest;
  readonly listen: (message: WorkerMessage) => void;
  readonly start: (job: RunningJob) => void;
}

export interface WorkerPoolOptions {
  readonly services: WorkerServices;
  /** Of threads that start from now on. */
  program(): WorkerProgram;
  readonly busyLimitMs?: number;
  readonly maxPlain?: number;
  readonly entry?: string;
}

/** Worker threads of one org: a request takes an idle one of its shape, starts another, or waits for one. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #threads = new Set<WorkerThread>();
  /** Threads that are no longer needed or run code that is no longer the org's: they end with their request. */
  readonly #outdated = new WeakSet<WorkerThread>();
  #waiting: Waiting[] = [];

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#threads.size;
  }

  /** Has a thread ready before a request comes. */
  warm(shape: WorkerShape): void {
    if (!this.#idle(shape)) this.#start(shape);
  }

  run(shape: WorkerShape, request: WorkerRequest, listen: (message: WorkerMessage) => void): RunningJob {
    const thread = this.#idle(shape) ?? (shape === 'plain' && this.#busyPlain() >= (this.#options.maxPlain ?? MAX_PLAIN) ? null : this.#start(shape));
    if (thread) return this.#runOn(thread, request, listen);
    return this.#enqueue(request, listen);
  }

  #runOn(thread: WorkerThread, request: WorkerRequest, listen: (message: WorkerMessage) => void): RunningJob {
    const job = thread.run(request, listen);
    const after = (): void => this.#afterRequest(thread);
    job.outcome.then(after, after);
    return job;
  }

  #enqueue(request: WorkerRequest, listen: (message: WorkerMessage) => void): RunningJob {
    let job: RunningJob | null = null;
    let isCancelled = false;
    const started = new Promise<RunningJob>(resolve => this.#waiting.push({ request, listen, start: resolve }));
    const outcome = started.then(running => {
      job = running;
      if (isCancelled) running.cancel();
      return running.outcome;
    });
    return {
      outcome,
      cancel: () => {
        isCancelled = true;
        job?.cancel();
      },
    };
  }

  #afterRequest(thread: WorkerThread): void {
    if (this.#outdated.has(thread)) thread.terminate();
    const idle = [...this.#threads].filter(each => each.shape === thread.shape && !each.isBusy && !this.#outdated.has(each));
    const next = thread.shape === 'plain' ? this.#waiting.shift() : undefined;
    if (next) {
      const free = this.#idle('plain') ?? this.#start('plain');
      next.start(this.#runOn(free, next.request, next.listen));
    } else if (idle.length > MAX_IDLE) {
      this.#retire(thread);
    }
  }

  #idle(shape: WorkerShape): WorkerThread | null {
    for (const each of this.#threads) if (each.shape === shape && !each.isBusy && !this.#outdated.has(each)) return each;
    return null;
  }

  #busyPlain(): number {
    return [...this.#threads].filter(each => each.shape === 'plain' && each.isBusy).length;
  }

  #start(shape: WorkerShape): WorkerThread {
    const { services, busyLimitMs = BUSY_LIMIT_MS, entry } = this.#options;
    const thread: WorkerThread = new WorkerThread({ program: this.#options.program(), shape, services, busyLimitMs, ...(entry ? { entry } : {}), onExit: () => this.#threads.delete(thread) });
    this.#threads.add(thread);
    return thread;
  }

  /** The org's code has changed: requests from now on run the new one. */
  recycle(): void {
    for (const thread of this.#threads) this.#retire(thread);
  }

  #retire(thread: WorkerThread): void {
    this.#outdated.add(thread);
    if (!thread.isBusy) thread.terminate();
  }

  async close(): Promise<void> {
    this.#waiting = [];
    await Promise.all([...this.#threads].map(thread => thread.close()));
  }
}
