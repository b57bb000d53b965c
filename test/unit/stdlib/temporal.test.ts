import { describe } from 'mocha';
import { evaluations } from './evaluations.ts';

const leap = 'Date.newInstance(2024, 2, 29)';
const noon = 'Datetime.newInstanceGmt(2024, 2, 29, 12, 34, 56)';

// The running user's zone is America/Los_Angeles.
describe('Date', () => {
  evaluations([
    [`String.valueOf(${leap})`, '2024-02-29'], [`${leap}.format()`, '2/29/2024'], ["String.valueOf(Date.valueOf('2024-02-29'))", '2024-02-29'], ["Date.valueOf('bad')", '! System.TypeException: Invalid date: bad'],
    ['String.valueOf(Date.newInstance(2024, 13, 1))', '2025-01-01'], ['String.valueOf(Date.newInstance(2024, 1, 31).addMonths(1))', '2024-02-29'], [`String.valueOf(${leap}.addYears(1))`, '2025-02-28'], [`String.valueOf(${leap}.addDays(1))`, '2024-03-01'],
    [`${leap}.daysBetween(Date.newInstance(2024, 3, 2))`, '2'], [`${leap}.monthsBetween(Date.newInstance(2025, 1, 1))`, '11'], [`String.valueOf(${leap}.toStartOfMonth())`, '2024-02-01'], [`String.valueOf(${leap}.toStartOfWeek())`, '2024-02-25'],
    [`${leap}.dayOfYear()`, '60'], ['Date.isLeapYear(2100)', 'false'], ['Datetime.valueOf((Object) 1000L).getTime()', '1000'], ["String.valueOf((Date) null) + ':' + String.valueOf((Datetime) null)", 'null:null'], ['Date.daysInMonth(2024, 2)', '29'], [`${leap}.isSameDay(${leap})`, 'true'], ["String.valueOf(Date.parse('2/9/2024'))", '2024-02-09'], [`${leap} > Date.newInstance(2024, 2, 28)`, 'true'],
    ['String.valueOf(System.today())', '2026-11-20'],
  ]);
});

describe('Datetime', () => {
  evaluations([
    [`String.valueOf(${noon})`, '2024-02-29 04:34:56'], [`String.valueOfGmt(${noon})`, '2024-02-29 12:34:56'], ["String.valueOfGmt(Datetime.valueOf('2024-07-01 00:00:00'))", '2024-07-01 07:00:00'], ["Datetime.valueOf('bad')", '! System.TypeException: Invalid date/time: bad'], ["Datetime.valueOfGmt('2026-08-02')", '! System.TypeException: Invalid date/time: 2026-08-02'],
    [`${noon}.getTime()`, '1709210096000'], [`${noon}.hour()`, '4'], [`${noon}.hourGmt()`, '12'], [`String.valueOf(${noon}.dateGmt())`, '2024-02-29'], [`${noon}.timeGmt()`, '12:34:56.000Z'],
    [`${noon}.formatGmt('yyyy-MM-dd\\'T\\'HH:mm:ss.SSS\\'Z\\'')`, '2024-02-29T12:34:56.000Z'], [`${noon}.format('EEEE, d MMM yy h:mm a', 'Europe/Paris')`, 'Thursday, 29 Feb 24 1:34 PM'], [`${noon}.format('EEE MMMM D w u Z z X', 'America/New_York')`, 'Thu February 60 9 4 -0500 EST -05'], [`Datetime.newInstanceGmt(2024, 12, 30, 0, 0, 0).formatGmt('YYYY')`, '2025'],
    [`String.valueOfGmt(${noon}.addMonths(12).addHours(-1).addMinutes(1).addSeconds(4).addDays(1))`, '2025-03-01 11:36:00'], ['Datetime.newInstance(5).millisecond()', '5'], [`${noon}.formatGmt('F W ww u')`, '5 5 09 4'],
    ["String.valueOfGmt(Datetime.newInstance(Date.newInstance(2024, 7, 1), Time.newInstance(1, 2, 3, 0)))", '2024-07-01 08:02:03'], [`${noon} == Datetime.newInstance(1709210096000L)`, 'true'], [`${noon}.isSameDay(${noon})`, 'true'],
  ]);
});

describe('Time and TimeZone', () => {
  evaluations([
    ['Time.newInstance(12, 34, 56, 789)', '12:34:56.789Z'], ['Time.newInstance(23, 0, 0, 0).addHours(2)', '01:00:00.000Z'], ['Time.newInstance(1, 2, 3, 4).addMinutes(-3).addSeconds(1).addMilliseconds(1)', '00:59:04.005Z'],
    ["TimeZone.getTimeZone('America/New_York').getOffset(Datetime.newInstanceGmt(2024, 7, 1, 0, 0, 0))", '-14400000'], ["TimeZone.getTimeZone('Asia/Tokyo').getId()", 'Asia/Tokyo'], ['UserInfo.getTimeZone().getId()', 'America/Los_Angeles'],
  ]);
});
