import type { MethodDeclaration } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import { typeName, type AnnotationInfo, type ApexType, type TypeSymbol } from '../types.ts';
import { hasKeyword, type UserType } from '../user-type.ts';

/** What subscribers may name says that it is deprecated if a type in its signature is. Source: Apex Developer Guide, Deprecated Annotation. */
export function checkDeprecations(b: Body, type: UserType): void {
  const { declaration } = type;
  if (declaration.kind !== 'ClassDeclaration' || isTypeDeprecated(type)) return;
  for (const method of [...type.methods.values()].flat()) {
    if (method.access !== 'global' || isDeprecated(method.annotations)) continue;
    const { name } = method.declaration as MethodDeclaration;
    if (holdsDeprecated(method.returnType)) b.error(name, `Global methods must be deprecated when return type is deprecated: ${typeName(method.returnType)}`);
    for (const parameter of method.parameters) if (holdsDeprecated(parameter.type)) b.error(name, `Global methods must be deprecated when parameter type is deprecated: ${typeName(parameter.type)}`);
  }
  for (const member of declaration.members) {
    if (member.kind !== 'FieldDeclaration') continue;
    const isService = hasKeyword(member.modifiers, 'webservice');
    for (const { name } of member.declarators) {
      const field = type.fields.get(name.name.toLowerCase());
      if (!field || isDeprecated(field.annotations) || !holdsDeprecated(field.type)) continue;
      if (isService) b.error(name, `WebService fields must be deprecated when type is deprecated: ${typeName(field.type)}`);
      else if (field.access === 'global') b.error(name, `Global fields must be deprecated when type is deprecated: ${typeName(field.type)}`);
    }
  }
}

const isDeprecated = (annotations: readonly AnnotationInfo[]): boolean => annotations.some((annotation) => annotation.name === 'deprecated');

function isTypeDeprecated(symbol: TypeSymbol): boolean {
  return isDeprecated(symbol.annotations) || (symbol.outer !== null && isTypeDeprecated(symbol.outer));
}

function holdsDeprecated(type: ApexType): boolean {
  switch (type.kind) {
    case 'list': case 'set': return holdsDeprecated(type.element);
    case 'map': return holdsDeprecated(type.key) || holdsDeprecated(type.value);
    case 'class': return isTypeDeprecated(type.symbol) || type.typeArguments.some(holdsDeprecated);
    default: return false;
  }
}
