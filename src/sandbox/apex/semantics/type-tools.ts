import type { ApexType, PrimitiveName, TypeSymbol } from './types.ts';

/** Shared type objects and small questions about types. */
const primitive = (name: PrimitiveName): ApexType => ({ kind: 'primitive', name });

export const T = {
  void: { kind: 'void' } as ApexType,
  null: { kind: 'null' } as ApexType,
  error: { kind: 'error' } as ApexType,
  Boolean: primitive('Boolean'),
  Integer: primitive('Integer'),
  Long: primitive('Long'),
  Double: primitive('Double'),
  Decimal: primitive('Decimal'),
  String: primitive('String'),
  Id: primitive('Id'),
  Date: primitive('Date'),
  Datetime: primitive('Datetime'),
  Time: primitive('Time'),
  Blob: primitive('Blob'),
  Object: primitive('Object'),
  SObject: { kind: 'sobject', name: 'SObject' } as ApexType,
};

export const PRIMITIVES: ReadonlyMap<string, ApexType> = new Map(
  (['Boolean', 'Integer', 'Long', 'Double', 'Decimal', 'String', 'Id', 'Date', 'Datetime', 'Time', 'Blob', 'Object'] as const).map((name) => [name.toLowerCase(), T[name]]),
);

export const listOf = (element: ApexType): ApexType => ({ kind: 'list', element });
export const setOf = (element: ApexType): ApexType => ({ kind: 'set', element });
export const mapOf = (key: ApexType, value: ApexType): ApexType => ({ kind: 'map', key, value });
export const classOf = (symbol: TypeSymbol, typeArguments: readonly ApexType[] = []): ApexType => ({ kind: 'class', symbol, typeArguments });

export function isPrimitive(type: ApexType, ...names: PrimitiveName[]): boolean {
  return type.kind === 'primitive' && (names.length === 0 || names.includes(type.name));
}

const NUMERIC = new Set(['Integer', 'Long', 'Double', 'Decimal']);
export function isNumeric(type: ApexType): boolean {
  return type.kind === 'primitive' && NUMERIC.has(type.name);
}

export const isObject = (type: ApexType): boolean => type.kind === 'primitive' && type.name === 'Object';

/** Decimal wins, then Double, Long, Integer. */
export function promote(a: ApexType, b: ApexType): ApexType {
  for (const type of [T.Decimal, T.Double, T.Long]) if (sameType(a, type) || sameType(b, type)) return type;
  return T.Integer;
}

export function sameType(a: ApexType, b: ApexType): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'primitive': return a.name === (b as typeof a).name;
    case 'sobject': return a.name.toLowerCase() === (b as typeof a).name.toLowerCase();
    case 'list': case 'set': return sameType(a.element, (b as typeof a).element);
    case 'map': return sameType(a.key, (b as typeof a).key) && sameType(a.value, (b as typeof a).value);
    case 'class': {
      const other = b as typeof a;
      return a.symbol === other.symbol && a.typeArguments.length === other.typeArguments.length && a.typeArguments.every((argument, i) => sameType(argument, other.typeArguments[i]!));
    }
    case 'parameter': return a.name === (b as typeof a).name;
    default: return true;
  }
}

/** Replaces library type parameters: `T` → Account. */
export function substitute(type: ApexType, parameters: ReadonlyMap<string, ApexType>): ApexType {
  if (parameters.size === 0) return type;
  switch (type.kind) {
    case 'parameter': return parameters.get(type.name) ?? T.Object;
    case 'list': return listOf(substitute(type.element, parameters));
    case 'set': return setOf(substitute(type.element, parameters));
    case 'map': return mapOf(substitute(type.key, parameters), substitute(type.value, parameters));
    case 'class': return type.typeArguments.length ? classOf(type.symbol, type.typeArguments.map((argument) => substitute(argument, parameters))) : type;
    default: return type;
  }
}

/** Type parameters erased to Object, as slots and runtime types see them. */
export function erase(type: ApexType): ApexType {
  switch (type.kind) {
    case 'parameter': return T.Object;
    case 'list': return listOf(erase(type.element));
    case 'set': return setOf(erase(type.element));
    case 'map': return mapOf(erase(type.key), erase(type.value));
    case 'class': return type.typeArguments.length ? classOf(type.symbol, type.typeArguments.map(erase)) : type;
    default: return type;
  }
}
