import { WireError } from '../../../protocol/errors.ts';
import type { ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import type { Caller, HubContext } from '../context.ts';
import { checkDelete, orgInfo } from '../org-info.ts';
import { changedSetup } from './inside.ts';

/** Whoever may customise the org may make a sandbox of it. */
const MAKERS: readonly string[] = ['CustomizeApplication', 'ModifyAllData'];

export async function createSandbox(hub: HubContext, { engineer }: Caller, params: ParamsOf<'sandbox/create'>): Promise<ResultOf<'sandbox/create'>> {
  const { name, kind } = params;
  const login = hub.logins.get(engineer.userName, params.loginId);
  const { user } = login;
  if (user.profile !== 'System Administrator' && !user.permissions.some(permission => MAKERS.includes(permission))) {
    throw new WireError('missingPermission', `${user.name} may not make sandboxes of ${login.org.name}: that needs Customize Application. Log in as an administrator.`, { rule: 'T12' });
  }
  const progress = (message: string, done: number, total: number): void => hub.clients.toDeveloper(engineer.userName, 'sandbox/progress', { name, message, done, total });
  const { org, rows } = await hub.sandboxes.create(login, hub.directory.grantFor(login.org, user.id).expiresAt, hub.clock.now(), { name, kind, objects: params.objects ?? null, mask: params.mask ?? null }, progress);
  changedSetup(hub, login, 'Sandboxes', `Created the ${kind} sandbox ${name}`);
  hub.clients.toAll('orgs/changed', {});
  const info = orgInfo(hub, engineer, org);
  if (!info) throw new Error(`${org.name} was made without a grant.`);
  return { org: info, rows };
}

export async function cancelSandbox(hub: HubContext, { engineer }: Caller, { name }: ParamsOf<'sandbox/cancel'>): Promise<Record<string, never>> {
  await hub.sandboxes.cancel(name, engineer.userName);
  return {};
}

export async function deleteSandbox(hub: HubContext, { engineer }: Caller, params: ParamsOf<'sandbox/delete'>): Promise<Record<string, never>> {
  const org = hub.directory.findOrg(params.org);
  checkDelete(hub, engineer, org);
  if (hub.bundles.has(org)) await hub.bundles.delete(org);
  else await hub.sandboxes.delete(org);
  hub.clients.toAll('orgs/changed', {});
  return {};
}
