import { ApexBlob } from '../../runtime/blob.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { idFromText } from '../../runtime/conversions.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { ApexDouble } from '../../runtime/double.ts';
import { fail } from '../../runtime/exception.ts';
import { ApexList } from '../../runtime/list.ts';
import { findLoaded } from '../../runtime/loaded-classes.ts';
import { ApexMap, ApexSet } from '../../runtime/map.ts';
import { setField, setRelated } from '../../runtime/records.ts';
import { typeOf, type RuntimeType } from '../../runtime/runtime-types.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { ApexDatetime, ApexTime } from '../../runtime/temporal.ts';
import { current } from '../../runtime/transaction.ts';
import { parseDate } from '../date.ts';
import { constantsOf } from '../enum.ts';
import { parseJson, type JsonNode } from './parse.ts';

const STRING_MAP = typeOf('Map<String,Object>');
const OBJECT_LIST = typeOf('List<Object>');

/** Maps, lists and primitives. */
export function untyped(node: JsonNode): ApexValue {
  switch (node.kind) {
    case 'null': return null;
    case 'boolean': case 'string': return node.value;
    case 'number': return numberOf(node.text);
    case 'array': return new ApexList(OBJECT_LIST, node.items.map(untyped));
    case 'object': {
      const map = new ApexMap(STRING_MAP);
      for (const [key, value] of node.members) map.put(key, untyped(value));
      return map;
    }
  }
}

/** Whole numbers are Integer or Long, others Decimal. */
function numberOf(text: string): ApexValue {
  if (/^-?\d+$/.test(text)) {
    const value = BigInt(text);
    if (value === BigInt.asIntN(32, value)) return Number(value);
    return value === BigInt.asIntN(64, value) ? value : ApexDecimal.parse(text);
  }
  return ApexDecimal.parse(text);
}

const mismatch = (what: string): never => fail('System.JSONException', what);

/** A value of a type, boxed. */
export function typedValue(node: JsonNode, type: RuntimeType, isStrict: boolean): ApexValue {
  if (node.kind === 'null') return null;
  switch (type.kind) {
    case 'object': return untyped(node);
    case 'primitive': return primitive(node, type);
    case 'list': case 'set': {
      if (node.kind !== 'array') return mismatch(`Malformed JSON: Expected '[' at the beginning of List/Set`);
      const items = node.items.map((item) => typedValue(item, type.element!, isStrict));
      return type.kind === 'list' ? new ApexList(type, items) : new ApexSet(type, items);
    }
    case 'map': {
      if (node.kind !== 'object') return mismatch(`Malformed JSON: Expected '{' at the beginning of object`);
      const map = new ApexMap(type);
      for (const [key, value] of node.members) map.put(primitive({ kind: 'string', value: key }, type.key!), typedValue(value, type.value!, isStrict));
      return map;
    }
    case 'sobject': return record(node, type, isStrict);
    case 'class': return instance(node, type, isStrict);
  }
}

function primitive(node: JsonNode, type: RuntimeType): ApexValue {
  const text = node.kind === 'string' ? node.value : node.kind === 'number' ? node.text : node.kind === 'boolean' ? String(node.value) : null;
  const illegal = (): never => mismatch(`Illegal value for primitive`);
  if (text === null) return illegal();
  switch (type.name) {
    case 'String': return text;
    case 'Id': return idFromText(text);
    case 'Boolean': return /^(true|false)$/i.test(text) ? text.toLowerCase() === 'true' : illegal();
    case 'Integer': return /^-?\d+(\.0+)?$/.test(text) ? Number(text) | 0 : illegal();
    case 'Long': return /^-?\d+$/.test(text) ? BigInt.asIntN(64, BigInt(text)) : illegal();
    case 'Double': return text !== '' && !Number.isNaN(Number(text)) ? new ApexDouble(Number(text)) : illegal();
    case 'Decimal': return ApexDecimal.parse(text) ?? illegal();
    case 'Date': return parseDate(text.slice(0, 10));
    case 'Datetime': {
      const millis = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
      return Number.isNaN(millis) ? mismatch(`Invalid date/time: ${text}`) : new ApexDatetime(millis);
    }
    case 'Time': {
      const match = /^(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,3}))?/.exec(text);
      return match ? new ApexTime(((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3])) * 1000 + Number((match[4] ?? '0').padEnd(3, '0'))) : illegal();
    }
    case 'Blob': return new ApexBlob(new Uint8Array(Buffer.from(text, 'base64')));
    default: return illegal();
  }
}

function record(node: JsonNode, type: RuntimeType, isStrict: boolean): ApexValue {
  if (node.kind !== 'object') return mismatch(`Malformed JSON: Expected '{' at the beginning of object`);
  const attributes = node.members.find(([key]) => key === 'attributes')?.[1];
  const named = attributes?.kind === 'object' ? attributes.members.find(([key]) => key === 'type')?.[1] : undefined;
  const objectName = named?.kind === 'string' ? named.value : type.name;
  const { schema } = current();
  const object = schema.object(objectName, current().org.namespace) ?? mismatch(`No such sObject type ${objectName}`);
  const made = new SObjectRecord(object.name);
  for (const [key, value] of node.members) {
    if (key === 'attributes') continue;
    const field = schema.field(object, key, current().org.namespace);
    if (field) {
      setField(made, field.name, fieldValue(value, field.type));
      continue;
    }
    const parent = schema.parentRelationship(object, key);
    if (parent?.relationshipName) {
      setRelated(made, parent.relationshipName, typedValue(value, typeOf(parent.referenceTo[0] ?? 'SObject'), isStrict));
      continue;
    }
    const child = schema.childRelationship(object, key);
    if (child?.name) {
      const records = value.kind === 'object' ? value.members.find(([name]) => name === 'records')?.[1] : value;
      setRelated(made, child.name, records ? typedValue(records, typeOf(`List<${child.childObject}>`), isStrict) : null);
      continue;
    }
    mismatch(`No such column '${key}' on sobject of type ${object.name}`);
  }
  return made;
}

const FIELD_TYPES: Readonly<Record<string, string>> = { Boolean: 'Boolean', Integer: 'Integer', Double: 'Decimal', Currency: 'Decimal', Percent: 'Decimal', Date: 'Date', Datetime: 'Datetime', Time: 'Time', Base64: 'Blob', Id: 'Id', Reference: 'Id', MasterDetail: 'Id' };
const fieldValue = (node: JsonNode, type: string): ApexValue => (node.kind === 'null' ? null : node.kind === 'object' || node.kind === 'array' ? untyped(node) : primitive(node, typeOf(FIELD_TYPES[type] ?? 'String')));

function instance(node: JsonNode, type: RuntimeType, isStrict: boolean): ApexValue {
  if (node.kind === 'string') {
    const constant = constantsOf(type.name).find((each) => each.name.toLowerCase() === node.value.toLowerCase());
    if (constant) return constant;
  }
  const loaded = findLoaded(type.name);
  if (!loaded?.k) return fail('System.JSONException', `Apex Type unsupported in JSON: ${type.name}`);
  if (node.kind !== 'object') return mismatch(`Malformed JSON: Expected '{' at the beginning of object`);
  if (loaded.facts.isAbstract) return fail('System.JSONException', `Type cannot be constructed: ${type.name}`);
  const made = loaded.make() as unknown as Record<string, ApexValue> & Record<string, (value: ApexValue) => void>;
  for (const [key, value] of node.members) {
    const field = findInstanceField(type.name, key);
    if (!field) {
      if (isStrict) mismatch(`No such column '${key}' on type ${type.name}`);
      continue;
    }
    const boxed = typedValue(value, typeOf(field.type), isStrict);
    const plain = field.type === 'Double' && boxed instanceof ApexDouble ? boxed.value : boxed;
    if (field.hasAccessors && typeof made[`set$${field.slot}`] === 'function') made[`set$${field.slot}`]!(plain);
    else (made as Record<string, ApexValue>)[field.slot] = plain;
  }
  return made;
}

function findInstanceField(typeName: string, name: string): NonNullable<ReturnType<typeof findLoaded>>['facts']['fields'][number] | null {
  for (let loaded = findLoaded(typeName); loaded; loaded = loaded.facts.superclass ? findLoaded(loaded.facts.superclass) : null) {
    const found = loaded.facts.fields.find((field) => !field.isStatic && !field.isTransient && field.name.toLowerCase() === name.toLowerCase());
    if (found) return found;
  }
  return null;
}

export const readJson = (text: string): JsonNode => parseJson(text);
