import type { ApexValue } from '../runtime/contract.ts';
import { hashOf, strictEquals } from '../runtime/equality.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { ApexObject } from '../runtime/object.ts';
import { textOf } from '../runtime/text.ts';

/** What every value can do. */
defineLibraryClass({
  name: 'System.Object',
  members: {
    // A shallow copy; values that can't change are their own copies.
    'Object clone()': (self: ApexValue) => (self instanceof ApexObject ? (Object.assign(Object.create(Object.getPrototypeOf(self) as object) as object, self) as ApexValue) : self),
    'Boolean equals(Object other)': (self: ApexValue, other: ApexValue) => (self instanceof ApexObject ? self === other : strictEquals(self, other)),
    'Integer hashCode()': (self: ApexValue) => hashOf(self),
    'String toString()': (self: ApexValue) => textOf(self),
  },
});
