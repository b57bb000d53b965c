import type { SoqlSelectItem, SoslQuery, SoslReturning, SoqlValue } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseCount, parseOrderBy, parseSelectItem } from './soql.ts';
import { parseCondition, parseValue } from './soql-conditions.ts';

/** A search from its `FIND`; stops before what doesn't belong to it. */
export function parseSoslBody(c: Cursor): SoslQuery {
  const start = c.start;
  c.expectWord('find');
  const find = parseTerm(c);
  let inFields: string | null = null;
  if (c.takeWord('in')) {
    inFields = c.anyIdentifier().name.toLowerCase();
    c.expectWord('fields');
  }
  const returning: SoslReturning[] = [];
  if (c.takeWord('returning')) {
    do returning.push(parseReturning(c)); while (c.takePunctuation(','));
  }
  const withClauses: string[] = [];
  while (c.takeWord('with')) withClauses.push(parseWithText(c));
  const limit = c.takeWord('limit') ? parseCount(c) : null;
  if (c.isWord('update')) {
    c.advance();
    do c.anyIdentifier(); while (c.takePunctuation(','));
  }
  return { kind: 'SoslQuery', find, inFields, returning, with: withClauses, limit, start, end: c.lastEnd };
}

/** `'text'`, `:bind`, or `{text}` as the REST API writes it. */
function parseTerm(c: Cursor): SoqlValue {
  if (!c.isPunctuation('{')) return parseValue(c);
  const start = c.start;
  while (!c.isEnd && !c.isPunctuation('}')) c.advance();
  const value = c.text.slice(start + 1, c.start);
  c.expectPunctuation('}');
  return { kind: 'SoqlString', value, start, end: c.lastEnd };
}

function parseReturning(c: Cursor): SoslReturning {
  const start = c.start;
  const object = c.anyIdentifier();
  const fields: SoqlSelectItem[] = [];
  let where: SoslReturning['where'] = null;
  let orderBy: SoslReturning['orderBy'] = [];
  let limit: SoslReturning['limit'] = null;
  let offset: SoslReturning['offset'] = null;
  if (c.takePunctuation('(')) {
    do fields.push(parseSelectItem(c)); while (c.takePunctuation(','));
    if (c.takeWord('using')) {
      c.anyIdentifier();
      if (c.takePunctuation('=')) c.anyIdentifier();
    }
    if (c.takeWord('where')) where = parseCondition(c);
    orderBy = parseOrderBy(c);
    if (c.takeWord('limit')) limit = parseCount(c);
    if (c.takeWord('offset')) offset = parseCount(c);
    c.expectPunctuation(')');
  }
  return { object, fields, where, orderBy, limit, offset, start, end: Math.max(c.lastEnd, start) };
}

/** The text of a `WITH` clause: a name, and its value or arguments if it has any. */
function parseWithText(c: Cursor): string {
  const start = c.start;
  c.anyIdentifier();
  while (!c.isEnd && !c.isPunctuation(']') && !c.isWord('with') && !c.isWord('limit') && !c.isWord('update')) {
    if (c.isPunctuation('(')) {
      let depth = 0;
      do {
        if (c.isPunctuation('(')) depth++;
        if (c.isPunctuation(')')) depth--;
        c.advance();
      } while (depth > 0 && !c.isEnd);
    } else {
      c.advance();
    }
  }
  return c.text.slice(start, c.lastEnd);
}
