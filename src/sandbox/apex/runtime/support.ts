/** `$`: everything generated code calls. One object a unit, over a shared prototype. */
import type { Frame } from '../../debugger/contract.ts';
import type { UnitArtifact } from '../codegen/artifact.ts';
import { allocate } from './accounting.ts';
import { cast } from './casts.ts';
import type { ApexValue } from './contract.ts';
import { conversions } from './conversions.ts';
import * as dataAccess from './data-access.ts';
import { describeField, describeObject, fieldToken, objectToken, typeValue } from './tokens.ts';
import { apexEquals, identical } from './equality.ts';
import { ApexException, fail, failNull, isCatchable, newException, noteThrown, NotSupportedError } from './exception.ts';
import { to18 } from './ids.ts';
import { findMember, isMissing, libraryBase, readLibraryField, writeLibraryField, type LibraryFunction } from './library.ts';
import { ApexList } from './list.ts';
import type { ClassLoader, LoadedClass } from './loader.ts';
import { place } from './log-events.ts';
import { ApexMap, ApexSet } from './map.ts';
import { ApexObject, callSlot, hasSlot } from './object.ts';
import { getField, getRelated, newRecord, setField, setRelated } from './records.ts';
import { isSubclass, typeOf, type RuntimeType } from './runtime-types.ts';
import { debugState, enterLate, frameAt, isEdited, leavesLate, MethodEntry, passes } from './shadow-stack.ts';
import type { SObjectRecord } from './sobject.ts';
import { textOf } from './text.ts';
import { isInstanceOf, isNullOrInstance } from './type-checks.ts';
import { calledBy } from './library-caller.ts';
import { endRunAs, startRunAs } from './run-as.ts';
import { enqueueFuture } from './future-calls.ts';
import { iterate } from './iteration.ts';
import { withBinds } from './dynamic-binds.ts';

/** Steps between two bills: a tenth of a millisecond of plain code. */
export const QUOTA = 20_000;

/** Counted by generated code at loop back-edges and calls; past `quota` it polls. */
export const counters = { n: 0, quota: QUOTA };

let onBill: (steps: number) => void = () => {};
let onLook: () => number = () => QUOTA;
/**
 * `bill`: charges virtual CPU time, every QUOTA steps whatever else happens. `look`: serves interrupts, and says after how many steps
 * it wants to look again; it looks after every bill too.
 */
export function setPoll(bill: (steps: number) => void, look: () => number = () => QUOTA): void {
  onBill = bill;
  onLook = look;
  counters.quota = counters.n;
}

/** Of a function that counts its loops' turns by itself. */
function charge(steps: number): void {
  counters.n += steps;
  if (counters.n > counters.quota) poll();
}

export function poll(): void {
  const steps = counters.n;
  if (steps > QUOTA) {
    counters.n = 0;
    onBill(steps);
  }
  counters.quota = Math.min(QUOTA, counters.n + onLook());
}

/** Told of every call and statement of traced code, for the debug log. */
export interface Tracer {
  enter(frame: Frame): void;
  leave(frame: Frame): void;
  statement(frame: Frame): void;
  /** Null: calls of the library aren't told. Else the end of this one. */
  libraryCall(what: 'METHOD' | 'CONSTRUCTOR', line: number, signature: string, namespace: string | null): (() => void) | null;
}

export const tracing: { tracer: Tracer | null } = { tracer: null };

const touchedClasses: (() => void)[] = [];

/** Forgets all statics: the next transaction starts from scratch. */
export function resetStatics(): void {
  for (const reset of touchedClasses) reset();
  touchedClasses.length = 0;
}

const STACK_DEPTH_TEXT = 'Maximum stack depth reached: 1001';

const shared = {
  ...conversions, ...dataAccess,
  npe: (): never => failNull(),
  counters, debug: debugState, poll, charge, place,
  ApexObject, libraryBase,
  type: typeOf,
  library: (owner: string, key: string): LibraryFunction => findMember(owner, key),
  libraryField: readLibraryField, setLibraryField: writeLibraryField,
  touched: (_loaded: LoadedClass, reset: () => void): void => { touchedClasses.push(reset); },
  newList: (type: RuntimeType, items: ApexValue[]): ApexList => { allocate(24 + items.length * 8); return new ApexList(type, items); },
  newSet: (type: RuntimeType, items: ApexValue[]): ApexSet => { allocate(24); return new ApexSet(type, items); },
  newMap: (type: RuntimeType, entries: ApexValue[]): ApexMap => {
    allocate(24);
    const map = new ApexMap(type);
    for (let i = 0; i < entries.length; i += 2) map.put(entries[i], entries[i + 1]);
    return map;
  },
  newCollection, newRecord, getField, setField, getRelated, setRelated,
  newSized: (type: RuntimeType, size: number): ApexList => { allocate(size * 8); return new ApexList(type, new Array<ApexValue>(size).fill(null)); },
  at: (list: ApexList | null, index: number | null): ApexValue => {
    if (list === null || index === null) failNull();
    const { items } = list;
    return index >= 0 && index < items.length ? items[index] : list.get(index);
  },
  setAt: (list: ApexList | null, index: number | null, value: ApexValue): ApexValue => {
    if (list === null || index === null) failNull();
    list.set(index, value);
    return value;
  },
  isInstance: isInstanceOf, isNullOrInstance, cast, identical, iterate,
  equal: apexEquals,
  equalText: (a: string | null, b: string | null): boolean => a === b || (a !== null && b !== null && a.length === b.length && a.toLowerCase() === b.toLowerCase()),
  equalId: (a: string | null, b: string | null): boolean => a === b || (a !== null && b !== null && to18(a) === to18(b)),
  switchEqual: (a: ApexValue, b: ApexValue): boolean => a === b || (a !== null && b !== null && typeof a !== 'string' && apexEquals(a, b)),
  text: textOf,
  concat: (text: string): string => { allocate(text.length * 2); return text; },
  objectToken, fieldToken, describeObject, describeField, typeValue,
  calledBy, startRunAs, endRunAs, withBinds, enqueueFuture,
  /** A call on a receiver that may be a user's object: its own method, else the library's. */
  invoke: (receiver: ApexValue, slot: string, library: LibraryFunction, args: ApexValue[]): ApexValue => {
    if (receiver === null) failNull();
    if (receiver instanceof ApexObject && hasSlot(receiver, slot)) return callSlot(receiver, slot, ...args) ?? null;
    return (library as (...all: ApexValue[]) => ApexValue)(receiver, ...args) ?? null;
  },
  failStatic: (name: string): never => fail('System.UnexpectedException', `Instance method ${name} called without an instance`),
  /** The library's part of `super(…)`: it fills the instance that the user's class has made. */
  construct: (self: ApexObject, library: LibraryFunction, args: ApexValue[]): void => {
    // A class that is there to be extended starts with nothing.
    if (args.length === 0 && isMissing(library)) return;
    const made = (library as (...all: ApexValue[]) => ApexValue)(...args) as ApexObject;
    if (self instanceof ApexException && made instanceof ApexException) {
      self.message = made.message;
      self.cause = made.cause;
    } else {
      Object.assign(self, made);
    }
  },
  enterLate, leavesLate, isEdited, passes,
  thrown: (exception: ApexException | null): ApexException => {
    const actual = exception ?? newException('System.NullPointerException', 'Attempt to de-reference a null object');
    noteThrown(actual);
    // Caught and thrown again, it is a throw of its own.
    debugState.thrown = null;
    return actual;
  },
  caught: (thrown: unknown): ApexException => {
    if (thrown instanceof ApexException) {
      if (!isCatchable(thrown)) throw thrown;
      return thrown;
    }
    // The JavaScript stack is used up: Apex's own bound is lower, but only the engine's is watched in plain code.
    if (thrown instanceof RangeError && /call stack/i.test(thrown.message)) throw newException('System.LimitException', STACK_DEPTH_TEXT);
    throw thrown;
  },
  traceEnter: (base: number): void => { tracing.tracer?.enter(frameAt(base)); },
  traceStatement: (base: number): void => { tracing.tracer?.statement(frameAt(base)); },
  traceLeave: (base: number): void => { tracing.tracer?.leave(frameAt(base)); },
  tellLibraryCall: <A extends readonly unknown[], R>(what: 'METHOD' | 'CONSTRUCTOR', line: number, signature: string, namespace: string | null, call: (...parts: A) => R, ...parts: A): R => {
    const end = tracing.tracer?.libraryCall(what, line, signature, namespace);
    try {
      return call(...parts);
    } finally {
      end?.();
    }
  },
  catches: (exception: ApexException, typeName: string): boolean => {
    const lower = typeName.toLowerCase();
    return lower === 'exception' || lower === 'system.exception' || isSubclass(exception.$type.name, typeName);
  },
};

function newCollection(type: RuntimeType, source: ApexValue | undefined): ApexValue {
  allocate(24);
  if (type.kind === 'list') {
    const list = new ApexList(type);
    // No list makes an empty one.
    if (source !== undefined && source !== null) list.addAll(valuesOf(source));
    return list;
  }
  if (type.kind === 'set') return new ApexSet(type, source === undefined ? [] : valuesOf(source));
  const map = new ApexMap(type);
  if (source instanceof ApexMap) for (const [key, value] of source.entries()) map.put(key, value);
  else if (source instanceof ApexList) putRecords(map, source, false);
  else if (source === null) failNull();
  return map;
}

/** Records by Id, as `new Map<Id, T>(records)` and `putAll(records)` have them; the latter keeps the last one without an Id. */
export function putRecords(map: ApexMap, records: ApexList, takesNull: boolean): void {
  records.items.forEach((item, i) => {
    const id = (item as SObjectRecord).fields.get('Id') ?? null;
    if (id === null && !takesNull) fail('System.ListException', `Row with null Id at index: ${i}`);
    map.put(id, item);
  });
}

function* valuesOf(source: ApexValue): Generator<ApexValue> {
  if (source === null) failNull();
  const iterator = iterate(source);
  for (let item = iterator.next(); item !== undefined; item = iterator.next()) yield item;
}

/** `$` of one unit. */
export function makeSupport(artifact: UnitArtifact, flags: Uint8Array, loader: ClassLoader): object {
  const { debug } = artifact;
  return Object.assign(Object.create(shared) as object, {
    flags,
    loadClass: (name: string) => loader.require(name),
    deferClass: (name: string, define: () => void) => loader.defer(name, define),
    defineClass: (loaded: LoadedClass) => loader.register(loaded),
    methodEntry: (method: number) => new MethodEntry(debug, debug.methods[method]!),
  });
}

/** What generated code lets out, as an Apex exception where it is one. */
export function asApexException(thrown: unknown): unknown {
  if (thrown instanceof RangeError && /call stack/i.test(thrown.message)) return newException('System.LimitException', STACK_DEPTH_TEXT);
  return thrown;
}

export { NotSupportedError };
