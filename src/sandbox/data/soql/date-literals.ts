/** Date literals of SOQL: each stands for a range of whole days in the user's time zone. */
import { civilDate, dayNumber } from './calendar.ts';
import type { Calendar } from './calendar.ts';
import { queryError } from './errors.ts';

/** First day, and the day after the last. */
export interface DayRange { readonly start: number; readonly end: number }

type Unit = 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR' | 'FISCAL_QUARTER' | 'FISCAL_YEAR';

/** First day of the unit that lies `offset` units from the current one. */
function unitStart(calendar: Calendar, unit: Unit, offset: number): number {
  const { firstDayOfWeek, fiscalYearStartMonth } = calendar.settings;
  if (unit === 'WEEK') {
    const weekday = (((calendar.today + 4) % 7) + 7) % 7;
    return calendar.today - ((weekday - firstDayOfWeek + 7) % 7) + 7 * offset;
  }
  const { year, month } = civilDate(calendar.today);
  const shift = unit.startsWith('FISCAL') ? fiscalYearStartMonth - 1 : 0;
  const months = year * 12 + (month - 1) - shift;
  const size = unit === 'MONTH' ? 1 : unit.endsWith('QUARTER') ? 3 : 12;
  const first = (Math.floor(months / size) + offset) * size + shift;
  return dayNumber(Math.floor(first / 12), (((first % 12) + 12) % 12) + 1, 1);
}

function units(calendar: Calendar, unit: Unit, from: number, count: number): DayRange {
  return { start: unitStart(calendar, unit, from), end: unitStart(calendar, unit, from + count) };
}

const SINGLE = /^(THIS|LAST|NEXT)_(WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)$/;
const SEVERAL = /^(LAST|NEXT)_N_(WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)S$/;
const AGO = /^N_(WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)S_AGO$/;

/** `n` is the number after the colon; a missing one is an error where the literal needs it. */
export function dateLiteralRange(calendar: Calendar, literal: string, n: number | null): DayRange {
  const name = literal.toUpperCase();
  const { today } = calendar;
  const number = (): number => {
    if (n === null) throw queryError(`unexpected token: '${literal}'`);
    return n;
  };
  switch (name) {
    case 'TODAY': return { start: today, end: today + 1 };
    case 'YESTERDAY': return { start: today - 1, end: today };
    case 'TOMORROW': return { start: today + 1, end: today + 2 };
    case 'LAST_90_DAYS': return { start: today - 90, end: today + 1 };
    case 'NEXT_90_DAYS': return { start: today + 1, end: today + 91 };
    case 'LAST_N_DAYS': return { start: today - number(), end: today + 1 };
    case 'NEXT_N_DAYS': return { start: today + 1, end: today + 1 + number() };
    case 'N_DAYS_AGO': return { start: today - number(), end: today - number() + 1 };
    default:
  }
  const single = SINGLE.exec(name);
  if (single !== null) return units(calendar, single[2] as Unit, { THIS: 0, LAST: -1, NEXT: 1 }[single[1] as 'THIS' | 'LAST' | 'NEXT'], 1);
  const several = SEVERAL.exec(name);
  if (several !== null) return units(calendar, several[2] as Unit, several[1] === 'LAST' ? -number() : 1, number());
  const ago = AGO.exec(name);
  if (ago !== null) return units(calendar, ago[1] as Unit, -number(), 1);
  throw queryError(`unexpected token: '${literal}'`);
}

/** Whether a word is a date literal. */
export function isDateLiteral(word: string): boolean {
  const name = word.toUpperCase();
  return /^(TODAY|YESTERDAY|TOMORROW|(LAST|NEXT)_(90|N)_DAYS|N_DAYS_AGO)$/.test(name) || SINGLE.test(name) || SEVERAL.test(name) || AGO.test(name);
}
