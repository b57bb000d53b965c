import type { ApexValue } from '../runtime/contract.ts';
import { hashOf, strictEquals } from '../runtime/equality.ts';
import { ApexIterator, iterate } from '../runtime/iteration.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { ApexList } from '../runtime/list.ts';
import type { ApexSet } from '../runtime/map.ts';
import { failNull } from '../runtime/exception.ts';
import { callSlot } from '../runtime/object.ts';
import { compareValues, sortValues } from '../runtime/ordering.ts';
import { SObjectRecord } from '../runtime/sobject.ts';
import { textOf } from '../runtime/text.ts';
import { objectToken } from '../runtime/tokens.ts';
import { cloneRecord } from './platform/sobject.ts';
import { allocate } from '../runtime/accounting.ts';

/** Members of a List or Set as an array; null as on the platform. */
export function itemsOf(collection: ApexValue, isForSet = false): ApexValue[] {
  if (collection === null) failNull(isForSet ? 'Argument 1 cannot be null' : undefined);
  return collection instanceof ApexList ? [...collection.items] : [...(collection as ApexSet).values()];
}

function copy(self: ApexList, items: ApexValue[]): ApexList {
  allocate(24 + items.length * 8);
  return new ApexList(self.$type, items);
}

const deep = (self: ApexList, keepsId = false, keepsAudit = false, keepsAutonumber = false): ApexList =>
  copy(self, self.items.map((item) => (item instanceof SObjectRecord ? cloneRecord(item, keepsId, true, keepsAudit, keepsAutonumber) : item)));

const sort = (self: ApexList, compare: (a: ApexValue, b: ApexValue) => number): void => {
  self.items = sortValues(self.items, compare);
  self.changes++;
};

/** Source: Apex Reference, List Class. */
defineLibraryClass({
  name: 'System.List',
  supertypes: ['System.Iterable'],
  members: {
    'void add(T element)': (self: ApexList, element: ApexValue) => self.add(element),
    'void add(Integer index, T element)': (self: ApexList, index: number | null, element: ApexValue) => self.insert(index ?? failNull(), element),
    'void addAll(List<T> other)': (self: ApexList, other: ApexValue) => self.addAll(itemsOf(other)),
    'void addAll(Set<T> other)': (self: ApexList, other: ApexValue) => self.addAll(itemsOf(other)),
    'void clear()': (self: ApexList) => self.clear(),
    'List<T> clone()': (self: ApexList) => copy(self, [...self.items]),
    'Boolean contains(T element)': (self: ApexList, element: ApexValue) => self.items.some((item) => strictEquals(item, element)),
    'List<T> deepClone()': (self: ApexList) => deep(self),
    'List<T> deepClone(Boolean preserveId)': (self: ApexList, id: boolean) => deep(self, id),
    'List<T> deepClone(Boolean preserveId, Boolean preserveReadonlyTimestamps)': (self: ApexList, id: boolean, audit: boolean) => deep(self, id, audit),
    'List<T> deepClone(Boolean preserveId, Boolean preserveReadonlyTimestamps, Boolean preserveAutonumber)': (self: ApexList, id: boolean, audit: boolean, autonumber: boolean) => deep(self, id, audit, autonumber),
    'Boolean equals(Object other)': (self: ApexList, other: ApexValue) => strictEquals(self, other),
    'T get(Integer index)': (self: ApexList, index: number | null) => self.get(index ?? failNull()),
    'Schema.SObjectType getSObjectType()': (self: ApexList) => (self.$type.element!.kind === 'sobject' && self.$type.element!.name !== 'SObject' ? objectToken(self.$type.element!.name) : null),
    'Integer hashCode()': (self: ApexList) => hashOf(self),
    'Integer indexOf(T element)': (self: ApexList, element: ApexValue) => self.items.findIndex((item) => strictEquals(item, element)),
    'Boolean isEmpty()': (self: ApexList) => self.items.length === 0,
    'System.Iterator<T> iterator()': (self: ApexList) => new ApexIterator(iterate(self)),
    'T remove(Integer index)': (self: ApexList, index: number | null) => self.remove(index ?? failNull()),
    'void set(Integer index, T element)': (self: ApexList, index: number | null, element: ApexValue) => self.set(index ?? failNull(), element),
    'Integer size()': (self: ApexList) => self.items.length,
    'void sort()': (self: ApexList) => sort(self, compareValues),
    'void sort(System.Comparator<T> comparator)': (self: ApexList, comparator: object | null) => {
      if (!comparator) failNull();
      sort(self, (a, b) => callSlot(comparator, 'compare$Object$Object', a, b) as number);
    },
    'String toString()': (self: ApexList) => textOf(self),
  },
});

defineLibraryClass({
  name: 'System.Iterable',
  members: { 'System.Iterator<T> iterator()': (self: ApexValue) => new ApexIterator(iterate(self)) },
});
