import type { LimitName } from '../apex/runtime/contract.ts';

/** Governor limits of a transaction. Source: Apex Developer Guide, Execution Governors and Limits. */
const SYNCHRONOUS: Readonly<Record<LimitName, number>> = {
  queries: 100, queryRows: 50_000, aggregateQueries: 300, queryLocatorRows: 10_000, soslQueries: 20, dmlStatements: 150, dmlRows: 10_000, callouts: 100, futureCalls: 50,
  queueableJobs: 50, emailInvocations: 10, mobilePushApexCalls: 10, publishImmediateDml: 150, cpuTime: 10_000, heapSize: 6_000_000, findSimilarCalls: 100, runAs: 150, savepoints: 150, savepointRollbacks: 150,
};

export function maximumOf(limit: LimitName, isAsynchronous: boolean): number {
  if (isAsynchronous) {
    if (limit === 'queries') return 200;
    if (limit === 'cpuTime') return 60_000;
    if (limit === 'heapSize') return 12_000_000;
    if (limit === 'queueableJobs') return 1;
  }
  return SYNCHRONOUS[limit];
}

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
    case 'queryLocatorRows': return `Too many query locator rows: ${used}`;
    default: return `Too many ${limit}: ${used}`;
  }
}
