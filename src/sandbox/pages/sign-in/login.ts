import { WireError } from '../../../protocol/errors.ts';
import type { WorldOrg } from '../../partner/world.ts';
import { postForm, safePath } from '../forms.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { orgBadge } from '../layout.ts';
import { page } from '../page.ts';
import type { PageAnswer, PageRequest } from '../page.ts';

/** `/login`: which org, then as whom. Users of a simulated org have no passwords. */
export function showLogin(request: PageRequest): PageAnswer {
  const { site, query } = request;
  const named = query.get('org');
  const org = named === null ? null : site.directory.orgs.find(each => site.directory.isNamed(each, named));
  if (named !== null && !org) throw new WireError('unknownOrg', 'There is no such org in this sandbox.');
  return org ? page(`Log in to ${org.name}`, users(request, org)) : page('Log in as a customer', orgs(request));
}

const nextOf = (params: URLSearchParams): string => safePath(params.get('next'));

function orgs({ site, query }: PageRequest): Html {
  const next = nextOf(query);
  return html`<p>Every org below is simulated on this machine. Choose the one whose user you want to be.</p>
  ${site.directory.orgs.length === 0 && html`<p class="empty">There are no orgs yet.</p>`}
  <ul class="cards">${site.directory.orgs.map(org => html`<li><a class="card" href="/login?org=${org.id}${next === '/' ? '' : `&next=${encodeURIComponent(next)}`}">
    <strong>${org.name}</strong><span class="badge">${orgBadge(org.kind, org.instance)}</span><span class="hint">${org.users.length === 1 ? '1 user' : `${org.users.length} users`}</span></a></li>`)}</ul>`;
}

function users(request: PageRequest, org: WorldOrg): Html {
  return postForm(request, '/login', html`<input type="hidden" name="org" value="${org.id}"><input type="hidden" name="next" value="${nextOf(request.query)}">
  <ul class="cards">${org.users.map(user => html`<li><button class="card" type="submit" name="user" value="${user.id}"><strong>${user.name}</strong><span>${user.userName}</span><span class="hint">${user.profile}</span></button></li>`)}</ul>
  <p><a href="/login">Another org</a></p>`, '');
}

export function logIn({ site, form }: PageRequest): PageAnswer {
  const org = site.directory.orgs.find(each => each.id === form.get('org'));
  const user = org?.users.find(each => each.id === form.get('user'));
  if (!org || !user) throw new WireError('unknownUser', 'There is no such user any more. Choose again.');
  return { kind: 'session', session: site.pageSessions.open({ orgId: org.id, userId: user.id }), to: nextOf(form) };
}

export function logOut(): PageAnswer {
  return { kind: 'session', session: null, to: '/login' };
}
