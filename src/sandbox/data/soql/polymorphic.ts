/**
 * Fields of a parent that may be of several objects (`Owner`, `Who`, `What`): the few that all of them share, looked up
 * by the key prefix of the id.
 */
import type { StorageClass } from '../layout.ts';
import type { FieldSchema, ObjectSchema } from '../schema.ts';
import type { Environment } from './environment.ts';
import { noSuchColumn } from './errors.ts';
import type { SqlExpression } from './scope.ts';

/** Lower-case names and kinds of what every polymorphic parent offers. */
export const NAME_FIELDS: ReadonlyMap<string, { readonly name: string; readonly storage: StorageClass }> = new Map(
  ([
    ['Id', 'id'], ['Name', 'text'], ['Type', 'text'], ['FirstName', 'text'], ['LastName', 'text'], ['MiddleName', 'text'], ['Suffix', 'text'],
    ['Title', 'text'], ['Email', 'text'], ['Phone', 'text'], ['Username', 'text'], ['Alias', 'text'], ['IsActive', 'boolean'],
    ['ProfileId', 'id'], ['UserRoleId', 'id'], ['LastReferencedDate', 'datetime'], ['LastViewedDate', 'datetime'],
  ] as const).map(([name, storage]) => [name.toLowerCase(), { name, storage }]),
);

/** The objects a polymorphic lookup may point at. */
export function targetsOf(environment: Environment, lookup: FieldSchema): ObjectSchema[] {
  const { schema } = environment;
  if (lookup.referenceTo.length === 0 || lookup.referenceTo.includes('Name') || lookup.referenceTo.includes('SObject')) {
    return [...schema.objects()].filter((object) => object.keyPrefix !== null);
  }
  return lookup.referenceTo.map((name) => schema.object(name)).filter((object) => object !== undefined);
}

export function polymorphicValue(environment: Environment, id: string, lookup: FieldSchema, asWritten: string): SqlExpression {
  const wanted = NAME_FIELDS.get(asWritten.toLowerCase());
  if (wanted === undefined) throw noSuchColumn(asWritten, 'Name');
  const result = (sql: string, key: string): SqlExpression => ({ sql, key, storage: wanted.storage, scale: 0, field: null });
  if (wanted.name === 'Id') return result(id, id);
  // Groups that own records are queues.
  if (wanted.name === 'Type' && lookup.name === 'OwnerId') {
    const type = `CASE substr(${id}, 1, 3) WHEN '00G' THEN 'Queue' ELSE sf_object_name(${id}) END`;
    return result(type, `lower(${type})`);
  }
  if (wanted.name === 'Type') return result(`sf_object_name(${id})`, `lower(sf_object_name(${id}))`);
  const values: string[] = [];
  const keys: string[] = [];
  for (const object of targetsOf(environment, lookup)) {
    const layout = environment.layoutOf(object);
    const { hasBase, hasDelta } = environment.sourcesOf(layout);
    const nameField = wanted.name === 'Name' ? [...object.fields.values()].find((field) => field.isNameField)?.name : undefined;
    const column = layout.byField.get((nameField ?? wanted.name).toLowerCase());
    if ((!hasBase && !hasDelta) || column === undefined) continue;
    const read = (name: string): string => {
      const parts: string[] = [];
      if (hasDelta) parts.push(`(SELECT ${name} FROM temp.${layout.deltaName} WHERE "Id" = ${id})`);
      if (hasBase) parts.push(`(SELECT ${name} FROM ${layout.baseTable} WHERE "Id" = ${id}${hasDelta ? ` AND "Id" NOT IN (SELECT "Id" FROM temp.${layout.ghostName})` : ''})`);
      return parts.length === 1 ? parts[0]! : `coalesce(${parts.join(', ')})`;
    };
    values.push(`WHEN '${object.keyPrefix}' THEN ${read(column.sql)}`);
    keys.push(`WHEN '${object.keyPrefix}' THEN ${read(column.key ?? column.sql)}`);
  }
  if (values.length === 0) return result('NULL', 'NULL');
  return result(`CASE substr(${id}, 1, 3) ${values.join(' ')} END`, `CASE substr(${id}, 1, 3) ${keys.join(' ')} END`);
}
