import { CPU_COSTS, type CpuCost } from '../../limits/cpu-costs.ts';

/**
 * Where allocations and work are charged. The running transaction puts its functions here; module-level slots keep the hot
 * path at one call.
 */
let charge: (bytes: number) => void = () => {};
let work: (nanos: number) => void = () => {};
let settle: () => void = () => {};

export function setAllocationCharge(next: (bytes: number) => void): void {
  charge = next;
}

/** `charge` takes nanoseconds of work, `settle` brings the limit's counter up to date. `null`: nothing is charged. */
export function setCpuCharge(next: { readonly charge: (nanos: number) => void; readonly settle: () => void } | null): void {
  work = next?.charge ?? (() => {});
  settle = next?.settle ?? (() => {});
}

/** Charges heap before an allocation, in bytes. */
export function allocate(bytes: number): void {
  charge(bytes);
}

/** Charges virtual CPU time for work of the library. */
export function chargeCpu(cost: CpuCost, count = 1): void {
  if (count > 0) work(CPU_COSTS[cost] * count);
}

/** Before the counter of CPU time is read, or another one takes its place. */
export function settleCpu(): void {
  settle();
}
