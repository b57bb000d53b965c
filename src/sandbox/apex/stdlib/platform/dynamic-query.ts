/** What all calls that take a query as text share: binds by name, the caller, the records. */
import { isAggregateQuery } from '../../../data/soql/aggregate.ts';
import type { QueryCursor } from '../../../data/contract.ts';
import type { ApexValue, LimitName } from '../../runtime/contract.ts';
import { asApex, bindValues, optionsOf, parsedQuery, runQuery, type Access } from '../../runtime/data-access.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean } from '../../runtime/library.ts';
import { libraryCaller } from '../../runtime/library-caller.ts';
import { ApexList } from '../../runtime/list.ts';
import type { ApexMap } from '../../runtime/map.ts';
import { listTypeOf, sobjectType } from '../../runtime/runtime-types.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { current } from '../../runtime/transaction.ts';
import type { Expression } from '../../syntax/ast.ts';
import { collectBinds } from '../../syntax/walk.ts';

/** Finds the value of a bind by its path. */
export type BindLookup = (path: readonly string[]) => ApexValue;

/** From this version on operations are in user mode unless they say otherwise. Source: Apex Developer Guide, Set an Access Mode for Database Operations. */
const USER_MODE_BY_DEFAULT = 67;

/** An access level, or what the calling class's version has without one. */
export function accessOf(level: ApexValue): Access {
  if (!(level instanceof ApexBean)) return libraryCaller().apiVersion >= USER_MODE_BY_DEFAULT ? 'user' : 'system';
  const permissionSetId = level.get('permissionSetId') as string | null;
  if (permissionSetId !== null) return { permissionSetId };
  return level.get('mode') === 'USER' ? 'user' : 'system';
}

export function pathOf(expression: Expression): string[] {
  if (expression.kind === 'NameExpression') return [expression.name.name];
  if (expression.kind === 'FieldAccess') return [...pathOf(expression.receiver), expression.name.name];
  if (expression.kind === 'ThisExpression') return [];
  return fail('System.QueryException', 'Only variable references are allowed in dynamic SOQL/SOSL.');
}

/** Values for the binds of a dynamic query, in their order. */
function valuesOfBinds(text: string, lookup: BindLookup): ApexValue[] {
  return collectBinds(parsedQuery(text)).map((bind) => lookup(pathOf(bind.expression)));
}

/** `rowsCountAs`: the limit that the rows are charged to; null: none. */
export function dynamicQuery(text: ApexValue, access: Access, lookup: BindLookup, rowsCountAs?: LimitName | null): ReturnType<typeof runQuery> {
  if (text === null) failNull();
  return runQuery(parsedQuery(text as string), valuesOfBinds(text as string, lookup), access, libraryCaller(), rowsCountAs);
}

export function dynamicCursor(text: ApexValue, access: Access, lookup: BindLookup): QueryCursor {
  if (text === null) failNull();
  const query = parsedQuery(text as string);
  const binds = bindValues(valuesOfBinds(text as string, lookup));
  current().limits.charge('queries', 1);
  return asApex(() => current().data.openCursor(query, binds, optionsOf(access, libraryCaller())), query);
}

/** The list's type is that of the records, or of the object that the query is from. */
export function typedList(text: string, records: readonly ApexValue[]): ApexList {
  const query = parsedQuery(text);
  const from = query.from.name.path.map((part) => part.name).join('.');
  const [first] = records;
  const object = isAggregateQuery(query) ? 'AggregateResult' : first instanceof SObjectRecord ? first.objectName : (current().schema.object(from, libraryCaller().namespace)?.name ?? 'SObject');
  return new ApexList(listTypeOf(sobjectType(object)), [...records]);
}

export function fromMap(binds: ApexMap): BindLookup {
  const byName = new Map<string, { name: string; value: ApexValue }>();
  for (const [key, value] of binds.entries()) {
    const name = key as string;
    const known = byName.get(name.toLowerCase());
    if (known !== undefined) fail('System.QueryException', `The bindMap consists of duplicate case-insensitive keys: [${known.name}, ${name}]`);
    byName.set(name.toLowerCase(), { name, value });
  }
  return (path) => byName.get(path.join('.').toLowerCase())?.value ?? (byName.has(path.join('.').toLowerCase()) ? null : fail('System.QueryException', `Key '${path.join('.')}' does not exist in the bindMap`));
}
