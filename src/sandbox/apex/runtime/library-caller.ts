import type { Caller } from './data-access.ts';
import { current } from './transaction.ts';

/**
 * For whom a library method works: generated code tells behind the last argument, so it is the class that has just called.
 * A method that runs other code first asks before it does.
 */
let caller: Caller | null = null;

export function calledBy(by: Caller): void {
  caller = by;
}

/** Outside of generated code: the org itself. */
export function libraryCaller(): Caller {
  return caller ?? { namespace: current().org.namespace, sharing: null, apiVersion: 60 };
}
