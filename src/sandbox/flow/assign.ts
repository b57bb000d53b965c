/** Assignments to resources. Source: Salesforce Help, "Flow Operators in Assignment Elements"; Metadata API Developer Guide, Flow (FlowAssignmentOperator). */
import type { ApexValue } from '../apex/runtime/contract.ts';
import { apexEquals } from '../apex/runtime/equality.ts';
import { notSupported } from '../apex/runtime/exception.ts';
import { ApexDecimal } from '../apex/runtime/decimal.ts';
import { ApexList } from '../apex/runtime/list.ts';
import { findLoaded } from '../apex/runtime/loaded-classes.ts';
import { ApexObject } from '../apex/runtime/object.ts';
import { typeOf } from '../apex/runtime/runtime-types.ts';
import { SObjectRecord } from '../apex/runtime/sobject.ts';
import { ApexDate, ApexDatetime } from '../apex/runtime/temporal.ts';
import { makeObject, setMember } from '../apex/stdlib/automation/invocable-method.ts';
import type { FlowVariable } from './contract.ts';
import { FlowFault, missing } from './fault.ts';
import type { Interview } from './interview.ts';
import { writeField } from './records.ts';
import { valueAt } from './references.ts';
import { converted, copied, decimalOf, flowText, isNumber, itemTypeOf, listOfItems } from './values.ts';

const DAY = 86_400_000;

/** `target operator= value`. */
export function apply(interview: Interview, target: string, operator: string, value: ApexValue): void {
  assignTo(interview, target, operator === 'Assign' || operator === 'None' ? value : changed(interview, target, operator, value));
}

function changed(interview: Interview, target: string, operator: string, value: ApexValue): ApexValue {
  if (operator === 'AssignCount') return ApexDecimal.fromInteger(value instanceof ApexList ? value.items.length : 0);
  const variable = interview.program.variables.get(target.toLowerCase());
  const isStages = target.toLowerCase() === '$flow.activestages';
  const now = isStages || variable !== undefined ? (interview.variables.get(target.toLowerCase()) ?? null) : valueAt(interview, target);
  if (variable?.isCollection || isStages || now instanceof ApexList) {
    const items = now instanceof ApexList ? now.items : [];
    return listOfItems(variable === undefined ? typeOf('String') : itemTypeOf(variable), changedItems(items, operator, value, variable ?? null));
  }
  return changedValue(now, operator, value, variable ?? null);
}

function changedItems(items: readonly ApexValue[], operator: string, value: ApexValue, variable: FlowVariable | null): ApexValue[] {
  const given = (value instanceof ApexList ? value.items : [value]).map((item) => (variable === null ? item : converted(copied(item), variable.dataType, variable.scale)));
  const is = (item: ApexValue): boolean => given.some((other) => apexEquals(item, other));
  const at = items.findIndex(is);
  switch (operator) {
    case 'Add': case 'AddItem': return [...items, ...given];
    case 'AddAtStart': return [...given, ...items];
    case 'RemoveFirst': return at < 0 ? [...items] : items.toSpliced(at, 1);
    case 'RemoveAll': return items.filter((item) => !is(item));
    case 'RemoveBeforeFirst': return at < 0 ? [...items] : items.slice(at);
    case 'RemoveAfterFirst': return at < 0 ? [...items] : items.slice(0, at + 1);
    case 'RemoveUncommon': return items.filter(is);
    case 'RemovePosition': {
      const position = Number(decimalOf(value instanceof ApexList ? null : value)?.toBigInt() ?? 0n);
      return position < 1 || position > items.length ? [...items] : items.toSpliced(position - 1, 1);
    }
    default: return notSupported(`flow operator ${operator}`);
  }
}

function changedValue(now: ApexValue, operator: string, value: ApexValue, variable: FlowVariable | null): ApexValue {
  const isText = variable === null ? typeof now === 'string' || (now === null && typeof value === 'string') : ['String', 'Picklist', 'Multipicklist'].includes(variable.dataType);
  if (operator === 'AddItem' || (operator === 'Add' && variable?.dataType === 'Multipicklist')) return now === null || now === '' ? flowText(value) : `${flowText(now)};${flowText(value)}`;
  if (operator === 'Add' && isText) return flowText(now) + flowText(value);
  if (operator !== 'Add' && operator !== 'Subtract') return notSupported(`flow operator ${operator}`);
  const amount = value === null ? ApexDecimal.ZERO : decimalOf(value);
  if (amount === null) throw new FlowFault(`The value ${flowText(value)} can't be added.`);
  const signed = operator === 'Add' ? amount : amount.negate();
  if (now instanceof ApexDate) return new ApexDate(now.days + Number(signed.toBigInt()));
  if (now instanceof ApexDatetime) return new ApexDatetime(now.millis + Number(signed.toBigInt()) * DAY);
  return (isNumber(now) ? decimalOf(now)! : ApexDecimal.ZERO).plus(signed);
}

/** Puts a value where a path leads: a variable, a field of a record, a field of an object of an Apex class. */
export function assignTo(interview: Interview, path: string, value: ApexValue): void {
  const [head, ...rest] = path.split('.') as [string, ...string[]];
  const key = head.toLowerCase();
  if (key === '$flow') {
    interview.variables.set(path.toLowerCase(), value);
    return;
  }
  const variable = interview.program.variables.get(key);
  if (rest.length === 0) {
    if (variable === undefined) throw new FlowFault(`The flow refers to ${head}, which can't be assigned.`);
    interview.variables.set(key, held(variable, value));
    return;
  }
  if (variable !== undefined && interview.variables.get(key) == null) interview.variables.set(key, emptyValue(variable));
  const owner = valueAt(interview, path.slice(0, path.lastIndexOf('.')));
  const name = rest.at(-1)!;
  if (owner instanceof SObjectRecord) {
    const written = writeField(owner, name, value, interview.namespace);
    if (key === '$record' && rest.length === 1) interview.changes.add(written);
  } else if (owner instanceof ApexObject) setMember(owner, name, value);
  else throw missing(path);
}

/** A value as a variable holds it. */
export function held(variable: FlowVariable, value: ApexValue): ApexValue {
  if (value === null) return null;
  if (!variable.isCollection) return converted(copied(value instanceof ApexList && value.items.length === 1 && variable.dataType === 'SObject' ? value.items[0] : value), variable.dataType, variable.scale);
  const items = value instanceof ApexList ? value.items : [value];
  return listOfItems(itemTypeOf(variable), items.map((item) => converted(copied(item), variable.dataType, variable.scale)));
}

/** What a variable without a value has fields assigned to. */
function emptyValue(variable: FlowVariable): ApexValue {
  if (variable.isCollection) return null;
  if (variable.dataType === 'SObject') return new SObjectRecord(variable.objectType ?? '');
  const loaded = variable.dataType === 'Apex' && variable.apexClass !== null ? findLoaded(variable.apexClass) : null;
  return loaded?.k ? makeObject(loaded) : null;
}
