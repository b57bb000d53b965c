/** The values that formulas work with. */
import { ApexDecimal } from '../../apex/runtime/decimal.ts';
import { FormulaError } from './parse.ts';

export interface FormulaDate { readonly kind: 'date'; readonly value: number }
export interface FormulaDatetime { readonly kind: 'datetime'; readonly value: number }
export interface FormulaTime { readonly kind: 'time'; readonly value: number }
/** Days since 1970, milliseconds since 1970, milliseconds since midnight. */
export type FormulaTemporal = FormulaDate | FormulaDatetime | FormulaTime;
export interface FormulaLocation { readonly kind: 'location'; readonly latitude: number; readonly longitude: number }
/** Text that is blank is `''`, everything else that is blank is null: that is how blanks keep their type. */
export type FormulaValue = null | string | ApexDecimal | boolean | FormulaTemporal | FormulaLocation;

export const DAY = 86_400_000;
/** `$System.OriginDateTime`: 1900-01-01 00:00 GMT. */
export const ORIGIN_DATETIME: FormulaDatetime = { kind: 'datetime', value: -25_567 * DAY };

/** A formula that is right but can't be worked out for these values: `VALUE("x")`, a division by zero. A field shows it as blank. */
export class FormulaEvaluationError extends FormulaError {}

export function isBlank(value: FormulaValue): value is null | '' {
  return value === null || value === '';
}

export function isTemporal(value: FormulaValue): value is FormulaTemporal {
  return typeof value === 'object' && value !== null && !(value instanceof ApexDecimal) && value.kind !== 'location';
}

export function typeNameOf(value: FormulaValue): string {
  if (typeof value === 'string' || value === null) return 'Text';
  if (typeof value === 'boolean') return 'Boolean';
  if (value instanceof ApexDecimal) return 'Number';
  return { date: 'Date', datetime: 'DateTime', time: 'Time', location: 'Geolocation' }[value.kind];
}

/** A number operand, null where it is blank. `place` is as messages name it: `function 'LEFT()'`, `operator '*'`. */
export function numberOf(value: FormulaValue | undefined, place: string): ApexDecimal | null {
  if (value instanceof ApexDecimal) return value;
  if (value === undefined || isBlank(value)) return null;
  throw new FormulaError(`Incorrect parameter type for ${place}. Expected Number, received ${typeNameOf(value)}`);
}

/** Towards zero; values outside of what an integer holds end at its bounds. */
export function integerOf(value: ApexDecimal): number {
  return Math.max(-2_147_483_648, Math.min(2_147_483_647, Number(value.toBigInt())));
}

/** No trailing zeros, no exponent. */
export function numberText(value: ApexDecimal): string {
  return value.unscaled === 0n ? '0' : value.stripTrailingZeros().toPlainString();
}

export function textOf(value: FormulaValue | undefined): string {
  if (value === null || value === undefined) return '';
  if (value instanceof ApexDecimal) return numberText(value);
  if (typeof value !== 'object') return String(value);
  const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
  switch (value.kind) {
    case 'date': return iso(value.value * DAY).slice(0, 10);
    case 'datetime': return `${iso(value.value).slice(0, 19).replace('T', ' ')}Z`;
    case 'time': return iso(value.value).slice(11, 23);
    default: throw new FormulaError("Incorrect parameter type for function 'TEXT()'. Expected Number, Date, DateTime, received Geolocation");
  }
}

/** Days of a date or of a datetime in GMT. */
export function daysOf(value: FormulaTemporal): number {
  return value.kind === 'date' ? value.value : Math.floor(value.value / DAY);
}
