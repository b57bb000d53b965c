import type { FieldSchema } from '../../data/schema.ts';
import type { Node, SoqlBind, SoqlExpression, SoqlQuery, SoslExpression } from '../syntax/ast.ts';
import { collectBinds } from '../syntax/walk.ts';
import { bindExpression } from './bind-expressions.ts';
import type { BoundExpression } from './bound.ts';
import { rangeOf, type Body } from './body.ts';
import { convertNode } from './bind-expressions.ts';
import { checkQuery } from './checks/queries.ts';
import { typeOfField } from './sobject-types.ts';
import { listOf, T } from './type-tools.ts';
import { typeName } from './types.ts';

/** An inline query. It yields a list unless its context wants one record (see `convertTo`), or it is a COUNT(). */
export function bindSoql(b: Body, node: SoqlExpression): BoundExpression {
  const { query } = node;
  const isCount = query.select.length === 1 && query.select[0]!.kind === 'SoqlFunction' && query.select[0]!.call.name.name.toLowerCase() === 'count' && query.select[0]!.call.arguments.length === 0;
  const object = b.program.schema.object(query.from.name.path.map((part) => part.name).join('.'), b.namespace);
  if (!object) {
    return b.error(node, `Invalid type: Schema.${query.from.name.path.map((part) => part.name).join('.')}`);
  }
  const isAggregate = query.groupBy !== null || query.select.some((item) => item.kind === 'SoqlFunction' && isAggregateFunction(item.call.name.name));
  const columns = checkQuery(b, node, object, isAggregate);
  const element = { kind: 'sobject', name: isAggregate ? 'AggregateResult' : object.name } as const;
  return {
    kind: 'soql', query, text: b.unit.source.text.slice(node.start + 1, node.end - 1), binds: bindsOf(b, query, columns), yields: isCount ? 'count' : 'list',
    accessLevel: accessLevel(b, query), type: isCount ? T.Integer : listOf(element), range: rangeOf(node),
  };
}

const AGGREGATES = new Set(['count', 'count_distinct', 'sum', 'avg', 'min', 'max', 'grouping']);
const isAggregateFunction = (name: string): boolean => AGGREGATES.has(name.toLowerCase());

function accessLevel(b: Body, query: SoqlQuery): 'user' | 'system' {
  if (query.with?.name === 'USER_MODE') return 'user';
  if (query.with?.name === 'SYSTEM_MODE') return 'system';
  return b.defaultAccess;
}

export function bindSosl(b: Body, node: SoslExpression): BoundExpression {
  return {
    kind: 'sosl', query: node.query, text: b.unit.source.text.slice(node.start + 1, node.end - 1), binds: bindsOf(b, node.query),
    accessLevel: b.defaultAccess, type: listOf(listOf(T.SObject)), range: rangeOf(node),
  };
}

/** Bind expressions in textual order; values travel boxed. */
function bindsOf(b: Body, tree: Node, columns: ReadonlyMap<SoqlBind, FieldSchema> = new Map()): BoundExpression[] {
  return collectBinds(tree).map((bind) => {
    const value = bindExpression(b, bind.expression);
    if (value.type.kind === 'error') return value;
    const column = columns.get(bind);
    // An object of a user's class has no value that a column could hold.
    if (column && value.type.kind === 'class' && !value.type.symbol.isLibrary && value.type.symbol.kind !== 'enum') {
      return b.error(bind.expression, `Invalid bind expression type of APEX_OBJECT for column of type ${typeName(typeOfField(column))}`);
    }
    return convertNode(value, T.Object);
  });
}
