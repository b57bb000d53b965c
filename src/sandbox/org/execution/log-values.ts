/**
 * Values as VARIABLE_ASSIGNMENT shows them: JSON, cut where it gets long, and an address for what can be referred to. Of objects of
 * another namespace than the code's that holds them, only global members show (rule D8).
 */
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { doubleText } from '../../apex/runtime/double.ts';
import { ApexException } from '../../apex/runtime/exception.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { ApexMap, ApexSet } from '../../apex/runtime/map.ts';
import { ApexEnum, ApexObject } from '../../apex/runtime/object.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { textOf } from '../../apex/runtime/text.ts';

const MAX_LENGTH = 512;
const MAX_ITEMS = 50;
const MAX_DEPTH = 3;
const FIRST_ADDRESS = 0x10000000;

/** Of a class: its namespace, and the names of its global members, inherited ones too. */
export interface LoggedClass { readonly namespace: string | null; readonly globals: ReadonlySet<string> }

export class LogValues {
  readonly #classOf: (name: string) => LoggedClass | null;
  readonly #addresses = new WeakMap<object, string>();
  #next = FIRST_ADDRESS;

  /** `classOf`: null for classes of the library. */
  constructor(classOf: (name: string) => LoggedClass | null) {
    this.#classOf = classOf;
  }

  /** null: a primitive value. Addresses follow from the order in which objects are told of. */
  reference(value: ApexValue): string | null {
    if (!(value instanceof ApexObject || value instanceof SObjectRecord || value instanceof ApexList || value instanceof ApexSet || value instanceof ApexMap)) return null;
    let address = this.#addresses.get(value);
    if (address === undefined) {
      address = `0x${this.#next.toString(16)}`;
      this.#next += 16;
      this.#addresses.set(value, address);
    }
    return address;
  }

  /** `namespace`: of the code that holds the value. */
  text(value: ApexValue, typeName: string, namespace: string | null): string {
    const text = json(value, typeName, 0, (name) => this.#globalsSeen(name, namespace)).replaceAll('\n', '\\n');
    return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)} (${text.length - MAX_LENGTH} more) ...`;
  }

  /** Null: all members. */
  #globalsSeen(className: string, namespace: string | null): ReadonlySet<string> | null {
    const known = this.#classOf(className);
    return known === null || known.namespace === null || known.namespace.toLowerCase() === namespace?.toLowerCase() ? null : known.globals;
  }
}

type Seen = (className: string) => ReadonlySet<string> | null;

function json(value: ApexValue, typeName: string, depth: number, seen: Seen): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return JSON.stringify(value.length > 2 * MAX_LENGTH ? value.slice(0, 2 * MAX_LENGTH) : value);
  if (typeof value === 'number') return typeName === 'Double' ? doubleText(value) : String(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof ApexEnum) return JSON.stringify(value.name);
  const isDeep = depth >= MAX_DEPTH;
  if (value instanceof ApexList) return isDeep ? '[]' : array(value.items, depth, seen);
  if (value instanceof ApexSet) return isDeep ? '[]' : array([...value.values()], depth, seen);
  if (value instanceof ApexMap) return isDeep ? '{}' : object([...value.entries()].map(([key, item]) => [keyText(key, depth, seen), item]), depth, seen);
  if (value instanceof SObjectRecord) return isDeep ? '{}' : object([...value.fields], depth, seen);
  if (value instanceof ApexObject) return isDeep ? '{}' : object(membersOf(value, seen), depth, seen);
  if (value instanceof ApexException && seen(value.$type.name)) return JSON.stringify(value.$type.name);
  const text = textOf(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? text : JSON.stringify(text);
}

/** A key that another namespace's object is has no text of its own here. */
function keyText(key: ApexValue, depth: number, seen: Seen): string {
  if (typeof key === 'string') return key;
  return key instanceof ApexObject && seen(key.$type.name) ? json(key, 'Object', depth + 1, seen) : textOf(key);
}

function array(items: readonly ApexValue[], depth: number, seen: Seen): string {
  return `[${items.slice(0, MAX_ITEMS).map((item) => json(item, 'Object', depth + 1, seen)).join(',')}${items.length > MAX_ITEMS ? ',...' : ''}]`;
}

function object(pairs: readonly (readonly [string, ApexValue])[], depth: number, seen: Seen): string {
  return `{${pairs.slice(0, MAX_ITEMS).map(([key, item]) => `${JSON.stringify(key)}:${json(item, 'Object', depth + 1, seen)}`).join(',')}${pairs.length > MAX_ITEMS ? ',...' : ''}}`;
}

/** Members that hold something. */
function membersOf(value: ApexObject, seen: Seen): (readonly [string, ApexValue])[] {
  const names = (value as { $fieldNames?: Readonly<Record<string, string>> }).$fieldNames ?? {};
  const globals = seen(value.$type.name);
  return Object.entries(names).flatMap(([slot, name]) => {
    if (globals && !globals.has(name.toLowerCase())) return [];
    const member = (value as unknown as Record<string, ApexValue>)[slot] ?? null;
    return member === null ? [] : [[name, member] as const];
  });
}
