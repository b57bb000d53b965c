import type { HubClient } from '../../protocol/client.ts';
import type { LoginInfo } from '../../protocol/rpc.ts';
import { CannotRun } from '../failure.ts';
import { errorText } from './org-api.ts';
import type { OrgApi } from './org-api.ts';

/** A simulated org, as the user of a login. */
export function sandboxApi(client: HubClient, login: LoginInfo): OrgApi {
  return {
    name: login.org.name,
    async get(path) {
      const { response } = await client.request('run/request', { loginId: login.id, method: 'GET', path });
      if (!response || response.status >= 400) throw new CannotRun(`${login.org.name} refused ${path.replace(/\?.*$/, '')}: ${response ? errorText(response.body) : 'no answer'}`);
      return JSON.parse(response.body) as unknown;
    },
  };
}
