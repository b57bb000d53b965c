/** Source: DataWeave Reference, Arrays (dw::core::Arrays). */
import { textOrNull } from '../evaluate/coerce.ts';
import { equals } from '../evaluate/equality.ts';
import { moduleOf } from '../evaluate/functions-of.ts';
import { Decimal, ObjectValue, pair, whole, type FunctionValue, type Value } from '../values/values.ts';
import { callWith, holds, index, intOf, list, numberOf, type List } from './helpers.ts';

const chunks = (items: readonly Value[], amount: number): Value[] => Array.from({ length: Math.ceil(items.length / amount) }, (_, at) => items.slice(at * amount, (at + 1) * amount));

/** The first place where a condition fails (or holds); the length if there is none. */
const boundary = (items: List, condition: FunctionValue, wanted: boolean): number => {
  const at = list(items).findIndex((item) => holds(condition, item) === wanted);
  return at < 0 ? list(items).length : at;
};

const both = (left: Value, right: Value): ObjectValue => ObjectValue.of({ l: left, r: right });

/** Pairs of what has the same key on both sides, and what is left over where that is asked for. */
function joined(left: List, right: List, leftKey: FunctionValue, rightKey: FunctionValue, keep: { readonly left: boolean; readonly right: boolean }): Value[] {
  const keyOf = (criteria: FunctionValue, item: Value): string | null => textOrNull(callWith(criteria, item));
  const rights = list(right).map((item) => ({ item, key: keyOf(rightKey, item), isUsed: false }));
  const result: Value[] = [];
  for (const item of list(left)) {
    const key = keyOf(leftKey, item);
    const matches = rights.filter((other) => key !== null && other.key === key);
    for (const match of matches) {
      match.isUsed = true;
      result.push(both(item, match.item));
    }
    if (matches.length === 0 && keep.left) result.push(ObjectValue.of({ l: item }));
  }
  if (keep.right) result.push(...rights.filter(({ isUsed }) => !isUsed).map(({ item }) => ObjectValue.of({ r: item })));
  return result;
}

const splitPair = (items: List, at: number): ObjectValue => both(list(items).slice(0, at), list(items).slice(at));

export const ARRAYS = moduleOf({
  'countBy(Array, Function)': (items: List, matching: FunctionValue) => whole(list(items).filter((item) => holds(matching, item)).length),
  'countBy(Null, Any)': () => null,
  'divideBy(Array, Number)': (items: List, amount: Decimal) => chunks(list(items), intOf(amount)),
  'divideBy(Null, Any)': () => null,
  'drop(Array, Number)': (items: List, count: Decimal) => list(items).slice(Math.max(0, intOf(count))),
  'drop(Null, Any)': () => null,
  'dropWhile(Array, Function)': (items: List, condition: FunctionValue) => list(items).slice(boundary(items, condition, false)),
  'dropWhile(Null, Any)': () => null,
  'every(Array, Function)': (items: List, condition: FunctionValue) => list(items).every((item) => holds(condition, item)),
  'every(Null, Any)': () => true,
  'firstWith(Array, Function)': (items: List, condition: FunctionValue) => list(items).find((item, at) => holds(condition, item, index(at))) ?? null,
  'firstWith(Null, Any)': () => null,
  'indexOf(Array, Any)': (items: List, wanted: Value) => whole(list(items).findIndex((item) => equals(item, wanted))),
  'indexWhere(Array, Function)': (items: List, condition: FunctionValue) => whole(list(items).findIndex((item) => holds(condition, item))),
  'indexWhere(Null, Any)': () => null,
  'join(Array, Array, Function, Function)': (left: List, right: List, leftKey: FunctionValue, rightKey: FunctionValue) => joined(left, right, leftKey, rightKey, { left: false, right: false }),
  'leftJoin(Array, Array, Function, Function)': (left: List, right: List, leftKey: FunctionValue, rightKey: FunctionValue) => joined(left, right, leftKey, rightKey, { left: true, right: false }),
  'outerJoin(Array, Array, Function, Function)': (left: List, right: List, leftKey: FunctionValue, rightKey: FunctionValue) => joined(left, right, leftKey, rightKey, { left: true, right: true }),
  'partition(Array, Function)': (items: List, condition: FunctionValue) => {
    const marked = list(items).map((item) => ({ item, holds: holds(condition, item) }));
    const part = (wanted: boolean): Value[] => marked.filter((one) => one.holds === wanted).map(({ item }) => item);
    return new ObjectValue([pair('success', part(true)), pair('failure', part(false))]);
  },
  'partition(Null, Any)': () => null,
  'slice(Array, Number, Number)': (items: List, from: Decimal, until: Decimal) => list(items).slice(Math.max(0, intOf(from)), Math.max(0, intOf(until))),
  'slice(Null, Any, Any)': () => null,
  'some(Array, Function)': (items: List, condition: FunctionValue) => list(items).some((item) => holds(condition, item)),
  'some(Null, Any)': () => false,
  'splitAt(Array, Number)': (items: List, at: Decimal) => splitPair(items, Math.max(0, intOf(at))),
  'splitAt(Null, Any)': () => null,
  'splitWhere(Array, Function)': (items: List, condition: FunctionValue) => splitPair(items, boundary(items, condition, true)),
  'splitWhere(Null, Any)': () => null,
  'sumBy(Array, Function)': (items: List, selector: FunctionValue) => list(items).reduce<Decimal>((total, item) => total.plus(numberOf(callWith(selector, item))), Decimal.ZERO),
  'sumBy(Null, Any)': () => null,
  'take(Array, Number)': (items: List, count: Decimal) => list(items).slice(0, Math.max(0, intOf(count))),
  'take(Null, Any)': () => null,
  'takeWhile(Array, Function)': (items: List, condition: FunctionValue) => list(items).slice(0, boundary(items, condition, false)),
  'takeWhile(Null, Any)': () => null,
});
