/** Which classes of the library only hold values, told from their members. */
import type { ValueClass, ValueField, ValueMember } from '../runtime/value-class.ts';
import { typeKey, type MethodSymbol, type TypeSymbol } from './types.ts';
import { erase } from './type-tools.ts';

/** Members that every object has. */
const COMMON = new Set(['equals', 'hashcode', 'tostring', 'clone']);

const decapitalised = (name: string): string => name[0]!.toLowerCase() + name.slice(1);

/**
 * A class of fields, setters and getters; nothing static, nothing else that does anything. Where a getter has nothing that
 * sets its value, objects can't be made by `new`. null: no such class.
 */
export function valueClassOf(symbol: TypeSymbol): ValueClass | null {
  if (symbol.kind !== 'class' || !symbol.isLibrary || symbol.name.endsWith('Exception')) return null;
  const parent = symbol.superclass?.kind === 'class' ? symbol.superclass.symbol : null;
  const inherited = parent ? valueClassOf(parent) : null;
  if (parent && !inherited && parent.methods.size + parent.fields.size > 0) return null;
  const fields: ValueField[] = [...(inherited?.fields ?? [])];
  const members = new Map<string, ValueMember>();
  const has = (name: string): boolean => fields.some((field) => field.name.toLowerCase() === name.toLowerCase());
  const add = (name: string, type: ValueField['type']): void => { if (!has(name)) fields.push({ name, type }); };
  for (const field of symbol.fields.values()) {
    if (field.isStatic) return null;
    add(field.name, typeKey(erase(field.type)));
  }
  /** Something that only the platform fills: read here where JSON has made it. */
  let isResult = false;
  const methods = [...symbol.methods.values()].flat().filter((method) => !COMMON.has(method.name.toLowerCase()));
  for (const method of methods) {
    const set = setterOf(method);
    if (set === null) continue;
    add(set, typeKey(erase(method.parameters[0]!.type)));
    members.set(method.libraryKey!, { kind: 'set', field: set });
  }
  for (const method of methods) {
    if (members.has(method.libraryKey!)) continue;
    const got = getterOf(method);
    if (got === null) return null;
    if (!has(got)) {
      isResult = true;
      add(got, typeKey(erase(method.returnType)));
    }
    members.set(method.libraryKey!, { kind: 'get', field: got });
  }
  if (fields.length === 0) return null;
  for (const constructor of isResult ? [] : symbol.constructors) {
    const names = constructor.parameters.map((parameter) => parameter.name);
    if (names.every(has)) members.set(constructor.libraryKey!, { kind: 'new', fields: names });
  }
  // The objects of the Metadata namespace have their lists ready to be added to (Apex Developer Guide, Metadata).
  const lists = symbol.qualifiedName.startsWith('Metadata.') ? fields.filter((field) => field.type.startsWith('List<')).map((field) => field.name) : [];
  return { name: symbol.qualifiedName, fields, supertypes: parent ? [parent.qualifiedName] : [], lists, members };
}

function setterOf(method: MethodSymbol): string | null {
  const name = /^set(\w+)$/i.exec(method.name)?.[1];
  return name && !method.isStatic && method.parameters.length === 1 && method.returnType.kind === 'void' ? decapitalised(name) : null;
}

function getterOf(method: MethodSymbol): string | null {
  const name = /^(?:get|is)(\w+)$/i.exec(method.name)?.[1];
  return name && !method.isStatic && method.parameters.length === 0 ? decapitalised(name) : null;
}
