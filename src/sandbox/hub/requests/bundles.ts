import { WireError } from '../../../protocol/errors.ts';
import type { ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import type { Caller, HubContext } from '../context.ts';
import { orgInfo } from '../org-info.ts';

export async function openBundle(hub: HubContext, { engineer, connection }: Caller, { path }: ParamsOf<'bundle/open'>): Promise<ResultOf<'bundle/open'>> {
  if (!connection.isOperator) throw new WireError('customerOnly', 'Bundles are opened on the machine that has them. Run the command there.');
  const now = hub.clock.now();
  const { org, records, notes } = await hub.bundles.open(path, now, opened => {
    hub.rules.checkLogin(engineer, opened);
    const row = hub.sessions.inOrg(opened.id)[0]?.row;
    if (row) throw new WireError('orgBusy', `${row.developer} has a debugging session in ${opened.name}. End it first: its data is about to be replaced.`, { rule: 'D1', details: { sessionId: row.id } });
  });
  hub.store.audit.append({ at: now, actor: engineer.userName, action: 'bundle', orgId: org.id, detail: `Opened a support bundle with ${records} records` });
  hub.clients.toAll('orgs/changed', {});
  const info = orgInfo(hub, engineer, org);
  if (!info) throw new Error(`${org.name} was opened without a grant.`);
  return { org: info, records, notes };
}
