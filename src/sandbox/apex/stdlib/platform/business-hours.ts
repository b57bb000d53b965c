import { fail, failNull } from '../../runtime/exception.ts';
import { defineLibraryClass } from '../../runtime/library.ts';
import { ApexDatetime, fromWallClock, zoneOffset, type ApexTime } from '../../runtime/temporal.ts';
import { rowsOf } from '../rows.ts';

const DAY = 86_400_000;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const FIELDS = WEEKDAYS.flatMap((day) => [`${day}StartTime`, `${day}EndTime`]);
/** How far a walk goes: longer than any sensible interval. */
const MOST_DAYS = 366 * 200;

/** Opening hours by weekday, in milliseconds of the day; null: closed. */
interface Hours { readonly zone: string; readonly week: readonly ({ readonly from: number; readonly to: number } | null)[] }

function hoursOf(id: string | null): Hours {
  const [row] = rowsOf(`SELECT Id, TimeZoneSidKey, ${FIELDS.join(', ')} FROM BusinessHours WHERE Id = :id`, id ?? failNull('Argument 1 cannot be null'));
  if (!row) fail('System.InvalidParameterValueException', `Invalid business hours id: ${id!}`);
  const time = (name: string): number | null => (row.fields.get(name) as ApexTime | null | undefined)?.millis ?? null;
  const week = WEEKDAYS.map((day) => {
    const [from, to] = [time(`${day}StartTime`), time(`${day}EndTime`)];
    // Midnight to midnight is the whole day.
    return from === null || to === null ? null : { from, to: to === 0 ? DAY : to };
  });
  if (week.every((day) => day === null)) fail('System.InvalidParameterValueException', 'The business hours have no open day.');
  return { zone: (row.fields.get('TimeZoneSidKey') as string | null) ?? 'GMT', week };
}

/** Open spans from a moment on, one a day, as instants. */
function* spansFrom(hours: Hours, millis: number): Generator<{ readonly from: number; readonly to: number }> {
  const first = Math.floor((millis + zoneOffset(hours.zone, millis)) / DAY);
  for (let day = first; day < first + MOST_DAYS; day++) {
    const open = hours.week[(((day + 4) % 7) + 7) % 7];
    if (!open) continue;
    const span = { from: fromWallClock(hours.zone, day * DAY + open.from), to: fromWallClock(hours.zone, day * DAY + open.to) };
    if (span.to > millis) yield { from: Math.max(span.from, millis), to: span.to };
  }
}

function between(hours: Hours, start: number, end: number): number {
  let sum = 0;
  for (const span of spansFrom(hours, start)) {
    if (span.from >= end) break;
    sum += Math.min(span.to, end) - span.from;
  }
  return sum;
}

function later(hours: Hours, start: number, interval: number): number {
  let left = interval;
  for (const span of spansFrom(hours, start)) {
    if (left <= span.to - span.from) return span.from + left;
    left -= span.to - span.from;
  }
  return fail('System.InvalidParameterValueException', 'The interval is too long.');
}

/** The latest moment from which an interval of business time leads to the end. */
function earlier(hours: Hours, end: number, interval: number): number {
  let low = end - DAY;
  while (between(hours, low, end) < interval) low -= Math.max(DAY, end - low);
  let high = end;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (between(hours, middle, end) >= interval) low = middle;
    else high = middle;
  }
  return low;
}

const add = (id: string | null, start: ApexDatetime | null, interval: bigint | null): ApexDatetime => {
  const hours = hoursOf(id);
  const [from, length] = [(start ?? failNull('Argument 2 cannot be null')).millis, Number(interval ?? failNull('Argument 3 cannot be null'))];
  return new ApexDatetime(length >= 0 ? later(hours, from, length) : earlier(hours, from, -length));
};
const next = (id: string | null, target: ApexDatetime | null): number => {
  const { millis } = target ?? failNull('Argument 2 cannot be null');
  for (const span of spansFrom(hoursOf(id), millis)) return span.from;
  return millis;
};

/** Source: Apex Reference, BusinessHours Class. Holidays are no part of it here. */
defineLibraryClass({
  name: 'System.BusinessHours',
  members: {
    'static Datetime add(String businessHoursId, Datetime startDate, Long intervalMilliseconds)': add,
    'static Datetime addGmt(String businessHoursId, Datetime startDate, Long intervalMilliseconds)': add,
    'static Long diff(String businessHoursId, Datetime startDate, Datetime endDate)': (id: string | null, start: ApexDatetime | null, end: ApexDatetime | null) => {
      const [from, to] = [(start ?? failNull('Argument 2 cannot be null')).millis, (end ?? failNull('Argument 3 cannot be null')).millis];
      const hours = hoursOf(id);
      return BigInt(from <= to ? between(hours, from, to) : -between(hours, to, from));
    },
    'static Boolean isWithin(String businessHoursId, Datetime targetDate)': (id: string | null, target: ApexDatetime | null) => next(id, target) === target?.millis,
    'static Datetime nextStartDate(String businessHoursId, Datetime targetDate)': (id: string | null, target: ApexDatetime | null) => new ApexDatetime(next(id, target)),
  },
});
