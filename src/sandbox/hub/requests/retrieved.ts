import { WireError } from '../../../protocol/errors.ts';
import type { ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import { checkSignedIn } from '../context.ts';
import type { Caller, HubContext } from '../context.ts';

export function retrieveProject(hub: HubContext, caller: Caller, { loginId, folder }: ParamsOf<'project/retrieve'>): ResultOf<'project/retrieve'> {
  checkHere(caller);
  return hub.retrieved.retrieve(caller.engineer, hub.logins.get(caller.engineer.userName, loginId), folder);
}

export function listProjects(hub: HubContext, { engineer }: Caller): ResultOf<'project/list'> {
  return { projects: hub.retrieved.list(engineer.userName).map(({ folder, orgId, at }) => ({ folder, orgId, retrievedAt: at })) };
}

export function removeProject(hub: HubContext, caller: Caller, { folder }: ParamsOf<'project/remove'>): Record<string, never> {
  checkHere(caller);
  hub.retrieved.remove(caller.engineer.userName, folder);
  return {};
}

/** D12: what a subscriber's Setup → Apex Debugger → Start Partner Debugging Session opens. */
export function resolveLink(hub: HubContext, caller: Caller, { link }: ParamsOf<'link/resolve'>): ResultOf<'link/resolve'> {
  const id = /^forceide:\/\/[^?]*\?(?:[^#]*&)?sessionId=(00D[A-Za-z0-9]{12,15})(?:!|%21)/.exec(link)?.[1];
  if (id === undefined || !hub.rules.holds('D12')) throw new WireError('invalidParams', 'That is no link of a subscriber\'s "Start Partner Debugging Session".', { rule: 'D12' });
  const org = hub.directory.findOrg(id);
  checkSignedIn(hub, caller, org.id);
  hub.rules.checkLogin(caller.engineer, org);
  return { org: { id: org.id, name: org.name, alias: org.alias } };
}

/** The files are the hub's machine's. */
function checkHere({ connection }: Caller): void {
  if (!connection.isOperator) throw new WireError('customerOnly', 'Code is retrieved on the machine of the sandbox only. Read it with View Managed Code.', { rule: 'D9' });
}
