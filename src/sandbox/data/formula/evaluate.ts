/**
 * Evaluates formulas. Comparisons with a blank are neither true nor false (null), AND and OR take such a result for false.
 * Source: Salesforce Help, "Formula Operators and Functions"; the rules of blanks are those of salesforce/formula-engine.
 */
import { ApexDecimal } from '../../apex/runtime/decimal.ts';
import type { Calendar } from '../soql/calendar.ts';
import { FUNCTIONS } from './functions/index.ts';
import { cut, divide, power } from './numbers.ts';
import { FormulaError } from './parse.ts';
import type { BinaryOperator, FormulaNode } from './parse.ts';
import { DAY, daysOf, isBlank, isTemporal, numberOf, textOf, typeNameOf } from './values.ts';
import type { FormulaValue } from './values.ts';

export interface FormulaContext {
  readonly calendar: Calendar;
  /** Whether a blank number field counts as 0. */
  readonly blankAsZero: boolean;
  /** Rules want a yes or no: there blank equals blank. */
  readonly isRule: boolean;
  field(path: readonly string[]): FormulaValue;
  /** `$User.Id`, `$Setup.X__c.Y__c`, `$Label.x`, `$Permission.x`. */
  global(path: readonly string[]): FormulaValue;
  /** The value before the change; the current one for a new record. */
  prior(path: readonly string[]): FormulaValue;
  readonly isNew: boolean;
  /** VLOOKUP: the field of the row of an object whose name field has a value. */
  lookUp?(objectName: string, field: string, nameField: string, name: string): FormulaValue;
}

export function evaluate(node: FormulaNode, context: FormulaContext): FormulaValue {
  switch (node.kind) {
    case 'literal': return node.value;
    case 'path': return node.path[0]!.startsWith('$') ? context.global(node.path) : context.field(node.path);
    case 'unary': {
      const value = evaluate(node.operand, context);
      if (node.operator === '!') return negate(value);
      const number = numberOf(value, `operator '${node.operator}'`);
      return number === null || node.operator === '+' ? number : number.negate();
    }
    case 'binary': return binary(node.operator, node.left, node.right, context);
    default: {
      const call = FUNCTIONS.get(node.name);
      if (call === undefined) throw new FormulaError(`NotSupported: formula function ${node.name}`);
      return call(node.arguments, context);
    }
  }
}

export function negate(value: FormulaValue): boolean | null {
  return isBlank(value) ? null : value !== true;
}

function binary(operator: BinaryOperator, leftNode: FormulaNode, rightNode: FormulaNode, context: FormulaContext): FormulaValue {
  const left = evaluate(leftNode, context);
  if (operator === '&&') return left === true && evaluate(rightNode, context) === true;
  if (operator === '||') return left === true || evaluate(rightNode, context) === true;
  const right = evaluate(rightNode, context);
  switch (operator) {
    case '&': return textOf(left) + textOf(right);
    case '=': return areEqual(left, right, context);
    case '!=': return negate(areEqual(left, right, context));
    case '<': case '<=': case '>': case '>=': return ordered(operator, left, right);
    default: return arithmetic(operator, left, right);
  }
}

/** null where a blank that isn't text is compared. */
export function areEqual(left: FormulaValue, right: FormulaValue, context: Pick<FormulaContext, 'isRule'>): boolean | null {
  if (typeof left === 'string' || typeof right === 'string') {
    const [a, b] = [left ?? '', right ?? ''];
    return a === b || (typeof a === 'string' && typeof b === 'string' && sameId(a, b));
  }
  if (left === null || right === null) return context.isRule && left === right ? true : null;
  if (left instanceof ApexDecimal && right instanceof ApexDecimal) return left.compareTo(right) === 0;
  if (isTemporal(left) && isTemporal(right)) return left.value === right.value;
  return left === right;
}

/** Ids print with 15 characters in formulas and are compared with either form. */
function sameId(left: string, right: string): boolean {
  const pattern = /^[a-zA-Z0-9]{15}([A-Z0-5]{3})?$/;
  return left.length !== right.length && pattern.test(left) && pattern.test(right) && left.slice(0, 15) === right.slice(0, 15);
}

function ordered(operator: '<' | '<=' | '>' | '>=', left: FormulaValue, right: FormulaValue): boolean | null {
  if (isBlank(left) || isBlank(right)) return null;
  let order: number;
  if (typeof left === 'string' && typeof right === 'string') order = left < right ? -1 : Number(left > right);
  else if (isTemporal(left) && isTemporal(right)) order = left.value - right.value;
  else order = numberOf(left, `operator '${operator}'`)!.compareTo(numberOf(right, `operator '${operator}'`)!);
  return operator === '<' ? order < 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : order >= 0;
}

function arithmetic(operator: '+' | '-' | '*' | '/' | '^', left: FormulaValue, right: FormulaValue): FormulaValue {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) {
    const other = typeof left === 'string' ? right : left;
    if (typeof other !== 'string' && other !== null) throw new FormulaError(`Incorrect parameter type for operator '+'. Expected ${typeNameOf(left)}, received ${typeNameOf(right)}`);
    return textOf(left) + textOf(right);
  }
  if ((operator === '+' || operator === '-') && (isTemporal(left) || isTemporal(right))) return temporalArithmetic(operator, left, right);
  const [a, b] = [numberOf(left, `operator '${operator}'`), numberOf(right, `operator '${operator}'`)];
  if (a === null || b === null) return null;
  switch (operator) {
    case '+': return cut(a.plus(b));
    case '-': return cut(a.minus(b));
    case '*': return cut(a.times(b));
    case '/': return divide(a, b);
    default: return power(a, b);
  }
}

/** Days are added to dates (whole ones) and datetimes (to the second), milliseconds to times, which go round the clock. */
function temporalArithmetic(operator: '+' | '-', left: FormulaValue, right: FormulaValue): FormulaValue {
  if (isBlank(left) || isBlank(right)) return null;
  if (isTemporal(left) && isTemporal(right)) {
    if (operator === '+') throw new FormulaError(`Incorrect parameter type for operator '+'. Expected Number, received ${typeNameOf(right)}`);
    if (left.kind === 'time' || right.kind === 'time') return ApexDecimal.fromInteger((((left.value - right.value) % DAY) + DAY) % DAY);
    if (left.kind === 'date' && right.kind === 'date') return ApexDecimal.fromInteger(left.value - right.value);
    const milliseconds = (value: typeof left): number => (value.kind === 'date' ? value.value * DAY : value.value);
    return divide(ApexDecimal.fromInteger(milliseconds(left) - milliseconds(right)), ApexDecimal.fromInteger(DAY));
  }
  const [temporal, number] = isTemporal(left) ? [left, numberOf(right, `operator '${operator}'`)!] : [right, numberOf(left, `operator '${operator}'`)!];
  if (!isTemporal(temporal) || (operator === '-' && temporal === right)) throw new FormulaError(`Incorrect parameter type for operator '${operator}'. Expected Number, received ${typeNameOf(right)}`);
  const amount = operator === '+' ? number : number.negate();
  if (temporal.kind === 'date') return { kind: 'date', value: daysOf(temporal) + Number(amount.toBigInt()) };
  if (temporal.kind === 'time') return { kind: 'time', value: (((temporal.value + Number(amount.toBigInt())) % DAY) + DAY) % DAY };
  const seconds = amount.times(ApexDecimal.fromInteger(86_400)).setScale(0, 'HALF_UP')!;
  return { kind: 'datetime', value: temporal.value + Number(seconds.toBigInt()) * 1000 };
}
