import { randomBytes, randomInt } from 'node:crypto';
import type { Determinism } from '../../apex/runtime/contract.ts';

/** Answers from outside, as they are. A recording wraps it. */
export class LiveSource implements Determinism {
  private readonly clock: () => number;
  private readonly newId: (keyPrefix: string) => string;
  private nanos = 0n;

  constructor(clock: () => number, newId: (keyPrefix: string) => string) {
    this.clock = clock;
    this.newId = newId;
  }

  now(): number { return this.clock(); }
  cpuNanos(): bigint { return this.nanos; }
  /** Virtual CPU time passes by steps of generated code and by charges of the library. */
  addNanos(amount: bigint): void { this.nanos += amount; }
  random(): number { return randomInt(2 ** 47) / 2 ** 47; }
  randomBytes(count: number): Uint8Array { return new Uint8Array(randomBytes(count)); }
  newRecordId(keyPrefix: string): string { return this.newId(keyPrefix); }
  ask<T>(_what: string, produce: () => T): T { return produce(); }
}
