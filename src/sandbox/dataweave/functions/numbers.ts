/** Source: DataWeave Reference, Numbers (dw::core::Numbers) and Math (dw::util::Math). */
import { failScript } from '../errors.ts';
import { moduleOf } from '../evaluate/functions-of.ts';
import { Decimal } from '../values/values.ts';
import { intOf, real } from './helpers.ts';

function fromRadix(text: string, radix: number): Decimal {
  const digits = text.toLowerCase().replace(/^-/, '');
  let value = 0n;
  for (const c of digits) {
    const digit = parseInt(c, 36);
    if (!(digit < radix)) return failScript(`Cannot coerce String (${text}) to Number`);
    value = value * BigInt(radix) + BigInt(digit);
  }
  return Decimal.fromInteger(text.startsWith('-') ? -value : value);
}

export const NUMBERS = moduleOf({
  'fromBinary(String)': (text: string) => fromRadix(text, 2),
  'fromBinary(Null)': () => null,
  'fromHex(String)': (text: string) => fromRadix(text, 16),
  'fromHex(Null)': () => null,
  'fromRadixNumber(String, Number)': (text: string, radix: Decimal) => fromRadix(text, intOf(radix)),
  'toBinary(Number)': (number: Decimal) => number.toBigInt().toString(2),
  'toBinary(Null)': () => null,
  'toHex(Number)': (number: Decimal) => number.toBigInt().toString(16),
  'toHex(Null)': () => null,
  'toRadixNumber(Number, Number)': (number: Decimal, radix: Decimal) => number.toBigInt().toString(intOf(radix)),
});

/** What is no number comes out as null. */
const overDoubles = (compute: (value: number) => number) => (number: Decimal): Decimal | null => {
  const value = compute(number.toDouble());
  return Number.isFinite(value) ? real(value) : null;
};

export const MATH = new Map([
  ...moduleOf({
    'acos(Number)': overDoubles(Math.acos), 'asin(Number)': overDoubles(Math.asin), 'atan(Number)': overDoubles(Math.atan), 'cos(Number)': overDoubles(Math.cos), 'sin(Number)': overDoubles(Math.sin),
    'tan(Number)': overDoubles(Math.tan), 'log10(Number)': overDoubles(Math.log10), 'logn(Number)': overDoubles(Math.log),
    'toDegrees(Number)': overDoubles((angle) => (angle * 180) / Math.PI), 'toRadians(Number)': overDoubles((angle) => (angle / 180) * Math.PI),
  }),
]);
export const MATH_CONSTANTS: readonly (readonly [string, Decimal])[] = [['E', Decimal.fromDouble(Math.E)], ['PI', Decimal.fromDouble(Math.PI)]];
