/**
 * The debug agent of one debugged request: decides at flagged statements whether to stop, and while stopped blocks its
 * worker and answers the runner. Generated code calls it through `DebugHook`.
 */
import type { MessagePort } from 'node:worker_threads';
import { receiveMessageOnPort } from 'node:worker_threads';
import { ApexException, NotSupportedError } from '../apex/runtime/exception.ts';
import { frameAt, isRunning, statementAt, unitAt } from '../apex/runtime/shadow-stack.ts';
import type { ApexValue } from '../apex/runtime/contract.ts';
import type { DebugStopView, StopReason } from '../../protocol/debug.ts';
import { AgentError } from './agent-error.ts';
import { ArmedBreakpoints, meetsHitCondition } from './breakpoint-table.ts';
import type { ArmedBreakpoint } from './breakpoint-table.ts';
import type { DebugHook, Frame, UnitDebugInfo } from './contract.ts';
import { DataWatches } from './data-watches.ts';
import { ExceptionFilters } from './exception-filters.ts';
import { Handles } from './handles.ts';
import type { AgentHost } from './host.ts';
import { SIGNAL_COMMANDS, SIGNAL_PAUSED } from './messages.ts';
import type { AgentCommand, AgentCommandKind, AgentCommandMessage, AgentMessage, AgentOptions, AgentReply, AgentResults, ResumeKind, StepTarget, WantedDataBreakpoint } from './messages.ts';
import { Pause } from './pause.ts';
import type { Handle, StoppedException } from './pause.ts';
import { Step } from './stepping.ts';
import { Presenter } from './values/present.ts';
import { valueText } from './values/text.ts';

/** A condition or log message that runs Apex code gets so long, milliseconds. */
const CONDITION_MS = 1000;

const NO_HITS: readonly number[] = [];
/** These concern no value. */
const atOnce: ReadonlySet<AgentCommandKind> = new Set(['setBreakpoints', 'setExceptionBreakpoints', 'pause', 'detach']);

export class DebugAgent implements DebugHook {
  readonly #port: MessagePort;
  readonly #signal: Int32Array;
  readonly #host: AgentHost;
  readonly #breakpoints: ArmedBreakpoints;
  readonly #exceptions = new ExceptionFilters();
  readonly #handles: Handles<Handle>;
  readonly #presenter: Presenter;
  readonly #data = new DataWatches();
  /** While data is watched: the statement before, which is what changed it. */
  #previous: ReturnType<typeof placeOf> | null = null;
  #step: Step | null = null;
  /** Stops at the next statement, whatever it is. */
  #wanted: 'pause' | 'entry' | null = null;
  #pause: Pause | null = null;
  #innermost: Frame | null = null;
  /** The debugger itself runs Apex: nothing stops. */
  #isEvaluating = false;
  #isDetached = false;
  /** How often the runner had rung when the queue was last emptied while Apex ran. */
  #heard = 0;
  /** What came while the debugger itself ran Apex. */
  readonly #deferred: AgentCommandMessage[] = [];
  readonly #reportedFailures = new Set<number>();
  /** Frames whose locals were changed from outside: told of every statement of their unit until they have taken that over. */
  readonly #changed = new Set<Frame>();
  readonly #stoppedExceptions = new WeakSet<ApexException>();

  constructor(port: MessagePort, signal: Int32Array, host: AgentHost, options: AgentOptions) {
    this.#port = port;
    this.#signal = signal;
    this.#host = host;
    this.#breakpoints = new ArmedBreakpoints(host);
    this.#handles = new Handles(options.slot);
    this.#presenter = new Presenter(host, options.visibleNamespaces);
    this.#exceptions.set(options.exceptionFilters);
    for (const table of options.breakpoints) this.#breakpoints.set(table);
    if (options.stopOnEntry) this.#want('entry');
  }

  /** A unit came in: its breakpoints are set before its first statement runs. */
  unitLoaded(unit: UnitDebugInfo): void {
    this.#breakpoints.arm(unit);
  }

  /** The runner may have rung while Apex runs: takes what it sent. Cheap to call when it hasn't. */
  onInterrupt(): void {
    // Read before the queue is emptied.
    const rung = Atomics.load(this.#signal, SIGNAL_COMMANDS);
    if (rung === this.#heard && (this.#deferred.length === 0 || this.#isEvaluating)) return;
    this.#heard = rung;
    this.#drain();
  }

  /** Takes back every flag; the worker may serve another request afterwards. */
  dispose(): void {
    this.#detach();
    for (const frame of this.#changed) this.#host.flagUnit(frame.unit, false);
    this.#changed.clear();
  }

  atStatement(base: number): boolean {
    if (!this.#isEvaluating && !this.#isDetached) this.#stopIfDue(base);
    return this.#isTakenOver(base);
  }

  /** Its code takes the frame's changed locals over now. */
  #isTakenOver(base: number): boolean {
    if (this.#changed.size === 0) return false;
    const frame = frameAt(base);
    const isChanged = this.#changed.has(frame);
    // A frame may end before its code comes to another statement.
    for (const each of [...this.#changed]) if (each === frame || !isRunning(each)) this.#forget(each);
    return isChanged;
  }

  #forget(frame: Frame): void {
    this.#changed.delete(frame);
    frame.isDirty = false;
    if (![...this.#changed].some(each => each.unit === frame.unit)) this.#host.flagUnit(frame.unit, false);
  }

  #stopIfDue(base: number): void {
    const entries = this.#breakpoints.at(unitAt(base), statementAt(base));
    const hits = entries ? this.#hitsOf(entries, base) : NO_HITS;
    if (this.#data.isAny && this.#stopsForData(base, hits)) return;
    if (hits.length > 0) this.#stop(frameAt(base), 'breakpoint', hits, null);
    else if (this.#wanted !== null) this.#stop(frameAt(base), this.#wanted, [], null);
    else if (this.#step?.endsAt(base)) this.#stop(frameAt(base), 'step', [], null);
  }

  /** `hits`: breakpoints that stop here, too. */
  #stopsForData(base: number, hits: readonly number[]): boolean {
    const changes = this.#data.changes();
    const place = this.#previous ?? placeOf(base);
    this.#previous = placeOf(base);
    if (!changes) return false;
    for (const name of changes.gone) this.#post({ kind: 'output', category: 'console', text: `${name} is gone: its data breakpoint is off.`, path: null, line: null });
    if (!this.#data.isAny && this.#step === null && this.#wanted === null) this.#host.flagAll(false);
    if (changes.ids.length === 0) return false;
    for (const text of changes.texts) this.#post({ kind: 'output', category: 'console', text, ...place });
    this.#stop(frameAt(base), 'data breakpoint', [...changes.ids, ...hits], { description: 'Paused on a changed value', text: changes.texts.join('\n') });
    return true;
  }

  onThrow(base: number, exception: ApexValue): boolean {
    this.#stopIfWanted(base, exception);
    return this.#isTakenOver(base);
  }

  #stopIfWanted(base: number, exception: ApexValue): void {
    if (this.#isEvaluating || this.#isDetached || !this.#exceptions.isAny || !(exception instanceof ApexException)) return;
    // Told again at every frame it passes through; once stopped on, it is known.
    if (this.#stoppedExceptions.has(exception)) return;
    const frame = frameAt(base);
    const stop = this.#exceptions.stopsAt(frame, exception);
    if (!stop) return;
    this.#stoppedExceptions.add(exception);
    const description = `Paused on ${stop.breakMode === 'unhandled' ? 'an uncaught exception' : 'an exception'}`;
    this.#stop(frame, 'exception', [], { description, text: `${exception.$type.name}: ${exception.message ?? 'null'}` }, { exception, breakMode: stop.breakMode });
  }

  #hitsOf(entries: readonly ArmedBreakpoint[], base: number): readonly number[] {
    let hits: number[] | null = null;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i]!;
      if (entry.condition && !this.#isTrue(entry, entry.condition, base)) continue;
      entry.hits++;
      if (entry.hitCondition && !meetsHitCondition(entry.hitCondition, entry.hits)) continue;
      if (entry.logMessage) this.#log(entry, entry.logMessage, base);
      else (hits ??= []).push(entry.id);
    }
    return hits ?? NO_HITS;
  }

  #isTrue(entry: ArmedBreakpoint, condition: NonNullable<ArmedBreakpoint['condition']>, base: number): boolean {
    try {
      return this.#evaluate(condition, base) === true;
    } catch (error) {
      this.#reportFailure(entry, 'condition', error, base);
      return false;
    }
  }

  #log(entry: ArmedBreakpoint, parts: NonNullable<ArmedBreakpoint['logMessage']>, base: number): void {
    try {
      const text = parts.map(part => {
        if (typeof part === 'string') return part;
        const value = this.#evaluate(part, base);
        return typeof value === 'string' ? value : valueText(value, part.type);
      }).join('');
      const { path, line } = placeOf(base);
      this.#post({ kind: 'output', category: 'console', text, path, line });
    } catch (error) {
      this.#reportFailure(entry, 'log message', error, base);
    }
  }

  /** What is pure can't run on, and needs no undo: that is the path of a condition in a hot loop. */
  #evaluate(evaluation: { readonly run: (base: number) => ApexValue; readonly isPure: boolean }, base: number): ApexValue {
    this.#isEvaluating = true;
    try {
      return evaluation.isPure ? evaluation.run(base) : this.#try(evaluation.run, base);
    } finally {
      this.#isEvaluating = false;
    }
  }

  /** Apart, for its closure would cost the pure ones something, too. */
  #try(run: (base: number) => ApexValue, base: number): ApexValue {
    return this.#host.run({ milliseconds: CONDITION_MS, isUndone: true, ownLimits: true }, () => run(base));
  }

  /** Once a breakpoint: a loop would repeat it without end. */
  #reportFailure(entry: ArmedBreakpoint, what: string, error: unknown, base: number): void {
    if (this.#reportedFailures.has(entry.id)) return;
    this.#reportedFailures.add(entry.id);
    this.#post({ kind: 'output', category: 'stderr', text: `The ${what} of a breakpoint failed: ${describe(error)}`, ...placeOf(base) });
  }

  /** Blocks until the runner lets go. */
  #stop(frame: Frame, reason: StopReason, hitBreakpointIds: readonly number[], told: { readonly description: string; readonly text: string } | null, exception: StoppedException | null = null): void {
    this.#step = null;
    this.#wanted = null;
    this.#host.flagAll(this.#data.isAny);
    this.#innermost = frame;
    const pause = this.#pause = new Pause(this.#host, this.#presenter, this.#handles, frame, exception);
    this.#host.beforePause();
    Atomics.store(this.#signal, SIGNAL_PAUSED, 1);
    this.#post({ kind: 'stopped', reason, hitBreakpointIds, description: told?.description ?? null, text: told?.text ?? null, view: viewOf(pause) });
    while (this.#pause !== null) {
      // Read before the queue is emptied: what is rung in between ends the wait at once.
      const rung = Atomics.load(this.#signal, SIGNAL_COMMANDS);
      this.#drain();
      if (this.#pause !== null) Atomics.wait(this.#signal, SIGNAL_COMMANDS, rung);
    }
    this.#handles.clear();
    this.#innermost = null;
    for (let each: Frame | null = frame; each; each = each.parent) {
      if (!each.isDirty) continue;
      this.#changed.add(each);
      this.#host.flagUnit(each.unit, true);
    }
    Atomics.store(this.#signal, SIGNAL_PAUSED, 0);
  }

  #drain(): void {
    for (let message = this.#next(); message; message = this.#next()) {
      // What runs in the console for long looks up, too; what it may change is answered when it is done.
      if (this.#isEvaluating && !atOnce.has(message.command.kind)) this.#deferred.push(message);
      else this.#post(this.#answer(message));
      // The thread is off: what else is there waits for its next look.
      if (message.command.kind === 'resume' && this.#pause === null) return;
    }
  }

  #next(): AgentCommandMessage | undefined {
    return (this.#isEvaluating ? undefined : this.#deferred.shift()) ?? (receiveMessageOnPort(this.#port)?.message as AgentCommandMessage | undefined);
  }

  #answer({ id, command }: AgentCommandMessage): AgentReply {
    const isInside = this.#isEvaluating;
    this.#isEvaluating = true;
    try {
      return { kind: 'reply', id, result: this.#handle(command) };
    } catch (error) {
      if (error instanceof AgentError) return { kind: 'error', id, errorId: error.id, message: error.message };
      if (error instanceof NotSupportedError) return { kind: 'error', id, errorId: 'notSupported', message: error.message };
      return { kind: 'error', id, errorId: 'internal', message: describe(error) };
    } finally {
      this.#isEvaluating = isInside;
    }
  }

  #handle(command: AgentCommand): AgentResults[AgentCommandKind] {
    switch (command.kind) {
      case 'setBreakpoints': this.#breakpoints.set(command.table); return null;
      case 'setExceptionBreakpoints': this.#exceptions.set(command.filters); return null;
      case 'setDataBreakpoints': return this.#setData(command.breakpoints);
      case 'pause': if (this.#pause === null) this.#want('pause'); return null;
      case 'detach': this.#detach(); return null;
    }
    const pause = this.#pause;
    if (!pause) throw new AgentError('notPaused', 'The thread is running.');
    switch (command.kind) {
      case 'resume': this.#resume(command.how, command.target); return null;
      case 'stackTrace': return pause.stackTrace(command);
      case 'frameContext': return pause.frameContext(command);
      case 'scopes': return pause.scopes(command);
      case 'variables': return pause.variables(command);
      case 'offerWatch': return pause.offerWatch(command, this.#data);
      case 'target': return pause.target(command);
      case 'setVariable': return pause.setVariable(command);
      case 'evaluate': return pause.evaluate(command);
      case 'exceptionInfo': return pause.exceptionInfo();
    }
  }

  #resume(how: ResumeKind, target?: StepTarget): void {
    this.#pause = null;
    this.#data.refresh();
    if (how === 'continue' || !this.#innermost) return;
    this.#step = new Step(how, this.#innermost, target ?? null);
    this.#host.flagAll(true);
  }

  #setData(wanted: readonly WantedDataBreakpoint[]): readonly number[] {
    const armed = this.#data.set(wanted);
    this.#previous = this.#innermost && placeOf(this.#innermost.base);
    this.#host.flagAll(this.#data.isAny || this.#step !== null || this.#wanted !== null);
    return armed;
  }

  #want(what: 'pause' | 'entry'): void {
    this.#wanted = what;
    this.#host.flagAll(true);
  }

  #detach(): void {
    this.#isDetached = true;
    this.#pause = null;
    this.#step = null;
    this.#wanted = null;
    this.#exceptions.set([]);
    this.#breakpoints.clear();
    this.#data.clear();
    this.#host.flagAll(false);
  }

  #post(message: AgentMessage): void {
    this.#port.postMessage(message);
  }
}

/** One that fails says why when it is asked for. */
function viewOf(pause: Pause): DebugStopView | null {
  try {
    return pause.view();
  } catch {
    return null;
  }
}

function placeOf(base: number): { readonly path: string; readonly line: number | null } {
  const { path, statements } = unitAt(base);
  return { path, line: statements[statementAt(base)]?.line ?? null };
}

function describe(error: unknown): string {
  if (error instanceof ApexException) return `${error.$type.name}: ${error.message ?? 'null'}`;
  return error instanceof Error ? error.message : String(error);
}
