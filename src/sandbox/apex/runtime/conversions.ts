/** Conversions and arithmetic that generated code calls. Null goes through conversions; operations have checked it before. */
import type { ApexValue } from './contract.ts';
import { ApexDecimal } from './decimal.ts';
import { ApexDouble } from './double.ts';
import { fail, failNull } from './exception.ts';
import { parseId, to18 } from './ids.ts';
import { ApexDate, ApexDatetime, ApexTime } from './temporal.ts';
import { compareNumbers, toDecimal, toDouble } from './equality.ts';

const through = <A, R>(convert: (value: A) => R) => (value: A | null): R | null => (value === null ? null : convert(value));

/** Double to Integer saturates, as Java's cast does. */
const saturate = (value: number, low: number, high: number): number => (Number.isNaN(value) ? 0 : Math.max(low, Math.min(high, Math.trunc(value))));

export function doubleToLongValue(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  if (value >= 2 ** 63) return 9223372036854775807n;
  if (value <= -(2 ** 63)) return -9223372036854775808n;
  return BigInt(Math.trunc(value));
}

export function decimalFromDouble(value: number): ApexDecimal {
  try {
    return ApexDecimal.fromDouble(value);
  } catch (error) {
    if (error instanceof RangeError) fail('System.MathException', error.message);
    throw error;
  }
}

export function idFromText(text: string): string {
  return parseId(text) ?? fail('System.StringException', `Invalid id: ${text}`);
}

const dividedByZero = (): never => fail('System.MathException', 'Divide by 0');

type Ordering = '<' | '<=' | '>' | '>=';

export const conversions = {
  box: (value: number | null): ApexDouble | null => (value === null ? null : new ApexDouble(value)),
  /** A boxed Double back to a number; other numbers widen. */
  unbox: (value: ApexValue): number | null => (value === null ? null : toDouble(value)),
  integerToLong: through((value: number) => BigInt(value)),
  integerToDecimal: through((value: number | bigint) => ApexDecimal.fromInteger(value)),
  longToDouble: through((value: bigint) => Number(value)),
  doubleToDecimal: through(decimalFromDouble),
  decimalToDouble: through((value: ApexDecimal) => value.toDouble()),
  decimalToInteger: through((value: ApexDecimal) => Number(BigInt.asIntN(32, value.toBigInt()))),
  decimalToLong: through((value: ApexDecimal) => BigInt.asIntN(64, value.toBigInt())),
  doubleToInteger: through((value: number) => saturate(value, -2147483648, 2147483647)),
  doubleToLong: through(doubleToLongValue),
  longToInteger: through((value: bigint) => Number(BigInt.asIntN(32, value))),
  toId: through(idFromText),
  dateToDatetime: through((value: ApexDate) => new ApexDatetime(value.days * 86_400_000)),
  decimal: (text: string): ApexDecimal => ApexDecimal.parse(text)!,

  divideInteger: (a: number, b: number): number => (b === 0 ? dividedByZero() : (a / b) | 0),
  divideLong: (a: bigint, b: bigint): bigint => (b === 0n ? dividedByZero() : BigInt.asIntN(64, a / b)),
  divideDouble: (a: number, b: number): number => (b === 0 ? dividedByZero() : a / b),
  divideDecimal: (a: ApexDecimal, b: ApexDecimal): ApexDecimal => a.dividedBy(b) ?? dividedByZero(),
  shiftLong: (operator: string, value: bigint, count: number | bigint): bigint => {
    const n = BigInt(count) & 63n;
    if (operator === '<<') return BigInt.asIntN(64, value << n);
    if (operator === '>>') return value >> n;
    return BigInt.asIntN(64, BigInt.asUintN(64, value) >> n);
  },
  and: (a: boolean, b: boolean): boolean => a && b,
  or: (a: boolean, b: boolean): boolean => a || b,
  shiftDate: (date: ApexDate, days: ApexValue, sign: number): ApexDate => new ApexDate(date.days + sign * Math.trunc(toDouble(days ?? failNull()))),
  /** Days, fractions of them too. */
  shiftDatetime: (datetime: ApexDatetime, days: ApexValue, sign: number): ApexDatetime => new ApexDatetime(datetime.millis + sign * Math.round(toDouble(days ?? failNull()) * 86_400_000)),
  shiftTime: (time: ApexTime, milliseconds: ApexValue, sign: number): ApexTime => new ApexTime(time.millis + sign * toDouble(milliseconds ?? failNull())),

  compareNumbersLess: (a: never, b: never): boolean => a !== null && b !== null && a < b,
  compareNumbersLessOrEqual: (a: never, b: never): boolean => a !== null && b !== null && a <= b,
  compareNumbersGreater: (a: never, b: never): boolean => a !== null && b !== null && a > b,
  compareNumbersGreaterOrEqual: (a: never, b: never): boolean => a !== null && b !== null && a >= b,
  /** Decimals, texts and dates; null makes every comparison false. */
  compare: (a: ApexValue, b: ApexValue, operator: Ordering): boolean => {
    if (a === null || b === null) return false;
    return isInOrder(orderOf(a, b), operator);
  },
  /** As queries order them, with regard to case: code that goes through records by Id relies on both being the same. */
  compareIds: (a: string | null, b: string | null, operator: Ordering): boolean => {
    if (a === null || b === null) return false;
    const x = to18(a);
    const y = to18(b);
    return isInOrder(x < y ? -1 : x > y ? 1 : 0, operator);
  },
};

function isInOrder(order: number, operator: Ordering): boolean {
  switch (operator) {
    case '<': return order < 0;
    case '<=': return order <= 0;
    case '>': return order > 0;
    case '>=': return order >= 0;
  }
}

function orderOf(a: ApexValue, b: ApexValue): number {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (a instanceof ApexDate && b instanceof ApexDate) return a.days - b.days;
  if (a instanceof ApexDatetime && b instanceof ApexDatetime) return a.millis - b.millis;
  if (a instanceof ApexTime && b instanceof ApexTime) return a.millis - b.millis;
  return compareNumbers(a, b);
}

/** `<` on Strings looks at letters first without regard to case. */
function compareTexts(a: string, b: string): number {
  const x = a.toLowerCase();
  const y = b.toLowerCase();
  return x < y ? -1 : x > y ? 1 : 0;
}

export { toDecimal, toDouble };
