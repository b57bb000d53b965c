import { stringHash } from './equality.ts';

/** Entries in the order in which a Java HashMap with these keys goes through them. */
export function inHashOrder<E>(entries: readonly E[], keyOf: (entry: E) => string): E[] {
  let buckets = 16;
  while (entries.length > buckets * 0.75) buckets *= 2;
  const bucketOf = (entry: E): number => {
    const hash = stringHash(keyOf(entry));
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  return [...entries].sort((a, b) => bucketOf(a) - bucketOf(b));
}
