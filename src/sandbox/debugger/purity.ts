/**
 * Whether an evaluation can change nothing at all, so that a watch or a condition needs no undo: it reads, computes and
 * calls only library members known to be without effect. In doubt it isn't: then it runs as a trial.
 */
import { isPlain, VALUE_TYPES } from '../apex/codegen/call-free.ts';
import type { BoundExpression, BoundStatement } from '../apex/semantics/bound.ts';
import type { TypeSymbol } from '../apex/semantics/types.ts';

/** Members of collections and records that only read. */
const readingMembers = new Set(['size', 'isempty', 'get', 'contains', 'containskey', 'indexof', 'clone', 'keyset', 'values', 'getsobject', 'getsobjects', 'getsobjecttype', 'isset', 'getpopulatedfieldsasmap', 'ordinal', 'name', 'getmessage', 'gettypename', 'getcause', 'getlinenumber', 'getstacktracestring']);

/** `owner`: the class evaluated in. Its statics are initialised; touching another class's might initialise it. */
export function isPureEvaluation(statements: readonly BoundStatement[], owner: TypeSymbol | null): boolean {
  return statements.every(statement => (statement.kind === 'return' && (statement.value === null || isPure(statement.value, owner))) || (statement.kind === 'expression' && isPure(statement.expression, owner)));
}

function isPure(expression: BoundExpression, owner: TypeSymbol | null): boolean {
  const all = (...parts: readonly (BoundExpression | null)[]): boolean => parts.every(part => part === null || isPure(part, owner));
  switch (expression.kind) {
    case 'literal': case 'local': case 'this': case 'enumConstant': case 'typeLiteral': return true;
    case 'field': return (expression.receiver !== null || isWithin(expression.field.owner, owner)) && all(expression.receiver);
    case 'sobjectField': return all(expression.receiver);
    case 'index': return all(expression.receiver, expression.index);
    case 'libraryField': return all(expression.receiver);
    case 'convert': return all(expression.operand);
    case 'instanceof': return all(expression.operand);
    case 'unary': return all(expression.operand);
    // Objects are compared, and turned into text, by methods of their own.
    case 'binary': return isPlain(expression.operandType) && isPlain(expression.left.type) && isPlain(expression.right.type) && all(expression.left, expression.right);
    case 'logical': return all(expression.left, expression.right);
    case 'ternary': return all(expression.condition, expression.consequent, expression.alternate);
    case 'newElements': return all(...expression.elements) && (expression.type.kind === 'list' || expression.elements.every(element => isPlain(element.type)));
    case 'libraryCall': return isPureCall(expression) && all(expression.receiver, ...expression.arguments);
    default: return false;
  }
}

function isPureCall({ method, receiver, arguments: given }: Extract<BoundExpression, { kind: 'libraryCall' }>): boolean {
  if (!given.every(argument => isPlain(argument.type) || argument.type.kind === 'null')) return false;
  const type = method.owner.qualifiedName.toLowerCase();
  if (VALUE_TYPES.has(type) || VALUE_TYPES.has(`system.${type}`)) return true;
  return receiver !== null && readingMembers.has(method.name.toLowerCase());
}

function isWithin(type: TypeSymbol, owner: TypeSymbol | null): boolean {
  for (let current = owner; current; current = current.outer) if (current === type) return true;
  return false;
}
