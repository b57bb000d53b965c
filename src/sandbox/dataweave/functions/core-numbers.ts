/** Core functions over numbers and dates. Source: DataWeave Reference, Core (dw::Core). */
import { failScript } from '../errors.ts';
import { moduleOf } from '../evaluate/functions-of.ts';
import { currentHost } from '../host.ts';
import { civil, DateTimeValue, isLeapYear, TimeZoneValue, type DateValue, type LocalDateTimeValue } from '../values/temporal.ts';
import { Decimal, RangeValue, whole } from '../values/values.ts';
import { intOf, real } from './helpers.ts';

/** As Java's `mod` on a remainder: the sign is the dividend's. */
function remainder(dividend: Decimal, divisor: Decimal): Decimal {
  const quotient = dividend.dividedBy(divisor) ?? failScript('Division by zero');
  return dividend.minus(quotient.setScale(0, 'DOWN')!.times(divisor));
}

function power(base: Decimal, exponent: Decimal): Decimal {
  const whole = exponent.setScale(0, 'DOWN')!;
  if (whole.compareTo(exponent) !== 0 || exponent.signum() < 0 || intOf(exponent) > 10_000) return real(base.toDouble() ** exponent.toDouble());
  let result = Decimal.fromInteger(1);
  for (let i = intOf(exponent); i > 0; i--) result = result.times(base);
  return result;
}

const isWhole = (number: Decimal): boolean => number.setScale(0, 'DOWN')!.compareTo(number) === 0;
const parity = (number: Decimal): number => Math.abs(Number(number.setScale(0, 'DOWN')!.toBigInt() % 2n));

export const CORE_NUMBERS = moduleOf({
  'abs(Number)': (number: Decimal) => number.abs(),
  'ceil(Number)': (number: Decimal) => number.setScale(0, 'CEILING'),
  'floor(Number)': (number: Decimal) => number.setScale(0, 'FLOOR'),
  'round(Number)': (number: Decimal) => number.setScale(0, 'HALF_UP'),
  'sqrt(Number)': (number: Decimal) => real(Math.sqrt(number.toDouble())),
  'pow(Number, Number)': power,
  'mod(Number, Number)': remainder,
  'isDecimal(Number)': (number: Decimal) => !isWhole(number),
  'isInteger(Number)': isWhole,
  'isEven(Number)': (number: Decimal) => isWhole(number) && parity(number) === 0,
  'isOdd(Number)': (number: Decimal) => isWhole(number) && parity(number) === 1,
  'to(Number, Number)': (from: Decimal, to: Decimal) => new RangeValue(intOf(from), intOf(to)),
  'random()': () => real(currentHost().random()),
  'randomInt(Number)': (bound: Decimal) => whole(Math.floor(currentHost().random() * intOf(bound))),
  'now()': () => DateTimeValue.at(currentHost().now(), TimeZoneValue.UTC),
  'daysBetween(Date, Date)': (from: DateValue, to: DateValue) => whole(to.days - from.days),
  'isLeapYear(Date|DateTime|LocalDateTime)': (date: DateValue | DateTimeValue | LocalDateTimeValue) => isLeapYear(civil(date.days).year),
});
