import { CannotRun } from '../failure.ts';
import { errorText } from './org-api.ts';
import type { OrgApi } from './org-api.ts';
import { salesforceLogin } from './salesforce-cli.ts';
import type { SalesforceLogin } from './salesforce-cli.ts';

const TIMEOUT_MS = 120_000;
/** More than any page of a query or describe has. */
const MAX_ANSWER = 64 * 1024 * 1024;

export interface SalesforceOrg extends OrgApi {
  readonly login: Pick<SalesforceLogin, 'orgId' | 'userName'>;
}

/** A real org, through the user's own login of the Salesforce CLI; it is only read. */
export async function salesforceApi(targetOrg: string): Promise<SalesforceOrg> {
  const { accessToken, instanceUrl, orgId, userName } = await salesforceLogin(targetOrg);
  return {
    name: targetOrg, login: { orgId, userName },
    async get(path) {
      // Paths come from answers, too.
      if (!path.startsWith('/services/data/')) throw new CannotRun(`${targetOrg} names "${path}", which is no path of its data.`);
      const shown = path.replace(/\?.*$/, '');
      let response: Response;
      try {
        response = await fetch(instanceUrl + path, { headers: { Authorization: `Bearer ${accessToken}`, Accept: 'application/json' }, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
      } catch (error) {
        throw new CannotRun(`${targetOrg} can't be reached: ${error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error)}`);
      }
      const body = await textOf(response, shown);
      if (response.status === 401) throw new CannotRun(`The login to ${targetOrg} is no longer good. Log in again: sf org login web --alias ${targetOrg}`);
      if (!response.ok) throw new CannotRun(`${targetOrg} refused ${shown} (${response.status}): ${errorText(body)}`);
      try {
        return JSON.parse(body) as unknown;
      } catch {
        throw new CannotRun(`${targetOrg} answered ${shown} with something that is no JSON.`);
      }
    },
  };
}

async function textOf(response: Response, shown: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER) throw new CannotRun(`The answer to ${shown} has more than ${MAX_ANSWER} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
