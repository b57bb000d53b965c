/**
 * What the runner and the debug agent in a worker say to each other over one MessagePort, and the shared memory beside it.
 *
 * The runner posts `AgentCommandMessage`s, then adds 1 to `signal[SIGNAL_COMMANDS]` and notifies it: a paused agent sleeps in
 * `Atomics.wait` on that word and takes messages with `receiveMessageOnPort`. A running worker sees the word change at its
 * interrupt polls (`DebugAgent.onInterrupt`). The agent posts `AgentEvent`s and exactly one `AgentReply` a command.
 *
 * Everything here survives structured cloning.
 */
import type { DebugEvaluateResult, DebugExceptionInfo, DebugScope, DebugStackFrame, DebugStopView, DebugVariable, ExceptionFilter, StopReason } from '../../protocol/debug.ts';

/** Words of the agent's `Int32Array` over shared memory. */
export const SIGNAL_COMMANDS = 0;
/** 1 while the thread is paused: wall clocks and watchdogs of the runner don't count then. */
export const SIGNAL_PAUSED = 1;
export const SIGNAL_WORDS = 2;

/** References and frame ids of a thread are `(slot << REFERENCE_BITS) + n`, so a session's threads never share one. */
export const REFERENCE_BITS = 20;
export const MAX_SLOT = 2047;

/** An Apex expression or statements compiled by the runner for one place; `AgentHost.load` makes it callable. */
export interface EvaluationArtefact {
  /** What codegen made; only codegen's loader looks inside. */
  readonly program: unknown;
  /** Type of the result as Apex prints it; null for statements without a value. */
  readonly resultType: string | null;
  /** It can change nothing: a trial of it needs no undo. */
  readonly isPure: boolean;
}

export interface HitCondition {
  readonly operator: '==' | '>' | '>=' | '<' | '<=' | '%';
  readonly count: number;
}

export interface WantedDataBreakpoint {
  /** The client's id. */
  readonly id: number;
  /** What `offerWatch` gave. */
  readonly watchable: number;
  readonly hitCondition: HitCondition | null;
}

export interface BoundBreakpoint {
  /** The client's id. */
  readonly id: number;
  /** Indices into `UnitDebugInfo.statements`: a line may have code in more than one method (field initialisers). */
  readonly statements: readonly number[];
  readonly condition: EvaluationArtefact | null;
  readonly hitCondition: HitCondition | null;
  /** Literal text and expressions in turn; null: stops instead of logging. */
  readonly logMessage: readonly (string | EvaluationArtefact)[] | null;
}

/** The breakpoints of one source file: replaces those it had. */
export interface BreakpointTable {
  readonly path: string;
  readonly breakpoints: readonly BoundBreakpoint[];
}

/** What a worker is told when it starts a debugged request. */
export interface AgentOptions {
  readonly slot: number;
  readonly breakpoints: readonly BreakpointTable[];
  readonly exceptionFilters: readonly ExceptionFilter[];
  readonly stopOnEntry: boolean;
  /** The partner's namespaces: objects of other managed types show only their global members (D8). */
  readonly visibleNamespaces: readonly string[];
}

/** A call that the statement makes: the thread stops where it begins. */
export interface StepTarget {
  /** As frames' methods have it: `run`, `<init>`, `__sfdc_name`. */
  readonly traceName: string;
  /** Of the calls of that name which the statement makes, 1-based. */
  readonly occurrence: number;
}

export type ResumeKind = 'continue' | 'next' | 'stepIn' | 'stepOut';

/** Where an expression is evaluated: what the runner's compiler needs. */
export interface FrameContext {
  readonly path: string;
  readonly methodId: number;
  /** Index into `UnitDebugInfo.statements`. */
  readonly statement: number;
}

export type AgentCommand =
  // While running or paused.
  | { readonly kind: 'setBreakpoints'; readonly table: BreakpointTable }
  | { readonly kind: 'setExceptionBreakpoints'; readonly filters: readonly ExceptionFilter[] }
  | { readonly kind: 'setDataBreakpoints'; readonly breakpoints: readonly WantedDataBreakpoint[] }
  | { readonly kind: 'pause' }
  /** The session is over: no more stops; a paused thread runs to its end. */
  | { readonly kind: 'detach' }
  // While paused.
  | { readonly kind: 'resume'; readonly how: ResumeKind; /** of `stepIn` */ readonly target?: StepTarget }
  | { readonly kind: 'stackTrace'; readonly startFrame: number; readonly levels: number }
  | { readonly kind: 'frameContext'; readonly frameId: number }
  | { readonly kind: 'scopes'; readonly frameId: number }
  | { readonly kind: 'variables'; readonly reference: number; readonly start: number; readonly count: number; readonly filter: 'indexed' | 'named' | null }
  /** Makes a variable watchable for as long as it lives. */
  | { readonly kind: 'offerWatch'; readonly reference: number; readonly name: string }
  /** What a variable may be set to. */
  | { readonly kind: 'target'; readonly reference: number; readonly name: string }
  | { readonly kind: 'setVariable'; readonly reference: number; readonly name: string; readonly value: EvaluationArtefact }
  /** `isTrial`: undone afterwards, at most 100 ms; else it runs in the transaction. */
  | { readonly kind: 'evaluate'; readonly frameId: number; readonly expression: string; readonly artefact: EvaluationArtefact; readonly isTrial: boolean; /** the whole value, for copying */ readonly isFull: boolean }
  | { readonly kind: 'exceptionInfo' };

export type AgentCommandKind = AgentCommand['kind'];

export interface AgentResults {
  setBreakpoints: null;
  setExceptionBreakpoints: null;
  /** The ids of those that can be watched. */
  setDataBreakpoints: readonly number[];
  pause: null;
  detach: null;
  resume: null;
  stackTrace: { readonly frames: readonly DebugStackFrame[]; readonly totalFrames: number };
  frameContext: FrameContext;
  scopes: readonly DebugScope[];
  variables: readonly DebugVariable[];
  /** A number for `setDataBreakpoints`, and the variable as the client shows it; null: it can't be watched. */
  offerWatch: { readonly watchable: number; readonly description: string } | null;
  /** `type` as Apex prints it: the value is compiled to it, in the frame. */
  target: { readonly frame: FrameContext; readonly type: string };
  setVariable: DebugVariable;
  evaluate: DebugEvaluateResult;
  exceptionInfo: DebugExceptionInfo;
}

export interface AgentCommandMessage { readonly id: number; readonly command: AgentCommand }

export type AgentErrorId = 'notPaused' | 'unknownReference' | 'evaluateFailed' | 'notSupported' | 'internal';

export type AgentReply =
  | { readonly kind: 'reply'; readonly id: number; readonly result: AgentResults[AgentCommandKind] }
  | { readonly kind: 'error'; readonly id: number; readonly errorId: AgentErrorId; readonly message: string };

export type AgentEvent =
  | { readonly kind: 'stopped'; readonly reason: StopReason; readonly description: string | null; readonly text: string | null; readonly hitBreakpointIds: readonly number[]; readonly view: DebugStopView | null }
  /** A log message, or a condition that failed. */
  | { readonly kind: 'output'; readonly category: 'stdout' | 'stderr' | 'console' | 'important'; readonly text: string; readonly path: string | null; readonly line: number | null };

/** Everything the agent posts. */
export type AgentMessage = AgentReply | AgentEvent;
