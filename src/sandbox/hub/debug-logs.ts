import { join } from 'node:path';
import { WireError } from '../../protocol/errors.ts';
import type { LogInfo, LogPart, LogPosition, TraceFlagInfo } from '../../protocol/partner.ts';
import type { Clock } from '../partner/clock.ts';
import { userInfo } from '../partner/directory.ts';
import type { Directory } from '../partner/directory.ts';
import { hideManagedFrames } from '../partner/managed-frames.ts';
import type { LogRow } from '../partner/log-index.ts';
import type { RunOutcome } from '../org/contract.ts';
import type { Rules } from '../partner/rules.ts';
import type { PartnerStore } from '../partner/store.ts';
import type { WorldOrg, WorldUser } from '../partner/world.ts';
import { readLogBytes } from './log-reader.ts';
import type { LogPlace } from './log-reader.ts';
import { redactLog } from './log-redaction.ts';
import type { FinishedRun } from './runs.ts';

export interface DebugLogsOptions {
  readonly stateDirectory: string;
  readonly store: PartnerStore;
  readonly directory: Directory;
  readonly rules: Rules;
  readonly clock: Clock;
  added(log: LogInfo): void;
  /** The log of a request that runs. */
  grew(log: LogInfo): void;
}

/** T10: the longest a trace flag lasts. */
const MAX_TRACE_MS = 24 * 3_600_000;
/** A part of a log that is read at once, bytes. */
const MAX_PART = 4 * 1024 * 1024;
/** Characters of a log that come with the answer of its request. */
const MAX_TOLD = 2 * 1024 * 1024;
/** Ended logs of which it is remembered how often they were cut, for those who followed them. */
const REMEMBERED = 200;

/** The log of a request that runs. */
interface RunningLog { readonly row: Omit<LogRow, 'success'>; readonly generation: number }

/** Whoever asks for these brings a debugging header, as the platform's tools do, or runs tests. */
const ALWAYS_LOGGED = new Set(['anonymous', 'test']);

/** Namespaces whose code somebody may not look into. */
const hiddenIn = (org: WorldOrg, visible: readonly string[]): string[] => org.packages.flatMap(({ namespace }) => namespace ?? []).filter(each => !visible.includes(each));

/** The debug logs of orgs: which there are (T10), and how much of them who may read (T16). */
export class DebugLogs {
  readonly #options: DebugLogsOptions;
  /** By request. */
  readonly #running = new Map<string, RunningLog>();
  /** Generations of logs that were cut, by org and log. */
  readonly #generations = new Map<string, number>();

  constructor(options: DebugLogsOptions) {
    this.#options = options;
  }

  /** Keeps a request's log if a trace flag, a header or a test asks for it. */
  add({ requester, type, entryPoint, startedAt, ending }: FinishedRun): void {
    const { store, clock, added } = this.#options;
    const { org, userId } = requester;
    const now = clock.now();
    if (ending.logId === null || !this.#isKept(requester, type)) return;
    const row: LogRow = { id: ending.logId, orgId: org.id, userId, type, operation: entryPoint, success: ending.success, startedAt, durationMs: now - startedAt, bytes: ending.logBytes };
    store.logs.add(row);
    added(this.#info(org, row));
  }

  /** What a trace flag, a header or a test asks for. */
  #isKept({ org, userId }: FinishedRun['requester'], type: string): boolean {
    const { store, clock, rules } = this.#options;
    return !rules.holds('T10') || org.kind === 'project' || ALWAYS_LOGGED.has(type) || store.logs.traceFlags(org.id, clock.now()).some(flag => flag.userId === userId);
  }

  /** The log of a request that runs can be read so far. */
  grew(requestId: string, { requester, type, entryPoint, startedAt }: Omit<FinishedRun, 'ending'>, { logId, bytes, generation }: { readonly logId: string; readonly bytes: number; readonly generation: number }): void {
    if (!this.#isKept(requester, type)) return;
    const row = { id: logId, orgId: requester.org.id, userId: requester.userId, type, operation: entryPoint, startedAt, durationMs: 0, bytes };
    this.#running.set(requestId, { row, generation });
    this.#options.grew(this.#runningInfo(requester.org, row));
  }

  ended(requestId: string): void {
    const running = this.#running.get(requestId);
    this.#running.delete(requestId);
    if (!running || running.generation === 0) return;
    this.#generations.set(`${running.row.orgId} ${running.row.id}`, running.generation);
    const [oldest] = this.#generations.keys();
    if (this.#generations.size > REMEMBERED && oldest !== undefined) this.#generations.delete(oldest);
  }

  /** Of requests that run now. */
  running(org: WorldOrg, viewer: WorldUser): LogInfo[] {
    this.#check(org, viewer);
    return [...this.#running.values()].filter(({ row }) => row.orgId === org.id).map(({ row }) => this.#runningInfo(org, row)).reverse();
  }

  #runningInfo(org: WorldOrg, row: RunningLog['row']): LogInfo {
    const { userId, ...rest } = row;
    return { ...rest, success: null, durationMs: this.#options.clock.now() - row.startedAt, user: userInfo(this.#options.directory.userOf(org, userId)) };
  }

  /** Newest first. Needs View All Data of the user who looks (T10). */
  list(org: WorldOrg, viewer: WorldUser): LogInfo[] {
    this.#check(org, viewer);
    return this.#options.store.logs.list(org.id).filter(row => org.users.some(user => user.id === row.userId)).map(row => this.#info(org, row));
  }

  /** All of a log. `visibleNamespaces`: whose managed code's lines are shown; the customer's are none (T16). */
  async read(org: WorldOrg, viewer: WorldUser, logId: string, visibleNamespaces: readonly string[]): Promise<string> {
    const parts: string[] = [];
    let from: LogPosition = 0;
    for (;;) {
      const { text, next, isComplete }: LogPart = await this.readPart(org, viewer, logId, visibleNamespaces, from);
      parts.push(text);
      if (isComplete || next === from) return parts.join('');
      from = next;
    }
  }

  /** Some of a log, of which no more is in memory; of one whose request runs, what there is. */
  async readPart(org: WorldOrg, viewer: WorldUser, logId: string, visibleNamespaces: readonly string[], from: LogPosition, maxBytes = MAX_PART): Promise<LogPart> {
    const { stateDirectory, rules } = this.#options;
    const running = [...this.#running.values()].find(({ row }) => row.orgId === org.id && row.id === logId);
    if (!running && !this.list(org, viewer).some(log => log.id === logId)) throw new WireError('unknownLog', `${org.name} has no debug log ${logId}.`);
    if (running) this.#check(org, viewer);
    const path = join(stateDirectory, 'orgs', org.id, 'logs', logId);
    const generation = running?.generation ?? this.#generations.get(`${org.id} ${logId}`) ?? 0;
    const given = placeOf(from);
    const place = given.generation === generation ? given : { generation, byte: 0 };
    // Its request may end, or its file be cut, between one look and the next.
    const read = await readLogBytes(path, running ? generation : null, place, maxBytes) ?? (running ? await readLogBytes(path, null, place, maxBytes) : null);
    if (!read) return { text: '', next: textOfPlace(place), isComplete: !running };
    const { part, spans, next, isEnd } = read;
    const hidden = hiddenIn(org, visibleNamespaces);
    const text = rules.holds('T16') ? hideManagedFrames(redactLog(part, spans, visibleNamespaces, place.byte), hidden) : part.toString('utf8');
    return { text, next: textOfPlace(next), isComplete: isEnd && !running };
  }

  /** What a request came to, as who made it may see it: of others' packages, that they were entered (T16). `directory`: of the org's state, or of a copy's. */
  async told(org: WorldOrg, outcome: RunOutcome, visibleNamespaces: readonly string[], directory = join(this.#options.stateDirectory, 'orgs', org.id)): Promise<RunOutcome> {
    const hidden = hiddenIn(org, visibleNamespaces);
    if (org.kind === 'project' || !this.#options.rules.holds('T16') || hidden.length === 0) return outcome;
    const { exception, tests } = outcome;
    return {
      ...outcome, debugLog: outcome.logId === null ? outcome.debugLog : await this.#toldLog(org, join(directory, 'logs', outcome.logId), outcome.debugLog, visibleNamespaces),
      exception: exception && { ...exception, stackTrace: hideManagedFrames(exception.stackTrace, hidden) },
      tests: tests.map(each => (each.stackTrace === null ? each : { ...each, stackTrace: hideManagedFrames(each.stackTrace, hidden) })),
    };
  }

  /** `path`: without an ending. `text`: all of it, or an excerpt. */
  async #toldLog(org: WorldOrg, path: string, text: string, visibleNamespaces: readonly string[]): Promise<string> {
    let shown = '';
    for (let place: LogPlace = { generation: 0, byte: 0 }; ;) {
      const read = await readLogBytes(path, null, place, MAX_PART);
      if (!read || !read.spans.some(([, , namespace]) => !visibleNamespaces.includes(namespace))) return text;
      shown += hideManagedFrames(redactLog(read.part, read.spans, visibleNamespaces, place.byte), hiddenIn(org, visibleNamespaces));
      if (read.isEnd || read.next.byte === place.byte) break;
      place = read.next;
    }
    if (shown.length <= MAX_TOLD) return shown.replace(/\n$/, '');
    const end = shown.slice(-MAX_TOLD);
    return `${shown.slice(0, shown.indexOf('\n'))}\n*** The first part of this log is left out here\n${end.slice(end.indexOf('\n') + 1).replace(/\n$/, '')}`;
  }

  /** `viewer` sets it, or takes it back with 0 minutes. */
  trace(org: WorldOrg, viewer: WorldUser, user: WorldUser, minutes: number): TraceFlagInfo[] {
    const { store, clock } = this.#options;
    this.#check(org, viewer);
    store.logs.setTraceFlag(org.id, user.id, clock.now() + Math.min(minutes * 60_000, MAX_TRACE_MS));
    return this.traceFlags(org, viewer);
  }

  traceFlags(org: WorldOrg, viewer: WorldUser): TraceFlagInfo[] {
    const { store, clock, directory } = this.#options;
    this.#check(org, viewer);
    return store.logs.traceFlags(org.id, clock.now()).map(({ userId, expiresAt }) => ({ user: userInfo(directory.userOf(org, userId)), expiresAt }));
  }

  #check(org: WorldOrg, viewer: WorldUser): void {
    if (org.kind !== 'project' && this.#options.rules.holds('T10') && !viewer.permissions.includes('ViewAllData')) {
      throw new WireError('missingPermission', `${viewer.name} lacks "View All Data" in ${org.name}, which the list of debug logs needs.`, { rule: 'T10' });
    }
  }

  #info(org: WorldOrg, { userId, ...row }: LogRow): LogInfo {
    return { ...row, user: userInfo(this.#options.directory.userOf(org, userId)) };
  }
}

function placeOf(position: LogPosition): LogPlace {
  const [, generation, byte] = /^(\d{1,9})@(\d{1,15})$/.exec(String(position)) ?? [];
  if (generation === undefined && position !== 0) throw new WireError('invalidParams', '"from" must be 0, or what the part before gave as "next".');
  return { generation: Number(generation ?? 0), byte: Number(byte ?? 0) };
}

const textOfPlace = ({ generation, byte }: LogPlace): LogPosition => (generation === 0 && byte === 0 ? 0 : `${generation}@${byte}`);
