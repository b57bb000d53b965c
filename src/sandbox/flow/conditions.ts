/**
 * Conditions of decisions, collection filters and start elements. Texts are compared without regard to case; conditions that
 * don't matter any more aren't looked at. Source: Salesforce Help, "Flow Operators in Decision, Wait, and Collection Filter Elements".
 */
import type { ApexValue } from '../apex/runtime/contract.ts';
import { notSupported } from '../apex/runtime/exception.ts';
import { apexEquals } from '../apex/runtime/equality.ts';
import { ApexList } from '../apex/runtime/list.ts';
import { ApexDate, ApexDatetime } from '../apex/runtime/temporal.ts';
import { logicHolds } from '../data/automation/criteria.ts';
import type { FlowCondition, FlowCriteria } from './contract.ts';
import type { Interview } from './interview.ts';
import { evaluated } from './formulas.ts';
import { operandValue, valueAt } from './references.ts';
import { converted, decimalOf, flowText, isNumber } from './values.ts';

export function holds(interview: Interview, criteria: FlowCriteria): boolean {
  if (criteria.formula !== null && criteria.conditions.length === 0) return evaluated(interview, criteria.formula) === true;
  return allHold(criteria.logic, criteria.conditions, (condition) => conditionHolds(interview, condition));
}

/** `and`, `or`, or `1 AND (2 OR 3)`. */
export function allHold<T>(logic: string | null, items: readonly T[], test: (item: T) => boolean): boolean {
  if (logic !== null && /^or$/i.test(logic)) return items.some(test);
  if (logic !== null && /\d/.test(logic)) return logicHolds(logic, (index) => index < items.length && test(items[index]!));
  return items.every(test);
}

function conditionHolds(interview: Interview, { left, operator, right }: FlowCondition): boolean {
  if (operator === 'IsChanged') return isChanged(interview, left) === (operandValue(interview, right) !== false);
  if (operator === 'WasVisited') return wasVisited(interview, left) === (operandValue(interview, right) !== false);
  return compares(valueAt(interview, left), operator, operandValue(interview, right));
}

/** A new record's fields haven't changed. */
function isChanged(interview: Interview, path: string): boolean {
  const { triggered } = interview;
  if (triggered?.prior == null) return false;
  return !equal(valueAt(interview, path), valueAt(interview, path.replace(/^\$Record\b/i, '$Record__Prior')));
}

function wasVisited(interview: Interview, name: string): boolean {
  const key = name.toLowerCase();
  return interview.visited.has(key) || interview.outcomes.has(key);
}

export function compares(left: ApexValue, operator: string, right: ApexValue): boolean {
  switch (operator) {
    case 'EqualTo': return equal(left, right);
    case 'NotEqualTo': return !equal(left, right);
    case 'GreaterThan': case 'LessThan': case 'GreaterThanOrEqualTo': case 'LessThanOrEqualTo': {
      const result = order(left, right);
      if (result === null) return false;
      return operator === 'GreaterThan' ? result > 0 : operator === 'LessThan' ? result < 0 : operator === 'GreaterThanOrEqualTo' ? result >= 0 : result <= 0;
    }
    case 'Contains': return left instanceof ApexList ? left.items.some((item) => equal(item, right)) : left !== null && lower(left).includes(lower(right));
    case 'StartsWith': return left !== null && lower(left).startsWith(lower(right));
    case 'EndsWith': return left !== null && lower(left).endsWith(lower(right));
    case 'In': return right instanceof ApexList && right.items.some((item) => equal(left, item));
    case 'NotIn': return !(right instanceof ApexList) || !right.items.some((item) => equal(left, item));
    case 'IsNull': case 'IsEmpty': return isUnset(left) === (right !== false);
    case 'IsBlank': return (isUnset(left) || left === '') === (right !== false);
    case 'WasSet': case 'WasSelected': return !isUnset(left) === (right !== false);
    default: return notSupported(`flow operator ${operator}`);
  }
}

/** A collection without items counts as not set. */
const isUnset = (value: ApexValue): boolean => value === null || (value instanceof ApexList && value.items.length === 0);
const lower = (value: ApexValue): string => flowText(value).toLowerCase();

/** The right side has the data type of the left one. */
export function equal(left: ApexValue, right: ApexValue): boolean {
  if (left === null || right === null) return left === right;
  if (typeof left === 'string' || typeof right === 'string') return sameText(lower(left), lower(right)) || (typeof left === 'string' && typeof right !== 'string' && sameAs(right, left));
  return sameAs(left, right);
}

function sameAs(left: ApexValue, right: ApexValue): boolean {
  if (isNumber(left)) {
    const other = decimalOf(right);
    return other !== null && decimalOf(left)!.compareTo(other) === 0;
  }
  if (left instanceof ApexDate || left instanceof ApexDatetime) return order(left, right) === 0;
  return apexEquals(left, right);
}

/** Ids have 15 or 18 characters. */
function sameText(left: string, right: string): boolean {
  if (left === right) return true;
  const isId = /^[a-z0-9]{15}([a-z0-5]{3})?$/;
  return left.length !== right.length && isId.test(left) && isId.test(right) && left.slice(0, 15) === right.slice(0, 15);
}

/** Less than, equal to or greater than 0; null where a side has no value. */
export function order(left: ApexValue, right: ApexValue): number | null {
  if (left === null || right === null) return null;
  if (isNumber(left)) {
    const other = decimalOf(right);
    return other === null ? null : decimalOf(left)!.compareTo(other);
  }
  if (left instanceof ApexDate && !(right instanceof ApexDatetime)) return left.days - (converted(right, 'Date') as ApexDate).days;
  if (left instanceof ApexDate || left instanceof ApexDatetime) return (converted(left, 'DateTime') as ApexDatetime).millis - (converted(right, 'DateTime') as ApexDatetime).millis;
  const [a, b] = [lower(left), lower(right)];
  return a < b ? -1 : Number(a > b);
}
