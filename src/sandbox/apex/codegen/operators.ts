import type { BoundExpression } from '../semantics/bound.ts';
import { typeName, type ApexType } from '../semantics/types.ts';
import { isDouble, isInteger, isThere, type ExpressionWriter } from './expressions.ts';

type Convert = Extract<BoundExpression, { kind: 'convert' }>;
type Binary = Extract<BoundExpression, { kind: 'binary' }>;

const nameOf = (type: ApexType): string => (type.kind === 'primitive' ? type.name : type.kind);

/** An arithmetic or bit operation on operands that aren't null. */
export function arithmetic(_w: ExpressionWriter, operator: string, type: ApexType, left: string, right: string, rightNode?: BoundExpression): string {
  switch (nameOf(type)) {
    case 'Boolean':
      // Both sides are evaluated, unlike `&&` and `||`.
      if (operator === '&') return `$.and(${left}, ${right})`;
      if (operator === '|') return `$.or(${left}, ${right})`;
      return `(${left} !== ${right})`;
    case 'Integer':
      switch (operator) {
        case '+': return `(${left} + ${right} | 0)`;
        case '-': return `(${left} - ${right} | 0)`;
        case '*': return `Math.imul(${left}, ${right})`;
        case '/': return `$.divideInteger(${left}, ${right})`;
        case 'negate': return `(-${left} | 0)`;
        case 'not': return `(~${left})`;
        case '>>>': return `(${left} >>> ${shiftCount(rightNode, right)} | 0)`;
        case '<<': case '>>': return `(${left} ${operator} ${shiftCount(rightNode, right)})`;
        default: return `(${left} ${operator} ${right})`;
      }
    case 'Long':
      switch (operator) {
        case '/': return `$.divideLong(${left}, ${right})`;
        case 'negate': return `BigInt.asIntN(64, -${left})`;
        case 'not': return `(~${left})`;
        case '<<': case '>>': case '>>>': return `$.shiftLong(${JSON.stringify(operator)}, ${left}, ${right})`;
        case '&': case '|': case '^': return `(${left} ${operator} ${right})`;
        default: return `BigInt.asIntN(64, ${left} ${operator} ${right})`;
      }
    case 'Double':
      if (operator === '/') return `$.divideDouble(${left}, ${right})`;
      if (operator === 'negate') return `(-${left})`;
      return `(${left} ${operator} ${right})`;
    case 'Decimal':
      switch (operator) {
        case '+': return `${left}.plus(${right})`;
        case '-': return `${left}.minus(${right})`;
        case '*': return `${left}.times(${right})`;
        case '/': return `$.divideDecimal(${left}, ${right})`;
        case 'negate': return `${left}.negate()`;
        default: break;
      }
      break;
    default: break;
  }
  throw new Error(`No operation ${operator} on ${typeName(type)}`);
}

/** Shift counts of Integers are masked by JavaScript as on the platform; a Long count is narrowed first. */
function shiftCount(node: BoundExpression | undefined, code: string): string {
  return node && nameOf(node.type) === 'Long' ? `Number(BigInt.asIntN(32, ${code}))` : code;
}

const SIMPLE = new Set(['Integer', 'Boolean', 'Long', 'Double']);

export function comparison(w: ExpressionWriter, node: Binary): string {
  const { operator, operandType, left, right } = node;
  const kind = nameOf(operandType);
  const l = w.expression(left);
  const r = w.expression(right);
  const isEquality = operator === '==' || operator === '!=' || operator === '===' || operator === '!==';
  if (isEquality) {
    const negate = operator.startsWith('!') ? '!' : '';
    const strict = negate ? '!==' : '===';
    const oneIsNull = (left.kind === 'literal' && left.value === null) || (right.kind === 'literal' && right.value === null);
    const isEnum = operandType.kind === 'class' && operandType.symbol.kind === 'enum';
    if (oneIsNull || isEnum || SIMPLE.has(kind)) return `(${l} ${strict} ${r})`;
    const exact = operator === '===' || operator === '!==';
    if (exact) return `${negate}$.identical(${w.boxed(left)}, ${w.boxed(right)})`;
    if (kind === 'String') return `${negate}$.equalText(${l}, ${r})`;
    if (kind === 'Id') return `${negate}$.equalId(${l}, ${r})`;
    return `${negate}$.equal(${w.boxed(left)}, ${w.boxed(right)})`;
  }
  const bothThere = w.isNeverNull(left) && w.isNeverNull(right);
  if (kind === 'Integer' || kind === 'Long' || kind === 'Double') {
    if (bothThere) return `(${l} ${operator} ${r})`;
    // A comparison with null is false whatever the operator.
    const isRepeatable = (side: BoundExpression): boolean => side.kind === 'local' || side.kind === 'literal';
    const tests = [left, right].flatMap((side, i) => {
      if (w.isNeverNull(side)) return [];
      const code = i === 0 ? l : r;
      return [`${side.kind === 'local' && isInteger(side.type) ? isThere(code) : `${code} !== null`} && `];
    });
    if ([left, right].every((side) => w.isNeverNull(side) || isRepeatable(side))) return `(${tests.join('')}${l} ${operator} ${r})`;
    return `$.compareNumbers${operator === '<' ? 'Less' : operator === '<=' ? 'LessOrEqual' : operator === '>' ? 'Greater' : 'GreaterOrEqual'}(${l}, ${r})`;
  }
  return `$.${isId(left) || isId(right) ? 'compareIds' : 'compare'}(${l}, ${r}, ${JSON.stringify(operator)})`;
}

/** Also where it is compared as a text. */
const isId = (side: BoundExpression): boolean => nameOf(side.type) === 'Id' || (side.kind === 'convert' && isId(side.operand));

/** A conversion node. `code` replaces the operand's own code where the caller has it already. */
export function conversion(w: ExpressionWriter, node: Convert, code?: string): string {
  const from = node.operand.type;
  const to = node.type;
  const value = code ?? w.expression(node.operand);
  const f = nameOf(from);
  const t = nameOf(to);
  if (typeName(from) === typeName(to) || from.kind === 'null' || from.kind === 'error') return value;
  if (t === 'Object') return isDouble(from) ? `$.box(${value})` : value;
  if (from.kind === 'primitive' && to.kind === 'primitive' && f !== 'Object') {
    const key = `${f}->${t}`;
    const simple: Readonly<Record<string, string>> = {
      'Integer->Long': 'integerToLong', 'Integer->Decimal': 'integerToDecimal', 'Long->Decimal': 'integerToDecimal', 'Long->Double': 'longToDouble', 'Double->Decimal': 'doubleToDecimal',
      'Decimal->Double': 'decimalToDouble', 'Decimal->Integer': 'decimalToInteger', 'Decimal->Long': 'decimalToLong', 'Double->Integer': 'doubleToInteger', 'Double->Long': 'doubleToLong',
      'Long->Integer': 'longToInteger', 'String->Id': 'toId', 'Date->Datetime': 'dateToDatetime',
    };
    if (key === 'Integer->Double' || key === 'Id->String') return value;
    const name = simple[key];
    if (name) return node.operand.kind === 'literal' && key === 'Integer->Long' ? `${String(node.operand.value)}n` : `$.${name}(${value})`;
  }
  if (node.mode === 'implicit' && !needsCheck(from, to)) return value;
  const cast = `$.cast(${isDouble(from) ? `$.box(${value})` : value}, ${w.unit.type(to)})`;
  return isDouble(to) ? `$.unbox(${cast})` : cast;
}

/** Implicit narrowing from SObject to a concrete object is checked at run time. */
function needsCheck(from: ApexType, to: ApexType): boolean {
  return from.kind === 'sobject' && to.kind === 'sobject' && from.name === 'SObject' && to.name !== 'SObject';
}
