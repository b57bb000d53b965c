import type { ApexValue } from '../runtime/contract.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { ApexDate, ApexDatetime, pad } from '../runtime/temporal.ts';
import { current } from '../runtime/transaction.ts';
import { today } from './system.ts';

const required = <T>(value: T | null): T => (value === null ? failNull('Argument cannot be null.') : value);
export const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const isLeap = (year: number): boolean => daysInMonth(year, 2) === 29;

const firstDays = new Map<string, number>();

/** The day on which weeks begin in a locale, Sunday as 0. Source: Unicode CLDR, week data. */
function firstDayOfWeek(locale: string): number {
  let day = firstDays.get(locale);
  if (day === undefined) firstDays.set(locale, day = (new Intl.Locale(locale.replaceAll('_', '-')) as Intl.Locale & { getWeekInfo(): { firstDay: number } }).getWeekInfo().firstDay % 7);
  return day;
}

/** Months later, on the last day of the month where the day doesn't exist there. */
export function addMonths(date: ApexDate, months: number): ApexDate {
  const total = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(total / 12);
  const month = (total % 12 + 12) % 12 + 1;
  return ApexDate.of(year, month, Math.min(date.day, daysInMonth(year, month)));
}

export function parseDate(text: string | null): ApexDate {
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?$/.exec(required(text));
  if (!match || Number(match[2]) < 1 || Number(match[2]) > 12 || Number(match[3]) < 1 || Number(match[3]) > 31) fail('System.TypeException', `Invalid date: ${text}`);
  return ApexDate.of(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** Source: Apex Reference, Date Class. */
defineLibraryClass({
  name: 'System.Date',
  members: {
    'Date addDays(Integer additionalDays)': (self: ApexDate, n: number) => new ApexDate(self.days + required(n)),
    'Date addMonths(Integer additionalMonths)': (self: ApexDate, n: number) => addMonths(self, required(n)),
    'Date addYears(Integer additionalYears)': (self: ApexDate, n: number) => addMonths(self, required(n) * 12),
    'Integer day()': (self: ApexDate) => self.day,
    'Integer dayOfYear()': (self: ApexDate) => self.days - ApexDate.of(self.year, 1, 1).days + 1,
    'Integer daysBetween(Date secondDate)': (self: ApexDate, other: ApexDate) => required(other).days - self.days,
    'static Integer daysInMonth(Integer year, Integer month)': (year: number, month: number) => daysInMonth(required(year), required(month)),
    'String format()': (self: ApexDate) => `${self.month}/${self.day}/${self.year}`,
    'static Boolean isLeapYear(Integer year)': (year: number) => isLeap(required(year)),
    'Boolean isSameDay(Date dateToCompare)': (self: ApexDate, other: ApexDate) => required(other).days === self.days,
    'Integer month()': (self: ApexDate) => self.month,
    'Integer monthsBetween(Date secondDate)': (self: ApexDate, other: ApexDate) => (required(other).year - self.year) * 12 + other.month - self.month,
    'static Date newInstance(Integer year, Integer month, Integer day)': (year: number, month: number, day: number) => ApexDate.of(required(year), required(month), required(day)),
    'static Date parse(String stringDate)': (text: string) => {
      const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(required(text).trim());
      return match ? ApexDate.of(Number(match[3]), Number(match[1]), Number(match[2])) : fail('System.TypeException', `Invalid date: ${text}`);
    },
    'static Date today()': today,
    'Date toStartOfMonth()': (self: ApexDate) => ApexDate.of(self.year, self.month, 1),
    'Date toStartOfWeek()': (self: ApexDate) => new ApexDate(self.days - (((self.days + 4 - firstDayOfWeek(current().user.locale)) % 7) + 7) % 7),
    'static Date valueOf(String stringDate)': parseDate,
    'static Date valueOf(Object fieldValue)': (value: ApexValue) => {
      if (value === null) return null;
      if (value instanceof ApexDate) return value;
      if (value instanceof ApexDatetime) return new ApexDate(Math.floor(value.millis / 86_400_000));
      return typeof value === 'string' ? parseDate(value) : fail('System.TypeException', `Invalid date: ${String(value)}`);
    },
    'Integer year()': (self: ApexDate) => self.year,
    'String toString()': (self: ApexDate) => `${pad(self.year, 4)}-${pad(self.month)}-${pad(self.day)} 00:00:00`,
  },
});
