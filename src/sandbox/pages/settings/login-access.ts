import { GRANT_DURATIONS } from '../../../protocol/partner.ts';
import type { GrantDuration, GrantPage } from '../../../protocol/partner.ts';
import { emptyState, postForm, table } from '../forms.ts';
import { flag, html } from '../html.ts';
import type { Html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import { showDateTime, span } from '../times.ts';

const PATH = '/settings/login-access';
const NO_ACCESS = 'none';

/** `/settings/login-access`: personal settings → Grant Login Access (T3). */
export function showLoginAccess(request: UserRequest): PageAnswer {
  const { site, org, user } = request;
  if (org.kind === 'project') return page('Grant Login Access', emptyState(`${org.name} was made from a project on this machine. It has no customer, so nobody needs to grant access.`));
  const shown = site.access.page(org, user);
  return page('Grant Login Access', html`<p>To help you, a support organization can log in as you, see what you see and change what you may change. Choose for how long; you can end it at any time.</p>
  <section class="panel"><h2>Support organizations</h2>${shown.isListed || shown.expiresAt !== null ? grantForm(request, shown) : emptyState(`${shown.supportOrganization} is not available to you yet. Below is what is missing.`)}</section>
  ${!shown.isListed && conditions(shown)}
  ${uses(request)}`);
}

function grantForm(request: UserRequest, { supportOrganization, durations, isListed, expiresAt }: GrantPage): Html {
  const { site, user } = request;
  const state = expiresAt === null ? html`<span class="badge">No access</span>` : html`<span class="badge good">Access until ${showDateTime(expiresAt, user)}</span> <span class="hint">(${span(expiresAt - site.clock.now())} left)</span>`;
  return postForm(request, PATH, html`<div class="scroll"><table>
    <caption class="unseen">Support organizations</caption>
    <thead><tr><th scope="col">Grant access to</th><th scope="col">Now</th><th scope="col"><label for="duration">Access duration</label></th></tr></thead>
    <tbody><tr><th scope="row">${supportOrganization} Support</th><td>${state}</td><td>
      <select id="duration" name="duration"><option value="${NO_ACCESS}"${flag('selected', expiresAt === null)}>--No Access--</option>
      ${expiresAt !== null && html`<option value="" selected>Leave as it is</option>`}${isListed && durations.map(each => html`<option value="${each}">${each[0]?.toUpperCase()}${each.slice(1)}</option>`)}</select></td></tr></tbody>
  </table></div><div class="actions"><button type="submit" class="button primary">Save</button></div>`, '');
}

/** T4: why the partner isn't offered, and what would change that. */
function conditions({ supportOrganization, conditions: all }: GrantPage): Html {
  return html`<section class="panel"><h2>Why ${supportOrganization} is not listed</h2><ul class="checks">${all.map(({ holds, reason }) => html`<li class="${holds ? 'holds' : 'fails'}"><span aria-hidden="true">${holds ? '✓' : '✗'}</span><span><span class="unseen">${holds ? 'Fulfilled:' : 'Missing:'}</span> ${reason.replace(/^T\d+: /, '')}</span></li>`)}</ul></section>`;
}

function uses({ site, org, user }: UserRequest): Html {
  const own = site.access.uses(org).find(each => each.user.id === user.id);
  const logins = own?.logins ?? [];
  return html`<section class="panel"><h2>Who used it</h2>${logins.length === 0 ? emptyState(own ? 'Nobody has logged in as you yet.' : 'You grant no access now.')
    : table('Logins as you', ['When', 'Who', 'Case', 'Reason'], logins.map(each => [showDateTime(each.at, user), each.developer, each.caseNumber ?? '–', each.reason ?? '–']))}</section>`;
}

export function saveLoginAccess(request: UserRequest): PageAnswer {
  const { site, org, user, form } = request;
  const given = form.get('duration') ?? '';
  if (given === '') return redirect(PATH);
  if (given === NO_ACCESS) {
    site.access.revoke(org, user);
    return redirect(PATH, request, { kind: 'success', text: 'Nobody can log in as you any more.' });
  }
  // What isn't a duration is refused behind, with the rule's words.
  const duration = GRANT_DURATIONS.find(each => each === given) ?? given as GrantDuration;
  const until = site.access.grant(org, user, duration);
  return redirect(PATH, request, { kind: 'success', text: `${site.access.page(org, user).supportOrganization} can log in as you until ${showDateTime(until, user)}.` });
}
