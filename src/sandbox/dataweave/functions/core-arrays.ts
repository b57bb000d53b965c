/** Core functions over arrays. Source: DataWeave Reference, Core (dw::Core). */
import { failScript } from '../errors.ts';
import { described, textOrNull } from '../evaluate/coerce.ts';
import { compare, equals } from '../evaluate/equality.ts';
import { moduleOf } from '../evaluate/functions-of.ts';
import { Decimal, isArray, KeyValue, ObjectValue, type FunctionValue, type Member, type Value } from '../values/values.ts';
import { callWith, holds, index, list, numberOf, sortedBy, type List } from './helpers.ts';

const extreme = (items: List, isBetter: (order: number) => boolean, by: (item: Value) => Value = (item) => item): Value => {
  let best: { item: Value; by: Value } | null = null;
  for (const item of list(items)) {
    const own = by(item);
    if (best === null || isBetter(compare(own, best.by))) best = { item, by: own };
  }
  return best?.item ?? null;
};

export const distinct = (items: readonly Value[], by: (item: Value, at: number) => Value): Value[] => {
  const seen: Value[] = [];
  return items.filter((item, at) => {
    const own = by(item, at);
    if (seen.some((other) => equals(other, own))) return false;
    seen.push(own);
    return true;
  });
};

/** Groups in the order of their first items; names of groups are texts. */
export function groupsBy<T>(items: readonly T[], by: (item: T, at: number) => Value, make: (group: T[]) => Value): ObjectValue {
  const groups = new Map<string, T[]>();
  items.forEach((item, at) => {
    const key = by(item, at);
    const name = textOrNull(key) ?? (key === null ? 'null' : failScript(`Cannot coerce ${described(key)} to Key`));
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  });
  return new ObjectValue([...groups].map(([name, group]): Member => ({ key: new KeyValue(name), value: make(group) })));
}

const sum = (items: List): Decimal => list(items).reduce<Decimal>((total, item) => total.plus(numberOf(item)), Decimal.ZERO);

function average(items: List): Value {
  const { length } = list(items);
  return length === 0 ? null : sum(items).dividedBy(index(length));
}

/** The second argument's default is the first item: then the rest is gone through. */
function reduce(items: readonly Value[], callback: FunctionValue): Value {
  const initial = callback.lastDefault?.();
  if (initial !== undefined) return items.reduce<Value>((accumulator, item) => callWith(callback, item, accumulator), initial);
  return items.length === 0 ? null : items.slice(1).reduce<Value>((accumulator, item) => callWith(callback, item, accumulator), items[0]!);
}

export const CORE_ARRAYS = moduleOf({
  'map(Array, Function)': (items: List, mapper: FunctionValue) => list(items).map((item, at) => callWith(mapper, item, index(at))),
  'map(Null, Any)': () => null,
  'filter(Array, Function)': (items: List, criteria: FunctionValue) => list(items).filter((item, at) => holds(criteria, item, index(at))),
  'filter(String, Function)': (text: string, criteria: FunctionValue) => [...text].filter((item, at) => holds(criteria, item, index(at))).join(''),
  'filter(Null, Any)': () => null,
  'flatMap(Array, Function)': (items: List, mapper: FunctionValue) => list(items).flatMap((item, at) => {
    const mapped = callWith(mapper, item, index(at));
    return mapped !== null && isArray(mapped) ? [...list(mapped)] : [mapped];
  }),
  'flatMap(Null, Any)': () => null,
  'flatten(Array)': (items: List) => list(items).flatMap((item) => (item !== null && isArray(item) ? [...list(item)] : [item])),
  'flatten(Null)': () => null,
  'distinctBy(Array, Function)': (items: List, criteria: FunctionValue) => distinct(list(items), (item, at) => callWith(criteria, item, index(at))),
  'distinctBy(Object, Function)': (object: ObjectValue, criteria: FunctionValue) => {
    const seen: Value[] = [];
    return new ObjectValue(object.members.filter(({ key, value }) => {
      const own = callWith(criteria, value, key);
      if (seen.some((other) => equals(other, own))) return false;
      seen.push(own);
      return true;
    }));
  },
  'distinctBy(Null, Any)': () => null,
  'groupBy(Array, Function)': (items: List, criteria: FunctionValue) => groupsBy(list(items), (item, at) => callWith(criteria, item, index(at)), (group) => group),
  'groupBy(String, Function)': (text: string, criteria: FunctionValue) => groupsBy([...text], (item, at) => callWith(criteria, item, index(at)), (group) => group.join('')),
  'groupBy(Object, Function)': (object: ObjectValue, criteria: FunctionValue) => groupsBy(object.members, ({ key, value }) => callWith(criteria, value, key), (group) => new ObjectValue(group)),
  'groupBy(Null, Any)': () => null,
  // What is no function is a criterion that doesn't change.
  'groupBy(Array, Any)': (items: List, criterion: Value) => groupsBy(list(items), () => criterion, (group) => group),
  'groupBy(Object, Any)': (object: ObjectValue, criterion: Value) => groupsBy(object.members, () => criterion, (group) => new ObjectValue(group)),
  'orderBy(Array, Function)': (items: List, criteria: FunctionValue) => sortedBy(list(items), (item, at) => callWith(criteria, item, index(at))),
  'orderBy(Object, Function)': (object: ObjectValue, criteria: FunctionValue) => new ObjectValue(sortedBy(object.members, ({ key, value }) => callWith(criteria, value, key)), object.metadata),
  'orderBy(Null, Any)': () => null,
  'reduce(Array, Function)': (items: List, callback: FunctionValue) => reduce(list(items), callback),
  'reduce(String, Function)': (text: string, callback: FunctionValue) => reduce([...text], callback),
  'reduce(Null, Any)': () => null,
  'maxBy(Array, Function)': (items: List, criteria: FunctionValue) => extreme(items, (order) => order > 0, (item) => callWith(criteria, item)),
  'minBy(Array, Function)': (items: List, criteria: FunctionValue) => extreme(items, (order) => order < 0, (item) => callWith(criteria, item)),
  'max(Array)': (items: List) => extreme(items, (order) => order > 0),
  'min(Array)': (items: List) => extreme(items, (order) => order < 0),
  'sum(Array)': (items: List) => sum(items),
  'avg(Array)': (items: List) => average(items),
  'joinBy(Array, String)': (items: List, separator: string) => list(items).map((item) => (item === null ? '' : (textOrNull(item) ?? failScript(`Cannot coerce ${described(item)} to String`)))).join(separator),
  'joinBy(Null, Any)': () => null,
  'zip(Array, Array)': (left: List, right: List) => list(left).slice(0, list(right).length).map((item, at) => [item, list(right)[at]!]),
  'unzip(Array)': (items: List) => {
    const rows = list(items).map((row) => (row !== null && isArray(row) ? list(row) : failScript(`Expecting type is Array, but it was ${described(row)}`)));
    const width = Math.min(...rows.map((row) => row.length));
    return rows.length === 0 ? [] : Array.from({ length: width }, (_, at) => rows.map((row) => row[at]!));
  },
});
