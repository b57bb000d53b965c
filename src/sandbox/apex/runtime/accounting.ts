/**
 * Where allocations are charged. The limit ledger of the running transaction puts its function here; a module-level slot
 * keeps the hot path at one call.
 */
let charge: (bytes: number) => void = () => {};

export function setAllocationCharge(next: (bytes: number) => void): void {
  charge = next;
}

/** Charges heap before an allocation, in bytes. */
export function allocate(bytes: number): void {
  charge(bytes);
}
