import type { TypeReference } from '../syntax/ast.ts';
import type { Body } from './body.ts';
import { resolveType } from './resolve-types.ts';
import { T } from './type-tools.ts';
import { typeName, type ApexType } from './types.ts';
import { isTypeVisible } from './visibility.ts';

/** How many type arguments the collections take. */
const ARGUMENTS: Readonly<Record<string, number>> = { list: 1, set: 1, map: 2 };

/** The type that a reference names; type error, reported at the innermost name at fault, if there is none that may be used here. */
export function bindType(b: Body, reference: TypeReference): ApexType {
  const last = reference.names.at(-1)!;
  const args = last.typeArguments.map((argument) => bindType(b, argument));
  if (args.some((argument) => argument.kind === 'error')) return T.error;
  const written = reference.names.map((part) => part.identifier.name).join('.');
  const expected = reference.names.length === 1 ? ARGUMENTS[written.toLowerCase()] : undefined;
  if (expected !== undefined && args.length !== expected) {
    b.error(reference, args.length ? `Invalid type argument count for ${last.identifier.name}: expected ${expected} but found ${args.length}` : `No type arguments provided for a parameterized type: ${last.identifier.name}`);
    return T.error;
  }
  const type = resolveType(b.program, reference, b.types);
  if (!type) {
    b.error(reference, `Invalid type: ${written}`);
    return T.error;
  }
  return checked(b, reference, type, args);
}

function checked(b: Body, reference: TypeReference, type: ApexType, args: readonly ApexType[]): ApexType {
  const element = elementOf(type, reference.arrayDimensions);
  if (args.length) {
    if (element.kind === 'primitive' || element.kind === 'sobject' || (element.kind === 'class' && element.symbol.typeParameters.length === 0)) {
      b.error(reference, `Type arguments provided for a non-parameterized type: ${element.kind === 'class' ? element.symbol.qualifiedName : typeName(element)}`);
      return T.error;
    }
    if (element.kind === 'class' && element.symbol.typeParameters.length !== args.length) {
      b.error(reference, `Invalid type argument count for ${element.symbol.qualifiedName}: expected ${element.symbol.typeParameters.length} but found ${args.length}`);
      return T.error;
    }
  }
  if (element.kind === 'class' && !isTypeVisible(b, element.symbol)) b.error(reference, `Type is not visible: ${reference.names.map((part) => part.identifier.name).join('.')}`);
  return type;
}

function elementOf(type: ApexType, dimensions: number): ApexType {
  for (let i = 0; i < dimensions && type.kind === 'list'; i++) type = type.element;
  return type;
}
