/** `WITH SECURITY_ENFORCED`: only what SELECT and FROM name is looked at. Source: Apex Developer Guide, Filter SOQL Queries Using WITH SECURITY_ENFORCED. */
import type { SoqlQuery } from '../../apex/syntax/ast.ts';
import { walk } from '../../apex/syntax/walk.ts';
import type { ObjectSchema, Schema } from '../schema.ts';
import type { AccessRights } from './environment.ts';
import { queryError } from './errors.ts';

export function checkSelected(schema: Schema, access: AccessRights, query: SoqlQuery, object: ObjectSchema, namespace: string | null): void {
  const refuse = (): never => { throw queryError('Insufficient permissions: secure query included inaccessible field'); };
  if (!access.canReadObject(object)) refuse();
  for (const item of query.select) {
    // Inner queries are compiled by themselves.
    walk(item, (node) => {
      if (node.kind === 'SoqlQuery') return false;
      if (node.kind !== 'SoqlFieldName') return true;
      let at: ObjectSchema | undefined = object;
      const path = (node as unknown as { path: readonly { name: string }[] }).path.map((part) => part.name);
      for (const [i, name] of path.entries()) {
        if (at === undefined) return false;
        const isLast = i === path.length - 1;
        const field = isLast ? schema.field(at, name, namespace) : schema.parentRelationship(at, name, namespace);
        if (field !== undefined && !access.canReadField(at, field)) refuse();
        if (!isLast && field !== undefined) at = schema.object(field.referenceTo[0] ?? '');
      }
      return false;
    });
  }
}
