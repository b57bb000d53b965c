import type { ApprovalInfo } from '../../../protocol/partner.ts';
import { emptyState, postForm, table } from '../forms.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import { showDateTime, span } from '../times.ts';

const PATH = '/settings/approvals';

/** What this user may decide on: logins as the user, and an admin's whole org. */
export function approvalsFor({ site, org, user }: Pick<UserRequest, 'site' | 'org' | 'user'>, all = false): readonly ApprovalInfo[] {
  if (user.delegate !== undefined) return [];
  return site.approvals.list({ orgId: org.id, all }).filter(each => each.user.id === user.id || user.permissions.includes('ManageUsers'));
}

/** `/settings/approvals`: logins of a partner that wait for this org (T8). */
export function showApprovals(request: UserRequest): PageAnswer {
  const { user } = request;
  const all = approvalsFor(request, true);
  const pending = all.filter(each => each.state === 'pending');
  const decided = all.filter(each => each.state !== 'pending').slice(0, 20);
  return page('Login Approvals', html`<p>This org requires multi-factor authentication: a partner's login waits here until you approve it.</p>
  <section><h2>Waiting now</h2>${pending.length === 0 ? emptyState(html`No login is waiting. <a href="${PATH}">Look again</a>`) : html`<ul class="cards">${pending.map(each => html`<li>${card(request, each)}</li>`)}</ul>`}</section>
  ${decided.length > 0 && html`<section>${table('Decided', ['When', 'Who', 'As', 'Decision', 'By'], decided.map(each => [showDateTime(each.requestedAt, user), each.developer, each.user.name, WORDS[each.state], each.decidedBy ?? '–']))}</section>`}`);
}

const WORDS: Readonly<Record<ApprovalInfo['state'], string>> = { pending: 'Waiting', approved: 'Approved', denied: 'Denied', cancelled: 'Cancelled', timedOut: 'Nobody decided in time' };

function card(request: UserRequest, { id, developer, user, caseNumber, reason, expiresAt }: ApprovalInfo): Html {
  return html`<div class="card still"><strong>${developer}</strong><span>wants to log in as ${user.name}</span>
    <span class="hint">${caseNumber === null ? 'No case' : `Case ${caseNumber}`}${reason === null ? '' : `: ${reason}`}</span><span class="hint">Waits for another ${span(expiresAt - request.site.clock.now())}</span>
    ${postForm(request, PATH, html`<input type="hidden" name="id" value="${id}"><button class="button primary" type="submit" name="decision" value="approve">Approve</button> <button class="button danger" type="submit" name="decision" value="deny">Deny</button>`, 'actions')}</div>`;
}

export function decideApproval(request: UserRequest): PageAnswer {
  const { site, org, user, form } = request;
  const id = form.get('id') ?? '';
  const isApproved = form.get('decision') === 'approve';
  // One of another org is as unknown as one there is not.
  if (site.approvals.find(id).orgId !== org.id) return redirect(PATH, request, { kind: 'error', text: 'There is no such login.' });
  const { state, developer } = site.approvals.decide(id, isApproved, user);
  const done = state === (isApproved ? 'approved' : 'denied');
  return redirect(PATH, request, done ? { kind: 'success', text: `The login of ${developer} was ${isApproved ? 'approved' : 'denied'}.` } : { kind: 'info', text: `Too late: ${WORDS[state].toLowerCase()}.` });
}
