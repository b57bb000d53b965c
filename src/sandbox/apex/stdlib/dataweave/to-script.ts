import type { ApexValue } from '../../runtime/contract.ts';
import { ApexBlob } from '../../runtime/blob.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { ApexDouble } from '../../runtime/double.ts';
import { notSupported } from '../../runtime/exception.ts';
import { ApexList } from '../../runtime/list.ts';
import { findLoaded } from '../../runtime/loaded-classes.ts';
import { ApexMap, ApexSet } from '../../runtime/map.ts';
import { ApexEnum, ApexObject } from '../../runtime/object.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../runtime/temporal.ts';
import { textOf } from '../../runtime/text.ts';
import { DateTimeValue, DateValue, LocalTimeValue, TimeZoneValue } from '../../../dataweave/values/temporal.ts';
import { BinaryValue, KeyValue, ObjectValue, type Member, type Value } from '../../../dataweave/values/values.ts';
import { memberValues } from '../json/serialize.ts';

/** A boxed Apex value as scripts see it: records and objects by their fields, moments in GMT. */
export function toScript(value: ApexValue): Value {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return ApexDecimal.fromInteger(value);
  if (value instanceof ApexDecimal) return value;
  if (value instanceof ApexDouble) return ApexDecimal.fromDouble(value.value);
  if (value instanceof ApexDate) return new DateValue(value.days);
  if (value instanceof ApexDatetime) return DateTimeValue.at(value.millis, TimeZoneValue.UTC);
  if (value instanceof ApexTime) return new LocalTimeValue(value.millis * 1_000_000);
  if (value instanceof ApexBlob) return new BinaryValue(value.bytes);
  if (value instanceof ApexEnum) return value.name;
  if (value instanceof ApexList) return value.items.map(toScript);
  if (value instanceof ApexSet) return [...value.values()].map(toScript);
  if (value instanceof ApexMap) return objectOf([...value.entries()].map(([key, own]) => [key === null ? 'null' : textOf(key), own]));
  if (value instanceof SObjectRecord) return objectOf([...value.fields, ...(value.relationships ?? [])]);
  if (value instanceof ApexObject && findLoaded(value.$type.name)) return objectOf(memberValues(value).map(({ name, value: own }) => [name, own]));
  return notSupported(`DataWeave input of type ${value instanceof ApexObject ? value.$type.name : typeof value}`);
}

const objectOf = (entries: readonly (readonly [string, ApexValue])[]): ObjectValue => new ObjectValue(entries.map(([name, value]): Member => ({ key: new KeyValue(name), value: toScript(value) })));
