/**
 * Frame ids and variable references of one thread. They belong to one pause: all are dropped on resume, and a number isn't
 * used again soon, so that a late question about the last pause is refused and not answered wrongly.
 */
import { REFERENCE_BITS } from './messages.ts';

const MASK = (1 << REFERENCE_BITS) - 1;

/** The slot of the thread a frame id or reference belongs to. */
export const slotOfReference = (reference: number): number => reference >> REFERENCE_BITS;

export class Handles<T> {
  readonly #base: number;
  readonly #values = new Map<number, T>();
  #next = 1;

  constructor(slot: number) {
    this.#base = slot << REFERENCE_BITS;
  }

  add(value: T): number {
    const id = this.#base + this.#next;
    this.#next = (this.#next & MASK) + 1 > MASK ? 1 : this.#next + 1;
    this.#values.set(id, value);
    return id;
  }

  get(id: number): T | undefined {
    return this.#values.get(id);
  }

  clear(): void {
    this.#values.clear();
  }
}
