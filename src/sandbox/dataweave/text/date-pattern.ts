/** Dates and times by patterns of java.time.format.DateTimeFormatter: `uuuu-MM-dd'T'HH:mm:ssXXX`. */
import { pad } from '../../apex/runtime/temporal.ts';
import { civil, DateTimeValue, DateValue, dayOfWeek, dayOfYear, daysInMonth, daysOf, LocalDateTimeValue, LocalTimeValue, TimeValue, TimeZoneValue, type Clocked } from '../values/temporal.ts';

interface Part { readonly letter: string | null; readonly count: number; readonly text: string; readonly isOptional: boolean }

/** How dates that don't exist are read: refused, moved to the month's last day, or carried over. */
export type ResolverMode = 'STRICT' | 'SMART' | 'LENIENT';

const known = new Map<string, readonly Part[]>();

function partsOf(pattern: string): readonly Part[] {
  let parts = known.get(pattern);
  if (!parts) {
    let depth = 0;
    const found: Part[] = [];
    for (const [token] of pattern.matchAll(/'(?:[^']|'')*'|([a-zA-Z])\1*|[[\]]|[^a-zA-Z'[\]]+|'/g)) {
      if (token === '[') depth++;
      else if (token === ']') depth--;
      else if (token.startsWith("'")) found.push({ letter: null, count: 0, text: token === "''" ? "'" : token.slice(1, -1).replaceAll("''", "'"), isOptional: depth > 0 });
      else if (/[a-zA-Z]/.test(token[0]!)) {
        if (!'GuyYDMLdQqwWEecahKkHmsSAnNVvzOXxZ'.includes(token[0]!)) throw new RangeError(`Unknown pattern letter: ${token[0]}`);
        found.push({ letter: token[0]!, count: token.length, text: token, isOptional: depth > 0 });
      } else found.push({ letter: null, count: 0, text: token, isOptional: depth > 0 });
    }
    known.set(pattern, parts = found);
  }
  return parts;
}

const tag = (locale: string | null): string => (locale ?? 'en-US').replaceAll('_', '-');
const nameOf = (days: number, locale: string | null, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(tag(locale), { ...options, timeZone: 'UTC' }).formatToParts(new Date(days * 86_400_000)).find(({ type }) => type === 'month' || type === 'weekday')!.value;
const widthOf = (count: number): 'short' | 'long' | 'narrow' => (count === 4 ? 'long' : count === 5 ? 'narrow' : 'short');

export function formatTemporal(value: Clocked, pattern: string, locale: string | null): string {
  const hasDate = value instanceof DateValue || value instanceof LocalDateTimeValue || value instanceof DateTimeValue;
  const days = hasDate ? value.days : 0;
  const nanos = value instanceof DateValue ? 0 : value.nanos;
  const { year, month, day } = civil(days);
  const seconds = Math.floor(nanos / 1_000_000_000);
  const hour = Math.floor(seconds / 3600);
  const offset = value instanceof DateTimeValue ? value.offsetMillis : value instanceof TimeValue ? value.zone.offsetAt(0) : null;
  const unsupported = (field: string): never => {
    throw new RangeError(`Unsupported field: ${field}`);
  };
  return partsOf(pattern).map(({ letter, count, text }) => {
    if (letter === null) return text;
    if ('GuyYDMLdQqwWEec'.includes(letter) && !hasDate) return unsupported(letter === 'M' || letter === 'L' ? 'MonthOfYear' : letter === 'd' ? 'DayOfMonth' : 'YearOfEra');
    if ('ahKkHmsSAnN'.includes(letter) && value instanceof DateValue) return unsupported(letter === 'h' ? 'ClockHourOfAmPm' : letter === 'm' ? 'MinuteOfHour' : letter === 's' ? 'SecondOfMinute' : letter === 'a' ? 'AmPmOfDay' : 'HourOfDay');
    if ('XxZOVzv'.includes(letter) && offset === null) return unsupported('OffsetSeconds');
    switch (letter) {
      case 'G': return count === 4 ? 'Anno Domini' : count === 5 ? 'A' : 'AD';
      case 'u': case 'y': case 'Y': return count === 2 ? pad(year % 100) : pad(year, count);
      case 'D': return pad(dayOfYear(days), count);
      case 'M': case 'L': return count <= 2 ? pad(month, count) : nameOf(days, locale, { month: widthOf(count), ...(letter === 'M' && count < 5 ? { day: 'numeric' } : {}) });
      case 'd': return pad(day, count);
      case 'Q': case 'q': return count <= 2 ? pad(Math.ceil(month / 3), count) : count === 3 ? `Q${Math.ceil(month / 3)}` : `${['1st', '2nd', '3rd', '4th'][Math.ceil(month / 3) - 1]} quarter`;
      case 'w': return pad(Math.ceil((dayOfYear(days) + ((dayOfWeek(daysOf(year, 1, 1)) % 7))) / 7), count);
      case 'W': return String(Math.ceil((day + (dayOfWeek(daysOf(year, month, 1)) % 7)) / 7));
      case 'E': return nameOf(days, locale, { weekday: widthOf(count) });
      case 'e': case 'c': return count <= 2 ? pad((dayOfWeek(days) % 7) + 1, count) : nameOf(days, locale, { weekday: widthOf(count) });
      case 'a': return hour < 12 ? 'AM' : 'PM';
      case 'h': return pad(hour % 12 || 12, count);
      case 'K': return pad(hour % 12, count);
      case 'k': return pad(hour || 24, count);
      case 'H': return pad(hour, count);
      case 'm': return pad(Math.floor(seconds / 60) % 60, count);
      case 's': return pad(seconds % 60, count);
      case 'S': return pad(nanos % 1_000_000_000, 9).padEnd(count, '0').slice(0, count);
      case 'A': return pad(Math.floor(nanos / 1_000_000), count);
      case 'n': return pad(nanos % 1_000_000_000, count);
      case 'N': return pad(nanos, count);
      case 'V': return zoneOf(value).id;
      case 'z': case 'v': return zoneName(value, count, locale);
      case 'O': return offset === 0 ? 'GMT' : `GMT${offsetDigits(offset!, count === 4 ? 'HH:mm' : 'H')}`;
      case 'X': return offset === 0 ? 'Z' : offsetDigits(offset!, count === 1 ? 'HH' : count % 2 === 0 ? 'HHmm' : 'HH:mm');
      case 'x': return offsetDigits(offset!, count === 1 ? 'HH' : count % 2 === 0 ? 'HHmm' : 'HH:mm');
      default: return count === 4 ? `GMT${offset === 0 ? '' : offsetDigits(offset!, 'HH:mm')}` : count === 5 ? (offset === 0 ? 'Z' : offsetDigits(offset!, 'HH:mm')) : offsetDigits(offset!, 'HHmm');
    }
  }).join('');
}

const zoneOf = (value: Clocked): TimeZoneValue => (value instanceof DateTimeValue || value instanceof TimeValue ? value.zone : TimeZoneValue.UTC);

function zoneName(value: Clocked, count: number, locale: string | null): string {
  const { id } = zoneOf(value);
  if (!/^[A-Za-z]{2}/.test(id)) return id;
  const millis = value instanceof DateTimeValue ? value.millis : 0;
  return new Intl.DateTimeFormat(tag(locale), { timeZone: id, timeZoneName: count >= 4 ? 'long' : 'short' }).formatToParts(new Date(millis)).find(({ type }) => type === 'timeZoneName')?.value ?? id;
}

function offsetDigits(millis: number, form: 'H' | 'HH' | 'HHmm' | 'HH:mm'): string {
  const minutes = Math.abs(millis) / 60_000;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const sign = millis < 0 ? '-' : '+';
  if (form === 'H') return `${sign}${hours}${rest ? `:${pad(rest)}` : ''}`;
  if (form === 'HH') return `${sign}${pad(hours)}${rest ? pad(rest) : ''}`;
  return `${sign}${pad(hours)}${form === 'HHmm' ? '' : ':'}${pad(rest)}`;
}

interface Fields { year?: number; month?: number; day?: number; dayOfYear?: number; hour?: number; hour12?: number; isPm?: boolean; minute?: number; second?: number; nanos?: number; zone?: TimeZoneValue }

/** What a text says by a pattern; null: it doesn't fit. */
function readFields(text: string, pattern: string, locale: string | null): Fields | null {
  const parts = partsOf(pattern);
  const fields: Fields = {};
  let at = 0;
  const isNumeric = (part: Part | undefined): boolean => part?.letter !== undefined && part.letter !== null && 'uyYDdHhKkmsSAnNQq'.includes(part.letter) || ((part?.letter === 'M' || part?.letter === 'L') && part.count <= 2);
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const { letter, count } = part;
    if (letter === null) {
      if (!text.startsWith(part.text, at)) {
        if (part.isOptional) continue;
        return null;
      }
      at += part.text.length;
      continue;
    }
    const rest = text.slice(at);
    const take = (pattern: RegExp): string | null => {
      const found = pattern.exec(rest)?.[0];
      if (found === undefined) return null;
      at += found.length;
      return found;
    };
    if (isNumeric(part)) {
      const isAdjacent = isNumeric(parts[i + 1]);
      const digits = take(new RegExp(`^[+-]?\\d{${letter === 'S' || isAdjacent || count === 2 ? `${count}` : `${count},`}}`));
      if (digits === null) {
        if (part.isOptional) continue;
        return null;
      }
      const number = Number(digits);
      switch (letter) {
        case 'u': case 'y': case 'Y': fields.year = count === 2 ? 2000 + number : number; break;
        case 'M': case 'L': fields.month = number; break;
        case 'd': fields.day = number; break;
        case 'D': fields.dayOfYear = number; break;
        case 'H': fields.hour = number; break;
        case 'k': fields.hour = number % 24; break;
        case 'h': fields.hour12 = number % 12; break;
        case 'K': fields.hour12 = number; break;
        case 'm': fields.minute = number; break;
        case 's': fields.second = number; break;
        case 'S': fields.nanos = Number(digits.padEnd(9, '0').slice(0, 9)); break;
        case 'n': fields.nanos = number; break;
        case 'A': Object.assign(fields, { hour: Math.floor(number / 3_600_000), minute: Math.floor(number / 60_000) % 60, second: Math.floor(number / 1000) % 60, nanos: (number % 1000) * 1_000_000 }); break;
      }
      continue;
    }
    switch (letter) {
      case 'M': case 'L': {
        const names = Array.from({ length: 12 }, (_, month) => nameOf(daysOf(2021, month + 1, 1), locale, { month: widthOf(count), day: 'numeric' }).toLowerCase());
        const index = names.findIndex((name) => rest.toLowerCase().startsWith(name));
        if (index < 0) return null;
        fields.month = index + 1;
        at += names[index]!.length;
        break;
      }
      case 'E': case 'e': case 'c': {
        const names = Array.from({ length: 7 }, (_, day) => nameOf(day, locale, { weekday: widthOf(count) }).toLowerCase());
        const name = names.find((one) => rest.toLowerCase().startsWith(one));
        if (name === undefined) return null;
        at += name.length;
        break;
      }
      case 'a': {
        const half = take(/^(?:am|pm|a\.m\.|p\.m\.)/i);
        if (half === null) return null;
        fields.isPm = /^p/i.test(half);
        break;
      }
      case 'G': if (take(/^(?:AD|BC|Anno Domini|A)/) === null) return null; break;
      default: {
        const zone = take(/^(?:Z|(?:GMT|UTC)?[+-]\d{1,2}:?\d{0,2}|[A-Za-z]+(?:\/[A-Za-z_]+)*)/);
        const parsed = zone === null ? null : TimeZoneValue.parse(zone);
        if (!parsed) {
          if (part.isOptional) continue;
          return null;
        }
        fields.zone = parsed;
      }
    }
  }
  return at === text.length ? fields : null;
}

/** A value of a type from text; throws RangeError with what is wrong with the text. */
export function parseTemporal(text: string, pattern: string, locale: string | null, type: 'Date' | 'LocalTime' | 'Time' | 'LocalDateTime' | 'DateTime', mode: ResolverMode = 'SMART'): Clocked {
  const fields = readFields(text, pattern, locale);
  if (!fields) throw new RangeError(`Text '${text}' could not be parsed`);
  const zone = fields.zone ?? TimeZoneValue.UTC;
  const hour = fields.hour ?? (fields.hour12 === undefined ? 0 : fields.hour12 + (fields.isPm ? 12 : 0));
  const nanos = ((hour * 60 + (fields.minute ?? 0)) * 60 + (fields.second ?? 0)) * 1_000_000_000 + (fields.nanos ?? 0);
  if (type === 'LocalTime') return new LocalTimeValue(nanos);
  if (type === 'Time') return new TimeValue(nanos, zone);
  const days = dayFrom(fields, text, mode);
  if (type === 'Date') return new DateValue(days);
  return type === 'LocalDateTime' ? new LocalDateTimeValue(days, nanos) : new DateTimeValue(days, nanos, zone);
}

function dayFrom(fields: Fields, text: string, mode: ResolverMode): number {
  const { year } = fields;
  if (year !== undefined && fields.dayOfYear !== undefined) return daysOf(year, 1, fields.dayOfYear);
  if (year === undefined || fields.month === undefined) throw new RangeError(`Text '${text}' could not be parsed: Unable to obtain a date`);
  const day = fields.day ?? 1;
  if (mode === 'LENIENT') return daysOf(year, fields.month, day);
  if (fields.month < 1 || fields.month > 12 || day < 1 || day > 31) throw new RangeError(`Text '${text}' could not be parsed: Invalid value for ${fields.month < 1 || fields.month > 12 ? 'MonthOfYear (valid values 1 - 12)' : 'DayOfMonth (valid values 1 - 28/31)'}: ${fields.month < 1 || fields.month > 12 ? fields.month : day}`);
  const last = daysInMonth(year, fields.month);
  if (day > last && mode === 'STRICT') throw new RangeError(`Text '${text}' could not be parsed: Invalid date '${MONTHS[fields.month - 1]} ${day}'`);
  return daysOf(year, fields.month, Math.min(day, last));
}

const MONTHS = ['JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER'];
