/**
 * The values of flows are Apex values: numbers are Decimals, collections are Lists. Source: Salesforce Help, "Flow Resource:
 * Variable" and "Flow Resource: Formula" (data types); Apex Developer Guide, Invocable Action Considerations.
 */
import type { ApexValue } from '../apex/runtime/contract.ts';
import { ApexDecimal } from '../apex/runtime/decimal.ts';
import { ApexDouble } from '../apex/runtime/double.ts';
import { ApexList } from '../apex/runtime/list.ts';
import { listTypeOf, sobjectType, typeOf, type RuntimeType } from '../apex/runtime/runtime-types.ts';
import { SObjectRecord } from '../apex/runtime/sobject.ts';
import { ApexDate, ApexDatetime, ApexTime, zoneOffset } from '../apex/runtime/temporal.ts';
import { textOf } from '../apex/runtime/text.ts';
import { current } from '../apex/runtime/transaction.ts';
import type { FormulaValue } from '../data/formula/values.ts';
import type { FieldSchema } from '../data/schema.ts';
import type { FlowDataType, FlowVariable } from './contract.ts';
import { FlowFault } from './fault.ts';

const DAY = 86_400_000;

export function isNumber(value: ApexValue): boolean {
  return value instanceof ApexDecimal || value instanceof ApexDouble || typeof value === 'number' || typeof value === 'bigint';
}

export function decimalOf(value: ApexValue): ApexDecimal | null {
  if (value instanceof ApexDecimal) return value;
  if (typeof value === 'number' || typeof value === 'bigint') return ApexDecimal.fromInteger(value);
  if (value instanceof ApexDouble) return ApexDecimal.fromDouble(value.value);
  return typeof value === 'string' ? ApexDecimal.parse(value.trim()) : null;
}

/** The day that it is for the running user. */
export function dayOf(millis: number): ApexDate {
  return new ApexDate(Math.floor((millis + zoneOffset(current().user.timeZone, millis)) / DAY));
}

function dateOf(value: ApexValue): ApexDate | null {
  if (value instanceof ApexDate) return value;
  if (value instanceof ApexDatetime) return dayOf(value.millis);
  const match = typeof value === 'string' ? /^(\d{4})-(\d{2})-(\d{2})/.exec(value) : null;
  return match === null ? null : ApexDate.of(Number(match[1]), Number(match[2]), Number(match[3]));
}

function datetimeOf(value: ApexValue): ApexDatetime | null {
  if (value instanceof ApexDatetime) return value;
  if (value instanceof ApexDate) return new ApexDatetime(value.days * DAY);
  const millis = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(millis) ? null : new ApexDatetime(millis);
}

/** A value as text shows it: dates in the long and datetimes in the short form of the user's locale. */
export function flowText(value: ApexValue): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (isNumber(value)) return decimalOf(value)!.stripTrailingZeros().toPlainString();
  const locale = current().user.locale.replace('_', '-');
  if (value instanceof ApexDate) return new Date(value.days * DAY).toLocaleDateString(locale, { timeZone: 'UTC', dateStyle: 'long' });
  if (value instanceof ApexDatetime) return new Date(value.millis).toLocaleString(locale, { timeZone: current().user.timeZone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit' }).replaceAll('\u202F', ' ');
  if (value instanceof ApexList) return `[${value.items.map(flowText).join(', ')}]`;
  if (value instanceof SObjectRecord) return String(value.fields.get('Id') ?? '');
  return textOf(value);
}

/** A value as a resource of a data type holds it; a `FlowFault` if it can't be one. */
export function converted(value: ApexValue, type: FlowDataType, scale: number | null = null): ApexValue {
  if (value === null || value === undefined) return null;
  const made = convert(value, type);
  if (made === null) throw new FlowFault(`The value ${flowText(value)} isn't of the data type ${type}.`);
  return scale !== null && made instanceof ApexDecimal && made.scale > scale ? made.setScale(scale, 'HALF_UP') : made;
}

function convert(value: ApexValue, type: FlowDataType): ApexValue {
  switch (type) {
    case 'Number': case 'Currency': return decimalOf(value);
    case 'Boolean': return typeof value === 'boolean' ? value : typeof value === 'string' ? value.toLowerCase() === 'true' : null;
    case 'Date': return dateOf(value);
    case 'DateTime': return datetimeOf(value);
    case 'Time': return value instanceof ApexTime ? value : null;
    case 'SObject': return value instanceof SObjectRecord ? value : null;
    case 'Apex': return value;
    default: return flowText(value);
  }
}

/** A value as a field of a record holds it. */
export function fieldValue(field: FieldSchema, value: ApexValue): ApexValue {
  if (value === null) return null;
  switch (field.type) {
    case 'Boolean': return converted(value, 'Boolean');
    case 'Integer': {
      const number = converted(value, 'Number') as ApexDecimal;
      return Number(number.setScale(0, 'HALF_UP')!.unscaled);
    }
    case 'Double': case 'Currency': case 'Percent': return converted(value, 'Number');
    case 'Date': return converted(value, 'Date');
    case 'Datetime': return converted(value, 'DateTime');
    case 'Time': case 'Base64': case 'Location': case 'Address': case 'AnyType': case 'Long': return value;
    default: return converted(value, 'String');
  }
}

/** The type of a variable's items. */
export function itemTypeOf(variable: Pick<FlowVariable, 'dataType' | 'objectType' | 'apexClass'>): RuntimeType {
  switch (variable.dataType) {
    case 'SObject': return sobjectType(variable.objectType ?? 'SObject');
    case 'Apex': return typeOf(variable.apexClass ?? 'Object');
    case 'Number': case 'Currency': return typeOf('Decimal');
    case 'DateTime': return typeOf('Datetime');
    case 'Boolean': case 'Date': case 'Time': return typeOf(variable.dataType);
    default: return typeOf('String');
  }
}

export const listOfItems = (type: RuntimeType, items: readonly ApexValue[]): ApexList => new ApexList(listTypeOf(type), [...items]);

/** Records and collections are copied when they are assigned; objects of Apex classes aren't. */
export function copied(value: ApexValue): ApexValue {
  if (value instanceof ApexList) return new ApexList(value.$type, value.items.map(copied));
  if (!(value instanceof SObjectRecord)) return value;
  const record = new SObjectRecord(value.objectName);
  for (const [name, field] of value.fields) record.fields.set(name, field);
  if (value.relationships !== null) record.relationships = new Map(value.relationships);
  record.isFromQuery = value.isFromQuery;
  record.derive = value.derive;
  return record;
}

export function formulaOf(value: ApexValue): FormulaValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof ApexDate) return { kind: 'date', value: value.days };
  if (value instanceof ApexDatetime) return { kind: 'datetime', value: value.millis };
  if (value instanceof ApexTime) return { kind: 'time', value: value.millis };
  return decimalOf(value) ?? flowText(value);
}

export function ofFormula(value: FormulaValue): ApexValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || value instanceof ApexDecimal) return value;
  switch (value.kind) {
    case 'date': return new ApexDate(value.value);
    case 'datetime': return new ApexDatetime(value.value);
    case 'time': return new ApexTime(value.value);
    default: return null;
  }
}
