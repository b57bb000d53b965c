/** `AgentHost` over a worker's class loader and its transaction. */
import type { UnitArtifact } from '../apex/codegen/artifact.ts';
import { setAllocationCharge, setCpuCharge } from '../apex/runtime/accounting.ts';
import type { ApexValue, LimitName, Transaction } from '../apex/runtime/contract.ts';
import { withOwnIdentities } from '../apex/runtime/equality.ts';
import { ApexException, notSupported } from '../apex/runtime/exception.ts';
import type { ClassLoader, LoadedClass, LoadedUnit } from '../apex/runtime/loader.ts';
import { ApexObject } from '../apex/runtime/object.ts';
import { typeOf } from '../apex/runtime/runtime-types.ts';
import { keepLocals } from '../apex/runtime/shadow-stack.ts';
import { counters, QUOTA, setPoll, tracing } from '../apex/runtime/support.ts';
import { current, setCurrent } from '../apex/runtime/transaction.ts';
import { typeOfField } from '../apex/semantics/sobject-types.ts';
import { typeName } from '../apex/semantics/types.ts';
import { AgentError } from './agent-error.ts';
import type { UnitDebugInfo } from './contract.ts';
import type { AgentHost, FieldView, LimitView } from './host.ts';
import { LOOK_STEPS, LookPace } from './look-pace.ts';
import type { EvaluationArtefact } from './messages.ts';
import { Snapshot } from './snapshot.ts';
import { StatementFlags } from './statement-flags.ts';

export interface LoaderHostOptions {
  readonly loader: ClassLoader;
  readonly triggerContext: AgentHost['triggerContext'];
  /** Charges heap and CPU to the request again, after an evaluation was charged by itself. */
  restoreMeters(): void;
  beforePause(): void;
  /** Limit counters for an evaluation: the same maxima, none used. */
  freshLimits(transaction: Transaction): Transaction['limits'];
}

/** Shown in this order. */
const limitTitles: readonly (readonly [LimitName, string])[] = [
  ['queries', 'SOQL queries'], ['queryRows', 'Query rows'], ['soslQueries', 'SOSL queries'], ['dmlStatements', 'DML statements'], ['dmlRows', 'DML rows'],
  ['cpuTime', 'CPU time (ms)'], ['heapSize', 'Heap size (bytes)'], ['callouts', 'Callouts'], ['emailInvocations', 'Email invocations'],
  ['futureCalls', 'Future calls'], ['queueableJobs', 'Queueable jobs'], ['aggregateQueries', 'Aggregate queries'], ['mobilePushApexCalls', 'Mobile push calls'],
];

export class LoaderHost implements AgentHost {
  readonly #options: LoaderHostOptions;
  readonly #units = new Map<UnitDebugInfo, LoadedUnit>();
  readonly #flags = new StatementFlags();
  readonly #classes = new Map<string, LoadedClass>();

  constructor(options: LoaderHostOptions) {
    this.#options = options;
    for (const unit of options.loader.loadedUnits()) this.unitLoaded(unit);
  }

  /** Called for every unit that comes in later, before `DebugAgent.unitLoaded`. */
  unitLoaded(unit: LoadedUnit): void {
    this.#units.set(unit.artifact.debug, unit);
    this.#flags.add(unit);
    for (const loaded of unit.classes) this.#classes.set(loaded.name.toLowerCase(), loaded);
  }

  units(): Iterable<UnitDebugInfo> {
    return this.#units.keys();
  }

  flagStatement(unit: UnitDebugInfo, statement: number, isOn: boolean): void {
    this.#flags.flagStatement(unit, statement, isOn);
  }

  flagUnit(unit: UnitDebugInfo, isOn: boolean): void {
    this.#flags.flagUnit(unit, isOn);
  }

  flagAll(isOn: boolean): void {
    this.#flags.flagAll(isOn);
  }

  beforePause(): void {
    this.#options.beforePause();
  }

  fieldsOf(value: ApexValue): readonly FieldView[] | null {
    if (!(value instanceof ApexObject)) return null;
    const chain: LoadedClass[] = [];
    for (let loaded = this.#class(value.$type.name); loaded; loaded = loaded.facts.superclass === null ? undefined : this.#class(loaded.facts.superclass)) chain.unshift(loaded);
    if (chain.length === 0) return value instanceof ApexException ? [] : null;
    return chain.flatMap(loaded => fieldViews(loaded, value as unknown as Record<string, ApexValue>, false));
  }

  staticsOf(className: string): readonly FieldView[] {
    const loaded = this.#class(className);
    const statics = loaded?.peek();
    return loaded && statics ? fieldViews(loaded, statics, true) : [];
  }

  triggerContext(outwards: number): ReturnType<AgentHost['triggerContext']> {
    return this.#options.triggerContext(outwards);
  }

  limits(): readonly LimitView[] {
    const { limits } = current();
    return limitTitles.map(([limit, name]) => ({ name, used: limits.used(limit), maximum: limits.maximum(limit) }));
  }

  namespaceOf(name: string): string | null {
    const loaded = this.#class(name);
    if (loaded) return loaded.facts.namespace;
    for (const { artifact } of this.#units.values()) if (artifact.unitName === name) return artifact.namespace;
    return null;
  }

  typeOfField(objectName: string, fieldName: string): string | null {
    const { schema } = current();
    const object = schema.object(objectName);
    const field = object && schema.field(object, fieldName);
    return field ? typeName(typeOfField(field)) : null;
  }

  load(artefact: EvaluationArtefact): (base: number) => ApexValue {
    const { run } = this.#options.loader.load(artefact.program as UnitArtifact);
    if (!run) throw new Error('An evaluation has nothing to run.');
    const evaluation = run as (base: number) => ApexValue;
    return artefact.isPure ? evaluation : base => evaluation(base) ?? null;
  }

  run<T>({ milliseconds, isUndone, ownLimits }: Parameters<AgentHost['run']>[0], action: () => T): T {
    const transaction = current();
    const steps = counters.n;
    const { tracer } = tracing;
    // The log tells of what the request does, not of what a person looks at.
    tracing.tracer = null;
    try {
      if (ownLimits) {
        const limits = this.#options.freshLimits(transaction);
        setCurrent(evaluationView(transaction, isUndone, limits));
        setAllocationCharge(bytes => limits.allocate(bytes));
        setCpuCharge(null);
        setPoll(() => undefined, deadline(milliseconds));
      }
      return isUndone ? transaction.source.aside(() => withOwnIdentities(() => this.#undone(transaction, action))) : action();
    } finally {
      tracing.tracer = tracer;
      setCurrent(transaction);
      if (ownLimits) {
        counters.n = steps;
        this.#options.restoreMeters();
      }
    }
  }

  /** Data goes back to a savepoint, values to what they were. */
  #undone<T>(transaction: Transaction, action: () => T): T {
    const locals = keepLocals();
    const before = new Set([...this.#classes.values()].filter(loaded => loaded.peek() !== null));
    const snapshot = new Snapshot(this.#roots(transaction, locals.values));
    const savepoint = transaction.data.setSavepoint();
    try {
      const result = action();
      const initialised = [...this.#classes.values()].find(loaded => loaded.peek() !== null && !before.has(loaded));
      // What a class's initialiser did to itself is out of the snapshot's reach.
      if (initialised) throw new AgentError('evaluateFailed', `${initialised.name} isn't initialised yet, and a watch must not do that. Evaluate it in the console.`);
      return result;
    } finally {
      transaction.data.rollback(savepoint);
      transaction.data.releaseSavepoint(savepoint);
      snapshot.restore();
      locals.restore();
    }
  }

  *#roots(transaction: Transaction, locals: readonly unknown[]): Generator<unknown> {
    for (const loaded of this.#classes.values()) yield loaded.peek();
    yield* locals;
    yield* transaction.slots.values();
    for (const variable of this.triggerContext(0) ?? []) yield variable.value;
  }

  #class(name: string): LoadedClass | undefined {
    return this.#classes.get(name.toLowerCase());
  }
}

/** What generated code calls every now and then: ends an evaluation that takes too long. */
function deadline(milliseconds: number | null): () => number {
  if (milliseconds === null) return () => QUOTA;
  const end = performance.now() + milliseconds;
  const pace = new LookPace(LOOK_STEPS);
  return () => {
    // No Apex exception: the evaluated code must not catch it.
    if (performance.now() > end) throw new AgentError('evaluateFailed', `The evaluation took longer than ${milliseconds} ms and was ended. In the console it may take longer.`);
    return pace.next();
  };
}

/** Fields with storage, and properties: one with accessors of its own shows what it keeps, or else what its getter would give. */
function fieldViews(loaded: LoadedClass, storage: Record<string, ApexValue>, isStatic: boolean): readonly FieldView[] {
  return loaded.facts.fields.filter(field => field.isStatic === isStatic).flatMap((field): FieldView[] => {
    const getter = field.hasAccessors && (storage[field.slot] ?? null) === null ? (storage as Record<string, unknown>)[`get$${field.slot}`] : undefined;
    if (field.hasAccessors && getter === undefined && (storage[field.slot] ?? null) === null) return [];
    return [{
      name: field.name, type: typeOf(field.type).name, access: field.access, isFinal: field.isFinal,
      read: () => storage[field.slot] ?? null,
      write: field.hasAccessors ? null : (value: ApexValue) => { storage[field.slot] = value; },
      ...(typeof getter === 'function' ? { compute: () => (getter as (this: unknown) => ApexValue).call(storage) } : {}),
    }];
  });
}

/** The transaction as an evaluation sees it: its own limits, no log; a trial gets nothing from outside. */
function evaluationView(transaction: Transaction, isTrial: boolean, limits: Transaction['limits']): Transaction {
  return {
    ...transaction, limits,
    log: { isOn: () => false, event: () => undefined },
    source: isTrial ? trialSource(transaction.source) : transaction.source,
  };
}

/** What a trial draws is its own (`aside`); what can't be taken back, a callout, is refused. */
function trialSource(source: Transaction['source']): Transaction['source'] {
  return {
    now: () => source.now(), cpuNanos: () => source.cpuNanos(), random: () => source.random(), randomBytes: count => source.randomBytes(count), newRecordId: prefix => source.newRecordId(prefix),
    ask: what => notSupported(`${what} in a watch; evaluate it in the console`),
    note: () => undefined, act: () => undefined, aside: action => action(), pulse: serve => serve(), isReplay: source.isReplay, isAside: true,
  };
}
