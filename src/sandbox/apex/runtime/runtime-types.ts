/**
 * Types at run time, interned by name. Names are those of `typeName` in semantics: `List<Account>`,
 * `Map<String,Object>`, `ns.Outer.Inner`; they are compared without regard to case.
 */
export type RuntimeTypeKind = 'object' | 'primitive' | 'list' | 'set' | 'map' | 'sobject' | 'class';

/** What is known of a class, interface or enum; registered by the class loader and by library classes. */
export interface ClassFacts {
  /** Direct supertypes by name: superclass and interfaces. */
  readonly supertypes: readonly string[];
  readonly isEnum: boolean;
}

export class RuntimeType {
  readonly name: string;
  readonly kind: RuntimeTypeKind;
  readonly element: RuntimeType | null;
  readonly key: RuntimeType | null;
  readonly value: RuntimeType | null;
  constructor(name: string, kind: RuntimeTypeKind, element: RuntimeType | null, key: RuntimeType | null, value: RuntimeType | null) {
    this.name = name;
    this.kind = kind;
    this.element = element;
    this.key = key;
    this.value = value;
  }
}

const PRIMITIVES = new Set(['boolean', 'integer', 'long', 'double', 'decimal', 'string', 'id', 'date', 'datetime', 'time', 'blob']);

/** Whether a name is an sObject's; the worker sets it from the org's schema. */
let isSObjectName: (name: string) => boolean = (name) => /__(c|mdt|e|b|x|share|history|feed|changeevent)$/i.test(name);
/** Finds a class's facts by full name; the worker sets it to the class loader's. */
let findClassFacts: (name: string) => ClassFacts | null = () => null;

export function configureTypes(lookups: { isSObjectName: (name: string) => boolean; findClassFacts: (name: string) => ClassFacts | null }): void {
  isSObjectName = lookups.isSObjectName;
  findClassFacts = lookups.findClassFacts;
  // Primitives are the same everywhere; what other names mean depends on the org.
  interned.clear();
  for (const [key, type] of permanent) interned.set(key, type);
  superCache.clear();
}

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
      return new RuntimeType(`List<${element.name}>`, 'list', element, null, null);
    }
    if (head === 'set') {
      const element = typeOf(args[0]!);
      return new RuntimeType(`Set<${element.name}>`, 'set', element, null, null);
    }
    if (head === 'map') {
      const key = typeOf(args[0]!);
      const value = typeOf(args[1]!);
      return new RuntimeType(`Map<${key.name},${value.name}>`, 'map', null, key, value);
    }
    return new RuntimeType(name, 'class', null, null, null);
  }
  if (lower === 'object' || lower === 'any') return keep(lower, permanent.get('object') ?? new RuntimeType('Object', 'object', null, null, null));
  if (PRIMITIVES.has(lower)) return keep(lower, new RuntimeType(lower[0]!.toUpperCase() + lower.slice(1), 'primitive', null, null, null));
  if (lower === 'sobject') return keep(lower, new RuntimeType('SObject', 'sobject', null, null, null));
  if (!findClassFacts(name) && !libraryFacts.has(lower) && isSObjectName(name)) return new RuntimeType(name, 'sobject', null, null, null);
  return new RuntimeType(name, 'class', null, null, null);
}

export function splitArguments(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '<') depth++;
    else if (c === '>') depth--;
    else if (c === ',' && depth === 0) {
      parts.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts;
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
