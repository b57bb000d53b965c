import { WireError } from '../../../protocol/errors.ts';
import type { LoginInfo, ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import { loginInfo } from '../../partner/logins.ts';
import type { Login, LoginCase } from '../../partner/logins.ts';
import { checkSignedIn } from '../context.ts';
import type { Caller, HubContext } from '../context.ts';

export async function startLogin(hub: HubContext, caller: Caller, params: ParamsOf<'login/start'>): Promise<LoginInfo> {
  checkSignedIn(hub, caller, params.org);
  return loginInfo(await logIn(hub, caller, params), caller.connection.address);
}

/** With every check; waits for the subscriber's approval where there has to be one (T8). */
export async function logIn(hub: HubContext, { engineer, connection }: Caller, params: ParamsOf<'login/start'>): Promise<Login> {
  const { org: orgName, user: userName } = params;
  const why: LoginCase = { caseNumber: params.caseNumber ?? null, reason: params.reason ?? null };
  const { logins, rules, access, approvals } = hub;
  const org = hub.directory.findOrg(orgName);
  if (org.kind !== 'project' && access.policy(org).requiresMfa && rules.holds('T8')) {
    const { user } = logins.check(engineer, orgName, userName, why);
    if (!logins.same(engineer, org, user)) {
      let stopListening = (): void => undefined;
      await approvals.ask({ developer: engineer.userName, org, user, ...why }, cancel => { stopListening = connection.onClosed(cancel); }).finally(() => stopListening());
    }
  }
  const login = logins.start(engineer, orgName, userName, why);
  hub.clients.toEach(engineer.userName, 'login/changed', client => ({ login: loginInfo(login, client.address), reason: null }));
  return login;
}

export function currentLogin(hub: HubContext, { engineer, connection }: Caller): ResultOf<'login/current'> {
  const login = hub.logins.current(engineer.userName);
  return { login: login ? loginInfo(login, connection.address) : null };
}

export function loginPage(hub: HubContext, { engineer, connection }: Caller, { loginId, path }: ParamsOf<'login/page'>): ResultOf<'login/page'> {
  const { id } = hub.logins.get(engineer.userName, loginId);
  const query = new URLSearchParams({ ticket: hub.loginTickets.issue(id), ...(path === undefined ? {} : { to: path }) });
  return { url: `${pagesOf(hub, connection)}/login-as?${query.toString()}` };
}

/** By the name that the client reached us by, and its browser does. */
function pagesOf({ pagesAddress, teamPagesPort }: HubContext, { isOperator, address }: Caller['connection']): string {
  if (isOperator) return pagesAddress();
  const port = teamPagesPort();
  if (port === null) throw new WireError('notSupported', 'This server serves no web pages to other machines: it has no certificate.');
  const url = new URL(address);
  url.port = String(port);
  return url.origin;
}

/** Return to Subscriber Overview. */
export async function endLogin(hub: HubContext, { engineer }: Caller): Promise<Record<string, never>> {
  const ended = hub.logins.endAll(engineer.userName);
  if (hub.rules.holds('D13')) await hub.sessions.endAll('loggedOut', row => row.developer === engineer.userName);
  if (ended.length > 0) hub.clients.toDeveloper(engineer.userName, 'login/changed', { login: null, reason: null });
  return {};
}
