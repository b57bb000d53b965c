import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import type { ImportSet } from '../../../protocol/data.ts';
import type { TestResult } from '../../../protocol/rpc.ts';
import { WireError } from '../../../protocol/errors.ts';
import { SIGNAL_WORDS } from '../../debugger/messages.ts';
import type { SourceFile } from '../../apex/semantics/types.ts';
import type { OrgCompiler, TestMethodInfo } from '../compiler.ts';
import { affectedBy } from '../dependencies.ts';
import type { HttpRequestSetup, RecordWrite, RunContext, RunnerEvent, RunOutcome, TestRun } from '../contract.ts';
import type { FeatureChange } from '../execution/executor.ts';
import { JoinedLog } from '../log-text.ts';
import type { LogSpan } from '../log-text.ts';
import { skipped } from '../worker/messages.ts';
import type { WorkerJob, WorkerMessage, WorkerOutcome, WorkerRequest, WorkerShape } from '../worker/messages.ts';
import type { LogLevels } from '../../apex/runtime/contract.ts';
import { DEFAULT_LEVELS, wantsTrace } from '../execution/log.ts';
import { Coverage } from './coverage.ts';
import type { DebugSessions } from './debug-sessions.ts';
import type { LogFiles } from './log-files.ts';
import type { WorkerPool } from './pool.ts';
import { problemOf } from './problems.ts';
import { routeRest } from './rest-routes.ts';
import type { RunningJob } from './worker-thread.ts';

/** API version of anonymous Apex. */
const API_VERSION = 64;
/** Between two messages that a log has grown, milliseconds. */
const LOG_TOLD_MS = 100;
/** A thread of its own pays from so many test methods on. */
const METHODS_A_LANE = 40;
/** Cancelled requests that are remembered, for those that come to it later. */
const MAX_CANCELLED = 100;
/** Characters of all logs of a test run together; rule T10's 20 MB. */
const MAX_LOG = 20 * 1024 * 1024;
/** Bytes of a log that come with an outcome; the log itself has all. */
const MAX_TOLD_LOG = 2 * 1024 * 1024;

export interface OrgRequestsOptions {
  readonly pool: WorkerPool;
  readonly sessions: DebugSessions;
  readonly logs: LogFiles;
  /** What a user's trace flags ask for; null: there are none. */
  levelsOf(userId: string): LogLevels | null;
  /** Of the org itself: anonymous Apex runs in it (D18). */
  readonly namespace: string | null;
  /** A request set feature parameters, and committed: later ones see them (D17). */
  setFeatures(changes: readonly FeatureChange[]): void;
  emit(event: RunnerEvent): void;
}

const NOTHING: RunOutcome = { success: false, compileErrors: [], exception: null, debugLog: '', logId: null, response: null, tests: [] };

/** Requests to an org: compiles what they bring, gives them to workers, and ends them. */
export class OrgRequests {
  readonly #options: OrgRequestsOptions;
  readonly #running = new Map<string, Set<RunningJob>>();
  readonly #cancelled = new Set<string>();
  /** When it was last told that a request's log has grown, by performance.now(). */
  readonly #told = new Map<string, number>();

  constructor(options: OrgRequestsOptions) {
    this.#options = options;
  }

  async anonymous(compiler: OrgCompiler, context: RunContext, code: string, file: string | null): Promise<RunOutcome> {
    // The ending tells an editor the language.
    const path = file ?? `anonymous/${context.requestId}/Anonymous.apex`;
    const source: SourceFile = { path, text: code, apiVersion: API_VERSION, namespace: this.#options.namespace };
    const { artifact, diagnostics } = compiler.anonymous(source, shapeOf(context.debug !== null, this.#levels(context)));
    if (!artifact) return { ...NOTHING, compileErrors: diagnostics.map(problemOf).map(problem => ({ ...problem, path: file ?? 'anonymous' })) };
    const known = this.#options.sessions.addAnonymous(path, source, artifact.debug);
    try {
      if (context.debug) await this.#options.sessions.bindIn(context.debug.sessionId, path);
      return await this.#finish(await this.#work(context, { kind: 'anonymous', artifact, code }));
    } finally {
      known.remove();
    }
  }

  async rest(compiler: OrgCompiler, context: RunContext, request: HttpRequestSetup): Promise<RunOutcome> {
    const call = routeRest(compiler, request.method, request.path);
    if (!call) {
      const body = JSON.stringify([{ errorCode: 'NOT_FOUND', message: 'Could not find a match for URL' }]);
      return { ...NOTHING, response: { status: 404, headers: { 'Content-Type': 'application/json' }, body } };
    }
    return this.#finish(await this.#work(context, { kind: 'rest', call: { ...call, headers: request.headers, body: request.body } }));
  }

  /** Undebugged, classes run side by side; under a session a test run is one request on one thread (T13). */
  async tests(compiler: OrgCompiler, context: RunContext, { tests: names, suites = [], failFast = false, changed = [], coverage: isCounted = false, isCoverageDetailed = false }: TestRun): Promise<RunOutcome> {
    const tests = chosenTests(compiler, names, suites, changed);
    const results = new Map<TestMethodInfo, readonly TestResult[]>();
    for (const test of tests) {
      const [problem] = compiler.diagnosticsOf(test.className);
      if (problem) results.set(test, test.methods.map(methodName => ({ className: test.className, methodName, outcome: 'compileFail', message: `${problem.path}:${problem.line}: ${problem.message}`, stackTrace: null, runTimeMs: 0, limits: {} })));
    }
    const queue = tests.filter(test => !results.has(test));
    const total = queue.reduce((sum, each) => sum + each.methods.length, 0);
    const lanes = context.debug ? 1 : Math.max(1, Math.min(availableParallelism(), Math.ceil(total / METHODS_A_LANE), queue.length));
    let done = 0;
    const log = new JoinedLog(MAX_LOG);
    const coverage = isCounted && !context.debug ? new Coverage() : null;
    const skipRest = (): void => {
      for (const test of queue.splice(0)) results.set(test, test.methods.map(methodName => skipped(test.className, methodName)));
    };
    if (failFast && results.size > 0) skipRest();
    let failure: RunOutcome['exception'] = null;
    const lane = async (): Promise<void> => {
      for (let test = queue.shift(); test; test = queue.shift()) {
        const outcome = await this.#work(context, { kind: 'test', test, failFast, isCoverageDetailed }, message => this.#options.emit({ kind: 'progress', requestId: context.requestId, message, done: ++done, total }), coverage ? 'coverage' : undefined);
        for (const units of [outcome.coverage, ...outcome.coverageByTest]) coverage?.add(units);
        results.set(test, outcome.tests.map((each, i) => (coverage && outcome.coverageByTest[i] ? { ...each, coverage: coverage.linesOf(compiler, outcome.coverageByTest[i]) } : each)));
        if (failFast && outcome.tests.some(each => each.outcome !== 'pass')) skipRest();
        log.add(outcome.log, outcome.logSpans);
        if (outcome.exception && outcome.tests.length === 0) {
          // Cancelled: nothing more is started.
          failure = outcome.exception;
          queue.length = 0;
        }
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    const all = tests.flatMap(test => results.get(test) ?? []);
    return { ...NOTHING, success: failure === null && all.every(test => test.outcome === 'pass'), exception: failure, debugLog: log.text, logId: await this.#saved(log.text, log.spans), tests: all, ...(coverage ? { coverage: coverage.files(compiler) } : {}) };
  }

  /** A part of the work in the org's queue. */
  async queued(context: RunContext, id: string): Promise<RunOutcome> {
    return this.#finish(await this.#work(context, { kind: 'work', id }));
  }

  /** Something for the platform's own sake: nobody debugs it, and it has no log. */
  async platform(userId: string, job: Extract<WorkerJob, { kind: 'distribute' | 'abandon' }>): Promise<void> {
    await this.#options.pool.run('plain', { userId, job, debug: null }, () => undefined).outcome;
  }

  async query(userId: string, soql: string): Promise<{ totalSize: number; records: readonly unknown[] }> {
    const { exception, records } = await this.#options.pool.run('plain', { userId, job: { kind: 'query', soql }, debug: null }, () => undefined).outcome;
    if (exception || !records) throw new WireError('querySyntax', exception?.message ?? 'The query had no result.');
    // A count has a size and no records.
    return { totalSize: records.length, records: records.filter(record => record !== null) };
  }

  async record(userId: string, request: HttpRequestSetup): Promise<NonNullable<RunOutcome['response']>> {
    const { response } = await this.#options.pool.run('plain', { userId, job: { kind: 'record', request, entry: 'api' }, debug: null }, () => undefined).outcome;
    if (!response) throw new WireError('requestFailed', `${request.method} ${request.path} had no answer.`);
    return response;
  }

  async write(context: RunContext, { entry, ...request }: RecordWrite): Promise<RunOutcome> {
    return this.#finish(await this.#work(context, { kind: 'record', request, entry }));
  }

  async import(context: RunContext, set: ImportSet): Promise<RunOutcome> {
    return this.#finish(await this.#work(context, { kind: 'import', set }));
  }

  /** Unknown and ended ones are no error: one that is still being compiled is not known yet. */
  cancel(requestId: string): void {
    this.#cancelled.add(requestId);
    for (const job of this.#running.get(requestId) ?? []) job.cancel();
    const [oldest] = this.#cancelled;
    if (this.#cancelled.size > MAX_CANCELLED && oldest !== undefined) this.#cancelled.delete(oldest);
  }

  /** Not for every chunk: nobody reads so fast. The outcome tells of the last. */
  #logged(requestId: string, { id, bytes, generation }: Extract<WorkerMessage, { kind: 'logged' }>): void {
    const now = performance.now();
    if (now - (this.#told.get(requestId) ?? -Infinity) < LOG_TOLD_MS) return;
    this.#told.set(requestId, now);
    this.#options.emit({ kind: 'log', requestId, logId: id, bytes, generation });
  }

  /** A debugging header goes before trace flags. */
  #levels({ userId, levels }: RunContext): LogLevels {
    return levels ? { ...DEFAULT_LEVELS, ...levels } : (this.#options.levelsOf(userId) ?? DEFAULT_LEVELS);
  }

  async #finish(outcome: WorkerOutcome): Promise<RunOutcome> {
    const { success, exception, response, tests, features, changes } = outcome;
    if (features.length > 0) this.#options.setFeatures(features);
    return { ...NOTHING, success, exception, ...(await this.#logOf(outcome)), response, tests, ...(changes ? { changes } : {}) };
  }

  /** A log that is in its file already is told of in part if it is long. */
  async #logOf({ log, logSpans, logFile }: WorkerOutcome): Promise<Pick<RunOutcome, 'debugLog' | 'logId' | 'logBytes'>> {
    const { logs } = this.#options;
    if (!logFile) return { debugLog: log, logId: await this.#saved(log, logSpans), logBytes: Buffer.byteLength(log) };
    const { id, bytes } = logFile;
    await logs.adopt(id, bytes);
    return { debugLog: logs.excerpt(id, MAX_TOLD_LOG), logId: id, logBytes: bytes };
  }

  async #saved(log: string, spans: readonly LogSpan[]): Promise<string | null> {
    return log === '' ? null : this.#options.logs.save(log, spans);
  }

  /** Runs a job on a worker, as a thread of its session if it is debugged. */
  async #work(run: RunContext, job: WorkerJob, onProgress?: (message: string) => void, shape?: WorkerShape): Promise<WorkerOutcome> {
    const { pool, sessions, emit } = this.#options;
    const { debug } = run;
    const server = debug ? sessions.find(debug.sessionId) : null;
    const levels = this.#levels(run);
    let request: WorkerRequest = { userId: run.userId, job, levels, ...(run.tellsChanges ? { tellsChanges: true } : {}), ...(job.kind === 'test' ? {} : { log: this.#options.logs.reserve() }), debug: null };
    if (debug && server) {
      const { port1, port2 } = new MessageChannel();
      const signal = new Int32Array(new SharedArrayBuffer(4 * SIGNAL_WORDS));
      const options = server.startThread({ id: debug.threadId, name: debug.threadName, requestId: run.requestId, port: port1, signal });
      request = { ...request, debug: { port: port2, signal, options } };
    }
    const listen = (message: WorkerMessage): void => {
      if (message.kind === 'progress') onProgress?.(message.message);
      else if (message.kind === 'logged') this.#logged(run.requestId, message);
      else if (message.kind === 'userDebug' && debug && server?.sees(message.namespace)) {
        emit({ kind: 'debug', name: 'debug/output', params: { sessionId: debug.sessionId, category: 'stdout', text: message.text, path: message.place?.path ?? null, line: message.place?.line ?? null } });
      }
    };
    const running = pool.run(shape ?? shapeOf(request.debug !== null, levels), request, listen);
    const jobs = this.#running.get(run.requestId) ?? new Set();
    this.#running.set(run.requestId, jobs.add(running));
    if (this.#cancelled.has(run.requestId)) running.cancel();
    try {
      return await running.outcome;
    } finally {
      jobs.delete(running);
      if (jobs.size === 0) {
        this.#running.delete(run.requestId);
        this.#cancelled.delete(run.requestId);
        this.#told.delete(run.requestId);
      }
      if (debug) server?.endThread(debug.threadId);
    }
  }
}

/** Tests by name and of suites, none of either meaning all; those that depend on changed files first. Throws `requestFailed` if there are none. */
function chosenTests(compiler: OrgCompiler, names: readonly string[], suites: readonly string[], changed: readonly string[]): readonly TestMethodInfo[] {
  const ofSuites = suites.flatMap(name => {
    const classes = compiler.testSuite(name);
    if (!classes) throw new WireError('requestFailed', `There is no test suite ${name}. The org has ${compiler.testSuiteNames().join(', ') || 'none'}.`);
    return classes;
  });
  const wanted = [...names, ...ofSuites];
  const tests = suites.length > 0 && wanted.length === 0 ? [] : compiler.tests(wanted);
  if (tests.length === 0) throw new WireError('requestFailed', names.length + suites.length > 0 ? `No test matches ${[...names, ...suites].join(', ')}. Name a class, or Class.method.` : 'The org has no tests.');
  if (changed.length === 0) return tests;
  const affected = affectedBy(compiler.program, changed);
  const isAffected = ({ className }: TestMethodInfo): boolean => affected.has(compiler.pathOf(className) ?? '');
  return [...tests.filter(isAffected), ...tests.filter(test => !isAffected(test))];
}

/** Code that tells of every statement is made for it. */
function shapeOf(isDebugged: boolean, levels: LogLevels): WorkerShape {
  if (wantsTrace(levels)) return 'traced';
  return isDebugged ? 'debuggable' : 'plain';
}
