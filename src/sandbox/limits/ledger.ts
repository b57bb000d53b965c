import type { LimitContext, LimitLedger, LimitName } from '../apex/runtime/contract.ts';
import { fail } from '../apex/runtime/exception.ts';
import { limitText, maximumOf } from './governor-limits.ts';

/** Measures the heap that is really in use, in bytes; called when the charged total passes the limit. */
export type HeapMeter = () => number;

/** What one transaction has used. Heap is charged before each allocation and recounted when the charges pass the limit. */
export class Ledger implements LimitLedger {
  private readonly counts = new Map<LimitName, number>();
  private readonly context: LimitContext;
  private heap = 0;
  private readonly heapMaximum: number;
  private readonly measure: HeapMeter | null;

  constructor(context: LimitContext, measure: HeapMeter | null = null) {
    this.context = context;
    this.measure = measure;
    this.heapMaximum = maximumOf('heapSize', context);
  }

  charge(limit: LimitName, amount: number): void {
    const used = (this.counts.get(limit) ?? 0) + amount;
    this.counts.set(limit, used);
    // Savepoints count as DML statements.
    if (limit === 'savepoints' || limit === 'savepointRollbacks') {
      this.charge('dmlStatements', amount);
      return;
    }
    if (used > maximumOf(limit, this.context)) fail('System.LimitException', limitText(limit, used));
  }

  used(limit: LimitName): number {
    if (limit === 'heapSize') return Math.min(this.heap, this.heapMaximum);
    return Math.floor(this.counts.get(limit) ?? 0);
  }

  maximum(limit: LimitName): number {
    return maximumOf(limit, this.context);
  }

  fresh(context: LimitContext = this.context): Ledger {
    return new Ledger(context, this.measure);
  }

  allocate(bytes: number): void {
    this.heap += bytes;
    if (this.heap <= this.heapMaximum) return;
    if (this.measure) this.heap = this.measure() + bytes;
    if (this.heap > this.heapMaximum) fail('System.LimitException', limitText('heapSize', this.heap));
  }
}
