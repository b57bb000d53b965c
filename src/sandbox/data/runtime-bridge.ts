/** The value bridge to the runtime's own classes. */
import { ApexBlob } from '../apex/runtime/blob.ts';
import type { SObjectRecord } from '../apex/runtime/sobject.ts';
import { SObjectRecord as RecordClass } from '../apex/runtime/sobject.ts';
import { ApexDecimal } from '../apex/runtime/decimal.ts';
import { ApexDouble } from '../apex/runtime/double.ts';
import { ApexList } from '../apex/runtime/list.ts';
import { listTypeOf, sobjectType } from '../apex/runtime/runtime-types.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../apex/runtime/temporal.ts';
import type { PlainValue, ValueBridge } from './values.ts';

/** Makes `System.Address` and `System.Location` objects; they belong to the library. */
export type CompoundFactory = ValueBridge['compound'];

function plain(value: unknown): PlainValue {
  switch (typeof value) {
    case 'boolean': return { kind: 'boolean', value };
    case 'string': return { kind: 'string', value };
    case 'number': return { kind: Number.isInteger(value) ? 'integer' : 'double', value };
    case 'bigint': return { kind: 'long', value };
    default:
  }
  if (value === null || value === undefined) return { kind: 'null' };
  if (value instanceof ApexDecimal) return { kind: 'decimal', unscaled: value.unscaled, scale: value.scale };
  if (value instanceof ApexDouble) return { kind: 'double', value: value.value };
  if (value instanceof ApexDate) return { kind: 'date', value: value.days };
  if (value instanceof ApexDatetime) return { kind: 'datetime', value: value.millis };
  if (value instanceof ApexTime) return { kind: 'time', value: value.millis };
  if (value instanceof ApexBlob) return { kind: 'blob', value: value.bytes };
  if (value instanceof RecordClass) return { kind: 'record', record: value };
  if (value instanceof ApexList) return { kind: 'list', items: value.items };
  // Sets, and anything else of the runtime that can be walked through.
  if (typeof (value as Iterable<unknown>)[Symbol.iterator] === 'function') return { kind: 'list', items: [...(value as Iterable<unknown>)] };
  return { kind: 'other' };
}

export function runtimeBridge(compound: CompoundFactory): ValueBridge {
  return {
    decimal: (unscaled, scale) => new ApexDecimal(unscaled, scale),
    date: (days) => new ApexDate(days),
    datetime: (milliseconds) => new ApexDatetime(milliseconds),
    time: (milliseconds) => new ApexTime(milliseconds),
    blob: (bytes) => new ApexBlob(bytes),
    list: (objectName, records: readonly SObjectRecord[]) => new ApexList(listTypeOf(sobjectType(objectName)), [...records]),
    compound,
    plain,
  };
}
