import type { ApexType, TypeSymbol } from './types.ts';
import { isNumeric, isObject, isPrimitive, sameType, substitute } from './type-tools.ts';

/** How far a conversion may go: `strict` is the first phase of overload resolution, `loose` assignment and its second. */
export type Phase = 'strict' | 'loose';

/** Whether a value of type `from` may be assigned to `to` without a cast (platform rule R2). */
export function isAssignable(from: ApexType, to: ApexType, phase: Phase = 'loose'): boolean {
  if (from.kind === 'error' || to.kind === 'error') return true;
  if (from.kind === 'null') return to.kind !== 'void';
  if (to.kind === 'parameter' || from.kind === 'parameter') return true;
  if (from.kind === 'void' || to.kind === 'void') return false;
  if (sameType(from, to)) return true;
  if (isObject(to)) return phase === 'loose';
  if (to.kind === 'primitive') return isPrimitiveAssignable(from, to, phase);
  switch (to.kind) {
    case 'sobject':
      if (from.kind !== 'sobject') return false;
      // What a polymorphic lookup leads to may be a record of any object.
      return to.name === 'SObject' || (phase === 'loose' && (from.name === POLYMORPHIC || to.name === POLYMORPHIC));
    case 'list':
      return from.kind === 'list' && (isElementAssignable(from.element, to.element, phase) || isNarrowing(from.element, to.element));
    case 'set':
      return from.kind === 'set' && (isElementAssignable(from.element, to.element, phase) || isNarrowing(from.element, to.element));
    case 'map':
      return from.kind === 'map' && isElementAssignable(from.key, to.key, phase) && isElementAssignable(from.value, to.value, phase);
    case 'class':
      return isClassAssignable(from, to, phase);
  }
  return false;
}

const POLYMORPHIC = 'Name';

/** Lists and sets of any records may stand for those of one kind; a single record may not. */
const isNarrowing = (from: ApexType, to: ApexType): boolean => from.kind === 'sobject' && from.name === 'SObject' && to.kind === 'sobject';

function isElementAssignable(from: ApexType, to: ApexType, phase: Phase): boolean {
  return isObject(to) || isAssignable(from, to, phase);
}

function isPrimitiveAssignable(from: ApexType, to: ApexType & { kind: 'primitive' }, phase: Phase): boolean {
  switch (to.name) {
    case 'Long': return isPrimitive(from, 'Integer');
    case 'Double': return isPrimitive(from, 'Integer', 'Long') ? phase === 'loose' : phase === 'loose' && isPrimitive(from, 'Decimal');
    case 'Decimal': return isPrimitive(from, 'Integer', 'Long') || (phase === 'loose' && isPrimitive(from, 'Double'));
    case 'String': return isPrimitive(from, 'Id');
    case 'Id': return phase === 'loose' && isPrimitive(from, 'String');
    case 'Datetime': return isPrimitive(from, 'Date');
    default: return false;
  }
}

function isClassAssignable(from: ApexType, to: ApexType & { kind: 'class' }, phase: Phase): boolean {
  const target = to.symbol.qualifiedName;
  if (target === 'System.Iterable' && (from.kind === 'list' || from.kind === 'set')) {
    return to.typeArguments.length === 0 || isElementAssignable(from.element, to.typeArguments[0]!, phase);
  }
  if (target === 'System.Enum') return from.kind === 'class' && from.symbol.kind === 'enum';
  if (from.kind !== 'class') return false;
  const view = viewAs(from, to.symbol);
  if (!view) return false;
  return to.typeArguments.length === 0 || view.typeArguments.length === 0 || to.typeArguments.every((argument, i) => {
    const own = view.typeArguments[i];
    // What compares any records compares those of one kind.
    if (target === 'System.Comparator' && own && isAssignable(argument, own)) return true;
    return !own || isElementAssignable(own, argument, 'loose') || isObject(own);
  });
}

/** A class type seen as one of its supertypes, with type arguments substituted; null if it isn't one. */
export function viewAs(from: ApexType, symbol: TypeSymbol, seen = new Set<TypeSymbol>()): (ApexType & { kind: 'class' }) | null {
  if (from.kind !== 'class') return null;
  if (from.symbol === symbol) return from;
  // Exceptions without namespace: `Exception` and `System.Exception` are one type.
  if (seen.has(from.symbol)) return null;
  seen.add(from.symbol);
  const parameters = new Map(from.symbol.typeParameters.map((name, i) => [name, from.typeArguments[i]!] as const));
  for (const parent of [from.symbol.superclass, ...from.symbol.interfaces]) {
    if (!parent) continue;
    const found = viewAs(substitute(parent, parameters), symbol, seen);
    if (found) return found;
  }
  return null;
}

/** Whether a cast may succeed at run time. */
export function isCastable(from: ApexType, to: ApexType): boolean {
  if (isAssignable(from, to) || isAssignable(to, from)) return true;
  if (isNumeric(from) && isNumeric(to)) return true;
  if (isObject(from) || isObject(to)) return true;
  if (from.kind === 'list' && to.kind === 'list') return isCastable(from.element, to.element);
  if (from.kind === 'set' && to.kind === 'set') return isCastable(from.element, to.element);
  if (from.kind === 'map' && to.kind === 'map') return isCastable(from.key, to.key) && isCastable(from.value, to.value);
  if (from.kind === 'class' && to.kind === 'class') return from.symbol.kind === 'interface' || to.symbol.kind === 'interface';
  if (isIterableLike(from) && isIterableLike(to)) return true;
  return false;
}

const isIterableLike = (type: ApexType): boolean =>
  type.kind === 'list' || type.kind === 'set' || (type.kind === 'class' && (type.symbol.kind === 'interface' || type.symbol.qualifiedName === 'System.Iterable'));

/** The type of `c ? a : b` and `a ?? b`; null if the branches don't go together. */
export function commonType(a: ApexType, b: ApexType): ApexType | null {
  if (a.kind === 'null' || a.kind === 'error') return b;
  if (b.kind === 'null' || b.kind === 'error') return a;
  if (sameType(a, b)) return a;
  if (isNumeric(a) && isNumeric(b)) return isAssignable(a, b, 'strict') ? b : isAssignable(b, a, 'strict') ? a : isAssignable(a, b) ? b : a;
  // Each is assignable to the other; not every text is an Id.
  if (isPrimitive(a, 'String') && isPrimitive(b, 'Id')) return a;
  if (isAssignable(a, b)) return b;
  if (isAssignable(b, a)) return a;
  if (a.kind === 'sobject' && b.kind === 'sobject') return { kind: 'sobject', name: 'SObject' };
  return null;
}
