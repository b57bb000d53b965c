import type { ApexValue } from '../runtime/contract.ts';
import { idFromText } from '../runtime/conversions.ts';
import { fail, failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { objectToken } from '../runtime/tokens.ts';
import { current } from '../runtime/transaction.ts';

/** Prefixes that several objects share: comments, field histories. Such an id doesn't tell its type. */
const SHARED_PREFIXES = new Set(['00a', '017']);

const objectOf = (id: string): ApexValue => {
  const object = SHARED_PREFIXES.has(id.slice(0, 3)) ? undefined : current().schema.objectByKeyPrefix(id.slice(0, 3));
  return object ? objectToken(object.name) : fail('System.SObjectException', `Cannot locate Apex Type for ID: ${id}`);
};

/** Source: Apex Reference, Id Class. */
defineLibraryClass({
  name: 'System.Id',
  members: {
    'Schema.SObjectType getSObjectType()': objectOf,
    'String to15()': (self: string) => self.slice(0, 15),
    'static Id valueOf(String text)': (text: string | null) => idFromText(text ?? failNull('Argument cannot be null.')),
    'static Id valueOf(String text, Boolean restoreCasing)': (text: string | null) => idFromText(text ?? failNull('Argument cannot be null.')),
    'String toString()': (self: string) => self,
  },
});
