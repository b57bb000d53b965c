import type { Body } from '../body.ts';
import { hasKeyword, type UserType } from '../user-type.ts';
import { sameType } from '../type-tools.ts';
import type { MethodSymbol } from '../types.ts';
import { nameOf, signatureOf } from './describe.ts';

/** Fields, properties, methods and constructors that a type declares twice. */
export function checkDuplicateMembers(b: Body, type: UserType): void {
  const { declaration } = type;
  if (declaration.kind === 'EnumDeclaration') {
    const seen = new Set<string>();
    for (const constant of declaration.constants) {
      if (seen.has(constant.name.toLowerCase())) b.error(constant, `Duplicate field: ${constant.name}`);
      seen.add(constant.name.toLowerCase());
    }
    return;
  }
  if (declaration.kind === 'ClassDeclaration') checkFields(b, type);
  for (const methods of [...type.methods.values(), type.constructors]) checkMethods(b, type, methods);
}

/** A static field may have the name of an instance field that was declared before it. */
function checkFields(b: Body, type: UserType): void {
  if (type.declaration.kind !== 'ClassDeclaration') return;
  const seen = new Map<string, boolean[]>();
  for (const member of type.declaration.members) {
    if (member.kind !== 'FieldDeclaration' && member.kind !== 'PropertyDeclaration') continue;
    const isStatic = hasKeyword(member.modifiers, 'static');
    for (const name of member.kind === 'FieldDeclaration' ? member.declarators.map((declarator) => declarator.name) : [member.name]) {
      const earlier = seen.get(name.name.toLowerCase()) ?? [];
      if (earlier.includes(isStatic) || earlier.includes(true)) b.error(name, `Duplicate field: ${name.name}`);
      seen.set(name.name.toLowerCase(), [...earlier, isStatic]);
    }
  }
}

function checkMethods(b: Body, type: UserType, methods: readonly MethodSymbol[]): void {
  methods.forEach((method, i) => {
    const node = method.declaration as { readonly name: { readonly start: number; readonly end: number } } | null;
    if (!node || !methods.slice(0, i).some((earlier) => earlier.declaration && sameParameters(earlier, method))) return;
    b.error(node.name, `Method already defined: ${method.isConstructor ? '<Constructor>' : method.name} ${signatureOf(method)} from the type ${nameOf(type)}`);
  });
}

export function sameParameters(a: MethodSymbol, c: MethodSymbol): boolean {
  return a.parameters.length === c.parameters.length && a.parameters.every((parameter, i) => parameter.type.kind !== 'error' && sameType(parameter.type, c.parameters[i]!.type));
}
