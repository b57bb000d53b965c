import { receiveMessageOnPort } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { LockKey, LockManager, LockOutcome } from '../../data/locks.ts';
import { CONTROL_ANSWERS } from './messages.ts';
import type { CallAnswer, RunnerCall, RunnerCalls, ToRunnerThread } from './messages.ts';

/** The worker's way to its runner: a call blocks the thread until the answer is there. */
export class RunnerPort {
  readonly #port: MessagePort;
  readonly #control: Int32Array;
  #nextId = 1;

  constructor(port: MessagePort, control: Int32Array) {
    this.#port = port;
    this.#control = control;
    // An idle worker is kept by its parent's port.
    port.unref();
  }

  call<M extends keyof RunnerCalls>(method: M, params: RunnerCalls[M]['params']): RunnerCalls[M]['result'] {
    const id = this.#nextId++;
    this.#post({ id, method, params } as RunnerCall);
    for (;;) {
      // Read before looking: an answer that comes in between wakes the wait.
      const seen = Atomics.load(this.#control, CONTROL_ANSWERS);
      const received = receiveMessageOnPort(this.#port);
      if (!received) {
        Atomics.wait(this.#control, CONTROL_ANSWERS, seen);
        continue;
      }
      const answer = received.message as CallAnswer;
      if (answer.id !== id) continue;
      if ('error' in answer) throw new Error(answer.error);
      return answer.result as RunnerCalls[M]['result'];
    }
  }

  release(owner: string, keys: readonly LockKey[] | null): void {
    this.#post({ method: 'release', owner, keys });
  }

  #post(message: ToRunnerThread): void {
    this.#port.postMessage(message);
  }
}

/** Row locks, granted by the runner to all workers of the org. */
export class RunnerLocks implements LockManager {
  readonly #runner: RunnerPort;
  /** Who may hold something: a transaction that never asked has nothing to free. */
  readonly #owners = new Set<string>();

  constructor(runner: RunnerPort) {
    this.#runner = runner;
  }

  acquire(owner: string, keys: readonly LockKey[]): LockOutcome {
    this.#owners.add(owner);
    return this.#runner.call('acquire', { owner, keys });
  }

  release(owner: string, keys?: readonly LockKey[]): void {
    if (!this.#owners.has(owner)) return;
    if (keys === undefined) this.#owners.delete(owner);
    this.#runner.release(owner, keys ?? null);
  }
}
