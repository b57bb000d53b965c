/** Results of DML on single rows. Source: Apex Reference, SaveResult, UpsertResult, DeleteResult, UndeleteResult, Error Classes. */
import type { DuplicateFinding } from '../../../data/automation/duplicate-rules.ts';
import type { DmlRowResult } from '../../../data/contract.ts';
import type { ApexBean } from '../../runtime/library.ts';
import { defineJsonForm, defineLibraryClass, enumConstant, listOf, typed } from '../../runtime/library.ts';
import type { ApexList } from '../../runtime/list.ts';
import { ApexMap } from '../../runtime/map.ts';
import { ApexObject } from '../../runtime/object.ts';
import { typeOf } from '../../runtime/runtime-types.ts';
import { textOf } from '../../runtime/text.ts';

export type Operation = 'insert' | 'update' | 'upsert' | 'delete' | 'undelete';
export const RESULT: Readonly<Record<Operation, string>> = { insert: 'Database.SaveResult', update: 'Database.SaveResult', upsert: 'Database.UpsertResult', delete: 'Database.DeleteResult', undelete: 'Database.UndeleteResult' };

/** The outcome of one row, with the platform's text form. */
export class RowResult extends ApexObject {
  readonly row: DmlRowResult;
  constructor(typeName: string, row: DmlRowResult) {
    super();
    this.row = row;
    Object.defineProperty(this, '$type', { value: typeOf(typeName) });
  }
  errors(): ApexList {
    return listOf('Database.Error', this.row.errors.map((error) => (error.duplicates === undefined ? new RowError(error) : new DuplicateRowError(error, error.duplicates))));
  }
  toApexText(): string {
    return `${this.$type.name}[getErrors=${textOf(this.errors())};getId=${this.row.id ?? 'null'};${this.$type.name === 'Database.UpsertResult' ? `isCreated=${this.row.isCreated};` : ''}isSuccess=${this.row.isSuccess};]`;
  }
}

export class RowError extends ApexObject {
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

/** Of a row that a duplicate rule has refused. */
export class DuplicateRowError extends RowError {
  readonly finding: DuplicateFinding;
  constructor(error: RowError['error'], finding: DuplicateFinding) {
    super(error);
    this.finding = finding;
  }
}
typed(DuplicateRowError, 'Database.DuplicateError');

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
