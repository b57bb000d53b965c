import type { Shape } from '../../apex/codegen/artifact.ts';
import type { Determinism, Transaction } from '../../apex/runtime/contract.ts';
import type { LoadedUnit } from '../../apex/runtime/loader.ts';
import type { Delta } from '../../data/delta.ts';
import type { OrgStore } from '../../data/store.ts';
import type { ExecutionResult } from './executor.ts';

/** What a transaction starts from. */
export interface TransactionStart {
  readonly id: string;
  readonly kind: Transaction['kind'];
  readonly userId: string;
  readonly orgId: string;
  readonly shape: Shape;
  readonly test: { readonly className: string; readonly methodName: string; readonly seeAllData: boolean } | null;
  /** Changes made before it: those of the test class's setup. */
  readonly delta: Delta;
  readonly store: OrgStore;
  /** Code that is loaded so far. */
  units(): Iterable<LoadedUnit>;
  /** Turns of loops and calls so far. */
  steps(): number;
}

/** Sees every transaction of an executor, and may stand between it and its outside. Recorder and replayer are witnesses. */
export interface TransactionWitness {
  /** The source the transaction gets. */
  open(start: TransactionStart, live: Determinism): Determinism;
  /** The transaction has ended. What it throws goes to whoever ran the transaction. */
  close(result: ExecutionResult): void;
}
