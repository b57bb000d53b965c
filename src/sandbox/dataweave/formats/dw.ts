/** Values as the language writes them itself. Source: DataWeave Reference, DataWeave Format (dw). */
import { parseScript } from '../syntax/parse-script.ts';
import { textOrNull } from '../evaluate/coerce.ts';
import { evaluate, declare } from '../evaluate/interpreter.ts';
import { Scope } from '../evaluate/scope.ts';
import { typeText } from '../evaluate/types.ts';
import { isoText, isClocked, PeriodValue, TimeZoneValue } from '../values/temporal.ts';
import { BinaryValue, Decimal, FunctionValue, isArray, itemsOf, ObjectValue, RegexValue, TypeValue, type KeyValue, type Value } from '../values/values.ts';
import { quote } from './json.ts';
import { stringOf, type Properties } from './properties.ts';

export function readDw(text: string): Value {
  const script = parseScript(text);
  return evaluate(script.body, declare(script.header.declarations, new Scope(null)));
}

export const writeDw = (value: Value, properties: Properties): string => write(value, '', stringOf(properties, 'indent', '  '));

const nameText = (name: string): string => (/^[A-Za-z_]\w*$/.test(name) ? name : quote(name));
const keyText = (key: KeyValue): string => `${key.namespace?.prefix ? `${key.namespace.prefix}#` : ''}${nameText(key.name)}`;

function write(value: Value, indent: string, step: string): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Decimal) return value.toPlainString();
  if (isArray(value)) {
    const items = itemsOf(value).map((item) => `${indent}${step}${write(item, indent + step, step)}`);
    return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${indent}]`;
  }
  if (value instanceof ObjectValue) {
    const members = value.members.map(({ key, value: own }) => {
      const attributes = key.attributes?.members.length ? ` @(${key.attributes.members.map((one) => `${keyText(one.key)}: ${write(one.value, indent, step)}`).join(', ')})` : '';
      return `${indent}${step}${keyText(key)}${attributes}: ${write(own, indent + step, step)}`;
    });
    return (members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`) + metadataText(value.metadata, 'Object');
  }
  if (isClocked(value) || value instanceof PeriodValue || value instanceof TimeZoneValue) return `|${isoText(value)}|`;
  if (value instanceof RegexValue) return `/${value.source.replaceAll('/', '\\/')}/`;
  if (value instanceof BinaryValue) return `${quote(Buffer.from(value.bytes).toString('base64'))} as Binary {base: "64"}`;
  if (value instanceof TypeValue) return typeText(value.type);
  if (value instanceof FunctionValue) return `(${value.parameters.join(', ')}) -> ???`;
  return quote(textOrNull(value) ?? '');
}

const metadataText = (metadata: ObjectValue | null, type: string): string =>
  metadata?.members.length ? ` as ${type} {${metadata.members.map(({ key, value }) => `${keyText(key)}: ${write(value, '', '  ')}`).join(', ')}}` : '';
