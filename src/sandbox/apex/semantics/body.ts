import type { Node } from '../syntax/ast.ts';
import type { LineMap } from '../syntax/line-map.ts';
import type { Program } from './program.ts';
import type { TypeScope } from './resolve-types.ts';
import type { BoundExpression, Range } from './bound.ts';
import { T } from './type-tools.ts';
import type { ApexType, Diagnostic, FieldSymbol, LocalSymbol, MethodSymbol, SourceFile, TypeSymbol } from './types.ts';

/** What the binder needs to know of the file it is in. */
export interface BindingUnit {
  readonly source: SourceFile;
  readonly lines: LineMap;
}

type Writable<X> = { -readonly [K in keyof X]: X[K] };

/** The body being bound: its locals, what `this` is, and the errors found. */
export class Body {
  readonly program: Program;
  readonly unit: BindingUnit;
  /** The class whose member this is; null in triggers and anonymous Apex. */
  readonly owner: TypeSymbol | null;
  readonly types: TypeScope;
  isStatic = false;
  returnType: ApexType = T.void;
  /** The property whose accessor this is: in it, the property's name means its storage. */
  accessorOf: FieldSymbol | null = null;
  /** Triggers: the object, which types Trigger.new. */
  triggerObject: string | null = null;
  /** Methods declared beside anonymous or trigger code. */
  looseMethods: ReadonlyMap<string, readonly MethodSymbol[]> = new Map();
  /** Evaluation in a frame sees private members of any class. */
  isEvaluation = false;
  /** The code is Execute Anonymous, whose declarations live in a class of their own. */
  isAnonymous = false;
  /** What the code is the body of, which decides what `return` may give and what final fields may be set. */
  role: 'method' | 'constructor' | 'initializer' | 'trigger' = 'method';
  /** The one statement that may call another constructor. */
  firstStatement: Node | null = null;
  /** The expression an assignment writes to, which need not be readable. */
  target: Node | null = null;
  /** Arguments of `this(…)` and `super(…)` are evaluated before there is an instance. */
  isBeforeInstance = false;
  loopDepth = 0;
  locals: Writable<LocalSymbol>[] = [];
  readonly diagnostics: Diagnostic[];
  private scopes: Map<string, Writable<LocalSymbol>>[] = [new Map()];

  constructor(program: Program, unit: BindingUnit, owner: TypeSymbol | null, types: TypeScope, diagnostics: Diagnostic[]) {
    this.program = program;
    this.unit = unit;
    this.owner = owner;
    this.types = types;
    this.diagnostics = diagnostics;
  }

  get namespace(): string | null { return this.unit.source.namespace; }

  /** Whether SOQL and DML run in user mode by default (from API 67). */
  get defaultAccess(): 'user' | 'system' { return this.unit.source.apiVersion >= 67 ? 'user' : 'system'; }

  textOf(node: Node): string {
    return this.unit.source.text.slice(node.start, node.end);
  }

  error(node: Node, message: string): BoundExpression {
    const { line, column } = this.unit.lines.position(node.start);
    if (!this.diagnostics.some((known) => known.start === node.start && known.message === message)) {
      this.diagnostics.push({ path: this.unit.source.path, severity: 'error', message, start: node.start, end: node.end, line, column });
    }
    return { kind: 'literal', value: null, type: T.error, range: rangeOf(node) };
  }

  /** `node` is the declaration; the name in it is where a duplicate is reported. */
  declare(name: string, type: ApexType, node: Node, options: { isParameter?: boolean; isFinal?: boolean; scopeStart?: number } = {}, nameNode: Node = node): LocalSymbol {
    if (name && this.findLocal(name)) this.error(nameNode, `Duplicate variable: ${name}`);
    const local: Writable<LocalSymbol> = {
      name, type, isParameter: options.isParameter ?? false, isFinal: options.isFinal ?? false, index: this.locals.length,
      scopeStart: options.scopeStart ?? node.end, scopeEnd: Number.MAX_SAFE_INTEGER,
    };
    this.locals.push(local);
    this.scopes.at(-1)!.set(name.toLowerCase(), local);
    return local;
  }

  /** Brings a local of a debugger frame into scope, under its own index. */
  adopt(local: LocalSymbol): void {
    const copy = { ...local };
    this.locals[local.index] = copy;
    this.scopes.at(-1)!.set(local.name.toLowerCase(), copy);
  }

  findLocal(name: string): LocalSymbol | null {
    const lower = name.toLowerCase();
    for (let i = this.scopes.length - 1; i >= 0; i--) {
      const found = this.scopes[i]!.get(lower);
      if (found) return found;
    }
    return null;
  }

  /** Runs `bind` in a scope of its own that ends at offset `end`. */
  inScope<R>(end: number, bind: () => R): R {
    const scope = new Map<string, Writable<LocalSymbol>>();
    this.scopes.push(scope);
    try {
      return bind();
    } finally {
      this.scopes.pop();
      for (const local of scope.values()) local.scopeEnd = end;
    }
  }
}

export const rangeOf = (node: Node): Range => ({ start: node.start, end: node.end });
