/** Date and time functions: GMT throughout, except that DATEVALUE and TODAY know the user's days. Source: Salesforce Help, "Formula Operators and Functions by Context". */
import { ApexDecimal } from '../../../apex/runtime/decimal.ts';
import { civilDate, dayNumber } from '../../soql/calendar.ts';
import { FormulaError } from '../parse.ts';
import { DAY, daysOf, FormulaEvaluationError, integerOf, isBlank, isTemporal, numberOf, typeNameOf } from '../values.ts';
import type { FormulaTemporal, FormulaValue } from '../values.ts';
import { define } from './define.ts';

const number = (value: number): ApexDecimal => ApexDecimal.fromInteger(value);
const lastDayOf = (year: number, month: number): number => civilDate(dayNumber(year, month + 1, 1) - 1).day;
const millisecondsOfDay = (value: number): number => ((value % DAY) + DAY) % DAY;

function temporal(value: FormulaValue | undefined, name: string): FormulaTemporal | null {
  if (value === undefined || isBlank(value)) return null;
  if (isTemporal(value)) return value;
  throw new FormulaError(`Incorrect parameter type for function '${name}()'. Expected Date, DateTime, received ${typeNameOf(value)}`);
}

/** Days since 1970; an evaluation error if there is no such day. */
function dayOf(year: number, month: number, day: number, message: string): number {
  if (month < 1 || month > 12 || day < 1 || day > lastDayOf(year, month)) throw new FormulaEvaluationError(message);
  return dayNumber(year, month, day);
}

define('TODAY', 0, 0, (_values, { calendar }) => ({ kind: 'date', value: calendar.today }));
define('NOW', 0, 0, (_values, { calendar }) => ({ kind: 'datetime', value: calendar.now }));
define('TIMENOW', 0, 0, (_values, { calendar }) => ({ kind: 'time', value: millisecondsOfDay(calendar.now) }));
define('DATE', 3, 3, (values) => {
  const [year, month, day] = values.map((one) => numberOf(one, "function 'DATE()'"));
  if (year == null || month == null || day == null) return null;
  const y = integerOf(year);
  if (y < 1 || y > 9999) throw new FormulaEvaluationError('Year out of range in DATE() function');
  return { kind: 'date', value: dayOf(y, integerOf(month), integerOf(day), 'Month or Day out of range in DATE() function') };
});
define('DATEVALUE', 1, 1, ([value], { calendar }) => {
  if (isBlank(value!)) return null;
  if (typeof value === 'string') return { kind: 'date', value: dateIn(value) };
  const moment = temporal(value, 'DATEVALUE')!;
  return { kind: 'date', value: moment.kind === 'datetime' ? calendar.dayOf(moment.value) : moment.value };
});
/** Text that begins with a date. */
function dateIn(text: string): number {
  const match = /^(\d{4})-(\d+)-(\d+)/.exec(text);
  if (match === null) throw new FormulaEvaluationError('Invalid date for DATEVALUE function');
  return dayOf(Number(match[1]), Number(match[2]), Number(match[3]), 'Invalid date for DATEVALUE function');
}
define('DATETIMEVALUE', 1, 1, ([value]) => {
  if (isBlank(value!)) return null;
  if (typeof value !== 'string') {
    const moment = temporal(value, 'DATETIMEVALUE')!;
    return { kind: 'datetime', value: moment.kind === 'date' ? moment.value * DAY : moment.value };
  }
  const match = /^\d{4}-\d+-\d+ (\d+):(\d+):(\d+)/.exec(value);
  const [hours, minutes, seconds] = (match ?? []).slice(1).map(Number);
  if (match === null || hours! > 23 || minutes! > 59 || seconds! > 59) throw new FormulaEvaluationError('Invalid date/time for DATETIMEVALUE function');
  return { kind: 'datetime', value: dateIn(value) * DAY + ((hours! * 60 + minutes!) * 60 + seconds!) * 1000 };
});
define('TIMEVALUE', 1, 1, ([value]) => {
  if (isBlank(value!)) return null;
  if (typeof value !== 'string') return { kind: 'time', value: millisecondsOfDay(temporal(value, 'TIMEVALUE')!.value) };
  const match = /^(\d+):(\d+):(\d+)\.(\d+)$/.exec(value);
  const [hours, minutes, seconds, milliseconds] = (match ?? []).slice(1).map(Number);
  if (match === null || hours! > 23 || minutes! > 59 || seconds! > 59 || milliseconds! > 999) throw new FormulaEvaluationError(`Invalid time format: ${value}`);
  return { kind: 'time', value: ((hours! * 60 + minutes!) * 60 + seconds!) * 1000 + milliseconds! };
});
define('ADDMONTHS', 2, 2, ([value, months]) => {
  const [moment, count] = [temporal(value, 'ADDMONTHS'), numberOf(months, "function 'ADDMONTHS()'")];
  if (moment === null || count === null) return null;
  const days = daysOf(moment);
  const { year, month, day } = civilDate(days);
  const first = civilDate(dayNumber(year, month + integerOf(count), 1));
  const last = lastDayOf(first.year, first.month);
  // The last day of a month stays the last day.
  const moved = dayNumber(first.year, first.month, day === lastDayOf(year, month) ? last : Math.min(day, last));
  return moment.kind === 'datetime' ? { kind: 'datetime', value: moment.value + (moved - days) * DAY } : { kind: 'date', value: moved };
});
define('UNIXTIMESTAMP', 1, 1, ([value]) => {
  const moment = temporal(value, 'UNIXTIMESTAMP');
  return moment === null ? null : number(moment.kind === 'date' ? moment.value * 86_400 : Math.floor(moment.value / 1000));
});
define('FROMUNIXTIME', 1, 1, ([value]) => {
  const seconds = numberOf(value, "function 'FROMUNIXTIME()'");
  return seconds === null ? null : { kind: 'datetime', value: Number(seconds.times(number(1000)).toBigInt()) };
});
define('FORMATDURATION', 1, 2, (values) => {
  const [first, second] = values;
  const place = "function 'FORMATDURATION()'";
  if (values.length === 1 || typeof second === 'boolean') {
    const seconds = numberOf(first, place);
    return seconds === null ? '' : duration(Math.abs(Number(seconds.toBigInt())), second === true);
  }
  const [from, to] = [temporal(first, 'FORMATDURATION'), temporal(second, 'FORMATDURATION')];
  if (from === null || to === null) return '';
  return duration(Math.floor(Math.abs(to.value - from.value) / 1000), from.kind === 'datetime');
});
/** `HH:MM:SS`, or `D:HH:MM:SS`. */
function duration(seconds: number, withDays: boolean): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const rest = `${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  return withDays ? `${Math.floor(seconds / 86_400)}:${two((seconds / 3600) % 24)}:${rest}` : `${two(seconds / 3600)}:${rest}`;
}

function definePart(name: string, of: (days: number, milliseconds: number) => number): void {
  define(name, 1, 1, ([value]) => {
    const moment = temporal(value, name);
    return moment === null ? null : number(of(daysOf(moment), moment.kind === 'date' ? 0 : millisecondsOfDay(moment.value)));
  });
}
definePart('YEAR', (days) => civilDate(days).year);
definePart('MONTH', (days) => civilDate(days).month);
definePart('DAY', (days) => civilDate(days).day);
definePart('WEEKDAY', (days) => ((((days + 4) % 7) + 7) % 7) + 1);
definePart('DAYOFYEAR', (days) => days - dayNumber(civilDate(days).year, 1, 1) + 1);
definePart('ISOWEEK', (days) => Math.floor((thursdayOf(days) - dayNumber(civilDate(thursdayOf(days)).year, 1, 1)) / 7) + 1);
definePart('ISOYEAR', (days) => civilDate(thursdayOf(days)).year);
definePart('HOUR', (_days, milliseconds) => Math.floor(milliseconds / 3_600_000));
definePart('MINUTE', (_days, milliseconds) => Math.floor(milliseconds / 60_000) % 60);
definePart('SECOND', (_days, milliseconds) => Math.floor(milliseconds / 1000) % 60);
definePart('MILLISECOND', (_days, milliseconds) => milliseconds % 1000);

/** An ISO week belongs to the year of its Thursday; weeks begin on Monday, and 1970-01-01 was a Thursday. */
function thursdayOf(days: number): number {
  return days - ((((days + 3) % 7) + 7) % 7) + 3;
}
