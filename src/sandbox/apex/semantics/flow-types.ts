/**
 * `Flow.Interview.Name`: each flow of the org has a type of its own, which is a Flow.Interview. A name that no flow has may be
 * written as a type, too, but nothing can be made of it. Source: Apex Reference, Interview Class.
 */
import type { NewExpression } from '../syntax/ast.ts';
import type { Schema } from '../../data/schema.ts';
import { intrinsic } from './bind-calls.ts';
import type { BoundExpression } from './bound.ts';
import { rangeOf, type Body } from './body.ts';
import { mapOf, T } from './type-tools.ts';
import type { ApexType } from './types.ts';

/** `new Flow.Interview.Name(inputs)`; null if another class is made. */
export function bindNewInterview(b: Body, type: ApexType, node: NewExpression, args: readonly BoundExpression[]): BoundExpression | null {
  if (type.kind !== 'class' || type.symbol.qualifiedName !== 'Flow.Interview' || args.length !== 1) return null;
  const names = node.type.names.map(({ identifier }) => identifier.name);
  const flow = flowOfType(b.program.schema, names, b.namespace);
  if (!flow) return b.error(node.type, `Invalid type: ${names.join('.')}`);
  const literal = (value: string | null): BoundExpression => ({ kind: 'literal', value, type: T.String, range: null });
  const method = intrinsic(b, 'Flow.Interview', 'static Flow.Interview createInterview(String namespace, String flowName, Map<String,Object> inputVariables)', [T.String, T.String, mapOf(T.String, T.Object)], type);
  return { kind: 'libraryCall', method, receiver: null, arguments: [literal(flow.namespace), literal(flow.name), args[0]!], isSafe: false, isSuper: false, type, range: rangeOf(node) };
}

/** The flow behind `Flow.Interview.[namespace.]Name`; null: that names none. */
function flowOfType(schema: Schema, [, , ...rest]: readonly string[], callerNamespace: string | null): { readonly namespace: string | null; readonly name: string } | null {
  if (rest.length < 1 || rest.length > 2) return null;
  const name = rest.at(-1)!;
  for (const namespace of rest.length === 2 ? [rest[0]!] : [callerNamespace, null]) {
    if (schema.flows.has((namespace === null ? name : `${namespace}.${name}`).toLowerCase())) return { namespace, name };
  }
  return null;
}
