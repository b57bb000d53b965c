import { randomUUID } from 'node:crypto';
import { WireError } from '../../protocol/errors.ts';
import type { ApprovalInfo, ApprovalState } from '../../protocol/partner.ts';
import type { ApprovalRow } from './approval-store.ts';
import type { Clock } from './clock.ts';
import { userInfo } from './directory.ts';
import type { Directory } from './directory.ts';
import { checkOwnDecision } from './login-access.ts';
import type { PartnerStore } from './store.ts';
import type { Actor, WorldOrg, WorldUser } from './world.ts';

export interface ApprovalsOptions {
  readonly store: PartnerStore;
  readonly directory: Directory;
  readonly clock: Clock;
  changed(approval: ApprovalInfo): void;
}

export interface ApprovalRequest {
  readonly developer: string;
  readonly org: WorldOrg;
  readonly user: WorldUser;
  readonly caseNumber: string | null;
  readonly reason: string | null;
}

/** Logins that wait until the subscriber approves, or until the time is over (T8). */
export class Approvals {
  readonly #options: ApprovalsOptions;
  readonly #waiting = new Map<string, { readonly settle: (state: ApprovalState) => void; readonly cancelTimer: () => void }>();

  constructor(options: ApprovalsOptions) {
    this.#options = options;
    // Nobody waits for what an earlier hub was asked.
    for (const row of options.store.approvals.list()) if (row.state === 'pending') options.store.approvals.save({ ...row, state: 'cancelled' });
  }

  /** Resolves when the subscriber approves; throws `approvalDenied`, `approvalTimedOut` or `approvalCancelled`. `onCancel`: how to stop waiting. */
  async ask({ developer, org, user, caseNumber, reason }: ApprovalRequest, onCancel: (cancel: () => void) => void): Promise<void> {
    const { clock, directory } = this.#options;
    const requestedAt = clock.now();
    const waitMs = directory.world.policy.approvalMs;
    const row: ApprovalRow = { id: randomUUID(), developer, orgId: org.id, userId: user.id, caseNumber, reason, requestedAt, expiresAt: requestedAt + waitMs, state: 'pending', decidedBy: null };
    this.#save(row);
    const state = await new Promise<ApprovalState>(settle => {
      this.#waiting.set(row.id, { settle, cancelTimer: clock.schedule(waitMs, () => this.#decide(row.id, 'timedOut', null)) });
      onCancel(() => this.#decide(row.id, 'cancelled', null));
    });
    if (state === 'denied') throw new WireError('approvalDenied', `${org.name} denied the login as ${user.name}. Ask the customer why before you try again.`, { rule: 'T8' });
    if (state === 'timedOut') throw new WireError('approvalTimedOut', `Nobody in ${org.name} approved the login as ${user.name} within ${Math.round(waitMs / 60_000)} minutes. Tell the customer to look at pending logins, and log in again.`, { rule: 'T8' });
    if (state === 'cancelled') throw new WireError('approvalCancelled', `The login to ${org.name} was cancelled before it was approved.`, { rule: 'T8' });
  }

  /** By the user to be logged in as, or by an admin of the org. One that was decided before is no error, and stays so. */
  decide(id: string, approve: boolean, by: Actor): ApprovalInfo {
    const row = this.find(id);
    checkOwnDecision(by, this.#options.directory.orgById(row.orgId));
    if (by.id !== row.userId && !by.permissions.includes('ManageUsers')) {
      throw new WireError('missingPermission', `${by.name} can't decide on a login as another user; that needs "Manage Users".`, { rule: 'T8' });
    }
    this.#decide(id, approve ? 'approved' : 'denied', by.userName);
    return this.info(this.find(id));
  }

  cancel(id: string): ApprovalInfo {
    this.find(id);
    this.#decide(id, 'cancelled', null);
    return this.info(this.find(id));
  }

  find(id: string): ApprovalRow {
    const row = this.#options.store.approvals.find(id);
    if (!row) throw new WireError('unknownApproval', `There is no pending login ${id}.`);
    return row;
  }

  /** Newest first. */
  list(which: { orgId?: string; developer?: string; all?: boolean }): ApprovalInfo[] {
    const { store, directory } = this.#options;
    const rows = store.approvals.list().filter(row => (which.all === true || row.state === 'pending') && (which.orgId === undefined || row.orgId === which.orgId) && (which.developer === undefined || row.developer === which.developer));
    return rows.filter(row => directory.orgs.some(org => org.id === row.orgId && org.users.some(user => user.id === row.userId))).map(row => this.info(row));
  }

  info({ orgId, userId, ...row }: ApprovalRow): ApprovalInfo {
    const org = this.#options.directory.orgById(orgId);
    return { ...row, org: { id: org.id, name: org.name }, user: userInfo(this.#options.directory.userOf(org, userId)) };
  }

  dispose(): void {
    for (const id of [...this.#waiting.keys()]) this.#decide(id, 'cancelled', null);
  }

  #decide(id: string, state: ApprovalState, decidedBy: string | null): void {
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    this.#waiting.delete(id);
    waiting.cancelTimer();
    this.#save({ ...this.find(id), state, decidedBy });
    waiting.settle(state);
  }

  #save(row: ApprovalRow): void {
    const { store, clock, changed } = this.#options;
    store.approvals.save(row);
    store.audit.append({ at: clock.now(), actor: row.decidedBy ?? row.developer, action: `approval.${row.state}`, orgId: row.orgId, detail: row.id });
    changed(this.info(row));
  }
}
