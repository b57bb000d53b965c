import type { ApexValue, RuntimeTypeInfo } from '../runtime/contract.ts';
import { hashOf } from '../runtime/equality.ts';
import { fail, failNull, newException } from '../runtime/exception.ts';
import { defineLibraryClass } from '../runtime/library.ts';
import { ApexList } from '../runtime/list.ts';
import { ApexMap, ApexSet } from '../runtime/map.ts';
import { isAssignable, isLibraryClass, isSubclass, sobjectType, typeOf } from '../runtime/runtime-types.ts';
import { splitArguments } from '../semantics/type-text.ts';
import { SObjectRecord } from '../runtime/sobject.ts';
import { typeValue, type ApexTypeValue } from '../runtime/tokens.ts';
import { libraryCaller } from '../runtime/library-caller.ts';
import { current } from '../runtime/transaction.ts';

const PRIMITIVES = new Set(['sobject', 'boolean', 'integer', 'long', 'double', 'decimal', 'string', 'id', 'date', 'datetime', 'time', 'blob', 'object']);

/** A class of a namespace that the caller may see: its own, one that isn't managed, or a global one. */
function visibleType(namespace: string | null, name: string): RuntimeTypeInfo | null {
  const found = current().program.findType(namespace, name);
  if (!found || found.isGlobal || found.namespace === null) return found;
  return found.namespace.toLowerCase() === libraryCaller().namespace?.toLowerCase() ? found : null;
}

/** A name that states no namespace means a class of the caller's own first. */
export function typeByFullName(name: string): ApexTypeValue | null {
  const own = libraryCaller().namespace;
  const found = own ? visibleType(own, name) : null;
  if (found) return typeValue(typeOf(found.name));
  return forName(null, name) ?? (name.includes('.') ? forName(name.slice(0, name.indexOf('.')), name.slice(name.indexOf('.') + 1)) : null);
}

function forName(namespace: string | null, name: string): ApexTypeValue | null {
  if (name !== name.trim() || name === '') return null;
  const collection = /^(list|set|map) *<(.+)>$/i.exec(name) ?? (name.endsWith('[]') ? ['', 'List', name.slice(0, -2)] : null);
  if (collection) return collectionType(collection[1]!, splitArguments(collection[2]!));
  const lower = name.toLowerCase();
  if (!namespace && PRIMITIVES.has(lower)) return typeValue(typeOf(name));
  const found = visibleType(namespace || null, name);
  if (found) return typeValue(typeOf(found.name));
  if (namespace) return namespace.toLowerCase() === 'system' || namespace.toLowerCase() === 'schema' ? null : null;
  const object = current().schema.object(lower.startsWith('schema.') ? name.slice(7) : name, libraryCaller().namespace);
  if (object) return typeValue(sobjectType(object.name));
  return /^(system|database|messaging|schema)\.\w+$/i.test(name) && !PRIMITIVES.has(lower.slice(7)) && isLibraryType(name) ? typeValue(typeOf(name)) : null;
}

/** A list, set or map of types that exist: `List<Schema.Account>` is a `List<Account>`. */
function collectionType(kind: string, names: readonly string[]): ApexTypeValue | null {
  const elements: string[] = [];
  for (const name of names) {
    const element = typeByFullName(name)?.type ?? ([name, `System.${name}`].some(isLibraryClass) ? typeOf(name) : null);
    if (!element) return null;
    elements.push(element.id);
  }
  return typeValue(typeOf(`${kind}<${elements.join(',')}>`));
}

const LIBRARY_TYPES = /^(system\.(callable|comparable|httprequest|httpresponse|exception|type)|database\.\w+)$/i;
const isLibraryType = (name: string): boolean => LIBRARY_TYPES.test(name);

function newInstance(self: ApexTypeValue): ApexValue {
  const { type } = self;
  switch (type.kind) {
    case 'list': return new ApexList(type);
    case 'set': return new ApexSet(type);
    case 'map': return new ApexMap(type);
    case 'sobject': return new SObjectRecord(type.name);
    case 'primitive': return type.name === 'String' ? '' : fail('System.TypeException', `${type.name} cannot be constructed`);
    default: break;
  }
  const found = current().program.findType(null, type.name);
  if (!found && isSubclass(type.name, 'System.Exception') && !/^(System\.)?Exception$/i.test(type.name)) return Object.assign(newException(type.name, ''), { message: null });
  if (!found || found.kind !== 'class' || found.isAbstract) fail('System.TypeException', `${self.apexName} cannot be constructed`);
  if (!found.newInstance) fail('System.TypeException', `${self.apexName} does not have a no-arg constructor`);
  return found.newInstance();
}

/** Source: Apex Reference, Type Class; what a name means depends on the namespace of the class that asks. */
defineLibraryClass({
  name: 'System.Type',
  members: {
    'Boolean equals(Object other)': (self: ApexTypeValue, other: ApexValue) => self === other,
    'static System.Type forName(String name)': (name: string | null) => typeByFullName(name ?? failNull()),
    'static System.Type forName(String namespace, String name)': (namespace: string | null, name: string | null) => forName(namespace, name ?? failNull()),
    'String getName()': (self: ApexTypeValue) => self.apexName,
    'Integer hashCode()': (self: ApexTypeValue) => hashOf(self.apexName),
    'Boolean isAssignableFrom(System.Type source)': (self: ApexTypeValue, source: ApexTypeValue | null) => isAssignable((source ?? failNull()).type, self.type),
    'Object newInstance()': newInstance,
    'String toString()': (self: ApexTypeValue) => self.apexName,
  },
});
