import type { BoundExpression } from '../semantics/bound.ts';

/**
 * Whether a `?.` further left may end the evaluation of a whole chain: in `a?.b().c`, c isn't read where a is null.
 * Source: Apex Developer Guide, Safe Navigation Operator.
 */
export function isChained(node: BoundExpression): boolean {
  switch (node.kind) {
    case 'field': case 'getter': case 'sobjectField': case 'call': case 'libraryCall': case 'libraryField':
      return node.receiver !== null && (node.isSafe || isChained(node.receiver));
    case 'index': return isChained(node.receiver);
    default: return false;
  }
}
