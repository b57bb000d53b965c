import { ApexBlob } from './blob.ts';
import type { ApexValue } from './contract.ts';
import { ApexBean } from './library.ts';
import { ApexList } from './list.ts';
import { findLoaded } from './loaded-classes.ts';
import { ApexMap, ApexSet } from './map.ts';
import { ApexEnum, ApexObject } from './object.ts';
import { SObjectRecord } from './sobject.ts';

export interface DeepCopy {
  readonly value: ApexValue;
  /** Roughly what the value takes when it is written out, in bytes. */
  readonly size: number;
}

/**
 * A copy as serialization makes it: collections, records and objects of user classes are new, transient fields are null, an
 * object that is held twice stays one. Values without a state of their own are shared.
 */
export function deepCopy(value: ApexValue): DeepCopy {
  const copier = new Copier();
  return { value: copier.copy(value), size: copier.size };
}

class Copier {
  size = 0;
  private readonly done = new Map<object, ApexValue>();

  copy(value: ApexValue): ApexValue {
    if (typeof value === 'string') this.size += value.length;
    else this.size += value instanceof ApexBlob ? value.bytes.length : 8;
    if (typeof value !== 'object' || value === null || value instanceof ApexEnum) return value;
    const known = this.done.get(value);
    if (known !== undefined) return known;
    if (value instanceof ApexList) {
      const list = this.keep(value, new ApexList(value.$type));
      list.items = value.items.map((item) => this.copy(item));
      return list;
    }
    if (value instanceof ApexSet) {
      const set = this.keep(value, new ApexSet(value.$type));
      for (const item of value.values()) set.add(this.copy(item));
      return set;
    }
    if (value instanceof ApexMap) {
      const map = this.keep(value, new (value.constructor as typeof ApexMap)(value.$type));
      for (const [key, item] of value.entries()) map.put(this.copy(key), this.copy(item));
      return map;
    }
    if (value instanceof SObjectRecord) return this.record(value);
    if (value instanceof ApexBean) {
      const bean = this.keep(value, new ApexBean(value.$type.name));
      for (const [name, item] of value.values) bean.values.set(name, this.copy(item));
      return bean;
    }
    return value instanceof ApexObject && findLoaded(value.$type.name)?.k ? this.object(value) : value;
  }

  private keep<T extends object>(original: object, copy: T): T {
    this.done.set(original, copy);
    return copy;
  }

  private record(value: SObjectRecord): SObjectRecord {
    const record = this.keep(value, new SObjectRecord(value.objectName));
    for (const [name, field] of value.fields) record.fields.set(name, this.copy(field));
    if (value.relationships) record.relationships = new Map([...value.relationships].map(([name, related]) => [name, this.copy(related)]));
    record.isFromQuery = value.isFromQuery;
    return record;
  }

  private object(value: ApexObject): ApexObject {
    const made = this.keep(value, Object.create(Object.getPrototypeOf(value) as object) as ApexObject);
    const skipped = transientSlots(value.$type.name);
    for (const [slot, field] of Object.entries(value)) (made as unknown as Record<string, ApexValue>)[slot] = skipped.has(slot) ? null : this.copy(field);
    return made;
  }
}

function transientSlots(typeName: string): ReadonlySet<string> {
  const slots = new Set<string>();
  for (let loaded = findLoaded(typeName); loaded; loaded = loaded.facts.superclass ? findLoaded(loaded.facts.superclass) : null) {
    for (const field of loaded.facts.fields) if (field.isTransient) slots.add(field.slot);
  }
  return slots;
}
