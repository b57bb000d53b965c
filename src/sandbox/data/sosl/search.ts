/** SOSL: words looked for at the beginnings of words in text fields; in tests only among fixed results. */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { Identifier, SoqlQuery, SoqlSelectItem, SoslQuery, SoslReturning } from '../../apex/syntax/ast.ts';
import { DataError } from '../contract.ts';
import type { SearchOptions } from '../contract.ts';
import type { DmlHost, Rows } from '../dml/host.ts';
import { foldText } from '../dialect.ts';
import type { StoredValue, TableLayout } from '../layout.ts';
import { noSuchObject, queryError } from '../soql/errors.ts';
import { bindsOf } from '../soql/query-engine.ts';
import type { QueryEngine } from '../soql/query-engine.ts';

const MAXIMUM_RESULTS = 2000;

export interface SearchHost { readonly engine: QueryEngine; readonly rows: Rows; readonly host: DmlHost }

export function searchRecords(host: SearchHost, query: SoslQuery, binds: readonly unknown[], options: SearchOptions): SObjectRecord[][] {
  const index = bindsOf(query);
  const find = query.find.kind === 'SoqlBind' ? host.host.bridge.plain(binds[index.get(query.find)!]) : query.find.kind === 'SoqlString' ? { kind: 'string' as const, value: query.find.value } : null;
  if (find?.kind !== 'string') throw queryError('search term must be a string');
  const groups = termGroups(find.value);
  if (options.fixedResultIds == null && groups.every((group) => group.every((term) => term.text.length < 1))) {
    throw new DataError('System.SearchException', 'Invalid search term: search term must be longer than one character');
  }
  const limit = query.limit?.kind === 'SoqlNumber' ? Number(query.limit.text) : MAXIMUM_RESULTS;
  if (limit > MAXIMUM_RESULTS) throw queryError('maximum limit of search results is 2000');
  const seen = new Set<string>();
  const results: SObjectRecord[][] = [];
  for (const returning of query.returning) {
    const object = host.host.store.schema.object(returning.object.name, options.callerNamespace);
    if (object === undefined) throw noSuchObject(returning.object.name);
    if (seen.has(object.name)) continue;
    seen.add(object.name);
    const layout = host.rows.layout(object);
    const ids = options.fixedResultIds != null
      ? options.fixedResultIds.filter((id) => id.startsWith(object.keyPrefix ?? '!'))
      : matches(host, layout, groups, query.inFields);
    results.push(ids.length === 0 ? [] : fetch(host, query, returning, ids, binds, options).slice(0, limit));
  }
  return results;
}

interface Term { readonly text: string; readonly isPrefix: boolean }

/** `a b OR "c d"` → alternatives of terms that must all occur. A word matches the whole beginning of a word. */
function termGroups(text: string): Term[][] {
  const groups: Term[][] = [[]];
  for (const [, phrase, word] of text.matchAll(/"([^"]*)"|([^\s()"]+)/g)) {
    if (word?.toUpperCase() === 'OR') groups.push([]);
    else if (word?.toUpperCase() !== 'AND') {
      const raw = phrase ?? word!;
      const term = foldText(raw.replaceAll(/\\(.)/g, '$1'));
      groups.at(-1)!.push({ text: term.replace(/\*+$/, ''), isPrefix: term.endsWith('*') });
    }
  }
  return groups.filter((group) => group.length > 0);
}

function matches(host: SearchHost, layout: TableLayout, groups: readonly Term[][], inFields: string | null): string[] {
  const columns = layout.columns.filter((column) => {
    if (column.storage !== 'text') return false;
    if (inFields?.startsWith('name')) return column.field.isNameField || /name$/i.test(column.field.name);
    if (inFields?.startsWith('email')) return column.field.type === 'Email';
    return !inFields?.startsWith('phone') || column.field.type === 'Phone';
  });
  if (columns.length === 0) return [];
  const { storage, delta } = host.host;
  const list = columns.map((column) => column.key ?? column.sql).join(', ');
  const alive = layout.isDeleted === null ? '1' : `${layout.isDeleted.sql} IS NOT 1`;
  const found = storage.rows(`search of ${layout.object.name}`, (connection) => {
    const { hasBase, hasDelta } = connection.flush(delta, layout);
    const parts: string[] = [];
    if (hasBase) parts.push(`SELECT "Id", ${list} FROM ${layout.baseTable} WHERE ${alive}${hasDelta ? ` AND "Id" NOT IN (SELECT "Id" FROM temp.${layout.ghostName})` : ''}`);
    if (hasDelta) parts.push(`SELECT "Id", ${list} FROM temp.${layout.deltaName} WHERE ${alive}`);
    if (parts.length === 0) return [];
    const rows = connection.statements.get(`${parts.join(' UNION ALL ')} ORDER BY 1`).all() as unknown as StoredValue[][];
    return rows.filter((row) => {
      const text = row.slice(1).filter((value) => value !== null).join('\n').toLowerCase();
      return groups.some((group) => group.every((term) => occurs(text, term)));
    }).map((row) => [row[0]!]);
  }, () => groups.map((group) => group.map((term) => `${term.text}${term.isPrefix ? '*' : ''}`)));
  return found.map(([id]) => id as string);
}

function occurs(text: string, { text: term, isPrefix }: Term): boolean {
  const isWord = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}_]/u.test(char);
  for (let at = text.indexOf(term); at >= 0 && term !== ''; at = text.indexOf(term, at + 1)) {
    if (!isWord(text[at - 1]) && (isPrefix || !isWord(text[at + term.length]))) return true;
  }
  return false;
}

function fetch(host: SearchHost, query: SoslQuery, returning: SoslReturning, ids: readonly string[], binds: readonly unknown[], options: SearchOptions): SObjectRecord[] {
  const { start, end } = returning;
  const identifier = (name: string): Identifier => ({ kind: 'Identifier', start, end, name });
  const path = (name: string) => ({ kind: 'SoqlFieldName' as const, start, end, path: [identifier(name)] });
  const select: readonly SoqlSelectItem[] = returning.fields.length > 0 ? returning.fields : [{ kind: 'SoqlField', start, end, field: path('Id'), alias: null }];
  const among = { kind: 'SoqlComparison' as const, start, end, field: path('Id'), operator: 'in' as const, value: ids.map((id) => ({ kind: 'SoqlString' as const, start, end, value: id })) };
  const inner: SoqlQuery = {
    kind: 'SoqlQuery', start, end, select, from: { start, end, name: path(returning.object.name), alias: null }, fromAliases: [], usingScope: null,
    where: returning.where === null ? among : { kind: 'SoqlAnd', start, end, conditions: [among, returning.where] },
    with: null, withDataCategory: false, groupBy: null, having: null, orderBy: returning.orderBy, limit: returning.limit, offset: returning.offset, allRows: false, forClause: [],
  };
  const run = host.engine.run(inner, binds, options, query as unknown as SoqlQuery);
  return run.records(0, run.rows.length);
}
