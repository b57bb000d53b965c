/** Selectors. Source: DataWeave Reference, DataWeave Selectors. */
import { failScript } from '../errors.ts';
import type { Selection } from '../syntax/ast.ts';
import { civil, DateTimeValue, DateValue, dayOfWeek, dayOfYear, isClocked, PeriodValue, TimeValue, type Clocked } from '../values/temporal.ts';
import { attributesOfValue, BinaryValue, Decimal, isArray, isNamed, itemsOf, KeyValue, ObjectValue, RangeValue, whole, type NamespaceValue, type Member, type Value } from '../values/values.ts';
import { described, textOrNull } from './coerce.ts';

/** A name that is selected; null: all. */
export interface Selected { readonly name: string; readonly namespace: NamespaceValue | null }

export function select(target: Value, { of, isMultiple, isDeep }: Selection, wanted: Selected | null): Value {
  if (isDeep) return deep(target, of, isMultiple, wanted);
  if (target === null) return null;
  if (of === 'attribute') return attributes(target, isMultiple, wanted);
  if (wanted === null) return failScript('A name to select is missing');
  if (isArray(target)) {
    if (isMultiple) {
      const found = itemsOf(target).flatMap((item) => (item instanceof ObjectValue ? matching(item, wanted) : []));
      return found.length === 0 ? null : of === 'pair' ? new ObjectValue(found) : found.map(({ value }) => value);
    }
    const items = itemsOf(target).filter((item): item is ObjectValue => item instanceof ObjectValue && matching(item, wanted).length > 0);
    if (items.length === 0) return null;
    return of === 'pair' ? items.map((item) => new ObjectValue([matching(item, wanted)[0]!])) : items.map((item) => matching(item, wanted)[0]!.value);
  }
  if (target instanceof ObjectValue) {
    const found = matching(target, wanted);
    if (found.length === 0) return null;
    if (of === 'pair') return new ObjectValue(isMultiple ? found : [found[0]!]);
    return isMultiple ? found.map(({ value }) => value) : found[0]!.value;
  }
  if (isClocked(target)) return clockPart(target, wanted.name);
  if (target instanceof PeriodValue) return periodPart(target, wanted.name);
  if (target instanceof KeyValue) return wanted.name === 'name' ? target.name : null;
  return refused(target, wanted.name);
}

function refused(target: Value, name: string): never {
  return failScript(`You called the function 'Value Selector' with these arguments: \n  1: ${described(target)}\n  2: Name ("${name}")`);
}

const matching = (object: ObjectValue, { name, namespace }: Selected): Member[] => object.members.filter(({ key }) => isNamed(key, name, namespace));

function attributes(target: Value, isMultiple: boolean, wanted: Selected | null): Value {
  if (isArray(target)) {
    const found = itemsOf(target).map((item) => attributes(item, isMultiple, wanted)).filter((one) => one !== null);
    return found.length === 0 ? null : found;
  }
  return attributesOf(target instanceof KeyValue ? target.attributes : attributesOfValue(target), isMultiple, wanted);
}

export function attributesOf(attributes: ObjectValue | null, isMultiple: boolean, wanted: Selected | null): Value {
  if (wanted === null) return attributes;
  const found = attributes ? matching(attributes, wanted) : [];
  if (found.length === 0) return null;
  return isMultiple ? found.map(({ value }) => value) : found[0]!.value;
}

/** All below: those of an object, then those below each of its members. */
function deep(target: Value, of: Selection['of'], isMultiple: boolean, wanted: Selected | null): Value {
  const found: Member[] = [];
  const collect = (value: Value): void => {
    if (isArray(value)) itemsOf(value).forEach(collect);
    if (!(value instanceof ObjectValue)) return;
    if (of === 'attribute') {
      for (const { key } of value.members) found.push(...(key.attributes?.members ?? []).filter((member) => wanted === null || isNamed(member.key, wanted.name, wanted.namespace)));
    } else {
      const own = value.members.filter(({ key }) => wanted === null || isNamed(key, wanted.name, wanted.namespace));
      found.push(...(isMultiple || wanted === null ? own : own.slice(0, 1)));
    }
    for (const { value: below } of value.members) collect(below);
  };
  collect(target);
  if (of === 'pair') return found.map((member) => new ObjectValue([member]));
  return found.map(({ value }) => value);
}

/** `[1]`, `[-1]`, `[0 to 2]`, `["name"]`. */
export function at(target: Value, index: Value): Value {
  if (target === null) return null;
  if (index instanceof Decimal) return atIndex(target, Number(index.toBigInt()));
  if (index instanceof RangeValue) return slice(target, index);
  const name = textOrNull(index);
  if (name !== null) return select(target, { of: 'value', isMultiple: false, isDeep: false, name: null }, { name, namespace: index instanceof KeyValue ? index.namespace : null });
  return failScript(`You called the function 'Dynamic Selector' with these arguments: \n  1: ${described(target)}\n  2: ${described(index)}`);
}

function atIndex(target: Value, index: number): Value {
  const place = (length: number): number => (index < 0 ? length + index : index);
  if (isArray(target)) {
    const items = itemsOf(target);
    return items[place(items.length)] ?? null;
  }
  if (typeof target === 'string') return target[place(target.length)] ?? null;
  if (target instanceof ObjectValue) return target.members[place(target.members.length)]?.value ?? null;
  if (target instanceof BinaryValue) {
    const byte = target.bytes[place(target.bytes.length)];
    return byte === undefined ? null : whole(byte);
  }
  return refused(target, String(index));
}

/** Of what lies outside nothing comes; a range that runs down turns the order round. */
function slice(target: Value, range: RangeValue): Value {
  const take = <T>(items: ArrayLike<T>): T[] | null => {
    const place = (index: number): number => (index < 0 ? items.length + index : index);
    const [from, to] = [place(range.from), place(range.to)];
    if (from >= items.length || to >= items.length || from < 0 || to < 0) return null;
    const step = from <= to ? 1 : -1;
    return Array.from({ length: Math.abs(to - from) + 1 }, (_, offset) => items[from + offset * step]!);
  };
  if (isArray(target)) return take(itemsOf(target));
  if (typeof target === 'string') return take(target)?.join('') ?? null;
  if (target instanceof BinaryValue) {
    const bytes = take(target.bytes);
    return bytes && new BinaryValue(Uint8Array.from(bytes));
  }
  return failScript(`You called the function 'Range Selector' with these arguments: \n  1: ${described(target)}\n  2: ${described(range)}`);
}

/** `.year`, `.hour`… of dates and times. */
function clockPart(value: Clocked, name: string): Value {
  const days = 'days' in value ? value.days : null;
  const nanos = value instanceof DateValue ? null : value.nanos;
  if (days !== null) {
    const { year, month, day } = civil(days);
    switch (name) {
      case 'year': return whole(year);
      case 'month': return whole(month);
      case 'day': return whole(day);
      case 'quarter': return whole(Math.ceil(month / 3));
      case 'dayOfWeek': return whole(dayOfWeek(days));
      case 'dayOfYear': return whole(dayOfYear(days));
    }
  }
  if (nanos !== null) {
    switch (name) {
      case 'hour': return whole(Math.floor(nanos / 3_600_000_000_000));
      case 'minutes': return whole(Math.floor(nanos / 60_000_000_000) % 60);
      case 'seconds': return whole(Math.floor(nanos / 1_000_000_000) % 60);
      case 'milliseconds': return whole(Math.floor(nanos / 1_000_000) % 1000);
      case 'nanoseconds': return whole(nanos % 1_000_000_000);
    }
  }
  if (value instanceof DateTimeValue || value instanceof TimeValue) {
    if (name === 'offsetSeconds') return whole((value instanceof DateTimeValue ? value.offsetMillis : value.zone.offsetAt(0)) / 1000);
    if (name === 'timezone') return value.zone;
  }
  return refused(value, name);
}

function periodPart(value: PeriodValue, name: string): Value {
  const seconds = Math.trunc(value.nanos / 1_000_000_000);
  switch (name) {
    case 'years': return whole(Math.trunc(value.months / 12));
    case 'months': return whole(value.months % 12);
    case 'days': return whole(value.days + Math.trunc(seconds / 86_400));
    case 'hours': return whole(Math.trunc(seconds / 3600) % 24);
    case 'minutes': return whole(Math.trunc(seconds / 60) % 60);
    case 'secs': case 'seconds': return whole(seconds % 60);
    default: return refused(value, name);
  }
}
