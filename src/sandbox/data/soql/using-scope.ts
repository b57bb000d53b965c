/** `USING SCOPE`: which part of the rows a query looks at. */
import { notSupported } from './errors.ts';
import type { Scope } from './scope.ts';

export function checkScope(name: string): void {
  if (!['everything', 'mine'].includes(name.toLowerCase())) throw notSupported(`USING SCOPE ${name}`);
}

/** `mine`: rows that the user owns; `everything`: no restriction. */
export function ownRows(scope: Scope, name: string): string | null {
  const owner = scope.layout.byField.get('ownerid');
  if (name.toLowerCase() === 'everything' || owner === undefined) return null;
  return `${scope.alias}.${owner.sql} = ${scope.environment.parameters.add((context) => context.userId)}`;
}
