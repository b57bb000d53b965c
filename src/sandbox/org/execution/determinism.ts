/** The one file below the runner that may read clocks and random numbers: everything else asks a transaction's source. */
import { randomBytes, randomInt } from 'node:crypto';
import type { ActPlace, Determinism, OutsideValue } from '../../apex/runtime/contract.ts';
import { makeId } from '../../data/ids.ts';

export interface LiveOptions {
  /** Milliseconds since the epoch. */
  clock(): number;
  newRecordId(keyPrefix: string): string;
  /** Nanoseconds of virtual CPU time so far. */
  cpuNanos(): number;
  /** Between 0 and 1, where tests want it known. */
  random?(): number;
}

/** Who asks for the time so often in one transaction waits for it to pass. */
const PATIENT_ASKS = 1000;

/**
 * Answers from outside, as they are. A recording wraps it. Code that waits by asking for the time again and again is told that
 * as much has passed as the CPU time it has used: here it takes far more turns a millisecond than on the platform, and would
 * reach its limit (10,000 ms) before one second of this machine's is over.
 */
export class LiveSource implements Determinism {
  readonly isReplay = false;
  isAside = false;
  private readonly startedAt: number;
  private asks = 0;
  private readonly options: LiveOptions;
  private asideIds = 0;

  constructor(options: LiveOptions) {
    this.options = options;
    this.startedAt = options.clock();
  }

  now(): number {
    const now = this.options.clock();
    if (!this.isAside) this.asks++;
    return this.asks <= PATIENT_ASKS ? now : Math.max(now, this.startedAt + Math.floor(this.options.cpuNanos() / 1e6));
  }
  cpuNanos(): bigint { return BigInt(Math.floor(this.options.cpuNanos())); }
  random(): number {
    return !this.isAside && this.options.random ? this.options.random() : randomInt(2 ** 47) / 2 ** 47;
  }
  randomBytes(count: number): Uint8Array {
    const { random } = this.options;
    if (!this.isAside && random) return Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
    return new Uint8Array(randomBytes(count));
  }
  /** What is tried and taken back draws no id of the org's: the next one is the same whether there was a trial or not. */
  newRecordId(keyPrefix: string): string {
    return this.isAside ? makeId(keyPrefix, ASIDE_IDS + this.asideIds++) : this.options.newRecordId(keyPrefix);
  }
  ask<T extends OutsideValue>(_what: string, produce: () => T): T { return produce(); }
  note(): void {}
  act(_place: ActPlace, _deed: string): void {}
  aside<R>(action: () => R): R {
    const outer = this.isAside;
    this.isAside = true;
    try {
      return action();
    } finally {
      this.isAside = outer;
    }
  }
  pulse(serve: () => void): void { serve(); }
}

/** Far behind what any org has counted to. */
const ASIDE_IDS = 62 ** 8 * 61;
