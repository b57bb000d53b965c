import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { asciiDigits, grouping } from './numbers.ts';

/** Source: Apex Reference, Long Class. */
defineLibraryClass({
  name: 'System.Long',
  members: {
    'String format()': (self: bigint) => grouping(self),
    'Integer intValue()': (self: bigint) => Number(BigInt.asIntN(32, self)),
    'static Long valueOf(String stringToLong)': (text: string | null) => {
      const match = /^([+-]?)(\d+)(?:\.0+)?$/.exec(asciiDigits(text ?? failNull('Argument cannot be null.')));
      const value = match ? BigInt(match[2]!) * (match[1] === '-' ? -1n : 1n) : null;
      if (value === null || value !== BigInt.asIntN(64, value)) fail('System.TypeException', `Invalid long: ${text}`);
      return value;
    },
  },
});
