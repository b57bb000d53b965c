/**
 * Tells the debug log of what traced code does, at the levels of Apex Developer Guide, Debug Log Levels: calls at FINE, of the library at the
 * System category's FINE, statements and heap at FINER, variables at FINEST. VARIABLE_SCOPE_END, which that page lists, is in no log of the
 * platform, and would be read as a part of the last System.debug by the Apex Replay Debugger.
 */
import type { ApexValue, LogSink } from '../../apex/runtime/contract.ts';
import { ApexObject } from '../../apex/runtime/object.ts';
import type { Tracer } from '../../apex/runtime/support.ts';
import type { Frame } from '../../debugger/contract.ts';
import { LogValues } from './log-values.ts';
import type { LoggedClass } from './log-values.ts';

/** As it is now. */
export interface StaticVariable { readonly name: string; readonly typeName: string; readonly value: ApexValue }

/** What the log wants to know of classes by their full names. */
export interface TracedClasses {
  /** Of the class's row; '' where there is none. */
  idOf(className: string): string;
  /** Null: of the library. */
  classOf(className: string): LoggedClass | null;
  /** Of a class that is initialised. */
  staticsOf(className: string): readonly StaticVariable[];
}

interface FrameState {
  /** Where it was called, as the events of its entry and exit name it; null: they aren't logged. */
  readonly callLine: string | null;
  /** Line of the statement before the one that is told of. */
  line: number;
  readonly seen: ApexValue[];
  readonly begun: Set<number>;
}

const PRIMITIVES: ReadonlySet<string> = new Set(['Boolean', 'Integer', 'Long', 'Double', 'Decimal', 'String', 'Id', 'Date', 'Datetime', 'Time', 'Blob']);

export class LogTracer implements Tracer {
  readonly #log: LogSink;
  readonly #idOf: TracedClasses['idOf'];
  readonly #states = new Map<Frame, FrameState>();
  readonly #values: LogValues;
  /** What members held when they were last told of. */
  readonly #members = new WeakMap<object, Map<string, ApexValue>>();
  /** Of each class, what its static variables held; absent: they haven't been told of. */
  readonly #statics = new Map<string, Map<string, ApexValue>>();
  readonly #staticsOf: TracedClasses['staticsOf'];
  readonly #hasCalls: boolean;
  readonly #hasLibraryCalls: boolean;
  readonly #hasStatements: boolean;
  readonly #hasDetails: boolean;
  /** Where the statement that runs is, for what is allocated. */
  #place: { readonly line: string; readonly namespace: string | null } = { line: '[EXTERNAL]', namespace: null };
  /** What is allocated to tell something isn't the request's. */
  #isTelling = false;

  constructor(log: LogSink, { idOf, classOf, staticsOf }: TracedClasses) {
    this.#log = log;
    this.#values = new LogValues(classOf);
    this.#idOf = idOf;
    this.#staticsOf = staticsOf;
    this.#hasCalls = log.isOn('ApexCode', 'FINE');
    this.#hasLibraryCalls = log.isOn('System', 'FINE');
    this.#hasStatements = log.isOn('ApexCode', 'FINER');
    this.#hasDetails = log.isOn('ApexCode', 'FINEST');
  }

  libraryCall(what: 'METHOD' | 'CONSTRUCTOR', line: number, signature: string, namespace: string | null): (() => void) | null {
    if (!this.#hasLibraryCalls) return null;
    const fields = [`[${line}]`, signature];
    this.#log.event(`SYSTEM_${what}_ENTRY`, fields, namespace);
    return () => this.#log.event(`SYSTEM_${what}_EXIT`, fields, namespace);
  }

  /** Heap that the code takes. */
  allocated(bytes: number): void {
    if (this.#hasStatements && !this.#isTelling) this.#log.event('HEAP_ALLOCATE', [this.#place.line, `Bytes:${bytes}`], this.#place.namespace);
  }

  enter(frame: Frame): void {
    const { method, parent } = frame;
    const state: FrameState = { callLine: parent === null || isUnitBody(frame) || method.isInitializer ? null : `[${lineOf(parent)}]`, line: firstLine(frame), seen: [], begun: new Set() };
    this.#states.set(frame, state);
    if (state.callLine !== null && this.#hasCalls) {
      if (method.traceName === '<init>') this.#event(frame, 'CONSTRUCTOR_ENTRY', [state.callLine, this.#idOf(method.className), `<init>(${parameters(frame)})`, method.className]);
      else if (method.traceName === '<clinit>') this.#event(frame, 'METHOD_ENTRY', ['[1]', this.#idOf(method.className), `${method.className}.${shortName(method.className)}()`]);
      else this.#event(frame, 'METHOD_ENTRY', [state.callLine, this.#idOf(method.className), `${method.className}.${method.traceName}(${parameters(frame)})`]);
    }
    if (!this.#hasDetails || method.isInitializer) return;
    if (frame.self instanceof ApexObject && !method.isStatic) {
      this.#event(frame, 'VARIABLE_SCOPE_BEGIN', [`[${state.line}]`, 'this', method.className, 'true', 'false']);
      this.#assignment(frame, state.line, 'this', frame.self, method.className);
    }
    method.locals.forEach((local, i) => { if (local.isParameter) this.#begin(frame, state, i, true); });
  }

  leave(frame: Frame): void {
    const state = this.#states.get(frame);
    if (!state) return;
    this.#states.delete(frame);
    if (this.#hasDetails) this.#changes(frame, state);
    const { method, parent } = frame;
    this.#at(parent);
    if (state.callLine === null || !this.#hasCalls) return;
    if (method.traceName === '<init>') this.#event(frame, 'CONSTRUCTOR_EXIT', [state.callLine, this.#idOf(method.className), `<init>(${parameters(frame)})`, method.className]);
    else if (method.traceName === '<clinit>') this.#event(frame, 'METHOD_EXIT', ['[1]', method.className]);
    else this.#event(frame, 'METHOD_EXIT', [state.callLine, this.#idOf(method.className), `${method.className}.${method.traceName}(${parameters(frame)})`]);
  }

  statement(frame: Frame): void {
    const state = this.#states.get(frame);
    if (!state) return;
    this.#at(frame);
    if (!this.#hasStatements) return;
    if (this.#hasDetails) this.#changes(frame, state);
    const { line, start } = frame.unit.statements[frame.statement]!;
    state.line = line;
    if (this.#hasDetails) frame.method.locals.forEach((local, i) => {
      if (!local.isParameter && !state.begun.has(i) && local.scopeStart <= start && start < local.scopeEnd) this.#begin(frame, state, i, false);
    });
    this.#event(frame, 'STATEMENT_EXECUTE', [`[${line}]`]);
  }

  #at(frame: Frame | null): void {
    this.#place = frame ? { line: `[${lineOf(frame)}]`, namespace: namespaceOf(frame) } : { line: '[EXTERNAL]', namespace: null };
  }

  #begin(frame: Frame, state: FrameState, index: number, hasValue: boolean): void {
    const { name, typeName } = frame.method.locals[index]!;
    state.begun.add(index);
    this.#event(frame, 'VARIABLE_SCOPE_BEGIN', [`[${state.line}]`, name, typeName, String(!PRIMITIVES.has(typeName)), 'false']);
    state.seen[index] = frame.local(index);
    if (hasValue) this.#assignment(frame, state.line, name, state.seen[index], typeName);
  }

  /** What the last statement has assigned. */
  #changes(frame: Frame, state: FrameState): void {
    frame.method.locals.forEach(({ name, typeName }, i) => {
      const value = frame.local(i);
      if (value === (state.seen[i] ?? null)) return;
      if (!state.begun.has(i)) this.#begin(frame, state, i, false);
      state.seen[i] = value;
      this.#assignment(frame, state.line, name, value, typeName);
    });
    if (frame.self instanceof ApexObject) this.#memberChanges(frame, state, frame.self);
    this.#staticChanges(frame, state);
  }

  /** Of the class whose code runs. */
  #staticChanges(frame: Frame, state: FrameState): void {
    const { className } = frame.method;
    const statics = this.#staticsOf(className);
    if (statics.length === 0) return;
    let known = this.#statics.get(className);
    if (!known) {
      this.#statics.set(className, known = new Map());
      for (const { name, typeName } of statics) this.#event(frame, 'VARIABLE_SCOPE_BEGIN', [`[${state.line}]`, `${className}.${name}`, typeName, String(!PRIMITIVES.has(typeName)), 'true']);
    }
    for (const { name, typeName, value } of statics) {
      if (value === (known.get(name) ?? null)) continue;
      known.set(name, value);
      this.#assignment(frame, state.line, `${className}.${name}`, value, typeName);
    }
  }

  #memberChanges(frame: Frame, state: FrameState, self: ApexObject): void {
    const names = (self as { $fieldNames?: Readonly<Record<string, string>> }).$fieldNames ?? {};
    let known = this.#members.get(self);
    if (!known) this.#members.set(self, known = new Map());
    for (const [slot, name] of Object.entries(names)) {
      const value = (self as unknown as Record<string, ApexValue>)[slot] ?? null;
      if (value === (known.get(slot) ?? null)) continue;
      known.set(slot, value);
      const reference = this.#values.reference(self);
      this.#event(frame, 'VARIABLE_ASSIGNMENT', [`[${state.line}]`, `this.${name}`, this.#textOf(value, 'Object', frame), ...(reference === null ? [] : [reference])]);
    }
  }

  #assignment(frame: Frame, line: number, name: string, value: ApexValue, typeName: string): void {
    const reference = this.#values.reference(value);
    this.#event(frame, 'VARIABLE_ASSIGNMENT', [`[${line}]`, name, this.#textOf(value, typeName, frame), ...(reference === null ? [] : [reference])]);
  }

  #textOf(value: ApexValue, typeName: string, frame: Frame): string {
    this.#isTelling = true;
    try {
      return this.#values.text(value, typeName, namespaceOf(frame));
    } finally {
      this.#isTelling = false;
    }
  }

  #event(frame: Frame, name: string, fields: readonly string[]): void {
    this.#log.event(name, fields, namespaceOf(frame));
  }
}

const shortName = (className: string): string => className.slice(className.lastIndexOf('.') + 1);

/** Body of a trigger or of anonymous Apex: a code unit of its own. */
function isUnitBody({ unit, method }: Frame): boolean {
  return method.className === unit.unitName && method.traceName === shortName(method.className);
}

function lineOf(frame: Frame): number {
  return frame.unit.statements[frame.statement]?.line ?? 1;
}

function firstLine({ unit, method }: Frame): number {
  return unit.statements.find(({ methodId }) => methodId === method.id)?.line ?? 1;
}

function parameters({ method }: Frame): string {
  return method.locals.filter(({ isParameter }) => isParameter).map(({ typeName }) => typeName).join(', ');
}

const namespaceOf = ({ unit }: Frame): string | null => unit.namespace ?? null;
