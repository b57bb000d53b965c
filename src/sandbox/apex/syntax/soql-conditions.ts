import type { SoqlCondition, SoqlOperator, SoqlQuery, SoqlValue } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseBindExpression } from './expressions.ts';
import { decodeQueryString, decodeString } from './literals.ts';
import { parseFieldOrFunction, parseSubquery } from './soql.ts';
import { TokenKind } from './tokens.ts';

/**
 * A chain of one connective. `a AND b OR c` is refused, as on the platform, and so is a `NOT` that isn't alone: beside
 * `AND` and `OR` it needs parentheses.
 */
export function parseCondition(c: Cursor): SoqlCondition {
  const start = c.start;
  if (c.takeWord('not')) {
    const condition = parseOperand(c);
    return { kind: 'SoqlNot', condition, start, end: c.endFrom(start) };
  }
  const first = parseOperand(c);
  for (const word of ['and', 'or']) {
    if (!c.isWord(word)) continue;
    const conditions = [first];
    while (c.takeWord(word)) conditions.push(parseOperand(c));
    return { kind: word === 'and' ? 'SoqlAnd' : 'SoqlOr', conditions, start, end: c.endFrom(start) };
  }
  return first;
}

function parseOperand(c: Cursor): SoqlCondition {
  if (c.isWord('not')) {
    c.unexpected();
    c.advance();
  }
  if (!c.takePunctuation('(')) return parseComparison(c);
  const condition = c.nested(() => parseCondition(c)) ?? failed(c);
  c.expectPunctuation(')');
  return condition;
}

function failed(c: Cursor): SoqlCondition {
  return { kind: 'SoqlAnd', conditions: [], start: c.start, end: c.start };
}

function parseComparison(c: Cursor): SoqlCondition {
  const start = c.start;
  const field = parseFieldOrFunction(c);
  const operator = parseOperator(c);
  if (!operator) {
    c.unexpected();
    return { kind: 'SoqlComparison', field, operator: '=', value: { kind: 'SoqlNull', start: c.start, end: c.start }, start, end: c.endFrom(start) };
  }
  const value = parseComparand(c, operator);
  return { kind: 'SoqlComparison', field, operator, value, start, end: c.endFrom(start) };
}

function parseOperator(c: Cursor): SoqlOperator | null {
  if (c.takePunctuation('=')) return '=';
  if (c.takePunctuation('!=') || c.takePunctuation('<>')) return '!=';
  if (c.takePunctuation('<=')) return '<=';
  if (c.takePunctuation('<')) return '<';
  if (c.takePunctuation('>')) return c.takePunctuation('=') ? '>=' : '>';
  if (c.isWord('not') && c.isWord('in', 1)) {
    c.advance();
    c.advance();
    return 'not in';
  }
  for (const word of ['like', 'in', 'includes', 'excludes'] as const) {
    if (c.takeWord(word)) return word;
  }
  return null;
}

function parseComparand(c: Cursor, operator: SoqlOperator): SoqlValue | SoqlQuery | SoqlValue[] {
  if (operator !== 'in' && operator !== 'not in' && operator !== 'includes' && operator !== 'excludes') return parseValue(c);
  if (c.isPunctuation(':')) return parseValue(c);
  c.expectPunctuation('(');
  if (c.isWord('select')) {
    const query = c.nested(() => parseSubquery(c));
    c.expectPunctuation(')');
    if (query) return query;
  }
  const values = [parseValue(c)];
  while (c.takePunctuation(',')) values.push(parseValue(c));
  c.expectPunctuation(')');
  return values;
}

const DATETIME = /\d{4}-\d{2}-\d{2}[tT]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([zZ]|[+-]\d{2}:?\d{2})/y;
const DATE = /\d{4}-\d{2}-\d{2}/y;
const TIME = /\d{2}:\d{2}:\d{2}(\.\d+)?([zZ]|[+-]\d{2}:?\d{2})?/y;

export function parseValue(c: Cursor): SoqlValue {
  const start = c.start;
  if (c.takePunctuation(':')) {
    const expression = parseBindExpression(c);
    return { kind: 'SoqlBind', expression, start, end: c.endFrom(start) };
  }
  switch (c.kind) {
    case TokenKind.String: {
      const { value, problem } = c.isQuery ? decodeQueryString(c.textAt()) : decodeString(c.textAt());
      if (problem) c.errorHere(problem);
      c.advance();
      return { kind: 'SoqlString', value, start, end: c.endFrom(start) };
    }
    case TokenKind.Integer: {
      for (const [kind, pattern] of [['SoqlDatetime', DATETIME], ['SoqlDate', DATE], ['SoqlTime', TIME]] as const) {
        pattern.lastIndex = start;
        const match = pattern.exec(c.text);
        if (!match) continue;
        c.advanceTo(start + match[0].length);
        return { kind, text: match[0], start, end: start + match[0].length };
      }
      return parseNumber(c);
    }
    case TokenKind.Decimal: case TokenKind.Double:
      return parseNumber(c);
    case TokenKind.Punctuation:
      if (c.isPunctuation('-') || c.isPunctuation('+')) return parseNumber(c);
      break;
    case TokenKind.Identifier:
      return parseWordValue(c);
  }
  c.unexpected();
  return { kind: 'SoqlNull', start, end: start };
}

function parseNumber(c: Cursor): SoqlValue {
  const start = c.start;
  const sign = c.isPunctuation('-') ? '-' : '';
  if (c.isPunctuation('-') || c.isPunctuation('+')) c.advance();
  const text = sign + c.textAt();
  if (c.kind === TokenKind.Integer || c.kind === TokenKind.Decimal || c.kind === TokenKind.Double) c.advance();
  else c.unexpected();
  return { kind: 'SoqlNumber', text, start, end: c.endFrom(start) };
}

function parseWordValue(c: Cursor): SoqlValue {
  const start = c.start;
  const word = c.wordAt();
  const raw = c.textAt();
  c.advance();
  if (word === 'null') return { kind: 'SoqlNull', start, end: c.endFrom(start) };
  if (word === 'true' || word === 'false') return { kind: 'SoqlBoolean', value: word === 'true', start, end: c.endFrom(start) };
  const currency = /^([A-Za-z]{3})(\d+)$/.exec(raw);
  if (currency) {
    // `USD5000.50`: the digits behind the point are tokens of their own.
    let fraction = '';
    if (c.isPunctuation('.') && c.start === c.lastEnd) {
      c.advance();
      fraction = '.';
      if (c.kind === TokenKind.Integer && c.start === c.lastEnd) {
        fraction += c.textAt();
        c.advance();
      }
    }
    return { kind: 'SoqlCurrency', isoCode: currency[1]!.toUpperCase(), text: currency[2]! + fraction, start, end: c.endFrom(start) };
  }
  if (COUNTED_DATES.test(word)) {
    c.expectPunctuation(':');
    const sign = c.takePunctuation('-') ? -1 : (c.takePunctuation('+'), 1);
    const n = c.kind === TokenKind.Integer ? sign * Number(c.textAt()) : null;
    if (n === null) c.unexpected();
    else c.advance();
    return { kind: 'SoqlDateLiteral', name: word.toUpperCase(), n, start, end: c.endFrom(start) };
  }
  if (!DATES.test(word)) c.error(`Unexpected token '${raw}'.`, start, c.lastEnd);
  return { kind: 'SoqlDateLiteral', name: word.toUpperCase(), n: null, start, end: c.endFrom(start) };
}

/** `TODAY`, `LAST_WEEK`, `THIS_FISCAL_QUARTER`, … */
const DATES = /^(yesterday|today|tomorrow|(last|this|next)_(week|month|quarter|year|fiscal_quarter|fiscal_year)|(last|next)_90_days)$/;
/** `LAST_N_DAYS:30`, `N_FISCAL_YEARS_AGO:2`, … */
const COUNTED_DATES = /^((last|next)_n_(days|weeks|months|quarters|years|fiscal_quarters|fiscal_years)|n_(days|weeks|months|quarters|years|fiscal_quarters|fiscal_years)_ago)$/;
