import type { Body } from './body.ts';
import type { Access, AnnotationInfo, ApexType, FieldSymbol, MethodSymbol, TypeSymbol } from './types.ts';

/**
 * Whether code may name a member or type of an owner (Apex Developer Guide: Access Modifiers; Namespaces and Invoking
 * Methods; NamespaceAccessible Annotation). The innermost rule counts: private means the file, public the package, and the
 * namespace's other packages if it is @NamespaceAccessible, global everyone. Tests see what is @TestVisible; a debugger sees
 * everything.
 */
export function isVisible(b: Body, owner: TypeSymbol, access: Access, annotations: readonly AnnotationInfo[]): boolean {
  if (owner.isLibrary || b.isEvaluation) return true;
  if (owner.source === b.unit.source) return true;
  if (access === 'global') return true;
  if (owner.namespace !== b.namespace) return false;
  if (owner.source?.package !== b.unit.source.package && !annotations.some((annotation) => annotation.name === 'namespaceaccessible')) return false;
  if (access === 'public') return true;
  if (annotations.some((annotation) => annotation.name === 'testvisible') && isTestCode(b)) return true;
  return access === 'protected' && inherits(b.owner, owner);
}

/** An inner type is seen where its outer type is, too. */
export function isTypeVisible(b: Body, type: TypeSymbol): boolean {
  // A private class of its own file is a test class, which other tests may use.
  const access = type.access === 'private' && !type.outer ? 'public' : type.access;
  return isVisible(b, type, access, type.annotations) && (!type.outer || isTypeVisible(b, type.outer));
}

/** Members of an interface are seen where the interface is. */
export function isMemberVisible(b: Body, member: FieldSymbol | MethodSymbol): boolean {
  return member.owner.kind === 'interface' || isVisible(b, member.owner, member.access, member.annotations);
}

/** The part of a type that may not be named here. */
export function hiddenType(b: Body, type: ApexType): ApexType | null {
  switch (type.kind) {
    case 'list': case 'set': return hiddenType(b, type.element);
    case 'map': return hiddenType(b, type.key) ?? hiddenType(b, type.value);
    case 'class': return isTypeVisible(b, type.symbol) ? null : type;
    default: return null;
  }
}

function isTestCode(b: Body): boolean {
  for (let type = b.owner; type; type = type.outer) if (type.isTest) return true;
  return false;
}

/** Whether a class, or one around it, has an owner among its superclasses. */
function inherits(from: TypeSymbol | null, owner: TypeSymbol): boolean {
  for (let type = from; type; type = type.outer) {
    const seen = new Set<TypeSymbol>();
    for (let symbol: TypeSymbol | null = type; symbol && !seen.has(symbol); symbol = symbol.superclass?.kind === 'class' ? symbol.superclass.symbol : null) {
      if (symbol === owner) return true;
      seen.add(symbol);
    }
  }
  return false;
}
