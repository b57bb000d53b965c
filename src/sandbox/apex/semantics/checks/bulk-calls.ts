import { isNumeric, sameType } from '../type-tools.ts';
import { typeName, type ApexType, type MethodSymbol } from '../types.ts';

const ALL = new Set(['addall', 'removeall', 'retainall', 'containsall']);

/** Calls that take a whole collection take one of exactly the receiver's elements; only a list adds any list that fits. */
export function bulkFault(method: MethodSymbol, receiver: ApexType, args: readonly { readonly type: ApexType }[]): string | null {
  const given = args[0]?.type;
  if (!given || args.length !== 1 || !ALL.has(method.name.toLowerCase()) || (receiver.kind !== 'list' && receiver.kind !== 'set')) return null;
  if (given.kind !== 'list' && given.kind !== 'set') return null;
  if (receiver.kind === 'list' && given.kind === 'list' && method.name.toLowerCase() === 'addall') return null;
  return isExact(given.element, receiver.element) ? null : `Illegal all method call for argument type, ${typeName(given)}, for collection: ${typeName(receiver)}`;
}

function isExact(given: ApexType, wanted: ApexType): boolean {
  return sameType(given, wanted) || given.kind === 'error' || given.kind === 'null' || (given.kind === 'class' && wanted.kind === 'class') || (isNumeric(given) && isNumeric(wanted));
}
