import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull, isCatchable } from '../../runtime/exception.ts';
import { defineLibraryClass, typed, type LibraryFunction } from '../../runtime/library.ts';
import { listOf } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { ApexMap, ApexSet } from '../../runtime/map.ts';
import { ApexObject, callSlot, hasSlot } from '../../runtime/object.ts';
import { isSubclass, typeOf } from '../../runtime/runtime-types.ts';
import type { ApexTypeValue } from '../../runtime/tokens.ts';
import { current } from '../../runtime/transaction.ts';
import { defaultPartition, defaultSeconds, resolveKey, resolvePartition, validKey, validSeconds, validValue } from './names.ts';
import { partitionOf, type CacheKind, type Partition } from './store.ts';

/** What `getPartition` returns. */
class ApexPartition extends ApexObject {
  readonly kind: CacheKind;
  readonly fullName: string;
  constructor(kind: CacheKind, fullName: string) {
    super();
    this.kind = kind;
    this.fullName = fullName;
    Object.defineProperty(this, '$type', { value: typeOf(`Cache.${kind}Partition`) });
  }
  get content(): Partition { return partitionOf(this.kind, this.fullName); }
}
typed(ApexPartition, 'Cache.Partition');

const LOAD = 'doload$String';
/** Source: Apex Developer Guide, Platform Cache: a bulk method takes ten keys. */
const MOST_KEYS = 10;

/** There is no session behind asynchronous work. Source: Apex Reference, Session Class. */
const hasSession = (): boolean => !['future', 'queueable', 'batch', 'schedulable'].includes(current().kind);
function open(kind: CacheKind, fullName: string): Partition {
  if (kind === 'Session' && !hasSession()) fail('Cache.Session.SessionCacheNoSessionException', 'Session cache is not available.');
  return partitionOf(kind, fullName);
}

function builderOf(type: ApexTypeValue | null): object {
  const made = type && isSubclass(type.type.name, 'Cache.CacheBuilder') ? current().program.findType(null, type.type.name)?.newInstance?.() : null;
  return made && hasSlot(made, LOAD) ? made as object : fail('Cache.InvalidCacheBuilderException', `${type?.apexName ?? 'null'} does not implement the Cache.CacheBuilder interface.`);
}

/** Values of a builder lie beside those that were put under the same key. */
const builtKey = (type: ApexTypeValue | null, key: ApexValue): string => `${(type ?? failNull()).apexName.replace(/\W/g, '')}${validKey(key)}`;

function load(partition: Partition, kind: CacheKind, type: ApexTypeValue | null, key: ApexValue): ApexValue {
  const builder = builderOf(type);
  const stored = builtKey(type, key);
  const found = partition.read(stored);
  if (found !== undefined) return found;
  let value: ApexValue;
  try {
    value = callSlot(builder, LOAD, key) ?? null;
  } catch (thrown) {
    return isCatchable(thrown) ? fail('Cache.CacheBuilderExecutionException', `Error loading ${type!.apexName}: ${thrown.message ?? ''}`) : raise(thrown);
  }
  if (value !== null) partition.write(stored, value, defaultSeconds(kind));
  return value;
}

const raise = (thrown: unknown): never => { throw thrown; };

/** The keys of a bulk call, and where each leads. */
function bulk<T>(keys: ApexSet | null, valueType: string, read: (key: string) => T | undefined): ApexMap {
  if (!keys) failNull();
  if (keys.size > MOST_KEYS) fail('Cache.BulkApiKeysLimitExceededException', `The number of keys exceeds the limit of ${MOST_KEYS}.`);
  const map = new ApexMap(typeOf(`Map<String,${valueType}>`));
  for (const key of keys.values()) {
    const value = read(key as string);
    if (value !== undefined) map.put(key, value);
  }
  return map;
}

const mean = (total: number, count: number): bigint => BigInt(Math.round(count ? total / count : 0));
/** Figures of a partition, by the names of the methods. The time that a get takes isn't measured: it is no time at all. */
const FIGURES: Readonly<Record<string, (partition: Partition) => ApexValue>> = {
  'Long getAvgGetSize()': (partition) => mean(partition.getSizes, partition.gets - partition.misses),
  'Long getAvgGetTime()': () => 0n,
  'Long getAvgValueSize()': (partition) => mean(partition.sizes().reduce((sum, size) => sum + size, 0), partition.entries.size),
  'Double getCapacity()': (partition) => (100 * partition.sizes().reduce((sum, size) => sum + size, 0)) / CAPACITY,
  'Set<String> getKeys()': (partition) => new ApexSet(typeOf('Set<String>'), partition.keys()),
  'Long getMaxGetSize()': (partition) => BigInt(partition.largestGet),
  'Long getMaxGetTime()': () => 0n,
  'Long getMaxValueSize()': (partition) => BigInt(Math.max(0, ...partition.sizes())),
  'Double getMissRate()': (partition) => (partition.gets ? partition.misses / partition.gets : 0),
  'Long getNumKeys()': (partition) => BigInt(partition.keys().length),
};
/** Bytes of a partition: the 3 MB that the platform gives for trial. */
const CAPACITY = 3 * 1024 * 1024;

const partitionMembers: Record<string, LibraryFunction> = {
  'Boolean contains(String key)': (self: ApexPartition, key: ApexValue) => open(self.kind, self.fullName).alive(validKey(key)) !== undefined,
  'Map<String,Boolean> contains(Set<String> keys)': (self: ApexPartition, keys: ApexSet | null) => bulk(keys, 'Boolean', (key) => open(self.kind, self.fullName).alive(validKey(key)) !== undefined),
  'static String createFullyQualifiedKey(String namespace, String partition, String key)': (namespace: string, partition: string, key: string) => `${namespace}.${partition}.${key}`,
  'static String createFullyQualifiedPartition(String namespace, String partition)': (namespace: string, partition: string) => `${namespace}.${partition}`,
  'Object get(String key)': (self: ApexPartition, key: ApexValue) => open(self.kind, self.fullName).read(validKey(key)) ?? null,
  'Map<String,Object> get(Set<String> keys)': (self: ApexPartition, keys: ApexSet | null) => bulk(keys, 'Object', (key) => open(self.kind, self.fullName).read(validKey(key))),
  'Object get(System.Type cacheBuilder, String key)': (self: ApexPartition, type: ApexTypeValue | null, key: ApexValue) => load(open(self.kind, self.fullName), self.kind, type, key),
  'String getName()': (self: ApexPartition) => self.fullName,
  'Boolean isAvailable()': (self: ApexPartition) => self.kind === 'Org' || hasSession(),
  'Boolean remove(String key)': (self: ApexPartition, key: ApexValue) => open(self.kind, self.fullName).entries.delete(validKey(key)),
  'Boolean remove(System.Type cacheBuilder, String key)': (self: ApexPartition, type: ApexTypeValue | null, key: ApexValue) => {
    builderOf(type);
    return open(self.kind, self.fullName).entries.delete(builtKey(type, key));
  },
  'static void validateCacheBuilder(System.Type cacheBuilder)': (type: ApexTypeValue | null) => { builderOf(type); },
  'static void validateKey(Boolean isDefault, String key)': (_isDefault: boolean, key: ApexValue) => { validKey(key); },
  'static void validateKeyValue(Boolean isDefault, String key, Object value)': (_isDefault: boolean, key: ApexValue, value: ApexValue) => { validKey(key); validValue(value); },
  'static void validateKeys(Boolean isDefault, Set<String> keys)': (_isDefault: boolean, keys: ApexSet | null) => { for (const key of (keys ?? failNull()).values()) validKey(key); },
  'static void validatePartitionName(String name)': (name: ApexValue) => { resolvePartition('Org', name); },
};

const put = (kind: CacheKind, partition: string, key: string, value: ApexValue, seconds: ApexValue = defaultSeconds(kind)): void =>
  open(kind, partition).write(key, validValue(value), validSeconds(kind, seconds));
const putOf = (seconds: 'given' | 'default'): LibraryFunction => (self: ApexPartition, key: ApexValue, value: ApexValue, ttl: ApexValue) =>
  (seconds === 'given' ? put(self.kind, self.fullName, validKey(key), value, ttl) : put(self.kind, self.fullName, validKey(key), value));
Object.assign(partitionMembers, {
  'void put(String key, Object value)': putOf('default'),
  'void put(String key, Object value, cache.Visibility visibility)': putOf('default'),
  'void put(String key, Object value, Integer ttlSecs)': putOf('given'),
  'void put(String key, Object value, Integer ttlSecs, cache.Visibility visibility, Boolean immutable)': putOf('given'),
});
for (const [key, figure] of Object.entries(FIGURES)) partitionMembers[key] = (self: ApexPartition) => figure(open(self.kind, self.fullName));

/** Source: Apex Reference, Partition Class, OrgPartition Class, SessionPartition Class. */
defineLibraryClass({ name: 'Cache.Partition', members: partitionMembers });
defineLibraryClass({ name: 'Cache.OrgPartition', supertypes: ['Cache.Partition'], members: {} });
defineLibraryClass({ name: 'Cache.SessionPartition', supertypes: ['Cache.Partition'], members: {} });

/** The static methods: a key names its partition, or means the default one. */
function statics(kind: CacheKind): Record<string, LibraryFunction> {
  const at = (key: ApexValue): { partition: Partition; key: string } => {
    const found = resolveKey(kind, key);
    return { partition: open(kind, found.partition), key: found.key };
  };
  const has = (key: ApexValue): boolean => {
    const found = at(key);
    return found.partition.alive(found.key) !== undefined;
  };
  const read = (key: ApexValue): ApexValue | undefined => {
    const found = at(key);
    return found.partition.read(found.key);
  };
  const write = (key: ApexValue, value: ApexValue, seconds?: ApexValue): void => {
    const found = resolveKey(kind, key);
    put(kind, found.partition, found.key, value, seconds);
  };
  const members: Record<string, LibraryFunction> = {
    'static Boolean contains(String key)': has,
    'static Map<String,Boolean> contains(Set<String> keys)': (keys: ApexSet | null) => bulk(keys, 'Boolean', has),
    'static Object get(String key)': (key: ApexValue) => read(key) ?? null,
    'static Map<String,Object> get(Set<String> keys)': (keys: ApexSet | null) => bulk(keys, 'Object', read),
    'static Object get(System.Type cacheBuilder, String key)': (type: ApexTypeValue | null, key: ApexValue) => {
      const found = at(key);
      return load(found.partition, kind, type, found.key);
    },
    [`static cache.${kind}Partition getPartition(String partitionName)`]: (name: ApexValue) => new ApexPartition(kind, resolvePartition(kind, name)),
    'static void put(String key, Object value)': (key: ApexValue, value: ApexValue) => write(key, value),
    'static void put(String key, Object value, Cache.Visibility visibility)': (key: ApexValue, value: ApexValue) => write(key, value),
    'static void put(String key, Object value, Integer ttlSecs)': (key: ApexValue, value: ApexValue, seconds: ApexValue) => write(key, value, seconds),
    'static void put(String key, Object value, Integer ttlSecs, cache.Visibility visibility, Boolean immutable)': (key: ApexValue, value: ApexValue, seconds: ApexValue) => write(key, value, seconds),
    'static Boolean remove(String key)': (key: ApexValue) => {
      const found = at(key);
      return found.partition.entries.delete(found.key);
    },
    'static Boolean remove(System.Type cacheBuilder, String key)': (type: ApexTypeValue | null, key: ApexValue) => {
      builderOf(type);
      const found = at(key);
      return found.partition.entries.delete(builtKey(type, found.key));
    },
  };
  for (const [key, figure] of Object.entries(FIGURES)) members[`static ${key}`] = () => figure(open(kind, defaultPartition(kind)));
  return members;
}

/** Source: Apex Reference, Org Class. */
defineLibraryClass({ name: 'Cache.Org', members: {
  ...statics('Org'),
  'static List<Boolean> contains(List<String> keys)': (keys: ApexList | null) => listOf('Boolean', (keys ?? failNull()).items.map((key) => {
    const found = resolveKey('Org', key);
    return open('Org', found.partition).alive(found.key) !== undefined;
  })),
} });
/** Source: Apex Reference, Session Class. */
defineLibraryClass({ name: 'Cache.Session', members: { ...statics('Session'), 'static Boolean isAvailable()': hasSession } });
