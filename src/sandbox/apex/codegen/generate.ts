import { catchesOf } from './catches.ts';
import { LineMap } from '../syntax/line-map.ts';
import { neverNullLocals } from './non-null.ts';
import { ExpressionWriter } from './expressions.ts';
import { FrameWriter } from './frames.ts';
import { SELF } from '../runtime/frame-layout.ts';
import type { BoundAnonymous, BoundMethod, BoundStatement, BoundType, BoundUnit } from '../semantics/bound.ts';
import { typeKey, type AnnotationInfo, type LocalSymbol, type Sharing, type TypeSymbol } from '../semantics/types.ts';
import { usesAccessors } from '../semantics/bind-names.ts';
import { SHARING_BY_DEFAULT } from './artifact.ts';
import type { ClassFacts, MethodFacts, Shape, UnitArtifact } from './artifact.ts';
import { localDeclarations, StatementWriter } from './statements.ts';
import { fullName, UnitWriter } from './unit-writer.ts';
import { property } from './writer.ts';

/** Compiles a bound unit into JavaScript and tables. Everything user-written is mangled or goes through JSON.stringify. */
export function generate(bound: BoundUnit, shape: Shape): UnitArtifact {
  const top = bound.types[0]?.symbol ?? null;
  const unitName = bound.trigger ? qualified(bound.trigger.symbol.namespace, bound.trigger.symbol.name) : bound.anonymous ? 'AnonymousBlock' : fullName(top!);
  const unit = new UnitWriter(bound.source, unitName, shape, new LineMap(bound.source.text));
  bound.types.forEach((type, i) => unit.ownTypes.set(type.symbol, i));
  const exports: string[] = [];
  for (const type of inDependencyOrder(bound.types)) {
    exports.push(`K${unit.ownTypes.get(type.symbol)!}`);
    generateType(unit, type);
  }
  if (bound.trigger) {
    unit.caller = callerConstant(unit, bound.source.namespace, bound.source.apiVersion >= SHARING_BY_DEFAULT ? 'with' : 'without', false);
    const id = unit.addMethod(unitName, bound.trigger.symbol.name, `Trigger.${unitName}`, true, bound.trigger.locals);
    generateFunction(unit, 'function R() {', id, bound.trigger.body, bound.trigger.locals, 0, 'null');
  }
  if (bound.anonymous) {
    unit.caller = callerConstant(unit, bound.source.namespace, isEvaluation(bound.anonymous) ? null : 'with', false);
    generateAnonymous(unit, bound.anonymous);
  }
  const debug = { path: bound.source.path, unitName, namespace: bound.source.namespace, statements: unit.statements, methods: unit.methods, ...(unit.isDebuggable ? { catches: catchesOf(bound) } : {}) };
  const headers = ['"use strict";', `const N = $.npe, C = $.counters, G = $.debug, V = G.values, P = $.place;`, `const B = $.flags;${unit.isDebuggable ? ' var F = null;' : ''}`, ...unit.headLines()];
  const code = [...headers, ...unit.lines, `return { classes: () => [${exports.join(', ')}]${bound.trigger || bound.anonymous ? ', run: R' : ''}${unit.isDebuggable ? ', heed: (isOn) => { F = isOn ? B : null; }' : ''} };`].join('\n');
  return {
    unitName, path: bound.source.path, namespace: bound.source.namespace, apiVersion: bound.source.apiVersion, shape, code,
    classes: bound.types.map((type) => classFacts(type.symbol)),
    trigger: bound.trigger ? { name: unitName, object: bound.trigger.symbol.object, events: bound.trigger.symbol.events } : null,
    debug, lineStatements: [...headers.map(() => -1), ...unit.lineStatements], traceNames: unit.traceNames,
  };
}

const qualified = (namespace: string | null, name: string): string => (namespace ? `${namespace}.${name}` : name);

/** A superclass in the same file comes before its subclasses: class expressions need it. */
function inDependencyOrder(types: readonly BoundType[]): BoundType[] {
  const ordered: BoundType[] = [];
  const visit = (type: BoundType): void => {
    if (ordered.includes(type)) return;
    const parent = type.symbol.superclass;
    const own = parent?.kind === 'class' ? types.find((other) => other.symbol === parent.symbol) : undefined;
    if (own && own !== type) visit(own);
    ordered.push(type);
  };
  types.forEach(visit);
  return ordered;
}

function callerConstant(unit: UnitWriter, namespace: string | null, sharing: Sharing, isTest: boolean): string {
  return unit.constant('Q', `{ namespace: ${JSON.stringify(namespace)}, sharing: ${JSON.stringify(sharing)}, apiVersion: ${unit.source.apiVersion}, isTest: ${isTest} }`);
}

/** What a class says, or its superclass; inner classes don't follow their outer one. */
function sharingOf(symbol: TypeSymbol): Sharing {
  for (let at: TypeSymbol | null = symbol; at && !at.isLibrary; at = at.superclass?.kind === 'class' ? at.superclass.symbol : null) if (at.sharing) return at.sharing;
  return symbol.apiVersion >= SHARING_BY_DEFAULT ? 'with' : null;
}

function generateType(unit: UnitWriter, type: BoundType): void {
  const { symbol } = type;
  const n = unit.ownTypes.get(symbol)!;
  const name = fullName(symbol);
  unit.caller = callerConstant(unit, symbol.namespace, sharingOf(symbol), symbol.isTest);
  const statics = [...symbol.fields.values()].filter((field) => field.isStatic && symbol.kind !== 'enum');
  unit.line(`let S${n} = null;`);
  unit.block(`function I${n}() {`, () => {
    unit.line(`const s = S${n} = { ${statics.map((field) => `${JSON.stringify(field.slot)}: null`).join(', ')} };`);
    unit.line(`$.touched(K${n}, () => { S${n} = null; });`);
    if (symbol.outer && unit.ownTypes.has(symbol.outer)) unit.line(`S${unit.ownTypes.get(symbol.outer)!} ?? I${unit.ownTypes.get(symbol.outer)!}();`);
    if (type.staticInitializer.length) {
      const id = unit.addMethod(name, '<clinit>', `Class.${name}.<clinit>`, true, type.staticInitializerLocals);
      generateBody(unit, id, type.staticInitializer, type.staticInitializerLocals, 0, 'null', symbol);
    }
    unit.line('return s;');
  });
  const parent = symbol.superclass;
  const base = symbol.kind === 'interface' || symbol.kind === 'enum' ? null : parent?.kind === 'class'
    ? parent.symbol.isLibrary ? `$.libraryBase(${JSON.stringify(parent.symbol.qualifiedName)})` : unit.extendsOutside(symbol) ? `$.loadClass(${JSON.stringify(fullName(parent.symbol))}).k` : `${unit.classReference(parent.symbol)}.k`
    : '$.ApexObject';
  const isDeferred = unit.extendsOutside(symbol);
  if (isDeferred) unit.line(`let J${n}, K${n};`);
  const fields = [...symbol.fields.values()].filter((field) => !field.isStatic);
  const methods = type.methods.filter((method) => method.body !== null);
  unit.block(`const M${n} = {`, () => {
    for (const method of methods) if (method.isStatic) generateMethod(unit, type, method);
  }, '};');
  if (base) {
    if (isDeferred) unit.line(`$.deferClass(${JSON.stringify(name)}, () => {`);
    unit.block(`${isDeferred ? '' : 'const '}J${n} = class extends ${base} {`, () => {
      unit.line(`constructor() { super(); ${fields.map((field) => `this${property(field.slot)} = null;`).join(' ')} }`);
      unit.block(`[${JSON.stringify(initializerSlot(symbol))}]() {`, () => {
        if (!type.instanceInitializer.length) return;
        const id = unit.addMethod(name, '<init>', `Class.${name}.<init>`, false, type.instanceInitializerLocals, true);
        generateBody(unit, id, type.instanceInitializer, type.instanceInitializerLocals, 0, 'this', symbol);
      });
      for (const method of methods) if (!method.isStatic) generateMethod(unit, type, method);
    }, '};');
  } else {
    unit.line(`const J${n} = null;`);
  }
  // An overload that has the very parameters needs no bridge.
  const own = new Set(methods.map((method) => method.symbol?.slot));
  const bridges = methods.filter((method) => method.symbol && !method.isStatic).flatMap((method) => method.symbol!.bridgeSlots.filter((slot) => !own.has(slot)).map((slot) => [slot, method.symbol!.slot] as const));
  const names = Object.fromEntries(fields.filter((field) => !usesAccessors(field)).map((field) => [field.slot, field.name]));
  unit.line(
    `${isDeferred ? '' : 'const '}K${n} = $.defineClass({ name: ${JSON.stringify(name)}, k: J${n}, u: () => (S${n} ?? I${n}(), M${n}), s: () => S${n} ?? I${n}(), ` +
    `peek: () => S${n}, make: () => (S${n} ?? I${n}(), new J${n}()), names: ${JSON.stringify(names)}, bridges: ${JSON.stringify(bridges)}, enums: ${JSON.stringify(symbol.kind === 'enum' ? symbol.enumConstants : null)} });`,
  );
  if (isDeferred) unit.line('});');
}

/** A class's own initialisers; no subclass in another file may take the name. */
const initializerSlot = (symbol: TypeSymbol): string => `$init$${fullName(symbol)}`;

function generateMethod(unit: UnitWriter, type: BoundType, method: BoundMethod): void {
  const name = fullName(type.symbol);
  const id = unit.addMethod(name, method.traceName, `Class.${name}.${method.traceName}`, method.isStatic, method.locals);
  const slot = method.accessor ? `${method.accessor.kind}$${method.accessor.field.slot}` : method.symbol!.slot;
  const parameters = method.parameters.map((parameter) => `v${parameter.index}`).join(', ');
  const isConstructor = method.symbol?.isConstructor ?? false;
  const body = method.body!;
  const first = body[0];
  const startsWithThis = first?.kind === 'constructorCall' && first.target === 'this';
  unit.block(`[${JSON.stringify(slot)}](${parameters}) {`, () => {
    // Unlike in Java, a class's own initialisers run before those of its superclass and before its constructor.
    if (method.symbol?.isStatic && method.symbol.annotations.some((annotation) => annotation.name === 'future')) {
      unit.line(`if ($.enqueueFuture(${JSON.stringify(name)}, ${JSON.stringify(slot)}, [${parameters}])) return null;`);
    }
    if (isConstructor && !startsWithThis) unit.line(`this[${JSON.stringify(initializerSlot(type.symbol))}]();`);
    generateBody(unit, id, body, method.locals, method.parameters.length, method.isStatic ? 'null' : 'this', type.symbol, isConstructor);
    if (isConstructor) unit.line('return this;');
  }, method.isStatic ? '},' : '}');
}

function generateFunction(unit: UnitWriter, head: string, methodId: number, body: readonly BoundStatement[], locals: readonly LocalSymbol[], parameters: number, self: string): void {
  unit.block(head, () => generateBody(unit, methodId, body, locals, parameters, self, null));
}

/** Locals, the frame in debuggable code, and the statements. Temporaries are declared last, when they are known. */
function generateBody(unit: UnitWriter, methodId: number, body: readonly BoundStatement[], locals: readonly LocalSymbol[], parameters: number, self: string, owner: TypeSymbol | null, isConstructor = false): void {
  const neverNull = unit.isDebuggable ? new Set<number>() : neverNullLocals(body, locals);
  const expressions = new ExpressionWriter(unit, neverNull);
  expressions.locals = locals;
  expressions.owner = owner;
  expressions.isStatic = self === 'null';
  expressions.isConstructor = isConstructor;
  const writer = new StatementWriter(unit, methodId, expressions);
  const declarations = localDeclarations(locals, parameters);
  if (declarations) unit.line(declarations);
  const at = unit.lines.length;
  unit.line('');
  const outer = unit.statement;
  // Who has no statements never stops; the log is told of them, though.
  if (unit.shape === 'traced' || (unit.shape === 'debuggable' && body.length)) {
    expressions.frame = new FrameWriter(unit, { methodId, body, locals, parameters, self, initialised: expressions.initialised });
    expressions.frame.method(() => writer.all(body));
  } else {
    writer.all(body);
  }
  unit.statement = outer;
  unit.lines[at] = [
    // Who calls nobody can't run on for ever, but in a loop.
    ...(expressions.callsUserCode ? ['if (++C.n > C.quota) $.poll();'] : []),
    ...temporaries(writer),
  ].join(' ');
}

/** Variables that only the generated code knows. */
function temporaries({ expressions, hasLoops }: StatementWriter): readonly string[] {
  const names = [...expressions.usedTemporaries, ...(hasLoops ? ['n = 0'] : [])];
  return names.length ? [`let ${names.join(', ')};`] : [];
}

/** An evaluation runs as the frame it stands in does. */
const isEvaluation = (anonymous: BoundAnonymous): boolean => anonymous.resultType !== null || anonymous.frameLocals.length > 0;

/** The body of anonymous Apex, or of an evaluation: `R(b)`, with the base of the frame whose locals are its own. */
function generateAnonymous(unit: UnitWriter, anonymous: BoundAnonymous): void {
  const id = unit.addMethod('AnonymousBlock', 'AnonymousBlock', 'AnonymousBlock', true, anonymous.locals);
  if (!isEvaluation(anonymous)) {
    generateFunction(unit, 'function R() {', id, anonymous.body, anonymous.locals, 0, 'null');
    return;
  }
  unit.line('// An evaluation works on the locals of the frame it runs in.');
  const expressions = new ExpressionWriter(unit, new Set(), `V[b + ${SELF}]`);
  expressions.isInFrame = true;
  const writer = new StatementWriter(unit, id, expressions);
  unit.block('function R(b) {', () => {
    const at = unit.lines.length;
    unit.line('');
    writer.all(anonymous.body);
    unit.lines[at] = temporaries(writer).join(' ');
  });
}

const annotations = (list: readonly AnnotationInfo[]): MethodFacts['annotations'] => list.map((annotation) => ({ name: annotation.name, parameters: [...annotation.parameters] }));

export function classFacts(symbol: TypeSymbol): ClassFacts {
  const methods = [...symbol.methods.values()].flat();
  const supertypes = [symbol.superclass, ...symbol.interfaces].filter((type) => type?.kind === 'class');
  const parent = symbol.superclass;
  return {
    name: fullName(symbol), namespace: symbol.namespace, kind: symbol.kind, supertypes: supertypes.map((type) => typeKey(type!)),
    superclass: parent?.kind === 'class' ? fullName(parent.symbol) : null,
    isAbstract: symbol.isAbstract, isVirtual: symbol.isVirtual, isTest: symbol.isTest, access: symbol.access, sharing: sharingOf(symbol), apiVersion: symbol.apiVersion,
    fields: symbol.kind === 'enum' ? [] : [...symbol.fields.values()].map((field) => ({
      name: field.name, slot: field.slot, type: typeKey(field.type), isStatic: field.isStatic, isFinal: field.isFinal, isTransient: field.isTransient,
      isProperty: field.kind === 'property', hasAccessors: usesAccessors(field), access: field.access,
    })),
    methods: methods.map((method) => ({
      name: method.name, slot: method.slot, isStatic: method.isStatic, isTestMethod: method.isTestMethod, access: method.access,
      parameters: method.parameters.map((parameter) => ({ name: parameter.name, type: typeKey(parameter.type) })), returnType: typeKey(method.returnType), annotations: annotations(method.annotations),
    })),
    enumConstants: symbol.kind === 'enum' ? symbol.enumConstants : [], annotations: annotations(symbol.annotations),
    hasDefaultConstructor: symbol.constructors.some((constructor) => constructor.parameters.length === 0),
  };
}
