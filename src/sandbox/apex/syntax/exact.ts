/**
 * The list with no room for more: one that was pushed to has room for sixteen further elements, which is most of the memory
 * of a tree full of short lists.
 */
export function exact<T>(list: T[]): T[] {
  return list.length === 0 ? list : list.slice();
}
