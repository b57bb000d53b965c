import type { ApexValue } from '../runtime/contract.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { ApexDate, ApexDatetime, ApexTime, fromWallClock, zoneOffset, knownZone } from '../runtime/temporal.ts';
import { current } from '../runtime/transaction.ts';
import { addMonths } from './date.ts';
import { formatPattern, parseDatetime, parseLocalDatetime } from './date-format.ts';
import { datetimeText } from './string.ts';

const DAY = 86_400_000;
const required = <T>(value: T | null): T => (value === null ? failNull('Argument cannot be null.') : value);
const userZone = (): string => current().user.timeZone;
const wallOf = (self: ApexDatetime, zone = userZone()): Date => new Date(self.millis + zoneOffset(zone, self.millis));
const dateOf = (self: ApexDatetime, zone = userZone()): ApexDate => new ApexDate(Math.floor(wallOf(self, zone).getTime() / DAY));
const timeOf = (self: ApexDatetime, zone = userZone()): ApexTime => new ApexTime(wallOf(self, zone).getTime());
const at = (zone: string, year: number, month: number, day: number, hour = 0, minute = 0, second = 0): ApexDatetime =>
  new ApexDatetime(fromWallClock(zone, ApexDate.of(required(year), required(month), required(day)).days * DAY + ((required(hour) * 60 + required(minute)) * 60 + required(second)) * 1000));
const plus = (unit: number) => (self: ApexDatetime, n: number): ApexDatetime => new ApexDatetime(self.millis + required(n) * unit);
/** Days and months keep the wall clock across changes of summer time. */
const onCalendar = (self: ApexDatetime, move: (date: ApexDate) => ApexDate): ApexDatetime => {
  const zone = userZone();
  return new ApexDatetime(fromWallClock(zone, move(dateOf(self, zone)).days * DAY + timeOf(self, zone).millis));
};
const parsed = (text: string | null, zone: string): ApexDatetime => {
  const millis = parseDatetime(required(text), zone);
  return millis === null ? fail('System.TypeException', `Invalid date/time: ${text}`) : new ApexDatetime(millis);
};
const short = (self: ApexDatetime, zone: string): string => formatPattern(self.millis, 'M/d/yyyy, h:mm a', zone);

/** Source: Apex Reference, Datetime Class. */
defineLibraryClass({
  name: 'System.Datetime',
  members: {
    'Datetime addDays(Integer additionalDays)': (self: ApexDatetime, n: number) => onCalendar(self, (date) => new ApexDate(date.days + required(n))),
    'Datetime addMonths(Integer additionalMonths)': (self: ApexDatetime, n: number) => onCalendar(self, (date) => addMonths(date, required(n))),
    'Datetime addYears(Integer additionalYears)': (self: ApexDatetime, n: number) => onCalendar(self, (date) => addMonths(date, required(n) * 12)),
    'Datetime addHours(Integer additionalHours)': plus(3_600_000),
    'Datetime addMinutes(Integer additionalMinutes)': plus(60_000),
    'Datetime addSeconds(Integer additionalSeconds)': plus(1000),
    'Date date()': (self: ApexDatetime) => dateOf(self),
    'Date dateGMT()': (self: ApexDatetime) => dateOf(self, 'GMT'),
    'Time time()': (self: ApexDatetime) => timeOf(self),
    'Time timeGmt()': (self: ApexDatetime) => timeOf(self, 'GMT'),
    'Integer day()': (self: ApexDatetime) => dateOf(self).day,
    'Integer dayGmt()': (self: ApexDatetime) => dateOf(self, 'GMT').day,
    'Integer dayOfYear()': (self: ApexDatetime) => dateOf(self).days - ApexDate.of(dateOf(self).year, 1, 1).days + 1,
    'Integer dayOfYearGmt()': (self: ApexDatetime) => dateOf(self, 'GMT').days - ApexDate.of(dateOf(self, 'GMT').year, 1, 1).days + 1,
    'Integer month()': (self: ApexDatetime) => dateOf(self).month,
    'Integer monthGmt()': (self: ApexDatetime) => dateOf(self, 'GMT').month,
    'Integer year()': (self: ApexDatetime) => dateOf(self).year,
    'Integer yearGmt()': (self: ApexDatetime) => dateOf(self, 'GMT').year,
    'Integer hour()': (self: ApexDatetime) => timeOf(self).hour,
    'Integer hourGmt()': (self: ApexDatetime) => timeOf(self, 'GMT').hour,
    'Integer minute()': (self: ApexDatetime) => timeOf(self).minute,
    'Integer minuteGmt()': (self: ApexDatetime) => timeOf(self, 'GMT').minute,
    'Integer second()': (self: ApexDatetime) => timeOf(self).second,
    'Integer secondGmt()': (self: ApexDatetime) => timeOf(self, 'GMT').second,
    'Integer millisecond()': (self: ApexDatetime) => timeOf(self).millisecond,
    'Integer millisecondGmt()': (self: ApexDatetime) => timeOf(self, 'GMT').millisecond,
    'Long getTime()': (self: ApexDatetime) => BigInt(self.millis),
    'Boolean isSameDay(Datetime dateToCompare)': (self: ApexDatetime, other: ApexDatetime) => dateOf(self).days === dateOf(required(other)).days,
    'String format()': (self: ApexDatetime) => short(self, userZone()),
    'String format(String dateFormatString)': (self: ApexDatetime, pattern: string) => formatPattern(self.millis, required(pattern), userZone()),
    'String format(String dateFormatString, String timezone)': (self: ApexDatetime, pattern: string, zone: string) => formatPattern(self.millis, required(pattern), knownZone(required(zone))),
    'String formatGmt(String dateFormatString)': (self: ApexDatetime, pattern: string) => formatPattern(self.millis, required(pattern), 'GMT'),
    'String formatLong()': (self: ApexDatetime) => formatPattern(self.millis, 'M/d/yyyy, h:mm:ss a z', userZone()),
    'static Datetime now()': () => new ApexDatetime(current().source.now()),
    'static Datetime newInstance(Long milliseconds)': (millis: bigint) => new ApexDatetime(Number(required(millis))),
    'static Datetime newInstance(Date date, Time time)': (date: ApexDate, time: ApexTime) => new ApexDatetime(fromWallClock(userZone(), required(date).days * DAY + required(time).millis)),
    'static Datetime newInstance(Integer year, Integer month, Integer day)': (y: number, m: number, d: number) => at(userZone(), y, m, d),
    'static Datetime newInstance(Integer year, Integer month, Integer day, Integer hour, Integer minute, Integer second)': (y: number, mo: number, d: number, h: number, mi: number, s: number) => at(userZone(), y, mo, d, h, mi, s),
    'static Datetime newInstanceGmt(Date date, Time time)': (date: ApexDate, time: ApexTime) => new ApexDatetime(required(date).days * DAY + required(time).millis),
    'static Datetime newInstanceGmt(Integer year, Integer month, Integer date)': (y: number, m: number, d: number) => at('GMT', y, m, d),
    'static Datetime newInstanceGmt(Integer year, Integer month, Integer date, Integer hour, Integer minute, Integer second)': (y: number, mo: number, d: number, h: number, mi: number, s: number) => at('GMT', y, mo, d, h, mi, s),
    'static Datetime parse(String datetimeString)': (text: string | null) => {
      const millis = parseLocalDatetime(required(text), userZone());
      return millis === null ? fail('System.TypeException', `Invalid date/time: ${text!}`) : new ApexDatetime(millis);
    },
    'static Datetime valueOf(String dateTimeString)': (text: string) => parsed(text, userZone()),
    'static Datetime valueOf(Object fieldValue)': (value: ApexValue) => {
      if (value === null) return null;
      if (value instanceof ApexDatetime) return value;
      if (value instanceof ApexDate) return new ApexDatetime(value.days * DAY);
      // Milliseconds since 1970.
      if (typeof value === 'number' || typeof value === 'bigint') return new ApexDatetime(Number(value));
      return parsed(String(value), userZone());
    },
    'static Datetime valueOfGmt(String dateTimeString)': (text: string) => parsed(text, 'GMT'),
    'String toString()': (self: ApexDatetime) => datetimeText(self, 'GMT'),
  },
});
