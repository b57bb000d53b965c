/**
 * Finds the records that an element's filters name. What several interviews look for at the same element counts as one query.
 * Source: Salesforce Help, "Flow Operators in Data Elements and Record Choice Sets" and "Flow Bulkification in Transactions".
 */
import { chargeCpu } from '../../apex/runtime/accounting.ts';
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { asApex, bindValues, optionsOf, parsedQuery } from '../../apex/runtime/data-access.ts';
import { isCatchable, notSupported } from '../../apex/runtime/exception.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { listTypeOf } from '../../apex/runtime/runtime-types.ts';
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { current } from '../../apex/runtime/transaction.ts';
import type { FieldSchema, ObjectSchema } from '../../data/schema.ts';
import type { FlowFilters } from '../contract.ts';
import { FlowFault } from '../fault.ts';
import type { Interview } from '../interview.ts';
import { fieldNamed } from '../records.ts';
import { operandValue } from '../references.ts';
import { fieldValue, flowText } from '../values.ts';

export interface Search {
  readonly object: ObjectSchema;
  readonly fields: readonly string[];
  readonly filters: FlowFilters;
  /** A condition of its own, `AccountId = :x`. */
  readonly parent?: { readonly field: string; readonly id: string };
  readonly order?: { readonly field: string; readonly isDescending: boolean } | null;
  readonly limit?: number | null;
}

/** One charge for all searches of an element. */
export class Finder {
  #isCharged = false;

  find(interview: Interview, search: Search): readonly SObjectRecord[] {
    const { limits, data } = current();
    const binds: ApexValue[] = [];
    const text = soqlOf(interview, search, binds);
    if (!this.#isCharged) {
      limits.charge('queries', 1);
      chargeCpu('query');
      this.#isCharged = true;
    }
    const { access, caller } = interview.context;
    const { records } = lookingUp(() => asApex(() => data.query(parsedQuery(text), bindValues(binds), optionsOf(access, caller))));
    limits.charge('queryRows', records.length);
    chargeCpu('queryRow', records.length);
    return records;
  }
}

function lookingUp<R>(action: () => R): R {
  try {
    return action();
  } catch (thrown) {
    if (!isCatchable(thrown)) throw thrown;
    throw new FlowFault(`This error occurred when the flow tried to look up records: ${thrown.message ?? ''}.`, { cause: thrown });
  }
}

function soqlOf(interview: Interview, { object, fields, filters, parent, order, limit }: Search, binds: ApexValue[]): string {
  const bind = (value: ApexValue): string => `:b${binds.push(value)}`;
  const conditions = filters.items.map(({ field, operator, value }) => conditionOf(namedField(interview, object, field), operator, operandValue(interview, value), bind));
  const where = [joined(conditions, filters.logic), parent === undefined ? '' : `${parent.field} = ${bind(parent.id)}`].filter((part) => part !== '').map((part) => `(${part})`).join(' AND ');
  return `SELECT ${fields.join(', ')} FROM ${object.name}${where === '' ? '' : ` WHERE ${where}`}${order == null ? '' : ` ORDER BY ${order.field} ${order.isDescending ? 'DESC' : 'ASC'}`}${limit == null ? '' : ` LIMIT ${limit}`}`;
}

export function namedField(interview: Interview, object: ObjectSchema, name: string): FieldSchema {
  const field = fieldNamed(object, name, interview.namespace);
  if (field === null) throw new FlowFault(`The flow refers to the field ${name} of ${object.name}, which doesn't exist.`);
  return field;
}

function joined(conditions: readonly string[], logic: string | null): string {
  if (logic !== null && /\d/.test(logic)) return logic.replaceAll(/\d+/g, (number) => conditions[Number(number) - 1] ?? conditions[0]!);
  return conditions.join(logic !== null && /^or$/i.test(logic) ? ' OR ' : ' AND ');
}

const COMPARISONS: Readonly<Record<string, string>> = { EqualTo: '=', NotEqualTo: '!=', GreaterThan: '>', LessThan: '<', GreaterThanOrEqualTo: '>=', LessThanOrEqualTo: '<=' };

/** Binds appear in the text in the order in which they are given. */
function conditionOf(field: FieldSchema, operator: string, value: ApexValue, bind: (value: ApexValue) => string): string {
  const like = (before: string, after: string): string => `${field.name} LIKE ${bind(`${before}${flowText(value).replaceAll(/[\\%_]/g, '\\$&')}${after}`)}`;
  const isId = ['Id', 'Reference', 'MasterDetail'].includes(field.type);
  switch (operator) {
    case 'EqualTo': case 'NotEqualTo': case 'GreaterThan': case 'LessThan': case 'GreaterThanOrEqualTo': case 'LessThanOrEqualTo': {
      const given = value === null || (isId && value === '') ? null : fieldValue(field, value);
      return `${field.name} ${COMPARISONS[operator]!} ${bind(given)}`;
    }
    case 'Contains': return field.type === 'MultiPicklist' ? `${field.name} INCLUDES (${bind(flowText(value))})` : like('%', '%');
    case 'StartsWith': return like('', '%');
    case 'EndsWith': return like('%', '');
    case 'IsNull': return `${field.name} ${value === false ? '!=' : '='} null`;
    case 'In': case 'NotIn': {
      const items = (value instanceof ApexList ? value.items : [value]).map((item) => fieldValue(field, item));
      return `${field.name} ${operator === 'In' ? 'IN' : 'NOT IN'} ${bind(value instanceof ApexList ? new ApexList(listTypeOf(value.$type.element!), items) : items[0])}`;
    }
    default: return notSupported(`flow filter operator ${operator}`);
  }
}
