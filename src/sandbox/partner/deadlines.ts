/** What the clock does to a session: when it ends by itself, and when its developer is warned. Pure. */
import type { SessionEndReason } from '../../protocol/rpc.ts';
import type { Rules } from './rules.ts';
import type { SessionRow } from './store.ts';
import type { Policy } from './world.ts';

export type WarningCause = 'idle' | 'lifetime' | 'grant';

export interface Deadline {
  readonly at: number;
  readonly reason: SessionEndReason;
}

export interface WarningTime {
  readonly at: number;
  readonly cause: WarningCause;
  /** When the session ends if nothing happens. */
  readonly deadline: number;
}

/** How long before an end its developer is warned. */
const WARN_MS: readonly number[] = [10 * 60_000, 2 * 60_000];

export function idleDeadline(row: SessionRow, policy: Policy): number {
  return row.lastActivity + policy.idleMs;
}

export function lifetimeDeadline(row: SessionRow, policy: Policy): number {
  return row.startedAt + policy.lifetimeMs;
}

/** Earliest first. */
export function deadlines(row: SessionRow, policy: Policy, rules: Rules): Deadline[] {
  const found: Deadline[] = [];
  if (rules.holds('T14')) found.push({ at: idleDeadline(row, policy), reason: 'idle' });
  if (rules.holds('T15')) found.push({ at: lifetimeDeadline(row, policy), reason: 'lifetime' });
  if (row.orphanedAt !== null && rules.holds('D3')) found.push({ at: row.orphanedAt + policy.orphanGraceMs, reason: 'orphaned' });
  return found.sort((a, b) => a.at - b.at);
}

/** `grantEnd`: null if it isn't known. A time shorter than every notice is warned of when half of it is over. */
export function warningTimes(row: SessionRow, policy: Policy, rules: Rules, grantEnd: number | null): WarningTime[] {
  const found: WarningTime[] = [];
  const add = (cause: WarningCause, deadline: number, length: number): void => {
    const notices = WARN_MS.filter(notice => notice < length);
    for (const notice of notices.length > 0 ? notices : [length / 2]) found.push({ cause, deadline, at: deadline - notice });
  };
  if (rules.holds('T14')) add('idle', idleDeadline(row, policy), policy.idleMs);
  if (rules.holds('T15')) add('lifetime', lifetimeDeadline(row, policy), policy.lifetimeMs);
  if (grantEnd !== null && rules.holds('T1')) add('grant', grantEnd, Infinity);
  return found;
}

export function warningMessage(orgName: string, { cause }: WarningTime, remainingMs: number): string {
  const minutes = Math.max(1, Math.round(remainingMs / 60_000));
  const left = `in ${minutes} minute${minutes === 1 ? '' : 's'}`;
  if (cause === 'idle') return `The debugging session in ${orgName} ends ${left} for want of activity (T14). Any step in the debugger keeps it.`;
  if (cause === 'lifetime') return `The debugging session in ${orgName} ends ${left}: it reaches its longest time (T15). Renew it then.`;
  return `The Login Access to ${orgName} ends ${left}, and the debugging session with it (T1). Ask the customer to grant it again.`;
}

export function endMessage(orgName: string, reason: SessionEndReason, policy: Policy): string {
  const session = `The debugging session in ${orgName} ended`;
  switch (reason) {
    case 'stopped': return `${session}.`;
    case 'idle': return `${session}: nothing was done for ${Math.round(policy.idleMs / 60_000)} minutes (T14). Renew it to go on.`;
    case 'lifetime': return `${session}: it had lasted ${Math.round(policy.lifetimeMs / 60_000)} minutes, the longest time (T15). Renew it to go on.`;
    case 'grantEnded': return `${session}: the customer's Login Access is over (T1). Ask the customer to grant it again.`;
    case 'grantRevoked': return `${session}: the customer revoked the Login Access (T1). Requests that were held run on. Ask the customer to grant it again.`;
    case 'loggedOut': return `${session}: you returned to the Subscriber Overview (D13).`;
    case 'endedByOther': return `${session}: a coworker ended it (D1).`;
    case 'endedByCustomer': return `${session}: an admin there ended it in Setup → Apex Debugger (D1). Ask the customer why before you start another.`;
    case 'orphaned': return `${session}: its client went away and did not come back (D3).`;
    case 'maintenance': return `${session} for maintenance of the sandbox (D10).`;
  }
}
