/** What a partner does inside an org through a login (T16). */
import { WireError } from '../../../protocol/errors.ts';
import type { ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import type { Login } from '../../partner/logins.ts';
import type { Caller, HubContext } from '../context.ts';

const loginOf = (hub: HubContext, { engineer }: Caller, loginId: string): Login => hub.logins.get(engineer.userName, loginId);

export function listCode(hub: HubContext, caller: Caller, { loginId }: ParamsOf<'code/list'>): ResultOf<'code/list'> {
  return { files: hub.managedCode.list(caller.engineer, loginOf(hub, caller, loginId)) };
}

export function readCode(hub: HubContext, caller: Caller, { loginId, path }: ParamsOf<'code/read'>): ResultOf<'code/read'> {
  return hub.managedCode.read(caller.engineer, loginOf(hub, caller, loginId), path);
}

export function locateCode(hub: HubContext, caller: Caller, { loginId, ...wanted }: ParamsOf<'code/locate'>): ResultOf<'code/locate'> {
  return { place: hub.managedCode.locate(caller.engineer, loginOf(hub, caller, loginId), wanted) };
}

export function listLogs(hub: HubContext, caller: Caller, { loginId }: ParamsOf<'log/list'>): ResultOf<'log/list'> {
  const { org, user } = loginOf(hub, caller, loginId);
  return { logs: [...hub.debugLogs.running(org, user), ...hub.debugLogs.list(org, user)] };
}

export function readLog(hub: HubContext, caller: Caller, { loginId, logId, from, maxBytes }: ParamsOf<'log/read'>): Promise<ResultOf<'log/read'>> {
  const { org, user } = loginOf(hub, caller, loginId);
  return hub.debugLogs.readPart(org, user, logId, hub.ownNamespaces(org.id), from ?? 0, maxBytes);
}

export function setTraceFlag(hub: HubContext, caller: Caller, { loginId, user: traced, minutes }: ParamsOf<'traceFlag/set'>): ResultOf<'traceFlag/set'> {
  const login = loginOf(hub, caller, loginId);
  const user = hub.directory.findUser(login.org, traced);
  const flags = hub.debugLogs.trace(login.org, login.user, user, minutes);
  changedSetup(hub, login, 'Debug Logs', minutes > 0 ? `Set a trace flag for ${user.userName}` : `Removed the trace flag for ${user.userName}`);
  return { flags };
}

export function listTraceFlags(hub: HubContext, caller: Caller, { loginId }: ParamsOf<'traceFlag/list'>): ResultOf<'traceFlag/list'> {
  const { org, user } = loginOf(hub, caller, loginId);
  return { flags: hub.debugLogs.traceFlags(org, user) };
}

/** T16: the customer can, a partner logged in through Login Access can't. */
export function grantOAuth(hub: HubContext, caller: Caller, { loginId, clientId }: ParamsOf<'oauth/grant'>): Record<string, never> {
  const { org, user } = loginOf(hub, caller, loginId);
  hub.rules.checkOAuth(org, user);
  // Only where the rule is turned off: nothing in the sandbox takes such a grant.
  void clientId;
  return {};
}

export async function runAgain(hub: HubContext, caller: Caller, { loginId }: ParamsOf<'run/again'>): Promise<ResultOf<'run/again'>> {
  const again = await hub.runs.again(loginOf(hub, caller, loginId));
  if (!again) throw new WireError('requestFailed', 'Nothing was run in this org yet. Run anonymous Apex, a test or a request first.');
  return again;
}

/** T9: the subscriber sees what a partner changed, and which of its developers. */
export function changedSetup(hub: HubContext, login: Login, section: string, action: string): void {
  const { org, user, developer } = login;
  const at = hub.clock.now();
  hub.store.audit.append({ at, actor: developer, action: 'setup', orgId: org.id, detail: `${section}: ${action}` });
  if (org.kind !== 'project') hub.store.setupTrail.add(org.id, { at, userName: user.userName, delegate: developer, section, action });
}
