import type { ApexValue } from '../runtime/contract.ts';
import { ApexDecimal } from '../runtime/decimal.ts';
import { ApexDouble } from '../runtime/double.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { asciiDigits, grouping } from './numbers.ts';

export function parseInteger(text: string): number {
  const match = /^([+-]?)(\d+)(?:\.0+)?$/.exec(asciiDigits(text));
  const value = match ? Number(match[1] + match[2]!) : NaN;
  if (!match || value > 2147483647 || value < -2147483648) fail('System.TypeException', `Invalid integer: ${text}`);
  return value | 0;
}

function fromObject(value: ApexValue): number | null {
  if (value === null) return null;
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(BigInt.asIntN(32, value));
  if (value instanceof ApexDecimal) return Number(BigInt.asIntN(32, value.toBigInt()));
  if (value instanceof ApexDouble) return value.value | 0;
  return typeof value === 'string' ? parseInteger(value) : fail('System.TypeException', `Invalid integer: ${String(value)}`);
}

/** Source: Apex Reference, Integer Class. */
defineLibraryClass({
  name: 'System.Integer',
  members: {
    'String format()': (self: number | null) => grouping(self ?? failNull('Argument cannot be null.')),
    'static Integer valueOf(String stringToInteger)': (text: string | null) => parseInteger(text ?? failNull('Argument cannot be null.')),
    'static Integer valueOf(Object fieldValue)': fromObject,
  },
});
