/**
 * How Map and Set keys are compared. A table of functions breaks the module cycle collections ↔ equality: equality.ts
 * fills it when it loads.
 */
import type { ApexValue } from './contract.ts';

interface KeyFunctions {
  keyOf(value: ApexValue): unknown;
  hash(value: ApexValue): number;
  equal(a: ApexValue, b: ApexValue): boolean;
}

let functions: KeyFunctions | null = null;

export function setKeyFunctions(next: KeyFunctions): void {
  functions = next;
}

export const keyOfValue = (value: ApexValue): unknown => functions!.keyOf(value);
export const hashKey = (value: ApexValue): number => functions!.hash(value);
export const equalKeys = (a: ApexValue, b: ApexValue): boolean => functions!.equal(a, b);
