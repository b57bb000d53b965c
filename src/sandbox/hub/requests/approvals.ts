import { WireError } from '../../../protocol/errors.ts';
import type { ApprovalInfo } from '../../../protocol/partner.ts';
import type { ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import { checkCustomer } from '../context.ts';
import type { Caller, HubContext } from '../context.ts';

export function listApprovals(hub: HubContext, caller: Caller, { org, all }: ParamsOf<'approval/list'>): ResultOf<'approval/list'> {
  const orgId = org === undefined ? undefined : hub.directory.findOrg(org).id;
  if (orgId !== undefined) checkCustomer(hub, caller);
  return { approvals: hub.approvals.list({ ...(orgId === undefined ? { developer: caller.engineer.userName } : { orgId }), all: all === true }) };
}

export function decideApproval(hub: HubContext, caller: Caller, { id, user, approve }: ParamsOf<'approval/decide'>): ApprovalInfo {
  checkCustomer(hub, caller);
  const org = hub.directory.orgById(hub.approvals.find(id).orgId);
  return hub.approvals.decide(id, approve, hub.directory.findUser(org, user));
}

export function cancelApproval(hub: HubContext, { engineer }: Caller, { id }: ParamsOf<'approval/cancel'>): ApprovalInfo {
  if (hub.approvals.find(id).developer !== engineer.userName) throw new WireError('unknownApproval', `There is no pending login ${id} of yours.`);
  return hub.approvals.cancel(id);
}
