import type { Body } from './body.ts';
import { supertypesOf, type UserType } from './user-type.ts';
import { resolveType } from './resolve-types.ts';
import { findMethods } from './members.ts';
import { typeName, type MethodSymbol } from './types.ts';

/** Errors about a type as a whole: supertypes that don't resolve, methods that are missing. */
export function checkType(b: Body, type: UserType): void {
  const declaration = type.declaration;
  const references = declaration.kind === 'ClassDeclaration'
    ? [...(declaration.superclass ? [declaration.superclass] : []), ...declaration.interfaces]
    : declaration.kind === 'InterfaceDeclaration' ? declaration.superinterfaces : [];
  for (const reference of references) {
    const found = resolveType(b.program, reference, { namespace: type.namespace, enclosing: type });
    if (!found) b.error(reference, `Invalid type: ${b.unit.source.text.slice(reference.start, reference.end)}`);
  }
  if (declaration.kind === 'ClassDeclaration' && !type.isAbstract) checkImplementations(b, type);
}

function checkImplementations(b: Body, type: UserType): void {
  for (const parent of supertypesOf(type)) {
    if (parent.isLibrary && (parent.kind !== 'interface' || parent.qualifiedName === 'Database.Batchable')) continue;
    for (const methods of parent.methods.values()) {
      for (const method of methods) {
        if (!method.isAbstract) continue;
        const implementations = findMethods(b.program, { symbol: type, arguments: new Map() }, method.name, (candidate) => !candidate.isAbstract && candidate.parameters.length === method.parameters.length);
        if (implementations.length) continue;
        b.error(type.declaration.name, parent.kind === 'interface'
          ? `Class ${type.name} must implement the method: ${describe(parent.qualifiedName, method)}`
          : `Class ${type.name} must implement the abstract method: ${describe(parent.qualifiedName, method)}`);
      }
    }
  }
}

function describe(owner: string, method: MethodSymbol): string {
  return `${typeName(method.returnType)} ${owner}.${method.name}(${method.parameters.map((parameter) => typeName(parameter.type)).join(', ')})`;
}
