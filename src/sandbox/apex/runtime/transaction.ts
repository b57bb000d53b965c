import type { Transaction } from './contract.ts';

let slot: Transaction | null = null;

/** The transaction that runs on this worker. Throws outside of one: library code is only called from Apex. */
export function current(): Transaction {
  if (!slot) throw new Error('No transaction is running');
  return slot;
}

export function currentOrNull(): Transaction | null {
  return slot;
}

export function setCurrent(transaction: Transaction | null): void {
  slot = transaction;
}
