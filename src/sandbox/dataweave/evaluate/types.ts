/** What type a value has, and whether it is of one. Source: DataWeave Reference, Type System. */
import type { TypeExpression } from '../syntax/ast.ts';
import { namedType } from '../syntax/ast.ts';
import { DateTimeValue, DateValue, LocalDateTimeValue, LocalTimeValue, PeriodValue, TimeValue, TimeZoneValue } from '../values/temporal.ts';
import { BinaryValue, TextValue, Decimal, FunctionValue, isArray, itemsOf, KeyValue, NamespaceValue, ObjectValue, RangeValue, RegexValue, TypeValue, UriValue, type Value } from '../values/values.ts';
import { equals } from './equality.ts';

export type TypeName =
  | 'Null' | 'Boolean' | 'String' | 'CData' | 'Number' | 'Array' | 'Range' | 'Object' | 'Key' | 'Function' | 'Regex' | 'Binary' | 'Type' | 'Namespace' | 'Uri'
  | 'Date' | 'LocalTime' | 'Time' | 'LocalDateTime' | 'DateTime' | 'TimeZone' | 'Period';

export const TYPE_NAMES: ReadonlySet<string> = new Set([
  'Any', 'Nothing', 'Null', 'Boolean', 'String', 'CData', 'Number', 'Array', 'Range', 'Object', 'Key', 'Function', 'Regex', 'Binary', 'Type', 'Namespace', 'Uri', 'SimpleType', 'Comparable',
  'Date', 'LocalTime', 'Time', 'LocalDateTime', 'DateTime', 'TimeZone', 'Period', 'Dictionary', 'Pair', 'Enum', 'NaN', 'Iterator', 'XmlTextFormat',
]);

const CLASSES: readonly (readonly [new (...args: never[]) => unknown, TypeName])[] = [
  [Decimal, 'Number'], [ObjectValue, 'Object'], [KeyValue, 'Key'], [FunctionValue, 'Function'], [RegexValue, 'Regex'], [BinaryValue, 'Binary'], [TypeValue, 'Type'], [NamespaceValue, 'Namespace'], [UriValue, 'Uri'],
  [RangeValue, 'Range'], [DateValue, 'Date'], [LocalTimeValue, 'LocalTime'], [TimeValue, 'Time'], [LocalDateTimeValue, 'LocalDateTime'], [DateTimeValue, 'DateTime'], [TimeZoneValue, 'TimeZone'], [PeriodValue, 'Period'],
];

export function typeNameOf(value: Value): TypeName {
  if (value === null) return 'Null';
  if (typeof value === 'string') return 'String';
  if (typeof value === 'boolean') return 'Boolean';
  if (Array.isArray(value)) return 'Array';
  if (value instanceof TextValue) return value.isCData ? 'CData' : 'String';
  return CLASSES.find(([type]) => value instanceof type)![1];
}

const SIMPLE: ReadonlySet<string> = new Set(['String', 'Boolean', 'Number', 'DateTime', 'LocalDateTime', 'Date', 'LocalTime', 'Time', 'TimeZone', 'Period']);

/** Whether a value is of a type by its name alone. */
export function isNamedType(value: Value, name: string): boolean {
  const own = typeNameOf(value);
  if (own === name || name === 'Any') return true;
  switch (name) {
    case 'Array': return own === 'Range';
    case 'String': return own === 'CData';
    case 'CDATA': return own === 'CData';
    case 'SimpleType': return SIMPLE.has(own);
    case 'Comparable': return SIMPLE.has(own) && own !== 'TimeZone';
    case 'Dictionary': case 'Pair': return own === 'Object';
    default: return false;
  }
}

/** How names of types are resolved: the script's own first. Null: the language's. */
export type TypeResolver = (name: string, args: readonly TypeExpression[]) => TypeExpression | null;

export function isOfType(value: Value, type: TypeExpression, resolve: TypeResolver): boolean {
  switch (type.kind) {
    case 'name': {
      const own = resolve(type.name, type.args);
      if (own) return isOfType(value, own, resolve);
      const name = type.name.split('::').at(-1)!;
      if (!isNamedType(value, name)) return false;
      const item = name === 'Array' ? type.args[0] : undefined;
      if (item && isArray(value)) return itemsOf(value).every((one) => isOfType(one, item, resolve));
      const member = name === 'Dictionary' ? type.args[0] : undefined;
      return !(member && value instanceof ObjectValue) || value.members.every((one) => isOfType(one.value, member, resolve));
    }
    case 'union': return type.members.some((one) => isOfType(value, one, resolve));
    case 'intersection': return type.members.every((one) => isOfType(value, one, resolve));
    case 'literal': return equals(value, typeof type.value === 'number' ? Decimal.parse(String(type.value)) : type.value);
    case 'function': return value instanceof FunctionValue;
    case 'objectType': {
      if (!(value instanceof ObjectValue)) return false;
      if (type.isClosed && value.members.some(({ key }) => !type.fields.some((field) => field.name === key.name || field.name === null))) return false;
      return type.fields.every((field) => {
        if (field.name === null) return true;
        const found = value.members.filter(({ key }) => key.name === field.name);
        if (found.length === 0) return field.isOptional;
        return found.every((member) => isOfType(member.value, field.type, resolve));
      });
    }
  }
}

export const typeOfValue = (value: Value): TypeExpression => namedType(typeNameOf(value));

/** As `typeOf` prints it. */
export function typeText(type: TypeExpression): string {
  switch (type.kind) {
    case 'name': return type.args.length ? `${type.name}<${type.args.map(typeText).join(', ')}>` : type.name;
    case 'union': return type.members.map(typeText).join(' | ');
    case 'intersection': return type.members.map(typeText).join(' & ');
    case 'literal': return typeof type.value === 'string' ? JSON.stringify(type.value) : String(type.value);
    case 'function': return `(${type.parameters.map(typeText).join(', ')}) -> ${typeText(type.result)}`;
    case 'objectType': return type.isClosed ? `{|${fieldsText(type)}|}` : `{${fieldsText(type)}}`;
  }
}

const fieldsText = (type: TypeExpression & { kind: 'objectType' }): string =>
  type.fields.map((field) => `${field.name ?? '_'}${field.isRepeated ? '*' : ''}${field.isOptional ? '?' : ''}: ${typeText(field.type)}`).join(', ');
