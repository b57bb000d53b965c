import type { Block, CatchClause, DmlOperation, Expression, LocalDeclaration, Statement, VariableDeclarator, WhenClause } from './ast.ts';
import { MAX_CHAIN, type Cursor } from './cursor.ts';
import { parseDeclaredName } from './declared-names.ts';
import { exact } from './exact.ts';
import { errorExpression, parseExpression, parseNamePath } from './expressions.ts';
import { parseLiteral } from './literals.ts';
import { TokenKind } from './tokens.ts';
import { parseModifiers, parseType, skipType } from './types.ts';

const DML = new Set<string>(['insert', 'update', 'upsert', 'delete', 'undelete', 'merge']);

export function parseBlock(c: Cursor): Block {
  const start = c.start;
  if (!c.expectPunctuation('{')) return { kind: 'Block', statements: [], start, end: start };
  const statements = parseStatementsUntil(c, '}');
  c.expectPunctuation('}');
  return { kind: 'Block', statements, start, end: c.endFrom(start) };
}

/** Statements up to a closing symbol (not consumed) or the end of the text. */
export function parseStatementsUntil(c: Cursor, close: string | null): Statement[] {
  const statements: Statement[] = [];
  while (!c.isEnd && !(close && c.isPunctuation(close))) {
    const at = c.at;
    statements.push(parseStatement(c));
    if (c.at === at) recover(c, at);
  }
  return exact(statements);
}

/** Skips to behind the next `;` or block, so that one bad statement leaves the rest in the tree. */
function recover(c: Cursor, from: number): void {
  if (c.at === from) {
    c.unexpected();
    c.advance();
  }
  while (!c.isEnd && !c.isPunctuation('}') && !c.isPunctuation('{')) {
    if (c.takePunctuation(';')) return;
    c.advance();
  }
}

export function parseStatement(c: Cursor): Statement {
  return c.nested(() => statement(c)) ?? { kind: 'ErrorStatement', start: c.start, end: c.start };
}

function statement(c: Cursor): Statement {
  const start = c.start;
  if (c.isPunctuation('{')) return parseBlock(c);
  const word = c.wordAt();
  switch (word) {
    case 'if': return parseIf(c);
    case 'for': return parseFor(c);
    case 'while': {
      c.advance();
      const condition = parseCondition(c);
      const body = parseLoopBody(c);
      return { kind: 'WhileStatement', condition, body, start, end: c.endFrom(start) };
    }
    case 'do': {
      c.advance();
      const body = parseBlock(c);
      c.expectWord('while');
      const condition = parseCondition(c);
      c.expectPunctuation(';');
      return { kind: 'DoWhileStatement', body, condition, start, end: c.endFrom(start) };
    }
    case 'return': {
      c.advance();
      const value = c.isPunctuation(';') ? null : parseExpression(c);
      c.expectPunctuation(';');
      return { kind: 'ReturnStatement', value, start, end: c.endFrom(start) };
    }
    case 'throw': {
      c.advance();
      const value = parseExpression(c);
      c.expectPunctuation(';');
      return { kind: 'ThrowStatement', value, start, end: c.endFrom(start) };
    }
    case 'try': return parseTry(c);
    case 'break':
    case 'continue':
      c.advance();
      c.expectPunctuation(';');
      return { kind: word === 'break' ? 'BreakStatement' : 'ContinueStatement', start, end: c.endFrom(start) };
    case 'switch':
      if (c.isWord('on', 1)) return parseSwitch(c);
      break;
    case 'system':
      if (c.isPunctuation('.', 1) && c.isWord('runas', 2) && c.isPunctuation('(', 3)) {
        return parseRunAs(c);
      }
      break;
  }
  if (DML.has(word)) return parseDml(c, word as DmlOperation);
  const local = parseLocal(c);
  if (local) {
    for (const modifier of local.modifiers) {
      if (modifier.kind === 'KeywordModifier' && modifier.keyword !== 'final' && modifier.keyword !== 'transient') {
        const { name } = local.declarators[0]!;
        c.error(`${modifier.keyword} is not allowed on locals`, name.start, name.end);
      }
    }
    c.expectPunctuation(';');
    return { ...local, end: c.lastEnd };
  }
  const errors = c.errors.length;
  const expression = parseExpression(c);
  // Where something else is wrong, it is that.
  if (c.expectPunctuation(';') && c.errors.length === errors && !isStatementExpression(expression)) {
    c.error('Expression cannot be a statement.', expression.start, expression.end);
  }
  return { kind: 'ExpressionStatement', expression, start, end: c.endFrom(start) };
}

/** The body of `for` and `while`, the only statements that may be empty. */
function parseLoopBody(c: Cursor): Statement {
  const start = c.start;
  return c.takePunctuation(';') ? { kind: 'EmptyStatement', start, end: c.endFrom(start) } : parseStatement(c);
}

function isStatementExpression(node: Expression): boolean {
  switch (node.kind) {
    case 'AssignmentExpression': case 'CallExpression': case 'NewExpression': case 'PostfixExpression': return true;
    case 'UnaryExpression': return node.operator === '++' || node.operator === '--';
    default: return false;
  }
}

/**
 * `final Map<A, B> x = …, y` without the semicolon; null if this isn't a declaration. Without a modifier two words aren't
 * enough: `a b c` is read as three statements that lack their `;`, and reported so.
 */
export function parseLocal(c: Cursor): LocalDeclaration | null {
  const start = c.start;
  const modifiers = parseModifiers(c);
  if (!modifiers.length && !startsDeclaration(c)) return null;
  const type = parseType(c);
  const declarators = parseDeclarators(c);
  return { kind: 'LocalDeclaration', modifiers, type, declarators, start, end: c.endFrom(start) };
}

function startsDeclaration(c: Cursor): boolean {
  const end = skipType(c, 0);
  return end > 0 && c.isName(end)
    && (c.isPunctuation('=', end + 1) || c.isPunctuation(';', end + 1) || c.isPunctuation(',', end + 1));
}

export function parseDeclarators(c: Cursor): VariableDeclarator[] {
  const declarators: VariableDeclarator[] = [];
  do {
    const start = c.start;
    const name = parseDeclaredName(c);
    const initializer = c.takePunctuation('=') ? parseExpression(c) : null;
    declarators.push({ name, initializer, start, end: c.endFrom(start) });
  } while (c.takePunctuation(','));
  return exact(declarators);
}

function parseCondition(c: Cursor): Expression {
  c.expectPunctuation('(');
  const condition = parseExpression(c);
  c.expectPunctuation(')');
  return condition;
}

/** `if` with its `else if`s, read in a loop: a chain of them may be longer than nesting may be deep. */
function parseIf(c: Cursor): Statement {
  const branches: { start: number; condition: Expression; consequent: Statement }[] = [];
  let alternate: Statement | null = null;
  for (;;) {
    const start = c.start;
    c.advance();
    const condition = parseCondition(c);
    branches.push({ start, condition, consequent: parseStatement(c) });
    if (!c.takeWord('else')) break;
    if (c.isWord('if') && branches.length < MAX_CHAIN) continue;
    alternate = parseStatement(c);
    break;
  }
  const end = c.lastEnd;
  for (const { start, condition, consequent } of branches.reverse()) {
    alternate = { kind: 'IfStatement', condition, consequent, alternate, start, end };
  }
  return alternate!;
}

function parseFor(c: Cursor): Statement {
  const start = c.start;
  c.advance();
  c.expectPunctuation('(');
  const typeEnd = skipType(c, 0);
  if (typeEnd > 0 && c.isName(typeEnd) && c.isPunctuation(':', typeEnd + 1)) {
    const type = parseType(c);
    const name = parseDeclaredName(c);
    c.advance();
    const source = parseExpression(c);
    c.expectPunctuation(')');
    const body = parseLoopBody(c);
    return { kind: 'ForEachStatement', type, name, source, body, start, end: c.endFrom(start) };
  }
  let initializer: LocalDeclaration | Expression[] | null = null;
  if (!c.isPunctuation(';')) initializer = parseLocal(c) ?? parseExpressionList(c);
  c.expectPunctuation(';');
  const condition = c.isPunctuation(';') ? null : parseExpression(c);
  c.expectPunctuation(';');
  const update = c.isPunctuation(')') ? [] : parseExpressionList(c);
  c.expectPunctuation(')');
  const body = parseLoopBody(c);
  return { kind: 'ForStatement', initializer, condition, update, body, start, end: c.endFrom(start) };
}

function parseExpressionList(c: Cursor): Expression[] {
  const list = [parseExpression(c)];
  while (c.takePunctuation(',')) list.push(parseExpression(c));
  return list;
}

function parseTry(c: Cursor): Statement {
  const start = c.start;
  c.advance();
  const block = parseBlock(c);
  const catches: CatchClause[] = [];
  while (c.isWord('catch')) {
    const clauseStart = c.start;
    c.advance();
    c.expectPunctuation('(');
    parseModifiers(c);
    const type = parseType(c);
    const name = parseDeclaredName(c);
    c.expectPunctuation(')');
    const body = parseBlock(c);
    catches.push({ type, name, body, start: clauseStart, end: c.endFrom(clauseStart) });
  }
  const finallyBlock = c.takeWord('finally') ? parseBlock(c) : null;
  if (!catches.length && !finallyBlock) c.error('Try block must have at least one catch block or a finally block', start, start + 3);
  return { kind: 'TryStatement', block, catches, finallyBlock, start, end: c.endFrom(start) };
}

function parseSwitch(c: Cursor): Statement {
  const start = c.start;
  c.advance();
  c.advance();
  const subject = parseExpression(c);
  c.expectPunctuation('{');
  const cases: WhenClause[] = [];
  while (c.isWord('when')) {
    const clauseStart = c.start;
    c.advance();
    if (c.takeWord('else')) {
      const body = parseBlock(c);
      cases.push({ kind: 'WhenElse', body, start: clauseStart, end: c.endFrom(clauseStart) });
      continue;
    }
    const typeEnd = skipType(c, 0);
    if (typeEnd > 0 && c.isName(typeEnd) && !c.isPunctuation(',')) {
      const type = parseType(c);
      const name = parseDeclaredName(c);
      const body = parseBlock(c);
      cases.push({ kind: 'WhenType', type, name, body, start: clauseStart, end: c.endFrom(clauseStart) });
      continue;
    }
    const values = [parseWhenValue(c)];
    while (c.takePunctuation(',')) values.push(parseWhenValue(c));
    const body = parseBlock(c);
    cases.push({ kind: 'WhenValues', values, body, start: clauseStart, end: c.endFrom(clauseStart) });
  }
  if (!cases.length && c.isPunctuation('}')) c.error('Switch statement requires at least one when block', start, start + 6);
  c.expectPunctuation('}');
  return { kind: 'SwitchStatement', subject, cases, start, end: c.endFrom(start) };
}

/** A literal, a signed number or a name, in any number of parentheses. */
function parseWhenValue(c: Cursor): Expression {
  const start = c.start;
  if (c.takePunctuation('(')) {
    const expression = c.nested(() => parseWhenValue(c)) ?? errorExpression(c);
    c.expectPunctuation(')');
    return { kind: 'ParenthesizedExpression', expression, start, end: c.endFrom(start) };
  }
  if (c.isPunctuation('-') || c.isPunctuation('+')) {
    const operator = c.textAt() as '-' | '+';
    c.advance();
    const operand = c.kind === TokenKind.String || c.kind === TokenKind.Identifier ? (c.unexpected(), errorExpression(c)) : c.nested(() => parseWhenValue(c)) ?? errorExpression(c);
    return { kind: 'UnaryExpression', operator, operand, start, end: Math.max(operand.end, c.lastEnd) };
  }
  if (c.kind === TokenKind.Integer || c.kind === TokenKind.Long || c.kind === TokenKind.String) return parseLiteral(c);
  if (c.takeWord('null')) return { kind: 'Literal', literal: { type: 'null' }, start, end: c.endFrom(start) };
  if (!c.isName()) {
    c.unexpected();
    return errorExpression(c);
  }
  return parseNamePath(c);
}

/** `System.runAs(user) { … }`. */
function parseRunAs(c: Cursor): Statement {
  const start = c.start;
  for (let i = 0; i < 4; i++) c.advance();
  const user = parseExpression(c);
  c.expectPunctuation(')');
  const body = parseBlock(c);
  return { kind: 'RunAsStatement', user, body, start, end: c.endFrom(start) };
}

function parseDml(c: Cursor, operation: DmlOperation): Statement {
  const start = c.start;
  c.advance();
  let accessLevel: 'user' | 'system' | null = null;
  if (c.isWord('as') && (c.isWord('user', 1) || c.isWord('system', 1))) {
    accessLevel = c.wordAt(1) as 'user' | 'system';
    c.advance();
    c.advance();
  }
  const records = parseExpression(c);
  const mergeWith = operation === 'merge' ? parseExpression(c) : null;
  const externalIdField = operation === 'upsert' && c.isName() ? parseNamePath(c) : null;
  c.expectPunctuation(';');
  return { kind: 'DmlStatement', operation, accessLevel, records, mergeWith, externalIdField, start, end: c.endFrom(start) };
}
