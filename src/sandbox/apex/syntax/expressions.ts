import type { AssignmentOperator, BinaryOperator, Expression } from './ast.ts';
import { MAX_CHAIN, type Cursor } from './cursor.ts';
import { parsePrimary } from './primary.ts';
import { parseType, skipType } from './types.ts';
import { TokenKind } from './tokens.ts';

/** Binding power of binary operators, loosest first; `instanceof` binds like a comparison. */
const PRECEDENCE: Readonly<Record<string, number>> = {
  '??': 1, '||': 2, '&&': 3, '|': 4, '^': 5, '&': 6,
  '==': 7, '!=': 7, '===': 7, '!==': 7, '<>': 7,
  '<': 8, '<=': 8, '>': 8, '>=': 8, instanceof: 8,
  '<<': 9, '>>': 9, '>>>': 9, '+': 10, '-': 10, '*': 11, '/': 11, '%': 11,
};
const ASSIGNMENTS = new Set(['=', '+=', '-=', '*=', '/=', '&=', '|=', '^=', '<<=', '>>=', '>>>=']);

/**
 * The operator at the cursor with its number of tokens. Shifts and comparisons may be written with spaces (`a > > b`), as
 * their halves are tokens of their own on the platform; assignments may not.
 */
function operatorHere(c: Cursor): { readonly text: string; readonly tokens: number } | null {
  if (c.kind !== TokenKind.Punctuation) return c.isWord('instanceof') ? { text: 'instanceof', tokens: 1 } : null;
  const symbol = c.textAt();
  if (symbol !== '>' && symbol !== '<') return { text: symbol, tokens: 1 };
  let tokens = 1;
  while (tokens < (symbol === '>' ? 3 : 2) && c.isPunctuation(symbol, tokens)) tokens++;
  const text = symbol.repeat(tokens);
  if (!c.isPunctuation('=', tokens)) return { text, tokens };
  for (let i = 1; tokens > 1 && i <= tokens; i++) if (!c.touches(i)) return { text, tokens };
  return { text: `${text}=`, tokens: tokens + 1 };
}

function skip(c: Cursor, tokens: number): void {
  for (let i = 0; i < tokens; i++) c.advance();
}

export function parseExpression(c: Cursor): Expression {
  return c.nested(() => parseAssignment(c)) ?? errorExpression(c);
}

export function errorExpression(c: Cursor): Expression {
  return { kind: 'ErrorExpression', start: c.start, end: c.start };
}

function parseAssignment(c: Cursor): Expression {
  const target = parseTernary(c);
  const operator = operatorHere(c);
  if (!operator || !ASSIGNMENTS.has(operator.text)) return target;
  skip(c, operator.tokens);
  const value = parseExpression(c);
  return { kind: 'AssignmentExpression', operator: operator.text as AssignmentOperator, target, value, start: target.start, end: value.end };
}

function parseTernary(c: Cursor): Expression {
  const condition = parseBinary(c, 1);
  if (!c.isPunctuation('?')) return condition;
  c.advance();
  const consequent = parseExpression(c);
  c.expectPunctuation(':');
  const alternate = parseExpression(c);
  return { kind: 'TernaryExpression', condition, consequent, alternate, start: condition.start, end: alternate.end };
}


function parseBinary(c: Cursor, minimum: number): Expression {
  let left = parseUnary(c);
  for (let chained = 0; ; chained++) {
    const operator = operatorHere(c);
    const power = operator ? PRECEDENCE[operator.text] : undefined;
    if (!operator || power === undefined || power < minimum) return left;
    if (chained === MAX_CHAIN) c.tooLong();
    skip(c, operator.tokens);
    if (chained >= MAX_CHAIN) {
      parseUnary(c);
      continue;
    }
    if (operator.text === 'instanceof') {
      const type = parseType(c);
      left = { kind: 'InstanceofExpression', operand: left, type, start: left.start, end: type.end };
      continue;
    }
    const right = c.nested(() => parseBinary(c, power + 1)) ?? errorExpression(c);
    left = { kind: 'BinaryExpression', operator: operator.text as BinaryOperator, left, right, start: left.start, end: right.end };
  }
}

const PREFIXES = new Set(['+', '-', '!', '~', '++', '--']);

export function parseUnary(c: Cursor): Expression {
  const start = c.start;
  if (c.kind === TokenKind.Punctuation) {
    const symbol = c.textAt();
    if (PREFIXES.has(symbol)) {
      c.advance();
      const operand = c.nested(() => parseUnary(c)) ?? errorExpression(c);
      return { kind: 'UnaryExpression', operator: symbol as '+', operand, start, end: operand.end };
    }
    if (symbol === '(' && isCast(c)) {
      c.advance();
      const type = parseType(c);
      c.expectPunctuation(')');
      const operand = c.nested(() => parseUnary(c)) ?? errorExpression(c);
      return { kind: 'CastExpression', type, operand, start, end: operand.end };
    }
  }
  let operand = parsePrimary(c);
  while (c.isPunctuation('++') || c.isPunctuation('--')) {
    const operator = c.textAt() as '++';
    c.advance();
    operand = { kind: 'PostfixExpression', operator, operand, start, end: c.endFrom(start) };
  }
  return operand;
}

/** `(Integer) -1` is a cast although `(a) - 1` isn't. */
const NUMERIC_TYPES = new Set(['integer', 'long', 'double', 'decimal']);

/** Words that end a bind in a query: `WHERE Id IN :(ids) AND …` has no cast. */
const AFTER_BIND = new Set([
  'all', 'and', 'for', 'group', 'having', 'in', 'limit', 'offset', 'or', 'order', 'returning', 'update', 'with',
]);

/**
 * Whether `(` opens a cast. `(A) b`, `(A) 'x'`, `(A) (b)`, `(A) [SELECT …]`, `(A) !x` are casts; `(a) + b`, `(a).f` and
 * `(a) instanceof B` aren't.
 */
function isCast(c: Cursor): boolean {
  const end = skipType(c, 1);
  if (end < 0 || !c.isPunctuation(')', end)) return false;
  const next = end + 1;
  const kind = c.kindAt(next);
  if (kind === TokenKind.Identifier) return !c.isWord('instanceof', next) && !(c.binds > 0 && AFTER_BIND.has(c.wordAt(next)));
  if (kind === TokenKind.EndOfFile || kind === TokenKind.Invalid) return false;
  if (kind !== TokenKind.Punctuation) return true;
  if (c.isPunctuation('-', next) || c.isPunctuation('+', next)) {
    return end === 2 ? NUMERIC_TYPES.has(c.wordAt(1)) : c.isPunctuation('>', end - 1) || c.isPunctuation(']', end - 1);
  }
  if (c.isPunctuation('++', next) || c.isPunctuation('--', next)) return c.kindAt(next + 1) === TokenKind.Identifier || c.isPunctuation('(', next + 1);
  // Behind a type a bracket opens a query, behind an expression an index.
  if (c.isPunctuation('[', next)) return c.isWord('select', next + 1) || c.isWord('find', next + 1);
  return c.isPunctuation('(', next) || c.isPunctuation('!', next) || c.isPunctuation('~', next);
}

/** The expression behind the `:` of a query's bind; in a dynamic query only names can be bound. */
export function parseBindExpression(c: Cursor): Expression {
  if (c.isQuery && !c.isName() && !c.isWord('this')) {
    c.unexpected();
    return errorExpression(c);
  }
  c.binds++;
  const expression = c.isQuery ? parseNamePath(c) : parseExpression(c);
  c.binds--;
  return expression;
}

/** `a.b.c`, with `this` as the first name if there are more. */
export function parseNamePath(c: Cursor): Expression {
  const { start, end } = c;
  let path: Expression = c.takeWord('this') ? { kind: 'ThisExpression', start, end } : { kind: 'NameExpression', name: c.identifier(), start, end };
  while (c.takePunctuation('.')) {
    const name = c.anyIdentifier();
    path = { kind: 'FieldAccess', receiver: path, name, isSafe: false, start, end: Math.max(name.end, c.lastEnd) };
  }
  return path;
}
