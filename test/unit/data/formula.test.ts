import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { evaluate } from '../../../src/sandbox/data/formula/evaluate.ts';
import { ApexDecimal } from '../../../src/sandbox/apex/runtime/decimal.ts';
import { FormulaError, parseFormula } from '../../../src/sandbox/data/formula/parse.ts';
import type { FormulaValue } from '../../../src/sandbox/data/formula/values.ts';
import { Calendar, dayNumber } from '../../../src/sandbox/data/soql/calendar.ts';

const number = (text: string): ApexDecimal => ApexDecimal.parse(text)!;
const FIELDS: Readonly<Record<string, FormulaValue>> = {
  name: 'Acme', empty: '', none: null, amount: number('12.5'), zero: number('0'), big: number('123456789012345678.25'), open: true, stage: 'Closed Won', tags: 'Red;Blue', due: { kind: 'date', value: dayNumber(2024, 1, 31) }, 'owner.name': 'Amy',
  id: '001000000000001',
};

/** A number is compared with what the formula yields as text. */
const TABLE: readonly (readonly [string, string | number | boolean | null])[] = [
  ['1 + 2 * 3', 7], ['2 * 3 ^ 2', 36], ['(1 + 2) * -3', -9], ['0.1 + 0.2 = 0.3', true], ['Name & "-" & TEXT(Amount)', 'Acme-12.5'], ['TEXT(Big + 1)', '123456789012345679.25'],
  ['1 / 3 * 3 = 1', false], ['CEILING(1 / 3 * 3)', 1], ['NOT Open', false], ['NOT(Open)', false],
  ['Empty = ""', true], ['Empty = NULL', true], ['ISBLANK(Empty) && NOT(ISBLANK(Name))', true], ['None > 5', null], ['NOT(None > 5)', null], ['IF(None > 5, 1, 2)', 2], ['Amount <> 12.5 || Open', true],
  ['IF(Amount > 10, "big", "small")', 'big'], ['CASE(Stage, "Open", 1, "Closed Won", 2, 3)', 2], ['CASE(Stage, "a", 1, 9)', 9],
  ['ISPICKVAL(Stage, "Closed Won")', true], ['INCLUDES(Tags, "Blue")', true], ['INCLUDES(Tags, "Blu")', false], ['PICKLISTCOUNT(Tags)', 2], ['PICKLISTCOUNT(Empty)', 0],
  ['LEFT(Name, 2) + RIGHT(Name, 1) + MID(Name, 2, 2)', 'Acecm'], ['CONTAINS(Name, "cm")', true], ['CONTAINS(Empty, "cm")', null], ['BEGINS(Name, "Ac")', true], ['FIND("m", Name)', 3],
  ['LEN(Empty)', 0], ['VALUE("1250.5")', 1250.5], ['SUBSTITUTE(Name, "c", "k")', 'Akme'], ['LPAD("7", 3, "0")', '007'], ['RPAD("7", 3, "ab")', '7ab'], ['REGEX("A-12", "[A-Z]-\\\\d+")', true],
  ['ROUND(2.345, 2)', 2.35], ['ROUND(-2.5, 0)', -3], ['ROUND(1250, -2)', 1300], ['TRUNC(-2.59, 1)', -2.5], ['MOD(-3, 5)', -3], ['MAX(1, 3, 2)', 3], ['CEILING(2.1)', 3], ['CEILING(-2.1)', -3], ['MCEILING(-2.1)', -2], ['FLOOR(2.9)', 2], ['MFLOOR(-2.1)', -3],
  ['Due + 1 = DATE(2024, 2, 1)', true], ['DATE(2024,3,1) - Due', 30], ['ADDMONTHS(Due, 1) = DATE(2024, 2, 29)', true], ['YEAR(Due) * 100 + MONTH(Due)', 202401],
  ['TODAY() = DATE(2024, 3, 15)', true], ['WEEKDAY(TODAY())', 6], ['ISOWEEK(DATE(2027, 1, 1))', 53], ['ISOYEAR(DATE(2027, 1, 1))', 2026], ['DAYOFYEAR(DATE(2024, 3, 1))', 61], ['TEXT(Due)', '2024-01-31'], ['DATEVALUE("2024-01-31") = Due', true],
  ['TEXT(DATETIMEVALUE("2024-01-31 10:00:00") + 0.5)', '2024-01-31 22:00:00Z'], ['TEXT(TIMEVALUE("23:00:00.000") + 7200000)', '01:00:00.000'], ['FORMATDURATION(3725)', '01:02:05'], ['UNIXTIMESTAMP(DATE(1970, 1, 2))', 86400], ['TEXT(FROMUNIXTIME(0))', '1970-01-01 00:00:00Z'],
  ['ISCHANGED(Amount)', true], ['PRIORVALUE(Amount)', 7], ['ISNEW()', false], ['Owner.Name = $User.Name', true], ['Id = "001000000000001AAA"', true], ['CASESAFEID(Id)', '001000000000001AAA'],
  ['BLANKVALUE(Empty, "x")', 'x'], ['NULLVALUE(Empty, "x")', ''], ['NULLVALUE(None, 3)', 3], ['ISNULL(Empty)', false], ['/* note */ UPPER(Name)', 'ACME'], ['INITCAP("o\'neil MCCOY 2nd")', "O'Neil Mccoy 2nd"], ['AND(TRUE, !FALSE)', true],
  ['HTMLENCODE("<b>")', '&lt;b&gt;'], ['ROUND(DISTANCE(GEOLOCATION(0, 0), GEOLOCATION(0, 1), "km"), 1)', 111.2], ['2 ^ 10', 1024], ['2 ^ -1', 0.5], ['ATAN2(0, 1)', 0],
];
const ERRORS: readonly (readonly [string, RegExp])[] = [
  ['1 +', /ends too early/], ['1 ? 2', /unexpected '\?' at position 3/], ['(1', /ends too early/], ['PREDICT(1)', /NotSupported: formula function PREDICT/], ['TRUE * 2', /operator '\*'. Expected Number, received Boolean/],
  ['LEFT(Name)', /function 'LEFT\(\)'. Expected 2, received 1/], ['Amount / Zero', /Division by zero/], ['VALUE("1,250")', /Invalid numeric value/], ['DATE(2023, 2, 29)', /Month or Day out of range/], ['ISCHANGED(1)', /Expected Field Reference/],
];

const run = (source: string): FormulaValue => evaluate(parseFormula(source), {
  calendar: new Calendar({ timeZone: 'America/New_York', firstDayOfWeek: 0, fiscalYearStartMonth: 1 }, Date.UTC(2024, 2, 15, 10)), blankAsZero: false, isRule: false, isNew: false,
  field: (path) => FIELDS[path.join('.').toLowerCase()] ?? null,
  prior: (path) => (path[0] === 'Amount' ? number('7') : null),
  global: () => 'Amy',
});

describe('formulas', () => {
  for (const [source, expected] of TABLE) it(source, () => {
    const value = run(source);
    assert.deepEqual(value instanceof ApexDecimal ? Number(value.toPlainString()) : value, expected);
  });
  for (const [source, message] of ERRORS) it(`${source} fails`, () => { assert.throws(() => run(source), (error: unknown) => error instanceof FormulaError && message.test(error.message)); });
});
