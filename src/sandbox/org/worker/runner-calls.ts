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
  /** What each transaction holds: it isn't asked for again, and one that holds nothing has nothing to free. */
  readonly #held = new Map<string, Set<LockKey>>();

  constructor(runner: RunnerPort) {
    this.#runner = runner;
  }

  acquire(owner: string, keys: readonly LockKey[]): LockOutcome {
    const held = this.#held.get(owner) ?? new Set();
    const missing = keys.filter(key => !held.has(key));
    if (missing.length === 0) return 'granted';
    const outcome = this.#runner.call('acquire', { owner, keys: missing });
    if (outcome !== 'granted') return outcome;
    for (const key of missing) held.add(key);
    this.#held.set(owner, held);
    return outcome;
  }

  release(owner: string, keys?: readonly LockKey[]): void {
    const held = this.#held.get(owner);
    if (!held) return;
    if (keys === undefined) this.#held.delete(owner);
    else for (const key of keys) held.delete(key);
    this.#runner.release(owner, keys ?? null);
  }
}
