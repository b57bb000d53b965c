import { WireError } from '../../../protocol/errors.ts';
import type { ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import { checkCustomer } from '../context.ts';
import type { Caller, HubContext } from '../context.ts';

/** The partner's own log: the developer's own rows, everyone's with "Modify All Data" or for who runs the world. */
export function listAudit(hub: HubContext, caller: Caller, { org, developer, before, limit }: ParamsOf<'audit/list'>): ResultOf<'audit/list'> {
  const { engineer } = caller;
  const seesAll = engineer.permissions.includes('ModifyAllData') || (caller.connection.isOperator && !caller.isSignedIn);
  if (developer !== undefined && developer !== engineer.userName && !seesAll) throw new WireError('missingPermission', 'Reading others\' rows of the audit log needs "Modify All Data" in the License Management Org.', { rule: 'T9' });
  const actor = developer ?? (seesAll ? undefined : engineer.userName);
  return {
    entries: hub.store.audit.list({
      ...(org === undefined ? {} : { orgId: hub.directory.findOrg(org).id }), ...(actor === undefined ? {} : { actor }), ...(before === undefined ? {} : { before }), ...(limit === undefined ? {} : { limit }),
    }),
  };
}

export function verifyAudit(hub: HubContext): ResultOf<'audit/verify'> {
  return hub.store.audit.verify();
}

export function listSetupAudit(hub: HubContext, caller: Caller, { org, limit }: ParamsOf<'setupAudit/list'>): ResultOf<'setupAudit/list'> {
  checkCustomer(hub, caller);
  return { entries: hub.store.setupTrail.list(hub.directory.findOrg(org).id, limit) };
}
