import type { ApexValue } from '../runtime/contract.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { printedName, runtimeTypeOf } from '../runtime/type-checks.ts';

/** Source: Apex Reference, Boolean Class. */
defineLibraryClass({
  name: 'System.Boolean',
  members: {
    'static Boolean valueOf(String stringToBoolean)': (text: string | null) => (text ?? failNull('Argument cannot be null.')).toLowerCase() === 'true',
    'static Boolean valueOf(Object fieldValue)': (value: ApexValue) => (value === null ? null : typeof value === 'boolean' ? value : typeof value === 'string' ? value.toLowerCase() === 'true' : fail('System.TypeException', `Invalid conversion from runtime type ${printedName(runtimeTypeOf(value))} to Boolean`)),
  },
});
