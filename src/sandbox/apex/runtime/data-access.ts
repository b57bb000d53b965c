/** SOQL, SOSL and DML as generated code and the library call them; data-layer errors become Apex exceptions here. */
import { DataError, DmlFailure, type DmlOptions, type DmlRowResult, type QueryCursor, type QueryOptions, type QueryResult } from '../../data/contract.ts';
import type { SoqlQuery, SoslQuery } from '../syntax/ast.ts';
import { parseExpression, parseSoql, parseSosl } from '../syntax/parser.ts';
import { placeIn } from '../syntax/query-place.ts';
import { chargeCpu } from './accounting.ts';
import type { ApexValue, LimitLedger, LimitName } from './contract.ts';
import { ApexException, fail, failNull, newException, throwException } from './exception.ts';
import { ApexList } from './list.ts';
import { logDatabaseEvent, logEnd } from './log-events.ts';
import { ApexSet } from './map.ts';
import { listTypeOf, typeOf, type RuntimeType } from './runtime-types.ts';
import { enforcesSharing } from './sharing-mode.ts';
import { SObjectRecord } from './sobject.ts';
import { current } from './transaction.ts';

/** What a query or DML runs as: the calling class's namespace and sharing. */
export interface Caller {
  readonly namespace: string | null;
  readonly sharing: 'with' | 'without' | 'inherited' | null;
  readonly apiVersion: number;
  readonly isTest?: boolean;
}

/** What an operation may do: as the user, as the user with one more permission set, or everything. */
export type Access = 'user' | 'system' | { readonly permissionSetId: string };

const queries = new Map<string, SoqlQuery>();
/** The texts of dynamic queries, for messages that show a place in them. */
const texts = new WeakMap<SoqlQuery | SoslQuery, string>();
const searches = new Map<string, SoslQuery>();

/** Parses a query once a text; syntax errors become QueryExceptions. */
export function parsedQuery(text: string): SoqlQuery {
  let query = queries.get(text);
  if (!query) {
    const { tree, errors } = parseSoql(text);
    if (errors.length) fail('System.QueryException', syntaxMessage(text, errors[0]!.start, errors[0]!.message));
    query = tree;
    texts.set(query, text);
    written.set(query, text);
    queries.set(text, query);
  }
  return query;
}

const TOKEN = /^(?:[A-Za-z_]\w*|\d+|'(?:[^'\\]|\\.)*'|[<>!=]=|.)/s;

/** The platform names the token that it can't take, with what began before it where the clause is empty. */
function syntaxMessage(text: string, at: number, message: string): string {
  if (!/^(Unexpected|Missing|Expecting)/.test(message)) return message;
  const token = TOKEN.exec(text.slice(at))?.[0] ?? '<EOF>';
  const before = text.slice(0, at);
  const begun = (token.toUpperCase() === 'FROM' ? /select\s+$/i : token === ')' ? /[\w.]+\s+(?:not\s+)?in\s*\(\s*$/i : null)?.exec(before)?.[0] ?? '';
  return `unexpected token: '${begun}${token}'`;
}

/** All queries as they are written, for the debug log. */
const written = new WeakMap<SoqlQuery | SoslQuery, string>();
const textOfQuery = (query: SoqlQuery | SoslQuery): string => (written.get(query) ?? '').replaceAll(/\s+/g, ' ').trim();

const inline = new Map<string, SoqlQuery | SoslQuery>();

/** A query written in the code: its binds may be any expressions, and the compiler has accepted it. */
function inlineQuery(text: string): SoqlQuery | SoslQuery {
  let query = inline.get(text);
  if (!query) {
    const { tree } = parseExpression(`[${text}]`);
    if (tree.kind !== 'SoqlExpression' && tree.kind !== 'SoslExpression') fail('System.QueryException', `unexpected token: ${text}`);
    query = tree.query;
    written.set(query, text);
    inline.set(text, query);
  }
  return query;
}

export function parsedSearch(text: string): SoslQuery {
  let search = searches.get(text);
  if (!search) {
    const { tree, errors } = parseSosl(text);
    if (errors.length) fail('System.SearchException', syntaxMessage(text, errors[0]!.start, errors[0]!.message));
    search = tree;
    written.set(search, text);
    searches.set(text, search);
    texts.set(search, text);
  }
  return search;
}

export function optionsOf(access: Access, caller: Caller): QueryOptions {
  return {
    accessLevel: access === 'system' ? 'system' : 'user', callerNamespace: caller.namespace, enforceSharing: access !== 'system' || enforcesSharing(caller),
    permissionSetId: typeof access === 'object' ? access.permissionSetId : null,
  };
}

/** Runs an action of the data layer, for a query perhaps; its errors come out as Apex exceptions. */
export function asApex<R>(action: () => R, query: SoqlQuery | SoslQuery | null = null): R {
  try {
    return action();
  } catch (error) {
    if (error instanceof DmlFailure) throwException(dmlException(error));
    if (error instanceof DataError) {
      const text = query === null || error.at === null || error.at < 0 ? undefined : texts.get(query);
      // A message about a name in a dynamic query begins with its place.
      const exception = newException(error.exceptionType, (text === undefined ? '' : placeIn(text, error.at!)) + error.message);
      exception.inaccessibleFields = error.inaccessibleFields;
      throwException(exception);
    }
    throw error;
  }
}

const VERBS = { insert: 'Insert', update: 'Update', upsert: 'Upsert', delete: 'Delete', undelete: 'Undelete' } as const;

/** What ends the request wherever it is thrown. */
const UNWRAPPED: ReadonlySet<string> = new Set(['System.LimitException', 'System.AssertException', 'System.UnexpectedException']);

/**
 * An exception that left a trigger: the DML statement fails with it on its first row, its text holding the frames from the
 * throw down to the trigger.
 */
function asTriggerFailure(error: unknown, operation: keyof typeof VERBS, records: readonly SObjectRecord[]): unknown {
  // What no code inside the trigger catches, a write to a read-only record, is the statement's failure outside of it.
  if (!(error instanceof ApexException) || !error.triggerOrigin || UNWRAPPED.has(error.$type.name)) return error;
  const end = error.trace.findIndex((line) => line.where.startsWith('Trigger.'));
  const frames = error.trace.slice(0, end < 0 ? undefined : end + 1).map((line) => `${line.where}: line ${line.line}, column 1`);
  const text = `${error.triggerOrigin}\n\ncaused by: ${error.$type.name}: ${error.message ?? 'null'}\n\n${frames.join('\n')}`;
  const id = (records[0]?.fields.get('Id') as string | undefined) ?? null;
  const withId = id && operation !== 'insert' ? ` with id ${id}` : '';
  const wrapped = newException('System.DmlException', `${VERBS[operation]} failed. First exception on row 0${withId}; first error: CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY, ${text}: []`);
  wrapped.dmlRows = [{ index: 0, id: withId ? id : null, statusCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: text, fields: [] }];
  return wrapped;
}

function dmlException(failure: DmlFailure): ApexException {
  const exception = newException('System.DmlException', failure.message);
  exception.dmlRows = failure.rows.flatMap((row) => row.errors.map((error) => ({ index: row.index, id: row.id, statusCode: error.statusCode, message: error.message, fields: error.fields })));
  return exception;
}

/** Values of binds as the data layer takes them. */
export function bindValues(binds: readonly ApexValue[]): ApexValue[] {
  return binds.map((bind) => (bind instanceof ApexSet ? new ApexList(listTypeOf(bind.$type.element!), [...bind.values()]) : bind));
}

/** Custom metadata is asked for nothing, but for its long texts. Source: Apex Developer Guide, Execution Governors and Limits. */
function isUncounted(query: SoqlQuery, namespace: string | null): boolean {
  const name = query.from.name.path.at(-1)!.name;
  if (!/__mdt$/i.test(name)) return false;
  const { schema } = current();
  const object = schema.object(name, namespace);
  return object !== undefined && !query.select.some((item) => item.kind === 'SoqlField' && schema.field(object, item.field.path.at(-1)!.name, namespace)?.type === 'LongTextArea');
}

/** Queries of children count for themselves. */
function chargeQuery(limits: LimitLedger, query: SoqlQuery, namespace: string | null): void {
  if (isUncounted(query, namespace)) return;
  limits.charge('queries', 1);
  const children = query.select.filter((item) => item.kind === 'SoqlSubquery').length;
  if (children > 0) limits.charge('aggregateQueries', children);
}

function logQuery(query: SoqlQuery, { namespace }: Caller): string | null {
  return logDatabaseEvent('SOQL_EXECUTE_BEGIN', () => [`Aggregations:${query.select.filter((item) => item.kind === 'SoqlSubquery').length}`, textOfQuery(query)], namespace);
}

/** `rowsCountAs`: the limit that the rows are charged to; null: none. */
export function runQuery(query: SoqlQuery, binds: readonly ApexValue[], access: Access, caller: Caller, rowsCountAs: LimitName | null = 'queryRows'): QueryResult {
  const { limits, data } = current();
  chargeQuery(limits, query, caller.namespace);
  const line = logQuery(query, caller);
  const result = asApex(() => data.query(query, bindValues(binds), optionsOf(access, caller)), query);
  if (rowsCountAs) limits.charge(rowsCountAs, result.rowCount ?? result.records.length);
  chargeCpu('query');
  chargeCpu('queryRow', result.rowCount ?? result.records.length);
  logEnd(line, 'SOQL_EXECUTE_END', [`Rows:${result.count ?? result.records.length}`], caller.namespace);
  return result;
}

export function query(text: string, binds: readonly ApexValue[], access: Access, caller: Caller, yields: 'list' | 'record' | 'optional' | 'count', type: RuntimeType): ApexValue {
  const result = runQuery(inlineQuery(text) as SoqlQuery, binds, access, caller);
  if (yields === 'count') return result.count ?? result.records.length;
  if (yields === 'optional' && result.records.length === 0) return null;
  if (yields === 'record' || yields === 'optional') return onlyRow(result.records);
  return new ApexList(type, [...result.records]);
}

/** What a query gives where one record is wanted. */
export function onlyRow<R>(rows: readonly R[]): R {
  if (rows.length === 0) fail('System.QueryException', 'List has no rows for assignment to SObject');
  if (rows.length > 1) fail('System.QueryException', 'List has more than 1 row for assignment to SObject');
  return rows[0]!;
}

/** An iterator in the form of generated loops: `next()` gives undefined at the end. */
export interface LoopSource { next(): ApexValue | undefined }

/** Records a chunk of a SOQL for-loop. */
const CHUNK = 200;

export function cursor(text: string, binds: readonly ApexValue[], access: Access, caller: Caller, type: RuntimeType, isChunked: boolean): LoopSource {
  const { limits, data } = current();
  const parsed = inlineQuery(text) as SoqlQuery;
  chargeQuery(limits, parsed, caller.namespace);
  chargeCpu('query');
  const line = logQuery(parsed, caller);
  const open: QueryCursor = asApex(() => data.openCursor(parsed, bindValues(binds), optionsOf(access, caller)));
  logEnd(line, 'SOQL_EXECUTE_END', [`Rows:${open.size}`], caller.namespace);
  let buffer: readonly SObjectRecord[] = [];
  let at = 0;
  let isFirst = true;
  const fill = (): boolean => {
    buffer = asApex(() => open.next(CHUNK));
    at = 0;
    const counted = open.rowCount === null ? buffer.length : isFirst ? open.rowCount : 0;
    isFirst = false;
    limits.charge('queryRows', counted);
    chargeCpu('queryRow', counted);
    return buffer.length > 0;
  };
  if (isChunked) return { next: () => (fill() ? new ApexList(type, [...buffer]) : undefined) };
  return { next: () => (at < buffer.length || fill() ? buffer[at++] : undefined) };
}

/** Ids that `Test.setFixedSearchResults` gave; null outside of tests and in tests without any: a test's search finds nothing then. */
function fixedSearchResults(): readonly string[] | null {
  const { test } = current();
  if (!test) return null;
  const ids = test.mocks.get('#fixedSearchResults') as ApexList | undefined;
  return ids ? (ids.items as string[]) : [];
}

export function runSearch(query: SoslQuery, binds: readonly ApexValue[], access: Access, caller: Caller): readonly (readonly SObjectRecord[])[] {
  const { limits, data } = current();
  limits.charge('soslQueries', 1);
  chargeCpu('query');
  const line = logDatabaseEvent('SOSL_EXECUTE_BEGIN', () => [textOfQuery(query)], caller.namespace);
  const found = asApex(() => data.search(query, bindValues(binds), { ...optionsOf(access, caller), fixedResultIds: fixedSearchResults() }), query);
  const rows = found.reduce((sum, records) => sum + records.length, 0);
  chargeCpu('queryRow', rows);
  logEnd(line, 'SOSL_EXECUTE_END', [`Rows:${rows}`], caller.namespace);
  return found;
}

export function search(text: string, binds: readonly ApexValue[], access: Access, caller: Caller): ApexList {
  const found = runSearch(inlineQuery(text) as SoslQuery, binds, access, caller);
  return new ApexList(typeOf('List<List<SObject>>'), found.map((records) => new ApexList(typeOf('List<SObject>'), [...records])));
}

/** `List<SObject>`. */
export const isGenericList = (value: ApexValue): boolean => value instanceof ApexList && value.$type.element?.name === 'SObject';

/** The records a DML operation is given: one, or a list. */
export function recordsOf(value: ApexValue): SObjectRecord[] {
  if (value === null) failNull();
  if (value instanceof SObjectRecord) return [value];
  const records = (value as ApexList).items;
  for (const record of records) if (record === null) failNull();
  return records as SObjectRecord[];
}

export function runDml(operation: 'insert' | 'update' | 'upsert' | 'delete' | 'undelete', records: readonly SObjectRecord[], options: Partial<DmlOptions> & { caller: Caller; access: Access }): readonly DmlRowResult[] {
  const { limits } = current();
  if (records.length === 0) return [];
  limits.charge('dmlStatements', 1);
  limits.charge('dmlRows', records.length);
  chargeCpu('dml');
  chargeCpu('dmlRow', records.length);
  return saveRecords(operation, records, options);
}

/** DML that is part of something that has been charged. */
export function saveRecords(operation: 'insert' | 'update' | 'upsert' | 'delete' | 'undelete', records: readonly SObjectRecord[], options: Partial<DmlOptions> & { caller: Caller; access: Access }): readonly DmlRowResult[] {
  const line = logDml(VERBS[operation], records, options.caller);
  try {
    return attemptSave(operation, records, options);
  } finally {
    logEnd(line, 'DML_END', [], options.caller.namespace);
  }
}

/** DML that is neither charged nor logged. */
export function attemptSave(operation: 'insert' | 'update' | 'upsert' | 'delete' | 'undelete', records: readonly SObjectRecord[], options: Partial<DmlOptions> & { caller: Caller; access: Access }): readonly DmlRowResult[] {
  const { data } = current();
  try {
    return asApex(() => data.dml(operation, records, {
      ...optionsOf(options.access, options.caller), allOrNone: options.allOrNone ?? true,
      externalIdField: options.externalIdField ?? null, isGeneric: options.isGeneric ?? false, ...(options.extra ? { extra: options.extra } : {}), ...(options.headers ? { headers: options.headers } : {}),
    }));
  } catch (error) {
    const failure = asTriggerFailure(error, operation, records);
    if (failure !== error && options.allOrNone === false) {
      const row = (failure as ApexException).dmlRows![0]!;
      return records.map(() => ({ id: null, isSuccess: false, isCreated: false, errors: [{ statusCode: row.statusCode, message: row.message, fields: [] }] }));
    }
    throw failure;
  }
}

/** Ids of records, or ids as they are: one or a list. */
export function idsOf(value: ApexValue): string[] {
  return (value instanceof ApexList ? value.items : [value]).map((each) => (each instanceof SObjectRecord ? (each.fields.get('Id') as string) : ((each as string | null) ?? failNull())));
}

export function mergeRecords(master: SObjectRecord, duplicates: readonly string[], access: Access, caller: Caller, allOrNone = true): DmlRowResult {
  const { limits, data } = current();
  limits.charge('dmlStatements', 1);
  limits.charge('dmlRows', 1 + duplicates.length);
  chargeCpu('dml');
  chargeCpu('dmlRow', 1 + duplicates.length);
  const line = logDml('Merge', [master], caller);
  try {
    return asApex(() => data.merge(master, duplicates, { ...optionsOf(access, caller), allOrNone, externalIdField: null }));
  } finally {
    logEnd(line, 'DML_END', [], caller.namespace);
  }
}

function logDml(operation: string, records: readonly SObjectRecord[], { namespace }: Caller): string | null {
  return logDatabaseEvent('DML_BEGIN', () => [`Op:${operation}`, `Type:${new Set(records.map(({ objectName }) => objectName)).size > 1 ? 'SObject' : records[0]!.objectName}`, `Rows:${records.length}`], namespace);
}

/** A DML statement. */
export function dml(operation: 'insert' | 'update' | 'upsert' | 'delete' | 'undelete' | 'merge', value: ApexValue, mergeWith: ApexValue, externalIdField: string | null, access: Access, caller: Caller): void {
  if (operation === 'merge') {
    mergeRecords(value as SObjectRecord, idsOf(mergeWith), access, caller);
    return;
  }
  runDml(operation, recordsOf(value), { caller, access, externalIdField, isGeneric: isGenericList(value) });
}
