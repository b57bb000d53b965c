/**
 * Which code calls nobody: no other method of Apex can run while it does, nor library code that asks for the place on the shadow
 * stack (`System.debug`), so nobody looks at its frame from further in. In doubt it calls.
 */
import type { BoundExpression, BoundStatement, BoundTarget } from '../semantics/bound.ts';
import type { ApexType, TypeSymbol } from '../semantics/types.ts';

/** Library types all of whose members only compute. */
export const VALUE_TYPES: ReadonlySet<string> = new Set(['system.string', 'system.integer', 'system.long', 'system.double', 'system.decimal', 'system.boolean', 'system.date', 'system.datetime', 'system.time', 'system.id', 'system.math', 'system.blob', 'system.userinfo', 'system.limits']);
/** Members of lists and maps that ask nothing of the elements and values in them. */
const OF_CONTAINERS = new Set(['size', 'isempty', 'get', 'set', 'add', 'put', 'containskey', 'keyset', 'values', 'clear', 'remove']);

/** `initialised`: the class whose statics are sure to be there, so that naming one runs no initialiser. */
export function isCallFree(statement: BoundStatement, initialised: TypeSymbol | null): boolean {
  const quiet = (...parts: readonly (BoundStatement | null)[]): boolean => parts.every((part) => part === null || isCallFree(part, initialised));
  const computes = (...parts: readonly (BoundExpression | null)[]): boolean => parts.every((part) => part === null || isCallFreeExpression(part, initialised));
  switch (statement.kind) {
    case 'empty': case 'break': case 'continue': return true;
    case 'block': return quiet(...statement.statements);
    case 'local': return computes(statement.initializer);
    case 'expression': return computes(statement.expression);
    case 'if': return computes(statement.condition) && quiet(statement.consequent, statement.alternate);
    case 'while': case 'doWhile': return computes(statement.condition) && quiet(statement.body);
    case 'for': return computes(statement.condition, ...statement.update) && quiet(...statement.initializer, statement.body);
    case 'forEach': return statement.iteration !== 'iterable' && computes(statement.source) && quiet(statement.body);
    case 'return': case 'throw': return computes(statement.value);
    case 'try': return quiet(statement.block, statement.finallyBlock, ...statement.catches.map((clause) => clause.body));
    case 'switch':
      return isPlain(statement.subject.type) && computes(statement.subject, ...statement.cases.flatMap((each) => each.values)) && quiet(statement.otherwise, ...statement.cases.map((each) => each.body));
    case 'dml': case 'runAs': case 'constructorCall': return false;
  }
}

export function isCallFreeExpression(node: BoundExpression | BoundTarget, initialised: TypeSymbol | null): boolean {
  const all = (...parts: readonly (BoundExpression | BoundTarget | null)[]): boolean => parts.every((part) => part === null || isCallFreeExpression(part, initialised));
  switch (node.kind) {
    case 'literal': case 'local': case 'this': case 'enumConstant': case 'typeLiteral':
    case 'sobjectTypeToken': case 'sobjectFieldToken': case 'sobjectDescribe': case 'fieldDescribe': return true;
    case 'field': return node.receiver === null ? node.field.owner === initialised : all(node.receiver);
    case 'sobjectField': return all(node.receiver);
    case 'index': return all(node.receiver, node.index);
    case 'libraryField': return node.field.owner.qualifiedName === 'System.Trigger';
    case 'convert': case 'instanceof': case 'unary': return all(node.operand);
    // Objects are compared, and turned into text, by methods of their own.
    case 'binary': return (isIdentity(node) || (isPlain(node.operandType) && isPlain(node.left.type) && isPlain(node.right.type))) && all(node.left, node.right);
    case 'logical': return all(node.left, node.right);
    case 'ternary': return all(node.condition, node.consequent, node.alternate);
    case 'assign': return all(node.target, node.value);
    case 'compound': return isPlain(node.operandType) && isPlain(node.value.type) && all(node.target, node.value);
    case 'newSObject': return all(...node.fields.map((field) => field.value));
    case 'newElements': return (node.type.kind === 'list' || node.elements.every((element) => isPlain(element.type))) && all(...node.elements);
    case 'newMap': return node.entries.every((entry) => isPlain(entry.key.type)) && all(...node.entries.flatMap((entry) => [entry.key, entry.value]));
    case 'newCollection': return node.source === null || (isPlain(node.source.type) && all(node.source));
    case 'newSized': return all(node.size);
    case 'libraryNew': return node.arguments.every((argument) => isPlain(argument.type)) && all(...node.arguments);
    case 'libraryCall': return isCallFreeCall(node) && all(node.receiver, ...node.arguments);
    case 'soql': return all(...node.binds);
    case 'getter': case 'setter': case 'call': case 'new': case 'sosl': return false;
  }
}

function isIdentity({ operator, left, right }: Extract<BoundExpression, { kind: 'binary' }>): boolean {
  return operator === '===' || operator === '!==' || [left, right].some((side) => side.kind === 'literal' && side.value === null);
}

function isCallFreeCall({ method, receiver, arguments: given }: Extract<BoundExpression, { kind: 'libraryCall' }>): boolean {
  const name = method.name.toLowerCase();
  const arePlain = given.every((argument) => isPlain(argument.type));
  switch (receiver?.type.kind) {
    case 'list': return OF_CONTAINERS.has(name) || (isPlain(receiver.type) && arePlain);
    case 'set': return isPlain(receiver.type) && arePlain;
    case 'map': return isPlain(receiver.type.key) && (OF_CONTAINERS.has(name) || (isPlain(receiver.type) && arePlain));
    default: return arePlain && VALUE_TYPES.has(method.owner.qualifiedName.toLowerCase());
  }
}

/** Values without code of their own. A list of them reads as text without running any. */
export function isPlain(type: ApexType): boolean {
  switch (type.kind) {
    case 'primitive': return type.name !== 'Object';
    case 'null': case 'sobject': return true;
    case 'list': case 'set': return isPlain(type.element);
    case 'map': return isPlain(type.key) && isPlain(type.value);
    case 'class': return type.symbol.kind === 'enum';
    default: return false;
  }
}
