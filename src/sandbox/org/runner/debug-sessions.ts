import { WireError } from '../../../protocol/errors.ts';
import type { ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import type { SourceFile } from '../../apex/semantics/types.ts';
import type { UnitDebugInfo } from '../../debugger/contract.ts';
import { orgDebugCompiler } from '../../debugger/org-compiler.ts';
import { DebugSessionServer } from '../../debugger/session.ts';
import type { OrgCompiler } from '../compiler.ts';
import type { DebugMethod, RunnerEvent } from '../contract.ts';

type Handler<M extends DebugMethod> = (server: DebugSessionServer, params: ParamsOf<M>) => ResultOf<M> | Promise<ResultOf<M>>;

const handlers: { readonly [M in DebugMethod]: Handler<M> } = {
  'debug/setBreakpoints': (server, params) => server.setBreakpoints(params),
  'debug/setExceptionBreakpoints': (server, params) => server.setExceptionBreakpoints(params),
  'debug/setFunctionBreakpoints': (server, params) => server.setFunctionBreakpoints(params),
  'debug/setDataBreakpoints': (server, params) => server.setDataBreakpoints(params),
  'debug/dataBreakpointInfo': (server, params) => server.dataBreakpointInfo(params),
  'debug/breakpointLocations': (server, params) => server.breakpointLocations(params),
  'debug/ready': (server, params) => {
    server.ready(params);
    return {};
  },
  'debug/threads': server => server.threads(),
  'debug/stackTrace': (server, params) => server.stackTrace(params),
  'debug/scopes': (server, params) => server.scopes(params),
  'debug/variables': (server, params) => server.variables(params),
  'debug/setVariable': (server, params) => server.setVariable(params),
  'debug/evaluate': (server, params) => server.evaluate(params),
  'debug/resume': (server, params) => server.resume(params),
  'debug/stepInTargets': (server, params) => server.stepInTargets(params),
  'debug/pause': (server, params) => server.pause(params),
  'debug/source': (server, params) => server.source(params),
  'debug/exceptionInfo': (server, params) => server.exceptionInfo(params),
  'debug/completions': (server, params) => server.completions(params),
};

interface Attached {
  server: DebugSessionServer;
  readonly visibleNamespaces: readonly string[];
  /** What the client set, to set it again when the org's code has changed. By path. */
  readonly breakpoints: Map<string, ParamsOf<'debug/setBreakpoints'>>;
  functions: ParamsOf<'debug/setFunctionBreakpoints'> | null;
  exceptions: ParamsOf<'debug/setExceptionBreakpoints'> | null;
  ready: ParamsOf<'debug/ready'> | null;
}

export interface DebugSessionsOptions {
  /** Of the org's code as it is now. */
  compiler(): OrgCompiler;
  /** What is installed under a namespace, for a person. */
  versionOf(namespace: string | null): string | null;
  emit(event: RunnerEvent): void;
}

/** The debugging sessions attached to the org, and what runs under them. */
export class DebugSessions {
  readonly #options: DebugSessionsOptions;
  readonly #sessions = new Map<string, Attached>();
  /** Anonymous Apex that runs now, by its path. */
  readonly #anonymous = new Map<string, { source: SourceFile; unit: UnitDebugInfo }>();

  constructor(options: DebugSessionsOptions) {
    this.#options = options;
  }

  attach(sessionId: string, visibleNamespaces: readonly string[]): void {
    this.#sessions.set(sessionId, { server: this.#serverFor(sessionId, visibleNamespaces), visibleNamespaces, breakpoints: new Map(), functions: null, exceptions: null, ready: null });
  }

  async detach(sessionId: string): Promise<void> {
    const attached = this.#sessions.get(sessionId);
    this.#sessions.delete(sessionId);
    await attached?.server.detach();
  }

  find(sessionId: string): DebugSessionServer | null {
    return this.#sessions.get(sessionId)?.server ?? null;
  }

  /** Whether a request runs under a session: its code can't be replaced. */
  get hasThreads(): boolean {
    return [...this.#sessions.values()].some(({ server }) => server.threadCount > 0);
  }

  async request<M extends DebugMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    const attached = this.#sessions.get(params.sessionId);
    if (!attached) throw new WireError('unknownSession', 'The session has ended.');
    const result = await (handlers[method] as Handler<M>)(attached.server, params);
    remember(attached, method, params);
    return result;
  }

  /** While it runs, breakpoints bind in it and its frames have source. */
  addAnonymous(path: string, source: SourceFile, unit: UnitDebugInfo): { remove(): void } {
    const entry = { source, unit };
    this.#anonymous.set(path, entry);
    return { remove: () => { if (this.#anonymous.get(path) === entry) this.#anonymous.delete(path); } };
  }

  /** A file that was not there when its breakpoints were set has come: they are bound, and the client hears where. */
  async bindIn(sessionId: string, path: string): Promise<void> {
    const attached = this.#sessions.get(sessionId);
    const params = attached?.breakpoints.get(path);
    if (attached && params) await this.#bind(sessionId, attached, params);
  }

  async #bind(sessionId: string, { server }: Attached, params: ParamsOf<'debug/setBreakpoints'>): Promise<void> {
    this.#tell(sessionId, await server.setBreakpoints(params));
  }

  #tell(sessionId: string, { breakpoints }: ResultOf<'debug/setBreakpoints'>): void {
    for (const breakpoint of breakpoints) this.#options.emit({ kind: 'debug', name: 'debug/breakpointChanged', params: { sessionId, breakpoint } });
  }

  /** The org's code has changed: breakpoints are bound anew, and clients hear where they are now. */
  async rebind(): Promise<void> {
    for (const [sessionId, attached] of this.#sessions) {
      attached.server = this.#serverFor(sessionId, attached.visibleNamespaces);
      if (attached.ready) attached.server.ready(attached.ready);
      if (attached.exceptions) await attached.server.setExceptionBreakpoints(attached.exceptions);
      if (attached.functions) this.#tell(sessionId, await attached.server.setFunctionBreakpoints(attached.functions));
      for (const params of attached.breakpoints.values()) await this.#bind(sessionId, attached, params);
    }
  }

  #serverFor(sessionId: string, visibleNamespaces: readonly string[]): DebugSessionServer {
    return new DebugSessionServer({
      compiler: orgDebugCompiler(this.#options.compiler(), path => this.#anonymous.get(path) ?? null, this.#options.versionOf), visibleNamespaces,
      notify: (name, params) => this.#options.emit({ kind: 'debug', name, params: { sessionId, ...params } } as unknown as RunnerEvent),
    });
  }
}

function remember(attached: Attached, method: DebugMethod, params: unknown): void {
  if (method === 'debug/setBreakpoints') {
    const given = params as ParamsOf<'debug/setBreakpoints'>;
    if (given.breakpoints.length > 0) attached.breakpoints.set(given.path, given);
    else attached.breakpoints.delete(given.path);
  } else if (method === 'debug/setFunctionBreakpoints') {
    attached.functions = params as ParamsOf<'debug/setFunctionBreakpoints'>;
  } else if (method === 'debug/setExceptionBreakpoints') {
    attached.exceptions = params as ParamsOf<'debug/setExceptionBreakpoints'>;
  } else if (method === 'debug/ready') {
    attached.ready = params as ParamsOf<'debug/ready'>;
  }
}
