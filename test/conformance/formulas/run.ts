/**
 * Evaluates the public formula tests of salesforce/formula-engine and compares with what its Java engine yields:
 * `npx node test/conformance/formulas/run.ts FOLDER [--all]`. Prints passed/applicable, and the failures (the first 40).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { ApexDecimal } from '../../../src/sandbox/apex/runtime/decimal.ts';
import { evaluate } from '../../../src/sandbox/data/formula/evaluate.ts';
import type { FormulaContext } from '../../../src/sandbox/data/formula/evaluate.ts';
import { parseFormula } from '../../../src/sandbox/data/formula/parse.ts';
import { DAY, FormulaEvaluationError, isTemporal, ORIGIN_DATETIME } from '../../../src/sandbox/data/formula/values.ts';
import type { FormulaValue } from '../../../src/sandbox/data/formula/values.ts';
import { Calendar } from '../../../src/sandbox/data/soql/calendar.ts';

interface Field { readonly fieldName: string; readonly dataType: string; readonly formula?: string; readonly referenceField?: readonly Field[] }
interface Case { readonly testName: string; readonly dataType: string; readonly formula: string; readonly executionPaths: string; readonly referenceField?: readonly Field[]; readonly testData?: readonly { readonly input?: string; readonly expectedOutput: string }[] }

/** Functions of the engine that formulas of the platform don't have. */
const FOREIGN = /\b(IN|IFERROR|IFS|JSONVALUE|JSONPATHVALUE|SUBSTR|SUBSTRING|LIKE|FORMATCURRENCY|FORMAT)\s*\(/i;
/** Results that depend on the clock of the run. */
const CLOCK = /\b(NOW|TODAY|TIMENOW)\s*\(/i;
const calendar = new Calendar({ timeZone: 'GMT', firstDayOfWeek: 0, fiscalYearStartMonth: 1 }, Date.UTC(2026, 0, 1));

function casesIn(folder: string): Case[] {
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((one) => one.endsWith('formulaTestV2.xml') && !one.includes('target'));
  if (file === undefined) throw new Error(`${folder} has no formulaTestV2.xml: pass a checkout of salesforce/formula-engine`);
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseAttributeValue: false, htmlEntities: true, isArray: (name) => ['testcase', 'referenceField', 'testData'].includes(name) });
  return (parser.parse(readFileSync(join(folder, file), 'utf8')) as { 'formula-test': { testcase: Case[] } })['formula-test'].testcase;
}

function flat(fields: readonly Field[] = []): Field[] {
  return fields.flatMap((field) => [...flat(field.referenceField), field]);
}

/** `2004:12:31:11:32:00`, `2004:12:31:11:32:00:PST`; a date has no time of day. */
function moment(text: string, isDate: boolean): number {
  const [year, month = '1', day = '1', hours = '0', minutes = '0', seconds = '0', zone] = text.split(':');
  const west = zone === 'PST' && !isDate ? 8 : 0;
  return isDate ? Date.UTC(Number(year), Number(month) - 1, Number(day)) : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hours) + west, Number(minutes), Number(seconds));
}

function valueOf(type: string, text: string | undefined, blankAsZero: boolean): FormulaValue {
  const isMissing = text === undefined || text === '' || text === 'NULL';
  switch (type) {
    case 'Double': case 'Currency': case 'Percent': {
      if (isMissing) return blankAsZero ? ApexDecimal.ZERO : null;
      const number = ApexDecimal.parse(text.trim())!;
      return type === 'Percent' ? new ApexDecimal(number.unscaled, number.scale + 2) : number;
    }
    case 'Boolean': return !isMissing && /^(true|1)$/i.test(text.trim());
    case 'DateOnly': return isMissing ? null : { kind: 'date', value: moment(text, true) / DAY };
    case 'DateTime': return isMissing ? null : { kind: 'datetime', value: moment(text, false) };
    default: return isMissing ? '' : text;
  }
}

function contextOf(fields: readonly Field[], input: string | undefined, blankAsZero: boolean): FormulaContext {
  const values = (input ?? '').trim().split(',');
  const stored = flat(fields).filter((field) => (field.formula ?? '') === '');
  const byName = new Map<string, () => FormulaValue>();
  stored.forEach((field, i) => byName.set(`${field.fieldName}__c`.toLowerCase(), () => valueOf(field.dataType, values[i], blankAsZero)));
  const context: FormulaContext = {
    calendar, blankAsZero, isRule: false, isNew: false, global: (path) => (/^\$System\.OriginDateTime$/i.test(path.join('.')) ? ORIGIN_DATETIME : null),
    field: (path) => byName.get(path.join('.').toLowerCase())?.() ?? null,
    prior: (path) => byName.get(path.join('.').toLowerCase())?.() ?? null,
  };
  for (const field of flat(fields)) {
    if ((field.formula ?? '') === '') continue;
    byName.set(`${field.fieldName}__c`.toLowerCase(), () => {
      const value = evaluate(parseFormula(field.formula!), context);
      return value === null ? valueOf(field.dataType, '', blankAsZero) : value;
    });
  }
  return context;
}

const LOCAL = /^\w{3} (\w{3}) (\d\d) (\d\d:\d\d:\d\d) GMT (\d+)$/;

/** Java prints `Tue Nov 15 17:00:00 GMT 2005`; times as `HH:mm:ss.SSS` without trailing zeros. */
function agrees(type: string, value: FormulaValue, expected: string): boolean {
  if (value === null || value === '') return expected === 'null' || expected === '' || (type === 'Boolean' && expected === 'false');
  if (value instanceof ApexDecimal) {
    const actual = type === 'Percent' ? value.times(ApexDecimal.fromInteger(100)) : value;
    const wanted = ApexDecimal.parse(expected);
    if (wanted === null) return false;
    // Functions that both sides work out with binary floating point differ in the last digits.
    return actual.compareTo(wanted) === 0 || Math.abs(actual.toDouble() - wanted.toDouble()) <= 1e-12 * Math.max(Math.abs(wanted.toDouble()), 1e-18);
  }
  if (isTemporal(value)) {
    if (value.kind === 'time') return new Date(value.value).toISOString().slice(11, 23).replace(/\.000$/, '').replace(/^(\d\d:\d\d):00$/, '$1') === expected;
    const match = LOCAL.exec(expected);
    return match !== null && Date.parse(`${match[2]} ${match[1]} ${match[4]} ${match[3]} GMT`) === (value.kind === 'date' ? value.value * DAY : value.value);
  }
  return String(value).trim() === expected;
}

let passed = 0;
let applicable = 0;
const failures: string[] = [];
const [folder, all] = process.argv.slice(2);
for (const test of casesIn(folder!)) {
  if (FOREIGN.test(test.formula) || CLOCK.test(test.formula)) continue;
  const paths = test.executionPaths.split(',');
  for (const { input, expectedOutput } of test.testData ?? []) {
    const outputs = expectedOutput.split(/(?<!\\),/).map((one) => one.replaceAll('\\,', ',').trim());
    for (const path of ['formula', 'formulaNullAsNull']) {
      const expected = outputs[paths.indexOf(path)]!;
      applicable++;
      let shown: string;
      let isRight: boolean;
      try {
        const value = evaluate(parseFormula(test.formula), contextOf(test.referenceField ?? [], input, path === 'formula'));
        isRight = agrees(test.dataType, value, expected);
        shown = value instanceof ApexDecimal ? value.toPlainString() : JSON.stringify(value);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        isRight = error instanceof FormulaEvaluationError && expected.startsWith('Error');
        shown = `${error.constructor.name}: ${error.message}`;
      }
      if (isRight) passed++;
      else failures.push(`${test.testName} ${path}: ${test.formula} with [${input ?? ''}] is ${shown}, not ${expected}`);
    }
  }
}
for (const line of failures.slice(0, all === '--all' ? undefined : 40)) console.log(line);
console.log(`${passed}/${applicable} (${((100 * passed) / applicable).toFixed(2)} %)`);
process.exitCode = passed / applicable >= 0.99 ? 0 : 1;
