/** Ids of the rows of one object that match a search. */
import { foldText, quote } from '../dialect.ts';
import type { DmlHost } from '../dml/host.ts';
import type { Column, StoredValue, TableLayout } from '../layout.ts';
import type { FieldType } from '../schema.ts';
import { matchesSearch, neededFragments, wordsOf } from './terms.ts';
import type { SearchNode } from './terms.ts';

const TEXT: ReadonlySet<FieldType> = new Set(['String', 'TextArea', 'LongTextArea', 'Html', 'Email', 'Phone', 'Url', 'Picklist', 'MultiPicklist', 'Combobox', 'AutoNumber']);

/** `inFields`: `all`, `name`, `email`, `phone`, `sidebar`; null is all. Source: SOQL and SOSL Reference, IN SearchGroup. */
export function searchedColumns(layout: TableLayout, inFields: string | null): Column[] {
  return layout.columns.filter(({ field }) => {
    if (!TEXT.has(field.type)) return false;
    switch (inFields) {
      case 'name': case 'sidebar': return field.isNameField || (!field.isCustom && /name$/i.test(field.name));
      case 'email': return field.type === 'Email';
      case 'phone': return field.type === 'Phone';
      default: return true;
    }
  });
}

export function findIds(host: DmlHost, layout: TableLayout, search: SearchNode, inFields: string | null): string[] {
  const columns = searchedColumns(layout, inFields);
  if (columns.length === 0) return [];
  const fragments = neededFragments(search);
  const value = (column: Column): string => (column.key !== null ? column.key : `lower(${column.sql})`);
  const names = columns.map((_column, i) => quote(`f${i}`));
  const list = columns.map((column, i) => `${value(column)} AS ${names[i]}`).join(', ');
  const contains = fragments.map((_fragment, i) => `(${names.map((name) => `instr(${name}, ?${i + 1}) > 0`).join(' OR ')})`);
  const alive = layout.isDeleted === null ? '1' : `${layout.isDeleted.sql} IS NOT TRUE`;
  const found = host.storage.rows(`search of ${layout.object.name}`, (connection) => {
    const { hasBase, hasDelta } = connection.flush(host.delta, layout);
    const parts: string[] = [];
    if (hasBase) parts.push(`SELECT "Id", ${list} FROM ${layout.baseTable} WHERE ${alive}${hasDelta ? ` AND "Id" NOT IN (SELECT "Id" FROM temp.${layout.ghostName})` : ''}`);
    if (hasDelta) parts.push(`SELECT "Id", ${list} FROM temp.${layout.deltaName} WHERE ${alive}`);
    if (parts.length === 0) return [];
    const where = contains.length === 0 || fragments.some((fragment) => foldText(fragment) !== fragment) ? '' : ` WHERE ${contains.join(' AND ')}`;
    const rows = connection.statements.get(`SELECT * FROM (${parts.join(' UNION ALL ')})${where} ORDER BY 1`).all(...(where === '' ? [] : fragments)) as unknown as StoredValue[][];
    return rows.filter((row) => matchesSearch(search, row.slice(1).map((text) => (typeof text === 'string' ? wordsOf(text) : [])))).map((row) => [row[0]!]);
  }, () => fragments);
  return found.map(([id]) => id as string);
}
