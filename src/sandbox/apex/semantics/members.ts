import type { ApexType, FieldSymbol, MethodSymbol, TypeSymbol } from './types.ts';
import { candidate, type Candidate } from './overloads.ts';
import { substitute } from './type-tools.ts';
import type { Program } from './program.ts';

/** The library type whose members values of a type have: `System.List` for lists, `System.String` for Strings. */
export function memberSymbol(program: Program, type: ApexType): { symbol: TypeSymbol; arguments: ReadonlyMap<string, ApexType> } | null {
  const named = (name: string, args: readonly (readonly [string, ApexType])[] = []): { symbol: TypeSymbol; arguments: ReadonlyMap<string, ApexType> } | null => {
    const symbol = program.catalogue.find(name);
    return symbol ? { symbol, arguments: new Map(args) } : null;
  };
  switch (type.kind) {
    case 'class': return { symbol: type.symbol, arguments: new Map(type.symbol.typeParameters.map((name, i) => [name, type.typeArguments[i]!] as const)) };
    case 'list': return named('System.List', [['T', type.element]]);
    case 'set': return named('System.Set', [['T', type.element]]);
    case 'map': return named('System.Map', [['K', type.key], ['V', type.value]]);
    case 'sobject': return named('System.SObject');
    case 'primitive': return named(`System.${type.name}`);
    default: return null;
  }
}

interface Visit { readonly symbol: TypeSymbol; readonly arguments: ReadonlyMap<string, ApexType> }

/** A type and all its supertypes, nearest first, with type arguments; Object (or Enum) last. */
export function* hierarchy(program: Program, start: Visit): Generator<Visit> {
  const seen = new Set<TypeSymbol>();
  const queue: Visit[] = [start];
  while (queue.length) {
    const visit = queue.shift()!;
    if (seen.has(visit.symbol)) continue;
    seen.add(visit.symbol);
    yield visit;
    for (const parent of [visit.symbol.superclass, ...visit.symbol.interfaces]) {
      if (parent?.kind !== 'class') continue;
      const concrete = substitute(parent, visit.arguments);
      const next = memberSymbol(program, concrete);
      if (next) queue.push(next);
    }
  }
  const base = program.catalogue.find(start.symbol.kind === 'enum' ? 'System.Enum' : 'System.Object');
  if (base && !seen.has(base)) yield { symbol: base, arguments: new Map() };
}

/** Methods of a name, nearest first. */
export function findMethods(program: Program, start: Visit, name: string, filter: (method: MethodSymbol) => boolean): Candidate[] {
  const lower = name.toLowerCase();
  const found: Candidate[] = [];
  for (const visit of hierarchy(program, start)) {
    for (const method of visit.symbol.methods.get(lower) ?? []) if (filter(method)) found.push(candidate(method, visit.arguments));
  }
  return found;
}

export function findField(program: Program, start: Visit, name: string): { field: FieldSymbol; type: ApexType } | null {
  const lower = name.toLowerCase();
  for (const visit of hierarchy(program, start)) {
    const field = visit.symbol.fields.get(lower);
    if (field) return { field, type: substitute(field.type, visit.arguments) };
  }
  return null;
}
