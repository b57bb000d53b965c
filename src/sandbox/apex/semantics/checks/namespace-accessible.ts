import type { Identifier, Modifier } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';
import type { TypeSymbol } from '../types.ts';
import type { Elements } from './modifiers.ts';

/** From this version on who may see a member is asked of the class around it, too. Source: Apex Developer Guide, Class Variables. */
const CHECKED_SINCE = 50;

/**
 * What is @NamespaceAccessible stands in a class that other packages of the namespace may name, and isn't called from outside
 * of Apex. `owner`: the class around the declaration. Source: Apex Developer Guide, NamespaceAccessible Annotation.
 */
export function checkNamespaceAccessible(b: Body, owner: TypeSymbol | null, modifiers: readonly Modifier[], elements: Elements, name: Identifier): void {
  const names = modifiers.flatMap((modifier) => (modifier.kind === 'Annotation' ? modifier.name.name.toLowerCase() : []));
  if (!names.includes('namespaceaccessible')) return;
  if (names.includes('auraenabled') && elements === 'methods') b.error(name, 'NamespaceAccessible methods cannot be AuraEnabled');
  if (!owner || owner.access === 'global' || b.unit.source.apiVersion < CHECKED_SINCE) return;
  if (!owner.annotations.some((annotation) => annotation.name === 'namespaceaccessible')) b.error(name, `Defining type for NamespaceAccessible ${elements} must be declared as global or NamespaceAccessible`);
}
