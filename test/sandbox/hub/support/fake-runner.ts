import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WireError } from '../../../../src/protocol/errors.ts';
import type { ImportAnswer, ImportSet } from '../../../../src/protocol/data.ts';
import type { CheckResult, ParamsOf, ResultOf, RunResult } from '../../../../src/protocol/rpc.ts';
import type { DataCopy, DebugMethod, HttpRequestSetup, OrgLicensing, OrgRunner, OrgSetup, RecordWrite, RunContext, RunnerEvent, RunnerListener, RunOutcome, SettingWrite } from '../../../../src/sandbox/org/contract.ts';

/** A run's log has this id; tests write the log itself where they read it. */
const logIdOf = (number: number): string => `07L${String(number).padStart(12, '0')}AAA`;
const outcome: RunOutcome = { success: true, compileErrors: [], exception: null, debugLog: '', logId: null, response: null, tests: [] };

/** An org's runner in the test's process: runs end when the test says so, or at once. */
export class FakeRunner implements OrgRunner {
  readonly setup: OrgSetup;
  /** In order: the method, with what it was given. */
  readonly calls: { method: string; params: unknown }[] = [];
  /** Runs that have started and not ended. */
  readonly held = new Map<string, { context: RunContext; finish: (outcome?: Partial<RunOutcome>) => void; fail: (error: Error) => void }>();
  readonly sessions = new Set<string>();
  isStopped = false;
  /** What the next run comes to. */
  nextOutcome: Partial<RunOutcome> = {};
  #logs: number;
  #listener: RunnerListener | null = null;
  #waiting: { count: number; resolve: () => void }[] = [];

  /** `logs`: how many the org's earlier runners left. */
  constructor(setup: OrgSetup, logs = 0) {
    this.setup = setup;
    this.#logs = logs;
  }

  listen(listener: RunnerListener): void {
    this.#listener = listener;
  }

  get listener(): RunnerListener {
    if (!this.#listener) throw new Error('The hub does not listen.');
    return this.#listener;
  }

  emit(event: RunnerEvent): void {
    this.listener.onEvent(event);
  }

  start(): Promise<CheckResult> {
    return this.#done('start', {}, { ready: 3, withErrors: 0, problems: [] });
  }

  check(): Promise<CheckResult> {
    return this.#done('check', {}, { ready: 4, withErrors: 0, problems: [] });
  }

  /** Code that begins with `hold` runs until the test ends it, or its session does. */
  runAnonymous(context: RunContext, request: { readonly code: string }): Promise<RunOutcome> {
    this.calls.push({ method: 'runAnonymous', params: { context, ...request } });
    if (request.code === 'crash') return Promise.reject(new WireError('runnerDied', 'The process ended.'));
    if (!request.code.startsWith('hold')) return Promise.resolve(this.#outcome({ debugLog: request.code }));
    return new Promise((resolve, reject) => {
      const finish = (extra: Partial<RunOutcome> = {}): void => {
        this.held.delete(context.requestId);
        resolve({ ...outcome, ...extra });
      };
      this.held.set(context.requestId, { context, finish, fail: reject });
      if (context.debug) {
        const { sessionId, threadId, threadName } = context.debug;
        this.emit({ kind: 'debug', name: 'debug/threadStarted', params: { sessionId, thread: { id: threadId, name: threadName, requestId: context.requestId, state: 'running' } } });
        this.emit({ kind: 'debug', name: 'debug/stopped', params: { sessionId, threadId, reason: 'breakpoint', description: null, text: null, hitBreakpointIds: [], view: { frames: [], totalFrames: 0, scopes: [], variables: [] } } });
      }
      for (const waiting of this.#waiting.filter(each => this.held.size >= each.count)) waiting.resolve();
    });
  }

  /** Resolves when that many runs are held. */
  async holds(count: number): Promise<void> {
    if (this.held.size < count) await new Promise<void>(resolve => this.#waiting.push({ count, resolve }));
  }

  runTests(context: RunContext, request: { readonly tests: readonly string[] }): Promise<RunOutcome> {
    return this.#done('runTests', { context, ...request }, this.#outcome());
  }

  runRequest(context: RunContext, request: HttpRequestSetup): Promise<RunOutcome> {
    const response = { status: 201, headers: { 'content-type': 'application/json', 'x-org': 'yes', 'access-control-allow-origin': '*', 'content-length': '1' }, body: JSON.stringify({ echo: request.body, path: request.path }) };
    return this.#done('runRequest', { context, ...request }, this.#outcome({ response }));
  }

  checkText(path: string, text: string): ReturnType<OrgRunner['checkText']> {
    return this.#done('checkText', { path, text }, []);
  }

  async setLicensing(licensing: OrgLicensing): Promise<void> {
    await this.#done('setLicensing', licensing, null);
  }

  listSettings(namespaces: readonly string[]): ReturnType<OrgRunner['listSettings']> {
    return this.#done('listSettings', namespaces, []);
  }

  writeSetting(write: SettingWrite): Promise<string> {
    return this.#done('writeSetting', write, write.id ?? 'a00000000000001AAA');
  }

  usage(): ReturnType<OrgRunner['usage']> {
    return this.#done('usage', {}, { dataBytes: 3 * 1024 * 1024 * 1024, fileBytes: 0 });
  }

  copyData(copy: DataCopy): ReturnType<OrgRunner['copyData']> {
    return this.#done('copyData', copy, { Account: 2 });
  }

  async snapshot(fileName: string): Promise<void> {
    writeFileSync(join(this.setup.stateDirectory, fileName), '');
  }

  async cancelCopy(id: string): Promise<void> {
    await this.#done('cancelCopy', id, null);
  }

  query(request: { readonly userId: string; readonly soql: string }): Promise<ResultOf<'query'>> {
    this.calls.push({ method: 'query', params: request });
    if (request.soql.startsWith('BAD')) return Promise.reject(new WireError('querySyntax', "unexpected token: 'BAD'"));
    return Promise.resolve({ totalSize: 1, records: [{ Name: 'Acme' }] });
  }

  restRecords(request: { readonly userId: string } & HttpRequestSetup): Promise<NonNullable<RunResult['response']>> {
    return this.#done('restRecords', request, { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' });
  }

  writeRecord(context: RunContext, request: RecordWrite): Promise<RunOutcome> {
    return this.#done('writeRecord', { context, ...request }, { ...outcome, response: { status: 204, headers: {}, body: '' } });
  }

  importRecords(context: RunContext, set: ImportSet): Promise<RunOutcome> {
    return this.#done('importRecords', { context, set }, { ...outcome, response: { status: 200, headers: {}, body: JSON.stringify(imported(set)) } });
  }

  seedRecords(request: { userId: string; set: ImportSet }): Promise<ImportAnswer> {
    return this.#done('seedRecords', request, imported(request.set));
  }

  async cancel(requestId: string): Promise<void> {
    await this.#done('cancel', requestId, null);
    this.held.get(requestId)?.finish({ success: false });
  }

  async attachSession(session: { readonly sessionId: string }): Promise<void> {
    await this.#done('attachSession', session, null);
    this.sessions.add(session.sessionId);
  }

  async detachSession(sessionId: string): Promise<void> {
    await this.#done('detachSession', sessionId, null);
    this.sessions.delete(sessionId);
    for (const { context, finish } of this.held.values()) if (context.debug?.sessionId === sessionId) finish();
  }

  debug<M extends DebugMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> {
    if (method === 'debug/setBreakpoints') {
      const { breakpoints } = params as ParamsOf<'debug/setBreakpoints'>;
      return this.#done(method, params, { breakpoints: breakpoints.map(({ id, line }) => ({ id, verified: true, message: null, line, column: 1, endLine: line, endColumn: 9 })) } as ResultOf<M>);
    }
    const answers: { readonly [K in DebugMethod]?: ResultOf<K> } = { 'debug/threads': { threads: [] }, 'debug/variables': { variables: [] }, 'debug/evaluate': { value: '1', type: 'Integer', reference: 0, namedCount: null, indexedCount: null } };
    return this.#done(method, params, (answers[method] ?? {}) as ResultOf<M>);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    for (const { fail } of this.held.values()) fail(new WireError('runnerDied', 'The process was stopped.'));
    this.held.clear();
  }

  /** As a process that crashes. */
  die(): void {
    for (const { fail } of this.held.values()) fail(new WireError('runnerDied', 'The process ended.'));
    this.held.clear();
    this.emit({ kind: 'died', message: 'The process that ran this org\'s Apex ended.' });
  }

  get logs(): number {
    return this.#logs;
  }

  called(method: string): unknown[] {
    return this.calls.filter(call => call.method === method).map(call => call.params);
  }

  #outcome(extra: Partial<RunOutcome> = {}): RunOutcome {
    const found = { ...outcome, ...extra, ...this.nextOutcome, logId: logIdOf(++this.#logs) };
    this.nextOutcome = {};
    return found;
  }

  #done<T>(method: string, params: unknown, result: T): Promise<T> {
    this.calls.push({ method, params });
    return Promise.resolve(result);
  }
}

const imported = ({ records }: ImportSet): ImportAnswer => ({ ids: records.map((_, index) => `001${String(index).padStart(12, '0')}AAA`), failures: [] });
