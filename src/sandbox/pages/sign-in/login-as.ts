import { WireError } from '../../../protocol/errors.ts';
import { safePath } from '../forms.ts';
import type { PageAnswer, PageRequest } from '../page.ts';

/** `/login-as?ticket=…&to=…`: a partner comes from the Subscriber Overview as the user who granted access (T1, T7). */
export function loginAs({ site, query }: PageRequest): PageAnswer {
  const loginId = site.loginTickets.redeem(query.get('ticket') ?? '');
  const login = loginId === null ? null : site.logins.find(loginId);
  if (!login) throw new WireError('notLoggedIn', 'The link is good once, for a minute. Open the org from VS Code again.');
  return { kind: 'session', session: site.pageSessions.open({ orgId: login.orgId, userId: login.userId, loginId: login.id }), to: safePath(query.get('to')) };
}
