import { MessageChannel, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { entryPoint } from '../../../protocol/entry-points.ts';
import { WireError } from '../../../protocol/errors.ts';
import { SIGNAL_PAUSED } from '../../debugger/messages.ts';
import { inheritedConfinement } from '../confinement.ts';
import { CANCELLED, CONTROL_ANSWERS, CONTROL_CANCEL, CONTROL_WORDS, NO_OUTCOME } from '../worker/messages.ts';
import type { CallAnswer, ProgramSetup, ReleaseMessage, RunnerCall, RunnerCalls, ToRunnerThread, WorkerMessage, WorkerOutcome, WorkerRequest, WorkerSetup, WorkerShape } from '../worker/messages.ts';

/** Stack of a worker, in megabytes: Apex may nest a thousand calls. */
const STACK_MB = 16;
/** Far more than the heap limit lets Apex reach; past it the thread ends and not the process. */
const HEAP_MB = 1024;
/** The engine's own bound, whatever the process was started with. */
const YOUNG_MB = 48;
/** A cancelled request that hasn't looked up for so long is ended from outside. */
const CANCEL_GRACE_MS = 2000;
const WATCH_EVERY_MS = 1000;

/** What a worker asks for is answered by the org. `worker`: its number. */
export interface WorkerServices {
  acquire(worker: number, params: RunnerCalls['acquire']['params']): Promise<RunnerCalls['acquire']['result']>;
  release(worker: number, message: ReleaseMessage): void;
  isWaiting(worker: number): boolean;
  /** Its request has ended or the thread is gone. */
  requestEnded(worker: number): void;
}

/** The org's code at a time: a thread keeps to it for all its life. */
export interface WorkerProgram {
  readonly setup: ProgramSetup;
  unit(params: RunnerCalls['unit']['params']): RunnerCalls['unit']['result'];
}

export interface WorkerThreadOptions {
  readonly program: WorkerProgram;
  readonly shape: WorkerShape;
  readonly services: WorkerServices;
  /** Wall-clock time that a request may keep its thread busy: pauses and lock waits don't count. */
  readonly busyLimitMs: number;
  /** File that the thread runs. */
  readonly entry?: string;
  onExit(): void;
}

export interface RunningJob {
  readonly outcome: Promise<WorkerOutcome>;
  cancel(): void;
}

let nextNumber = 1;

/** One worker thread: one request at a time. */
export class WorkerThread {
  readonly number = nextNumber++;
  readonly shape: WorkerShape;
  isBusy = false;
  readonly #worker: Worker;
  readonly #control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS));
  readonly #options: WorkerThreadOptions;
  #isCancelled = false;
  #hasExited = false;

  constructor(options: WorkerThreadOptions) {
    this.#options = options;
    this.shape = options.shape;
    const { port1, port2 } = new MessageChannel();
    const data: WorkerSetup = { program: options.program.setup, shape: options.shape, control: this.#control, calls: port2 };
    this.#worker = new Worker(options.entry ?? entryPoint('worker'), {
      workerData: data, transferList: [port2], resourceLimits: { stackSizeMb: STACK_MB, maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB }, execArgv: ['--disable-warning=ExperimentalWarning', ...inheritedConfinement()],
    });
    port1.on('message', (message: ToRunnerThread) => void this.#serve(port1, message));
    // A failure while idle shows when it is next needed: it is out of the pool then.
    this.#worker.on('error', () => undefined);
    this.#worker.once('exit', () => {
      this.#hasExited = true;
      port1.close();
      options.services.requestEnded(this.number);
      options.onExit();
    });
  }

  async #serve(port: MessagePort, message: ToRunnerThread): Promise<void> {
    if (message.method === 'release') return this.#options.services.release(this.number, message);
    let answer: CallAnswer;
    try {
      answer = { id: message.id, result: await this.#answer(message) };
    } catch (error) {
      answer = { id: message.id, error: error instanceof Error ? error.message : String(error) };
    }
    port.postMessage(answer);
    Atomics.add(this.#control, CONTROL_ANSWERS, 1);
    Atomics.notify(this.#control, CONTROL_ANSWERS);
  }

  #answer(call: RunnerCall): unknown {
    const { services, program } = this.#options;
    return call.method === 'unit' ? program.unit(call.params) : services.acquire(this.number, call.params);
  }

  run(request: WorkerRequest, listen: (message: WorkerMessage) => void): RunningJob {
    this.isBusy = true;
    this.#isCancelled = false;
    Atomics.store(this.#control, CONTROL_CANCEL, 0);
    const worker = this.#worker;
    let failure: Error | null = null;
    const outcome = new Promise<WorkerOutcome>((resolve, reject) => {
      const watch = this.#watch(request.debug?.signal ?? null);
      const done = (): void => {
        clearInterval(watch);
        this.isBusy = false;
        worker.off('message', onMessage);
        worker.off('error', onError);
        worker.off('exit', onExit);
        this.#options.services.requestEnded(this.number);
      };
      const onMessage = (message: WorkerMessage): void => {
        if (message.kind !== 'done') return listen(message);
        done();
        resolve(message.outcome);
      };
      const onError = (error: Error): void => { failure = error; };
      const onExit = (): void => {
        done();
        if (this.#isCancelled) resolve({ ...NO_OUTCOME, success: false, exception: CANCELLED });
        else reject(new WireError('requestFailed', `The request's thread ended: ${reasonOf(failure)} What it had not committed is lost.`));
      };
      if (this.#hasExited) return onExit();
      worker.on('message', onMessage);
      worker.on('error', onError);
      worker.on('exit', onExit);
      worker.postMessage(request, request.debug ? [request.debug.port] : []);
    });
    return { outcome, cancel: () => this.#cancel(request.debug?.signal ?? null) };
  }

  #isHeld(signal: Int32Array | null): boolean {
    return (signal !== null && Atomics.load(signal, SIGNAL_PAUSED) === 1) || this.#options.services.isWaiting(this.number);
  }

  #cancel(signal: Int32Array | null): void {
    if (!this.isBusy || this.#isCancelled) return;
    this.#isCancelled = true;
    Atomics.store(this.#control, CONTROL_CANCEL, 1);
    // Who sleeps doesn't look.
    if (this.#isHeld(signal)) return this.terminate();
    setTimeout(() => { if (this.#isCancelled && this.isBusy) this.terminate(); }, CANCEL_GRACE_MS).unref();
  }

  /** Ends what keeps its thread busy far beyond its CPU time. */
  #watch(signal: Int32Array | null): NodeJS.Timeout {
    let left = this.#options.busyLimitMs;
    const every = Math.min(WATCH_EVERY_MS, left);
    const timer = setInterval(() => {
      if (this.#isHeld(signal)) return;
      left -= every;
      if (left <= 0) this.#cancel(signal);
    }, every);
    timer.unref();
    return timer;
  }

  terminate(): void {
    void this.#worker.terminate();
  }

  /** Resolves when the thread is gone. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

function reasonOf(error: Error | null): string {
  if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY') return 'it ran out of memory.';
  return error ? `${error.message}.` : 'it stopped.';
}
