/** Queueable Apex. Source: Apex Developer Guide, Queueable Apex; Apex Reference, System, AsyncInfo and AsyncOptions Classes. */
import type { ApexValue } from '../../runtime/contract.ts';
import { fail, failNull } from '../../runtime/exception.ts';
import { ApexBean, defineBean, defineLibraryClass } from '../../runtime/library.ts';
import { callSlot, hasSlot } from '../../runtime/object.ts';
import type { ApexObject } from '../../runtime/object.ts';
import { decodeState, encodeState } from '../../runtime/object-state.ts';
import { current } from '../../runtime/transaction.ts';
import { jobContext, rememberUser } from './context.ts';
import { addJobRow, endJobRow, newJobId } from './job-rows.ts';
import { addJob, continueJob, removeJob, waitingJobs, type QueueableChain, type QueueableJob } from './work.ts';

const EXECUTE = 'execute$System.QueueableContext';
/** A failing job is queued again by its finalizer so often in a row. */
const MAX_RETRIES = 5;
const TOO_DEEP = 'Maximum stack depth has been reached.';

interface EnqueueOptions {
  readonly delayMinutes: number | null;
  readonly maximumDepth: number | null;
  readonly signature: string | null;
}

const NO_OPTIONS: EnqueueOptions = { delayMinutes: null, maximumDepth: null, signature: null };

function enqueue(queueable: ApexValue, options: EnqueueOptions): string {
  if (queueable === null) failNull('Argument cannot be null.');
  if (!hasSlot(queueable, EXECUTE)) fail('System.TypeException', `Class ${(queueable as ApexObject).$type.name} must implement the Queueable interface`);
  const { limits, source, user, test } = current();
  const parent = jobContext()?.job ?? null;
  const chain = chainOf(parent?.kind === 'queueable' || parent?.kind === 'finalizer' ? parent.chain : null, options);
  if (test && parent?.kind === 'queueable' && chain.maximumDepth === null) fail('System.AsyncException', TOO_DEEP);
  if (options.signature !== null && waitingJobs().some((job) => job.kind === 'queueable' && job.signature === options.signature)) {
    fail('System.DuplicateMessageException', 'Attempt to enqueue job with duplicate queueable signature');
  }
  const retries = parent?.kind === 'finalizer' && parent.exception !== null ? parent.retries + 1 : 0;
  if (retries > MAX_RETRIES) fail('System.AsyncException', 'Maximum number of consecutive retries of a failed queueable job reached');
  limits.charge('queueableJobs', 1);
  const id = newJobId();
  const className = (queueable as ApexObject).$type.name;
  rememberUser();
  addJobRow(id, 'Queueable', 'Queued', className);
  // Tests don't wait, and follow a chain that finalizers make.
  const dueAt = source.now() + (test ? 0 : chain.delayMinutes * 60_000);
  addJob({ kind: 'queueable', id, userId: user.id, className, dueAt, isNested: jobContext() !== null && parent?.kind !== 'finalizer' && chain.maximumDepth === null, state: encodeState(queueable), chain, signature: options.signature, retries });
  return id;
}

function chainOf(parent: QueueableChain | null, { delayMinutes, maximumDepth }: EnqueueOptions): QueueableChain {
  if (maximumDepth !== null && parent) fail('System.AsyncException', 'Cannot reset Maximum Queueable Stack Depth in a queueable');
  if (maximumDepth !== null && maximumDepth < 1) fail('System.AsyncException', 'Maximum Queueable Stack Depth must be greater than zero');
  if (delayMinutes !== null && (delayMinutes < 0 || delayMinutes > 10)) fail('System.AsyncException', 'Queueable delay must be between 0 and 10 minutes');
  const chain = { depth: parent ? parent.depth + 1 : 1, maximumDepth: maximumDepth ?? parent?.maximumDepth ?? null, delayMinutes: delayMinutes ?? 0 };
  if (chain.maximumDepth !== null && chain.depth > chain.maximumDepth) fail('System.AsyncException', TOO_DEEP);
  return chain;
}

function optionsOf(value: ApexValue): EnqueueOptions {
  const bean = (value ?? failNull()) as ApexBean;
  const signature = bean.get('DuplicateSignature') as ApexBean | null;
  return { delayMinutes: bean.get('MinimumQueueableDelayInMinutes') as number | null, maximumDepth: bean.get('MaximumQueueableStackDepth') as number | null, signature: signature ? (signature.get('text') as string) : null };
}

/** With a finalizer, the job goes on with it. */
export function runQueueable(job: QueueableJob): void {
  const context = new ApexBean('System.QueueableContext');
  context.set('JobId', job.id);
  callSlot(decodeState(job.state) as object, EXECUTE, context);
  endJobRow(job.id, 'Completed');
  endQueueable(job, null);
}

/** After the job's own transaction, or at its end: hands over to the finalizer it attached. */
export function endQueueable(job: QueueableJob, exception: ApexValue): void {
  const finalizer = jobContext()?.finalizer ?? null;
  if (finalizer === null) return removeJob(job.id);
  const { id, userId, chain, retries, dueAt, isNested } = job;
  continueJob({ kind: 'finalizer', id, userId, className: (finalizer as ApexObject).$type.name, dueAt, isNested, state: encodeState(finalizer), exception: exception === null ? null : encodeState(exception), requestId: jobContext()!.requestId, chain, retries });
}

defineLibraryClass({ name: 'System.QueueableContext', members: { 'ID getJobId()': (self: ApexBean) => self.get('JobId'), 'Id getJobId()': (self: ApexBean) => self.get('JobId') } });

defineLibraryClass({
  name: 'System.System',
  members: {
    'static ID enqueueJob(Object queueableObj)': (job: ApexValue) => enqueue(job, NO_OPTIONS),
    'static Id enqueueJob(Object queueable, Integer delay)': (job: ApexValue, delay: number | null) => enqueue(job, { ...NO_OPTIONS, delayMinutes: delay ?? failNull() }),
    'static Id enqueueJob(Object queueable, Object asyncoptions)': (job: ApexValue, options: ApexValue) => enqueue(job, optionsOf(options)),
  },
});

defineBean({ name: 'System.AsyncOptions', fields: ['DuplicateSignature', 'MaximumQueueableStackDepth', 'MinimumQueueableDelayInMinutes'] });

function runningChain(method: string): QueueableChain {
  const job = jobContext()?.job;
  return job?.kind === 'queueable' || job?.kind === 'finalizer' ? job.chain : fail('System.AsyncException', `${method} is not allowed outside a Queueable or Finalizer execution`);
}

defineLibraryClass({
  name: 'System.AsyncInfo',
  members: {
    'static Integer getCurrentQueueableStackDepth()': () => runningChain('getCurrentQueueableStackDepth').depth,
    'static Integer getMaximumQueueableStackDepth()': () => runningChain('getMaximumQueueableStackDepth').maximumDepth,
    'static Integer getMinimumQueueableDelayInMinutes()': () => runningChain('getMinimumQueueableDelayInMinutes').delayMinutes,
    'static Boolean hasMaxStackDepth()': () => runningChain('hasMaxStackDepth').maximumDepth !== null,
  },
});

/** Bytes that a signature may hold. */
const MAX_SIGNATURE = 255;
const sizeOf = (builder: ApexBean): number => ((builder.get('text') as string | null) ?? '').length;

function addPart(builder: ApexBean, part: ApexValue): ApexBean {
  if (part === null) failNull();
  const text = `${(builder.get('text') as string | null) ?? ''}${String(part)}`;
  if (text.length > MAX_SIGNATURE) fail('System.IllegalArgumentException', `The signature exceeds ${MAX_SIGNATURE} characters`);
  builder.set('text', text);
  return builder;
}

defineBean({ name: 'System.QueueableDuplicateSignature', members: {
  'static System.QueueableDuplicateSignature.Builder builder()': () => new ApexBean('System.QueueableDuplicateSignature.Builder'),
  'static System.QueueableDuplicateSignature.Builder Builder()': () => new ApexBean('System.QueueableDuplicateSignature.Builder'),
  'String toString()': (self: ApexBean) => self.get('text'),
} });
defineBean({ name: 'System.QueueableDuplicateSignature.Builder', members: {
  'System.QueueableDuplicateSignature.Builder addId(Id id)': addPart,
  'System.QueueableDuplicateSignature.Builder addInteger(Integer i)': addPart,
  'System.QueueableDuplicateSignature.Builder addString(String s)': addPart,
  'System.QueueableDuplicateSignature build()': (self: ApexBean) => {
    const signature = new ApexBean('System.QueueableDuplicateSignature');
    signature.set('text', (self.get('text') as string | null) ?? '');
    return signature;
  },
  'Integer getMaxSize()': () => MAX_SIGNATURE,
  'Integer getRemainingSize()': (self: ApexBean) => MAX_SIGNATURE - sizeOf(self),
  'Integer getSize()': (self: ApexBean) => sizeOf(self),
} });
