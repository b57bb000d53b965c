/** The `catch` clauses of a bound unit, for `UnitDebugInfo.catches`. Offsets tell methods apart: no `try` spans two. */
import type { BoundStatement, BoundUnit } from '../semantics/bound.ts';
import { typeName } from '../semantics/types.ts';
import type { CatchInfo } from '../../debugger/contract.ts';

export function catchesOf(unit: BoundUnit): readonly CatchInfo[] {
  const found: CatchInfo[] = [];
  for (const type of unit.types) {
    collect(type.staticInitializer, found);
    collect(type.instanceInitializer, found);
    for (const method of type.methods) collect(method.body ?? [], found);
  }
  collect(unit.trigger?.body ?? [], found);
  collect(unit.anonymous?.body ?? [], found);
  return found;
}

function collect(statements: readonly BoundStatement[], found: CatchInfo[]): void {
  for (const statement of statements) {
    if (statement.kind === 'try') {
      const range = rangeOf(statement.block);
      if (range) for (const clause of statement.catches) found.push({ ...range, typeName: typeName(clause.type) });
    }
    collect(partsOf(statement), found);
  }
}

function partsOf(statement: BoundStatement): readonly BoundStatement[] {
  switch (statement.kind) {
    case 'block': return statement.statements;
    case 'if': return statement.alternate ? [statement.consequent, statement.alternate] : [statement.consequent];
    case 'while': case 'doWhile': case 'forEach': case 'runAs': return [statement.body];
    case 'for': return [...statement.initializer, statement.body];
    case 'try': return [statement.block, ...statement.catches.map(clause => clause.body), ...(statement.finallyBlock ? [statement.finallyBlock] : [])];
    case 'switch': return [...statement.cases.map(each => each.body), ...(statement.otherwise ? [statement.otherwise] : [])];
    default: return [];
  }
}

/** A block may have no range of its own: then from its first statement to its last. */
function rangeOf(statement: BoundStatement): { start: number; end: number } | null {
  if (statement.range) return { start: statement.range.start, end: statement.range.end };
  const ranges = partsOf(statement).map(rangeOf).filter(range => range !== null);
  return ranges.length === 0 ? null : { start: Math.min(...ranges.map(range => range.start)), end: Math.max(...ranges.map(range => range.end)) };
}
