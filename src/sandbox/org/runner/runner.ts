import { MessageChannel } from 'node:worker_threads';
import type { CheckResult, ProblemInfo } from '../../../protocol/rpc.ts';
import { WireError } from '../../../protocol/errors.ts';
import type { UnitDebugInfo } from '../../debugger/contract.ts';
import { SIGNAL_WORDS } from '../../debugger/messages.ts';
import { orgDebugCompiler } from '../../debugger/org-compiler.ts';
import { DebugSessionServer } from '../../debugger/session.ts';
import type { Diagnostic, SourceFile } from '../../apex/semantics/types.ts';
import type { LocalOrg } from '../execution/local-org.ts';
import { importData, openOrg } from '../execution/open-executor.ts';
import type { HttpRequestSetup, OrgSetup, RunContext, RunnerEvent, RunOutcome } from '../contract.ts';
import type { WorkerJob, WorkerMessage, WorkerOutcome, WorkerRequest } from '../worker/messages.ts';
import { WorkerPool, type RunningJob } from './pool.ts';
import { routeRest } from './rest-routes.ts';
import type { RunnerRequests } from '../runner-wire.ts';

type Handlers = { [M in keyof RunnerRequests]: (params: RunnerRequests[M]['params']) => Promise<RunnerRequests[M]['result']> };

/** The runner of one org: compiles, gives requests to workers, serves the debugging of its session. Runs no Apex itself. */
export class Runner {
  private readonly emit: (event: RunnerEvent) => void;
  private local: LocalOrg | null = null;
  private pool: WorkerPool | null = null;
  private readonly jobs = new Map<string, RunningJob>();
  private readonly sessions = new Map<string, DebugSessionServer>();
  /** Anonymous Apex that runs now, by its path. */
  private readonly anonymous = new Map<string, { source: SourceFile; unit: UnitDebugInfo }>();

  constructor(emit: (event: RunnerEvent) => void) {
    this.emit = emit;
  }

  readonly handlers: Handlers = {
    start: async (setup) => this.start(setup),
    check: async () => this.check(),
    runAnonymous: ({ context, request }) => this.runAnonymous(context, request.code, request.path),
    runTests: ({ context, request }) => this.runTests(context, request.tests),
    runRequest: ({ context, request }) => this.runRequest(context, request),
    restRecords: async ({ method, path }) => {
      throw new WireError('notSupported', `NotSupported: ${method} ${path}. Queries and Apex REST are served.`);
    },
    cancel: async ({ requestId }) => {
      this.jobs.get(requestId)?.cancel();
      return {};
    },
    query: async ({ userId, soql }) => {
      const outcome = await this.require().pool.run('plain', { userId, job: { kind: 'query', soql }, debug: null }, () => {}).outcome;
      if (outcome.exception) throw new WireError('querySyntax', outcome.exception.message);
      return { totalSize: outcome.records!.length, records: outcome.records!.filter((record) => record !== null) };
    },
    attachSession: async ({ sessionId, visibleNamespaces }) => {
      const { local, pool } = this.require();
      this.sessions.set(sessionId, new DebugSessionServer({
        compiler: orgDebugCompiler(local.compiler, (path) => this.anonymous.get(path) ?? null), visibleNamespaces,
        notify: (name, params) => this.emit({ kind: 'debug', name, params: { sessionId, ...params } } as unknown as RunnerEvent),
      }));
      pool.warm('debuggable');
      return {};
    },
    detachSession: async ({ sessionId }) => {
      const server = this.sessions.get(sessionId);
      this.sessions.delete(sessionId);
      await server?.detach();
      return {};
    },
    debug: async ({ method, params }) => {
      const server = this.sessions.get((params as { sessionId: string }).sessionId);
      if (!server) throw new WireError('unknownSession', 'The session has ended.');
      const name = method.slice('debug/'.length) as 'threads';
      return (await (server[name] as unknown as (parameters: unknown) => unknown).call(server, params)) ?? {};
    },
  };

  private require(): { local: LocalOrg; pool: WorkerPool; setup: OrgSetup } {
    if (!this.local || !this.pool || !this.setup) throw new WireError('internal', 'The org has not been started.');
    return { local: this.local, pool: this.pool, setup: this.setup };
  }
  private setup: OrgSetup | null = null;

  private start(setup: OrgSetup): CheckResult {
    this.setup = setup;
    this.local = openOrg(setup);
    if (this.local.isNew) importData(this.local, setup);
    this.pool = new WorkerPool(setup);
    this.pool.warm('plain');
    return this.check();
  }

  private check(): CheckResult {
    const { local } = this.require();
    const { ready, withErrors, diagnostics } = local.compiler.check();
    const metadata = local.compiler.metadata.errors.map((error): ProblemInfo => ({ path: error.file, severity: 'error', message: `${error.element}: ${error.message}`, line: 1, column: 1 }));
    return { ready, withErrors, problems: [...diagnostics.map(problem), ...metadata] };
  }

  private async runAnonymous(context: RunContext, code: string, file: string | null): Promise<RunOutcome> {
    const { local, setup } = this.require();
    const path = file ?? `anonymous:${context.requestId}`;
    const source: SourceFile = { path, text: code, apiVersion: 64, namespace: setup.namespace };
    const { artifact, diagnostics } = local.compiler.anonymous(source, context.debug ? 'debuggable' : 'plain');
    if (!artifact) return { ...NOTHING, compileErrors: diagnostics.map(problem) };
    this.anonymous.set(path, { source, unit: artifact.debug });
    try {
      return finish(await this.work(context, { kind: 'anonymous', artifact }));
    } finally {
      this.anonymous.delete(path);
    }
  }

  private async runTests(context: RunContext, names: readonly string[]): Promise<RunOutcome> {
    const { local } = this.require();
    const tests = local.compiler.tests(names);
    if (tests.length === 0) throw new WireError('requestFailed', names.length ? `No test matches ${names.join(', ')}. Name a class, or Class.method.` : 'The org has no tests.');
    const broken = tests.filter((test) => local.compiler.diagnosticsOf(test.className).length > 0);
    const runnable = tests.filter((test) => !broken.includes(test));
    const outcome = runnable.length ? await this.work(context, { kind: 'test', tests: runnable }) : null;
    const failed = broken.flatMap((test) => test.methods.map((method) => {
      const [first] = local.compiler.diagnosticsOf(test.className);
      return { className: test.className, methodName: method, outcome: 'compileFail' as const, message: `${first!.path}:${first!.line}: ${first!.message}`, stackTrace: null, runTimeMs: 0, limits: {} };
    }));
    const all = [...(outcome?.tests ?? []), ...failed];
    return { ...NOTHING, success: all.every((test) => test.outcome === 'pass'), debugLog: outcome?.log ?? '', tests: all, exception: outcome?.exception ?? null };
  }

  private async runRequest(context: RunContext, request: HttpRequestSetup): Promise<RunOutcome> {
    const call = routeRest(this.require().local.compiler, request.method, request.path);
    if (!call) {
      const body = JSON.stringify([{ errorCode: 'NOT_FOUND', message: 'Could not find a match for URL' }]);
      return { ...NOTHING, response: { status: 404, headers: { 'Content-Type': 'application/json' }, body } };
    }
    return finish(await this.work(context, { kind: 'rest', call: { ...call, headers: request.headers, body: request.body } }));
  }

  /** Runs a job on a worker, as a thread of its session if it is debugged. */
  private async work(run: RunContext, job: WorkerJob): Promise<WorkerOutcome> {
    const { pool } = this.require();
    const server = run.debug ? this.sessions.get(run.debug.sessionId) : undefined;
    let request: WorkerRequest = { userId: run.userId, job, debug: null };
    if (run.debug && server) {
      const { port1, port2 } = new MessageChannel();
      const signal = new Int32Array(new SharedArrayBuffer(4 * SIGNAL_WORDS));
      const options = server.startThread({ id: run.debug.threadId, name: run.debug.threadName, requestId: run.requestId, port: port1, signal });
      request = { ...request, debug: { port: port2, signal, options } };
    }
    const listen = (message: WorkerMessage): void => {
      if (message.kind === 'progress') this.emit({ kind: 'progress', requestId: run.requestId, message: message.message, done: message.done, total: message.total });
      if (message.kind === 'userDebug' && run.debug) {
        this.emit({ kind: 'debug', name: 'debug/output', params: { sessionId: run.debug.sessionId, category: 'stdout', text: message.text, path: null, line: null } });
      }
    };
    const running = pool.run(run.debug ? 'debuggable' : 'plain', request, listen);
    this.jobs.set(run.requestId, running);
    try {
      return await running.outcome;
    } finally {
      this.jobs.delete(run.requestId);
      if (run.debug) server?.endThread(run.debug.threadId);
    }
  }

  async close(): Promise<void> {
    await this.pool?.close();
  }
}

const problem = (diagnostic: Diagnostic): ProblemInfo => ({ path: diagnostic.path, severity: diagnostic.severity, message: diagnostic.message, line: diagnostic.line, column: diagnostic.column });

const NOTHING: RunOutcome = { success: false, compileErrors: [], exception: null, debugLog: '', logId: null, response: null, tests: [] };

function finish(outcome: WorkerOutcome): RunOutcome {
  return { ...NOTHING, success: outcome.success, exception: outcome.exception, debugLog: outcome.log, response: outcome.response, tests: outcome.tests };
}
