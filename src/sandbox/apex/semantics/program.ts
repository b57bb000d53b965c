import type { Schema } from '../../data/schema.ts';
import type { AnonymousUnit, CompilationUnit, SyntaxError } from '../syntax/ast.ts';
import { releaseBodies, restoreBodies } from '../syntax/bodies.ts';
import { LineMap } from '../syntax/line-map.ts';
import { parseCompilationUnit } from '../syntax/parser.ts';
import type { Catalogue } from './catalogue.ts';
import { UserType } from './user-type.ts';
import type { Diagnostic, SourceFile, TriggerSymbol, TypeSymbol } from './types.ts';
import { SITE_LABELS } from './site-labels.ts';

/** One source file of a program, with what has been made of it so far. */
export interface ProgramUnit {
  readonly source: SourceFile;
  readonly tree: CompilationUnit;
  readonly syntaxErrors: readonly SyntaxError[];
  readonly lines: LineMap;
  /** null for triggers. */
  readonly type: UserType | null;
  readonly trigger: TriggerSymbol | null;
}

export interface ProgramOptions {
  readonly sources: readonly SourceFile[];
  readonly schema: Schema;
  readonly catalogue: Catalogue;
  /** Custom labels: lower-case name, behind `ns.` if a package has it → text. */
  readonly labels?: ReadonlyMap<string, string>;
  /** Visualforce pages: lower-case name, behind `ns__` if a package has it. Not given: any name is taken. */
  readonly pages?: ReadonlySet<string>;
  /** Packages, which may have no source but metadata. */
  readonly namespaces?: readonly string[];
}

/** All source of one org: the packages installed there and the subscriber's own. Files are parsed when first needed. */
export class Program {
  readonly schema: Schema;
  readonly catalogue: Catalogue;
  private readonly labels: ReadonlyMap<string, string>;
  private readonly pages: ReadonlySet<string> | null;
  private readonly sources = new Map<string, SourceFile>();
  private readonly units = new Map<string, ProgramUnit>();
  /** The unit whose members' bodies are there; they are let go of in all others, which are looked at from outside only. */
  private whole: ProgramUnit | null = null;
  /** `ns/name` in lower case → path. */
  private readonly classPaths = new Map<string, string>();
  private readonly triggerPaths: string[] = [];
  private readonly namespaceNames = new Set<string>();

  constructor(options: ProgramOptions) {
    this.schema = options.schema;
    this.catalogue = options.catalogue;
    this.labels = options.labels ?? new Map();
    this.pages = options.pages ?? null;
    for (const name of options.namespaces ?? []) this.namespaceNames.add(name.toLowerCase());
    for (const source of options.sources) this.addSource(source);
  }

  private addSource(source: SourceFile): void {
    this.sources.set(source.path, source);
    if (source.namespace) this.namespaceNames.add(source.namespace.toLowerCase());
    const base = source.path.slice(Math.max(source.path.lastIndexOf('/'), source.path.lastIndexOf('\\')) + 1);
    if (/\.trigger$/i.test(base)) this.triggerPaths.push(source.path);
    else this.classPaths.set(`${(source.namespace ?? '').toLowerCase()}/${base.replace(/\.cls$/i, '').toLowerCase()}`, source.path);
  }

  isNamespace(name: string): boolean {
    return this.namespaceNames.has(name.toLowerCase());
  }

  /** The text of a custom label. `namespace`: the one that is named, else that of the code. */
  label(name: string, namespace: string | null): string | undefined {
    if (namespace?.toLowerCase() === 'site') return SITE_LABELS.get(name.toLowerCase());
    return this.labels.get((namespace === null ? name : `${namespace}.${name}`).toLowerCase());
  }

  /** The full name of a Visualforce page as code of a namespace names it; null if there is none. */
  pageName(name: string, namespace: string | null): string | null {
    if (!this.pages) return name;
    const own = namespace === null ? null : `${namespace}__${name}`;
    return own !== null && this.pages.has(own.toLowerCase()) ? own : this.pages.has(name.toLowerCase()) ? name : null;
  }

  sourceFiles(): Iterable<SourceFile> {
    return this.sources.values();
  }

  paths(): Iterable<string> {
    return this.sources.keys();
  }

  triggers(): ProgramUnit[] {
    return this.triggerPaths.map((path) => this.unit(path)!).filter((unit) => unit.trigger !== null);
  }

  /** Its bodies may be empty: see `wholeUnit`. */
  unit(path: string): ProgramUnit | null {
    const known = this.units.get(path);
    if (known) return known;
    const unit = this.parse(path);
    if (unit) releaseBodies(unit.tree);
    return unit;
  }

  /** A unit with the bodies of its members, until another one is asked for. */
  wholeUnit(path: string): ProgramUnit | null {
    if (this.whole?.source.path === path) return this.whole;
    if (this.whole) releaseBodies(this.whole.tree);
    const known = this.units.get(path);
    if (known) restoreBodies(known.tree, known.source.text);
    return (this.whole = known ?? this.parse(path));
  }

  private parse(path: string): ProgramUnit | null {
    const source = this.sources.get(path);
    if (!source) return null;
    const { tree, errors } = parseCompilationUnit(source.text);
    const lines = new LineMap(source.text);
    const unit: ProgramUnit = {
      source, tree, syntaxErrors: errors, lines,
      type: tree.kind === 'TriggerDeclaration' ? null : new UserType(this, source, tree, null),
      trigger: tree.kind === 'TriggerDeclaration' ? { name: tree.name.name, namespace: source.namespace, object: tree.object.name, events: tree.events, source } : null,
    };
    this.units.set(path, unit);
    return unit;
  }

  /** A top-level class by namespace and name. */
  findTopLevel(namespace: string | null, name: string): UserType | null {
    const path = this.classPaths.get(`${(namespace ?? '').toLowerCase()}/${name.toLowerCase()}`);
    return path ? (this.unit(path)?.type ?? null) : null;
  }

  /** A class by its full name: `ns.Outer.Inner`, `Outer.Inner`. */
  findByFullName(name: string, callerNamespace: string | null = null): TypeSymbol | null {
    const parts = name.split('.');
    const tries: [string | null, string[]][] = [[callerNamespace, parts]];
    if (callerNamespace) tries.push([null, parts]);
    if (parts.length > 1) tries.push([parts[0]!, parts.slice(1)]);
    for (const [namespace, rest] of tries) {
      const top = this.findTopLevel(namespace, rest[0]!);
      if (!top) continue;
      if (rest.length === 1) return top;
      const inner = rest.length === 2 ? top.inner.get(rest[1]!.toLowerCase()) : null;
      if (inner) return inner;
    }
    return null;
  }

  diagnostic(unit: { source: SourceFile; lines: LineMap }, message: string, start: number, end: number): Diagnostic {
    const { line, column } = unit.lines.position(start);
    return { path: unit.source.path, severity: 'error', message, start, end, line, column };
  }
}

/** A unit for anonymous Apex: not part of the program's own sources. */
export interface AnonymousProgramUnit {
  readonly source: SourceFile;
  readonly tree: AnonymousUnit;
  readonly lines: LineMap;
}
