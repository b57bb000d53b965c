/**
 * Where a step ends. A step is bound to the frame it began in: `next` ends there or in a caller, `stepOut` in a caller,
 * `stepIn` at whatever statement comes next. Class initialisation runs in frames below, so that `next` passes it by.
 * A sibling call from the same statement of the caller (`a(b())`, after the end of `b`) is passed by too, unless there is
 * no caller to come back to: then the next entry is where a person wants to be.
 */
import { frameAt } from '../apex/runtime/shadow-stack.ts';
import type { Frame } from './contract.ts';
import type { StepTarget } from './messages.ts';

export type StepKind = 'next' | 'stepIn' | 'stepOut';

export class Step {
  readonly kind: StepKind;
  readonly #frame: Frame;
  readonly #target: StepTarget | null;
  #callsLeft: number;
  #lastCall: Frame | null = null;

  /** `target`: of `stepIn`, which call of the statement; null: whatever comes first. */
  constructor(kind: StepKind, frame: Frame, target: StepTarget | null = null) {
    this.#target = target;
    this.#callsLeft = target?.occurrence ?? 0;
    this.kind = kind;
    this.#frame = frame;
  }

  /** `base`: of the frame whose statement is next. */
  endsAt(base: number): boolean {
    switch (this.kind) {
      case 'stepIn': return this.#target === null || base <= this.#frame.base || this.#isTarget(base, this.#target);
      case 'stepOut': return base < this.#frame.base || this.#isNewEntry(base);
      case 'next': return base < this.#frame.base || this.#isSame(base) || this.#isNewEntry(base);
    }
  }

  /** The call that was never made ends where its statement does. */
  #isTarget(base: number, target: StepTarget): boolean {
    const frame = frameAt(base);
    if (frame.parent !== this.#frame || frame === this.#lastCall) return false;
    this.#lastCall = frame;
    return frame.method.traceName.toLowerCase() === target.traceName.toLowerCase() && --this.#callsLeft === 0;
  }

  #isSame(base: number): boolean {
    return base === this.#frame.base && frameAt(base) === this.#frame;
  }

  #isNewEntry(base: number): boolean {
    return base === 0 && !this.#isSame(base);
  }
}
