/**
 * `kill -9` of the sandbox under a write load: what was acknowledged is there, nothing is there by half, and a session can be
 * acquired at once. `node test/sandbox/crash/run.ts --kills 50` does it more often.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { checkJobs, queueJobs } from './support/jobs.ts';
import { checkCommits } from './support/findings.ts';
import { CrashRounds, planRounds } from './support/rounds.ts';
import { CrashSandbox } from './support/sandbox.ts';

const KILLS = 10;

describe('kill -9 of the sandbox under a write load', function () {
  this.timeout(120_000);
  let rounds: CrashRounds;
  before(async () => {
    rounds = new CrashRounds();
    await rounds.prepare();
  });
  after(() => rounds.close());

  planRounds(KILLS).forEach((round, index) => {
    it(`${index + 1}: ${round.victim}, ${round.moment}`, () => rounds.run(round));
  });
});

describe('a sandbox that is killed, and what its tests see', function () {
  this.timeout(120_000);
  let folder: string;
  let sandbox: CrashSandbox;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'isv-crash-'));
    sandbox = new CrashSandbox(folder);
  });
  after(async () => {
    await sandbox.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes an org again whose making was cut off', async () => {
    await sandbox.start();
    const first = await sandbox.connect();
    const cutOff = assert.rejects(first.client.request('query', { loginId: first.login.id, soql: 'SELECT Id FROM cln__Visit__c' }));
    while (!sandbox.hasDatabase) await new Promise(resolve => { setImmediate(resolve); });
    await sandbox.kill();
    await cutOff;
    assert.equal(existsSync(join(sandbox.orgDirectory, 'complete')), false, 'killed too late');
    await sandbox.start();
    const { client, login } = await sandbox.connect();
    const { records } = await client.request('query', { loginId: login.id, soql: 'SELECT Name FROM cln__Visit__c' });
    assert.deepEqual((records as { Name: string }[]).map(each => each.Name), ['First']);
    client.close();
  });

  it('would notice a commit that is missing, and one that is there by half', async () => {
    const { client, login } = await sandbox.connect();
    const run = async (code: string): Promise<void> => assert.equal((await client.request('run/anonymous', { loginId: login.id, code })).success, true);
    await run("insert new Account(Name = 'w1-1', Site = 'batch'); insert new Contact(LastName = 'w1-1'); insert new Account(Name = 'w1', Site = 'ledger', NumberOfEmployees = 1);");
    const first = { prefix: 'w1', number: 1, kind: 'batch', rows: 1 } as const;
    await checkCommits(client, login, [first], [1]);
    await assert.rejects(checkCommits(client, login, [first, { ...first, number: 2 }], [1]), /acknowledged, but not there/);
    await assert.rejects(checkCommits(client, login, [first, { ...first, number: 2, kind: 'record' }], [1]), /acknowledged, but not there/);
    await assert.rejects(checkCommits(client, login, [], [5]), /Contacts without the rest/);
    await run("insert new Account(Name = 'w1-2', Site = 'batch');");
    await assert.rejects(checkCommits(client, login, [first], [1]), /an Account without the Contacts/);
    await run("insert new Contact(LastName = 'w1-2');");
    await assert.rejects(checkCommits(client, login, [first], [1]), /the ledger of w1/);
    client.close();
  });

  it('would notice a job that was done twice, by half, or for nothing', async () => {
    const { client, login } = await sandbox.connect();
    const run = async (code: string): Promise<void> => assert.equal((await client.request('run/anonymous', { loginId: login.id, code })).success, true);
    const first = { prefix: 'w9', number: 1, kind: 'jobs', rows: 0 } as const;
    await assert.rejects(checkJobs(client, login, [first]), /acknowledged jobs, but not there/);
    await run(queueJobs('w9-1'));
    await checkJobs(client, login, [first]);
    await run("insert new Account(Name = 'w9-1/future', Site = 'trace');");
    await assert.rejects(checkJobs(client, login, [first]), /what jobs have done/);
    await run("delete [SELECT Id FROM Account WHERE Name = 'w9-1/future']; insert new Account(Name = 'w9-1/future', Site = 'trace'); delete [SELECT Id FROM Lead WHERE LastName = 'w9-1/scheduled'];");
    await assert.rejects(checkJobs(client, login, [first]), /the other half/);
    client.close();
  });
});
