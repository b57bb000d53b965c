import type { MethodDeclaration } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import { isAssignable } from '../conversions.ts';
import { findMethods } from '../members.ts';
import { erase, isObject, sameType } from '../type-tools.ts';
import { supertypesOf, type UserType } from '../user-type.ts';
import type { ApexType, MethodSymbol } from '../types.ts';
import { signatureOf } from './describe.ts';

/** Abstract methods and those of interfaces that a concrete class leaves out, or implements where nobody can call them. */
export function checkImplementations(b: Body, type: UserType): void {
  if (type.declaration.kind !== 'ClassDeclaration') return;
  // A superclass that isn't known may implement them.
  for (let top: UserType | null = type; top; top = top.superclass?.kind === 'class' && !top.superclass.symbol.isLibrary ? (top.superclass.symbol as UserType) : null) {
    if (top.declaration.kind === 'ClassDeclaration' && top.declaration.superclass && !top.superclass) return;
  }
  for (const parent of supertypesOf(type)) {
    if (parent.isLibrary && (parent.kind !== 'interface' || parent.qualifiedName === 'Database.Batchable')) continue;
    for (const methods of parent.methods.values()) {
      for (const method of methods) if (method.isAbstract) checkImplementation(b, type, method);
    }
  }
}

function checkImplementation(b: Body, type: UserType, method: MethodSymbol): void {
  const found = findMethods(b.program, { symbol: type, arguments: new Map() }, method.name, (candidate) => !candidate.isAbstract && implementsMethod(candidate, method)).map((each) => each.method);
  const isInterface = method.owner.kind === 'interface';
  if (!found.length) {
    if (!type.isAbstract) b.error(type.declaration.name, `Class ${type.name} must implement the ${isInterface ? '' : 'abstract '}method: ${signatureOf(method)}`);
    return;
  }
  const own = found.find((candidate) => candidate.owner === type);
  if (own && isInterface && !type.isAbstract && (own.access === 'private' || own.access === 'protected')) {
    b.error((own.declaration as MethodDeclaration).name, `${type.name}: Overriding implementations of global or public interface methods must be global or public: ${signatureOf(own)}`);
  }
}

/** Whether the parameters go together; those of library interfaces are matched by number, as theirs may be generic. */
export function implementsMethod(candidate: MethodSymbol, declared: MethodSymbol): boolean {
  if (candidate.parameters.length !== declared.parameters.length) return false;
  return declared.owner.isLibrary || declared.parameters.every((parameter, i) => fits(erase(candidate.parameters[i]!.type), erase(parameter.type)));
}

function fits(own: ApexType, declared: ApexType): boolean {
  if (own.kind === 'error' || declared.kind === 'error' || sameType(own, declared)) return true;
  // A map may take values of a wider type.
  if (own.kind === 'map' && declared.kind === 'map') return sameType(own.key, declared.key) && isAssignable(declared.value, own.value);
  // Lists of records may be narrowed.
  return own.kind === 'list' && declared.kind === 'list' && (isObject(declared.element) || (own.element.kind === 'sobject' && declared.element.kind === 'sobject'));
}
