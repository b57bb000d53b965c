import type { ApexValue } from '../runtime/contract.ts';
import { hashOf, strictEquals } from '../runtime/equality.ts';
import { ApexIterator, iterate } from '../runtime/iteration.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { ApexSet } from '../runtime/map.ts';
import { textOf } from '../runtime/text.ts';
import { itemsOf } from './list.ts';

const addAll = (self: ApexSet, other: ApexValue): boolean => itemsOf(other, true).reduce<boolean>((changed, item) => self.add(item) || changed, false);
const removeAll = (self: ApexSet, other: ApexValue): boolean => itemsOf(other, true).reduce<boolean>((changed, item) => self.delete(item) || changed, false);
const containsAll = (self: ApexSet, other: ApexValue): boolean => itemsOf(other, true).every((item) => self.has(item));
function retainAll(self: ApexSet, other: ApexValue): boolean {
  const kept = new ApexSet(self.$type, itemsOf(other, true));
  let changed = false;
  for (const item of [...self.values()]) if (!kept.has(item)) changed = self.delete(item) || changed;
  return changed;
}

/** Source: Apex Reference, Set Class. */
defineLibraryClass({
  name: 'System.Set',
  supertypes: ['System.Iterable'],
  members: {
    'Boolean add(T element)': (self: ApexSet, element: ApexValue) => self.add(element),
    'Boolean addAll(List<T> other)': addAll,
    'Boolean addAll(Set<T> other)': addAll,
    'void clear()': (self: ApexSet) => self.clear(),
    'Set<T> clone()': (self: ApexSet) => new ApexSet(self.$type, self.values()),
    'Boolean contains(T element)': (self: ApexSet, element: ApexValue) => self.has(element),
    'Boolean containsAll(List<T> other)': containsAll,
    'Boolean containsAll(Set<T> other)': containsAll,
    'Boolean equals(Object other)': (self: ApexSet, other: ApexValue) => strictEquals(self, other),
    'Integer hashCode()': (self: ApexSet) => hashOf(self),
    'Boolean isEmpty()': (self: ApexSet) => self.size === 0,
    'System.Iterator<T> iterator()': (self: ApexSet) => new ApexIterator(iterate(self)),
    'Boolean remove(T element)': (self: ApexSet, element: ApexValue) => self.delete(element),
    'Boolean removeAll(List<T> other)': removeAll,
    'Boolean removeAll(Set<T> other)': removeAll,
    'Boolean retainAll(List<T> other)': retainAll,
    'Boolean retainAll(Set<T> other)': retainAll,
    'Integer size()': (self: ApexSet) => self.size,
    'String toString()': (self: ApexSet) => textOf(self),
  },
});
