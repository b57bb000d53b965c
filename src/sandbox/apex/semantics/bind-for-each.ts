import type { ForEachStatement } from '../syntax/ast.ts';
import { bindExpression } from './bind-expressions.ts';
import { bindLoopBody } from './bind-statements.ts';
import type { BoundExpression, BoundStatement } from './bound.ts';
import type { Body } from './body.ts';
import { isAssignable, viewAs } from './conversions.ts';
import { listOf, sameType, T } from './type-tools.ts';
import { bindType } from './type-references.ts';
import { typeName, type ApexType } from './types.ts';

type ForEach = Extract<BoundStatement, { kind: 'forEach' }>;

/** `for (T x : source)` over a collection, an Iterable or a query. */
export function bindForEach(b: Body, node: ForEachStatement): BoundStatement {
  return b.inScope(node.end, () => {
    const type = bindType(b, node.type);
    const source = bindExpression(b, node.source);
    const { iteration, element } = iterated(b, node, source, type);
    // Records are narrowed as the elements of a list are.
    if (iteration === 'soqlRecord' || iteration === 'soqlChunk') checkQueryLoop(b, node, type, element);
    else if (!isAssignable(listOf(element), listOf(type))) b.error(node.name, `Invalid loop variable type expected ${typeName(element)} was ${typeName(type)}`);
    const local = b.declare(node.name.name, type, node.name);
    const body = bindLoopBody(b, node.body);
    return { kind: 'forEach', local, source, iteration, elementConversion: sameType(element, type) ? null : { from: element }, body, range: { start: node.start, end: node.source.end } };
  });
}

function iterated(b: Body, node: ForEachStatement, source: BoundExpression, type: ApexType): { iteration: ForEach['iteration']; element: ApexType } {
  if (source.kind === 'soql' && source.type.kind === 'list') return type.kind === 'list' ? { iteration: 'soqlChunk', element: source.type } : { iteration: 'soqlRecord', element: source.type.element };
  if (source.type.kind === 'list' || source.type.kind === 'set') return { iteration: source.type.kind, element: source.type.element };
  const iterable = source.type.kind === 'class' ? viewAs(source.type, b.program.catalogue.find('System.Iterable')!) : null;
  if (iterable) return { iteration: 'iterable', element: iterable.typeArguments[0] ?? T.Object };
  if (source.type.kind !== 'error') b.error(node.source, `Loop must iterate over collection: ${typeName(source.type)}`);
  return { iteration: 'iterable', element: T.error };
}

/** A query's loop takes records, or lists of them, of the queried kind or of any. */
function checkQueryLoop(b: Body, node: ForEachStatement, type: ApexType, queried: ApexType): void {
  if (node.body.kind === 'EmptyStatement') b.error(node, 'Loop with query must provide a statement');
  if (type.kind === 'error') return;
  const variable = type.kind === 'list' ? type.element : type;
  const record = queried.kind === 'list' ? queried.element : queried;
  if (variable.kind !== 'sobject') b.error(node.name, 'Loop variable must be a generic SObject or List or a concrete SObject or List.');
  else if (variable.name !== 'SObject' && !sameType(variable, record)) b.error(node.name, `Loop variable must be a generic SObject or List or a concrete SObject or List of: ${typeName(record)}`);
}
