import type { ApexValue } from '../../runtime/contract.ts';
import { deepCopy } from '../../runtime/deep-copy.ts';
import { fail } from '../../runtime/exception.ts';
import { current } from '../../runtime/transaction.ts';

/**
 * What Platform Cache holds for the running transaction. The platform may evict any value at any time; here the cache starts
 * cold in every transaction, so that no run depends on what ran before it.
 */
export type CacheKind = 'Org' | 'Session';

interface Entry { value: ApexValue; readonly size: number; readonly expiresAt: number }
export class Partition {
  readonly entries = new Map<string, Entry>();
  gets = 0;
  misses = 0;
  getSizes = 0;
  largestGet = 0;

  /** The value under a key; undefined: none, or no longer. */
  read(key: string): ApexValue | undefined {
    this.gets++;
    const entry = this.alive(key);
    if (!entry) {
      this.misses++;
      return undefined;
    }
    this.getSizes += entry.size;
    this.largestGet = Math.max(this.largestGet, entry.size);
    return deepCopy(entry.value).value;
  }

  alive(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    if (entry && entry.expiresAt <= current().source.now()) {
      this.entries.delete(key);
      return undefined;
    }
    return entry;
  }

  write(key: string, value: ApexValue, seconds: number): void {
    const copy = deepCopy(value);
    if (copy.size > LARGEST_ITEM) fail('Cache.ItemSizeLimitExceededException', `Value size (${copy.size} bytes) exceeds the limit of ${LARGEST_ITEM} bytes.`);
    this.entries.set(key, { ...copy, expiresAt: current().source.now() + seconds * 1000 });
  }

  keys(): string[] {
    return [...this.entries.keys()].filter((key) => this.alive(key));
  }

  sizes(): number[] {
    return [...this.entries.values()].map((entry) => entry.size);
  }
}

/** Source: Apex Developer Guide, Platform Cache Considerations: 100 KB an item. */
const LARGEST_ITEM = 102_400;

/** A partition's content, by its full name (`local.orders`). */
export function partitionOf(kind: CacheKind, fullName: string): Partition {
  const slot = `Cache.${kind}`;
  let partitions = current().slots.get(slot) as Map<string, Partition> | undefined;
  if (!partitions) current().slots.set(slot, (partitions = new Map()));
  const key = fullName.toLowerCase();
  let found = partitions.get(key);
  if (!found) partitions.set(key, (found = new Partition()));
  return found;
}
