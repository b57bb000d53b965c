import { editorLink, forceIdeLink } from '../editor-links.ts';
import { emptyState, postForm, table } from '../forms.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import { showDateTime, span } from '../times.ts';

const PATH = '/setup/apex-debugger';

/** `/setup/apex-debugger`: the sessions in this org, and the way into one (D1, D12). */
export function showApexDebugger(request: UserRequest): PageAnswer {
  const { site, org, user } = request;
  const now = site.clock.now();
  const rows = site.sessions.inOrg(org.id).map(({ row }) => {
    const { developer, user: as, state, startedAt, idleDeadline, lifetimeDeadline, id } = site.sessions.info(row);
    const end = postForm(request, PATH, html`<input type="hidden" name="session" value="${id}"><button type="submit" class="button small danger" aria-label="End the session of ${developer}">End</button>`, 'inline');
    return [developer, as.name, state === 'active' ? html`<span class="badge good">Active</span>` : html`<span class="badge warn">Its client went away</span>`, showDateTime(startedAt, user), `in ${span(Math.min(idleDeadline, lifetimeDeadline) - now)}, if nothing happens`, end];
  });
  return page('Apex Debugger', html`<section>${rows.length === 0 ? html`<h2>Active sessions</h2>${emptyState(html`Nobody is debugging in ${org.name}. <a href="${PATH}">Look again</a>`)}` : table('Active sessions', ['Developer', 'Logged in as', 'State', 'Started', 'Ends', ''], rows)}
    <p class="hint">An org has one session at a time. Ending it lets the requests it holds run on, undebugged.</p></section>
  <section class="panel"><h2>Partner debugging</h2>${start(request)}</section>`);
}

function start({ site, org, user }: UserRequest): Html {
  const reason = site.rules.notDebuggable(org);
  if (reason !== null) return html`<p class="message warn">${reason.replace(/^[TD]\d+: /, '')}</p>`;
  const isGranted = org.kind === 'project' || site.directory.activeGrants(org).some(each => each.userId === user.id);
  return html`<p>Your partner opens the debugger in VS Code, logged in as you. The link opens it there, after a question.</p>
  ${!isGranted && html`<p class="message warn">You have not granted login access, so the partner cannot log in as you yet. <a href="/settings/login-access">Grant it first</a>.</p>`}
  <div class="actions"><a class="button primary" href="${editorLink(org, user)}">Start Partner Debugging Session</a></div>
  <p class="hint">The same for tools that know Salesforce's own link (ours holds no secret): <code>${forceIdeLink(org, site.address())}</code></p>`;
}

export async function endSession(request: UserRequest): Promise<PageAnswer> {
  const { site, org, user, form } = request;
  await site.sessions.endByCustomer(org, user, form.get('session') ?? '');
  return redirect(PATH, request, { kind: 'success', text: 'The session was ended.' });
}
