import { isAssignable } from '../conversions.ts';
import { isNumeric, isPrimitive, sameType } from '../type-tools.ts';
import { typeName, type ApexType } from '../types.ts';
import { supertypesOf } from '../user-type.ts';

const ALL = new Set(['addall', 'removeall', 'retainall', 'containsall']);

/** Calls that take a whole collection take one of exactly the receiver's elements; only a list adds any list that fits. */
export function bulkFault(name: string, receiver: ApexType, args: readonly { readonly type: ApexType }[]): string | null {
  const given = args[0]?.type;
  if (!given || args.length !== 1 || !ALL.has(name.toLowerCase()) || (receiver.kind !== 'list' && receiver.kind !== 'set')) return null;
  if (given.kind !== 'list' && given.kind !== 'set') return null;
  if (receiver.kind === 'list' && given.kind === 'list' && name.toLowerCase() === 'addall') return isAssignable(given, receiver) ? null : fault(given, receiver);
  return isExact(given.element, receiver.element) ? null : fault(given, receiver);
}

const fault = (given: ApexType, receiver: ApexType): string => `Illegal all method call for argument type, ${typeName(given)}, for collection: ${typeName(receiver)}`;

/** A map takes a map that fits, or records by their ids. */
export function putAllFault(name: string, receiver: ApexType, args: readonly { readonly type: ApexType }[]): string | null {
  const given = args[0]?.type;
  if (receiver.kind !== 'map' || name.toLowerCase() !== 'putall' || !given || given.kind === 'null' || given.kind === 'error') return null;
  const isMap = given.kind === 'map' && isAssignable(given.key, receiver.key) && isAssignable(given.value, receiver.value);
  const isRecords = given.kind === 'list' && given.element.kind === 'sobject' && receiver.value.kind === 'sobject' && isPrimitive(receiver.key, 'Id', 'String', 'Object');
  return isMap || isRecords ? null : `Invalid putAll type ${typeName(given)} found for ${typeName(receiver)}`;
}

/** Sorting takes a comparator of what the list holds. Source: Apex Reference, List Class and Comparator Interface. */
export function sortFault(name: string, receiver: ApexType, args: readonly { readonly type: ApexType }[]): string | null {
  const given = args[0]?.type;
  if (receiver.kind !== 'list' || name.toLowerCase() !== 'sort' || args.length !== 1 || given?.kind !== 'class') return null;
  const isComparator = [given.symbol, ...supertypesOf(given.symbol)].some((symbol) => symbol.qualifiedName === 'System.Comparator');
  return isComparator ? `Incompatible Comparator argument type: ${typeName(given)}, for collection: ${typeName(receiver)}` : null;
}

/** Calls that only collections of records have. */
export function recordsFault(name: string, receiver: ApexType): string | null {
  const lower = name.toLowerCase();
  if (receiver.kind === 'map' && lower === 'getsobjecttype' && !isRecord(receiver.value)) return `Operation only applies to SObject value map types: ${typeName(receiver)}`;
  if (receiver.kind === 'list' && (lower === 'getsobjecttype' || lower === 'deepclone') && !isRecord(receiver.element)) return `Operation only applies to SObject list types: ${typeName(receiver)}`;
  return null;
}

const isRecord = (type: ApexType): boolean => type.kind === 'sobject' || type.kind === 'error';

function isExact(given: ApexType, wanted: ApexType): boolean {
  return sameType(given, wanted) || given.kind === 'error' || given.kind === 'null' || (given.kind === 'class' && wanted.kind === 'class') || (isNumeric(given) && isNumeric(wanted));
}
