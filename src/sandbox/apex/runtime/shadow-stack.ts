/**
 * The shadow stack of debuggable code: what can be known of the calls that run. It is one flat array, so that a call costs
 * a few stores and allocates nothing: each frame is its method's entry, the statement being run, `this`, and the locals.
 * Generated code writes it (codegen/frames.ts says when); `frameAt` shows a part of it as an object to whoever looks.
 */
import type { DebugHook, Frame, MethodDebugInfo, UnitDebugInfo } from '../../debugger/contract.ts';
import { LOCALS, SELF, STATEMENT } from './frame-layout.ts';
import type { ApexValue } from './contract.ts';
import { ApexException } from './exception.ts';

/** Of a thousand frames with sixty locals. The array grows past it if need be. */
const CAPACITY = 1 << 16;

/** What every frame of one method shares. */
export class MethodEntry {
  readonly unit: UnitDebugInfo;
  readonly method: MethodDebugInfo;
  /** Slots of a frame. */
  readonly size: number;

  constructor(unit: UnitDebugInfo, method: MethodDebugInfo) {
    this.unit = unit;
    this.method = method;
    this.size = LOCALS + method.locals.length;
  }
}

/**
 * The worker's debugging state. `end`: the first free slot; a frame is pushed and popped by setting it. `thrown`: the exception
 * that is on its way out, once the hook has been told of it.
 */
export const debugState: { hook: DebugHook; isOn: boolean; readonly values: unknown[]; end: number; thrown: unknown } = {
  hook: { atStatement: () => false, onThrow: () => false }, isOn: false, values: Array.from({ length: CAPACITY }, () => null), end: 0, thrown: null,
};

const { values } = debugState;

/** Stands in its frame's first slot once somebody has looked: the next call there writes its own entry over it. */
class StackFrame implements Frame {
  readonly unit: UnitDebugInfo;
  readonly method: MethodDebugInfo;
  readonly size: number;
  readonly base: number;
  readonly parent: Frame | null;
  isDirty = false;

  constructor(entry: MethodEntry, base: number, parent: Frame | null) {
    this.unit = entry.unit;
    this.method = entry.method;
    this.size = entry.size;
    this.base = base;
    this.parent = parent;
  }

  get statement(): number { return values[this.base + STATEMENT] as number; }
  get self(): ApexValue { return values[this.base + SELF] as ApexValue; }

  local(index: number): ApexValue {
    return values[this.base + LOCALS + index] as ApexValue;
  }

  setLocal(index: number, value: ApexValue): void {
    values[this.base + LOCALS + index] = value;
    this.isDirty = true;
  }
}

/** The unit whose code runs in the frame there, without making an object of the frame. */
export function unitAt(base: number): UnitDebugInfo {
  return (values[base] as MethodEntry | StackFrame).unit;
}

/** The statement that runs there, by its id in the unit. */
export function statementAt(base: number): number {
  return values[base + STATEMENT] as number;
}

/** The same object each time as long as the frame lives. */
export function frameAt(base: number): Frame {
  const known = values[base];
  if (known instanceof StackFrame) return known;
  let parent: Frame | null = null;
  for (let at = 0; at < base; at += (values[at] as StackFrame).size) parent = show(at, parent);
  return show(base, parent);
}

/** Whether its call still runs. */
export function isAlive(frame: Frame): boolean {
  return frame.base < debugState.end && values[frame.base] === frame;
}

function show(base: number, parent: Frame | null): Frame {
  const entry = values[base] as MethodEntry | StackFrame;
  if (entry instanceof StackFrame) return entry;
  const frame = new StackFrame(entry, base, parent);
  values[base] = frame;
  return frame;
}

/** Pushes the frame of a method that did without one so far (`base` below 0), because somebody may look. Its base. */
export function enterLate(base: number, entry: MethodEntry, self: ApexValue): number {
  if (base >= 0) return base;
  const { end } = debugState;
  debugState.end = end + entry.size;
  values[end] = entry;
  values[end + SELF] = self;
  for (let i = LOCALS; i < entry.size; i++) values[end + i] = null;
  return end;
}

/** Base of the innermost frame; null in library code without debuggable Apex below. */
function innermostBase(): number | null {
  let base: number | null = null;
  for (let at = 0; at < debugState.end; at += (values[at] as MethodEntry | StackFrame).size) base = at;
  return base;
}

/** Where the innermost statement is that runs; null where nothing is known of it. */
export function runningPlace(): { readonly path: string; readonly line: number } | null {
  const base = innermostBase();
  const { path, statements } = base === null ? { path: '', statements: [] } : unitAt(base);
  const line = base === null ? undefined : statements[statementAt(base)]?.line;
  return line === undefined ? null : { path, line };
}

export function isRunning(frame: Frame): boolean {
  return frame.base < debugState.end && values[frame.base] === frame;
}

/** An exception leaves a method that may be without a frame so far; it is thrown on. `locals`: all of them. */
export function leavesLate(exception: unknown, base: number, entry: MethodEntry, self: ApexValue, statement: number, ...locals: readonly ApexValue[]): unknown {
  const entered = enterLate(base, entry, self);
  values[entered + STATEMENT] = statement;
  locals.forEach((value, i) => { values[entered + LOCALS + i] = value; });
  try {
    passes(exception, entered);
  } finally {
    debugState.end = entered;
  }
  return exception;
}

/** The debugger has changed locals of the frame, which its code hasn't taken over yet. */
export function isEdited(base: number): boolean {
  const frame = values[base];
  return frame instanceof StackFrame && frame.isDirty;
}

/** An exception comes by, on its way out of the code of the frame there. true: the frame's locals were changed. */
export function passes(exception: unknown, base: number): boolean {
  if (exception === debugState.thrown || !(exception instanceof ApexException)) return false;
  debugState.thrown = exception;
  return debugState.hook.onThrow(base, exception);
}

/** What a change of locals is undone with. */
export function keepLocals(): { readonly values: readonly unknown[]; restore(): void } {
  const kept = values.slice(0, debugState.end);
  return { values: kept, restore: () => kept.forEach((value, i) => { values[i] = value; }) };
}

/** Between requests: what ended calls have left behind would keep their objects alive. */
export function clearStack(): void {
  if (debugState.end === 0) values.fill(null);
  debugState.thrown = null;
}
