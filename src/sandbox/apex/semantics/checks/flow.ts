import type { Block, Statement } from '../../syntax/ast.ts';
import type { Body } from '../body.ts';

/** Reports statements that nothing can reach; says whether control can reach the end of the block. */
export function checkFlow(b: Body, block: Block): boolean {
  return completesList(b, block.statements);
}

/** One report for each block: what follows an unreachable statement is unreachable too. */
function completesList(b: Body, statements: readonly Statement[]): boolean {
  let reachable = true;
  let reported = false;
  for (const statement of statements) {
    if (!reachable && !reported) {
      b.error(statement, 'Unreachable statement');
      reported = true;
    }
    if (!completes(b, statement)) reachable = false;
  }
  return reachable;
}

/** Whether control can leave a statement at its end. What follows a loop, `try`, `switch` or `runAs` is always taken to be reachable. */
function completes(b: Body, node: Statement): boolean {
  switch (node.kind) {
    case 'ReturnStatement': case 'ThrowStatement': case 'BreakStatement': case 'ContinueStatement': return false;
    case 'Block': return completesList(b, node.statements);
    case 'IfStatement': {
      const consequent = completes(b, node.consequent);
      const alternate = node.alternate ? completes(b, node.alternate) : true;
      return consequent || alternate;
    }
    case 'WhileStatement': case 'ForStatement': case 'ForEachStatement': case 'DoWhileStatement':
      completes(b, node.body);
      return true;
    case 'TryStatement': {
      for (const block of [node.block, ...node.catches.map((clause) => clause.body), ...(node.finallyBlock ? [node.finallyBlock] : [])]) completesList(b, block.statements);
      return true;
    }
    case 'SwitchStatement':
      for (const clause of node.cases) completesList(b, clause.body.statements);
      return true;
    case 'RunAsStatement':
      completesList(b, node.body.statements);
      return true;
    default: return true;
  }
}

/**
 * Whether each way through the statements ends in a return or throw, or in a loop that nothing but a jump ends. More is
 * taken to exit here than `completes` knows, so that neither check refuses what the platform may accept.
 */
export function exits(statements: readonly Statement[]): boolean {
  return statements.some(exitsAlways);
}

function exitsAlways(node: Statement): boolean {
  switch (node.kind) {
    case 'ReturnStatement': case 'ThrowStatement': return true;
    case 'Block': return exits(node.statements);
    case 'IfStatement': return node.alternate !== null && exitsAlways(node.consequent) && exitsAlways(node.alternate);
    case 'WhileStatement': case 'DoWhileStatement': return isTrue(node.condition) || (node.kind === 'DoWhileStatement' && exitsAlways(node.body));
    case 'ForStatement': return node.condition === null || isTrue(node.condition);
    case 'TryStatement': return (node.finallyBlock !== null && exits(node.finallyBlock.statements)) || (exits(node.block.statements) && node.catches.every((clause) => exits(clause.body.statements)));
    case 'SwitchStatement': return node.cases.some((clause) => clause.kind === 'WhenElse') && node.cases.every((clause) => exits(clause.body.statements));
    case 'RunAsStatement': return exits(node.body.statements);
    default: return false;
  }
}

function isTrue(node: { readonly kind: string }): boolean {
  return node.kind === 'Literal' && (node as { literal?: { type: string; value?: unknown } }).literal?.value === true;
}
