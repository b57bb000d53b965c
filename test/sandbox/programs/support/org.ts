/** An org with several workers, whose requests the driver lets go on statement by statement. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { UnitArtifact } from '../../../../src/sandbox/apex/codegen/artifact.ts';
import type { LockKey, LockOutcome } from '../../../../src/sandbox/data/locks.ts';
import { LockTable } from '../../../../src/sandbox/data/locks.ts';
import { openLocalOrg } from '../../../../src/sandbox/org/execution/local-org.ts';
import type { LocalOrg } from '../../../../src/sandbox/org/execution/local-org.ts';
import { WorkerThread } from '../../../../src/sandbox/org/runner/worker-thread.ts';
import { ADMIN } from '../../../support/apex.ts';
import { CLASSES, FILES } from './apex.ts';

/** A statement is over, the transaction waits for a lock, or it has ended. */
export type Progress = { readonly kind: 'said'; readonly text: string } | { readonly kind: 'waits' } | { readonly kind: 'ended'; readonly exception: string | null };

export class GatedOrg {
  readonly #folder = mkdtempSync(join(tmpdir(), 'isv-programs-'));
  readonly #local: LocalOrg;
  /** Nobody waits so long that the platform would give up: the driver always has somebody to let go on. */
  readonly locks = new LockTable();
  readonly #workers: GatedWorker[];

  constructor(workers: number) {
    const classes = join(this.#folder, 'classes');
    mkdirSync(classes);
    for (const text of CLASSES) {
      const [, kind, name] = /\b(class|trigger) (\w+)/.exec(text)!;
      writeFileSync(join(classes, `${name}.${kind === 'trigger' ? 'trigger' : 'cls'}`), text);
    }
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(join(classes, dirname(path)), { recursive: true });
      writeFileSync(join(classes, path), text);
    }
    this.#local = openLocalOrg({
      projects: [{ directory: classes, namespace: null }], namespace: null, directory: join(this.#folder, 'state'), now: Date.UTC(2026, 10, 20), users: [ADMIN],
      org: { id: '00D000000000001EAA', name: 'Programs', instance: 'CS1', isSandbox: true, type: 'Developer Edition', baseUrl: 'https://test.example', certifiedNamespaces: [] },
    });
    const problems = this.#local.compiler.check().diagnostics.map(({ path, line, message }) => `${path}:${line} ${message}`);
    if (problems.length > 0) throw new Error(problems.join('\n'));
    this.#workers = Array.from({ length: workers }, () => new GatedWorker(this.#local, this.locks));
  }

  /** Starts a request; it stands before its first statement. */
  async start(worker: number, code: string): Promise<GatedWorker> {
    const { artifact, diagnostics } = this.#local.compiler.anonymous({ path: 'anonymous', text: `System.debug('ready');\n${code}`, apiVersion: 64, namespace: null }, 'plain');
    if (artifact === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
    const chosen = this.#workers[worker]!;
    chosen.start(this.#local.users[0]!.id, artifact);
    await chosen.next();
    return chosen;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export class GatedWorker {
  readonly #thread: WorkerThread;
  #open: (() => void) | null = null;
  #progress: Progress[] = [];
  #listener: ((progress: Progress) => void) | null = null;

  constructor(local: LocalOrg, locks: LockTable) {
    const { org, users, compiler, store, testStore } = local;
    const owners = new Set<string>();
    const nameOf = (worker: number, owner: string): string => `${worker}.${owner}`;
    this.#thread = new WorkerThread({
      program: {
        setup: { org, users, objects: [...compiler.metadata.schema.definedObjects()], labels: compiler.metadata.schema.labels, triggers: compiler.triggers(), storePath: store.path, testStorePath: testStore.path },
        unit: ({ name, shape }) => compiler.unit(name, shape),
      },
      shape: 'plain', busyLimitMs: 3_600_000, entry: join(import.meta.dirname, 'gated-worker.ts'), onExit: () => undefined,
      services: {
        acquire: (worker, { owner, keys }) => (owner === 'gate' ? this.#gate(keys[0]!) : this.#acquire(locks, owners, nameOf(worker, owner), keys)),
        release: (worker, { owner, keys }) => locks.release(nameOf(worker, owner), keys ?? undefined),
        isWaiting: () => true,
        requestEnded: () => {
          for (const owner of owners) locks.release(owner);
          owners.clear();
        },
      },
    });
  }

  #gate(text: string): Promise<LockOutcome> {
    this.#tell({ kind: 'said', text });
    return new Promise((resolve) => { this.#open = () => resolve('granted'); });
  }

  #acquire(locks: LockTable, owners: Set<string>, owner: string, keys: readonly LockKey[]): Promise<LockOutcome> {
    owners.add(owner);
    return new Promise((resolve) => {
      let hasWaited = false;
      let isSettled = false;
      locks.request(owner, keys, 0, (outcome) => {
        isSettled = true;
        // Of several that are set free at once the driver lets one go on after the other.
        if (hasWaited) this.#open = () => resolve(outcome);
        else resolve(outcome);
      });
      hasWaited = !isSettled;
      if (hasWaited) this.#tell({ kind: 'waits' });
    });
  }

  #tell(progress: Progress): void {
    const listener = this.#listener;
    this.#listener = null;
    if (listener === null) this.#progress.push(progress);
    else listener(progress);
  }

  start(userId: string, artifact: UnitArtifact): void {
    this.#thread.run({ userId, job: { kind: 'anonymous', artifact, code: '' }, debug: null }, () => undefined).outcome.then(
      ({ exception }) => this.#tell({ kind: 'ended', exception: exception === null ? null : `${exception.type}: ${exception.message}` }),
      (error: Error) => this.#tell({ kind: 'ended', exception: String(error) }),
    );
  }

  /** Lets it go on from a gate, or from a lock that it has now. */
  goOn(): void {
    const open = this.#open;
    if (open === null) throw new Error('It stands at no gate.');
    this.#open = null;
    open();
  }

  /** What comes next of it. */
  next(): Promise<Progress> {
    const known = this.#progress.shift();
    return known !== undefined ? Promise.resolve(known) : new Promise((resolve) => { this.#listener = resolve; });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }
}
