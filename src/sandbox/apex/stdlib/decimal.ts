import { ApexDecimal, type RoundingMode } from '../runtime/decimal.ts';
import { decimalFromDouble } from '../runtime/conversions.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import type { ApexEnum } from '../runtime/object.ts';
import { asciiDigits, groupDecimal } from './numbers.ts';

const modeOf = (mode: ApexEnum | null): RoundingMode => (mode ?? failNull('Argument cannot be null.')).name as RoundingMode;
const rounded = (value: ApexDecimal, scale: number | null, mode: RoundingMode): ApexDecimal =>
  value.setScale(scale ?? failNull('Argument cannot be null.'), mode) ?? fail('System.MathException', 'Scale insufficient');

export function parseDecimalText(text: string): ApexDecimal {
  return ApexDecimal.parse(asciiDigits(text)) ?? fail('System.TypeException', `Invalid decimal: ${text}`);
}

/** The quotient at a scale: enough digits first, then one rounding. */
function divide(self: ApexDecimal, divisor: ApexDecimal | null, scale: number | null, mode: RoundingMode): ApexDecimal {
  if (divisor === null || scale === null) failNull('Argument cannot be null.');
  if (divisor.unscaled === 0n) fail('System.MathException', 'Divide by 0');
  const shift = Math.max(0, scale + divisor.scale - self.scale) + 2;
  const numerator = self.unscaled * 10n ** BigInt(shift);
  const quotient = numerator / divisor.unscaled;
  const sticky = numerator % divisor.unscaled === 0n ? 0n : (numerator < 0n) !== (divisor.unscaled < 0n) ? -1n : 1n;
  return rounded(new ApexDecimal(quotient * 10n + sticky, self.scale - divisor.scale + shift + 1), scale, mode);
}

/** Source: Apex Reference, Decimal Class. */
defineLibraryClass({
  name: 'System.Decimal',
  members: {
    'Decimal abs()': (self: ApexDecimal) => self.abs(),
    'Decimal divide(Decimal divisor, Integer scale)': (self: ApexDecimal, divisor: ApexDecimal, scale: number) => divide(self, divisor, scale, 'HALF_EVEN'),
    'Decimal divide(Decimal divisor, Integer scale, System.RoundingMode roundingMode)': (self: ApexDecimal, divisor: ApexDecimal, scale: number, mode: ApexEnum) => divide(self, divisor, scale, modeOf(mode)),
    'Double doubleValue()': (self: ApexDecimal) => self.toDouble(),
    'String format()': groupDecimal,
    'Integer intValue()': (self: ApexDecimal) => Number(BigInt.asIntN(32, self.toBigInt())),
    'Long longValue()': (self: ApexDecimal) => BigInt.asIntN(64, self.toBigInt()),
    'Decimal pow(Integer exponent)': (self: ApexDecimal, exponent: number) => {
      if (exponent < 0) fail('System.MathException', 'Invalid exponent');
      return new ApexDecimal(self.unscaled ** BigInt(exponent), self.scale * exponent);
    },
    'Integer precision()': (self: ApexDecimal) => self.precision(),
    'Long round()': (self: ApexDecimal) => BigInt.asIntN(64, rounded(self, 0, 'HALF_EVEN').toBigInt()),
    'Long round(System.RoundingMode roundingMode)': (self: ApexDecimal, mode: ApexEnum) => BigInt.asIntN(64, rounded(self, 0, modeOf(mode)).toBigInt()),
    'Integer scale()': (self: ApexDecimal) => self.scale,
    'Decimal setScale(Integer scale)': (self: ApexDecimal, scale: number) => rounded(self, scale, 'HALF_EVEN'),
    'Decimal setScale(Integer scale, System.RoundingMode roundingMode)': (self: ApexDecimal, scale: number, mode: ApexEnum) => rounded(self, scale, modeOf(mode)),
    'Decimal stripTrailingZeros()': (self: ApexDecimal) => self.stripTrailingZeros(),
    'String toPlainString()': (self: ApexDecimal) => self.toPlainString(),
    'static Decimal valueOf(Double doubleToDecimal)': (value: number | null) => decimalFromDouble(value ?? failNull('Argument cannot be null.')),
    'static Decimal valueOf(Long longToDecimal)': (value: bigint | null) => ApexDecimal.fromInteger(value ?? failNull('Argument cannot be null.')),
    'static Decimal valueOf(String stringToDecimal)': (text: string | null) => parseDecimalText(text ?? failNull('Argument cannot be null.')),
  },
});
