/** What scripts with output application/apex make, as Apex values. Source: Apex Developer Guide, Examples of DataWeave in Apex. */
import { ApexBlob } from '../../runtime/blob.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { idFromText } from '../../runtime/conversions.ts';
import { ApexDecimal } from '../../runtime/decimal.ts';
import { ApexDouble } from '../../runtime/double.ts';
import { fail, notSupported } from '../../runtime/exception.ts';
import { ApexList } from '../../runtime/list.ts';
import { findLoaded } from '../../runtime/loaded-classes.ts';
import { ApexMap, ApexSet } from '../../runtime/map.ts';
import { dynamicField, setField, setRelated } from '../../runtime/records.ts';
import { sobjectType, typeOf, type RuntimeType } from '../../runtime/runtime-types.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from '../../runtime/temporal.ts';
import { current } from '../../runtime/transaction.ts';
import { coerceTo, described, textOrNull } from '../../../dataweave/evaluate/coerce.ts';
import { DateTimeValue, DateValue, LocalDateTimeValue, LocalTimeValue, TimeValue } from '../../../dataweave/values/temporal.ts';
import { BinaryValue, isArray, itemsOf, ObjectValue, type Value } from '../../../dataweave/values/values.ts';
import { constantsOf } from '../enum.ts';
import { assignField, findInstanceField } from '../json/deserialize.ts';
import { typeByFullName } from '../type.ts';

const DAY = 86_400_000;
const refuse = (value: Value, type: string): never => fail('System.DataWeaveScriptException', `Cannot coerce ${described(value)} to ${type}`);

/** A value of the type that it says itself: objects by `class`, lists by what their items have in common. */
export function fromScript(value: Value): ApexValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof ApexDecimal) return numberFrom(value);
  if (value instanceof DateValue) return new ApexDate(value.days);
  if (value instanceof DateTimeValue) return new ApexDatetime(value.millis);
  if (value instanceof LocalDateTimeValue) return new ApexDatetime(value.days * DAY + Math.floor(value.nanos / 1_000_000));
  if (value instanceof LocalTimeValue || value instanceof TimeValue) return new ApexTime(Math.floor(value.nanos / 1_000_000));
  if (value instanceof BinaryValue) return new ApexBlob(value.bytes);
  if (isArray(value)) {
    const items = itemsOf(value);
    const types = new Set(items.map((item) => (item instanceof ObjectValue ? (classOf(item)?.id ?? '') : '')));
    const [only] = types;
    return new ApexList(typeOf(`List<${types.size === 1 && only ? only : 'Object'}>`), items.map(fromScript));
  }
  if (value instanceof ObjectValue) {
    const type = classOf(value);
    if (type) return toType(value, type);
    const map = new ApexMap(typeOf('Map<String,Object>'));
    for (const { key, value: own } of value.members) map.put(key.name, fromScript(own));
    return map;
  }
  return textOrNull(value) ?? notSupported(`DataWeave output of ${described(value)} to Apex`);
}

/** Whole numbers are Integer or Long, others Decimal. */
function numberFrom(value: ApexDecimal): ApexValue {
  const whole = value.scale > 0 ? null : value.toBigInt();
  if (whole === null) return value;
  if (whole === BigInt.asIntN(32, whole)) return Number(whole);
  return whole === BigInt.asIntN(64, whole) ? whole : value;
}

/** The type that `as Object {class: "…"}` names. */
function classOf(object: ObjectValue): RuntimeType | null {
  const name = object.metadata?.get('class') ?? null;
  if (typeof name !== 'string') return null;
  const found = typeByFullName(name);
  return found ? found.type : fail('System.DataWeaveScriptException', `Unable to load class ${name}`);
}

/** A value as a type has it, boxed. */
function toType(value: Value, type: RuntimeType): ApexValue {
  if (value === null) return null;
  switch (type.kind) {
    case 'object': return fromScript(value);
    case 'primitive': return toPrimitive(value, type.name);
    case 'list': case 'set': {
      if (!isArray(value)) return refuse(value, type.name);
      const items = itemsOf(value).map((item) => toType(item, type.element!));
      return type.kind === 'list' ? new ApexList(type, items) : new ApexSet(type, items);
    }
    case 'map': {
      if (!(value instanceof ObjectValue)) return refuse(value, type.name);
      const map = new ApexMap(type);
      for (const { key, value: own } of value.members) map.put(toPrimitive(key.name, type.key!.name), toType(own, type.value!));
      return map;
    }
    // A member of type SObject holds a record of the object's own class.
    case 'sobject': return value instanceof ObjectValue ? toRecord(value, classOf(value)?.name ?? type.name) : refuse(value, type.name);
    case 'class': return toObject(value, type);
  }
}

function toPrimitive(value: Value, type: string): ApexValue {
  const brought = (name: string): Value => coerceTo(value, name) ?? refuse(value, type);
  const number = (): ApexDecimal => brought('Number') as ApexDecimal;
  switch (type) {
    case 'String': return brought('String') as string;
    case 'Id': return idFromText(brought('String') as string);
    case 'Boolean': return brought('Boolean') as boolean;
    case 'Integer': return Number(BigInt.asIntN(32, number().toBigInt()));
    case 'Long': return BigInt.asIntN(64, number().toBigInt());
    case 'Double': return new ApexDouble(number().toDouble());
    case 'Decimal': return number();
    case 'Blob': return new ApexBlob((brought('Binary') as BinaryValue).bytes);
    case 'Date': return new ApexDate((brought('Date') as DateValue).days);
    case 'Datetime': return new ApexDatetime((brought('DateTime') as DateTimeValue).millis);
    case 'Time': return new ApexTime(Math.floor((brought('LocalTime') as LocalTimeValue).nanos / 1_000_000));
    default: return notSupported(`DataWeave output to ${type}`);
  }
}

const FIELD_TYPES: Readonly<Record<string, string>> = {
  Double: 'Decimal', Currency: 'Decimal', Percent: 'Decimal', Integer: 'Integer', Boolean: 'Boolean', Date: 'Date', Datetime: 'Datetime', Time: 'Time', Base64: 'Blob', Id: 'Id', Reference: 'Id', MasterDetail: 'Id',
};

function toRecord(object: ObjectValue, name: string): SObjectRecord {
  const { schema } = current();
  const record = new SObjectRecord(name);
  const own = schema.object(name)!;
  for (const { key, value } of object.members) {
    const parent = schema.parentRelationship(own, key.name);
    const child = schema.childRelationship(own, key.name);
    if (parent?.relationshipName && value instanceof ObjectValue) setRelated(record, parent.relationshipName, toRecord(value, classOf(value)?.name ?? parent.referenceTo[0]!));
    else if (child?.name && value !== null && isArray(value)) setRelated(record, child.name, toType(value, typeOf(`List<${sobjectType(child.childObject).id}>`)));
    else {
      const field = dynamicField(record, key.name);
      setField(record, field.name, value === null ? null : toPrimitive(value, FIELD_TYPES[field.type] ?? 'String'));
    }
  }
  return record;
}

function toObject(value: Value, type: RuntimeType): ApexValue {
  const constants = constantsOf(type.name);
  if (constants.length > 0) {
    const name = textOrNull(value);
    return constants.find((one) => one.name.toLowerCase() === name?.toLowerCase()) ?? refuse(value, type.name);
  }
  const loaded = findLoaded(type.name);
  if (!loaded) return notSupported(`DataWeave output to ${type.name}`);
  if (!(value instanceof ObjectValue)) return refuse(value, type.name);
  if (loaded.facts.isAbstract) return fail('System.DataWeaveScriptException', `Unable to create an instance of ${type.name}`);
  const made: ApexValue = loaded.make();
  for (const { key, value: own } of value.members) {
    const field = findInstanceField(type.name, key.name, true) ?? fail('System.DataWeaveScriptException', `Unable to find property '${key.name}' in class ${type.name}`);
    assignField(made, field, toType(own, typeOf(field.type)));
  }
  return made;
}
