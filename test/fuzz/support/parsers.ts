import type { Node, SyntaxError } from '../../../src/sandbox/apex/syntax/ast.ts';
import { parseAnonymous, parseCompilationUnit, parseExpression, parseSoql, parseSosl, parseStatements } from '../../../src/sandbox/apex/syntax/parser.ts';
import { checkPositions } from '../../unit/syntax/support/invariants.ts';

type Parse = (text: string) => { readonly tree: Node | readonly Node[]; readonly errors: readonly SyntaxError[] };

export const PARSERS: readonly (readonly [string, Parse])[] = [
  ['unit', parseCompilationUnit], ['anonymous', parseAnonymous], ['expression', parseExpression], ['statements', parseStatements], ['SOQL', parseSoql], ['SOSL', parseSosl],
];

/** Every entry of the parser takes any text, and keeps its positions inside it. */
export function checkParsers(text: string): void {
  for (const [, parse] of PARSERS) {
    const { tree, errors } = parse(text);
    checkPositions(text, Array.isArray(tree) ? tree as readonly Node[] : [tree as Node], errors);
  }
}
