/**
 * Record types in DML: which one a new record gets, and whether a record may have the one it is given.
 * Sources: Salesforce Help, How Is Record Type Access Specified?; Object Reference, RecordType.
 */
import { recordTypeOf } from '../record-types.ts';
import type { ObjectSchema, RecordType } from '../schema.ts';
import type { UserRecordTypes } from '../security/user-rights.ts';
import { rowErrors } from './errors.ts';
import type { DmlHost, Work } from './host.ts';

const NONE: UserRecordTypes = { available: [], byDefault: null };

/** What a user may give new records of an object. */
export function userRecordTypes(host: DmlHost, object: ObjectSchema): UserRecordTypes {
  return object.recordTypes.length === 0 ? NONE : host.security.of(host.userId).recordTypes(object);
}

/** Of the row as it stands. */
export function recordTypeOfRow({ layout, row }: Pick<Work, 'layout' | 'row'>): RecordType | null {
  const column = layout.byField.get('recordtypeid');
  return column === undefined ? null : recordTypeOf(layout.object, row[column.index]);
}

/** What a new record starts as: the type its code names, else the user's default one. null: the master record type. */
export function initialRecordType(host: DmlHost, { layout: { object }, record }: Pick<Work, 'layout' | 'record'>): RecordType | null {
  if (object.recordTypes.length === 0) return null;
  const named = record.fields.get('RecordTypeId') ?? null;
  return named === null ? userRecordTypes(host, object).byDefault : recordTypeOf(object, named);
}

/** A type that the statement gives a record has to be one of its object, in use, and the user's to give; Apex code is asked, too. */
export function checkRecordType(host: DmlHost, work: Work): void {
  const { layout, row, before } = work;
  const column = layout.byField.get('recordtypeid');
  const id = column === undefined ? null : (row[column.index] ?? null);
  if (column === undefined || typeof id !== 'string' || id === (before?.[column.index] ?? null)) return;
  const type = recordTypeOf(layout.object, id);
  if (type === null || !userRecordTypes(host, layout.object).available.includes(type)) work.errors.push(rowErrors.recordType(column.field, id));
}
