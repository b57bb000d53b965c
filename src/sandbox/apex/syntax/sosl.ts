import type { SoqlSelectItem, SoslQuery, SoslReturning, SoqlValue } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { TokenKind } from './tokens.ts';
import { parseCount, parseFieldName, parseOrderBy, parseSelectItem } from './soql.ts';
import { parseCondition, parseValue } from './soql-conditions.ts';

/** A search from its `FIND`; stops before what doesn't belong to it. A term in braces has been read by then. */
export function parseSoslBody(c: Cursor, term: SoqlValue | null = null): SoslQuery {
  const start = c.start;
  c.expectWord('find');
  if (term) c.advanceTo(term.end);
  const find = term ?? parseTerm(c);
  let inFields: string | null = null;
  if (c.takeWord('in')) {
    inFields = c.wordAt();
    if (['all', 'email', 'name', 'phone', 'sidebar'].includes(inFields)) c.advance();
    else c.unexpected();
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
    do {
      if (!c.takeWord('tracking') && !c.takeWord('viewstat')) c.unexpected();
    } while (c.takePunctuation(','));
  }
  return { kind: 'SoslQuery', find, inFields, returning, with: withClauses, limit, start, end: c.endFrom(start) };
}

/** `'text'` or `:bind`. */
function parseTerm(c: Cursor): SoqlValue {
  const start = c.start;
  if (c.kind === TokenKind.String || c.isPunctuation(':')) return parseValue(c);
  c.unexpected();
  return { kind: 'SoqlString', value: '', start, end: start };
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
    do fields.push(parseReturnedField(c)); while (c.takePunctuation(','));
    if (c.takeWord('where')) where = parseCondition(c);
    if (c.takeWord('using')) {
      c.expectWord('listview');
      c.expectPunctuation('=');
      c.anyIdentifier();
    }
    orderBy = parseOrderBy(c);
    if (c.takeWord('limit')) limit = parseCount(c);
    if (c.takeWord('offset')) offset = parseCount(c);
    c.expectPunctuation(')');
  }
  return { object, fields, where, orderBy, limit, offset, start, end: c.endFrom(start) };
}

/** A field, or a function of one with or without an alias. */
function parseReturnedField(c: Cursor): SoqlSelectItem {
  if (c.wordAt() !== '' && c.isPunctuation('(', 1)) return parseSelectItem(c);
  const field = parseFieldName(c);
  return { kind: 'SoqlField', field, alias: null, start: field.start, end: field.end };
}

/** The text of a `WITH` clause: a name, and its value or arguments if it has any. */
function parseWithText(c: Cursor): string {
  const start = c.start;
  const word = c.wordAt();
  c.anyIdentifier();
  if (word === 'data') {
    c.expectWord('category');
    do {
      c.anyIdentifier();
      c.anyIdentifier();
      if (c.isPunctuation('(')) parseNames(c);
      else c.anyIdentifier();
    } while (c.takeWord('and'));
  } else if (word === 'snippet') {
    if (c.takePunctuation('(')) {
      c.expectWord('target_length');
      c.expectPunctuation('=');
      parseCount(c);
      c.expectPunctuation(')');
    }
  } else if (word === 'network' && c.takeWord('in')) {
    c.expectPunctuation('(');
    do parseValue(c); while (c.takePunctuation(','));
    c.expectPunctuation(')');
  } else if (VALUED.has(word)) {
    c.expectPunctuation('=');
    parseValue(c);
  } else if (!FLAGS.has(word)) {
    c.error(`Unexpected token '${c.text.slice(start, c.lastEnd)}'.`, start, c.endFrom(start));
  }
  return c.text.slice(start, c.lastEnd);
}

const VALUED = new Set(['division', 'metadata', 'network', 'pricebookid', 'spell_correction']);
const FLAGS = new Set(['highlight', 'security_enforced', 'system_mode', 'user_mode']);

function parseNames(c: Cursor): void {
  c.expectPunctuation('(');
  do c.anyIdentifier(); while (c.takePunctuation(','));
  c.expectPunctuation(')');
}
