/** Elements that an interview runs on its own: they touch no records. Each says which element is next. */
import type { ApexValue } from '../../apex/runtime/contract.ts';
import { ApexList } from '../../apex/runtime/list.ts';
import { sobjectType } from '../../apex/runtime/runtime-types.ts';
import { SObjectRecord } from '../../apex/runtime/sobject.ts';
import { apply, assignTo } from '../assign.ts';
import { holds, order } from '../conditions.ts';
import type { AssignmentElement, CustomErrorElement, DecisionElement, FilterElement, LoopElement, MapElement, SortElement } from '../contract.ts';
import { FlowFault } from '../fault.ts';
import type { Interview } from '../interview.ts';
import { logDetail } from '../log.ts';
import { readPath, writeField } from '../records.ts';
import { merged, operandValue, valueAt } from '../references.ts';
import { copied, flowText, listOfItems } from '../values.ts';

type Next = string | null;

export function assign(interview: Interview, element: AssignmentElement): Next {
  for (const { target, operator, value } of element.items) {
    const given = operandValue(interview, value);
    apply(interview, target, operator, given);
    logDetail(interview, 'FLOW_ASSIGNMENT_DETAIL', () => [target, operator.toUpperCase(), flowText(given)]);
  }
  return element.next;
}

/** The first outcome that fits. The ones before it are false, those behind it unknown. */
export function decide(interview: Interview, element: DecisionElement): Next {
  for (const rule of element.rules) {
    const isMet = holds(interview, rule.criteria);
    interview.outcomes.set(rule.name.toLowerCase(), isMet);
    logDetail(interview, 'FLOW_RULE_DETAIL', () => [rule.name, String(isMet)]);
    if (isMet) return rule.next;
  }
  return element.next;
}

/** Items of the collection as they are when the loop starts. */
export function loop(interview: Interview, element: LoopElement): Next {
  const key = element.name.toLowerCase();
  let rest = interview.loops.get(key);
  if (rest === undefined) {
    const items = itemsAt(interview, element.collection);
    interview.loops.set(key, rest = element.isDescending ? items.toReversed() : [...items]);
  }
  if (rest.length === 0) {
    interview.loops.delete(key);
    interview.stored.delete(key);
    return element.next;
  }
  const item = copied(rest.shift());
  if (element.variable === null) interview.stored.set(key, item);
  else assignTo(interview, element.variable, item);
  logDetail(interview, 'FLOW_LOOP_DETAIL', () => [String(rest.length), flowText(item)]);
  return element.body ?? element.name;
}

function listAt(interview: Interview, path: string): ApexList | null {
  const value = valueAt(interview, path);
  if (value !== null && !(value instanceof ApexList)) throw new FlowFault(`${path} isn't a collection.`);
  return value;
}

export function itemsAt(interview: Interview, path: string): readonly ApexValue[] {
  return listAt(interview, path)?.items ?? [];
}

/** Sorts the collection itself. */
export function sort(interview: Interview, element: SortElement): Next {
  const list = listAt(interview, element.collection);
  if (list === null) return element.next;
  const keyOf = (item: ApexValue, field: string | null): ApexValue => (field === null || !(item instanceof SObjectRecord) ? item : (readPath(item, field.split('.'), interview.namespace) ?? null));
  const sorted = list.items.toSorted((a, b) => {
    for (const { field, isDescending, nullsFirst } of element.options) {
      const [left, right] = [keyOf(a, field), keyOf(b, field)];
      const blanks = Number(isBlank(left)) - Number(isBlank(right));
      if (blanks !== 0) return nullsFirst ? -blanks : blanks;
      const result = isBlank(left) ? 0 : (order(left, right) ?? 0);
      if (result !== 0) return isDescending ? -result : result;
    }
    return 0;
  });
  list.items = element.limit === null ? sorted : sorted.slice(0, element.limit);
  return element.next;
}

const isBlank = (value: ApexValue): boolean => value === null || value === '';

/** A new collection of the items that fit. */
export function filter(interview: Interview, element: FilterElement): Next {
  const list = listAt(interview, element.collection);
  const kept = (list?.items ?? []).filter((item) => withItem(interview, element.item, item, () => holds(interview, element.criteria)));
  interview.stored.set(element.name.toLowerCase(), list === null ? null : copied(new ApexList(list.$type, kept)));
  return element.next;
}

/** A new collection of records, one for each item. */
export function map(interview: Interview, element: MapElement): Next {
  const records = itemsAt(interview, element.collection).map((item) => withItem(interview, element.item, item, () => {
    const record = new SObjectRecord(element.objectType);
    for (const { field, value } of element.values) writeField(record, field.replace(/^.*\./, ''), operandValue(interview, value), interview.namespace);
    return record;
  }));
  interview.stored.set(element.name.toLowerCase(), listOfItems(sobjectType(element.objectType), records));
  return element.next;
}

/** The variable for the item of a collection processor needn't be declared. */
function withItem<R>(interview: Interview, variable: string, item: ApexValue, action: () => R): R {
  if (interview.program.variables.has(variable.toLowerCase())) assignTo(interview, variable, item);
  else interview.variables.set(variable.toLowerCase(), item);
  return action();
}

/** Source: Salesforce Help, "Flow Element: Custom Error". Only the record that started the flow can have one. */
export function customError(interview: Interview, element: CustomErrorElement): Next {
  for (const { text, field } of element.messages) {
    interview.errors.push({ statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: merged(interview, text), fields: field === null ? [] : [field] });
  }
  return element.next;
}
