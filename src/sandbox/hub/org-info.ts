import { WireError } from '../../protocol/errors.ts';
import type { OrgInfo } from '../../protocol/rpc.ts';
import type { Engineer, WorldOrg } from '../partner/world.ts';
import type { HubContext } from './context.ts';

/** An org as a developer sees it; null while nobody grants access. */
export function orgInfo(hub: HubContext, engineer: Engineer, org: WorldOrg): OrgInfo | null {
  const seen = hub.directory.orgInfo(org, hub.sessions.inOrg(org.id).length > 0);
  return seen && { ...seen, notDeletable: notDeletable(hub, engineer, org) };
}

/** For `sandbox/delete`. Throws what keeps the developer from it now. */
export function checkDelete(hub: HubContext, engineer: Engineer, org: WorldOrg): void {
  hub.rules.checkLogin(engineer, org);
  // What a customer has sent is thrown away at any time (D9).
  if (!hub.bundles.has(org)) {
    hub.directory.grantFor(org, undefined);
    if (!hub.sandboxes.has(org)) throw new WireError('invalidParams', `${org.name} was not made here: it belongs to the world.`);
  }
  const row = hub.sessions.inOrg(org.id)[0]?.row;
  if (row) throw new WireError('orgBusy', `${row.developer} has a debugging session in ${org.name}. End it first.`, { rule: 'D1', details: { sessionId: row.id } });
}

function notDeletable(hub: HubContext, engineer: Engineer, org: WorldOrg): string | null {
  try {
    checkDelete(hub, engineer, org);
    return null;
  } catch (error) {
    if (error instanceof WireError) return error.message;
    throw error;
  }
}
