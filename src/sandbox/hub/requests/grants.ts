import { WireError } from '../../../protocol/errors.ts';
import type { GrantPage, OrgPolicy } from '../../../protocol/partner.ts';
import type { ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import type { WorldOrg, WorldUser } from '../../partner/world.ts';
import { checkCustomer } from '../context.ts';
import type { Caller, HubContext } from '../context.ts';

export function grantPage(hub: HubContext, caller: Caller, params: ParamsOf<'grant/page'>): GrantPage {
  checkCustomer(hub, caller);
  return hub.access.page(...who(hub, params));
}

export function setGrant(hub: HubContext, caller: Caller, params: ParamsOf<'grant/set'>): ResultOf<'grant/set'> {
  checkCustomer(hub, caller);
  return { expiresAt: hub.access.grant(...who(hub, params), params.duration) };
}

export function revokeGrant(hub: HubContext, caller: Caller, params: ParamsOf<'grant/revoke'>): Record<string, never> {
  checkCustomer(hub, caller);
  hub.access.revoke(...who(hub, params));
  return {};
}

export function listGrants(hub: HubContext, caller: Caller, { org }: ParamsOf<'grant/list'>): ResultOf<'grant/list'> {
  checkCustomer(hub, caller);
  return { grants: hub.access.uses(hub.directory.findOrg(org)) };
}

export function getPolicy(hub: HubContext, caller: Caller, { org }: ParamsOf<'policy/get'>): OrgPolicy {
  checkCustomer(hub, caller);
  return hub.access.policy(hub.directory.findOrg(org));
}

export function setPolicy(hub: HubContext, caller: Caller, params: ParamsOf<'policy/set'>): OrgPolicy {
  checkCustomer(hub, caller);
  return hub.access.setPolicy(...who(hub, params), params.change);
}

/** The user of a subscriber's org who acts. */
export function who(hub: HubContext, { org: orgName, user }: { readonly org: string; readonly user: string }): [WorldOrg, WorldUser] {
  const org = hub.directory.findOrg(orgName);
  if (org.kind === 'project') throw new WireError('invalidParams', `${org.name} is a sandbox made from a project: it has no customer.`);
  return [org, hub.directory.findUser(org, user)];
}
