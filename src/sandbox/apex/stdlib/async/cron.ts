/** Cron expressions of scheduled Apex: `seconds minutes hours day_of_month month day_of_week [year]`. Source: Apex Developer Guide, Apex Scheduler. */

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
/** Of what fires at all: the platform takes any year. */
const LAST_YEAR = 2199;
const DAY = 86_400_000;

/** What is wrong with an expression, in the platform's words. */
export class CronError extends Error {}

export interface Cron {
  readonly second: number;
  readonly minute: number;
  readonly hours: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly years: ReadonlySet<number> | null;
  /** Whether a day fits. Months from 1, days of the week from 1 (Sunday). */
  fits(year: number, month: number, day: number): boolean;
}

export function parseCron(text: string): Cron {
  const parts = text.trim().toUpperCase().split(/\s+/);
  if (parts.length < 6) throw new CronError('Unexpected end of expression.');
  if (parts.length > 7) throw new CronError('Expression has too many parts.');
  const [seconds, minutes, hours, dayOfMonth, month, dayOfWeek, year] = parts as [string, string, string, string, string, string, string | undefined];
  if (!/^\d+$/.test(seconds) || !/^\d+$/.test(minutes)) throw new CronError(`Seconds and minutes must be specified as integers: ${text}`);
  if (Number(seconds) > 59 || Number(minutes) > 59) throw new CronError('Minute and Second values must be between 0 and 59');
  if (dayOfMonth !== '?' && dayOfWeek !== '?') throw new CronError("Support for specifying both a day-of-week AND a day-of-month parameter is not implemented.");
  if (dayOfMonth === '?' && dayOfWeek === '?') throw new CronError("'?' can only be specified for Day-of-Month -OR- Day-of-Week.");
  const fitsDay = dayOfMonth === '?' ? dayOfWeekTest(dayOfWeek) : dayOfMonthTest(dayOfMonth);
  const hourSet = valuesOf(hours, 0, 23, []);
  const monthSet = valuesOf(month, 1, 12, MONTHS);
  const yearSet = year === undefined ? null : valuesOf(year, 1970, LAST_YEAR, []);
  return { second: Number(seconds), minute: Number(minutes), hours: hourSet, months: monthSet, years: yearSet, fits: fitsDay };
}

/** `*`, `3`, `MON`, `2-5`, `1,4`, `2/3`, `*` + `/5`. */
function valuesOf(text: string, from: number, to: number, names: readonly string[]): Set<number> {
  const found = new Set<number>();
  const one = (word: string): number => {
    const named = names.indexOf(word);
    const value = named >= 0 ? named + 1 : /^\d+$/.test(word) ? Number(word) : NaN;
    if (!(value >= from && value <= to)) throw new CronError(`Invalid value '${word}' in the expression: values are between ${from} and ${to}`);
    return value;
  };
  for (const part of text.split(',')) {
    const [range, step] = part.split('/') as [string, string | undefined];
    const [low, high] = range.split('-') as [string, string | undefined];
    const start = low === '*' || low === '' ? from : one(low);
    const end = high === undefined ? (low === '*' || step !== undefined ? to : start) : one(high);
    const increment = step === undefined ? 1 : Number(step);
    if (!(increment >= 1)) throw new CronError(`Increment must be at least 1: ${part}`);
    if (end >= start) for (let value = start; value <= end; value += increment) found.add(value);
    // FRI-MON goes round.
    else for (let value = start; value <= end + (to - from + 1); value += increment) found.add(value > to ? value - (to - from + 1) : value);
  }
  return found;
}

const lengthOf = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const weekdayOf = (year: number, month: number, day: number): number => new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;

function dayOfMonthTest(text: string): Cron['fits'] {
  if (text === 'L') return (year, month, day) => day === lengthOf(year, month);
  if (text === 'LW') return (year, month, day) => day === nearestWeekday(year, month, lengthOf(year, month));
  const nearest = /^(\d+)W$/.exec(text);
  if (nearest) return (year, month, day) => day === nearestWeekday(year, month, Math.min(Number(nearest[1]), lengthOf(year, month)));
  const days = valuesOf(text, 1, 31, []);
  return (_year, _month, day) => days.has(day);
}

/** Within the month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day > 1 ? day - 1 : day + 2;
  if (weekday === 1) return day < lengthOf(year, month) ? day + 1 : day - 2;
  return day;
}

function dayOfWeekTest(text: string): Cron['fits'] {
  const named = (word: string): number => [...valuesOf(word, 1, 7, DAYS)][0]!;
  if (text === 'L') return (year, month, day) => weekdayOf(year, month, day) === 7;
  const last = /^(\w+?)L$/.exec(text);
  if (last) return (year, month, day) => weekdayOf(year, month, day) === named(last[1]!) && day > lengthOf(year, month) - 7;
  const nth = /^(\w+)#([1-5])$/.exec(text);
  if (nth) return (year, month, day) => weekdayOf(year, month, day) === named(nth[1]!) && Math.ceil(day / 7) === Number(nth[2]);
  const days = valuesOf(text, 1, 7, DAYS);
  return (year, month, day) => days.has(weekdayOf(year, month, day));
}

/**
 * The next moment after `after` at which the wall clock shows what the expression says; null: never again. `toMoment` turns a
 * wall clock's fields (counted as in UTC) into a moment, `toWall` the other way round. All in milliseconds.
 */
export function nextFire(cron: Cron, after: number, toWall: (moment: number) => number, toMoment: (wall: number) => number): number | null {
  const hours = [...cron.hours].sort((a, b) => a - b);
  let day = Math.floor(toWall(after) / DAY) * DAY;
  const lastYear = cron.years ? Math.max(...cron.years) : LAST_YEAR;
  for (;; day += DAY) {
    const date = new Date(day);
    const year = date.getUTCFullYear();
    if (year > lastYear) return null;
    if ((cron.years && !cron.years.has(year)) || !cron.months.has(date.getUTCMonth() + 1) || !cron.fits(year, date.getUTCMonth() + 1, date.getUTCDate())) continue;
    for (const hour of hours) {
      const moment = toMoment(day + hour * 3_600_000 + cron.minute * 60_000 + cron.second * 1000);
      if (moment > after) return moment;
    }
  }
}
