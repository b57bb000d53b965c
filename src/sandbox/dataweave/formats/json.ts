/** Source: DataWeave Reference, JSON Format; Newline Delimited JSON Format. */
import { ApexException } from '../../apex/runtime/exception.ts';
import { parseJson, type JsonNode } from '../../apex/stdlib/json/parse.ts';
import { failScript, ScriptError } from '../errors.ts';
import { textOrNull } from '../evaluate/coerce.ts';
import { typeNameOf } from '../evaluate/types.ts';
import { Decimal, isArray, itemsOf, KeyValue, ObjectValue, type Member, type Value } from '../values/values.ts';
import type { Properties } from './properties.ts';

export function readJson(text: string): Value {
  if (text.trim() === '') return null;
  try {
    return fromNode(parseJson(text));
  } catch (error) {
    if (error instanceof ApexException) return failScript(`Unable to parse JSON: ${error.message}`);
    throw error;
  }
}

function fromNode(node: JsonNode): Value {
  switch (node.kind) {
    case 'null': return null;
    case 'boolean': case 'string': return node.value;
    case 'number': return Decimal.parse(node.text);
    case 'array': return node.items.map(fromNode);
    case 'object': return new ObjectValue(node.members.map(([name, value]): Member => ({ key: new KeyValue(name), value: fromNode(value) })));
  }
}

export const readLines = (text: string, properties: Properties): Value => text.split(/\r?\n/).filter((line) => line.trim() !== '').flatMap((line) => {
  if (properties.get('skipInvalidRecords') !== true) return [readJson(line)];
  try {
    return [readJson(line)];
  } catch (error) {
    // What is no record is passed over, as asked.
    if (error instanceof ScriptError) return [];
    throw error;
  }
});

export const writeLines = (value: Value, properties: Properties): string =>
  (value !== null && isArray(value) ? itemsOf(value) : [value]).map((item) => `${writeJson(item, new Map([...properties, ['indent', false]]))}\n`).join('');

export function writeJson(value: Value, properties: Properties): string {
  return new JsonWriter(properties).write(value, '');
}

class JsonWriter {
  private readonly isIndented: boolean;
  private readonly skipsInArrays: boolean;
  private readonly skipsInObjects: boolean;
  private readonly mergesKeys: boolean;
  private readonly writesAttributes: boolean;

  constructor(properties: Properties) {
    this.isIndented = properties.get('indent') !== false;
    const skip = properties.get('skipNullOn');
    this.skipsInArrays = skip === 'arrays' || skip === 'everywhere';
    this.skipsInObjects = skip === 'objects' || skip === 'everywhere';
    this.mergesKeys = properties.get('duplicateKeyAsArray') === true;
    this.writesAttributes = properties.get('writeAttributes') === true;
  }

  write(value: Value, indent: string): string {
    if (value === null) return 'null';
    if (typeof value === 'boolean') return String(value);
    if (value instanceof Decimal) return value.toPlainString();
    const inner = `${indent}  `;
    if (isArray(value)) {
      const items = itemsOf(value).filter((item) => !(this.skipsInArrays && item === null));
      return this.bracket('[', ']', items.map((item) => this.write(item, inner)), indent);
    }
    if (value instanceof ObjectValue) return this.bracket('{', '}', this.members(value).map(([name, item]) => `${quote(name)}:${this.isIndented ? ' ' : ''}${this.write(item, inner)}`), indent);
    const text = textOrNull(value);
    return text === null ? failScript(`Trying to output ${typeNameOf(value)} value to application/json`) : quote(text);
  }

  private members(object: ObjectValue): [string, Value][] {
    const members: [string, Value][] = [];
    for (const { key, value } of object.members) {
      if (this.skipsInObjects && value === null) continue;
      members.push([key.namespace && key.namespace.prefix ? `${key.namespace.prefix}:${key.name}` : key.name, this.writesAttributes && key.attributes ? withAttributes(key.attributes, value) : value]);
    }
    if (!this.mergesKeys) return members;
    return [...Map.groupBy(members, ([name]) => name)].map(([name, group]) => [name, group.length === 1 ? group[0]![1] : group.map(([, value]) => value)]);
  }

  private bracket(open: string, close: string, parts: readonly string[], indent: string): string {
    if (parts.length === 0) return open + close;
    return this.isIndented ? `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}` : open + parts.join(',') + close;
  }
}

/** Attributes become members of what they hang on. */
function withAttributes(attributes: ObjectValue, value: Value): Value {
  const own = attributes.members.map((member): Member => ({ key: new KeyValue(`@${member.key.name}`), value: member.value }));
  return new ObjectValue([...own, ...(value instanceof ObjectValue ? value.members : [{ key: new KeyValue('__text'), value }])]);
}

export const quote = (text: string): string => JSON.stringify(text).replaceAll(/[\u007f-\u009f\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
