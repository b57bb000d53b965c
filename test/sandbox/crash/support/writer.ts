/**
 * A process of its own that commits without pause and keeps a synced list of what was acknowledged:
 * `node writer.ts STATE-DIRECTORY LIST-FILE PREFIX ROWS BYTES JOBS`. A commit inserts an Account and ROWS Contacts of BYTES each,
 * all with one marker, and sets the writer's ledger Account to the commit's number; every fourth is one record over REST
 * instead, and with JOBS `jobs` every eighth queues jobs of each kind. Says `acknowledged N` after each. Ends with 0 when the
 * sandbox is gone, with 1 when the sandbox refused.
 */
import { fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { HubClient } from '../../../../src/protocol/client.ts';
import type { DiscoveryFile } from '../../../../src/protocol/discovery.ts';
import { WireError } from '../../../../src/protocol/errors.ts';
import type { Acknowledged } from './acknowledged.ts';
import { queueJobs } from './jobs.ts';

const [stateDirectory = '', listFile = '', prefix = '', rows = '', bytes = '', jobs = ''] = process.argv.slice(2);
const KINDS = ['record', 'batch', jobs === 'jobs' ? 'jobs' : 'batch', 'batch', 'record', 'batch', 'batch', 'batch'] as const;
const list = openSync(listFile, 'a');
let isClosed = false;

class Refused extends Error {}

async function overWire(client: HubClient, loginId: string, code: string): Promise<void> {
  const result = await client.request('run/anonymous', { loginId, code });
  if (!result.success) throw new Refused(JSON.stringify(result.exception ?? result.compileErrors));
}

async function overHttp(url: string, token: string, body: object): Promise<void> {
  const response = await fetch(`${url}/services/data/v64.0/sobjects/Account`, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const text = await response.text();
  // A runner that died answers by its hub: 503.
  if (response.status !== 201 && response.status !== 503) throw new Refused(`${response.status} ${text}`);
  if (response.status === 503) throw new WireError('runnerDied', text);
}

function isSandboxGone(error: unknown): boolean {
  if (error instanceof Refused) return false;
  if (error instanceof WireError) return error.data.id === 'runnerDied';
  return isClosed || (error instanceof TypeError && error.message === 'fetch failed') || (error as NodeJS.ErrnoException).code === 'ECONNRESET';
}

async function write(): Promise<never> {
  const client = await HubClient.connect(JSON.parse(readFileSync(join(stateDirectory, 'hub.json'), 'utf8')) as DiscoveryFile);
  client.onClose(() => { isClosed = true; });
  await client.request('client/hello', { client: 'writer', version: '1' });
  await client.request('developer/signIn', { userName: 'kim@clinicsoft.example' });
  const login = await client.request('login/start', { org: 'north' });
  await overWire(client, login.id, `insert new Account(Name = '${prefix}', Site = 'ledger', NumberOfEmployees = 0);`);
  for (let number = 1; ; number++) {
    const marker = `${prefix}-${number}`;
    const kind = KINDS[number % KINDS.length]!;
    if (kind === 'record') await overHttp(login.instanceUrl, login.accessToken, { Name: marker, Site: 'record' });
    else if (kind === 'jobs') await overWire(client, login.id, queueJobs(marker));
    else {
      await overWire(client, login.id, `
        Account parent = new Account(Name = '${marker}', Site = 'batch');
        insert parent;
        List<Contact> people = new List<Contact>();
        String text = 'x'.repeat(${bytes});
        for (Integer i = 0; i < ${rows}; i++) people.add(new Contact(LastName = '${marker}', AccountId = parent.Id, Description = text));
        insert people;
        Account ledger = [SELECT Id FROM Account WHERE Name = '${prefix}' FOR UPDATE];
        ledger.NumberOfEmployees = ${number};
        update ledger;`);
    }
    writeSync(list, `${JSON.stringify({ prefix, number, kind, rows: kind === 'batch' ? Number(rows) : 0 } satisfies Acknowledged)}\n`);
    fsyncSync(list);
    writeSync(1, `acknowledged ${number}\n`);
  }
}

try {
  await write();
} catch (error) {
  if (isSandboxGone(error)) process.exit(0);
  writeSync(2, `${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
