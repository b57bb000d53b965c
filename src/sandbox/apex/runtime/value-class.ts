/**
 * Classes of the library that only hold values: inputs and outputs of services, like most of ConnectApi. The catalogue says
 * all there is to say of them, so nobody writes them down again.
 */
import type { ApexValue } from './contract.ts';
import type { ApexBean, LibraryField, LibraryFunction } from './library.ts';

export interface ValueField { readonly name: string; readonly type: string }

export interface ValueClass {
  readonly name: string;
  /** Fields, and what setters set, in the catalogue's order; those of the superclass come first. */
  readonly fields: readonly ValueField[];
  readonly supertypes: readonly string[];
  /** Fields that hold an empty list from the start. */
  readonly lists: readonly string[];
  /** By the catalogue's line, what each member does. */
  readonly members: ReadonlyMap<string, ValueMember>;
}

export type ValueMember =
  | { readonly kind: 'get' | 'set'; readonly field: string }
  | { readonly kind: 'new'; readonly fields: readonly string[] };

/** The implementation of a member of a value class; `make` gives a new instance. */
export function valueMember(facts: ValueClass, key: string, make: () => ApexBean): LibraryFunction | null {
  const member = facts.members.get(key);
  switch (member?.kind) {
    case 'get': return (self: ApexBean) => self.get(member.field);
    case 'set': return (self: ApexBean, value: ApexValue) => self.set(member.field, value);
    case 'new': return (...args: ApexValue[]) => {
      const bean = make();
      member.fields.forEach((field, i) => bean.set(field, args[i]));
      return bean;
    };
    default: return null;
  }
}

/** A field of a value class. */
export function valueField(facts: ValueClass, name: string): LibraryField | null {
  if (!facts.fields.some((field) => field.name.toLowerCase() === name.toLowerCase())) return null;
  return { get: (receiver) => (receiver as ApexBean).get(name), set: (receiver, value) => (receiver as ApexBean).set(name, value) };
}
