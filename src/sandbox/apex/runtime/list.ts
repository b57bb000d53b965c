import { allocate } from './accounting.ts';
import type { ApexValue } from './contract.ts';
import { fail } from './exception.ts';
import type { RuntimeType } from './runtime-types.ts';
import { checkStore } from './type-checks.ts';

/** An Apex List. Elements are in their boxed form (see contract.ts). */
export class ApexList {
  readonly $type: RuntimeType;
  items: ApexValue[];
  /** Counts structural changes, for iterators that must notice them. */
  changes = 0;
  /** `Enum.values()`, `Map.keySet()` and Trigger lists refuse changes. */
  isReadOnly = false;

  constructor(type: RuntimeType, items: ApexValue[] = []) {
    this.$type = type;
    this.items = items;
  }

  get size(): number {
    return this.items.length;
  }

  private index(index: number): number {
    if (index < 0 || index >= this.items.length) fail('System.ListException', `List index out of bounds: ${index}`);
    return index;
  }

  private change(): void {
    if (this.isReadOnly) fail('System.FinalException', 'Collection is read-only');
    this.changes++;
  }

  get(index: number): ApexValue {
    return this.items[this.index(index)];
  }

  set(index: number, value: ApexValue): void {
    if (this.isReadOnly) fail('System.FinalException', 'Collection is read-only');
    this.items[this.index(index)] = checkStore(value, this.$type.element!, this.$type);
  }

  add(value: ApexValue): void {
    this.change();
    allocate(8);
    this.items.push(checkStore(value, this.$type.element!, this.$type));
  }

  insert(index: number, value: ApexValue): void {
    if (index < 0 || index > this.items.length) fail('System.ListException', `List index out of bounds: ${index}`);
    this.change();
    allocate(8);
    this.items.splice(index, 0, checkStore(value, this.$type.element!, this.$type));
  }

  remove(index: number): ApexValue {
    this.index(index);
    this.change();
    return this.items.splice(index, 1)[0];
  }

  clear(): void {
    this.change();
    this.items.length = 0;
  }

  addAll(values: Iterable<ApexValue>): void {
    this.change();
    const copy = [...values];
    allocate(copy.length * 8);
    for (const value of copy) this.items.push(checkStore(value, this.$type.element!, this.$type));
  }
}
