/** Source: DataWeave Reference, Types (dw::core::Types). */
import { failScript, NotSupportedHere } from '../errors.ts';
import { moduleOf } from '../evaluate/functions-of.ts';
import { typeText } from '../evaluate/types.ts';
import type { TypeExpression } from '../syntax/ast.ts';
import { Decimal, TypeValue, type Value } from '../values/values.ts';

const ofKind = (kind: TypeExpression['kind']) => ({ type }: TypeValue): boolean => type.kind === kind;
const named = (name: string) => ({ type }: TypeValue): boolean => type.kind === 'name' && type.name === name;
const NAMED = ['Any', 'Array', 'Binary', 'Boolean', 'Date', 'DateTime', 'Key', 'LocalDateTime', 'LocalTime', 'Namespace', 'Nothing', 'Null', 'Number', 'Period', 'Range', 'Regex', 'String', 'Time', 'TimeZone', 'Type', 'Uri'];

export const TYPES = moduleOf({
  ...Object.fromEntries(NAMED.map((name) => [`is${name}Type(Type)`, named(name)])),
  'isFunctionType(Type)': ofKind('function'),
  'isIntersectionType(Type)': ofKind('intersection'),
  'isLiteralType(Type)': ofKind('literal'),
  'isObjectType(Type)': (value: TypeValue) => value.type.kind === 'objectType' || named('Object')(value),
  'isUnionType(Type)': ofKind('union'),
  'arrayItem(Type)': ({ type }: TypeValue) => (type.kind === 'name' && type.name === 'Array' ? new TypeValue(type.args[0] ?? { kind: 'name', name: 'Any', args: [], metadata: null }) : failScript(`Expecting an Array type, but it was ${typeText(type)}`)),
  'unionItems(Type)': ({ type }: TypeValue) => (type.kind === 'union' ? type.members.map((member) => new TypeValue(member)) : failScript(`Expecting an Union type, but it was ${typeText(type)}`)),
  'intersectionItems(Type)': ({ type }: TypeValue) => (type.kind === 'intersection' ? type.members.map((member) => new TypeValue(member)) : failScript(`Expecting an Intersection type, but it was ${typeText(type)}`)),
  'literalValueOf(Type)': ({ type }: TypeValue): Value => (type.kind === 'literal' ? (typeof type.value === 'number' ? Decimal.parse(String(type.value)) : type.value) : failScript(`Expecting a Literal type, but it was ${typeText(type)}`)),
  'nameOf(Type)': ({ type }: TypeValue) => typeText(type),
  'functionReturnType(Type)': ({ type }: TypeValue) => (type.kind === 'function' ? new TypeValue(type.result) : null),
  ...Object.fromEntries(['baseTypeOf', 'functionParamTypes', 'isReferenceType', 'metadataOf', 'objectFields'].map((name) => [`${name}(Type)`, () => {
    throw new NotSupportedHere(`dw::core::Types::${name}`);
  }])),
});
