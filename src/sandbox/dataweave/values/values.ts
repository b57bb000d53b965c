/**
 * DataWeave values. Null, Boolean and String are JavaScript's; Number is a decimal; Array is an array; the rest are classes
 * here and in temporal.ts. All are immutable. Source: DataWeave Reference, Value Types.
 */
import { ApexDecimal as Decimal } from '../../apex/runtime/decimal.ts';
import type { Regex } from '../../apex/stdlib/regex/regex.ts';
import type { TypeExpression } from '../syntax/ast.ts';
import type { Temporal } from './temporal.ts';

export { Decimal };

export type Value =
  | null | boolean | string | Decimal | readonly Value[] | TextValue | RangeValue | ObjectValue | KeyValue | FunctionValue | RegexValue | BinaryValue | TypeValue
  | NamespaceValue | UriValue | Temporal;

export class NamespaceValue {
  readonly prefix: string;
  readonly uri: string;
  constructor(prefix: string, uri: string) {
    this.prefix = prefix;
    this.uri = uri;
  }
}

/** The name of a member, with the attributes that XML hangs on it. */
export class KeyValue {
  readonly name: string;
  readonly namespace: NamespaceValue | null;
  readonly attributes: ObjectValue | null;
  constructor(name: string, namespace: NamespaceValue | null = null, attributes: ObjectValue | null = null) {
    this.name = name;
    this.namespace = namespace;
    this.attributes = attributes;
  }
}

export interface Member { readonly key: KeyValue; readonly value: Value }

/** Members in order; the same name may come more than once. `metadata` is what `as Object {…}` hangs on it. */
export class ObjectValue {
  readonly members: readonly Member[];
  readonly metadata: ObjectValue | null;
  constructor(members: readonly Member[], metadata: ObjectValue | null = null) {
    this.members = members;
    this.metadata = metadata;
  }
  static of(values: Readonly<Record<string, Value>>): ObjectValue {
    return new ObjectValue(Object.entries(values).map(([name, value]) => ({ key: new KeyValue(name), value })));
  }
  /** The first of a name; undefined if there is none. */
  find(name: string, namespace: NamespaceValue | null = null): Member | undefined {
    return this.members.find(({ key }) => isNamed(key, name, namespace));
  }
  get(name: string): Value {
    return this.find(name)?.value ?? null;
  }
}

/** Without a namespace a name matches in any. */
export const isNamed = (key: KeyValue, name: string, namespace: NamespaceValue | null): boolean => key.name === name && (namespace === null || key.namespace?.uri === namespace.uri);

/** Text of XML that has more to it than a string: its element has attributes, or it stands in a CDATA section. */
export class TextValue {
  readonly text: string;
  readonly isCData: boolean;
  constructor(text: string, isCData: boolean) {
    this.text = text;
    this.isCData = isCData;
  }
}

const keysOfValues = new WeakMap<object, KeyValue>();

/** A member whose value knows the attributes of its key, for `.@name` on the value. */
export function attributed(member: Member): Member {
  const { key, value } = member;
  if (key.attributes && typeof value === 'object' && value !== null && !keysOfValues.has(value)) keysOfValues.set(value, key);
  return member;
}

export const attributesOfValue = (value: Value): ObjectValue | null => (typeof value === 'object' && value !== null ? (keysOfValues.get(value)?.attributes ?? null) : null);

/** Whole numbers from one to another, both included, upwards or downwards. */
export class RangeValue {
  readonly from: number;
  readonly to: number;
  constructor(from: number, to: number) {
    this.from = from;
    this.to = to;
  }
  items(): Value[] {
    const step = this.from <= this.to ? 1 : -1;
    return Array.from({ length: Math.abs(this.to - this.from) + 1 }, (_, index) => whole(this.from + index * step));
  }
}

export class FunctionValue {
  /** Names of the parameters, for messages. */
  readonly parameters: readonly string[];
  readonly call: (args: readonly Value[]) => Value;
  /** What the last parameter is if nothing is given for it; undefined: it has to be given. */
  readonly lastDefault: (() => Value) | undefined;
  constructor(parameters: readonly string[], call: (args: readonly Value[]) => Value, lastDefault?: () => Value) {
    this.parameters = parameters;
    this.call = call;
    this.lastDefault = lastDefault;
  }
}

export class RegexValue {
  readonly source: string;
  readonly regex: Regex;
  constructor(source: string, regex: Regex) {
    this.source = source;
    this.regex = regex;
  }
}

export class BinaryValue {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }
}

export class UriValue {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export class TypeValue {
  readonly type: TypeExpression;
  constructor(type: TypeExpression) {
    this.type = type;
  }
}

export const whole = (value: number): Decimal => Decimal.fromInteger(value);
export const isArray = (value: Value): value is readonly Value[] | RangeValue => Array.isArray(value) || value instanceof RangeValue;
export const itemsOf = (value: readonly Value[] | RangeValue): readonly Value[] => (value instanceof RangeValue ? value.items() : value);
export const pair = (name: string, value: Value): Member => ({ key: new KeyValue(name), value });
