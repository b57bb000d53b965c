/** `DebugCompiler` over an org's program: finds installed sources, and compiles what a person types in a frame. */
import type { DebugCompletion } from '../../protocol/debug.ts';
import { WireError } from '../../protocol/errors.ts';
import type { BoundStatement, BoundUnit } from '../apex/semantics/bound.ts';
import { bindAnonymous, bindEvaluation, bindUnit } from '../apex/semantics/bind-unit.ts';
import type { BindResult, EvaluationScope } from '../apex/semantics/bind-unit.ts';
import type { Program } from '../apex/semantics/program.ts';
import { resolveType } from '../apex/semantics/resolve-types.ts';
import type { TypeScope } from '../apex/semantics/resolve-types.ts';
import { T } from '../apex/semantics/type-tools.ts';
import { typeName } from '../apex/semantics/types.ts';
import type { ApexType, LocalSymbol, SourceFile, TypeSymbol } from '../apex/semantics/types.ts';
import { LineMap } from '../apex/syntax/line-map.ts';
import { parseExpression } from '../apex/syntax/parser.ts';
import type { InstalledSource } from './binding.ts';
import { callSites } from './call-sites.ts';
import { completionsAt } from './completions.ts';
import { entriesOf, findNamedCode } from './function-breakpoints.ts';
import { apexOfShown } from './shown-values.ts';
import { matchSource } from './source-match.ts';
import type { ClientFile } from './source-match.ts';
import type { MethodDebugInfo, StatementInfo, UnitDebugInfo } from './contract.ts';
import type { EvaluationArtefact, FrameContext } from './messages.ts';
import { isVisibleAt } from '../apex/runtime/frame-layout.ts';
import { isPureEvaluation } from './purity.ts';
import type { DebugCompiler } from './session.ts';

export interface ProgramDebugCompilerOptions {
  readonly program: Program;
  /** Debug tables of an installed file, compiled if need be; its first error if it doesn't compile. */
  debugInfo(path: string): { readonly unit: UnitDebugInfo } | { readonly problem: string };
  /** Anonymous Apex that runs: its source and tables, by the path its frames give. */
  anonymous(path: string): { readonly source: SourceFile; readonly unit: UnitDebugInfo } | null;
  /** What is installed under a namespace, for a person: `nwd 2.2.0, tag v2.2.0`. Null: not known. */
  versionOf(namespace: string | null): string | null;
  /** JavaScript of a bound evaluation, for `AgentHost.load`. */
  generate(unit: BoundUnit): unknown;
}

interface Place {
  readonly source: SourceFile;
  readonly statement: StatementInfo;
  /** Of the unit. */
  readonly statements: readonly StatementInfo[];
  readonly method: MethodDebugInfo;
  readonly owner: TypeSymbol | null;
  readonly triggerObject: string | null;
}

export class ProgramDebugCompiler implements DebugCompiler {
  readonly #options: ProgramDebugCompilerOptions;

  constructor(options: ProgramDebugCompilerOptions) {
    this.#options = options;
  }

  findSource(file: ClientFile): InstalledSource | null {
    const { program } = this.#options;
    const anonymous = this.#options.anonymous(file.path);
    if (anonymous) return { path: file.path, text: anonymous.source.text, unit: anonymous.unit, problem: null, version: null };
    const installed = matchSource(file, [...program.paths()], path => program.unit(path)?.source.text ?? '');
    const unit = installed === null ? null : program.unit(installed);
    if (installed === null || !unit) return null;
    const version = this.#options.versionOf(unit.source.namespace);
    const compiled = this.#options.debugInfo(installed);
    return 'unit' in compiled
      ? { path: installed, text: unit.source.text, unit: compiled.unit, problem: null, version }
      : { path: installed, text: unit.source.text, unit: null, problem: compiled.problem, version };
  }

  compile(context: FrameContext, code: string, expectedType: string | null): EvaluationArtefact {
    const place = this.#place(context);
    const scope: EvaluationScope = {
      source: place.source, owner: place.owner, isStatic: place.method.isStatic, triggerObject: place.triggerObject, locals: this.#localsAt(place),
    };
    // A new value is converted as an assignment of it would be; a cast says so, and takes what a person means.
    const bind = (value: string): BindResult => bindEvaluation(this.#options.program, scope, expectedType === null ? value : `(${expectedType}) (${value})`);
    const asTyped = bind(code);
    const shown = asTyped.unit || expectedType === null ? null : apexOfShown(code, this.#typeNamed(expectedType, { namespace: place.source.namespace, enclosing: place.owner }));
    const { unit, diagnostics } = shown === null ? asTyped : bind(shown);
    if (!unit?.anonymous) throw new WireError('evaluateFailed', diagnostics.map(diagnostic => diagnostic.message).join('\n') || 'This is not Apex.');
    const { body, resultType } = unit.anonymous;
    return {
      program: this.#options.generate(withoutStops(unit)), isPure: isPureEvaluation(body, place.owner),
      resultType: resultType && resultType.kind !== 'void' ? typeName(resultType) : null,
    };
  }

  completions(context: FrameContext, text: string, offset: number, sees: (namespace: string | null) => boolean): readonly DebugCompletion[] {
    const { program } = this.#options;
    const place = this.#place(context);
    const locals = this.#localsAt(place);
    const scope: EvaluationScope = { source: place.source, owner: place.owner, isStatic: place.method.isStatic, triggerObject: place.triggerObject, locals };
    return completionsAt({
      program, namespace: place.source.namespace, owner: place.owner, isStatic: place.method.isStatic, isTrigger: place.triggerObject !== null, locals, sees,
      typeOf: expression => bindEvaluation(program, scope, expression).unit?.anonymous?.resultType ?? null,
    }, text, offset);
  }

  callsAt(context: FrameContext): ReturnType<DebugCompiler['callsAt']> {
    const { source, statement, statements } = this.#place(context);
    const { unit } = this.#options.anonymous(context.path) ? bindAnonymous(this.#options.program, source) : bindUnit(this.#options.program, context.path);
    if (!unit) return [];
    const lines = new LineMap(source.text);
    return callSites(unit, lines, statements, statement).map(({ start, end, label, traceName, occurrence, namespace }, id) => {
      const from = lines.position(start);
      const to = lines.position(end);
      return { id, label, traceName, occurrence, namespace, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    });
  }

  findFunction(name: string, namespaces: readonly string[]): ReturnType<DebugCompiler['findFunction']> {
    const code = findNamedCode(this.#options.program, name, namespaces);
    const source = code && this.findSource({ path: code.path, text: null, formerPath: null });
    return code && source && { source, namespace: code.namespace, statements: source.unit ? entriesOf(source.unit, code) : [] };
  }

  #place({ path, methodId, statement }: FrameContext): Place {
    const { program } = this.#options;
    const anonymous = this.#options.anonymous(path);
    const installed = program.unit(path);
    const compiled = anonymous ?? this.#options.debugInfo(path);
    const source = anonymous?.source ?? installed?.source;
    if (!source || !('unit' in compiled)) throw new WireError('unknownSource', `${path} is not installed in the org.`);
    const method = compiled.unit.methods.find(candidate => candidate.id === methodId);
    const info = compiled.unit.statements[statement];
    if (!method || !info) throw new WireError('internal', `${path} has no statement ${statement}.`);
    return { source, statement: info, statements: compiled.unit.statements, method, owner: program.findByFullName(method.className, source.namespace), triggerObject: installed?.trigger?.object ?? null };
  }

  #localsAt({ source, statement, method, owner }: Place): readonly LocalSymbol[] {
    const scope: TypeScope = { namespace: source.namespace, enclosing: owner };
    return method.locals.flatMap((local, index): LocalSymbol[] => {
      return isVisibleAt(local, statement.start) ? [{ ...local, type: this.#typeNamed(local.fullTypeName ?? local.typeName, scope), isFinal: false, index }] : [];
    });
  }

  #typeNamed(name: string, scope: TypeScope): ApexType {
    const { tree, errors } = parseExpression(`(${name}) null`);
    if (errors.length > 0 || tree.kind !== 'CastExpression') return T.Object;
    return resolveType(this.#options.program, tree.type, scope) ?? T.Object;
  }
}

/** A statement without a range is never stopped at: an evaluation isn't stepped through. */
function withoutStops(unit: BoundUnit): BoundUnit {
  return unit.anonymous ? { ...unit, anonymous: { ...unit.anonymous, body: unit.anonymous.body.map(withoutRange) } } : unit;
}

function withoutRange(statement: BoundStatement): BoundStatement {
  switch (statement.kind) {
    case 'block': return { ...statement, range: null, statements: statement.statements.map(withoutRange) };
    case 'if': return { ...statement, range: null, consequent: withoutRange(statement.consequent), alternate: statement.alternate && withoutRange(statement.alternate) };
    case 'while': case 'doWhile': case 'forEach': case 'runAs': return { ...statement, range: null, body: withoutRange(statement.body) };
    case 'for': return { ...statement, range: null, initializer: statement.initializer.map(withoutRange), body: withoutRange(statement.body) };
    case 'try': return {
      ...statement, range: null, block: withoutRange(statement.block), finallyBlock: statement.finallyBlock && withoutRange(statement.finallyBlock),
      catches: statement.catches.map(clause => ({ ...clause, body: withoutRange(clause.body) })),
    };
    case 'switch': return {
      ...statement, range: null, otherwise: statement.otherwise && withoutRange(statement.otherwise), cases: statement.cases.map(each => ({ ...each, body: withoutRange(each.body) })),
    };
    default: return { ...statement, range: null };
  }
}
