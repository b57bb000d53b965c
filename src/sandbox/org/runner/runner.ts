import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckResult } from '../../../protocol/rpc.ts';
import { WireError } from '../../../protocol/errors.ts';
import { measureUsage } from '../../data/usage.ts';
import type { OrgLicensing, OrgSetup, RunDebug, RunnerEvent, StartingRequest } from '../contract.ts';
import type { OrgCompiler } from '../compiler.ts';
import type { FeatureParameterInfo } from '../../../protocol/partner.ts';
import type { FeatureChange } from '../execution/executor.ts';
import { TraceFlags } from './trace-flags.ts';
import type { LocalOrg } from '../execution/local-org.ts';
import type { RunnerRequests } from '../runner-wire.ts';
import type { WorkerProgram } from './worker-thread.ts';
import { DataCopies } from './data-copies.ts';
import { DebugSessions } from './debug-sessions.ts';
import { LogFiles } from './log-files.ts';
import { openOrg, withLicensing } from './open-org.ts';
import { OrgLocks } from './org-locks.ts';
import { WorkerPool } from './pool.ts';
import { problemOf, problemOfMetadata } from './problems.ts';
import { seedFrom } from './seed-records.ts';
import { listSettings, writeSetting } from './protected-settings.ts';
import { OrgRequests } from './requests.ts';
import { Scheduler } from './scheduler.ts';
import { takeSnapshot } from './snapshot.ts';
import { SourceState } from './source-state.ts';
import { giveBackMemory } from './spare-memory.ts';

type Handlers = { readonly [M in keyof RunnerRequests]: (params: RunnerRequests[M]['params']) => Promise<RunnerRequests[M]['result']> };

interface Started {
  readonly setup: OrgSetup;
  readonly sources: SourceState;
  readonly pool: WorkerPool;
  readonly locks: OrgLocks;
  readonly requests: OrgRequests;
  readonly scheduler: Scheduler;
  readonly flags: TraceFlags;
}

/** `nwd 2.2.0, tag v2.2.0` */
function versionText({ packages }: OrgSetup, namespace: string | null): string | null {
  const found = packages.find(each => each.namespace === namespace);
  return found ? `${found.namespace} ${found.version}${found.tag === undefined ? '' : `, tag ${found.tag}`}` : null;
}

/** The runner of one org: compiles, grants locks, gives requests to workers, serves debugging. Runs no Apex itself. */
export class Runner {
  readonly #emit: (event: RunnerEvent) => void;
  readonly #admit: (request: StartingRequest) => Promise<RunDebug | null>;
  readonly #sessions: DebugSessions;
  readonly #copies: DataCopies;
  #local: LocalOrg | null = null;
  #started: Started | null = null;
  #checked: OrgCompiler | null = null;

  /** `admit`: asks the hub whether a request that the org starts by itself is debugged. */
  constructor(emit: (event: RunnerEvent) => void, admit: (request: StartingRequest) => Promise<RunDebug | null>) {
    this.#emit = emit;
    this.#admit = admit;
    this.#copies = new DataCopies(emit);
    this.#sessions = new DebugSessions({ compiler: () => this.#org.compiler, versionOf: namespace => versionText(this.#run.setup, namespace), emit });
  }

  readonly handlers: Handlers = {
    start: async setup => this.#start(setup),
    check: async () => {
      await this.#refresh(true);
      return this.#check();
    },
    // The sandbox speaks of real paths; a new file has none yet.
    checkText: async ({ path, text }) => this.#org.compiler.checkText(existsSync(path) ? realpathSync(path) : path, text)?.map(problemOf) ?? null,
    runAnonymous: async ({ context, request }) => {
      await this.#refresh(false);
      return this.#run.requests.anonymous(this.#org.compiler, context, request.code, request.path);
    },
    runTests: async ({ context, request }) => {
      await this.#refresh(false);
      return this.#run.requests.tests(this.#org.compiler, context, request);
    },
    runRequest: async ({ context, request }) => {
      await this.#refresh(false);
      return this.#run.requests.rest(this.#org.compiler, context, request);
    },
    restRecords: ({ userId, ...request }) => this.#run.requests.record(userId, request),
    writeRecord: async ({ context, request }) => {
      await this.#refresh(false);
      return this.#run.requests.write(context, request);
    },
    importRecords: async ({ context, set }) => {
      await this.#refresh(false);
      return this.#run.requests.import(context, set);
    },
    seedRecords: async ({ userId, set }) => seedFrom(this.#org, userId, set),
    setLicensing: async licensing => {
      this.#setLicensing(licensing);
      return {};
    },
    listSettings: async ({ namespaces }) => listSettings(this.#org, namespaces),
    writeSetting: async write => writeSetting(this.#org, write),
    usage: async () => measureUsage(this.#org.store),
    copyData: copy => this.#copies.copy(this.#org.store, this.#run.setup.stateDirectory, copy),
    snapshot: async ({ fileName }) => {
      takeSnapshot(this.#org.store, join(this.#run.setup.stateDirectory, fileName));
      return {};
    },
    cancelCopy: async ({ id }) => {
      this.#copies.cancel(id);
      return {};
    },
    query: ({ userId, soql }) => this.#run.requests.query(userId, soql),
    cancel: async ({ requestId }) => {
      this.#run.requests.cancel(requestId);
      return {};
    },
    attachSession: async ({ sessionId, visibleNamespaces }) => {
      await this.#refresh(false);
      this.#sessions.attach(sessionId, visibleNamespaces);
      this.#run.pool.warm('debuggable');
      return {};
    },
    detachSession: async ({ sessionId }) => {
      await this.#sessions.detach(sessionId);
      return {};
    },
    debug: ({ method, params }) => this.#sessions.request(method, params as never),
  };

  get #org(): LocalOrg {
    if (!this.#local) throw new WireError('internal', 'The org has not been started.');
    return this.#local;
  }

  get #run(): Started {
    if (!this.#started) throw new WireError('internal', 'The org has not been started.');
    return this.#started;
  }

  #start(setup: OrgSetup): CheckResult {
    const sources = new SourceState(setup.sources.map(({ directory }) => directory));
    sources.hasChanged(true);
    this.#local = openOrg(setup);
    const locks = new OrgLocks();
    const pool = new WorkerPool({
      program: () => this.#program(),
      services: {
        acquire: (worker, { owner, keys }) => locks.acquire(worker, owner, keys),
        release: (worker, { owner, keys }) => locks.release(worker, owner, keys),
        isWaiting: worker => locks.isWaiting(worker),
        requestEnded: worker => {
          locks.releaseAll(worker);
          if (!setup.throwAway) this.#started?.scheduler.look();
        },
      },
    });
    const flags = new TraceFlags(this.#local.store);
    const requests = new OrgRequests({ pool, sessions: this.#sessions, logs: new LogFiles(setup.stateDirectory), levelsOf: userId => flags.levelsOf(userId), namespace: setup.namespace, setFeatures: changes => this.#setFeatures(changes), emit: this.#emit });
    const scheduler = new Scheduler({
      store: this.#local.store, userIds: this.#local.users.map(({ id }) => id), admit: this.#admit, ended: (requestId, outcome) => this.#emit({ kind: 'requestEnded', requestId, ...(outcome ? { ending: { success: outcome.success, logId: outcome.logId, logBytes: outcome.logBytes ?? Buffer.byteLength(outcome.debugLog) } } : {}) }),
      work: async (context, id) => {
        await this.#refresh(false);
        return requests.queued(context, id);
      },
      distribute: userId => requests.platform(userId, { kind: 'distribute' }),
      abandon: (userId, id) => requests.platform(userId, { kind: 'abandon', id }),
    });
    this.#started = { setup, sources, pool, locks, requests, scheduler, flags };
    pool.warm('plain');
    // What was queued before the last end is still to be done.
    if (!setup.throwAway) scheduler.look();
    return this.#check();
  }

  #program(): WorkerProgram {
    const { org, users, compiler, store, testStore } = this.#org;
    const { throwAway } = this.#run.setup;
    return {
      setup: { ...(throwAway ? { stillClock: throwAway.now } : {}), org, users, objects: [...compiler.metadata.schema.definedObjects()], labels: compiler.metadata.schema.labels, triggers: compiler.triggers(), storePath: store.path, testStorePath: testStore.path },
      unit: ({ name, shape }) => compiler.unitOrProblem(name, shape),
    };
  }

  /** Requests that run keep what they started with. */
  #setLicensing(licensing: OrgLicensing): void {
    const { pool } = this.#run;
    this.#started = { ...this.#run, setup: { ...this.#run.setup, licensing } };
    this.#local = withLicensing(this.#org, licensing);
    pool.recycle();
    pool.warm('plain');
  }

  #setFeatures(changes: readonly FeatureChange[]): void {
    const { licenses, features } = this.#run.setup.licensing;
    const changed = (each: FeatureParameterInfo): FeatureParameterInfo => ({ ...each, value: changes.find(change => change.namespace === each.namespace && change.name === each.name)?.value ?? each.value });
    this.#setLicensing({ licenses, features: features.map(changed) });
    this.#emit({ kind: 'features', changes });
  }

  /** Takes up what was changed in the sources, unless a debugged request is running: then the next one does. */
  async #refresh(isForced: boolean): Promise<void> {
    const { sources, setup, pool } = this.#run;
    if (this.#sessions.hasThreads || !sources.hasChanged(isForced)) return;
    try {
      this.#local = openOrg(setup);
    } catch (error) {
      sources.forget();
      throw error;
    }
    pool.recycle();
    pool.warm('plain');
    await this.#sessions.rebind();
  }

  #check(): CheckResult {
    const { compiler } = this.#org;
    const { ready, withErrors, diagnostics } = compiler.check();
    // Later checks find everything known.
    if (this.#checked !== compiler) giveBackMemory();
    this.#checked = compiler;
    return { ready, withErrors, problems: [...diagnostics.map(problemOf), ...compiler.metadata.errors.map(problemOfMetadata)] };
  }

  async close(): Promise<void> {
    this.#started?.flags.close();
    this.#started?.scheduler.close();
    this.#started?.locks.close();
    await this.#started?.pool.close();
  }
}
