/** Selectors and names of members. Source: DataWeave Reference, DataWeave Selectors. */
import type { Expression, Lambda, NameExpression, Selection } from './ast.ts';
import type { ExpressionParser } from './parse-expression.ts';
import { quoted } from './parse-text.ts';

export function selector(p: ExpressionParser, operand: Expression): Expression {
  const { cursor } = p;
  const { at } = operand;
  cursor.need('.');
  const isDeep = cursor.source[cursor.at] === '.';
  if (isDeep) cursor.at++;
  if (cursor.source[cursor.at] === '#') {
    cursor.at++;
    return { kind: 'namespaceOf', at, operand };
  }
  if (cursor.source[cursor.at] === '^') {
    cursor.at++;
    return { kind: 'metadata', at, operand, name: cursor.needWord('a name') };
  }
  return { kind: 'select', at, operand, selection: selection(p, isDeep) };
}

function selection(p: ExpressionParser, isDeep: boolean): Selection {
  const { cursor } = p;
  let isMultiple = cursor.match(/\*/y) !== null;
  const mark = cursor.match(/[@&]/y)?.[0];
  isMultiple ||= cursor.match(/\*/y) !== null;
  const of = mark === '@' ? 'attribute' : mark === '&' ? 'pair' : 'value';
  const name = /[\w"'`$(]/.test(cursor.source[cursor.at] ?? '') && !(mark !== undefined && cursor.source[cursor.at] === '(') ? memberName(p) : null;
  if (name === null && !isDeep && of === 'value') cursor.expected('a name');
  return { of, isMultiple, isDeep, name };
}

/** A name as members have it: a word, quoted, computed in parentheses, with a namespace's prefix before it. */
export function memberName(p: ExpressionParser): NameExpression {
  const { cursor } = p;
  cursor.skip();
  if (cursor.source[cursor.at] === '(') {
    cursor.at++;
    const value = p.expression();
    cursor.need(')');
    return { kind: 'computed', value, prefix: null };
  }
  const text = quoted(p);
  if (text) return text.kind === 'string' ? { kind: 'fixed', name: text.text, prefix: null } : { kind: 'computed', value: text, prefix: null };
  const word = cursor.match(/\$?[A-Za-z_0-9][A-Za-z0-9_]*/y)?.[0] ?? cursor.expected('a name');
  if (cursor.source[cursor.at] !== '#') return { kind: 'fixed', name: word, prefix: null };
  cursor.at++;
  return { ...memberName(p), prefix: word };
}

export function bracketed(p: ExpressionParser, operand: Expression): Expression {
  const { cursor } = p;
  const { at } = operand;
  if (cursor.take('?')) {
    const parenthesized = cursor.take('(');
    const condition = p.overUnnamed(() => p.expression());
    if (parenthesized) cursor.need(')');
    cursor.need(']');
    const lambda: Lambda = condition.kind === 'lambda' ? condition : { kind: 'lambda', at: condition.at, parameters: [], result: null, body: condition };
    return { kind: 'filter', at, operand, condition: lambda };
  }
  cursor.skip();
  const sign = cursor.match(/[*@&^]+/y)?.[0] ?? '';
  const value = p.expression();
  cursor.need(']');
  if (sign === '^') return { kind: 'metadata', at, operand, name: value.kind === 'string' ? value.text : cursor.expected('a name') };
  if (sign === '') return { kind: 'index', at, operand, index: value };
  return { kind: 'select', at, operand, selection: { of: sign.includes('@') ? 'attribute' : sign.includes('&') ? 'pair' : 'value', isMultiple: sign.includes('*'), isDeep: false, name: { kind: 'computed', value, prefix: null } } };
}
