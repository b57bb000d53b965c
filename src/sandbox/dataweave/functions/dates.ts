/** Source: DataWeave Reference, Dates (dw::core::Dates) and Periods (dw::core::Periods). */
import { moduleOf } from '../evaluate/functions-of.ts';
import { currentHost } from '../host.ts';
import { civil, DateTimeValue, DateValue, dayOfWeek, daysInMonth, daysOf, LocalDateTimeValue, LocalTimeValue, PeriodValue, plusMonths, TimeValue, TimeZoneValue, type Clocked } from '../values/temporal.ts';
import { whole, type Decimal, type ObjectValue } from '../values/values.ts';
import { failScript } from '../errors.ts';
import { intOf, numberOf } from './helpers.ts';

const HOUR = 3_600_000_000_000;

/** With another day or time of day. */
function moved(value: Clocked, day: (days: number) => number, nanos: (nanos: number) => number): Clocked {
  if (value instanceof DateValue) return new DateValue(day(value.days));
  if (value instanceof LocalTimeValue) return new LocalTimeValue(nanos(value.nanos));
  if (value instanceof TimeValue) return new TimeValue(nanos(value.nanos), value.zone);
  return value instanceof LocalDateTimeValue ? new LocalDateTimeValue(day(value.days), nanos(value.nanos)) : new DateTimeValue(day(value.days), nanos(value.nanos), value.zone);
}

const beginning = (day: (days: number) => number, nanos: (nanos: number) => number = () => 0) => (value: Clocked): Clocked => moved(value, day, nanos);
const same = (days: number): number => days;
const firstOfMonth = (days: number): number => daysOf(civil(days).year, civil(days).month, 1);

const part = (parts: ObjectValue, name: string): number => intOf(numberOf(parts.get(name) ?? whole(0)));
const dayIn = (parts: ObjectValue): number => daysOf(part(parts, 'year'), part(parts, 'month'), part(parts, 'day'));
const nanosIn = (parts: ObjectValue): number => ((part(parts, 'hour') * 60 + part(parts, 'minutes')) * 60) * 1_000_000_000 + Math.round(numberOf(parts.get('seconds') ?? whole(0)).toDouble() * 1_000_000_000);
const zoneIn = (parts: ObjectValue): TimeZoneValue => {
  const zone = parts.get('timeZone');
  return zone instanceof TimeZoneValue ? zone : ((typeof zone === 'string' ? TimeZoneValue.parse(zone) : null) ?? failScript('Expecting type of timeZone is TimeZone'));
};
const today = (offset: number) => (): DateValue => new DateValue(Math.floor(currentHost().now() / 86_400_000) + offset);

export const DATES = moduleOf({
  'atBeginningOfDay(DateTime|LocalDateTime)': beginning(same),
  'atBeginningOfHour(DateTime|LocalDateTime|LocalTime|Time)': beginning(same, (nanos) => nanos - (nanos % HOUR)),
  'atBeginningOfMonth(DateTime|LocalDateTime|Date)': beginning(firstOfMonth),
  // Weeks begin on Sunday.
  'atBeginningOfWeek(DateTime|LocalDateTime|Date)': beginning((days) => days - (dayOfWeek(days) % 7)),
  'atBeginningOfYear(DateTime|LocalDateTime|Date)': beginning((days) => daysOf(civil(days).year, 1, 1)),
  'date(Object)': (parts: ObjectValue) => new DateValue(dayIn(parts)),
  'dateTime(Object)': (parts: ObjectValue) => new DateTimeValue(dayIn(parts), nanosIn(parts), zoneIn(parts)),
  'localDateTime(Object)': (parts: ObjectValue) => new LocalDateTimeValue(dayIn(parts), nanosIn(parts)),
  'localTime(Object)': (parts: ObjectValue) => new LocalTimeValue(nanosIn(parts)),
  'time(Object)': (parts: ObjectValue) => new TimeValue(nanosIn(parts), zoneIn(parts)),
  'today()': today(0),
  'tomorrow()': today(1),
  'yesterday()': today(-1),
});

const amount = (number: Decimal, nanos: number): PeriodValue => new PeriodValue(0, 0, Math.round(number.toDouble() * nanos));

function between(end: DateValue, start: DateValue): PeriodValue {
  const [from, to] = [civil(start.days), civil(end.days)];
  let months = (to.year - from.year) * 12 + to.month - from.month;
  let days = to.day - from.day;
  if (months > 0 && days < 0) {
    months--;
    days = end.days - plusMonths(start.days, months);
  } else if (months < 0 && days > 0) {
    months++;
    days -= daysInMonth(to.year, to.month);
  }
  return new PeriodValue(months, days, 0);
}

export const PERIODS = moduleOf({
  'between(Date, Date)': between,
  'days(Number)': (number: Decimal) => (number.setScale(0, 'DOWN')!.compareTo(number) === 0 ? new PeriodValue(0, intOf(number), 0) : amount(number, 24 * HOUR)),
  'hours(Number)': (number: Decimal) => amount(number, HOUR),
  'minutes(Number)': (number: Decimal) => amount(number, 60_000_000_000),
  'seconds(Number)': (number: Decimal) => amount(number, 1_000_000_000),
  'months(Number)': (number: Decimal) => new PeriodValue(intOf(number), 0, 0),
  'years(Number)': (number: Decimal) => new PeriodValue(intOf(number) * 12, 0, 0),
  'duration(Object)': (parts: ObjectValue) => {
    const of = (name: string): number => numberOf(parts.get(name) ?? whole(0)).toDouble();
    return new PeriodValue(0, 0, Math.round((((of('days') * 24 + of('hours')) * 60 + of('minutes')) * 60 + of('seconds')) * 1_000_000_000));
  },
  'period(Object)': (parts: ObjectValue) => new PeriodValue(part(parts, 'years') * 12 + part(parts, 'months'), part(parts, 'days'), 0),
});
