/** Times as a user of an org reads and writes them. */
export interface Place {
  /** IANA name. */
  readonly timeZone: string;
  /** `en_US` */
  readonly locale: string;
}

/** A locale or time zone that this machine doesn't know must break no page. */
function formatter({ locale, timeZone }: Place, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale.replaceAll('_', '-'), { ...options, timeZone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  }
}

export const showDateTime = (milliseconds: number, place: Place): string => formatter(place, { dateStyle: 'medium', timeStyle: 'short' }).format(milliseconds);
/** A date has no time zone. */
export const showDate = (milliseconds: number, place: Place): string => formatter({ ...place, timeZone: 'UTC' }, { dateStyle: 'medium' }).format(milliseconds);

export function showNumber(value: number, place: Place, digits: number): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: Math.max(digits, 0) };
  try {
    return new Intl.NumberFormat(place.locale.replaceAll('_', '-'), options).format(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.NumberFormat('en-US', options).format(value);
  }
}

/** `2026-01-05T10:30` where the user is: the value of a datetime-local control. */
export function toLocalInput(milliseconds: number, place: Place): string {
  return new Date(milliseconds + offsetAt(milliseconds, place)).toISOString().slice(0, 16);
}

/** Null: no such value. A time that the clock jumps over counts as an hour later, one that it shows twice as the first. */
export function fromLocalInput(text: string, place: Place): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return null;
  const asUtc = Date.parse(`${text.length === 16 ? `${text}:00` : text}Z`);
  if (Number.isNaN(asUtc)) return null;
  const before = asUtc - offsetAt(asUtc - 86_400_000, place);
  return toLocalInput(before, place) === text.slice(0, 16) ? before : asUtc - offsetAt(before, place);
}

/** What the place's clock is ahead of UTC, milliseconds. */
function offsetAt(milliseconds: number, place: Place): number {
  const parts = formatter({ ...place, locale: 'en-US' }, { hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' }).formatToParts(milliseconds);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find(each => each.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(milliseconds / 1000) * 1000;
}

const UNITS: readonly (readonly [string, number])[] = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]];

/** `3 days`, `2 hours`, `5 minutes` */
export function span(milliseconds: number): string {
  const [unit, length] = UNITS.find(each => milliseconds >= each[1]) ?? ['minute', 60_000];
  const count = Math.max(1, Math.floor(milliseconds / length));
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
