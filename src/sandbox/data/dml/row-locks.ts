/**
 * What a statement locks before it changes rows: they themselves, their masters, parents that a lookup holds on to, unique
 * values that they take or leave. Source: Apex Developer Guide, Locking Statements; Record Locking Cheat Sheet (parents).
 */
import type { LockKey } from '../locks.ts';
import { keyOfStored } from '../layout.ts';
import type { StoredRow, TableLayout } from '../layout.ts';
import { rowErrors } from './errors.ts';
import type { DmlHost, Work } from './host.ts';

/** Errors of all works if the locks can't be had. */
export function lockWorks(host: DmlHost, works: readonly Work[]): void {
  const keys = new Set<LockKey>();
  for (const work of works) if (work.errors.length === 0) for (const key of keysOf(work.layout, work.id, work.before, work.row)) keys.add(key);
  if (lock(host, keys)) return;
  const ids = works.map((work) => work.id).filter((id) => id !== null);
  for (const work of works) work.errors.push(rowErrors.locked(ids));
}

/** Rows of one object that change with others. */
export function lockChanges(host: DmlHost, layout: TableLayout, changes: readonly { readonly id: string; readonly before: StoredRow; readonly after: StoredRow }[]): boolean {
  return lock(host, new Set(changes.flatMap(({ id, before, after }) => [...keysOf(layout, id, before, after)])));
}

export function lockRows(host: DmlHost, ids: Iterable<string>): boolean {
  return lock(host, new Set([...ids].map((id) => `row:${id}`)));
}

function lock(host: DmlHost, keys: ReadonlySet<LockKey>): boolean {
  return keys.size === 0 || host.locks.acquire(host.transactionId, [...keys]) === 'granted';
}

function* keysOf(layout: TableLayout, id: string | null, before: StoredRow | null, after: StoredRow): Iterable<LockKey> {
  if (id !== null) yield `row:${id}`;
  for (const { field, index, storage } of layout.columns) {
    const [old, value] = [before?.[index] ?? null, after[index] ?? null];
    // A detail is never changed without its master.
    if (field.type === 'MasterDetail') for (const master of [old, value]) if (master !== null) yield `row:${master as string}`;
    if (field.isUnique && index !== 0) for (const one of [old, value]) if (one !== null && (old !== value || isRemoved(layout, before, after))) yield `unique:${layout.object.name}.${field.name}:${String(keyOfStored(one))}`;
    const holds = storage === 'id' && (field.deleteBehavior === 'restrict' || field.deleteBehavior === 'cascade');
    if (holds && value !== null && value !== old) yield `row:${value as string}`;
  }
}

/** Goes to the recycle bin, or comes out of it. */
function isRemoved({ isDeleted }: TableLayout, before: StoredRow | null, after: StoredRow): boolean {
  return isDeleted !== null && before !== null && before[isDeleted.index] !== after[isDeleted.index];
}
