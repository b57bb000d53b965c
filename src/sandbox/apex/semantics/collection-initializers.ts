import { isAssignable } from './conversions.ts';
import { isPrimitive, sameType, T } from './type-tools.ts';
import { typeName, type ApexType } from './types.ts';

/** What is wrong with the one argument of `new List<T>(x)`, `new Set<T>(x)` or `new Map<K, V>(x)`; null if nothing is. */
export function initializerFault(type: ApexType, source: ApexType): string | null {
  if (source.kind === 'null' || source.kind === 'error') return null;
  switch (type.kind) {
    case 'list': return fillsList(type.element, source) ? null : `Invalid initializer type ${typeName(source)} found for List<${typeName(type.element)}>: expected an Integer or a List of type ${typeName(type.element)}`;
    case 'set': return fillsSet(type.element, source) ? null : `Invalid initializer type ${typeName(source)} found for Set<${typeName(type.element)}>: expected a List or a Set of type: ${typeName(type.element)}`;
    case 'map': return fillsMap(type.key, type.value, source) ? null : `Invalid initializer type ${typeName(source)} found for Map<${typeName(type.key)},${typeName(type.value)}>: expected a Map with the same key and value types, or a valid SObject List`;
    default: return null;
  }
}

/** Elements of the one kind may stand for those of the other: an Id for a String, a record for a record. */
const isClose = (from: ApexType, to: ApexType): boolean => isAssignable(from, to) || isAssignable(to, from);

function fillsList(element: ApexType, source: ApexType): boolean {
  if (isPrimitive(source, 'Integer')) return true;
  if (source.kind === 'list' || source.kind === 'set') return isClose(source.element, element);
  return source.kind === 'class' && source.symbol.kind !== 'enum';
}

function fillsSet(element: ApexType, source: ApexType): boolean {
  if (source.kind === 'class') return source.symbol.kind !== 'enum';
  if (source.kind !== 'list' && source.kind !== 'set') return false;
  if (source.kind === 'set' && sameType(element, T.Object)) return sameType(source.element, element);
  return isClose(source.element, element);
}

function fillsMap(key: ApexType, value: ApexType, source: ApexType): boolean {
  if (source.kind === 'map') return isClose(source.key, key) && isClose(source.value, value);
  return source.kind === 'list' && source.element.kind === 'sobject' && value.kind === 'sobject' && isPrimitive(key, 'Id', 'String') && isClose(source.element, value);
}
