import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { evaluate } from '../../../src/sandbox/data/formula/evaluate.ts';
import type { FormulaValue } from '../../../src/sandbox/data/formula/evaluate.ts';
import { FormulaError, parseFormula } from '../../../src/sandbox/data/formula/parse.ts';
import { Calendar, dayNumber } from '../../../src/sandbox/data/soql/calendar.ts';

const FIELDS: Readonly<Record<string, FormulaValue>> = {
  name: 'Acme', empty: null, amount: 12.5, zero: 0, open: true, stage: 'Closed Won', tags: 'Red;Blue', due: { kind: 'date', value: dayNumber(2024, 1, 31) }, 'owner.name': 'Amy',
  id: '001000000000001AAA',
};

const TABLE: readonly (readonly [string, FormulaValue])[] = [
  ['1 + 2 * 3 ^ 2', 19], ['(1 + 2) * -3', -9], ['0.1 + 0.2 = 0.3', true], ['Amount / Zero', null], ['Name & "-" & TEXT(Amount)', 'Acme-12.5'],
  ['Empty = ""', true], ['ISBLANK(Empty) && NOT(ISBLANK(Name))', true], ['Empty > 5', false], ['Amount <> 12.5 || Open', true],
  ['IF(Amount > 10, "big", "small")', 'big'], ['CASE(Stage, "Open", 1, "Closed Won", 2, 3)', 2], ['CASE(Stage, "a", 1, 9)', 9],
  ['ISPICKVAL(Stage, "Closed Won")', true], ['INCLUDES(Tags, "Blue")', true], ['INCLUDES(Tags, "Blu")', false],
  ['LEFT(Name, 2) + RIGHT(Name, 1) + MID(Name, 2, 2)', 'Acecm'], ['CONTAINS(Name, "cm")', true], ['BEGINS(Name, "Ac")', true], ['FIND("m", Name)', 3],
  ['LEN(Empty)', 0], ['VALUE("1,250.5")', 1250.5], ['SUBSTITUTE(Name, "c", "k")', 'Akme'], ['LPAD("7", 3, "0")', '007'], ['REGEX("A-12", "[A-Z]-\\\\d+")', true],
  ['ROUND(2.345, 2)', 2.35], ['ROUND(-2.5, 0)', -3], ['MOD(-3, 5)', 2], ['MAX(1, 3, 2)', 3], ['CEILING(2.1)', 3], ['FLOOR(2.9)', 2],
  ['Due + 1 = DATE(2024, 2, 1)', true], ['DATE(2024,3,1) - Due', 30], ['ADDMONTHS(Due, 1) = DATE(2024, 2, 29)', true], ['YEAR(Due) * 100 + MONTH(Due)', 202401],
  ['TODAY() = DATE(2024, 3, 15)', true], ['WEEKDAY(TODAY())', 6], ['TEXT(Due)', '2024-01-31'], ['DATEVALUE("2024-01-31") = Due', true],
  ['ISCHANGED(Amount)', true], ['PRIORVALUE(Amount)', 7], ['ISNEW()', false], ['Owner.Name = $User.Name', true], ['Id = "001000000000001"', true],
  ['BLANKVALUE(Empty, "x")', 'x'], ['/* note */ UPPER(Name)', 'ACME'], ['AND(TRUE, !FALSE)', true],
];
const ERRORS: readonly (readonly [string, RegExp])[] = [
  ['1 +', /ends too early/], ['1 ? 2', /unexpected '\?' at position 3/], ['(1', /ends too early/], ['VLOOKUP(1)', /NotSupported: formula function VLOOKUP/], ['TRUE * 2', /Expected Number, received Boolean/],
];

const run = (source: string): FormulaValue => evaluate(parseFormula(source), {
  calendar: new Calendar({ timeZone: 'America/New_York', firstDayOfWeek: 0, fiscalYearStartMonth: 1 }, Date.UTC(2024, 2, 15, 10)), blankAsZero: false, isNew: false,
  field: (path) => FIELDS[path.join('.').toLowerCase()] ?? null,
  prior: (path) => (path[0] === 'Amount' ? 7 : null),
  global: () => 'Amy',
});

describe('formulas', () => {
  for (const [source, expected] of TABLE) it(source, () => { assert.deepEqual(run(source), expected); });
  for (const [source, message] of ERRORS) it(`${source} fails`, () => { assert.throws(() => run(source), (error: unknown) => error instanceof FormulaError && message.test(error.message)); });
});
