/**
 * The statements of a unit's methods, constructors, accessors and initialisers. They are most of its tree and wanted only
 * while the unit itself is bound, so they can be let go of and read again from the text; the declarations stay the same nodes.
 */
import type { Block, CompilationUnit, Member, Statement } from './ast.ts';
import { parseCompilationUnit } from './parser.ts';

const NONE: readonly Statement[] = [];

export function releaseBodies(tree: CompilationUnit): void {
  for (const block of blocksOf(tree)) setStatements(block, NONE);
}

/** `text`: what the tree was read from. */
export function restoreBodies(tree: CompilationUnit, text: string): void {
  const blocks = [...blocksOf(tree)];
  const again = [...blocksOf(parseCompilationUnit(text).tree)];
  if (again.length !== blocks.length) throw new Error('The text is not the one that the tree was read from.');
  blocks.forEach((block, i) => setStatements(block, again[i]!.statements));
}

/** Nobody else changes a tree. */
function setStatements(block: Block, statements: readonly Statement[]): void {
  (block as { statements: readonly Statement[] }).statements = statements;
}

function* blocksOf(node: CompilationUnit | Member): Generator<Block> {
  switch (node.kind) {
    case 'ClassDeclaration': case 'TriggerDeclaration':
      if (node.kind === 'TriggerDeclaration') yield node.body;
      for (const member of node.members) yield* blocksOf(member);
      break;
    case 'PropertyDeclaration':
      if (node.getter?.body) yield node.getter.body;
      if (node.setter?.body) yield node.setter.body;
      break;
    case 'MethodDeclaration': case 'ConstructorDeclaration': case 'InitializerBlock':
      if (node.body) yield node.body;
      break;
    default: break;
  }
}
