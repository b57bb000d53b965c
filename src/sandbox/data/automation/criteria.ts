/**
 * Whether a row fits the criteria of a rule. Source: Metadata API Developer Guide, Workflow (FilterItem, FilterOperation);
 * Salesforce Help, "Filter Operators Reference": text is compared without regard to case, commas separate values of which one
 * is enough.
 */
import { ApexDecimal } from '../../apex/runtime/decimal.ts';
import type { DmlHost, Rows } from '../dml/host.ts';
import { evaluate } from '../formula/evaluate.ts';
import { FormulaError, parseFormula } from '../formula/parse.ts';
import { pathOfRow, rowContext } from '../formula/stored.ts';
import { FormulaEvaluationError, isBlank, isTemporal } from '../formula/values.ts';
import type { FormulaValue } from '../formula/values.ts';
import { globalValue } from '../formula/globals.ts';
import type { StoredRow, TableLayout } from '../layout.ts';
import type { Criteria } from './contract.ts';

export interface RuledRow {
  readonly layout: TableLayout;
  readonly row: StoredRow;
  /** As it was before the save; null for a new one. */
  readonly before: StoredRow | null;
}

/** A formula that can't be worked out isn't fulfilled. */
export function fits(host: DmlHost, rows: Rows, { layout, row, before }: RuledRow, criteria: Criteria, namespace: string | null): boolean {
  if (criteria.formula !== null) {
    try {
      return evaluate(parseFormula(criteria.formula), rowContext(host, rows, layout, row, before, before === null, namespace)) === true;
    } catch (error) {
      if (error instanceof FormulaEvaluationError) return false;
      throw error;
    }
  }
  const results = criteria.items.map((item) => compare(valueAt(host, rows, layout, row, item.field, namespace), item.operation, item.value));
  return criteria.logic === null ? results.every(Boolean) : logicHolds(criteria.logic, (index) => results[index] ?? false);
}

/** `Account.Type`: the object's own field; `User.Name` of the running user; else of a parent. */
function valueAt(host: DmlHost, rows: Rows, layout: TableLayout, row: StoredRow, field: string, namespace: string | null): FormulaValue {
  const path = field.replace(/^\$/, '').split('.');
  const [owner] = path;
  const isOwn = path.length > 1 && host.store.schema.object(owner!, namespace)?.name === layout.object.name;
  if (!isOwn && path.length > 1 && owner === 'User') return globalValue(host, rows, ['$User', ...path.slice(1)], namespace);
  return pathOfRow(host, rows, layout, row, isOwn ? path.slice(1) : path, namespace, 1, false);
}

function compare(value: FormulaValue, operation: string, text: string): boolean {
  const options = text.split(',').map((one) => one.trim().replace(/^"(.*)"$/, '$1'));
  switch (operation) {
    case 'equals': return options.some((one) => order(value, one) === 0);
    case 'notEqual': return options.every((one) => order(value, one) !== 0);
    case 'lessThan': case 'greaterThan': case 'lessOrEqual': case 'greaterOrEqual': {
      const result = isBlank(value) ? null : order(value, options[0]!);
      if (result === null) return false;
      return operation === 'lessThan' ? result < 0 : operation === 'greaterThan' ? result > 0 : operation === 'lessOrEqual' ? result <= 0 : result >= 0;
    }
    case 'contains': return options.some((one) => textOf(value).includes(one.toLowerCase()));
    case 'notContain': return !options.some((one) => textOf(value).includes(one.toLowerCase()));
    case 'startsWith': return options.some((one) => textOf(value).startsWith(one.toLowerCase()));
    case 'includes': return options.some((one) => textOf(value).split(';').includes(one.toLowerCase()));
    case 'excludes': return !options.some((one) => textOf(value).split(';').includes(one.toLowerCase()));
    default: throw new FormulaError(`NotSupported: filter operation ${operation}`);
  }
}

const textOf = (value: FormulaValue): string => (typeof value === 'string' ? value.toLowerCase() : typeof value === 'boolean' ? String(value) : value instanceof ApexDecimal ? value.toPlainString() : '');

/** Less than, equal to or greater than 0; null where they can't be compared. */
function order(value: FormulaValue, text: string): number | null {
  if (text === '') return isBlank(value) ? 0 : 1;
  if (typeof value === 'boolean') return value === ['true', '1'].includes(text.toLowerCase()) ? 0 : 1;
  if (value instanceof ApexDecimal) {
    const other = ApexDecimal.parse(text.replace(/%$/, ''));
    return other === null ? null : value.compareTo(other);
  }
  if (isTemporal(value)) {
    const moment = Date.parse(/^\d+\/\d+\/\d+/.test(text) ? `${text} UTC` : text);
    return Number.isNaN(moment) ? null : (value.kind === 'date' ? value.value * 86_400_000 : value.value) - moment;
  }
  if (value === null) return null;
  const [left, right] = [textOf(value), text.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `1 AND (2 OR NOT 3)` over numbered results; only those are asked for that decide. */
export function logicHolds(logic: string, resultOf: (index: number) => boolean): boolean {
  const tokens = logic.toUpperCase().match(/\d+|AND|OR|NOT|[()]/g) ?? [];
  let at = 0;
  const primary = (isAsked: boolean): boolean => {
    const token = tokens[at++];
    if (token === 'NOT') return !primary(isAsked);
    if (token !== '(') return isAsked && resultOf(Number(token) - 1);
    const inner = disjunction(isAsked);
    at++;
    return inner;
  };
  const conjunction = (isAsked: boolean): boolean => {
    let result = primary(isAsked);
    while (tokens[at] === 'AND') {
      at++;
      result = primary(isAsked && result) && result;
    }
    return result;
  };
  function disjunction(isAsked: boolean): boolean {
    let result = conjunction(isAsked);
    while (tokens[at] === 'OR') {
      at++;
      result = conjunction(isAsked && !result) || result;
    }
    return result;
  }
  return disjunction(true);
}
