import { Script } from 'node:vm';
import type { ClassFacts, InvalidUnit, Shape, UnitArtifact } from '../codegen/artifact.ts';
import { cast } from './casts.ts';
import { ApexDouble } from './double.ts';
import { fail, setTraceReader, type TraceLine } from './exception.ts';
import { ApexEnum, type ApexObject } from './object.ts';
import { typeOf } from './runtime-types.ts';

/** A loaded class: what generated code of its own and other units reaches it by. */
export interface LoadedClass {
  readonly name: string;
  /** JavaScript class of instances; null for interfaces and enums. */
  readonly k: (new () => ApexObject) | null;
  /** Static methods by slot, after the class is initialised. */
  readonly u: () => Record<string, (...args: unknown[]) => unknown>;
  /** Statics by slot, after the class is initialised. */
  readonly s: () => Record<string, unknown>;
  /** Statics if the class is initialised: looking doesn't initialise. */
  readonly peek: () => Record<string, unknown> | null;
  /** A new instance whose constructor hasn't run. */
  readonly make: () => ApexObject;
  /** Field slot → name as declared. */
  readonly names: Readonly<Record<string, string>>;
  readonly bridges: readonly (readonly [string, string])[];
  readonly enums: readonly string[] | null;
  /** Enum constants by declared name. */
  e: Readonly<Record<string, ApexEnum>>;
  facts: ClassFacts;
}

export interface LoadedUnit {
  readonly artifact: UnitArtifact;
  readonly classes: readonly LoadedClass[];
  readonly run: ((...args: unknown[]) => unknown) | null;
  /** One byte a statement; debuggable code asks the hook where it isn't 0, coverage code sets it to 1. */
  readonly flags: Uint8Array;
  /** Whether debuggable code looks at the flags at all: to be on while any is set. */
  readonly heedFlags: (isOn: boolean) => void;
}

/** Where the loader gets compiled code: the runner, by a synchronous call. null: no such class. */
export type UnitSource = (className: string, shape: Shape) => UnitArtifact | InvalidUnit | null;

/** Gives `$` to generated code; made by support.ts to keep the loader free of the library. */
export type SupportFactory = (unit: UnitArtifact, flags: Uint8Array, loader: ClassLoader) => object;

/** Loads units on first use, one shape of each. */
export class ClassLoader {
  readonly shape: Shape;
  private readonly source: UnitSource;
  private readonly makeSupport: SupportFactory;
  private readonly classes = new Map<string, LoadedClass | null>();
  private readonly units = new Map<string, LoadedUnit>();
  /** What is wrong with classes that don't compile, by lower-case name. */
  private readonly invalid = new Map<string, string>();
  /** Classes whose superclass is in another file, until they are wanted, by lower-case name. */
  private readonly deferred = new Map<string, () => void>();
  /** Those that are being defined just now. */
  private readonly defining = new Set<string>();
  private readonly fresh: (() => void)[] = [];
  /** Facts of classes whose unit has come in, also while its code is still being run for the first time. */
  private readonly facts = new Map<string, ClassFacts>();
  /** Called for every unit before any of its code runs. */
  onLoad: (unit: LoadedUnit) => void = () => {};

  constructor(shape: Shape, source: UnitSource, makeSupport: SupportFactory) {
    this.shape = shape;
    this.source = source;
    this.makeSupport = makeSupport;
  }

  loadedUnits(): Iterable<LoadedUnit> {
    return this.units.values();
  }

  /** What is known of a class; loads its unit if need be. */
  factsOf(name: string): ClassFacts | null {
    return this.facts.get(name.toLowerCase()) ?? this.find(name)?.facts ?? null;
  }

  /** A class by full name (case doesn't matter); null if there is none. */
  find(name: string): LoadedClass | null {
    const key = name.toLowerCase();
    const known = this.classes.get(key);
    if (known !== undefined) return known;
    if (!this.deferred.has(key)) {
      const artifact = this.source(name, this.shape);
      if (artifact && 'invalid' in artifact) this.invalid.set(key, artifact.invalid);
      else if (artifact) this.evaluate(artifact);
    }
    if (this.deferred.has(key)) this.defineDeferred(key);
    this.settle();
    const found = this.classes.get(key) ?? null;
    this.classes.set(key, found);
    return found;
  }

  /** A trigger's unit, by `trigger:` and its full name. */
  unit(name: string): LoadedUnit {
    const key = name.toLowerCase();
    const known = this.units.get(key);
    if (known) return known;
    const artifact = this.source(name, this.shape);
    if (!artifact || 'invalid' in artifact) return fail('System.UnexpectedException', artifact?.invalid ?? `${name} could not be loaded`);
    const unit = this.load(artifact);
    this.units.set(key, unit);
    return unit;
  }

  /** A class that the compiler knows to exist. */
  require(name: string): LoadedClass {
    return this.find(name) ?? fail('System.TypeException', this.invalid.get(name.toLowerCase()) ?? `Class ${name} could not be loaded`);
  }

  load(artifact: UnitArtifact): LoadedUnit {
    const unit = this.evaluate(artifact);
    this.settle();
    return unit();
  }

  private defineDeferred(key: string): void {
    if (this.defining.has(key)) fail('System.TypeException', `Classes depend on each other in a circle: ${key}`);
    this.defining.add(key);
    try {
      this.deferred.get(key)!();
      this.deferred.delete(key);
    } finally {
      this.defining.delete(key);
    }
  }

  /** Once no class waits for another: defines the rest of the units that came in, and tells of them. */
  private settle(): void {
    if (this.defining.size) return;
    for (const key of this.deferred.keys()) {
      try {
        this.defineDeferred(key);
      } catch {
        // Nobody wants it yet: whoever does gets the error.
      }
    }
    for (const tell of this.fresh.splice(0)) tell();
  }

  /** Runs a unit's code, which needs no other unit as long as nobody asks for its deferred classes. */
  private evaluate(artifact: UnitArtifact): () => LoadedUnit {
    const flags = new Uint8Array(Math.max(artifact.debug.statements.length, 1));
    const filename = `apex:${scripts.size}:${artifact.unitName}`;
    scripts.set(filename, artifact);
    for (const facts of artifact.classes) this.facts.set(facts.name.toLowerCase(), facts);
    const factory = new Script(`(function($){${artifact.code}\n})`, { filename }).runInThisContext() as ($: object) => { classes: () => LoadedClass[]; run?: (...args: unknown[]) => unknown; heed?: (isOn: boolean) => void };
    const made = factory(this.makeSupport(artifact, flags, this));
    let unit: LoadedUnit | null = null;
    this.fresh.push(() => {
      unit = { artifact, classes: made.classes().filter((loaded) => loaded !== undefined), run: made.run ?? null, flags, heedFlags: made.heed ?? (() => undefined) };
      this.units.set(artifact.unitName.toLowerCase(), unit);
      this.onLoad(unit);
    });
    return () => unit!;
  }

  /** Called by a unit's code for a class whose superclass is in another one. */
  defer(name: string, define: () => void): void {
    this.deferred.set(name.toLowerCase(), define);
  }

  /** Called by a unit's code as each class is ready, so that units which extend each other's classes find them. */
  register(loaded: LoadedClass): LoadedClass {
    loaded.facts = this.facts.get(loaded.name.toLowerCase())!;
    this.classes.set(loaded.name.toLowerCase(), loaded);
    return defineClass(loaded);
  }
}

/**
 * Through a library interface values come and go boxed, of whatever type of number they are (`Comparator<Double>`); null: the
 * method takes and gives them as they are.
 */
function boxing(parameters: readonly string[], returnType: string): { arguments(args: readonly unknown[]): unknown[]; result(value: unknown): unknown } | null {
  const isNumber = (type: string): boolean => type === 'Double' || type === 'Decimal' || type === 'Long';
  if (!parameters.some(isNumber) && returnType !== 'Double') return null;
  return {
    arguments: (args) => args.map((value, i) => {
      if (!isNumber(parameters[i]!)) return value;
      const boxed = cast(value, typeOf(parameters[i]!));
      return boxed instanceof ApexDouble ? boxed.value : boxed;
    }),
    result: (value) => (returnType === 'Double' && typeof value === 'number' ? new ApexDouble(value) : value),
  };
}

/** Finishes a class: its type, bridges, enum constants. */
export function defineClass(loaded: LoadedClass): LoadedClass {
  const type = typeOf(loaded.name);
  const prototype = loaded.k?.prototype as Record<string, unknown> | undefined;
  if (prototype) {
    Object.defineProperty(prototype, '$type', { value: type });
    const inherited = (Object.getPrototypeOf(prototype) as { $fieldNames?: Record<string, string> }).$fieldNames ?? {};
    Object.defineProperty(prototype, '$fieldNames', { value: { ...inherited, ...loaded.names } });
    // A bridge calls through the slot, so that an override further down is found.
    for (const [slot, target] of loaded.bridges) {
      const method = loaded.facts.methods.find((each) => each.slot === target);
      const values = method && boxing(method.parameters.map((parameter) => parameter.type), method.returnType);
      Object.defineProperty(prototype, slot, {
        configurable: true,
        value(this: Record<string, (...args: unknown[]) => unknown>, ...args: unknown[]) { return values ? values.result(this[target]!(...values.arguments(args))) : this[target]!(...args); },
      });
    }
  }
  if (prototype && loaded.facts.supertypes.length) {
    // A static method satisfies an interface too: it answers on instances as well.
    for (const { slot, isStatic } of loaded.facts.methods) {
      if (isStatic && !(slot in prototype)) Object.defineProperty(prototype, slot, { configurable: true, value: (...args: unknown[]) => loaded.u()[slot]!(...args) });
    }
  }
  loaded.e = Object.fromEntries((loaded.enums ?? []).map((name, ordinal) => [name, new ApexEnum(type, name, ordinal)]));
  return loaded;
}

const scripts = new Map<string, UnitArtifact>();

/** How many frames of the JavaScript stack a trace looks at. */
const TRACE_FRAMES = 80;

/** The frames of generated code on the JavaScript stack, innermost first. */
function readSites(limit: number): readonly { readonly artifact: UnitArtifact; readonly statement: UnitArtifact['debug']['statements'][number] }[] {
  const holder: { stack?: unknown } = {};
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = limit;
  Error.prepareStackTrace = (_error, sites) => sites;
  Error.captureStackTrace(holder, readSites);
  const sites = holder.stack as NodeJS.CallSite[];
  Error.prepareStackTrace = prepareStackTrace;
  Error.stackTraceLimit = stackTraceLimit;
  const found = sites.flatMap((site) => {
    const file = site.getFileName();
    if (!file?.startsWith('apex:')) return [];
    const artifact = scripts.get(file)!;
    const statement = artifact.debug.statements[artifact.lineStatements[site.getLineNumber()! - 1] ?? -1];
    return statement ? [{ artifact, statement, isPart: site.getFunctionName() === null }] : [];
  });
  // A part of a statement that the runtime calls back (a query with binds, a call that the log is told of) is in its method's frame.
  return found.filter(({ artifact, statement, isPart }, i) => !isPart || found[i + 1]?.artifact !== artifact || found[i + 1]?.statement !== statement);
}

function readStack(): readonly TraceLine[] {
  return readSites(TRACE_FRAMES).map(({ artifact, statement }) => ({ where: artifact.traceNames[statement.methodId]!, line: statement.line, namespace: artifact.namespace }));
}

/** What runs now, innermost first: classes by their facts, triggers and anonymous code by null facts. */
export function runningClasses(): readonly { readonly unitName: string; readonly facts: ClassFacts | null; readonly apiVersion: number }[] {
  return readSites(Infinity).map(({ artifact, statement }) => {
    const { className } = artifact.debug.methods[statement.methodId]!;
    const facts = artifact.classes.find((one) => one.name === className) ?? null;
    return { unitName: artifact.unitName, facts, apiVersion: facts?.apiVersion ?? artifact.apiVersion };
  });
}

setTraceReader(readStack);

/** Where Apex runs now; null outside of Apex. */
/** The runtime's own calls above the innermost frame of Apex are few. */
const NEAR_FRAMES = 14;

export function currentFrame(): TraceLine | null {
  const [site] = readSites(NEAR_FRAMES);
  return site ? { where: site.artifact.traceNames[site.statement.methodId]!, line: site.statement.line, namespace: site.artifact.namespace } : (readStack()[0] ?? null);
}

/** The line of Apex that runs now; 1 outside of Apex. */
export function currentLine(): number {
  return readStack()[0]?.line ?? 1;
}

/** Namespace of the Apex that runs now; null: the org's own, or none. */
export function runningNamespace(): string | null {
  const { prepareStackTrace, stackTraceLimit } = Error;
  const holder: { stack?: unknown } = {};
  Error.stackTraceLimit = TRACE_FRAMES;
  Error.prepareStackTrace = (_error, sites) => sites.find((site) => site.getFileName()?.startsWith('apex:'))?.getFileName() ?? null;
  Error.captureStackTrace(holder, runningNamespace);
  const file = holder.stack as string | null;
  Error.prepareStackTrace = prepareStackTrace;
  Error.stackTraceLimit = stackTraceLimit;
  return file === null ? null : (scripts.get(file)?.namespace ?? null);
}
