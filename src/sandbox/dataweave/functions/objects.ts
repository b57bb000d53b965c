/** Source: DataWeave Reference, Objects (dw::core::Objects). */
import { moduleOf } from '../evaluate/functions-of.ts';
import { ObjectValue, type Decimal, type FunctionValue } from '../values/values.ts';
import { entry } from './core-objects.ts';
import { holds, intOf } from './helpers.ts';

/** The other's members replace those of the same name. */
const merged = (source: ObjectValue, target: ObjectValue): ObjectValue => new ObjectValue([...source.members.filter(({ key }) => !target.find(key.name)), ...target.members]);

export const OBJECTS = moduleOf({
  'divideBy(Object, Number)': (object: ObjectValue, amount: Decimal) =>
    Array.from({ length: Math.ceil(object.members.length / intOf(amount)) }, (_, at) => new ObjectValue(object.members.slice(at * intOf(amount), (at + 1) * intOf(amount)))),
  'entrySet(Object)': (object: ObjectValue) => object.members.map(({ key, value }) => entry(key, value)),
  'everyEntry(Object, Function)': (object: ObjectValue, condition: FunctionValue) => object.members.every(({ key, value }) => holds(condition, value, key)),
  'everyEntry(Null, Any)': () => true,
  'keySet(Object)': (object: ObjectValue) => object.members.map(({ key }) => key),
  'mergeWith(Object, Object)': merged,
  'mergeWith(Null, Object)': (_: null, target: ObjectValue) => target,
  'mergeWith(Object, Null)': (source: ObjectValue) => source,
  'nameSet(Object)': (object: ObjectValue) => object.members.map(({ key }) => key.name),
  'someEntry(Object, Function)': (object: ObjectValue, condition: FunctionValue) => object.members.some(({ key, value }) => holds(condition, value, key)),
  'someEntry(Null, Any)': () => false,
  'takeWhile(Object, Function)': (object: ObjectValue, condition: FunctionValue) => {
    const end = object.members.findIndex(({ key, value }) => !holds(condition, value, key));
    return new ObjectValue(end < 0 ? object.members : object.members.slice(0, end));
  },
  'valueSet(Object)': (object: ObjectValue) => object.members.map(({ value }) => value),
});
