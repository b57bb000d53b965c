import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Calendar, civilDate } from '../../../src/sandbox/data/soql/calendar.ts';
import { dateLiteralRange } from '../../../src/sandbox/data/soql/date-literals.ts';

/** On Friday 2024-03-15; weeks begin on Sunday, the fiscal year in February. First and last day. */
const TABLE: readonly (readonly [string, string, string])[] = [
  ['TODAY', '2024-03-15', '2024-03-15'], ['YESTERDAY', '2024-03-14', '2024-03-14'], ['TOMORROW', '2024-03-16', '2024-03-16'],
  ['LAST_N_DAYS:3', '2024-03-12', '2024-03-15'], ['NEXT_N_DAYS:3', '2024-03-16', '2024-03-18'], ['N_DAYS_AGO:2', '2024-03-13', '2024-03-13'], ['LAST_90_DAYS', '2023-12-16', '2024-03-15'],
  ['THIS_WEEK', '2024-03-10', '2024-03-16'], ['LAST_WEEK', '2024-03-03', '2024-03-09'], ['NEXT_N_WEEKS:2', '2024-03-17', '2024-03-30'], ['N_WEEKS_AGO:1', '2024-03-03', '2024-03-09'],
  ['THIS_MONTH', '2024-03-01', '2024-03-31'], ['LAST_MONTH', '2024-02-01', '2024-02-29'], ['LAST_N_MONTHS:2', '2024-01-01', '2024-02-29'], ['NEXT_N_MONTHS:1', '2024-04-01', '2024-04-30'],
  ['THIS_QUARTER', '2024-01-01', '2024-03-31'], ['NEXT_QUARTER', '2024-04-01', '2024-06-30'], ['THIS_YEAR', '2024-01-01', '2024-12-31'], ['LAST_N_YEARS:2', '2022-01-01', '2023-12-31'], ['N_YEARS_AGO:2', '2022-01-01', '2022-12-31'],
  ['THIS_FISCAL_QUARTER', '2024-02-01', '2024-04-30'], ['LAST_FISCAL_YEAR', '2023-02-01', '2024-01-31'], ['NEXT_N_FISCAL_QUARTERS:1', '2024-05-01', '2024-07-31'],
];

describe('date literals', () => {
  // 02:00 UTC on the 16th is still the 15th in New York.
  const calendar = new Calendar({ timeZone: 'America/New_York', firstDayOfWeek: 0, fiscalYearStartMonth: 2 }, Date.UTC(2024, 2, 16, 2));
  const text = (days: number): string => {
    const { year, month, day } = civilDate(days);
    return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  };
  for (const [literal, first, last] of TABLE) {
    it(literal, () => {
      const [name, n] = literal.split(':');
      const { start, end } = dateLiteralRange(calendar, name!, n === undefined ? null : Number(n));
      assert.deepEqual([text(start), text(end - 1)], [first, last]);
    });
  }
  it('days begin at midnight of the user, on days of clock changes too', () => {
    assert.equal(new Date(calendar.startOfDay(calendar.today)).toISOString(), '2024-03-15T04:00:00.000Z');
    assert.equal(new Date(calendar.startOfDay(calendar.today - 6)).toISOString(), '2024-03-09T05:00:00.000Z');
  });
  it('an unknown literal is refused', () => { assert.throws(() => dateLiteralRange(calendar, 'SOMEDAY', null), /unexpected token: 'SOMEDAY'/); });
});
