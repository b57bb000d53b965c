import { WireError } from '../../../protocol/errors.ts';
import { emptyState, postForm, table } from '../forms.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { page, redirect } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import { showDateTime, span } from '../times.ts';
import { visibleNamespaces } from '../visible-code.ts';

const PATH = '/setup/debug-logs';
/** What a page shows of a log, characters; the whole is a file. */
const MAX_SHOWN = 400_000;
/** T10: a day at most. */
const DURATIONS: readonly (readonly [number, string])[] = [[30, '30 minutes'], [60, '1 hour'], [240, '4 hours'], [1440, '24 hours']];

/** `/setup/debug-logs`: the logs of this org, and whose requests leave one (T10). */
export function showLogs(request: UserRequest): PageAnswer {
  const { site, org, user } = request;
  const logs = site.debugLogs.list(org, user);
  const rows = logs.map(each => [
    html`<a href="${PATH}/${each.id}">${each.operation}</a>`, each.user.name, each.success ? html`<span class="badge good">Success</span>` : html`<span class="badge bad">Failed</span>`,
    showDateTime(each.startedAt, user), `${each.durationMs} ms`, size(each.bytes),
  ]);
  return page('Debug Logs', html`<section class="panel"><h2>User trace flags</h2>${flags(request)}</section>
  <section>${rows.length === 0 ? html`<h2>Debug logs</h2>${emptyState(html`There are no debug logs. Set a trace flag for a user, and let the user do it again. <a href="${PATH}">Look again</a>`)}` : table('Debug logs', ['Operation', 'User', 'Status', 'Started', 'Duration', 'Size'], rows)}
  <p class="hint">Code of managed packages shows only that it was entered, and the limits it used.</p></section>`);
}

const size = (bytes: number): string => (bytes < 1024 ? `${bytes} B` : bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

function flags(request: UserRequest): Html {
  const { site, org, user } = request;
  const active = site.debugLogs.traceFlags(org, user);
  const rows = active.map(each => [each.user.name, `${span(each.expiresAt - site.clock.now())} left`, postForm(request, PATH, html`<input type="hidden" name="minutes" value="0"><button type="submit" class="button small" name="user" value="${each.user.id}" aria-label="Remove the trace flag of ${each.user.name}">Remove</button>`, 'inline')]);
  return html`${rows.length > 0 && table('Active', ['User', 'Until', ''], rows)}
  ${postForm(request, PATH, html`<div class="actions"><label for="user">User</label><select id="user" name="user">${org.users.map(each => html`<option value="${each.id}">${each.name}</option>`)}</select>
    <label for="minutes">for</label><select id="minutes" name="minutes">${DURATIONS.map(([minutes, label]) => html`<option value="${minutes}">${label}</option>`)}</select><button type="submit" class="button primary">Set Trace Flag</button></div>`, '')}`;
}

export function setTraceFlag(request: UserRequest): PageAnswer {
  const { site, org, user, form } = request;
  const traced = org.users.find(each => each.id === form.get('user'));
  if (!traced) throw new WireError('unknownUser', `${org.name} has no such user any more.`);
  const given = form.get('minutes') ?? '';
  if (!/^\d{1,4}$/.test(given)) throw new WireError('invalidParams', 'Choose how long the trace flag lasts.');
  site.debugLogs.trace(org, user, traced, Number(given));
  return redirect(PATH, request, { kind: 'success', text: given === '0' ? `Requests of ${traced.name} leave no logs any more.` : `Requests of ${traced.name} leave debug logs now.` });
}

/** `/setup/debug-logs/:id` */
export async function showLog(request: UserRequest): Promise<PageAnswer> {
  const { log, text } = await read(request);
  const { user } = request;
  return page(log.operation, html`<p>${log.user.name}, ${showDateTime(log.startedAt, user)}, ${size(log.bytes)} <a href="${PATH}/${log.id}/download">Download</a></p>
  <pre tabindex="0" aria-label="The log">${text.slice(0, MAX_SHOWN)}</pre>${text.length > MAX_SHOWN && html`<p class="hint">The rest is in the download.</p>`}`, { parent: { path: PATH, label: 'Debug Logs' } });
}

/** `/setup/debug-logs/:id/download` */
export async function downloadLog(request: UserRequest): Promise<PageAnswer> {
  const { log, text } = await read(request);
  return { kind: 'file', name: `${log.id}.log`, text };
}

async function read({ site, org, user, params }: UserRequest): Promise<{ log: ReturnType<typeof site.debugLogs.list>[number]; text: string }> {
  const log = site.debugLogs.list(org, user).find(each => each.id === params['id']);
  if (!log) throw new WireError('unknownLog', 'There is no such debug log any more.');
  return { log, text: await site.debugLogs.read(org, user, log.id, visibleNamespaces({ site, org, user })) };
}
