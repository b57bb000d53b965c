/** Values as VARIABLE_ASSIGNMENT shows them: JSON, cut where it gets long, and an address for what can be referred to. */
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { doubleText } from '../../apex/runtime/double.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { ApexMap, ApexSet } from '../../apex/runtime/map.ts';
import { ApexEnum, ApexObject } from '../../apex/runtime/object.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { textOf } from '../../apex/runtime/text.ts';

const MAX_LENGTH = 512;
const MAX_ITEMS = 50;
const MAX_DEPTH = 3;
const FIRST_ADDRESS = 0x10000000;

export class LogValues {
  readonly #addresses = new WeakMap<object, string>();
  #next = FIRST_ADDRESS;

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

  text(value: ApexValue, typeName = 'Object'): string {
    const text = json(value, typeName, 0).replaceAll('\n', '\\n');
    return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)} (${text.length - MAX_LENGTH} more) ...`;
  }
}

function json(value: ApexValue, typeName: string, depth: number): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return JSON.stringify(value.length > 2 * MAX_LENGTH ? value.slice(0, 2 * MAX_LENGTH) : value);
  if (typeof value === 'number') return typeName === 'Double' ? doubleText(value) : String(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof ApexEnum) return JSON.stringify(value.name);
  const isDeep = depth >= MAX_DEPTH;
  if (value instanceof ApexList) return isDeep ? '[]' : array(value.items, depth);
  if (value instanceof ApexSet) return isDeep ? '[]' : array([...value.values()], depth);
  if (value instanceof ApexMap) return isDeep ? '{}' : object([...value.entries()].map(([key, item]) => [typeof key === 'string' ? key : textOf(key), item]), depth);
  if (value instanceof SObjectRecord) return isDeep ? '{}' : object([...value.fields], depth);
  if (value instanceof ApexObject) return isDeep ? '{}' : object(membersOf(value), depth);
  const text = textOf(value);
  return /^-?\d+(\.\d+)?$/.test(text) ? text : JSON.stringify(text);
}

function array(items: readonly ApexValue[], depth: number): string {
  return `[${items.slice(0, MAX_ITEMS).map((item) => json(item, 'Object', depth + 1)).join(',')}${items.length > MAX_ITEMS ? ',...' : ''}]`;
}

function object(pairs: readonly (readonly [string, ApexValue])[], depth: number): string {
  return `{${pairs.slice(0, MAX_ITEMS).map(([key, item]) => `${JSON.stringify(key)}:${json(item, 'Object', depth + 1)}`).join(',')}${pairs.length > MAX_ITEMS ? ',...' : ''}}`;
}

/** Members that hold something. */
function membersOf(value: ApexObject): (readonly [string, ApexValue])[] {
  const names = (value as { $fieldNames?: Readonly<Record<string, string>> }).$fieldNames ?? {};
  return Object.entries(names).flatMap(([slot, name]) => {
    const member = (value as unknown as Record<string, ApexValue>)[slot] ?? null;
    return member === null ? [] : [[name, member] as const];
  });
}
