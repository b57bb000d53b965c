import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WireError } from '../../protocol/errors.ts';
import type { LogInfo, TraceFlagInfo } from '../../protocol/partner.ts';
import type { Clock } from '../partner/clock.ts';
import { userInfo } from '../partner/directory.ts';
import type { Directory } from '../partner/directory.ts';
import { hideManagedFrames } from '../partner/managed-frames.ts';
import type { LogRow } from '../partner/log-index.ts';
import type { Rules } from '../partner/rules.ts';
import type { PartnerStore } from '../partner/store.ts';
import type { WorldOrg, WorldUser } from '../partner/world.ts';
import { readSpans, redactLog } from './log-redaction.ts';
import type { FinishedRun } from './runs.ts';

export interface DebugLogsOptions {
  readonly stateDirectory: string;
  readonly store: PartnerStore;
  readonly directory: Directory;
  readonly rules: Rules;
  readonly clock: Clock;
  added(log: LogInfo): void;
}

/** T10: the longest a trace flag lasts. */
const MAX_TRACE_MS = 24 * 3_600_000;
/** Whoever asks for these brings a debugging header, as the platform's tools do, or runs tests. */
const ALWAYS_LOGGED = new Set(['anonymous', 'test']);

/** The debug logs of orgs: which there are (T10), and how much of them who may read (T16). */
export class DebugLogs {
  readonly #options: DebugLogsOptions;

  constructor(options: DebugLogsOptions) {
    this.#options = options;
  }

  /** Keeps a request's log if a trace flag, a header or a test asks for it. */
  add({ requester, type, entryPoint, startedAt, ending }: FinishedRun): void {
    const { store, clock, rules, added } = this.#options;
    const { org, userId } = requester;
    const now = clock.now();
    if (ending.logId === null) return;
    if (rules.holds('T10') && org.kind !== 'project' && !ALWAYS_LOGGED.has(type) && !store.logs.traceFlags(org.id, now).some(flag => flag.userId === userId)) return;
    const row: LogRow = { id: ending.logId, orgId: org.id, userId, type, operation: entryPoint, success: ending.success, startedAt, durationMs: now - startedAt, bytes: ending.logBytes };
    store.logs.add(row);
    added(this.#info(org, row));
  }

  /** Newest first. Needs View All Data of the user who looks (T10). */
  list(org: WorldOrg, viewer: WorldUser): LogInfo[] {
    this.#check(org, viewer);
    return this.#options.store.logs.list(org.id).filter(row => org.users.some(user => user.id === row.userId)).map(row => this.#info(org, row));
  }

  /** `visibleNamespaces`: whose managed code's lines are shown; the customer's are none (T16). */
  async read(org: WorldOrg, viewer: WorldUser, logId: string, visibleNamespaces: readonly string[]): Promise<string> {
    const { stateDirectory, rules } = this.#options;
    if (!this.list(org, viewer).some(log => log.id === logId)) throw new WireError('unknownLog', `${org.name} has no debug log ${logId}.`);
    const file = join(stateDirectory, 'orgs', org.id, 'logs', logId);
    const text = await readFile(`${file}.log`, 'utf8');
    if (!rules.holds('T16')) return text;
    const hidden = org.packages.flatMap(({ namespace }) => namespace ?? []).filter(each => !visibleNamespaces.includes(each));
    return hideManagedFrames(redactLog(text, await readSpans(`${file}.spans.json`), visibleNamespaces), hidden);
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
