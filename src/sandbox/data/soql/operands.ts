/** Literals and bind variables of a query as plain values, and as parameters for a compared expression. */
import type { SQLInputValue } from 'node:sqlite';
import type { SoqlValue } from '../../apex/syntax/ast.ts';
import { decimalOf, parseDecimal } from '../values.ts';
import type { PlainValue, ValueBridge } from '../values.ts';
import { normalizeId } from '../ids.ts';
import { foldText } from '../dialect.ts';
import { DAY } from './calendar.ts';
import type { QueryContext } from './environment.ts';
import { queryError } from './errors.ts';
import type { SqlExpression } from './scope.ts';

export type Operand = (context: QueryContext) => PlainValue;

/** What a comparison does with a number that has more digits than the column. */
export type Rounding = 'exact' | 'floor' | 'ceil';

export function literalValue(value: Exclude<SoqlValue, { kind: 'SoqlBind' | 'SoqlDateLiteral' }>): PlainValue {
  switch (value.kind) {
    case 'SoqlString': return { kind: 'string', value: value.value };
    case 'SoqlBoolean': return { kind: 'boolean', value: value.value };
    case 'SoqlNull': return { kind: 'null' };
    case 'SoqlNumber': case 'SoqlCurrency': {
      const number = parseDecimal(value.text);
      if (number === null) throw queryError(`unexpected token: '${value.text}'`);
      return { kind: 'decimal', ...number };
    }
    case 'SoqlDate': return { kind: 'date', value: timeOf(`${value.text}T00:00:00Z`, 'date', value.text) / DAY };
    case 'SoqlDatetime': return { kind: 'datetime', value: timeOf(value.text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'), 'datetime', value.text) };
    default: return { kind: 'time', value: timeOf(`1970-01-01T${value.text}`, 'time', value.text) };
  }
}

function timeOf(iso: string, type: 'date' | 'datetime' | 'time', text: string): number {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) throw queryError(`Invalid ${type}: ${text}`);
  return time;
}

const ID_SHAPE = /^[a-z0-9]{15}([a-z0-9]{3})?$/i;

/** A bound record stands for its Id. */
export function plainBind(bridge: ValueBridge, value: unknown): PlainValue {
  const plain = bridge.plain(value);
  if (plain.kind === 'string') return { ...plain, isBound: true };
  if (plain.kind !== 'record') return plain;
  const id = plain.record.fields.get('Id');
  return typeof id === 'string' ? { kind: 'string', value: id } : { kind: 'null' };
}

/** What a LIKE pattern begins with before its first wildcard; empty for other values. */
export function literalPrefix(value: PlainValue): string {
  return value.kind === 'string' ? /^[^%_\\]*/.exec(value.value)![0] : '';
}

export function isNull(value: PlainValue): boolean {
  return value.kind === 'null' || (value.kind === 'string' && value.value === '');
}

const TYPE_NAMES: Readonly<Record<SqlExpression['storage'], string>> = {
  id: 'ID', text: 'string', longText: 'string', boolean: 'boolean', integer: 'int', long: 'long', decimal: 'double', double: 'double',
  date: 'date', datetime: 'dateTime', time: 'time', blob: 'base64',
};

function mismatch(expression: SqlExpression): Error {
  const type = TYPE_NAMES[expression.storage];
  const quotes = type === 'string' || type === 'ID' ? 'should be enclosed in quotes' : 'should not be enclosed in quotes';
  return queryError(`value of filter criterion for field '${expression.field?.name ?? 'expression'}' must be of type ${type} and ${quotes}`);
}

/** What is compared with `expression.key`. */
export function filterValue(expression: SqlExpression, value: PlainValue, rounding: Rounding): SQLInputValue {
  if (value.kind === 'null') return null;
  switch (expression.storage) {
    case 'id': {
      if (value.kind !== 'string') throw mismatch(expression);
      const id = normalizeId(value.value);
      // A text that is bound, or only wrong in the letters that check it, is the id of no record.
      if (id === null && value.isBound !== true && !ID_SHAPE.test(value.value)) throw queryError(`invalid ID field: ${value.value}`);
      return id ?? value.value;
    }
    case 'text': case 'longText':
      if (value.kind !== 'string') throw mismatch(expression);
      return expression.field?.isCaseSensitive ? value.value : foldText(value.value);
    case 'boolean':
      if (value.kind === 'boolean') return Number(value.value);
      throw mismatch(expression);
    case 'integer': case 'long': case 'decimal': {
      const number = decimalOf(value);
      if (number === null) throw mismatch(expression);
      return scaled(number, expression.scale, rounding);
    }
    case 'double': {
      const number = decimalOf(value);
      if (number === null) throw mismatch(expression);
      return Number(number.unscaled) / 10 ** number.scale;
    }
    case 'date':
      if (value.kind === 'date') return value.value;
      if (value.kind === 'datetime') return Math.floor(value.value / DAY);
      throw mismatch(expression);
    case 'datetime':
      if (value.kind === 'datetime') return value.value;
      if (value.kind === 'date') return value.value * DAY;
      throw mismatch(expression);
    case 'time':
      if (value.kind === 'time') return value.value;
      throw mismatch(expression);
    default: throw mismatch(expression);
  }
}

const MAXIMUM = 2n ** 63n - 1n;

function scaled(number: { unscaled: bigint; scale: number }, scale: number, rounding: Rounding): bigint | number {
  let value: bigint;
  if (number.scale <= scale) value = number.unscaled * 10n ** BigInt(scale - number.scale);
  else {
    const divisor = 10n ** BigInt(number.scale - scale);
    value = number.unscaled / divisor;
    const rest = number.unscaled % divisor;
    if (rest !== 0n) {
      // No stored number has these digits: a fraction equals none of the integers.
      if (rounding === 'exact') return Number(value) + (rest < 0n ? -0.5 : 0.5);
      if (rounding === 'floor' && rest < 0n) value -= 1n;
      if (rounding === 'ceil' && rest > 0n) value += 1n;
    }
  }
  return value > MAXIMUM || value < -MAXIMUM ? Number(value) : value;
}

/** A list as the JSON that `inJsonList` reads. */
export function jsonList(values: readonly SQLInputValue[]): string {
  return `[${values.map((value) => (typeof value === 'number' || typeof value === 'bigint' ? String(value) : JSON.stringify(value))).join(',')}]`;
}
