/** Protected custom settings of the partner's packages (T16, D19). */
import { WireError } from '../../../protocol/errors.ts';
import type { ParamsOf, ResultOf } from '../../../protocol/rpc.ts';
import type { Login } from '../../partner/logins.ts';
import type { Caller, HubContext } from '../context.ts';
import { changedSetup } from './inside.ts';

export async function listSettings(hub: HubContext, caller: Caller, { loginId }: ParamsOf<'setting/list'>): Promise<ResultOf<'setting/list'>> {
  const { runner, namespaces } = await target(hub, caller, loginId);
  return { settings: await runner.listSettings(namespaces) };
}

export async function saveSetting(hub: HubContext, caller: Caller, { loginId, object, id, values }: ParamsOf<'setting/save'>): Promise<ResultOf<'setting/save'>> {
  const { login, runner, namespaces } = await target(hub, caller, loginId);
  const saved = await runner.writeSetting({ userId: login.userId, namespaces, object, id: id ?? null, values });
  changedSetup(hub, login, 'Custom Settings', `${id === undefined ? 'Created' : 'Changed'} a record of ${object}`);
  return { id: saved };
}

export async function deleteSetting(hub: HubContext, caller: Caller, { loginId, object, id }: ParamsOf<'setting/delete'>): Promise<Record<string, never>> {
  const { login, runner, namespaces } = await target(hub, caller, loginId);
  await runner.writeSetting({ userId: login.userId, namespaces, object, id, values: null });
  changedSetup(hub, login, 'Custom Settings', `Deleted a record of ${object}`);
  return {};
}

async function target(hub: HubContext, { engineer }: Caller, loginId: string): Promise<{ login: Login; runner: Awaited<ReturnType<HubContext['runners']['get']>>; namespaces: readonly string[] }> {
  const login = hub.logins.get(engineer.userName, loginId);
  const namespaces = hub.ownNamespaces(login.orgId);
  if (namespaces.length === 0) throw new WireError('invalidParams', `No package of yours is installed in ${login.org.name}.`, { rule: 'T16' });
  return { login, runner: await hub.runners.get(login.org), namespaces };
}
