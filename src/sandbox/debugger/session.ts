/**
 * The debugging of one session in a runner: its breakpoints, its threads, and the answers to the hub's `debug/*` requests.
 * Compiling is the runner's, through `DebugCompiler`; stopping and looking is the agents', through their connections.
 */
import type { MessagePort } from 'node:worker_threads';
import type { BreakpointSpec, BreakpointStatus, DebugCompletion, DebugEvaluateResult, DebugStepTarget, DebugThread, DebugVariable, ExceptionFilter, FunctionBreakpointSpec } from '../../protocol/debug.ts';
import { WireError } from '../../protocol/errors.ts';
import type { HubNotifications, ParamsOf, ResultOf } from '../../protocol/rpc.ts';
import { bindBreakpoint, breakpointLocations } from './binding.ts';
import type { Binding, InstalledSource } from './binding.ts';
import { DataBreakpoints, dataIdOf } from './data-breakpoints.ts';
import { slotOfReference } from './handles.ts';
import { parseHitCondition, parseLogMessage } from './hit-condition.ts';
import { InstalledBreakpoints } from './installed-breakpoints.ts';
import { MAX_SLOT } from './messages.ts';
import type { AgentEvent, AgentOptions, BoundBreakpoint, EvaluationArtefact, FrameContext, StepTarget } from './messages.ts';
import type { ClientFile } from './source-match.ts';
import { AgentConnection } from './thread.ts';

/** Implemented by the runner over the org's program. */
export interface DebugCompiler {
  /** The installed source that a client's file is. Null: none. */
  findSource(file: ClientFile): InstalledSource | null;
  /**
   * Compiles an expression or statements to run at a statement. `expectedType`: the value is converted to it, as an
   * assignment does. Throws `WireError` `evaluateFailed` with the compiler's message.
   */
  compile(context: FrameContext, code: string, expectedType: string | null): EvaluationArtefact;
  /** What may be typed at an offset of a text, at a statement. `sees`: D8, as below. */
  completions(context: FrameContext, text: string, offset: number, sees: (namespace: string | null) => boolean): readonly DebugCompletion[];
  /** Calls that the statement makes, in their order. */
  callsAt(context: FrameContext): readonly (DebugStepTarget & StepTarget & { /** of the package that is called */ readonly namespace: string | null })[];
  /** What a function breakpoint names, with the first statements of it. Null: nothing has that name. */
  findFunction(name: string, namespaces: readonly string[]): { readonly source: InstalledSource; readonly namespace: string | null; readonly statements: readonly number[] } | null;
}

/** Stands for the client's file of function breakpoints. */
const FUNCTIONS = 'functions';

type DebugNotification = Extract<keyof HubNotifications, `debug/${string}`>;
export type Notify = <N extends DebugNotification>(name: N, params: Omit<HubNotifications[N], 'sessionId'>) => void;

interface ThreadEntry {
  info: DebugThread;
  readonly slot: number;
  readonly agent: AgentConnection;
}

export class DebugSessionServer {
  readonly #compiler: DebugCompiler;
  readonly #notify: Notify;
  readonly #visibleNamespaces: readonly string[];
  readonly #breakpoints = new InstalledBreakpoints();
  readonly #data = new DataBreakpoints();
  readonly #threads = new Map<number, ThreadEntry>();
  #exceptionFilters: readonly ExceptionFilter[] = [];
  #stopOnEntry = false;
  #isDetached = false;

  constructor(options: { compiler: DebugCompiler; visibleNamespaces: readonly string[]; notify: Notify }) {
    this.#compiler = options.compiler;
    this.#visibleNamespaces = options.visibleNamespaces;
    this.#notify = options.notify;
  }

  /** A debugged request starts: what its worker's `DebugAgent` is made with. `port` is the runner's end. */
  startThread(thread: { id: number; name: string; requestId: string; port: MessagePort; signal: Int32Array }): AgentOptions {
    const slot = this.#freeSlot(thread.id);
    const agent = new AgentConnection(thread.port, thread.signal, event => this.#onEvent(thread.id, event));
    const info: DebugThread = { id: thread.id, name: thread.name, requestId: thread.requestId, state: 'running' };
    this.#threads.set(thread.id, { info, slot, agent });
    this.#notify('debug/threadStarted', { thread: info });
    return {
      slot, breakpoints: this.#breakpoints.tables(), exceptionFilters: this.#exceptionFilters, stopOnEntry: this.#stopOnEntry, visibleNamespaces: this.#visibleNamespaces,
    };
  }

  endThread(id: number): void {
    const entry = this.#threads.get(id);
    if (!entry) return;
    // What it said last is still told.
    entry.agent.close();
    this.#threads.delete(id);
    if (this.#isDetached) return;
    for (const breakpoint of this.#data.lost(id)) this.#notify('debug/breakpointChanged', { breakpoint });
    this.#notify('debug/threadExited', { threadId: id });
  }

  /** Whether it may know what code of a namespace says (T16). */
  sees(namespace: string | null): boolean {
    return namespace === null || this.#visibleNamespaces.some(each => each.toLowerCase() === namespace.toLowerCase());
  }

  get threadCount(): number {
    return this.#threads.size;
  }

  /** The session is over: held threads go on undebugged (D11). Their ends are still to be told through `endThread`. */
  async detach(): Promise<void> {
    this.#isDetached = true;
    this.#breakpoints.clear();
    const paused: Promise<unknown>[] = [];
    for (const { agent, info } of this.#threads.values()) {
      const done = agent.ask({ kind: 'detach' });
      // A running thread hears of it at its next look, and may end before that.
      if (info.state === 'paused') paused.push(done);
      else done.catch(() => undefined);
    }
    await Promise.allSettled(paused);
  }

  ready({ stopOnEntry }: ParamsOf<'debug/ready'>): void {
    this.#stopOnEntry = stopOnEntry === true;
  }

  async setBreakpoints({ path, breakpoints, sourceText, formerPath }: ParamsOf<'debug/setBreakpoints'>): Promise<ResultOf<'debug/setBreakpoints'>> {
    const source = this.#compiler.findSource({ path, text: sourceText ?? null, formerPath: formerPath ?? null });
    const bound: BoundBreakpoint[] = [];
    const statuses = breakpoints.map(spec => {
      const binding = bindBreakpoint(source, sourceText ?? null, spec);
      if (!source || binding.statements.length === 0) return binding.status;
      try {
        bound.push(this.#compileBreakpoint(source, binding, spec));
        return binding.status;
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        return { ...binding.status, verified: false, message: error.message };
      }
    });
    if (source) {
      const table = this.#breakpoints.set(source.path, path, bound);
      this.#tellAll(agent => agent.ask({ kind: 'setBreakpoints', table }));
    }
    return { breakpoints: statuses };
  }

  /** All of the session's function breakpoints: those that aren't named any more go. */
  async setFunctionBreakpoints({ breakpoints }: ParamsOf<'debug/setFunctionBreakpoints'>): Promise<ResultOf<'debug/setFunctionBreakpoints'>> {
    const byPath = new Map<string, BoundBreakpoint[]>(this.#breakpoints.pathsOf(FUNCTIONS).map(path => [path, []]));
    const statuses = breakpoints.map(spec => this.#bindFunction(spec, (path, bound) => byPath.set(path, [...byPath.get(path) ?? [], bound])));
    for (const [path, bound] of byPath) {
      const table = this.#breakpoints.set(path, FUNCTIONS, bound);
      this.#tellAll(agent => agent.ask({ kind: 'setBreakpoints', table }));
    }
    return { breakpoints: statuses };
  }

  #bindFunction(spec: FunctionBreakpointSpec, add: (path: string, bound: BoundBreakpoint) => void): BreakpointStatus {
    const unbound = (message: string): BreakpointStatus => ({ id: spec.id, verified: false, message, line: null, column: null, endLine: null, endColumn: null });
    const found = this.#compiler.findFunction(spec.name, this.#visibleNamespaces);
    if (!found) return unbound(`Nothing is called ${spec.name} in the org being debugged: name a method (Class.method), a class or a trigger.`);
    const { source, statements } = found;
    if (!this.sees(found.namespace)) return unbound(`${spec.name} belongs to another managed package: its code is hidden.`);
    if (!source.unit) return unbound(`${spec.name} does not compile${source.problem === null ? '' : `: ${source.problem}`}`);
    const first = source.unit.statements[statements[0] ?? -1];
    if (!first) return unbound(`${spec.name} has no statement to stop at.`);
    const status: BreakpointStatus = { id: spec.id, verified: true, message: null, line: first.line, column: first.column, endLine: first.endLine, endColumn: first.endColumn };
    try {
      add(source.path, this.#compileBreakpoint(source, { status, statements }, { ...spec, line: first.line }));
      return status;
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return unbound(error.message);
    }
  }

  async dataBreakpointInfo({ reference, name }: ParamsOf<'debug/dataBreakpointInfo'>): Promise<ResultOf<'debug/dataBreakpointInfo'>> {
    const { agent, info } = this.#owner(reference);
    const offer = await agent.ask({ kind: 'offerWatch', reference, name });
    return offer ? { dataId: dataIdOf(info.id, offer.watchable), description: offer.description } : { dataId: null, description: `${name} can't be watched.` };
  }

  async setDataBreakpoints({ breakpoints }: ParamsOf<'debug/setDataBreakpoints'>): Promise<ResultOf<'debug/setDataBreakpoints'>> {
    return { breakpoints: await this.#data.set(breakpoints, [...this.#threads].map(([id, { agent, info }]) => ({ id, agent, isPaused: info.state === 'paused' }))) };
  }

  async setExceptionBreakpoints({ filters }: ParamsOf<'debug/setExceptionBreakpoints'>): Promise<Record<string, never>> {
    this.#exceptionFilters = filters;
    this.#tellAll(agent => agent.ask({ kind: 'setExceptionBreakpoints', filters }));
    return {};
  }

  breakpointLocations({ path, line, endLine, sourceText, formerPath }: ParamsOf<'debug/breakpointLocations'>): ResultOf<'debug/breakpointLocations'> {
    const text = sourceText ?? null;
    return { locations: breakpointLocations(this.#compiler.findSource({ path, text, formerPath: formerPath ?? null }), text, line, endLine ?? line) };
  }

  source({ path }: ParamsOf<'debug/source'>): ResultOf<'debug/source'> {
    const source = this.#compiler.findSource({ path, text: null, formerPath: null });
    if (!source) throw new WireError('unknownSource', `${path} is not installed in the org.`);
    return { content: source.text };
  }

  threads(): ResultOf<'debug/threads'> {
    return { threads: [...this.#threads.values()].map(({ info }) => info) };
  }

  async resume({ threadId, kind, targetId }: ParamsOf<'debug/resume'>): Promise<Record<string, never>> {
    const entry = this.#pausedThread(threadId);
    const target = targetId === undefined ? undefined : await this.#stepTarget(entry, targetId);
    // Before the answer: the next stop may come right behind it.
    entry.info = { ...entry.info, state: 'running' };
    await entry.agent.ask({ kind: 'resume', how: kind, ...(target ? { target } : {}) });
    return {};
  }

  async stepInTargets({ frameId }: ParamsOf<'debug/stepInTargets'>): Promise<ResultOf<'debug/stepInTargets'>> {
    const { agent } = this.#owner(frameId);
    const [innermost] = (await agent.ask({ kind: 'stackTrace', startFrame: 0, levels: 1 })).frames;
    if (innermost?.id !== frameId) return { targets: [] };
    const calls = this.#compiler.callsAt(await agent.ask({ kind: 'frameContext', frameId })).filter(({ namespace }) => this.sees(namespace));
    return { targets: calls.map(({ id, label, line, column, endLine, endColumn }) => ({ id, label, line, column, endLine, endColumn })) };
  }

  async #stepTarget({ agent }: ThreadEntry, targetId: number): Promise<StepTarget> {
    const [innermost] = (await agent.ask({ kind: 'stackTrace', startFrame: 0, levels: 1 })).frames;
    const call = this.#compiler.callsAt(await agent.ask({ kind: 'frameContext', frameId: innermost?.id ?? 0 })).find(({ id }) => id === targetId);
    if (!call) throw new WireError('invalidParams', `The statement has no call ${targetId} to step into.`);
    return { traceName: call.traceName, occurrence: call.occurrence };
  }

  /** Answered when the worker has taken note; it stops at its next statement. */
  async pause({ threadId }: ParamsOf<'debug/pause'>): Promise<Record<string, never>> {
    const { agent, info } = this.#thread(threadId);
    if (info.state === 'running') await agent.ask({ kind: 'pause' });
    return {};
  }

  async stackTrace({ threadId, startFrame, levels }: ParamsOf<'debug/stackTrace'>): Promise<ResultOf<'debug/stackTrace'>> {
    return this.#pausedThread(threadId).agent.ask({ kind: 'stackTrace', startFrame, levels });
  }

  async scopes({ frameId }: ParamsOf<'debug/scopes'>): Promise<ResultOf<'debug/scopes'>> {
    return { scopes: await this.#owner(frameId).agent.ask({ kind: 'scopes', frameId }) };
  }

  async variables({ reference, start, count, filter }: ParamsOf<'debug/variables'>): Promise<ResultOf<'debug/variables'>> {
    return { variables: await this.#owner(reference).agent.ask({ kind: 'variables', reference, start, count, filter: filter ?? null }) };
  }

  async setVariable({ reference, name, value }: ParamsOf<'debug/setVariable'>): Promise<DebugVariable> {
    const { agent } = this.#owner(reference);
    const target = await agent.ask({ kind: 'target', reference, name });
    return agent.ask({ kind: 'setVariable', reference, name, value: this.#compiler.compile(target.frame, value, target.type) });
  }

  async evaluate({ frameId, expression, context }: ParamsOf<'debug/evaluate'>): Promise<DebugEvaluateResult> {
    const { agent, frame, place } = await this.#placeOf(frameId);
    const artefact = this.#compiler.compile(place, expression, null);
    return agent.ask({ kind: 'evaluate', frameId: frame, expression, artefact, isTrial: context !== 'repl', isFull: context === 'clipboard' });
  }

  async completions({ frameId, text, offset }: ParamsOf<'debug/completions'>): Promise<ResultOf<'debug/completions'>> {
    const { place } = await this.#placeOf(frameId);
    return { completions: this.#compiler.completions(place, text, offset, namespace => this.sees(namespace)) };
  }

  /** A frame and where it is; without one, the innermost of the only thread that is stopped. */
  async #placeOf(frameId: number | undefined): Promise<{ agent: AgentConnection; frame: number; place: FrameContext }> {
    const { agent } = frameId === undefined ? this.#onlyPaused() : this.#owner(frameId);
    const frame = frameId ?? (await agent.ask({ kind: 'stackTrace', startFrame: 0, levels: 1 })).frames[0]?.id ?? 0;
    return { agent, frame, place: await agent.ask({ kind: 'frameContext', frameId: frame }) };
  }

  async exceptionInfo({ threadId }: ParamsOf<'debug/exceptionInfo'>): Promise<ResultOf<'debug/exceptionInfo'>> {
    return this.#pausedThread(threadId).agent.ask({ kind: 'exceptionInfo' });
  }

  #compileBreakpoint(source: InstalledSource, binding: Binding, spec: BreakpointSpec): BoundBreakpoint {
    const first = binding.statements[0] ?? 0;
    const context: FrameContext = { path: source.path, statement: first, methodId: source.unit?.statements[first]?.methodId ?? 0 };
    const hitCondition = spec.hitCondition === undefined ? null : parseHitCondition(spec.hitCondition);
    if (spec.hitCondition !== undefined && !hitCondition) {
      throw new WireError('invalidParams', `The hit count "${spec.hitCondition}" must be a number, or one of >, >=, <, <=, ==, % and a number.`);
    }
    const message = spec.logMessage === undefined ? null : parseLogMessage(spec.logMessage);
    if (spec.logMessage !== undefined && !message) throw new WireError('invalidParams', 'A { of the log message is not closed; write \\{ for the character.');
    return {
      id: spec.id, statements: binding.statements, hitCondition,
      condition: spec.condition === undefined ? null : this.#compileCondition(context, spec.condition),
      logMessage: message?.map(part => ('text' in part ? part.text : this.#compiler.compile(context, part.expression, null))) ?? null,
    };
  }

  #compileCondition(context: FrameContext, code: string): EvaluationArtefact {
    const artefact = this.#compiler.compile(context, code, null);
    if (artefact.resultType !== 'Boolean') throw new WireError('evaluateFailed', `The condition must be a Boolean, but is ${artefact.resultType ?? 'no value'}.`);
    return artefact;
  }

  #onEvent(threadId: number, event: AgentEvent): void {
    const entry = this.#threads.get(threadId);
    if (!entry || this.#isDetached) return;
    if (event.kind === 'output') {
      this.#notify('debug/output', { category: event.category, text: event.text, path: event.path, line: event.line });
      return;
    }
    entry.info = { ...entry.info, state: 'paused' };
    const { reason, description, text, hitBreakpointIds, view } = event;
    this.#notify('debug/stopped', { threadId, reason, description, text, hitBreakpointIds, view });
  }

  /** A running thread takes it at its next look; nobody waits for that. */
  #tellAll(tell: (agent: AgentConnection) => Promise<unknown>): void {
    for (const { agent } of this.#threads.values()) tell(agent).catch(() => undefined);
  }

  #thread(id: number): ThreadEntry {
    if (this.#isDetached) throw new WireError('sessionEnded', 'The debugging session has ended.');
    const entry = this.#threads.get(id);
    if (!entry) throw new WireError('unknownThread', `There is no thread ${id}: its request has ended.`);
    return entry;
  }

  /** A running thread isn't asked: it would answer when it looks the next time, if ever. */
  #pausedThread(id: number): ThreadEntry {
    const entry = this.#thread(id);
    if (entry.info.state !== 'paused') throw new WireError('notPaused', 'The thread is running.');
    return entry;
  }

  #owner(reference: number): ThreadEntry {
    const slot = slotOfReference(reference);
    for (const entry of this.#threads.values()) if (entry.slot === slot) return this.#pausedThread(entry.info.id);
    throw new WireError('unknownReference', `${reference} belongs to a request that has ended.`);
  }

  #onlyPaused(): ThreadEntry {
    const paused = [...this.#threads.values()].filter(({ info }) => info.state === 'paused');
    const [only] = paused;
    if (!only) throw new WireError('notPaused', 'Nothing is paused: an expression is evaluated in a frame of a stopped request.');
    return only;
  }

  #freeSlot(id: number): number {
    const used = new Set([...this.#threads.values()].map(({ slot }) => slot));
    let slot = id % (MAX_SLOT + 1);
    while (used.has(slot)) slot = (slot + 1) % (MAX_SLOT + 1);
    return slot;
  }
}
