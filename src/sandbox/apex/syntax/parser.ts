/**
 * Entry points of the parser. None of them throws: what can't be read is reported in `errors`, and the rest is in the tree.
 */
import type { AnonymousUnit, CompilationUnit, Expression, ParseResult, SoqlQuery, SoslQuery, Statement } from './ast.ts';
import { Cursor } from './cursor.ts';
import { parseMixed, parseUnit } from './declarations.ts';
import { parseExpression as expression } from './expressions.ts';
import { parseSoqlBody } from './soql.ts';
import { parseSoslBody } from './sosl.ts';
import { parseStatementsUntil } from './statements.ts';

function finish<T>(c: Cursor, tree: T): ParseResult<T> {
  if (!c.isEnd) c.unexpected();
  const errors = c.errors.length ? c.errors : c.ruleErrors;
  return { tree, errors: [...errors].sort((a, b) => a.start - b.start) };
}

/** A class, interface, enum or trigger file. */
export function parseCompilationUnit(text: string): ParseResult<CompilationUnit> {
  const c = new Cursor(text);
  return finish(c, parseUnit(c));
}

/** Execute Anonymous. */
export function parseAnonymous(text: string): ParseResult<AnonymousUnit> {
  const c = new Cursor(text);
  c.isAnonymous = true;
  const { statements, members } = parseMixed(c, null);
  return finish(c, { kind: 'AnonymousUnit', statements, members, start: 0, end: text.length });
}

/** One expression, for watches and breakpoint conditions. */
export function parseExpression(text: string): ParseResult<Expression> {
  const c = new Cursor(text);
  return finish(c, expression(c));
}

/** A list of statements, for evaluation in a frame. */
export function parseStatements(text: string): ParseResult<readonly Statement[]> {
  const c = new Cursor(text);
  c.isAnonymous = true;
  return finish(c, parseStatementsUntil(c, null));
}

/** A dynamic SOQL query; binds are names: `:ids`, `:this.ids`. */
export function parseSoql(text: string): ParseResult<SoqlQuery> {
  const c = new Cursor(text);
  c.isQuery = true;
  return finish(c, parseSoqlBody(c));
}

/** A dynamic SOSL query; what it searches for may stand in braces, as in the REST API. */
export function parseSosl(text: string): ParseResult<SoslQuery> {
  const braces = /^(\s*find\s*)\{((?:[^}\\]|\\[\s\S])*)\}/i.exec(text);
  if (!braces) {
    const c = new Cursor(text);
    c.isQuery = true;
    return finish(c, parseSoslBody(c));
  }
  const start = braces[1]!.length;
  const end = braces[0].length;
  // The term isn't made of tokens: a quote in it opens no string.
  const c = new Cursor(`${braces[1]!}'${' '.repeat(end - start - 2)}'${text.slice(end)}`);
  c.isQuery = true;
  return finish(c, parseSoslBody(c, { kind: 'SoqlString', value: braces[2]!, start, end }));
}
