/**
 * `DataWeaveScriptResource.Name`: each DataWeave script of the org has a class of its own, which is a DataWeave.Script.
 * Source: Apex Developer Guide, Implementing DataWeave in Apex.
 */
import type { NewExpression } from '../syntax/ast.ts';
import { intrinsic } from './bind-calls.ts';
import type { BoundExpression } from './bound.ts';
import { rangeOf, type Body } from './body.ts';
import { scriptOfClass } from './script-names.ts';
import { T } from './type-tools.ts';
import type { ApexType } from './types.ts';

/** `new DataWeaveScriptResource.Name()`; null if another class is made. */
export function bindNewScript(b: Body, type: ApexType, node: NewExpression): BoundExpression | null {
  if (type.kind !== 'class' || type.symbol.qualifiedName !== 'DataWeave.Script') return null;
  const script = scriptOfClass(b.program.schema, node.type.names.map(({ identifier }) => identifier.name), b.namespace);
  if (!script) return null;
  const literal = (value: string): BoundExpression => ({ kind: 'literal', value, type: T.String, range: null });
  const method = intrinsic(b, 'DataWeave.Script', 'static dataweave.Script createScript(String namespace, String scriptName)', [T.String, T.String], type);
  return { kind: 'libraryCall', method, receiver: null, arguments: [literal(script.namespace ?? ''), literal(script.name)], isSafe: false, isSuper: false, type, range: rangeOf(node) };
}
