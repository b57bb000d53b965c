import type { BoundExpression, BoundStatement } from '../semantics/bound.ts';
import type { LocalSymbol } from '../semantics/types.ts';
import { isChained } from './safe-chains.ts';
import { walk } from './walk.ts';

/**
 * Locals that can never be null: every assignment to them is of a value that can't be. Their reads need no check. Found by
 * removing candidates until nothing changes.
 */
export function neverNullLocals(body: readonly BoundStatement[], locals: readonly LocalSymbol[]): ReadonlySet<number> {
  const assigned = new Map<number, BoundExpression[]>();
  const nullable = new Set<number>(locals.filter((local) => local.isParameter).map((local) => local.index));
  const note = (local: LocalSymbol, value: BoundExpression | null): void => {
    if (!value) nullable.add(local.index);
    else assigned.set(local.index, [...(assigned.get(local.index) ?? []), value]);
  };
  walk(body, (node) => {
    switch (node.kind) {
      case 'local':
        if ('initializer' in node) note(node.local as LocalSymbol, node.initializer as BoundExpression | null);
        break;
      case 'assign': {
        const target = node.target as { kind: string; local: LocalSymbol };
        if (target.kind === 'local') note(target.local, node.value as BoundExpression);
        break;
      }
      case 'forEach': nullable.add((node.local as LocalSymbol).index); break;
      default: break;
    }
    if ('pattern' in node && node.pattern) nullable.add((node.pattern as { local: LocalSymbol }).local.index);
  });
  const candidates = new Set(locals.map((local) => local.index).filter((index) => !nullable.has(index) && assigned.has(index)));
  for (let changed = true; changed; ) {
    changed = false;
    for (const index of candidates) {
      if (assigned.get(index)!.every((value) => isNeverNull(value, candidates))) continue;
      candidates.delete(index);
      changed = true;
    }
  }
  return candidates;
}

const NON_NULL_MEMBERS = new Set(['size', 'length', 'isempty', 'contains', 'containskey', 'startswith', 'endswith', 'equals', 'hashcode', 'ordinal', 'name', 'keyset', 'values', 'indexof']);

export function isNeverNull(node: BoundExpression, locals: ReadonlySet<number>): boolean {
  switch (node.kind) {
    case 'literal': return node.value !== null;
    case 'local': return locals.has(node.local.index);
    case 'this': case 'new': case 'libraryNew': case 'newSObject': case 'newElements': case 'newMap': case 'newCollection': case 'newSized':
    case 'instanceof': case 'typeLiteral': case 'sobjectTypeToken': case 'sobjectFieldToken': case 'enumConstant': return true;
    case 'binary': case 'unary': case 'compound': return true;
    case 'soql': return node.yields === 'list' || node.yields === 'count';
    case 'convert': return node.mode === 'implicit' && isNeverNull(node.operand, locals);
    case 'assign': return isNeverNull(node.value, locals);
    case 'ternary': return isNeverNull(node.consequent, locals) && isNeverNull(node.alternate, locals);
    case 'logical': return node.operator === '??' ? isNeverNull(node.right, locals) : true;
    case 'libraryCall': return node.receiver !== null && !isChained(node) && node.receiver.type.kind !== 'class' && NON_NULL_MEMBERS.has(node.method.name.toLowerCase());
    default: return false;
  }
}
