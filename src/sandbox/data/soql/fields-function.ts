/** `FIELDS(ALL)`, `FIELDS(STANDARD)`, `FIELDS(CUSTOM)`. */
import type { SoqlQuery } from '../../apex/syntax/ast.ts';
import type { FieldSchema, ObjectSchema } from '../schema.ts';
import type { Environment } from './environment.ts';
import { queryError } from './errors.ts';

export function expandFields(environment: Environment, object: ObjectSchema, group: string, query: SoqlQuery): FieldSchema[] {
  const which = group.toUpperCase();
  if (which !== 'ALL' && which !== 'STANDARD' && which !== 'CUSTOM') throw queryError(`unexpected token: '${group}'`);
  const isBounded = query.limit?.kind === 'SoqlNumber' ? Number(query.limit.text) <= 200 : query.limit !== null;
  if (which !== 'STANDARD' && !isBounded) throw queryError('The SOQL FIELDS function must have a LIMIT of at most 200');
  const { access } = environment;
  return [...object.fields.values()].filter((field) =>
    (which === 'ALL' || field.isCustom === (which === 'CUSTOM')) && (access === null || access.canReadField(object, field)));
}
