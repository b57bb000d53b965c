/** Texts of `System.QueryException` as the platform words them. */
import { DataError } from '../contract.ts';

export function queryError(message: string): DataError {
  return new DataError('System.QueryException', message);
}

const REFERENCE = 'Please reference your WSDL or the describe call for the appropriate names.';

export function noSuchColumn(name: string, entity: string): DataError {
  return queryError(`No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${REFERENCE}`);
}
export function noSuchObject(name: string): DataError {
  return queryError(`sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${REFERENCE}`);
}
export function noSuchRelationship(name: string): DataError {
  return queryError(`Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE}`);
}
export function noSuchChildRelationship(name: string): DataError {
  return queryError(`Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${REFERENCE}`);
}
export function notSupported(what: string): DataError {
  return new DataError('System.UnsupportedOperationException', `NotSupported: ${what}`);
}
