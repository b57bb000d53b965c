/** Which rows of a private object a user sees: own ones and those shared by a share row. */
import type { SessionUser } from './session.ts';
import type { Scope } from './soql/scope.ts';

export function sharingCondition(scope: Scope, user: SessionUser): string | null {
  const { object, byField } = scope.layout;
  const owner = byField.get('ownerid');
  if (user.seesAllData || object.sharingModel !== 'Private' || owner === undefined) return null;
  const { parameters, schema } = scope.environment;
  const own = `${scope.alias}.${owner.sql} = ${parameters.add((context) => context.userId)}`;
  const share = schema.object(object.name.endsWith('__c') ? `${object.name.slice(0, -1)}Share` : `${object.name}Share`);
  if (share === undefined) return `(${own})`;
  const layout = scope.environment.layoutOf(share);
  const parent = layout.byField.get(object.name.endsWith('__c') ? 'parentid' : `${object.name.toLowerCase()}id`);
  const grantee = layout.byField.get('userorgroupid');
  const { hasBase, hasDelta } = scope.environment.sourcesOf(layout);
  if (parent === undefined || grantee === undefined) return `(${own})`;
  const condition = (): string => `${grantee.sql} = ${parameters.add((context) => context.userId)}`;
  const parts: string[] = [own];
  if (hasBase) parts.push(`${scope.alias}."Id" IN (SELECT ${parent.sql} FROM ${layout.baseTable} WHERE ${condition()}${hasDelta ? ` AND "Id" NOT IN (SELECT "Id" FROM temp.${layout.ghostName})` : ''})`);
  if (hasDelta) parts.push(`${scope.alias}."Id" IN (SELECT ${parent.sql} FROM temp.${layout.deltaName} WHERE ${condition()})`);
  return `(${parts.join(' OR ')})`;
}
