/**
 * Debugging as hub, runner and adapter speak of it: close to DAP in shape, without its types.
 * Lines and columns are 1-based. Paths are absolute. References and frame ids belong to one pause of one thread.
 */
export interface BreakpointSpec {
  /** The client's id, returned in statuses. */
  readonly id: number;
  readonly line: number;
  readonly column?: number;
  /** Apex expression; stops when it is true. */
  readonly condition?: string;
  /** `5`, `>= 5`, `% 5`. */
  readonly hitCondition?: string;
  /** Text with `{expressions}`; logs and doesn't stop. */
  readonly logMessage?: string;
}

export interface BreakpointStatus {
  readonly id: number;
  readonly verified: boolean;
  /** Why not verified, or what is worth knowing (bound in the installed version). */
  readonly message: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly endLine: number | null;
  readonly endColumn: number | null;
}

export interface ExceptionFilter {
  readonly filter: 'all' | 'uncaught' | 'type';
  /** `type`: comma-separated exception type names. */
  readonly condition?: string;
}

export interface DebugLocation {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface DebugThread {
  readonly id: number;
  /** `POST /services/apexrest/… (Amy Admin)` */
  readonly name: string;
  readonly requestId: string;
  readonly state: 'running' | 'paused';
}

export type StopReason = 'entry' | 'breakpoint' | 'step' | 'pause' | 'exception' | 'data breakpoint';

export interface DebugStackFrame {
  readonly id: number;
  /** `Outer.Inner.run(Integer)`. */
  readonly name: string;
  /** null: no source (library or hidden code). */
  readonly path: string | null;
  readonly line: number;
  readonly column: number;
  readonly endLine: number | null;
  readonly endColumn: number | null;
  /** Hidden managed code (D8) and the runtime's own frames. */
  readonly isHidden: boolean;
}

export interface DebugScope {
  /** `Local`, `This`, `Static`, `Trigger`, `Exception`, `Limits`. */
  readonly name: string;
  readonly reference: number;
  readonly isExpensive: boolean;
  readonly namedCount: number | null;
  readonly indexedCount: number | null;
}

export interface DebugVariable {
  readonly name: string;
  readonly value: string;
  /** `List<Account>`. */
  readonly type: string;
  /** 0: no children. */
  readonly reference: number;
  readonly namedCount: number | null;
  readonly indexedCount: number | null;
  /** Apex expression which evaluates to the variable in its frame; null if there is none. */
  readonly evaluateName: string | null;
  readonly isReadOnly: boolean;
  /** Its value is computed, once somebody asks for it: the one child of its reference is the variable itself. */
  readonly isLazy?: boolean;
  readonly kind: 'property' | 'method' | 'class' | 'data' | 'virtual' | null;
}

/**
 * What a client asks first after a stop, answered before it asks: what `debug/stackTrace`, `debug/scopes` and `debug/variables`
 * would answer as long as nothing has been changed from outside.
 */
export interface DebugStopView {
  /** The innermost ones. */
  readonly frames: readonly DebugStackFrame[];
  readonly totalFrames: number;
  /** Of the innermost frame. */
  readonly scopes: readonly DebugScope[];
  /** All that those scopes hold which are open at once, unless they hold many. None of them is indexed. */
  readonly variables: readonly { readonly reference: number; readonly variables: readonly DebugVariable[] }[];
}

export type EvaluateContext = 'watch' | 'hover' | 'repl' | 'clipboard' | 'variables';

export interface DebugEvaluateResult {
  readonly value: string;
  readonly type: string;
  readonly reference: number;
  readonly namedCount: number | null;
  readonly indexedCount: number | null;
}

export type CompletionKind = 'variable' | 'field' | 'property' | 'method' | 'class' | 'enum' | 'enumConstant' | 'namespace' | 'keyword';

export interface DebugCompletion {
  readonly kind: CompletionKind;
  /** `add(Integer index, Object element)`. */
  readonly label: string;
  /** What is put in: `add()`. */
  readonly text: string;
  /** Type of the value, or where it comes from. */
  readonly detail: string | null;
  /** Where in `text` the cursor goes; null: behind it. */
  readonly cursor: number | null;
}

/** A call of the statement that is next, to step into. */
export interface DebugStepTarget {
  readonly id: number;
  /** `price(order)`. */
  readonly label: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Stops where methods of a name begin. */
export interface FunctionBreakpointSpec {
  /** The client's id. */
  readonly id: number;
  /** `Class.method`, `ns.Outer.Inner.method`, `Class` for its constructors, or the name of a trigger. */
  readonly name: string;
  readonly condition?: string;
  readonly hitCondition?: string;
}

/** Stops behind the statement that changed a variable. */
export interface DataBreakpointSpec {
  /** The client's id. */
  readonly id: number;
  /** What `debug/dataBreakpointInfo` gave. */
  readonly dataId: string;
  readonly hitCondition?: string;
}

export interface DebugExceptionInfo {
  /** `System.DmlException`. */
  readonly typeName: string;
  readonly message: string;
  readonly stackTrace: string;
  readonly breakMode: 'always' | 'unhandled';
  readonly cause: DebugExceptionInfo | null;
}
