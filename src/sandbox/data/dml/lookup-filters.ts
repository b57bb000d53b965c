/** Lookups whose target has to fit a filter. Source: Metadata API Developer Guide, CustomField (LookupFilter). */
import { parseSoql } from '../../apex/syntax/parser.ts';
import { valueOf } from '../layout.ts';
import type { FieldSchema, LookupFilter } from '../schema.ts';
import { filterQuery } from '../security/sharing-rules.ts';
import type { FilterItem } from '../security/sharing-rules.ts';
import { rowErrors } from './errors.ts';
import type { DmlHost, Work } from './host.ts';

/**
 * Rows whose lookups point at records that their filters leave out get an error; optional filters leave nothing out. Each save asks, whether
 * the lookup changes or not (Salesforce Help, Considerations for Lookup Filters).
 */
export function checkLookupFilters(host: DmlHost, works: readonly Work[]): void {
  const [first] = works;
  if (first === undefined) return;
  for (const column of first.layout.columns) {
    const { lookupFilter, referenceTo } = column.field;
    if (lookupFilter === null || lookupFilter.isOptional || referenceTo.length !== 1) continue;
    for (const work of works) {
      const id = work.row[column.index] ?? null;
      if (typeof id !== 'string') continue;
      if (!fits(host, work, column.field, lookupFilter, id)) work.errors.push(rowErrors.lookupFilter(column.field, lookupFilter.message));
    }
  }
}

function fits(host: DmlHost, work: Work, field: FieldSchema, filter: LookupFilter, id: string): boolean {
  const target = host.store.schema.object(field.referenceTo[0]!);
  if (target === undefined) return true;
  const items: FilterItem[] = [];
  for (const { field: path, operation, value, valueField } of filter.items) {
    const [owner, name, ...further] = path.split('.');
    const own = owner === '$Source' ? ownCondition(host, work, path, operation, value) : null;
    if (own !== null) {
      // The query has the target's Id.
      items.push({ field: 'Id', operation: own ? 'equals' : 'notEqual', value: id });
      continue;
    }
    const other = valueField === null ? value : sourceValue(host, work, valueField);
    // Filters that begin at the record itself or the user don't speak of the target's fields.
    if (owner === undefined || name === undefined || further.length > 0 || owner.startsWith('$') || other === null) return true;
    items.push({ field: name, operation, value: other });
  }
  return host.security.ids(parseSoql(filterQuery(target, items, filter.logic, `Id = '${id}'`)).tree).length > 0;
}

/** Whether a value of the record itself is, or isn't, what the filter says; null: not asked here. */
function ownCondition(host: DmlHost, work: Work, path: string, operation: string, value: string): boolean | null {
  const own = sourceValue(host, work, path);
  if (own === null || !['equals', 'notEqual'].includes(operation)) return null;
  return (own.toLowerCase() === value.toLowerCase()) === (operation === 'equals');
}

/** `$Source.Account__c`, as text; null for what isn't a field of the record. */
function sourceValue(host: DmlHost, work: Work, path: string): string | null {
  const [owner, name] = path.split('.');
  if (owner !== '$Source' || name === undefined) return owner === '$User' && name === 'Id' ? host.userId : null;
  const column = work.layout.byField.get(name.toLowerCase());
  const value = valueOf(work.layout, work.row, name);
  if (column?.storage === 'boolean') return String(value === 1);
  return value === null ? '' : typeof value === 'string' ? value : null;
}
