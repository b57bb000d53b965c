/** Batch Apex. Source: Apex Developer Guide, Using Batch Apex; Object Reference, BatchApexErrorEvent. */
import type { ApexValue } from '../../runtime/contract.ts';
import { ApexException, fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass } from '../../runtime/library.ts';
import { iterate } from '../../runtime/iteration.ts';
import { ApexList } from '../../runtime/list.ts';
import { findLoaded } from '../../runtime/loaded-classes.ts';
import { callSlot, type ApexObject } from '../../runtime/object.ts';
import { decodeState, encodeState } from '../../runtime/object-state.ts';
import { isSubclass, listTypeOf, sobjectType, typeOf, type RuntimeType } from '../../runtime/runtime-types.ts';
import { SObjectRecord } from '../../runtime/sobject.ts';
import { current } from '../../runtime/transaction.ts';
import { allowCallouts } from '../platform/callout.ts';
import { QueryLocator } from '../platform/query-locator.ts';
import { jobContext, rememberUser } from './context.ts';
import { publishPlatformEvent } from './event-bus.ts';
import { addJobRow, endJobRow, newJobId, updateJobRow } from './job-rows.ts';
import { addJob, addScope, continueJob, readScope, removeJob, removeScope, waitingJobs, type BatchJob } from './work.ts';

const START = 'start$Database.BatchableContext';
const FINISH = 'finish$Database.BatchableContext';
const DEFAULT_SCOPE = 200;
/** Of a query locator; an iterable has no bound. */
const MAX_LOCATOR_SCOPE = 2000;
/** Jobs that may wait for their turn. */
const MAX_HOLDING = 100;
const ACTIVE = 5;
const ONE_SCOPE = 'No more than one executeBatch can be called from within a test method.  Please make sure the iterable returned from your start method matches the batch size, resulting in one executeBatch invocation.';

/** Refuses what may not start a batch. `name` is how the text calls the method. */
export function checkMayStartBatch(name: string): void {
  const job = jobContext()?.job;
  if (job?.kind === 'future' || (job?.kind === 'batch' && job.phase !== 'finish')) {
    fail('System.AsyncException', `${name} cannot be called from a batch start, batch execute, or future method.`);
  }
}

export function executeBatch(batchable: ApexValue, scopeSize: number | null): string {
  if (batchable === null) failNull();
  checkMayStartBatch('Database.executeBatch');
  const className = (batchable as ApexObject).$type.name;
  if (!isSubclass(className, 'Database.Batchable')) fail('System.TypeException', `Class ${className} must implement the Database.Batchable interface`);
  if (scopeSize !== null && scopeSize < 1) fail('System.InvalidParameterValueException', `Invalid value for batch size: ${scopeSize}`);
  // A batch job that another one starts at its end belongs to the same chain: a test runs it too.
  return queueBatch(batchable, className, scopeSize ?? DEFAULT_SCOPE, !['batch', 'queueable', 'finalizer'].includes(jobContext()?.job.kind ?? 'batch'));
}

function queueBatch(batchable: ApexValue, className: string, scopeSize: number, isNested: boolean): string {
  const { source, user } = current();
  const batches = waitingJobs().filter((job) => job.kind === 'batch');
  if (batches.length >= MAX_HOLDING + ACTIVE) fail('System.AsyncException', "You've exceeded the limit of 100 jobs in the flex queue for org.");
  const id = newJobId();
  rememberUser();
  addJobRow(id, 'BatchApex', batches.length >= ACTIVE ? 'Holding' : 'Queued', className);
  addJob({ kind: 'batch', id, userId: user.id, className, dueAt: source.now(), isNested, state: encodeState(batchable), phase: 'start', scopeSize, isLocator: false, scopes: [], done: 0, errors: 0 });
  return id;
}

function contextOf(job: BatchJob, childId: string | null): ApexBean {
  const context = new ApexBean('Database.BatchableContext');
  context.set('JobId', job.id);
  context.set('ChildJobId', childId);
  return context;
}

/** One part of a batch job: each runs in a transaction of its own. */
export function runBatch(job: BatchJob): void {
  const batchable = decodeState(job.state) as ApexObject;
  switch (job.phase) {
    case 'start': return runStart(job, batchable);
    case 'execute': return runExecute(job, batchable);
    case 'finish':
      // Its records are done: finish() finds the job completed.
      endJobRow(job.id, 'Completed');
      callSlot(batchable, FINISH, contextOf(job, null));
      removeJob(job.id);
  }
}

const stateAfter = (job: BatchJob, batchable: ApexObject): string => (isSubclass(job.className, 'Database.Stateful') ? encodeState(batchable) : job.state);

function runStart(job: BatchJob, batchable: ApexObject): void {
  const found = callSlot(batchable, START, contextOf(job, null)) ?? null;
  if (found === null) failNull();
  const isLocator = found instanceof QueryLocator;
  const size = isLocator ? Math.min(job.scopeSize, MAX_LOCATOR_SCOPE) : job.scopeSize;
  const scopes: string[] = [];
  let scope: ApexValue[] = [];
  const close = (): void => {
    if (scope.length > 0) scopes.push(addScope(encodeState(new ApexList(typeOf('List<Object>'), scope))));
    scope = [];
  };
  const source = iterate(found);
  for (let item = source.next(); item !== undefined; item = source.next()) if (scope.push(item) === size) close();
  close();
  if (current().test && scopes.length > 1) fail('System.UnexpectedException', ONE_SCOPE);
  updateJobRow(job.id, { TotalJobItems: scopes.length });
  continueJob({ ...job, state: stateAfter(job, batchable), phase: scopes.length > 0 ? 'execute' : 'finish', isLocator, scopes });
}

function runExecute(job: BatchJob, batchable: ApexObject): void {
  const { slot, type } = executeMethod(job.className);
  const items = scopeOf(job);
  const [first] = items;
  const scope = new ApexList(type.element?.kind === 'sobject' && type.element.name === 'SObject' && first instanceof SObjectRecord ? listTypeOf(sobjectType(first.objectName)) : type, items);
  const childId = job.isLocator ? newJobId() : null;
  if (childId !== null) addJobRow(childId, 'BatchApexWorker', 'Processing', job.className, { ParentJobId: job.id, LastProcessedOffset: -1 });
  allowCallouts();
  callSlot(batchable, slot, contextOf(job, childId), scope);
  if (childId !== null) endJobRow(childId, 'Completed', { LastProcessedOffset: items.length });
  nextScope({ ...job, state: stateAfter(job, batchable) });
}

/** What is worked on next. */
function scopeOf(job: BatchJob): ApexValue[] {
  const state = readScope(job.scopes[0]!);
  return state === null ? [] : (decodeState(state) as ApexList).items;
}

function nextScope(job: BatchJob): void {
  const next: BatchJob = { ...job, scopes: job.scopes.slice(1), done: job.done + 1, phase: job.scopes.length > 1 ? 'execute' : 'finish' };
  removeScope(job.scopes[0]!);
  updateJobRow(job.id, { JobItemsProcessed: next.done });
  continueJob(next);
}

/** `execute(Database.BatchableContext, List<…>)`, of the class or of one it extends. */
function executeMethod(className: string): { slot: string; type: RuntimeType } {
  for (let at = findLoaded(className); at; at = at.facts.superclass ? findLoaded(at.facts.superclass) : null) {
    const method = at.facts.methods.find(({ name, parameters, isStatic }) => !isStatic && name.toLowerCase() === 'execute' && parameters.length === 2 && /batchablecontext$/i.test(parameters[0]!.type));
    if (method) return { slot: method.slot, type: typeOf(method.parameters[1]!.type) };
  }
  return fail('System.TypeException', `Class ${className} has no execute method`);
}

/** After a part failed and was rolled back: the job goes on with the next scope, or it has failed. */
export function failBatch(job: BatchJob, error: { readonly type: string; readonly message: string; readonly stackTrace: string }): void {
  const errors = job.errors + 1;
  updateJobRow(job.id, { NumberOfErrors: errors, ...(job.errors === 0 ? { ExtendedStatus: `First error: ${error.message}`.slice(0, 1000) } : {}) });
  if (isSubclass(job.className, 'Database.RaisesPlatformEvents')) publishError(job, error);
  if (job.phase === 'execute') return nextScope({ ...job, errors });
  removeJob(job.id);
  endJobRow(job.id, job.phase === 'start' ? 'Failed' : 'Completed');
}

/** Characters of the ids that an error event lists. */
const MAX_JOB_SCOPE = 40_000;

function publishError(job: BatchJob, { type, message, stackTrace }: Parameters<typeof failBatch>[1]): void {
  const items = job.phase === 'execute' ? scopeOf(job) : [];
  const ids = items.map((item) => (item instanceof SObjectRecord ? ((item.fields.get('Id') as string | undefined) ?? '') : '')).filter((id) => id !== '').join(',');
  const event = new SObjectRecord('BatchApexErrorEvent');
  const values = {
    AsyncApexJobId: job.id, DoesExceedJobScopeMaxLength: ids.length > MAX_JOB_SCOPE, ExceptionType: type, JobScope: ids.slice(0, MAX_JOB_SCOPE), Message: message,
    Phase: job.phase.toUpperCase(), RequestId: current().id, StackTrace: stackTrace,
  };
  for (const [name, value] of Object.entries(values)) event.fields.set(name, value);
  publishPlatformEvent(event);
}

/** Text of a failure as rows and events show it. */
export function failureOf(thrown: unknown): { type: string; message: string; stackTrace: string } {
  if (thrown instanceof ApexException) return { type: thrown.$type.name, message: thrown.message ?? '', stackTrace: thrown.stackTraceText };
  return { type: 'System.UnexpectedException', message: thrown instanceof Error ? thrown.message : String(thrown), stackTrace: '' };
}

defineLibraryClass({ name: 'Database.BatchableContext', members: { 'Id getChildJobId()': (self: ApexBean) => self.get('ChildJobId'), 'Id getJobId()': (self: ApexBean) => self.get('JobId') } });
defineLibraryClass({
  name: 'System.Database',
  members: {
    'static Id executeBatch(Object batch)': (batch: ApexValue) => executeBatch(batch, null),
    'static Id executeBatch(Object batch, Integer scope)': (batch: ApexValue, scope: number | null) => executeBatch(batch, scope ?? failNull()),
  },
});
