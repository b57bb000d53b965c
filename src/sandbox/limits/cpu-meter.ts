/**
 * Virtual CPU time of one transaction: what its code does is charged from a table, so that it is the same on every machine,
 * with and without a debugger. Wall clocks only end what hangs.
 */
import { HEAP_BYTE_NANOS, STEP_NANOS } from './cpu-costs.ts';

/** Charges of the library are billed when so much has come together, as often as those of generated code. */
const BILL_NANOS = 10_000_000;

export class CpuMeter {
  /** Steps of generated code (turns of loops, calls) up to its last poll. */
  #polledSteps = 0;
  #libraryNanos = 0;
  /** Bytes of heap asked for so far, whatever has become of them. */
  allocated = 0;
  #billed = 0;
  #nextBill = BILL_NANOS;
  readonly #stepsSincePoll: () => number;
  readonly #bill: (milliseconds: number) => void;

  /** `bill` enters what has passed in the limit's ledger, and throws past the limit. */
  constructor(stepsSincePoll: () => number, bill: (milliseconds: number) => void) {
    this.#stepsSincePoll = stepsSincePoll;
    this.#bill = bill;
  }

  /** Turns of loops and calls since the transaction started: with the place in the code, they name a moment of it. */
  get steps(): number {
    return this.#polledSteps + this.#stepsSincePoll();
  }

  get nanos(): number {
    return this.steps * STEP_NANOS + this.allocated * HEAP_BYTE_NANOS + this.#libraryNanos;
  }

  /** Generated code has polled: its counter starts again from 0. */
  addSteps(steps: number): void {
    this.#polledSteps += steps;
    this.settle();
  }

  /** Work of the library. */
  add(nanos: number): void {
    this.#libraryNanos += nanos;
    if (this.#libraryNanos >= this.#nextBill) {
      this.#nextBill = this.#libraryNanos + BILL_NANOS;
      this.settle();
    }
  }

  /** Bills what has passed since the last time. */
  settle(): void {
    const { nanos } = this;
    const milliseconds = (nanos - this.#billed) / 1e6;
    this.#billed = nanos;
    this.#bill(milliseconds);
  }
}
