import { ApexBlob } from './blob.ts';
import type { ApexValue } from './contract.ts';
import { ApexDecimal } from './decimal.ts';
import { ApexDouble } from './double.ts';
import { ApexList } from './list.ts';
import { ApexMap, ApexSet } from './map.ts';
import { ApexEnum, ApexObject, callSlot, hasSlot } from './object.ts';
import { SObjectRecord } from './sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from './temporal.ts';
import { isId, to18 } from './ids.ts';
import { setKeyFunctions } from './keys.ts';

export const EQUALS_SLOT = 'equals$Object';
export const HASH_SLOT = 'hashcode$';

const isNumeric = (value: ApexValue): boolean =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof ApexDecimal || value instanceof ApexDouble;

/** Compares two numbers of any type by value. */
export function compareNumbers(a: ApexValue, b: ApexValue): number {
  if (a instanceof ApexDouble || b instanceof ApexDouble) {
    const x = toDouble(a);
    const y = toDouble(b);
    return x < y ? -1 : x > y ? 1 : x === y ? 0 : NaN;
  }
  if (a instanceof ApexDecimal || b instanceof ApexDecimal) return toDecimal(a).compareTo(toDecimal(b));
  const x = a as number | bigint;
  const y = b as number | bigint;
  return x < y ? -1 : x > y ? 1 : 0;
}

export function toDouble(value: ApexValue): number {
  if (value instanceof ApexDouble) return value.value;
  if (value instanceof ApexDecimal) return value.toDouble();
  return Number(value as number | bigint);
}

export function toDecimal(value: ApexValue): ApexDecimal {
  if (value instanceof ApexDecimal) return value;
  if (value instanceof ApexDouble) return ApexDecimal.fromDouble(value.value);
  return ApexDecimal.fromInteger(value as number | bigint);
}

/**
 * `==`: numbers by value, Strings without regard to case, collections element by element, records field by field, objects
 * by their own equals(Object), else by identity.
 */
export function apexEquals(a: ApexValue, b: ApexValue): boolean {
  return equalValues(a, b, false);
}

/** As assertEquals and collections compare: Strings with regard to case. */
export function strictEquals(a: ApexValue, b: ApexValue): boolean {
  return equalValues(a, b, true);
}

function equalValues(a: ApexValue, b: ApexValue, caseSensitive: boolean): boolean {
  if (a === b) return true;
  if (a === null || b === null || a === undefined || b === undefined) return false;
  if (typeof a === 'string' && typeof b === 'string') return !caseSensitive && a.length === b.length && a.toLowerCase() === b.toLowerCase();
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b) === 0;
  if (a instanceof ApexDate && b instanceof ApexDate) return a.days === b.days;
  if (a instanceof ApexDatetime && b instanceof ApexDatetime) return wholeSeconds(a) === wholeSeconds(b);
  if (a instanceof ApexDate && b instanceof ApexDatetime) return a.days * 86_400_000 === b.millis;
  if (a instanceof ApexDatetime && b instanceof ApexDate) return b.days * 86_400_000 === a.millis;
  if (a instanceof ApexTime && b instanceof ApexTime) return a.millis === b.millis;
  if (a instanceof ApexBlob && b instanceof ApexBlob) return a.bytes.length === b.bytes.length && a.bytes.every((byte, i) => byte === b.bytes[i]);
  if (a instanceof ApexList && b instanceof ApexList) {
    return a.size === b.size && a.items.every((item, i) => equalValues(item, b.items[i], caseSensitive));
  }
  if (a instanceof ApexSet && b instanceof ApexSet) return a.size === b.size && [...a.values()].every((item) => b.has(item));
  if (a instanceof ApexMap && b instanceof ApexMap) {
    if (a.size !== b.size) return false;
    for (const [key, value] of a.entries()) if (!b.has(key) || !equalValues(value, b.get(key), caseSensitive)) return false;
    return true;
  }
  if (a instanceof SObjectRecord && b instanceof SObjectRecord) return equalRecords(a, b);
  if (a instanceof ApexEnum || b instanceof ApexEnum) return false;
  if (a instanceof ApexObject && hasSlot(a, EQUALS_SLOT)) return callSlot(a, EQUALS_SLOT, b) === true;
  return false;
}

/** Datetimes are equal to the second; only their order knows milliseconds. Observed in assertions of public test suites. */
function wholeSeconds(value: ApexDatetime): number {
  return Math.floor(value.millis / 1000);
}

/** A field that is null is as good as one that was never set. */
function equalRecords(a: SObjectRecord, b: SObjectRecord): boolean {
  if (a.objectName !== b.objectName) return false;
  for (const [name, value] of a.fields) if (!strictEquals(value, b.fields.get(name) ?? null)) return false;
  for (const [name, value] of b.fields) if (value !== null && !a.fields.has(name)) return false;
  return true;
}

/** `===`: identity for objects, and for dates and times, which the platform keeps as objects; value for other primitives. */
export function identical(a: ApexValue, b: ApexValue): boolean {
  if (a === b) return true;
  if (isNumeric(a) && isNumeric(b)) return compareNumbers(a, b) === 0;
  return false;
}

/** Java's String.hashCode. */
export function stringHash(text: string): number {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

/** Hash codes of objects without one of their own: in the order of asking, from 1 in each transaction. */
interface Identities { readonly known: WeakMap<object, number>; next: number; readonly outer: Identities | null }
let identities: Identities = { known: new WeakMap(), next: 1, outer: null };

/** A new transaction: nothing has an identity yet. */
export function resetIdentities(): void {
  identities = { known: new WeakMap(), next: 1, outer: null };
}

/** Identities that are first asked for inside are forgotten afterwards: a trial of the debugger leaves no trace. */
export function withOwnIdentities<R>(action: () => R): R {
  const outer = identities;
  identities = { known: new WeakMap(), next: outer.next, outer };
  try {
    return action();
  } finally {
    identities = outer;
  }
}

function identityOf(object: object): number {
  for (let each: Identities | null = identities; each; each = each.outer) {
    const known = each.known.get(object);
    if (known !== undefined) return known;
  }
  identities.known.set(object, identities.next);
  return identities.next++;
}

export function hashOf(value: ApexValue): number {
  if (value === null || value === undefined) return 0;
  switch (typeof value) {
    case 'string': return stringHash(value);
    case 'number': return value | 0;
    case 'boolean': return value ? 1231 : 1237;
    case 'bigint': return Number(BigInt.asIntN(32, value ^ (value >> 32n)));
  }
  if (value instanceof ApexDecimal) return (Math.imul(Number(BigInt.asIntN(32, value.unscaled)), 31) + value.scale) | 0;
  if (value instanceof ApexDouble) return stringHash(String(value.value));
  if (value instanceof ApexDate) return value.days | 0;
  if (value instanceof ApexDatetime) return wholeSeconds(value) | 0;
  if (value instanceof ApexTime) return value.millis | 0;
  if (value instanceof ApexBlob) return value.bytes.reduce((hash, byte) => (Math.imul(hash, 31) + byte) | 0, 1);
  if (value instanceof ApexList) return value.items.reduce<number>((hash, item) => (Math.imul(hash, 31) + hashOf(item)) | 0, 1);
  if (value instanceof ApexSet) return [...value.values()].reduce<number>((hash, item) => (hash + hashOf(item)) | 0, 0);
  if (value instanceof ApexMap) return [...value.entries()].reduce((hash, [key, item]) => (hash + (hashOf(key) ^ hashOf(item))) | 0, 0);
  if (value instanceof SObjectRecord) {
    let hash = stringHash(value.objectName);
    for (const [name, field] of value.fields) if (field !== null) hash = (hash + (stringHash(name) ^ hashOf(field))) | 0;
    // Parents count, children don't.
    for (const [name, related] of value.relationships ?? []) if (related instanceof SObjectRecord) hash = (hash + (stringHash(name) ^ hashOf(related))) | 0;
    return hash;
  }
  if (value instanceof ApexEnum) return stringHash(value.name);
  if (value instanceof ApexObject && hasSlot(value, HASH_SLOT)) return callSlot(value, HASH_SLOT) as number;
  return identityOf(value as object);
}

/**
 * The key under which a Map or Set keeps a value: a primitive that is equal exactly for equal keys, or null where a bucket
 * by hash and equals is needed (user objects, collections, records). Integer, Long, Decimal and Double keys differ by type.
 */
export function keyOf(value: ApexValue): string | number | bigint | boolean | symbol | object | null {
  switch (typeof value) {
    case 'string': return isId(value) ? `i${to18(value)}` : `s${value}`;
    case 'number': case 'boolean': case 'bigint': return value;
  }
  if (value === null || value === undefined) return NULL_KEY;
  if (value instanceof ApexDecimal) return `d${value.unscaled}:${value.scale}`;
  if (value instanceof ApexDouble) return `f${value.value}`;
  if (value instanceof ApexDate) return `D${value.days}`;
  if (value instanceof ApexDatetime) return `T${wholeSeconds(value)}`;
  if (value instanceof ApexTime) return `t${value.millis}`;
  if (value instanceof ApexEnum) return value;
  if (value instanceof ApexObject && !hasSlot(value, EQUALS_SLOT)) return value;
  return null;
}

const NULL_KEY = Symbol('null');

setKeyFunctions({ keyOf, hash: hashOf, equal: strictEquals });
