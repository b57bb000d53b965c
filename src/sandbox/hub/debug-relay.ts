import type { BreakpointSpec } from '../../protocol/debug.ts';
import type { HubNotifications, ParamsOf, ResultOf } from '../../protocol/rpc.ts';
import type { DebugMethod, OrgRunner, RunnerEvent } from '../org/contract.ts';
import type { SessionRow } from '../partner/store.ts';

type DebugEvent = Extract<RunnerEvent, { kind: 'debug' }>;

/** What a session's client has set, to set it again in a renewed session or a new runner. */
interface Settings {
  readonly breakpoints: Map<string, ParamsOf<'debug/setBreakpoints'>>;
  functions: ParamsOf<'debug/setFunctionBreakpoints'> | null;
  exceptions: ParamsOf<'debug/setExceptionBreakpoints'> | null;
}

interface SessionState {
  readonly settings: Settings;
  readonly threads: Map<number, { started: HubNotifications['debug/threadStarted']; stopped: HubNotifications['debug/stopped'] | null }>;
  /** The runner that knows of it, and when it does. */
  attached: { readonly runner: OrgRunner; readonly done: Promise<void> } | null;
  isReady: boolean;
  isEnded: boolean;
  /** Requests held until breakpoints are set. */
  waiting: (() => void)[];
}

export interface DebugRelayOptions {
  runnerOf(orgId: string): Promise<OrgRunner>;
  visibleNamespaces(orgId: string): readonly string[];
  /** To the connection that holds the session. */
  notify(event: Pick<DebugEvent, 'name' | 'params'>): void;
}

/** Sessions whose settings are kept after their end (D14). */
const KEPT_SESSIONS = 50;

/** Carries the debugging of sessions between their clients and the orgs' runners, and remembers what both were told. */
export class DebugRelay {
  readonly #options: DebugRelayOptions;
  readonly #sessions = new Map<string, SessionState>();

  constructor(options: DebugRelayOptions) {
    this.#options = options;
  }

  /** Makes the org's runner know the session, with the breakpoints it had. */
  async attach(row: SessionRow): Promise<OrgRunner> {
    const runner = await this.#options.runnerOf(row.orgId);
    const state = this.#state(row.id);
    if (state.attached?.runner !== runner) state.attached = { runner, done: this.#tell(row, state, runner) };
    await state.attached.done;
    return runner;
  }

  async #tell(row: SessionRow, state: SessionState, runner: OrgRunner): Promise<void> {
    await runner.attachSession({ sessionId: row.id, visibleNamespaces: this.#options.visibleNamespaces(row.orgId) });
    await this.#set(row, state, runner);
  }

  /** Sets what `copySettings` brought. */
  async restore(row: SessionRow): Promise<void> {
    await this.#set(row, this.#state(row.id), await this.attach(row));
  }

  async #set(row: SessionRow, { settings }: SessionState, runner: OrgRunner): Promise<void> {
    const { breakpoints, functions, exceptions } = settings;
    const tell = (result: ResultOf<'debug/setBreakpoints'>): void => {
      for (const breakpoint of result.breakpoints) this.#options.notify({ name: 'debug/breakpointChanged', params: { sessionId: row.id, breakpoint } });
    };
    for (const params of breakpoints.values()) tell(await runner.debug('debug/setBreakpoints', { ...params, sessionId: row.id }));
    if (functions) tell(await runner.debug('debug/setFunctionBreakpoints', { ...functions, sessionId: row.id }));
    if (exceptions) await runner.debug('debug/setExceptionBreakpoints', { ...exceptions, sessionId: row.id });
  }

  /** Held threads go on undebugged, and held requests start so (D11). */
  async detach(row: SessionRow): Promise<void> {
    const state = this.#state(row.id);
    state.isEnded = true;
    this.#release(state);
    state.threads.clear();
    const runner = state.attached?.runner;
    state.attached = null;
    await runner?.detachSession(row.id);
  }

  async request<M extends DebugMethod>(row: SessionRow, method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    const state = this.#state(row.id);
    const runner = await this.attach(row);
    const result = await runner.debug(method, params);
    if (method === 'debug/setBreakpoints') remember(state.settings, params as ParamsOf<'debug/setBreakpoints'>);
    else if (method === 'debug/setFunctionBreakpoints') state.settings.functions = params as ParamsOf<'debug/setFunctionBreakpoints'>;
    else if (method === 'debug/setExceptionBreakpoints') state.settings.exceptions = params as ParamsOf<'debug/setExceptionBreakpoints'>;
    return result;
  }

  /** Breakpoints are set: held requests start, and who resumes hears of the threads that still wait. */
  ready(row: SessionRow): void {
    const state = this.#state(row.id);
    if (state.isReady) return;
    state.isReady = true;
    this.#announceThreads(state);
    this.#release(state);
  }

  #announceThreads(state: SessionState): void {
    for (const { started, stopped } of state.threads.values()) {
      this.#options.notify({ name: 'debug/threadStarted', params: { ...started, thread: { ...started.thread, state: stopped ? 'paused' : 'running' } } } as DebugEvent);
      if (stopped) this.#options.notify({ name: 'debug/stopped', params: stopped } as DebugEvent);
    }
  }

  /** A new client has to set its breakpoints first. */
  hold(sessionId: string): void {
    this.#state(sessionId).isReady = false;
  }

  /** Resolves when the session is ready or over; true: ready. `onCancel`: how to stop waiting. */
  whenReady(sessionId: string, onCancel: (cancel: () => void) => void): Promise<boolean> {
    const state = this.#state(sessionId);
    if (state.isReady || state.isEnded) return Promise.resolve(!state.isEnded);
    return new Promise(resolve => {
      const go = (): void => resolve(!state.isEnded);
      state.waiting.push(go);
      onCancel(() => {
        state.waiting = state.waiting.filter(each => each !== go);
        resolve(false);
      });
    });
  }

  copySettings(from: string, to: string): void {
    const source = this.#sessions.get(from);
    if (!source) return;
    const { settings } = this.#state(to);
    for (const [path, params] of source.settings.breakpoints) settings.breakpoints.set(path, params);
    settings.functions = source.settings.functions;
    settings.exceptions = source.settings.exceptions;
  }

  onEvent(event: DebugEvent): void {
    const state = this.#sessions.get(event.params.sessionId);
    if (!state || state.isEnded) return;
    switch (event.name) {
      case 'debug/threadStarted': state.threads.set(event.params.thread.id, { started: event.params, stopped: null }); break;
      case 'debug/threadExited': state.threads.delete(event.params.threadId); break;
      // Who is told of it later has to ask: the thread may look otherwise then.
      case 'debug/stopped': this.#setStopped(state, event.params.threadId, { ...event.params, view: null }); break;
      case 'debug/continued': this.#setStopped(state, event.params.threadId, null); break;
      default:
    }
    this.#options.notify(event);
  }

  /** A person told a paused thread to go on; its stop is no longer worth telling. */
  resumed(sessionId: string, threadId: number): void {
    const state = this.#sessions.get(sessionId);
    if (state) this.#setStopped(state, threadId, null);
  }

  /** Its runner died: the threads are gone. The next request attaches to a new one. */
  lost(sessionId: string, message: string): void {
    const state = this.#sessions.get(sessionId);
    if (!state || state.isEnded) return;
    state.attached = null;
    this.#options.notify({ name: 'debug/output', params: { sessionId, category: 'important', text: message, path: null, line: null } });
    for (const threadId of [...state.threads.keys()]) this.#options.notify({ name: 'debug/threadExited', params: { sessionId, threadId } });
    state.threads.clear();
  }

  #setStopped(state: SessionState, threadId: number, stopped: HubNotifications['debug/stopped'] | null): void {
    const thread = state.threads.get(threadId);
    if (thread) thread.stopped = stopped;
  }

  #release(state: SessionState): void {
    for (const go of state.waiting.splice(0)) go();
  }

  #state(sessionId: string): SessionState {
    const found = this.#sessions.get(sessionId);
    if (found) return found;
    const state: SessionState = { settings: { breakpoints: new Map(), functions: null, exceptions: null }, threads: new Map(), attached: null, isReady: false, isEnded: false, waiting: [] };
    this.#sessions.set(sessionId, state);
    const ended = [...this.#sessions].filter(([, each]) => each.isEnded);
    for (const [id] of ended.slice(0, Math.max(0, ended.length - KEPT_SESSIONS))) this.#sessions.delete(id);
    return state;
  }
}

function remember(settings: Settings, params: ParamsOf<'debug/setBreakpoints'>): void {
  const specs: readonly BreakpointSpec[] = params.breakpoints;
  if (specs.length > 0) settings.breakpoints.set(params.path, params);
  else settings.breakpoints.delete(params.path);
}
