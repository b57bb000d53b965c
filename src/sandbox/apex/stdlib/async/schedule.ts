/** Scheduled Apex. Source: Apex Developer Guide, Apex Scheduler; Object Reference, CronTrigger and CronJobDetail. */
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineLibraryClass } from '../../runtime/library.ts';
import { callSlot, hasSlot, type ApexObject } from '../../runtime/object.ts';
import { decodeState, encodeState } from '../../runtime/object-state.ts';
import { fromWallClock, zoneOffset, type ApexDate } from '../../runtime/temporal.ts';
import { current } from '../../runtime/transaction.ts';
import { checkMayStartBatch, executeBatch } from './batch.ts';
import { CronError, nextFire, parseCron } from './cron.ts';
import { jobContext, rememberUser } from './context.ts';
import { addJobRow, endJobRow, newJobId, platformObject, readJobRow, updateJobRow } from './job-rows.ts';
import { addJob, continueJob, removeJob, waitingJobs, type ScheduledJob } from './work.ts';

const EXECUTE = 'execute$System.SchedulableContext';
const MAX_SCHEDULED = 100;
const SCHEDULED_APEX = '7';
const DEFAULT_SCOPE = 200;

function scheduledJobs(): ScheduledJob[] {
  return waitingJobs().filter((job) => job.kind === 'schedulable');
}

function nextRun(cron: string, after: number): number | null {
  const { timeZone } = current().user;
  try {
    return nextFire(parseCron(cron), after, (moment) => moment + zoneOffset(timeZone, moment), (wall) => fromWallClock(timeZone, wall));
  } catch (error) {
    if (error instanceof CronError) fail('System.StringException', error.message);
    throw error;
  }
}

interface Schedule { readonly name: string; readonly cron: string | null; readonly dueAt: number; readonly scopeSize: number }

function add(target: ApexValue, { name, cron, dueAt, scopeSize }: Schedule): string {
  const { data: { platform }, source, user } = current();
  const details = platformObject('CronJobDetail');
  if (platform.find(details, 'Name', name).length > 0) fail('System.AsyncException', `The Apex job named "${name}" is already scheduled for execution.`);
  if (scheduledJobs().length >= MAX_SCHEDULED) fail('System.AsyncException', 'You have exceeded the maximum number (100) of Apex scheduled jobs.');
  const className = (target as ApexObject).$type.name;
  const detailId = source.newRecordId('08a');
  const cronTriggerId = source.newRecordId('08e');
  const id = newJobId();
  rememberUser();
  platform.insert(details, detailId, { Name: name, JobType: SCHEDULED_APEX });
  platform.insert(platformObject('CronTrigger'), cronTriggerId, {
    CronJobDetailId: detailId, CronExpression: cron ?? onceAt(dueAt), OwnerId: user.id, State: 'WAITING', TimesTriggered: 0, NextFireTime: dueAt, StartTime: source.now(), TimeZoneSidKey: user.timeZone,
  });
  addJobRow(id, 'ScheduledApex', 'Queued', className, { CronTriggerId: cronTriggerId });
  addJob({ kind: 'schedulable', id, userId: user.id, className, dueAt, isNested: jobContext() !== null, state: encodeState(target), cronTriggerId, cron, scopeSize });
  return cronTriggerId;
}

/** The expression of a single moment. */
function onceAt(moment: number): string {
  const date = new Date(moment + zoneOffset(current().user.timeZone, moment));
  return `${date.getUTCSeconds()} ${date.getUTCMinutes()} ${date.getUTCHours()} ${date.getUTCDate()} ${date.getUTCMonth() + 1} ? ${date.getUTCFullYear()}`;
}

function schedule(name: string | null, cron: string | null, target: ApexValue): string {
  if (name === null || cron === null || target === null) failNull();
  if (!hasSlot(target, EXECUTE)) fail('System.TypeException', `Class ${(target as ApexObject).$type.name} must implement the Schedulable interface`);
  const dueAt = nextRun(cron, current().source.now());
  if (dueAt === null) fail('System.AsyncException', `Based on configured schedule, the given trigger '${name}' will never fire.`);
  return add(target, { name, cron, dueAt, scopeSize: 0 });
}

function scheduleBatch(target: ApexValue, name: string | null, minutes: number | null, scopeSize: number | null): string {
  if (name === null || minutes === null || target === null) failNull();
  checkMayStartBatch('Database.scheduleBatch');
  return add(target, { name, cron: null, dueAt: current().source.now() + minutes * 60_000, scopeSize: scopeSize ?? DEFAULT_SCOPE });
}

/** Runs a scheduled job once; it waits for its next time, or is done. */
export function runScheduled(job: ScheduledJob): void {
  const { source, data: { platform } } = current();
  const cronTrigger = platformObject('CronTrigger');
  const triggered = Number(platform.read(cronTrigger, job.cronTriggerId)?.['TimesTriggered'] ?? 0) + 1;
  const target = decodeState(job.state);
  // The platform starts scheduled batch jobs itself.
  if (job.cron === null) executeBatch(target, job.scopeSize);
  else {
    const context = new ApexBean('System.SchedulableContext');
    context.set('TriggerId', job.cronTriggerId);
    callSlot(target as object, EXECUTE, context);
  }
  // A test runs it once, and its schedule stays as it was.
  if (current().test) return continueJob({ ...job, isNested: true });
  const next = job.cron === null ? null : nextRun(job.cron, Math.max(source.now(), job.dueAt));
  platform.update(cronTrigger, job.cronTriggerId, { PreviousFireTime: source.now(), TimesTriggered: triggered, NextFireTime: next, State: next === null ? 'DELETED' : 'WAITING' });
  if (next === null) {
    removeJob(job.id);
    endJobRow(job.id, 'Completed');
  } else {
    continueJob({ ...job, dueAt: next });
    updateJobRow(job.id, { Status: 'Queued' });
  }
}

/** A run that failed leaves the schedule as it is. */
export function failScheduled(job: ScheduledJob, message: string): void {
  const { source, data: { platform } } = current();
  const next = job.cron === null ? null : nextRun(job.cron, Math.max(source.now(), job.dueAt));
  platform.update(platformObject('CronTrigger'), job.cronTriggerId, { PreviousFireTime: source.now(), NextFireTime: next, State: next === null ? 'ERROR' : 'WAITING' });
  updateJobRow(job.id, { ExtendedStatus: message.slice(0, 1000) });
  if (next === null) removeJob(job.id);
  else continueJob({ ...job, dueAt: next });
}

function abort(id: string | null): void {
  if (id === null) failNull();
  const { platform } = current().data;
  const scheduled = scheduledJobs().find((job) => job.cronTriggerId === id);
  const jobId = scheduled?.id ?? id;
  const row = readJobRow(jobId);
  if (!row) fail('System.StringException', `Invalid id: ${id}`);
  if (scheduled) {
    const cronTrigger = platformObject('CronTrigger');
    const detailId = platform.read(cronTrigger, id)?.['CronJobDetailId'] as string | null;
    platform.remove(cronTrigger, id);
    if (detailId) platform.remove(platformObject('CronJobDetail'), detailId);
  }
  removeJob(jobId);
  if (!['Completed', 'Failed', 'Aborted'].includes(row['Status'] as string)) endJobRow(jobId, 'Aborted');
}

const ENDED = ['Completed', 'Failed', 'Aborted'] as const;

/** Removes rows of jobs that ended before a day, at most so many; returns how many. */
function purge(day: ApexDate | null, most: number | null): number {
  if (day === null || most === null) failNull();
  const { platform } = current().data;
  const object = platformObject('AsyncApexJob');
  const before = day.days * 86_400_000;
  const old = ENDED.flatMap((status) => platform.find(object, 'Status', status)).filter((id) => Number(platform.read(object, id)?.['CompletedDate'] ?? Infinity) < before).sort().slice(0, most);
  for (const id of old) platform.remove(object, id);
  return old.length;
}

defineLibraryClass({ name: 'System.SchedulableContext', members: { 'Id getTriggerId()': (self: ApexBean) => self.get('TriggerId') } });
defineLibraryClass({
  name: 'System.System',
  members: {
    'static String schedule(String jobName, String cronExpression, Object schedulableClass)': schedule,
    'static String scheduleBatch(Database.Batchable batchable, String jobName, Integer minutesFromNow)': (target: ApexValue, name: string | null, minutes: number | null) => scheduleBatch(target, name, minutes, null),
    'static String scheduleBatch(Database.Batchable batchable, String jobName, Integer minutesFromNow, Integer scopeSize)': scheduleBatch,
    'static void abortJob(String jobId)': abort,
    'static Integer purgeOldAsyncJobs(Date dt)': (day: ApexDate | null) => purge(day, Infinity),
    'static Integer purgeOldAsyncJobs(Date dt, Integer numOfJobs)': purge,
    'static Boolean isBatch()': () => current().kind === 'batch',
    'static Boolean isFuture()': () => current().kind === 'future',
    'static Boolean isQueueable()': () => current().kind === 'queueable',
    'static Boolean isScheduled()': () => current().kind === 'schedulable',
  },
});
