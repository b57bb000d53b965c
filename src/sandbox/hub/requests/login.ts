import type { LoginInfo, ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import { loginInfo } from '../../partner/logins.ts';
import { checkSignedIn } from '../context.ts';
import type { Caller, HubContext } from '../context.ts';

export function startLogin(hub: HubContext, caller: Caller, { org, user }: ParamsOf<'login/start'>): LoginInfo {
  checkSignedIn(hub, caller, org);
  const { engineer } = caller;
  const login = loginInfo(hub.logins.start(engineer, org, user), hub.port());
  hub.clients.toDeveloper(engineer.userName, 'login/changed', { login, reason: null });
  return login;
}

export function currentLogin(hub: HubContext, { engineer }: Caller): ResultOf<'login/current'> {
  const login = hub.logins.current(engineer.userName);
  return { login: login ? loginInfo(login, hub.port()) : null };
}

/** Return to Subscriber Overview. */
export async function endLogin(hub: HubContext, { engineer }: Caller): Promise<Record<string, never>> {
  const ended = hub.logins.endAll(engineer.userName);
  if (hub.rules.holds('D13')) await hub.sessions.endAll('loggedOut', row => row.developer === engineer.userName);
  if (ended.length > 0) hub.clients.toDeveloper(engineer.userName, 'login/changed', { login: null, reason: null });
  return {};
}
