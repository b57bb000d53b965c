import { ApexBlob } from './blob.ts';
import type { ApexValue } from './contract.ts';
import { ApexDecimal } from './decimal.ts';
import { ApexDouble, doubleText } from './double.ts';
import { ApexException, isBuiltInException } from './exception.ts';
import { ApexList } from './list.ts';
import { ApexMap, ApexSet } from './map.ts';
import { ApexEnum, ApexObject, callSlot, hasSlot } from './object.ts';
import { SObjectRecord } from './sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from './temporal.ts';

export const TO_STRING_SLOT = 'tostring$';

/** Text of library objects, by the library class's own rule. */
export interface HasText { toApexText(): string }

/** Depth at which nested objects are cut. */
const MAX_DEPTH = 12;

/** String conversion of a value in its boxed form: concatenation, String.valueOf(Object), debug, assertion messages. */
export function textOf(value: ApexValue): string {
  return render(value, [], true);
}

function render(value: ApexValue, path: object[], top: boolean): string {
  switch (typeof value) {
    case 'string': return value;
    case 'number': return String(value);
    case 'boolean': return value ? 'true' : 'false';
    case 'bigint': return value.toString();
    case 'undefined': return 'null';
  }
  if (value === null) return 'null';
  if (value instanceof ApexDecimal) return value.toText();
  if (value instanceof ApexDouble) return doubleText(value.value);
  if (value instanceof ApexDate) return `${value.toIso()} 00:00:00`;
  if (value instanceof ApexDatetime) return value.toGmtText();
  if (value instanceof ApexTime) return value.toIso();
  if (value instanceof ApexBlob) return `Blob[${value.bytes.length}]`;
  if (value instanceof ApexEnum) return value.name;
  const object = value as object;
  if (path.includes(object) || path.length > MAX_DEPTH) return '(already output)';
  const inner = [...path, object];
  if (value instanceof ApexList) return `(${value.items.map((item) => render(item, inner, false)).join(', ')})`;
  if (value instanceof ApexSet) return `{${[...value.values()].map((item) => render(item, inner, false)).join(', ')}}`;
  if (value instanceof ApexMap) return `{${[...value.entries()].map(([k, v]) => `${render(k, inner, false)}=${render(v, inner, false)}`).join(', ')}}`;
  if (value instanceof SObjectRecord) return recordText(value, inner);
  if (hasSlot(value, TO_STRING_SLOT)) return (callSlot(object, TO_STRING_SLOT) as string | null) ?? 'null';
  if (typeof (value as Partial<HasText>).toApexText === 'function') return (value as HasText).toApexText();
  if (value instanceof ApexException) return exceptionText(value, inner, top);
  if (value instanceof ApexObject) return objectText(value, inner);
  return String(value);
}

function recordText(record: SObjectRecord, path: object[]): string {
  const parts = [...record.fields].map(([name, value]) => `${name}=${fieldText(value, path)}`);
  for (const [name, value] of record.relationships ?? []) parts.push(`${name}=${render(value, path, false)}`);
  return `${record.objectName}:{${parts.join(', ')}}`;
}

function fieldText(value: ApexValue, path: object[]): string {
  return value instanceof ApexDate ? `${value.toIso()} 00:00:00` : render(value, path, false);
}

/** Declared fields of an object by name, in the platform's alphabetical order; slots start with `f_`. */
export function fieldsForText(object: ApexObject): [string, ApexValue][] {
  const names = (object as unknown as { $fieldNames?: Readonly<Record<string, string>> }).$fieldNames ?? {};
  return Object.keys(names)
    .map((slot): [string, ApexValue] => [names[slot]!, (object as unknown as Record<string, ApexValue>)[slot]])
    .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
}

const simpleName = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

function objectText(object: ApexObject, path: object[]): string {
  const fields = fieldsForText(object).map(([name, value]) => `${name}=${render(value, path, false)}`);
  return `${simpleName(object.$type.name)}:[${fields.join(', ')}]`;
}

function exceptionText(exception: ApexException, path: object[], _top: boolean): string {
  if (isBuiltInException(exception.$type.name) || exception.$type.name.startsWith('System.')) return `${exception.$type.name}: ${exception.message ?? 'null'}`;
  const fields = fieldsForText(exception).map(([name, value]) => `${name}=${render(value, path, false)}`);
  return `${simpleName(exception.$type.name)}:[${fields.join(', ')}]: ${exception.message ?? 'null'}`;
}
