import type { TypeReference } from '../syntax/ast.ts';
import type { Program } from './program.ts';
import { scriptOfClass } from './script-names.ts';
import { classOf, listOf, mapOf, PRIMITIVES, setOf, T } from './type-tools.ts';
import type { ApexType, TypeSymbol } from './types.ts';

/** Where a name is looked up from: a class, or only a namespace (triggers, anonymous Apex). */
export interface TypeScope {
  readonly namespace: string | null;
  /** The type whose body the name is in; null outside of classes. */
  readonly enclosing: TypeSymbol | null;
  /** Types declared beside the code (anonymous Apex, triggers). */
  readonly localTypes?: ReadonlyMap<string, TypeSymbol>;
}

const asScope = (from: TypeSymbol | TypeScope): TypeScope => ('qualifiedName' in from ? { namespace: from.namespace, enclosing: from } : from);

/** The type of a reference, null if there is none. Type resolution order: platform rule R5. */
export function resolveType(program: Program, reference: TypeReference, from: TypeSymbol | TypeScope): ApexType | null {
  const scope = asScope(from);
  const last = reference.names.at(-1)!;
  const args: ApexType[] = [];
  for (const argument of last.typeArguments) {
    const type = resolveType(program, argument, scope);
    if (!type) return null;
    args.push(type);
  }
  let type = resolveNames(program, reference.names.map((part) => part.identifier.name), args, scope);
  for (let i = 0; type && i < reference.arrayDimensions; i++) type = listOf(type);
  return type;
}

export function resolveNames(program: Program, names: readonly string[], args: readonly ApexType[], scope: TypeScope): ApexType | null {
  const lower = names.map((name) => name.toLowerCase());
  const head = lower[0]!;
  if (lower.length === 1 || (lower.length === 2 && head === 'system')) {
    const name = lower.at(-1)!;
    if (args.length) {
      if (name === 'list') return listOf(args[0]!);
      if (name === 'set') return setOf(args[0]!);
      if (name === 'map') return mapOf(args[0]!, args[1] ?? T.Object);
    }
  }
  const user = findUserType(program, names, scope);
  if (user) return classOf(user, args);
  if (lower.length === 1) {
    const primitive = PRIMITIVES.get(head);
    if (primitive) return primitive;
    if (head === 'sobject') return T.SObject;
    if (head === 'list' || head === 'set') return null;
    return recordsOfStaticClass(program, names[0]!, scope) ?? library(program, `System.${head}`, args) ?? library(program, `Schema.${head}`, args) ?? sobject(program, names[0]!, scope) ?? library(program, head, args) ?? implied(program, head, args);
  }
  if (lower.length === 2) {
    if (head === 'system') {
      const primitive = PRIMITIVES.get(lower[1]!);
      if (primitive) return primitive;
      if (lower[1] === 'sobject') return T.SObject;
    }
    const found = library(program, lower.join('.'), args);
    if (found) return found;
    if (head === 'schema') return sobject(program, names[1]!, scope);
    if (scope.namespace && head === scope.namespace.toLowerCase()) return sobject(program, names[1]!, scope);
    return generated(program, names, scope);
  }
  // Every flow has a type of its own, every DataWeave script and every Visualforce component.
  if (head === 'flow' && lower[1] === 'interview') return library(program, 'Flow.Interview', args);
  return library(program, lower.join('.'), args) ?? generated(program, names, scope);
}

function generated(program: Program, names: readonly string[], scope: TypeScope): ApexType | null {
  const lower = names.map((name) => name.toLowerCase());
  if (lower.at(-1) === 'sobjecttype') return library(program, 'Schema.SObjectType', []);
  if (lower.join('.') === 'apexpages.pagereference') return library(program, 'System.PageReference', []);
  if (scriptOfClass(program.schema, names, scope.namespace)) return library(program, 'DataWeave.Script', []);
  return lower[0] === 'component' ? library(program, 'ApexPages.Component', []) : null;
}

/** `BusinessHours` and the like name a class that has statics only, and an object: as a type they mean its records. */
function recordsOfStaticClass(program: Program, name: string, scope: TypeScope): ApexType | null {
  return ['businesshours', 'network', 'site'].includes(name.toLowerCase()) ? sobject(program, name, scope) : null;
}

/** Types that may be named without their namespace although they aren't in System or Schema. */
function implied(program: Program, name: string, args: readonly ApexType[]): ApexType | null {
  return ['batchable', 'batchablecontext', 'saveresult', 'querylocator', 'dmloptions'].includes(name) ? library(program, `Database.${name}`, args) : null;
}

function library(program: Program, name: string, args: readonly ApexType[]): ApexType | null {
  const symbol = program.catalogue.find(name);
  if (!symbol || symbol.qualifiedName === 'System.AggregateResult') return null;
  return classOf(symbol, args.length ? args : symbol.typeParameters.map(() => T.Object));
}

function sobject(program: Program, name: string, scope: TypeScope): ApexType | null {
  if (name.toLowerCase() === 'aggregateresult') return { kind: 'sobject', name: 'AggregateResult' };
  const object = program.schema.object(name, scope.namespace);
  return object ? { kind: 'sobject', name: object.name } : null;
}

function findUserType(program: Program, names: readonly string[], scope: TypeScope): TypeSymbol | null {
  const head = names[0]!.toLowerCase();
  let found = scope.localTypes?.get(head) ?? innerType(scope.enclosing, head) ?? program.findTopLevel(scope.namespace, head);
  let rest = names.slice(1);
  if (!found && scope.namespace) found = null;
  if (!found && names.length > 1 && program.isNamespace(head)) {
    found = program.findTopLevel(head, names[1]!);
    rest = names.slice(2);
  }
  for (const name of rest) {
    if (!found) return null;
    found = memberType(found, name.toLowerCase());
  }
  return found ?? null;
}

/** An inner type of the enclosing classes or of their superclasses. */
function innerType(enclosing: TypeSymbol | null, name: string): TypeSymbol | null {
  for (let type = enclosing; type; type = type.outer) {
    if (type.outer === null && type.name.toLowerCase() === name) return type;
    const found = memberType(type, name);
    if (found) return found;
  }
  return null;
}

function memberType(type: TypeSymbol, name: string): TypeSymbol | null {
  const seen = new Set<TypeSymbol>();
  for (let symbol: TypeSymbol | null = type; symbol && !seen.has(symbol); ) {
    seen.add(symbol);
    const found = symbol.inner.get(name);
    if (found) return found;
    const parent: ApexType | null = superclassIfResolved(symbol);
    symbol = parent?.kind === 'class' ? parent.symbol : null;
  }
  return null;
}

const resolving = new Set<TypeSymbol>();

/** Resolving a superclass looks names up too: the type being resolved has no superclass yet. */
function superclassIfResolved(type: TypeSymbol): ApexType | null {
  if (resolving.has(type)) return null;
  resolving.add(type);
  try {
    return type.superclass;
  } finally {
    resolving.delete(type);
  }
}
