import type { TypeReference } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import { bindType } from '../type-references.ts';
import { extendsItself, type UserType } from '../user-type.ts';
import { typeName, type ApexType, type TypeSymbol } from '../types.ts';
import { sameType } from '../type-tools.ts';

/** Interfaces that only a class of its own file implements. */
const TOP_LEVEL_ONLY = new Set(['Database.Batchable', 'Messaging.InboundEmailHandler']);

/** What stands behind `extends` and `implements`. */
export function checkSupertypes(b: Body, type: UserType): void {
  const { declaration } = type;
  if (declaration.kind === 'EnumDeclaration') return;
  if (isCircular(type)) {
    b.error(declaration.name, `Circular definition: ${type.name}`);
    return;
  }
  if (declaration.kind === 'ClassDeclaration') {
    if (declaration.superclass) checkSuperclass(b, declaration.superclass);
    checkInterfaces(b, type, declaration.interfaces, 'Invalid interface');
  } else {
    checkInterfaces(b, type, declaration.superinterfaces, 'Invalid super type');
  }
}

function checkSuperclass(b: Body, reference: TypeReference): void {
  const written = b.textOf(reference);
  if (reference.arrayDimensions) {
    b.error(reference, `A type is not allowed to extend or implement an array ref: ${written}`);
    return;
  }
  const parent = bindType(b, reference);
  if (parent.kind === 'error') return;
  if (parent.kind !== 'class' || parent.symbol.kind !== 'class') b.error(reference, `Invalid super type: ${typeName(parent)}`);
  else if (!parent.symbol.isVirtual) b.error(reference, `Non-virtual and non-abstract type cannot be extended: ${typeName(parent)}`);
}

function checkInterfaces(b: Body, type: UserType, references: readonly TypeReference[], message: string): void {
  const seen: ApexType[] = [];
  for (const reference of references) {
    if (reference.arrayDimensions) {
      b.error(reference, `A type is not allowed to extend or implement an array ref: ${b.textOf(reference)}`);
      continue;
    }
    const parent = bindType(b, reference);
    if (parent.kind === 'error') continue;
    if (parent.kind !== 'class' || parent.symbol.kind !== 'interface') {
      b.error(reference, `${message}: ${typeName(parent)}`);
      continue;
    }
    const known = seen.find((other) => other.kind === 'class' && other.symbol === parent.symbol);
    if (known) b.error(reference, sameType(known, parent) ? `Interface already implemented: ${typeName(parent)}` : `Generic Interface already implemented: ${typeName(parent)}`);
    seen.push(parent);
    if (type.outer && TOP_LEVEL_ONLY.has(parent.symbol.qualifiedName)) b.error(type.declaration.name, `Only top-level classes can implement ${parent.symbol.qualifiedName}`);
  }
}

/** Whether a type is its own superclass or superinterface, however far up. */
export function isCircular(type: UserType): boolean {
  if (extendsItself(type)) return true;
  return isItsOwnInterface(type);
}

function isItsOwnInterface(type: TypeSymbol): boolean {
  const pending: TypeSymbol[] = [type];
  const seen = new Set<TypeSymbol>();
  for (let next = pending.pop(); next; next = pending.pop()) {
    for (const parent of [next.superclass, ...next.interfaces]) {
      if (parent?.kind !== 'class') continue;
      if (parent.symbol === type) return true;
      if (!seen.has(parent.symbol)) pending.push(parent.symbol);
      seen.add(parent.symbol);
    }
  }
  return false;
}
