/**
 * Where a step ends. A step is bound to the frame it began in: `next` ends there or in a caller, `stepOut` in a caller,
 * `stepIn` at whatever statement comes next. Class initialisation runs in frames below, so that `next` passes it by.
 * A sibling call from the same statement of the caller (`a(b())`, after the end of `b`) is passed by too, unless there is
 * no caller to come back to: then the next entry is where a person wants to be.
 */
import type { Frame } from './contract.ts';

export type StepKind = 'next' | 'stepIn' | 'stepOut';

export class Step {
  readonly kind: StepKind;
  readonly #frame: Frame;
  readonly #depth: number;

  constructor(kind: StepKind, frame: Frame) {
    this.kind = kind;
    this.#frame = frame;
    this.#depth = frame.depth;
  }

  endsAt(frame: Frame): boolean {
    switch (this.kind) {
      case 'stepIn': return true;
      case 'stepOut': return frame.depth < this.#depth || this.#isNewEntry(frame);
      case 'next': return frame === this.#frame || frame.depth < this.#depth || this.#isNewEntry(frame);
    }
  }

  #isNewEntry(frame: Frame): boolean {
    return frame !== this.#frame && frame.parent === null;
  }
}
