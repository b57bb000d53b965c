/** Records that match a row by a matching rule. Source: Metadata API Developer Guide, MatchingRule and DuplicateRule (ObjectMapping). */
import { notSupported } from '../../apex/runtime/exception.ts';
import type { DmlHost, Rows } from '../dml/host.ts';
import { pathOfRow } from '../formula/stored.ts';
import { isBlank, textOf } from '../formula/values.ts';
import { keyOfStored } from '../layout.ts';
import type { StoredRow, TableLayout } from '../layout.ts';
import type { DuplicateMatch, MatchingItem, MatchingRule } from './contract.ts';
import { logicHolds } from './criteria.ts';
import { isMatch } from './matching-methods.ts';
import { STANDARD_MATCHING_RULES } from './standard-matching-rules.ts';

export interface MatchSubject { readonly layout: TableLayout; readonly row: StoredRow; readonly id: string | null }
export interface RecordMatch { readonly rule: MatchingRule; readonly layout: TableLayout; readonly ids: readonly string[] }

/** null: its rule is inactive. */
export function findMatches(host: DmlHost, rows: Rows, subject: MatchSubject, match: DuplicateMatch, enforcesSharing: boolean): RecordMatch | null {
  const object = host.store.schema.object(match.object) ?? notSupported(`duplicates of ${match.object}`);
  const layout = rows.layout(object);
  const name = match.rule.replace(/^.*__(?=\w)/, '');
  const rule = object.automation.matching.find((one) => one.name === name || one.name === match.rule) ?? STANDARD_MATCHING_RULES.find((one) => one.name === match.rule) ?? notSupported(`matching rule ${match.rule}`);
  if (!rule.isActive) return null;
  const own = (field: string): string => (match.object.toLowerCase() === subject.layout.object.name.toLowerCase() ? field : ([...match.fields].find(([, output]) => output.toLowerCase() === field.toLowerCase())?.[0] ?? field));
  const values = rule.items.map((item) => valueAt(host, rows, subject.layout, subject.row, own(item.field), rule.namespace));
  const ids = candidates(rows, layout, rule, values).filter((id) => {
    if (id === subject.id) return false;
    const row = rows.readOne(layout, id);
    if (row === undefined || rows.isDeleted(layout, row)) return false;
    const results = rule.items.map((item, i) => itemMatches(item, values[i]!, valueAt(host, rows, layout, row, item.field, rule.namespace)));
    return rule.logic === null ? results.every(Boolean) : logicHolds(rule.logic, (index) => results[index] ?? false);
  });
  const reached = enforcesSharing && ids.length > 0 ? host.security.reached(layout, ids, 'read') : null;
  return { rule, layout, ids: reached === null ? ids : ids.filter((id) => reached.has(id)) };
}

function itemMatches({ method, blanksMatch }: MatchingItem, first: string, second: string): boolean {
  if (first === '' || second === '') return blanksMatch && first === second;
  return isMatch(method, first, second);
}

function valueAt(host: DmlHost, rows: Rows, layout: TableLayout, row: StoredRow, field: string, namespace: string | null): string {
  const value = pathOfRow(host, rows, layout, row, field.split('.'), namespace, 1, false);
  return isBlank(value) ? '' : textOf(value).trim();
}

/** Rows with the value of an item that has to be exact; every row if there is none. */
function candidates(rows: Rows, layout: TableLayout, rule: MatchingRule, values: readonly string[]): string[] {
  if (rule.logic === null) {
    for (const [i, { field, method, blanksMatch }] of rule.items.entries()) {
      const column = layout.byField.get(field.toLowerCase());
      if (method !== 'Exact' || blanksMatch || column?.key == null) continue;
      return values[i] === '' ? [] : rows.findIds(layout, field, [String(keyOfStored(values[i]!))]).map(({ id }) => id);
    }
  }
  return rows.all(layout).map((row) => row[0] as string);
}
