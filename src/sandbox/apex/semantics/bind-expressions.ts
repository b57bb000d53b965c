import type { AssignmentExpression, CastExpression, ClassLiteral, Expression, IndexExpression, InstanceofExpression, Literal, Node, TernaryExpression, TypeReference } from '../syntax/ast.ts';
import type { BoundExpression, BoundTarget } from './bound.ts';
import { rangeOf, type Body } from './body.ts';
import { bindCall, intrinsic } from './bind-calls.ts';
import { bindFieldAccess, bindName, usesAccessors } from './bind-names.ts';
import { bindNew } from './bind-new.ts';
import { bindBinary, bindCompound, bindIncrement, bindUnary } from './bind-operators.ts';
import { bindSoql, bindSosl } from './bind-queries.ts';
import { commonType, isAssignable, isCastable } from './conversions.ts';
import { classOf, isObject, isPrimitive, sameType, T } from './type-tools.ts';
import { resolveType } from './resolve-types.ts';
import { bindType } from './type-references.ts';
import { typeName, type ApexType, type MethodSymbol } from './types.ts';
import { isTypeVisible } from './visibility.ts';
import { checkWritable } from './writable.ts';

/** Binds an expression. Errors are reported on the body and yield an expression of type error, so each shows once. */
export function bindExpression(b: Body, node: Expression): BoundExpression {
  const range = rangeOf(node);
  switch (node.kind) {
    case 'Literal': return bindLiteral(node);
    case 'NameExpression': return bindName(b, node);
    case 'ThisExpression':
      if (!b.owner || b.isStatic) return b.error(node, 'This cannot be referenced in a static context');
      return { kind: 'this', type: classOf(b.owner), range };
    case 'SuperExpression': return b.error(node, "Unexpected token 'super'.");
    case 'FieldAccess': return bindFieldAccess(b, node);
    case 'IndexExpression': return bindIndex(b, node);
    case 'CallExpression': return bindCall(b, node);
    case 'NewExpression': return bindNew(b, node);
    case 'CastExpression': return bindCast(b, node);
    case 'UnaryExpression': return bindUnary(b, node);
    case 'PostfixExpression': return bindIncrement(b, node.operand, node.operator, 'old', node);
    case 'BinaryExpression': return bindBinary(b, node);
    case 'TernaryExpression': return bindTernary(b, node);
    case 'AssignmentExpression': return bindAssignment(b, node);
    case 'InstanceofExpression': return bindInstanceof(b, node);
    case 'ClassLiteral': {
      const type = isVoid(node.type) ? T.void : (phantomType(b, node) ?? bindType(b, node.type));
      if (type.kind === 'error') return { kind: 'literal', value: null, type, range };
      return { kind: 'typeLiteral', literal: type, type: classOf(b.program.catalogue.find('System.Type')!), range };
    }
    case 'SoqlExpression': return bindSoql(b, node);
    case 'SoslExpression': return bindSosl(b, node);
    case 'ParenthesizedExpression': return { ...bindExpression(b, node.expression), range };
    case 'ErrorExpression': return { kind: 'literal', value: null, type: T.error, range };
  }
}

/** `void.class`: what a stub is told that a method without a result returns. */
const isVoid = (type: TypeReference): boolean => type.names.length === 1 && type.names[0]!.identifier.name.toLowerCase() === 'void';

/** `Outer.Nothing.class`, where there is no such inner class, is `Outer.class`. */
function phantomType(b: Body, { type }: ClassLiteral): ApexType | null {
  if (type.names.length < 2 || type.arrayDimensions || resolveType(b.program, type, b.types)) return null;
  const outer = resolveType(b.program, { ...type, names: type.names.slice(0, -1) }, b.types);
  return outer?.kind === 'class' && !outer.symbol.isLibrary && isTypeVisible(b, outer.symbol) ? outer : null;
}

function bindLiteral(node: Literal): BoundExpression {
  const range = rangeOf(node);
  const { literal } = node;
  switch (literal.type) {
    case 'null': return { kind: 'literal', value: null, type: T.null, range };
    case 'Decimal': return { kind: 'literal', value: literal.text, type: T.Decimal, range };
    default: return { kind: 'literal', value: literal.value, type: T[literal.type], range };
  }
}

/** Converts to a type as an assignment does; reports what can't be. */
export function convertTo(b: Body, expression: BoundExpression, to: ApexType, node: Node, message?: (from: string, to: string) => string): BoundExpression {
  const from = expression.type;
  if (from.kind === 'error' || to.kind === 'error') return expression;
  if (sameType(from, to)) return expression;
  if (from.kind === 'void') return b.error(node, message?.('void', typeName(to)) ?? `Illegal assignment from void to ${typeName(to)}`);
  const row = onlyRow(b, expression, to);
  if (row) return row;
  if (expression.kind === 'soql' && expression.yields === 'list' && from.kind === 'list' && to.kind === 'list' && isAssignable(from, to) && !sameType(to.element, T.SObject)) return { ...expression, type: to };
  if (!isAssignable(from, to) || (from.kind === 'set' && to.kind === 'set')) {
    return b.error(node, message?.(typeName(from), typeName(to)) ?? `Illegal assignment from ${typeName(from)} to ${typeName(to)}`);
  }
  return convertNode(expression, to);
}

const isDynamicQuery = (method: MethodSymbol): boolean => method.owner.qualifiedName === 'System.Database' && /^query(withbinds)?$/i.test(method.name);

/** A query's list stands for its only row where a record is wanted; a dynamic query's too. */
export function onlyRow(b: Body, expression: BoundExpression, to: ApexType, isRows: (method: MethodSymbol) => boolean = isDynamicQuery): BoundExpression | null {
  if (to.kind !== 'sobject') return null;
  if (expression.kind === 'soql' && expression.yields === 'list') return { ...expression, yields: 'record', type: to };
  if (expression.kind !== 'libraryCall' || !isRows(expression.method)) return null;
  const row: BoundExpression = {
    kind: 'libraryCall', method: intrinsic(b, 'System.Database', 'static SObject onlyRow(List<SObject> rows)', [expression.type], T.SObject), receiver: null, arguments: [expression],
    isSafe: false, isSuper: false, type: T.SObject, range: expression.range,
  };
  return sameType(to, T.SObject) ? row : { kind: 'convert', mode: 'cast', operand: row, type: to, range: expression.range };
}

export function convertNode(expression: BoundExpression, to: ApexType): BoundExpression {
  if (sameType(expression.type, to)) return expression;
  if (expression.type.kind === 'null') return { ...expression, type: to };
  return { kind: 'convert', mode: 'implicit', operand: expression, type: to, range: expression.range };
}

/** A Boolean, for conditions. */
export function bindCondition(b: Body, node: Expression): BoundExpression {
  const condition = bindExpression(b, node);
  if (condition.type.kind === 'error' || condition.type.kind === 'null' || sameType(condition.type, T.Boolean)) return condition;
  return b.error(node, `Condition expression must be of type Boolean: ${typeName(condition.type)}`);
}

function bindIndex(b: Body, node: IndexExpression): BoundExpression {
  const receiver = bindExpression(b, node.receiver);
  const index = bindExpression(b, node.index);
  if (receiver.type.kind === 'error') return receiver;
  if (receiver.type.kind !== 'list') return b.error(node.receiver, `Expression must be a list type: ${typeName(receiver.type)}`);
  if (index.type.kind !== 'error' && !sameType(index.type, T.Integer)) b.error(node.index, `List index must be of type Integer: ${typeName(index.type)}`);
  return { kind: 'index', receiver, index, type: receiver.type.element, range: rangeOf(node) };
}

function bindCast(b: Body, node: CastExpression): BoundExpression {
  const type = bindType(b, node.type);
  const operand = bindExpression(b, node.operand);
  if (type.kind === 'error') return { kind: 'literal', value: null, type, range: rangeOf(node) };
  if (operand.type.kind === 'error') return { ...operand, type };
  const row = onlyRow(b, operand, type);
  if (row) return row;
  if (operand.type.kind === 'void') return b.error(node, 'Operation cast is not allowed on type: void');
  if (!isCastable(operand.type, type)) {
    return b.error(node, `Incompatible types since an instance of ${typeName(operand.type)} is never an instance of ${typeName(type)}`);
  }
  if (sameType(operand.type, type)) return operand;
  return { kind: 'convert', mode: 'cast', operand, type, range: rangeOf(node) };
}

function bindTernary(b: Body, node: TernaryExpression): BoundExpression {
  const condition = bindCondition(b, node.condition);
  let consequent = bindExpression(b, node.consequent);
  let alternate = bindExpression(b, node.alternate);
  // A query stands for its only row beside a record.
  if (alternate.type.kind === 'sobject') consequent = onlyRow(b, consequent, alternate.type, () => false) ?? consequent;
  if (consequent.type.kind === 'sobject') alternate = onlyRow(b, alternate, consequent.type, () => false) ?? alternate;
  const type = commonType(consequent.type, alternate.type);
  if (!type) return b.error(node, `Incompatible types in ternary operator: ${typeName(consequent.type)}, ${typeName(alternate.type)}`);
  return { kind: 'ternary', condition, consequent: convertNode(consequent, type), alternate: convertNode(alternate, type), type, range: rangeOf(node) };
}

function bindInstanceof(b: Body, node: InstanceofExpression): BoundExpression {
  const operand = bindExpression(b, node.operand);
  const test = bindType(b, node.type);
  if (test.kind === 'error' || operand.type.kind === 'error') return { kind: 'literal', value: false, type: T.Boolean, range: rangeOf(node) };
  checkInstanceof(b, node, operand.type, test);
  const boxed = isObject(operand.type) ? operand : convertNode(operand, T.Object);
  return { kind: 'instanceof', operand: boxed, test, type: T.Boolean, range: rangeOf(node) };
}

/** Tests whose outcome is known (those of a value's own kind), or that no value can pass. */
function checkInstanceof(b: Body, node: InstanceofExpression, from: ApexType, test: ApexType): void {
  const names = `${typeName(from)} is ${'{}'} an instance of ${typeName(test)}`;
  if (from.kind === 'void' || test.kind === 'void') b.error(node, `Operation instanceof is not allowed on type: ${typeName(from.kind === 'void' ? from : test)}`);
  else if (from.kind === 'null') return;
  // A text may be an Id.
  else if (isPrimitive(from, 'String', 'Id') && isPrimitive(test, 'String', 'Id') && !sameType(from, test)) return;
  else if (isObject(test) || (isAssignable(from, test) && !isNarrower(from, test))) b.error(node, `Operation instanceof is always true since an instance of ${names.replace('{}', 'always')}`);
  else if (!isCastable(from, test)) b.error(node, `Operation instanceof is always false since an instance of ${names.replace('{}', 'never')}`);
}

/** What an assignment lets pass although not every value fits: lists of any records for those of one kind. */
const isNarrower = (from: ApexType, test: ApexType): boolean => isAssignable(test, from) && !sameType(from, test);

/** The place an assignment writes to. */
export function bindTarget(b: Body, node: Expression): BoundTarget | null {
  const outer = b.target;
  b.target = node.kind === 'NameExpression' ? node.name : node;
  const place = bindExpression(b, node);
  b.target = outer;
  if (node.kind === 'FieldAccess' && node.isSafe) b.error(node, 'Expression cannot be assigned');
  checkWritable(b, place, node);
  const base = { type: place.type, range: place.range };
  switch (place.kind) {
    case 'local': return { kind: 'local', local: place.local, ...base };
    case 'field': return { kind: 'field', field: place.field, receiver: place.receiver, ...base };
    case 'getter':
      if (!usesAccessors(place.field)) return { kind: 'field', field: place.field, receiver: place.receiver, ...base };
      return { kind: 'setter', field: place.field, receiver: place.receiver, isSuper: place.isSuper, ...base };
    case 'sobjectField': return { kind: 'sobjectField', receiver: place.receiver, name: place.name, isRelationship: place.isRelationship, ...base };
    case 'index': return { kind: 'index', receiver: place.receiver, index: place.index, ...base };
    case 'libraryField': return { kind: 'libraryField', field: place.field, receiver: place.receiver, ...base };
    default:
      if (place.type.kind !== 'error' && place.kind !== 'enumConstant') b.error(node, 'Expression cannot be assigned');
      return null;
  }
}

function bindAssignment(b: Body, node: AssignmentExpression): BoundExpression {
  if (node.operator !== '=') return bindCompound(b, node);
  const target = bindTarget(b, node.target);
  const value = bindExpression(b, node.value);
  if (!target) return { ...value, type: T.error };
  return { kind: 'assign', target, value: convertTo(b, value, target.type, node.target), type: target.type, range: rangeOf(node) };
}
