import { chargeCpu } from './accounting.ts';
import type { ApexValue } from './contract.ts';
import { ApexDecimal } from './decimal.ts';
import { ApexDouble } from './double.ts';
import { compareNumbers } from './equality.ts';
import { fail } from './exception.ts';
import { ApexEnum, ApexObject, callSlot, hasSlot } from './object.ts';
import { SObjectRecord } from './sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from './temporal.ts';

export const COMPARE_SLOT = 'compareto$Object';

/** How values of a library class are sorted, by its name. */
const orders = new Map<string, (a: ApexValue, b: ApexValue) => number>();
export function defineOrder(typeName: string, compare: (a: ApexValue, b: ApexValue) => number): void {
  orders.set(typeName, compare);
}

/** List.sort()'s order: nulls first, numbers, texts by code unit, dates, enums by ordinal, Comparable by compareTo. */
export function compareValues(a: ApexValue, b: ApexValue): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof ApexDate && b instanceof ApexDate) return a.days - b.days;
  if (a instanceof ApexDatetime && b instanceof ApexDatetime) return a.millis - b.millis;
  if (a instanceof ApexTime && b instanceof ApexTime) return a.millis - b.millis;
  if (a instanceof ApexEnum && b instanceof ApexEnum) return a.ordinal - b.ordinal;
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (hasSlot(a, COMPARE_SLOT)) return callSlot(a as object, COMPARE_SLOT, b) as number;
  if (a instanceof SObjectRecord && b instanceof SObjectRecord) return compareRecords(a, b);
  const order = a instanceof ApexObject && b instanceof ApexObject && a.$type === b.$type ? orders.get(a.$type.name) : undefined;
  if (order) return order(a, b);
  return fail('System.ListException', 'One or more of the items in this list is not Comparable');
}

const isNumber = (value: ApexValue): boolean =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof ApexDecimal || value instanceof ApexDouble;

/** Records by object label, then the name field, then standard and then custom fields, each in alphabetical order, but for the id. Source: Apex Developer Guide, Sorting Lists. */
function compareRecords(a: SObjectRecord, b: SObjectRecord): number {
  if (a.objectName !== b.objectName) return a.objectName < b.objectName ? -1 : 1;
  const names = [...new Set([...a.fields.keys(), ...b.fields.keys()])].sort();
  const isCustom = (name: string): boolean => name.endsWith('__c');
  for (const name of ['Name', ...names.filter((other) => other !== 'Name' && other !== 'Id' && !isCustom(other)), ...names.filter(isCustom)]) {
    const x = a.fields.get(name) ?? null;
    const y = b.fields.get(name) ?? null;
    const order = compareValues(x, y);
    if (order !== 0) return order;
  }
  return 0;
}

/** A stable sort. Every comparison is charged, so a long one ends at the CPU limit. */
export function sortValues(items: readonly ApexValue[], compare: (a: ApexValue, b: ApexValue) => number): ApexValue[] {
  return [...items].sort((a, b) => {
    chargeCpu('comparison');
    return compare(a, b);
  });
}
