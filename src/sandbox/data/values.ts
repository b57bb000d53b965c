/**
 * Between Apex values and stored ones. The data layer knows Apex values only through a `ValueBridge`, which makes them and
 * takes them apart.
 */
import type { SObjectRecord } from '../apex/runtime/sobject.ts';
import type { Column, StoredValue } from './layout.ts';
import type { FieldSchema } from './schema.ts';
import { normalizeId } from './ids.ts';

/** An Apex value taken apart. Dates in days, datetimes and times in milliseconds. */
export type PlainValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean'; readonly value: boolean }
  /** `isBound`: it is the value of a query's bind. */
  | { readonly kind: 'string'; readonly value: string; readonly isBound?: boolean }
  | { readonly kind: 'integer' | 'double' | 'date' | 'datetime' | 'time'; readonly value: number }
  | { readonly kind: 'long'; readonly value: bigint }
  | { readonly kind: 'decimal'; readonly unscaled: bigint; readonly scale: number }
  | { readonly kind: 'blob'; readonly value: Uint8Array }
  | { readonly kind: 'record'; readonly record: SObjectRecord }
  | { readonly kind: 'list'; readonly items: readonly unknown[] }
  | { readonly kind: 'other' };

export interface ValueBridge {
  decimal(unscaled: bigint, scale: number): unknown;
  date(days: number): unknown;
  datetime(milliseconds: number): unknown;
  time(milliseconds: number): unknown;
  blob(bytes: Uint8Array): unknown;
  /** `List<objectName>` of records. */
  list(objectName: string, records: readonly SObjectRecord[]): unknown;
  /** System.Address and System.Location from their parts, by component name in lower case. */
  compound(type: 'Address' | 'Location', parts: ReadonlyMap<string, unknown>): unknown;
  plain(value: unknown): PlainValue;
}

/** Half up, away from zero. */
export function rescale(unscaled: bigint, from: number, to: number): bigint {
  if (from <= to) return unscaled * 10n ** BigInt(to - from);
  const divisor = 10n ** BigInt(from - to);
  const half = divisor / 2n;
  return unscaled < 0n ? -((-unscaled + half) / divisor) : (unscaled + half) / divisor;
}

/** `-12.50` → {-1250, 2}; exponents allowed. null if it is no number. */
export function parseDecimal(text: string): { unscaled: bigint; scale: number } | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text.trim());
  if (match === null || ((match[2] ?? '') === '' && (match[3] ?? '') === '')) return null;
  const fraction = match[3] ?? '';
  let unscaled = BigInt(`${match[2]}${fraction}`);
  let scale = fraction.length - Number(match[4] ?? 0);
  if (scale < 0) {
    unscaled *= 10n ** BigInt(-scale);
    scale = 0;
  }
  return { unscaled: match[1] === '-' ? -unscaled : unscaled, scale };
}

/** Any number of Apex as an exact decimal; null for other values. */
export function decimalOf(value: PlainValue): { unscaled: bigint; scale: number } | null {
  switch (value.kind) {
    case 'integer': return { unscaled: BigInt(value.value), scale: 0 };
    case 'long': return { unscaled: value.value, scale: 0 };
    case 'decimal': return value;
    case 'double': return Number.isFinite(value.value) ? parseDecimal(String(value.value)) : null;
    default: return null;
  }
}

/**
 * The stored form of a value for a column; undefined if the value isn't of the column's type. Numbers are rounded to the
 * column's scale; text is trimmed, and empty text is null.
 */
export function toStored(column: Pick<Column, 'storage' | 'scale'>, value: PlainValue): StoredValue | undefined {
  if (value.kind === 'null') return null;
  switch (column.storage) {
    case 'id': {
      if (value.kind !== 'string') return undefined;
      return value.value === '' ? null : (normalizeId(value.value) ?? undefined);
    }
    case 'text': case 'longText': {
      if (value.kind !== 'string') return undefined;
      const trimmed = column.storage === 'text' ? value.value.trim() : column.storage === 'longText' ? value.value.trimEnd() : value.value;
      return trimmed === '' ? null : trimmed;
    }
    case 'boolean': return value.kind === 'boolean' ? Number(value.value) : undefined;
    case 'integer': {
      const number = decimalOf(value);
      return number === null ? undefined : Number(rescale(number.unscaled, number.scale, 0));
    }
    case 'long': {
      const number = decimalOf(value);
      return number === null ? undefined : rescale(number.unscaled, number.scale, 0);
    }
    case 'decimal': {
      const number = decimalOf(value);
      return number === null ? undefined : rescale(number.unscaled, number.scale, column.scale);
    }
    case 'double': {
      const number = decimalOf(value);
      return number === null ? undefined : Number(number.unscaled) / 10 ** number.scale;
    }
    case 'date':
      if (value.kind === 'datetime') return Math.floor(value.value / 86_400_000);
      return value.kind === 'date' ? value.value : undefined;
    case 'datetime':
      // Whole seconds only.
      if (value.kind === 'datetime') return Math.floor(value.value / 1000) * 1000;
      return value.kind === 'date' ? value.value * 86_400_000 : undefined;
    case 'time': return value.kind === 'time' ? value.value : undefined;
    case 'blob': return value.kind === 'blob' ? value.value : undefined;
    default: return undefined;
  }
}

/** The Apex value of a stored one. */
export function toApex(bridge: ValueBridge, storage: Column['storage'], scale: number, value: StoredValue, trims = false): unknown {
  if (value === null || value === undefined) return null;
  switch (storage) {
    case 'boolean': return Number(value) !== 0;
    case 'integer': return Number(value) | 0;
    case 'long': return BigInt(value as bigint);
    case 'decimal': return decimalToApex(bridge, BigInt(value as bigint), scale, trims);
    case 'double': return decimalFromDouble(bridge, Number(value));
    case 'date': return bridge.date(Number(value));
    case 'datetime': return bridge.datetime(Number(value));
    case 'time': return bridge.time(Number(value));
    case 'blob': return bridge.blob(value as Uint8Array);
    default: return value;
  }
}

/** Numbers are read back with the decimals of their field, as they are stored: 15 of a currency field is `15.00`. */
function decimalToApex(bridge: ValueBridge, unscaled: bigint, scale: number, trims: boolean): unknown {
  let digits = scale;
  let value = unscaled;
  while (trims && digits > 0 && value % 10n === 0n) {
    value /= 10n;
    digits--;
  }
  return bridge.decimal(value, digits);
}

/** Coordinates, and amounts that keep cents which their field doesn't show: these have no more digits than they need. */
export function isStoredFiner(field: FieldSchema): boolean {
  return /(Latitude|Longitude)(__s)?$/i.test(field.name) || (field.type === 'Currency' && !field.isCustom && field.scale < 2);
}

function decimalFromDouble(bridge: ValueBridge, value: number): unknown {
  const { unscaled, scale } = parseDecimal(String(value)) ?? { unscaled: 0n, scale: 0 };
  return bridge.decimal(unscaled, scale);
}
