/** What a running job knows of itself. */
import type { LimitContext, RunningUser, Transaction } from '../../runtime/contract.ts';
import type { ApexValue } from '../../runtime/contract.ts';
import { settleCpu } from '../../runtime/accounting.ts';
import { current } from '../../runtime/transaction.ts';
import { allowCallouts, calloutBaseline } from '../platform/callout.ts';
import type { Job } from './work.ts';

export interface JobContext {
  readonly job: Job;
  /** Attached by the job while it ran; outlives its transaction. */
  finalizer: ApexValue;
  /** Of the transaction it runs in. */
  requestId: string;
}

const KEY = '#job';

/** null outside of jobs. */
export function jobContext(): JobContext | null {
  return (current().slots.get(KEY) as JobContext | undefined) ?? null;
}

export function inJob<R>(context: JobContext, body: () => R): R {
  const { slots } = current();
  const outer = slots.get(KEY);
  slots.set(KEY, context);
  try {
    return body();
  } finally {
    slots.set(KEY, outer);
  }
}

export const limitContextOf = (kind: Job['kind'] | 'event'): LimitContext => (kind === 'schedulable' || kind === 'event' ? 'synchronous' : kind);

type Mutable = { -readonly [K in keyof Transaction]: Transaction[K] };

/** In a test: runs `body` as a transaction of its own inside the test's, with its own kind, user and limits. */
export function asInnerTransaction<R>(kind: Transaction['kind'], limits: LimitContext, user: RunningUser, body: () => R): R {
  const transaction = current() as Mutable;
  const outer = { kind: transaction.kind, limits: transaction.limits, user: transaction.user };
  const calloutsFrom = calloutBaseline();
  allowCallouts();
  settleCpu();
  Object.assign(transaction, { kind, limits: outer.limits.fresh(limits), user });
  const leave = transaction.data.enterJob(user);
  try {
    return body();
  } finally {
    leave();
    calloutsFrom.restore();
    settleCpu();
    Object.assign(transaction, outer);
  }
}

const USERS = '#jobUsers';

/** Keeps who queues a job in a test, for it to run as them. */
export function rememberUser(): void {
  const { slots, user } = current();
  let users = slots.get(USERS) as Map<string, RunningUser> | undefined;
  if (!users) slots.set(USERS, users = new Map());
  users.set(user.id, user);
}

export function rememberedUser(id: string): RunningUser {
  const { slots, user } = current();
  return (slots.get(USERS) as Map<string, RunningUser> | undefined)?.get(id) ?? user;
}
