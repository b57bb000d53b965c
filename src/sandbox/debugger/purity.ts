/**
 * Whether an evaluation can change nothing at all, so that a watch or a condition needs no undo: it reads, computes and
 * calls only library members known to be without effect. In doubt it isn't: then it runs as a trial.
 */
import type { BoundExpression, BoundStatement } from '../apex/semantics/bound.ts';
import type { ApexType, TypeSymbol } from '../apex/semantics/types.ts';

/** Library types all of whose members only compute. */
const pureTypes = new Set(['system.string', 'system.integer', 'system.long', 'system.double', 'system.decimal', 'system.boolean', 'system.date', 'system.datetime', 'system.time', 'system.id', 'system.math', 'system.blob', 'system.userinfo', 'system.limits']);
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
  if (pureTypes.has(type) || pureTypes.has(`system.${type}`)) return true;
  return receiver !== null && readingMembers.has(method.name.toLowerCase());
}

/** Values without code of their own. A list of them reads as text without running any. */
function isPlain(type: ApexType): boolean {
  switch (type.kind) {
    case 'primitive': return type.name !== 'Object';
    case 'null': case 'sobject': return true;
    case 'list': case 'set': return isPlain(type.element);
    case 'map': return isPlain(type.key) && isPlain(type.value);
    case 'class': return type.symbol.kind === 'enum';
    default: return false;
  }
}

function isWithin(type: TypeSymbol, owner: TypeSymbol | null): boolean {
  for (let current = owner; current; current = current.outer) if (current === type) return true;
  return false;
}
