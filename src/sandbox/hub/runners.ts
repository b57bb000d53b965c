import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { WireError } from '../../protocol/errors.ts';
import type { CheckResult } from '../../protocol/rpc.ts';
import type { OrgLicensing, OrgRunner, OrgSetup, RunnerEvent, RunnerFactory, StartingRequest, RunDebug } from '../org/contract.ts';
import { instanceUrl, localAddress } from '../partner/logins.ts';
import type { WorldOrg } from '../partner/world.ts';

export interface RunnersOptions {
  readonly stateDirectory: string;
  readonly factory: RunnerFactory;
  readonly port: () => number;
  readonly namespaceOf: (org: WorldOrg) => string | null;
  readonly licensing: (org: WorldOrg) => OrgLicensing;
  onEvent(orgId: string, event: RunnerEvent): void;
  admit(orgId: string, request: StartingRequest): Promise<RunDebug | null>;
}

interface Started {
  readonly runner: OrgRunner;
  readonly check: CheckResult;
}

/** One runner per org that is in use: started by its first request, started anew after it died. */
export class Runners {
  readonly #options: RunnersOptions;
  readonly #started = new Map<string, Promise<Started>>();
  #isStopped = false;

  constructor(options: RunnersOptions) {
    this.#options = options;
  }

  async get(org: WorldOrg): Promise<OrgRunner> {
    return (await this.#start(org)).runner;
  }

  /** Starts it if need be; else asks for the sources' state now. */
  async check(org: WorldOrg): Promise<CheckResult> {
    const isRunning = this.#started.has(org.id);
    const { runner, check } = await this.#start(org);
    return isRunning ? runner.check() : check;
  }

  get count(): number {
    return this.#started.size;
  }

  /** Of a copy of the org that the caller keeps, starts and stops; nobody hears of what happens in it. */
  throwAway(org: WorldOrg, { sources, stateDirectory, now }: { sources: WorldOrg['sources']; stateDirectory: string; now: number }): OrgRunner {
    const runner = this.#options.factory({ ...this.#setup(org), sources, stateDirectory, throwAway: { now } });
    runner.listen({ onEvent: () => undefined, admit: async () => null });
    return runner;
  }

  /** Null: not running. */
  async running(orgId: string): Promise<OrgRunner | null> {
    return (await this.#started.get(orgId))?.runner ?? null;
  }

  /** Licenses or feature parameters have changed. */
  async setLicensing(org: WorldOrg): Promise<void> {
    const runner = await this.running(org.id);
    await runner?.setLicensing(this.#options.licensing(org));
  }

  async stop(orgId: string): Promise<void> {
    const started = this.#started.get(orgId);
    this.#started.delete(orgId);
    // One that could not start has nothing to stop.
    const runner = await started?.then(each => each.runner, () => null);
    await runner?.stop();
  }

  /** Throws the org's data away; its next request builds it again. */
  async reset(orgId: string): Promise<void> {
    await this.stop(orgId);
    rmSync(this.directoryOf(orgId), { recursive: true, force: true });
  }

  async stopAll(): Promise<void> {
    this.#isStopped = true;
    await Promise.all([...this.#started.keys()].map(orgId => this.stop(orgId)));
  }

  #start(org: WorldOrg): Promise<Started> {
    const running = this.#started.get(org.id);
    if (running) return running;
    if (this.#isStopped) return Promise.reject(new WireError('runnerDied', 'The sandbox stops.'));
    const started = this.#launch(org);
    this.#started.set(org.id, started);
    started.catch(() => { if (this.#started.get(org.id) === started) this.#started.delete(org.id); });
    return started;
  }

  async #launch(org: WorldOrg): Promise<Started> {
    const { factory, onEvent, admit } = this.#options;
    const runner = factory(this.#setup(org));
    runner.listen({
      onEvent: event => {
        if (event.kind === 'died') this.#forget(org.id, runner);
        onEvent(org.id, event);
      },
      admit: request => admit(org.id, request),
    });
    try {
      return { runner, check: await runner.start() };
    } catch (error) {
      await runner.stop();
      throw error;
    }
  }

  #forget(orgId: string, runner: OrgRunner): void {
    const started = this.#started.get(orgId);
    started?.then(
      each => { if (each.runner === runner && this.#started.get(orgId) === started) this.#started.delete(orgId); },
      // One that failed to start has been forgotten.
      () => undefined,
    );
  }

  #setup(org: WorldOrg): OrgSetup {
    const stateDirectory = this.directoryOf(org.id);
    mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
    return {
      orgId: org.id, orgName: org.name, kind: org.kind, isSandbox: org.kind !== 'production' && org.kind !== 'scratch', instance: org.instance, namespace: this.#options.namespaceOf(org),
      sources: org.sources, packages: org.packages.flatMap(({ namespace, name, version, tag }) => (namespace === null ? [] : [{ namespace, name, version, ...(tag === undefined ? {} : { tag }), isCertified: org.certifiedNamespaces.includes(namespace) }])),
      dataFiles: org.dataFiles, isDataStored: org.isDataStored ?? false, users: org.users, licensing: this.#options.licensing(org), stateDirectory, baseUrl: instanceUrl(org.id, localAddress(this.#options.port())),
    };
  }

  /** Holds an org's data. */
  directoryOf(orgId: string): string {
    return join(this.#options.stateDirectory, 'orgs', orgId);
  }
}
