/** Texts of `System.QueryException` as the platform words them. */
import { DataError } from '../contract.ts';
import type { FieldSchema, ObjectSchema } from '../schema.ts';

export function queryError(message: string): DataError {
  return new DataError('System.QueryException', message);
}

/** An error whose text shows the place in the query. */
function placed(message: string): DataError {
  const error = queryError(message);
  error.at = -1;
  return error;
}

/** Gives errors that lack it the place of the part of the query that is being compiled. */
export function placedAt<R>(part: { readonly start: number }, compile: () => R): R {
  try {
    return compile();
  } catch (error) {
    if (error instanceof DataError && error.at === -1) error.at = part.start;
    throw error;
  }
}

const REFERENCE = 'Please reference your WSDL or the describe call for the appropriate names.';

/** The field doesn't exist, or the user may not see it: that has no place. */
export function noSuchColumn(name: string, entity: string, isHidden = false): DataError {
  return (isHidden ? queryError : placed)(`No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${REFERENCE}`);
}
/** User mode: the text names the first field, the exception knows all of them. */
export interface RefusedField { readonly object: ObjectSchema; /** null: the object itself. */ readonly field: FieldSchema | null; readonly asWritten: string }

export function inaccessible(fields: readonly RefusedField[]): DataError {
  const byObject = new Map<string, Set<string>>();
  for (const { object, field } of fields) {
    const names = byObject.get(object.name) ?? new Set();
    byObject.set(object.name, field === null ? names : names.add(field.name));
  }
  const [first] = fields;
  const { message } = first!.field === null ? noSuchObject(first!.asWritten, true) : noSuchColumn(first!.asWritten, first!.object.name, true);
  return new DataError('System.QueryException', message, byObject);
}
export function noSuchObject(name: string, isHidden = false): DataError {
  return (isHidden ? queryError : placed)(`sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${REFERENCE}`);
}
export function noSuchRelationship(name: string, isHidden = false): DataError {
  return (isHidden ? queryError : placed)(`Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE}`);
}
export function noSuchChildRelationship(name: string): DataError {
  return placed(`Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE}`);
}
export function notSupported(what: string): DataError {
  return new DataError('System.UnsupportedOperationException', `NotSupported: ${what}`);
}
