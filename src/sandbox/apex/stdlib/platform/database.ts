import { logEvent } from '../../runtime/log-events.ts';
import type { ApexValue, LimitName } from '../../runtime/contract.ts';
import { asApex, isGenericList, onlyRow, recordsOf, runDml, type Access, type runQuery } from '../../runtime/data-access.ts';
import { ApexException, fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass, listOf, type LibraryFunction } from '../../runtime/library.ts';
import { ApexList } from '../../runtime/list.ts';
import type { ApexMap } from '../../runtime/map.ts';
import { ApexObject } from '../../runtime/object.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import type { SaveHeaders } from '../../runtime/sobject.ts';
import { FieldToken } from '../../runtime/tokens.ts';
import { typed } from '../../runtime/library.ts';
import { current } from '../../runtime/transaction.ts';
import { libraryCaller } from '../../runtime/library-caller.ts';
import { accessOf, dynamicQuery, fromMap, typedList, type BindLookup } from './dynamic-query.ts';
import { saveHeadersOf } from './dml-options.ts';
import { RESULT, RowResult, type Operation } from './row-result.ts';
import { QueryLocator } from './query-locator.ts';
import { frameBinds } from '../../runtime/dynamic-binds.ts';

/** Records of ids, for `Database.delete(ids)`. */
function recordsOfIds(ids: readonly ApexValue[]): SObjectRecord[] {
  return ids.map((id) => {
    if (id === null) failNull();
    const object = current().schema.objectByKeyPrefix((id as string).slice(0, 3));
    const record = new SObjectRecord(object?.name ?? fail('System.StringException', `Invalid id: ${id as string}`));
    record.fields.set('Id', id);
    return record;
  });
}

function toRecords(target: ApexValue): SObjectRecord[] {
  if (typeof target === 'string') return recordsOfIds([target]);
  if (target instanceof ApexList && typeof target.items[0] === 'string') return recordsOfIds(target.items);
  return recordsOf(target);
}

/** One overload: the parameters behind the records in any of the catalogue's orders. */
function dmlFunction(operation: Operation): (target: ApexValue, ...rest: ApexValue[]) => ApexValue {
  return (target, ...rest) => {
    let allOrNone = true;
    let access = accessOf(null);
    let externalIdField: string | null = null;
    let headers: SaveHeaders | undefined;
    for (const argument of rest) {
      if (typeof argument === 'boolean') allOrNone = argument;
      else if (argument instanceof FieldToken) externalIdField = argument.fieldName;
      else if (argument instanceof ApexBean && argument.$type.name === 'System.AccessLevel') access = accessOf(argument);
      else if (argument instanceof ApexBean) {
        allOrNone = (argument.get('optAllOrNone') as boolean | null) ?? false;
        headers = saveHeadersOf(argument);
      }
    }
    const results = runDml(operation, toRecords(target), { caller: libraryCaller(), access, allOrNone, externalIdField, isGeneric: isGenericList(target), ...(headers ? { headers } : {}) });
    const made = results.map((row) => new RowResult(RESULT[operation], row));
    return target instanceof ApexList ? listOf(RESULT[operation], made) : (made[0] ?? null);
  };
}

const members: Record<string, LibraryFunction> = {};
const LEVELS = ['', ', Boolean allOrNone', ', Boolean allOrNone, System.AccessLevel accessLevel', ', System.AccessLevel accessLevel', ', Database.DMLOptions options', ', Database.DMLOptions options, System.AccessLevel accessLevel'];
for (const operation of Object.keys(RESULT) as Operation[]) {
  const call = dmlFunction(operation);
  for (const [type, name, many] of [['SObject', 'record', false], ['List<SObject>', 'records', true], ['Id', 'recordId', false], ['List<Id>', 'recordIds', true]] as const) {
    for (const level of LEVELS) {
      const returns = many ? `List<${RESULT[operation]}>` : RESULT[operation];
      members[`static ${returns} ${operation}(${type} ${name}${level})`] = call;
      if (operation === 'upsert') members[`static ${returns} ${operation}(${type} ${name}, Schema.SObjectField externalIdField${level})`] = call;
    }
  }
}
for (const operation of ['insert', 'update', 'delete'] as const) {
  const call = dmlFunction(operation);
  members[`static List<${RESULT[operation]}> ${operation}Immediate(List<SObject> records)`] = call;
  members[`static ${RESULT[operation]} ${operation}Immediate(SObject record)`] = call;
}

function listOfRecords(text: string, access: Access, lookup: BindLookup, rowsCountAs?: LimitName | null): ApexList {
  return typedList(text, dynamicQuery(text, access, lookup, rowsCountAs).records);
}

/** Rows of a batch job's start have no bound that an org in here reaches. */
/** Errors in a locator's query don't say where they are. */
function locator(text: string, access: Access, lookup: BindLookup): QueryLocator {
  try {
    return new QueryLocator(text, listOfRecords(text, access, lookup, current().kind === 'batch' ? null : 'queryLocatorRows'));
  } catch (error) {
    if (error instanceof ApexException && error.message !== null) error.message = error.message.replace(/^[^]*\nERROR at Row:\d+:Column:\d+\n/, '');
    throw error;
  }
}

const countOf = (result: ReturnType<typeof runQuery>): number => result.count ?? result.records.length;

/** A savepoint's number in its session. */
class SavepointValue extends ApexObject {
  readonly id: number;
  constructor(id: number) {
    super();
    this.id = id;
  }
}
typed(SavepointValue, 'System.Savepoint');

Object.assign(members, {
  'static List<SObject> query(String query)': (text: string) => listOfRecords(text, accessOf(null), frameBinds),
  'static List<SObject> query(String query, System.AccessLevel accessLevel)': (text: string, level: ApexValue) => listOfRecords(text, accessOf(level), frameBinds),
  'static List<SObject> queryWithBinds(String query, Map<String,Object> binds, System.AccessLevel accessLevel)': (text: string, binds: ApexMap, level: ApexValue) => listOfRecords(text, accessOf(level), fromMap(binds)),
  // No member of the platform: what its compiler makes of a dynamic query where one record is wanted.
  'static SObject onlyRow(List<SObject> rows)': (rows: ApexList) => onlyRow(rows.items),
  'static Integer countQuery(String query)': (text: string) => countOf(dynamicQuery(text, accessOf(null), frameBinds)),
  'static Integer countQuery(String query, System.AccessLevel accessLevel)': (text: string, level: ApexValue) => countOf(dynamicQuery(text, accessOf(level), frameBinds)),
  'static Integer countQueryWithBinds(String query, Map<String,Object> binds, System.AccessLevel accessLevel)': (text: string, binds: ApexMap, level: ApexValue) => countOf(dynamicQuery(text, accessOf(level), fromMap(binds))),
  'static Database.QueryLocator getQueryLocator(List<SObject> records)': (records: ApexList) => new QueryLocator('', records),
  'static Database.QueryLocator getQueryLocator(List<SObject> records, System.AccessLevel accessLevel)': (records: ApexList) => new QueryLocator('', records),
  'static Database.QueryLocator getQueryLocator(String query)': (text: string) => locator(text, accessOf(null), frameBinds),
  'static Database.QueryLocator getQueryLocator(String query, System.AccessLevel accessLevel)': (text: string, level: ApexValue) => locator(text, accessOf(level), frameBinds),
  'static Database.QueryLocator getQueryLocatorWithBinds(String query, Map<String,Object> binds, System.AccessLevel accessLevel)': (text: string, binds: ApexMap, level: ApexValue) => locator(text, accessOf(level), fromMap(binds)),
  'static System.Savepoint setSavepoint()': () => {
    current().limits.charge('savepoints', 1);
    logEvent('Database', 'INFO', 'SAVEPOINT_SET', () => []);
    return new SavepointValue(current().data.setSavepoint(true));
  },
  'static void rollback(System.Savepoint savepoint)': (savepoint: SavepointValue | null) => {
    if (!savepoint) failNull();
    current().limits.charge('savepointRollbacks', 1);
    logEvent('Database', 'INFO', 'SAVEPOINT_ROLLBACK', () => []);
    asApex(() => current().data.rollback(savepoint.id));
  },
  'static void releaseSavepoint(System.Savepoint savepoint)': (savepoint: SavepointValue | null) => {
    if (!savepoint) failNull();
    current().limits.charge('dmlStatements', 1);
    logEvent('Database', 'INFO', 'SAVEPOINT_RELEASE', () => []);
    asApex(() => current().data.releaseSavepoint(savepoint.id));
  },
} satisfies Record<string, LibraryFunction>);

defineLibraryClass({ name: 'System.Database', members });

const accessLevel = (mode: 'USER' | 'SYSTEM'): ApexBean => {
  const bean = new ApexBean('System.AccessLevel');
  bean.set('mode', mode);
  return bean;
};
const LEVEL = { USER: accessLevel('USER'), SYSTEM: accessLevel('SYSTEM') };
defineLibraryClass({
  name: 'System.AccessLevel',
  members: {
    'System.AccessLevel withPermissionSetId(String permissionSetId)': (self: ApexBean, permissionSetId: string | null) => {
      const level = accessLevel(self.get('mode') as 'USER' | 'SYSTEM');
      level.set('permissionSetId', permissionSetId ?? failNull());
      return level;
    },
  },
  fields: { USER_MODE: { get: () => LEVEL.USER }, SYSTEM_MODE: { get: () => LEVEL.SYSTEM } },
});

