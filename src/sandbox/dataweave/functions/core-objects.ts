/** Core functions over objects. Source: DataWeave Reference, Core (dw::Core). */
import { moduleOf } from '../evaluate/functions-of.ts';
import { ObjectValue, pair, type KeyValue, type FunctionValue, type Value } from '../values/values.ts';
import { callWith, holds, index, objectOf } from './helpers.ts';

/** A member as an object of its parts. */
export const entry = (key: KeyValue, value: Value): ObjectValue => new ObjectValue([pair('key', key), pair('value', value), pair('attributes', key.attributes ?? new ObjectValue([]))]);

export const CORE_OBJECTS = moduleOf({
  'mapObject(Object, Function)': (object: ObjectValue, mapper: FunctionValue) => new ObjectValue(object.members.flatMap(({ key, value }, at) => {
    const mapped = callWith(mapper, value, key, index(at));
    return mapped === null ? [] : [...objectOf(mapped).members];
  }), object.metadata),
  'mapObject(Null, Any)': () => null,
  'filterObject(Object, Function)': (object: ObjectValue, criteria: FunctionValue) => new ObjectValue(object.members.filter(({ key, value }, at) => holds(criteria, value, key, index(at))), object.metadata),
  'filterObject(Null, Any)': () => null,
  'pluck(Object, Function)': (object: ObjectValue, mapper: FunctionValue) => object.members.map(({ key, value }, at) => callWith(mapper, value, key, index(at))),
  'pluck(Null, Any)': () => null,
  'keysOf(Object)': (object: ObjectValue) => object.members.map(({ key }) => key),
  'keysOf(Null)': () => null,
  'namesOf(Object)': (object: ObjectValue) => object.members.map(({ key }) => key.name),
  'namesOf(Null)': () => null,
  'valuesOf(Object)': (object: ObjectValue) => object.members.map(({ value }) => value),
  'valuesOf(Null)': () => null,
  'entriesOf(Object)': (object: ObjectValue) => object.members.map(({ key, value }) => entry(key, value)),
  'entriesOf(Null)': () => null,
});
