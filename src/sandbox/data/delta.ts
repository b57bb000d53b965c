/**
 * A transaction's changes, over the committed rows: the truth is here, the temporary tables only mirror it for queries.
 * Every change is entered in an undo log, so a savepoint is a position in it.
 */
import type { StoredRow, TableLayout } from './layout.ts';

export interface DeltaEntry {
  /** The committed row when the transaction first touched it; null for a row of its own. */
  readonly base: StoredRow | null;
  /** The row as the transaction sees it; null when it is gone for good. */
  readonly row: StoredRow | null;
}

export interface ObjectDelta {
  readonly layout: TableLayout;
  readonly entries: Map<string, DeltaEntry>;
  /** Ids whose mirror in the temporary tables is out of date. */
  readonly dirty: Set<string>;
}

interface UndoStep { readonly delta: ObjectDelta; readonly id: string; readonly before: DeltaEntry | undefined }

export class Delta {
  readonly #objects = new Map<TableLayout, ObjectDelta>();
  readonly #undo: UndoStep[] = [];

  /** The changes of one object, or undefined if there are none. */
  of(layout: TableLayout): ObjectDelta | undefined {
    const delta = this.#objects.get(layout);
    return delta !== undefined && (delta.entries.size > 0 || delta.dirty.size > 0) ? delta : undefined;
  }

  objects(): Iterable<ObjectDelta> {
    return this.#objects.values();
  }

  /** The transaction's row, null if it deleted it for good, undefined if it never touched it. */
  get(layout: TableLayout, id: string): StoredRow | null | undefined {
    return this.#objects.get(layout)?.entries.get(id)?.row;
  }

  /** Sets a row. `base` is the committed row under it and counts only at the first touch. */
  put(layout: TableLayout, id: string, row: StoredRow | null, base: StoredRow | null): void {
    let delta = this.#objects.get(layout);
    if (delta === undefined) this.#objects.set(layout, delta = { layout, entries: new Map(), dirty: new Set() });
    const before = delta.entries.get(id);
    this.#undo.push({ delta, id, before });
    delta.entries.set(id, { base: before === undefined ? base : before.base, row });
    delta.dirty.add(id);
  }

  /** A position to go back to. */
  mark(): number {
    return this.#undo.length;
  }

  rollbackTo(mark: number): void {
    for (let i = this.#undo.length - 1; i >= mark; i--) {
      const { delta, id, before } = this.#undo[i]!;
      if (before === undefined) delta.entries.delete(id);
      else delta.entries.set(id, before);
      delta.dirty.add(id);
    }
    this.#undo.length = mark;
  }

  /** Forgets all changes; the mirrors are dropped by their owner. */
  clear(): void {
    this.#objects.clear();
    this.#undo.length = 0;
  }

  get isEmpty(): boolean {
    for (const delta of this.#objects.values()) if (delta.entries.size > 0) return false;
    return true;
  }

  /** A copy that shares rows but not changes: test methods start from the delta of their setup. */
  copy(): Delta {
    const copy = new Delta();
    for (const [layout, delta] of this.#objects) {
      copy.#objects.set(layout, { layout, entries: new Map(delta.entries), dirty: new Set(delta.entries.keys()) });
    }
    return copy;
  }
}
