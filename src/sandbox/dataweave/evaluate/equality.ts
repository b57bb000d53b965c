/** `==`, `~=` and the order of values. Source: DataWeave Reference, DataWeave Operators. */
import { failScript } from '../errors.ts';
import { DateTimeValue, DateValue, isoText, LocalDateTimeValue, LocalTimeValue, PeriodValue, TimeValue, TimeZoneValue } from '../values/temporal.ts';
import { BinaryValue, TextValue, Decimal, isArray, itemsOf, KeyValue, ObjectValue, RegexValue, TypeValue, UriValue, type Value } from '../values/values.ts';
import { coerceTo } from './coerce.ts';
import { typeNameOf, typeText } from './types.ts';

const textIn = (value: Value): string | null => (typeof value === 'string' ? value : value instanceof KeyValue ? value.name : value instanceof TextValue ? value.text : null);

export function equals(left: Value, right: Value): boolean {
  if (left === right) return true;
  const text = textIn(left);
  if (text !== null) return text === textIn(right);
  if (left instanceof Decimal) return right instanceof Decimal && left.compareTo(right) === 0;
  if (isArray(left)) {
    if (!isArray(right)) return false;
    const [ours, theirs] = [itemsOf(left), itemsOf(right)];
    return ours.length === theirs.length && ours.every((item, index) => equals(item, theirs[index]!));
  }
  if (left instanceof ObjectValue) {
    return right instanceof ObjectValue && left.members.length === right.members.length && left.members.every(({ key, value }, index) => {
      const other = right.members[index]!;
      return key.name === other.key.name && equals(value, other.value) && equals(key.attributes ?? NONE, other.key.attributes ?? NONE);
    });
  }
  if (left instanceof DateTimeValue) return right instanceof DateTimeValue && compareMoments(left, right) === 0;
  if (left instanceof TimeValue) return right instanceof TimeValue && clockNanos(left) === clockNanos(right);
  if (left instanceof DateValue) return right instanceof DateValue && left.days === right.days;
  if (left instanceof LocalTimeValue) return right instanceof LocalTimeValue && left.nanos === right.nanos;
  if (left instanceof LocalDateTimeValue) return right instanceof LocalDateTimeValue && left.days === right.days && left.nanos === right.nanos;
  if (left instanceof PeriodValue || left instanceof TimeZoneValue) return typeNameOf(left) === typeNameOf(right) && isoText(left) === isoText(right as typeof left);
  if (left instanceof BinaryValue) return right instanceof BinaryValue && Buffer.compare(left.bytes, right.bytes) === 0;
  if (left instanceof RegexValue) return right instanceof RegexValue && left.source === right.source;
  if (left instanceof TypeValue) return right instanceof TypeValue && typeText(left.type).split('<')[0] === typeText(right.type).split('<')[0];
  return left instanceof UriValue && right instanceof UriValue && left.text === right.text;
}

const NONE = new ObjectValue([]);

/** One value is brought to the type of the other where they differ. */
export function isSimilar(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  if (isArray(left) && isArray(right)) {
    const [ours, theirs] = [itemsOf(left), itemsOf(right)];
    return ours.length === theirs.length && ours.every((item, index) => isSimilar(item, theirs[index]!));
  }
  if (left instanceof ObjectValue && right instanceof ObjectValue) {
    return left.members.length === right.members.length && left.members.every(({ key, value }) => {
      const other = right.find(key.name);
      return other !== undefined && isSimilar(value, other.value);
    });
  }
  if (typeNameOf(left) === typeNameOf(right)) return equals(left, right);
  const brought = coerceTo(right, typeNameOf(left)) ?? null;
  if (brought !== null) return equals(left, brought);
  const other = coerceTo(left, typeNameOf(right)) ?? null;
  return other !== null && equals(other, right);
}

const compareMoments = (left: DateTimeValue, right: DateTimeValue): number => left.millis - right.millis || (left.nanos % 1_000_000) - (right.nanos % 1_000_000);
const clockNanos = (value: TimeValue): number => value.nanos - value.zone.offsetAt(0) * 1_000_000;

/** Below 0: the left one comes first. The right one is brought to the left one's type. */
export function compare(left: Value, right: Value): number {
  const order = compareAlike(left, typeNameOf(left) === typeNameOf(right) ? right : (coerceTo(right, typeNameOf(left)) ?? right));
  return order ?? failScript(`Cannot compare ${typeNameOf(left)} with ${typeNameOf(right)}`);
}

function compareAlike(left: Value, right: Value): number | null {
  const text = textIn(left);
  if (text !== null) {
    const other = textIn(right);
    return other === null ? null : text < other ? -1 : text > other ? 1 : 0;
  }
  if (left instanceof Decimal) return right instanceof Decimal ? left.compareTo(right) : null;
  if (typeof left === 'boolean') return typeof right === 'boolean' ? Number(left) - Number(right) : null;
  if (left instanceof DateTimeValue) return right instanceof DateTimeValue ? compareMoments(left, right) : null;
  if (left instanceof TimeValue) return right instanceof TimeValue ? clockNanos(left) - clockNanos(right) : null;
  if (left instanceof DateValue) return right instanceof DateValue ? left.days - right.days : null;
  if (left instanceof LocalTimeValue) return right instanceof LocalTimeValue ? left.nanos - right.nanos : null;
  if (left instanceof LocalDateTimeValue) return right instanceof LocalDateTimeValue ? left.days - right.days || left.nanos - right.nanos : null;
  if (left instanceof PeriodValue) return right instanceof PeriodValue ? (left.months - right.months) * 30 + left.days - right.days || left.nanos - right.nanos : null;
  if (left === null && right === null) return 0;
  // What is missing comes last.
  if (right === null) return -1;
  return left === null ? 1 : null;
}
