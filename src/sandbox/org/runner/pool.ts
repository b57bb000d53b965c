import { Worker } from 'node:worker_threads';
import { entryPoint } from '../../../protocol/entry-points.ts';
import { WireError } from '../../../protocol/errors.ts';
import type { OrgSetup } from '../contract.ts';
import { CONTROL_CANCEL, CONTROL_WORDS, type WorkerMessage, type WorkerOutcome, type WorkerRequest, type WorkerSetup } from '../worker/messages.ts';

/** Stack of a worker, in megabytes: Apex may nest a thousand calls. */
const STACK_MB = 16;

interface PooledWorker {
  readonly worker: Worker;
  readonly control: Int32Array;
  readonly shape: 'plain' | 'debuggable';
  isBusy: boolean;
}

export interface RunningJob {
  readonly outcome: Promise<WorkerOutcome>;
  cancel(): void;
}

/** Worker threads of one org: a request takes an idle one of its shape or starts another. */
export class WorkerPool {
  private readonly setup: OrgSetup;
  private readonly workers = new Set<PooledWorker>();

  constructor(setup: OrgSetup) {
    this.setup = setup;
  }

  /** Has a worker ready before the first request comes. */
  warm(shape: 'plain' | 'debuggable'): void {
    if (![...this.workers].some((each) => each.shape === shape && !each.isBusy)) this.start(shape);
  }

  private start(shape: 'plain' | 'debuggable'): PooledWorker {
    const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS));
    const data: WorkerSetup = { setup: this.setup, shape, control };
    const worker = new Worker(entryPoint('worker'), { workerData: data, resourceLimits: { stackSizeMb: STACK_MB }, execArgv: ['--disable-warning=ExperimentalWarning'] });
    const pooled: PooledWorker = { worker, control, shape, isBusy: false };
    this.workers.add(pooled);
    worker.once('exit', () => this.workers.delete(pooled));
    // A failure while idle shows when the worker is next used: it is gone from the pool then.
    worker.on('error', () => this.workers.delete(pooled));
    return pooled;
  }

  run(shape: 'plain' | 'debuggable', request: WorkerRequest, listen: (message: WorkerMessage) => void): RunningJob {
    const pooled = [...this.workers].find((each) => each.shape === shape && !each.isBusy) ?? this.start(shape);
    pooled.isBusy = true;
    const outcome = new Promise<WorkerOutcome>((resolve, reject) => {
      const onMessage = (message: WorkerMessage): void => {
        if (message.kind !== 'done') {
          listen(message);
          return;
        }
        done();
        resolve(message.outcome);
      };
      const onError = (error: Error): void => {
        done();
        reject(new WireError('requestFailed', `The request ended: ${error.message}`));
      };
      const onExit = (): void => onError(new Error('its worker stopped'));
      const done = (): void => {
        pooled.isBusy = false;
        pooled.worker.off('message', onMessage);
        pooled.worker.off('error', onError);
        pooled.worker.off('exit', onExit);
      };
      pooled.worker.on('message', onMessage);
      pooled.worker.on('error', onError);
      pooled.worker.on('exit', onExit);
      pooled.worker.postMessage(request, request.debug ? [request.debug.port] : []);
    });
    return { outcome, cancel: () => { Atomics.store(pooled.control, CONTROL_CANCEL, 1); } };
  }

  /** Ends idle workers: the org was changed under them. */
  recycle(): void {
    for (const pooled of this.workers) if (!pooled.isBusy) void pooled.worker.terminate();
  }

  async close(): Promise<void> {
    await Promise.all([...this.workers].map((pooled) => pooled.worker.terminate()));
  }
}
