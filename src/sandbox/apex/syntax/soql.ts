import type { Identifier, SoqlFieldName, SoqlFrom, SoqlFunctionCall, SoqlGroupItem, SoqlNumber, SoqlOrderItem, SoqlQuery, SoqlSelectItem } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseBindExpression } from './expressions.ts';
import { parseCondition, parseValue } from './soql-conditions.ts';
import { TokenKind } from './tokens.ts';

const CLAUSES = new Set(['from', 'where', 'with', 'group', 'having', 'order', 'limit', 'offset', 'for', 'all', 'update', 'using']);

/** A query from its `SELECT`; stops before what doesn't belong to it (`]`, `)`, the end). */
export function parseSoqlBody(c: Cursor): SoqlQuery {
  const start = c.start;
  c.expectWord('select');
  const select: SoqlSelectItem[] = [];
  do select.push(parseSelectItem(c)); while (c.takePunctuation(','));
  c.expectWord('from');
  const from = parseFrom(c);
  const fromAliases: SoqlFrom[] = [];
  while (c.takePunctuation(',')) fromAliases.push(parseFrom(c));
  const usingScope = c.takeWord('using') ? (c.expectWord('scope'), c.anyIdentifier()) : null;
  const where = c.takeWord('where') ? parseCondition(c) : null;
  const withClause = parseWith(c);
  const groupBy = parseGroupBy(c);
  const having = groupBy && c.takeWord('having') ? parseCondition(c) : null;
  const orderBy = parseOrderBy(c);
  const limit = c.takeWord('limit') ? parseCount(c) : null;
  const offset = c.takeWord('offset') ? parseCount(c) : null;
  const allRows = c.isWord('all') && c.isWord('rows', 1);
  if (allRows) { c.advance(); c.advance(); }
  const forClause: ('view' | 'reference' | 'update')[] = [];
  while (c.isWord('for') && ['view', 'reference', 'update'].includes(c.wordAt(1))) {
    c.advance();
    do {
      forClause.push(c.wordAt() as 'view');
      c.advance();
    } while (c.isPunctuation(',') && ['view', 'reference', 'update'].includes(c.wordAt(1)) && c.takePunctuation(','));
  }
  if (c.isWord('update') && ['tracking', 'viewstat'].includes(c.wordAt(1))) {
    c.advance();
    do c.advance(); while (c.takePunctuation(','));
  }
  return {
    kind: 'SoqlQuery', select, from, fromAliases, usingScope, where, with: withClause.level, withDataCategory: withClause.isDataCategory,
    groupBy, having, orderBy, limit, offset, allRows, forClause, start, end: c.endFrom(start),
  };
}

/** A child subquery or the query of a semi-join: neither groups nor names an access level. */
export function parseSubquery(c: Cursor): SoqlQuery {
  const query = parseSoqlBody(c);
  const excess = query.with ?? query.groupBy?.fields[0];
  if (excess) c.error(`Unexpected token '${c.text.slice(excess.start, excess.end)}'.`, excess.start, excess.end);
  return query;
}

/** Words of a query that no field is named. */
const RESERVED = new Set([
  'and', 'excludes', 'from', 'having', 'in', 'includes', 'like', 'limit', 'not', 'null', 'nulls', 'or', 'select', 'using', 'where', 'with',
]);

export function parseFieldName(c: Cursor): SoqlFieldName {
  const start = c.start;
  if (RESERVED.has(c.wordAt())) {
    c.unexpected();
    return { kind: 'SoqlFieldName', path: [{ kind: 'Identifier', name: '', start, end: start }], start, end: start };
  }
  const path: Identifier[] = [c.anyIdentifier()];
  while (c.takePunctuation('.')) path.push(c.anyIdentifier());
  return { kind: 'SoqlFieldName', path, start, end: c.endFrom(start) };
}

export function parseFieldOrFunction(c: Cursor): SoqlFieldName | SoqlFunctionCall {
  return c.wordAt() !== '' && c.isPunctuation('(', 1) ? parseFunction(c) : parseFieldName(c);
}

/** Functions of one field, with or without a date's time zone. */
const FIELD_FUNCTIONS = new Set([
  'avg', 'count_distinct', 'min', 'max', 'sum', 'tolabel', 'format', 'grouping', 'convertcurrency', 'converttimezone',
  'calendar_month', 'calendar_quarter', 'calendar_year', 'day_in_month', 'day_in_week', 'day_in_year', 'day_only',
  'fiscal_month', 'fiscal_quarter', 'fiscal_year', 'hour_in_day', 'week_in_month', 'week_in_year',
]);

export function parseFunction(c: Cursor): SoqlFunctionCall {
  const start = c.start;
  const word = c.wordAt();
  const name = c.anyIdentifier();
  const args: SoqlFunctionCall['arguments'][number][] = [];
  const finish = (): SoqlFunctionCall => {
    c.expectPunctuation(')');
    return { kind: 'SoqlFunctionCall', name, arguments: args, start, end: c.endFrom(start) };
  };
  if (!FIELD_FUNCTIONS.has(word) && word !== 'count' && word !== 'fields' && word !== 'distance' && word !== 'geolocation') {
    c.unexpected();
    skipParentheses(c);
    return { kind: 'SoqlFunctionCall', name, arguments: args, start, end: c.endFrom(start) };
  }
  c.expectPunctuation('(');
  if (word === 'count' && c.isPunctuation(')')) return finish();
  if (word === 'distance') {
    args.push(parseLocation(c));
    c.expectPunctuation(',');
    args.push(parseLocation(c));
    c.expectPunctuation(',');
    if (c.kind !== TokenKind.String) c.unexpected();
    else args.push(parseValue(c));
    return finish();
  }
  if (word === 'geolocation') {
    args.push(parseValue(c));
    c.expectPunctuation(',');
    args.push(parseValue(c));
    return finish();
  }
  args.push(c.nested(() => parseFieldOrFunction(c)) ?? parseFieldName(c));
  return finish();
}

/** A side of `DISTANCE`: a field, `GEOLOCATION(…)` or a bind. */
function parseLocation(c: Cursor): SoqlFunctionCall['arguments'][number] {
  if (c.isPunctuation(':')) return parseValue(c);
  return c.nested(() => parseFieldOrFunction(c)) ?? parseFieldName(c);
}

function skipParentheses(c: Cursor): void {
  let depth = 0;
  do {
    if (c.isPunctuation('(')) depth++;
    if (c.isPunctuation(')')) depth--;
    c.advance();
  } while (depth > 0 && !c.isEnd);
}

function parseAlias(c: Cursor): Identifier | null {
  const word = c.wordAt();
  if (word === '' || CLAUSES.has(word)) return null;
  if (word === 'as') c.advance();
  return c.anyIdentifier();
}

export function parseSelectItem(c: Cursor): SoqlSelectItem {
  const start = c.start;
  if (c.takePunctuation('(')) {
    const query = c.nested(() => parseSubquery(c));
    c.expectPunctuation(')');
    if (query) {
      const alias = parseAlias(c);
      return { kind: 'SoqlSubquery', query, alias, start, end: c.endFrom(start) };
    }
  }
  if (c.isWord('typeof') && c.wordAt(1) !== '' && !CLAUSES.has(c.wordAt(1))) return parseTypeof(c);
  if (c.wordAt() !== '' && c.isPunctuation('(', 1)) {
    const call = parseFunction(c);
    const alias = parseAlias(c);
    return { kind: 'SoqlFunction', call, alias, start, end: c.endFrom(start) };
  }
  const field = parseFieldName(c);
  const alias = parseAlias(c);
  return { kind: 'SoqlField', field, alias, start, end: c.endFrom(start) };
}

function parseTypeof(c: Cursor): SoqlSelectItem {
  const start = c.start;
  c.advance();
  const field = parseFieldName(c);
  const whens: { type: Identifier; fields: SoqlFieldName[] }[] = [];
  const fieldList = (): SoqlFieldName[] => {
    const list = [parseFieldName(c)];
    while (c.takePunctuation(',')) list.push(parseFieldName(c));
    return list;
  };
  while (c.takeWord('when')) {
    const type = c.anyIdentifier();
    c.expectWord('then');
    whens.push({ type, fields: fieldList() });
  }
  const otherwise = c.takeWord('else') ? fieldList() : [];
  c.expectWord('end');
  return { kind: 'SoqlTypeof', field, whens, otherwise, start, end: c.endFrom(start) };
}

function parseFrom(c: Cursor): SoqlFrom {
  const start = c.start;
  const name = parseFieldName(c);
  const alias = parseAlias(c);
  return { name, alias, start, end: c.endFrom(start) };
}

function parseWith(c: Cursor): { level: SoqlQuery['with']; isDataCategory: boolean } {
  let level: SoqlQuery['with'] = null;
  let isDataCategory = false;
  if (c.takeWord('with')) {
    const start = c.start;
    if (c.isWord('data') && c.isWord('category', 1)) {
      c.advance();
      c.advance();
      isDataCategory = true;
      do {
        c.anyIdentifier();
        c.anyIdentifier();
        if (c.takePunctuation('(')) {
          do c.anyIdentifier(); while (c.takePunctuation(','));
          c.expectPunctuation(')');
        } else {
          c.anyIdentifier();
        }
      } while (c.takeWord('and'));
      return { level, isDataCategory };
    }
    const name = c.anyIdentifier();
    level = { name: name.name.toUpperCase(), start, end: c.endFrom(start) };
    // `WITH RecordVisibilityContext (…)`, `WITH PricebookId = …` carry arguments that are kept in the text only.
    if (c.isPunctuation('(')) skipParentheses(c);
    else if (c.takePunctuation('=')) {
      parseValue(c);
    }
  }
  return { level, isDataCategory };
}

function parseGroupBy(c: Cursor): SoqlQuery['groupBy'] {
  if (!c.isWord('group')) return null;
  c.advance();
  c.expectWord('by');
  const fields: SoqlGroupItem[] = [];
  const grouping = (c.isWord('rollup') || c.isWord('cube')) && c.isPunctuation('(', 1) ? (c.wordAt() as 'rollup' | 'cube') : 'plain';
  if (grouping !== 'plain') {
    c.advance();
    c.advance();
  }
  do fields.push(parseFieldOrFunction(c)); while (c.takePunctuation(','));
  if (grouping !== 'plain') c.expectPunctuation(')');
  return { fields, grouping };
}

export function parseOrderBy(c: Cursor): SoqlOrderItem[] {
  const items: SoqlOrderItem[] = [];
  if (!c.isWord('order')) return items;
  c.advance();
  c.expectWord('by');
  do {
    const start = c.start;
    const field = parseFieldOrFunction(c);
    const descending = c.takeWord('desc');
    if (!descending) c.takeWord('asc');
    let nulls: 'first' | 'last' | null = null;
    if (c.takeWord('nulls')) {
      if (c.isWord('first') || c.isWord('last')) nulls = c.wordAt() as 'first' | 'last';
      else c.unexpected();
      c.advance();
    }
    items.push({ field, descending, nulls, start, end: c.endFrom(start) });
  } while (c.takePunctuation(','));
  return items;
}

/** The number of `LIMIT` and `OFFSET`: a literal or a bind. */
export function parseCount(c: Cursor): SoqlNumber {
  const start = c.start;
  if (c.takePunctuation(':')) {
    const expression = parseBindExpression(c);
    return { kind: 'SoqlBind', expression, start, end: c.endFrom(start) };
  }
  const text = c.textAt();
  if (c.kind === TokenKind.Integer) c.advance();
  else c.unexpected();
  return { kind: 'SoqlNumber', text, start, end: c.endFrom(start) };
}
