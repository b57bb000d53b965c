/** Core functions over any value. Source: DataWeave Reference, Core (dw::Core). */
import { NotSupportedHere } from '../errors.ts';
import { concatenate, remove } from '../evaluate/operators.ts';
import { moduleOf } from '../evaluate/functions-of.ts';
import { typeOfValue } from '../evaluate/types.ts';
import { textOrNull } from '../evaluate/coerce.ts';
import { readFormat, writeFormat } from '../formats/formats.ts';
import { currentHost } from '../host.ts';
import { BinaryValue, Decimal, TypeValue, type FunctionValue, type NamespaceValue, type ObjectValue, type Value } from '../values/values.ts';
import { callWith } from './helpers.ts';

/** Properties of a reader or writer, given as an object. */
function propertiesOf(object: ObjectValue | undefined): ReadonlyMap<string, string | number | boolean> {
  return new Map((object?.members ?? []).map(({ key, value }) => [key.name, typeof value === 'boolean' ? value : value instanceof Decimal ? value.toDouble() : (textOrNull(value) ?? '')]));
}

const told = (prefix: string, value: Value): Value => {
  const text = writeFormat(value, { mimeType: 'application/dw', properties: new Map() });
  currentHost().log(prefix === '' ? String(text) : `${prefix} - ${String(text)}`);
  return value;
};

const disabled = (name: string) => (): never => {
  throw new NotSupportedHere(`${name}: Apex gives scripts no access to their environment`);
};

export const CORE_OTHER = moduleOf({
  '++(Any, Any)': concatenate,
  '--(Any, Any)': remove,
  'log(String, Any)': told,
  'log(Any)': (value: Value) => told('', value),
  'typeOf(Any)': (value: Value) => new TypeValue(typeOfValue(value)),
  'uuid()': () => currentHost().uuid(),
  'then(Null, Any)': () => null,
  'then(Any, Function)': (value: Value, callback: FunctionValue) => callWith(callback, value),
  'onNull(Null, Function)': (_: Value, callback: FunctionValue) => callWith(callback),
  // An expression instead of a function of nothing.
  'onNull(Null, Any)': (_: Value, instead: Value) => instead,
  'onNull(Any, Any)': (value: Value) => value,
  'read(String|Binary, String?, Object?)': (content: string | BinaryValue, mimeType?: string, properties?: ObjectValue) =>
    readFormat(content instanceof BinaryValue ? content.bytes : content, { mimeType: mimeType ?? 'application/dw', properties: propertiesOf(properties) }),
  'write(Any, String?, Object?)': (value: Value, mimeType?: string, properties?: ObjectValue) => {
    const written = writeFormat(value, { mimeType: mimeType ?? 'application/dw', properties: propertiesOf(properties) });
    return typeof written === 'string' ? written : new BinaryValue(written);
  },
  'xsiType(String, Namespace)': (name: string, namespace: NamespaceValue) => {
    throw new NotSupportedHere(`xsiType(${name}, ${namespace.prefix})`);
  },
  'readUrl(Any, Any?, Any?)': disabled('readUrl'),
  'native(Any)': disabled('native'),
});
