import type { Determinism } from '../../apex/runtime/contract.ts';
import { QUOTA } from '../../apex/runtime/support.ts';
import { LOOK_NANOS } from '../../limits/cpu-costs.ts';

/** Looks for interrupts while a transaction's code runs: after the steps that who looks has said, and after work of the library. */
export class Interrupts {
  readonly #pulse: Determinism['pulse'];
  readonly #serve: () => void;
  #next = QUOTA;
  #unseenNanos = 0;
  #isOver = false;

  /** `onLook`: says after how many steps to look again; throws to end the request. */
  constructor(source: Determinism, onLook: () => number) {
    this.#pulse = serve => source.pulse(serve);
    this.#serve = () => { this.#next = onLook(); };
  }

  /** After how many steps to look again. */
  look(): number {
    if (this.#isOver) return QUOTA;
    this.#pulse(this.#serve);
    return this.#next;
  }

  /** Virtual CPU time of library calls: a loop may take few steps and long. */
  worked(nanos: number): void {
    this.#unseenNanos += nanos;
    if (this.#unseenNanos < LOOK_NANOS) return;
    this.#unseenNanos = 0;
    this.look();
  }

  /** Saving and logging the end are not interrupted. */
  end(): void {
    this.#isOver = true;
  }
}
