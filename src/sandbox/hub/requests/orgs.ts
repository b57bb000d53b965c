import { WireError } from '../../../protocol/errors.ts';
import type { CheckResult, ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import { loginInfo } from '../../partner/logins.ts';
import type { WorldOrg } from '../../partner/world.ts';
import { checkSignedIn } from '../context.ts';
import type { Caller, HubContext } from '../context.ts';
import { orgInfo } from '../org-info.ts';

export function listOrgs(hub: HubContext, caller: Caller): ResultOf<'orgs/list'> {
  const seen = hub.directory.orgs.filter(org => org.kind === 'project' ? caller.connection.isOperator : (caller.isSignedIn && hub.rules.maySeeSubscribers(caller.engineer)));
  return { orgs: seen.flatMap(org => orgInfo(hub, caller.engineer, org) ?? []) };
}


export async function openProject(hub: HubContext, { engineer, connection }: Caller, options: ParamsOf<'org/openProject'>): Promise<ResultOf<'org/openProject'>> {
  if (!connection.isOperator) throw new WireError('customerOnly', 'Sandboxes of folders are made on the machine that has the folders. Run the command there.');
  const { org, isChanged } = hub.projects.open(options);
  if (options.reset === true || isChanged) {
    checkNoSession(hub, org);
    if (options.reset === true) await hub.runners.reset(org.id);
    else await hub.runners.stop(org.id);
  }
  hub.projects.grant(org);
  const check = await hub.runners.check(org);
  const login = hub.logins.start(engineer, org.id, undefined);
  hub.clients.toEach(engineer.userName, 'login/changed', client => ({ login: loginInfo(login, client.address), reason: null }));
  const info = orgInfo(hub, engineer, org);
  if (!info) throw new Error(`${org.name} was opened without a grant.`);
  if (isChanged) hub.clients.toAll('orgs/changed', {});
  return { org: info, login: loginInfo(login, connection.address), check };
}

export async function checkOrg(hub: HubContext, caller: Caller, { org }: ParamsOf<'org/check'>): Promise<CheckResult> {
  const found = accessible(hub, caller, org);
  const check = await hub.runners.check(found);
  // What the platform does when metadata is saved.
  if (!hub.rules.holds('D4')) await hub.sessions.endAll('stopped', row => row.orgId === found.id);
  return check;
}

export async function checkText(hub: HubContext, caller: Caller, { org: name, path, text }: ParamsOf<'org/checkText'>): Promise<ResultOf<'org/checkText'>> {
  const org = accessible(hub, caller, name);
  // Typing starts no runner.
  const runner = await hub.runners.running(org.id);
  return { problems: runner ? await runner.checkText(path, text) : null };
}

export async function resetOrg(hub: HubContext, caller: Caller, { org: name }: ParamsOf<'org/reset'>): Promise<Record<string, never>> {
  const org = accessible(hub, caller, name);
  checkNoSession(hub, org);
  await hub.runners.reset(org.id);
  return {};
}

/** An org that the developer could log in to. */
function accessible(hub: HubContext, caller: Caller, name: string): WorldOrg {
  checkSignedIn(hub, caller, name);
  const org = hub.directory.findOrg(name);
  hub.rules.checkLogin(caller.engineer, org);
  hub.directory.grantFor(org, undefined);
  return org;
}

function checkNoSession(hub: HubContext, org: WorldOrg): void {
  const row = hub.sessions.inOrg(org.id)[0]?.row;
  if (row) throw new WireError('orgBusy', `${row.developer} has a debugging session in ${org.name}. End it first: its data is about to be replaced.`, { rule: 'D1', details: { sessionId: row.id } });
}
