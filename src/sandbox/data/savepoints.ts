/** The savepoints of a transaction. Source: Apex Developer Guide, Transaction Control. */
import { DataError } from './contract.ts';

interface Savepoint {
  readonly id: number;
  /** Positions in the delta and in the list of locks. */
  readonly mark: number;
  readonly locks: number;
  /** Of the trigger in which it was set; 0: outside of triggers. */
  readonly invocation: number;
  /** Set by Apex, not by the platform. */
  readonly isCodes: boolean;
}

export class Savepoints {
  #open: Savepoint[] = [];
  readonly #released = new Set<number>();
  #next = 1;

  set(state: Omit<Savepoint, 'id'>): number {
    const id = this.#next++;
    this.#open.push({ id, ...state });
    return id;
  }

  #find(id: number, invocation: number): number {
    const index = this.#open.findIndex((one) => one.id === id);
    if (index < 0) throw new DataError(this.#released.has(id) ? 'System.TypeException' : 'System.InvalidOperationException', 'Savepoint is no longer valid');
    // Each invocation of a trigger is a context of its own.
    const found = this.#open[index]!;
    if (found.isCodes && found.invocation !== invocation) throw new DataError('System.InvalidOperationException', 'Savepoint belongs to another trigger invocation');
    return index;
  }

  /** Where to go back to; later ones aren't valid any more. */
  rollBackTo(id: number, invocation: number): Savepoint {
    const index = this.#find(id, invocation);
    this.#open.length = index + 1;
    return this.#open[index]!;
  }

  /** With the later ones. */
  release(id: number, invocation: number): void {
    for (const one of this.#open.splice(this.#find(id, invocation))) this.#released.add(one.id);
  }

  get hasCodes(): boolean {
    return this.#open.some(({ isCodes }) => isCodes);
  }

  /** Whether there were any. */
  releaseCodes(): boolean {
    const had = this.hasCodes;
    for (const { id, isCodes } of this.#open) if (isCodes) this.#released.add(id);
    this.#open = this.#open.filter(({ isCodes }) => !isCodes);
    return had;
  }

  clear(): void {
    this.#open = [];
  }
}
