import { fork, type ChildProcess } from 'node:child_process';
import { entryPoint } from '../../protocol/entry-points.ts';
import { DEVELOPER_TOKEN_VARIABLE } from '../../protocol/environment.ts';
import type { ImportAnswer, ImportSet } from '../../protocol/data.ts';
import { WireError } from '../../protocol/errors.ts';
import type { CheckResult, ParamsOf, ResultOf } from '../../protocol/rpc.ts';
import { confinement } from './confinement.ts';
import type { DataCopy, DebugMethod, HttpRequestSetup, OrgLicensing, OrgRunner, OrgSetup, RecordWrite, RunContext, RunnerListener, RunOutcome, SettingWrite, StartingRequest, TestRun } from './contract.ts';
import type { Admitted, FromRunner, RunnerMethod, RunnerRequests, ToRunner } from './runner-wire.ts';

/** A runner process as the hub sees it. */
/**
 * Megabytes of either half of the young generation of the runner's own thread, the compiler. Checking a large org makes
 * garbage as fast as it may, and with the engine's own bound a third more memory stays taken afterwards.
 */
const COMPILER_YOUNG_MB = 4;

export class RunnerProcess implements OrgRunner {
  private readonly setup: OrgSetup;
  private listener: RunnerListener | null = null;
  private isStopping = false;
  private readonly child: ChildProcess;
  /** For who wants to see it, or to kill it. */
  readonly pid: number | undefined;
  private readonly pending = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>();
  private nextId = 1;
  /** Set once it has ended, with the reason. */
  private ended: string | null = null;

  constructor(setup: OrgSetup) {
    this.setup = setup;
    this.child = fork(entryPoint('runner'), [], { serialization: 'advanced', execArgv: ['--disable-warning=ExperimentalWarning', '--stack-size=8000', '--expose-gc', `--max-semi-space-size=${COMPILER_YOUNG_MB}`, ...confinement(setup.stateDirectory)], env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', [DEVELOPER_TOKEN_VARIABLE]: undefined }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.pid = this.child.pid;
    this.child.on('message', (message: FromRunner) => {
      if ('event' in message) {
        this.listener?.onEvent(message.event);
        return;
      }
      if ('admit' in message) {
        void this.admit(message.admit);
        return;
      }
      const waiting = this.pending.get(message.id);
      this.pending.delete(message.id);
      if ('result' in message) waiting?.resolve(message.result);
      else waiting?.reject(message.error.data ? new WireError(message.error.data.id, message.error.message, message.error.data) : new WireError('internal', message.error.message, { audience: 'log' }));
    });
    this.child.once('exit', (code, signal) => {
      this.ended = signal ? `signal ${signal}` : `code ${code}`;
      // Its requests get an answer; the next request starts a new runner.
      for (const { reject } of this.pending.values()) reject(new WireError('runnerDied', `The process that ran this org's Apex ended (${this.ended}). The request has no answer: what it had committed is saved, of its open transaction nothing. Look at its records before you try again.`));
      this.pending.clear();
      if (!this.isStopping) this.listener?.onEvent({ kind: 'died', message: `The process that ran this org's Apex ended (${this.ended}).` });
    });
  }

  private async admit(request: StartingRequest): Promise<void> {
    // What the hub can't tell runs undebugged.
    const debug = await this.listener?.admit(request).catch(() => null) ?? null;
    if (!this.ended) this.child.send({ admitted: request.requestId, debug } satisfies Admitted);
  }

  listen(listener: RunnerListener): void {
    this.listener = listener;
  }

  start(): Promise<CheckResult> { return this.request('start', this.setup); }
  check(): Promise<CheckResult> { return this.request('check', {}); }
  checkText(path: string, text: string): ReturnType<OrgRunner['checkText']> { return this.request('checkText', { path, text }); }
  runAnonymous(context: RunContext, request: { readonly code: string; readonly path: string | null }): Promise<RunOutcome> { return this.request('runAnonymous', { context, request }); }
  runTests(context: RunContext, request: TestRun): Promise<RunOutcome> { return this.request('runTests', { context, request }); }
  runRequest(context: RunContext, request: HttpRequestSetup): Promise<RunOutcome> { return this.request('runRequest', { context, request }); }
  async setLicensing(licensing: OrgLicensing): Promise<void> { await this.request('setLicensing', licensing); }
  listSettings(namespaces: readonly string[]): ReturnType<OrgRunner['listSettings']> { return this.request('listSettings', { namespaces }); }
  writeSetting(write: SettingWrite): Promise<string> { return this.request('writeSetting', write); }
  usage(): ReturnType<OrgRunner['usage']> { return this.request('usage', {}); }
  copyData(copy: DataCopy): ReturnType<OrgRunner['copyData']> { return this.request('copyData', copy); }
  async snapshot(fileName: string): Promise<void> { await this.request('snapshot', { fileName }); }
  async cancelCopy(id: string): Promise<void> { await this.request('cancelCopy', { id }); }
  query(request: { readonly userId: string; readonly soql: string }): Promise<ResultOf<'query'>> { return this.request('query', request); }
  restRecords(request: { readonly userId: string } & HttpRequestSetup): ReturnType<OrgRunner['restRecords']> { return this.request('restRecords', request); }
  writeRecord(context: RunContext, request: RecordWrite): Promise<RunOutcome> { return this.request('writeRecord', { context, request }); }
  importRecords(context: RunContext, set: ImportSet): Promise<RunOutcome> { return this.request('importRecords', { context, set }); }
  seedRecords(request: { readonly userId: string; readonly set: ImportSet }): Promise<ImportAnswer> { return this.request('seedRecords', request); }
  async cancel(requestId: string): Promise<void> { await this.request('cancel', { requestId }); }
  async attachSession(session: { readonly sessionId: string; readonly visibleNamespaces: readonly string[] }): Promise<void> { await this.request('attachSession', session); }
  async detachSession(sessionId: string): Promise<void> { await this.request('detachSession', { sessionId }); }
  async debug<M extends DebugMethod>(method: M, params: ParamsOf<M>): Promise<ResultOf<M>> { return (await this.request('debug', { method, params })) as ResultOf<M>; }

  private request<M extends RunnerMethod>(method: M, params: RunnerRequests[M]['params']): Promise<RunnerRequests[M]['result']> {
    if (this.ended) return Promise.reject(new WireError('runnerDied', `The org's process ended (${this.ended}).`));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.child.send({ id, method, params } satisfies ToRunner);
    });
  }

  stop(): Promise<void> {
    this.isStopping = true;
    if (this.ended) return Promise.resolve();
    return new Promise((resolve) => {
      this.child.once('exit', () => resolve());
      this.child.kill('SIGKILL');
    });
  }
}

export function startRunnerProcess(setup: OrgSetup): RunnerProcess {
  return new RunnerProcess(setup);
}
