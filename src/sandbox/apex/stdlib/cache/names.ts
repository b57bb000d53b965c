import type { ApexValue } from '../../runtime/contract.ts';
import { fail } from '../../runtime/exception.ts';
import { current } from '../../runtime/transaction.ts';
import type { CacheKind } from './store.ts';

const ALPHANUMERIC = /^[a-zA-Z0-9]+$/;
const invalid = (message: string): never => fail('Cache.InvalidParamException', message);

/** A key as partition methods take it. Source: Apex Reference, Cache Exceptions. */
export function validKey(key: ApexValue): string {
  if (typeof key !== 'string' || key === '') return invalid('Key value cannot be null or an empty string.');
  return ALPHANUMERIC.test(key) ? key : invalid(`Key value must be alphanumeric: ${key}`);
}

export function validValue(value: ApexValue): ApexValue {
  return value ?? invalid('Value cannot be null.');
}

/** The platform's bounds of a time to live. Source: Apex Reference, Org Class and Session Class. */
export function validSeconds(kind: CacheKind, seconds: ApexValue): number {
  const [least, most] = kind === 'Org' ? [300, 172_800] : [300, 28_800];
  const value = Number(seconds);
  return seconds !== null && value >= least && value <= most ? value : invalid(`Time to live must be between ${least} and ${most} seconds.`);
}

export const defaultSeconds = (kind: CacheKind): number => (kind === 'Org' ? 86_400 : 28_800);

/** `local` is the org's own namespace. */
const localName = (namespace: string): string => (namespace.toLowerCase() === (current().org.namespace ?? '').toLowerCase() ? 'local' : namespace.toLowerCase());

const missing = (kind: CacheKind, name: string): never =>
  fail(kind === 'Org' ? 'Cache.Org.OrgCacheException' : 'Cache.Session.SessionCacheException', `Invalid Partition: ${name}. Partition name doesn't exist.`);

/** A partition's full name as it is known inside; fails if there is none of that name. */
export function resolvePartition(kind: CacheKind, name: ApexValue): string {
  const [namespace, partition, ...rest] = typeof name === 'string' ? name.split('.') : [];
  if (!namespace || (partition === undefined && name === '')) return invalid('Partition name cannot be null or an empty string.');
  // A bare name is a partition of the running code's own namespace.
  const [owner, own] = partition === undefined ? ['local', namespace] : [namespace, partition];
  if (rest.length > 0 || !ALPHANUMERIC.test(own)) return missing(kind, String(name));
  const found = current().org.cachePartitions.find((each) => each.name.toLowerCase() === own.toLowerCase() && localName(each.namespace ?? current().org.namespace ?? '') === localName(owner === 'local' ? (current().org.namespace ?? '') : owner));
  return found ? `${localName(found.namespace ?? current().org.namespace ?? '')}.${found.name}` : missing(kind, String(name));
}

/** Where a key of the static methods leads: `namespace.partition.key`, or a key of the default partition. */
export function resolveKey(kind: CacheKind, key: ApexValue): { readonly partition: string; readonly key: string } {
  const parts = typeof key === 'string' ? key.split('.') : [];
  if (parts.length === 3) return { partition: resolvePartition(kind, `${parts[0]}.${parts[1]}`), key: validKey(parts[2]) };
  if (parts.length === 2) return invalid(`Invalid key: ${String(key)}. A key has the form namespace.partition.key, or key for the default partition.`);
  return { partition: defaultPartition(kind), key: validKey(key) };
}

export function defaultPartition(kind: CacheKind): string {
  const found = current().org.cachePartitions.find((each) => each.isDefault);
  return found ? `${localName(found.namespace ?? current().org.namespace ?? '')}.${found.name}` : missing(kind, 'default');
}
