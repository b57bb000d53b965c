/** Evaluates formulas. Numbers are doubles cut to fifteen significant digits after each step, which decimal input survives. */
import type { Calendar } from '../soql/calendar.ts';
import { FUNCTIONS } from './functions.ts';
import { FormulaError } from './parse.ts';
import type { BinaryOperator, FormulaNode } from './parse.ts';

export interface FormulaDate { readonly kind: 'date'; readonly value: number }
export interface FormulaDatetime { readonly kind: 'datetime'; readonly value: number }
export interface FormulaTime { readonly kind: 'time'; readonly value: number }
/** Days since 1970, milliseconds since 1970, milliseconds since midnight. */
export type FormulaTemporal = FormulaDate | FormulaDatetime | FormulaTime;
export type FormulaValue = null | string | number | boolean | FormulaTemporal;

export interface FormulaContext {
  readonly calendar: Calendar;
  /** Whether an empty number counts as 0. */
  readonly blankAsZero: boolean;
  field(path: readonly string[]): FormulaValue;
  /** `$User.Id`, `$Setup.X__c.Y__c`, `$Label.x`, `$Permission.x`. */
  global(path: readonly string[]): FormulaValue;
  /** The value before the change; the current one for a new record. */
  prior(path: readonly string[]): FormulaValue;
  readonly isNew: boolean;
}

export function evaluate(node: FormulaNode, context: FormulaContext): FormulaValue {
  switch (node.kind) {
    case 'literal': return node.value;
    case 'path': return node.path[0]!.startsWith('$') ? context.global(node.path) : context.field(node.path);
    case 'unary': {
      const value = evaluate(node.operand, context);
      if (node.operator === '!') return value !== true;
      const number = numberOf(value, context);
      return number === null || node.operator === '+' ? number : -number;
    }
    case 'binary': return binary(node.operator, node.left, node.right, context);
    default: {
      const call = FUNCTIONS.get(node.name);
      if (call === undefined) throw new FormulaError(`NotSupported: formula function ${node.name}`);
      return call(node.arguments, context);
    }
  }
}

export function isBlank(value: FormulaValue): boolean {
  return value === null || value === '';
}

export function exact(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(15)) : Number.NaN;
}

/** A number operand; null stays null unless blanks count as zero. */
export function numberOf(value: FormulaValue, context: FormulaContext): number | null {
  if (typeof value === 'number') return value;
  if (value === null || value === '') return context.blankAsZero ? 0 : null;
  if (typeof value === 'object') return value.value;
  throw new FormulaError(`Incorrect parameter type. Expected Number, received ${typeof value === 'boolean' ? 'Boolean' : 'Text'}`);
}

export function textOf(value: FormulaValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return exact(value).toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 15 });
  if (typeof value !== 'object') return String(value);
  const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
  if (value.kind === 'date') return iso(value.value * 86_400_000).slice(0, 10);
  if (value.kind === 'datetime') return `${iso(value.value).slice(0, 19).replace('T', ' ')}Z`;
  return iso(value.value).slice(11, 23);
}

function binary(operator: BinaryOperator, leftNode: FormulaNode, rightNode: FormulaNode, context: FormulaContext): FormulaValue {
  const left = evaluate(leftNode, context);
  if (operator === '&&') return left === true && evaluate(rightNode, context) === true;
  if (operator === '||') return left === true || evaluate(rightNode, context) === true;
  const right = evaluate(rightNode, context);
  switch (operator) {
    case '&': return textOf(left) + textOf(right);
    case '=': return areEqual(left, right);
    case '!=': return !areEqual(left, right);
    case '<': case '<=': case '>': case '>=': return ordered(operator, left, right, context);
    default: return arithmetic(operator, left, right, context);
  }
}

export function areEqual(left: FormulaValue, right: FormulaValue): boolean {
  if (isBlank(left) || isBlank(right)) return isBlank(left) && isBlank(right);
  if (typeof left === 'object' && typeof right === 'object') return left!.value === right!.value;
  if (typeof left === 'string' && typeof right === 'string') return left === right || sameId(left, right);
  return left === right;
}

/** Ids print with 15 characters in formulas and are compared with either form. */
function sameId(left: string, right: string): boolean {
  const pattern = /^[a-zA-Z0-9]{15}([A-Z0-5]{3})?$/;
  return left.length !== right.length && pattern.test(left) && pattern.test(right) && left.slice(0, 15) === right.slice(0, 15);
}

function ordered(operator: '<' | '<=' | '>' | '>=', left: FormulaValue, right: FormulaValue, context: FormulaContext): boolean {
  let order: number;
  if (typeof left === 'string' && typeof right === 'string') order = left < right ? -1 : Number(left > right);
  else {
    const [a, b] = [numberOf(left, context), numberOf(right, context)];
    if (a === null || b === null) return false;
    order = a - b;
  }
  return operator === '<' ? order < 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : order >= 0;
}

const DAY = 86_400_000;

function arithmetic(operator: '+' | '-' | '*' | '/' | '^', left: FormulaValue, right: FormulaValue, context: FormulaContext): FormulaValue {
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) return textOf(left) + textOf(right);
  const temporal = operator === '+' || operator === '-' ? temporalArithmetic(operator, left, right) : undefined;
  if (temporal !== undefined) return temporal;
  const [a, b] = [numberOf(left, context), numberOf(right, context)];
  if (a === null || b === null) return null;
  switch (operator) {
    case '+': return exact(a + b);
    case '-': return exact(a - b);
    case '*': return exact(a * b);
    case '/': return b === 0 ? null : exact(a / b);
    default: return exact(a ** b);
  }
}

function temporalArithmetic(operator: '+' | '-', left: FormulaValue, right: FormulaValue): FormulaValue | undefined {
  const isTemporal = (value: FormulaValue): value is FormulaTemporal => typeof value === 'object' && value !== null;
  const days = (value: FormulaTemporal): number => (value.kind === 'date' ? value.value : value.value / DAY);
  if (isTemporal(left) && isTemporal(right)) return left.kind === 'time' ? left.value - right.value : exact(days(left) - days(right));
  const [temporal, number] = isTemporal(left) ? [left, right] : [right, left];
  if (!isTemporal(temporal)) return undefined;
  if (isBlank(number)) return null;
  if (typeof number !== 'number') return undefined;
  const amount = operator === '+' ? number : -number;
  if (temporal.kind === 'date') return { kind: 'date', value: temporal.value + Math.trunc(amount) };
  if (temporal.kind === 'datetime') return { kind: 'datetime', value: Math.round(temporal.value + amount * DAY) };
  return { kind: 'time', value: (((temporal.value + amount) % DAY) + DAY) % DAY };
}
