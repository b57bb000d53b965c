import type { ApexValue } from '../runtime/contract.ts';
import { hashOf, strictEquals } from '../runtime/equality.ts';
import { failNull } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { ApexList } from '../runtime/list.ts';
import { ApexMap, CaseInsensitiveMap, KeySet } from '../runtime/map.ts';
import { listTypeOf, setTypeOf } from '../runtime/runtime-types.ts';
import { SObjectRecord } from '../runtime/sobject.ts';
import { putRecords } from '../runtime/support.ts';
import { textOf } from '../runtime/text.ts';
import { objectToken } from '../runtime/tokens.ts';
import { cloneRecord } from './platform/sobject.ts';

function copy(self: ApexMap, convert: (value: ApexValue) => ApexValue): ApexMap {
  const made = self instanceof CaseInsensitiveMap ? new CaseInsensitiveMap(self.$type) : new ApexMap(self.$type);
  for (const [key, value] of self.entries()) made.put(key, convert(value));
  return made;
}

/** Source: Apex Reference, Map Class. */
defineLibraryClass({
  name: 'System.Map',
  members: {
    'void clear()': (self: ApexMap) => self.clear(),
    'Map<K,V> clone()': (self: ApexMap) => copy(self, (value) => value),
    'Boolean containsKey(K key)': (self: ApexMap, key: ApexValue) => self.has(key),
    'Map<K,V> deepClone()': (self: ApexMap) => copy(self, (value) => (value instanceof SObjectRecord ? cloneRecord(value, true, true, true, true) : value)),
    'Boolean equals(Object other)': (self: ApexMap, other: ApexValue) => strictEquals(self, other),
    'V get(K key)': (self: ApexMap, key: ApexValue) => self.get(key),
    'Schema.SObjectType getSObjectType()': (self: ApexMap) => (self.$type.value!.kind === 'sobject' && self.$type.value!.name !== 'SObject' ? objectToken(self.$type.value!.name) : null),
    'Integer hashCode()': (self: ApexMap) => hashOf(self),
    'Boolean isEmpty()': (self: ApexMap) => self.size === 0,
    'Set<K> keySet()': (self: ApexMap) => new KeySet(setTypeOf(self.$type.key!), self),
    'V put(K key, V value)': (self: ApexMap, key: ApexValue, value: ApexValue) => self.put(key, value),
    'void putAll(Map<K,V> other)': (self: ApexMap, other: ApexMap | null) => {
      if (!other) failNull('Argument 1 cannot be null');
      for (const [key, value] of [...other.entries()]) self.put(key, value);
    },
    'void putAll(List<SObject> records)': (self: ApexMap, records: ApexList | null) => putRecords(self, records ?? failNull('Argument 1 cannot be null'), true),
    'V remove(K key)': (self: ApexMap, key: ApexValue) => self.delete(key),
    'Integer size()': (self: ApexMap) => self.size,
    'String toString()': (self: ApexMap) => textOf(self),
    'List<V> values()': (self: ApexMap) => new ApexList(listTypeOf(self.$type.value!), [...self.values()]),
  },
});
