import type { Shape, UnitArtifact } from '../../apex/codegen/artifact.ts';
import { setAllocationCharge, setCpuCharge } from '../../apex/runtime/accounting.ts';
import type { ApexValue, LimitContext, LogLevels, OrgInfo, RunningUser, Transaction } from '../../apex/runtime/contract.ts';
import { resetIdentities } from '../../apex/runtime/equality.ts';
import { ApexException, describeException, newException, setThrowLog } from '../../apex/runtime/exception.ts';
import { logEvent } from '../../apex/runtime/log-events.ts';
import { configureLibrary, type LibraryCatalogue } from '../../apex/runtime/library.ts';
import { ClassLoader, runningNamespace, type UnitSource } from '../../apex/runtime/loader.ts';
import { setUserLookup } from '../../apex/runtime/run-as.ts';
import { setSettingsReader } from '../../apex/runtime/settings-access.ts';
import { setStubLoader } from '../../apex/runtime/stub.ts';
import { setLoader } from '../../apex/runtime/loaded-classes.ts';
import { configureTypes, typeOf } from '../../apex/runtime/runtime-types.ts';
import { clearStack } from '../../apex/runtime/shadow-stack.ts';
import { asApexException, counters, makeSupport, QUOTA, resetStatics, setPoll, tracing } from '../../apex/runtime/support.ts';
import { current, setCurrent } from '../../apex/runtime/transaction.ts';
import { clearTriggers } from '../../apex/runtime/trigger-context.ts';
import '../../apex/stdlib/index.ts';
import { captureChanges, changeEventOf } from '../../apex/stdlib/async/change-capture.ts';
import { limitContextOf } from '../../apex/stdlib/async/context.ts';
import { automatedProcess } from '../../apex/stdlib/async/event-delivery.ts';
import { immediateMessages, queueAfterCommit, takeMessages, type EventMessage } from '../../apex/stdlib/async/event-queue.ts';
import { settleAborted } from '../../apex/stdlib/async/job-rows.ts';
import { contextOf, distributeMessages, failWork, runWork } from '../../apex/stdlib/async/run-work.ts';
import { runTestJobs } from '../../apex/stdlib/async/test-jobs.ts';
import { entryPointOf, workOf } from '../../apex/stdlib/async/work.ts';
import { Delta } from '../../data/delta.ts';
import { committedRow } from '../../data/queued-work.ts';
import { recordChanges, type RecordChange } from '../../data/record-changes.ts';
import type { LockManager } from '../../data/locks.ts';
import { runtimeBridge } from '../../data/runtime-bridge.ts';
import type { Schema } from '../../data/schema.ts';
import { runningUser } from '../../data/security/running-user.ts';
import { createSession, type StoreSession } from '../../data/session.ts';
import type { OrgStore } from '../../data/store.ts';
import type { StoreConnection } from '../../data/storage/connection.ts';
import { OrgFlows } from '../../flow/triggered.ts';
import { HEAP_BYTE_NANOS } from '../../limits/cpu-costs.ts';
import { CpuMeter } from '../../limits/cpu-meter.ts';
import { Ledger, type LedgerNamespaces } from '../../limits/ledger.ts';
import type { TriggerInfo } from '../compiler.ts';
import { LiveSource } from './determinism.ts';
import { measureHeap, realHeap } from './heap.ts';
import { Interrupts } from './interrupts.ts';
import type { LogSpan } from '../log-text.ts';
import { changedFeatures } from '../../apex/stdlib/platform/feature-management.ts';
import { CodeIds } from './code-ids.ts';
import { DebugLog, DEFAULT_LEVELS, wantsTrace, type LogStream, type UserDebugListener } from './log.ts';
import { closeLog, openLog, type CodeUnit } from './log-frame.ts';
import { LogTracer, type StaticVariable } from './log-tracer.ts';
import type { LoggedClass } from './log-values.ts';
import { settingsReader } from './settings.ts';
import { LoaderTriggers } from './triggers.ts';
import type { TransactionWitness } from './witness.ts';
import { makeAddress } from '../../apex/stdlib/platform/compound.ts';

export interface ExecutorOptions {
  readonly schema: Schema;
  readonly org: OrgInfo;
  /** The org's data, and the same org without any records, which tests see. */
  readonly store: OrgStore;
  readonly testStore: OrgStore;
  readonly users: readonly RunningUser[];
  readonly triggers: readonly TriggerInfo[];
  readonly source: UnitSource;
  readonly shape: Shape;
  readonly locks: LockManager;
  /** Of tests, whose records nobody else sees; default: `locks`. */
  readonly testLocks?: LockManager;
  /** Milliseconds since the epoch. */
  clock(): number;
  /** Between 0 and 1; default: the system's random numbers. */
  random?(): number;
  readonly catalogue: LibraryCatalogue;
}

export type FeatureChange = ReturnType<typeof changedFeatures>[number];

export interface ExecutionResult {
  readonly success: boolean;
  readonly exception: { readonly type: string; readonly message: string; readonly stackTrace: string } | null;
  readonly log: string;
  readonly limits: Readonly<Record<string, number>>;
  /** What managed code wrote in the log. */
  readonly logSpans: readonly LogSpan[];
  /** Feature parameters that were set, and committed. */
  readonly features: readonly FeatureChange[];
  /** Records that were changed, if that is asked for. */
  readonly changes?: readonly RecordChange[];
}

interface TransactionOptions {
  readonly kind: Transaction['kind'];
  readonly user: RunningUser;
  readonly test: Transaction['test'];
  readonly delta?: Delta;
  readonly onUserDebug?: UserDebugListener;
  /** None: the log tells only of what happens in it. */
  readonly codeUnit?: CodeUnit;
  /** Text of anonymous Apex. */
  readonly code?: string;
  /** Default: synchronous. */
  readonly limits?: LimitContext;
}

/** Records whose changes a result tells of. */
const MAX_CHANGES = 2000;
const NO_LOG = { text: '', spans: [] } as const;

/** Runs requests one after another on this thread: the heart of a worker. */
export class Executor {
  readonly loader: ClassLoader;
  readonly triggers: LoaderTriggers;
  private readonly flows: OrgFlows;
  private readonly options: ExecutorOptions;
  private readonly connection: StoreConnection;
  private readonly testConnection: StoreConnection;
  private readonly namespaces: LedgerNamespaces;
  private readonly codeIds: CodeIds;
  /** Change events that have triggers, in lower case. */
  private readonly subscribed: ReadonlySet<string>;
  private nextTransaction = 1;
  /** What the debug logs of requests from now on tell. */
  levels: LogLevels = DEFAULT_LEVELS;
  /** Results of requests from now on tell of the records that were changed. */
  tellsChanges = false;
  /** Where the next request's log goes if it gets long. */
  logStream: LogStream | null = null;
  private log: DebugLog | null = null;
  /** Sees the transactions that start from now on: a recorder, a replayer. */
  witness: TransactionWitness | null = null;
  /** Looks for interrupts while Apex runs, and says after how many steps to look again; throws to end the request. */
  onLook: () => number = () => QUOTA;
  /** Points the meters of generated code and of allocations at the running transaction again. */
  restoreMeters: () => void = () => {};

  constructor(options: ExecutorOptions) {
    this.options = options;
    this.namespaces = { certified: new Set(options.org.certifiedNamespaces.map((each) => each.toLowerCase())), running: () => packaged(options.org, runningNamespace()) };
    this.loader = new ClassLoader(options.shape, options.source, makeSupport);
    this.triggers = new LoaderTriggers(options.triggers, this.loader, (name) => this.codeIds.ofTrigger(name));
    this.flows = new OrgFlows(options.org.flows, options.schema);
    this.connection = options.store.connect();
    this.testConnection = options.testStore.connect();
    this.subscribed = new Set(options.triggers.map(({ object }) => object.toLowerCase()).filter((name) => name.endsWith('changeevent')));
    this.codeIds = new CodeIds(options.store, this.connection);
    this.activate();
  }

  /** Points the thread's runtime at this executor; needed where several share a thread. */
  activate(): void {
    configureTypes({
      findClassFacts: (name) => {
        const facts = this.loader.factsOf(name.replace(/<.*$/, ''));
        return facts ? { supertypes: facts.supertypes, isEnum: facts.kind === 'enum' } : null;
      },
    });
    setStubLoader(this.loader);
    setLoader(this.loader);
    setSettingsReader(settingsReader);
    configureLibrary(this.options.catalogue);
    setUserLookup((id) => runningUser(current().data as StoreSession, id));
  }

  /** Runs `body` as one transaction; commits it if nothing was thrown and it isn't a test. */
  private transact(options: TransactionOptions, body: (transaction: Transaction) => void, after?: (session: StoreSession) => void): ExecutionResult {
    const id = `t${this.nextTransaction++}`;
    const isTest = options.test !== null;
    const locks = isTest ? (this.options.testLocks ?? this.options.locks) : this.options.locks;
    const store = isTest && !options.test.seeAllData ? this.options.testStore : this.options.store;
    const connection = store === this.options.testStore ? this.testConnection : this.connection;
    const meter = new CpuMeter(() => counters.n, (milliseconds) => transaction.limits.charge('cpuTime', milliseconds));
    const live = new LiveSource({
      clock: this.options.clock, newRecordId: (prefix) => connection.newRecordId(prefix), cpuNanos: () => meter.nanos, ...(this.options.random ? { random: this.options.random } : {}),
    });
    counters.n = 0;
    const delta = options.delta ?? new Delta();
    const { witness } = this;
    const source = witness?.open({
      id, kind: options.kind, userId: options.user.id, orgId: this.options.org.id, shape: this.options.shape, delta, store, steps: () => meter.steps, units: () => this.loader.loadedUnits(),
      test: options.test && { className: options.test.className, methodName: options.test.methodName, seeAllData: options.test.seeAllData },
    }, live) ?? live;
    const stream = isTest ? null : this.logStream;
    if (stream) this.logStream = null;
    const log = new DebugLog({ levels: this.levels, source, timeZone: options.user.timeZone, namespace: this.options.org.namespace, onUserDebug: options.onUserDebug ?? null, stream });
    this.log = log;
    if (options.code !== undefined) log.addSource(options.code);
    const heapAtStart = realHeap();
    const ledger: Ledger = new Ledger(options.limits ?? 'synchronous', (coming) => source.ask('heap', () => measureHeap(heapAtStart, ledger.maximum('heapSize'), coming)), this.namespaces);
    const session = createSession(store, {
      connection, outside: source, delta, newRecordId: (prefix) => source.newRecordId(prefix), transactionId: id, user: { id: options.user.id, timeZone: options.user.timeZone, locale: options.user.locale },
      organizationId: this.options.org.id, baseUrl: this.options.org.baseUrl, isTest, bridge: runtimeBridge(makeAddress), triggers: this.triggers, flows: this.flows, locks, now: () => source.now(), log: log.isOn('Validation', 'INFO') ? log : null, workflowLog: log.isOn('Workflow', 'INFO') ? log : null, markLimits: () => transaction.limits.mark(),
      // Without a subscriber nobody would get the events.
      changes: this.subscribed.size > 0 ? { wants: (object) => this.subscribed.has(changeEventOf(object.name).toLowerCase()), saved: captureChanges } : null,
    });
    const transaction: Transaction = {
      id, kind: options.kind, user: options.user, org: this.options.org, schema: this.options.schema, source, limits: ledger, data: session, log, test: options.test,
      program: { findType: (namespace, name) => this.findType(namespace, name) }, slots: new Map(),
    };
    setCurrent(transaction);
    const tracer = this.options.shape === 'traced' && wantsTrace(this.levels) ? new LogTracer(log, { idOf: (name) => this.codeIds.ofClass(name), classOf: (name) => this.loggedClass(name), staticsOf: (name) => this.staticsOf(name) }) : null;
    const interrupts = new Interrupts(source, () => this.onLook());
    this.restoreMeters = () => {
      setAllocationCharge((bytes) => {
        meter.allocated += bytes;
        interrupts.worked(bytes * HEAP_BYTE_NANOS);
        tracer?.allocated(bytes);
        transaction.limits.allocate(bytes);
      });
      setCpuCharge({ charge: (nanos) => { meter.add(nanos); interrupts.worked(nanos); }, settle: () => meter.settle() });
      setPoll((steps) => meter.addSteps(steps), () => interrupts.look());
    };
    this.restoreMeters();
    if (options.codeUnit) openLog(log, options.user, source.now(), options.codeUnit);
    setThrowLog((exception) => logEvent('ApexCode', 'INFO', 'EXCEPTION_THROWN', () => [`${exception.$type.name}: ${exception.message ?? 'null'}`]));
    tracing.tracer = tracer;
    resetIdentities();
    if (this.options.shape === 'debuggable' || this.options.shape === 'traced') clearStack();
    let failure: ReturnType<typeof describeException> | null = null;
    let messages: readonly EventMessage[] = [];
    let changes: readonly RecordChange[] = [];
    try {
      body(transaction);
      interrupts.end();
      meter.settle();
      if (this.tellsChanges) changes = recordChanges(session.delta, MAX_CHANGES);
      if (after) after(session);
      else if (isTest) session.discard();
      else session.commit();
    } catch (thrown) {
      interrupts.end();
      failure = describeException(asApexException(thrown));
      if (thrown instanceof ApexException) log.event('FATAL_ERROR', [`${failure.type}: ${failure.message}\n\n${failure.stackTrace}`], thrown.trace.find((line) => line.namespace)?.namespace ?? null);
      session.discard();
    } finally {
      if (options.codeUnit) closeLog(log, transaction, ledger, options.codeUnit);
      setThrowLog(null);
      tracing.tracer = null;
      if (!isTest) messages = immediateMessages();
      if (!source.isReplay) locks.release(id);
      resetStatics();
      clearTriggers();
      setCurrent(null);
      this.log = null;
    }
    const limits = Object.fromEntries((['queries', 'queryRows', 'dmlStatements', 'dmlRows', 'cpuTime', 'heapSize', 'callouts'] as const).map((name) => [name, ledger.used(name)]));
    const read = options.codeUnit || !log.isEmpty ? log.read() : NO_LOG;
    const result = { success: failure === null, exception: failure, log: read.text, limits, logSpans: read.spans, features: failure === null && !isTest ? changedFeatures(transaction.slots) : [], ...(this.tellsChanges ? { changes: failure === null ? changes : [] } : {}) };
    witness?.close(result);
    // Published at once, whatever has become of the transaction.
    if (messages.length > 0) this.runApi(options.user, () => messages.forEach(queueAfterCommit));
    return result;
  }

  /** Brings the log of the running request where it can be read. */
  flushLog(): void {
    this.log?.flush();
  }

  private findType(namespace: string | null, name: string): ReturnType<Transaction['program']['findType']> {
    const found = this.loader.find(namespace ? `${namespace}.${name}` : name) ?? (namespace ? null : this.options.org.namespace ? this.loader.find(`${this.options.org.namespace}.${name}`) : null);
    if (!found) return null;
    const { facts } = found;
    return {
      name: facts.name, namespace: facts.namespace, kind: facts.kind, isAbstract: facts.isAbstract, isGlobal: this.isGlobal(facts),
      newInstance: facts.hasDefaultConstructor && found.k ? () => (found.make() as unknown as Record<string, () => unknown>)['$new$']!() : null,
    };
  }

  private codeUnitOf(className: string, entryPoint: string): CodeUnit {
    return { fields: [this.codeIds.ofClass(className), entryPoint], namespace: this.loader.factsOf(className)?.namespace ?? null };
  }

  private loggedClass(name: string): LoggedClass | null {
    const facts = this.loader.factsOf(name);
    if (!facts) return null;
    const globals = new Set<string>();
    for (let each: typeof facts | null = facts; each; each = each.superclass === null ? null : this.loader.factsOf(each.superclass)) {
      for (const field of each.fields) if (field.access === 'global') globals.add(field.name.toLowerCase());
    }
    return { namespace: facts.namespace, globals };
  }

  /** Of a class that is initialised. */
  private staticsOf(className: string): StaticVariable[] {
    const loaded = this.loader.find(className);
    const values = loaded?.peek() as Record<string, ApexValue> | null | undefined;
    if (!loaded || !values) return [];
    return loaded.facts.fields.filter((field) => field.isStatic && !field.hasAccessors).map(({ name, slot, type }) => ({ name, typeName: typeOf(type).name, value: values[slot] ?? null }));
  }

  private isGlobal(facts: { readonly name: string; readonly namespace: string | null; readonly access: string }): boolean {
    if (facts.access !== 'global') return false;
    const parts = facts.name.split('.');
    if (parts.length <= (facts.namespace ? 2 : 1)) return true;
    return this.loader.factsOf(parts.slice(0, -1).join('.'))?.access === 'global';
  }

  runAnonymous(artifact: UnitArtifact, user: RunningUser, onUserDebug?: UserDebugListener, code = ''): ExecutionResult {
    return this.transact({ kind: 'anonymous', user, test: null, code, codeUnit: { fields: ['execute_anonymous_apex'], namespace: null }, ...(onUserDebug ? { onUserDebug } : {}) }, () => {
      this.loader.load(artifact).run!();
    });
  }

  /** Runs a REST method; `prepare` fills RestContext and gives the arguments, `finish` reads the result. */
  runRest<R>(className: string, slot: string, user: RunningUser, prepare: (transaction: Transaction) => readonly unknown[], finish: (value: unknown, transaction: Transaction) => R, onUserDebug?: UserDebugListener): { result: ExecutionResult; value: R | null } {
    let value: R | null = null;
    const result = this.transact({ kind: 'rest', user, test: null, codeUnit: this.codeUnitOf(className, `${className}.${slot.split('$')[0]!}`), ...(onUserDebug ? { onUserDebug } : {}) }, (transaction) => {
      const args = prepare(transaction);
      value = finish(this.loader.require(className).u()[slot]!(...args), transaction);
    });
    return { result, value };
  }

  /** Something of the platform's own (an API call, a page's save) in a transaction of its own. */
  runApi(user: RunningUser, body: (transaction: Transaction) => void, kind: 'api' | 'ui' = 'api', onUserDebug?: UserDebugListener): ExecutionResult {
    return this.transact({ kind, user, test: null, ...(onUserDebug ? { onUserDebug } : {}) }, body);
  }

  /**
   * One part of the work that waits in the org's queue; when it fails, what becomes of it is settled in a transaction of its
   * own. null: it is gone, and nothing is done.
   */
  runWork(workId: string, userOf: (id: string) => RunningUser, onUserDebug?: UserDebugListener): ExecutionResult | null {
    const row = committedRow(this.options.store, this.connection, workId);
    const work = row && workOf(row.queue, row.body);
    if (!work) return null;
    const context = contextOf(work);
    const user = work.kind === 'event' ? automatedProcess(userOf(work.userId), this.options.org.id) : userOf(work.userId);
    let failure: { readonly thrown: unknown } | null = null;
    const result = this.transact({ kind: work.kind, user, test: null, codeUnit: work.kind === 'event' ? { fields: [], namespace: null } : this.codeUnitOf(work.className, entryPointOf(work)), limits: limitContextOf(work.kind), ...(onUserDebug ? { onUserDebug } : {}) }, () => {
      try {
        runWork(work, context);
        if (work.kind !== 'event' && this.isAborted(work.id)) settleAborted(work.id);
      } catch (thrown) {
        failure = { thrown };
        throw thrown;
      }
    });
    if (!result.success) {
      // Trouble at the commit isn't the code's.
      const { thrown } = (failure as { readonly thrown: unknown } | null) ?? { thrown: newException(result.exception!.type, result.exception!.message) };
      this.runApi(user, () => failWork(work, context, asApexException(thrown)));
    }
    return result;
  }

  /** Whether somebody has aborted a job while a part of it ran. */
  private isAborted(jobId: string): boolean {
    const object = this.options.schema.object('AsyncApexJob')!;
    const layout = this.options.store.layoutOf(object);
    return this.connection.readCommitted(layout, [jobId]).get(jobId)?.[layout.byField.get('status')!.index] === 'Aborted';
  }

  /** Gives up a part of the queued work that no thread gets through. */
  abandonWork(user: RunningUser, workId: string): ExecutionResult {
    return this.runApi(user, () => {
      const row = committedRow(this.options.store, this.connection, workId);
      const work = row && workOf(row.queue, row.body);
      if (work) failWork(work, contextOf(work), newException('System.UnexpectedException', 'The thread that ran it ended.'));
    });
  }

  /** Sends published event messages on their way. */
  distributeMessages(user: RunningUser): ExecutionResult {
    return this.runApi(automatedProcess(user, this.options.org.id), distributeMessages);
  }

  /** The setup methods of a test class; their changes are what each of its methods starts with. */
  runSetup(className: string, setups: readonly string[], user: RunningUser): { result: ExecutionResult; delta: Delta | null } {
    let delta: Delta | null = null;
    const result = this.transact({ kind: 'test', user, test: { className, methodName: setups[0] ?? '', seeAllData: false, phase: 'before', mocks: new Map() } }, () => {
      for (const setup of setups) this.callStatic(className, setup);
      // Each test starts with an empty queue.
      runTestJobs();
      takeMessages();
    }, (session) => { delta = session.delta; });
    return { result, delta };
  }

  runTest(className: string, methodName: string, user: RunningUser, seeAllData: boolean, setup: Delta | null, onUserDebug?: UserDebugListener): ExecutionResult {
    return this.transact({ kind: 'test', user, test: { className, methodName, seeAllData, phase: 'before', mocks: new Map() }, codeUnit: this.codeUnitOf(className, `${className}.${methodName}()`), ...(setup ? { delta: setup.copy() } : {}), ...(onUserDebug ? { onUserDebug } : {}) }, () => {
      this.callStatic(className, methodName);
      // What was queued outside of startTest and stopTest.
      runTestJobs();
    });
  }

  private callStatic(className: string, methodName: string): void {
    const loaded = this.loader.find(className);
    if (!loaded) throw newException('System.TypeException', `Class ${className} does not compile`);
    loaded.u()[`${methodName.toLowerCase()}$`]!();
  }

  close(): void {
    this.connection.close();
    this.testConnection.close();
  }
}

/** The org's own namespace is nobody's package. */
function packaged(org: OrgInfo, namespace: string | null): string | null {
  return namespace !== null && namespace.toLowerCase() === org.namespace?.toLowerCase() ? null : namespace;
}
