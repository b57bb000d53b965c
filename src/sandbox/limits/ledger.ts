import type { LimitContext, LimitLedger, LimitName } from '../apex/runtime/contract.ts';
import { fail } from '../apex/runtime/exception.ts';
import { COUNTS_AS_DML, CUMULATIVE_FACTOR, isCumulative, isShared, limitText, maximumOf } from './governor-limits.ts';

/** Measures the heap that is really in use, in bytes, before the bytes to come; called when the charged total passes the limit. */
export type HeapMeter = (coming: number) => number;

/** Whose code charges, and who has counters of their own. */
export interface LedgerNamespaces {
  /** Of certified packages, in lower case: each has a set of counters. */
  readonly certified: ReadonlySet<string>;
  /** Namespace of the Apex that runs, as it is written; null: the org's own code. */
  running(): string | null;
}

const NO_PACKAGES: LedgerNamespaces = { certified: new Set(), running: () => null };
const OWN = '';

/**
 * What one transaction has used. Heap is charged before each allocation and recounted when the charges pass the limit.
 * Certified packages count for themselves, up to a sum over all. Source: Apex Developer Guide, Execution Governors and Limits.
 */
export class Ledger implements LimitLedger {
  readonly #counts = new Map<string, Map<LimitName, number>>();
  readonly #context: LimitContext;
  readonly #measure: HeapMeter | null;
  readonly #namespaces: LedgerNamespaces;
  readonly #heapMaximum: number;
  #heap = 0;

  constructor(context: LimitContext, measure: HeapMeter | null = null, namespaces: LedgerNamespaces = NO_PACKAGES) {
    this.#context = context;
    this.#measure = measure;
    this.#namespaces = namespaces;
    this.#heapMaximum = maximumOf('heapSize', context);
  }

  charge(limit: LimitName, amount: number): void {
    const namespace = this.#counterOf(limit);
    let counts = this.#counts.get(namespace);
    if (!counts) this.#counts.set(namespace, counts = new Map());
    const used = (counts.get(limit) ?? 0) + amount;
    counts.set(limit, used);
    if (COUNTS_AS_DML.has(limit)) return this.charge('dmlStatements', amount);
    const maximum = this.maximum(limit);
    if (used > maximum) this.#refuse(limit, used);
    if (namespace !== OWN && isCumulative(limit)) {
      const total = this.total(limit);
      if (total > CUMULATIVE_FACTOR * maximum) this.#refuse(limit, total);
    }
  }

  #refuse(limit: LimitName, used: number): never {
    const namespace = isShared(limit) ? null : this.#namespaces.running();
    fail('System.LimitException', `${namespace === null ? '' : `${namespace}:`}${limitText(limit, used)}`);
  }

  /** Whose counter it is that the running code uses. */
  #counterOf(limit: LimitName): string {
    const { certified } = this.#namespaces;
    if (certified.size === 0 || isShared(limit)) return OWN;
    const running = this.#namespaces.running()?.toLowerCase() ?? OWN;
    return certified.has(running) ? running : OWN;
  }

  used(limit: LimitName): number {
    if (limit === 'heapSize') return Math.min(this.#heap, this.#heapMaximum);
    return this.usedBy(this.#counterOf(limit), limit);
  }

  usedBy(namespace: string, limit: LimitName): number {
    if (limit === 'heapSize') return Math.min(this.#heap, this.#heapMaximum);
    return Math.floor(this.#counts.get(isShared(limit) ? OWN : namespace)?.get(limit) ?? 0);
  }

  /** Over all namespaces. */
  total(limit: LimitName): number {
    if (limit === 'heapSize') return this.used(limit);
    return [...this.#counts.values()].reduce((sum, counts) => sum + Math.floor(counts.get(limit) ?? 0), 0);
  }

  get namespaces(): readonly string[] {
    return [OWN, ...[...this.#counts.keys()].filter((each) => each !== OWN)];
  }

  maximum(limit: LimitName): number {
    return maximumOf(limit, this.#context);
  }

  /** Remembers what is used; call the result to go back to it. CPU time and heap go on. */
  mark(): () => void {
    const before = new Map([...this.#counts].map(([namespace, counts]) => [namespace, new Map(counts)]));
    return () => {
      for (const [namespace, counts] of this.#counts) {
        const cpuTime = counts.get('cpuTime') ?? 0;
        counts.clear();
        for (const [limit, used] of before.get(namespace) ?? []) counts.set(limit, used);
        counts.set('cpuTime', cpuTime);
      }
    };
  }

  fresh(context: LimitContext = this.#context): Ledger {
    return new Ledger(context, this.#measure, this.#namespaces);
  }

  allocate(bytes: number): void {
    this.#heap += bytes;
    if (this.#heap <= this.#heapMaximum) return;
    if (this.#measure) this.#heap = this.#measure(bytes) + bytes;
    if (this.#heap > this.#heapMaximum) fail('System.LimitException', limitText('heapSize', this.#heap));
  }
}
