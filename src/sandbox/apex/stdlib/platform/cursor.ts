/** Apex cursors: the rows of a query by position. Source: Apex Developer Guide, Apex Cursors; Apex Reference, Cursor Class. */
import type { SObjectRecord } from '../../runtime/sobject.ts';
import { walk } from '../../syntax/walk.ts';
import type { ApexValue, LimitName } from '../../runtime/contract.ts';
import { parsedQuery } from '../../runtime/data-access.ts';
import { frameBinds } from '../../runtime/dynamic-binds.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, typed } from '../../runtime/library.ts';
import type { ApexMap } from '../../runtime/map.ts';
import { ApexObject } from '../../runtime/object.ts';
import { current } from '../../runtime/transaction.ts';
import { accessOf, dynamicCursor, fromMap, typedList, type BindLookup } from './dynamic-query.ts';

const AGGREGATES = new Set(['count', 'count_distinct', 'sum', 'avg', 'min', 'max']);

/** Which records a cursor has is settled when it is made. */
class CursorValue extends ApexObject {
  readonly query: string;
  readonly records: readonly SObjectRecord[];
  constructor(query: string, records: readonly SObjectRecord[]) {
    super();
    this.query = query;
    this.records = records;
  }
}
class PaginationCursorValue extends CursorValue {}
typed(CursorValue, 'Database.Cursor');
typed(PaginationCursorValue, 'Database.PaginationCursor');

function check(text: string): void {
  const query = parsedQuery(text);
  if (query.forClause.includes('update')) fail('System.QueryException', 'You cannot lock records with Cursor using FOR UPDATE');
  let isAggregate = query.groupBy !== null;
  walk(query, (node) => {
    if (node.kind === 'SoqlFunctionCall' && AGGREGATES.has((node as unknown as { name: { name: string } }).name.name.toLowerCase())) isAggregate = true;
    return true;
  });
  if (isAggregate) fail('System.QueryException', 'Query contains aggregate expressions, these are not permitted in cursor queries');
}

function open<C extends CursorValue>(Kind: new (query: string, records: readonly SObjectRecord[]) => C, counter: LimitName, text: string | null, level: ApexValue, lookup: BindLookup): C {
  if (text === null) failNull();
  check(text);
  current().limits.charge(counter, 1);
  const cursor = dynamicCursor(text, accessOf(level), lookup);
  return new Kind(text, cursor.next(cursor.size));
}

function page(cursor: CursorValue, position: number | null, count: number | null): readonly SObjectRecord[] {
  if (position === null || count === null) failNull();
  if (position < 0 || count < 0 || position > cursor.records.length) fail('System.InvalidParameterValueException', `Invalid parameter value: ${position < 0 || position > cursor.records.length ? position : count}`);
  const { limits } = current();
  const records = cursor.records.slice(position, position + count);
  limits.charge('queries', 1);
  limits.charge('cursorFetches', 1);
  limits.charge('queryRows', records.length);
  return records;
}

defineLibraryClass({
  name: 'Database.Cursor',
  members: {
    'List<SObject> fetch(Integer position, Integer count)': (self: CursorValue, position: number | null, count: number | null) => typedList(self.query, page(self, position, count)),
    'Integer getNumRecords()': (self: CursorValue) => self.records.length,
  },
});
defineLibraryClass({
  name: 'Database.PaginationCursor',
  members: {
    'Database.CursorFetchResult fetchPage(Integer start, Integer pageSize)': (self: CursorValue, start: number | null, size: number | null) => {
      const records = page(self, start, size);
      const result = new ApexBean('Database.CursorFetchResult');
      result.set('records', typedList(self.query, records));
      result.set('next', start! + records.length);
      result.set('done', start! + records.length >= self.records.length);
      return result;
    },
    'Integer getNumRecords()': (self: CursorValue) => self.records.length,
  },
});
defineLibraryClass({
  name: 'Database.CursorFetchResult',
  members: {
    'List<SObject> getRecords()': (self: ApexBean) => self.get('records'),
    'Integer getNextIndex()': (self: ApexBean) => self.get('next'),
    'Integer getNumDeletedRecords()': () => 0,
    'Boolean isDone()': (self: ApexBean) => self.get('done'),
  },
});
defineLibraryClass({
  name: 'System.Database',
  members: {
    'static Database.Cursor getCursor(String query)': (text: string | null) => open(CursorValue, 'apexCursors', text, null, frameBinds),
    'static Database.Cursor getCursor(String query, System.AccessLevel accessLevel)': (text: string | null, level: ApexValue) => open(CursorValue, 'apexCursors', text, level, frameBinds),
    'static Database.Cursor getCursorWithBinds(String query, Map<String,Object> binds, System.AccessLevel accessLevel)': (text: string | null, binds: ApexMap, level: ApexValue) => open(CursorValue, 'apexCursors', text, level, fromMap(binds)),
    'static Database.PaginationCursor getPaginationCursor(String query)': (text: string | null) => open(PaginationCursorValue, 'paginationCursors', text, null, frameBinds),
    'static Database.PaginationCursor getPaginationCursor(String query, System.AccessLevel accessLevel)': (text: string | null, level: ApexValue) => open(PaginationCursorValue, 'paginationCursors', text, level, frameBinds),
    'static Database.PaginationCursor getPaginationCursorWithBinds(String query, Map<String,Object> binds, System.AccessLevel accessLevel)': (text: string | null, binds: ApexMap, level: ApexValue) => open(PaginationCursorValue, 'paginationCursors', text, level, fromMap(binds)),
  },
});
