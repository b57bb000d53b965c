import { ApexBlob } from '../runtime/blob.ts';
import { failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { allocate } from '../runtime/accounting.ts';

/** Source: Apex Reference, Blob Class. */
defineLibraryClass({
  name: 'System.Blob',
  members: {
    'Integer size()': (self: ApexBlob | null) => (self ?? failNull('Argument cannot be null.')).bytes.length,
    'String toString()': (self: ApexBlob | null) => (self ?? failNull('Argument cannot be null.')).toText(),
    'static Blob valueOf(String stringToBlob)': (text: string | null) => {
      const value = text ?? failNull('Argument cannot be null.');
      allocate(value.length);
      return ApexBlob.fromText(value);
    },
  },
});
