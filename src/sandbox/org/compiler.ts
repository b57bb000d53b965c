import { dirname } from 'node:path';
import type { InvalidUnit, Shape, UnitArtifact } from '../apex/codegen/artifact.ts';
import { generate } from '../apex/codegen/generate.ts';
import { bindAnonymous, bindUnit, type BindResult } from '../apex/semantics/bind-unit.ts';
import { Catalogue } from '../apex/semantics/catalogue.ts';
import { Program, type ProgramOptions } from '../apex/semantics/program.ts';
import type { Diagnostic, SourceFile } from '../apex/semantics/types.ts';
import type { LoadedMetadata } from '../data/metadata/load-schema.ts';
import { CheckCache } from './check-cache.ts';
import { SITE_PAGES } from './site-pages.ts';
import { findPages, findSources, findTestSuites, packageDirectories } from './sources.ts';
import { loadSchema } from '../data/metadata/load-schema.ts';

export interface ProjectSource {
  readonly directory: string;
  /** The namespace the project is installed under; null: unmanaged. */
  readonly namespace: string | null;
  /** Its package, where several share the namespace. */
  readonly package?: string | undefined;
}

export interface TestMethodInfo {
  readonly className: string;
  readonly methods: readonly string[];
  readonly setups: readonly string[];
  readonly seeAllData: readonly string[];
}

export interface TriggerInfo {
  readonly name: string;
  readonly object: string;
  readonly events: readonly string[];
}

let catalogue: Catalogue | null = null;
/** The library's catalogue, read once a process. */
export function sharedCatalogue(): Catalogue {
  return (catalogue ??= Catalogue.load());
}

/** Compiles the source of one org: packages and the subscriber's own. Lives in the runner's main thread. */
export class OrgCompiler {
  readonly metadata: LoadedMetadata;
  readonly program: Program;
  readonly sources: readonly SourceFile[];
  private readonly programOptions: Omit<ProgramOptions, 'sources'>;
  /** Making its key takes a look at all metadata: few need it. */
  private readonly openCache: () => CheckCache | null;
  private readonly projects: readonly ProjectSource[];
  private suites: ReadonlyMap<string, { readonly name: string; readonly classes: readonly string[] }> | null = null;
  private readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  private readonly artifacts = new Map<string, UnitArtifact>();

  /** `cacheDirectory`: where what was found is kept from one start to the next. */
  constructor(options: { projects: readonly ProjectSource[]; namespace: string | null; keyPrefixes?: ReadonlyMap<string, string>; cacheDirectory?: string }) {
    this.metadata = loadSchema({
      projects: options.projects.flatMap((project) => packageDirectories(project.directory).map((directory) => ({ directory, namespace: project.namespace }))),
      namespace: options.namespace, ...(options.keyPrefixes ? { keyPrefixes: options.keyPrefixes } : {}),
    });
    this.projects = options.projects;
    this.sources = options.projects.flatMap((project) => findSources(project.directory, project.namespace, project.package));
    const namespaces = options.projects.flatMap((project) => project.namespace ?? []);
    const pages = new Set([...SITE_PAGES, ...options.projects.flatMap((project) => findPages(project.directory, project.namespace))]);
    this.programOptions = { schema: this.metadata.schema, catalogue: sharedCatalogue(), labels: this.metadata.schema.labels, pages, namespaces };
    this.program = new Program({ ...this.programOptions, sources: this.sources });
    const { cacheDirectory, namespace } = options;
    const { schema } = this.metadata;
    this.openCache = () => (cacheDirectory === undefined ? null : new CheckCache(cacheDirectory, [namespace, namespaces, [...pages], [...schema.definedObjects()], schema.labels, schema.flows]));
  }

  /** Bound trees are large and most are wanted once: they aren't kept, what is wrong with them is. */
  private bind(path: string): BindResult {
    const result = bindUnit(this.program, path);
    this.diagnostics.set(path, result.diagnostics);
    return result;
  }

  /** What is wrong with a source file. */
  problemsOf(path: string): readonly Diagnostic[] {
    return this.diagnostics.get(path) ?? this.bind(path).diagnostics;
  }

  /** A unit by the full name of one of its classes, or of its trigger. null: none, or it doesn't compile. */
  unit(name: string, shape: Shape): UnitArtifact | null {
    const path = this.pathOf(name);
    if (!path) return null;
    const key = `${shape}|${path}`;
    const known = this.artifacts.get(key);
    if (known) return known;
    if (this.diagnostics.get(path)?.some(({ severity }) => severity === 'error')) return null;
    const { unit } = this.bind(path);
    if (!unit) return null;
    const artifact = generate(unit, shape);
    this.artifacts.set(key, artifact);
    return artifact;
  }

  /** What a request that comes to a class or trigger gets. null: there is none. */
  unitOrProblem(name: string, shape: Shape): UnitArtifact | InvalidUnit | null {
    const unit = this.unit(name, shape);
    if (unit) return unit;
    const [first] = this.diagnosticsOf(name);
    if (!first) return null;
    const what = name.startsWith('trigger:') ? `Trigger ${name.slice('trigger:'.length)}` : `Class ${name}`;
    return { invalid: `Dependent class is invalid and needs recompilation:\n ${what} : line ${first.line}, column ${first.column}: ${first.message}` };
  }

  /** Where a class or trigger comes from. */
  pathOf(name: string): string | null {
    if (name.startsWith('trigger:')) {
      const wanted = name.slice(8).toLowerCase();
      return this.program.triggers().find((unit) => fullTriggerName(unit.trigger!).toLowerCase() === wanted)?.source.path ?? null;
    }
    return this.program.findByFullName(name)?.source?.path ?? null;
  }

  /** Errors of one class as its caller gets them when it is run all the same. */
  diagnosticsOf(name: string): readonly Diagnostic[] {
    const path = this.pathOf(name);
    return path ? this.problemsOf(path) : [];
  }

  /**
   * What is wrong with a file if it has this text: what an editor holds and nobody has saved yet. Null: no file of this org.
   * The classes it names are taken as they are; nothing that runs sees the text.
   */
  checkText(path: string, text: string): readonly Diagnostic[] | null {
    const known = this.sources.find((source) => source.path === path);
    const neighbour = known ?? this.sources.find((source) => dirname(source.path) === dirname(path));
    if (!neighbour) return null;
    const source: SourceFile = { ...neighbour, path, text };
    return bindUnit(new Program({ ...this.programOptions, sources: [...this.sources.filter((each) => each !== known), source] }), path).diagnostics;
  }

  /** Where several packages share the org's namespace, it runs in the one that is developed there: the last. */
  anonymous(source: SourceFile, shape: Shape): { artifact: UnitArtifact | null; diagnostics: readonly Diagnostic[] } {
    const own = this.projects.findLast(({ namespace }) => namespace === source.namespace)?.package;
    const { unit, diagnostics } = bindAnonymous(this.program, own === undefined ? source : { ...source, package: own });
    return { artifact: unit ? generate(unit, shape) : null, diagnostics };
  }

  triggers(): TriggerInfo[] {
    return this.program.triggers().map((unit) => {
      const trigger = unit.trigger!;
      const object = this.program.schema.object(trigger.object, trigger.namespace);
      return { name: fullTriggerName(trigger), object: object?.name ?? trigger.object, events: trigger.events };
    });
  }

  /** Binds everything of which it isn't known what is wrong with it. */
  check(): { ready: number; withErrors: number; diagnostics: readonly Diagnostic[] } {
    const diagnostics: Diagnostic[] = [];
    let withErrors = 0;
    const isKnown = this.sources.every(({ path }) => this.diagnostics.has(path));
    for (const [path, found] of (isKnown ? null : this.openCache())?.diagnostics(this.program, this.sources, (each) => this.problemsOf(each)) ?? []) this.diagnostics.set(path, found);
    for (const source of this.sources) {
      const found = this.problemsOf(source.path);
      if (found.length) withErrors++;
      diagnostics.push(...found);
    }
    return { ready: this.sources.length - withErrors, withErrors, diagnostics };
  }

  /** The classes of a test suite; null: there is none of the name. */
  testSuite(name: string): readonly string[] | null {
    return this.testSuites().get(name.toLowerCase())?.classes ?? null;
  }

  testSuiteNames(): readonly string[] {
    return [...this.testSuites().values()].map((suite) => suite.name);
  }

  private testSuites(): NonNullable<OrgCompiler['suites']> {
    return (this.suites ??= new Map(this.projects.flatMap(({ directory, namespace }) => findTestSuites(directory, namespace)).map(([name, classes]) => [name.toLowerCase(), { name, classes }])));
  }

  /** Test classes with their methods; `filter` names classes or `Class.method`. Empty filter: all of the org. */
  tests(filter: readonly string[]): TestMethodInfo[] {
    const found: TestMethodInfo[] = [];
    const wanted = filter.map((name) => name.toLowerCase());
    for (const source of this.sources) {
      if (!/@\s*istest|testmethod/i.test(source.text)) continue;
      const type = this.program.unit(source.path)?.type;
      if (!type) continue;
      const name = type.namespace ? `${type.namespace}.${type.name}` : type.name;
      const all = [...type.methods.values()].flat();
      const methods = all.filter((method) => method.isTestMethod && method.isStatic && method.parameters.length === 0);
      if (!methods.length) continue;
      const chosen = wanted.length === 0 ? methods : methods.filter((method) => [name, type.name].some((own) => wanted.includes(own.toLowerCase()) || wanted.includes(`${own}.${method.name}`.toLowerCase())));
      if (!chosen.length) continue;
      const classSees = type.annotations.find((annotation) => annotation.name === 'istest')?.parameters.get('seealldata') === true;
      const sees = (method: (typeof all)[number]): boolean => (method.annotations.find((annotation) => annotation.name === 'istest')?.parameters.get('seealldata') ?? classSees) === true;
      found.push({
        className: name, methods: chosen.map((method) => method.name), setups: all.filter((method) => method.annotations.some((annotation) => annotation.name === 'testsetup')).map((method) => method.name),
        seeAllData: chosen.filter(sees).map((method) => method.name),
      });
    }
    return found;
  }
}

const fullTriggerName = (trigger: { readonly name: string; readonly namespace: string | null }): string => (trigger.namespace ? `${trigger.namespace}.${trigger.name}` : trigger.name);
