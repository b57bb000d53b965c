import type { ApexValue } from '../../runtime/contract.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { ApexDouble } from '../../runtime/double.ts';
import { fail } from '../../runtime/exception.ts';
import { jsonFormOf, newValue, valueClassOf } from '../../runtime/library.ts';
import { ApexList } from '../../runtime/list.ts';
import { findLoaded } from '../../runtime/loaded-classes.ts';
import { ApexMap, ApexSet } from '../../runtime/map.ts';
import { typeOf, type RuntimeType } from '../../runtime/runtime-types.ts';
import { printedName } from '../../runtime/type-checks.ts';
import type { ValueClass } from '../../runtime/value-class.ts';
import { constantsOf } from '../enum.ts';
import { parseJson, type JsonNode } from './parse.ts';
import { primitiveValue } from './primitives.ts';
import { readRecord } from './records.ts';

const STRING_MAP = typeOf('Map<String,Object>');
const OBJECT_LIST = typeOf('List<Object>');

/** Maps, lists and primitives. */
export function untyped(node: JsonNode): ApexValue {
  switch (node.kind) {
    case 'null': return null;
    case 'boolean': case 'string': return node.value;
    case 'number': return numberOf(node, node.text);
    case 'array': return new ApexList(OBJECT_LIST, node.items.map(untyped));
    case 'object': {
      const map = new ApexMap(STRING_MAP);
      for (const [key, value] of node.members) map.put(key, untyped(value));
      return map;
    }
  }
}

/** Whole numbers are Integer or Long, others Decimal. */
function numberOf({ mark }: JsonNode, text: string): ApexValue {
  if (!/^-?\d+$/.test(text)) return ApexDecimal.parse(text);
  const value = BigInt(text);
  if (value === BigInt.asIntN(32, value)) return Number(value);
  return value === BigInt.asIntN(64, value) ? value : mark.reader.errorAt(mark, 'start', `For input string: "${text}"`);
}

/** A value of a type, boxed. */
export function typedValue(node: JsonNode, type: RuntimeType, isStrict: boolean): ApexValue {
  if (node.kind === 'null') return null;
  const { mark } = node;
  switch (type.kind) {
    case 'object': return fail('System.JSONException', 'Apex Type unsupported in JSON: Object');
    case 'primitive': return primitiveValue(node, type);
    case 'list': case 'set': {
      if (node.kind !== 'array') return mark.reader.errorAt(mark, 'end', "Malformed JSON: Expected '[' at the beginning of List/Set");
      const items = node.items.map((item) => typedValue(item, type.element!, isStrict));
      return type.kind === 'list' ? new ApexList(type, items) : new ApexSet(type, items);
    }
    case 'map': {
      if (node.kind !== 'object') return mark.reader.errorAt(mark, 'end', "Malformed JSON: Expected '{' at the beginning of object");
      const map = new ApexMap(type);
      for (const [key, value] of node.members) {
        map.put(primitiveValue({ kind: 'string', value: key, mark: value.mark }, type.key!), typedValue(value, type.value!, isStrict));
      }
      return map;
    }
    case 'sobject': return readRecord(node, type.name, isStrict);
    case 'class': return instance(node, type, isStrict);
  }
}

function instance(node: JsonNode, type: RuntimeType, isStrict: boolean): ApexValue {
  const { mark } = node;
  const constants = constantsOf(type.name);
  if (constants.length) {
    const constant = node.kind === 'string' ? constants.find((each) => each.name.toLowerCase() === node.value.toLowerCase()) : undefined;
    return constant ?? mark.reader.errorAt(mark, 'start', 'Value does not match expected type');
  }
  const form = jsonFormOf(type.name);
  if (form?.readText && node.kind === 'string') return form.readText(node.value);
  if (form && node.kind === 'object') return form.read(new Map([...(node as JsonNode & { kind: 'object' }).members].map(([key, value]) => [key, untyped(value)])));
  const loaded = findLoaded(type.name);
  const facts = loaded ? null : valueClassOf(type.name);
  if (facts) return valueObject(node, facts, isStrict);
  if (!loaded?.k) return fail('System.JSONException', `Apex Type unsupported in JSON: ${printedName(type)}`);
  if (node.kind !== 'object') return mark.reader.errorAt(mark, 'end', "Malformed JSON: Expected '{' at the beginning of object");
  if (loaded.facts.isAbstract) return fail('System.JSONException', `Type cannot be constructed: ${type.name}`);
  const made = loaded.make() as ApexValue;
  for (const [key, value] of node.members) {
    const field = findInstanceField(type.name, key);
    if (!field) {
      if (isStrict) fail('System.JSONException', `Unknown field: ${type.name}.${key}`);
      continue;
    }
    assignField(made, field, typedValue(value, typeOf(field.type), isStrict));
  }
  return made;
}

/** Puts a boxed value into a field, through its accessor if it has one. */
export function assignField(object: ApexValue, field: NonNullable<ReturnType<typeof findInstanceField>>, boxed: ApexValue): void {
  const made = object as Record<string, ApexValue> & Record<string, (value: ApexValue) => void>;
  const plain = field.type === 'Double' && boxed instanceof ApexDouble ? boxed.value : boxed;
  if (field.hasAccessors && typeof made[`set$${field.slot}`] === 'function') made[`set$${field.slot}`]!(plain);
  else (made as Record<string, ApexValue>)[field.slot] = plain;
}

/** An object of a library class that only holds values. */
function valueObject(node: JsonNode, facts: ValueClass, isStrict: boolean): ApexValue {
  const { mark } = node;
  if (node.kind !== 'object') return mark.reader.errorAt(mark, 'end', "Malformed JSON: Expected '{' at the beginning of object");
  const made = newValue(facts);
  for (const [key, value] of node.members) {
    const field = facts.fields.find((each) => each.name.toLowerCase() === key.toLowerCase());
    if (!field && isStrict) fail('System.JSONException', `Unknown field: ${facts.name}.${key}`);
    if (!field) continue;
    const boxed = /\bObject\b/.test(field.type) ? untyped(value) : typedValue(value, typeOf(field.type), isStrict);
    made.set(field.name, field.type === 'Double' && boxed instanceof ApexDouble ? boxed.value : boxed);
  }
  return made;
}

export function findInstanceField(typeName: string, name: string, takesTransient = false): NonNullable<ReturnType<typeof findLoaded>>['facts']['fields'][number] | null {
  for (let loaded = findLoaded(typeName); loaded; loaded = loaded.facts.superclass ? findLoaded(loaded.facts.superclass) : null) {
    const found = loaded.facts.fields.find((field) => !field.isStatic && (takesTransient || !field.isTransient) && field.name.toLowerCase() === name.toLowerCase());
    if (found) return found;
  }
  return null;
}

export const readJson = (text: string): JsonNode => parseJson(text);
