import type { AssignmentExpression, BinaryExpression, Expression, Node, UnaryExpression } from '../syntax/ast.ts';
import { bindExpression, bindTarget, convertNode, convertTo } from './bind-expressions.ts';
import type { BoundExpression } from './bound.ts';
import { rangeOf, type Body } from './body.ts';
import { commonType, isAssignable } from './conversions.ts';
import { isNumeric, isPrimitive, promote, sameType, T } from './type-tools.ts';
import { typeName, type ApexType } from './types.ts';

type Arithmetic = '+' | '-' | '*' | '/' | '%';

export function bindUnary(b: Body, node: UnaryExpression): BoundExpression {
  if (node.operator === '++' || node.operator === '--') return bindIncrement(b, node.operand, node.operator, 'new', node);
  if (node.operator === '!') return { kind: 'unary', operator: '!', operand: bindBoolean(b, node.operand, '! operator can only be applied to boolean expressions'), type: T.Boolean, range: rangeOf(node) };
  // `-2147483648`: the digits alone would be out of range, so the sign is folded into the literal.
  const operand = bindExpression(b, node.operand);
  if (operand.type.kind === 'error') return operand;
  // `'a' + + 'b'` compiles.
  if (node.operator === '+' && isPrimitive(operand.type, 'String')) return operand;
  if (!isNumeric(operand.type) || (node.operator === '~' && !isPrimitive(operand.type, 'Integer', 'Long'))) return b.error(node, node.operator === '~' ? `Invalid type for bitwise negate: ${typeName(operand.type)}` : 'Unary negation must use a numeric argument');
  if (node.operator === '+') return operand;
  return { kind: 'unary', operator: node.operator, operand, type: operand.type, range: rangeOf(node) };
}

export function bindIncrement(b: Body, operand: Expression, operator: '++' | '--', result: 'new' | 'old', node: Node): BoundExpression {
  const target = bindTarget(b, operand);
  if (!target || target.type.kind === 'error') return { kind: 'literal', value: null, type: T.error, range: rangeOf(node) };
  if (!isNumeric(target.type)) return b.error(node, `Unary ${result === 'old' ? 'postfix increment/decrement' : operator === '++' ? 'prefix increment' : 'prefix decrement'} can only be applied to numeric expressions: ${typeName(target.type)}`);
  const one: BoundExpression = convertNode({ kind: 'literal', value: 1, type: T.Integer, range: null }, target.type);
  return { kind: 'compound', operator: operator === '++' ? '+' : '-', operandType: target.type, target, value: one, result, type: target.type, range: rangeOf(node) };
}

export function bindCompound(b: Body, node: AssignmentExpression): BoundExpression {
  const target = bindTarget(b, node.target);
  const value = bindExpression(b, node.value);
  if (!target || target.type.kind === 'error' || value.type.kind === 'error') return { kind: 'literal', value: null, type: T.error, range: rangeOf(node) };
  const operator = node.operator.slice(0, -1) as '+' | '<<';
  const typed = operandTypeOf(b, operator, target.type, value.type, node);
  if (!typed) return { kind: 'literal', value: null, type: T.error, range: rangeOf(node) };
  if (!isAssignable(typed.result, target.type)) return b.error(node, `Illegal assignment from ${typeName(typed.result)} to ${typeName(target.type)}`);
  const right = typed.rightStays ? value : convertNode(value, typed.operand);
  return { kind: 'compound', operator, operandType: typed.operand, target, value: right, result: 'new', type: target.type, range: rangeOf(node) };
}

/** The type an operation works in and yields; `rightStays` where the right operand isn't promoted (shifts, dates, text). */
function operandTypeOf(b: Body, operator: string, left: ApexType, right: ApexType, node: Node): { operand: ApexType; result: ApexType; rightStays: boolean } | null {
  const bad = (message: string): null => {
    b.error(node, message);
    return null;
  };
  if (operator === '+' && (isPrimitive(left, 'String') || isPrimitive(right, 'String') || ((isPrimitive(left, 'Id') || isPrimitive(right, 'Id'))))) {
    return { operand: T.String, result: T.String, rightStays: true };
  }
  if ((operator === '+' || operator === '-') && isPrimitive(left, 'Date', 'Datetime', 'Time')) {
    const [wanted, message] = isPrimitive(left, 'Datetime') ? [isNumeric(right), 'Date/time expressions must use Integer or Double or Decimal'] : [isPrimitive(right, 'Integer', 'Long'), `${typeName(left)} expressions must use Integer or Long`];
    return wanted ? { operand: left, result: left, rightStays: true } : bad(message);
  }
  if (['+', '-', '*', '/', '%'].includes(operator)) {
    if (left.kind === 'null' || right.kind === 'null') {
      const other = left.kind === 'null' ? right : left;
      if (isNumeric(other)) return { operand: other, result: other, rightStays: false };
    }
    if (!isNumeric(left) || !isNumeric(right)) return bad('Arithmetic expressions must use numeric arguments');
    const type = promote(left, right);
    return { operand: type, result: type, rightStays: false };
  }
  if (operator === '<<' || operator === '>>' || operator === '>>>') {
    if (!isPrimitive(left, 'Integer', 'Long') || !isPrimitive(right, 'Integer', 'Long')) return bad(`${operator} operation can only be applied to Integer or Long types`);
    return { operand: left, result: left, rightStays: true };
  }
  if (isPrimitive(left, 'Boolean') && isPrimitive(right, 'Boolean')) return { operand: T.Boolean, result: T.Boolean, rightStays: false };
  if (isPrimitive(left, 'Integer', 'Long') && isPrimitive(right, 'Integer', 'Long')) {
    const type = promote(left, right);
    return { operand: type, result: type, rightStays: false };
  }
  return bad(`${operator} operator can only be applied to Boolean expressions or to Integer or Long expressions`);
}

const LOGICAL = 'Logical operator can only be applied to Boolean';

/** An operand of a logical operator. */
function bindBoolean(b: Body, node: Expression, message: string): BoundExpression {
  const operand = bindExpression(b, node);
  return operand.type.kind === 'error' || operand.type.kind === 'null' || sameType(operand.type, T.Boolean) ? operand : b.error(node, message);
}

export function bindBinary(b: Body, node: BinaryExpression): BoundExpression {
  const range = rangeOf(node);
  switch (node.operator) {
    case '&&': case '||':
      return { kind: 'logical', operator: node.operator, left: bindBoolean(b, node.left, LOGICAL), right: bindBoolean(b, node.right, LOGICAL), type: T.Boolean, range };
    case '??': {
      let left = bindExpression(b, node.left);
      const right = bindExpression(b, node.right);
      // No row is null here.
      if (left.kind === 'soql' && left.yields === 'list' && left.type.kind === 'list' && right.type.kind === 'sobject') left = { ...left, yields: 'optional', type: left.type.element };
      const type = commonType(left.type, right.type);
      if (!type) return b.error(node, `Incompatible types in null coalescing operator: ${typeName(left.type)}, ${typeName(right.type)}`);
      return { kind: 'logical', operator: '??', left: convertNode(left, type), right: convertNode(right, type), type, range };
    }
    case '==': case '!=': case '<>': case '===': case '!==': return bindEquality(b, node);
    case '<': case '<=': case '>': case '>=': return bindComparison(b, node);
    default: break;
  }
  const left = bindExpression(b, node.left);
  const right = bindExpression(b, node.right);
  if (left.type.kind === 'error' || right.type.kind === 'error') return { kind: 'literal', value: null, type: T.error, range };
  if (left.type.kind === 'void' || right.type.kind === 'void') return b.error(node, 'Arithmetic expressions must use numeric arguments');
  const typed = operandTypeOf(b, node.operator, left.type, right.type, node);
  if (!typed) return { kind: 'literal', value: null, type: T.error, range };
  const operator = node.operator as Arithmetic;
  if (typed.rightStays) {
    // Text: each operand is converted at run time, so a Double must stay recognisable as one.
    const keep = (operand: BoundExpression): BoundExpression => (isPrimitive(typed.operand, 'String') && isPrimitive(operand.type, 'Double') ? convertNode(operand, T.Object) : operand);
    return { kind: 'binary', operator, operandType: typed.operand, left: keep(left), right: keep(right), type: typed.result, range };
  }
  return { kind: 'binary', operator, operandType: typed.operand, left: convertNode(left, typed.operand), right: convertNode(right, typed.operand), type: typed.result, range };
}

function bindEquality(b: Body, node: BinaryExpression): BoundExpression {
  const range = rangeOf(node);
  const operator = node.operator === '<>' ? '!=' : (node.operator as '==');
  let left = bindExpression(b, node.left);
  let right = bindExpression(b, node.right);
  if (left.type.kind === 'error' || right.type.kind === 'error') return { kind: 'literal', value: false, type: T.Boolean, range };
  if (left.kind === 'soql' && right.type.kind === 'sobject') left = convertTo(b, left, right.type, node.left);
  if (right.kind === 'soql' && left.type.kind === 'sobject') right = convertTo(b, right, left.type, node.right);
  const a = left.type;
  const c = right.type;
  const compatible = isAssignable(a, c) || isAssignable(c, a) || (isNumeric(a) && isNumeric(c)) || (a.kind === 'class' && c.kind === 'class' && (a.symbol.kind === 'interface' || c.symbol.kind === 'interface'))
    || (isPrimitive(a, 'Date', 'Datetime') && isPrimitive(c, 'Date', 'Datetime'));
  if (operator.length === 3 && isValueType(a) && isValueType(c)) return b.error(node, `Exact equality operator only allowed for reference types: ${typeName(a)}`);
  if (!compatible) return b.error(node, `Comparison arguments must be compatible types: ${typeName(a)}, ${typeName(c)}`);
  let operandType: ApexType = T.Object;
  if (a.kind === 'null' || c.kind === 'null') operandType = a.kind === 'null' ? c : a;
  else if (sameType(a, c)) operandType = a;
  else if (isNumeric(a) && isNumeric(c)) operandType = promote(a, c);
  else if (isPrimitive(a, 'String', 'Id') && isPrimitive(c, 'String', 'Id')) operandType = T.Id;
  if (operandType.kind === 'null') operandType = T.Object;
  const side = (expression: BoundExpression): BoundExpression =>
    isPrimitive(operandType, 'Id') && isPrimitive(expression.type, 'String') ? expression : convertNode(expression, operandType);
  return { kind: 'binary', operator, operandType, left: side(left), right: side(right), type: T.Boolean, range };
}

/** Primitives other than Object, which may hold anything. */
const isValueType = (type: ApexType): boolean => isPrimitive(type) && !isPrimitive(type, 'Object');

function bindComparison(b: Body, node: BinaryExpression): BoundExpression {
  const left = bindExpression(b, node.left);
  const right = bindExpression(b, node.right);
  const range = rangeOf(node);
  const a = left.type;
  const c = right.type;
  if (a.kind === 'error' || c.kind === 'error') return { kind: 'literal', value: false, type: T.Boolean, range };
  const operator = node.operator as '<';
  const build = (type: ApexType): BoundExpression => ({ kind: 'binary', operator, operandType: type, left: convertNode(left, type), right: convertNode(right, type), type: T.Boolean, range });
  const other = a.kind === 'null' ? c : a;
  const isOrdered = isNumeric(other) || isPrimitive(other, 'String', 'Id', 'Date', 'Datetime', 'Time');
  if ((a.kind === 'null' || c.kind === 'null') && isOrdered) return build(other);
  if (isNumeric(a) && isNumeric(c)) return build(promote(a, c));
  if (isPrimitive(a, 'String', 'Id') && isPrimitive(c, 'String', 'Id')) return build(T.String);
  if (isPrimitive(a, 'Date', 'Datetime') && isPrimitive(c, 'Date', 'Datetime')) return build(sameType(a, c) ? a : T.Datetime);
  if (isPrimitive(a, 'Time') && isPrimitive(c, 'Time')) return build(T.Time);
  if (!isAssignable(a, c) && !isAssignable(c, a)) return b.error(node, `Comparison arguments must be compatible types: ${typeName(a)}, ${typeName(c)}`);
  return b.error(node, `Inequality operator not allowed for this type: ${typeName(other)}`);
}
