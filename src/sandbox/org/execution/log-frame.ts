/** What stands around a request's own events in its debug log: who runs, what is entered, the limits. */
import type { LimitName, LogSink, RunningUser, Transaction } from '../../apex/runtime/contract.ts';
import { zoneOffset } from '../../apex/runtime/temporal.ts';
import type { Ledger } from '../../limits/ledger.ts';
import type { DebugLog } from './log.ts';

const LIMITS: readonly (readonly [string, LimitName])[] = [
  ['Number of SOQL queries', 'queries'], ['Number of query rows', 'queryRows'], ['Number of SOSL queries', 'soslQueries'], ['Number of DML statements', 'dmlStatements'],
  ['Number of Publish Immediate DML', 'publishImmediateDml'], ['Number of DML rows', 'dmlRows'], ['Maximum CPU time', 'cpuTime'], ['Maximum heap size', 'heapSize'], ['Number of callouts', 'callouts'],
  ['Number of Email Invocations', 'emailInvocations'], ['Number of future calls', 'futureCalls'], ['Number of queueable jobs added to the queue', 'queueableJobs'], ['Number of Mobile Apex push calls', 'mobilePushApexCalls'],
];

/** `GMT-08:00` */
function offsetText(timeZone: string, now: number): string {
  const minutes = Math.round(zoneOffset(timeZone, now) / 60_000);
  const part = (value: number): string => String(Math.abs(value)).padStart(2, '0');
  return minutes === 0 ? 'GMT' : `GMT${minutes < 0 ? '-' : '+'}${part(Math.trunc(minutes / 60))}:${part(minutes % 60)}`;
}

const zoneNames = new Map<string, string>();

/** Made once a zone and offset: a formatter is dear. */
function zoneName(timeZone: string, now: number, offset: string): string {
  const key = `${timeZone} ${offset}`;
  let name = zoneNames.get(key);
  if (name === undefined) zoneNames.set(key, name = longZoneName(timeZone, now));
  return name;
}

function longZoneName(timeZone: string, now: number): string {
  return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'long' }).formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
}

/** What a request enters. */
export interface CodeUnit {
  /** Of CODE_UNIT_STARTED behind `[EXTERNAL]`: the entry point, with its id in front of it if it has one. */
  readonly fields: readonly string[];
  /** Whose code it is. */
  readonly namespace: string | null;
}

export function openLog(log: LogSink, user: RunningUser, now: number, { fields, namespace }: CodeUnit): void {
  const offset = offsetText(user.timeZone, now);
  if (log.isOn('ApexCode', 'ERROR')) {
    log.event('USER_INFO', ['[EXTERNAL]', user.id.slice(0, 15), user.userName, `(${offset}) ${zoneName(user.timeZone, now, offset)} (${user.timeZone})`, offset]);
    log.event('EXECUTION_STARTED', []);
    if (fields.length > 0) log.event('CODE_UNIT_STARTED', ['[EXTERNAL]', ...fields], namespace);
  }
}

export function closeLog(log: DebugLog, transaction: Transaction, ledger: Ledger, { fields, namespace }: CodeUnit): void {
  if (log.isOn('ApexProfiling', 'INFO')) {
    writeLimits(log, ledger, 'CUMULATIVE_LIMIT_USAGE');
    if (transaction.test) writeLimits(log, ledger, 'TESTING_LIMITS');
  }
  if (log.isOn('ApexCode', 'ERROR')) {
    if (fields.length > 0) log.event('CODE_UNIT_FINISHED', [fields.at(-1)!], namespace);
    log.event('EXECUTION_FINISHED', []);
  }
}

/** A set of counters for each certified namespace that has used any. */
function writeLimits(log: DebugLog, ledger: Ledger, event: string): void {
  log.event(event, []);
  for (const namespace of ledger.namespaces) {
    log.event('LIMIT_USAGE_FOR_NS', [namespace === '' ? '(default)' : namespace, '']);
    log.continuation([...LIMITS.map(([title, limit]) => `  ${title}: ${ledger.usedBy(namespace, limit)} out of ${ledger.maximum(limit)}`), '']);
  }
  if (event === 'CUMULATIVE_LIMIT_USAGE') log.event('CUMULATIVE_LIMIT_USAGE_END', []);
}
