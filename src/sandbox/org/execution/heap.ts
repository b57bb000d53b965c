import { ApexBlob } from '../../apex/runtime/blob.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { ApexMap, ApexSet } from '../../apex/runtime/map.ts';
import { ApexObject } from '../../apex/runtime/object.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';

/** Bytes of everything that can be reached from some roots, by the charges of the runtime. */
export function measureHeap(roots: Iterable<unknown>): number {
  const seen = new Set<object>();
  const open: unknown[] = [...roots];
  let bytes = 0;
  while (open.length) {
    const value = open.pop();
    if (typeof value === 'string') { bytes += value.length * 2; continue; }
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (value instanceof ApexList) { bytes += 24 + value.items.length * 8; open.push(...value.items.slice(0, 1_000_000)); }
    else if (value instanceof ApexMap) { bytes += 24 + value.size * 32; for (const [key, item] of value.entries()) open.push(key, item); }
    else if (value instanceof ApexSet) { bytes += 24 + value.size * 16; open.push(...value.values()); }
    else if (value instanceof SObjectRecord) { bytes += 64 + value.fields.size * 16; open.push(...value.fields.values()); }
    else if (value instanceof ApexBlob) bytes += value.bytes.length;
    else if (value instanceof ApexObject) { bytes += 32; open.push(...Object.values(value)); }
  }
  return bytes;
}
