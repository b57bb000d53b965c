/** Operators between two values. Source: DataWeave Reference, DataWeave Operators; Core, `++` and `--`. */
import { failScript } from '../errors.ts';
import type { BinaryOperator } from '../syntax/ast.ts';
import {
  DAY_NANOS, DateTimeValue, DateValue, isClocked, LocalDateTimeValue, LocalTimeValue, PeriodValue, plusMonths, TimeValue, TimeZoneValue, type Clocked,
} from '../values/temporal.ts';
import { Decimal, isArray, itemsOf, KeyValue, ObjectValue, TextValue, type Value } from '../values/values.ts';
import { coerceTo, described, textOrNull } from './coerce.ts';
import { compare, equals, isSimilar } from './equality.ts';

const WORDS: Readonly<Record<string, string>> = { '+': '+', '-': '-', '*': '*', '/': '/', '>>': '>>', '<<': '<<' };

export function applyOperator(operator: BinaryOperator, left: Value, right: Value): Value {
  switch (operator) {
    case '==': return equals(left, right);
    case '!=': return !equals(left, right);
    case '~=': return isSimilar(left, right);
    case '<': return compare(left, right) < 0;
    case '>': return compare(left, right) > 0;
    case '<=': return compare(left, right) <= 0;
    case '>=': return compare(left, right) >= 0;
    case '+': return plus(left, right);
    case '-': return minus(left, right);
    case '*': case '/': return multiply(operator, left, right);
    case '>>': return prepend(left, right);
    case '<<': return isArray(left) ? [...itemsOf(left), right] : refuse('<<', left, right);
    case '<~': return right instanceof ObjectValue ? withMetadata(left, right) : refuse('<~', left, right);
  }
}

function refuse(operator: string, left: Value, right: Value): never {
  return failScript(`You called the function '${WORDS[operator] ?? operator}' with these arguments: \n  1: ${described(left)}\n  2: ${described(right)}`);
}

export function withMetadata(value: Value, metadata: ObjectValue): Value {
  if (value instanceof ObjectValue) return new ObjectValue(value.members, metadata);
  if (value instanceof DateValue) return new DateValue(value.days, metadata);
  if (value instanceof LocalTimeValue) return new LocalTimeValue(value.nanos, metadata);
  if (value instanceof TimeValue) return new TimeValue(value.nanos, value.zone, metadata);
  if (value instanceof LocalDateTimeValue) return new LocalDateTimeValue(value.days, value.nanos, metadata);
  return value instanceof DateTimeValue ? new DateTimeValue(value.days, value.nanos, value.zone, metadata) : value;
}

const numberIn = (value: Value): Decimal | null => {
  if (value instanceof Decimal) return value;
  // Amounts of time add up as numbers.
  const made = typeof value === 'string' || value instanceof KeyValue || value instanceof TextValue || value instanceof PeriodValue ? coerceTo(value, 'Number') : null;
  return made instanceof Decimal ? made : null;
};

/** Results have no zeros behind their last digit. */
const tidy = (value: Decimal): Decimal => (value.scale > 0 ? value.stripTrailingZeros().setScale(Math.max(0, value.stripTrailingZeros().scale), 'UNNECESSARY')! : value);

function multiply(operator: '*' | '/', left: Value, right: Value): Value {
  const [a, b] = [numberIn(left), numberIn(right)];
  if (!a || !b) return refuse(operator, left, right);
  if (operator === '*') return tidy(a.times(b));
  return tidy(a.dividedBy(b) ?? failScript('Division by zero'));
}

function plus(left: Value, right: Value): Value {
  if (isArray(left)) return [...itemsOf(left), right];
  if (isClocked(left) && right instanceof PeriodValue) return shift(left, right);
  if (left instanceof PeriodValue && isClocked(right)) return shift(right, left);
  const [a, b] = [numberIn(left), numberIn(right)];
  return a && b ? tidy(a.plus(b)) : refuse('+', left, right);
}

function minus(left: Value, right: Value): Value {
  if (isArray(left)) return itemsOf(left).filter((item) => !equals(item, right));
  if (left instanceof ObjectValue) {
    if (right instanceof ObjectValue) return new ObjectValue(left.members.filter(({ key, value }) => !right.members.some((other) => other.key.name === key.name && equals(other.value, value))), left.metadata);
    const name = textOrNull(right);
    return name === null ? refuse('-', left, right) : new ObjectValue(left.members.filter(({ key }) => key.name !== name), left.metadata);
  }
  if (isClocked(left) && right instanceof PeriodValue) return shift(left, right.negate());
  if (isClocked(left) && isClocked(right)) return between(left, right);
  const [a, b] = [numberIn(left), numberIn(right)];
  return a && b ? tidy(a.minus(b)) : refuse('-', left, right);
}

/** What lies between two moments; dates without a clock are told in days of the calendar. */
function between(left: Clocked, right: Clocked): Value {
  if (left instanceof DateTimeValue && right instanceof DateTimeValue) return new PeriodValue(0, 0, (left.millis - right.millis) * 1_000_000 + ((left.nanos % 1_000_000) - (right.nanos % 1_000_000)));
  if (left instanceof DateValue && right instanceof DateValue) return new PeriodValue(0, 0, (left.days - right.days) * DAY_NANOS);
  if (left instanceof LocalTimeValue && right instanceof LocalTimeValue) return new PeriodValue(0, 0, left.nanos - right.nanos);
  if (left instanceof TimeValue && right instanceof TimeValue) return new PeriodValue(0, 0, left.nanos - left.zone.offsetAt(0) * 1_000_000 - (right.nanos - right.zone.offsetAt(0) * 1_000_000));
  if (left instanceof LocalDateTimeValue && right instanceof LocalDateTimeValue) return new PeriodValue(0, 0, (left.days - right.days) * DAY_NANOS + left.nanos - right.nanos);
  return refuse('-', left, right);
}

function shift(value: Clocked, by: PeriodValue): Clocked {
  const moved = (days: number): number => (by.months === 0 ? days : plusMonths(days, by.months)) + by.days;
  if (value instanceof DateValue) return new DateValue(moved(value.days) + Math.trunc(by.nanos / DAY_NANOS), value.metadata);
  if (value instanceof LocalTimeValue) return new LocalTimeValue(value.nanos + by.nanos, value.metadata);
  if (value instanceof TimeValue) return new TimeValue(value.nanos + by.nanos, value.zone, value.metadata);
  if (value instanceof LocalDateTimeValue) return new LocalDateTimeValue(moved(value.days), value.nanos + by.nanos, value.metadata);
  return new DateTimeValue(moved(value.days), value.nanos + by.nanos, value.zone, value.metadata);
}

/** Into an array at its start; a moment onto the clock of a zone. */
function prepend(left: Value, right: Value): Value {
  if (isArray(right)) return [left, ...itemsOf(right)];
  const zone = right instanceof TimeZoneValue ? right : typeof right === 'string' ? TimeZoneValue.parse(right) : null;
  if (zone && left instanceof DateTimeValue) return left.in(zone);
  if (zone && left instanceof TimeValue) return new TimeValue(left.nanos + (zone.offsetAt(0) - left.zone.offsetAt(0)) * 1_000_000, zone);
  return refuse('>>', left, right);
}

/** `++` */
export function concatenate(left: Value, right: Value): Value {
  if (isArray(left) && isArray(right)) return [...itemsOf(left), ...itemsOf(right)];
  if (left instanceof ObjectValue && right instanceof ObjectValue) return new ObjectValue([...left.members, ...right.members], left.metadata);
  const joined = joinTimes(left, right) ?? joinTimes(right, left);
  if (joined) return joined;
  const [a, b] = [textOrNull(left), textOrNull(right)];
  return a === null || b === null ? refuse('++', left, right) : a + b;
}

function joinTimes(left: Value, right: Value): Value | null {
  if (left instanceof DateValue) {
    if (right instanceof LocalTimeValue) return new LocalDateTimeValue(left.days, right.nanos);
    if (right instanceof TimeValue) return new DateTimeValue(left.days, right.nanos, right.zone);
    if (right instanceof TimeZoneValue) return new DateTimeValue(left.days, 0, right);
  }
  if (right instanceof TimeZoneValue && left instanceof LocalDateTimeValue) return new DateTimeValue(left.days, left.nanos, right);
  return right instanceof TimeZoneValue && left instanceof LocalTimeValue ? new TimeValue(left.nanos, right) : null;
}

/** `--` */
export function remove(left: Value, right: Value): Value {
  if (left === null) return null;
  if (isArray(left) && isArray(right)) return itemsOf(left).filter((item) => !itemsOf(right).some((other) => equals(item, other)));
  if (left instanceof ObjectValue && right instanceof ObjectValue) return minus(left, right);
  if (left instanceof ObjectValue && isArray(right)) {
    const names = new Set(itemsOf(right).map((item) => textOrNull(item)));
    return new ObjectValue(left.members.filter(({ key }) => !names.has(key.name)), left.metadata);
  }
  return refuse('--', left, right);
}
