import type { ApexValue } from './contract.ts';

/** Queues a call of a @future method; false: the call is the job itself, and goes on. Set by the library. */
let queue: (className: string, slot: string, args: readonly ApexValue[]) => boolean = () => false;
export function setFutureQueue(next: typeof queue): void {
  queue = next;
}

export function enqueueFuture(className: string, slot: string, args: ApexValue[]): boolean {
  return queue(className, slot, args);
}
