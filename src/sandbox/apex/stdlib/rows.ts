import { asApex, parsedQuery } from '../runtime/data-access.ts';
import type { ApexValue } from '../runtime/contract.ts';
import type { SObjectRecord } from '../runtime/sobject.ts';
import { current } from '../runtime/transaction.ts';

/** Rows that a library class needs for its own work: all of them, and no limit is charged. */
export function rowsOf(soql: string, ...binds: ApexValue[]): readonly SObjectRecord[] {
  return asApex(() => current().data.query(parsedQuery(soql), binds, { accessLevel: 'system', callerNamespace: null, enforceSharing: false })).records;
}

/** Some fields of the record of an id; null: there is none. Names that aren't fields are left out. */
export function recordOf(id: string, fieldNames: Iterable<string>): SObjectRecord | null {
  const { schema } = current();
  const object = schema.objectByKeyPrefix(id.slice(0, 3));
  if (!object) return null;
  const names = [...new Set([...fieldNames].map((name) => schema.field(object, name)?.name).filter((name) => name !== undefined && name !== 'Id'))];
  return rowsOf(`SELECT ${['Id', ...names].join(', ')} FROM ${object.name} WHERE Id = :id`, id)[0] ?? null;
}
