/** Arithmetic of formulas: decimals of at most 39 significant digits, rounded half up. */
import { ApexDecimal, powerOfTen } from '../../apex/runtime/decimal.ts';
import type { RoundingMode } from '../../apex/runtime/decimal.ts';
import { FormulaEvaluationError } from './values.ts';

const PRECISION = 39;
/** CEILING and its siblings first drop the last digits, so that 1/3 * 3 is 1. */
const WHOLE_PRECISION = 33;
const POWER_PRECISION = 18;

export const ZERO = ApexDecimal.ZERO;
export const ONE = ApexDecimal.fromInteger(1);

export function cut(value: ApexDecimal): ApexDecimal {
  return value.toPrecision(PRECISION);
}

/** A whole or fractional double, in its shortest decimal form; not a number is an evaluation error. */
export function fromDouble(value: number): ApexDecimal {
  if (!Number.isFinite(value)) throw new FormulaEvaluationError('Out of range argument');
  return Number.isInteger(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? ApexDecimal.fromInteger(value) : ApexDecimal.fromDouble(value);
}

export function divide(left: ApexDecimal, right: ApexDecimal): ApexDecimal {
  if (right.unscaled === 0n) throw new FormulaEvaluationError('Division by zero');
  if (left.unscaled === 0n) return ZERO;
  const extra = Math.max(0, PRECISION + 2 + right.precision() - left.precision());
  const numerator = left.unscaled * powerOfTen(extra);
  const remainder = numerator % right.unscaled;
  // A sticky digit keeps a tie from looking like one.
  const sticky = remainder === 0n ? 0n : (remainder < 0n) === (right.unscaled < 0n) ? 1n : -1n;
  return plain(cut(new ApexDecimal((numerator / right.unscaled) * 10n + sticky, left.scale - right.scale + extra + 1)));
}

/** Without trailing zeros, and with a scale that isn't negative. */
function plain(value: ApexDecimal): ApexDecimal {
  const stripped = value.stripTrailingZeros();
  return stripped.scale < 0 ? stripped.setScale(0, 'DOWN')! : stripped;
}

export function remainder(left: ApexDecimal, right: ApexDecimal): ApexDecimal {
  if (right.unscaled === 0n) throw new FormulaEvaluationError('Division by zero');
  const scale = Math.max(left.scale, right.scale);
  return new ApexDecimal(left.setScale(scale, 'DOWN')!.unscaled % right.setScale(scale, 'DOWN')!.unscaled, scale);
}

/** Whole exponents only; a result of more than 64 digits is refused. */
export function power(base: ApexDecimal, exponent: ApexDecimal): ApexDecimal {
  const fail = (): never => { throw new FormulaEvaluationError('Out of range argument to POWER() function'); };
  const whole = exponent.setScale(0, 'UNNECESSARY');
  if (whole === null || whole.unscaled > 999_999_999n || whole.unscaled < -999_999_999n) return fail();
  const count = Number(whole.unscaled);
  if (count === 0) return ONE;
  if (base.unscaled === 0n) return count < 0 ? fail() : ZERO;
  if (Math.log10(Math.abs(base.toDouble())) * count > 64) return fail();
  let result = ONE;
  let factor = base;
  for (let left = Math.abs(count); left > 0; left >>= 1) {
    if (left & 1) result = result.times(factor).toPrecision(POWER_PRECISION + 12);
    factor = factor.times(factor).toPrecision(POWER_PRECISION + 12);
  }
  if (count < 0) result = divide(ONE, result);
  result = result.toPrecision(POWER_PRECISION);
  return result.precision() - result.scale < -38 ? ZERO : plain(result);
}

/** Half up, or towards zero for TRUNC; a negative number of places rounds to tens and hundreds. */
export function round(value: ApexDecimal, places: number, mode: RoundingMode): ApexDecimal {
  if (places >= value.scale) return value;
  const digitsBefore = value.precision() - value.scale;
  if (places < 0 && digitsBefore + places <= 0) return ZERO;
  const rounded = value.setScale(places, mode)!;
  return rounded.scale < 0 ? rounded.setScale(0, 'DOWN')! : rounded;
}

export function whole(value: ApexDecimal, mode: RoundingMode): ApexDecimal {
  return value.toPrecision(WHOLE_PRECISION).setScale(0, mode)!;
}

/** `12`, `-1.5`, `.5`, `1e3`: what VALUE and ISNUMBER take for a number; null for anything else. */
export function parseNumber(text: string): ApexDecimal | null {
  const number = ApexDecimal.parse(text);
  return number === null || Math.abs(number.scale) > 1000 ? null : cut(number);
}
