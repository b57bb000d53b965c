/** Between two looks of fast debuggable code at most so many steps: some hundredths of a millisecond, of which a look is a hundredth. */
export const LOOK_STEPS = 2000;
/** Looks are to come so far apart, milliseconds. */
const APART_MS = 1;

/**
 * How often running Apex looks for interrupts: about every millisecond, whatever a step takes. A turn of a loop may be a few
 * nanoseconds or, with a library call on a long list in it, a thousand times that.
 */
export class LookPace {
  readonly #most: number;
  #steps = 1;
  #last = performance.now();

  constructor(most: number) {
    this.#most = most;
  }

  /** Called at a look; how many steps to take until the next one. */
  next(): number {
    const now = performance.now();
    const passed = now - this.#last;
    this.#last = now;
    this.#steps = passed > APART_MS ? Math.max(1, Math.floor((this.#steps * APART_MS) / passed)) : Math.min(this.#most, this.#steps * 2);
    return this.#steps;
  }
}
