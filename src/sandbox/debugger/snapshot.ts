/**
 * Everything a piece of Apex could reach and change, as it is now, to be put back: what a trial is undone with. Costs what
 * is reachable, so it is bounded: past the bound the trial is refused.
 */
import { ApexList } from '../apex/runtime/list.ts';
import { ApexMap, ApexSet } from '../apex/runtime/map.ts';
import { ApexObject } from '../apex/runtime/object.ts';
import { SObjectRecord } from '../apex/runtime/sobject.ts';
import { AgentError } from './agent-error.ts';

/** Values looked at before a trial is refused: some 20 ms. */
const MAX_VALUES = 200_000;

export class Snapshot {
  readonly #restores: (() => void)[] = [];
  readonly #seen = new Set<object>();
  #count = 0;

  /** `roots`: arrays of locals, objects of statics, any values; each is put back with what it leads to. */
  constructor(roots: Iterable<unknown>) {
    const waiting: unknown[] = [...roots];
    while (waiting.length > 0) {
      const value = waiting.pop();
      if (typeof value !== 'object' || value === null || this.#seen.has(value)) continue;
      this.#seen.add(value);
      const children = this.#keep(value);
      this.#count += children.length;
      if (this.#count > MAX_VALUES) throw new AgentError('evaluateFailed', `This may change any of more than ${MAX_VALUES} values and could not be undone. Evaluate it in the console, where it runs in the transaction.`);
      for (const child of children) waiting.push(child);
    }
  }

  /** Puts everything back. Keys of maps and sets come last: their hashes are those of objects put back by then. */
  restore(): void {
    for (const restore of this.#restores) restore();
  }

  #keep(value: object): readonly unknown[] {
    if (value instanceof ApexList) return this.#keepList(value);
    if (value instanceof ApexMap) return this.#keepMap(value);
    if (value instanceof ApexSet) return this.#keepSet(value);
    if (value instanceof SObjectRecord) return this.#keepRecord(value);
    if (Array.isArray(value)) return this.#keepArray(value);
    // Statics are plain objects; other values are immutable.
    return value instanceof ApexObject || Object.getPrototypeOf(value) === Object.prototype ? this.#keepFields(value as Record<string, unknown>) : [];
  }

  #keepList(list: ApexList): readonly unknown[] {
    const { items, changes, isReadOnly } = list;
    const copy = [...items];
    this.#restores.unshift(() => {
      // The same array: an iteration that is under way holds it.
      items.length = 0;
      for (const item of copy) items.push(item);
      Object.assign(list, { items, changes, isReadOnly });
    });
    return copy;
  }

  #keepMap(map: ApexMap): readonly unknown[] {
    const entries = [...map.entries()];
    const { changes, isReadOnly } = map;
    this.#restores.push(() => {
      if (map.changes === changes && map.size === entries.length && sameEntries(map, entries)) return;
      map.isReadOnly = false;
      map.clear();
      for (const [key, value] of entries) map.put(key, value);
      Object.assign(map, { changes, isReadOnly });
    });
    return entries.flat();
  }

  #keepSet(set: ApexSet): readonly unknown[] {
    this.#restores.push(set.remember());
    return [...set.values(), ...(set.source ? [set.source] : [])];
  }

  #keepRecord(record: SObjectRecord): readonly unknown[] {
    const fields = [...record.fields];
    const relationships = record.relationships && [...record.relationships];
    const { isFromQuery, isReadOnly, errors } = record;
    const keptErrors = errors && [...errors];
    this.#restores.unshift(() => {
      record.fields.clear();
      for (const [name, value] of fields) record.fields.set(name, value);
      Object.assign(record, { relationships: relationships && new Map(relationships), isFromQuery, isReadOnly, errors: keptErrors });
    });
    return [...fields.map(([, value]) => value), ...(relationships ?? []).map(([, value]) => value)];
  }

  #keepArray(values: unknown[]): readonly unknown[] {
    const copy = [...values];
    this.#restores.unshift(() => {
      values.length = 0;
      for (const value of copy) values.push(value);
    });
    return copy;
  }

  #keepFields(object: Record<string, unknown>): readonly unknown[] {
    const fields = Object.entries(object);
    this.#restores.unshift(() => {
      for (const name of Object.keys(object)) if (!fields.some(([known]) => known === name)) delete object[name];
      for (const [name, value] of fields) object[name] = value;
    });
    return fields.map(([, value]) => value);
  }
}

function sameEntries(map: ApexMap, entries: readonly (readonly [unknown, unknown])[]): boolean {
  let index = 0;
  for (const [key, value] of map.entries()) {
    const kept = entries[index++];
    if (!kept || kept[0] !== key || kept[1] !== value) return false;
  }
  return true;
}
