/** What flows tell the debug log, in the Workflow category. Source: Apex Developer Guide, Debug Log Levels. */
import type { LogLevel } from '../apex/runtime/contract.ts';
import { current } from '../apex/runtime/transaction.ts';
import type { FlowElement } from './contract.ts';
import { definitionId, versionId } from './ids.ts';
import type { Interview } from './interview.ts';

const TYPES: Readonly<Record<FlowElement['kind'], string>> = {
  assignment: 'FlowAssignment', decision: 'FlowDecision', loop: 'FlowLoop', sort: 'FlowCollectionProcessor', filter: 'FlowCollectionProcessor', map: 'FlowCollectionProcessor', transform: 'FlowTransform', lookup: 'FlowRecordLookup', create: 'FlowRecordCreate',
  update: 'FlowRecordUpdate', delete: 'FlowRecordDelete', action: 'FlowActionCall', subflow: 'FlowSubflow', customError: 'FlowCustomError', other: 'FlowNode',
};

export function logFlow(level: LogLevel, name: string, fields: () => readonly string[], namespace: string | null): void {
  const { log } = current();
  if (log.isOn('Workflow', level)) log.event(name, fields(), namespace);
}

export function logDetail(interview: Interview, name: string, fields: () => readonly string[]): void {
  logFlow('FINER', name, () => [interview.guid, ...fields()], interview.namespace);
}

/** Tells of an element around what it does. */
export function withElement<R>(interview: Interview, element: FlowElement, action: () => R): R {
  const fields = (): readonly string[] => [interview.guid, TYPES[element.kind], element.name];
  logFlow('FINE', 'FLOW_ELEMENT_BEGIN', fields, interview.namespace);
  const result = action();
  logFlow('FINE', 'FLOW_ELEMENT_END', fields, interview.namespace);
  return result;
}

/** The same for an element that several interviews run together. */
export function withBulkElement(interviews: readonly Interview[], element: FlowElement, action: () => void): void {
  const { namespace } = interviews[0]!;
  for (const interview of interviews) logFlow('FINE', 'FLOW_ELEMENT_DEFERRED', () => [TYPES[element.kind], element.name], interview.namespace);
  logFlow('FINE', 'FLOW_BULK_ELEMENT_BEGIN', () => [TYPES[element.kind], element.name], namespace);
  const { limits } = current();
  const before = { queries: limits.used('queries'), dmlStatements: limits.used('dmlStatements') };
  action();
  const used = (['queries', 'dmlStatements'] as const).filter((name) => limits.used(name) > before[name]);
  for (const name of used) {
    logFlow('FINER', 'FLOW_BULK_ELEMENT_LIMIT_USAGE', () => [`${limits.used(name) - before[name]} ${name === 'queries' ? 'SOQL queries' : 'DML statements'}, total ${limits.used(name)} out of ${limits.maximum(name)}`], namespace);
  }
  logFlow('FINE', 'FLOW_BULK_ELEMENT_END', () => [TYPES[element.kind], element.name, String(interviews.length), '0'], namespace);
}

export function logFault(interview: Interview, element: FlowElement, message: string): void {
  if (element.fault !== null) logFlow('WARN', 'FLOW_ELEMENT_FAULT', () => [message, TYPES[element.kind], element.name], interview.namespace);
  else logFlow('ERROR', 'FLOW_ELEMENT_ERROR', () => [message, TYPES[element.kind], element.name], interview.namespace);
}

const LIMITS = [['SOQL queries', 'queries'], ['SOQL query rows', 'queryRows'], ['SOSL queries', 'soslQueries'], ['DML statements', 'dmlStatements'], ['DML rows', 'dmlRows'], ['CPU time in ms', 'cpuTime'], ['Heap size in bytes', 'heapSize'],
  ['Callouts', 'callouts'], ['Email invocations', 'emailInvocations'], ['Future calls', 'futureCalls'], ['Jobs in queue', 'queueableJobs'], ['Push notifications', 'mobilePushApexCalls']] as const;

/** Tells of interviews that start together, and how they have ended. */
export function withInterviews(interviews: readonly Interview[], action: () => void): void {
  const [first] = interviews;
  if (first === undefined) return;
  const { namespace, flow } = first;
  const { label } = flow;
  const { limits, org } = current();
  for (const { guid } of interviews) {
    logFlow('INFO', 'FLOW_CREATE_INTERVIEW_BEGIN', () => [org.id, definitionId(flow), versionId(flow)].map((id) => id.slice(0, 15)), namespace);
    logFlow('INFO', 'FLOW_CREATE_INTERVIEW_END', () => [guid, label], namespace);
  }
  logFlow('INFO', 'FLOW_START_INTERVIEWS_BEGIN', () => [String(interviews.length)], namespace);
  for (const { guid } of interviews) logFlow('INFO', 'FLOW_START_INTERVIEW_BEGIN', () => [guid, label], namespace);
  action();
  for (const { guid, fault } of interviews) {
    if (fault !== null) logFlow('ERROR', 'FLOW_START_INTERVIEWS_ERROR', () => [fault.message, guid, label], namespace);
    else logFlow('INFO', 'FLOW_INTERVIEW_FINISHED', () => [guid, label], namespace);
    logFlow('INFO', 'FLOW_START_INTERVIEW_END', () => [guid, label], namespace);
  }
  for (const [text, name] of LIMITS) logFlow('FINER', 'FLOW_INTERVIEW_FINISHED_LIMIT_USAGE', () => [`${text}: ${limits.used(name)} out of ${limits.maximum(name)}`], namespace);
  logFlow('INFO', 'FLOW_START_INTERVIEWS_END', () => [String(interviews.length)], namespace);
}
