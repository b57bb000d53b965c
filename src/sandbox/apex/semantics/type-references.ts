import type { TypeReference } from '../syntax/ast.ts';
import type { Body } from './body.ts';
import { resolveNames } from './resolve-types.ts';
import { listOf, T } from './type-tools.ts';
import { typeName, type ApexType, type TypeSymbol } from './types.ts';
import { isTypeVisible } from './visibility.ts';

/** How many type arguments the collections take. */
const ARGUMENTS: ReadonlyMap<string, number> = new Map([['list', 1], ['set', 1], ['map', 2]]);

const NONE: readonly ApexType[] = [];

/** What names without type arguments mean inside of each class: most are written many times. */
const known = new WeakMap<TypeSymbol, Map<string, ApexType | null>>();

function resolvePlain(b: Body, names: readonly string[]): ApexType | null {
  const { enclosing, localTypes } = b.types;
  if (!enclosing || localTypes) return resolveNames(b.program, names, NONE, b.types);
  let types = known.get(enclosing);
  if (!types) known.set(enclosing, (types = new Map()));
  const key = names.length === 1 ? names[0]! : names.join('.');
  let type = types.get(key);
  if (type === undefined) types.set(key, (type = resolveNames(b.program, names, NONE, b.types)));
  return type;
}

/** The type that a reference names; type error, reported at the innermost name at fault, if there is none that may be used here. */
export function bindType(b: Body, reference: TypeReference): ApexType {
  const last = reference.names.at(-1)!;
  const args = last.typeArguments.length ? last.typeArguments.map((argument) => bindType(b, argument)) : NONE;
  if (args.some((argument) => argument.kind === 'error')) return T.error;
  const names = reference.names.map((part) => part.identifier.name);
  const expected = names.length === 1 ? ARGUMENTS.get(names[0]!.toLowerCase()) : undefined;
  if (expected !== undefined && args.length !== expected) {
    b.error(reference, args.length ? `Invalid type argument count for ${last.identifier.name}: expected ${expected} but found ${args.length}` : `No type arguments provided for a parameterized type: ${last.identifier.name}`);
    return T.error;
  }
  const element = args.length ? resolveNames(b.program, names, args, b.types) : resolvePlain(b, names);
  if (!element) {
    b.error(reference, `Invalid type: ${names.join('.')}`);
    return T.error;
  }
  if (element.kind === 'class' || args.length) {
    const checked = checkElement(b, reference, element, args);
    if (checked.kind === 'error') return checked;
  }
  let type = element;
  for (let i = 0; i < reference.arrayDimensions; i++) type = listOf(type);
  return type;
}

function checkElement(b: Body, reference: TypeReference, element: ApexType, args: readonly ApexType[]): ApexType {
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
  return element;
}
