/**
 * Types at run time, interned by key. Keys are those of `typeKey` in semantics: `List<SObject:Account>`, `Map<String,Object>`,
 * `ns.Outer.Inner`; they are compared without regard to case. An object and a class may have one name: an object's key says
 * that it is one.
 */
import { splitArguments } from '../semantics/type-text.ts';

export type RuntimeTypeKind = 'object' | 'primitive' | 'list' | 'set' | 'map' | 'sobject' | 'class';

/** What is known of a class, interface or enum; registered by the class loader and by library classes. */
export interface ClassFacts {
  /** Direct supertypes by name: superclass and interfaces. */
  readonly supertypes: readonly string[];
  readonly isEnum: boolean;
}

export class RuntimeType {
  /** As printed: `List<Account>`. */
  readonly name: string;
  /** What `typeOf` finds it by: `List<SObject:Account>`. */
  readonly id: string;
  readonly kind: RuntimeTypeKind;
  readonly element: RuntimeType | null;
  readonly key: RuntimeType | null;
  readonly value: RuntimeType | null;
  constructor(name: string, kind: RuntimeTypeKind, element: RuntimeType | null = null, key: RuntimeType | null = null, value: RuntimeType | null = null, id = name) {
    this.name = name;
    this.id = id;
    this.kind = kind;
    this.element = element;
    this.key = key;
    this.value = value;
  }
}

const PRIMITIVES = new Set(['boolean', 'integer', 'long', 'double', 'decimal', 'string', 'id', 'date', 'datetime', 'time', 'blob']);

/** Finds a class's facts by full name; the worker sets it to the class loader's. */
let findClassFacts: (name: string) => ClassFacts | null = () => null;

export function configureTypes(lookups: { findClassFacts: (name: string) => ClassFacts | null }): void {
  findClassFacts = lookups.findClassFacts;
  // Primitives are the same everywhere; what other names mean depends on the org.
  interned.clear();
  for (const [key, type] of permanent) interned.set(key, type);
  superCache.clear();
  objects.clear();
}

/** Types of objects by API name: they are asked for at every record. */
const objects = new Map<string, RuntimeType>();
const interned = new Map<string, RuntimeType>();
/** Object, SObject and the primitives. */
const permanent = new Map<string, RuntimeType>();
const keep = (lower: string, type: RuntimeType): RuntimeType => {
  permanent.set(lower, type);
  return type;
};
const libraryFacts = new Map<string, ClassFacts>();
const superCache = new Map<string, ReadonlySet<string>>();

/** Registers a library class; done while modules load. */
export function registerLibraryType(name: string, facts: ClassFacts): void {
  libraryFacts.set(name.toLowerCase(), facts);
}

/** The type of an object's records, by its API name. */
export function sobjectType(objectName: string): RuntimeType {
  let type = objects.get(objectName);
  if (!type) objects.set(objectName, (type = typeOf(objectName === 'SObject' ? objectName : OBJECT_PREFIX + objectName)));
  return type;
}

/** Of a list of records of one object, and the like. */
export const listTypeOf = (element: RuntimeType): RuntimeType => typeOf(`List<${element.id}>`);
export const setTypeOf = (element: RuntimeType): RuntimeType => typeOf(`Set<${element.id}>`);
export const mapTypeOf = (key: RuntimeType, value: RuntimeType): RuntimeType => typeOf(`Map<${key.id},${value.id}>`);

const OBJECT_PREFIX = 'SObject:';

export const isLibraryClass = (name: string): boolean => libraryFacts.has(name.toLowerCase());

export function typeOf(name: string): RuntimeType {
  let type = interned.get(name);
  if (type) return type;
  const lower = name.toLowerCase();
  type = interned.get(lower);
  if (!type) {
    type = build(name, lower);
    interned.set(lower, type);
  }
  interned.set(name, type);
  return type;
}

function build(name: string, lower: string): RuntimeType {
  if (lower.endsWith('[]')) return typeOf(`List<${name.slice(0, -2)}>`);
  const open = lower.indexOf('<');
  if (open > 0) {
    const head = lower.slice(0, open);
    const args = splitArguments(name.slice(open + 1, -1));
    if (head === 'list') {
      const element = typeOf(args[0]!);
      return new RuntimeType(`List<${element.name}>`, 'list', element, null, null, `List<${element.id}>`);
    }
    if (head === 'set') {
      const element = typeOf(args[0]!);
      return new RuntimeType(`Set<${element.name}>`, 'set', element, null, null, `Set<${element.id}>`);
    }
    if (head === 'map') {
      const key = typeOf(args[0]!);
      const value = typeOf(args[1]!);
      return new RuntimeType(`Map<${key.name},${value.name}>`, 'map', null, key, value, `Map<${key.id},${value.id}>`);
    }
    return new RuntimeType(`${name.slice(0, open)}<${args.map((argument) => typeOf(argument).name).join(',')}>`, 'class', null, null, null, name);
  }
  if (lower === 'object' || lower === 'any') return keep(lower, permanent.get('object') ?? new RuntimeType('Object', 'object'));
  if (PRIMITIVES.has(lower)) return keep(lower, new RuntimeType(lower[0]!.toUpperCase() + lower.slice(1), 'primitive'));
  if (lower === 'sobject') return keep(lower, new RuntimeType('SObject', 'sobject'));
  if (name.startsWith(OBJECT_PREFIX)) return new RuntimeType(name.slice(OBJECT_PREFIX.length), 'sobject', null, null, null, name);
  return new RuntimeType(name, 'class');
}

const withoutArguments = (name: string): string => {
  const open = name.indexOf('<');
  return (open < 0 ? name : name.slice(0, open)).toLowerCase();
};

/** All supertypes of a class, itself included, by lower-case name without type arguments. */
export function supertypesOf(name: string): ReadonlySet<string> {
  const lower = withoutArguments(name);
  const known = superCache.get(lower);
  if (known) return known;
  const all = new Set<string>([lower]);
  const facts = findClassFacts(name) ?? libraryFacts.get(lower);
  for (const supertype of facts?.supertypes ?? []) for (const inherited of supertypesOf(supertype)) all.add(inherited);
  superCache.set(lower, all);
  return all;
}

export function isSubclass(name: string, supertype: string): boolean {
  const target = withoutArguments(supertype);
  const all = supertypesOf(name);
  return all.has(target) || (!target.includes('.') && all.has(`system.${target}`));
}

/** Whether a value of type `from` may be held by a variable of type `to` (reference types and boxed numbers). */
export function isAssignable(from: RuntimeType, to: RuntimeType): boolean {
  if (from === to || to.kind === 'object') return true;
  switch (to.kind) {
    case 'primitive': {
      if (from.kind !== 'primitive') return false;
      const f = from.name;
      switch (to.name) {
        case 'Long': return f === 'Integer';
        case 'Double':
        case 'Decimal': return f === 'Integer' || f === 'Long' || f === 'Double' || f === 'Decimal';
        case 'String': return f === 'Id';
        case 'Id': return f === 'String';
        case 'Datetime': return f === 'Date';
        default: return false;
      }
    }
    case 'sobject': return from.kind === 'sobject' && (to.name === 'SObject' || from.name.toLowerCase() === to.name.toLowerCase());
    case 'list': return from.kind === 'list' && (isAssignable(from.element!, to.element!) || (from.element!.name === 'SObject' && to.element!.kind === 'sobject'));
    case 'set': return from.kind === 'set' && from.element === to.element;
    case 'map': return from.kind === 'map' && isAssignable(from.key!, to.key!) && isAssignable(from.value!, to.value!);
    case 'class':
      if (from.kind === 'class') return isSubclass(from.name, to.name);
      if (from.kind === 'list' || from.kind === 'set') return withoutArguments(to.name) === 'iterable' || withoutArguments(to.name) === 'system.iterable';
      return false;
    default: return false;
  }
}
