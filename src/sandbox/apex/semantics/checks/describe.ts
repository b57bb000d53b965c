import { typeName, type MethodSymbol, type TypeSymbol } from '../types.ts';

/** A type's name as messages print it: with its namespace, `ns.Outer.Inner`. */
export function nameOf(type: TypeSymbol): string {
  return type.namespace ? `${type.namespace}.${type.qualifiedName}` : type.qualifiedName;
}

/** A method as messages print it: `Integer Outer.Inner.name(String, List<Account>)`. */
export function signatureOf(method: MethodSymbol): string {
  const parameters = method.parameters.map((parameter) => typeName(parameter.type)).join(', ');
  return method.isConstructor ? `<Constructor>(${parameters})` : `${typeName(method.returnType)} ${nameOf(method.owner)}.${method.name}(${parameters})`;
}
