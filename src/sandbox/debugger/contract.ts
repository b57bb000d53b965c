/**
 * The narrow interface between running Apex and a debug session.
 *
 * Generated code in its debuggable shape keeps a shadow stack (runtime/shadow-stack.ts) and calls the hook; the debug agent (agent.ts)
 * is the hook. The agent blocks the worker while paused. The runtime knows no DAP; the agent knows no sockets: it talks
 * to the runner through `AgentChannel`.
 */
import type { ApexValue } from '../apex/runtime/contract.ts';

/** Static facts about one statement of one compiled unit. Lines and columns are 1-based. */
export interface StatementInfo {
  readonly id: number;
  readonly methodId: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Offset into the source, for the scope of an evaluation. */
  readonly start: number;
}

export interface MethodDebugInfo {
  readonly id: number;
  /** `ns.Outer.Inner`, or the trigger's name, or `AnonymousBlock`. */
  readonly className: string;
  /** `run`, `<init>`, `<clinit>`, `__sfdc_name`. */
  readonly traceName: string;
  readonly isStatic: boolean;
  /** The class's field initialisers: they run as a part of its constructors. */
  readonly isInitializer?: boolean;
  /** By LocalSymbol.index; a local is visible at a statement when `scopeStart <= statement.start < scopeEnd`. */
  readonly locals: readonly LocalDebugInfo[];
}

export interface LocalDebugInfo {
  readonly name: string;
  /** As it is shown: `List<User>`. */
  readonly typeName: string;
  /** As any code may name it, where that differs: `List<Schema.User>`, which a class User doesn't hide. */
  readonly fullTypeName?: string;
  readonly isParameter: boolean;
  readonly scopeStart: number;
  readonly scopeEnd: number;
}

/** One `catch`: what the debugger needs to tell at the throw whether an exception will be caught. */
export interface CatchInfo {
  /** Offsets of the guarded `try` block. */
  readonly start: number;
  readonly end: number;
  /** Type caught, as Apex prints it: `System.DmlException`. */
  readonly typeName: string;
}

/** Debug tables of one compiled source file (unit), made by codegen in the debuggable shape. */
export interface UnitDebugInfo {
  readonly path: string;
  /** Top-level class or trigger name, with namespace; `AnonymousBlock` for anonymous Apex. */
  readonly unitName: string;
  /** Of the package that the unit belongs to. */
  readonly namespace?: string | null;
  readonly statements: readonly StatementInfo[];
  readonly methods: readonly MethodDebugInfo[];
  /** Absent: nothing is known of handlers, and every exception counts as caught until it has left the code. */
  readonly catches?: readonly CatchInfo[];
}

/** One call on the shadow stack, while it runs. */
export interface Frame {
  /** Its place on the stack: a frame further in has a higher one; the outermost has 0. */
  readonly base: number;
  readonly unit: UnitDebugInfo;
  readonly method: MethodDebugInfo;
  readonly parent: Frame | null;
  readonly self: ApexValue;
  /** Index into unit.statements of the statement being executed. */
  readonly statement: number;
  /** The value of a local by its index. */
  local(index: number): ApexValue;
  setLocal(index: number, value: ApexValue): void;
  /** A local was changed from outside: generated code takes them over before its next statement. */
  isDirty: boolean;
}

/** What generated debuggable code calls, with the place of its frame on the shadow stack. */
export interface DebugHook {
  /** Before a statement whose flag is set (breakpoint, step, pause). May block. true: the frame's locals were changed. */
  atStatement(base: number): boolean;
  /**
   * An exception comes out of the code of a frame, or of library code that it called. Nothing of Apex has caught it yet and no
   * `finally` has run. May be told of the same exception again in the frames it passes through. May block. true: the
   * frame's locals were changed.
   */
  onThrow(base: number, exception: ApexValue): boolean;
}
