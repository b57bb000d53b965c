import type { ApexValue } from '../runtime/contract.ts';
import { failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';

/** Source: Apex Reference, Boolean Class. */
defineLibraryClass({
  name: 'System.Boolean',
  members: {
    'static Boolean valueOf(String stringToBoolean)': (text: string | null) => (text ?? failNull('Argument cannot be null.')).toLowerCase() === 'true',
    'static Boolean valueOf(Object fieldValue)': (value: ApexValue) => (value === null ? null : typeof value === 'boolean' ? value : String(value).toLowerCase() === 'true'),
  },
});
