/** What must hold after the sandbox was killed and started again. */
import assert from 'node:assert/strict';
import type { HubClient } from '../../../../src/protocol/client.ts';
import type { LoginInfo } from '../../../../src/protocol/rpc.ts';
import type { Acknowledged } from './acknowledged.ts';

interface Row { readonly Name: string; readonly Site: string; readonly NumberOfEmployees: number | null; readonly Description: string | null; readonly LastName: string; readonly n: number }

/** The Account that a paused request has changed and locked; nobody commits to it but `checkLocks`. */
export const LOCKED = 'locked';

/** Every acknowledged commit is there, and of none a part. `sizes`: how many Contacts a batch may have. */
export async function checkCommits(client: HubClient, login: LoginInfo, acknowledged: readonly Acknowledged[], sizes: readonly number[]): Promise<void> {
  const query = async (soql: string): Promise<Row[]> => (await client.request('query', { loginId: login.id, soql })).records as Row[];
  const accounts = await query('SELECT Name, Site, NumberOfEmployees, Description FROM Account');
  const contacts = new Map((await query('SELECT LastName, COUNT(Id) n FROM Contact GROUP BY LastName')).map(row => [row.LastName, row.n]));
  const named = (site: string): string[] => accounts.filter(row => row.Site === site).map(row => row.Name);
  const [batches, records] = [new Set(named('batch')), new Set(named('record'))];
  const markerOf = ({ prefix, number }: Acknowledged): string => `${prefix}-${number}`;
  const isThere = (each: Acknowledged): boolean => (each.kind === 'record' ? records.has(markerOf(each)) : batches.has(markerOf(each)) && contacts.get(markerOf(each)) === each.rows);
  assert.deepEqual(acknowledged.filter(each => each.kind !== 'jobs' && !isThere(each)), [], 'acknowledged, but not there');
  assert.deepEqual([...batches].filter(name => !contacts.has(name)), [], 'an Account without the Contacts of its commit');
  assert.deepEqual([...contacts].filter(([name, count]) => !batches.has(name) || !sizes.includes(count)), [], 'Contacts without the rest of their commit');
  for (const { Name, NumberOfEmployees } of accounts.filter(row => row.Site === 'ledger')) {
    const last = Math.max(0, ...[...batches].filter(name => name.startsWith(`${Name}-`)).map(name => Number(name.slice(Name.length + 1))));
    assert.equal(NumberOfEmployees, last, `the ledger of ${Name} and the last of its commits`);
  }
  assert.deepEqual(accounts.filter(row => row.Site === 'paused' || row.Description === 'paused').map(row => row.Name), [], 'what a paused request had not committed');
}

/** Rows that the dead had locked can be changed: nobody would ever free a lock of theirs, so waiting for one ends in an exception. */
export async function checkLocks(client: HubClient, login: LoginInfo): Promise<void> {
  const result = await client.request('run/anonymous', { loginId: login.id, code: `Account a = [SELECT NumberOfEmployees FROM Account WHERE Name = '${LOCKED}' FOR UPDATE]; a.NumberOfEmployees += 1; update a;` });
  assert.deepEqual([result.compileErrors, result.exception], [[], null]);
}
