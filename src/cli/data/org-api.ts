/** An org's REST API, of a simulated org or of a real one: the same requests get the same answers. Source: REST API Developer Guide. */
import { CannotRun } from '../failure.ts';

export const API_PATH = '/services/data/v64.0';

export interface OrgApi {
  /** For a person: the org's name, or alias. */
  readonly name: string;
  /** The JSON that a path gives; throws `CannotRun` with what the org says of it. */
  get(path: string): Promise<unknown>;
}

export interface ApiRecord {
  readonly attributes?: { readonly type?: string };
  readonly [field: string]: unknown;
}

interface QueryPage { readonly records?: unknown; readonly done?: unknown; readonly nextRecordsUrl?: unknown }

/** All pages of a query, up to a number of records: more is an error. `resource`: of the Tooling API it is `/tooling/query`. */
export async function queryRecords(api: OrgApi, soql: string, maximum: number, resource = '/query'): Promise<ApiRecord[]> {
  const records: ApiRecord[] = [];
  for (let path: string | null = `${API_PATH}${resource}?q=${encodeURIComponent(soql)}`; path !== null;) {
    const page: QueryPage = (await api.get(path) ?? {}) as QueryPage;
    if (!Array.isArray(page.records)) throw new CannotRun(`${api.name} answered the query "${soql}" with something that is no list of records.`);
    records.push(...(page.records as ApiRecord[]));
    if (records.length > maximum) throw new CannotRun(`The query "${soql}" finds more than ${maximum} records. Narrow it with WHERE or LIMIT.`);
    path = page.done === false && typeof page.nextRecordsUrl === 'string' ? page.nextRecordsUrl : null;
  }
  return records;
}

/** Of the answer to a request that failed. */
export function errorText(body: string): string {
  try {
    const [first] = JSON.parse(body) as readonly { readonly message?: string; readonly errorCode?: string }[];
    if (first?.message) return first.message;
  } catch {
    // No JSON: as it is, then.
  }
  return body.replaceAll(/\s+/g, ' ').trim().slice(0, 300);
}
