/**
 * Dates and times: wall clocks, with a zone where the type has one. Source: DataWeave Reference, Value Types (Date and Time).
 */
import { fromWallClock, pad, zoneOffset } from '../../apex/runtime/temporal.ts';
import type { ObjectValue } from './values.ts';

export const DAY_NANOS = 86_400_000_000_000;
const DAY_MILLIS = 86_400_000;

/** What `as Date {format: …}` hangs on a value: how it is written later. */
type Metadata = ObjectValue | null;

export class TimeZoneValue {
  /** `Z`, `-03:00`, `America/Los_Angeles`. */
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
  static readonly UTC = new TimeZoneValue('Z');
  /** Null: there is no such zone. */
  static parse(text: string): TimeZoneValue | null {
    if (/^(?:Z|[+-]00:?00)$/.test(text)) return TimeZoneValue.UTC;
    const offset = /^(?:GMT|UTC)?([+-])(\d{1,2}):?(\d{2})?$/.exec(text);
    if (offset) return new TimeZoneValue(`${offset[1]}${offset[2]!.padStart(2, '0')}:${offset[3] ?? '00'}`);
    try {
      new Intl.DateTimeFormat('en-US', { timeZone: text });
      return new TimeZoneValue(text);
    } catch {
      return null;
    }
  }
  private get fixedMillis(): number | null {
    if (this.id === 'Z') return 0;
    const offset = /^([+-])(\d\d):(\d\d)$/.exec(this.id);
    return offset ? (offset[1] === '-' ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000 : null;
  }
  /** Milliseconds to add to UTC at a moment. */
  offsetAt(millis: number): number {
    return this.fixedMillis ?? zoneOffset(this.id, millis);
  }
  /** The moment at which the zone's clock shows a wall time. */
  toInstant(wallMillis: number): number {
    const fixed = this.fixedMillis;
    return fixed === null ? fromWallClock(this.id, wallMillis) : wallMillis - fixed;
  }
}

export class DateValue {
  /** Since 1970-01-01. */
  readonly days: number;
  readonly metadata: Metadata;
  constructor(days: number, metadata: Metadata = null) {
    this.days = days;
    this.metadata = metadata;
  }
}

export class LocalTimeValue {
  /** Nanoseconds since midnight. */
  readonly nanos: number;
  readonly metadata: Metadata;
  constructor(nanos: number, metadata: Metadata = null) {
    this.nanos = ((nanos % DAY_NANOS) + DAY_NANOS) % DAY_NANOS;
    this.metadata = metadata;
  }
}

export class TimeValue {
  readonly nanos: number;
  readonly zone: TimeZoneValue;
  readonly metadata: Metadata;
  constructor(nanos: number, zone: TimeZoneValue, metadata: Metadata = null) {
    this.nanos = ((nanos % DAY_NANOS) + DAY_NANOS) % DAY_NANOS;
    this.zone = zone;
    this.metadata = metadata;
  }
}

export class LocalDateTimeValue {
  readonly days: number;
  readonly nanos: number;
  readonly metadata: Metadata;
  constructor(days: number, nanos: number, metadata: Metadata = null) {
    this.days = days + Math.floor(nanos / DAY_NANOS);
    this.nanos = ((nanos % DAY_NANOS) + DAY_NANOS) % DAY_NANOS;
    this.metadata = metadata;
  }
}

export class DateTimeValue {
  readonly days: number;
  readonly nanos: number;
  readonly zone: TimeZoneValue;
  readonly metadata: Metadata;
  constructor(days: number, nanos: number, zone: TimeZoneValue, metadata: Metadata = null) {
    this.days = days + Math.floor(nanos / DAY_NANOS);
    this.nanos = ((nanos % DAY_NANOS) + DAY_NANOS) % DAY_NANOS;
    this.zone = zone;
    this.metadata = metadata;
  }
  /** Milliseconds since the epoch, without what is below a millisecond. */
  get millis(): number {
    return this.zone.toInstant(this.days * DAY_MILLIS + Math.floor(this.nanos / 1_000_000));
  }
  /** A moment on the clock of a zone. */
  static at(millis: number, zone: TimeZoneValue, belowMilli = 0): DateTimeValue {
    const wall = millis + zone.offsetAt(millis);
    const days = Math.floor(wall / DAY_MILLIS);
    return new DateTimeValue(days, (wall - days * DAY_MILLIS) * 1_000_000 + belowMilli, zone);
  }
  in(zone: TimeZoneValue): DateTimeValue {
    return DateTimeValue.at(this.millis, zone, this.nanos % 1_000_000);
  }
  get offsetMillis(): number {
    return this.days * DAY_MILLIS + Math.floor(this.nanos / 1_000_000) - this.millis;
  }
}

/** An amount of time: months and days of the calendar, or time of the clock. */
export class PeriodValue {
  readonly months: number;
  readonly days: number;
  readonly nanos: number;
  constructor(months: number, days: number, nanos: number) {
    this.months = months;
    this.days = days;
    this.nanos = nanos;
  }
  negate(): PeriodValue {
    return new PeriodValue(-this.months, -this.days, -this.nanos);
  }
}

export type Temporal = DateValue | LocalTimeValue | TimeValue | LocalDateTimeValue | DateTimeValue | TimeZoneValue | PeriodValue;
export type Clocked = DateValue | LocalTimeValue | TimeValue | LocalDateTimeValue | DateTimeValue;

export const isClocked = (value: unknown): value is Clocked =>
  value instanceof DateValue || value instanceof LocalTimeValue || value instanceof TimeValue || value instanceof LocalDateTimeValue || value instanceof DateTimeValue;

export interface CivilDate { readonly year: number; readonly month: number; readonly day: number }

export function civil(days: number): CivilDate {
  const date = new Date(days * DAY_MILLIS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Months and days outside their range carry over. */
export function daysOf(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / DAY_MILLIS);
}

/** Monday is 1. */
export const dayOfWeek = (days: number): number => ((((days + 3) % 7) + 7) % 7) + 1;
export const dayOfYear = (days: number): number => days - daysOf(civil(days).year, 1, 1) + 1;
export const daysInMonth = (year: number, month: number): number => daysOf(year, month + 1, 1) - daysOf(year, month, 1);
export const isLeapYear = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

/** A day after some months; the last day of the month where that has fewer. */
export function plusMonths(days: number, months: number): number {
  const { year, month, day } = civil(days);
  const index = year * 12 + month - 1 + months;
  const [newYear, newMonth] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1];
  return daysOf(newYear, newMonth, Math.min(day, daysInMonth(newYear, newMonth)));
}

export const dateText = (days: number): string => {
  const { year, month, day } = civil(days);
  return `${year < 0 ? '-' : ''}${pad(year, 4)}-${pad(month)}-${pad(day)}`;
};

/** `10:30:05`, `10:30:05.123`: groups of zeros at the end of the fraction are left out. */
export function clockText(nanos: number): string {
  const seconds = Math.floor(nanos / 1_000_000_000);
  const fraction = nanos % 1_000_000_000;
  const head = `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
  return fraction === 0 ? head : `${head}.${pad(fraction, 9).replace(/(?:000){1,2}$/, '')}`;
}

export function offsetText(millis: number): string {
  if (millis === 0) return 'Z';
  const minutes = Math.abs(millis) / 60_000;
  return `${millis < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

export function periodText(period: PeriodValue): string {
  const years = Math.trunc(period.months / 12);
  const months = period.months % 12;
  let text = `${years ? `${years}Y` : ''}${months ? `${months}M` : ''}${period.days ? `${period.days}D` : ''}`;
  if (period.nanos) {
    const sign = period.nanos < 0 ? -1 : 1;
    const total = Math.abs(period.nanos);
    const [hours, minutes] = [Math.floor(total / 3_600_000_000_000), Math.floor(total / 60_000_000_000) % 60];
    const [seconds, fraction] = [Math.floor(total / 1_000_000_000) % 60, total % 1_000_000_000];
    const minus = sign < 0 ? '-' : '';
    text += `T${hours ? `${minus}${hours}H` : ''}${minutes ? `${minus}${minutes}M` : ''}${seconds || fraction ? `${minus}${seconds}${fraction ? `.${pad(fraction, 9).replace(/0+$/, '')}` : ''}S` : ''}`;
  }
  return text ? `P${text}` : 'PT0S';
}

/** ISO 8601 text of a clock's value. */
export function isoText(value: Temporal): string {
  if (value instanceof DateValue) return dateText(value.days);
  if (value instanceof LocalTimeValue) return clockText(value.nanos);
  if (value instanceof TimeValue) return `${clockText(value.nanos)}${offsetText(value.zone.offsetAt(0))}`;
  if (value instanceof LocalDateTimeValue) return `${dateText(value.days)}T${clockText(value.nanos)}`;
  if (value instanceof DateTimeValue) return `${dateText(value.days)}T${clockText(value.nanos)}${offsetText(value.offsetMillis)}`;
  return value instanceof TimeZoneValue ? value.id : periodText(value);
}

const DATE = String.raw`(-?\d{4,})-(\d\d)-(\d\d)`;
const CLOCK = String.raw`(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?`;
const ZONE = String.raw`(Z|[+-]\d\d:?\d\d|[A-Za-z]+(?:\/[A-Za-z_]+)*)`;
const FORMS = {
  date: new RegExp(`^${DATE}$`), localTime: new RegExp(`^T?${CLOCK}$`), time: new RegExp(`^T?${CLOCK}${ZONE}$`), local: new RegExp(`^${DATE}T${CLOCK}$`),
  zoned: new RegExp(String.raw`^${DATE}T${CLOCK}(Z|[+-]\d\d:?\d\d)?(?:\[?([A-Za-z]+(?:\/[A-Za-z_]+)*)\]?)?$`),
};

const nanosFrom = (hour: string, minute: string, second: string | undefined, fraction: string | undefined): number =>
  ((Number(hour) * 60 + Number(minute)) * 60 + Number(second ?? 0)) * 1_000_000_000 + Number((fraction ?? '').padEnd(9, '0') || 0);

const realDay = (year: string, month: string, day: string): number | null => {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  return m >= 1 && m <= 12 && d >= 1 && d <= daysInMonth(y, m) ? daysOf(y, m, d) : null;
};

/** Any of the ISO 8601 forms; null: it is none. */
export function parseIso(text: string): Temporal | null {
  let match = FORMS.date.exec(text);
  if (match) {
    const days = realDay(match[1]!, match[2]!, match[3]!);
    return days === null ? null : new DateValue(days);
  }
  if ((match = FORMS.localTime.exec(text))) return new LocalTimeValue(nanosFrom(match[1]!, match[2]!, match[3], match[4]));
  if ((match = FORMS.local.exec(text))) {
    const days = realDay(match[1]!, match[2]!, match[3]!);
    return days === null ? null : new LocalDateTimeValue(days, nanosFrom(match[4]!, match[5]!, match[6], match[7]));
  }
  if ((match = FORMS.zoned.exec(text))) {
    const days = realDay(match[1]!, match[2]!, match[3]!);
    const zone = TimeZoneValue.parse(match[9] ?? match[8] ?? '');
    if (days === null || !zone) return null;
    return new DateTimeValue(days, nanosFrom(match[4]!, match[5]!, match[6], match[7]), zone);
  }
  if ((match = FORMS.time.exec(text))) {
    const zone = TimeZoneValue.parse(match[5]!);
    return zone && new TimeValue(nanosFrom(match[1]!, match[2]!, match[3], match[4]), zone);
  }
  return parsePeriod(text) ?? TimeZoneValue.parse(text);
}

export function parsePeriod(text: string): PeriodValue | null {
  const match = /^([+-])?P(?=.)(?:(-?\d+)Y)?(?:(-?\d+)M)?(?:(-?\d+)W)?(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (!match) return null;
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number, number];
  const period = new PeriodValue(years * 12 + months, weeks * 7 + days, Math.round((hours * 3600 + minutes * 60 + seconds) * 1_000_000_000));
  return match[1] === '-' ? period.negate() : period;
}
