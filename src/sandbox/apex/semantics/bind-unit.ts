import type { Accessor, AnonymousUnit, Block, ClassDeclaration, ConstructorDeclaration, FieldDeclaration, Member, MethodDeclaration, Node, PropertyDeclaration, Statement } from '../syntax/ast.ts';
import { LineMap } from '../syntax/line-map.ts';
import { parseAnonymous, parseExpression, parseStatements } from '../syntax/parser.ts';
import { bindExpression, convertTo } from './bind-expressions.ts';
import { usesAccessors } from './bind-names.ts';
import { bindStatement, bindStatements } from './bind-statements.ts';
import { Body, rangeOf, type BindingUnit } from './body.ts';
import type { BoundAnonymous, BoundMethod, BoundStatement, BoundTrigger, BoundType, BoundUnit } from './bound.ts';
import { checkType } from './check-types.ts';
import { checkFlow, exits } from './checks/flow.ts';
import { checkMembers } from './checks/members.ts';
import { checkTrigger } from './checks/trigger.ts';
import type { Program, ProgramUnit } from './program.ts';
import type { TypeScope } from './resolve-types.ts';
import { classOf, T } from './type-tools.ts';
import { hasKeyword, UserType } from './user-type.ts';
import { typeName, type Diagnostic, type LocalSymbol, type MethodSymbol, type SourceFile, type TypeSymbol } from './types.ts';

export interface BindResult {
  /** null if there are errors: such a unit isn't run. */
  readonly unit: BoundUnit | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Binds one source file of the program. Syntax errors come alone, as the platform reports them. */
export function bindUnit(program: Program, path: string): BindResult {
  const unit = program.wholeUnit(path);
  if (!unit) return { unit: null, diagnostics: [] };
  const diagnostics: Diagnostic[] = unit.syntaxErrors.map((error) => program.diagnostic(unit, error.message, error.start, error.end));
  if (diagnostics.length) return { unit: null, diagnostics };
  const bound = bindParsed(program, unit, diagnostics);
  diagnostics.sort((x, y) => x.start - y.start);
  return { unit: diagnostics.length ? null : bound, diagnostics };
}

function bindParsed(program: Program, unit: ProgramUnit, diagnostics: Diagnostic[]): BoundUnit {
  if (unit.tree.kind === 'TriggerDeclaration') {
    const scope: TypeScope = { namespace: unit.source.namespace, enclosing: null };
    const body = new Body(program, unit, null, scope, diagnostics);
    body.isStatic = true;
    body.role = 'trigger';
    checkTrigger(body, unit.tree);
    checkFlow(body, unit.tree.body);
    const object = program.schema.object(unit.tree.object.name, unit.source.namespace);
    body.triggerObject = object?.name ?? null;
    const statements = bindStatements(body, unit.tree.body.statements);
    const trigger: BoundTrigger = { symbol: unit.trigger!, body: statements, locals: body.locals, range: rangeOf(unit.tree) };
    return { source: unit.source, types: [], trigger, anonymous: null };
  }
  const types: BoundType[] = [];
  bindType(program, unit, unit.type!, types, diagnostics);
  return { source: unit.source, types, trigger: null, anonymous: null };
}

function bindType(program: Program, unit: BindingUnit, type: UserType, into: BoundType[], diagnostics: Diagnostic[], isHost = false): void {
  const make = (isStatic: boolean): Body => {
    const body = new Body(program, unit, type, { namespace: type.namespace, enclosing: type }, diagnostics);
    body.isStatic = isStatic;
    body.isAnonymous = isHost;
    return body;
  };
  if (isHost) checkMembers(make(true), type);
  else checkType(make(true), type);
  const statics = make(true);
  const instance = make(false);
  statics.role = 'initializer';
  instance.role = 'initializer';
  const staticInitializer: BoundStatement[] = [];
  /** Constants have their value before any initializer runs: one may be used above its declaration. */
  let constants = 0;
  const instanceInitializer: BoundStatement[] = [];
  const methods: BoundMethod[] = [];
  const bound: BoundType = {
    symbol: type, staticInitializer, staticInitializerLocals: statics.locals, instanceInitializer, instanceInitializerLocals: instance.locals, methods,
  };
  into.push(bound);
  const declaration = type.declaration;
  if (declaration.kind === 'ClassDeclaration') {
    for (const member of declaration.members) {
      switch (member.kind) {
        case 'FieldDeclaration': {
          const isStatic = hasKeyword(member.modifiers, 'static');
          const statements = bindField(isStatic ? statics : instance, type, member);
          if (isStatic && isConstant(member)) staticInitializer.splice(constants, 0, ...statements);
          else (isStatic ? staticInitializer : instanceInitializer).push(...statements);
          if (isStatic && isConstant(member)) constants += statements.length;
          break;
        }
        case 'InitializerBlock': (member.isStatic ? staticInitializer : instanceInitializer).push(...bindStatement(member.isStatic ? statics : instance, member.body)); break;
        case 'PropertyDeclaration': bindProperty(make, type, member, methods); break;
        case 'MethodDeclaration': methods.push(bindMethod(make, type, member)); break;
        case 'ConstructorDeclaration': methods.push(bindConstructor(make, type, member)); break;
        default: break;
      }
    }
    for (const constructor of type.constructors) if (!constructor.declaration) methods.push(implicitConstructor(type, constructor));
  }
  for (const inner of type.inner.values()) bindType(program, unit, inner, into, diagnostics);
}

/** `static final` with nothing but a literal as its value. */
function isConstant(member: FieldDeclaration): boolean {
  return hasKeyword(member.modifiers, 'final') && member.declarators.every(({ initializer }) => initializer?.kind === 'Literal' && initializer.literal.type !== 'null');
}

function bindField(body: Body, type: UserType, member: FieldDeclaration): BoundStatement[] {
  const into: BoundStatement[] = [];
  for (const declarator of member.declarators) {
    if (!declarator.initializer) continue;
    const field = type.fields.get(declarator.name.name.toLowerCase());
    if (!field) continue;
    const value = convertTo(body, bindExpression(body, declarator.initializer), field.type, declarator.name);
    into.push({
      kind: 'expression', range: rangeOf(declarator),
      expression: { kind: 'assign', target: { kind: 'field', field, receiver: field.isStatic ? null : { kind: 'this', type: classOf(type), range: null }, type: field.type, range: null }, value, type: field.type, range: null },
    });
  }
  return into;
}

function declareParameters(body: Body, symbol: MethodSymbol, nodes: MethodDeclaration['parameters']): LocalSymbol[] {
  return nodes.map((node, i) => body.declare(node.name.name, symbol.parameters[i]!.type, node, { isParameter: true, scopeStart: node.start }, node.name));
}

function bindMethod(make: (isStatic: boolean) => Body, type: UserType, member: MethodDeclaration): BoundMethod {
  const symbol = type.methods.get(member.name.name.toLowerCase())!.find((candidate) => candidate.declaration === member)!;
  const body = make(symbol.isStatic);
  body.returnType = symbol.returnType;
  const parameters = declareParameters(body, symbol, member.parameters);
  const statements = member.body ? bindStatements(body, member.body.statements) : null;
  if (member.body) checkReturns(body, member.body, member.name);
  return { symbol, traceName: symbol.name, accessor: null, isStatic: symbol.isStatic, parameters, locals: body.locals, returnType: symbol.returnType, body: statements, range: rangeOf(member) };
}

/** Statements nothing reaches, and ways out of a body that lack a value. */
function checkReturns(body: Body, block: Block, name: Node): void {
  checkFlow(body, block);
  if (body.returnType.kind !== 'void' && body.returnType.kind !== 'error' && !exits(block.statements)) body.error(name, `Missing return statement required return type: ${typeName(body.returnType)}`);
}

function bindConstructor(make: (isStatic: boolean) => Body, type: UserType, member: ConstructorDeclaration): BoundMethod {
  const symbol = type.constructors.find((candidate) => candidate.declaration === member)!;
  const body = make(false);
  body.role = 'constructor';
  body.firstStatement = member.body?.statements[0] ?? null;
  if (member.name.name.toLowerCase() !== type.name.toLowerCase()) body.error(member.name, `Invalid constructor name: ${member.name.name}`);
  const parameters = declareParameters(body, symbol, member.parameters);
  const statements = member.body ? bindStatements(body, member.body.statements) : [];
  if (member.body) checkFlow(body, member.body);
  const startsWithCall = statements[0]?.kind === 'constructorCall';
  const call = startsWithCall ? null : implicitSuper(type);
  return { symbol, traceName: '<init>', accessor: null, isStatic: false, parameters, locals: body.locals, returnType: T.void, body: call ? [call, ...statements] : statements, range: rangeOf(member) };
}

/** `super()` where the source leaves it out; null without a superclass. */
function implicitSuper(type: UserType): BoundStatement | null {
  const parent = type.superclass;
  if (parent?.kind !== 'class') return null;
  const constructor = parent.symbol.constructors.find((candidate) => candidate.parameters.length === 0);
  return constructor ? { kind: 'constructorCall', target: 'super', constructor, arguments: [], range: null } : null;
}

function implicitConstructor(type: UserType, symbol: MethodSymbol): BoundMethod {
  const locals: LocalSymbol[] = symbol.parameters.map((parameter, index) => ({ name: parameter.name, type: parameter.type, isParameter: true, isFinal: false, index, scopeStart: 0, scopeEnd: 0 }));
  const parent = type.superclass?.kind === 'class' ? type.superclass.symbol : null;
  const target = parent?.constructors.find((candidate) => candidate.slot === symbol.slot);
  const body: BoundStatement[] = target
    ? [{ kind: 'constructorCall', target: 'super', constructor: target, arguments: locals.map((local) => ({ kind: 'local', local, type: local.type, range: null })), range: null }]
    : [];
  return { symbol, traceName: '<init>', accessor: null, isStatic: false, parameters: locals, locals, returnType: T.void, body, range: null };
}

function bindProperty(make: (isStatic: boolean) => Body, type: UserType, member: PropertyDeclaration, into: BoundMethod[]): void {
  const field = type.fields.get(member.name.name.toLowerCase());
  if (!field) return;
  if (!usesAccessors(field)) return;
  const accessor = (node: Accessor | null, kind: 'get' | 'set'): void => {
    if (!node) return;
    const body = make(field.isStatic);
    body.accessorOf = field;
    body.returnType = kind === 'get' ? field.type : T.void;
    const parameters = kind === 'set' ? [body.declare('value', field.type, node, { isParameter: true, scopeStart: node.start })] : [];
    const receiver = field.isStatic ? null : ({ kind: 'this', type: classOf(type), range: null } as const);
    const storage = { field, receiver, type: field.type, range: null } as const;
    let statements: BoundStatement[] | null;
    if (node.body) {
      statements = bindStatements(body, node.body.statements);
      checkReturns(body, node.body, member.name);
    }
    else if (hasKeyword(member.modifiers, 'abstract')) statements = null;
    else if (kind === 'get') statements = [{ kind: 'return', value: { kind: 'field', isSafe: false, ...storage }, range: null }];
    else statements = [{ kind: 'expression', expression: { kind: 'assign', target: { kind: 'field', ...storage }, value: { kind: 'local', local: parameters[0]!, type: field.type, range: null }, type: field.type, range: null }, range: null }];
    into.push({ symbol: null, traceName: `__sfdc_${field.name}`, accessor: { field, kind }, isStatic: field.isStatic, parameters, locals: body.locals, returnType: body.returnType, body: statements, range: rangeOf(node) });
  };
  accessor(member.getter, 'get');
  accessor(member.setter, 'set');
}

/** Execute Anonymous: runs in the subscriber's namespace (rule D18). Methods and classes declared in it become a class `anon`. */
export function bindAnonymous(program: Program, source: SourceFile): BindResult {
  const { tree, errors } = parseAnonymous(source.text);
  const lines = new LineMap(source.text);
  const unit: BindingUnit = { source, lines };
  const diagnostics: Diagnostic[] = errors.map((error) => program.diagnostic(unit, error.message, error.start, error.end));
  if (diagnostics.length) return { unit: null, diagnostics };
  const types: BoundType[] = [];
  const host = hostType(program, source, tree);
  const scope: TypeScope = { namespace: source.namespace, enclosing: host };
  if (host) {
    for (const inner of host.inner.values()) bindType(program, unit, inner, types, diagnostics);
    types.unshift(bindHost(program, unit, host, diagnostics));
  }
  const body = new Body(program, unit, host, scope, diagnostics);
  body.isStatic = true;
  const statements = bindStatements(body, tree.statements);
  const anonymous: BoundAnonymous = { body: statements, locals: body.locals, resultType: null, frameLocals: [] };
  return { unit: diagnostics.length ? null : { source, types, trigger: null, anonymous }, diagnostics };
}

/** Declarations of anonymous code live in a class of their own; its methods are static whatever they say. */
function hostType(program: Program, source: SourceFile, tree: AnonymousUnit): UserType | null {
  if (tree.members.length === 0) return null;
  const members: Member[] = tree.members.map((member) => (member.kind === 'MethodDeclaration' && !hasKeyword(member.modifiers, 'static')
    ? { ...member, modifiers: [...member.modifiers, { kind: 'KeywordModifier', keyword: 'static', start: member.start, end: member.start }] }
    : member));
  const declaration: ClassDeclaration = {
    kind: 'ClassDeclaration', modifiers: [], name: { kind: 'Identifier', name: 'AnonymousBlock', start: 0, end: 0 }, superclass: null, interfaces: [], members, bodyStart: 0, start: 0, end: source.text.length,
  };
  return new UserType(program, source, declaration, null);
}

function bindHost(program: Program, unit: BindingUnit, host: UserType, diagnostics: Diagnostic[]): BoundType {
  const into: BoundType[] = [];
  const saved = [...host.inner];
  host.inner.clear();
  bindType(program, unit, host, into, diagnostics, true);
  for (const [name, inner] of saved) host.inner.set(name, inner);
  return into[0]!;
}

/** What an evaluation in a frame sees. */
export interface EvaluationScope {
  readonly source: SourceFile;
  readonly owner: TypeSymbol | null;
  readonly isStatic: boolean;
  /** Locals visible at the statement, with their indices in the frame. */
  readonly locals: readonly LocalSymbol[];
  readonly triggerObject: string | null;
}

/** Binds an expression or statements typed by a person in the scope of a stopped frame. */
export function bindEvaluation(program: Program, scope: EvaluationScope, text: string): BindResult {
  const code = text.trim();
  const source: SourceFile = { ...scope.source, path: 'evaluation', text: code };
  const unit: BindingUnit = { source, lines: new LineMap(code) };
  const expression = parseExpression(code);
  const isExpression = expression.errors.length === 0;
  const parsed = isExpression ? null : parseStatements(code.endsWith(';') || code.endsWith('}') ? code : `${code};`);
  const errors = parsed?.errors ?? [];
  const diagnostics: Diagnostic[] = errors.map((error) => program.diagnostic(unit, error.message, error.start, error.end));
  if (diagnostics.length) return { unit: null, diagnostics };
  const body = new Body(program, unit, scope.owner, { namespace: source.namespace, enclosing: scope.owner }, diagnostics);
  body.isStatic = scope.isStatic;
  body.isEvaluation = true;
  body.triggerObject = scope.triggerObject;
  for (const local of scope.locals) body.adopt(local);
  for (let i = 0; i < body.locals.length; i++) body.locals[i] ??= { name: `$${i}`, type: T.Object, isParameter: false, isFinal: false, index: i, scopeStart: 0, scopeEnd: 0 };
  let statements: BoundStatement[];
  let resultType: BoundAnonymous['resultType'] = null;
  if (isExpression) {
    const value = bindExpression(body, expression.tree);
    resultType = value.type.kind === 'null' ? T.Object : value.type;
    statements = [value.type.kind === 'void' ? { kind: 'expression', expression: value, range: null } : { kind: 'return', value, range: null }];
  } else {
    statements = bindStatements(body, parsed!.tree as readonly Statement[]);
  }
  const anonymous: BoundAnonymous = { body: statements, locals: body.locals, resultType, frameLocals: scope.locals };
  return { unit: diagnostics.length ? null : { source, types: [], trigger: null, anonymous }, diagnostics };
}

