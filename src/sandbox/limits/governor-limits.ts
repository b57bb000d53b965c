import type { LimitContext, LimitName } from '../apex/runtime/contract.ts';

/** Governor limits of a transaction. Source: Apex Developer Guide, Execution Governors and Limits. */
const SYNCHRONOUS: Readonly<Record<LimitName, number>> = {
  queries: 100, queryRows: 50_000, aggregateQueries: 300, queryLocatorRows: 10_000, soslQueries: 20, dmlStatements: 150, dmlRows: 10_000, callouts: 100, futureCalls: 50,
  queueableJobs: 50, emailInvocations: 10, mobilePushApexCalls: 10, publishImmediateDml: 150, cpuTime: 10_000, heapSize: 6_000_000, findSimilarCalls: 100, runAs: 150, savepoints: 150, savepointRollbacks: 150,
  apexCursors: 10_000, apexCursorRows: 50_000_000, paginationCursors: 200_000, paginationCursorRows: 100_000, cursorFetches: 100,
};

/** Where a kind of asynchronous Apex differs from its base. Source: the same page, and Transaction Finalizers. */
const ASYNCHRONOUS: Partial<Record<LimitName, number>> = { queries: 200, aggregateQueries: 600, cpuTime: 60_000, heapSize: 12_000_000, queueableJobs: 1 };
const CONTEXTS: Readonly<Record<LimitContext, Partial<Record<LimitName, number>>>> = {
  synchronous: {},
  queueable: ASYNCHRONOUS,
  future: { ...ASYNCHRONOUS, futureCalls: 0 },
  batch: { ...ASYNCHRONOUS, futureCalls: 0 },
  finalizer: { heapSize: 12_000_000, queueableJobs: 1, futureCalls: 1 },
};

export function maximumOf(limit: LimitName, context: LimitContext): number {
  return CONTEXTS[context][limit] ?? SYNCHRONOUS[limit];
}

/** What counts as a DML statement too. */
export const COUNTS_AS_DML: ReadonlySet<LimitName> = new Set<LimitName>(['savepoints', 'savepointRollbacks', 'runAs']);

/** All namespaces together may reach so many times the limit of one. */
export const CUMULATIVE_FACTOR = 11;
const CUMULATIVE: ReadonlySet<LimitName> = new Set<LimitName>(['queries', 'queryLocatorRows', 'soslQueries', 'dmlStatements', 'callouts', 'emailInvocations']);
export const isCumulative = (limit: LimitName): boolean => CUMULATIVE.has(limit);
/** One counter for all code, certified or not. */
export const isShared = (limit: LimitName): boolean => limit === 'cpuTime' || limit === 'heapSize';

/** The text of the LimitException where a limit is passed; `used` is the count that would be reached. */
export function limitText(limit: LimitName, used: number): string {
  switch (limit) {
    case 'queries': return `Too many SOQL queries: ${used}`;
    case 'queryRows': return `Too many query rows: ${used}`;
    case 'soslQueries': return `Too many SOSL queries: ${used}`;
    case 'dmlStatements': case 'savepoints': case 'savepointRollbacks': return `Too many DML statements: ${used}`;
    case 'dmlRows': return `Too many DML rows: ${used}`;
    case 'callouts': return `Too many callouts: ${used}`;
    case 'futureCalls': return `Too many future calls: ${used}`;
    case 'queueableJobs': return `Too many queueable jobs added to the queue: ${used}`;
    case 'emailInvocations': return `Too many Email Invocations: ${used}`;
    case 'cpuTime': return 'Apex CPU time limit exceeded';
    case 'heapSize': return `Apex heap size too large: ${used}`;
    case 'aggregateQueries': return `Too many aggregate queries: ${used}`;
    case 'publishImmediateDml': return `Too many Publish Immediate DML: ${used}`;
    case 'mobilePushApexCalls': return `Too many Mobile Apex push calls: ${used}`;
    case 'runAs': return `Too many DML statements: ${used}`;
    case 'queryLocatorRows': return `Too many query locator rows: ${used}`;
    default: return `Too many ${limit}: ${used}`;
  }
}
