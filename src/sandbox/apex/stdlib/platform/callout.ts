/** What all callouts have in common. Source: Apex Developer Guide, Callout Limits and Limitations, and Performing DML Operations and Mock Callouts. */
import type { ApexValue } from '../../runtime/contract.ts';
import { fail } from '../../runtime/exception.ts';
import { logEnd, logEvent } from '../../runtime/log-events.ts';
import { textOf } from '../../runtime/text.ts';
import { current } from '../../runtime/transaction.ts';

const ALLOWED_FROM = '#changesBeforeCallouts';

const FORBIDDEN = '#futureWithoutCallouts';

/** A future method that doesn't say `callout=true`: callouts in `body` are refused. */
export function withoutCallouts<R>(body: () => R): R {
  const { slots } = current();
  slots.set(FORBIDDEN, true);
  try {
    return body();
  } finally {
    slots.delete(FORBIDDEN);
  }
}

/** Callouts are allowed from here on, whatever was changed before: the start of a transaction, `Test.startTest()`, or the end of `Test.stopTest()`. */
export function allowCallouts(): void {
  const { slots, data } = current();
  slots.set(ALLOWED_FROM, data.changes);
}

/** For a transaction inside another one: the outer one's changes are its own affair again. */
export function calloutBaseline(): { restore(): void } {
  const { slots } = current();
  const before = slots.get(ALLOWED_FROM);
  return { restore: () => { slots.set(ALLOWED_FROM, before); } };
}

/** A callout between its two events in the debug log. */
export function logCallout(request: ApexValue, send: () => ApexValue): ApexValue {
  const line = logEvent('Callout', 'INFO', 'CALLOUT_REQUEST', () => [textOf(request)]);
  const response = send();
  if (line !== null) logEnd(line, 'CALLOUT_RESPONSE', [textOf(response)]);
  return response;
}

/** Counts a callout, and refuses it while changes wait for the commit. */
export function startCallout(): void {
  const { slots, data, limits, kind } = current();
  if (kind === 'schedulable') fail('System.CalloutException', 'Callout from scheduled Apex not supported');
  if (slots.get(FORBIDDEN) === true) fail('System.CalloutException', 'Callout not allowed from this future method. Please enable callout by annotating the future method. eg: @Future(callout=true)');
  if (data.changes > ((slots.get(ALLOWED_FROM) as number | undefined) ?? 0)) fail('System.CalloutException', 'You have uncommitted work pending. Please commit or rollback before calling out');
  if (data.hasSavepoints) fail('System.CalloutException', 'All active Savepoints must be released before making callouts.');
  const locked = data.releaseQueryLocks();
  if (locked !== null) logEvent('Database', 'INFO', 'FOR_UPDATE_LOCKS_RELEASE', () => [`FOR UPDATE locks released due to a callout. The most recent lock was ${locked}.`]);
  limits.charge('callouts', 1);
}
