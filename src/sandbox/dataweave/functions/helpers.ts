import { failScript } from '../errors.ts';
import { isTrue } from '../evaluate/interpreter.ts';
import { described } from '../evaluate/coerce.ts';
import { compare } from '../evaluate/equality.ts';
import { Decimal, itemsOf, ObjectValue, whole, type RangeValue, type FunctionValue, type Value } from '../values/values.ts';

/** What a function of the script's makes of an item. */
export const callWith = (callback: FunctionValue, ...args: Value[]): Value => callback.call(args);
export const holds = (callback: FunctionValue, ...args: Value[]): boolean => isTrue(callback.call(args));
export const index = (number: number): Decimal => whole(number);

export type List = readonly Value[] | RangeValue;
export const list = (items: List): readonly Value[] => itemsOf(items);

export const intOf = (number: Decimal): number => Number(number.toBigInt());
/** A number that JavaScript computed. */
export const real = (value: number): Decimal => (Number.isFinite(value) ? (Number.isInteger(value) ? Decimal.fromInteger(BigInt(value)) : Decimal.fromDouble(value)) : failScript('Result is not a number'));

export function numberOf(value: Value): Decimal {
  if (value instanceof Decimal) return value;
  const made = typeof value === 'string' ? Decimal.parse(value) : null;
  return made ?? failScript(`Expecting type is Number, but it was ${described(value)}`);
}

export const objectOf = (value: Value): ObjectValue => (value instanceof ObjectValue ? value : failScript(`Expecting type is Object, but it was ${described(value)}`));

/** Items by what a criterion makes of them, in a stable order. */
export function sortedBy<T>(items: readonly T[], criterion: (item: T, index: number) => Value): T[] {
  return items.map((item, at) => ({ item, by: criterion(item, at) })).sort((a, b) => compare(a.by, b.by)).map(({ item }) => item);
}
