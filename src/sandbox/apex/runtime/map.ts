import { allocate } from './accounting.ts';
import type { ApexValue } from './contract.ts';
import { equalKeys, hashKey, keyOfValue } from './keys.ts';
import { fail } from './exception.ts';
import type { RuntimeType } from './runtime-types.ts';
import { checkStore } from './type-checks.ts';

interface Entry { key: ApexValue; value: ApexValue }

/**
 * Keys to entries in insertion order. Keys with a primitive identity (`keyOfValue`) are looked up directly, others by
 * hash bucket and equality.
 */
class Table {
  private readonly direct = new Map<unknown, Entry>();
  private buckets: Map<number, Entry[]> | null = null;
  /** Insertion order of all entries; only needed once there are bucketed ones, since `direct` keeps its own. */
  private order: Set<Entry> | null = null;

  get size(): number {
    return this.order ? this.order.size : this.direct.size;
  }

  find(key: ApexValue): Entry | undefined {
    const primitive = keyOfValue(key);
    if (primitive !== null) return this.direct.get(primitive);
    return this.buckets?.get(hashKey(key))?.find((entry) => equalKeys(entry.key, key));
  }

  put(key: ApexValue, value: ApexValue): ApexValue {
    const found = this.find(key);
    if (found) {
      const old = found.value;
      found.value = value;
      return old;
    }
    const entry = { key, value };
    const primitive = keyOfValue(key);
    if (primitive !== null) {
      this.direct.set(primitive, entry);
      this.order?.add(entry);
      return null;
    }
    this.order ??= new Set(this.direct.values());
    this.order.add(entry);
    this.buckets ??= new Map();
    const hash = hashKey(key);
    const bucket = this.buckets.get(hash);
    if (bucket) bucket.push(entry);
    else this.buckets.set(hash, [entry]);
    return null;
  }

  delete(key: ApexValue): Entry | undefined {
    const found = this.find(key);
    if (!found) return undefined;
    const primitive = keyOfValue(key);
    if (primitive !== null) this.direct.delete(primitive);
    else {
      const hash = hashKey(key);
      const bucket = this.buckets!.get(hash)!;
      bucket.splice(bucket.indexOf(found), 1);
      if (!bucket.length) this.buckets!.delete(hash);
    }
    this.order?.delete(found);
    return found;
  }

  clear(): void {
    this.direct.clear();
    this.buckets = null;
    this.order = null;
  }

  all(): IterableIterator<Entry> {
    return this.order ? this.order.values() : this.direct.values();
  }
}

export class ApexMap {
  readonly $type: RuntimeType;
  /** Shared with the sets of its keys. */
  readonly table = new Table();
  changes = 0;
  isReadOnly = false;

  constructor(type: RuntimeType) {
    this.$type = type;
  }

  get size(): number { return this.table.size; }

  private change(): void {
    if (this.isReadOnly) fail('System.FinalException', 'Collection is read-only');
  }

  get(key: ApexValue): ApexValue {
    return this.table.find(key)?.value ?? null;
  }

  has(key: ApexValue): boolean {
    return this.table.find(key) !== undefined;
  }

  put(key: ApexValue, value: ApexValue): ApexValue {
    this.change();
    const before = this.table.size;
    const old = this.table.put(checkStore(key, this.$type.key!, this.$type), checkStore(value, this.$type.value!, this.$type));
    if (this.table.size !== before) {
      this.changes++;
      allocate(32);
    }
    return old;
  }

  delete(key: ApexValue): ApexValue {
    this.change();
    const entry = this.table.delete(key);
    if (entry) this.changes++;
    return entry?.value ?? null;
  }

  clear(): void {
    this.change();
    this.changes++;
    this.table.clear();
  }

  *keys(): Generator<ApexValue> { for (const entry of this.table.all()) yield entry.key; }
  *values(): Generator<ApexValue> { for (const entry of this.table.all()) yield entry.value; }
  *entries(): Generator<[ApexValue, ApexValue]> { for (const entry of this.table.all()) yield [entry.key, entry.value]; }
}

/** The maps of describe calls find their keys without regard to case. Keys are kept in lower case. */
export class CaseInsensitiveMap extends ApexMap {
  override get(key: ApexValue): ApexValue { return super.get(fold(key)); }
  override has(key: ApexValue): boolean { return super.has(fold(key)); }
  override put(key: ApexValue, value: ApexValue): ApexValue { return super.put(fold(key), value); }
  override delete(key: ApexValue): ApexValue { return super.delete(fold(key)); }
}

/** Keys are API names; those of a namespace's own components may be asked for without it by code of that namespace. */
export class NamedMap extends CaseInsensitiveMap {
  private readonly prefix: string;

  constructor(type: RuntimeType, namespace: string | null) {
    super(type);
    this.prefix = namespace === null ? '' : `${namespace}__`;
  }

  override get(key: ApexValue): ApexValue { return super.get(this.known(key)); }
  override has(key: ApexValue): boolean { return super.has(this.known(key)); }

  private known(key: ApexValue): ApexValue {
    return this.prefix !== '' && typeof key === 'string' && super.has(this.prefix + key) ? this.prefix + key : key;
  }
}

const fold = (key: ApexValue): ApexValue => (typeof key === 'string' ? key.toLowerCase() : key);

export class ApexSet {
  readonly $type: RuntimeType;
  protected table = new Table();
  protected own = 0;
  isReadOnly = false;

  constructor(type: RuntimeType, values: Iterable<ApexValue> = []) {
    this.$type = type;
    for (const value of values) this.add(value);
  }

  /** Counts what is added and removed. */
  get changes(): number { return this.own; }
  get size(): number { return this.table.size; }

  protected change(): void {
    if (this.isReadOnly) fail('System.FinalException', 'Collection is read-only');
  }

  has(value: ApexValue): boolean {
    return this.table.find(value) !== undefined;
  }

  /** Whether it was new. */
  add(value: ApexValue): boolean {
    this.change();
    const checked = checkStore(value, this.$type.element!, this.$type);
    if (this.table.find(checked)) return false;
    allocate(16);
    this.table.put(checked, true);
    this.own++;
    return true;
  }

  delete(value: ApexValue): boolean {
    this.change();
    const found = this.table.delete(value) !== undefined;
    if (found) this.own++;
    return found;
  }

  clear(): void {
    this.change();
    this.own++;
    this.table.clear();
  }

  *values(): Generator<ApexValue> { for (const entry of this.table.all()) yield entry.key; }
  [Symbol.iterator](): Generator<ApexValue> { return this.values(); }

  /** The map whose keys these are; null: it is a set of its own. */
  get source(): ApexMap | null { return null; }

  /** The result puts it back as it is now; a source has to be put back, too. */
  remember(): () => void {
    const { own, isReadOnly } = this;
    const values = [...this.values()];
    return () => {
      this.isReadOnly = isReadOnly;
      if (this.own === own) return;
      this.table.clear();
      for (const value of values) this.table.put(value, true);
      this.own = own;
    };
  }
}

/**
 * The keys of a map, as `keySet()` gives them: what is removed here is removed from the map, and what the map gets is here.
 * A set that gets values of its own goes its own way.
 */
export class KeySet extends ApexSet {
  private map: ApexMap | null;

  constructor(type: RuntimeType, map: ApexMap) {
    super(type);
    this.map = map;
    this.table = map.table;
  }

  /** Who goes through the keys goes through those that there were: the map may change meanwhile. */
  override *values(): Generator<ApexValue> { yield* [...super.values()]; }
  override get source(): ApexMap | null { return this.map; }

  override remember(): () => void {
    const { map, table, own, isReadOnly } = this;
    if (!map) return super.remember();
    return () => Object.assign(this, { map, table, own, isReadOnly });
  }

  override add(value: ApexValue): boolean {
    if (this.map && !this.has(value)) {
      const keys = [...this.values()];
      this.map = null;
      this.table = new Table();
      for (const key of keys) super.add(key);
    }
    return super.add(value);
  }

  override delete(value: ApexValue): boolean {
    if (!this.map) return super.delete(value);
    this.change();
    const isThere = this.has(value);
    if (isThere) this.map.delete(value);
    return isThere;
  }

  override clear(): void {
    if (!this.map) return super.clear();
    this.change();
    this.map.clear();
  }
}
