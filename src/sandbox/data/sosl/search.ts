/** SOSL: which objects are searched, what of their records comes back, in which number. In tests only fixed ids are found. */
import type { SObjectRecord } from '../../apex/runtime/sobject.ts';
import type { Identifier, SoqlNumber, SoqlQuery, SoqlSelectItem, SoslQuery, SoslReturning } from '../../apex/syntax/ast.ts';
import { DataError } from '../contract.ts';
import type { SearchOptions } from '../contract.ts';
import type { DmlHost, Rows } from '../dml/host.ts';
import type { ObjectSchema } from '../schema.ts';
import { noSuchObject, notSupported, placedAt, queryError } from '../soql/errors.ts';
import { bindsOf } from '../soql/query-engine.ts';
import type { QueryEngine } from '../soql/query-engine.ts';
import { decimalOf } from '../values.ts';
import { findIds } from './find.ts';
import { parseSearch } from './terms.ts';
import type { SearchNode } from './terms.ts';

const MAXIMUM_RESULTS = 2000;
/** Clauses that change nothing of the records found here: marks, spelling, measures of use, rights (which are the caller's). */
const WITHOUT_EFFECT = /^(highlight|snippet|spell_correction|metadata|security_enforced|user_mode|system_mode)\b/i;

export interface SearchHost { readonly engine: QueryEngine; readonly rows: Rows; readonly host: DmlHost }

/** One list an object of RETURNING, in its order; an object named twice has one. */
export function searchRecords(host: SearchHost, query: SoslQuery, binds: readonly unknown[], options: SearchOptions): SObjectRecord[][] {
  const search = parseSearch(searchText(host, query, binds));
  const limit = countOf(host, query, query.limit, binds) ?? MAXIMUM_RESULTS;
  if (limit > MAXIMUM_RESULTS) throw queryError('maximum limit of search results is 2000');
  const targets = query.returning.length > 0 ? returned(host, query, binds, options) : everything(host, query, options);
  const results = targets.map(({ object, returning }) => {
    const ids = idsOf(host, object, search, query, options);
    return ids.length === 0 ? [] : fetch(host, query, returning, ids, binds, options);
  });
  return share(query.returning.length > 0 ? results : results.filter((records) => records.length > 0), limit);
}

interface Target { readonly object: ObjectSchema; readonly returning: SoslReturning }

function returned(host: SearchHost, query: SoslQuery, binds: readonly unknown[], options: SearchOptions): Target[] {
  const targets: Target[] = [];
  for (const returning of query.returning) {
    const object = host.host.store.schema.object(returning.object.name, options.callerNamespace);
    if (object === undefined) throw placedError(returning);
    if ((countOf(host, query, returning.limit, binds) ?? 0) > MAXIMUM_RESULTS) throw queryError('Maximum entity limit is 2000');
    const offset = countOf(host, query, returning.offset, binds, Number.NEGATIVE_INFINITY) ?? 0;
    if (offset < 0 || offset > MAXIMUM_RESULTS) throw new DataError('System.SearchException', 'SOSL offset should be between 0 and 2000');
    if (!targets.some((one) => one.object === object)) targets.push({ object, returning });
  }
  return targets;
}

function placedError(returning: SoslReturning): Error {
  try {
    return placedAt(returning.object, (): never => { throw noSuchObject(returning.object.name); });
  } catch (error) {
    return error as Error;
  }
}

/** Without RETURNING: the ids of whatever is found. */
function everything(host: SearchHost, query: SoslQuery, options: SearchOptions): Target[] {
  const { start, end } = query;
  const { schema } = host.host.store;
  const objects = options.fixedResultIds == null
    ? [...schema.objects()].filter((object) => (object.kind === 'standard' || object.kind === 'custom') && !object.isSetup && object.keyPrefix !== null && object.allowsDml)
    : [...new Set(options.fixedResultIds.map((id) => schema.objectByKeyPrefix(id.slice(0, 3))))].filter((object) => object !== undefined);
  return objects.map((object) => ({
    object, returning: { start, end, object: { kind: 'Identifier', start, end, name: object.name }, fields: [], where: null, orderBy: [], limit: null, offset: null },
  }));
}

function searchText(host: SearchHost, query: SoslQuery, binds: readonly unknown[]): string {
  const { find } = query;
  const value = find.kind === 'SoqlBind' ? host.host.bridge.plain(binds[bindsOf(query).get(find)!]) : find.kind === 'SoqlString' ? { kind: 'string' as const, value: find.value } : null;
  if (value?.kind !== 'string') throw queryError('search term must be a string');
  return value.value;
}

function countOf(host: SearchHost, query: SoslQuery, number: SoqlNumber | null, binds: readonly unknown[], least = 0): number | null {
  if (number === null) return null;
  const decimal = number.kind === 'SoqlNumber' ? null : decimalOf(host.host.bridge.plain(binds[bindsOf(query).get(number)!]));
  const value = number.kind === 'SoqlNumber' ? Number(number.text) : decimal === null ? Number.NaN : Number(decimal.unscaled) / 10 ** decimal.scale;
  if (!(value >= least)) throw queryError('Limit must be a non-negative value');
  return value;
}

function idsOf(host: SearchHost, object: ObjectSchema, search: SearchNode, query: SoslQuery, options: SearchOptions): readonly string[] {
  if (options.fixedResultIds != null) return options.fixedResultIds.filter((id) => id.startsWith(object.keyPrefix ?? '!'));
  let ids = findIds(host.host, host.rows.layout(object), search, query.inFields);
  for (const clause of query.with) {
    const pricebook = /^pricebookid\s*=\s*(?:'([^']*)'|:\s*(.*))$/i.exec(clause);
    if (pricebook !== null) ids = pricebook[1] === undefined ? unsupported(clause) : inPricebook(host, object, ids, pricebook[1]);
    else if (!WITHOUT_EFFECT.test(clause)) unsupported(clause);
  }
  return ids;
}

function unsupported(clause: string): never {
  throw notSupported(`WITH ${clause} of a search`);
}

/** Products are found only if the price book has them. */
function inPricebook(host: SearchHost, object: ObjectSchema, ids: string[], pricebookId: string): string[] {
  const entries = host.host.store.schema.object('PricebookEntry');
  if (object.name !== 'Product2' || entries === undefined) return ids;
  const layout = host.rows.layout(entries);
  const [product, book] = [layout.byField.get('product2id')!, layout.byField.get('pricebook2id')!];
  const listed = new Set<unknown>();
  for (const { id } of host.rows.findIds(layout, 'Product2Id', ids)) {
    const row = host.rows.readOne(layout, id);
    if (row !== undefined && !host.rows.isDeleted(layout, row) && String(row[book.index]).startsWith(pricebookId.slice(0, 15))) listed.add(row[product.index]);
  }
  return ids.filter((id) => listed.has(id));
}

/** A limit of the whole search goes to the objects in equal parts, and what one doesn't need to the others. */
function share(results: SObjectRecord[][], limit: number): SObjectRecord[][] {
  const taken = results.map(() => 0);
  let left = limit;
  for (let round = true; round && left > 0;) {
    round = false;
    for (const [i, records] of results.entries()) {
      if (left === 0 || taken[i]! >= records.length) continue;
      taken[i]!++;
      left--;
      round = true;
    }
  }
  return results.map((records, i) => records.slice(0, taken[i]));
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
