import { fromWallClock } from '../../runtime/temporal.ts';
import { daysInMonth } from '../date.ts';

/** A moment, or what is wrong with a text in the words of the platform's date library. */
export type IsoResult = { readonly millis: number } | { readonly problem: string };

/** Months and days may lack their zero. Observed in assertions of public test suites. */
const SHAPE = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}:?\d{2})?)?/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?$/;

const thousandths = (fraction: string | undefined): number => Number((fraction ?? '').padEnd(3, '0').slice(0, 3));
const offset = (zone: string | undefined): number => {
  const match = zone ? /^([+-])(\d{2}):?(\d{2})$/.exec(zone) : null;
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3])) * 60_000 : 0;
};

/** `2024-02-29` or `2024-02-29T12:34:56.000Z`; without a zone it is GMT. */
export function parseIso(text: string): IsoResult {
  const match = SHAPE.exec(text);
  if (!match) return { problem: `Invalid format: "${text}"${malformed(text)}` };
  if (match[0].length < text.length) return { problem: `Invalid format: "${text}" is malformed at "${text.slice(match[0].length)}"` };
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number];
  const range = (value: number, name: string, from: number, to: number): string | null =>
    (value >= from && value <= to ? null : `Cannot parse "${text}": Value ${value} for ${name} must be in the range [${from},${to}]`);
  const problem = range(month, 'monthOfYear', 1, 12) ?? range(day, 'dayOfMonth', 1, daysInMonth(year, month))
    ?? range(hour, 'hourOfDay', 0, 23) ?? range(minute, 'minuteOfHour', 0, 59) ?? range(second, 'secondOfMinute', 0, 59);
  if (problem) return { problem };
  const wall = new Date(0);
  wall.setUTCFullYear(year, month - 1, day);
  wall.setUTCHours(hour, minute, second, thousandths(match[7]));
  return { millis: fromWallClock('GMT', wall.getTime()) - offset(match[8]) };
}

function malformed(text: string): string {
  const digits = /^\d{0,4}(?:-\d{0,2}(?:-\d{0,2})?)?/.exec(text)![0].length;
  return digits === 0 || digits === text.length ? '' : ` is malformed at "${text.slice(digits)}"`;
}

/** Milliseconds since midnight of `12:34:56.789Z`; null for anything else. */
export function parseIsoTime(text: string): number | null {
  const match = TIME.exec(text);
  if (!match) return null;
  const [hour, minute, second] = match.slice(1, 4).map((part) => Number(part ?? 0)) as [number, number, number];
  if (hour > 23 || minute > 59 || second > 59) return null;
  return ((hour * 60 + minute) * 60 + second) * 1000 + thousandths(match[4]) - offset(match[5]);
}
