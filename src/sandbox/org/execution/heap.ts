import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * What a transaction really holds when the charges of its allocations have passed the limit: most of them may be garbage by
 * then. Locals of plain code can't be walked, so the engine's own heap is asked.
 */

/** Growth of the engine's heap that no transaction within the limit reaches: an Apex byte costs up to ten of the engine's. */
const REAL_GROWTH = 64 * 1024 * 1024;

let collect: (() => void) | null = null;

function collectGarbage(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}

/** Bytes in use on this thread: the engine's heap, and what lies beside it (Blobs). */
export function realHeap(): number {
  const { used_heap_size: used, external_memory: external } = getHeapStatistics();
  return used + external;
}

/**
 * Apex bytes in use, given the engine's heap at the transaction's start. Garbage counts only as long as there is room for it:
 * where the bytes to come would pass the limit along with it, it goes first.
 */
export function measureHeap(baseline: number, limit: number, coming: number): number {
  // Up to the bound the charges start again from a share of the limit, so that the next look comes soon.
  const share = (growth: number): number => Math.max(0, Math.round((growth / REAL_GROWTH) * limit * 0.9));
  let growth = realHeap() - baseline;
  if (growth > REAL_GROWTH || share(growth) + coming > limit) {
    collectGarbage();
    growth = realHeap() - baseline;
  }
  return growth > REAL_GROWTH ? Math.max(growth, limit + 1) : share(growth);
}
