import type { Block, LocalDeclaration, RunAsStatement, Statement, TryStatement } from '../syntax/ast.ts';
import { bindArguments, convertArguments } from './bind-calls.ts';
import { bindDml } from './bind-dml.ts';
import { bindCondition, bindExpression, convertTo } from './bind-expressions.ts';
import { bindForEach } from './bind-for-each.ts';
import { bindSwitch } from './bind-switch.ts';
import type { BoundStatement } from './bound.ts';
import { rangeOf, type Body } from './body.ts';
import { isAssignable, viewAs } from './conversions.ts';
import { candidate, resolveOverload } from './overloads.ts';
import { bindType } from './type-references.ts';
import { typeName, type ApexType } from './types.ts';

export function bindBlock(b: Body, block: Block): BoundStatement {
  return b.inScope(block.end, () => ({ kind: 'block', statements: bindStatements(b, block.statements), range: rangeOf(block) }));
}

export function bindStatements(b: Body, statements: readonly Statement[]): BoundStatement[] {
  return statements.flatMap((statement) => bindStatement(b, statement));
}

/** A branch or loop body, in a scope of its own. */
function bindNested(b: Body, statement: Statement): BoundStatement {
  return statement.kind === 'Block' ? bindBlock(b, statement) : b.inScope(statement.end, () => single(bindStatement(b, statement)));
}

const single = (list: BoundStatement[]): BoundStatement => (list.length === 1 ? list[0]! : { kind: 'block', statements: list, range: null });

export function bindStatement(b: Body, node: Statement): BoundStatement[] {
  const range = rangeOf(node);
  switch (node.kind) {
    case 'Block': return [bindBlock(b, node)];
    case 'LocalDeclaration': return bindLocals(b, node);
    case 'ExpressionStatement': return [bindExpressionStatement(b, node.expression, range)];
    case 'IfStatement': {
      const condition = bindCondition(b, node.condition);
      const branches = (): BoundStatement => ({
        kind: 'if', condition, consequent: node.consequent.kind === 'LocalDeclaration' ? single(bindStatement(b, node.consequent)) : bindNested(b, node.consequent),
        alternate: node.alternate ? bindNested(b, node.alternate) : null, range: { start: node.start, end: node.condition.end },
      });
      // A local declared as the whole branch reaches the other one.
      return [node.consequent.kind === 'LocalDeclaration' ? b.inScope(node.end, branches) : branches()];
    }
    case 'WhileStatement': return [{ kind: 'while', condition: bindCondition(b, node.condition), body: inLoop(b, () => bindNested(b, node.body)), range: { start: node.start, end: node.condition.end } }];
    case 'DoWhileStatement': {
      const body = inLoop(b, () => bindNested(b, node.body));
      return [{ kind: 'doWhile', body, condition: bindCondition(b, node.condition), range: { start: node.condition.start, end: node.condition.end } }];
    }
    case 'ForStatement':
      return [b.inScope(node.end, () => {
        const initializer = node.initializer === null ? [] : Array.isArray(node.initializer)
          ? node.initializer.map((expression): BoundStatement => ({ kind: 'expression', expression: bindExpression(b, expression), range: null }))
          : bindLocals(b, node.initializer as LocalDeclaration);
        const condition = node.condition ? bindCondition(b, node.condition) : null;
        const update = node.update.map((expression) => bindExpression(b, expression));
        const body = inLoop(b, () => bindNested(b, node.body));
        return { kind: 'for', initializer, condition, update, body, range: { start: node.start, end: node.body.start } };
      })];
    case 'ForEachStatement': return [bindForEach(b, node)];
    case 'ReturnStatement': return [bindReturn(b, node.value, range, node)];
    case 'ThrowStatement': {
      const value = bindExpression(b, node.value);
      if (value.type.kind !== 'error' && !isException(b, value.type)) b.error(node.value, `Throw expression must be of type exception: ${typeName(value.type)}`);
      return [{ kind: 'throw', value, range }];
    }
    case 'TryStatement': return [bindTry(b, node)];
    case 'BreakStatement':
      if (!b.loopDepth) b.error(node, 'Break statement must be in loop');
      return [{ kind: 'break', range }];
    case 'ContinueStatement':
      if (!b.loopDepth) b.error(node, 'Continue statement must be in loop');
      return [{ kind: 'continue', range }];
    case 'SwitchStatement': return [bindSwitch(b, node)];
    case 'DmlStatement': return [bindDml(b, node)];
    case 'RunAsStatement': return [bindRunAs(b, node)];
    case 'EmptyStatement': return [{ kind: 'empty', range: null }];
    case 'ErrorStatement': return [];
  }
}

function inLoop<R>(b: Body, bind: () => R): R {
  b.loopDepth++;
  try {
    return bind();
  } finally {
    b.loopDepth--;
  }
}

function bindLocals(b: Body, node: LocalDeclaration): BoundStatement[] {
  const type = bindType(b, node.type);
  return node.declarators.map((declarator, i) => {
    const value = declarator.initializer ? bindExpression(b, declarator.initializer) : null;
    const initializer = value ? convertTo(b, value, type, declarator.name) : value;
    const local = b.declare(declarator.name.name, type, declarator, { isFinal: node.modifiers.some((modifier) => modifier.kind === 'KeywordModifier' && modifier.keyword === 'final') });
    return { kind: 'local', local, initializer, range: initializer ? { start: i === 0 ? node.start : declarator.start, end: declarator.end } : null };
  });
}

/** An expression statement; `this(…)` and `super(…)` are statements of their own kind. */
function bindExpressionStatement(b: Body, node: Parameters<typeof bindExpression>[1], range: { start: number; end: number }): BoundStatement {
  if (node.kind === 'CallExpression' && node.isConstructorCall) {
    const target = node.name.name.toLowerCase() as 'this' | 'super';
    if (b.role !== 'constructor' || b.firstStatement?.start !== node.start) return { kind: 'expression', expression: b.error(node, `Call to '${target}()' must be the first statement in a constructor method`), range };
    b.isBeforeInstance = true;
    const args = bindArguments(b, node.arguments);
    b.isBeforeInstance = false;
    if (args.some((argument) => argument.type.kind === 'error')) return { kind: 'empty', range: null };
    const parent = target === 'this' ? b.owner : b.owner?.superclass?.kind === 'class' ? b.owner.superclass.symbol : null;
    if (!parent) return { kind: 'empty', range: null };
    const resolution = resolveOverload(parent.constructors.map((constructor) => candidate(constructor, new Map())), args.map((argument) => argument.type));
    if (resolution.kind !== 'found') {
      if (parent.isLibrary && args.length === 0) return { kind: 'empty', range: null };
      return { kind: 'expression', expression: b.error(node, `No constructor defined: [${parent.qualifiedName}].<Constructor>(${args.map((argument) => typeName(argument.type)).join(', ')})`), range };
    }
    return { kind: 'constructorCall', target, constructor: resolution.candidate.method, arguments: convertArguments(args, resolution.candidate.parameters), range };
  }
  return { kind: 'expression', expression: bindExpression(b, node), range };
}

/** What is said of `return` with a value where none is wanted. */
const NO_VALUE = { method: 'Void method must not return a value', constructor: 'Constructors must not return a value', trigger: 'Trigger bodies must not return a value' } as const;

function bindReturn(b: Body, valueNode: Parameters<typeof bindExpression>[1] | null, range: { start: number; end: number }, node: Statement): BoundStatement {
  if (b.role === 'initializer') b.error(node, 'Return must be called from a method');
  if (!valueNode) {
    if (b.returnType.kind !== 'void' && b.returnType.kind !== 'error') b.error(node, `Missing return statement required return type: ${typeName(b.returnType)}`);
    return { kind: 'return', value: null, range };
  }
  const value = bindExpression(b, valueNode);
  if (b.returnType.kind === 'void') {
    if (b.role !== 'initializer') b.error(node, NO_VALUE[b.role]);
    return { kind: 'return', value: null, range };
  }
  return { kind: 'return', value: convertTo(b, value, b.returnType, valueNode, (from, to) => `Illegal conversion from ${from} to ${to}`), range };
}

/** The body of a loop, in which `break` and `continue` mean something. */
export const bindLoopBody = (b: Body, body: Statement): BoundStatement => inLoop(b, () => bindNested(b, body));

function bindRunAs(b: Body, node: RunAsStatement): BoundStatement {
  const user = bindExpression(b, node.user);
  const { type } = user;
  const isUser = type.kind === 'error' || (type.kind === 'sobject' && (type.name === 'User' || type.name === 'SObject')) || (type.kind === 'class' && type.symbol.qualifiedName === 'System.Version') || type.kind === 'list';
  if (!isUser) b.error(node.user, "runAs requires a single argument of type 'User' or 'Version'");
  return { kind: 'runAs', user, body: bindBlock(b, node.body), range: { start: node.start, end: node.user.end } };
}

function bindTry(b: Body, node: TryStatement): BoundStatement {
  const block = bindBlock(b, node.block);
  const caught: ApexType[] = [];
  const catches = node.catches.map((clause) => b.inScope(clause.end, () => {
    const type = bindType(b, clause.type);
    if (type.kind !== 'error') {
      if (!isException(b, type)) b.error(clause.type, `Catch block variable must be of type exception: ${typeName(type)}`);
      else if (caught.some((earlier) => isAssignable(type, earlier))) b.error(clause.type, `Exception type already caught: ${typeName(type)}`);
      caught.push(type);
    }
    const local = b.declare(clause.name.name, type, clause.name);
    return { local, type, body: bindBlock(b, clause.body), range: { start: clause.start, end: clause.body.start } };
  }));
  return { kind: 'try', block, catches, finallyBlock: node.finallyBlock ? bindBlock(b, node.finallyBlock) : null, range: null };
}

const isException = (b: Body, type: ApexType): boolean => type.kind === 'class' && viewAs(type, b.program.catalogue.find('System.Exception')!) !== null;
