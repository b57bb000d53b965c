import type { DmlRowResult } from '../../../data/contract.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { asApex, onlyRow, parsedQuery, recordsOf, runDml, runQuery, type Caller } from '../../runtime/data-access.ts';
import { collectBinds } from '../../syntax/walk.ts';
import type { Expression } from '../../syntax/ast.ts';
import { fail, failNull, notSupported } from '../../runtime/exception.ts';
import { ApexBean, defineBean, defineJsonForm, defineLibraryClass, enumConstant, listOf, type LibraryFunction } from '../../runtime/library.ts';
import { ApexList } from '../../runtime/list.ts';
import { ApexMap } from '../../runtime/map.ts';
import { ApexObject } from '../../runtime/object.ts';
import { ApexIterator } from '../../runtime/iteration.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { textOf } from '../../runtime/text.ts';
import { FieldToken } from '../../runtime/tokens.ts';
import { typed } from '../../runtime/library.ts';
import { current } from '../../runtime/transaction.ts';
import { frameBinds } from '../../runtime/dynamic-binds.ts';

type Operation = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete';
const RESULT: Readonly<Record<Operation, string>> = { insert: 'Database.SaveResult', update: 'Database.SaveResult', upsert: 'Database.UpsertResult', delete: 'Database.DeleteResult', undelete: 'Database.UndeleteResult' };

/** The outcome of one row, with the platform's text form. */
class RowResult extends ApexObject {
  readonly row: DmlRowResult;
  constructor(typeName: string, row: DmlRowResult) {
    super();
    this.row = row;
    Object.defineProperty(this, '$type', { value: typeOf(typeName) });
  }
  errors(): ApexList {
    return listOf('Database.Error', this.row.errors.map((error) => new RowError(error)));
  }
  toApexText(): string {
    return `${this.$type.name}[getErrors=${textOf(this.errors())};getId=${this.row.id ?? 'null'};${this.$type.name === 'Database.UpsertResult' ? `isCreated=${this.row.isCreated};` : ''}isSuccess=${this.row.isSuccess};]`;
  }
}

class RowError extends ApexObject {
  readonly error: DmlRowResult['errors'][number];
  constructor(error: DmlRowResult['errors'][number]) {
    super();
    this.error = error;
  }
  toApexText(): string {
    return `Database.Error[getFields=(${this.error.fields.join(', ')});getMessage=${this.error.message};getStatusCode=${this.error.statusCode};]`;
  }
}
typed(RowError, 'Database.Error');

for (const name of [...new Set(Object.values(RESULT)), 'Database.MergeResult', 'Database.EmptyRecycleBinResult']) {
  defineLibraryClass({
    name,
    members: {
      'Database.Error[] getErrors()': (self: RowResult) => self.errors(),
      'List<Database.Error> getErrors()': (self: RowResult) => self.errors(),
      'ID getId()': (self: RowResult) => self.row.id,
      'Id getId()': (self: RowResult) => self.row.id,
      'Boolean isSuccess()': (self: RowResult) => self.row.isSuccess,
      'Boolean isCreated()': (self: RowResult) => self.row.isCreated,
    },
    fields: {
      success: { get: (self) => (self as RowResult).row.isSuccess },
      created: { get: (self) => (self as RowResult).row.isCreated },
      id: { get: (self) => (self as RowResult).row.id },
      errors: { get: (self) => (self as RowResult).errors() },
    },
  });
}
for (const name of [...new Set(Object.values(RESULT)), 'Database.MergeResult', 'Database.EmptyRecycleBinResult']) {
  defineJsonForm(name, {
    read: (values) => {
      const errors = (values.get('errors') as ApexList | null | undefined)?.items.map((each) => errorOf(each as ApexMap)) ?? [];
      return new RowResult(name, { id: (values.get('id') as string | null | undefined) ?? null, isSuccess: values.get('success') === true, isCreated: values.get('created') === true, errors });
    },
    write: (value) => {
      const { row } = value as RowResult;
      return [['success', row.isSuccess], ['id', row.id], ['errors', (value as RowResult).errors()], ...(name === 'Database.UpsertResult' ? [['created', row.isCreated] as const] : [])];
    },
  });
}

function errorOf(values: ApexMap): DmlRowResult['errors'][number] {
  const fields = values.get('fields') as ApexList | null | undefined;
  return { statusCode: (values.get('statusCode') as string | null | undefined) ?? '', message: (values.get('message') as string | null | undefined) ?? '', fields: (fields?.items ?? []) as string[] };
}

defineJsonForm('Database.Error', {
  read: (values) => {
    const map = new ApexMap(typeOf('Map<String,Object>'));
    for (const [key, value] of values) map.put(key, value);
    return new RowError(errorOf(map));
  },
  write: (value) => {
    const { error } = value as RowError;
    return [['statusCode', error.statusCode], ['message', error.message], ['fields', listOf('String', [...error.fields])]];
  },
});

defineLibraryClass({
  name: 'Database.Error',
  members: {
    'List<String> getFields()': (self: RowError | ApexBean) => (self instanceof RowError ? listOf('String', [...self.error.fields]) : self.get('fields')),
    'String getMessage()': (self: RowError | ApexBean) => (self instanceof RowError ? self.error.message : self.get('message')),
    'System.StatusCode getStatusCode()': (self: RowError | ApexBean) => (self instanceof RowError ? enumConstant('System.StatusCode', self.error.statusCode) : self.get('statusCode')),
  },
  fields: {
    fields: { get: (self) => (self instanceof RowError ? listOf('String', [...self.error.fields]) : (self as ApexBean).get('fields')) },
    message: { get: (self) => (self instanceof RowError ? self.error.message : (self as ApexBean).get('message')) },
    statusCode: { get: (self) => (self instanceof RowError ? enumConstant('System.StatusCode', self.error.statusCode) : (self as ApexBean).get('statusCode')) },
  },
});

defineBean({
  name: 'Database.DMLOptions', fields: ['allowFieldTruncation', 'assignmentRuleHeader', 'emailHeader', 'localeOptions', 'optAllOrNone', 'duplicateRuleHeader'],
  initial: (bean) => {
    for (const part of ['AssignmentRuleHeader', 'EmailHeader', 'DuplicateRuleHeader']) bean.set(part, new ApexBean(`Database.DMLOptions.${part}`));
  },
});
defineBean({ name: 'Database.DMLOptions.AssignmentRuleHeader', fields: ['assignmentRuleID', 'useDefaultRule'] });
defineBean({ name: 'Database.DMLOptions.EmailHeader', fields: ['triggerAutoResponseEmail', 'triggerOtherEmail', 'triggerUserEmail'] });
defineBean({ name: 'Database.DMLOptions.DuplicateRuleHeader', fields: ['allowSave', 'runAsCurrentUser'] });

/** Library calls run with the caller's namespace unknown: names resolve in the org's own. */
function libraryCaller(): Caller {
  return { namespace: current().org.namespace, sharing: null, apiVersion: 60 };
}

const accessOf = (level: ApexValue): 'user' | 'system' => ((level as ApexBean | null)?.get('mode') === 'USER' ? 'user' : 'system');

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
    let access: 'user' | 'system' = 'system';
    let externalIdField: string | null = null;
    let extra: Map<string, unknown> | undefined;
    for (const argument of rest) {
      if (typeof argument === 'boolean') allOrNone = argument;
      else if (argument instanceof FieldToken) externalIdField = argument.fieldName;
      else if (argument instanceof ApexBean && argument.$type.name === 'System.AccessLevel') access = accessOf(argument);
      else if (argument instanceof ApexBean) {
        allOrNone = (argument.get('optAllOrNone') as boolean | null) ?? false;
        extra = new Map([['allowFieldTruncation', argument.get('allowFieldTruncation')]]);
      }
    }
    const results = runDml(operation, toRecords(target), { caller: libraryCaller(), access, allOrNone, externalIdField, ...(extra ? { extra } : {}) });
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

/** Values for the binds of a dynamic query, by the expression each names. */
function bindValues(text: string, lookup: (path: readonly string[]) => ApexValue): ApexValue[] {
  return collectBinds(parsedQuery(text)).map((bind) => lookup(pathOf(bind.expression)));
}

function pathOf(expression: Expression): string[] {
  if (expression.kind === 'NameExpression') return [expression.name.name];
  if (expression.kind === 'FieldAccess') return [...pathOf(expression.receiver), expression.name.name];
  if (expression.kind === 'ThisExpression') return [];
  return fail('System.QueryException', 'Only variable references are allowed in dynamic SOQL/SOSL.');
}

function dynamicQuery(text: ApexValue, access: 'user' | 'system', lookup: (path: readonly string[]) => ApexValue): ReturnType<typeof runQuery> {
  if (text === null) failNull();
  return runQuery(parsedQuery(text as string), bindValues(text as string, lookup), access, libraryCaller());
}

function listOfRecords(text: ApexValue, access: 'user' | 'system', lookup: (path: readonly string[]) => ApexValue): ApexList {
  const { records } = dynamicQuery(text, access, lookup);
  const from = parsedQuery(text as string).from.name.path.map((part) => part.name).join('.');
  const object = records[0]?.objectName ?? current().schema.object(from, current().org.namespace)?.name ?? 'SObject';
  return new ApexList(typeOf(`List<${object}>`), [...records]);
}

const countOf = (result: ReturnType<typeof runQuery>): number => result.count ?? result.records.length;
const fromMap = (binds: ApexMap) => (path: readonly string[]): ApexValue => {
  for (const [key, value] of binds.entries()) if ((key as string).toLowerCase() === path.join('.').toLowerCase()) return value;
  return fail('System.QueryException', `Key '${path.join('.')}' does not exist in the bindMap`);
};

/** A savepoint's number in its session. */
class SavepointValue extends ApexObject {
  readonly id: number;
  constructor(id: number) {
    super();
    this.id = id;
  }
}
typed(SavepointValue, 'System.Savepoint');

/** What a batch job's start method returns: a query, read when it is iterated. */
export class QueryLocator extends ApexObject {
  readonly query: string;
  readonly records: ApexList;
  constructor(query: string, records: ApexList) {
    super();
    this.query = query;
    this.records = records;
  }
  iterate(): { next(): ApexValue | undefined } {
    let at = 0;
    return { next: () => (at < this.records.size ? this.records.items[at++] : undefined) };
  }
}
typed(QueryLocator, 'Database.QueryLocator');

defineLibraryClass({ name: 'Database.QueryLocator', supertypes: ['System.Iterable'], members: {
  'String getQuery()': (self: QueryLocator) => self.query,
  'Database.QueryLocatorIterator iterator()': (self: QueryLocator) => new ApexIterator(self.iterate()),
} });
defineLibraryClass({ name: 'Database.QueryLocatorIterator', supertypes: ['System.Iterator'], members: {
  'Boolean hasNext()': (self: ApexIterator) => self.hasNext,
  'SObject next()': (self: ApexIterator) => self.take(),
} });

Object.assign(members, {
  'static List<SObject> query(String query)': (text: string) => listOfRecords(text, 'system', frameBinds),
  'static List<SObject> query(String query, System.AccessLevel accessLevel)': (text: string, level: ApexValue) => listOfRecords(text, accessOf(level), frameBinds),
  'static List<SObject> queryWithBinds(String query, Map<String,Object> binds, System.AccessLevel accessLevel)': (text: string, binds: ApexMap, level: ApexValue) => listOfRecords(text, accessOf(level), fromMap(binds)),
  // No member of the platform: what its compiler makes of a dynamic query where one record is wanted.
  'static SObject onlyRow(List<SObject> rows)': (rows: ApexList) => onlyRow(rows.items),
  'static Integer countQuery(String query)': (text: string) => countOf(dynamicQuery(text, 'system', frameBinds)),
  'static Integer countQuery(String query, System.AccessLevel accessLevel)': (text: string, level: ApexValue) => countOf(dynamicQuery(text, accessOf(level), frameBinds)),
  'static Integer countQueryWithBinds(String query, Map<String,Object> binds, System.AccessLevel accessLevel)': (text: string, binds: ApexMap, level: ApexValue) => countOf(dynamicQuery(text, accessOf(level), fromMap(binds))),
  'static Database.QueryLocator getQueryLocator(List<SObject> records)': (records: ApexList) => new QueryLocator('', records),
  'static Database.QueryLocator getQueryLocator(List<SObject> records, System.AccessLevel accessLevel)': (records: ApexList) => new QueryLocator('', records),
  'static Database.QueryLocator getQueryLocator(String query)': (text: string) => new QueryLocator(text, listOfRecords(text, 'system', frameBinds)),
  'static Database.QueryLocator getQueryLocator(String query, System.AccessLevel accessLevel)': (text: string, level: ApexValue) => new QueryLocator(text, listOfRecords(text, accessOf(level), frameBinds)),
  'static Database.QueryLocator getQueryLocatorWithBinds(String query, Map<String,Object> binds, System.AccessLevel accessLevel)': (text: string, binds: ApexMap, level: ApexValue) => new QueryLocator(text, listOfRecords(text, accessOf(level), fromMap(binds))),
  'static System.Savepoint setSavepoint()': () => {
    current().limits.charge('savepoints', 1);
    return new SavepointValue(current().data.setSavepoint());
  },
  'static void rollback(System.Savepoint savepoint)': (savepoint: SavepointValue | null) => {
    if (!savepoint) failNull();
    current().limits.charge('savepointRollbacks', 1);
    asApex(() => current().data.rollback(savepoint.id));
  },
  'static void releaseSavepoint(System.Savepoint savepoint)': (savepoint: SavepointValue | null) => {
    if (!savepoint) failNull();
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
  members: { 'System.AccessLevel withPermissionSetId(String permissionSetId)': () => notSupported('System.AccessLevel.withPermissionSetId(String)') },
  fields: { USER_MODE: { get: () => LEVEL.USER }, SYSTEM_MODE: { get: () => LEVEL.SYSTEM } },
});

