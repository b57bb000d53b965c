import { ApexBlob } from './blob.ts';
import type { ApexValue } from './contract.ts';
import { conversions } from './conversions.ts';
import { ApexDecimal } from './decimal.ts';
import { ApexDouble } from './double.ts';
import { fail } from './exception.ts';
import { isAssignable, typeOf, type RuntimeType, sobjectType } from './runtime-types.ts';
import { SObjectRecord } from './sobject.ts';
import { ApexDate, ApexDatetime, ApexTime } from './temporal.ts';

const BOOLEAN = typeOf('Boolean');
const INTEGER = typeOf('Integer');
const LONG = typeOf('Long');
const DOUBLE = typeOf('Double');
const DECIMAL = typeOf('Decimal');
const STRING = typeOf('String');
const DATE = typeOf('Date');
const DATETIME = typeOf('Datetime');
const TIME = typeOf('Time');
const BLOB = typeOf('Blob');
const OBJECT = typeOf('Object');

/** The dynamic type of a value in its boxed form; Object for null. */
export function runtimeTypeOf(value: ApexValue): RuntimeType {
  switch (typeof value) {
    case 'string': return STRING;
    case 'number': return INTEGER;
    case 'boolean': return BOOLEAN;
    case 'bigint': return LONG;
    case 'object': {
      if (value === null) return OBJECT;
      const own = (value as { $type?: RuntimeType }).$type;
      if (own) return own;
      if (value instanceof SObjectRecord) return sobjectType(value.objectName);
      if (value instanceof ApexDecimal) return DECIMAL;
      if (value instanceof ApexDouble) return DOUBLE;
      if (value instanceof ApexDate) return DATE;
      if (value instanceof ApexDatetime) return DATETIME;
      if (value instanceof ApexTime) return TIME;
      if (value instanceof ApexBlob) return BLOB;
      return OBJECT;
    }
    default: return OBJECT;
  }
}

const ID_SHAPE = /^[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?$/;

/** `value instanceof type`, for a value in its boxed form. A Date is a Datetime too. */
export function isInstance(value: ApexValue, type: RuntimeType): boolean {
  if (value === null || value === undefined) return false;
  if (type.kind === 'object') return true;
  if (type.kind === 'primitive' && type.name === 'Id') return typeof value === 'string' && ID_SHAPE.test(value);
  const own = runtimeTypeOf(value);
  if (type === DATETIME) return own === DATETIME || own === DATE;
  return isAssignable(own, type);
}

/** The operator: it takes a `List<SObject>` for an SObject too. */
export function isInstanceOf(value: ApexValue, type: RuntimeType): boolean {
  return isInstance(value, type) || (type.kind === 'sobject' && type.name === 'SObject' && runtimeTypeOf(value).element?.name === 'SObject' && runtimeTypeOf(value).kind === 'list');
}

/** As code of API version 31 and earlier has it (Apex Developer Guide, "Using the instanceof Keyword"). */
export function isNullOrInstance(value: ApexValue, type: RuntimeType): boolean {
  return value === null || value === undefined || isInstanceOf(value, type);
}

/** Checks and converts what goes into a typed collection; exact matches leave at once. */
export function checkStore(value: ApexValue, element: RuntimeType, collection: RuntimeType): ApexValue {
  if (value === null || element === OBJECT) return value;
  if (element.kind === 'primitive') {
    switch (element.name) {
      case 'String': if (typeof value === 'string') return value; break;
      case 'Id': if (typeof value === 'string') return value; break;
      case 'Integer': if (typeof value === 'number') return value; break;
      case 'Boolean': if (typeof value === 'boolean') return value; break;
      case 'Long': if (typeof value === 'bigint') return value; if (typeof value === 'number') return BigInt(value); break;
      case 'Decimal':
        if (value instanceof ApexDecimal) return value;
        if (typeof value === 'number' || typeof value === 'bigint') return ApexDecimal.fromInteger(value);
        if (value instanceof ApexDouble) return ApexDecimal.fromDouble(value.value);
        break;
      case 'Double':
        if (value instanceof ApexDouble) return value;
        if (typeof value === 'number' || typeof value === 'bigint') return new ApexDouble(Number(value));
        if (value instanceof ApexDecimal) return new ApexDouble(value.toDouble());
        break;
      case 'Datetime': if (value instanceof ApexDate) return conversions.dateToDatetime(value); break;
    }
  }
  if (!isInstance(value, element)) {
    fail('System.TypeException', `Collection store exception adding ${printedName(runtimeTypeOf(value))} to ${printedName(collection)}`);
  }
  return value;
}

/** Type names in messages: Object inside a collection prints as ANY. */
export function printedName(type: RuntimeType): string {
  switch (type.kind) {
    case 'list': return `List<${innerName(type.element!)}>`;
    case 'set': return `Set<${innerName(type.element!)}>`;
    case 'map': return `Map<${innerName(type.key!)},${innerName(type.value!)}>`;
    default: return type.name;
  }
}

function innerName(type: RuntimeType): string {
  return type.kind === 'object' ? 'ANY' : printedName(type);
}
