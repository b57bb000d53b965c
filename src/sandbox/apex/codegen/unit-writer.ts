import type { MethodDebugInfo, StatementInfo } from '../../debugger/contract.ts';
import type { LineMap } from '../syntax/line-map.ts';
import { typeKey, typeName, type ApexType, type LocalSymbol, type SourceFile, type TypeSymbol } from '../semantics/types.ts';
import type { Shape } from './artifact.ts';
import { Writer } from './writer.ts';

/** State of the code generation of one unit: its text, tables, and the shared constants its head declares. */
export class UnitWriter extends Writer {
  readonly source: SourceFile;
  readonly shape: Shape;
  readonly lineMap: LineMap;
  readonly statements: StatementInfo[] = [];
  readonly methods: MethodDebugInfo[] = [];
  readonly traceNames: string[] = [];
  readonly unitName: string;
  private readonly constants = new Map<string, string>();
  private readonly heads: string[] = [];
  /** The namespace and sharing that queries and DML of the current class run with, as a JavaScript constant. */
  caller = 'null';
  /** Classes declared in this unit: symbol → number. */
  readonly ownTypes = new Map<TypeSymbol, number>();

  constructor(source: SourceFile, unitName: string, shape: Shape, lineMap: LineMap) {
    super();
    this.source = source;
    this.unitName = unitName;
    this.shape = shape;
    this.lineMap = lineMap;
  }

  /** The caller's constant, and a note of the line that calls: the debug log names it. */
  get placedCaller(): string {
    return `(P.line = ${this.statements[this.statement]?.line ?? 0}, ${this.caller})`;
  }

  get isDebuggable(): boolean { return this.shape === 'debuggable' || this.shape === 'traced'; }

  addMethod(className: string, traceName: string, tracePrefix: string, isStatic: boolean, locals: readonly LocalSymbol[], isInitializer = false): number {
    const id = this.methods.length;
    this.methods.push({
      id, className, traceName, isStatic, ...(isInitializer ? { isInitializer } : {}),
      locals: locals.map((local) => ({ name: local.name, ...typeNames(local.type), isParameter: local.isParameter, scopeStart: local.scopeStart, scopeEnd: local.scopeEnd })),
    });
    this.traceNames.push(tracePrefix);
    return id;
  }

  addStatement(methodId: number, start: number, end: number): number {
    const from = this.lineMap.position(start);
    const to = this.lineMap.position(end);
    const id = this.statements.length;
    this.statements.push({ id, methodId, line: from.line, column: from.column, endLine: to.line, endColumn: to.column, start });
    return id;
  }

  /** A constant of the unit's head; equal expressions share one name. */
  constant(prefix: string, expression: string): string {
    const known = this.constants.get(expression);
    if (known) return known;
    const name = `${prefix}${this.constants.size}`;
    this.constants.set(expression, name);
    this.heads.push(`const ${name} = ${expression};`);
    return name;
  }

  /** A runtime type object. */
  type(type: ApexType): string {
    return this.constant('T', `$.type(${JSON.stringify(typeKey(type))})`);
  }

  /** A library member, resolved at its first call. */
  library(owner: string, key: string): string {
    const name = `${owner}|${key}`;
    const known = this.constants.get(name);
    if (known) return known;
    const id = `L${this.constants.size}`;
    this.constants.set(name, id);
    this.heads.push(`let ${id} = null; const ${id}f = () => ${id} = $.library(${JSON.stringify(owner)}, ${JSON.stringify(key)});`);
    return id;
  }

  /** Whether a class needs another file to be defined. Files may extend each other's classes in a circle: such a class waits until it is wanted. */
  extendsOutside(symbol: TypeSymbol): boolean {
    for (let parent = symbol.superclass; parent?.kind === 'class' && !parent.symbol.isLibrary; parent = parent.symbol.superclass) if (!this.ownTypes.has(parent.symbol)) return true;
    return false;
  }

  /** A class by its symbol: own ones directly, others through the loader at first use. */
  classReference(symbol: TypeSymbol): string {
    const own = this.ownTypes.get(symbol);
    // One whose superclass can't be loaded is never defined: the loader says so.
    if (own !== undefined) return this.extendsOutside(symbol) ? `(K${own} ?? $.loadClass(${JSON.stringify(fullName(symbol))}))` : `K${own}`;
    const full = fullName(symbol);
    const key = `class ${full}`;
    const known = this.constants.get(key);
    if (known) return `(${known} ?? ${known}f())`;
    const id = `C${this.constants.size}`;
    this.constants.set(key, id);
    this.heads.push(`let ${id} = null; const ${id}f = () => ${id} = $.loadClass(${JSON.stringify(full)});`);
    return `(${id} ?? ${id}f())`;
  }

  headLines(): readonly string[] {
    return this.heads;
  }
}

function typeNames(type: ApexType): { typeName: string; fullTypeName?: string } {
  const shown = typeName(type);
  const full = typeKey(type).replaceAll('SObject:', 'Schema.');
  return full === shown ? { typeName: shown } : { typeName: shown, fullTypeName: full };
}

export function fullName(symbol: TypeSymbol): string {
  return symbol.namespace ? `${symbol.namespace}.${symbol.qualifiedName}` : symbol.qualifiedName;
}
