import { MAX_IMPORT_RECORDS } from '../../../protocol/data.ts';
import type { ImportAnswer } from '../../../protocol/data.ts';
import { WireError } from '../../../protocol/errors.ts';
import type { ParamsOf } from '../../../protocol/rpc.ts';
import type { Login } from '../../partner/logins.ts';
import type { Caller, HubContext } from '../context.ts';

export async function importData(hub: HubContext, { engineer }: Caller, { loginId, raw, records, references, operation, externalId }: ParamsOf<'data/import'>): Promise<ImportAnswer> {
  const login = hub.logins.get(engineer.userName, loginId);
  hub.rules.checkApi(login.user);
  if (records.length > MAX_IMPORT_RECORDS) throw new WireError('tooLarge', `${records.length} records at once; at most ${MAX_IMPORT_RECORDS} are taken.`);
  if ((operation === 'upsert') !== (externalId !== undefined)) throw new WireError('invalidParams', 'An upsert, and nothing else, says by which "externalId".');
  const set = { records, references, operation, ...(externalId === undefined ? {} : { externalId }) };
  const objects = [...new Set(records.map(each => each.object))].join(', ');
  const answer = raw === true ? await seed(hub, login, set) : await save(hub, login, set, objects);
  if (answer.failures.length === 0) hub.store.audit.append({ at: hub.clock.now(), actor: engineer.userName, action: 'import', orgId: login.orgId, detail: `${records.length} records of ${objects}${raw === true ? ', without triggers' : ''}` });
  return answer;
}

async function seed(hub: HubContext, login: Login, set: Parameters<typeof save>[2]): Promise<ImportAnswer> {
  const { org, user } = login;
  if (org.kind === 'production') throw new WireError('notDebuggable', `${org.name} is a production org: records get there through DML only. Import without "raw".`, { rule: 'T12' });
  if (user.profile !== 'System Administrator' && !user.permissions.includes('ModifyAllData')) throw new WireError('missingPermission', `${user.name} lacks "Modify All Data" in this org, which an import past triggers and rights needs.`, { rule: 'T7' });
  const runner = await hub.runners.get(org);
  return runner.seedRecords({ userId: login.userId, set });
}

async function save(hub: HubContext, login: Login, set: Omit<ParamsOf<'data/import'>, 'loginId' | 'raw'>, objects: string): Promise<ImportAnswer> {
  const { response, exception } = await hub.runs.run(login, { type: 'api', entryPoint: `import of ${objects}` }, (runner, context) => runner.importRecords(context, set));
  if (!response) throw new WireError('requestFailed', exception ? `${exception.type}: ${exception.message}` : 'The import had no answer.');
  return JSON.parse(response.body) as ImportAnswer;
}
