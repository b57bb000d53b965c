import { ApexBlob } from '../../runtime/blob.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { ApexDouble, doubleText } from '../../runtime/double.ts';
import { fail, notSupported } from '../../runtime/exception.ts';
import { ApexBean, jsonFormOf, valueFieldsOf } from '../../runtime/library.ts';
import { ApexList } from '../../runtime/list.ts';
import { findLoaded } from '../../runtime/loaded-classes.ts';
import { ApexMap, ApexSet } from '../../runtime/map.ts';
import { ApexEnum, ApexObject } from '../../runtime/object.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../runtime/temporal.ts';
import { textOf } from '../../runtime/text.ts';
import { ApexTypeValue } from '../../runtime/tokens.ts';
import { fieldsInOrder } from './records.ts';

export interface WriteOptions { readonly isPretty: boolean; readonly suppressNulls: boolean }

/** JSON text of a value in its boxed form, as it stands at a depth of indentation. */
export function serialize(value: ApexValue, options: WriteOptions, indent = ''): string {
  return write(value, options, indent, []);
}

function write(value: ApexValue, options: WriteOptions, indent: string, path: object[]): string {
  if (value === null || value === undefined) return 'null';
  switch (typeof value) {
    case 'string': return quote(value);
    case 'number': case 'boolean': case 'bigint': return String(value);
  }
  if (value instanceof ApexDecimal) return value.toText();
  if (value instanceof ApexDouble) return doubleText(value.value);
  if (value instanceof ApexDate) return quote(value.toIso());
  if (value instanceof ApexDatetime) return quote(value.toIso());
  if (value instanceof ApexTime) return quote(value.toIso());
  if (value instanceof ApexBlob) return quote(Buffer.from(value.bytes).toString('base64'));
  if (value instanceof ApexEnum) return quote(value.name);
  if (value instanceof ApexTypeValue) return quote(value.apexName);
  const object = value as object;
  if (path.includes(object)) fail('System.JSONException', 'Self-reference cycle');
  const inner = [...path, object];
  const next = `${indent}  `;
  const item = (child: ApexValue): string => write(child, options, next, inner);
  // Arrays stay on their line and indent nothing.
  const element = (child: ApexValue): string => write(child, options, indent, inner);
  if (value instanceof ApexList) return bracket('[', ']', value.items.map(element), options, indent, true);
  if (value instanceof ApexSet) return bracket('[', ']', [...value.values()].map(element), options, indent, true);
  const pair = ([name, child]: readonly [string, ApexValue]): string => `${quote(name)}${options.isPretty ? ' : ' : ':'}${item(child)}`;
  if (value instanceof ApexMap) {
    // The platform writes the last entry first.
    return bracket('{', '}', [...value.entries()].reverse().map(([key, child]) => pair([key === null ? 'null' : textOf(key), child])), options, indent);
  }
  if (value instanceof SObjectRecord) {
    const members = recordPairs(value).map(([name, child]) => (child instanceof ApexDatetime ? `${quote(name)}${options.isPretty ? ' : ' : ':'}${quote(child.toIso().replace('Z', '+0000'))}` : pair([name, child])));
    return bracket('{', '}', members, options, indent);
  }
  const form = value instanceof ApexObject ? jsonFormOf(value.$type.name) : null;
  if (form?.writeText) return quote(form.writeText(value));
  if (form) return bracket('{', '}', form.write(value).map(pair), options, indent);
  if (value instanceof ApexBean && !isWritable(value)) {
    const fields = valueFieldsOf(value.$type.name) ?? notSupported(`JSON of ${value.$type.name}`);
    return bracket('{', '}', fields.map(({ name, type }) => [name, boxedAs(value.get(name), type)] as const).filter(([, child]) => !(options.suppressNulls && child === null)).map(pair), options, indent);
  }
  if (value instanceof ApexObject && !isWritable(value)) {
    const { name } = value.$type;
    return name.startsWith('Schema.') ? fail('System.JSONException', `Apex Type unsupported in JSON: ${name}`) : notSupported(`JSON of ${name}`);
  }
  if (value instanceof ApexObject) return bracket('{', '}', fieldPairs(value).filter(([, child]) => !(options.suppressNulls && child === null)).map(pair), options, indent);
  return fail('System.JSONException', `Apex Type unsupported in JSON: ${textOf(value)}`);
}

/** Objects of the org's own classes are written by their fields; of the library's, only those that hold nothing but values. */
function isWritable(value: ApexObject): boolean {
  return findLoaded(value.$type.name) !== null;
}

/** Fields of type Double hold plain numbers. */
const boxedAs = (value: ApexValue, type: string): ApexValue => (type === 'Double' && typeof value === 'number' ? new ApexDouble(value) : (value ?? null));

function bracket(open: string, close: string, parts: readonly string[], options: WriteOptions, indent: string, isArray = false): string {
  if (!options.isPretty || parts.length === 0) return parts.length === 0 && options.isPretty ? (isArray ? '[ ]' : '{ }') : open + parts.join(',') + close;
  if (isArray) return `[ ${parts.join(', ')} ]`;
  return `{\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}}`;
}

/** A record carries its type; children are a result of their own. */
function recordPairs(record: SObjectRecord): [string, ApexValue][] {
  // Maps are written from the end.
  const attributes = new Map<string, ApexValue>();
  const id = record.fields.get('Id');
  if (typeof id === 'string') attributes.set('url', `/services/data/v64.0/sobjects/${record.objectName}/${id}`);
  attributes.set('type', record.objectName);
  const pairs: [string, ApexValue][] = [['attributes', mapOf(attributes)]];
  for (const [name, value] of fieldsInOrder(record)) pairs.push([name, value]);
  for (const [name, value] of record.relationships ?? []) {
    pairs.push([name, value instanceof ApexList ? mapOf(new Map<string, ApexValue>([['records', value], ['done', true], ['totalSize', value.size]])) : value]);
  }
  return pairs;
}

function mapOf(entries: ReadonlyMap<string, ApexValue>): ApexMap {
  const map = new ApexMap(STRING_OBJECT);
  for (const [key, value] of entries) map.put(key, value);
  return map;
}

/** Instance fields and properties that aren't transient, inherited ones too, with their values. */
export function memberValues(object: ApexObject): { readonly name: string; readonly type: string; readonly value: ApexValue }[] {
  const members: { name: string; type: string; value: ApexValue }[] = [];
  const self = object as unknown as Record<string, ApexValue> & Record<string, () => ApexValue>;
  for (let loaded = findLoaded(object.$type.name); loaded; loaded = loaded.facts.superclass ? findLoaded(loaded.facts.superclass) : null) {
    for (const field of loaded.facts.fields) {
      if (field.isStatic || field.isTransient) continue;
      const raw = field.hasAccessors && typeof self[`get$${field.slot}`] === 'function' ? self[`get$${field.slot}`]!() : self[field.slot];
      members.push({ name: field.name, type: field.type, value: boxedAs(raw, field.type) });
    }
  }
  return members;
}

/** The last name of the alphabet first. */
export function fieldPairs(object: ApexObject): [string, ApexValue][] {
  const pairs = memberValues(object).map(({ name, value }): [string, ApexValue] => [name, value]);
  return pairs.sort(([a], [b]) => (a < b ? 1 : a > b ? -1 : 0));
}

/** Quotes as the platform does: no escape of the slash, control characters by \u. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
}

const STRING_OBJECT = typeOf('Map<String,Object>');
