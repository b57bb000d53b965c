import { emptyState, table } from '../forms.ts';
import { html } from '../html.ts';
import { page } from '../page.ts';
import type { PageAnswer, UserRequest } from '../page.ts';
import { showDateTime } from '../times.ts';

/** `/setup/audit-trail`: what was changed in this org's setup, by whom, and by which delegate of the partner (T9). */
export function showAuditTrail({ site, org, user }: UserRequest): PageAnswer {
  const entries = site.store.setupTrail.list(org.id);
  const rows = entries.map(({ at, userName, delegate, section, action }) => [showDateTime(at, user), userName, delegate === null ? '–' : html`<span class="badge warn">${delegate}</span>`, section, action]);
  return page('Setup Audit Trail', rows.length === 0 ? emptyState('Nothing has been changed yet.') : table('The last changes, newest first', ['Date', 'User', 'Delegate user', 'Section', 'Action'], rows));
}
