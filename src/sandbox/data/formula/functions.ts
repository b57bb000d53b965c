/** Formula functions by name. */
import { civilDate, dayNumber, DAY } from '../soql/calendar.ts';
import { areEqual, evaluate, exact, isBlank, numberOf, textOf } from './evaluate.ts';
import type { FormulaContext, FormulaTemporal, FormulaValue } from './evaluate.ts';
import { FormulaError } from './parse.ts';
import type { FormulaNode } from './parse.ts';

export type FormulaFunction = (parameters: readonly FormulaNode[], context: FormulaContext) => FormulaValue;
export const FUNCTIONS = new Map<string, FormulaFunction>();

/** A function of evaluated arguments. */
function define(name: string, call: (values: FormulaValue[], context: FormulaContext) => FormulaValue): void {
  FUNCTIONS.set(name, (parameters, context) => call(parameters.map((one) => evaluate(one, context)), context));
}
/** A function of numbers; null if one of them is. */
function defineNumeric(name: string, call: (...numbers: number[]) => number): void {
  define(name, (values, context) => {
    const numbers = values.map((value) => numberOf(value, context));
    return numbers.includes(null) ? null : exact(call(...(numbers as number[])));
  });
}
function pathOf(node: FormulaNode | undefined, name: string): readonly string[] {
  if (node?.kind !== 'path') throw new FormulaError(`Function ${name} may only be used with a field`);
  return node.path;
}

// ---------------------------------------------------------------------------------------------------- logic
FUNCTIONS.set('AND', (parameters, context) => parameters.every((one) => evaluate(one, context) === true));
FUNCTIONS.set('OR', (parameters, context) => parameters.some((one) => evaluate(one, context) === true));
define('NOT', ([value]) => value !== true);
FUNCTIONS.set('IF', ([condition, yes, no], context) => evaluate(evaluate(condition!, context) === true ? yes! : no!, context));
FUNCTIONS.set('CASE', (parameters, context) => {
  const value = evaluate(parameters[0]!, context);
  let i = 1;
  for (; i + 1 < parameters.length; i += 2) if (areEqual(value, evaluate(parameters[i]!, context))) return evaluate(parameters[i + 1]!, context);
  return i < parameters.length ? evaluate(parameters[i]!, context) : null;
});
define('ISBLANK', ([value]) => isBlank(value!));
define('ISNULL', ([value]) => isBlank(value!));
define('BLANKVALUE', ([value, other]) => (isBlank(value!) ? other! : value!));
define('NULLVALUE', ([value, other]) => (isBlank(value!) ? other! : value!));
define('ISNUMBER', ([value]) => /^\s*[+-]?(\d+\.?\d*|\.\d+)\s*$/.test(textOf(value!)));
FUNCTIONS.set('ISNEW', (_parameters, context) => context.isNew);
FUNCTIONS.set('ISCHANGED', ([field], context) => {
  const path = pathOf(field, 'ISCHANGED');
  return !context.isNew && !areEqual(context.field(path), context.prior(path));
});
FUNCTIONS.set('PRIORVALUE', ([field], context) => context.prior(pathOf(field, 'PRIORVALUE')));
FUNCTIONS.set('ISCLONE', () => false);
define('ISPICKVAL', ([value, wanted]) => textOf(value!) === textOf(wanted!));
define('INCLUDES', ([value, wanted]) => textOf(value!).split(';').includes(textOf(wanted!)));
define('REGEX', ([value, pattern]) => new RegExp(`^(?:${textOf(pattern!)})$`, 'u').test(textOf(value!)));

// ---------------------------------------------------------------------------------------------------- text
define('TEXT', ([value]) => textOf(value!));
define('VALUE', ([value]) => {
  const number = Number(textOf(value!).replaceAll(',', ''));
  return textOf(value!).trim() === '' || Number.isNaN(number) ? null : number;
});
define('LEN', ([value]) => textOf(value!).length);
define('LEFT', ([value, count], context) => textOf(value!).slice(0, Math.max(0, numberOf(count!, context) ?? 0)));
define('RIGHT', ([value, count], context) => {
  const n = Math.max(0, numberOf(count!, context) ?? 0);
  return n === 0 ? '' : textOf(value!).slice(-n);
});
define('MID', ([value, start, count], context) => {
  const from = Math.max(1, numberOf(start!, context) ?? 1) - 1;
  return textOf(value!).slice(from, from + Math.max(0, numberOf(count!, context) ?? 0));
});
define('CONTAINS', ([value, part]) => textOf(value!).includes(textOf(part!)));
define('BEGINS', ([value, part]) => textOf(value!).startsWith(textOf(part!)));
define('FIND', ([part, value, start], context) => textOf(value!).indexOf(textOf(part!), start === undefined ? 0 : (numberOf(start, context) ?? 1) - 1) + 1);
define('SUBSTITUTE', ([value, old, next]) => (textOf(old!) === '' ? textOf(value!) : textOf(value!).replaceAll(textOf(old!), () => textOf(next!))));
define('UPPER', ([value]) => textOf(value!).toUpperCase());
define('LOWER', ([value]) => textOf(value!).toLowerCase());
define('TRIM', ([value]) => textOf(value!).trim());
define('REVERSE', ([value]) => [...textOf(value!)].reverse().join(''));
define('LPAD', ([value, count, pad], context) => textOf(value!).padStart(numberOf(count!, context) ?? 0, pad === undefined ? ' ' : textOf(pad)).slice(0, numberOf(count!, context) ?? 0));
define('RPAD', ([value, count, pad], context) => textOf(value!).padEnd(numberOf(count!, context) ?? 0, pad === undefined ? ' ' : textOf(pad)).slice(0, numberOf(count!, context) ?? 0));
define('BR', () => '\n');
define('HYPERLINK', ([url, label]) => `<a href="${textOf(url!)}">${textOf(label!)}</a>`);
define('IMAGE', ([url, alternative]) => `<img src="${textOf(url!)}" alt="${textOf(alternative!)}">`);
define('CASESAFEID', ([value]) => textOf(value!));
define('ASCII', ([value]) => textOf(value!).codePointAt(0) ?? null);
define('CHR', ([value], context) => String.fromCodePoint(numberOf(value!, context) ?? 0));
define('INITCAP', ([value]) => textOf(value!).toLowerCase().replaceAll(/\b\p{L}/gu, (c) => c.toUpperCase()));

// -------------------------------------------------------------------------------------------------- numbers
const away = (value: number, digits: number, round: (v: number) => number): number => {
  const factor = 10 ** digits;
  return (Math.sign(value) * round(exact(Math.abs(value) * factor))) / factor;
};
defineNumeric('ROUND', (value, digits) => away(value, digits!, Math.round));
defineNumeric('TRUNC', (value, digits) => away(value, digits ?? 0, Math.floor));
// Both round towards or away from zero, as CEILING and FLOOR do on the platform; the M forms go by the number line.
defineNumeric('CEILING', (value) => away(value, 0, Math.ceil));
defineNumeric('FLOOR', (value) => away(value, 0, Math.floor));
defineNumeric('MCEILING', Math.ceil);
defineNumeric('MFLOOR', Math.floor);
defineNumeric('ABS', Math.abs);
defineNumeric('SQRT', Math.sqrt);
defineNumeric('EXP', Math.exp);
defineNumeric('LN', Math.log);
defineNumeric('LOG', Math.log10);
defineNumeric('MIN', Math.min);
defineNumeric('MAX', Math.max);
defineNumeric('MOD', (value, divisor) => value - divisor! * Math.floor(value / divisor!));
defineNumeric('PI', () => Math.PI);

// ---------------------------------------------------------------------------------------------------- dates
define('TODAY', (_values, context) => ({ kind: 'date', value: context.calendar.today }));
define('NOW', (_values, context) => ({ kind: 'datetime', value: context.calendar.now }));
define('DATE', ([year, month, day], context) => {
  const [y, m, d] = [year, month, day].map((one) => numberOf(one!, context));
  return y == null || m == null || d == null ? null : { kind: 'date', value: dayNumber(y, m, d) };
});
define('DATEVALUE', ([value], context) => {
  if (isBlank(value!)) return null;
  if (typeof value === 'object') return { kind: 'date', value: value!.kind === 'datetime' ? context.calendar.dayOf(value!.value) : value!.value };
  const time = Date.parse(`${textOf(value!)}T00:00:00Z`);
  return Number.isNaN(time) ? null : { kind: 'date', value: time / DAY };
});
define('DATETIMEVALUE', ([value]) => {
  if (isBlank(value!)) return null;
  if (typeof value === 'object') return { kind: 'datetime', value: value!.kind === 'date' ? value!.value * DAY : value!.value };
  const time = Date.parse(`${textOf(value!).trim().replace(' ', 'T').replace(/Z?$/, 'Z')}`);
  return Number.isNaN(time) ? null : { kind: 'datetime', value: time };
});
define('TIMEVALUE', ([value]) => {
  if (isBlank(value!)) return null;
  if (typeof value === 'object') return { kind: 'time', value: ((value!.value % DAY) + DAY) % DAY };
  const time = Date.parse(`1970-01-01T${textOf(value!)}Z`);
  return Number.isNaN(time) ? null : { kind: 'time', value: time };
});
define('TIMENOW', (_values, context) => ({ kind: 'time', value: context.calendar.now % DAY }));
define('ADDMONTHS', ([value, months], context) => {
  const count = numberOf(months!, context);
  if (isBlank(value!) || count === null) return null;
  const temporal = value as FormulaTemporal;
  const days = temporal.kind === 'datetime' ? Math.floor(temporal.value / DAY) : temporal.value;
  const { year, month, day } = civilDate(days);
  const lastOf = (y: number, m: number): number => civilDate(dayNumber(y, m + 1, 1) - 1).day;
  const isLast = day === lastOf(year, month);
  const first = civilDate(dayNumber(year, month + Math.trunc(count), 1));
  const last = lastOf(first.year, first.month);
  const moved = dayNumber(first.year, first.month, isLast ? last : Math.min(day, last));
  return temporal.kind === 'datetime' ? { kind: 'datetime', value: temporal.value + (moved - days) * DAY } : { kind: 'date', value: moved };
});
function part(name: string, of: (days: number, milliseconds: number) => number): void {
  define(name, ([value]) => {
    if (isBlank(value!)) return null;
    if (typeof value !== 'object') throw new FormulaError(`Incorrect parameter type for function '${name}()'. Expected Date`);
    const temporal = value as FormulaTemporal;
    return of(temporal.kind === 'date' ? temporal.value : Math.floor(temporal.value / DAY), temporal.kind === 'date' ? 0 : ((temporal.value % DAY) + DAY) % DAY);
  });
}
part('YEAR', (days) => civilDate(days).year);
part('MONTH', (days) => civilDate(days).month);
part('DAY', (days) => civilDate(days).day);
part('WEEKDAY', (days) => ((((days + 4) % 7) + 7) % 7) + 1);
part('DAYOFYEAR', (days) => days - dayNumber(civilDate(days).year, 1, 1) + 1);
part('HOUR', (_days, milliseconds) => Math.floor(milliseconds / 3_600_000));
part('MINUTE', (_days, milliseconds) => Math.floor(milliseconds / 60_000) % 60);
part('SECOND', (_days, milliseconds) => Math.floor(milliseconds / 1000) % 60);
part('MILLISECOND', (_days, milliseconds) => milliseconds % 1000);
