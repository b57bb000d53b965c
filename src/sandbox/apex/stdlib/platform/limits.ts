import { settleCpu } from '../../runtime/accounting.ts';
import type { LimitName } from '../../runtime/contract.ts';
import { defineLibraryClass, type LibraryFunction } from '../../runtime/library.ts';
import { current } from '../../runtime/transaction.ts';

const NAMES: readonly (readonly [string, LimitName])[] = [
  ['AggregateQueries', 'aggregateQueries'], ['Callouts', 'callouts'], ['CpuTime', 'cpuTime'], ['DMLRows', 'dmlRows'], ['DMLStatements', 'dmlStatements'], ['EmailInvocations', 'emailInvocations'],
  ['ApexCursors', 'apexCursors'], ['ApexPaginationCursors', 'paginationCursors'], ['FetchCallsOnApexCursor', 'cursorFetches'],
  ['FindSimilarCalls', 'findSimilarCalls'], ['FutureCalls', 'futureCalls'], ['HeapSize', 'heapSize'], ['MobilePushApexCalls', 'mobilePushApexCalls'], ['PublishImmediateDML', 'publishImmediateDml'],
  ['Queries', 'queries'], ['QueryLocatorRows', 'queryLocatorRows'], ['QueryRows', 'queryRows'], ['QueueableJobs', 'queueableJobs'], ['RunAs', 'dmlStatements'],
  ['SavepointRollbacks', 'dmlStatements'], ['Savepoints', 'dmlStatements'], ['SoslQueries', 'soslQueries'],
  ['ApexCursorRows', 'apexCursorRows'], ['ApexPaginationCursorRows', 'paginationCursorRows'],
];

const members: Record<string, LibraryFunction> = {};
for (const [name, limit] of NAMES) {
  members[`static Integer get${name}()`] = () => {
    if (limit === 'cpuTime') settleCpu();
    return current().limits.used(limit);
  };
  members[`static Integer getLimit${name}()`] = () => current().limits.maximum(limit);
}

// Reserved, or no longer enforced: nothing is counted.
for (const name of ['DatabaseTime', 'ChildRelationshipsDescribes', 'FieldSetsDescribes', 'FieldsDescribes', 'PicklistDescribes', 'RecordTypesDescribes', 'ScriptStatements']) {
  members[`static Integer get${name}()`] = () => 0;
  members[`static Integer getLimit${name}()`] = () => 0;
}

// Code asks whether there is room for a call before it makes one: there always is.
members['static Integer getAsyncCalls()'] = () => 0;
members['static Integer getLimitAsyncCalls()'] = () => 200;

/** Source: Apex Reference, Limits Class. */
defineLibraryClass({ name: 'System.Limits', members });
