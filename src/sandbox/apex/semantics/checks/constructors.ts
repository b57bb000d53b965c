import type { ConstructorDeclaration } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import type { UserType } from '../user-type.ts';
import { sameType, T } from '../type-tools.ts';
import type { MethodSymbol } from '../types.ts';
import { isVisible } from '../visibility.ts';
import { nameOf, signatureOf } from './describe.ts';

/** Constructors as declared, and what they call without saying so. */
export function checkConstructors(b: Body, type: UserType): void {
  if (type.declaration.kind !== 'ClassDeclaration') return;
  for (const constructor of type.constructors) {
    const node = constructor.declaration as ConstructorDeclaration | null;
    if (node && type.isException && isInherited(constructor)) b.error(node.name, `System exception constructor already defined: ${signatureOf(constructor)}`);
    if (!node) continue;
    const first = node.body?.statements[0];
    if (first?.kind === 'ExpressionStatement' && first.expression.kind === 'CallExpression' && first.expression.isConstructorCall) continue;
    if (!hasDefaultConstructor(b, type)) b.error(node.name, `No default constructor available in super type: ${parentName(type)}`);
  }
  if (type.constructors.every((constructor) => !constructor.declaration) && !hasDefaultConstructor(b, type)) {
    b.error(type.declaration.name, `No default constructor available in super type: ${parentName(type)}`);
  }
}

function hasDefaultConstructor(b: Body, type: UserType): boolean {
  const parent = type.superclass;
  if (parent?.kind !== 'class' || parent.symbol.isLibrary) return true;
  return parent.symbol.constructors.some((constructor) => constructor.parameters.length === 0 && isVisible(b, parent.symbol, constructor.access === 'protected' ? 'public' : constructor.access, constructor.annotations));
}

const parentName = (type: UserType): string => (type.superclass?.kind === 'class' ? nameOf(type.superclass.symbol) : '');

/** `()`, `(String)`, `(Exception)` and `(String, Exception)` are there without being declared. */
function isInherited(constructor: MethodSymbol): boolean {
  const [first, second, third] = constructor.parameters.map((parameter) => parameter.type);
  const isException = (type: typeof first): boolean => type?.kind === 'class' && type.symbol.qualifiedName === 'System.Exception';
  if (!first) return true;
  if (third) return false;
  return second ? sameType(first, T.String) && isException(second) : sameType(first, T.String) || isException(first);
}
