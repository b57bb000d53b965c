import type { MethodDeclaration } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import { sameType } from '../type-tools.ts';
import type { Access, MethodSymbol } from '../types.ts';
import { supertypesOf, type UserType } from '../user-type.ts';
import { isMemberVisible } from '../visibility.ts';
import { nameOf, signatureOf } from './describe.ts';
import { sameParameters } from './duplicate-members.ts';

const WIDTH: Readonly<Record<Access, number>> = { private: 0, protected: 1, public: 2, global: 2 };

/** Methods against those that the class inherits: the `override` keyword, visibility, return type. */
export function checkOverrides(b: Body, type: UserType): void {
  if (type.declaration.kind !== 'ClassDeclaration') return;
  // What an unknown superclass declares isn't known either.
  if (type.declaration.superclass && !type.superclass) return;
  for (const methods of type.methods.values()) for (const method of methods) checkOverride(b, type, method);
}

function checkOverride(b: Body, type: UserType, method: MethodSymbol): void {
  const { name } = method.declaration as MethodDeclaration;
  const inherited = inheritedMethod(b, type, method);
  if (!inherited) {
    if (method.isOverride && !overridesLibrary(type, method)) b.error(name, `@Override specified for non-overriding method: ${signatureOf(method)}`);
    return;
  }
  if (method.isStatic) return;
  if (inherited.isStatic) b.error(name, `Cannot override static method: ${signatureOf(inherited)} with ${signatureOf(method)}`);
  else if (!inherited.isVirtual && !inherited.isOverride) b.error(name, `Non-virtual, non-abstract methods cannot be overridden: ${signatureOf(inherited)}`);
  else if (!method.isOverride) b.error(name, `Method must use the override keyword: ${signatureOf(method)}`);
  else if (WIDTH[method.access] < WIDTH[inherited.access]) b.error(name, `Cannot reduce the visibility of method: ${signatureOf(method)}`);
  else if (!sameType(method.returnType, inherited.returnType)) b.error(name, `Method return types clash: ${signatureOf(method)} vs ${signatureOf(inherited)} from the type ${nameOf(type)}`);
}

/** The nearest method of a superclass with the same parameters that the class can see. */
function inheritedMethod(b: Body, type: UserType, method: MethodSymbol): MethodSymbol | null {
  const lower = method.name.toLowerCase();
  for (let parent = type.superclass; parent?.kind === 'class' && !parent.symbol.isLibrary; parent = parent.symbol.superclass) {
    for (const candidate of parent.symbol.methods.get(lower) ?? []) {
      if (!isMemberVisible(b, candidate) || (candidate.access === 'private' && !candidate.isVirtual)) continue;
      if (sameParameters(candidate, method)) return candidate;
    }
  }
  return null;
}

/** `toString()` and `hashCode()` of every object (but not `equals`, as the platform has it), a method of a library class, or of an interface that a superclass leaves open. */
function overridesLibrary(type: UserType, method: MethodSymbol): boolean {
  const lower = method.name.toLowerCase();
  if (['tostring', 'hashcode'].includes(lower) && method.parameters.length === 0) return true;
  return supertypesOf(type).some((parent) => (parent.isLibrary || (parent.kind === 'interface' && !type.interfaces.some((own) => own.kind === 'class' && own.symbol === parent)))
    && (parent.methods.get(lower) ?? []).some((candidate) => candidate.parameters.length === method.parameters.length));
}
