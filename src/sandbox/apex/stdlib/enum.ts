import type { ApexValue } from '../runtime/contract.ts';
import { fail } from '../runtime/exception.ts';
import { hashOf } from '../runtime/equality.ts';
import { defineLibraryClass, libraryEnum } from '../runtime/library.ts';
import { ApexList } from '../runtime/list.ts';
import { findLoaded } from '../runtime/loaded-classes.ts';
import type { ApexEnum } from '../runtime/object.ts';
import { listTypeOf } from '../runtime/runtime-types.ts';
import type { ApexTypeValue } from '../runtime/tokens.ts';

/** Constants of any enum in order. */
export function constantsOf(typeName: string): readonly ApexEnum[] {
  const library = libraryEnum(typeName);
  return library ? [...library.values()] : Object.values(findLoaded(typeName)?.e ?? {});
}

/** Source: Apex Developer Guide, Enums. */
defineLibraryClass({
  name: 'System.Enum',
  members: {
    'String name()': (self: ApexEnum) => self.name,
    'Integer ordinal()': (self: ApexEnum) => self.ordinal,
    'Boolean equals(Object other)': (self: ApexEnum, other: ApexValue) => self === other,
    'Integer hashCode()': (self: ApexEnum) => hashOf(self),
    'String toString()': (self: ApexEnum) => self.name,
    'static List<Object> values(Type enumType)': (type: ApexTypeValue) => {
      const list = new ApexList(listTypeOf(type.type), [...constantsOf(type.type.name)]);
      list.isReadOnly = true;
      return list;
    },
    'static Object valueOf(Type enumType, String name)': (type: ApexTypeValue, name: string | null) =>
      constantsOf(type.type.name).find((constant) => constant.name.toLowerCase() === name?.toLowerCase()) ?? fail('System.NoSuchElementException', `No enum value found called ${name ?? 'null'}`),
  },
});
