import type { Expression, SwitchStatement, WhenClause } from '../syntax/ast.ts';
import { bindExpression, convertNode } from './bind-expressions.ts';
import { bindBlock } from './bind-statements.ts';
import type { BoundExpression, BoundStatement } from './bound.ts';
import type { Body } from './body.ts';
import { isAssignable } from './conversions.ts';
import { isPrimitive, sameType, T } from './type-tools.ts';
import { bindType } from './type-references.ts';
import { typeName, type ApexType } from './types.ts';

type Cases = Extract<BoundStatement, { kind: 'switch' }>['cases'][number];

/** `switch on` (Apex Developer Guide: Switch Statements). */
export function bindSwitch(b: Body, node: SwitchStatement): BoundStatement {
  const subject = bindExpression(b, node.subject);
  const type = isSwitchable(subject.type) ? subject.type : b.error(node.subject, `${typeName(subject.type)} is not a valid switch expression type`).type;
  let otherwise: BoundStatement | null = null;
  const cases: Cases[] = [];
  const seen = new Set<string>();
  for (const clause of node.cases) {
    if (clause.kind === 'WhenElse') {
      if (clause !== node.cases.at(-1)) b.error(clause, "'when else' must be the last when block");
      otherwise = bindBlock(b, clause.body);
    } else {
      cases.push(clause.kind === 'WhenType' ? bindWhenType(b, clause, type, seen) : bindWhenValues(b, clause, type, seen));
    }
  }
  return { kind: 'switch', subject, cases, otherwise, range: { start: node.start, end: node.subject.end } };
}

function isSwitchable(type: ApexType): boolean {
  return isPrimitive(type, 'Integer', 'Long', 'String', 'Id') || type.kind === 'sobject' || type.kind === 'error' || (type.kind === 'class' && type.symbol.kind === 'enum');
}

/** Each value, and each type, is matched once. */
function once(b: Body, seen: Set<string>, key: string, shown: string, node: { readonly start: number; readonly end: number }): void {
  if (seen.has(key)) b.error(node, `${shown} occurs as more than one when branch for this switch statement`);
  seen.add(key);
}

function bindWhenType(b: Body, clause: WhenClause & { kind: 'WhenType' }, type: ApexType, seen: Set<string>): Cases {
  return b.inScope(clause.end, () => {
    const pattern = bindType(b, clause.type);
    if (pattern.kind !== 'error') {
      const name = typeName(pattern);
      if (pattern.kind !== 'sobject' || pattern.name === 'SObject') b.error(clause.type, `${name} cannot be a 'when type variable' block`);
      else if (sameType(pattern, type)) b.error(clause.type, `${name} in the 'when expression' is already matching the switch expression type`);
      else if (type.kind !== 'error' && !isAssignable(pattern, type)) b.error(clause.type, `${name} value in 'when expression' cannot be implicitly converted to the ${typeName(type)} type in switch expression`);
      once(b, seen, `type ${name.toLowerCase()}`, name, clause.type);
    }
    const local = b.declare(clause.name.name, pattern, clause.name);
    return { values: [], pattern: { type: pattern, local }, body: bindBlock(b, clause.body), range: { start: clause.start, end: clause.body.start } };
  });
}

function bindWhenValues(b: Body, clause: WhenClause & { kind: 'WhenValues' }, type: ApexType, seen: Set<string>): Cases {
  const values = clause.values.map((node): BoundExpression => {
    const value = type.kind === 'class' ? bindConstant(b, node, type) : bindValue(b, node, type);
    const literal = value.kind === 'convert' ? value.operand : value;
    if (literal.kind === 'literal' && literal.type.kind !== 'error') once(b, seen, `${typeof literal.value} ${String(literal.value)}`, b.textOf(node), node);
    else if (value.kind === 'enumConstant' || value.kind === 'libraryField') once(b, seen, `enum ${value.field.name}`, value.field.name, node);
    return value;
  });
  return { values, pattern: null, body: bindBlock(b, clause.body), range: { start: clause.start, end: clause.body.start } };
}

/** A constant of the enum, by its bare name or behind the name of the enum. */
function bindConstant(b: Body, node: Expression, type: ApexType & { kind: 'class' }): BoundExpression {
  if (node.kind === 'ParenthesizedExpression') return bindConstant(b, node.expression, type);
  if (node.kind === 'NameExpression') {
    const field = type.symbol.fields.get(node.name.name.toLowerCase());
    if (!field) return b.error(node, 'Field must be an enum reference');
    return field.owner.isLibrary ? { kind: 'libraryField', field, receiver: null, isSafe: false, type, range: null } : { kind: 'enumConstant', field, type, range: null };
  }
  const value = bindExpression(b, node);
  if (value.type.kind === 'null' || value.type.kind === 'error' || sameType(value.type, type)) return value;
  return b.error(node, `${typeName(value.type)} value in 'when expression' cannot be implicitly converted to the ${typeName(type)} type in switch expression`);
}

function bindValue(b: Body, node: Expression, type: ApexType): BoundExpression {
  const value = bindExpression(b, node);
  if (value.type.kind === 'error' || value.type.kind === 'null' || type.kind === 'error') return value;
  if (type.kind === 'sobject') return b.error(node, "Switching on SObject types must be a 'when type variable' or 'when null'");
  if (value.kind === 'field' && !(value.field.isStatic && value.field.isFinal)) return b.error(node, `Field must be a static final constant: ${value.field.name}`);
  if (!isConstant(value)) return b.error(node, "'when expression' must be a literal, a constant literal field or enum value");
  if (!isAssignable(value.type, type)) return b.error(node, `${typeName(value.type)} value in 'when expression' cannot be implicitly converted to the ${typeName(type)} type in switch expression`);
  return convertNode(value, isPrimitive(type, 'Id') ? T.String : type);
}

function isConstant(value: BoundExpression): boolean {
  return value.kind === 'literal' || value.kind === 'field' || value.kind === 'libraryField' || (value.kind === 'unary' && isConstant(value.operand));
}
