import { randomUUID } from 'node:crypto';
import { WireError } from '../../protocol/errors.ts';
import type { HubNotifications, RequestType, RunResult } from '../../protocol/rpc.ts';
import type { OrgRunner, RequestEnding, RunContext, RunDebug, RunOutcome, StartingRequest } from '../org/contract.ts';
import { TOO_MANY_REQUESTS } from '../partner/admission.ts';
import type { Admission, AdmissionResult, RequestDescription } from '../partner/admission.ts';
import type { Clock } from '../partner/clock.ts';
import type { Login } from '../partner/logins.ts';
import type { SessionJournal } from '../partner/session-journal.ts';
import type { Sessions } from '../partner/sessions.ts';
import type { Directory } from '../partner/directory.ts';
import { changesOf } from './run-comparison.ts';
import type { DebugRelay } from './debug-relay.ts';
import type { Runners } from './runners.ts';

/** Who makes a request to which org: a partner through a login, or a user of the org itself (no developer then). */
export type Requester = Pick<Login, 'org' | 'orgId' | 'userId' | 'developer'>;

export interface RunsOptions {
  readonly admission: Admission;
  readonly sessions: Sessions;
  readonly directory: Directory;
  readonly relay: DebugRelay;
  readonly runners: Runners;
  readonly clock: Clock;
  readonly journal: SessionJournal;
  /** A request has its outcome. */
  finished(run: FinishedRun): void;
  /** A request is over, whether it had one or not. */
  ended(requestId: string): void;
  output(params: HubNotifications['debug/output']): void;
  /** What a requester may see of an outcome. */
  told(requester: Requester, outcome: RunOutcome): Promise<RunOutcome>;
}

export interface FinishedRun {
  readonly requester: Requester;
  readonly type: RequestType;
  readonly entryPoint: string;
  readonly startedAt: number;
  readonly ending: RequestEnding;
}

type Action = (runner: OrgRunner, context: RunContext) => Promise<RunOutcome>;

/** A request that can be made again, in any runner of the org. */
export interface Rerun {
  readonly what: { readonly type: RequestType; readonly entryPoint: string };
  readonly action: Action;
}

/** What a developer ran last as a user of an org. */
interface LastRun extends Rerun { readonly result: RunResult }

interface RunningRequest {
  readonly requester: Requester;
  readonly what: { readonly type: RequestType; readonly entryPoint: string };
  readonly startedAt: number;
  isCancelled: boolean;
  cancelWait: () => void;
}

/** Requests to orgs: each is admitted to a session or runs undebugged, is held until breakpoints are set, and runs. */
export class Runs {
  readonly #options: RunsOptions;
  readonly #running = new Map<string, RunningRequest>();
  /** Requests that orgs have started by themselves, by id. */
  readonly #own = new Map<string, { readonly orgId: string; readonly request: StartingRequest; readonly startedAt: number }>();
  readonly #last = new Map<string, LastRun>();

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  async run(login: Requester, what: { type: RequestType; entryPoint: string }, action: Action, requestId: string = randomUUID()): Promise<RunResult> {
    const { clock, journal, finished, ended } = this.#options;
    let success: boolean | null = null;
    if (this.running(requestId)) throw new WireError('invalidParams', `A request ${requestId} runs already.`);
    const request: RequestDescription = { requestId, userId: login.userId, ...what };
    const admitted = this.#admit(login.orgId, request);
    const state: RunningRequest = { requester: login, what, startedAt: clock.now(), isCancelled: false, cancelWait: () => undefined };
    this.#running.set(requestId, state);
    try {
      const debug = await this.#debugOf(admitted, request, login.orgId, state);
      const runner = await this.#options.runners.get(login.org);
      if (state.isCancelled) throw new WireError('requestFailed', `The request ${what.entryPoint} was cancelled before it started.`);
      const startedAt = clock.now();
      if (debug) journal.started({ sessionId: debug.sessionId, requestId, threadId: debug.threadId, ...what, startedAt });
      const outcome = await action(runner, { requestId, userId: login.userId, debug });
      success = outcome.success;
      finished({ requester: login, ...what, startedAt, ending: { success, logId: outcome.logId, logBytes: outcome.logBytes ?? Buffer.byteLength(outcome.debugLog) } });
      const result: RunResult = { ...await this.#options.told(login, outcome), requestId, notDebugged: debug ? null : reasonOf(admitted) };
      this.#last.set(keyOf(login), { what, action, result });
      return result;
    } finally {
      journal.ended(requestId, clock.now(), success);
      this.#running.delete(requestId);
      ended(requestId);
      this.#options.admission.release(requestId);
    }
  }

  /** The same request again, with what it came to before; null: there was none. */
  async again(login: Requester): Promise<{ before: RunResult; after: RunResult; changes: string[] } | null> {
    const last = this.#last.get(keyOf(login));
    if (!last) return null;
    const after = await this.run(login, last.what, last.action);
    return { before: last.result, after, changes: changesOf(last.result, after) };
  }

  /** Null: there was none. */
  last(login: Requester): Rerun | null {
    return this.#last.get(keyOf(login)) ?? null;
  }

  /** A request that the org starts by itself. `ended` follows. */
  async admit(orgId: string, request: StartingRequest): Promise<RunDebug | null> {
    const { clock, journal, directory } = this.#options;
    const { requestId, type, entryPoint, userId } = request;
    const state: RunningRequest = { requester: { org: directory.orgById(orgId), orgId, userId, developer: '' }, what: { type, entryPoint }, startedAt: clock.now(), isCancelled: false, cancelWait: () => undefined };
    const debug = await this.#debugOf(this.#admit(orgId, request), request, orgId, state);
    const startedAt = clock.now();
    this.#own.set(requestId, { orgId, request, startedAt });
    if (debug) journal.started({ sessionId: debug.sessionId, requestId, threadId: debug.threadId, type, entryPoint, startedAt });
    return debug;
  }

  ended(requestId: string, ending: RequestEnding | null): void {
    const { journal, clock, admission, directory, finished } = this.#options;
    journal.ended(requestId, clock.now(), ending?.success ?? null);
    admission.release(requestId);
    const own = this.#own.get(requestId);
    this.#own.delete(requestId);
    this.#options.ended(requestId);
    if (!own || !ending) return;
    const { orgId, request: { userId, type, entryPoint }, startedAt } = own;
    finished({ requester: { org: directory.orgById(orgId), orgId, userId, developer: '' }, type, entryPoint, startedAt, ending });
  }

  /** Only the developer's own; unknown and ended ones are no error. */
  async cancel(developer: string, requestId: string): Promise<void> {
    const state = this.#running.get(requestId);
    if (!state || state.requester.developer !== developer) return;
    state.isCancelled = true;
    state.cancelWait();
    const runner = await this.#options.runners.running(state.requester.orgId);
    await runner?.cancel(requestId);
  }

  /** Whose request it is; null: unknown. */
  developerOf(requestId: string): string | null {
    return this.#running.get(requestId)?.requester.developer ?? null;
  }

  /** Null: it doesn't run. */
  running(requestId: string): Omit<FinishedRun, 'ending'> | null {
    const state = this.#running.get(requestId);
    if (state) return { requester: state.requester, ...state.what, startedAt: state.startedAt };
    const own = this.#own.get(requestId);
    if (!own) return null;
    const { orgId, request: { userId, type, entryPoint }, startedAt } = own;
    return { requester: { org: this.#options.directory.orgById(orgId), orgId, userId, developer: '' }, type, entryPoint, startedAt };
  }

  #admit(orgId: string, request: RequestDescription): AdmissionResult {
    const { sessions, admission, output } = this.#options;
    const interests = sessions.inOrg(orgId).map(({ row, userIds, entryPoint }) => ({ sessionId: row.id, isOrphaned: row.state === 'orphaned', userIds, filters: row.filters, entryPoint }));
    const admitted = admission.admit(request, interests);
    if (admitted.kind === 'tooMany') output({ sessionId: admitted.sessionId, category: 'important', text: TOO_MANY_REQUESTS, path: null, line: null });
    return admitted;
  }

  async #debugOf(admitted: AdmissionResult, request: RequestDescription, orgId: string, state: RunningRequest): Promise<RunDebug | null> {
    const { relay, sessions, directory } = this.#options;
    if (admitted.kind !== 'debugged') return null;
    const { sessionId, slot, threadId } = admitted;
    const isReady = await relay.whenReady(sessionId, cancel => { state.cancelWait = cancel; });
    const row = sessions.find(sessionId);
    if (!isReady || !row) return null;
    await relay.attach(row);
    const user = directory.userOf(directory.orgById(orgId), request.userId);
    return { sessionId, slot, threadId, threadName: `${request.entryPoint} (${user.name})` };
  }
}

const keyOf = ({ developer, orgId, userId }: Requester): string => `${developer} ${orgId} ${userId}`;

function reasonOf(admitted: AdmissionResult): string {
  if (admitted.kind === 'undebugged') return admitted.reason;
  return admitted.kind === 'tooMany' ? TOO_MANY_REQUESTS : 'The debugging session ended before the request started.';
}
